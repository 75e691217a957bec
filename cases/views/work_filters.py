"""Choosing filters for the queue, and keeping them."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.policies import require_act
from cases.forms.work import SavedFilterForm
from cases.selectors import queue
from cases.selectors.queue_filters import chosen, options_of
from cases.selectors.saved_filters import saved_filters
from cases.services.saved_filters import saved_filter_default, saved_filter_delete, saved_filter_save
from cases.views.base import ActorRequest, ActorView, add_errors
from cases.views.work import asked_for, queue_address
from core.errors import Invalid


class QueueFilterView(ActorView):
    """The page of all filters; within the queue's page a part of it, fetched when it is opened."""

    def get(self, request: ActorRequest) -> HttpResponse:
        require_act(request.actor, "view_case")
        return filter_page(request, request.GET, SavedFilterForm())


def filter_page(
    request: ActorRequest, query: Mapping[str, str], form: SavedFilterForm, status: int = 200
) -> HttpResponse:
    """The filters as `query` has them, and the form for keeping them."""
    actor = request.actor
    view, sort, filters = asked_for(queue.views_of(actor), query)
    values = {"view": view.code, "sort": sort.code, **filters.to_query()}
    options = options_of(actor)
    context = {
        "view": view,
        "sort": sort,
        "sorts": [(code, order.label, order.words) for code, order in queue.SORTS.items()],
        "values": values,
        "filters": filters,
        "options": options,
        "form": form,
        "chosen": chosen(actor, filters, options),
        "saved": [(row, queue_address(row.query)) for row in saved_filters(actor)],
        "back_url": queue_address(values),
        "clear_url": queue_address({"view": view.code}),
        "shows_assignee": actor.holds("work_case") or actor.holds("assign_case"),
    }
    template = "cases/work/_filter_form.html" if getattr(request, "htmx", False) else "cases/work/filters.html"
    return render(request, template, context, status=status)


class SavedFilterSaveView(ActorView):
    """Keep the filters under a name."""

    def post(self, request: ActorRequest) -> HttpResponse:
        require_act(request.actor, "view_case")
        form = SavedFilterForm(request.POST)
        if form.is_valid():
            view, sort, filters = asked_for(queue.views_of(request.actor), request.POST)
            values = {"view": view.code, "sort": sort.code, **filters.to_query()}
            try:
                saved = saved_filter_save(
                    actor=request.actor,
                    name=form.cleaned_data["name"],
                    query=values,
                    is_default=form.cleaned_data["is_default"],
                    replace=form.cleaned_data["replace"],
                )
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The filter “%(name)s” is kept.") % {"name": saved.name})
                return redirect(queue_address(saved.query))
        return filter_page(request, request.POST, form, status=422)


class SavedFilterDefaultView(ActorView):
    """Begin with this filter, or no longer."""

    def post(self, request: ActorRequest, filter_id: UUID) -> HttpResponse:
        require_act(request.actor, "view_case")
        saved_filter_default(actor=request.actor, filter_id=filter_id)
        return redirect("cases:case-filter")


class SavedFilterDeleteView(ActorView):
    """Forget a filter. What it was stands in the form of the next page, so that it can be kept again."""

    def post(self, request: ActorRequest, filter_id: UUID) -> HttpResponse:
        require_act(request.actor, "view_case")
        gone = saved_filter_delete(actor=request.actor, filter_id=filter_id)
        words = _("The filter “%(name)s” is deleted. Its choices stand below: keep them again if you need them.")
        messages.success(request, words % {"name": gone.name})
        return redirect(f"{reverse('cases:case-filter')}?{urlencode(gone.query)}")
