"""What the rules ask of a case: when the event happened from which a limit runs, and which conditions are fulfilled."""

from collections.abc import Callable, Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from cases.choices import Track, TransferMeans, TravelDocumentStatus
from cases.choices_interviews import TO_BE_HELD
from cases.models import (
    Apprehension,
    Case,
    CostClaim,
    Evidence,
    Interview,
    Transfer,
    Transit,
    TransitPlan,
    TravelDocument,
)
from core import clock
from countries.choices import EvidencePurpose, EvidenceWorth, RuleCondition, StartEvent
from countries.clocks import end_of_day
from countries.models.agreement import VERIFIED
from countries.selectors.conditions import Held

# Days that the application itself names.
NAMED_STARTS = (StartEvent.KNOWLEDGE, StartEvent.UNLAWFUL_ENTRY, StartEvent.UNLAWFUL_STAY)
_MEANS: dict[str, str] = {TransferMeans.AIR: RuleCondition.BY_AIR, TransferMeans.LAND: RuleCondition.BY_LAND}


# The conditions of evidence, from none to the best.
_EVIDENCE: tuple[str, ...] = (RuleCondition.NO_EVIDENCE, RuleCondition.PRIMA_FACIE, RuleCondition.PROOF)
_GIVEN_BY: dict[str, str] = {
    EvidenceWorth.PRIMA_FACIE: RuleCondition.PRIMA_FACIE,
    EvidenceWorth.PROOF: RuleCondition.PROOF,
}


def conditions_of(case: Case) -> Held:
    """The conditions of rules that the case fulfils: by its best evidence, and by the planned transfer.

    Evidence whose worth nobody has read may be worth less, or more: every condition from what is read upwards may hold.
    """
    of_nationality = Evidence.objects.filter(case=case, purpose=EvidencePurpose.NATIONALITY)
    rows = list(of_nationality.values_list("worth", "worth_certainty"))
    best = _best_evidence(worth for worth, _ in rows)
    read = _best_evidence(worth for worth, certainty in rows if certainty in VERIFIED)
    is_read = all(certainty in VERIFIED for _, certainty in rows)
    possible = () if is_read or read == RuleCondition.PROOF else _EVIDENCE[_EVIDENCE.index(read) :]
    others = set()
    transfer = _transfer(case)
    if transfer is not None:
        if transfer.means in _MEANS:
            others.add(_MEANS[transfer.means])
        if transfer.escorts:
            others.add(RuleCondition.POLICE_ESCORT)
    if case.track == Track.TRANSIT:
        others |= _of_transit(case)
    return Held(best, frozenset(others), possible)


def _of_transit(case: Case) -> set[str]:
    plan = TransitPlan.objects.filter(case=case).only("means", "escorts").first()
    if plan is None:
        return set()
    escorted = {RuleCondition.POLICE_ESCORT.value} if plan.escorts else set()
    return escorted | ({_MEANS[plan.means]} if plan.means in _MEANS else set())


def _best_evidence(worths: Iterable[str]) -> str:
    found = (_GIVEN_BY.get(worth, RuleCondition.NO_EVIDENCE) for worth in worths)
    return max(found, key=_EVIDENCE.index, default=RuleCondition.NO_EVIDENCE)


def start_of(case: Case, event: str) -> datetime | None:
    """When the event happened for this case; None while it has not, and for events that the system cannot see."""
    find = EVENTS.get(event)
    return find(case) if find else None


def _transfer(case: Case) -> Transfer | None:
    """The newest plan that the actor sees; nothing is planned before a decision."""
    if case.decided_at is None:
        return None
    return Transfer.objects.filter(case=case).order_by("planned_at", "id").last()


def _document(case: Case) -> TravelDocument | None:
    return _documents(case).order_by("issued_at", "id").last()


def _documents(case: Case) -> QuerySet[TravelDocument]:
    """Without those that were revoked with an acceptance that was undone."""
    return TravelDocument.objects.filter(case=case).exclude(status=TravelDocumentStatus.REVOKED)


def _planned_transfer(case: Case) -> datetime | None:
    transfer = _transfer(case)
    return transfer.arrives_at if transfer else None


def _planned_transit(case: Case) -> datetime | None:
    """The arrival as it was scheduled, and before that as the application has it."""
    scheduled = Transit.objects.filter(case=case).values_list("enters_at", flat=True).first()
    return scheduled or TransitPlan.objects.filter(case=case).values_list("enters_at", flat=True).first()


