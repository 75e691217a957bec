"""The work queue: which cases an actor finds in which view, and in which order. Its rows: `cases.selectors.rows`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import DateTimeField, F, Q, QuerySet, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actor import Actor
from cases.choices import OPEN_STATUSES, Status
from cases.models import Case
from cases.selectors import turns
from cases.selectors.paging import Count, Cursor, Page, bounded_counts, keyset_page
from cases.selectors.rows import CaseRow, case_rows, joined_for_rows
from cases.wording import Words
from core import clock
from countries.models import Country
from countries.selectors.places import country_name

WEEK: Final = timedelta(days=7)
FIRST_VIEW: Final = "open"


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
            "open",
            gettext_lazy("All open"),
            gettext_lazy("No open cases"),
            gettext_lazy("Every case of your office that still moves stands here, the most urgent first."),
        ),
        View(
            "mine",
            gettext_lazy("My turn"),
            gettext_lazy("Nothing waits for you"),
            gettext_lazy("Cases in which your role has something to do now stand here."),
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
    )
}
SORTS: Final = ("clock", "last")


def views_of(actor: Actor) -> list[View]:
    """The views that mean something to the actor: "my turn" only for a role that acts on cases."""
    has_acts = turns.acts_waiting_for(actor) is not None
    return [view for view in VIEWS.values() if has_acts or view.code != "mine"]


def cases_in_view(actor: Actor, view: str, country: str = "") -> QuerySet[Case]:
    """The visible cases of a view; `country`: only those with this country (alpha-3) on the other side."""
    cases: Any = Case.objects.visible_to(actor)
    if country:
        cases = cases.filter(
            Q(requesting_country=actor.country, receiving_country=country)
            | Q(receiving_country=actor.country, requesting_country=country)
        )
    now = clock.now()
    if view == "mine":
        waiting = turns.acts_waiting_for(actor)
        return cases.none() if waiting is None else cases.filter(waiting)
    if view == "theirs":
        return cases.open().filter(turns.waits_for_other_side(actor))
    if view == "week":
        return cases.open().filter(next_due_at__gte=now, next_due_at__lt=now + WEEK)
    if view == "overdue":
        return cases.overdue(now)
    if view == "drafts":
        return cases.filter(status=Status.DRAFT)
    if view == "accepted":
        return cases.filter(status=Status.ACCEPTED)
    if view == "closed":
        return cases.exclude(status__in=OPEN_STATUSES)
    return cases.open()


def queue_counts(actor: Actor, views: Iterable[str], country: str = "") -> dict[str, Count]:
    """How many cases each view has, bounded; one statement."""
    return bounded_counts({view: cases_in_view(actor, view, country) for view in views})


def queue_page(
    actor: Actor,
    view: str,
    *,
    sort: str = "",
    country: str = "",
    after: Cursor | None = None,
    before: Cursor | None = None,
) -> Page:
    """One page of a view as `CaseRow`s. Four statements, one more where the actor's country has filed a case on it."""
    cases = joined_for_rows(cases_in_view(actor, view, country))
    if (sort or VIEWS[view].sort) == "last":
        moments = cases.annotate(moment=_last_moment(actor))
        page = keyset_page(moments, "moment", is_descending=True, after=after, before=before)
    else:
        page = keyset_page(cases, "next_due_at", after=after, before=before)
    return Page(case_rows(actor, page.rows), page.after, page.before)


def queue_first(actor: Actor, view: str, number: int) -> list[CaseRow]:
    """The most urgent cases of a view."""
    cases = joined_for_rows(cases_in_view(actor, view))
    return case_rows(actor, cases.order_by(F("next_due_at").asc(nulls_last=True), "id")[:number])


def partner_countries(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the countries that an agreement ties to the actor's: what can stand on the other side."""
    partners = (
        Country.objects.filter(agreement_members__agreement__members__country=actor.country, is_historical=False)
        .exclude(code=actor.country)
        .distinct()
    )
    return sorted(((row.code, country_name(row)) for row in partners), key=lambda pair: pair[1])


def case_of_reference(actor: Actor, reference: str) -> UUID | None:
    """The id of the visible case with this reference, or None."""
    return Case.objects.visible_to(actor).filter(reference=reference).values_list("id", flat=True).first()


def _last_moment(actor: Actor) -> Choose:
    """When something last happened, as the actor may know it.

    `changed_at` moves with own-side data as well, so it orders the cases of the own side only; the other side's are
    ordered by the steps that both sides know.
    """
    known = Greatest("submitted_at", "received_at", "decided_at", "completed_at", "closed_at")
    return Choose(
        When(requesting_country=actor.country, then=F("changed_at")), default=known, output_field=DateTimeField()
    )


def greeting(counts: Mapping[str, Count]) -> str:
    """ "48 open cases · 3 overdue · 9 due this week"."""
    opened = counts["open"]
    parts = [ngettext("%(count)s open case", "%(count)s open cases", opened.number) % {"count": opened}]
    if counts["overdue"].number:
        parts.append(_("%(count)s overdue") % {"count": counts["overdue"]})
    if counts["week"].number:
        parts.append(_("%(count)s due this week") % {"count": counts["week"]})
    return " · ".join(parts)
