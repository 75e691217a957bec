"""Tables as files: asked for by POST, recorded with the number of rows, for those who may take data out."""

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.services import export_record
from cases.forms.audit import AuditForm
from cases.selectors.audit_trail import TrailFilters
from cases.views.audit import PAPER, trail_asked, trail_paper, trail_sheet
from cases.views.base import ActorRequest, ActorView
from core import clock
from core.exports import LIMIT, Sheet, file_response, format_of
from core.ids import uuid_or_none
from supervision import overview, tables
from supervision.selectors.case_list import case_sheet
from supervision.selectors.measures import measure_get, narrowed
from supervision.selectors.quality import review_sheet
from supervision.selectors.workload import workload_for
from supervision.views.base import require_act, statistics_form


class ExportView(ActorView):
    """One table, under the same filters as its page. GET shows nothing: an export is an act."""

    http_method_names = ["post"]

    def post(self, request: ActorRequest, table: str) -> HttpResponseBase:
        """The file. Only rows for which both seeing and exporting are granted are in it."""
        actor = request.actor
        require_act(actor, "export_data")
        wanted = request.POST.get("format", "")
        file_format = format_of(wanted)
        asked = {name: request.POST[name] for name in request.POST if name not in {"format", "csrfmiddlewaretoken"}}
        if table == "audit" and wanted == PAPER:
            reader, form, trail = _trail(actor, asked)
            return trail_paper(reader, table, form, trail)
        if file_format is None:
            return HttpResponse(_("Choose CSV or XLSX."), status=422, content_type="text/plain; charset=utf-8")
        sheet, filters = _sheet(actor, table, asked)
        response, rows = file_response(sheet, file_format, f"rcms-{table}-{clock.now():%Y%m%d}")
        export_record(actor=actor, kind=table, file_format=file_format, filters=filters, rows=rows)
        return response


def _sheet(actor: Actor, table: str, asked: Mapping[str, str]) -> tuple[Sheet, dict[str, str]]:
    """The table that a code names with the filters used. What names no table is a plain 404, no denied look."""
    if table == "audit":
        reader, form, trail = _trail(actor, asked)
        return trail_sheet(reader, trail, LIMIT), form.query()
    if table.startswith("sample-"):
        require_act(actor, "review_quality")
        reader = narrowed(actor, "review_quality", "export_data")
        return review_sheet(reader, _key(table.removeprefix("sample-"))), {}
    require_act(actor, "view_statistics")
    reader = narrowed(actor, "view_statistics", "export_data")
    form_of_cases = statistics_form(reader, asked)
    if not form_of_cases.is_valid():
        raise Http404(table)
    filters, query, now = form_of_cases.filters(reader), form_of_cases.query(), clock.now()
    if table.startswith("cases-"):
        measure = measure_get(table.removeprefix("cases-"), filters, now)
        if measure is not None:
            return case_sheet(reader, filters, measure, LIMIT), query
    if table == "workload":
        loads = workload_for(reader, filters.side, now)
        return tables.workload_table(loads, query).sheet(), query
    found = overview.table_for(table, reader, filters, form_of_cases.dimension, query, now)
    if found is None:
        raise Http404(table)
    return found.sheet(), query


def _trail(actor: Actor, asked: Mapping[str, str]) -> tuple[Actor, AuditForm, TrailFilters]:
    require_act(actor, "view_audit")
    reader = narrowed(actor, "view_audit", "export_data")
    form, trail = trail_asked(reader, asked)
    if not form.is_valid():
        raise Http404("audit")
    return reader, form, trail


def _key(text: str) -> UUID:
    key = uuid_or_none(text)
    if key is None:
        raise Http404(text)
    return key
