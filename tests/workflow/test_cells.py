"""The workflow table, cell by cell: status × act × role × side, allowed or refused with the expected code."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest

from accounts.roles import ROLES
from cases.policies import refusal
from cases.workflow.safeguard_facts import SafeguardFacts
from cases.workflow.system import system_actor
from cases.workflow.table import BY_NAME
from cases.workflow.types import Situation
from tests.workflow.expectations import ACTS, FILE, OF_PART, STATUSES, TRACKS, Expected
from tests.workflow.people import ME, SOMEBODY, STANCES, Stance, case_in, everybody, stance

CELLS_IN_ALL = 1_885_572


@dataclass(frozen=True)
class Facts:
    """The situation of a case, who prepared it, and on what its acceptance rests."""

    situation: Situation = field(default_factory=lambda: Situation(is_basis_recorded=True))
    prepared_by: UUID = SOMEBODY
    basis: str = ""


def _proposal(outcome: str, by: UUID = SOMEBODY) -> Facts:
    return Facts(Situation(proposal_outcome=outcome, proposal_by=by))


def _safe(*, has_travel_document: bool = False, transfer_status: str = "", **known: Any) -> Facts:
    """An application that could go, but for what is known of a child, a vulnerable person, a family or health."""
    return Facts(
        Situation(
            is_basis_recorded=True,
            has_travel_document=has_travel_document,
            had_travel_document=has_travel_document,
            transfer_status=transfer_status,
            safeguards=SafeguardFacts(**known),
        )
    )


_LIMITS = Situation(extension_is_foreseen=True, suspension_is_foreseen=True, reply_limit_runs=True)
SITUATIONS = {
    "clear": Facts(),
    "transfer_planned": Facts(Situation(transfer_status="planned")),
    "monitor_observed": Facts(Situation(monitoring="assigned", has_observations=True)),
    "never_sent": Facts(Situation(never_sent=True)),
    "costs_claimed_by_requesting": Facts(Situation(cost_claim="sent", cost_claim_by="requesting")),
    "costs_claimed_by_receiving": Facts(Situation(cost_claim="sent", cost_claim_by="receiving")),
    "no_accelerated": Facts(Situation(is_basis_recorded=True, procedure_hindrances=("not_foreseen",))),
    "apprehended_elsewhere": Facts(Situation(is_basis_recorded=True, procedure_hindrances=("outside_area",))),
    "apprehended_long_ago": Facts(Situation(is_basis_recorded=True, procedure_hindrances=("out_of_time",))),
    "reply_limit_passed": Facts(Situation(reply_limit_passed=True)),
    "incomplete": Facts(Situation(missing=("photograph",), is_basis_recorded=True)),
    "no_basis": Facts(Situation()),
    "prepared_by_me": Facts(prepared_by=ME),
    "exception_stands": Facts(Situation(is_basis_recorded=True, exception_stands=True)),
    "out_of_time": Facts(Situation(is_basis_recorded=True, submission="barred")),
    "answer_outstanding": Facts(Situation(tasks=2, tasks_open=1)),
    "acceptance_proposed": _proposal("accepted"),
    "refusal_proposed": _proposal("refused"),
    "inconclusive_proposed": _proposal("inconclusive"),
    "acceptance_proposed_by_me": _proposal("accepted", ME),
    "refusal_proposed_by_me": _proposal("refused", ME),
    "inconclusive_proposed_by_me": _proposal("inconclusive", ME),
    "document_valid": Facts(Situation(has_travel_document=True)),
    "may_not_leave": Facts(Situation(has_travel_document=True, status_check="negative")),
    "status_unchecked": Facts(Situation(has_travel_document=True, status_check="none")),
    "document_of_receiving": Facts(Situation(document_of="receiving")),
    "document_of_requesting": Facts(Situation(document_of="requesting")),
    "document_ends_early": Facts(Situation(has_travel_document=True, document_ends_early=True)),
    "european_overdue": Facts(Situation(fallback_document="european")),
    "document_overdue": Facts(Situation(fallback_document="own")),
    "status_fresh": Facts(Situation(interview_check="fresh")),
    "status_old": Facts(Situation(interview_check="old")),
    "status_negative": Facts(Situation(interview_check="negative")),
    "interview_asked_by_receiving": Facts(Situation(interview_asked_by="receiving")),
    "status_check_old": _safe(is_status_check_old=True),
    "minor": _safe(is_minor=True),
    "child_alone": _safe(is_minor=True, is_alone=True),
    "child_assessed": _safe(is_minor=True, is_alone=True, best_interests="in_favour"),
    "child_on_the_way": _safe(is_minor=True, is_alone=True, best_interests="in_favour", transfer_status="confirmed"),
    "against_best_interests": _safe(is_minor=True, best_interests="against"),
    "points_open": _safe(points=2, points_open=1),
    "family_parts": _safe(is_separable=True, is_separated=True),
    "family_parts_prepared_by_me": replace(_safe(is_separable=True, is_separated=True), prepared_by=ME),
    "planned_without_consent": Facts(Situation(transfer_status="planned")),
    "health_for_journey": _safe(consent="given", transfer_status="planned"),
    "document_and_against": _safe(is_minor=True, best_interests="against", has_travel_document=True),
    "document_and_child": _safe(
        is_minor=True, is_alone=True, best_interests="in_favour", reception="proposed", has_travel_document=True
    ),
    "document_and_points": _safe(points=1, points_open=1, has_travel_document=True),
    "document_and_own_decision": _safe(has_travel_document=True, decided_by=frozenset({ME})),
    "document_and_family": _safe(is_separable=True, is_separated=True, has_travel_document=True),
    "by_silence": Facts(basis="silence"),
    "on_paper": Facts(basis="paper"),
    "error_window_open": Facts(Situation(error_window="open")),
    "on_the_way": Facts(Situation(transfer_status="departed")),
    "document_at_border": Facts(Situation(had_travel_document=True)),
    "filed_before": Facts(Situation(is_basis_recorded=True, refiling="not_linked")),
    "consent_ended": Facts(Situation(transit_end="expired")),
    "error_window_passed": Facts(Situation(error_window="passed")),
    "error_claimed": Facts(Situation(error_claim="claimed")),
    "suspended": Facts(Situation(is_suspended=True, has_travel_document=True)),
    "nothing_new": Facts(Situation(is_basis_recorded=True, refiling="nothing_new")),
    "objection": Facts(Situation(dispute="raised")),
    "by_silence_prepared_by_me": Facts(prepared_by=ME, basis="silence"),
    "in_transit": Facts(Situation(transit_status="entered")),
    "revocation_proposed": _proposal("revocation"),
    "revocation_proposed_by_me": _proposal("revocation", ME),
    "take_back_waits": Facts(Situation(transit_status="aborted")),
    "limits": Facts(_LIMITS),
    "no_extension": Facts(replace(_LIMITS, extension_is_foreseen=False)),
    "no_suspension": Facts(replace(_LIMITS, suspension_is_foreseen=False)),
    "limit_passed": Facts(replace(_LIMITS, reply_limit_runs=False)),
    "asked_by_requesting": Facts(Situation(information_of="requesting")),
    "asked_by_receiving": Facts(Situation(information_of="receiving")),
    **{
        f"objection_{leads_to.replace(':', '_')}{suffix}": Facts(Situation(dispute_leads_to=leads_to), prepared_by=who)
        for leads_to in (
            *("delivery:submitted", "delivery:received", "delivery:in_verification"),
            *("paper:submitted", "paper:received", "paper:in_verification"),
            *("reply:accepted", "reply:refused", "reply:inconclusive"),
        )
        for suffix, who in (("", SOMEBODY), ("_by_me", ME))
    },
}


def expected_code(
    act: Expected, where: Stance, role: str, case_status: str, status: str, track: str = ""
) -> str | None:
    """What the files in expected/ say of one cell in the situation that the act needs: the code of refusal, or None."""
    if act.system:
        return "not_granted"
    if where.side not in act.sides:
        # Who stands on no side of the case has nothing to do with an act of either.
        return "not_granted" if act.side == "either" else "wrong_side"
    by_office = where.grant in {"country", "office"}
    by_delegation = where.grant == "delegation" and role in FILE["delegates"]
    if role not in act.roles or not (by_office or by_delegation):
        return "not_granted"
    if track and track not in act.of_tracks:
        return "other_track"
    if (act.moves != "case" and case_status not in act.case) or status not in act.when:
        return "wrong_status"
    return None


def cells_of(act: Expected) -> list[tuple[str, str]]:
    """Every (status of the case, status of what the act moves)."""
    if act.moves == "case":
        return [(status, status) for status in STATUSES]
    return [(status, part) for status in STATUSES for part in OF_PART[act.moves]]


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_every_cell(act: Expected) -> None:
    row, facts = BY_NAME[act.name], SITUATIONS[act.needs]
    wrong = []
    for case_status, status in cells_of(act):
        case = case_in(case_status, prepared_by=facts.prepared_by, basis=facts.basis, track=act.a_track)
        for where, role, actor in everybody():
            found = refusal(actor, row, case, status, facts.situation)
            code = found.code if found else None
            wanted = expected_code(act, where, role, case_status, status)
            if code != wanted:
                wrong.append(f"{role} ({where.name}), case {case_status}, {act.moves} {status!r}: {code}, not {wanted}")
            assert found is None or str(found.message).strip()
    assert not wrong, f"{len(wrong)} cells, among them:\n" + "\n".join(wrong[:20])


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_an_act_is_one_of_its_tracks_and_of_no_other(act: Expected) -> None:
    """In every status that allows the act, for everybody; RCMS itself does nothing of another track either."""
    row, facts = BY_NAME[act.name], SITUATIONS[act.needs]
    for case_status, status in cells_of(act):
        if status not in act.when or (act.moves != "case" and case_status not in act.case):
            continue
        for track in TRACKS["any"]:
            case = case_in(case_status, prepared_by=facts.prepared_by, basis=facts.basis, track=track)
            for where, role, actor in everybody():
                found = refusal(actor, row, case, status, facts.situation)
                wanted = expected_code(act, where, role, case_status, status, track)
                assert (found.code if found else None) == wanted, (track, where.name, role, case_status, status)
            if act.system:
                found = refusal(system_actor(case), row, case, status, facts.situation)
                assert (found.code if found else None) == (None if track in act.of_tracks else "other_track")


def test_the_count_of_cells() -> None:
    """A status, role or act that somebody adds changes this number: then expected/ is to be thought over."""
    stances_and_roles = len(list(everybody()))
    assert sum(len(cells_of(act)) for act in ACTS.values()) * stances_and_roles == CELLS_IN_ALL


def test_every_act_is_possible_for_somebody() -> None:
    for act in ACTS.values():
        cases = act.when if act.moves == "case" else act.case
        possible = {
            role
            for where in STANCES
            for role in ROLES
            if expected_code(act, where, role, cases[0], act.when[0]) is None
        }
        assert possible == set(act.roles), act.name


@pytest.mark.parametrize("basis", ["silence", "silence_transfer"])
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_what_silence_is_about_to_decide_nobody_changes(act: Expected, basis: str) -> None:
    """Whatever is possible is refused, with a code of its own and in words that fit; RCMS is not hindered."""
    row, facts = BY_NAME[act.name], SITUATIONS[act.needs]
    situation = replace(facts.situation, silence_due=basis)
    found = set()
    for case_status, status in cells_of(act):
        case = case_in(case_status, prepared_by=facts.prepared_by, basis=facts.basis, track=act.a_track)
        for where, role, actor in everybody():
            if expected_code(act, where, role, case_status, status) is None:
                refused = refusal(actor, row, case, status, situation)
                assert refused is not None
                found.add((refused.code, "transfer may go ahead" in str(refused.message)))
    assert found == (set() if act.system else {("silence_due", basis == "silence_transfer")})
    if act.system:
        case = case_in(act.when[0] if act.moves == "case" else act.case[0], track=act.a_track)
        assert refusal(system_actor(case), row, case, act.when[0], situation) is None


BLOCKED = [(act.name, code, situation) for act in ACTS.values() for code, situation in act.blocked.items()]


@pytest.mark.parametrize(("name", "code", "situation"), BLOCKED, ids=[f"{n}-{c}" for n, c, _ in BLOCKED])
def test_every_guard_refuses_with_its_code_and_a_sentence(name: str, code: str, situation: str) -> None:
    act, facts = ACTS[name], SITUATIONS[situation]
    actor = stance(f"{act.a_side}, country").actor(act.roles[0])
    for case_status, status in cells_of(act):
        if expected_code(act, stance(f"{act.a_side}, country"), act.roles[0], case_status, status) is not None:
            continue
        case = case_in(case_status, prepared_by=facts.prepared_by, basis=facts.basis, track=act.a_track)
        found = refusal(actor, BY_NAME[name], case, status, facts.situation)
        assert found is not None and found.code == code
        words = str(found.message)
        assert words.endswith(".") and code not in words, "a sentence for people, not a code"
        assert "asylum" not in words.lower() and "protection" not in words.lower()


def test_every_guard_of_the_table_is_tried_above() -> None:
    for row in BY_NAME.values():
        assert len(row.guards) == len(ACTS[row.name].blocked), row.name


@pytest.mark.parametrize(
    ("name", "situation"),
    [
        ("release", "prepared_by_me"),
        ("resubmit", "prepared_by_me"),
        ("countersign_acceptance", "acceptance_proposed_by_me"),
        ("countersign_refusal", "refusal_proposed_by_me"),
        ("countersign_inconclusive", "inconclusive_proposed_by_me"),
        ("send_back_proposal", "acceptance_proposed_by_me"),
        ("record_acceptance", "prepared_by_me"),
    ],
)
def test_the_second_person_is_another_person_not_another_membership(name: str, situation: str) -> None:
    act, facts = ACTS[name], SITUATIONS[situation]
    case = case_in(act.when[0], prepared_by=facts.prepared_by, track=act.a_track)
    one = stance(f"{act.side}, office").actor(act.roles[0])
    same_person_elsewhere = stance(f"{act.side}, country").actor(act.roles[0])
    colleague = stance(f"{act.side}, office").actor(act.roles[0], user_id=SOMEBODY)
    assert one.user_id == same_person_elsewhere.user_id and one.membership_id != same_person_elsewhere.membership_id
    for actor in (one, same_person_elsewhere):
        found = refusal(actor, BY_NAME[name], case, case.status, facts.situation)
        assert found is not None and found.code == "second_person"
    # The colleague's own preparation is what would block the colleague; here it is mine.
    if facts.prepared_by == ME or facts.situation.proposal_by == ME:
        assert refusal(colleague, BY_NAME[name], case, case.status, facts.situation) is None
