"""Identity documents and the photograph: machine-readable lines, dates that cannot be true, hostile uploads."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.identity.mrz import check_digit
from cases.models import Case, Evidence, Person
from cases.specimens.portrait import portrait_jpeg
from core.scope import use_scope
from documents.models import StoredFile
from tests import world
from tests.cases.test_filing import (
    PERSON,
    address,
    control,
    empty,
    fresh,
    officer,
    people,
    sent,
    text_of,
)
from tests.documents import makers

__all__ = ["empty", "officer", "people"]

RIGHT = "P<SRBPETROVIC<<MILOS<<<<<<<<<<<<<<<<<<<<<<<<\n0123456784SRB9103144M2409102<<<<<<<<<<<<<<08"
WRONG = RIGHT.replace("0123456784SRB", "0123456785SRB")
DOCUMENT = {
    "kind": "passport",
    "number": "012345678",
    "issuing_authority": "MUP R Srbije, PU Kragujevac",
    "issued_on_day": "10",
    "issued_on_month": "9",
    "issued_on_year": "2014",
    "expires_on_day": "10",
    "expires_on_month": "9",
    "expires_on_year": "2024",
}


def documents_of(people: world.Corridor, case: Case) -> list[Evidence]:
    with use_scope(people.officer.scope):
        return list(Evidence.objects.filter(case=case).select_related("file"))


def upload(name: str, content: bytes, media_type: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, media_type)


@pytest.fixture
def born(people: world.Corridor, officer: Client, empty: Case) -> Case:
    """A draft whose person is entered (born 14 March 1991)."""
    sent(officer, empty, "person", PERSON)
    return fresh(people, empty)


# --- the lines --------------------------------------------------------------------------------------------------------


def test_the_lines_fill_in_what_is_empty_and_nothing_else(people: world.Corridor, officer: Client, born: Case) -> None:
    typed = {"mrz": RIGHT.lower(), "issuing_authority": "MUP", "note": "Torn", "issued_on_year": "20"}
    page = sent(officer, born, "documents", typed, action="fill")
    assert page.status_code == 200
    assert control(page, "number") == "012345678"
    assert [control(page, f"expires_on_{part}") for part in ("day", "month", "year")] == ["10", "9", "2024"]
    assert control(page, "issuing_authority") == "MUP" and control(page, "note") == "Torn"
    assert control(page, "issued_on_year") == "20", "an unfinished date stays as it was typed"
    assert control(page, "version") == str(born.version)
    assert '<option value="passport" selected>' in page.content.decode()
    words = text_of(page)
    assert "All check digits are right." in words and "expired on 10 September 2024" in words
    assert "Petrovic" in words and "something else" not in words
    assert not documents_of(people, born), "nothing was saved"
    kept = sent(officer, born, "documents", {"mrz": RIGHT, "number": "999"}, action="fill")
    assert control(kept, "number") == "999"


def test_the_lines_are_compared_with_the_person(people: world.Corridor, officer: Client, born: Case) -> None:
    other = RIGHT.replace("PETROVIC<<MILOS<<", "JOVANOVIC<<MILOS<")
    page = text_of(sent(officer, born, "documents", {"mrz": other}, action="fill"))
    assert "Jovanovic · the page “Person” says something else" in page


def test_wrong_check_digits_are_named_with_the_right_one(people: world.Corridor, officer: Client, born: Case) -> None:
    page = sent(officer, born, "documents", {**DOCUMENT, "mrz": WRONG})
    words = text_of(page)
    assert page.status_code == 422
    assert "Document number: The check digit is wrong: 4 is expected, 5 was read." in words
    assert control(page, "issuing_authority") == DOCUMENT["issuing_authority"]
    assert control(page, "mrz").replace("&lt;", "<") == WRONG
    assert "line 2, position 10: “5” becomes “4”" in words and "then all is right" in words
    assert not documents_of(people, born)


def test_a_correction_is_taken_over_when_chosen(people: world.Corridor, officer: Client, born: Case) -> None:
    page = sent(officer, born, "documents", {"mrz": WRONG, "note": "Torn"}, action="fill")
    assert control(page, "number") == "", "a number whose check digit is wrong is not taken over"
    numbers = [int(n) for n in range(8) if f'value="repair:{n}"' in page.content.decode()]
    mended = [
        sent(officer, born, "documents", {"mrz": WRONG, "note": "Torn"}, action=f"repair:{number}")
        for number in numbers
    ]
    assert RIGHT in [control(answer, "mrz").replace("&lt;", "<") for answer in mended]
    assert all("All check digits are right." in text_of(answer) for answer in mended)
    assert all(control(answer, "note") == "Torn" for answer in mended)


def test_lines_that_really_are_wrong_can_be_kept(people: world.Corridor, officer: Client, born: Case) -> None:
    assert sent(officer, born, "documents", {**DOCUMENT, "mrz": WRONG, "is_mrz_as_written": "on"}).status_code == 302
    assert documents_of(people, born)[0].mrz == WRONG


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P<SRB", "two or three lines; lines found: 1"),
        (RIGHT.replace("<<08", "<<0"), "Line 2 has 43 characters"),
        (RIGHT.replace("MILOS", "MILOŠ"), "cannot stand in a machine-readable zone"),
        ("\x00\x00", "Null characters"),
    ],
)
def test_what_is_no_machine_readable_zone_is_refused(
    people: world.Corridor, officer: Client, born: Case, text: str, words: str
) -> None:
    for action in ("continue", "fill"):
        page = sent(officer, born, "documents", {**DOCUMENT, "mrz": text}, action=action)
        assert page.status_code == 422 and words in text_of(page)
        assert control(page, "number") == DOCUMENT["number"]


def test_the_lines_of_a_document_fill_in_the_person(people: world.Corridor, officer: Client, empty: Case) -> None:
    sent(officer, empty, "documents", {**DOCUMENT, "mrz": RIGHT})
    case = fresh(people, empty)
    row = documents_of(people, case)[0]
    assert "Fill in from the lines of P 012345678" in text_of(officer.get(address(case, "person")))
    page = sent(officer, case, "person", {"given_names": "Miloš", "birth_place": "Niš"}, action=f"fill:{row.id}")
    assert page.status_code == 200
    assert control(page, "family_name") == "Petrovic" and control(page, "given_names") == "Miloš"
    assert [control(page, f"birth_date_{part}") for part in ("day", "month", "year")] == ["14", "3", "1991"]
    assert '<option value="SRB" selected>' in page.content.decode()
    assert fresh(people, case).person.family_name == ""
    assert check_digit("012345678") == "4"


# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expires_on_year": "2013"}, "The document expires before it was issued."),
        ({"issued_on_year": "1990"}, "The document was issued before the person was born."),
        ({"issued_on_year": "2999"}, "The date must not be in the future"),
        ({"issued_on_month": "13"}, "The month is a number from 1 to 12"),
        ({"kind": ""}, "Choose one"),
        ({"kind": "spaceship"}, "not one of the available choices"),
        ({"number": "1" * 61}, "at most 60 characters"),
        ({"number": "0123‮45"}, "invisible direction marks"),
    ],
)
def test_documents_that_cannot_be_are_refused(
    people: world.Corridor, officer: Client, born: Case, change: dict[str, str], words: str
) -> None:
    page = sent(officer, born, "documents", {**DOCUMENT, **change})
    assert page.status_code == 422 and words in text_of(page)
    assert control(page, "issuing_authority") == DOCUMENT["issuing_authority"]
    assert not documents_of(people, born)


def test_a_birth_after_the_issue_of_a_document_is_refused(people: world.Corridor, officer: Client, born: Case) -> None:
    assert sent(officer, born, "documents", DOCUMENT).status_code == 302
    page = sent(officer, fresh(people, born), "person", {**PERSON, "birth_date_year": "2015"})
    assert page.status_code == 422
    assert "issued on 10 September 2014, before this date of birth" in text_of(page)


# --- saving, worth, removal -------------------------------------------------------------------------------------------


def test_a_document_is_saved_with_what_it_is_worth(people: world.Corridor, officer: Client, born: Case) -> None:
    values = {**DOCUMENT, "mrz": RIGHT, "scan": upload("Пасош.pdf", makers.pdf(2).getvalue())}
    response = sent(officer, born, "documents", values, action="another")
    assert response["Location"] == address(born, "documents")
    row = documents_of(people, born)[0]
    assert row.file is not None and row.file.original_name == "Пасош.pdf" and row.file.pages == 2
    assert (row.issued_on, row.expires_on) == (date(2014, 9, 10), date(2024, 9, 10))
    words = text_of(officer.get(address(born, "documents")))
    assert "Prima facie evidence" in words and "Annex 2" in words, "an expired passport is no proof"
    assert "unverified" in words, "the list is that typical of such agreements"
    assert "Пасош.pdf" in words


def test_an_expired_identity_card_is_no_proof(people: world.Corridor, officer: Client, born: Case) -> None:
    sent(officer, born, "documents", {**DOCUMENT, "kind": "identity_card"}, action="another")
    valid = {"expires_on_year": "2999", "number": "2"}
    sent(officer, fresh(people, born), "documents", {**DOCUMENT, "kind": "identity_card", **valid})
    assert {row.number: row.worth for row in documents_of(people, born)} == {"012345678": "prima_facie", "2": "proof"}


def test_a_document_is_removed_after_a_question(people: world.Corridor, officer: Client, born: Case) -> None:
    sent(officer, born, "documents", {**DOCUMENT, "scan": upload("scan.pdf", makers.pdf().getvalue())})
    case = fresh(people, born)
    row = documents_of(people, case)[0]
    question = officer.get(address(case, "documents"), {"remove": str(row.id)})
    assert "Remove Passport 012345678?" in text_of(question)
    assert documents_of(people, case), "asking removes nothing"
    assert sent(officer, case, "documents", {"evidence": str(row.id)}, action="remove").status_code == 302
    assert not documents_of(people, case)
    with use_scope(people.officer.scope):
        assert StoredFile.objects.get().is_withdrawn
    for wrong in ("", "x", str(row.id)):
        assert sent(officer, fresh(people, case), "documents", {"evidence": wrong}, action="remove").status_code == 404


def test_an_empty_page_goes_on(people: world.Corridor, officer: Client, born: Case) -> None:
    assert sent(officer, born, "documents", {})["Location"] == address(born, "family")
    assert sent(officer, born, "documents", {}, action="another").status_code == 422


# --- hostile uploads --------------------------------------------------------------------------------------------------

UPLOADS: list[Any] = [
    ("scan.pdf", b"", "The file is empty"),
    ("scan.pdf", b"%PDF-1.7\n" + b"0" * (30 * 1024 * 1024), "at most 10.0"),
    ("scan.pdf", b"MZ executable", "neither a PDF nor a JPEG or PNG picture"),
    ("scan.png", makers.picture().getvalue(), "its content is a JPEG picture"),
    ("scan.pdf", makers.pdf(password="x").getvalue(), "protected by a password"),
    ("scan.png", makers.png_of_header(40_000, 40_000).getvalue(), "megapixels"),
]


@pytest.mark.parametrize(("name", "content", "words"), UPLOADS, ids=[entry[2][:20] for entry in UPLOADS])
def test_a_scan_that_is_not_taken_loses_nothing_typed(
    people: world.Corridor, officer: Client, born: Case, name: str, content: bytes, words: str
) -> None:
    page = sent(officer, born, "documents", {**DOCUMENT, "mrz": RIGHT, "scan": upload(name, content)})
    assert page.status_code == 422
    assert words in text_of(page).replace("\xa0", " ")
    assert 'href="#id_scan"' in page.content.decode()
    assert "Choose the file again" in text_of(page)
    assert control(page, "issuing_authority") == DOCUMENT["issuing_authority"]
    assert control(page, "mrz").replace("&lt;", "<") == RIGHT
    assert not documents_of(people, born)
    with use_scope(people.officer.scope):
        assert not StoredFile.objects.exists()


def test_a_photograph_is_shown_and_replaced(people: world.Corridor, officer: Client, born: Case) -> None:
    first = sent(officer, born, "evidence", {"photograph": upload("face.jpg", portrait_jpeg(3, "M", 30))}, "upload")
    assert first["Location"] == address(born, "evidence")
    case = fresh(people, born)
    shown = officer.get(address(case, "evidence"))
    assert f'src="/files/{case.person.photograph_id}"' in shown.content.decode()
    assert "413 × 531 pixels" in text_of(shown)
    second = officer.post(
        address(case, "evidence"),
        {"photograph": upload("small.jpg", makers.picture().getvalue()), "version": case.version, "action": "upload"},
        follow=True,
    )
    assert "The photograph is small (60 × 40 pixels)" in text_of(second)
    with use_scope(people.officer.scope):
        assert Person.objects.get(case=case).photograph_id != case.person.photograph_id
        assert StoredFile.objects.filter(is_withdrawn=True).count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Choose a file"),
        ({"photograph": ("face.pdf", makers.pdf().getvalue())}, "must be a JPEG or PNG picture"),
        ({"photograph": ("face.jpg", b"")}, "The file is empty"),
        ({"photograph": ("face.jpg", b"\xff\xd8\xff" + b"0" * (11 * 1024 * 1024))}, "at most 10.0"),
    ],
)
def test_a_photograph_that_is_not_taken(
    people: world.Corridor, officer: Client, born: Case, values: dict[str, tuple[str, bytes]], words: str
) -> None:
    files = {name: upload(*value) for name, value in values.items()}
    page = sent(officer, born, "evidence", files, action="upload")
    assert page.status_code == 422 and words in text_of(page).replace("\xa0", " ")
    assert fresh(people, born).person.photograph_id is None


def test_without_a_photograph_one_can_go_on(people: world.Corridor, officer: Client, born: Case) -> None:
    assert sent(officer, born, "evidence", {})["Location"] == address(born, "procedure")


def test_uploads_are_limited_to_what_the_page_says() -> None:
    assert settings.UPLOAD_LIMIT_BYTES == 10 * 1024 * 1024
