"""Offices: the tree, one office, edits at once, and requests for what two persons must agree on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import ROLES
from accounts.selectors.absences import day_of
from administration import payloads
from administration.choices import ChangeKind
from administration.forms.changes import ClientForm, MoveForm, ReasonForm
from administration.forms.offices import ContactPointForm, EnrolOfficeForm, NewOfficeForm, OfficeForm
from administration.policies import administers_country
from administration.selectors import offices as selectors
from administration.selectors.letters import language_name, languages_of
from administration.selectors.mailboxes import mailboxes_of
from administration.selectors.people import clients_of, rights_for
from administration.services.doings_providers import provider_of
from administration.services.offices import contact_point_save, office_save
from administration.views.base import ActorRequest, AdministratorView, ask_for_change, form_page, version_of
from core import clock
from core.errors import NotVisible
from countries.choices import ContactKind
from countries.models import Authority, Country
from countries.selectors.places import country_name


def office_url(office: Authority) -> str:
    """The page of an office."""
    return reverse("administration:office-detail", args=[office.code])


def form_choices(country: str) -> dict[str, Any]:
    """What the office form needs to choose from: languages of the country, all languages, countries."""
    rows = list(Country.objects.filter(is_historical=False))
    tags = sorted({tag for row in rows for tag in row.languages} | {"en"})
    return {
        "languages": languages_of(country),
        "all_languages": sorted(((tag, language_name(tag)) for tag in tags), key=lambda item: item[1]),
        "countries": sorted(((row.code, country_name(row)) for row in rows), key=lambda item: item[1]),
    }


def new_office_of(form: NewOfficeForm, parent: str = "") -> payloads.EnrolOffice:
    """The payload of a new office from its form."""
    values = form.office_values()
    host_country, languages = values.pop("host_country_id") or "", tuple(values.pop("languages"))
    code = form.cleaned_data["code"]
    return payloads.EnrolOffice(**values, code=code, parent=parent, host_country=host_country, languages=languages)


class OfficeListView(AdministratorView):
    """The tree of offices."""

    tab = "office-list"

    def get(self, request: ActorRequest) -> HttpResponse:
        nodes = selectors.office_tree(request.actor)
        return self.page(request, "offices.html", {"nodes": nodes, "is_national": administers_country(request.actor)})


class OfficeDetailView(AdministratorView):
    """One office: its data, how it is reached, what can be done with it."""

    tab = "office-list"

    def get(self, request: ActorRequest, code: str) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        contacts = selectors.contact_points_of(office)
        context = {
            "office": office,
            "languages": [language_name(tag) for tag in office.languages],
            "contacts": [(kind.value, str(kind.label), contacts.get(kind.value)) for kind in ContactKind],
            "crossing_points": selectors.crossing_points_of(office),
            "mailboxes": mailboxes_of(office),
            "clients": clients_of(office),
            "provider": provider_of(office.id),
            "rights": rights_for(request.actor, [office]),
            "roles": ROLES,
            "is_national": administers_country(request.actor),
            "is_border_post": office.kind == "border_post",
        }
        return self.page(request, "office.html", context)


class OfficeCreateView(AdministratorView):
    """A new office: proposed here, enrolled when a second administrator agrees."""

    tab = "office-list"

    def get(self, request: ActorRequest) -> HttpResponse:
        return self._page(request, self._form(request, None))

    def post(self, request: ActorRequest) -> HttpResponse:
        form = self._form(request, request.POST)
        if form.is_valid():
            payload = new_office_of(form, form.cleaned_data["parent"])
            answer = ask_for_change(request, form, ChangeKind.ENROL_OFFICE, payload)
            if answer is not None:
                return answer
        return self._page(request, form, 422)

    def _form(self, request: ActorRequest, data: Any) -> EnrolOfficeForm:
        actor = request.actor
        within = selectors.offices_within(actor)
        return EnrolOfficeForm(
            data,
            offices=[(str(item.id), item.name) for item in within if item.is_active],
            is_national=administers_country(actor),
            prefix_of_codes=f"{actor.country.lower()}-",
            **form_choices(actor.country),
        )

    def _page(self, request: ActorRequest, form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = form_page(
            _("Enrol an office"),
            form,
            button=_("Ask a second administrator"),
            back_url=reverse("administration:office-list"),
            back_text=_("Offices"),
            consequences=[
                _("Another administrator must agree before the office exists."),
                _("The enrolment then stands in the register that all partner countries read."),
            ],
        )
        return self.page(request, "form.html", context, status)


class OfficeEditView(AdministratorView):
    """What is known of an office."""

    tab = "office-list"

    def get(self, request: ActorRequest, code: str) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        return self._page(request, office, self._form(office, None), office.version)

    def post(self, request: ActorRequest, code: str) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        form = self._form(office, request.POST)
        if not form.is_valid():
            return self._page(request, office, form, version_of(request), 422)
        office_save(
            actor=request.actor, authority_id=office.id, version=version_of(request), values=form.office_values()
        )
        messages.success(request, _("The office is saved."))
        return redirect(office_url(office))

    def _form(self, office: Authority, data: Any) -> OfficeForm:
        names = ("name", "name_native", "native_language", "languages", "address", "email", "phone")
        initial = {name: getattr(office, name) for name in names}
        choices = form_choices(office.country_id)
        del choices["countries"]
        kept = [(tag, language_name(tag)) for tag in office.languages if tag not in dict(choices["languages"])]
        choices["languages"] = [*choices["languages"], *kept]
        return OfficeForm(data, initial=initial, **choices)

    def _page(
        self, request: ActorRequest, office: Authority, form: OfficeForm, version: int, status: int = 200
    ) -> HttpResponse:
        context = form_page(
            _("Edit %(office)s") % {"office": office.name},
            form,
            button=_("Save the office"),
            back_url=office_url(office),
            back_text=office.name,
            text=_("What kind of office it is, and its dates, were settled by two persons and are not edited here."),
            version=version,
        )
        return self.page(request, "form.html", context, status)


class ContactPointView(AdministratorView):
    """How an office is reached for one purpose."""

    tab = "office-list"

    def get(self, request: ActorRequest, code: str, kind: str) -> HttpResponse:
        office = self._office(request, code, kind)
        point = selectors.contact_points_of(office).get(kind)
        initial = {name: getattr(point, name) for name in ("email", "phone", "hours")} if point else {}
        return self._page(request, office, kind, ContactPointForm(initial=initial), office.version)

    def post(self, request: ActorRequest, code: str, kind: str) -> HttpResponse:
        office = self._office(request, code, kind)
        form = ContactPointForm(request.POST)
        if not form.is_valid():
            return self._page(request, office, kind, form, version_of(request), 422)
        contact_point_save(
            actor=request.actor,
            authority_id=office.id,
            version=version_of(request),
            kind=kind,
            values=form.cleaned_data,
        )
        messages.success(request, _("The contact point is saved."))
        return redirect(office_url(office))

    def _office(self, request: ActorRequest, code: str, kind: str) -> Authority:
        if kind not in ContactKind.values:
            raise NotVisible(f"contact:{kind}"[:100])
        return selectors.office_get(request.actor, code)

    def _page(
        self,
        request: ActorRequest,
        office: Authority,
        kind: str,
        form: ContactPointForm,
        version: int,
        status: int = 200,
    ) -> HttpResponse:
        context = form_page(
            _("Contact point: %(kind)s") % {"kind": ContactKind(kind).label},
            form,
            button=_("Save the contact point"),
            back_url=office_url(office),
            back_text=office.name,
            text=_("Both sides read it. Leave everything empty to remove it."),
            version=version,
        )
        return self.page(request, "form.html", context, status)


class OfficeChangeView(AdministratorView):
    """Base of pages that ask for a change of one office."""

    tab = "office-list"
    kind: ChangeKind

    def get(self, request: ActorRequest, code: str) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        return self._page(request, office, self.form(request, office, None))

    def post(self, request: ActorRequest, code: str) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        form = self.form(request, office, request.POST)
        if form.is_valid():
            answer = ask_for_change(request, form, self.kind, self.payload(office, form))
            if answer is not None:
                return answer
        return self._page(request, office, form, 422)

    def form(self, request: ActorRequest, office: Authority, data: Any) -> forms.Form:
        """The form of the change."""
        return ReasonForm(data)

    def payload(self, office: Authority, form: forms.Form) -> payloads.Payload:
        """What is asked for."""
        return payloads.AboutOffice(authority=str(office.id))

    def consequences(self, office: Authority) -> list[str]:
        """What happens once it is approved."""
        raise NotImplementedError

    def note(self, request: ActorRequest, office: Authority) -> str:
        """What stands against it, said before anything is typed."""
        return ""

    def _page(self, request: ActorRequest, office: Authority, form: forms.Form, status: int = 200) -> HttpResponse:
        context = form_page(
            str(self.kind.label),
            form,
            button=_("Ask a second administrator"),
            back_url=office_url(office),
            back_text=office.name,
            text=office.name,
            consequences=[_("Another administrator must agree."), *self.consequences(office)],
            is_warning=self.kind is ChangeKind.DEACTIVATE_OFFICE,
            note=self.note(request, office),
        )
        return self.page(request, "form.html", context, status)


class OfficeMoveView(OfficeChangeView):
    """Below which office it stands decides whose grants reach it."""

    kind = ChangeKind.MOVE_OFFICE

    def form(self, request: ActorRequest, office: Authority, data: Any) -> forms.Form:
        within = selectors.offices_within(request.actor)
        choices = [(str(item.id), item.name) for item in within if item.is_active and item.id != office.id]
        return MoveForm(data, offices=choices, initial={"parent": str(office.parent_id or "")})

    def payload(self, office: Authority, form: forms.Form) -> payloads.Payload:
        return payloads.MoveOffice(authority=str(office.id), parent=form.cleaned_data["parent"])

    def consequences(self, office: Authority) -> list[str]:
        return [_("People of the offices above it then see its cases, according to their roles.")]


class OfficeDeactivateView(OfficeChangeView):
    """Out of use, never deleted."""

    kind = ChangeKind.DEACTIVATE_OFFICE

    def consequences(self, office: Authority) -> list[str]:
        return [_("It can no longer be chosen in new cases. Everything that it did stays readable.")]

    def note(self, request: ActorRequest, office: Authority) -> str:
        reasons = selectors.dependents_of(office, day_of(request.actor, clock.now())).reasons()
        if not reasons:
            return ""
        return _("This is not possible yet: %(reasons)s.") % {"reasons": "; ".join(reasons)}


class OfficeReactivateView(OfficeChangeView):
    """Into use again."""

    kind = ChangeKind.REACTIVATE_OFFICE

    def consequences(self, office: Authority) -> list[str]:
        return [_("It can be chosen in new cases again.")]


class DeskChangeView(OfficeChangeView):
    """Another office becomes the national desk."""

    kind = ChangeKind.CHANGE_DESK

    def consequences(self, office: Authority) -> list[str]:
        return [
            _("Its people then see the cases of the whole country, those of the former desk only their own office's."),
            _("New applications of partner countries are delivered to it. Cases that are open stay where they are."),
        ]


class ClientEnrolView(OfficeChangeView):
    """A national system that works for the office."""

    kind = ChangeKind.ENROL_CLIENT

    def form(self, request: ActorRequest, office: Authority, data: Any) -> forms.Form:
        return ClientForm(data)

    def payload(self, office: Authority, form: forms.Form) -> payloads.Payload:
        return payloads.EnrolClient(authority=str(office.id), name=form.cleaned_data["name"])

    def consequences(self, office: Authority) -> list[str]:
        return [
            _("The system may draft, submit for review, read, upload and answer; it never releases or countersigns."),
            _("Whoever approves is shown its secret once, and hands it to those who run the system."),
        ]
