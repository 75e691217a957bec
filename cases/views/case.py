"""The case page and notes among colleagues."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.services import access_record
from cases.forms.acts import NoteForm
from cases.models import Case
from cases.policies import supervises
from cases.selectors.assignment import assignment_panel
from cases.selectors.case_access import reading_of
from cases.selectors.case_page import case_page_for
from cases.selectors.case_tabs import tabs_for
from cases.selectors.holds import holds_on
from cases.selectors.standing import Reader, reader_of
from cases.services.notes import note_add
from cases.views.base import ActorRequest, ActorView, about, add_errors, case_get, leading_back, refused
from cases.views.presence import present
from core.errors import Invalid
from countries.selectors.places import country_name
from documents.views import polling
from notifications.services.notices import notices_mark_subject


class CaseDetailView(ActorView):
    """One case, written for the reader's side."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case = case_get(request.actor, case_id)
        access_record(actor=request.actor, action="case.opened", subject=case.subject, about=about(case))
        notices_mark_subject(actor=request.actor, subject=case.subject)
        return case_response(request, case, NoteForm())


def case_response(request: HttpRequest, case: Case, form: NoteForm, status: int = 200) -> HttpResponse:
    """The case page, with the note form as it stands."""
    actor = request.actor  # type: ignore[attr-defined]
    page = case_page_for(actor, case, is_whole=request.GET.get("all") == "1")
    unread = page.conversation.unread if page.conversation is not None else 0
    tabs = tabs_for(actor, case, "overview", unread=unread)
    context: dict[str, Any] = {"page": page, "case": case, "tabs": tabs, "note_form": form, **polling()}
    context |= {"assignment": assignment_panel(actor, case), **present(actor, case)}
    # Asked only for whoever answers for data protection: one statement more.
    held = holds_on([case.id]).get(case.id, []) if actor.holds("protect_data") else []
    sides = (case.requesting_country, case.receiving_country)
    context |= {
        "held_by": [country_name(country) for country in sides if country.code in held],
        "may_hold": actor.holds("protect_data"),
    }
    context |= {"supervises": supervises(actor, case), "reading": reading_of(actor, case)}
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
                with leading_back(reverse("cases:case-detail", args=[case.id])):
                    note_add(actor=request.actor, case_id=case.id, text=form.cleaned_data["text"])
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The note is added. Only your side sees it."))
                return redirect(reverse("cases:case-detail", args=[case.id]) + "#own-side")
        return case_response(request, case, form, status=422)
