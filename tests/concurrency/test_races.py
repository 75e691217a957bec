"""Two officers at once, with threads, connections and commits of their own: one wins, the other is told."""

from typing import Any
from uuid import UUID

import pytest

from audit.models import Event
from cases.models import Case, CaseClock, Decision, Transfer, TravelDocument, VerificationTask
from cases.services import (
    decision,
    filing,
    submission,
    transfer,
    transfer_course,
    travel_document,
    verification,
)
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.models import OutboxMessage
from core.scope import use_scope
from documents.models import GeneratedDocument
from notifications.models import Notice
from tests import world
from tests.cases.test_operations import checked
from tests.concurrency.race import by, together
from tests.conftest import OWNER, logged_in_as
from tests.days import local_day
from tests.families import family

pytestmark = pytest.mark.commits


def split(results: list[Any]) -> tuple[list[Any], list[Exception]]:
    return [r for r in results if not isinstance(r, Exception)], [r for r in results if isinstance(r, Exception)]


def case_of(people: world.Corridor, key: UUID) -> Case:
    with use_scope(people.supervisor.scope):
        return Case.objects.get(id=key)


def events(key: UUID, action: str) -> int:
    with logged_in_as(OWNER):
        # An event that both sides read stands twice, at one moment: with the person, and for the other side.
        return Event.objects.filter(case_key=key, action=action).values("at").distinct().count()


@pytest.mark.parametrize("knows_version", [True, False], ids=["forms", "without versions"])
def test_of_two_countersignatures_one_counts(transactional_db: None, knows_version: bool) -> None:
    people = world.corridor()
    third = world.make_actor("srb-mup-readmission", "decision_maker")
    case = world.case_at(people, "decision_proposed")
    version = case.version if knows_version else None
    done, refused = split(
        together(
            by(people.signer, decision.decision_countersign, case_id=case.id, version=version),
            by(third, decision.decision_countersign, case_id=case.id, version=version),
        )
    )
    assert len(done) == 1 and len(refused) == 1
    assert type(refused[0]) is (StaleVersion if knows_version else ActRefused)
    after = case_of(people, case.id)
    assert after.status == "accepted" and after.version == case.version + 1
    assert events(case.id, "case.accepted") == 1
    with logged_in_as(OWNER):
        assert Decision.objects.get(case=case).state == "countersigned"
        assert Notice.objects.filter(subject=case.subject, action="case.accepted").count() == 1
        replies = GeneratedDocument.objects.filter(subject=case.subject, template="reply")
        assert replies.count() == 1, "one letter leaves the house"
        assert OutboxMessage.objects.filter(key=f"render:{replies.get().id}").count() == 1
        assert CaseClock.objects.filter(case=case, kind="transfer").count() <= 1


def test_of_an_acceptance_and_a_sending_back_one_counts(transactional_db: None) -> None:
    people = world.corridor()
    third = world.make_actor("srb-mup-readmission", "decision_maker")
    case = world.case_at(people, "decision_proposed")
    done, refused = split(
        together(
            by(people.signer, decision.decision_countersign, case_id=case.id, version=case.version),
            by(third, decision.decision_send_back, case_id=case.id, version=case.version, reason="Look again"),
        )
    )
    assert len(done) == 1 and type(refused[0]) is StaleVersion
    after = case_of(people, case.id)
    with logged_in_as(OWNER):
        state = Decision.objects.get(case=case).state
    assert (after.status, state) in {("accepted", "countersigned"), ("in_verification", "sent_back")}
    assert (after.outcome == "accepted") == (after.status == "accepted")


def test_of_a_decision_and_a_withdrawal_both_or_one_counts_and_never_half(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "decision_proposed")
    done, refused = split(
        together(
            by(people.signer, decision.decision_countersign, case_id=case.id, version=case.version),
            by(people.officer, submission.case_withdraw, case_id=case.id, version=case.version, code="absconded"),
        )
    )
    assert len(done) == 1 and type(refused[0]) is StaleVersion
    after = case_of(people, case.id)
    assert after.status in {"accepted", "withdrawn"} and after.version == case.version + 1
    assert events(case.id, "case.accepted") + events(case.id, "case.withdrawn") == 1


