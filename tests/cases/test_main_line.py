"""The main line, act by act, with real commits: completeness of the audit trail is judged at each commit."""

import pytest

from audit.models import Event
from cases.models import Case, CaseClock, Transfer, TravelDocument
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
