"""Doing an act: lock, compare the version, judge, write, and keep everything that must follow together.

    with applying(actor=actor, case_id=key, name="acknowledge", version=5) as act:
        ...the rows of this act...

In one transaction, in this order: the case is locked, after the operation that carries its transfer; the version that
the actor saw is compared; the table's row is found; policy and guards judge; the block writes its own rows; then status
and version, clocks, delegations, audit event, notice. If anything is refused or fails, nothing of it happened.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.services import AboutCase, event_record
from cases import access, clocks, interviews
from cases.choices import ClockKind, ClockState, Status, Track, TransferStatus
from cases.models import Case, InformationRequest, Transfer, TravelDocument
from cases.policies import refusal
from cases.selectors.case_head import refuse_erased
from cases.selectors.situation import live_transfer, situation_for, status_moved, transit_of
from cases.workflow.locking import operations_lock
from cases.workflow.safeguard_guards import NOT_OFFERED as NO_SAFEGUARD
from cases.workflow.table import BY_NAME, CASE_FOLLOWS, TABLE
from cases.workflow.types import Readers, Reason, Situation, Subject, Transition
from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.scope import SYSTEM_ID
from notifications.services import notice_send


@dataclass(slots=True)
class Act:
    """An act being done. The block may add `parameters` (codes, dates, ids: they go into the event and the notice),
    name `changed` fields, and set columns of `case`: everything set on it is saved at the end."""

    actor: Actor
    case: Case
    row: Transition
    situation: Situation
    transfer: Transfer | None
    parameters: dict[str, Any] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    meets: list[ClockKind] = field(default_factory=list)
    # When what the act tells of happened, where that was before: a reply on paper meets its time limit at its own date.
    happened_at: datetime | None = None


@contextmanager
def applying(
    *,
    actor: Actor,
    case_id: UUID,
    name: str,
    version: int | None = None,
    reason: str = "",
    information: InformationRequest | None = None,
) -> Iterator[Act]:
    """Do the act `name` of the workflow table to a case that the actor sees.

    version: the case version that the form showed; None only where the caller holds none (tasks, seeds). information:
    the request for information that the act moves, locked by the caller. Raises NotVisible, StaleVersion, ActRefused,
    Invalid.
    """
    row = BY_NAME[name]
    operations_lock(case_id)
    case = (
        Case.objects.select_for_update(of=("self",))
        .filter(id=case_id)
        .select_related("requesting_country", "receiving_country")
        .first()
    )
    if case is None or not _sees(actor, case):
        raise NotVisible(f"case:{case_id}")
    refuse_erased(case)
    transfer = live_transfer(case)
    situation = situation_for(row, case, transfer)
    status = status_moved(row, case, transfer, situation)
    if information is not None:
        situation, status = replace(situation, information_of=information.asked_side), information.status
    found = refusal(actor, row, case, status, situation)
    if version is not None and version != case.version and not (found and found.is_told_first):
        stale = StaleVersion("stale", _("Somebody changed this case after you opened the page."))
        raise stale.about(case.subject, case.reference)
    if found is not None:
        raise ActRefused(found.code, found.message).about(case.subject, case.reference)
    if row.reason is Reason.REQUIRED and not reason.strip():
        raise Invalid({"reason": [_("Give the reason")]})
    act = Act(actor, case, row, situation, transfer, meets=list(row.clocks.meets))
    yield act
    _finish(act, reason)


def _sees(actor: Actor, case: Case) -> bool:
    """Row security let the row through; the actor must also see the case or have it delegated to the group."""
    if actor.user_id == SYSTEM_ID:
        return True
    return bool(Case.objects.visible_to(actor).filter(id=case.id).exists() or actor.group_id in case.delegates)


def _finish(act: Act, reason: str) -> None:
    case, row = act.case, act.row
    due_zone = _case_save(act) if row.moves_version else ""
    event_write(act.actor, case, row.event, row.readers, act.parameters, act.changed, reason)
    is_known_there = case.shared or row.notifies is not Readers.RECEIVING
    if row.notifies and is_known_there:
        notice_send(
            action=row.event,
            subject=case.subject,
            case_reference=case.reference or "",
            audience=readers_audience(case, row.notifies, act.actor),
            parameters=act.parameters,
            due_at=case.next_due_at if due_zone else None,
            due_zone=due_zone,
        )


def _case_save(act: Act) -> str:
    """Status, version, clocks and delegations of the case follow the act; gives the zone of the nearest time limit."""
    case, row = act.case, act.row
    now = clock.now()
    if row.is_of_case:
        case.status = row.target
    elif row.name in CASE_FOLLOWS:
        case.status = CASE_FOLLOWS[row.name]
    case.version += 1
    if row.readers is not Readers.RECEIVING:
        # It orders the requesting side's lists, which must not move with what that side is not told.
        case.changed_at = now
    if row.is_of_case or row.name in CASE_FOLLOWS:
        interviews.interviews_end(case)
    clocks.clocks_end(case, act.meets, ClockState.MET, at=act.happened_at)
    clocks.clocks_end(case, row.clocks.abandons, ClockState.CANCELLED)
    if case.decided_at or case.submitted_at:
        clocks.clocks_start(case, row.clocks.starts)
    case.next_due_at, case.next_due_kind, due_zone = clocks.next_due(case)
    transfer = live_transfer(case, with_ended=True)
    new_delegates = access.delegates_sync(case, transfer, act.actor.group_id)
    case.save(force_update=True)
    if new_delegates is not None:
        access.files_share(case)
        for group_id, role in new_delegates.items():
            _delegate_tell(case, transfer, group_id, role)
    return due_zone


def _delegate_tell(case: Case, transfer: Transfer | None, group_id: int, role: str) -> None:
    """A notice to a consulate or border post whose work the case is from now on: what is to be done, and by when."""
    told: dict[str, Any]
    if role == "border_officer" and case.track == Track.TRANSIT:
        expected = transit_of(case)
        if expected is None:
            return
        point, at = expected.entry_point.name, expected.enters_at.isoformat()
        told = {"action": "transit.expected", "parameters": {"crossing_point": point, "at": at}}
    elif role == "border_officer":
        if transfer is None or transfer.status != TransferStatus.CONFIRMED:
            return
        arrival = {"crossing_point": transfer.crossing_point.name, "at": transfer.arrives_at.isoformat()}
        told = {"action": "arrival.expected", "parameters": arrival}
    elif case.status != Status.ACCEPTED:
        told = {"action": "interview.wanted"}
    else:
        if TravelDocument.objects.filter(case=case).exists():
            return
        limit = clocks.clock_running(case, ClockKind.TRAVEL_DOCUMENT)
        due = {"due_at": limit.due_at, "due_zone": limit.due["time_zone"]} if limit else {}
        told = {"action": "travel_document.wanted", **due}
    notice_send(
        subject=case.subject, case_reference=case.reference or "", audience=Audience(groups=(group_id,)), **told
    )


def readers_audience(case: Case, readers: Readers, actor: Actor | None = None) -> Audience:
    """The audience meant by an event's readers; `actor` is needed for the side across from whoever acts."""
    if readers is Readers.OTHER:
        if actor is None:
            raise ValueError("the other side of whom?")
        readers = Readers.REQUESTING if actor.country == case.receiving_country_id else Readers.RECEIVING
    if readers is Readers.REQUESTING:
        return access.audience_requesting(case)
    if readers is Readers.RECEIVING:
        return access.audience_receiving(case)
    return access.audience_both(case)


