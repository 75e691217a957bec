"""Time keeping: the overview, and the cases behind each of its figures."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases.selectors.paging import Cursor
from cases.views.base import ActorRequest, ActorView
from core import clock
from core.exports import limit_words
from supervision.choices import Dimension
from supervision.overview import AGE_KINDS, DOCUMENT_KINDS, FAILURE_KINDS, REPLY_KINDS, overview_for
from supervision.selectors.case_list import case_list
from supervision.selectors.measures import measure_get
from supervision.views.base import links_for, require_act, statistics_form


class OverviewView(ActorView):
    """Figures, charts and tables over the cases that the reader supervises."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """The page; filters that make no sense are told, and the figures are those of the usual span."""
        actor = request.actor
        require_act(actor, "view_statistics")
        form = statistics_form(actor, request.GET)
        is_right = form.is_valid()
        filters = form.filters(actor)
        query = form.query() if is_right else {"side": filters.side.value}
        context = {
            "links": links_for(actor, "overview"),
            "form": form,
            "filters": filters,
            "query": query,
            "overview": overview_for(actor, filters, form.dimension, query, clock.now()),
            "dimensions": [
                {
                    "label": label,
                    "url": f"{reverse('supervision:overview')}?{urlencode({**query, 'by': code})}#replies",
                    "current": code == form.dimension,
                }
                for code, label in Dimension.choices
            ],
            "reply_kinds": REPLY_KINDS,
            "document_kinds": DOCUMENT_KINDS,
            "age_kinds": AGE_KINDS,
            "failure_kinds": FAILURE_KINDS,
            "can_export": actor.holds("export_data"),
            "export_limit": limit_words(),
        }
        return render(request, "supervision/overview.html", context, status=200 if is_right else 422)


class CaseListView(ActorView):
    """The cases behind a figure: as many as the figure says, each one openable by the reader."""

    def get(self, request: ActorRequest, measure: str) -> HttpResponse:
        """One page of them; what is no measure for the reader's side does not exist."""
        actor = request.actor
        require_act(actor, "view_statistics")
        form = statistics_form(actor, request.GET)
        now = clock.now()
        filters = form.filters(actor)
        found = measure_get(measure, filters, now) if form.is_valid() else None
        if found is None:
            raise Http404(measure)
        after, before = (Cursor.parse(request.GET.get(name, "")) for name in ("after", "before"))
        page = case_list(actor, filters, found, now, after=after, before=before)
        query = form.query()

        def address(**values: str) -> str:
            return f"{reverse('supervision:case-list', args=[measure])}?{urlencode({**query, **values})}"

        context = {
            "measure": found,
            "filters": filters,
            "narrower": _narrower(form.fields, query),
            "query": query,
            "page": page,
            "zone": actor.time_zone,
            "next_url": address(after=str(page.after)) if page.after else None,
            "previous_url": address(before=str(page.before)) if page.before else None,
            "back_url": f"{reverse('supervision:overview')}?{urlencode(query)}",
            "can_export": actor.holds("export_data"),
            "export_limit": limit_words(),
        }
        return render(request, "supervision/case_list.html", context)


def _narrower(fields: Mapping[str, object], query: Mapping[str, str]) -> list[str]:
    """The chosen partner, offices and track in words."""
    found = []
    for name in ("partner", "office", "partner_office", "track"):
        choices = {str(code): str(label) for code, label in getattr(fields[name], "choices", ())}
        if query.get(name):
            found.append(choices.get(query[name], ""))
    return [text for text in found if text] or [_("all partners, offices and tracks")]
