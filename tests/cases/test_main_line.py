"""The main line, act by act, with real commits: completeness of the audit trail is judged at each commit."""

import pytest
from django.db import connection

from audit.models import Event
from cases.models import Case, CaseClock, Transfer, TravelDocument, VerificationTask
from cases.services import submission, verification
from core.errors import ActRefused
from core.scope import use_scope
from documents.models import GeneratedDocument
from tests import world

pytestmark = pytest.mark.commits


def test_from_draft_to_closed(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "closed")
    assert case.reference is not None and case.reference.startswith("NL-RS-")
    with use_scope(people.supervisor.scope):
        actions = list(Event.objects.filter(case_key=case.id).order_by("at", "id").values_list("action", flat=True))
        papers = set(GeneratedDocument.objects.filter(subject=case.subject).values_list("template", flat=True))
        clocks = dict(CaseClock.objects.filter(case=case).values_list("kind", "state"))
    for action in ("case.started", "case.submitted", "case.received", "verification.result", "case.accepted"):
        assert action in actions
    assert "decision.proposed" not in actions, "a proposal is the receiving side's own"
    assert "verification.answered" not in actions, "the agency's name is the receiving side's own"
    assert papers == {"readmission_application", "reply", "travel_document", "transfer_notice", "handover_record"}
    assert clocks["reply"] == "met" and clocks["transfer"] == "met"


@pytest.mark.parametrize("status", ["refused", "inconclusive"])
def test_other_answers(transactional_db: None, status: str) -> None:
    people = world.corridor()
    case = world.case_at(people, status)
    assert case.outcome == status and case.basis == "express"


def test_each_reader_sees_what_is_theirs(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "confirmed")
    with use_scope(people.border.scope):
        assert Case.objects.filter(id=case.id).exists(), "delegated"
        assert not Case.objects.visible_to(people.border).exists(), "but not the case page"
        assert Transfer.objects.get().status == "confirmed"
        assert TravelDocument.objects.count() == 1
    with use_scope(people.verifier.scope):
        assert not Case.objects.exists()
    stranger = world.make_actor("alb-border-migration", "registry_officer")
    with use_scope(stranger.scope):
        assert not Case.objects.exists() and not Transfer.objects.exists() and not Event.objects.exists()


def test_withdrawal_frees_the_agencies(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "in_verification")
    with use_scope(people.officer.scope):
        submission.case_withdraw(
            actor=people.officer, case_id=case.id, version=None, code="protection_procedure", note="asked today"
        )
    with use_scope(people.verifier.scope):
        task = VerificationTask.objects.get(case=case)
        assert task.status == "cancelled"
        with pytest.raises(ActRefused):
            verification.verification_answer(actor=people.verifier, task_id=task.id, version=None, answer="confirmed")
    with use_scope(people.registry.scope):
        assert not Event.objects.filter(case_key=case.id, action="case.withdrawal_reason").exists()


def test_questions_of_a_running_case_cannot_be_cancelled_from_outside(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "in_verification")
    with use_scope(people.officer.scope), connection.cursor() as cursor:
        cursor.execute("select cancel_questions_of_withdrawn(%s)", [case.id])
    with use_scope(people.verifier.scope):
        assert VerificationTask.objects.get(case=case).status == "asked"
