"""Agreements as files: what goes out comes back as the same rows; what comes in is hostile until it was read."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from administration.models import ChangeRequest
from administration.selectors.files import edits_of_file
from administration.services.changes import change_approve
from core.errors import Invalid
from core.scope import use_scope
from countries.models import Agreement, AgreementForm, AgreementMember, AgreementSuspension, Rule
from countries.services import files
from countries.services.agreement_files import LARGEST, agreement_toml, file_differences, file_read
from countries.services.editing import rule_plain
from countries.services.reference_agreements import agreement_load
from tests.administration.conftest import Administrators


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
    ]


def test_every_agreement_goes_out_and_comes_back_as_the_same_rows(db: None) -> None:
    sets = files.member_sets()
    codes = list(Agreement.objects.order_by("parent_id", "code").values_list("code", flat=True))
    assert len(codes) > 80
    for code in codes:
        agreement = Agreement.objects.get(code=code)
        before, text = rows_of(code), agreement_toml(agreement)
        content = file_read(f"{code}.toml", text.encode())
        found = file_differences(f"{code}.toml", agreement, content)
        assert (found.rules, found.suspensions, found.missing, found.elsewhere) == ([], [], [], []), code
        for model in (Rule, AgreementSuspension, AgreementForm, AgreementMember):
            model.objects.filter(agreement=code).delete()
        agreement_load(f"{code}.toml", content, sets)
        assert rows_of(code) == before, code


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
        edits_of_file(agreement, "eu-serbia.toml", changed(agreement_toml(agreement), old, new))
    assert said in str(refused.value.errors["file"][0])


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"x" * (LARGEST + 1), b"", b"a = 1"])
def test_what_is_no_such_file_is_refused(db: None, data: bytes) -> None:
    with pytest.raises(Invalid):
        edits_of_file(Agreement.objects.get(code="eu-serbia"), "f.toml", data)


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
    assert Rule.objects.get(agreement="eu-serbia", kind="reply").value == 12
    bad = client.post(address, {"file": SimpleUploadedFile("x.toml", b"a = ["), "do": "preview", "version": 0})
    assert bad.status_code == 422
    same = client.get(reverse("administration:agreement-file", args=["eu-serbia"])).content
    again = client.post(address, {"file": SimpleUploadedFile("x.toml", same), "do": "preview", "version": 0})
    assert again.status_code == 422 and "nothing would change" in again.content.decode()
