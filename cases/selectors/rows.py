"""What a row of a work list says about a case, to one reader.

Own-side data (flags, who began the case) are put into rows of the reader's own side only; what happened last comes from
events that the reader may read, because the case's own `changed_at` moves with own-side data too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.actor import Actor
from audit.models import Event
from cases.choices import ClockKind, ClockState, Side, Track
from cases.models import Case, CaseClock, CasePrivate, Transfer
from cases.policies import side_of
from cases.selectors import turns
from cases.selectors.situation import LIVE_TRANSFER
from cases.wording import Turn, Words, event_words, other_country, status_for, status_kind, turn_of
from cases.workflow.table import TABLE
from core import clock
from core.jinja import due_short, urgency
from countries.selectors.places import country_name


def joined_for_rows(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with the columns that `case_rows` reads, in the same statement."""
    live = Transfer.objects.filter(case=OuterRef("pk"), status__in=LIVE_TRANSFER)
    return cases.select_related("person", "requesting_country", "receiving_country").annotate(
        transfer_status=Subquery(live.values("status")[:1]), has_document=turns.has_travel_document()
    )


@dataclass(frozen=True, slots=True)
class ClockCell:
    """A running time limit. other_day: the last day by a stricter count, where counting is not verified, else empty;
    urgency: "late", "soon" or ""."""

    due_at: datetime
    zone: str
    text: str
    is_verified: bool
    other_day: str
    urgency: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list, for one reader. flags: (words, whether it calls for care), own side only."""

    id: UUID
    title: str
    is_ours: bool
    country: str
    track: Words
    name: str
    native_name: str
    native_language: str
    birth_date: str
    flags: tuple[tuple[str, bool], ...]
    status: Words
    status_kind: str
    clock: ClockCell | None
    turn: Turn
    officer: str
    last_at: datetime | None
    last_words: str

    @property
    def urgency(self) -> str:
        """The class of the row."""
        return self.clock.urgency if self.clock else ""

    @property
    def to_do(self) -> str:
        """What the side whose turn it is has to do, as a line of its own."""
        return self.turn.what[:1].upper() + self.turn.what[1:]


def case_rows(actor: Actor, cases: Iterable[Any]) -> list[CaseRow]:
    """Rows for cases that carry what `joined_for_rows` joins: three statements more, whatever their number."""
    cases = list(cases)
    if not cases:
        return []
    keys = [case.id for case in cases]
    clocks = _clocks(keys)
    flags = _flags([case.id for case in cases if side_of(actor, case) is Side.REQUESTING])
    last = _last_events(keys, actor)
    return [_row(actor, case, clocks.get(case.id), flags.get(case.id, ()), last.get(case.id)) for case in cases]


def _row(
    actor: Actor,
    case: Any,
    clock_cell: ClockCell | None,
    flags: tuple[tuple[str, bool], ...],
    last: tuple[datetime, str] | None,
) -> CaseRow:
    side = side_of(actor, case)
    is_ours = side is Side.REQUESTING
    code, words = status_for(case, side)
    person = getattr(case, "person", None)
    transfer = Transfer(status=case.transfer_status) if case.transfer_status else None
    return CaseRow(
        id=case.id,
        title=case.reference or draft_title(case.created_at),
        is_ours=is_ours,
        country=country_name(other_country(case, side)),
        track=Track(case.track).label,
        name=person.full_name if person else "",
        native_name=person.native_name if person else "",
        native_language=person.native_language if person else "",
        birth_date=person.birth_date if person else "",
        flags=flags,
        status=words,
        status_kind=status_kind(code),
        clock=clock_cell,
        turn=turn_of(case, side, transfer, has_travel_document=case.has_document),
        officer=case.created_by_name if is_ours else "",
        last_at=last[0] if last else _last_known_step(case),
        last_words=last[1] if last else "",
    )


def _last_known_step(case: Any) -> datetime | None:
    """The last step that every reader of the case knows: for delegates, who read no events."""
    steps = (case.submitted_at, case.received_at, case.decided_at, case.completed_at, case.closed_at)
    return max(filter(None, steps), default=None)


def draft_title(created_at: datetime) -> str:
    """How a case without a reference is called: "Draft of 20 November" (the year when it is another)."""
    day = timezone.localtime(created_at)
    is_of_this_year = day.year == timezone.localtime(clock.now()).year
    pattern = (
        pgettext("date pattern: day and whole month", "j F")
        if is_of_this_year
        else pgettext("date pattern: whole date", "j F Y")
    )
    return _("Draft of %(date)s") % {"date": dateformat.format(day, pattern)}


_DUE: Final[Mapping[str, tuple[Words, Words]]] = {
    ClockKind.REPLY: (gettext_lazy("Reply due %(day)s"), gettext_lazy("Reply was due %(day)s")),
    ClockKind.TRAVEL_DOCUMENT: (
        gettext_lazy("Travel document due %(day)s"),
        gettext_lazy("Travel document was due %(day)s"),
    ),
    ClockKind.TRANSFER: (gettext_lazy("Transfer by %(day)s"), gettext_lazy("Transfer was due by %(day)s")),
}


def _clocks(keys: Sequence[UUID]) -> dict[UUID, ClockCell]:
    """The nearest running time limit of each case; of the stored working only what a row shows."""
    rows = (
        CaseClock.objects.filter(case__in=keys, state=ClockState.RUNNING)
        .order_by("-due_at")
        .values_list(
            "case_id",
            "kind",
            "due_at",
            "due__time_zone",
            "due__is_verified",
            "due__counting_is_verified",
            "due__earliest_at",
        )
    )
    return {key: _clock_cell(*rest) for key, *rest in rows}


def _clock_cell(
    kind: str, due_at: datetime, zone: str, is_verified: bool, is_counted: bool, earliest: str
) -> ClockCell:
    is_past = clock.now() >= due_at
    earliest_at = datetime.fromisoformat(earliest)
    # Warnings go by the earlier reading of a limit whose counting is not known; being late goes by the later one.
    urgent = "late" if is_past else "soon" if urgency(earliest_at, zone) else ""
    other_day = due_short(earliest_at, zone) if not is_counted and earliest_at < due_at else ""
    text = str(_DUE[kind][is_past]) % {"day": due_short(due_at, zone)}
    return ClockCell(due_at, zone, text, is_verified and is_counted, other_day, urgent)


def _flags(keys: Sequence[UUID]) -> dict[UUID, tuple[tuple[str, bool], ...]]:
    """Own-side data of the requesting country: detained, vulnerable, size of the family. One statement."""
    if not keys:
        return {}
    family = Case.objects.filter(group=OuterRef("case__group")).order_by().values("group")
    rows = (
        CasePrivate.objects.filter(case__in=keys)
        .annotate(family=Subquery(family.annotate(size=Count("pk")).values("size")))
        .values_list("case_id", "vulnerabilities", "case__detention__place", "case__detention__since", "family")
    )
    found: dict[UUID, tuple[tuple[str, bool], ...]] = {}
    for key, vulnerabilities, place, since, size in rows:
        flags = []
        if place or since:
            flags.append((_("detained"), True))
        if vulnerabilities:
            flags.append((_("vulnerable"), True))
        if size and size > 1:
            flags.append((ngettext("family of %(size)d", "family of %(size)d", size) % {"size": size}, False))
        found[key] = tuple(flags)
    return found


# Acts and changes of the case; papers made and files looked at are no acts.
_ACT_EVENTS: Final = frozenset(row.event for row in TABLE) | {
    "case.started",
    "case.application_saved",
    "verification.result",
}


def _last_events(keys: Sequence[UUID], actor: Actor) -> dict[UUID, tuple[datetime, str]]:
    """When each case was last acted on, with words, as far as the actor may read its events. One statement."""
    rows = (
        Event.objects.filter(case_key__in=keys, action__in=_ACT_EVENTS, result=Event.Result.DONE)
        .order_by("case_key", "-at", "-id")
        .distinct("case_key")
        .values_list("case_key", "at", "action", "parameters", "country")
    )
    return {
        key: (at, event_words(action, parameters, is_own_side=country == actor.country))
        for key, at, action, parameters, country in rows
        if key is not None
    }
