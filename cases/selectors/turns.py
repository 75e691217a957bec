"""Who must act, as conditions on rows: the workflow table turned into SQL for queues and counts.

`waits_for_side` asks per side and says the same as `cases.wording.turn_of`, which words it; `acts_waiting_for` asks per
person: it is the side's turn, and this role has an act now. Beside the main line a side can owe an answer: to an
objection, to a request for more time or for information. A test compares all with the words and the engine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from accounts.actor import Actor
from accounts.roles import ROLES
from cases.choices import (
    ClockState,
    DecisionState,
    DisputeState,
    ExtensionState,
    InformationStatus,
    Side,
    Status,
    Track,
    TransferStatus,
    VerificationStatus,
)
from cases.choices_documents import LIVE_DOCUMENT
from cases.choices_exits import LIVE_CLAIM, ErrorClaimState
from cases.choices_interviews import InterviewStatus
from cases.choices_safeguards import ReceptionStatus
from cases.choices_transit import TransitStatus
from cases.models import (
    CaseSuspension,
    ClockExtension,
    Decision,
    Dispute,
    ErrorClaim,
    InformationRequest,
    Interview,
    Reception,
    Transfer,
    Transit,
    TravelDocument,
    VerificationTask,
)
from cases.selectors.situation import LIVE_TRANSFER
from cases.selectors.travel_documents import still_valid_on
from cases.workflow import guards
from cases.workflow.table import BY_NAME, CASE_ACTS
from cases.workflow.transfer_acts import TRANSFER_ACTS
from cases.workflow.transit_acts import TRANSIT_ACTS, TRANSIT_CASE_ACTS
from cases.workflow.types import EVERY_TRACK, Guard, Reason, Subject, Transition
from core import clock

# Acts from this rank on break off what is under way: they are possible nearly always and nobody waits for them.
BREAKING_OFF_RANK: Final = 85
# Of the acts on documents the issue alone is waited for.
_WAITED_FOR: Final = (
    *CASE_ACTS,
    BY_NAME["issue_travel_document"],
    *TRANSFER_ACTS,
    *TRANSIT_CASE_ACTS,
    *TRANSIT_ACTS,
)
# A case in these is written by hand, which is no act of the table.
WRITTEN_IN: Final = (Status.DRAFT, Status.RETURNED_INCOMPLETE)


def any_of(rows: QuerySet[Any]) -> Q:
    """The condition that a case has one of these rows. Not as `Exists`: of that the database makes two plans each time,
    and the counts of the queue ask thirty such questions."""
    return Q(pk__in=rows.values("case"))


def of_each(rows: QuerySet[Any]) -> Exists:
    """The same, to annotate the few rows of a page: each looks for its own."""
    return Exists(rows.filter(case=OuterRef("pk")))


def travel_documents(on: date | None = None) -> QuerySet[TravelDocument]:
    """Issued documents that are still valid on a day (`still_valid_on`, if none is given)."""
    return TravelDocument.objects.filter(status__in=LIVE_DOCUMENT, valid_until__gte=on or still_valid_on())


def has_transfer(*statuses: str) -> Q:
    """Whether the case has a transfer in one of these statuses, as far as the reader sees transfers."""
    return any_of(Transfer.objects.filter(status__in=statuses))


def suspensions() -> QuerySet[CaseSuspension]:
    """Cases that the requesting side suspended; nobody else can read that it did."""
    return CaseSuspension.objects.filter(ended_at=None)


def has_transit(*statuses: str) -> Q:
    """Whether the case has a transit that was scheduled, in one of these statuses if any are named."""
    return any_of(Transit.objects.filter(status__in=statuses) if statuses else Transit.objects.all())


# Guards that decide whose hands a case is in. The others (is the form complete, which outcome was proposed) only say
# what is still in the way of the same person.
_GUARDS: Final[Mapping[Guard, Callable[[Actor, date], Q]]] = {
    guards.prepared_by_another_person: lambda actor, on: ~Q(prepared_by=actor.user_id),
    guards.verification_concluded: lambda actor, on: (
        ~any_of(VerificationTask.objects.filter(status=VerificationStatus.ASKED))
    ),
    guards.second_person: lambda actor, on: (
        ~any_of(Decision.objects.filter(state=DecisionState.PROPOSED, proposed_by=actor.user_id))
    ),
    guards.travel_document_valid: lambda actor, on: any_of(travel_documents(on)),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that a side owes the other one. questions: those that wait for one; act: one of the table by which it
    is given."""

    code: str
    side: Side
    questions: QuerySet[Any]
    act: Transition

    @property
    def asked(self) -> Q:
        """The condition that the case waits for it."""
        return any_of(self.questions) & Q(status__in=self.act.cases)

    @property
    def asked_of_each(self) -> Q:
        """The same of the few rows of a page."""
        return Q(of_each(self.questions)) & Q(status__in=self.act.cases)


