"""A time limit that passes in silence: marked once, acceptance where the rule says so, and undone by an objection."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.urls import reverse
from django.utils.html import strip_tags

from audit.models import Event
from cases.choices import ClockKind, ClockState
from cases.models import Case, CaseClock, Decision, Dispute, Transfer, TravelDocument
from cases.services import decision, disputes, extension, silence, submission, transfer, travel_document
from cases.services.recomputation import clock_recompute
from cases.services.silence import clocks_sweep
from cases.services.talking import Upload
from cases.specimens.portrait import portrait_jpeg
from cases.tasks import sweep_clocks
from cases.wording import event_words
from cases.workflow.engine import applying
from cases.workflow.system import system_scope
from core import clock
from core.errors import ActRefused, Invalid, NotVisible
from core.jinja import date_long
from core.models import OutboxMessage
from core.scope import use_scope
from countries.models import Rule
from documents.models import GeneratedDocument
from notifications.models import Notice
from tests import world
from tests.cases.work_pages import browser, page
from tests.conftest import OWNER, SWEEP, logged_in_as
from tests.days import local_day
from tests.notifications.conftest import work_off

pytestmark = pytest.mark.commits
DAY = timedelta(days=1)


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


def limits(case: Case, kind: str = ClockKind.REPLY) -> list[CaseClock]:
    with logged_in_as(OWNER):
        return list(CaseClock.objects.filter(case=case, kind=kind).order_by("started_at", "id"))


def limit(case: Case, kind: str = ClockKind.REPLY) -> CaseClock:
    return limits(case, kind)[-1]


def sweep() -> int:
    with logged_in_as(SWEEP):
        return clocks_sweep()


@contextmanager
def passed(at: datetime) -> Iterator[int]:
    """At that moment of law, after the sweep and its work."""
    with clock.travel(at):
        promised = sweep()
        work_off("cases.clocks_passed")
        yield promised


def reload(case: Case) -> Case:
    with logged_in_as(OWNER):
        return Case.objects.get(id=case.id)


def actions(case: Case) -> list[str]:
    with logged_in_as(OWNER):
        rows = Event.objects.filter(case_key=case.id).order_by("at", "id").values_list("action", "actor_name")
        return [action for action, _ in rows if action.startswith(("clock.", "case.accepted", "dispute."))]


def silent(people: world.Corridor, status: str = "received") -> Case:
    """A case accepted by silence."""
    case = world.case_at(people, status)
    with passed(limit(case).due_at):
        pass
    case = reload(case)
    assert case.basis == "silence"
    world.acknowledged_at("SRB", case.id, limit(case).started_at + 3 * DAY)
    return case


def test_silence_is_acceptance_from_the_end_of_the_time_limit(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    due_at = limit(case).due_at
    with passed(due_at - timedelta(seconds=1)) as promised:
        assert promised == 0
    with passed(due_at + 2 * DAY) as promised:
        assert promised == 1
    case = reload(case)
    assert (case.status, case.outcome, case.basis, case.decided_at) == ("accepted", "accepted", "silence", due_at)
    reply = limit(case)
    assert (reply.state, reply.ended_at) == (ClockState.MISSED, due_at)
    for kind in (ClockKind.TRANSFER,):
        assert limit(case, kind).started_at == due_at, "late is the sweep, not the acceptance"
    with logged_in_as(OWNER):
        made = Decision.objects.get(case=case)
        assert (made.state, made.basis, made.status_before, made.proposed_by) == ("deemed", "silence", "received", None)
        told = Notice.objects.filter(action="case.accepted_by_silence")
        assert {code for row in told for code in row.audience_countries} == {"NLD", "SRB"}
        names = set(Event.objects.filter(action="case.accepted_by_silence").values_list("actor_name", flat=True))
        assert names == {"RCMS"}
        assert GeneratedDocument.objects.filter(subject=case.subject, template="silence_record").count() == 1


def test_sweeping_again_or_a_day_late_changes_nothing_more(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    with passed(limit(case).due_at):
        pass
    before = actions(case)
    assert before.count("case.accepted_by_silence") == 2, "once for each side"
    with logged_in_as(OWNER):
        count = Event.objects.count()
    for late in (timedelta(), DAY):
        with passed(limit(case).due_at + late) as promised:
            assert promised == 0
    with logged_in_as(OWNER):
        assert Event.objects.count() == count
    assert len(limits(case)) == 1


def test_the_same_promise_twice_does_it_once(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    row = limit(case)
    with clock.travel(row.due_at):
        assert sweep() == 1 and sweep() == 0, "what is promised is not promised again"
        with logged_in_as(OWNER):
            message = OutboxMessage.objects.get(task="cases.clocks_passed")
            OutboxMessage(
                task=message.task,
                key="again",
                arguments=message.arguments,
                scope=message.scope,
                queue=message.queue,
                created_at=message.created_at,
                available_at=message.available_at,
            ).save(force_insert=True)
        work_off("cases.clocks_passed")
    assert actions(case).count("case.accepted_by_silence") == 2


@pytest.mark.parametrize(
    ("status", "before"),
    [("submitted", "submitted"), ("in_verification", "in_verification"), ("decision_proposed", "in_verification")],
)
def test_wherever_the_case_stood(people: world.Corridor, status: str, before: str) -> None:
    """A proposal in hand lapses, and the other side does not learn that there was one."""
    case = silent(people, status)
    with use_scope(people.supervisor.scope):
        assert [row.status_before for row in Decision.objects.filter(case=case)] == [before]
    with use_scope(people.their_supervisor.scope):
        states = list(Decision.objects.filter(case=case).values_list("state", flat=True))
    assert states == (["lapsed", "deemed"] if status == "decision_proposed" else ["deemed"])


def test_what_was_returned_as_incomplete_is_not_accepted(people: world.Corridor) -> None:
    case = world.case_at(people, "returned_incomplete")
    with passed(limit(case).due_at):
        pass
    assert reload(case).status == "returned_incomplete"
    assert limit(case).state == ClockState.CANCELLED, "it ended with the return"
    assert actions(case) == []


@pytest.mark.parametrize("change", [{"certainty": "M"}, {"silence_certainty": "M"}, {"effect_of_silence": "none"}])
def test_what_nobody_read_has_no_effect_by_itself(people: world.Corridor, change: dict[str, str]) -> None:
    with logged_in_as(OWNER):
        world.every(Rule).filter(agreement="eu-serbia", kind="reply").update(**change)
    case = world.case_at(people, "received")
    with passed(limit(case).due_at):
        pass
    assert reload(case).status == "received" and limit(case).state == ClockState.MISSED
    assert actions(case) == ["clock.missed", "clock.missed"]


def test_an_answer_after_a_missed_limit_is_late_not_lost(people: world.Corridor) -> None:
    with logged_in_as(OWNER):
        world.every(Rule).filter(agreement="eu-serbia", kind="reply").update(effect_of_silence="none")
    case = world.case_at(people, "decision_proposed")
    due_at = limit(case).due_at
    with passed(due_at + DAY), use_scope(people.signer.scope):
        decision.decision_countersign(actor=people.signer, case_id=case.id, version=None)
    row = limit(case)
    assert (row.state, row.ended_at) == (ClockState.MISSED, due_at + DAY)


def test_other_limits_are_marked_and_nothing_more(people: world.Corridor) -> None:
    case = world.case_at(people, "accepted")
    row = limit(case, ClockKind.TRANSFER)
    with passed(row.due_at):
        pass
    assert limit(case, ClockKind.TRANSFER).state == ClockState.MISSED
    assert reload(case).status == "accepted" and reload(case).basis == "express"


def test_one_broken_case_holds_up_no_other(people: world.Corridor, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = world.case_at(people, "received"), world.case_at(people, "received")
    really, broken = silence.clock_pass, limit(first).id

    def pass_or_fail(clock_id: Any, case_id: Any) -> None:
        if clock_id == broken:
            raise ZeroDivisionError
        really(clock_id, case_id)

    monkeypatch.setattr(silence, "clock_pass", pass_or_fail)
    rows = limit(first), limit(second)
    with clock.travel(max(row.due_at for row in rows)), use_scope(silence.system_scope("SRB")):
        silence.clocks_pass([row.id for row in rows])
    assert (reload(first).status, reload(second).status) == ("received", "accepted")
    with logged_in_as(OWNER):
        assert OutboxMessage.objects.get(task="cases.clocks_passed").arguments == {"clocks": [str(broken)]}


def test_nobody_does_it_by_hand(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    for actor in (people.signer, people.reviewer):
        with (
            use_scope(actor.scope),
            pytest.raises(ActRefused) as refused,
            applying(actor=actor, case_id=case.id, name="deem_accepted"),
        ):
            pass
        assert refused.value.code == "not_granted"


def test_the_sweep_is_the_system_logins(people: world.Corridor) -> None:
    with pytest.raises(ImproperlyConfigured):
        sweep_clocks()


def test_the_sweep_sees_ids_and_countries_alone(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    row = limit(case)
    with logged_in_as(SWEEP), use_scope(silence.Scope(user_id=silence.SYSTEM_ID)), connection.cursor() as cursor:
        cursor.execute("select * from clocks_passed(%s, 10)", [row.due_at])
        assert cursor.fetchall() == [(row.id, "SRB")]


# --- silence that is no yes -------------------------------------------------------------------------------------------


@pytest.fixture
def proceeding(people: world.Corridor) -> world.Corridor:
    """As between Switzerland and Kosovo: after the time limit the transfer may go ahead without a reply."""
    with logged_in_as(OWNER):
        world.every(Rule).filter(agreement="eu-serbia", kind="reply").update(effect_of_silence="transfer_may_proceed")
    return people


def test_where_silence_is_no_yes_it_is_not_called_one(proceeding: world.Corridor) -> None:
    people = proceeding
    case = world.case_at(people, "received")
    with passed(limit(case).due_at):
        pass
    case = reload(case)
    assert (case.status, case.basis) == ("accepted", "silence_transfer")
    with logged_in_as(OWNER):
        event = Event.objects.filter(case_key=case.id, action="case.accepted_by_silence")[0]
        assert event_words(event.action, event.parameters, is_own_side=False).startswith(
            "The transfer may go ahead: no reply came by "
        )
        record = GeneratedDocument.objects.get(subject=case.subject, template="silence_record").context
        assert record["silence"].startswith("After the time limit the transfer may proceed without an answer.")
    for actor in (people.supervisor, people.their_supervisor):
        shown = " ".join(strip_tags(page(browser(actor), reverse("cases:case-detail", args=[case.id]))).split())
        assert "Transfer may go ahead" in shown and "the agreement lets the transfer go ahead without one" in shown
        assert "no reply within the time limit, after which the transfer may go ahead" in shown
        for overstated in ("Accepted by silence", "Silence counts as acceptance", "Readmission was accepted"):
            assert overstated not in shown, overstated


def test_the_objection_to_it_has_words_of_its_own_and_undoes_it(proceeding: world.Corridor) -> None:
    people = proceeding
    case = world.case_at(people, "received")
    first = limit(case)
    with passed(first.due_at):
        pass
    with clock.travel(first.due_at + DAY):
        world.acknowledged_at("SRB", case.id, first.started_at + DAY)
        object_to_delivery(people, case, first.started_at + DAY)
        uphold(people, case)
    assert (reload(case).status, reload(case).basis) == ("received", "")
    with logged_in_as(OWNER):
        rows = Event.objects.filter(case_key=case.id, action__startswith="dispute.").order_by("at", "id")
        words = {event_words(row.action, row.parameters, is_own_side=False) for row in rows}
    assert words == {
        "Objection to the transfer without a reply: not delivered in time",
        "Objection upheld: the transfer may not go ahead without a reply",
    }


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        ("recognised", "Silence counts as recognition of the nationality; a reply is still due"),
        ("consent", "Silence counts as consent to what was announced"),
        ("none", ""),
    ],
)
def test_what_silence_counts_as_stands_with_the_limit_that_passed(
    people: world.Corridor, effect: str, words: str
) -> None:
    with logged_in_as(OWNER):
        world.every(Rule).filter(agreement="eu-serbia", kind="reply").update(effect_of_silence=effect)
    case = world.case_at(people, "received")
    with passed(limit(case).due_at):
        pass
    assert reload(case).status == "received"
    with logged_in_as(OWNER):
        event = Event.objects.filter(case_key=case.id, action="clock.missed")[0]
    said = event_words(event.action, event.parameters, is_own_side=True)
    assert said.startswith("Time limit passed: Reply, ") and said.endswith(words)
    assert ("Silence" in said) == bool(words)


# --- the objection ----------------------------------------------------------------------------------------------------


def scan() -> Upload:
    return Upload(BytesIO(portrait_jpeg(7, "M", 34)), "scan.jpg")


def object_to_delivery(people: world.Corridor, case: Case, at: datetime | None, **more: Any) -> Dispute:
    with use_scope(people.proposer.scope):
        return disputes.delivery_dispute(
            actor=people.proposer,
            case_id=case.id,
            version=None,
            statement="The line was down.",
            delivered_at=at,
            **more,
        )


def uphold(people: world.Corridor, case: Case) -> None:
    with use_scope(people.reviewer.scope):
        disputes.dispute_uphold(actor=people.reviewer, case_id=case.id, version=None, reason="Our log agrees.")


@pytest.mark.parametrize("status", ["submitted", "received", "in_verification", "decision_proposed"])
def test_a_delivery_that_was_later_undoes_the_acceptance(people: world.Corridor, status: str) -> None:
    case = silent(people, status)
    first = limit(case)
    delivered_at = first.started_at + 3 * DAY
    with clock.travel(first.due_at + DAY):
        object_to_delivery(people, case, delivered_at)
        assert reload(case).status == "accepted", "it stands until it is answered"
        uphold(people, case)
    case = reload(case)
    assert case.status == ("in_verification" if status == "decision_proposed" else status)
    assert (case.outcome, case.basis, case.decided_at, case.delivered_at) == ("", "", None, delivered_at)
    before, anew = limits(case)
    assert before.state == ClockState.SUPERSEDED and anew.follows_id == before.id
    assert (anew.state, anew.started_at) == (ClockState.RUNNING, delivered_at) and anew.due_at > before.due_at
    assert {row.state for row in limits(case, ClockKind.TRANSFER)} == {ClockState.CANCELLED}
    with logged_in_as(OWNER):
        assert Decision.objects.get(case=case, basis="silence").state == "undone"
        dispute = Dispute.objects.get(case=case)
        assert (dispute.state, dispute.answer) == ("upheld", "Our log agrees.")
        assert Notice.objects.filter(action="dispute.delivery_upheld", audience_countries=["SRB"]).exists()
    # And the time limit counts again.
    with passed(anew.due_at):
        pass
    assert reload(case).basis == "silence"


def test_an_application_that_never_arrived_counts_as_delivered_now(people: world.Corridor) -> None:
    case = silent(people, "submitted")
    now = limit(case).due_at + 5 * DAY
    with clock.travel(now):
        object_to_delivery(people, case, None)
        uphold(people, case)
    assert (reload(case).status, reload(case).delivered_at) == ("submitted", now)
    assert limit(case).started_at == now


def test_after_another_delivery_more_time_can_be_asked_for_again(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    with use_scope(people.proposer.scope):
        extension.extension_request(actor=people.proposer, case_id=case.id, version=None, reasons="Many cases")
    first, longer = limits(case)
    with passed(longer.due_at):
        pass
    with clock.travel(longer.due_at + DAY):
        world.acknowledged_at("SRB", case.id, first.started_at + 10 * DAY)
        object_to_delivery(people, case, first.started_at + 10 * DAY)
        uphold(people, case)
        anew = limit(case)
        assert anew.due["rule"]["kind"] == "reply" and anew.follows_id == longer.id
        with use_scope(people.proposer.scope):
            extension.extension_request(actor=people.proposer, case_id=case.id, version=None, reasons="Many cases")
        assert limit(case).due_at > anew.due_at


def test_a_rule_that_was_corrected_meanwhile_counts_after_another_delivery(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    world.every(Rule).filter(agreement="eu-serbia", kind="reply").update(value=12)
    before = limit(case)
    with use_scope(system_scope("SRB")):
        corrected = clock_recompute(clock_id=before.id)
    assert corrected is not None and corrected.due["rule"]["value"] == 12
    with passed(corrected.due_at):
        pass
    with clock.travel(corrected.due_at + DAY):
        world.acknowledged_at("SRB", case.id, corrected.started_at + 3 * DAY)
        object_to_delivery(people, case, corrected.started_at + 3 * DAY)
        uphold(people, case)
    assert limit(case).due["rule"]["value"] == 12


def test_what_was_planned_on_the_strength_of_silence_ends(people: world.Corridor) -> None:
    case = silent(people)
    row = limit(case)
    with clock.travel(row.due_at + DAY):
        day = local_day() + 30 * DAY
        with use_scope(people.consul.scope):
            travel_document.travel_document_issue(actor=people.consul, case_id=case.id, version=None, valid_until=day)
        plan = {"crossing_point": people.crossing_point, "arrives_at": clock.now() + 5 * DAY, "means": "air"}
        with use_scope(people.officer.scope):
            transfer.transfer_plan(actor=people.officer, case_id=case.id, version=None, values=plan)
            transfer.transfer_notify(actor=people.officer, case_id=case.id, version=None)
        object_to_delivery(people, case, row.started_at + DAY)
        uphold(people, case)
    with logged_in_as(OWNER):
        assert Transfer.objects.get(case=case).status == "replaced"
        assert TravelDocument.objects.get(case=case).status == "revoked"
    assert reload(case).delegates == []
    with use_scope(people.consul.scope):
        assert not Case.objects.filter(id=case.id).exists(), "the consulate has nothing to do any more"


@pytest.mark.parametrize("outcome", ["accepted", "refused", "inconclusive"])
def test_a_reply_in_time_counts_instead_of_the_silence(people: world.Corridor, outcome: str) -> None:
    case = silent(people)
    row = limit(case)
    replied_at = row.due_at - DAY
    codes = {"refused": ["not_identified"], "inconclusive": ["fingerprints"]}.get(outcome, [])
    with clock.travel(row.due_at + DAY):
        with use_scope(people.proposer.scope):
            disputes.reply_dispute(
                actor=people.proposer,
                case_id=case.id,
                version=None,
                statement="Sent by fax.",
                replied_at=replied_at,
                channel="fax",
                outcome=outcome,
                reason_codes=codes,
                reasons="Not in the register.",
                upload=scan(),
            )
        uphold(people, case)
    case = reload(case)
    assert (case.status, case.outcome, case.basis) == (outcome, outcome, "upheld_late_reply")
    assert case.decided_at == replied_at
    # An inconclusive reply answers no time limit here, as when it is given in RCMS: that ran on, and passed.
    met = (ClockState.MISSED, None) if outcome == "inconclusive" else (ClockState.MET, replied_at)
    assert (limit(case).state, limit(case).ended_at) == met
    with use_scope(people.their_supervisor.scope):
        paper = GeneratedDocument.objects.get(subject=case.subject, template="reply").context
    assert (paper["outcome"], paper["basis"]) == (outcome, "late_reply_upheld")
    assert len(paper["reasons"]) == len(codes) and "(fax)" in paper["record"] and not paper["signature"]["name"]
    transfers = limits(case, ClockKind.TRANSFER)
    if outcome == "accepted":
        assert (transfers[0].state, transfers[0].started_at) == (ClockState.RUNNING, replied_at)
        assert transfers[1].state == ClockState.SUPERSEDED
    else:
        assert {found.state for found in transfers} == {ClockState.CANCELLED}


def test_nothing_arrived_after_its_receipt_was_acknowledged(people: world.Corridor) -> None:
    case = silent(people)
    acknowledged_at = reload(case).received_at
    assert acknowledged_at is not None
    with clock.travel(limit(case).due_at + DAY):
        with pytest.raises(Invalid) as invalid:
            object_to_delivery(people, case, acknowledged_at + timedelta(minutes=1))
        assert "Your side acknowledged receipt on" in invalid.value.errors["delivered_at"][0]
        object_to_delivery(people, case, acknowledged_at)


@pytest.mark.parametrize(
    ("days", "words"), [(1, "ends "), (30, "over since "), (30, "silence takes effect again at once")]
)
def test_whoever_upholds_sees_what_follows(people: world.Corridor, days: int, words: str) -> None:
    case = silent(people)
    with clock.travel(limit(case).due_at + days * DAY):
        object_to_delivery(people, case, limit(case).started_at + 2 * DAY)
        with use_scope(people.reviewer.scope):
            shown = page(browser(people.reviewer), reverse("cases:act", args=[case.id, "uphold_delivery_received"]))
    text = " ".join(strip_tags(shown).split())
    assert "Receipt acknowledged" in text
    assert words in text.partition("Time limit for the reply then")[2][:90]


def test_a_rejected_or_withdrawn_objection_leaves_the_acceptance(people: world.Corridor) -> None:
    case = silent(people)
    row = limit(case)
    with clock.travel(row.due_at + DAY):
        object_to_delivery(people, case, row.started_at + DAY)
        with pytest.raises(ActRefused) as again:
            object_to_delivery(people, case, row.started_at + DAY)
        assert again.value.code == "wrong_status", "one at a time"
        with use_scope(people.reviewer.scope):
            with pytest.raises(Invalid):
                disputes.dispute_reject(actor=people.reviewer, case_id=case.id, version=None, reason=" ")
            disputes.dispute_reject(actor=people.reviewer, case_id=case.id, version=None, reason="Our log says no.")
        object_to_delivery(people, case, row.started_at + DAY)
        with use_scope(people.proposer.scope):
            disputes.dispute_withdraw(actor=people.proposer, case_id=case.id, version=None)
    assert reload(case).basis == "silence" and limit(case).state == ClockState.MISSED
    with logged_in_as(OWNER):
        assert list(Dispute.objects.filter(case=case).values_list("state", flat=True)) == ["rejected", "withdrawn"]


def test_who_may_object_and_who_answers(people: world.Corridor) -> None:
    case = silent(people)
    row = limit(case)
    with clock.travel(row.due_at + DAY):
        for actor, code in ((people.officer, "wrong_side"), (people.registry, "not_granted")):
            with use_scope(actor.scope), pytest.raises(ActRefused) as refused:
                disputes.delivery_dispute(actor=actor, case_id=case.id, version=None, statement="No.")
            assert refused.value.code == code
        object_to_delivery(people, case, row.started_at + DAY)
        for actor, code in ((people.signer, "wrong_side"), (people.officer, "not_granted")):
            with use_scope(actor.scope), pytest.raises(ActRefused) as refused:
                disputes.dispute_uphold(actor=actor, case_id=case.id, version=None, reason="Yes.")
            assert refused.value.code == code
        stranger = world.make_actor("aut-bmi", "reviewer")
        with use_scope(stranger.scope), pytest.raises(NotVisible):
            disputes.dispute_uphold(actor=stranger, case_id=case.id, version=None, reason="Yes.")


def test_only_silence_is_objected_to_and_only_before_the_handover(people: world.Corridor) -> None:
    for status in ("received", "accepted", "completed"):
        case = world.case_at(people, status)
        with pytest.raises(ActRefused):
            object_to_delivery(people, case, clock.now())


def test_what_an_objection_must_say(people: world.Corridor) -> None:
    case = silent(people)
    row = limit(case)

    def wrong(**values: Any) -> set[str]:
        given = {
            "statement": "Sent.",
            "replied_at": row.due_at - DAY,
            "channel": "fax",
            "outcome": "accepted",
            "upload": scan(),
        }
        with use_scope(people.proposer.scope), pytest.raises(Invalid) as invalid:
            disputes.reply_dispute(actor=people.proposer, case_id=case.id, version=None, **{**given, **values})
        return set(invalid.value.errors)

    with clock.travel(row.due_at + DAY):
        for at in (None, row.started_at, row.due_at + 2 * DAY):
            with pytest.raises(Invalid) as invalid:
                object_to_delivery(people, case, at)
            assert set(invalid.value.errors) == {"delivered_at"}
        assert wrong(replied_at=row.due_at) == wrong(replied_at=row.started_at - DAY) == {"replied_at"}
        assert wrong(channel="pigeon") == {"channel"}
        assert wrong(outcome="refused") == {"reason_codes", "reasons"}
        assert wrong(upload=None) == {"upload"}
        assert wrong(statement=" ") == {"statement"}
    with logged_in_as(OWNER):
        assert not Dispute.objects.filter(case=case).exists()


def test_the_record_says_what_both_sides_know_and_nothing_else(people: world.Corridor) -> None:
    case = world.case_at(people, "decision_proposed")
    row = limit(case)
    with passed(row.due_at):
        pass
    with use_scope(people.supervisor.scope):
        theirs = GeneratedDocument.objects.get(subject=case.subject, template="silence_record").context
    with use_scope(people.their_supervisor.scope):
        ours = GeneratedDocument.objects.get(subject=case.subject, template="silence_record").context
    assert ours == theirs
    text = str(ours)
    assert (
        "Serbia" in text and "Article" in text and "Europe/Belgrade" in text and "Silence counts as acceptance" in text
    )
    day = date_long(row.due_at.astimezone(ZoneInfo("Europe/Belgrade")).date())
    assert ours["follows"] == f"Readmission counts as accepted as of {day}."
    words = [act["words"] for act in ours["acts"]]
    assert words == ["Receipt acknowledged", "1 agency was asked to verify identity"]
    assert len(ours["enclosures"]) >= 2 and all(len(item["sha256"]) == 64 for item in ours["enclosures"])
    for secret in ("proposed", "Proposal", "register", people.registry.name, people.officer.name):
        assert secret not in text, secret


def test_resubmitting_is_still_possible_after_the_limit(people: world.Corridor) -> None:
    """The day passed on which the limit would have ended; sent again, the application has a limit of its own."""
    case = world.case_at(people, "returned_incomplete")
    with passed(limit(case).due_at), use_scope(people.reviewer.scope):
        submission.case_resubmit(actor=people.reviewer, case_id=case.id, version=None)
    assert reload(case).status == "submitted" and limit(case).state == ClockState.RUNNING
