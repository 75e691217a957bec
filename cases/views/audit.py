"""The audit trail of one case: who did what, who looked, what was refused. Supervisors leave a trace of their own."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.services import access_record, export_record
from cases.forms.audit import AuditForm
from cases.models import Case
from cases.policies import is_granted
from cases.selectors.audit_trail import (
    KINDS,
    RESULTS,
    Record,
    TrailFilters,
    offices_audited,
    people_audited,
    their_offices,
    trail_all,
    trail_page,
)
from cases.selectors.paging import Cursor
from cases.selectors.queue import case_of_reference
from cases.services.trail_paper import MOST_LINES, trail_paper_request
from cases.views.base import ActorRequest, ActorView, about, case_get, refused
from cases.wording import zone_place
from core import clock
from core.errors import NotVisible
from core.exports import LIMIT, Sheet, Value, file_response, format_of, limit_words
from core.periods import Span

# The key of no case: a reference that the reader may not see finds nothing, as one that does not exist.
_NO_CASE: Final = UUID(int=0)
PAPER: Final = "pdf"


def trail_asked(actor: Actor, asked: Mapping[str, Any], case: Case | None = None) -> tuple[AuditForm, TrailFilters]:
    """The filters of the audit trail as somebody asked for them; case: of the page, else of the reference typed."""
    form = AuditForm(
        {name: asked[name] for name in asked},
        people_audited(actor),
        offices_audited(actor),
        their_offices(actor),
        span=Span.ALL if case else Span.LAST_7_DAYS,
    )
    key = case.id if case else None
    if key is None and form.is_valid() and form.cleaned_data["reference"]:
        key = case_of_reference(actor, form.cleaned_data["reference"]) or _NO_CASE
    return form, form.trail_filters(actor, key)


def result_links(form: AuditForm, address: str) -> list[dict[str, Any]]:
    """Kinds of records as entries of the macro `views`."""
    query = form.query()
    return [
        {
            "label": label,
            "url": f"{address}?{urlencode({**query, 'result': code})}",
            "current": code == query.get("result", ""),
        }
        for code, label in RESULTS.items()
    ]


def trail_sheet(actor: Actor, filters: TrailFilters, limit: int) -> Sheet:
    """The trail for a file, newest first."""
    headers = [
        _("When (%(place)s)") % {"place": zone_place(actor.time_zone)},
        _("Kind"),
        _("What"),
        _("File"),
        _("Reason"),
        _("Changed"),
        _("Who"),
        _("Role"),
        _("Office"),
        _("From where"),
        _("Case"),
        _("Code"),
        _("Request"),
    ]
    return Sheet(_("Audit trail"), headers, (_cells(actor, row) for row in trail_all(actor, filters, limit)))


def trail_paper(
    actor: Actor, kind: str, form: AuditForm, filters: TrailFilters, case: Case | None = None
) -> HttpResponse:
    """The trail as a paper: the export is recorded, the worker draws it, and its page says when it is there."""
    reference = (case.reference or "") if case else ""
    document, rows = trail_paper_request(actor=actor, filters=filters, asked=form.words(actor), reference=reference)
    export_record(
        actor=actor,
        kind=kind,
        file_format=PAPER,
        filters=form.query(),
        rows=rows,
        about=about(case) if case else None,
    )
    return redirect("documents:document-status", document_id=document.id)


def _cells(actor: Actor, row: Record) -> Sequence[Value]:
    return [
        row.at.astimezone(actor.zone),
        KINDS[row.kind][0],
        row.words,
        row.thing,
        row.reason,
        ", ".join(row.changed),
        row.actor,
        row.role,
        row.office,
        row.address,
        row.case_reference,
        row.action,
        row.request_id,
    ]


class CaseAuditView(ActorView):
    """One case's whole history with who looked, by kind, person, office and date."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        """One page; the look at it is recorded first, so that it stands in it."""
        actor = request.actor
        case = _case_audited(actor, case_id)
        access_record(actor=actor, action="audit.viewed", subject=case.subject, about=about(case))
        form, filters = trail_asked(actor, request.GET, case)
        after = Cursor.parse(request.GET.get("after", ""))
        trail = trail_page(actor, filters, after)
        address = reverse("cases:case-audit", args=[case.id])
        query = form.query()
        context = {
            "case": case,
            "form": form,
            "trail": trail,
            "place": zone_place(actor.time_zone),
            "filters": result_links(form, address),
            "query": query,
            "kinds": KINDS,
            "next_url": f"{address}?{urlencode({**query, 'after': trail.next_cursor})}" if trail.next_cursor else "",
            "first_url": f"{address}?{urlencode(query)}" if after else "",
            "can_export": is_granted(actor, "export_data", case),
            "export_limit": limit_words(),
            "paper_limit": MOST_LINES,
        }
        return render(request, "cases/case/audit.html", context, status=200 if form.is_valid() else 422)


class CaseAuditExportView(ActorView):
    """The same as a file; the export stands in the trail itself."""

    http_method_names = ["post"]

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """The file, under the filters of the page."""
        actor = request.actor
        case = _case_audited(actor, case_id)
        if not is_granted(actor, "export_data", case):
            raise refused(case, "not_granted", _("Your office and role do not include this."))
        asked = request.POST.get("format", "")
        file_format = format_of(asked)
        if file_format is None and asked != PAPER:
            return HttpResponse(_("Choose CSV, XLSX or PDF."), status=422, content_type="text/plain; charset=utf-8")
        form, filters = trail_asked(actor, request.POST, case)
        if not form.is_valid():
            raise NotVisible("export:case_audit")
        if file_format is None:
            return trail_paper(actor, "case_audit", form, filters, case)
        name = f"rcms-audit-{case.reference or 'draft'}-{clock.now():%Y%m%d}"
        response, rows = file_response(trail_sheet(actor, filters, LIMIT), file_format, name)
        export_record(
            actor=actor,
            kind="case_audit",
            file_format=file_format,
            filters=form.query(),
            rows=rows,
            about=about(case),
        )
        return response


def _case_audited(actor: Actor, case_id: UUID) -> Case:
    case = case_get(actor, case_id)
    if not is_granted(actor, "view_audit", case):
        raise refused(case, "not_granted", _("The history of a case is for supervisors."))
    return case
