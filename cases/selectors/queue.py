"""The work queue: which cases an actor finds in which view, and in which order.

Its rows: `cases.selectors.rows`; how it is narrowed: `cases.selectors.queue_filters`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actor import Actor
from accounts.roles import ROLES
from accounts.selectors.absences import absences_in_force, day_of
from cases.choices import OPEN_STATUSES, ClockState, Status
from cases.clocks import NOT_NEXT
from cases.models import Case, CaseClock
from cases.querysets import CaseQuerySet
from cases.selectors import turns
from cases.selectors.paging import (
    Count,
    CountStatement,
    Cursor,
    Page,
    bounded_counts,
    count_statement,
    counts_of,
    keyset_page,
)
from cases.selectors.queue_filters import ALL, Filters, narrowed, of_office, own_assignments
from cases.selectors.rows import WEEK, CaseRow, case_rows, joined_for_rows
from cases.wording import Words
from core import clock

FIRST_VIEW: Final = "open"
# Decided or withdrawn: what is left to do is closing the file, which is for the requesting side.
_TO_BE_CLOSED: Final = (
    *(Status.REVOKED, Status.EXPIRED, Status.TAKEN_BACK),
    Status.COMPLETED,
    Status.TAKEN_BACK,
    Status.REFUSED,
    Status.INCONCLUSIVE,
    Status.WITHDRAWN,
    Status.TIME_BARRED,
)


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the cases: label, what an empty one says, whether its count is a warning."""

    code: str
    label: Words
    empty_title: Words
    empty_text: Words
    is_late: bool = False
    sort: str = "clock"


