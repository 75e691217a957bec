"""The pages of the ways out: what each side reads of a claim, of a suspension, of an application filed again."""

import pytest

from cases.models import Refiling
from core.scope import use_scope
from tests import world
from tests.permissions.pages import client_of

pytestmark = pytest.mark.django_db


def page(actor: world.Actor, address: str) -> str:
    answer = client_of(actor).get(address)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def test_both_sides_read_a_claim_and_each_its_own_turn() -> None:
    people = world.corridor()
    case = world.case_at(people, "error_claimed")
    ours, theirs = (page(who, f"/cases/{case.id}") for who in (people.reviewer, people.signer))
    for text in (ours, theirs):
        assert "The register knows nobody of this name" in text
    assert "Your turn: answer the claim of readmission in error" in ours and "Accept the claim of error" in ours
    assert "Withdraw the claim of error" in theirs and "Accept the claim of error" not in theirs
    assert "The register knows nobody" not in page(people.consul, f"/cases/{case.id}"), "it is between the offices"


def test_what_goes_back_stands_on_the_page_of_both_sides() -> None:
    people = world.corridor()
    case = world.case_at(people, "take_back_arranged")
    assert "Record what goes back with the person" in page(people.registry, f"/cases/{case.id}")
    assert "Record that the person was taken back" in page(people.officer, f"/cases/{case.id}")
    for who, name in (
        (people.officer, "arrange_take_back"),
        (people.officer, "record_take_back"),
        (people.registry, "return_documents"),
        (people.signer, "withdraw_error_claim"),
    ):
        assert "The claim" in page(who, f"/cases/{case.id}/acts/{name}")


def test_a_suspension_is_on_no_page_of_the_other_side() -> None:
    people = world.corridor()
    case = world.case_at(people, "suspended")
    ours = page(people.officer, f"/cases/{case.id}")
    assert "Your side suspended this case" in ours and "A court suspended the removal" in ours
    assert "To be reviewed on" in page(people.officer, f"/cases/{case.id}/acts/resume_case")
    for address in (
        f"/cases/{case.id}",
        f"/cases/{case.id}/history",
        f"/cases/{case.id}/audit",
        "/cases/",
        "/notices/",
    ):
        text = page(people.their_supervisor, address).lower()
        assert "suspen" not in text.replace("suspension of", "") and "court" not in text, address


def test_an_application_filed_again_says_after_which_and_what_is_lacking() -> None:
    people = world.corridor()
    case = world.case_at(people, "refiled")
    text = page(people.officer, f"/cases/{case.id}")
    with use_scope(people.officer.scope):
        row = Refiling.objects.get(case=case)
    assert row.earlier_reference in text and "Nothing is new yet" in text and "A copy of the identity card" in text
    assert "What is new" in page(people.officer, f"/cases/{case.id}/what-is-new")
    assert "File again" in page(people.officer, f"/cases/{row.earlier_id}")
    assert "The answer said what would help" in page(people.officer, f"/cases/{row.earlier_id}/file-again")
    assert "File again" not in page(people.registry, f"/cases/{row.earlier_id}")
