"""Agreements as files: what goes out comes back as the same rows; what comes in is hostile until it was read."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from administration.models import ChangeRequest
from administration.selectors.files import edits_of_file
from administration.services.changes import change_approve
from core import clock
from core.errors import Invalid
from core.scope import use_scope
from countries.models import (
    AgreedValue,
    Agreement,
    AgreementForm,
    AgreementMember,
    AgreementSuspension,
    AttachmentRequirement,
    EvidenceItem,
    Rule,
)
from countries.selectors.agreed import held_items, item_plain
from countries.services import files
from countries.services.agreement_differences import LARGEST, file_differences, file_read
from countries.services.agreement_files import agreement_toml, item_values_plain
from countries.services.editing import rule_plain
from countries.services.reference_agreements import agreement_load
from tests import world
from tests.administration.conftest import Administrators

OWN = {"evidence": EvidenceItem, "attachment": AttachmentRequirement, "form": AgreementForm}


def two_of(agreement: Agreement) -> tuple[str, str]:
    """A country of each side."""
    first, second = (agreement.members.filter(side=side).order_by("country").first() for side in "AB")
    assert first is not None and second is not None
    return first.country_id, second.country_id


def rows_of(code: str) -> list[Any]:
    """Every row of an agreement without its keys."""
    members = AgreementMember.objects.filter(agreement=code).order_by("side", "country")
    return [
        Agreement.objects.filter(code=code).values().get(),
        list(Agreement.objects.get(code=code).parties.order_by("side").values("side", "name")),
        list(members.values("side", "country", "from_date", "to_date", "third_country_nationals_from")),
        sorted((rule_plain(rule) for rule in Rule.objects.filter(agreement=code)), key=repr),
        sorted(
            AgreementSuspension.objects.filter(agreement=code).values_list("from_date", "country", "to_date", "source"),
            key=repr,
        ),
        sorted(AgreementForm.objects.filter(agreement=code).values_list("kind", "annex", "note", "one_per_person")),
        *([item_plain(part, row) for row in OWN[part].objects.filter(agreement=code)] for part in OWN),
        list(AgreedValue.objects.filter(agreement=code).values("first", "second", "part", "key", "values")),
    ]


def test_every_agreement_goes_out_and_comes_back_as_the_same_rows(db: None) -> None:
    sets = files.member_sets()
    codes = list(Agreement.objects.order_by("parent_id", "code").values_list("code", flat=True))
    assert len(codes) > 80
    for code in codes:
        agreement = Agreement.objects.get(code=code)
        agree_on_everything(agreement)
        before, text = rows_of(code), agreement_toml(agreement)
        content = file_read(f"{code}.toml", text.encode())
        found = file_differences(f"{code}.toml", agreement, two_of(agreement), content)
        assert (found.rules, found.items, found.missing, found.elsewhere) == ([], [], [], []), code
        for model in (
            *(Rule, AgreementSuspension, AgreementForm, AgreementMember),
            *(EvidenceItem, AttachmentRequirement, AgreedValue),
        ):
            world.every(model).filter(agreement=code).delete()
        with world.as_operator():
            agreement_load(f"{code}.toml", content, sets)
        assert rows_of(code) == before, code


def agree_on_everything(agreement: Agreement) -> None:
    """Two of its countries agree on something of every part, removed or as it is."""
    pair = sorted(two_of(agreement))
    held = held_items(agreement, *pair)
    keys = {"suspension": "2030-01-01", "form": "transit", "evidence": "nationality:visa:1992-04-27"}
    for part, key in {"head": "", "attachment": f"{pair[0]}:flight_details", **keys}.items():
        known = held.get((part, key))
        values = known.values if known else item_values_plain(part, {"certainty": "M?", "source": 'A "note"'})
        world.every(AgreedValue).create(
            agreement=agreement,
            first_id=pair[0],
            second_id=pair[1],
            part=part,
            key=key,
            version=1,
            values=values | ({"is_removed": True} if part == "form" else {}),
            agreed_at=clock.now(),
            requested_by_id=pair[0],
            confirmed_by_id=pair[1],
        )


def test_what_a_file_says_of_every_part_comes_in_through_two_persons_and_goes_out_again(
    people: Administrators, client_of: Any
) -> None:
    agreement = Agreement.objects.get(code="eu-serbia")
    text = agreement_toml(agreement).replace("value = 10", "value = 12", 1)
    text = re.sub('legal_note = ".*"\n', "", text).replace(f'certainty = "{agreement.certainty}"', "", 1)
    text = f'legal_note = "Read anew."\ncertainty = "S"\n{text}'
    text += """