def event_write(
    actor: Actor,
    case: Case,
    action: str,
    readers: Readers,
    parameters: dict[str, Any] | None = None,
    changed: list[str] | None = None,
    reason: str = "",
    is_own_reason: bool = False,
    values: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """An audit event about a case, readable by `readers`; is_own_reason: the reason by the actor's own side alone, as
    changed values always are."""
    event_record(
        actor=actor,
        action=action,
        subject=case.subject,
        about=AboutCase(case.id, case.reference or ""),
        audience=readers_audience(case, readers),
        parameters=parameters,
        changed=changed or [],
        reason=reason.strip(),
        is_own_reason=is_own_reason,
        values=values,
    )


# Refusals of acts that are not shown at all: they are not this actor's, or not of this case.
_NOT_OFFERED = {
    *("wrong_side", "not_granted", "other_track", "wrong_status", "other_proposal"),
    *("no_extension_rule", "no_suspension_rule", "limit_not_running", "no_fallback", "no_european_document"),
    *("document_of_requesting", "document_of_receiving", "nobody_readmitted", "not_expired"),
    *("not_by_silence", "not_on_paper", "other_objection", "interview_of_other_side"),
    *NO_SAFEGUARD,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that the actor's office and role include and the status allows; `reason` tells what is in the way."""

    row: Transition
    reason: str = ""
    code: str = ""

    @property
    def is_possible(self) -> bool:
        """Whether it can be done now."""
        return not self.code


def available_for(actor: Actor, case: Case, situation: Situation, transfer: Transfer | None) -> list[Offer]:
    """The acts to offer, in order; acts of other people and other statuses are left out, blocked ones keep why."""
    offers = []
    for row in TABLE:
        if row.of is Subject.VERIFICATION or row.name == "schedule_at_visit":
            continue
        found = refusal(actor, row, case, status_moved(row, case, transfer, situation), situation)
        if found is None:
            offers.append(Offer(row))
        elif found.code not in _NOT_OFFERED:
            offers.append(Offer(row, str(found.message), found.code))
    return sorted(offers, key=lambda offer: (offer.row.rank, not offer.is_possible))
