"""The work queue and the way from a reference to its case."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.policies import require_act
from cases.models import SavedFilter
from cases.selectors import queue
from cases.selectors.paging import Count, Cursor
from cases.selectors.queue_filters import Filters, chosen
from cases.selectors.saved_filters import saved_filters
from cases.views.base import ActorRequest, ActorView
from core.errors import NotVisible
from core.references import normalised

_IN_ORDER = ("view", "country", "status", "assignee", "agreement", "flag", "office", "sort", "after", "before")


def queue_address(values: Mapping[str, str]) -> str:
    """The address of the queue with these values, empty ones left out; the same values give the same address."""
    query = urlencode({name: values[name] for name in _IN_ORDER if values.get(name)})
    return f"{reverse('cases:case-list')}{'?' if query else ''}{query}"


def asked_for(views: Iterable[queue.View], query: Mapping[str, str]) -> tuple[queue.View, queue.Sort, Filters]:
    """View (one of these), order and filters that an address names; what it names wrongly counts as not named."""
    named = (view for view in views if view.code == query.get("view"))
    view = next(named, queue.VIEWS[queue.FIRST_VIEW])
    sort = queue.SORTS.get(query.get("sort", ""), queue.SORTS[view.sort])
    return view, sort, Filters.parse(query)


class CaseListView(ActorView):
    """The cases that the actor sees: views with counts, in several orders, narrowed by filters, in pages."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """One page of one view. Without any query the person's own first filter is opened, if one is kept as such."""
        actor = request.actor
        require_act(actor, "view_case")
        saved = saved_filters(actor)
        if not request.GET:
            first = next((row for row in saved if row.is_default), None)
            if first is not None and first.query:
                return redirect(queue_address(first.query))
        views = queue.views_of(actor)
        view, sort, filters = asked_for(views, request.GET)
        page = queue.queue_page(
            actor,
            view.code,
            sort=sort.code,
            filters=filters,
            after=Cursor.parse(request.GET.get("after", ""), is_text=sort.is_text),
            before=Cursor.parse(request.GET.get("before", ""), is_text=sort.is_text),
        )
        counts = queue.queue_counts(actor, [entry.code for entry in views], filters)

        def address(**values: str) -> str:
            return queue_address({"view": view.code, **filters.to_query(), **values})

        current = address(sort=sort.code)
        context = {
            "view": view,
            "sort": sort,
            "rows": page.rows,
            "text": queue.greeting(counts),
            "views": _entries(views, counts, view, filters, can_draft=actor.holds("draft_case")),
            "saved": _saved_entries(saved, current),
            "chosen": [
                (item, queue_address({"view": view.code, "sort": sort.code, **filters.without(item.name).to_query()}))
                for item in chosen(actor, filters)
            ],
            "sort_urls": {name: address(sort=name) for name in queue.SORTS},
            "clear_url": queue_address({"view": view.code}),
            "filter_url": f"{reverse('cases:case-filter')}?{urlencode(_query(view, sort, filters))}",
            "next_url": address(sort=sort.code, after=str(page.after)) if page.after else None,
            "previous_url": address(sort=sort.code, before=str(page.before)) if page.before else None,
            "can_start": actor.holds("draft_case"),
            "can_assign": actor.holds("assign_case"),
            "can_take": actor.holds("work_case"),
            "shows_assignee": actor.holds("work_case") or actor.holds("assign_case"),
            "current": current,
        }
        return render(request, "cases/work/case_list.html", context)


def _query(view: queue.View, sort: queue.Sort, filters: Filters) -> dict[str, str]:
    return {"view": view.code, "sort": sort.code, **filters.to_query()}


def _entries(
    views: list[queue.View],
    counts: Mapping[str, Count],
    current: queue.View,
    filters: Filters,
    *,
    can_draft: bool,
) -> list[dict[str, Any]]:
    """The views as entries of the macro `views`; drafts are left out for those who never have one."""
    return [
        {
            "label": view.label,
            "url": queue_address({"view": view.code, **filters.to_query()}),
            "count": counts[view.code],
            "current": view.code == current.code,
            "late": view.is_late and counts[view.code].number > 0,
        }
        for view in views
        if view.code != "drafts" or can_draft or counts["drafts"].number or current.code == "drafts"
    ]


def _saved_entries(saved: list[SavedFilter], current: str) -> list[dict[str, Any]]:
    return [
        {"label": row.name, "url": address, "current": address == current}
        for row in saved
        for address in (queue_address(row.query),)
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
