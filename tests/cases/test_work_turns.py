"""What one side asked of the other beside the main line is the turn of the side that has to answer."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from cases.models import Case, InformationRequest
from cases.selectors import queue
from cases.selectors.rows import CaseRow
from cases.services import disputes, extension
from cases.services.information_requests import information_ask, information_cancel
from cases.wording_turns import ANSWER_DOES
from core.forms import today
from core.scope import use_scope
from tests import world
from tests.cases.limits import do
from tests.cases.work_pages import browser, page

pytestmark = pytest.mark.commits


def has(actor: Actor, view: str, case: Case) -> bool:
    """Whether the actor finds the case in a view."""
    with use_scope(actor.scope):
        return queue.cases_in_view(actor, view).filter(id=case.id).exists()


def ask(actor: Actor, case: Case) -> InformationRequest:
    """The actor's side asks the other one for information."""
    with use_scope(actor.scope):
        return information_ask(actor=actor, case_id=case.id, items=["fingerprints"], due_on=today())


def row_of(actor: Actor, case: Case) -> CaseRow:
    """The row of the case in the list of all open ones; the list of those that wait for the others says the same."""
    with use_scope(actor.scope):
        [row] = [row for row in queue.queue_page(actor, "open").rows if row.id == case.id]
    assert has(actor, "theirs", case) == (row.turn.whose == "theirs")
    return row


@pytest.mark.parametrize(("status", "code"), [("disputed", "dispute"), ("extension_asked", "extension")])
def test_who_can_answer_finds_it_in_my_turn(transactional_db: None, status: str, code: str) -> None:
    """Released by the reviewer, prepared by the officer: the one answers. The proposer goes on with the case where
    there is anything to decide."""
    people = world.corridor()
    case = world.case_at(people, status)
    assert has(people.reviewer, "turn", case) and not has(people.officer, "turn", case)
    assert has(people.proposer, "turn", case) == (code == "extension"), "more time does not take the case away"
    for actor in (people.reviewer, people.officer):
        row = row_of(actor, case)
        assert row.turn.is_ours and row.turn.what == ANSWER_DOES[code], "of the office, if not of the person"
    assert f"Your turn: {ANSWER_DOES[code]}" in page(
        browser(people.reviewer), reverse("cases:case-detail", args=[case.id])
    )
    row_of(people.signer, case)


def test_whoever_prepared_the_application_does_not_answer_an_objection(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "disputed")
    with use_scope(people.reviewer.scope):
        Case.objects.filter(id=case.id).update(prepared_by=people.reviewer.user_id)
        assert not has(people.reviewer, "turn", case) and row_of(people.reviewer, case).turn.is_ours
        transaction.set_rollback(True)


def test_an_answer_ends_the_turn(transactional_db: None) -> None:
    people = world.corridor()
    disputed = world.case_at(people, "disputed")
    do(people.reviewer, disputes.dispute_reject, disputed, reason="It was delivered")
    with world.rule_with(people, "reply_extension", extension_basis="consent"):
        asked = world.case_at(people, "extension_asked")
        do(people.reviewer, extension.extension_refuse, asked, reason="No grounds")
    for case in (disputed, asked):
        assert not has(people.reviewer, "turn", case) and row_of(people.reviewer, case).turn.whose == "theirs"


def test_a_request_for_information(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "accepted")
    assert row_of(people.officer, case).turn.whose == "theirs"
    question = ask(people.registry, case)
    for actor in (people.officer, people.reviewer):
        row = row_of(actor, case)
        assert has(actor, "turn", case) and row.turn.what == ANSWER_DOES["information"]
    assert has(people.consul, "turn", case), "the travel document is still to be issued"
    assert row_of(people.consul, case).turn.what == "issue the travel document"
    with use_scope(people.registry.scope):
        information_cancel(actor=people.registry, thread_id=question.thread_id, version=None)
    assert not has(people.officer, "turn", case) and row_of(people.officer, case).turn.whose == "theirs"


def test_delegates_are_asked_for_no_information(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "documented")
    ask(people.officer, case)
    assert has(people.registry, "turn", case) and not has(people.consul, "turn", case)


def test_answers_cost_no_statement_more(transactional_db: None) -> None:
    people = world.corridor()
    found = []
    for status in ("received", "extension_asked", "disputed"):
        case = world.case_at(people, status)
        with use_scope(people.reviewer.scope), CaptureQueriesContext(connection) as captured:
            assert case.id in {row.id for row in queue.queue_page(people.reviewer, "open").rows}
        found.append(len(captured))
    assert len(set(found)) == 1, found
