"""The clocks beside reply and transfer: travel document, its validity and renewal, notice, interview, error."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from audit.models import Event
from cases.clock_starts import conditions_of, start_of
from cases.clocks import rules_of
from cases.letters import running_limits
from cases.models import Case, CaseClock, TravelDocument
from cases.services import disputes, filing, silence, submission, transfer, travel_document
from cases.workflow.document_acts import DOCUMENT_LIMITS
from cases.workflow.system import system_scope
from core import clock
from core.errors import ActRefused, Invalid
from core.scope import use_scope
from countries.models import Rule
from notifications.models import Notice
from tests import world
from tests.cases.limits import clocks_of, do, fresh, utc
from tests.cases.work_pages import browser, page
from tests.conftest import SWEEP, logged_in_as

pytestmark = pytest.mark.commits
DECIDED = utc("2026-03-02 10:00")  # a Monday


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.kosovan_corridor()


def at(people: world.Corridor, status: str, moment: datetime = DECIDED) -> Case:
    with clock.travel(moment):
        return world.case_at(people, status)


def own_document(people: world.Corridor, case: Case, **values: Any) -> Any:
    said = {"number": "NLX 123456", "issued_on": date(2026, 3, 6), "valid_until": date(2026, 4, 30), **values}
    return do(people.officer, travel_document.other_document_record, case, **said)


def test_the_own_document_may_be_used_once_the_limit_has_passed(people: world.Corridor) -> None:
    case = at(people, "accepted")
    [limit] = clocks_of(people.officer, case, "travel_document_issue")
    # Three working days after Monday 2 March end with Thursday 5 March in Pristina (UTC+1).
    assert limit.due_at == utc("2026-03-05 23:00")
    with clock.travel(limit.due_at - timedelta(seconds=1)), pytest.raises(ActRefused) as refused:
        own_document(people, case)
    assert refused.value.code == "no_fallback"
    with clock.travel(limit.due_at + timedelta(hours=8)):
        own_document(people, case)
        [limit] = clocks_of(people.officer, case, "travel_document_issue")
        assert (limit.state, limit.ended_at) == ("missed", clock.now())
        [validity] = clocks_of(people.registry, case, "travel_document_validity")
        assert (validity.state, validity.due_at) == ("running", utc("2026-04-30 22:00"))
        with use_scope(people.registry.scope):
            found = TravelDocument.objects.get(case=case)
            assert (found.number, found.fallback, found.mrz) == ("NLX123456", "own", "")
            event = Event.objects.get(case_key=case.id, action="travel_document.replaced")
            assert event.parameters["document"] == "own" and "NLX" not in str(event.parameters)
        # The person can be announced at the border with it.
        soon = clock.now() + timedelta(days=10)
        plan = {"crossing_point": people.crossing_point, "arrives_at": soon, "means": "air"}
        do(people.officer, transfer.transfer_plan, case, values=plan)
        do(people.officer, transfer.transfer_notify, case)


@pytest.mark.parametrize(
    ("field", "value"),
    [("number", "12/34"), ("issued_on", date(2026, 3, 9)), ("valid_until", date(2026, 3, 5))],
)
def test_what_is_recorded_must_be_possible(people: world.Corridor, field: str, value: Any) -> None:
    case = at(people, "accepted")
    with clock.travel(utc("2026-03-06 10:00")):
        with pytest.raises(Invalid) as invalid:
            own_document(people, case, **{field: value})
        assert set(invalid.value.errors) == {field}
        assert not clocks_of(people.officer, case, "travel_document_validity")


def test_the_receiving_side_records_no_document_of_the_other(people: world.Corridor) -> None:
    case = at(people, "accepted")
    said = {"number": "NLX1", "issued_on": date(2026, 3, 6), "valid_until": date(2026, 4, 30)}
    with clock.travel(utc("2026-03-06 10:00")), pytest.raises(ActRefused) as refused:
        do(people.registry, travel_document.other_document_record, case, **said)
    assert refused.value.code == "wrong_side"


def test_an_agreement_without_fallback_offers_none(transactional_db: None) -> None:
    people = world.corridor()
    case = at(people, "accepted")
    with clock.travel(utc("2026-09-01 10:00")), pytest.raises(ActRefused) as refused:
        own_document(people, case, valid_until=date(2026, 12, 1))
    assert refused.value.code == "no_fallback"


def test_the_page_offers_the_document_and_says_why(people: world.Corridor) -> None:
    case = at(people, "accepted")
    with clock.travel(utc("2026-03-06 10:00")):
        address = reverse("cases:act", args=[case.id, "use_other_document"])
        shown = page(browser(people.officer), reverse("cases:case-detail", args=[case.id]))
        assert address in shown
        shown = page(browser(people.officer), address)
        assert "a travel document of the requesting country" in shown and "Benelux" in shown


def test_after_expiry_a_new_document_is_asked_for_and_its_limit_runs_from_the_expiry(people: world.Corridor) -> None:
    case = at(people, "documented")
    [validity] = clocks_of(people.officer, case, "travel_document_validity")
    with use_scope(people.officer.scope):
        last = TravelDocument.objects.get(case=case).valid_until
    assert validity.due["steps"][0] == {"code": "stated", "date": last.isoformat(), "citation": "", "parameters": {}}
    with clock.travel(validity.due_at - timedelta(hours=1)), pytest.raises(ActRefused) as refused:
        do(people.officer, travel_document.travel_document_ask, case)
    assert refused.value.code == "wrong_status", "the document is valid still"
    asked_at = validity.due_at + timedelta(days=2)
    with clock.travel(asked_at):
        do(people.officer, travel_document.travel_document_ask, case)
        [renewal] = clocks_of(people.registry, case, "travel_document_renewal")
        # Benelux–Kosovo counts from the expiry itself, not from the request.
        assert (renewal.state, renewal.started_at) == ("running", validity.due_at)
        assert not clocks_of(people.registry, case, "resubmission_reply"), (
            "the agreement has no short second application"
        )
        do(people.consul, travel_document.travel_document_issue, case, valid_until=last + timedelta(days=60))
        old, new = clocks_of(people.officer, case, "travel_document_validity")
        assert (old.state, new.state, new.follows_id) == ("superseded", "running", old.id)
        [renewal] = clocks_of(people.officer, case, "travel_document_renewal")
        assert renewal.ended_at == asked_at


def test_after_a_second_expiry_serbia_answers_in_one_working_day(transactional_db: None) -> None:
    people = world.corridor()
    case = at(people, "documented")
    moment = utc("2026-04-15 10:00")
    with clock.travel(moment):
        do(people.officer, travel_document.travel_document_ask, case)
        assert not clocks_of(people.officer, case, "resubmission_reply"), "the first expiry"
        do(people.consul, travel_document.travel_document_issue, case, valid_until=date(2026, 5, 1))
    with clock.travel(utc("2026-05-06 10:00")):
        do(people.officer, travel_document.travel_document_ask, case)
        [reply] = clocks_of(people.officer, case, "resubmission_reply")
        # One working day after Wednesday 6 May ends with Thursday 7 May in Belgrade (UTC+2).
        assert (reply.state, reply.due_at) == ("running", utc("2026-05-07 22:00"))


def test_the_consulate_is_told_that_a_new_document_is_asked_for(transactional_db: None) -> None:
    people = world.corridor()
    case = at(people, "documented")
    with clock.travel(utc("2026-04-15 10:00")):
        do(people.officer, travel_document.travel_document_ask, case)
        limits = [row for kind in DOCUMENT_LIMITS for row in clocks_of(people.officer, case, kind) if row.is_live]
    assert limits
    for reader in (people.consul, people.registry):
        with use_scope(reader.scope):
            [notice] = Notice.objects.filter(action="travel_document.asked", case_reference=case.reference)
        if reader is people.consul:
            assert notice.due_at == min(row.due_at for row in limits), "its own limit, not the next of the case"
    with use_scope(people.border.scope):
        assert not Notice.objects.filter(action="travel_document.asked").exists()


def test_a_limit_that_passed_and_was_given_up_stays_missed(people: world.Corridor) -> None:
    """Withdrawn afterwards, and whether or not the sweep was there first: nobody issued a document in time."""
    for is_swept in (True, False):
        case = at(people, "accepted")
        [limit] = clocks_of(people.officer, case, "travel_document_issue")
        with clock.travel(limit.due_at + timedelta(hours=8)):
            if is_swept:
                with use_scope(system_scope(people.receiving)):
                    silence.clocks_pass([limit.id])
            do(people.officer, submission.case_withdraw, case, code="absconded")
        [limit] = clocks_of(people.officer, case, "travel_document_issue")
        assert (limit.state, limit.ended_at) == ("missed", limit.due_at), "over at its own end: nothing was done"
        [running] = clocks_of(people.officer, case, "transfer")
        assert running.state == "cancelled", "this one had not passed"
        text = page(browser(people.supervisor), reverse("cases:case-detail", args=[case.id]))
        assert "Travel document: passed" in text


def test_no_limit_was_missed_of_an_acceptance_that_was_undone(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "disputed")
    [limit] = clocks_of(people.officer, case, "travel_document_issue")
    with use_scope(system_scope(people.receiving)):
        silence.clocks_pass([limit.id])
    assert clocks_of(people.officer, case, "travel_document_issue")[0].state == "missed"
    do(people.reviewer, disputes.dispute_uphold, case, reason="So it is")
    assert clocks_of(people.officer, case, "travel_document_issue")[0].state == "cancelled"


def test_the_plan_of_a_transfer_does_not_show_in_a_clock_before_notice_is_given(people: world.Corridor) -> None:
    case = at(people, "documented")
    with clock.travel(DECIDED):
        plan = {"crossing_point": people.crossing_point, "arrives_at": utc("2026-03-27 10:00"), "means": "air"}
        do(people.officer, transfer.transfer_plan, case, values=plan)
        [notice] = clocks_of(people.officer, case, "transfer_notice")
        # Two working days in both countries must stay free before Friday the 27th: Wednesday and Thursday, or (the day
        # of the transfer counted) Thursday and Friday. The later reading has legal effect.
        assert notice.due["earliest_at"] == "2026-03-24T23:00:00+00:00"
        assert notice.due_at == utc("2026-03-25 23:00")
        assert clocks_of(people.registry, case, "transfer_notice") == []
        with clock.travel(notice.due_at + timedelta(days=1)), logged_in_as(SWEEP):
            assert silence.clocks_sweep() == 0, "marking it would tell the other side of the plan"
        assert fresh(people.registry, case).next_due_kind != "transfer_notice"
        do(people.officer, transfer.transfer_notify, case)
        [notice] = clocks_of(people.registry, case, "transfer_notice")
        assert notice.state == "met"


def test_late_notice_needs_a_reason_that_the_other_side_reads(people: world.Corridor) -> None:
    case = at(people, "documented")
    with clock.travel(DECIDED):
        plan = {"crossing_point": people.crossing_point, "arrives_at": DECIDED + timedelta(hours=30), "means": "air"}
        do(people.officer, transfer.transfer_plan, case, values=plan)
        with pytest.raises(Invalid) as invalid:
            do(people.officer, transfer.transfer_notify, case)
        assert set(invalid.value.errors) == {"reason"}
        do(people.officer, transfer.transfer_notify, case, reason="The flight was moved")
        [notice] = clocks_of(people.registry, case, "transfer_notice")
        assert notice.state == "missed" and notice.ended_at == DECIDED
        with use_scope(people.registry.scope):
            assert Event.objects.get(case_key=case.id, action="transfer.notified").reason == "The flight was moved"


def test_a_changed_plan_has_a_new_limit_for_its_notice(people: world.Corridor) -> None:
    case = at(people, "notified")
    with clock.travel(DECIDED):
        do(people.registry, transfer.transfer_counter_propose, case, arrives_at=utc("2026-03-25 10:00"), reason="Full")
        plan = {"crossing_point": people.crossing_point, "arrives_at": utc("2026-03-25 10:00"), "means": "air"}
        do(people.officer, transfer.transfer_plan, case, values=plan)
        with use_scope(people.officer.scope):
            first, second = CaseClock.objects.filter(case=case, kind="transfer_notice").order_by("id")
        assert (first.state, second.state) == ("met", "running")
        assert second.due_at > first.due_at


def test_the_window_for_a_claim_of_error_opens_with_the_handover(people: world.Corridor) -> None:
    case = at(people, "completed")
    [window] = clocks_of(people.registry, case, "error")
    # Three months after 2 March: 2 June, with the calendar of Kosovo.
    assert window.state == "running" and window.due_at.date() == date(2026, 6, 2)
    assert fresh(people.officer, case).next_due_kind == "", "nobody is waited for"
    with use_scope(people.officer.scope):
        live = set(CaseClock.objects.live().filter(case=case).values_list("kind", flat=True))
    assert live == {"error"}


def test_the_interview_has_its_limit_only_where_it_was_asked_for(transactional_db: None) -> None:
    people = world.corridor()
    not_asked = at(people, "submitted")
    assert clocks_of(people.officer, not_asked, "interview") == []
    with clock.travel(DECIDED):
        asked = world.draft(people)
        with use_scope(people.officer.scope):
            filing.details_save(
                actor=people.officer,
                case_id=asked.id,
                version=None,
                values={"is_interview_requested": True},
                health={},
            )
        do(people.officer, submission.review_send, asked)
        do(people.reviewer, submission.case_submit, asked)
    [limit] = clocks_of(people.registry, asked, "interview")
    # Benelux–Serbia: three working days after Monday 2 March end with Thursday 5 March in Belgrade (UTC+1).
    assert (limit.state, limit.due_at) == ("running", utc("2026-03-05 23:00"))


def test_conditions_come_from_the_evidence_and_the_plan(people: world.Corridor) -> None:
    case = at(people, "planned")
    with use_scope(people.officer.scope):
        assert conditions_of(case).codes == {"proof", "by_air"}
        assert "reply" in rules_of(case)
    with use_scope(people.registry.scope):
        assert conditions_of(case).codes == {"proof"}, "a plan that was not announced is not seen"


def test_registration_and_a_complete_file_are_the_acknowledgement() -> None:
    case = Case(received_at=datetime(2026, 3, 2, tzinfo=UTC), delivered_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert start_of(case, "registration") == start_of(case, "complete_file") == case.received_at
    assert start_of(case, "confirmed_receipt") == case.received_at
    assert start_of(case, "delivery") == case.delivered_at
    assert start_of(case, "knowledge") is None


@pytest.mark.parametrize(
    ("answers", "states"), [(True, [("met", True)]), (False, [("running", False)]), (None, [("running", False)])]
)
def test_an_inconclusive_answer_meets_the_limit_only_where_the_agreement_says_so(
    people: world.Corridor, answers: bool | None, states: list[tuple[str, bool]]
) -> None:
    world.every(Rule).filter(agreement=people.agreement, kind="reply").update(inconclusive_answers=answers)
    case = at(people, "inconclusive")
    found = clocks_of(people.officer, case, "reply")
    assert [(row.state, row.ended_at is not None) for row in found] == states


def test_a_reader_elsewhere_reads_the_end_by_the_own_clock_too(transactional_db: None) -> None:
    """The limit ends at midnight in Tbilisi, which is not midnight in The Hague."""
    people = world.georgian_corridor()
    case = world.case_at(people, "received")
    for actor, is_told in ((people.officer, True), (people.registry, False)):
        text = page(browser(actor), reverse("cases:case-detail", args=[case.id]))
        assert ("by your clock" in text) is is_told, actor.name


def test_a_paper_doubts_what_was_not_read_and_nothing_else(transactional_db: None) -> None:
    """Serbia's number was read, how its days are counted was not: the paper names both ends."""
    people = world.corridor()
    with clock.travel(utc("2026-11-11 10:00")):
        case = world.case_at(people, "received")
        with use_scope(people.officer.scope):
            [read] = [row for row in running_limits(case) if row.label == "Reply"]
    assert read.earliest_at and read.due_at and read.earliest_at < read.due_at and not read.is_unverified
    world.every(Rule).filter(agreement="eu-serbia", kind="reply").update(certainty="M")
    other = world.case_at(people, "received")
    with use_scope(people.officer.scope):
        [remembered] = [row for row in running_limits(other) if row.label == "Reply"]
    assert remembered.is_unverified
