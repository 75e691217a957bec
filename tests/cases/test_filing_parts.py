"""Family, special circumstances and safeguards."""

import re
from datetime import date
from uuid import UUID

from django.test import Client

from cases.models import Case, CasePrivate, FamilyMember, HealthNote
from core.scope import use_scope
from tests import world
from tests.cases.test_filing import PERSON, address, control, empty, fresh, officer, people, sent, text_of

__all__ = ["empty", "officer", "people"]

# --- family -----------------------------------------------------------------------------------------------------------

CHILD = {
    "relation": "child",
    "family_name": "Petrović",
    "given_names": "Ana",
    "birth_date_year": "2015",
    "sex": "F",
    "nationality": "SRB",
}


def test_family_members_are_added_and_removed(people: world.Corridor, officer: Client, empty: Case) -> None:
    added = sent(officer, empty, "family", CHILD, action="another")
    assert added["Location"] == address(empty, "family")
    case = fresh(people, empty)
    with use_scope(people.officer.scope):
        member = FamilyMember.objects.get(case=case)
    assert (member.given_names, member.birth_date) == ("Ana", "2015")
    question = officer.get(address(case, "family"), {"remove": str(member.id)})
    assert "Remove Ana Petrović?" in text_of(question)
    assert sent(officer, case, "family", {"member": str(member.id)}, action="remove").status_code == 302
    with use_scope(people.officer.scope):
        assert not FamilyMember.objects.exists()


def test_an_empty_family_page_goes_on_and_a_wrong_one_does_not(
    people: world.Corridor, officer: Client, empty: Case
) -> None:
    assert sent(officer, empty, "family", {"nationality": "SRB"})["Location"] == address(empty, "evidence")
    wrong = sent(officer, empty, "family", {**CHILD, "given_names": "", "birth_date_year": "2999"})
    assert wrong.status_code == 422 and control(wrong, "family_name") == "Petrović"
    assert "Given names: Fill this in" in text_of(wrong) and "must not be in the future" in text_of(wrong)


def test_a_member_gets_a_case_of_their_own_in_the_family(people: world.Corridor, officer: Client, empty: Case) -> None:
    sent(officer, empty, "family", CHILD)
    case = fresh(people, empty)
    with use_scope(people.officer.scope):
        member = FamilyMember.objects.get()
    opened = sent(officer, case, "family", {"member": str(member.id)}, action="own_case")
    found = re.search(r"/cases/([0-9a-f-]{36})/", opened["Location"])
    assert found
    own = UUID(found[1])
    with use_scope(people.officer.scope):
        child = Case.objects.select_related("person").get(id=own)
        assert child.person.given_names == "Ana" and child.group_id == Case.objects.get(id=case.id).group_id
    page = text_of(officer.get(address(case, "family")))
    assert "Has a case of his or her own" in page and "Petrović, Ana" in page
    again = sent(officer, fresh(people, case), "family", {"member": str(member.id)}, action="own_case")
    assert again.status_code == 404
    for wrong in ("", "x", str(own)):
        answer = sent(officer, fresh(people, case), "family", {"member": wrong}, action="remove")
        assert answer.status_code == 404


# --- circumstances and safeguards -------------------------------------------------------------------------------------


def test_health_without_consent_stays_on_the_own_side(people: world.Corridor, officer: Client, empty: Case) -> None:
    page = text_of(officer.get(address(empty, "circumstances")))
    assert "The other side reads these observations" in page
    values = {"statement": "Diabetes", "observations": "Speaks Serbian\nand Hungarian", "is_interview_requested": "on"}
    response = officer.post(
        address(empty, "circumstances"), {**values, "version": empty.version, "action": "continue"}, follow=True
    )
    assert "stays with your side" in text_of(response)
    with use_scope(people.officer.scope):
        note = HealthNote.objects.get(case=empty)
        assert (note.statement, note.own_side) == ("Diabetes", "requesting")
    case = fresh(people, empty)
    assert case.is_interview_requested and case.observations == "Speaks Serbian\nand Hungarian"
    long = sent(officer, case, "circumstances", {**values, "statement": "x" * 1001})
    assert long.status_code == 422 and control(long, "observations").startswith("Speaks Serbian")


def test_safeguards_are_marked_as_own_and_checked(people: world.Corridor, officer: Client, empty: Case) -> None:
    assert "Only your side sees this page" in text_of(officer.get(address(empty, "safeguards")))
    values = {
        "is_decision_final": "on",
        "legal_status_checked_on_day": "1",
        "legal_status_checked_on_month": "2",
        "legal_status_checked_on_year": "2999",
        "since_day": "1",
        "since_month": "3",
        "since_year": "2026",
        "vulnerabilities": ["minor", "pregnant"],
    }
    wrong = sent(officer, empty, "safeguards", values)
    words = text_of(wrong)
    assert wrong.status_code == 422
    assert "Give the date of the decision that is final" in words and "must not be in the future" in words
    assert "Say where the person is detained" in words
    right = values | {
        "return_decision_on_day": "1",
        "return_decision_on_month": "1",
        "return_decision_on_year": "2026",
        "legal_status_checked_on_year": "2026",
        "place": "Rotterdam",
    }
    assert sent(officer, empty, "safeguards", right)["Location"] == address(empty, "check")
    with use_scope(people.officer.scope):
        private = CasePrivate.objects.get(case=empty)
    assert private.vulnerabilities == ["minor", "pregnant"] and private.return_decision_on == date(2026, 1, 1)
    early = right | {"return_decision_on_month": "3"}
    assert "check again" in text_of(sent(officer, fresh(people, empty), "safeguards", early))


def test_a_probable_minor_is_pointed_out(people: world.Corridor, officer: Client, empty: Case) -> None:
    sent(officer, empty, "person", {**PERSON, "birth_date_year": "2020"})
    assert "may be a minor" in text_of(officer.get(address(empty, "person")))
    assert "may be a minor" in text_of(officer.get(address(empty, "safeguards")))
