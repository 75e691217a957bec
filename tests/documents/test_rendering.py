"""Papers as PDF: every script from our own fonts, nothing fetched, marks and page numbers where they belong."""

import dataclasses
import datetime as dt
import io
import unicodedata

import pytest
import weasyprint
from pypdf import PdfReader

from documents import fonts, rendering
from documents.letters import registry
from documents.letters.parts import PersonName
from tests.documents import samples


def drawn(context: object, language: str = "en") -> PdfReader:
    return PdfReader(io.BytesIO(rendering.render(context, language=language, photograph=samples.picture()).data))  # type: ignore[arg-type]


def text_of(reader: PdfReader) -> str:
    return unicodedata.normalize("NFKC", "\n".join(page.extract_text() for page in reader.pages))


def fonts_of(reader: PdfReader) -> set[str]:
    found: set[str] = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[index, attr-defined]
            found.add(str(font.get_object()["/BaseFont"]))
    return found


@pytest.mark.parametrize("code", sorted(registry.PAPERS))
def test_every_paper_is_drawn_from_our_fonts_only(code: str) -> None:
    reader = drawn(samples.ALL[code]())
    assert len(reader.pages) <= (4 if code == "case_file" else 2)
    assert samples.REFERENCE in text_of(reader)
    assert {name for name in fonts_of(reader) if "+noto-sans" not in name} == set()


@pytest.mark.parametrize("code", sorted(registry.PAPERS))
def test_papers_are_tagged_titled_and_in_a_language(code: str) -> None:
    reader = drawn(samples.ALL[code]())
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert str(root["/Lang"]) == "en"  # type: ignore[index]
    assert samples.REFERENCE in str(reader.metadata.title)  # type: ignore[union-attr]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()  # type: ignore[index, attr-defined]


@pytest.mark.parametrize("script", sorted(samples.NAMES))
def test_names_print_in_their_own_script(script: str) -> None:
    name = samples.NAMES[script]
    text = text_of(drawn(samples.application(person=samples.person(script), spouse=None, children=(), spouse_line="")))
    assert name.surname.upper() in text
    # Extraction gives complex scripts in glyph order; each letter must be there as itself, none as a box. Our Arabic
    # font draws a final feh from parts that khah shares, so extraction alone cannot tell it (the print is right).
    told_by_parts = {"ar": {"ف"}}.get(script, set())
    letters = {character for character in name.native if unicodedata.category(character) == "Lo"} or set(name.native)
    missing = {letter for letter in letters if unicodedata.normalize("NFKC", letter) not in text} - told_by_parts
    assert not missing
    assert "\ufffd" not in text


def test_letters_are_covered_by_our_fonts() -> None:
    """Every character of the five names and of all second labels has a glyph in one of the families of the stack."""
    from fontTools.ttLib import TTFont

    from documents.letters.labels import TRAVEL_DOCUMENT_LABELS

    covered: set[int] = set()
    for face in fonts.faces():
        covered |= set(TTFont(face.path).getBestCmap())
    words = [name.native + name.latin for name in samples.NAMES.values()]
    words += [word for labels in TRAVEL_DOCUMENT_LABELS.values() for word in labels.values()]
    uncovered = {character for character in "".join(words) if ord(character) not in covered and character != "№"}
    assert uncovered == set()


def test_bidirectional_names_keep_their_own_direction() -> None:
    markup = rendering.render_html(samples.application(person=samples.person("ur")), language="en")
    assert '<bdi class="native" lang="ur" dir="rtl">احمد شہزاد ملک</bdi>' in markup


def test_markup_in_names_stays_text() -> None:
    evil = PersonName(surname="<script>alert(1)</script>", given_names='"><img src="http://example.org/x">')
    context = samples.application(person=dataclasses.replace(samples.person(), name=evil))
    markup = rendering.render_html(context, language="en")
    assert "<script>" not in markup.lower()
    assert '<img src="http' not in markup
    assert "ALERT(1)" in text_of(drawn(context))


def test_page_numbers_carry_the_reference() -> None:
    text = text_of(drawn(samples.application()))
    assert f"{samples.REFERENCE} · 1 / 2" in text
    assert f"{samples.REFERENCE} · 2 / 2" in text