@pytest.mark.parametrize("reviewers", [1, 2], ids=["one person clicks twice", "two people"])
def test_of_two_releases_one_counts(transactional_db: None, reviewers: int) -> None:
    people = world.corridor()
    other = people.reviewer if reviewers == 1 else world.make_actor("nld-dtv", "reviewer")
    case = world.case_at(people, "in_review")
    done, refused = split(
        together(
            by(people.reviewer, submission.case_submit, case_id=case.id, version=case.version),
            by(other, submission.case_submit, case_id=case.id, version=case.version),
        )
    )
    assert len(done) == 1 and type(refused[0]) is StaleVersion
    assert events(case.id, "case.submitted") == 1
    with logged_in_as(OWNER):
        assert GeneratedDocument.objects.filter(subject=case.subject).count() == 1
        assert CaseClock.objects.filter(case=case, kind="reply").count() == 1


def test_a_family_released_by_two_people_from_two_ends_goes_once(transactional_db: None) -> None:
    """Each begins with another member: neither may wait for the other for ever, nobody goes twice."""
    people = world.corridor()
    other = world.make_actor("nld-dtv", "reviewer")
    for _ in range(2):
        first, second = family(people)
        with use_scope(people.officer.scope):
            submission.review_send(actor=people.officer, case_id=first.id, version=None)
        done, refused = split(
            together(
                by(people.reviewer, submission.case_submit, case_id=first.id, version=None),
                by(other, submission.case_submit, case_id=second.id, version=None),
            )
        )
        assert len(done) == 1, refused
        assert type(refused[0]) is ActRefused, refused
        for key in (first.id, second.id):
            assert case_of(people, key).status == "submitted"
            assert events(key, "case.submitted") == 1


def test_of_two_savings_of_one_page_one_counts_and_nothing_is_overwritten(transactional_db: None) -> None:
    people = world.corridor()
    colleague = world.make_actor("nld-dtv", "return_officer")
    case = world.draft(people)
    done, refused = split(
        together(
            by(
                people.officer,
                filing.person_save,
                case_id=case.id,
                version=case.version,
                values={"family_name": "One", "eye_colour": "blue"},
            ),
            by(colleague, filing.person_save, case_id=case.id, version=case.version, values={"family_name": "Two"}),
        )
    )
    assert len(done) == 1 and type(refused[0]) is StaleVersion
    with use_scope(people.officer.scope):
        person = Case.objects.get(id=case.id).person
        assert (person.family_name, person.eye_colour) in {("One", "blue"), ("Two", "")}
    assert case_of(people, case.id).version == case.version + 1


def test_editing_and_sending_to_review_do_not_pass_each_other(transactional_db: None) -> None:
    people = world.corridor()
    case = world.draft(people)
    colleague = world.make_actor("nld-dtv", "return_officer")
    done, refused = split(
        together(
            by(people.officer, submission.review_send, case_id=case.id, version=case.version),
            by(colleague, filing.person_save, case_id=case.id, version=case.version, values={"family_name": ""}),
        )
    )
    assert len(done) == 1 and len(refused) == 1
    after = case_of(people, case.id)
    with use_scope(people.officer.scope):
        name = Case.objects.get(id=case.id).person.family_name
    assert (after.status, name) in {("in_review", "Petrović"), ("draft", "")}, (
        "an incomplete case must not slip through"
    )


def test_an_agency_answers_once(transactional_db: None) -> None:
    people = world.corridor()
    colleague = world.make_actor("srb-civil-registry", "verifier")
    case = world.case_at(people, "in_verification")
    with use_scope(people.verifier.scope):
        task = VerificationTask.objects.get(case_id=case.id)
    done, refused = split(
        together(
            by(people.verifier, verification.verification_answer, task_id=task.id, version=None, answer="confirmed"),
            by(
                colleague,
                verification.verification_answer,
                task_id=task.id,
                version=None,
                answer="not_confirmed",
                remarks="Nobody",
            ),
        )
    )
    assert len(done) == 1 and type(refused[0]) is ActRefused
    assert events(case.id, "verification.result") == 1


