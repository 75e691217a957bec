"""What silence means for a time limit of the reply: by itself an acceptance, or nothing that follows by itself."""

from collections.abc import Iterable

from cases.choices import UNDER_EXAMINATION, Basis, ClockKind, ClockState, Track
from cases.clocks import due_of, first_limit, is_extended
from cases.models import Case, CaseClock
from core import clock
from countries.clocks import DueDate, ResolvedRule, codes

# What lets the case go on without an answer, and what the case then rests on: a yes, or no more than what lets the
# transfer go ahead. Recognition of the nationality alone is no answer to the application.
_BASES = {
    codes.SILENCE_ACCEPTED: Basis.SILENCE,
    codes.SILENCE_TRANSFER_MAY_PROCEED: Basis.SILENCE_TRANSFER,
}


def says_silence(rule: ResolvedRule) -> bool:
    """Whether the rule of an extension says by itself what silence means: a remembered one takes away nothing that was
    read of the first time limit."""
    return rule.effect_of_silence != codes.SILENCE_NOT_APPLICABLE and rule.silence_is_verified


def silence_rule(row: CaseClock, due: DueDate) -> ResolvedRule:
    """The rule that says what silence means: of an extended limit the first one's, where nobody has read it of the
    extension."""
    if row.follows is not None and is_extended(row) and not says_silence(due.rule):
        return silence_rule(row.follows, due_of(row.follows))
    return due.rule


def silence_is_read(row: CaseClock, due: DueDate) -> bool:
    """Whether value, unit, days and effect of silence were all read, not remembered. How much longer an extended limit
    is the two sides have said; that its effect was read of the first one is enough, and the later end has it."""
    if not silence_rule(row, due).silence_is_verified:
        return False
    is_of_first = is_extended(row) and not says_silence(due.rule)
    return due.is_verified or (is_of_first and due.days_are_known and due_of(first_limit(row)).is_verified)


def basis_of(due: DueDate) -> str:
    """On what the case rests when a time limit of the reply passes that nobody made longer; empty where nothing follows
    by itself."""
    is_read = due.rule.silence_is_verified and due.is_verified
    return _BASES.get(due.rule.effect_of_silence, "") if is_read else ""


def basis_by_silence(row: CaseClock, due: DueDate) -> str:
    """On what the case rests when this time limit of the reply passes, empty where nothing follows by itself."""
    return _BASES.get(silence_rule(row, due).effect_of_silence, "") if silence_is_read(row, due) else ""


def silence_due(case: Case, clocks: Iterable[CaseClock] | None = None) -> str:
    """On what the case is about to rest: the reply is overdue, silence decides, and RCMS has not marked it yet. Empty
    else. clocks: the time limits of the case, asked for if none, where the nearest one has passed.
    """
    now = clock.now()
    if (
        case.track == Track.TRANSIT
        or case.status not in UNDER_EXAMINATION
        or case.next_due_at is None
        or case.next_due_at > now
    ):
        return ""
    if clocks is None:
        clocks = CaseClock.objects.filter(case=case, kind=ClockKind.REPLY, state=ClockState.RUNNING)
    for row in clocks:
        if row.kind == ClockKind.REPLY and row.state == ClockState.RUNNING and row.due_at <= now:
            return basis_by_silence(row, due_of(row))
    return ""
