"""The register of disclosures across cases and of one case; the copy of it for the person."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from audit.services import access_record, export_record
from cases.selectors.paging import Cursor
from cases.selectors.queue import case_of_reference
from cases.views.base import ActorRequest, ActorView, about
from cases.wording import zone_place
from core import clock
from core.exports import LIMIT, Sheet, Value, file_response, format_of, limit_words
from documents.views import polling
from protection.forms.disclosures import CopyForm, DisclosureForm
from protection.selectors.disclosures import (
    Disclosure,
    DisclosureFilters,
    case_protected,
    copies_of,
    disclosure_page,
    disclosures_all,
    language_of_person,
)
from protection.services.disclosures import copy_request
from protection.views.base import links_for

# The key of no case: a reference that the reader may not see finds nothing, as one that does not exist.
_NO_CASE: Final = UUID(int=0)


def _asked(actor: Actor, asked: Mapping[str, Any]) -> tuple[DisclosureForm, DisclosureFilters]:
    form = DisclosureForm({name: asked[name] for name in asked}, actor)
    case = None
    if form.is_valid() and form.cleaned_data["reference"]:
        case = case_of_reference(actor, form.cleaned_data["reference"]) or _NO_CASE
    return form, form.filters(actor, case)


def _sheet(actor: Actor, rows: Any) -> Sheet:
    headers = [
        _("When (%(place)s)") % {"place": zone_place(actor.time_zone)},
        _("Which way"),
        _("What"),
        _("Kinds of data"),
        _("What for"),
        _("Given by"),
        _("Person"),
        _("Given to"),
        _("State"),
        _("Case"),
        _("Agreement"),
        _("Article that lets it go over"),
        _("Article on data protection"),
    ]
    return Sheet(_("Disclosures"), headers, (_cells(actor, row) for row in rows))


def _cells(actor: Actor, row: Disclosure) -> Sequence[Value]:
    return [
        row.at.astimezone(actor.zone),
        row.direction.label,
        row.words,
        "; ".join(row.kind_words),
        row.why.label,
        row.giver,
        row.person,
        row.recipient,
        row.recipient_country,
        row.case_reference,
        row.agreement,
        row.legal_basis or _("not read"),
        row.article,
    ]


class DisclosureListView(ActorView):
    """What went over to other states and came from them, across the cases of the reader's side."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """One page, newest first."""
        actor = request.actor
        require_act(actor, "protect_data")
        access_record(actor=actor, action="privacy.disclosures_opened", subject="disclosures")
        form, filters = _asked(actor, request.GET)
        is_right = form.is_valid()
        after, before = (Cursor.parse(request.GET.get(name, "")) for name in ("after", "before"))
        page = disclosure_page(actor, filters, after=after, before=before)
        address = reverse("protection:disclosure-list")
        query = form.query() if is_right else {}
        context = {
            "links": links_for(actor, "disclosure-list"),
            "form": form,
            "page": page,
            "place": zone_place(actor.time_zone),
            "query": query,
            "next_url": f"{address}?{urlencode({**query, 'after': str(page.after)})}" if page.after else "",
            "previous_url": f"{address}?{urlencode({**query, 'before': str(page.before)})}" if page.before else "",
            "can_export": actor.holds("export_data"),
            "export_limit": limit_words(),
        }
        return render(request, "protection/disclosure_list.html", context, status=200 if is_right else 422)


class DisclosureExportView(ActorView):
    """The same as a file; the export is recorded."""

    http_method_names = ["post"]

    def post(self, request: ActorRequest) -> HttpResponseBase:
        """The file, under the filters of the page."""
        actor = request.actor
        require_act(actor, "protect_data")
        require_act(actor, "export_data")
        file_format = format_of(request.POST.get("format", ""))
        asked = {name: request.POST[name] for name in request.POST if name not in {"format", "csrfmiddlewaretoken"}}
        form, filters = _asked(actor, asked)
        if not form.is_valid():
            raise Http404("disclosures")
        if file_format is None:
            return HttpResponse(_("Choose CSV or XLSX."), status=422, content_type="text/plain; charset=utf-8")
        sheet = _sheet(actor, disclosures_all(actor, filters, LIMIT))
        response, rows = file_response(sheet, file_format, f"rcms-disclosures-{clock.now():%Y%m%d}")
        export_record(actor=actor, kind="disclosures", file_format=file_format, filters=form.query(), rows=rows)
        return response


class CaseDisclosuresView(ActorView):
    """What went over in one case; POST makes the copy of it for the person."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        """One page, newest first, with the copies that were made."""
        require_act(request.actor, "protect_data")
        return self._page(request, case_id, None)

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        """Asks for the copy."""
        require_act(request.actor, "protect_data")
        form = CopyForm(request.POST)
        if not form.is_valid():
            return self._page(request, case_id, form, status=422)
        copy_request(actor=request.actor, case_id=case_id, language=form.cleaned_data["language"])
        messages.success(request, _("The copy is being made as of now. It will stand below in a moment."))
        return redirect(reverse("protection:case-disclosures", args=[case_id]) + "#copies")

    def _page(self, request: ActorRequest, case_id: UUID, form: CopyForm | None, status: int = 200) -> HttpResponse:
        actor = request.actor
        case = case_protected(actor, case_id)
        access_record(actor=actor, action="privacy.disclosures_opened", subject=case.subject, about=about(case))
        after, before = (Cursor.parse(request.GET.get(name, "")) for name in ("after", "before"))
        page = disclosure_page(actor, DisclosureFilters(case=case.id), after=after, before=before)
        address = reverse("protection:case-disclosures", args=[case.id])
        context = {
            "case": case,
            "form": form or CopyForm(initial={"language": language_of_person(case)}),
            "page": page,
            "place": zone_place(actor.time_zone),
            "copies": copies_of(actor, case),
            "next_url": f"{address}?{urlencode({'after': str(page.after)})}" if page.after else "",
            "previous_url": f"{address}?{urlencode({'before': str(page.before)})}" if page.before else "",
            "back_url": reverse("protection:disclosure-list"),
            **polling(),
        }
        return render(request, "protection/case_disclosures.html", context, status=status)
