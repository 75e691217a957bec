"""How time limits stand: kept, passed, waited for. The conditions on cases that measures are made of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.choices import (
    BY_SILENCE,
    OPEN_STATUSES,
    ClockKind,
    ClockState,
    Outcome,
)
from cases.wording import Words

STANDINGS: Final[Mapping[str, Words]] = {
    "in_time": _("in time"),
    "late": _("late"),
    "silent": _("none came, and silence took effect"),
    "missed": _("passed, and given up"),
    "overdue": _("overdue, not done"),
    "waiting": _("waiting, within the limit"),
    "stopped": _("stopped without"),
}
"""How a time limit stands: exactly one of these holds for a case with the limit. Silence is for replies alone."""

CLOCKS: Final[Mapping[str, str]] = {
    ClockKind.REPLY: "reply_clock",
    ClockKind.TRAVEL_DOCUMENT: "document_clock",
    ClockKind.TRANSFER: "transfer_clock",
}

# Of cases that went on without a reply.
_SILENT: Final = Q(basis__in=BY_SILENCE)
ANSWERED: Final = Q(decided_at__isnull=False) & ~_SILENT
"""The condition that the other side gave an answer."""


def standings_of(kind: str) -> list[str]:
    """The ways in which a time limit of this kind can stand."""
    return [standing for standing in STANDINGS if standing != "silent" or kind == ClockKind.REPLY]


def clock_stands(kind: str, standing: str, now: datetime) -> Q:
    """The condition that the case's time limit of this kind stands so at `now`.

    A case that is open no more is waited for no more, although its clock may run on: whether an inconclusive answer
    keeps the limit is for the agreement to say.
    """
    name = CLOCKS[kind]
    state, ended, due = f"{name}__state", f"{name}__ended_at", f"{name}__due_at"
    is_open = Q(status__in=OPEN_STATUSES)
    passed = Q(**{state: ClockState.MISSED, f"{ended}__isnull": True})
    # What was not done at all is over at its own end: with the silence, or given up.
    undone = Q(**{state: ClockState.MISSED, ended: F(due)})
    late = Q(**{state: ClockState.MISSED, f"{ended}__gt": F(due)})
    # An inconclusive answer is no missing reply.
    is_inconclusive = Q(outcome=Outcome.INCONCLUSIVE)
    missed = undone & ~is_inconclusive
    if kind == ClockKind.REPLY:
        # A reply in the very instant of the end came too late.
        late, missed = late | missed & ANSWERED, undone & Q(decided_at=None)
    return {
        "in_time": Q(**{state: ClockState.MET}),
        "late": late,
        "silent": undone & _SILENT,
        "missed": missed,
        "overdue": (Q(**{state: ClockState.RUNNING, f"{due}__lte": now}) | passed) & is_open,
        "waiting": (Q(**{state: ClockState.RUNNING, f"{due}__gt": now}) | Q(**{state: ClockState.PAUSED})) & is_open,
        "stopped": Q(**{state: ClockState.CANCELLED})
        | undone & is_inconclusive
        | (Q(**{f"{state}__in": (ClockState.RUNNING, ClockState.PAUSED)}) | passed) & ~is_open,
    }[standing]


JUDGED: Final = ("in_time", "late", "silent", "missed", "overdue")
"""The standings of a time limit that was kept or has passed, answered or not: what shares are of."""


def judged_unverified(kind: str, now: datetime) -> Q:
    """The condition that the case's time limit of this kind was kept or has passed, and nobody has read it."""
    judged = Q()
    for standing in standings_of(kind):
        if standing in JUDGED:
            judged |= clock_stands(kind, standing, now)
    return judged & Q(**{f"{CLOCKS[kind]}__due__is_verified": False})