[[evidence]]
purpose = "nationality"
kind = "passport"
worth = "proof"
citation = "Annex 2"
source = "The text"
certainty = "T"
[[attachment]]
receiving_country = "SRB"
kind = "biography"
languages = ["sr"]
source = "The text"
certainty = "T"
[[suspension]]
from_date = 2031-05-01
to_date = 2031-05-31
source = "Note verbale"
certainty = "T"
[[agreed]]
between = ["NLD", "SRB"]
part = "form"
kind = "application"
certainty = "T"
source = "The text"
is_removed = true
"""
    client = client_of(people.first)
    address = reverse("administration:agreement-import", args=["eu-serbia"])
    looked = client.post(address, {"file_text": text, "do": "preview", "version": 0})
    page = looked.content.decode()
    assert looked.status_code == 200, page[-3000:]
    for words in ("Read anew.", "Annex 2", "schools", "Note verbale", "There is no such row", "12"):
        assert words in page, words
    asked = client.post(address, {"file_text": text, "reason": "Read", "do": "propose", "version": 0})
    assert asked.status_code == 302, asked.content.decode()[-3000:]
    with use_scope(people.serbian.scope):
        change_approve(actor=people.serbian, change_id=ChangeRequest.objects.get().id)
    held = held_items(agreement, "NLD", "SRB")
    assert held["head", ""].values["legal_note"] == "Read anew."
    assert held["evidence", "nationality:passport:"].values["citation"] == "Annex 2"
    assert held["attachment", "SRB:biography"].values["languages"] == ["sr"]
    assert held["suspension", "2031-05-01"].values["to_date"] == "2031-05-31"
    assert held["form", "application"].is_removed
    # It stands now, and goes out with the rest: neither file has anything to change.
    for said in (text, agreement_toml(agreement)):
        found = file_differences("f.toml", agreement, ("NLD", "SRB"), file_read("f.toml", said.encode()))
        assert (found.rules, found.items) == ([], [])
    # For another pair the file still says something else.
    found = file_differences("f.toml", agreement, ("AUT", "SRB"), file_read("f.toml", without_agreed(text)))
    assert len(found.items) == 4 and len(found.rules) == 1


def without_agreed(text: str) -> bytes:
    return text[: text.index("[[agreed]]")].encode()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[[evidence]]\npurpose = "nationality"\nkind = 7\nworth = "proof"\ncertainty = "T"', "kind cannot be"),
        ('[[evidence]]\npurpose = "nationality"\nkind = "passport"\nworth = "proof"', "certainty is needed"),
        ('[[attachment]]\nreceiving_country = "ALB"\nkind = "photograph"\ncertainty = "T"', "third country"),
        ('[[suspension]]\ncountry = "DEU"\nfrom_date = 2031-05-01\ncertainty = "T"', "third country"),
        ('[[suspension]]\ncountry = {a = 1}\nfrom_date = 2031-05-01\ncertainty = "T"', "country cannot be"),
        ('[[suspension]]\nfrom_date = 2031-05-01\nto_date = ""\ncertainty = "T"', "to_date cannot be"),
        ('[[suspension]]\nfrom_date = "soon"\ncertainty = "T"', "from_date cannot be"),
        ('[[form]]\nkind = "reply"\nlanguages = [1]\ncertainty = "T"', "languages cannot be"),
        ('[[form]]\nkind = "reply"\none_per_person = "yes"\ncertainty = "T"', "one_per_person cannot be"),
        ('[[agreed]]\nbetween = ["AUT", "SRB"]\npart = "head"\ncertainty = "T"', "other countries"),
        ('[[agreed]]\nbetween = ["NLD", "SRB"]\npart = "spoon"\ncertainty = "T"', "a part"),
        ('[[agreed]]\nbetween = "NLD"\npart = "head"\ncertainty = "T"', "between two countries"),
    ],
)
def test_a_hostile_row_is_refused_with_its_fault(db: None, table: str, said: str) -> None:
    agreement = Agreement.objects.get(code="eu-serbia")
    data = f"{agreement_toml(agreement)}\n{table}\n".encode()
    with pytest.raises(Invalid) as refused:
        edits_of_file(agreement, ("NLD", "SRB"), "eu-serbia.toml", data)
    assert said in str(refused.value.errors["file"][0])


def changed(text: str, old: str, new: str) -> bytes:
    assert old in text
    return text.replace(old, new, 1).encode()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value = 10", 'value = "ten"', "value cannot be"),
        ("value = 10", "value = 1.5", "value cannot be"),
        ("value = 10", "value = true", "value cannot be"),
        ("value = 10", "valeu = 10", "unknown valeu"),
        ('kind = "reply"', 'kind = "answer"', "answer"),
        ('code = "eu-serbia"', 'code = "eu-russia"', "not eu-serbia"),
        ('code = "eu-serbia"', 'code = "eu-serbia"\nnested = ' + "[" * 5000, "eu-serbia.toml"),
        ('code = "eu-serbia"', 'code = "eu-serbia"\nin_force_to' + ".a" * 90 + " = 1", "nested too deeply"),
        ('code = "eu-serbia"', 'code = "eu-serbia"\ncitation' + ".a" * 1500 + " = 1", "dots in a line"),
        ("[party_a]", "[[agreed]]\n" * 401 + "[party_a]", "more than 400 rows"),
        ('code = "eu-serbia"', "code = ", "eu-serbia.toml"),
        ("value = 10", "value = " + "9" * 6000, "eu-serbia.toml"),
        ("value = 10", 'value = 10\nvalid_from = "soon"', "valid_from cannot be"),
        ("value = 10", "value = 10\nvalid_from = 2026-01-01T10:00:00Z", "valid_from cannot be"),
        ("[party_a]", "[rule]\n[party_a]", ""),
        ("value = 10", 'value = 10\nsilence_citation = "Article 10\\u0000"', "invisible characters"),
        ("value = 10", 'value = 10\ncounting_citation = "21 \\u202e01 elcitrA"', "invisible characters"),
    ],
)
def test_a_hostile_file_is_refused_with_its_fault(db: None, old: str, new: str, said: str) -> None:
    agreement = Agreement.objects.get(code="eu-serbia")
    with pytest.raises(Invalid) as refused:
        edits_of_file(agreement, ("NLD", "SRB"), "eu-serbia.toml", changed(agreement_toml(agreement), old, new))
    assert said in str(refused.value.errors["file"][0])


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"x" * (LARGEST + 1), b"", b"a = 1"])
def test_what_is_no_such_file_is_refused(db: None, data: bytes) -> None:
    with pytest.raises(Invalid):
        edits_of_file(Agreement.objects.get(code="eu-serbia"), ("NLD", "SRB"), "f.toml", data)


def test_a_file_becomes_one_request_of_all_its_differences(people: Administrators, client_of: Any) -> None:
    client = client_of(people.first)
    given = client.get(reverse("administration:agreement-file", args=["eu-serbia"]))
    assert given["Content-Disposition"] == 'attachment; filename="eu-serbia.toml"'
    text = given.content.decode()
    data = changed(text, "value = 10", "value = 12")
    data = changed(data.decode(), 'source = "Netherlands Repatriation', 'source = "Read anew: Netherlands Repatriation')
    address = reverse("administration:agreement-import", args=["eu-serbia"])
    assert client.get(address).status_code == 200
    upload = SimpleUploadedFile("eu-serbia.toml", data)
    looked = client.post(address, {"file": upload, "do": "preview", "version": 0})
    page = looked.content.decode()
    assert looked.status_code == 200, page[-3000:]
    assert "Reply to the application" in page and "Read anew" in page
    asked = client.post(address, {"file_text": data.decode(), "reason": "Read anew", "do": "propose", "version": 0})
    assert asked.status_code == 302, asked.content.decode()[-3000:]
    with use_scope(people.serbian.scope):
        change = ChangeRequest.objects.get()
        assert len(change.payload["rules"]) == 2
        change_approve(actor=people.serbian, change_id=change.id)
    assert Rule.objects.get(agreement="eu-serbia", kind="reply", requesting_country="NLD").value == 12
    assert Rule.objects.get(agreement="eu-serbia", kind="reply", requesting_country=None).value == 10
    bad = client.post(address, {"file": SimpleUploadedFile("x.toml", b"a = ["), "do": "preview", "version": 0})
    assert bad.status_code == 422
    same = client.get(reverse("administration:agreement-file", args=["eu-serbia"])).content
    again = client.post(address, {"file": SimpleUploadedFile("x.toml", same), "do": "preview", "version": 0})
    assert again.status_code == 422 and "nothing would change" in again.content.decode()
