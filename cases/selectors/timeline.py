"""What happened to a case, as the case page tells it. Row security says which events there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from accounts.actor import Actor
from audit.models import ActorStamp, Event
from cases.models import Case
from cases.wording import event_words
from cases.workflow.system import NAME
from core.scope import SYSTEM_ID

FIRST: Final = 30
# What the page of the thread tells, and attempts; the audit view shows all.
_NEVER_TOLD: Final = ("act.refused", "message.read")
# Papers and files have panels of their own beside the timeline.
_IN_PANELS: Final = ("document.requested", "file.stored")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. side: ours | theirs | system; detail: grounds; actor: who, as the reader may know."""

    at: datetime
    text: str
    side: str
    detail: str
    actor: str


def told_events(actor: Actor, case: Case) -> QuerySet[Event]:
    """What was done to a case, as far as it is told to a reader at all."""
    events = Event.objects.filter(case_key=case.id, result=Event.Result.DONE).exclude(action__in=_NEVER_TOLD)
    # Who is kept out and let in is for the supervisors, who read the trail.
    events = events.exclude(action__startswith="access.")
    if actor.country == case.receiving_country_id:
        # The same act told twice: the receiving side has the one that names the agencies.
        events = events.exclude(action="verification.asked")
    return events


def side_word(actor: Actor, row: ActorStamp) -> str:
    """ours | theirs | system: on which side of the reader it was done. What RCMS does by itself is of neither side,
    though it is written down for a country; a task has none."""
    if (row.actor_id in (None, SYSTEM_ID) and NAME in (row.actor_name, row.authority_name)) or not row.country:
        return "system"
    return "ours" if row.country == actor.country else "theirs"


def timeline_events(actor: Actor, case: Case, *, is_whole: bool) -> list[Event]:
    """The acts done, newest first; without `is_whole` one more than is shown, so that the page knows of the rest."""
    events = told_events(actor, case).exclude(action__in=_IN_PANELS).order_by("-at", "-id")
    return list(events if is_whole else events[: FIRST + 1])


def entries_of(actor: Actor, events: Sequence[Event]) -> list[Entry]:
    """Events in words for this reader: colleagues by name, the other side by its office.

    An application is saved page by page: what one person saved in a row is told once.
    """
    entries: list[Entry] = []
    before: Event | None = None
    for event in events:
        is_again = (
            before is not None
            and event.action == before.action == "case.application_saved"
            and event.actor_id == before.actor_id
        )
        if not is_again:
            entries.append(_entry(actor, event))
        before = event
    return entries


def _entry(actor: Actor, event: Event) -> Entry:
    is_own = event.country == actor.country
    return Entry(
        at=event.at,
        text=event_words(event.action, event.parameters, event.result, is_own_side=is_own),
        side=side_word(actor, event),
        detail=event.reason,
        actor=event.actor_name if is_own else event.authority_name or event.actor_name,
    )
