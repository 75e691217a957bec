"""Which running time limits a changed rule or calendar would touch: reference, time limit, due now, due then.

Administrators see no case. A function of the database tells those of a national desk of which cases of their country a
time limit runs, and the stored working; the new working is computed here.
"""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection

from accounts.actor import Actor
from administration.policies import refuse_unless_national
from cases.choices import ClockKind
from countries.clocks import DueDate
from countries.selectors.recomputing import Recomputer, is_touched

# More are neither computed nor shown at a time: what is left is found again on the page of old versions.
AT_MOST: Final = 2000


@dataclass(frozen=True, slots=True)
class TouchedClock:
    """One running time limit; now and then: the stored working and the one with the rules and calendars as they are."""

    clock: UUID
    reference: str
    kind: str
    receiving: str
    now: DueDate
    then: DueDate

    @property
    def kind_label(self) -> str:
        """The time limit in words."""
        return str(dict(ClockKind.choices).get(self.kind, self.kind))

    @property
    def is_moved(self) -> bool:
        """Whether it would end at another instant; otherwise only its certainty or the effect of silence changes."""
        return self.now.at != self.then.at


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Where to look: cases of one agreement, with one other country, computed with one country's calendar, or computed
    with an old version."""

    agreement: str = ""
    partner: str = ""
    calendar: str = ""
    only_behind: bool = False


def touched_clocks(actor: Actor, narrowing: Narrowing) -> list[TouchedClock]:
    """The running time limits of the actor's country that would be due at another time, or with another certainty or
    effect of silence, if they were computed now; the nearest first. Those that a calendar was used for are counted by
    the rules that they have. Raises ActRefused."""
    refuse_unless_national(actor)
    with connection.cursor() as cursor:
        cursor.execute(
            "select clock, reference, kind, requesting, receiving, track, agreement, delivered_at, due"
            " from clocks_of_country(%s, %s, %s, %s, %s)",
            [narrowing.agreement, narrowing.partner, narrowing.calendar, narrowing.only_behind, AT_MOST],
        )
        rows = cursor.fetchall()
    computer = Recomputer() if rows else None
    found = []
    for key, reference, kind, requesting, receiving, track, agreement, delivered_at, plain in rows:
        assert computer is not None and isinstance(delivered_at, dt.datetime)
        now = DueDate.from_json(json.loads(plain) if isinstance(plain, str) else plain)
        if narrowing.calendar:
            # A calendar changes nothing but days: a rule that was changed before is decided about on its own.
            then = computer.counted_again(now, requesting=requesting, receiving=receiving)
        else:
            then = computer.due(
                now,
                kind,
                requesting=requesting,
                receiving=receiving,
                track=track,
                agreement=agreement,
                on_date=delivered_at.date(),
            )
        if then is not None and is_touched(now, then):
            found.append(TouchedClock(key, reference or "", kind, receiving, now, then))
    return found
