"""What the papers of families and children say, read from the drawn PDF."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from accounts.actor import Actor
from cases.models import Case, FamilyMember
from cases.services import family_transfer, filing, safeguards, submission, transfer
from core.scope import use_scope
from documents import issuing
from documents.models import GeneratedDocument
from documents.vault import vault
from tests import safe, world
from tests.cases.test_family_transfer import accepted, plan, versions
from tests.families import family
from tests.world import Corridor

pytestmark = pytest.mark.django_db
GRANDMOTHER = "A member of the family: Vera Petrović (grandmother); Obrenovićeva 5, Niš; +381 18 000 000"


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def paper(actor: Actor, case: Case, template: str) -> str:
    """The text of the last paper of this kind, as this actor downloads it."""
    with use_scope(actor.scope):
        document = GeneratedDocument.objects.filter(subject=case.subject, template=template).latest("id")
        issuing.document_issue(document.id)
        document = GeneratedDocument.objects.select_related("file").get(id=document.id)
        assert document.file is not None
        data = vault().read_checked(document.file.storage_id, document.file.sha256)
    return " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(data)).pages)


def test_the_form_of_a_family_says_who_returns_on_it_and_who_has_another(people: Corridor) -> None:
    first, second = family(people)
    child = {"family_name": "Petrović", "given_names": "Mila", "birth_date": "2019-05-04", "is_accompanying": True}
    told: dict[str, Any] = {"actor": people.officer, "case_id": first.id, "version": None}
    with use_scope(people.officer.scope):
        filing.family_member_add(**told, relation="child", values=child)
        FamilyMember.objects.filter(case=first, own_case=second).update(is_accompanying=True)
    world._as(people.officer, submission.review_send)(first.id)
    world._as(people.reviewer, submission.case_submit)(first.id)
    form = paper(people.registry, first, "readmission_application")
    for words in (
        "Names and age of children: Mila (4 May 2019)",
        "B. PERSONAL DETAILS OF SPOUSE (if appropriate) 1. Full name (surname in capitals) PETROVIĆ, Jelena",
        "C. PERSONAL DETAILS OF CHILDREN (if appropriate) 1. Full name (surname in capitals) PETROVIĆ, Mila",
        "Returned together with the person, on this form: Petrović, Mila.",
        "Returned together with the person, on a form of their own: Petrović, Jelena.",
    ):
        assert words in form, words
    # The spouse's own form is about the spouse alone.
    own = paper(people.registry, second, "readmission_application")
    assert "1. Full name (surname in capitals) PETROVIĆ, Jelena" in own and "Mila" not in own and "Miloš" not in own


def test_the_papers_of_a_child_alone_say_who_receives_it_and_nothing_of_the_grounds(people: Corridor) -> None:
    case = safe.accepted_child(people)
    form = paper(people.registry, case, "readmission_application")
    assert f"Unaccompanied minor. Who receives the child: {GRANDMOTHER}." in form
    world._as(people.registry, safeguards.reception_confirm)(case.id)
    safe.answer(people, case)
    world._as(people.officer, transfer.transfer_notify)(case.id)
    notice = paper(people.registry, case, "transfer_notice")
    assert f"PETROVIĆ, Luka Unaccompanied minor Received by: {GRANDMOTHER}" in notice
    for text in (form, notice):
        for own in ("child protection board", "Guardianship", "cared for the child", "M. Visser"):
            assert own not in text


def test_each_of_a_family_has_a_notice_of_the_same_journey(people: Corridor) -> None:
    cases = accepted(people)
    told: dict[str, Any] = {"actor": people.officer, "case_id": cases[0].id}
    with use_scope(people.officer.scope):
        family_transfer.family_transfer_plan(**told, versions=versions(people, *cases), values=plan(people))
        family_transfer.family_transfer_notify(**told, versions=versions(people, *cases))
    first, second = (paper(people.registry, case, "transfer_notice") for case in cases)
    for notice, own, other in ((first, "PETROVIĆ, Miloš", "Jelena"), (second, "PETROVIĆ, Jelena", "Miloš")):
        assert own in notice and other not in notice
        assert "Belgrade Nikola Tesla Airport (BEG)" in notice and "By air; JU 451" in notice
        # Of the document itself the paper names the day, and no number of days that nobody knows.
        assert "Validity of the travel document: until" in notice
    cut = "Arrival (local time)", "Means of transport"
    assert first.split(cut[0])[1].split(cut[1])[0] == second.split(cut[0])[1].split(cut[1])[0]