def _transfer_notice(case: Case) -> datetime | None:
    transfer = _transfer(case)
    return transfer.notified_at if transfer else None


def _document_issue(case: Case) -> datetime | None:
    document = _document(case)
    return document.issued_at if document else None


def _document_request(case: Case) -> datetime | None:
    """The first document is asked for with the yes itself; a new one by an act of its own: now."""
    is_asked_anew = TravelDocument.objects.filter(case=case).exclude(asked_again_at=None).exists()
    return clock.now() if is_asked_anew or _document(case) is not None else case.decided_at


def _document_expiry(case: Case) -> datetime | None:
    """The end of the last day of validity, where the document was issued. One that was lost before did not expire."""
    document = _document(case)
    if document is not None and document.status == TravelDocumentStatus.LOST:
        return None
    return end_of_day(document.valid_until, ZoneInfo(case.receiving_country.time_zone)) if document else None


def _resubmission(case: Case) -> datetime | None:
    """A short second application is what a new document is asked for with once two have expired."""
    expired = _documents(case).filter(fallback="").exclude(status=TravelDocumentStatus.LOST)
    return clock.now() if expired.count() > 1 else None


def _interview(case: Case) -> datetime | None:
    """The interview after the reply: what counts from it is not owed before the yes."""
    if case.interviewed_at is None or case.decided_at is None:
        return None
    return max(case.interviewed_at, case.decided_at)


def _interview_request(case: Case) -> datetime | None:
    """When the interview that nobody has held was asked for; in the application: when that was delivered."""
    interview = Interview.objects.filter(case=case, status__in=TO_BE_HELD).first()
    if interview is None:
        return None
    return case.delivered_at if interview.asked_on_form else interview.asked_at


def _apprehension(case: Case) -> datetime | None:
    return Apprehension.objects.filter(case=case).values_list("apprehended_at", flat=True).first()


def _arrival(case: Case) -> datetime | None:
    return Apprehension.objects.filter(case=case).values_list("arrived_at", flat=True).first()


def _known(case: Case) -> datetime | None:
    """The beginning of the day that the application names, where the person is."""
    if case.known_on is None:
        return None
    return datetime.combine(case.known_on, time(), ZoneInfo(case.requesting_country.time_zone))


def _invoice(case: Case) -> datetime | None:
    return CostClaim.objects.filter(case=case).order_by("sent_at").values_list("sent_at", flat=True).last()


# A yes is received when it is delivered: at once. Registration as incoming, and the receipt of a file that is complete,
# are what the receiving authority confirms when it acknowledges the application.
EVENTS: dict[str, Callable[[Case], datetime | None]] = {
    **dict.fromkeys(NAMED_STARTS, _known),
    StartEvent.DELIVERY: lambda case: case.delivered_at,
    StartEvent.CONFIRMED_RECEIPT: lambda case: case.received_at,
    StartEvent.REGISTRATION: lambda case: case.received_at,
    StartEvent.COMPLETE_FILE: lambda case: case.received_at,
    StartEvent.REPLY: lambda case: case.decided_at,
    StartEvent.ACCEPTANCE: lambda case: case.decided_at,
    StartEvent.ACCEPTANCE_RECEIVED: lambda case: case.decided_at,
    StartEvent.TRAVEL_DOCUMENT_REQUEST: _document_request,
    StartEvent.TRAVEL_DOCUMENT_ISSUE: _document_issue,
    StartEvent.DOCUMENT_EXPIRY: _document_expiry,
    StartEvent.RESUBMISSION: _resubmission,
    StartEvent.INTERVIEW_REQUEST: _interview_request,
    StartEvent.INTERVIEW: _interview,
    StartEvent.PLANNED_TRANSFER: _planned_transfer,
    StartEvent.TRANSFER_NOTICE: _transfer_notice,
    StartEvent.TRANSFER: lambda case: case.completed_at,
    StartEvent.TRANSIT_REQUEST: lambda case: case.delivered_at,
    StartEvent.TRANSIT_CONSENT: lambda case: case.decided_at,
    StartEvent.PLANNED_TRANSIT: _planned_transit,
    StartEvent.APPREHENSION: _apprehension,
    StartEvent.ARRIVAL: _arrival,
    StartEvent.INVOICE: _invoice,
}