# Before the day of the interview: from when on the confirmation of the presentation is waited for.
INTERVIEW_NEAR: Final = timedelta(days=7)
# Which act is next by the status of an interview, and whether only once its day is near.
_INTERVIEW_ACTS: Final = (
    ("schedule_interview", (InterviewStatus.REQUESTED, InterviewStatus.POSTPONED, InterviewStatus.NO_SHOW), False),
    ("confirm_presentation", (InterviewStatus.SCHEDULED,), True),
    ("record_interview", (InterviewStatus.CONFIRMED,), False),
    ("give_interview_result", (InterviewStatus.HELD,), False),
)


def _answers() -> tuple[Answer, ...]:
    """In the order in which a side gives them."""
    more_time = ClockExtension.objects.filter(state=ExtensionState.REQUESTED, clock__state=ClockState.RUNNING)
    objection = Dispute.objects.filter(state=DisputeState.RAISED)
    claim = ErrorClaim.objects.filter(state__in=LIVE_CLAIM)
    waiting = Reception.objects.filter(own_side="", status=ReceptionStatus.PROPOSED)
    asked: list[tuple[str, Side, Any, str]] = [
        ("dispute", Side.REQUESTING, objection, "reject_dispute"),
        ("extension", Side.REQUESTING, more_time, "refuse_extension"),
        ("reception", Side.RECEIVING, waiting, "confirm_reception"),
        ("error", Side.REQUESTING, claim.filter(state=ErrorClaimState.CLAIMED), "dispute_error_claim"),
        ("take_back", Side.REQUESTING, claim.exclude(state=ErrorClaimState.CLAIMED), "arrange_take_back"),
    ]
    for side in Side:
        question = InformationRequest.objects.filter(status=InformationStatus.ASKED, asked_side=side.other)
        asked.append(("information", side, question, "answer_information"))
    return tuple(Answer(code, side, rows, BY_NAME[act]) for code, side, rows, act in asked)


ANSWERS: Final = _answers()


def owed_of(case: Any) -> dict[str, str]:
    """Side -> the answer that it owes first, of a row with what `owed_annotations` joins."""
    owed: dict[str, str] = {}
    for answer in ANSWERS:
        if getattr(case, _owed_name(answer)):
            owed.setdefault(answer.side, answer.code)
    return owed


def owed_annotations() -> dict[str, Any]:
    """What `owed_of` reads, for `annotate`."""
    return {_owed_name(answer): ExpressionWrapper(answer.asked_of_each, BooleanField()) for answer in ANSWERS}


def _owed_name(answer: Answer) -> str:
    return f"owes_{answer.code}_{answer.side}"


def _owes(side: Side) -> Q:
    found = Q()
    for answer in ANSWERS:
        found |= answer.asked if answer.side is side else Q()
    return found


def _answers_of(actor: Actor) -> Q | None:
    """The condition that an answer is waited for which the actor's role can give; delegates read no such request."""
    found: Q | None = None
    for answer in ANSWERS:
        granted = _granted(actor, answer.act.permission, answer.side, is_delegable=False)
        if granted is None:
            continue
        condition = granted & answer.asked
        if guards.not_own_application in answer.act.guards:
            condition &= ~Q(prepared_by=actor.user_id)
        found = condition if found is None else found | condition
    return found


def acts_waiting_for(actor: Actor, on: date | None = None) -> Q | None:
    """The condition that an act of the table waits for this actor; None when the role has no act on cases at all.

    An act that is possible while the other side is to act (planning the transfer before the travel document is issued)
    is not waited for. on: the day on which travel documents must be valid (`still_valid_on`).
    """
    on = on or still_valid_on()
    found = _answers_of(actor)
    for side in Side:
        acts = _acts_on(actor, side, on)
        if acts is not None:
            turn = waits_for_side(side, on) & acts
            found = turn if found is None else found | turn
    interview = _interview_of(actor)
    if found is None or interview is None:
        return found if interview is None else interview
    return found | interview


def _interview_of(actor: Actor) -> Q | None:
    """The condition that an act about an interview waits for this actor: for the mission, or the receiving office where
    no mission holds it; to confirm the presentation once the day is near."""
    found: Q | None = None
    is_near = {"starts_at__lte": clock.now() + INTERVIEW_NEAR}
    for name, statuses, only_near in _INTERVIEW_ACTS:
        row = BY_NAME[name]
        assert row.side is not None, "these acts are of one side"
        granted = _granted(actor, row.permission, row.side)
        if granted is None:
            continue
        rows = Interview.objects.filter(status__in=statuses, **(is_near if only_near else {}))
        if row.side is Side.RECEIVING:
            rows = rows.filter(Q(mission=actor.authority_id) | Q(mission=None))
        condition = granted & any_of(rows) & Q(status__in=row.cases)
        found = condition if found is None else found | condition
    return found


