"""The cases behind a figure, as a page and as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import BY_SILENCE, ClockState, Outcome, Side, Track
from cases.selectors.paging import Cursor, keyset_page
from cases.selectors.rows import draft_title
from cases.selectors.versions import all_shown_as_submitted
from cases.wording import Words, status_for, status_kind
from core.exports import Sheet, Value
from countries.selectors.places import country_name
from supervision.selectors.measures import OTHER, Filters, Measure, cases_of
from supervision.selectors.statistics import days_to_reply

_CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class ListedCase:
    """One case behind a figure. days: to reply; reply_late: answered after the limit, or not at all and it passed."""

    id: UUID
    title: str
    name: str
    partner: str
    office: str
    status: Words
    status_kind: str
    delivered_at: datetime | None
    decided_at: datetime | None
    days: int | None
    due_at: datetime | None
    reply_late: bool


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of them. total: how many there are in all, the figure itself."""

    rows: Sequence[ListedCase]
    total: int
    after: Cursor | None
    before: Cursor | None


def case_list(
    actor: Actor,
    filters: Filters,
    measure: Measure,
    now: datetime,
    *,
    after: Cursor | None = None,
    before: Cursor | None = None,
) -> CaseList:
    """One page, the latest delivered first. Two statements, and one where an application is being mended."""
    cases = cases_of(actor, filters, measure)
    page = keyset_page(_joined(cases, filters.side), "since", is_descending=True, after=after, before=before)
    all_shown_as_submitted(actor, page.rows)
    rows = [_row(case, filters.side, now) for case in page.rows]
    return CaseList(rows, cases.count(), page.after, page.before)


def _joined(cases: Any, side: Side) -> Any:
    other = OTHER[side]
    return cases.select_related("person", f"{other}_country", f"{side}_authority", f"{other}_authority").annotate(
        days=days_to_reply(),
        reply_due=F("reply_clock__due_at"),
        reply_ended=F("reply_clock__ended_at"),
        reply_state=F("reply_clock__state"),
    )


def _row(case: Any, side: Side, now: datetime) -> ListedCase:
    code, words = status_for(case, side)
    person = getattr(case, "person", None)
    return ListedCase(
        id=case.id,
        title=case.reference or draft_title(case.created_at),
        name=person.full_name if person else "",
        partner=country_name(getattr(case, f"{OTHER[side]}_country")),
        office=getattr(case, f"{side}_authority").name,
        status=words,
        status_kind=status_kind(code),
        delivered_at=case.delivered_at,
        decided_at=_answered_at(case),
        days=case.days,
        due_at=case.reply_due,
        reply_late=_is_late(case, now),
    )


def _answered_at(case: Any) -> datetime | None:
    """When an answer was given; silence is none."""
    return None if case.basis in BY_SILENCE else case.decided_at


def _is_late(case: Any, now: datetime) -> bool:
    """Late, overdue or overtaken by silence, as the measures have it; a limit that was given up was none of it."""
    if case.reply_state == ClockState.MISSED:
        return True
    return case.reply_state == ClockState.RUNNING and bool(case.reply_due <= now)


def case_sheet(actor: Actor, filters: Filters, measure: Measure, limit: int) -> Sheet:
    """The same cases for a file: no name and nothing else about the person, who is found by the reference."""
    headers = [
        _("Reference"),
        _("Partner"),
        _("Our office"),
        _("Their office"),
        _("Track"),
        _("Status"),
        _("Delivered"),
        _("Reply due"),
        _("Answered"),
        _("Days to reply"),
        _("Answer"),
        _("Handed over"),
    ]
    return Sheet(measure.words, headers, _cells(actor, filters, measure, limit))


def _cells(actor: Actor, filters: Filters, measure: Measure, limit: int) -> Iterator[Sequence[Value]]:
    side, other = filters.side, OTHER[filters.side]
    cases = _joined(cases_of(actor, filters, measure), side).order_by("-since", "-id")
    outcomes, tracks = dict(Outcome.choices), dict(Track.choices)

    def local(at: datetime | None) -> datetime | None:
        return at.astimezone(actor.zone) if at else None

    for case in cases[:limit].iterator(_CHUNK):
        yield [
            case.reference or draft_title(case.created_at),
            country_name(getattr(case, f"{other}_country")),
            getattr(case, f"{side}_authority").name,
            getattr(case, f"{other}_authority").name,
            tracks.get(case.track, case.track),
            status_for(case, side)[1],
            local(case.delivered_at),
            local(case.reply_due),
            local(_answered_at(case)),
            case.days,
            outcomes.get(case.outcome, ""),
            local(case.completed_at),
        ]
