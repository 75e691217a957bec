"""What is made sure of for children, vulnerable persons and families, through the services."""

from datetime import timedelta
from typing import Any

from accounts.actor import Actor
from cases.models import Case
from cases.selectors.safeguards import safeguards_of
from cases.services import decision, filing, safeguards, submission, transfer, travel_document
from core import clock
from core.scope import use_scope
from tests import world
from tests.days import local_day
from tests.families import family
from tests.transits import transit_draft

BEST_INTERESTS = {
    "assessed_by": "Y. de Boer, child protection board",
    "assisted_by": "Guardianship foundation",
    "representative": "M. Visser, guardian",
    "assessed_on": local_day() - timedelta(days=2),
    "result": "in_favour",
    "grounds": "The grandmother has cared for the child before",
}
RECEPTION = {
    "kind": "family_member",
    "name": "Vera Petrović",
    "relation": "grandmother",
    "place": "Obrenovićeva 5, Niš",
    "contact": "+381 18 000 000",
}
CONSENT = {"form": "written", "given_on": local_day() - timedelta(days=1)}
HEALTH = {
    "fitness": "with_care",
    "examined_on": local_day() - timedelta(days=1),
    "examined_by": "Dr. P. Smit",
    "care": "A wheelchair at the gate",
    "medication": "Insulin",
    "escort": "L. Jong, nurse",
}


def statement(text: str) -> dict[str, Any]:
    """What the form says of health, with the consent to send it."""
    given = {"consent_form": CONSENT["form"], "consent_on": CONSENT["given_on"]}
    return {"statement": text, "has_consent": True, **given}


def assess(people: world.Corridor, case: Case, **values: Any) -> None:
    """The best interests of the child."""
    world._as(people.officer, safeguards.best_interests_record, values={**BEST_INTERESTS, **values})(case.id)


def receive(people: world.Corridor, case: Case, **values: Any) -> None:
    """Who receives the child."""
    world._as(people.officer, safeguards.reception_propose, values={**RECEPTION, **values})(case.id)


def answer(people: world.Corridor, case: Case) -> None:
    """Every point of the checklist for the step that is next."""
    with use_scope(people.officer.scope):
        points = {item.code: ("done", "") for item in safeguards_of(Case.objects.get(id=case.id)).items}
    world._as(people.officer, safeguards.points_answer, answers=points)(case.id)


def vulnerable(people: world.Corridor, case: Case, *kinds: str) -> None:
    """The kinds of vulnerable person that are ticked."""
    with use_scope(people.officer.scope):
        filing.private_save(
            actor=people.officer, case_id=case.id, version=None, values={"vulnerabilities": [*kinds]}, detention={}
        )


def child(people: world.Corridor) -> Case:
    """A draft about an unaccompanied minor with all that it needs."""
    return world.draft(people, birth_date="2012-06-01", given_names="Luka")


def prepare_child(people: world.Corridor, case: Case) -> None:
    """What the application about an unaccompanied minor needs."""
    assess(people, case)
    receive(people, case)
    answer(people, case)


def unprepared_child(people: world.Corridor) -> Case:
    """A complete draft that turns out to be about a child."""
    case = world.draft(people)
    with use_scope(people.officer.scope):
        values = {"birth_date": "2012-06-01", "given_names": "Luka"}
        filing.person_save(actor=people.officer, case_id=case.id, version=None, values=values)
    return case


def decide(people: world.Corridor, case: Case, outcome: str = "accepted") -> None:
    """From submitted to a countersigned decision."""
    codes = ["not_identified"] if outcome == "refused" else []
    said = {"outcome": outcome, "reason_codes": codes, "reasons": "Checked"}
    world._as(people.registry, submission.case_acknowledge)(case.id)
    world._as(people.proposer, decision.decision_propose, **said)(case.id)
    world._as(people.signer, decision.decision_countersign)(case.id)


def plan(people: world.Corridor, case: Case) -> None:
    """A travel document and a transfer planned for it."""
    valid_until = local_day() + timedelta(days=30)
    world._as(people.consul, travel_document.travel_document_issue, valid_until=valid_until)(case.id)
    soon = clock.now().replace(microsecond=0) + timedelta(days=5)
    values = {"crossing_point": people.crossing_point, "arrives_at": soon, "means": "air", "carrier_number": "JU 123"}
    world._as(people.officer, transfer.transfer_plan, values=values)(case.id)


def accepted_child(people: world.Corridor) -> Case:
    """An unaccompanied minor, accepted, with a transfer planned."""
    case = child(people)
    world._as(people.officer, submission.review_send)(case.id)
    world._as(people.reviewer, submission.case_submit)(case.id)
    decide(people, case)
    plan(people, case)
    return case


def child_in_review(people: world.Corridor) -> Case:
    """An unaccompanied minor whose application is being reviewed."""
    case = child(people)
    world._as(people.officer, submission.review_send)(case.id)
    return _fresh(people, case)


def child_submitted(people: world.Corridor) -> Case:
    """The same, released: the receiving side is asked to confirm who receives the child."""
    case = child_in_review(people)
    world._as(people.reviewer, submission.case_submit)(case.id)
    return _fresh(people, case)


def transit_child(people: world.Corridor) -> Case:
    """A draft of a transit of an unaccompanied minor, assessed; nobody is recorded who receives the child."""
    case = transit_draft(people, birth_date="2012-06-01", given_names="Luka")
    assess(people, case)
    return _fresh(people, case)


def family_draft(people: world.Corridor) -> Case:
    """One of a family whose application is being written."""
    return _fresh(people, family(people)[1])


def family_parting(people: world.Corridor) -> Case:
    """Accepted, while the spouse is refused."""
    return _fresh(people, family_with_refusal(people)[0])


def health_consented(people: world.Corridor) -> Case:
    """A transfer is planned, and health may be told to those who carry it out."""
    case = world.case_at(people, "planned")
    world._as(people.officer, safeguards.consent_record, values=CONSENT)(case.id)
    return _fresh(people, case)


def _fresh(people: world.Corridor, case: Case) -> Case:
    with use_scope(people.supervisor.scope):
        return Case.objects.get(id=case.id)


def family_with_refusal(people: world.Corridor, *, prepared_by: Actor | None = None) -> tuple[Case, Case]:
    """A family of two: the first is accepted with a transfer planned, the second refused."""
    first, second = family(people)
    world._as(prepared_by or people.officer, submission.review_send)(first.id)
    releaser = people.reviewer if prepared_by is None else world.make_actor("nld-dtv", "reviewer")
    world._as(releaser, submission.case_submit)(first.id)
    decide(people, second, "refused")
    decide(people, first)
    plan(people, first)
    return first, second
