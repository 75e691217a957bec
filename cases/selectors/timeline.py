"""What happened to a case, as the case page tells it. Row security says which events there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts.actor import Actor
from audit.models import Event
from cases.models import Case
from cases.selectors.standing import Reader
from cases.wording import event_words

FIRST: Final = 30
# The machinery of papers and files; the papers themselves have a panel, the audit view shows all.
_NOT_TOLD: Final = ("document.requested", "document.audience_set", "file.audience_set", "file.stored", "act.refused")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. side: ours | theirs | system; detail: grounds; actor: who, as the reader may know."""

    at: datetime
    text: str
    side: str
    detail: str
    actor: str


def timeline_events(case: Case, reader: Reader, *, is_whole: bool) -> list[Event]:
    """The acts done, newest first; without `is_whole` one more than is shown, so that the page knows of the rest."""
    events = Event.objects.filter(case_key=case.id, result=Event.Result.DONE).exclude(action__in=_NOT_TOLD)
    if reader is Reader.RECEIVING:
        # The same act told twice: the receiving side has the one that names the agencies.
        events = events.exclude(action="verification.asked")
    events = events.order_by("-at", "-id")
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
    side = "system" if not event.country else "ours" if event.country == actor.country else "theirs"
    is_own = side == "ours"
    return Entry(
        at=event.at,
        text=event_words(event.action, event.parameters, event.result, is_own_side=is_own),
        side=side,
        detail=event.reason,
        actor=event.actor_name if is_own else event.authority_name or event.actor_name,
    )