def test_parts_and_boxes_of_the_common_form() -> None:
    text = text_of(drawn(samples.application()))
    for part in (
        "A. PERSONAL DETAILS",
        "B. PERSONAL DETAILS OF SPOUSE",
        "C. PERSONAL DETAILS OF CHILDREN",
        "D. SPECIAL CIRCUMSTANCES",
        "E. MEANS OF EVIDENCE ATTACHED",
        "F. OBSERVATIONS",
        "ACCELERATED PROCEDURE",
        "INTERVIEW REQUEST",
        "Requested State",
    ):
        assert part in text
    assert text.count("×") == 1
    assert text_of(drawn(samples.application(is_accelerated=True))).count("×") == 2


def test_an_unverified_limit_is_marked_and_a_verified_one_is_not() -> None:
    assert "† This time limit has not been verified" in text_of(drawn(samples.reply()))
    assert "†" not in text_of(drawn(samples.reply(limits=(samples.VERIFIED,))))


def test_two_ways_of_counting_are_both_named_and_no_doubt_is_cast_on_the_number() -> None:
    assert samples.VERIFIED.due_at is not None
    earlier = samples.VERIFIED.due_at - dt.timedelta(days=1)
    words = " ".join(
        text_of(drawn(samples.reply(limits=(dataclasses.replace(samples.VERIFIED, earliest_at=earlier),)))).split()
    )
    assert "until 1 December 2026" in words and "counted most strictly until 30 November 2026" in words
    assert "keep to the earlier one" in words and "†" not in words
    assert "counted most strictly" not in text_of(drawn(samples.reply(limits=(samples.VERIFIED,))))


def test_days_that_are_not_known_for_certain_are_said_to_be_so() -> None:
    words = text_of(drawn(samples.reply(limits=(dataclasses.replace(samples.VERIFIED, is_estimated=True),))))
    assert "‡ The public holidays of these days" in words and "†" not in words


def test_a_limit_that_ends_at_midnight_ends_with_the_day_before() -> None:
    assert "until 1 December 2026, 24:00 (UTC+01:00)" in text_of(drawn(samples.application()))


def test_specimen_only_on_specimens() -> None:
    assert "SPECIMEN" in text_of(drawn(samples.travel_document()))
    assert "SPECIMEN" not in text_of(drawn(samples.travel_document(is_specimen=False)))


def test_travel_document_shows_mrz_and_both_languages() -> None:
    context = samples.travel_document()
    text = text_of(drawn(context))
    for line in context.mrz_lines:
        assert line in text
    assert "Презиме" in text
    assert len(drawn(context).pages) == 1


@pytest.mark.parametrize("language", ["fr", "sq", "ka", "ru", "ur", "ar", "bn"])
def test_travel_document_stays_one_sheet_in_every_language(language: str) -> None:
    reader = drawn(samples.travel_document(label_language=language))
    assert len(reader.pages) == 1
    assert {name for name in fonts_of(reader) if "+noto-sans" not in name} == set()


@pytest.mark.parametrize(("outcome", "words"), [("refused", "Not a national"), ("inconclusive", "Not a national")])
def test_replies_give_their_reasons(outcome: str, words: str) -> None:
    text = text_of(drawn(samples.reply(outcome=outcome, reasons=("Not a national of the Requested State",), limits=())))
    assert words in text
    assert "travel document will be issued" not in text


def test_acceptance_by_silence_says_so() -> None:
    assert "deemed to have been agreed" in text_of(drawn(samples.reply(basis="silence")))