def _acts_on(actor: Actor, side: Side, on: date) -> Q | None:
    """The condition that the actor's role has an act on this side of the case."""
    found: Q | None = None
    for row in _WAITED_FOR:
        granted = _granted(actor, row.permission, side) if row.side is side else None
        condition = _stands_at(row, actor, on) if granted is not None else None
        if condition is not None and granted is not None:
            found = granted & condition if found is None else found | granted & condition
    writing = _granted(actor, "draft_case", side) if side is Side.REQUESTING else None
    if writing is not None:
        written = writing & Q(status__in=WRITTEN_IN)
        found = written if found is None else found | written
    return found


def _is_waited_for(row: Transition) -> bool:
    return row.rank < BREAKING_OFF_RANK and row.reason is not Reason.REQUIRED


def _stands_at(row: Transition, actor: Actor, on: date) -> Q | None:
    """The case (and its transfer) stands where the act is next; None for acts that nobody waits for."""
    if not _is_waited_for(row):
        return None
    if row.of is Subject.TRAVEL_DOCUMENT:
        return Q(status__in=row.cases) & ~any_of(travel_documents(on))
    if row.is_of_case:
        # An act that leaves the case where it stands is waited for only as long as a guard says so.
        condition = Q(status__in=row.sources if row.guards else row.sources - {row.target})
    else:
        at = _transit_at if row.of is Subject.TRANSIT else _transfer_at
        condition = Q(status__in=row.cases) & at(row.sources)
    if row.tracks != EVERY_TRACK:
        condition &= Q(track__in=row.tracks)
    for guard in row.guards:
        if guard in _GUARDS:
            condition &= _GUARDS[guard](actor, on)
    return condition


def _transfer_at(sources: frozenset[str]) -> Q:
    named = sources - {""}
    condition = has_transfer(*named) if named else Q()
    return condition | ~has_transfer(*LIVE_TRANSFER) if "" in sources else condition


def _transit_at(sources: frozenset[str]) -> Q:
    condition = has_transit(*(sources - {""}))
    return condition | ~has_transit() if "" in sources else condition


def _granted(actor: Actor, act: str, side: Side, *, is_delegable: bool = True) -> Q | None:
    """`cases.policies.is_granted` on a side, as a condition."""
    country, authority = f"{side.value}_country", f"{side.value}_authority"
    own = Q(**{country: actor.country})
    reach = actor.grants.get(act)
    found: Q | None = None
    if reach is not None:
        found = Q(**{f"{country}__in": sorted(reach.countries)}) | Q(**{f"{authority}__in": sorted(reach.authorities)})
    role = ROLES.get(actor.role)
    if is_delegable and role is not None and role.is_delegate and act in role.acts:
        delegated = Q(delegates__contains=[actor.group_id])
        found = delegated if found is None else found | delegated
    return None if found is None else own & found


def _statuses_of(side: Side) -> frozenset[str]:
    """Where an act of this side is next; after acceptance it depends on document and transfer."""
    rows = [row for row in CASE_ACTS if row.side is side and row.rank < BREAKING_OFF_RANK]
    return frozenset(status for row in rows for status in row.sources) - {Status.ACCEPTED}


_STATUSES: Final = {side: _statuses_of(side) for side in Side}


def has_acts(actor: Actor) -> bool:
    """Whether the role has any act on cases that somebody waits for: `acts_waiting_for` gives a condition."""
    acts = {row.permission for row in _WAITED_FOR if row.side and _is_waited_for(row)} | {"draft_case"}
    acts |= {answer.act.permission for answer in ANSWERS}
    role = ROLES.get(actor.role)
    held = set(actor.grants) | (role.acts if role is not None and role.is_delegate else frozenset())
    return not acts.isdisjoint(held)


def waits_for_side(side: Side, on: date | None = None) -> Q:
    """The condition that this side of the case must act now, on the main line; nothing is waited for from a side that
    suspended it, as far as the reader can know."""
    announced = (TransferStatus.NOTIFIED, TransferStatus.CHANGED)
    waits_for_document = ~any_of(travel_documents(on)) & ~has_transfer(*announced)
    agreed = (TransferStatus.CONFIRMED, TransferStatus.DEPARTED)
    is_theirs = has_transfer(*announced, *agreed) | waits_for_document
    in_transit = has_transit(TransitStatus.SCHEDULED, TransitStatus.ENTERED)
    is_theirs = ~Q(track=Track.TRANSIT) & is_theirs | Q(track=Track.TRANSIT) & in_transit
    if side is Side.RECEIVING:
        return Q(status__in=_STATUSES[side]) | Q(status=Status.ACCEPTED) & is_theirs
    return (Q(status__in=_STATUSES[side]) | Q(status=Status.ACCEPTED) & ~is_theirs) & ~any_of(suspensions())


def waits_for_other_side(actor: Actor, on: date | None = None) -> Q:
    """The condition that the side across from the actor's country must act now, and the own one need not."""
    found = Q()
    for side in Side:
        is_ours = Q(**{f"{side.value}_country": actor.country})
        found |= is_ours & waits_for_side(side.other, on) & ~_owes(side)
    return found
