"""Cases for a national system: the list, and one case in whole, as its side may know it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.actor import Actor
from cases.choices import RECEIVING_ONLY_IN_TRANSIT, RECEIVING_ONLY_STATUSES, DecisionState, Side, Status, Track
from cases.models import (
    Case,
    CaseClock,
    Decision,
    Interview,
    Reception,
    StatusCheck,
    Transfer,
    Transit,
    TransitConsent,
    TravelDocument,
    VerificationResult,
    VerificationTask,
    Withdrawal,
)
from cases.policies import side_of
from cases.selectors.application import Application, application_for
from cases.selectors.case_head import case_head_for
from cases.selectors.interviews import interviews_of
from cases.selectors.situation import situation_of
from cases.selectors.status_checks import status_check_of
from cases.selectors.transit import carried_out
from cases.wording import status_for


def _behind(statuses: Iterable[str], hidden: Mapping[Status, Status]) -> set[str]:
    """The statuses behind those that the requesting side is shown."""
    return (set(statuses) - hidden.keys()) | {status for status, shown in hidden.items() if shown in statuses}


def cases_listed(
    actor: Actor,
    *,
    statuses: Sequence[str] = (),
    side: str = "",
    country: str = "",
    reference: str = "",
    outcome: str = "",
) -> QuerySet[Case]:
    """The visible cases that fit, in the order of their keys (which is that of their making).

    statuses: as the reader's side may know them: a proposal is told to the requesting side as verification, and is
    found by it there; country: on the other side.
    """
    cases: Any = Case.objects.visible_to(actor).select_related("person")
    mine, theirs = Q(requesting_country=actor.country), Q(receiving_country=actor.country)
    if statuses:
        is_transit = Q(track=Track.TRANSIT)
        known = is_transit & Q(status__in=_behind(statuses, RECEIVING_ONLY_IN_TRANSIT))
        known |= ~is_transit & Q(status__in=_behind(statuses, RECEIVING_ONLY_STATUSES))
        cases = cases.filter(theirs & Q(status__in=statuses) | mine & known)
    if side:
        cases = cases.filter(mine if side == Side.REQUESTING else theirs)
    if country:
        cases = cases.filter(mine & Q(receiving_country=country) | theirs & Q(requesting_country=country))
    if reference:
        cases = cases.filter(reference=reference)
    if outcome:
        cases = cases.filter(outcome=outcome)
    return cases.order_by("id")


@dataclass(frozen=True, slots=True)
class CaseInWhole:
    """Everything that one side may read of a case; what is the other side's alone is empty here, never hidden later.

    tasks: the receiving side's questions to agencies; results: what the requesting side learns of them. missing: codes
    of what an application being written still lacks.
    """

    case: Case
    side: Side
    status: str
    application: Application
    clocks: Sequence[CaseClock] = ()
    decisions: Sequence[Decision] = ()
    tasks: Sequence[VerificationTask] = ()
    results: Sequence[VerificationResult] = ()
    travel_documents: Sequence[TravelDocument] = ()
    transfers: Sequence[Transfer] = ()
    missing: Sequence[str] = ()
    withdrawal: Withdrawal | None = None
    relatives: Sequence[UUID] = field(default_factory=tuple)
    reception: Reception | None = None
    interviews: Sequence[Interview] = ()
    status_check: StatusCheck | None = None
    transit_consent: TransitConsent | None = None
    transit: Transit | None = None


def case_in_whole(actor: Actor, case_id: UUID) -> CaseInWhole:
    """One case for the actor's side, or NotVisible. About twenty statements, whatever it holds."""
    case = case_head_for(actor, case_id)
    side = side_of(actor, case)
    assert side is not None  # an actor who sees a case stands on one of its sides
    application = application_for(actor, case)
    is_receiving = side is Side.RECEIVING
    decisions = Decision.objects.filter(case=case).order_by("proposed_at", "id")
    if not is_receiving:
        decisions = decisions.filter(state=DecisionState.COUNTERSIGNED)
    is_written = side is Side.REQUESTING and case.status in {
        Status.DRAFT,
        Status.IN_REVIEW,
        Status.RETURNED_INCOMPLETE,
    }
    consent, transit = carried_out(case)
    return CaseInWhole(
        transit_consent=consent,
        transit=transit,
        case=case,
        side=side,
        status=status_for(case, side)[0],
        application=application,
        clocks=list(CaseClock.objects.filter(case=case).order_by("started_at", "id")),
        decisions=list(decisions),
        tasks=_tasks(case) if is_receiving else [],
        results=[] if is_receiving or not case.shared else list(VerificationResult.objects.filter(case=case)),
        travel_documents=list(TravelDocument.objects.filter(case=case).order_by("issued_at", "id")),
        interviews=interviews_of(case) if case.shared else [],
        status_check=None if is_receiving else status_check_of(case),
        transfers=list(Transfer.objects.filter(case=case).select_related("handover").order_by("planned_at", "id")),
        missing=situation_of(case, None).missing if is_written else (),
        withdrawal=None if is_receiving else Withdrawal.objects.filter(case=case).first(),
        relatives=[relative.case_id for relative in application.relatives],
        reception=Reception.objects.filter(case=case).first(),
    )


def _tasks(case: Case) -> list[VerificationTask]:
    return list(VerificationTask.objects.filter(case=case).select_related("agency").order_by("asked_at", "id"))
