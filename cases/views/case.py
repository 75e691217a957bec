"""The case page, notes among colleagues, the supervisor's history of one case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from audit.services import AboutCase, access_record
from cases.forms.acts import NoteForm
from cases.models import Case
from cases.policies import is_granted
from cases.selectors.case_page import case_page_for
from cases.selectors.standing import Reader, reader_of
from cases.selectors.timeline import KINDS, history_for
from cases.services.notes import note_add
from cases.views.base import ActorRequest, ActorView, add_errors, case_get
from core.errors import ActRefused, Invalid
from documents.views import polling


def about(case: Case) -> AboutCase:
    """The case as the audit trail names it."""
    return AboutCase(case.id, case.reference or "")


def refused(case: Case, code: str, message: str) -> ActRefused:
    """A refusal that names the case in the audit trail and leads back to it."""
    error = ActRefused(code, message)
    error.subject, error.case_reference = case.subject, case.reference or ""
    error.next_url = reverse("cases:case-detail", args=[case.id])
    return error


class CaseDetailView(ActorView):
    """One case, written for the reader's side."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case = case_get(request.actor, case_id)
        access_record(actor=request.actor, action="case.opened", subject=case.subject, about=about(case))
        return case_response(request, case, NoteForm())


def case_response(request: HttpRequest, case: Case, form: NoteForm, status: int = 200) -> HttpResponse:
    """The case page, with the note form as it stands."""
    actor = request.actor  # type: ignore[attr-defined]
    page = case_page_for(actor, case, is_whole=request.GET.get("all") == "1")
    context: dict[str, Any] = {"page": page, "case": case, "note_form": form, **polling()}
    return render(request, "cases/case/detail.html", context, status=status)


class NoteAddView(ActorView):
    """A note that only the writer's side sees."""

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case = case_get(request.actor, case_id)
        if reader_of(request.actor, case) is Reader.DELEGATE:
            raise refused(case, "not_granted", _("Notes are for the offices that hold the case."))
        form = NoteForm(request.POST)
        if form.is_valid():
            try:
                note_add(actor=request.actor, case_id=case.id, text=form.cleaned_data["text"])
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The note is added. Only your side sees it."))
                return redirect(reverse("cases:case-detail", args=[case.id]) + "#own-side")
        return case_response(request, case, form, status=422)


class CaseAuditView(ActorView):
    """Who did what, who looked, what was refused: for supervisors, who leave a trace of their own."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case = case_get(request.actor, case_id)
        if not is_granted(request.actor, "view_audit", case):
            raise refused(case, "not_granted", _("The history of a case is for supervisors."))
        kind = request.GET.get("kind", "")
        kind = kind if kind in KINDS else ""
        cursor = request.GET.get("after", "")
        access_record(actor=request.actor, action="audit.viewed", subject=case.subject, about=about(case))
        history = history_for(request.actor, case, kind=kind, cursor=cursor)
        address = reverse("cases:case-audit", args=[case.id])
        names = {"": _("All"), "acts": _("Acts"), "looks": _("Looks"), "refused": _("Refused")}
        context = {
            "case": case,
            "history": history,
            "zone": request.actor.time_zone,
            "filters": [
                {"label": label, "url": f"{address}?kind={code}" if code else address, "current": code == kind}
                for code, label in names.items()
            ],
            "next_url": f"{address}?{urlencode({'kind': kind, 'after': history.next_cursor})}"
            if history.next_cursor
            else "",
            "first_url": f"{address}?{urlencode({'kind': kind})}" if cursor else "",
        }
        return render(request, "cases/case/audit.html", context)