# What whoever gets the paper has to find on it.
SAID = {
    "readmission_application": ("READMISSION APPLICATION", "ĐORĐEVIĆ, Željko", "Repatriation and Departure Service"),
    "reply": ("ĐORĐEVIĆ, Željko", "Ministry of the Interior, Readmission Unit"),
    "travel_document": ("ĐORĐEVIĆ", "02.07.1988"),
    "return_document": ("European travel document for return", "NL0012345", "02.01.2027", "Not compared with"),
    "transfer_notice": ("ĐORĐEVIĆ, Željko", "Belgrade Nikola Tesla Airport"),
    "handover_record": ("14 December 2026, 12:40 (UTC+01:00)", "MALIK, Ahmed", "PL0012345"),
    "silence_record": ("passed without a reply", "counts as accepted as of 14 December 2026"),
    "procedure_notice": (
        "examined in the normal procedure",
        "not apprehended in the area",
        "delivery of the application",
    ),
    "transit_application": (
        "State of final destination Albania",
        "10 December 2026, 09:30",
        "Transit is refused",
        "BA1234567",
    ),
    "transit_reply": ("× Transit is admitted", "10 December 2026, 09:30 (UTC+01:00)", "No airport transit visa"),
    "interview_invitation": ("Embassy of Serbia", "10 December 2026, 09:30 (UTC+01:00)", "if you cannot come"),
    "visit_schedule": ("Centre for interviews, Rotterdam", "10 December 2026, 09:00 (UTC+01:00)", "Serbian, Romani"),
    "destruction_certificate": ("CERTIFICATE OF DESTRUCTION", "P. Jansen", "default:case_transferred:60", "9f86d081"),
    "passenger_list": ("PASSENGER LIST", "MALIK, Ahmed Shehzad", "3 other persons are aboard", "Escort leader"),
    "error_claim": (
        "was readmitted in error",
        "national of another country",
        "reply-of-the-register.pdf",
        "14 March 2027",
    ),
    "error_reply": ("× The claim is accepted", "go back with the person"),
    "take_back_record": (
        "1 February 2027, 10:30 (UTC+01:00)",
        "The identity card did not come",
        "Borne by the Requesting State",
    ),
    "cost_claim": (
        "1662.50 EUR",
        "Readmission in error",
        "RS35 1050 0812 3123 1231 73",
        "21 March 2027",
        "receipts.pdf",
    ),
    "person_answer": (
        "Đorđević",
        "A note without a label",
        "The brother is named",
        "The photograph is enclosed",
        "Word rights_enf",
    ),
    "disclosure_copy": ("Your photograph", "Nobody checked this", "Word not_read", "14.01.2027"),
    "case_file": ("NL-RS-2026-000123-7", "ĐORĐEVIĆ, Željko"),
    "audit_trail": ("S. de Vries", "2026-12-09 09:40:05", "Opened the case", "192.0.2.7", "There are more", "1 / 1"),
}


@pytest.mark.parametrize("code", sorted(registry.PAPERS))
def test_a_paper_says_what_it_is_for(code: str) -> None:
    text = " ".join(text_of(drawn(samples.ALL[code]())).split())
    assert [words for words in SAID[code] if words not in text] == []


def test_the_same_contents_give_the_same_bytes() -> None:
    first, second = (rendering.render(samples.reply(), language="en").data for _ in range(2))
    assert first == second


def test_the_photograph_is_in_the_paper_and_must_be_given() -> None:
    reader = drawn(samples.application())
    assert len(reader.pages[0].images) == 1
    with pytest.raises(rendering.RenderingFailed):
        rendering.render(samples.application(), language="en")
    assert len(drawn(samples.application(photograph=None)).pages[0].images) == 0


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/x", "file:///etc/passwd", "data:image/png;base64,AAAA", "vault:other", "font:../x"]
)
def test_nothing_else_can_be_fetched(address: str) -> None:
    fetcher = rendering.GivenOnly({rendering.PHOTOGRAPH: samples.picture()})
    with pytest.raises(ValueError, match="may not fetch"):
        fetcher.fetch(address)
    with pytest.raises(weasyprint.urls.FatalURLFetchingError):
        weasyprint.HTML(string=f'<img src="{address}" alt="x">', url_fetcher=fetcher).write_pdf()


def test_missing_fonts_are_said_and_not_replaced(settings: object, tmp_path: object) -> None:
    settings.FRONTEND_DIST = tmp_path  # type: ignore[attr-defined]
    fonts.faces.cache_clear()
    try:
        with pytest.raises(fonts.FontsMissing, match="build the front end"):
            fonts.faces()
    finally:
        fonts.faces.cache_clear()


def test_names_of_200_characters_lose_nothing() -> None:
    long = PersonName(
        surname="Wolfeschlegelstein" * 11,
        given_names="Maria Anna " * 18,
        native_surname="ბერიძე" * 30,
        native_language="ka",
    )
    person = dataclasses.replace(samples.person(), name=long, last_address="Stevana Nemanje 12, 36300 Novi Pazar, " * 7)
    sheet = drawn(samples.travel_document(person=person, remarks="remark " * 40, limits=(samples.UNVERIFIED,)))
    text = text_of(sheet)
    assert len(sheet.pages) == 1
    assert samples.travel_document().mrz_lines[1] in text
    assert "".join(text.split()).count("WOLFESCHLEGELSTEIN") == 11
    assert "Consul" in text
    form = text_of(drawn(samples.application(person=person)))
    assert "".join(form.split()).count("WOLFESCHLEGELSTEIN") == 11
    assert "F. OBSERVATIONS" in form
