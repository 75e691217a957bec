"""A transit from the draft to the end: data, answer by two persons, schedule, border, revocation, expiry, taking back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from audit.models import Event
from cases.case_file import case_file_contents
from cases.choices import ClockKind, Side
from cases.clocks import OF_TRANSIT
from cases.models import Case, CaseClock, Decision, Transit, TransitConsent, TransitPlan
from cases.selectors.case_documents import case_documents_for
from cases.selectors.case_head import case_head_for
from cases.selectors.case_page import case_page_for
from cases.selectors.search import cases_found, meanings_of
from cases.selectors.situation import situation_of
from cases.selectors.transit import transits_expected
from cases.selectors.turns import acts_waiting_for, waits_for_side
from cases.services import filing, submission, transit, transit_plan
from cases.workflow.diagram import _TRANSIT_WORDS, draw_transit
from cases.workflow.engine import available_for
from cases.workflow.transit_acts import TRANSIT_ACTS, TRANSIT_CASE_ACTS
from core import clock
from core.errors import ActRefused, Invalid
from core.scope import use_scope
from documents.models import GeneratedDocument
from tests import transits, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


def shown(actor: Any, case: Case) -> Any:
    with use_scope(actor.scope):
        return case_page_for(actor, case_head_for(actor, case.id))


def offered(actor: Any, case: Case) -> set[str]:
    """The acts that can be done now."""
    with use_scope(actor.scope):
        found = Case.objects.get(id=case.id)
        offers = available_for(actor, found, situation_of(found, None), None)
    return {offer.row.name for offer in offers if offer.is_possible}


def test_a_draft_lacks_what_the_form_needs(people: world.Corridor) -> None:
    with use_scope(people.officer.scope):
        case = filing.case_start(
            actor=people.officer, receiving_country="SRB", agreement=people.agreement, track="transit"
        )
        missing = situation_of(case, None).missing
    assert "transit_destination" in missing and "transit_is_declared" in missing and "family_name" in missing
    assert "photograph" not in missing and "evidence" not in missing
    ready = transits.transit_draft(people)
    with use_scope(people.officer.scope):
        assert situation_of(ready, None).missing == ()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"entry_point": "alb-tirana"}, "entry_point"),
        ({"destination": "SRB"}, "destination"),
        ({"destination": "XXZ"}, "destination"),
        ({"enters_at": clock.now() - timedelta(days=1)}, "enters_at"),
        ({"leaves_at": clock.now() + timedelta(hours=1)}, "leaves_at"),
    ],
)
def test_what_does_not_fit_is_refused(people: world.Corridor, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as found:
        transits.transit_draft(people, said=said)
    assert field in found.value.errors


def test_the_application_is_counted_back_from_the_arrival_and_the_reply_from_the_delivery(
    people: world.Corridor,
) -> None:
    """Benelux–Serbia protocol: preferably seven days before, reply within five. From a Wednesday to a Monday: neither
    day is one on which the limit would end later."""
    with clock.travel(datetime(2026, 11, 18, 9, tzinfo=UTC)):
        case = transits.transit_draft(people)
        with use_scope(people.officer.scope):
            row = CaseClock.objects.get(case=case, kind="submission")
            plan = TransitPlan.objects.get(case=case)
        assert plan.enters_at is not None and row.own_side == "requesting"
        assert timedelta(days=6) < plan.enters_at - row.due_at < timedelta(days=8)
        transits.go_to(people, case.id, "received")
        with use_scope(people.officer.scope):
            reply = CaseClock.objects.get(case=case, kind="reply")
    assert reply.due["rule"]["kind"] == "transit_reply"
    assert reply.due_at == datetime(2026, 11, 23, 23, tzinfo=UTC), "when the 23rd ends in Belgrade"


def test_consent_by_two_persons_with_entry_point_and_time(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_decision_proposed")
    for actor in (people.officer, people.reviewer):
        page = shown(actor, case)
        assert page.status == "Received" and page.transit.consent == [] and page.decisions == []
    assert shown(people.signer, case).status == "Answer proposed"
    assert shown(people.signer, case).transit.is_proposed
    with pytest.raises(ActRefused) as found, use_scope(people.proposer.scope):
        transit.transit_answer_countersign(actor=people.proposer, case_id=case.id, version=None)
    assert found.value.code == "second_person"
    with use_scope(people.signer.scope):
        transit.transit_answer_countersign(actor=people.signer, case_id=case.id, version=None)
    page = shown(people.officer, case)
    assert page.status == "Consent given" and not page.transit.is_proposed
    assert any("Belgrade" in value for _label, value in page.transit.consent)
    assert [decision.outcome for decision in page.decisions] == ["Consent given"]
    with use_scope(people.officer.scope):
        assert GeneratedDocument.objects.filter(subject=case.subject, template="transit_reply").count() == 1
        assert CaseClock.objects.get(case=case, kind="reply").state == "met"


def test_a_proposal_that_is_sent_back_leads_to_another_one(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_decision_proposed")
    with use_scope(people.signer.scope):
        transit.transit_answer_send_back(actor=people.signer, case_id=case.id, version=None, reason="Other airport")
        case.refresh_from_db()
    assert case.status == "received"
    assert "propose_transit_answer" in offered(people.proposer, case)
    with use_scope(people.officer.scope):
        assert not Decision.objects.filter(case=case).exists() and not TransitConsent.objects.filter(case=case).exists()
        assert not Event.objects.filter(case_key=case.id, action="transit.sent_back").exists()


def test_a_refusal_says_its_ground(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_refused")
    page = shown(people.officer, case)
    assert page.status == "Transit refused" and page.decisions[0].codes == ["Public order"]
    assert {"close"} == offered(people.officer, case)
    with pytest.raises(Invalid) as found, use_scope(people.proposer.scope):
        transit.transit_answer_propose(
            actor=people.proposer, case_id=case.id, version=None, outcome="refused", reason_codes=["asylum"]
        )
    assert set(found.value.errors) == {"reason_codes", "reasons"}


def test_no_act_of_readmission_is_offered(people: world.Corridor) -> None:
    received = world.case_at(people, "transit_received")
    assert offered(people.registry, received) == {"return_incomplete", "request_information"}
    accepted = world.case_at(people, "transit_accepted")
    assert accepted.delegates == [], "the consulate has nothing to do"
    assert not {"issue_travel_document", "plan_transfer"} & offered(people.officer, accepted)
    assert "schedule_transit" in offered(people.officer, accepted)


def test_carried_out_at_the_border(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_scheduled")
    with use_scope(people.border.scope):
        (row,) = transits_expected(people.border)
        assert (row.direction, len(row.acts)) == ("entry", 2)
        assert not {"record_transit_exit"} & offered(people.border, case)
        transit.transit_entry_record(actor=people.border, case_id=case.id, version=None, at=clock.now())
        (row,) = transits_expected(people.border)
        assert row.direction == "exit" and row.destination == "Albania"
    with clock.travel(clock.now() + timedelta(hours=2)), use_scope(people.border.scope):
        transit.transit_exit_record(actor=people.border, case_id=case.id, version=None, at=clock.now())
        assert transits_expected(people.border) == []
    page = shown(people.officer, case)
    assert page.status == "Carried out" and [stage.state for stage in page.stages] == ["done"] * 6


def test_only_the_post_of_the_crossing_point_sees_it(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_scheduled")
    elsewhere = world.make_actor("alb-border-tirana", "border_officer")
    with use_scope(elsewhere.scope):
        assert transits_expected(elsewhere) == [] and not Transit.objects.filter(case=case).exists()


def test_nobody_withdraws_or_closes_over_a_person_in_transit(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_entered")
    with pytest.raises(ActRefused) as found, use_scope(people.officer.scope):
        submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="other")
    assert found.value.code == "person_in_transit"
    transits.propose_revocation(people, case.id)
    with use_scope(people.signer.scope):
        transit.transit_revoke(actor=people.signer, case_id=case.id, version=None)
    with use_scope(people.officer.scope):
        case.refresh_from_db()
        assert (case.status, Transit.objects.get(case=case).status) == ("revoked", "aborted")
    assert shown(people.officer, case).band.title.startswith("Your turn: say when the person is taken back")
    with pytest.raises(ActRefused) as found, use_scope(people.officer.scope):
        submission.case_close(actor=people.officer, case_id=case.id, version=None)
    assert found.value.code == "take_back_waits"
    at = clock.now() + timedelta(days=1)
    with use_scope(people.officer.scope):
        transit.take_back_agree(
            actor=people.officer,
            case_id=case.id,
            version=None,
            at=at,
            point=people.crossing_point,
            documents="passport",
        )
    with clock.travel(at + timedelta(hours=1)), use_scope(people.officer.scope):
        transit.take_back_record(actor=people.officer, case_id=case.id, version=None, at=at)
        case.refresh_from_db()
        assert case.status == "taken_back"
        submission.case_close(actor=people.officer, case_id=case.id, version=None)


def test_what_two_persons_gave_two_take_back(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_scheduled")
    assert "revoke_transit" not in offered(people.signer, case)
    key: dict[str, Any] = {"case_id": case.id, "version": None}
    with use_scope(people.signer.scope):
        transit.transit_revocation_propose(actor=people.signer, **key, code="onward_travel", note="No seat")
    with pytest.raises(ActRefused) as found, use_scope(people.signer.scope):
        transit.transit_revoke(actor=people.signer, **key)
    assert found.value.code == "second_person"
    with pytest.raises(ActRefused) as found, use_scope(people.proposer.scope):
        transit.transit_revocation_propose(actor=people.proposer, **key, code="destination")
    assert found.value.code == "revocation_proposed"
    # The other side learns nothing, and the transit goes on.
    there = shown(people.officer, case)
    assert there.status == "Consent given" and len(there.decisions) == 1
    assert not any("evocation" in entry.text for entry in there.timeline)
    assert shown(people.registry, case).decisions[0].outcome == "Revocation of the consent"
    another = world.make_actor("srb-mup-readmission", "decision_maker")
    with use_scope(another.scope):
        transit.transit_revocation_send_back(actor=another, **key, reason="There is a seat")
    assert "revoke_transit" not in offered(another, case)
    transits.propose_revocation(people, case.id)
    with use_scope(people.signer.scope):
        transit.transit_revoke(actor=people.signer, **key)
    there = shown(people.officer, case)
    assert there.status == "Consent revoked" and there.decisions[0].outcome == "Consent revoked"
    assert there.decisions[0].codes == ["Readmission by the country of destination is not assured any more"]


def test_a_revocation_that_nobody_signed_before_the_departure_counts_for_nothing(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_entered")
    transits.propose_revocation(people, case.id)
    with use_scope(people.border.scope):
        transit.transit_exit_record(actor=people.border, case_id=case.id, version=None, at=clock.now())
    with pytest.raises(ActRefused) as found, use_scope(people.signer.scope):
        transit.transit_revoke(actor=people.signer, case_id=case.id, version=None)
    assert found.value.code == "wrong_status"
    assert shown(people.officer, case).status == "Carried out"


def test_the_escorts_country_can_break_it_off(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_entered")
    with use_scope(people.officer.scope):
        transit.transit_end(
            actor=people.officer, case_id=case.id, version=None, name="break_off_transit", code="medical"
        )
    assert "agree_transit_take_back" in offered(people.officer, case)
    assert shown(people.registry, case).transit.status == "Broken off"


def test_only_the_time_limits_of_a_transit_are_named(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_accepted")
    named = {row.name for row in shown(people.officer, case).clocks}
    assert named <= {str(ClockKind(kind).label) for kind in OF_TRANSIT}, named


def test_a_withdrawal_ends_what_was_scheduled(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_scheduled")
    with use_scope(people.officer.scope):
        submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="other")
        assert Transit.objects.get(case=case).status == "not_entered"
        case.refresh_from_db()
    assert case.delegates == []


def test_what_did_not_take_place_is_scheduled_anew(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_scheduled")
    with use_scope(people.border.scope):
        transit.transit_end(
            actor=people.border, case_id=case.id, version=None, name="record_transit_no_entry", code="carrier"
        )
    assert "schedule_transit" in offered(people.officer, case)
    assert shown(people.officer, case).band.title == "Your turn: schedule the transit anew"


@pytest.mark.parametrize("name", [f"transit_{name}" for name in world.TRANSITS])
def test_queues_say_what_the_page_says(people: world.Corridor, name: str) -> None:
    """Whose turn it is, as rows of lists are found and as pages word it; and every page can be drawn for everybody."""
    case = world.case_at(people, name)
    for side, actor in ((Side.REQUESTING, people.officer), (Side.RECEIVING, people.proposer)):
        page = shown(actor, case)
        assert page.status and page.stages and page.transit is not None
        with use_scope(actor.scope):
            waits = Case.objects.filter(waits_for_side(side), id=case.id).exists()
        if page.band.kind in {"mine", "late"} and page.band.title.startswith("Your"):
            assert waits, (side, page.band.title)
    for actor in (people.officer, people.reviewer, people.registry, people.proposer, people.signer):
        with use_scope(actor.scope):
            acts_waiting_for(actor)


def test_a_corrected_plan_stays_with_the_own_side_until_it_is_sent(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_submitted")
    with use_scope(people.registry.scope):
        submission.case_return_incomplete(
            actor=people.registry, case_id=case.id, version=None, codes=["particulars"], reason="Which flight?"
        )
    with use_scope(people.officer.scope):
        transit_plan.transit_plan_save(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values=transits.plan(people, entry_carrier="KL 1999"),
        )
    assert any("KL 1999" in value for _label, value in shown(people.officer, case).transit.plan)
    assert not any("KL 1999" in value for _label, value in shown(people.registry, case).transit.plan)


def test_it_is_found_by_the_number_of_its_travel_document(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_submitted")
    for actor in (people.officer, people.registry):
        with use_scope(actor.scope):
            found = cases_found(actor, meanings_of({"number": "BA1234567"}).meanings)
        assert [match.case_id for match in found.matches] == [case.id]


def test_the_case_file_has_the_transit(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_decision_proposed")
    said = {}
    for actor in (people.officer, people.registry):
        page = shown(actor, case)
        with use_scope(actor.scope):
            contents = case_file_contents(actor, page, case_documents_for(actor, page.case))
        part = next(section for section in contents.sections if section.code == "transit")
        said[actor.role] = {block.heading for block in part.blocks}
    assert said == {
        "return_officer": {"Transit asked for"},
        "registry_officer": {"Transit asked for", "Consent: proposed"},
    }


def test_every_status_of_a_transit_is_on_its_drawing() -> None:
    text = draw_transit()
    for status in {row.target for row in (*TRANSIT_CASE_ACTS, *TRANSIT_ACTS)}:
        assert f">{_TRANSIT_WORDS.get(status, status.replace('_', ' '))}<" in text, status
