"""Marks on a case: set, changed and ended with a reason. None of it moves the case's version.

A mark belongs to the side that set it. Some kinds the other side may read as well, others never (NEVER_SHARED_FLAGS);
who of us set it stands in the audit trail, for the own side.
"""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import NEVER_SHARED_FLAGS, FlagEnd, FlagKind, Side
from cases.models import Case, CaseFlag
from cases.services.talking import day_in, zone_of
from cases.services.working import part_locked, refused_about, working_case
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import Invalid, StaleVersion

REASON_LENGTH = 500


def flag_set(
    *,
    actor: Actor,
    case_id: UUID,
    kind: str,
    reason: str,
    since_on: date | None = None,
    until_on: date | None = None,
    is_shared: bool = False,
) -> CaseFlag:
    """Mark a case. since_on: today in the own state if not given; until_on inclusive, open if not given; is_shared: the
    other side reads the mark with its reason.

    Raises NotVisible, ActRefused (not_granted), Invalid (kind, reason, since_on, until_on, is_shared).
    """
    case, side = working_case(actor=actor, case_id=case_id)
    errors: dict[str, list[str]] = {}
    if kind not in FlagKind.values:
        errors["kind"] = [_("Choose one")]
    flag = _checked(case, side, kind, reason, since_on, until_on, is_shared=is_shared, errors=errors)
    live = CaseFlag.objects.filter(case=case, kind=kind, side=side, ended_at=None).first()
    if live is not None and (live.until_on is None or live.until_on >= day_in(zone_of(case, side))):
        errors.setdefault("kind", [_("This mark is set already. Change it instead.")])
    if errors:
        raise Invalid(errors)
    if live is not None:
        _end(live, FlagEnd.ENDED, "")
    _insert(actor, flag)
    _tell(actor, case, side, flag, "flag.set", is_known=not flag.own_side)
    return flag


def flag_change(
    *,
    actor: Actor,
    flag_id: UUID,
    reason: str,
    since_on: date,
    until_on: date | None = None,
    is_shared: bool = False,
) -> CaseFlag:
    """Give a mark other days, another reason, or let the other side read it. The row before stays as history; what the
    other side has read it keeps.

    Raises NotVisible, ActRefused (not_granted), StaleVersion, Invalid (reason, since_on, until_on, is_shared).
    """
    old, case, side = _live(actor, flag_id)
    errors: dict[str, list[str]] = {}
    flag = _checked(case, side, old.kind, reason, since_on, until_on, is_shared=is_shared, errors=errors)
    if errors:
        raise Invalid(errors)
    _end(old, FlagEnd.CHANGED, "")
    _insert(actor, flag)
    _tell(actor, case, side, flag, "flag.changed", is_known=not flag.own_side or not old.own_side)
    return flag


def flag_end(*, actor: Actor, flag_id: UUID, reason: str, until_on: date | None = None) -> CaseFlag:
    """A mark holds no longer. until_on: its last day, today in the own state if not given.

    Raises NotVisible, ActRefused (not_granted), StaleVersion, Invalid (reason, until_on).
    """
    flag, case, side = _live(actor, flag_id)
    errors: dict[str, list[str]] = {}
    reason = _reason(reason, errors)
    today = day_in(zone_of(case, side))
    last = until_on or max(today, flag.since_on)
    if last < flag.since_on:
        errors["until_on"] = [_("The last day must not be before the first")]
    elif until_on is not None and until_on > today:
        errors["until_on"] = [_("The last day must not lie ahead: change the mark instead")]
    if errors:
        raise Invalid(errors)
    flag.until_on = last
    _end(flag, FlagEnd.ENDED, reason)
    _tell(actor, case, side, flag, "flag.ended", is_known=not flag.own_side)
    return flag


def _checked(
    case: Case,
    side: Side,
    kind: str,
    reason: str,
    since_on: date | None,
    until_on: date | None,
    *,
    is_shared: bool,
    errors: dict[str, list[str]],
) -> CaseFlag:
    """The row to be; complaints go into `errors`."""
    today = day_in(zone_of(case, side))
    since_on = since_on or today
    if since_on > today:
        errors["since_on"] = [_("The first day must not lie ahead")]
    if until_on is not None and until_on < max(since_on, today):
        errors["until_on"] = [_("The last day must be today or later, and not before the first")]
    if is_shared and kind in NEVER_SHARED_FLAGS:
        errors["is_shared"] = [_("This mark is for your side only")]
    return CaseFlag(
        case=case,
        kind=kind,
        side=side,
        own_side="" if is_shared else side,
        since_on=since_on,
        until_on=until_on,
        reason=_reason(reason, errors),
    )


def _reason(reason: str, errors: dict[str, list[str]]) -> str:
    reason = reason.strip()
    if not reason:
        errors["reason"] = [_("Give the reason")]
    elif len(reason) > REASON_LENGTH:
        errors["reason"] = [_("At most %(number)d characters") % {"number": REASON_LENGTH}]
    return reason


def _live(actor: Actor, flag_id: UUID) -> tuple[CaseFlag, Case, Side]:
    """A mark of the actor's side that still holds, locked."""
    flag, case, side = part_locked(CaseFlag.objects.all(), actor=actor, part_id=flag_id)
    if flag.side != side:
        raise refused_about(case, "wrong_side", _("The side that set this mark changes it."))
    if flag.ended_at is not None:
        raise refused_about(
            case, "stale", _("Somebody changed or ended this mark after you opened the page."), kind=StaleVersion
        )
    return flag, case, side


def _end(flag: CaseFlag, how: FlagEnd, reason: str) -> None:
    flag.ended_at, flag.ended_how, flag.end_reason = clock.now(), how, reason
    flag.save(force_update=True)


def _insert(actor: Actor, flag: CaseFlag) -> None:
    flag.office, flag.set_at = actor.authority_name, clock.now()
    flag.save(force_insert=True)


def _tell(actor: Actor, case: Case, side: Side, flag: CaseFlag, action: str, *, is_known: bool) -> None:
    """An event for those who read the mark (or read the one that it replaces); no reason in it."""
    readers = Readers.BOTH if is_known and case.shared else Readers(side.value)
    event_write(actor, case, action, readers, {"flag": str(flag.id), "kind": flag.kind})
