"""A case that stands still, one that is taken up again, one that is filed again, and a person who left."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from cases.choices import PauseCode, WithdrawalReason
from cases.models import (
    Case,
    CaseClock,
    CaseLink,
    CaseSuspension,
    Decision,
    Evidence,
    Person,
    Refiling,
    Transfer,
    VerificationTask,
    VoluntaryDeparture,
    Withdrawal,
)
from cases.selectors.case_head import case_head_for
from cases.selectors.case_page import case_page_for
from cases.selectors.refused_before import refused_before
from cases.selectors.situation import situation_of
from cases.services import case_suspension, decision, departure, filing, refiling, reopening, submission, transfer
from cases.services.deadlines import deadline_tell
from cases.wording import event_words
from cases.workflow.engine import available_for
from core import clock
from core.errors import ActRefused, Invalid, NotVisible
from core.scope import use_scope
from documents.models import GeneratedDocument
from notifications.models import Notice
from tests import world
from tests.cases.work_pages import browser, page
from tests.days import local_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


def do(actor: Actor, service: Any, case: Case, **arguments: Any) -> Any:
    with use_scope(actor.scope):
        return service(actor=actor, case_id=case.id, version=None, **arguments)


def seen(actor: Actor, key: UUID) -> Case:
    with use_scope(actor.scope):
        return Case.objects.get(id=key)


def in_a_month() -> date:
    return local_day() + timedelta(days=30)


def suspend(people: world.Corridor, case: Case) -> CaseSuspension:
    why = {"code": "protection_procedure", "review_on": in_a_month(), "note": "The court hears the person"}
    suspension: CaseSuspension = do(people.officer, case_suspension.case_suspend, case, **why)
    return suspension


def what_they_know(people: world.Corridor, case: Case) -> tuple[Any, ...]:
    """Everything of a case that the receiving side can read, as far as it could change."""
    with use_scope(people.their_supervisor.scope):
        row = Case.objects.filter(id=case.id).values("status", "version", "changed_at", "next_due_at").get()
        events = list(Event.objects.filter(case_key=case.id).order_by("id").values_list("action", flat=True))
        notices = list(Notice.objects.filter(subject=case.subject).order_by("id").values_list("action", flat=True))
        papers = list(GeneratedDocument.objects.filter(subject=case.subject).values_list("template", "version"))
        clocks = list(CaseClock.objects.filter(case=case).order_by("id").values_list("kind", "state", "due_at"))
        rows = CaseSuspension.objects.count(), Withdrawal.objects.count(), VoluntaryDeparture.objects.count()
        transfers = list(Transfer.objects.filter(case=case).values_list("status", "failure_code"))
    return (*row.values(), events, notices, papers, clocks, rows, transfers)


# --- suspension -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["submitted", "received", "in_verification", "accepted", "planned"])
def test_of_a_suspension_the_other_side_learns_nothing(people: world.Corridor, status: str) -> None:
    """Before acceptance, and after it as long as no transfer was announced."""
    case = world.case_at(people, status)
    before = what_they_know(people, case)
    suspend(people, case)
    # A plan that was never announced is the own side's: that it ended moves the version, and nothing that is read.
    hidden = slice(1, 3) if status == "planned" else slice(0, 0)
    after = list(what_they_know(people, case))
    after[hidden] = before[hidden]
    assert tuple(after) == before
    do(people.officer, case_suspension.case_resume, case)
    after = list(what_they_know(people, case))
    after[hidden] = before[hidden]
    assert tuple(after) == before


def test_an_announced_transfer_is_postponed_and_not_why(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    suspend(people, case)
    with use_scope(people.their_supervisor.scope):
        event = Event.objects.filter(case_key=case.id).latest("at")
        assert (event.action, event.parameters) == ("transfer.failed", {"code": "postponed"})
        assert event_words(event.action, event.parameters, is_own_side=False) == (
            "The transfer failed: the transfer was postponed"
        )
        failed = Transfer.objects.get(case=case)
        assert (failed.status, failed.failure_code, failed.failure_note) == ("failed", "postponed", "")
        told = " ".join(
            event_words(row.action, row.parameters, is_own_side=False) for row in Event.objects.filter(case_key=case.id)
        ).lower()
    for code in PauseCode:
        assert str(code.label).lower() not in told
    assert "suspend" not in told and "court" not in told


def test_nobody_is_brought_to_a_border_while_the_case_is_suspended(people: world.Corridor) -> None:
    case = world.case_at(people, "documented")
    plan = {
        "crossing_point": people.crossing_point,
        "arrives_at": clock.now() + timedelta(days=5),
        "means": "air",
    }
    suspend(people, case)
    with pytest.raises(ActRefused) as refused:
        do(people.officer, transfer.transfer_plan, case, values=plan)
    assert refused.value.code == "case_suspended"
    do(people.officer, case_suspension.case_resume, case)
    do(people.officer, transfer.transfer_plan, case, values=plan)


def test_the_other_side_goes_on_with_its_own(people: world.Corridor) -> None:
    case = world.case_at(people, "answered")
    suspend(people, case)
    do(people.proposer, decision.decision_propose, case, outcome="accepted", reason_codes=[], reasons="")
    do(people.signer, decision.decision_countersign, case)
    assert seen(people.officer, case.id).status == "accepted"


def test_the_office_is_reminded_on_the_day_and_nobody_else(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    row = suspend(people, case)
    key = f"suspension:{row.id}:{row.review_on}"
    with clock.travel(clock.now() + timedelta(days=31)), use_scope(people.officer.scope):
        deadline_tell(key=key, stage="overdue", row_id=row.id)
        notice = Notice.objects.get(action="deadline.suspension")
        assert notice.parameters == {}
    with use_scope(people.their_supervisor.scope):
        assert not Notice.objects.filter(action="deadline.suspension").exists()
    later = in_a_month() + timedelta(days=30)
    do(people.officer, case_suspension.suspension_review, case, review_on=later)
    with use_scope(people.officer.scope):
        assert CaseSuspension.objects.get(id=row.id).review_on == later


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"code": "because"}, "code"), ({"review_on": date(2020, 1, 1)}, "review_on")],
)
def test_a_suspension_says_why_and_until_when_it_is_looked_at(
    people: world.Corridor, wrong: dict[str, Any], field: str
) -> None:
    case = world.case_at(people, "received")
    why = {"code": "absconded", "review_on": in_a_month(), **wrong}
    with pytest.raises(Invalid) as invalid:
        do(people.officer, case_suspension.case_suspend, case, **why)
    assert set(invalid.value.errors) == {field}


# --- withdrawal and departure -----------------------------------------------------------------------------------------


def test_every_reason_of_a_withdrawal_looks_the_same_from_the_other_side(people: world.Corridor) -> None:
    """Also that the person left voluntarily: what is explained once would make the unexplained ones speak."""
    known = set()
    for code in WithdrawalReason:
        case = world.case_at(people, "notified")
        if code == WithdrawalReason.LEFT_VOLUNTARILY:
            left = {"left_on": local_day(), "proof": "exit_stamp", "destination": "Belgrade"}
            do(people.officer, departure.voluntary_departure_record, case, **left)
        else:
            do(people.officer, submission.case_withdraw, case, code=code, note="By letter", is_closed=True)
        with use_scope(people.their_supervisor.scope):
            last = Event.objects.filter(case_key=case.id, action="case.withdrawn").get()
            known.add(
                (
                    seen(people.their_supervisor, case.id).status,
                    str(last.parameters),
                    last.reason,
                    str(last.changed),
                    event_words(last.action, last.parameters, is_own_side=False),
                    tuple(Event.objects.filter(case_key=case.id).order_by("id").values_list("action", flat=True)),
                    tuple(Notice.objects.filter(subject=case.subject).order_by("id").values_list("action", flat=True)),
                    tuple(Transfer.objects.filter(case=case).values_list("status", "failure_code", "failure_note")),
                )
            )
    assert len(known) == 1, known


def test_a_departure_ends_what_waited(people: world.Corridor) -> None:
    case = world.case_at(people, "in_verification")
    suspend(people, case)
    left = {"left_on": local_day(), "proof": "entry_exit_system", "is_assisted": True, "note": "EES"}
    do(people.officer, departure.voluntary_departure_record, case, **left)
    with use_scope(people.officer.scope):
        found = Case.objects.get(id=case.id)
        assert found.status == "closed" and found.closed_at is not None, "nobody has to close it as well"
        told = Event.objects.filter(case_key=case.id, action__in=("case.withdrawn", "case.closed"))
        assert set(told.values_list("action", flat=True)) == {"case.withdrawn", "case.closed"}
        assert Withdrawal.objects.get(case=case).reason_code == "left_voluntarily"
        assert VoluntaryDeparture.objects.get(case=case).is_assisted
        assert not CaseClock.objects.live().filter(case=case).exists()
        assert not CaseSuspension.objects.filter(case=case, ended_at=None).exists()
    with use_scope(people.registry.scope):
        assert set(VerificationTask.objects.filter(case=case).values_list("status", flat=True)) == {"cancelled"}
        assert Notice.objects.filter(subject=case.subject, action="case.withdrawn").exists()


def test_a_departure_lies_in_the_past_and_is_proved(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    tomorrow = local_day() + timedelta(days=2)
    with pytest.raises(Invalid) as invalid:
        do(people.officer, departure.voluntary_departure_record, case, left_on=tomorrow, proof="hearsay")
    assert set(invalid.value.errors) == {"left_on", "proof"}


# --- reopening --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["refused", "inconclusive"])
def test_what_was_answered_is_taken_up_again_and_answered_anew(people: world.Corridor, status: str) -> None:
    case = world.case_at(people, status)
    do(people.signer, reopening.case_reopen, case, reason="The register of Niš sent a birth certificate")
    case = seen(people.registry, case.id)
    assert (case.status, case.outcome, case.basis, case.decided_at) == ("in_verification", "", "", None)
    with use_scope(people.registry.scope):
        assert set(Decision.objects.filter(case=case).values_list("state", flat=True)) == {"undone"}
    with use_scope(people.officer.scope):
        event = Event.objects.get(case_key=case.id, action="case.reopened")
        assert event.parameters == {"outcome": status} and "birth certificate" in event.reason
    do(people.proposer, decision.decision_propose, case, outcome="accepted", reason_codes=[], reasons="")
    do(people.signer, decision.decision_countersign, case)
    assert seen(people.officer, case.id).status == "accepted"


def test_no_time_limit_begins_with_a_reopening(people: world.Corridor) -> None:
    case = world.case_at(people, "refused")
    with use_scope(people.registry.scope):
        before = set(CaseClock.objects.filter(case=case).values_list("id", "state"))
    do(people.signer, reopening.case_reopen, case, reason="New papers")
    with use_scope(people.registry.scope):
        assert set(CaseClock.objects.filter(case=case).values_list("id", "state")) == before


# --- filing again -----------------------------------------------------------------------------------------------------


def test_a_refused_application_is_filed_again_with_what_is_new(people: world.Corridor) -> None:
    earlier = world.case_at(people, "refused")
    case = world.refiled(people, earlier)
    with use_scope(people.officer.scope):
        row = Refiling.objects.get(case=case)
        assert (row.earlier_reference, row.needs_new) == (earlier.reference, True)
        old, new = (Person.objects.get(case=found) for found in (earlier, case))
        assert (new.family_name, new.birth_date) == (old.family_name, old.birth_date)
        assert new.photograph_id not in {None, old.photograph_id}, "no file belongs to two cases"
        assert [e.number for e in Evidence.objects.filter(case=case)] == ["012345678"]
        link = CaseLink.objects.get(case=case)
        assert (link.other_id, link.kind, link.own_side) == (earlier.id, "earlier_case", "requesting")
        filing.private_save(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={"legal_status_checked_on": local_day()},
            detention={},
        )
    with use_scope(people.registry.scope):
        assert not Refiling.objects.exists(), "the other side knows of no draft"
    with pytest.raises(ActRefused) as refused:
        do(people.officer, submission.review_send, case)
    assert refused.value.code == "nothing_new"
    with use_scope(people.officer.scope):
        card = {"kind": "identity_card", "number": "998877"}
        filing.evidence_add(actor=people.officer, case_id=case.id, version=None, values=card)
    do(people.officer, submission.review_send, case)
    do(people.reviewer, submission.case_submit, case)
    with use_scope(people.registry.scope):
        row = Refiling.objects.get(case=case)
        assert (row.earlier_reference, row.what_is_new) == (earlier.reference, "A copy of the identity card")
    shown = reverse("cases:case-detail", args=[case.id])
    assert "A copy of the identity card" in page(browser(people.registry), shown)
    do(people.registry, submission.case_return_incomplete, case, codes=["photograph"])
    do(people.officer, refiling.refiling_save, case, what_is_new="Not sent yet")
    assert "Not sent yet" in page(browser(people.officer), shown)
    assert "Not sent yet" not in page(browser(people.registry), shown)


def test_new_particulars_are_something_new(people: world.Corridor) -> None:
    case = world.refiled(people, world.case_at(people, "inconclusive"), "The mother's name was found")
    with use_scope(people.officer.scope):
        checked = {"legal_status_checked_on": local_day()}
        filing.private_save(actor=people.officer, case_id=case.id, version=None, values=checked, detention={})
    with pytest.raises(ActRefused):
        do(people.officer, submission.review_send, case)
    do(people.officer, filing.person_save, case, values={"mother_name": "Jovana"})
    do(people.officer, submission.review_send, case)


def test_what_was_withdrawn_is_filed_again_without_anything_new(people: world.Corridor) -> None:
    earlier = world.case_at(people, "received")
    do(people.officer, submission.case_withdraw, earlier, code="entered_in_error")
    case = world.refiled(people, seen(people.officer, earlier.id), "")
    with use_scope(people.officer.scope):
        assert not Refiling.objects.get(case=case).needs_new
        checked = {"legal_status_checked_on": local_day()}
        filing.private_save(actor=people.officer, case_id=case.id, version=None, values=checked, detention={})
    do(people.officer, submission.review_send, case)


def test_a_plain_new_application_for_a_person_refused_before_is_warned_of(people: world.Corridor) -> None:
    """To the side that filed the earlier one, and only where name and day of birth are the same."""
    earlier = world.case_at(people, "refused")
    case = world.case_at(people, "draft")
    with use_scope(people.officer.scope):
        person = Person.objects.get(case=case)
        found = refused_before(people.officer, seen(people.officer, case.id), person)
        assert [row.reference for row in found] == [earlier.reference]
        person.birth_date = "1951-02-27"
        assert refused_before(people.officer, case, person) == []
        person.birth_date = ""
        assert refused_before(people.officer, case, person) == []
    again = world.refiled(people, earlier)
    with use_scope(people.officer.scope):
        assert refused_before(people.officer, again, Person.objects.get(case=again)) == []
    with use_scope(people.registry.scope):
        assert refused_before(people.registry, case, person) == []
    sent = world.case_at(people, "received")
    with use_scope(people.officer.scope):
        assert refused_before(people.officer, sent, Person.objects.get(case=sent)) == []


def test_who_was_refused_is_not_asked_for_as_if_for_the_first_time(people: world.Corridor) -> None:
    """A plain draft with the same particulars is held; where one differs it may be another person."""
    earlier = world.case_at(people, "refused")
    case = world.case_at(people, "draft", distinguishing_marks="")
    with pytest.raises(ActRefused) as refused:
        do(people.officer, submission.review_send, case)
    assert refused.value.code == "filed_before"
    with use_scope(people.officer.scope):
        page = case_page_for(people.officer, case_head_for(people.officer, case.id))
        assert earlier.reference in {row.reference for row in page.exits.before}
        found = Case.objects.get(id=case.id)
        blocked = available_for(people.officer, found, situation_of(found, None), None)
        assert "filed_before" in {offer.code for offer in blocked}
    do(people.officer, filing.person_save, case, values={"mother_name": "Jovana"})
    do(people.officer, submission.review_send, case)


def test_an_application_is_filed_again_once_at_a_time_with_words_and_only_when_it_is_over(
    people: world.Corridor,
) -> None:
    running = world.case_at(people, "received")
    with pytest.raises(ActRefused) as refused:
        world.refiled(people, running)
    assert refused.value.code == "wrong_status"
    earlier = world.case_at(people, "refused")
    with pytest.raises(Invalid):
        world.refiled(people, earlier, "  ")
    world.refiled(people, earlier)
    with pytest.raises(ActRefused) as refused:
        world.refiled(people, earlier)
    assert refused.value.code == "refiled_already"
    with use_scope(people.registry.scope), pytest.raises(ActRefused) as refused:
        refiling.case_refile(actor=people.registry, case_id=earlier.id, what_is_new="x")
    assert refused.value.code == "not_granted"
    stranger = world.make_actor("alb-border-migration", "registry_officer")
    with use_scope(stranger.scope), pytest.raises(NotVisible):
        refiling.case_refile(actor=stranger, case_id=earlier.id, what_is_new="x")
