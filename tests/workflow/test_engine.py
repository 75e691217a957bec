"""Doing acts for real: order of the refusals, nothing half done, who is told, what stops."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import Group

from accounts.actor import Actor
from accounts.models import User
from accounts.selectors.actors import actor_for
from accounts.services.memberships import membership_create
from audit.models import Event
from cases.choices import ClockState, DecisionState, TransferStatus
from cases.models import (
    Case,
    CaseClock,
    CasePrivate,
    Decision,
    OwnSideNote,
    Person,
    Transfer,
    VerificationTask,
)
from cases.services import decision, filing, notes, submission, transfer, transfer_course, verification
from cases.workflow.engine import applying
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.models import OutboxMessage
from core.scope import use_scope
from countries.models import Authority
from notifications.models import Notice
from tests import world
from tests.conftest import OWNER, logged_in_as

pytestmark = pytest.mark.commits


def reload(people: world.Corridor, key: UUID) -> Case:
    with use_scope(people.supervisor.scope):
        return Case.objects.get(id=key)


def test_what_is_invisible_is_not_found_before_anything_else_is_judged(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "draft")
    for actor in (people.registry, people.verifier, people.border, world.make_actor("aut-bmi", "reviewer")):
        with use_scope(actor.scope), pytest.raises(NotVisible):
            submission.case_acknowledge(actor=actor, case_id=case.id, version=99)


def test_a_stale_form_is_told_so_before_the_status_is_judged(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    with use_scope(people.registry.scope), pytest.raises(StaleVersion) as stale:
        submission.case_acknowledge(actor=people.registry, case_id=case.id, version=case.version - 1)
    assert stale.value.status == 409 and stale.value.subject == case.subject
    assert stale.value.case_reference == case.reference
    with use_scope(people.registry.scope), pytest.raises(ActRefused) as refused:
        submission.case_acknowledge(actor=people.registry, case_id=case.id, version=case.version)
    assert refused.value.code == "wrong_status" and refused.value.status == 403
    assert reload(people, case.id).version == case.version, "a refused act leaves the version alone"


@pytest.mark.parametrize("words", ["", "   ", "\n\t"])
def test_a_required_reason_is_required(transactional_db: None, words: str) -> None:
    people = world.corridor()
    case = world.case_at(people, "in_review")
    with use_scope(people.reviewer.scope), pytest.raises(Invalid) as invalid:
        submission.review_return(actor=people.reviewer, case_id=case.id, version=case.version, reason=words)
    assert set(invalid.value.errors) == {"reason"}
    assert reload(people, case.id).status == "in_review"


def test_an_act_that_fails_in_the_middle_leaves_nothing(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "submitted")

    def traces() -> tuple[int, ...]:
        with logged_in_as(OWNER):
            return Event.objects.count(), Notice.objects.count(), OutboxMessage.objects.count()

    before = traces()
    with (
        pytest.raises(ZeroDivisionError),
        use_scope(people.registry.scope),
        applying(actor=people.registry, case_id=case.id, name="acknowledge") as act,
    ):
        act.case.received_at = clock.now()
        raise ZeroDivisionError
    assert traces() == before
    assert reload(people, case.id).status == "submitted"


def test_an_error_after_the_act_takes_the_act_with_it(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "submitted")
    with pytest.raises(ZeroDivisionError), use_scope(people.registry.scope):
        submission.case_acknowledge(actor=people.registry, case_id=case.id, version=case.version)
        raise ZeroDivisionError
    assert reload(people, case.id).version == case.version


def test_a_person_with_two_memberships_is_one_person(transactional_db: None) -> None:
    """Somebody who prepares as return officer may not release as reviewer; likewise propose and countersign."""
    people = world.corridor()
    user = world.every(User).get(id=people.officer.user_id)
    desk = Authority.objects.get(code="nld-dtv")
    with world.as_operator("NLD"):
        second = membership_create(user=user, authority=desk, role="reviewer", valid_from=date(2020, 1, 1))
        same_person = actor_for(user, second)
    case = world.case_at(people, "in_review")
    with use_scope(same_person.scope), pytest.raises(ActRefused) as refused:
        submission.case_submit(actor=same_person, case_id=case.id, version=None)
    assert refused.value.code == "second_person"

    case = world.case_at(people, "decision_proposed")
    proposer = world.every(User).get(id=people.proposer.user_id)
    ministry = Authority.objects.get(code="srb-police-records")
    with world.as_operator("SRB"):
        membership_create(user=proposer, authority=ministry, role="decision_maker", valid_from=date(2020, 1, 1))
        again = actor_for(
            proposer,
            membership_create(
                user=proposer,
                authority=Authority.objects.get(code="srb-mup-readmission"),
                role="decision_maker",
                valid_from=date(2021, 1, 1),
            ),
        )
    for service, more in ((decision.decision_countersign, {}), (decision.decision_send_back, {"reason": "No"})):
        with use_scope(again.scope), pytest.raises(ActRefused) as refused:
            service(actor=again, case_id=case.id, version=None, **more)
        assert refused.value.code == "second_person"


def test_who_is_told_of_each_act(transactional_db: None) -> None:
    """One notice per act of the main line, to the side that the files in expected/ name, one to each agency and delegate whose
    work the case becomes, and none besides."""
    people = world.corridor()
    case = world.case_at(people, "closed")
    with logged_in_as(OWNER):
        groups = dict(Group.objects.values_list("id", "name"))
        found = [
            (notice.action, *sorted([*notice.audience_countries, *(groups[key] for key in notice.audience_groups)]))
            for notice in Notice.objects.filter(subject=case.subject).order_by("at", "id")
        ]
    assert found == [
        ("case.sent_to_review", "NLD"),
        ("case.submitted", "SRB"),
        ("case.received", "NLD"),
        ("verification.wanted", "srb-civil-registry:verifier"),
        ("verification.answered", "SRB"),
        ("decision.proposed", "SRB"),
        ("travel_document.wanted", "srb-embassy-the-hague:consular_officer"),
        ("case.accepted", "NLD"),
        ("travel_document.issued", "NLD"),
        ("transfer.notified", "SRB"),
        ("arrival.expected", "srb-border-belgrade:border_officer"),
        ("transfer.confirmed", "NLD"),
        ("transfer.handed_over", "NLD", "SRB"),
    ]


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_the_receiving_side_never_hears_of_a_case_withdrawn_before_submission(
    transactional_db: None, status: str
) -> None:
    people = world.corridor()
    case = world.case_at(people, status)
    with use_scope(people.officer.scope):
        submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="entered_in_error")
        submission.case_close(actor=people.officer, case_id=case.id, version=None)
    for actor in (people.registry, people.their_supervisor, people.verifier, people.consul, people.border):
        with use_scope(actor.scope):
            assert not Case.objects.filter(id=case.id).exists()
            assert not Event.objects.filter(case_key=case.id).exists()
            assert not Notice.objects.filter(subject=case.subject).exists()


def test_why_a_case_is_withdrawn_stays_on_its_side(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    with use_scope(people.officer.scope):
        submission.case_withdraw(
            actor=people.officer, case_id=case.id, version=None, code="protection_procedure", note="new application"
        )
    with use_scope(people.their_supervisor.scope):
        events = list(Event.objects.filter(case_key=case.id))
        notices = list(Notice.objects.filter(subject=case.subject))
    assert "case.withdrawn" in {event.action for event in events}
    told = " ".join(f"{e.action} {e.parameters} {e.changed} {e.reason}" for e in events)
    told += " ".join(f"{n.action} {n.parameters}" for n in notices)
    assert "protection" not in told and "new application" not in told


def test_a_withdrawn_case_has_no_live_transfer_and_no_running_clock(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "notified")
    with use_scope(people.officer.scope):
        submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="absconded")
        assert Transfer.objects.get(case=case).status == TransferStatus.REPLACED
        assert not CaseClock.objects.filter(case=case, state=ClockState.RUNNING).exists()
        after = Case.objects.get(id=case.id)
    assert after.next_due_at is None and after.next_due_kind == ""


def test_a_withdrawn_case_is_not_looked_up_any_more(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "in_verification")
    with use_scope(people.officer.scope):
        submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="absconded")
    with use_scope(people.verifier.scope):
        task = VerificationTask.objects.get(case_id=case.id)
        assert task.status == "cancelled"
        with pytest.raises(ActRefused) as refused:
            verification.verification_answer(actor=people.verifier, task_id=task.id, version=None, answer="confirmed")
    assert refused.value.code == "wrong_status"


def test_nothing_runs_on_in_a_closed_file(transactional_db: None) -> None:
    """An inconclusive answer that does not meet the reply limit leaves it running; closing the file ends it."""
    people = world.corridor()
    case = world.case_at(people, "inconclusive")
    with use_scope(people.officer.scope):
        submission.case_close(actor=people.officer, case_id=case.id, version=None)
        assert not CaseClock.objects.filter(case=case, state=ClockState.RUNNING).exists()
        assert Case.objects.get(id=case.id).next_due_at is None


def test_a_failed_transfer_can_be_planned_anew(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "confirmed")
    with use_scope(people.border.scope):
        transfer_course.transfer_fail(actor=people.border, case_id=case.id, version=None, code="not_presented")
    plan = {
        "crossing_point": people.crossing_point,
        "arrives_at": clock.now() + timedelta(days=9),
        "means": "land",
        "carrier_number": "",
    }
    with use_scope(people.officer.scope):
        assert Case.objects.get(id=case.id).status == "accepted"
        transfer.transfer_plan(actor=people.officer, case_id=case.id, version=None, values=plan)
        with pytest.raises(ActRefused) as refused:
            transfer.transfer_plan(actor=people.officer, case_id=case.id, version=None, values=plan)
        assert refused.value.code == "wrong_status"
    with use_scope(people.their_supervisor.scope):
        assert [t.status for t in Transfer.objects.filter(case=case)] == ["failed"], (
            "a plan is own-side until announced"
        )
    with use_scope(people.border.scope):
        assert not Case.objects.filter(id=case.id).exists(), "a new plan ends the delegation to the border post"


def test_a_plan_that_fails_before_it_was_announced_is_nobody_elses_business(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "planned")
    with use_scope(people.their_supervisor.scope):
        before = Event.objects.count(), Notice.objects.count()
    with use_scope(people.officer.scope):
        transfer_course.transfer_fail(actor=people.officer, case_id=case.id, version=None, code="postponed")
        assert Event.objects.filter(case_key=case.id, action="transfer.failed").count() == 1
    with use_scope(people.their_supervisor.scope):
        assert (Event.objects.count(), Notice.objects.count()) == before


def test_a_proposal_sent_back_is_kept_and_another_can_be_made(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "decision_proposed")
    with use_scope(people.signer.scope):
        decision.decision_send_back(actor=people.signer, case_id=case.id, version=None, reason="Look again")
        decision.decision_propose(
            actor=people.signer,
            case_id=case.id,
            version=None,
            outcome="refused",
            reason_codes=["deceased"],
            reasons="Died",
        )
        assert [d.state for d in Decision.objects.filter(case=case)] == [
            DecisionState.SENT_BACK,
            DecisionState.PROPOSED,
        ]
    with use_scope(people.proposer.scope):
        decision.decision_countersign(actor=people.proposer, case_id=case.id, version=None)
    with use_scope(people.supervisor.scope):
        assert [d.outcome for d in Decision.objects.filter(case=case)] == ["refused"]


def test_no_decision_while_an_agency_is_asked(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "in_verification")
    with use_scope(people.proposer.scope), pytest.raises(ActRefused) as refused:
        decision.decision_propose(actor=people.proposer, case_id=case.id, version=None, outcome="accepted")
    assert refused.value.code == "verification_open"
    with use_scope(people.registry.scope), pytest.raises(Invalid):
        verification.verification_ask(actor=people.registry, case_id=case.id, version=None, agencies=[people.agency])
    world.answer(people, case.id)
    with pytest.raises(ActRefused) as refused, use_scope(people.verifier.scope):
        task = VerificationTask.objects.get(case_id=case.id)
        verification.verification_answer(actor=people.verifier, task_id=task.id, version=None, answer="not_confirmed")
    assert refused.value.code == "wrong_status", "an answer is given once"


@pytest.mark.parametrize("status", ["submitted", "accepted", "closed"])
def test_the_application_is_fixed_once_it_has_gone(transactional_db: None, status: str) -> None:
    people = world.corridor()
    case = world.case_at(people, status)
    with use_scope(people.officer.scope):
        with pytest.raises(ActRefused) as refused:
            filing.person_save(actor=people.officer, case_id=case.id, version=None, values={"family_name": "Other"})
        assert refused.value.code == "wrong_status"
        assert Person.objects.get(case=case).family_name == "Petrović"


@pytest.mark.parametrize(("status", "is_open"), [("draft", True), ("accepted", True), ("withdrawn", False)])
def test_own_side_data_change_as_long_as_the_case_is_open(transactional_db: None, status: str, is_open: bool) -> None:
    people = world.corridor()
    case = world.case_at(people, "received" if status == "withdrawn" else status)
    with use_scope(people.officer.scope):
        if status == "withdrawn":
            submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="absconded")
        try:
            filing.private_save(
                actor=people.officer, case_id=case.id, version=None, values={"file_number": "V-9"}, detention={}
            )
        except ActRefused as refused:
            assert not is_open and refused.code == "wrong_status"
        assert (CasePrivate.objects.get(case=case).file_number == "V-9") is is_open


def test_health_is_not_even_named_to_the_other_side_without_consent(transactional_db: None) -> None:
    """While an application is being corrected the other side reads of no saving at all; the own side reads of health."""
    people = world.corridor()
    case = world.case_at(people, "submitted")
    with use_scope(people.registry.scope):
        submission.case_return_incomplete(actor=people.registry, case_id=case.id, version=None, codes=["form"])
    with use_scope(people.officer.scope):
        filing.details_save(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={"observations": "Lived in Niš"},
            health={"statement": "Needs insulin", "has_consent": False},
        )
    with use_scope(people.their_supervisor.scope):
        shown = [e.changed for e in Event.objects.filter(case_key=case.id, action="case.application_saved")]
    assert shown == []
    with use_scope(people.supervisor.scope):
        own = [e.changed for e in Event.objects.filter(case_key=case.id, action="case.application_saved")]
    assert ["observations", "statement"] in own


def test_a_delegate_writes_no_note_among_colleagues(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "accepted")
    with use_scope(people.consul.scope):
        assert Case.objects.visible_to(people.consul).filter(id=case.id).exists()
        with pytest.raises(ActRefused) as refused:
            notes.note_add(actor=people.consul, case_id=case.id, text="I think")
        assert refused.value.code == "not_granted"
    for actor in (people.reviewer, people.proposer):
        with use_scope(actor.scope):
            notes.note_add(actor=actor, case_id=case.id, text=f"Note of {actor.country}")
    for actor in (people.officer, people.registry):
        with use_scope(actor.scope):
            assert [note.text for note in OwnSideNote.objects.all()] == [f"Note of {actor.country}"]


def test_services_refuse_codes_they_do_not_know(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "submitted")

    def tried(actor: Actor, service: object, **values: object) -> set[str]:
        with use_scope(actor.scope), pytest.raises(Invalid) as invalid:
            service(actor=actor, case_id=case.id, version=None, **values)  # type: ignore[operator]
        return set(invalid.value.errors)

    assert tried(people.registry, submission.case_return_incomplete, codes=[]) == {"codes"}
    assert tried(people.registry, submission.case_return_incomplete, codes=["form", "asylum"]) == {"codes"}
    assert tried(people.officer, submission.case_withdraw, code="because") == {"code"}
    assert tried(people.proposer, decision.decision_propose, outcome="perhaps") == {"outcome"}
    refused = tried(people.proposer, decision.decision_propose, outcome="refused", reason_codes=["fingerprints"])
    assert refused == {"reason_codes", "reasons"}
    assert reload(people, case.id).version == case.version
