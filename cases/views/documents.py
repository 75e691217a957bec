"""The register of documents: its numbers, one number, blank sheets recorded as void, the series of numbers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from audit.services import access_record, export_record
from cases.forms.documents import RegisterFilterForm, SeriesForm, VoidForm
from cases.selectors import document_register as register
from cases.selectors.paging import Cursor
from cases.services.document_register import number_void, series_close, series_open
from cases.views.base import ActorRequest, ActorView, add_errors
from core import clock
from core.errors import ActRefused, Invalid
from core.exports import LIMIT, file_response, format_of, limit_words


def _require_reader(actor: Actor) -> None:
    if not register.may_read(actor):
        raise ActRefused("not_granted", _("Your office and role do not include this."))


def _may_void(actor: Actor) -> bool:
    return actor.holds("issue_travel_document") or actor.holds("plan_transfer")


class RegisterView(ActorView):
    """The numbers of the offices whose cases the actor sees."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """One page under the filters of the address; the look is recorded."""
        _require_reader(request.actor)
        access_record(actor=request.actor, action="register.opened", subject="register:documents")
        form = RegisterFilterForm(request.GET)
        filters = form.cleaned_data if form.is_valid() else {}
        after = Cursor.parse(request.GET.get("after", ""))
        page = register.register_page(request.actor, filters, after)
        address, query = reverse("cases:register"), {name: value for name, value in filters.items() if value}
        context = {
            "form": form,
            "page": page,
            "query": query,
            "next_url": f"{address}?{urlencode({**query, 'after': page.next_cursor})}" if page.next_cursor else "",
            "first_url": f"{address}?{urlencode(query)}" if after else "",
            "can_export": request.actor.holds("export_data"),
            "can_void": _may_void(request.actor),
            "export_limit": limit_words(),
        }
        return render(request, "cases/documents/register.html", context, status=200 if form.is_valid() else 422)


class RegisterExportView(ActorView):
    """The same as a file, without names."""

    http_method_names = ["post"]

    def post(self, request: ActorRequest) -> HttpResponseBase:
        """The file, under the filters of the page; the export is recorded."""
        _require_reader(request.actor)
        require_act(request.actor, "export_data")
        file_format = format_of(request.POST.get("format", ""))
        if file_format is None:
            return HttpResponse(_("Choose CSV or XLSX."), status=422, content_type="text/plain; charset=utf-8")
        form = RegisterFilterForm(request.POST)
        filters = form.cleaned_data if form.is_valid() else {}
        sheet = register.register_sheet(request.actor, filters, LIMIT)
        response, rows = file_response(sheet, file_format, f"rcms-documents-{clock.now():%Y%m%d}")
        query = {name: value for name, value in filters.items() if value}
        export_record(actor=request.actor, kind="document_register", file_format=file_format, filters=query, rows=rows)
        return response


class NumberView(ActorView):
    """One number with its history."""

    def get(self, request: ActorRequest, number_id: UUID) -> HttpResponse:
        """The page; the look is recorded."""
        _require_reader(request.actor)
        detail = register.number_get(number_id)
        access_record(actor=request.actor, action="register.number_opened", subject=f"documentnumber:{number_id}")
        return render(request, "cases/documents/number.html", {"detail": detail})


class NumberVoidView(ActorView):
    """A blank sheet that is used for no document."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """The form."""
        self._require(request.actor)
        return render(request, "cases/documents/void.html", {"form": VoidForm()})

    def post(self, request: ActorRequest) -> HttpResponse:
        """Record it."""
        self._require(request.actor)
        form = VoidForm(request.POST)
        if form.is_valid():
            try:
                entry = number_void(actor=request.actor, **form.cleaned_data)
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("Number %(number)s is recorded as void.") % {"number": entry.number})
                return redirect("cases:register")
        return render(request, "cases/documents/void.html", {"form": form}, status=422)

    def _require(self, actor: Actor) -> None:
        if not _may_void(actor):
            raise ActRefused("not_granted", _("Your office and role do not include this."))


class SeriesView(ActorView):
    """The series of numbers: read by whoever issues, opened by whoever leads or administers the office."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """The list, with the form where the actor administers an office."""
        return self._page(request, None)

    def post(self, request: ActorRequest) -> HttpResponse:
        """Open a series."""
        self._require(request.actor)
        offices = self._offices(request.actor)
        if not offices:
            raise ActRefused("not_granted", _("Your office and role do not include this."))
        form = SeriesForm(request.POST, offices=offices)
        if form.is_valid():
            values: dict[str, Any] = dict(form.cleaned_data)
            try:
                series = series_open(
                    actor=request.actor,
                    authority_id=UUID(values.pop("authority")),
                    prefix=values.pop("letters"),
                    **{**values, "warn_below": values["warn_below"] or 0},
                )
            except Invalid as invalid:
                named = {"prefix": "letters"}
                add_errors(form, Invalid({named.get(key, key): text for key, text in invalid.errors.items()}))
            else:
                messages.success(request, _("The series %(numbers)s is open.") % {"numbers": series})
                return redirect("cases:document-series")
        return self._page(request, form, status=422)

    def _page(self, request: ActorRequest, form: SeriesForm | None, status: int = 200) -> HttpResponse:
        self._require(request.actor)
        offices = self._offices(request.actor)
        own = str(request.actor.authority_id)
        context = {
            "rows": register.series_list(request.actor),
            "offices": {key for key, _name in offices},
            "form": form or (SeriesForm(offices=offices, initial={"authority": own}) if offices else None),
        }
        return render(request, "cases/documents/series.html", context, status=status)

    def _offices(self, actor: Actor) -> list[tuple[str, str]]:
        return [(str(office.id), office.name) for office in register.offices_administered(actor)]

    def _require(self, actor: Actor) -> None:
        if not register.may_read(actor) and not actor.holds("administer"):
            raise ActRefused("not_granted", _("Your office and role do not include this."))


class SeriesCloseView(ActorView):
    """No more numbers of a series are taken."""

    http_method_names = ["post"]

    def post(self, request: ActorRequest, series_id: UUID) -> HttpResponse:
        """Close it; what was taken stays in the register."""
        series = series_close(actor=request.actor, series_id=series_id)
        messages.success(request, _("The series %(numbers)s is closed.") % {"numbers": series})
        return redirect("cases:document-series")
