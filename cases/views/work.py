"""The work queue and the way from a reference to its case."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.selectors import queue
from cases.selectors.paging import Count, Cursor
from cases.views.base import ActorRequest, ActorView
from core.errors import ActRefused, NotVisible
from core.references import normalised


def require_act(actor: Actor, act: str) -> None:
    """Refuse a list that is not for the actor's role."""
    if not actor.holds(act):
        raise ActRefused("not_granted", _("Your office and role do not include this."))


class CaseListView(ActorView):
    """The cases that the actor sees: views with counts, sorted by time limit or by the last act, in pages."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """One page of one view; what the address names wrongly counts as not named."""
        actor = request.actor
        require_act(actor, "view_case")
        countries = queue.partner_countries(actor)
        country = request.GET.get("country", "")
        country = country if country in dict(countries) else ""
        views = {view.code: view for view in queue.views_of(actor)}
        view = views.get(request.GET.get("view", ""), views[queue.FIRST_VIEW])
        sort = request.GET.get("sort", "")
        sort = sort if sort in queue.SORTS else view.sort
        page = queue.queue_page(
            actor,
            view.code,
            sort=sort,
            country=country,
            after=Cursor.parse(request.GET.get("after", "")),
            before=Cursor.parse(request.GET.get("before", "")),
        )
        counts = queue.queue_counts(actor, views, country)

        def address(**values: str) -> str:
            return _address({"view": view.code, "country": country, **values})

        context = {
            "view": view,
            "rows": page.rows,
            "text": queue.greeting(counts),
            "views": _entries(views.values(), counts, view, country, can_draft=actor.holds("draft_case")),
            "countries": countries,
            "country": country,
            "sort": sort,
            "sort_urls": {name: address(sort=name) for name in queue.SORTS},
            "clear_url": _address({"view": view.code}),
            "next_url": address(sort=sort, after=str(page.after)) if page.after else None,
            "previous_url": address(sort=sort, before=str(page.before)) if page.before else None,
            "can_start": actor.holds("draft_case"),
            "has_officer": any(row.officer for row in page.rows),
        }
        return render(request, "cases/work/case_list.html", context)


def _address(values: dict[str, str]) -> str:
    return f"{reverse('cases:case-list')}?{urlencode({name: value for name, value in values.items() if value})}"


def _entries(
    views: Any, counts: dict[str, Count], current: queue.View, country: str, *, can_draft: bool
) -> list[dict[str, Any]]:
    """The views as entries of the macro `views`; drafts are left out for those who never have one."""
    return [
        {
            "label": view.label,
            "url": _address({"view": view.code, "country": country}),
            "count": counts[view.code],
            "current": view.code == current.code,
            "late": view.is_late and counts[view.code].number > 0,
        }
        for view in views
        if view.code != "drafts" or can_draft or counts["drafts"].number or current.code == "drafts"
    ]


class CaseByReferenceView(ActorView):
    """From a reference, as somebody typed or dictated it, to the case."""

    def get(self, request: ActorRequest, reference: str) -> HttpResponse:
        """Leads to the case; a wrong check character and another country's case give the same answer."""
        found = normalised(reference)
        key = queue.case_of_reference(request.actor, found) if found else None
        if key is None:
            raise NotVisible(f"reference:{reference}")
        return redirect("cases:case-detail", case_id=key)
