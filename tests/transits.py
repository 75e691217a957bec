"""Transits made on purpose, through the services that the product uses: Netherlands → Serbia → Albania."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cases.choices import Status, Track
from cases.models import Case, CaseClock
from cases.selectors.transit import transits_expected
from cases.services import filing, silence, submission, transit, transit_plan
from cases.workflow.system import system_scope
from core import clock
from core.scope import use_scope
from tests import world

PERSON = {"family_name": "Hoxha", "given_names": "Arben", "birth_date": "1988-05-02", "sex": "M", "nationality": "ALB"}


def plan(people: "world.Corridor", **values: Any) -> dict[str, Any]:
    """Part B of an application, complete."""
    enters_at = clock.now().replace(microsecond=0, second=0) + timedelta(days=20)
    return {
        "means": "air",
        "destination": "ALB",
        "other_states": ["MNE"],
        "entry_point": people.crossing_point,
        "exit_point": people.crossing_point,
        "enters_at": enters_at,
        "leaves_at": enters_at + timedelta(hours=5),
        "entry_carrier": "JU 361",
        "exit_carrier": "JU 162",
        "escorts": 2,
        "escort_names": "S. Jansen, P. de Boer",
        "document_type": "Passport",
        "document_number": "BA1234567",
        "special_care": "",
        "support": "A room near the gate",
        "observations": "",
        "is_declared": True,
        **values,
    }


def transit_draft(people: "world.Corridor", *, said: dict[str, Any] | None = None, **person: Any) -> Case:
    """A complete draft of the officer."""
    officer = people.officer
    with use_scope(officer.scope):
        case = filing.case_start(
            actor=officer, receiving_country=people.receiving, agreement=people.agreement, track=Track.TRANSIT
        )
        key: dict[str, Any] = {"actor": officer, "case_id": case.id, "version": None}
        filing.person_save(**key, values={**PERSON, **person})
        transit_plan.transit_plan_save(**key, values=plan(people, **(said or {})))
        filing.private_save(
            **key,
            values={
                "file_number": "V-2",
                "return_decision_on": date(2026, 1, 10),
                "is_decision_final": True,
                "legal_status_checked_on": date(2026, 2, 1),
            },
            detention={},
        )
        return Case.objects.get(id=case.id)


def _way(people: "world.Corridor", status: str) -> list[tuple[str, Any]]:
    """(where it stands before, act) along the main line; it bends to the status asked for."""
    act = world._as
    soon = clock.now().replace(microsecond=0, second=0) + timedelta(days=20)
    outcome = "refused" if status == "refused" else "accepted"
    answer: dict[str, Any] = {"outcome": outcome}
    if outcome == "accepted":
        answer |= {"entry_point": people.crossing_point, "enters_at": soon, "conditions": "Escorts in plain clothes"}
    else:
        answer |= {"reason_codes": ["public_order"], "reasons": "The airport is closed to such journeys."}
    carried = {
        "exit_point": people.crossing_point,
        "enters_at": soon,
        "leaves_at": soon + timedelta(hours=5),
        "entry_carrier": "JU 361",
        "exit_carrier": "JU 162",
        "escorts": 2,
        "escort_names": "S. Jansen, P. de Boer",
    }
    back = {"at": soon + timedelta(days=2), "point": people.crossing_point, "documents": "passport"}
    past = clock.now() - timedelta(minutes=1)
    main = [
        ("draft", act(people.officer, submission.review_send)),
        ("in_review", act(people.reviewer, submission.case_submit)),
        ("submitted", act(people.registry, submission.case_acknowledge)),
        ("received", act(people.proposer, transit.transit_answer_propose, **answer)),
        ("decision_proposed", act(people.signer, transit.transit_answer_countersign)),
        (
            "refused" if outcome == "refused" else "accepted",
            act(people.officer, transit.transit_schedule, values=carried),
        ),
        ("scheduled", act(people.border, transit.transit_entry_record, at=past - timedelta(hours=1))),
    ]
    if status in {"aborted", "take_back_agreed", "taken_back"}:
        ended = {"name": "abort_transit", "code": "destination_refused"}
        return [
            *main,
            ("entered", act(people.border, transit.transit_end, **ended)),
            ("aborted", act(people.officer, transit.take_back_agree, **back)),
            ("take_back_agreed", act(people.officer, transit.take_back_record, at=past)),
            ("taken_back", None),
        ]
    return [
        *main,
        ("entered", act(people.border, transit.transit_exit_record, at=past)),
        ("completed", act(people.officer, submission.case_close)),
        ("closed", None),
    ]


def transit_at(people: "world.Corridor", status: str, **person: Any) -> Case:
    """A transit that has come as far as `status`: one of cases, or revocation_proposed, scheduled, entered, aborted,
    take_back_agreed."""
    key = transit_draft(people, **person).id
    if status == "revoked":
        go_to(people, key, "accepted")
        propose_revocation(people, key)
        world._as(people.signer, transit.transit_revoke)(key)
    elif status == "revocation_proposed":
        go_to(people, key, "accepted")
        propose_revocation(people, key)
    else:
        go_to(people, key, status)
    with use_scope(people.supervisor.scope):
        case = Case.objects.get(id=key)
    assert case.status == status or status not in Status.values, case.status
    return case


def transit_expired(people: "world.Corridor", **person: Any) -> Case:
    """A transit that was scheduled and whose consent has ended by a limit that was read: RCMS has marked it so. Changes a
    rule for a while, so the test must be one that commits."""
    read = {"certainty": "T", "counting_certainty": "T"}
    with world.rule_with(people, "transit_execution", **read), clock.travel(clock.now() - timedelta(days=40)):
        key = transit_at(people, "scheduled", **person).id
    with use_scope(system_scope(people.receiving)):
        silence.clocks_pass(list(CaseClock.objects.filter(case=key).values_list("id", flat=True)))
    with use_scope(people.supervisor.scope):
        case = Case.objects.get(id=key)
    assert case.status == "expired"
    return case


def propose_revocation(people: "world.Corridor", key: UUID) -> None:
    """One person of the transit country finds that the consent has to be taken back."""
    world._as(people.proposer, transit.transit_revocation_propose, code="destination", note="No seat onward")(key)


def go_to(people: "world.Corridor", key: UUID, status: str) -> None:
    """Do everything that leads a draft to this status."""
    for reached, do in _way(people, status):
        if reached == status:
            return
        do(key)
    raise AssertionError(status)


def expected(actor: Any) -> list[tuple[str, str]]:
    """(reference, entry or exit) of what a border post expects."""
    return [(row.case.reference or "", row.direction) for row in transits_expected(actor)]
