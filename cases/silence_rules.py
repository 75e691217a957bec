"""What silence means for a time limit of the reply: by itself an acceptance, or nothing that follows by itself."""

from collections.abc import Iterable

from cases.choices import UNDER_EXAMINATION, Basis, ClockKind, ClockState
from cases.clocks import due_of, is_extended
from cases.models import Case, CaseClock
from core import clock
from countries.clocks import DueDate, ResolvedRule, codes

# What lets the case go on without an answer, and what the case then rests on: a yes, or no more than what lets the
# transfer go ahead. Recognition of the nationality alone is no answer to the application.
_BASES = {
    codes.SILENCE_ACCEPTED: Basis.SILENCE,
    codes.SILENCE_TRANSFER_MAY_PROCEED: Basis.SILENCE_TRANSFER,
}


def silence_rule(row: CaseClock, due: DueDate) -> ResolvedRule:
    """The rule that says what silence means: of an extended limit the first one's, where the extension is silent."""
    if due.rule.effect_of_silence == codes.SILENCE_NOT_APPLICABLE and row.follows is not None and is_extended(row):
        return silence_rule(row.follows, due_of(row.follows))
    return due.rule


def basis_of(rule: ResolvedRule, due: DueDate) -> str:
    """On what the case rests when a time limit of the reply passes that ends with `due`, `rule` saying what silence
    means; empty where nothing follows by itself: value, unit, days and effect must all be read, not remembered.
    """
    is_verified = rule.silence_is_verified and due.is_verified
    return _BASES.get(rule.effect_of_silence, "") if is_verified else ""


def basis_by_silence(row: CaseClock, due: DueDate) -> str:
    """On what the case rests when this time limit of the reply passes, empty where nothing follows by itself."""
    return basis_of(silence_rule(row, due), due)


def silence_due(case: Case, clocks: Iterable[CaseClock] | None = None) -> str:
    """On what the case is about to rest: the reply is overdue, silence decides, and RCMS has not marked it yet. Empty
    else. clocks: the time limits of the case, asked for if none, where the nearest one has passed.
    """
    now = clock.now()
    if case.status not in UNDER_EXAMINATION or case.next_due_at is None or case.next_due_at > now:
        return ""
    if clocks is None:
        clocks = CaseClock.objects.filter(case=case, kind=ClockKind.REPLY, state=ClockState.RUNNING)
    for row in clocks:
        if row.kind == ClockKind.REPLY and row.state == ClockState.RUNNING and row.due_at <= now:
            return basis_by_silence(row, due_of(row))
    return ""