def test_two_questions_to_one_agency_at_once_are_one(transactional_db: None) -> None:
    people = world.corridor()
    colleague = world.make_actor("srb-mup-readmission", "registry_officer")
    case = world.case_at(people, "received")
    asking = {"case_id": case.id, "version": None, "agencies": [people.agency]}
    done, refused = split(
        together(
            by(people.registry, verification.verification_ask, **asking),
            by(colleague, verification.verification_ask, **asking),
        )
    )
    assert len(done) == 1 and type(refused[0]) is Invalid
    with logged_in_as(OWNER):
        assert VerificationTask.objects.filter(case=case).count() == 1


def test_one_travel_document_and_one_plan(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "accepted")
    consul = world.make_actor("srb-embassy-the-hague", "consular_officer")
    until = local_day() + world._days(30)
    document = {"case_id": case.id, "version": None, "valid_until": until}
    done, refused = split(
        together(
            by(people.consul, travel_document.travel_document_issue, **document),
            by(consul, travel_document.travel_document_issue, **document),
        )
    )
    assert len(done) == 1 and [type(error) for error in refused] == [ActRefused]
    plan = {
        "case_id": case.id,
        "version": None,
        "values": {
            "crossing_point": people.crossing_point,
            "arrives_at": clock.now() + world._days(5),
            "means": "air",
            "carrier_number": "JU 1",
        },
    }
    done, refused = split(
        together(
            by(people.officer, transfer.transfer_plan, **plan), by(people.reviewer, transfer.transfer_plan, **plan)
        )
    )
    assert len(done) == 1 and [type(error) for error in refused] == [ActRefused]
    with logged_in_as(OWNER):
        assert TravelDocument.objects.filter(case=case).count() == 1
        assert Transfer.objects.filter(case=case).count() == 1


def test_references_are_unique_and_without_gaps_under_eight_threads(transactional_db: None) -> None:
    people = world.corridor()
    cases = [world.case_at(people, "in_review") for _ in range(8)]
    reviewers = [world.make_actor("nld-dtv", "reviewer") for _ in cases]
    results = together(
        *(
            by(reviewer, submission.case_submit, case_id=case.id, version=case.version)
            for case, reviewer in zip(cases, reviewers, strict=True)
        )
    )
    done, refused = split(results)
    assert not refused
    year = clock.now().year
    numbers = sorted(int(case.reference.split("-")[3]) for case in done)
    assert numbers == list(range(1, 9))
    assert {case.reference[:10] for case in done} == {f"NL-RS-{year}"}


def test_a_reference_of_a_failed_submission_is_given_to_the_next(transactional_db: None) -> None:
    """No gap tells that somebody tried."""
    people = world.corridor()
    first, second = world.case_at(people, "in_review"), world.case_at(people, "in_review")
    with pytest.raises(ZeroDivisionError), use_scope(people.reviewer.scope):
        submission.case_submit(actor=people.reviewer, case_id=first.id, version=None)
        raise ZeroDivisionError
    with use_scope(people.reviewer.scope):
        submission.case_submit(actor=people.reviewer, case_id=second.id, version=None)
    reference = case_of(people, second.id).reference
    assert reference is not None and reference.split("-")[3] == "000001"
    assert case_of(people, first.id).reference is None


@pytest.mark.parametrize("arrival", ["departure", "handover"])
def test_a_withdrawal_and_a_journey_do_not_both_happen(transactional_db: None, arrival: str) -> None:
    """Withdrawn first: nobody departs or is handed over. The other way round the case is not withdrawn."""
    people = world.corridor()
    case = world.case_at(people, "confirmed")
    checked(people, case)
    signed = {"at": clock.now(), "handed_over_by": "S. Jansen", "received_by": "D. Ilić"}
    journey = {
        "departure": by(
            people.officer, transfer_course.transfer_depart, case_id=case.id, version=None, departed_at=clock.now()
        ),
        "handover": by(people.border, transfer_course.handover_record, case_id=case.id, version=None, values=signed),
    }
    done, refused = split(
        together(
            by(people.reviewer, submission.case_withdraw, case_id=case.id, version=None, code="court_suspension"),
            journey[arrival],
        )
    )
    assert len(done) == 1 and len(refused) == 1 and isinstance(refused[0], ActRefused | NotVisible)
    after = case_of(people, case.id)
    with use_scope(people.supervisor.scope):
        status = Transfer.objects.get(case=case).status
    reached = {"departure": ("accepted", "departed"), "handover": ("completed", "handed_over")}
    assert (after.status, status) in {("withdrawn", "replaced"), reached[arrival]}
