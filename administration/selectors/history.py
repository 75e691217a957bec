"""What was done in administration lately, as far as the reader's group of administrators may read it."""

import datetime as dt
from dataclasses import dataclass

from accounts.actor import Actor
from audit.models import Event
from cases.wording import event_words


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act in words, with who and where from; who is the office alone for acts of other offices."""

    at: dt.datetime
    words: str
    who: str
    reason: str
    changed: list[str]


def history_of(actor: Actor, number: int = 10) -> list[HistoryLine]:
    """The latest acts, newest first. One statement."""
    rows = Event.objects.filter(audience_groups__contains=[actor.group_id], case_key__isnull=True).order_by(
        "-at", "-id"
    )
    return [
        HistoryLine(
            row.at,
            event_words(row.action, row.parameters, row.result, is_own_side=row.country == actor.country),
            row.actor_name,
            row.reason,
            [name.replace("_", " ") for name in row.changed],
        )
        for row in rows[:number]
    ]