VIEWS: Final[Mapping[str, View]] = {
    view.code: view
    for view in (
        View(
            "mine",
            gettext_lazy("Mine"),
            gettext_lazy("No case is yours"),
            gettext_lazy("Cases that are assigned to you, or to a colleague for whom you stand in, stand here."),
        ),
        View(
            "turn",
            gettext_lazy("My turn"),
            gettext_lazy("Nothing waits for you"),
            gettext_lazy("Cases in which your role has something to do now stand here."),
        ),
        View(
            "office",
            gettext_lazy("My office"),
            gettext_lazy("Your office has no open case"),
            gettext_lazy("Open cases that your own office has, without those of offices below it, stand here."),
        ),
        View(
            "available",
            gettext_lazy("Available"),
            gettext_lazy("Every open case has somebody"),
            gettext_lazy("Open cases that nobody has yet stand here: take one, or assign it to a colleague."),
        ),
        View(
            "theirs",
            gettext_lazy("Waiting for the other side"),
            gettext_lazy("Nothing waits for the other side"),
            gettext_lazy("Cases in which the other country has to act stand here."),
        ),
        View(
            "week",
            gettext_lazy("Due this week"),
            gettext_lazy("Nothing is due in the next seven days"),
            gettext_lazy("Cases with a time limit that ends in the next seven days stand here."),
        ),
        View(
            "overdue",
            gettext_lazy("Overdue"),
            gettext_lazy("Nothing is overdue"),
            gettext_lazy("Cases with a time limit that has passed stand here."),
            is_late=True,
        ),
        View(
            "risk",
            gettext_lazy("At risk"),
            gettext_lazy("Nothing is at risk"),
            gettext_lazy("Cases with a time limit that ends within three days, by the stricter count, stand here."),
        ),
        View(
            "paused",
            gettext_lazy("Standing still"),
            gettext_lazy("No time limit stands still"),
            gettext_lazy("Cases whose time limit stands still while an obstacle lasts stand here."),
            sort="last",
        ),
        View(
            "drafts",
            gettext_lazy("Drafts"),
            gettext_lazy("No drafts"),
            gettext_lazy("Applications that are still being written stand here. The other side does not see them."),
            sort="last",
        ),
        View(
            "accepted",
            gettext_lazy("Accepted"),
            gettext_lazy("No accepted cases"),
            gettext_lazy("Cases that were accepted and whose transfer has not taken place yet stand here."),
        ),
        View(
            "closed",
            gettext_lazy("Closed"),
            gettext_lazy("No closed cases"),
            gettext_lazy("Cases that were completed, refused, withdrawn or closed stand here, the latest first."),
            sort="last",
        ),
        View(
            "open",
            gettext_lazy("All open"),
            gettext_lazy("No open cases"),
            gettext_lazy("Every case that you see and that still moves stands here, the most urgent first."),
        ),
        View(
            "all",
            gettext_lazy("All"),
            gettext_lazy("No cases"),
            gettext_lazy("Every case that you see stands here, open or closed."),
            sort="last",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: label of its column; column: the one of `joined_for_rows` that orders; words: how, in the caption."""

    code: str
    label: Words
    column: str
    words: Words
    is_descending: bool = False
    is_text: bool = False


SORTS: Final[Mapping[str, Sort]] = {
    sort.code: sort
    for sort in (
        Sort("clock", gettext_lazy("Clock"), "next_due_at", gettext_lazy("most urgent first")),
        Sort("last", gettext_lazy("Last act"), "moment", gettext_lazy("latest first"), is_descending=True),
        Sort("waiting", gettext_lazy("Waiting"), "moment", gettext_lazy("longest waiting first")),
        Sort("reference", gettext_lazy("Case"), "reference", gettext_lazy("by reference"), is_text=True),
    )
}


def views_of(actor: Actor) -> list[View]:
    """The views that mean something to the actor's role."""
    role = ROLES.get(actor.role)
    left_out = set()
    if not turns.has_acts(actor):
        left_out.add("turn")
    if not actor.holds("work_case"):
        left_out.add("mine")
    if not (actor.holds("work_case") or actor.holds("assign_case")):
        left_out.add("available")
    if role is not None and role.is_delegate:
        left_out.add("office")
    return [view for view in VIEWS.values() if view.code not in left_out]


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments of which views depend. week: the end of "due this week"; valid_on: `turns.still_valid_on`; today: the
    calendar day in the actor's country."""

    now: datetime
    week: datetime
    valid_on: date
    today: date

    @classmethod
    def of(cls, actor: Actor) -> "Moments":
        """As they are now."""
        now = clock.now()
        return cls(now, now + WEEK, turns.still_valid_on(), day_of(actor, now))


def cases_in_view(actor: Actor, view: str, filters: Filters = ALL, moments: Moments | None = None) -> CaseQuerySet:
    """The visible cases of a view, narrowed by the filters. moments: now, if none are given."""
    cases = narrowed(Case.objects.visible_to(actor), actor, filters)
    at = moments or Moments.of(actor)
    if view == "mine":
        return cases.filter(_is_still_to_do(actor), id__in=_assigned_to(actor, at.today))
    if view == "turn":
        waiting = turns.acts_waiting_for(actor, at.valid_on)
        return cases.none() if waiting is None else cases.filter(waiting)
    if view == "office":
        return cases.open().filter(of_office(actor, actor.authority_id))
    if view == "available":
        return cases.open().filter(~Exists(own_assignments(actor).filter(case=OuterRef("pk"))))
    if view == "theirs":
        return cases.open().filter(turns.waits_for_other_side(actor, at.valid_on))
    if view == "week":
        return cases.open().filter(next_due_at__gt=at.now, next_due_at__lt=at.week)
    if view == "overdue":
        return cases.overdue(at.now)
    if view == "risk":
        return cases.open().filter(_with_clock(state=ClockState.RUNNING, warn_at__lte=at.now, due_at__gt=at.now))
    if view == "paused":
        return cases.open().filter(_with_clock(state=ClockState.PAUSED))
    if view == "drafts":
        return cases.filter(status=Status.DRAFT)
    if view == "accepted":
        return cases.filter(status=Status.ACCEPTED)
    if view == "closed":
        return cases.exclude(status__in=OPEN_STATUSES)
    return cases if view == "all" else cases.open()


def _with_clock(**values: Any) -> Q:
    return turns.any_of(CaseClock.objects.filter(**values).exclude(kind__in=NOT_NEXT))


def _is_still_to_do(actor: Actor) -> Q:
    return Q(status__in=OPEN_STATUSES) | Q(status__in=_TO_BE_CLOSED, requesting_country=actor.country)


def _assigned_to(actor: Actor, today: date) -> QuerySet[Any]:
    """Ids of the cases that the actor has, or somebody for whom the actor stands in today."""
    covered = absences_in_force(today).filter(covered_by=actor.user_id)
    mine = Q(user_id=actor.user_id) | Q(user_id__in=covered.values("user_id"))
    return own_assignments(actor).filter(mine).values("case_id")


# Moments that stand in a compiled statement for those at which it is run: told by their types.
class _Now(datetime): ...


class _Week(datetime): ...


class _ValidOn(date): ...


class _Today(date): ...


_LATER: Final = Moments(
    _Now(2000, 1, 1, tzinfo=UTC), _Week(2000, 1, 1, tzinfo=UTC), _ValidOn(2000, 1, 1), _Today(2000, 1, 1)
)


@dataclass(frozen=True, slots=True)
class _Asker:
    """An actor as far as views depend on him or her; `key` holds all of that, so a changed grant is another asker."""

    key: tuple[Any, ...]
    actor: Actor = field(compare=False)

    @classmethod
    def of(cls, actor: Actor) -> "_Asker":
        grants = tuple((act, reach.countries, reach.authorities) for act, reach in sorted(actor.grants.items()))
        key = (actor.user_id, actor.authority_id, actor.country, actor.role, actor.group_id, grants)
        return cls(key, actor)


@lru_cache(maxsize=256)
def _count_statement(asker: _Asker, views: tuple[str, ...], filters: Filters) -> CountStatement:
    """Compiled once per person: putting a dozen conditions together costs more than asking the database."""
    return count_statement({view: cases_in_view(asker.actor, view, filters, _LATER) for view in views})


def queue_counts(actor: Actor, views: Iterable[str], filters: Filters = ALL) -> dict[str, Count]:
    """How many cases each view has, bounded; one statement."""
    if filters.flag:  # flags hold from day to day, which is no moment of a view
        return bounded_counts({view: cases_in_view(actor, view, filters) for view in views})
    statement = _count_statement(_Asker.of(actor), tuple(views), filters)
    at = Moments.of(actor)
    moving: dict[type, Any] = {_Now: at.now, _Week: at.week, _ValidOn: at.valid_on, _Today: at.today}
    return counts_of(statement, [moving.get(type(value), value) for value in statement.parameters])


def queue_page(
    actor: Actor,
    view: str,
    *,
    sort: str = "",
    filters: Filters = ALL,
    after: Cursor | None = None,
    before: Cursor | None = None,
) -> Page:
    """One page of a view as `CaseRow`s: a fixed number of statements."""
    order = SORTS[sort or VIEWS[view].sort]
    cases = joined_for_rows(cases_in_view(actor, view, filters), actor)
    page = keyset_page(cases, order.column, is_descending=order.is_descending, after=after, before=before)
    return Page(case_rows(actor, page.rows), page.after, page.before)


def queue_first(actor: Actor, view: str, number: int) -> list[CaseRow]:
    """The most urgent cases of a view."""
    cases = joined_for_rows(cases_in_view(actor, view), actor)
    return case_rows(actor, cases.order_by(F("next_due_at").asc(nulls_last=True), "id")[:number])


def case_of_reference(actor: Actor, reference: str) -> UUID | None:
    """The id of the visible case with this reference, or None."""
    return Case.objects.visible_to(actor).filter(reference=reference).values_list("id", flat=True).first()


def greeting(counts: Mapping[str, Count]) -> str:
    """ "48 open cases · 3 overdue · 9 due this week"."""
    opened = counts["open"]
    parts = [ngettext("%(count)s open case", "%(count)s open cases", opened.number) % {"count": opened}]
    if counts["overdue"].number:
        parts.append(_("%(count)s overdue") % {"count": counts["overdue"]})
    if counts["week"].number:
        parts.append(_("%(count)s due this week") % {"count": counts["week"]})
    return " · ".join(parts)
