"""Readmission in error: claimed within the time, answered by another person, the person and the papers taken back."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from accounts.actor import Actor
from audit.models import Event
from cases.choices import ClockKind
from cases.clocks import due_of
from cases.models import Case, CaseClock, ErrorClaim, Refiling
from cases.selectors.exits import needs_new
from cases.selectors.situation import situation_of
from cases.services import error_claims, submission
from cases.services.talking import Upload
from cases.wording import event_words
from cases.workflow.engine import available_for
from core import clock
from core.errors import ActRefused, Invalid
from core.scope import use_scope
from documents.models import GeneratedDocument
from notifications.models import Notice
from tests import world

pytestmark = pytest.mark.django_db
CLAIM = {"grounds": ["not_a_national"], "statement": "The register knows nobody of this name"}


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


def do(actor: Actor, service: Any, case: Case, **arguments: Any) -> Any:
    with use_scope(actor.scope):
        return service(actor=actor, case_id=case.id, version=None, **arguments)


def seen(actor: Actor, key: UUID) -> Case:
    with use_scope(actor.scope):
        return Case.objects.get(id=key)


def test_a_claim_is_accepted_and_the_person_taken_back_with_the_papers(people: world.Corridor) -> None:
    case = world.case_at(people, "take_back_arranged")
    do(people.registry, error_claims.documents_return, case, items=["travel_document", "originals"])
    with clock.travel(clock.now() + timedelta(days=7)):
        do(
            people.officer,
            error_claims.take_back_record,
            case,
            at=clock.now(),
            items=["travel_document"],
            note="The identity card did not come",
        )
    case = seen(people.officer, case.id)
    assert case.status == "taken_back"
    with use_scope(people.registry.scope):
        claim = ErrorClaim.objects.get(case=case)
        assert (claim.state, claim.given_back, claim.received_back) == (
            "taken_back",
            ["travel_document", "originals"],
            ["travel_document"],
        )
        window = CaseClock.objects.get(case=case, kind=ClockKind.ERROR)
        assert window.state == "cancelled", "who was taken back cannot be claimed to have been sent in error"
        papers = GeneratedDocument.objects.filter(subject=case.subject)
        assert {"error_claim", "error_reply", "take_back_record"} <= set(papers.values_list("template", flat=True))
        record = papers.get(template="take_back_record").context
    assert [row["name"] for row in record["returned"] if row["is_given"] and not row["is_received"]] == [
        "The person's original documents"
    ]
    do(people.officer, submission.case_close, case)
    assert seen(people.officer, case.id).status == "closed"


def test_a_file_is_not_closed_over_a_claim_and_is_after_its_rejection(people: world.Corridor) -> None:
    case = world.case_at(people, "error_claimed")
    with pytest.raises(ActRefused) as refused:
        do(people.officer, submission.case_close, case)
    assert refused.value.code == "error_claim_waits"
    do(people.reviewer, error_claims.error_dispute, case, reason="The consulate confirmed the nationality")
    do(people.officer, submission.case_close, case)


def test_whoever_prepared_the_application_does_not_judge_the_claim(people: world.Corridor) -> None:
    case = world.case_at(people, "error_claimed")
    with use_scope(people.reviewer.scope):
        Case.objects.filter(id=case.id).update(prepared_by=people.reviewer.user_id)
    for service, words in ((error_claims.error_accept, {}), (error_claims.error_dispute, {"reason": "No"})):
        with pytest.raises(ActRefused) as refused:
            do(people.reviewer, service, case, **words)
        assert refused.value.code == "second_person"


def test_a_claim_outlives_the_closing_and_opens_the_file_again(people: world.Corridor) -> None:
    case = world.case_at(people, "closed")
    do(people.signer, error_claims.error_claim, case, **CLAIM)
    case = seen(people.officer, case.id)
    assert (case.status, case.closed_at) == ("completed", None)
    with use_scope(people.officer.scope):
        assert Notice.objects.filter(action="error.claimed", subject=case.subject).exists()


def test_a_late_claim_is_refused_by_a_limit_that_was_read() -> None:
    people = world.kosovan_corridor()
    case, row = _long_ago(people)
    assert due_of(row).is_verified
    with pytest.raises(ActRefused) as refused:
        do(people.proposer, error_claims.error_claim, case, **CLAIM)
    assert refused.value.code == "error_window_passed"


def test_a_late_claim_is_taken_with_a_warning_by_a_limit_that_nobody_read(people: world.Corridor) -> None:
    case, row = _long_ago(people)
    assert not due_of(row).is_verified
    claim = do(people.proposer, error_claims.error_claim, case, **CLAIM)
    assert claim.is_window_doubted
    with use_scope(people.officer.scope):
        assert GeneratedDocument.objects.get(subject=case.subject, template="error_claim").context["is_window_doubted"]


def _long_ago(people: world.Corridor) -> tuple[Case, CaseClock]:
    """Handed over so long ago that the time for a claim has passed."""
    with clock.travel(clock.now() - timedelta(days=400)):
        case = world.case_at(people, "completed")
    with use_scope(people.proposer.scope):
        row = CaseClock.objects.with_working().get(case=case, kind=ClockKind.ERROR)
    assert row.due_at < clock.now()
    return case, row


def test_one_claim_at_a_time_and_another_after_a_refused_one(people: world.Corridor) -> None:
    case = world.case_at(people, "error_claimed")
    with pytest.raises(ActRefused) as refused:
        do(people.signer, error_claims.error_claim, case, **CLAIM)
    assert refused.value.code == "wrong_status"
    do(people.reviewer, error_claims.error_dispute, case, reason="The consulate confirmed the nationality")
    do(people.signer, error_claims.error_claim, case, **CLAIM)
    do(people.signer, error_claims.error_withdraw, case)
    with use_scope(people.officer.scope):
        assert list(ErrorClaim.objects.filter(case=case).values_list("state", flat=True)) == ["disputed", "withdrawn"]


def test_the_requesting_side_owns_an_error_without_being_asked(people: world.Corridor) -> None:
    case = world.case_at(people, "completed")
    claim = do(people.reviewer, error_claims.error_report, case, **CLAIM)
    assert (claim.state, claim.claimed_side) == ("accepted", "requesting")
    with use_scope(people.registry.scope):
        paper = GeneratedDocument.objects.get(subject=case.subject, template="error_claim")
    assert paper.context["is_owned"] is True


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"grounds": []}, "grounds"), ({"grounds": ["because"]}, "grounds"), ({"statement": "  "}, "statement")],
)
def test_a_claim_says_what_was_not_met_and_why(people: world.Corridor, wrong: dict[str, Any], field: str) -> None:
    case = world.case_at(people, "completed")
    with pytest.raises(Invalid) as invalid:
        do(people.proposer, error_claims.error_claim, case, **{**CLAIM, **wrong})
    assert set(invalid.value.errors) == {field}


def test_a_file_that_is_no_picture_and_no_pdf_is_no_evidence(people: world.Corridor) -> None:
    case = world.case_at(people, "completed")
    with pytest.raises(Invalid) as invalid:
        do(people.proposer, error_claims.error_claim, case, **CLAIM, upload=Upload(BytesIO(b"MZ not a scan"), "a.pdf"))
    assert set(invalid.value.errors) == {"upload"}
    assert seen(people.proposer, case.id).version == case.version


def test_the_days_of_the_taking_back_are_checked(people: world.Corridor) -> None:
    case = world.case_at(people, "error_accepted")
    with pytest.raises(Invalid) as invalid:
        do(people.officer, error_claims.take_back_arrange, case, crossing_point="nowhere", at=clock.now())
    assert set(invalid.value.errors) == {"crossing_point", "at"}
    soon = clock.now() + timedelta(days=2)
    do(people.officer, error_claims.take_back_arrange, case, crossing_point=people.crossing_point, at=soon)
    for at in (clock.now() + timedelta(hours=1), case.completed_at - timedelta(days=1)):
        with pytest.raises(Invalid) as invalid:
            do(people.officer, error_claims.take_back_record, case, at=at, items=[])
        assert set(invalid.value.errors) == {"at"}


def test_the_events_are_worded_and_name_no_person_to_the_other_side(people: world.Corridor) -> None:
    case = world.case_at(people, "take_back_arranged")
    with use_scope(people.their_supervisor.scope):
        events = Event.objects.filter(case_key=case.id, action__startswith="error.")
        words = {row.action: event_words(row.action, row.parameters, is_own_side=False) for row in events}
        names = {row.actor_name for row in events.filter(action="error.accepted")}
    assert set(words) == {"error.claimed", "error.accepted", "error.arranged"}
    assert "the person is not a national" in words["error.claimed"]
    assert people.reviewer.name not in names


def test_nobody_claims_an_error_where_nobody_was_handed_over(people: world.Corridor) -> None:
    """Neither offered nor done, in whatever way the file came to its end."""
    for status in ("refused", "received"):
        case = world.case_at(people, status)
        if status == "received":
            do(people.officer, submission.case_withdraw, case, code="entered_in_error")
        do(people.officer, submission.case_close, case)
        with pytest.raises(ActRefused) as refused:
            do(people.signer, error_claims.error_claim, case, **CLAIM)
        assert refused.value.code == "nobody_readmitted"
        assert "claim_error_after_closing" not in offered(people.signer, case)
    handed_over = world.case_at(people, "closed")
    assert "claim_error_after_closing" in offered(people.signer, handed_over)


def test_who_was_taken_back_is_not_claimed_again(people: world.Corridor) -> None:
    case = taken_back(people)
    do(people.officer, submission.case_close, case)
    assert "claim_error_after_closing" not in offered(people.signer, case)
    with pytest.raises(ActRefused) as refused:
        do(people.signer, error_claims.error_claim, case, **CLAIM)
    assert refused.value.code == "nobody_readmitted"


def test_that_nothing_goes_back_with_the_person_needs_a_reason(people: world.Corridor) -> None:
    case = world.case_at(people, "take_back_arranged")
    with pytest.raises(Invalid) as invalid:
        do(people.registry, error_claims.documents_return, case, items=[], note="  ")
    assert set(invalid.value.errors) == {"items"}
    do(people.registry, error_claims.documents_return, case, items=[], note="The person had nothing")
    with clock.travel(clock.now() + timedelta(days=7)):
        with pytest.raises(Invalid) as invalid:
            do(people.officer, error_claims.take_back_record, case, at=clock.now(), items=[])
        assert set(invalid.value.errors) == {"items"}
        do(people.officer, error_claims.take_back_record, case, at=clock.now(), items=[], note="Nothing came along")


def test_who_was_readmitted_in_error_is_asked_for_again_only_with_something_new(people: world.Corridor) -> None:
    case = taken_back(people)
    for closes in (False, True):
        if closes:
            do(people.officer, submission.case_close, case)
        with use_scope(people.officer.scope):
            assert needs_new(Case.objects.get(id=case.id))
    again = world.refiled(people, seen(people.officer, case.id))
    with use_scope(people.officer.scope):
        assert Refiling.objects.get(case=again).needs_new


def taken_back(people: world.Corridor) -> Case:
    """The person is back with the requesting side."""
    case = world.case_at(people, "take_back_arranged")
    with clock.travel(clock.now() + timedelta(days=7)):
        do(people.officer, error_claims.take_back_record, case, at=clock.now(), items=["travel_document"])
    return seen(people.officer, case.id)


def offered(actor: Actor, case: Case) -> set[str]:
    """The acts that are shown, possible or not."""
    with use_scope(actor.scope):
        found = Case.objects.get(id=case.id)
        return {offer.row.name for offer in available_for(actor, found, situation_of(found, None), None)}
