"""Every time limit of the data can begin: its event is known, and an act starts the limit after it; the interview."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.actor import Actor
from audit.models import Event
from cases.choices import ClockKind
from cases.clock_starts import EVENTS
from cases.clocks import RULE_OF
from cases.models import Case, Transfer
from cases.services import disputes, interviews, silence, travel_document
from cases.workflow.system import system_scope
from cases.workflow.table import TABLE
from core import clock
from core.errors import ActRefused, Invalid
from core.ids import uuid7
from core.scope import use_scope
from countries.choices import StartEvent, Track
from countries.clocks import codes
from countries.models import Rule
from tests import world
from tests.cases.limits import clocks_of, do, fresh, scan, utc
from tests.days import local_day

pytestmark = pytest.mark.commits
MONDAY = utc("2026-03-02 10:00")
_ACCEPTANCE = {"countersign_acceptance", "deem_accepted", "record_acceptance"}
_RECEIPT = {"acknowledge", "acknowledge_on_paper", "record_acknowledgement"}
# After which acts an event has happened: written by hand, independent of the table.
HAPPENS_WITH: dict[str, set[str]] = {
    StartEvent.DELIVERY: {"release", "resubmit"},
    StartEvent.CONFIRMED_RECEIPT: _RECEIPT,
    StartEvent.REGISTRATION: _RECEIPT,
    StartEvent.COMPLETE_FILE: _RECEIPT,
    StartEvent.INTERVIEW_REQUEST: {"release", "resubmit"},
    StartEvent.REPLY: _ACCEPTANCE,
    StartEvent.ACCEPTANCE: _ACCEPTANCE,
    StartEvent.ACCEPTANCE_RECEIVED: _ACCEPTANCE,
    StartEvent.INTERVIEW: {"record_interview"},
    StartEvent.TRAVEL_DOCUMENT_REQUEST: _ACCEPTANCE | {"ask_travel_document"},
    StartEvent.DOCUMENT_EXPIRY: {"ask_travel_document"},
    StartEvent.TRAVEL_DOCUMENT_ISSUE: {"issue_travel_document", "use_other_document"},
    StartEvent.RESUBMISSION: {"ask_travel_document"},
    StartEvent.PLANNED_TRANSFER: {"plan_transfer"},
    StartEvent.TRANSFER_NOTICE: {"notify_transfer"},
    StartEvent.TRANSFER: {"record_handover"},
    StartEvent.INVOICE: {"send_cost_claim"},
    StartEvent.TRANSIT_CONSENT: {"countersign_transit_consent"},
}
# A draft names the day itself, and its limit runs from then on: no act of the table starts it.
NAMED_BY_THE_DRAFT = {
    (ClockKind.SUBMISSION, StartEvent.KNOWLEDGE),
    (ClockKind.SUBMISSION, StartEvent.UNLAWFUL_ENTRY),
    (ClockKind.ACCELERATED_SUBMISSION, StartEvent.APPREHENSION),
}
# Of these persons no application can be filed yet (docs/status.md): what only their rules count from is not waited for.
NOT_FILED = (Track.THIRD_COUNTRY_NATIONAL, Track.STATELESS, Track.TRANSIT)


@pytest.mark.django_db
def test_every_limit_of_the_data_begins_with_an_event_that_is_known_and_an_act_that_starts_it() -> None:
    kinds = {rule: kind for kind, rule in RULE_OF.items()}
    of_time = Rule.objects.filter(kind__in=kinds, value__isnull=False, unit__in=codes.UNITS_OF_TIME)
    found = {(kinds[rule.kind], rule.start_event) for rule in of_time.exclude(track__in=NOT_FILED)}
    assert (ClockKind.INTERVIEW, StartEvent.REPLY) in found and (
        ClockKind.TRAVEL_DOCUMENT,
        StartEvent.INTERVIEW,
    ) in found
    assert {event for _, event in found} <= set(EVENTS)
    started = {kind: {row.name for row in TABLE if kind in row.clocks.starts} for kind in ClockKind}
    never = {
        (kind, event)
        for kind, event in found - NAMED_BY_THE_DRAFT
        if not HAPPENS_WITH.get(event, set()) & started[kind]
    }
    assert never == set()
    # Wherever the case is accepted, whatever counts from the yes begins.
    for kind, event in found:
        if event in (StartEvent.REPLY, StartEvent.ACCEPTANCE, StartEvent.ACCEPTANCE_RECEIVED):
            assert started[kind] >= _ACCEPTANCE, (kind, event)


def interviewed_after_the_reply() -> None:
    """As Switzerland and Guinea-Bissau: interview after the reply, travel document after the interview."""
    rules = world.every(Rule).filter(agreement="benelux-kosovo")
    rules.filter(kind="travel_document_issue").update(start_event=StartEvent.INTERVIEW)
    source = {"unit": codes.WORKING_DAY, "certainty": "T", "source": "Switzerland–Guinea-Bissau, as an example"}
    world.every(Rule).create(
        agreement_id="benelux-kosovo", kind="interview", value=30, start_event=StartEvent.REPLY, **source
    )


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    interviewed_after_the_reply()
    return world.kosovan_corridor()


def at(people: world.Corridor, status: str) -> Case:
    with clock.travel(MONDAY):
        return world.case_at(people, status)


def held(actor: Actor, case: Case, day: date) -> Any:
    return do(actor, interviews.interview_record, case, held_on=day, is_other_day=True)


def test_the_interview_begins_with_the_reply_and_the_document_with_the_interview(people: world.Corridor) -> None:
    case = at(people, "interview_awaited")
    [interview] = clocks_of(people.officer, case, "interview")
    assert (interview.state, interview.started_at) == ("running", case.decided_at)
    assert interview.acting_side == "receiving"
    assert clocks_of(people.officer, case, "travel_document_issue") == []
    with clock.travel(utc("2026-03-10 09:00")):
        held(people.consul, case, date(2026, 3, 9))
        [interview] = clocks_of(people.officer, case, "interview")
        assert interview.state == "met"
        [document] = clocks_of(people.officer, case, "travel_document_issue")
        # Three working days after Monday 9 March end with Thursday the 12th in Pristina (UTC+1).
        assert (document.state, document.due_at) == ("running", utc("2026-03-12 23:00"))
        with use_scope(people.officer.scope):
            event = Event.objects.get(case_key=case.id, action="interview.held")
            assert event.parameters["held_on"] == "2026-03-09"


def test_an_interview_after_the_issue_makes_no_document_due_again(people: world.Corridor) -> None:
    case = at(people, "interview_awaited")
    with clock.travel(utc("2026-03-10 09:00")):
        do(people.consul, travel_document.travel_document_issue, case, valid_until=date(2026, 4, 10))
        held(people.consul, case, date(2026, 3, 9))
    assert clocks_of(people.officer, case, "travel_document_issue") == []


def test_an_interview_on_the_last_day_is_in_time_although_it_is_entered_later(people: world.Corridor) -> None:
    case = at(people, "interview_awaited")
    [interview] = clocks_of(people.officer, case, "interview")
    with clock.travel(interview.due_at + timedelta(days=2)):
        held(people.consul, case, (interview.due_at - timedelta(hours=2)).date())
        [interview] = clocks_of(people.officer, case, "interview")
        assert interview.state == "met" and interview.ended_at < interview.due_at


def test_where_nobody_asked_for_an_interview_none_is_waited_for(people: world.Corridor) -> None:
    case = at(people, "accepted")
    assert clocks_of(people.officer, case, "interview") == []
    with pytest.raises(ActRefused) as refused:
        held(people.consul, case, local_day())
    assert refused.value.code == "wrong_status"


@pytest.mark.parametrize(("who", "code"), [("officer", "wrong_side"), ("their_supervisor", "not_granted")])
def test_who_holds_interviews_records_the_interview_once(people: world.Corridor, who: str, code: str) -> None:
    case = at(people, "interview_awaited")
    with clock.travel(utc("2026-03-04 10:00")):
        with pytest.raises(ActRefused) as refused:
            held(getattr(people, who), case, date(2026, 3, 3))
        assert refused.value.code == code
        held(people.consul, case, date(2026, 3, 3))
        with pytest.raises(ActRefused) as again:
            held(people.consul, case, date(2026, 3, 3))
        assert again.value.code == "wrong_status"


@pytest.mark.parametrize("day", [date(2026, 3, 5), date(2026, 3, 1)])
def test_the_day_of_the_interview_must_be_possible(people: world.Corridor, day: date) -> None:
    case = at(people, "interview_awaited")
    with clock.travel(utc("2026-03-04 10:00")), pytest.raises(Invalid) as invalid:
        held(people.consul, case, day)
    assert set(invalid.value.errors) == {"held_on"}


def test_silence_starts_the_interview_and_what_undoes_it_gives_it_up(people: world.Corridor) -> None:
    """Filed with an interview, accepted by silence; then nothing had been delivered."""
    case = silent(people)
    [interview] = clocks_of(people.officer, case, "interview")
    assert (interview.state, interview.started_at) == ("running", case.decided_at)
    with clock.travel(interview.started_at + timedelta(days=1)):
        do(people.proposer, disputes.delivery_dispute, case, statement="Nothing arrived", delivered_at=clock.now())
        do(people.reviewer, disputes.dispute_uphold, case, reason="So it was")
        rows = clocks_of(people.officer, case, "interview")
        assert [row.state for row in rows] == ["cancelled"]
        assert fresh(people.officer, case).decided_at is None


def test_a_reply_in_time_after_all_moves_the_interview_with_it(people: world.Corridor) -> None:
    case = silent(people)
    [before] = clocks_of(people.officer, case, "interview")
    replied = before.started_at - timedelta(days=3)
    with clock.travel(before.started_at + timedelta(days=1)):
        said = {"outcome": "accepted", "reason_codes": [], "reasons": "", "channel": "post"}
        do(
            people.signer,
            disputes.reply_dispute,
            case,
            statement="It was posted",
            replied_at=replied,
            upload=scan(),
            **said,
        )
        do(people.reviewer, disputes.dispute_uphold, case, reason="So it was")
        old, new = clocks_of(people.officer, case, "interview")
        assert (old.state, new.state, new.started_at) == ("superseded", "running", replied)
        assert new.due_at <= old.due_at


def silent(people: world.Corridor) -> Case:
    """Asked for with an interview and accepted by silence."""
    with clock.travel(MONDAY):
        case = world.interview_asked(people, "submitted")
    [reply] = clocks_of(people.officer, case, "reply")
    with clock.travel(reply.due_at + timedelta(minutes=1)), use_scope(system_scope(people.receiving)):
        silence.clocks_pass([reply.id])
    case = fresh(people.officer, case)
    assert (case.status, case.basis) == ("accepted", "silence")
    return case


def test_a_transfer_counted_from_the_issue_begins_with_the_travel_document(transactional_db: None) -> None:
    """As Benelux–Yugoslavia: thirty days from the issue of the laissez-passer."""
    world.every(Rule).filter(agreement="benelux-kosovo", kind="transfer").update(
        value=30, unit=codes.CALENDAR_DAY, start_event=StartEvent.TRAVEL_DOCUMENT_ISSUE
    )
    people = world.kosovan_corridor()
    assert clocks_of(people.officer, at(people, "accepted"), "transfer") == []
    case = at(people, "documented")
    [limit] = clocks_of(people.officer, case, "transfer")
    [validity] = clocks_of(people.officer, case, "travel_document_validity")
    assert (limit.state, limit.started_at) == ("running", validity.started_at)


def test_silence_on_a_notice_of_transfer_counts_as_consent_and_changes_nothing(transactional_db: None) -> None:
    """As Austria–Ukraine, Article 4(1): the reply is missed, both sides read what that counts as; nobody is confirmed."""
    [source] = Rule.objects.filter(agreement="austria-ukraine", kind="transfer_notice_reply").values()
    world.every(Rule).create(**{**source, "id": uuid7(), "agreement_id": "benelux-kosovo"})
    people = world.kosovan_corridor()
    case = at(people, "notified")
    [limit] = clocks_of(people.officer, case, "transfer_notice_reply")
    assert limit.state == "running" and limit.due["rule"]["effect_of_silence"] == "consent"
    with clock.travel(limit.due_at + timedelta(minutes=1)), use_scope(system_scope(people.receiving)):
        silence.clocks_pass([limit.id])
    [limit] = clocks_of(people.officer, case, "transfer_notice_reply")
    assert (limit.state, limit.ended_at) == ("missed", None)
    for actor in (people.officer, people.registry):
        with use_scope(actor.scope):
            events = Event.objects.filter(case_key=case.id, action="clock.missed")
            [event] = [row for row in events if row.parameters["clock"] == "transfer_notice_reply"]
            assert event.parameters["silence"] == "consent"
            assert Transfer.objects.get(case=case).status == "notified"
