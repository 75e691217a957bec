"""Group operations: the list, one operation with flight, seats and people, its passengers, its acts, its paper."""

from collections import Counter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.services import AboutCase, access_record
from cases.choices_operations import SEATED
from cases.forms import operations as forms
from cases.models import Operation
from cases.selectors.case_tabs import READS_COSTS
from cases.selectors.filing import receiving_countries
from cases.selectors.operations import (
    OperationPage,
    candidates_for,
    operation_get,
    operation_page,
    operations_listed,
    require_operations,
    taken_of,
)
from cases.services import operation_passengers as passengers
from cases.services import operations as services
from cases.services.operation_list import passenger_list_request
from cases.services.operation_passengers import Result
from cases.views.base import ActorRequest, ActorView, add_errors, leading_back, version_of
from cases.wording import moment_words
from cases.workflow.operation_acts import organises
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.forms import today
from countries.models import Authority, Country
from countries.selectors.places import country_name, crossing_points_of
from documents.querysets import papers_of


class OperationListView(ActorView):
    """The operations that come, and those that ended."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """The list; `?ended=1` shows those that are over."""
        require_operations(request.actor)
        over = request.GET.get("ended") == "1"
        rows = [(row, taken_of(row)) for row in operations_listed(request.actor, over=over)]
        context = {"rows": rows, "over": over, "may_create": _may_create(request.actor)}
        return render(request, "cases/operations/list.html", context)


def _may_create(actor: Actor) -> bool:
    return actor.reaches("plan_transfer", country=actor.country, authority_id=actor.authority_id)


class OperationStartView(ActorView):
    """A new operation: first where it goes, then the flight."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """The two steps in turn; the country stands in the address."""
        return self._page(request, None)

    def post(self, request: ActorRequest) -> HttpResponseBase:
        """Make it, or say what is missing."""
        country = self._country(request)
        form = self._form(request, country, request.POST)
        if form.is_valid():
            values = {**form.plan(), "receiving_country": country.code}
            try:
                made = services.operation_create(actor=request.actor, values=values)
            except Invalid as invalid:
                complain(form, invalid)
            else:
                return redirect("cases:operation", made.id)
        return self._page(request, form, status=422)

    def _country(self, request: ActorRequest) -> Country:
        if not _may_create(request.actor):
            raise ActRefused("not_granted", _("Your office and role do not include this."))
        code = request.GET.get("receiving_country", "")
        known = {row.code for row in receiving_countries(request.actor, today())}
        if code not in known:
            raise NotVisible("country")
        return Country.objects.get(code=code)

    def _form(self, request: ActorRequest, country: Country, data: Any) -> forms.OperationForm:
        return flight_form(forms.OperationForm, request.actor, country, data)

    def _page(self, request: ActorRequest, form: Any, status: int = 200) -> HttpResponse:
        if not _may_create(request.actor):
            raise ActRefused("not_granted", _("Your office and role do not include this."))
        if not request.GET.get("receiving_country"):
            countries = [(row.code, row.name) for row in receiving_countries(request.actor, today())]
            context: dict[str, Any] = {"form": forms.DestinationForm(countries=countries)}
            return render(request, "cases/operations/destination.html", context)
        country = self._country(request)
        form = form or self._form(request, country, None)
        context = {
            "form": form,
            "country": country_name(country),
            "title": _("New group operation"),
            "version": 0,
            "back_url": reverse("cases:operation-list"),
        }
        return render(request, "cases/operations/flight.html", context, status=status)


def flight_form(
    kind: type[forms.OperationForm], actor: Actor, country: Country, data: Any, operation: Operation | None = None
) -> Any:
    zone, there = actor.time_zone, country.time_zone
    initial: dict[str, Any] = {"means": "air"}
    if operation is not None:
        zone = operation.organiser_country.time_zone
        names = ("name", "means", "is_charter", "carrier_number", "departure_place", "seats", "note")
        initial = {name: getattr(operation, name) for name in names}
        initial["crossing_point"] = operation.crossing_point_id
        arrival = operation.proposed_arrival or operation.arrives_at
        shift = arrival - operation.arrives_at
        moments = (("departure", operation.departs_at + shift, zone), ("arrival", arrival, there))
        for word, at, of_zone in moments:
            local = at.astimezone(ZoneInfo(of_zone))
            initial |= {f"{word}_date": local.date(), f"{word}_time": f"{local:%H:%M}"}
    points = [(point.code, str(point)) for point in crossing_points_of(country.code)]
    return kind(data, points=points, zone=zone, arrival_zone=there, initial=initial)


def complain(form: Any, invalid: Invalid) -> None:
    names = getattr(form, "service_names", {})
    add_errors(form, Invalid({names.get(key, key): texts for key, texts in invalid.errors.items()}))


class OperationView(ActorView):
    """One operation."""

    def get(self, request: ActorRequest, operation_id: UUID) -> HttpResponseBase:
        """The page; each look is recorded."""
        require_operations(request.actor)
        operation = operation_get(operation_id)
        _look(request.actor, operation)
        return operation_shown(request, operation)


def _look(actor: Actor, operation: Operation) -> None:
    about = AboutCase(operation.id, "")
    access_record(actor=actor, action="operation.opened_page", subject=operation.subject, about=about)


def operation_shown(
    request: ActorRequest, operation: Operation, *, status: int = 200, results: list[Result] | None = None, **more: Any
) -> HttpResponse:
    page = operation_page(request.actor, operation)
    context = {
        "page": page,
        "operation": operation,
        "results": results,
        "papers": list(papers_of(operation.subject)),
        "seats_form": seats_form(operation, None),
        "staff_form": forms.StaffForm(),
        "departs": moment_words(operation.departs_at, operation.organiser_country),
        "arrives": moment_words(operation.arrives_at, operation.receiving_country),
        "proposed": moment_words(operation.proposed_arrival, operation.receiving_country)
        if operation.proposed_arrival
        else "",
        "from_country": country_name(operation.organiser_country),
        "to_country": country_name(operation.receiving_country),
        "seated": SEATED,
        "reads_costs": any(request.actor.holds(act) for act in READS_COSTS),
        **more,
    }
    return render(request, "cases/operations/detail.html", context, status=status)


def seats_form(operation: Operation, data: Any) -> forms.SeatsForm:
    rows = (
        Authority.objects.active_on(today()).filter(kind__in=_SENDING).exclude(country=operation.receiving_country_id)
    )
    found = [(str(row.id), f"{row.country_id} · {row.name}") for row in rows.order_by("country_id", "name")]
    return forms.SeatsForm(data, authorities=found)


# Offices that file applications, and so have persons to carry.
_SENDING = (
    *("central_authority", "police", "migration_service", "immigration_authority", "regional_office"),
    "foreign_ministry",
)


class OperationEditView(ActorView):
    """Other data of an operation of which no notice was given."""

    def get(self, request: ActorRequest, operation_id: UUID) -> HttpResponseBase:
        """The form, filled in."""
        operation = self._find(request, operation_id)
        return self._page(request, operation, self._form(request, operation, None))

    def post(self, request: ActorRequest, operation_id: UUID) -> HttpResponseBase:
        """Save it, or say what is wrong."""
        operation = self._find(request, operation_id)
        form = self._form(request, operation, request.POST)
        if form.is_valid():
            try:
                with leading_back(reverse("cases:operation", args=[operation.id])):
                    services.operation_save(
                        actor=request.actor,
                        operation_id=operation.id,
                        version=version_of(request),
                        values=form.plan(),
                    )
            except Invalid as invalid:
                complain(form, invalid)
            else:
                return redirect("cases:operation", operation.id)
        return self._page(request, operation, form, status=422)

    def _find(self, request: ActorRequest, operation_id: UUID) -> Operation:
        operation = operation_get(operation_id)
        if not organises(request.actor, operation):
            raise ActRefused("not_granted", _("Your office and role do not include this."))
        return operation

    def _form(self, request: ActorRequest, operation: Operation, data: Any) -> Any:
        return flight_form(forms.OperationForm, request.actor, operation.receiving_country, data, operation)

    def _page(self, request: ActorRequest, operation: Operation, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "country": country_name(operation.receiving_country),
            "title": _("Change the operation"),
            "version": operation.version,
            "back_url": reverse("cases:operation", args=[operation.id]),
        }
        return render(request, "cases/operations/flight.html", context, status=status)


class OperationSeatsView(ActorView):
    """Seats of one authority."""

    def post(self, request: ActorRequest, operation_id: UUID) -> HttpResponseBase:
        """Set them, or show the operation with what is wrong."""
        operation = operation_get(operation_id)
        refuse_unless(operation_page(request.actor, operation), operation, "set_authorities")
        form = seats_form(operation, request.POST)
        if form.is_valid():
            try:
                with leading_back(reverse("cases:operation", args=[operation.id])):
                    services.seats_set(
                        actor=request.actor,
                        operation_id=operation.id,
                        version=version_of(request),
                        authority_id=UUID(form.cleaned_data["authority"]),
                        seats=form.cleaned_data["seats"],
                    )
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                return redirect("cases:operation", operation.id)
        return operation_shown(request, operation_get(operation_id), status=422, seats_form=form)


class OperationStaffView(ActorView):
    """Somebody who travels along is entered."""

    def post(self, request: ActorRequest, operation_id: UUID) -> HttpResponseBase:
        """Enter the person, or show the operation with what is wrong."""
        operation = operation_get(operation_id)
        refuse_unless(operation_page(request.actor, operation), operation, "add_staff")
        form = forms.StaffForm(request.POST)
        if form.is_valid():
            with leading_back(reverse("cases:operation", args=[operation.id])):
                services.staff_add(
                    actor=request.actor,
                    operation_id=operation.id,
                    version=version_of(request),
                    values=form.cleaned_data,
                )
            return redirect("cases:operation", operation.id)
        return operation_shown(request, operation, status=422, staff_form=form)


class OperationStaffRemoveView(ActorView):
    """Somebody who was to travel along is taken out."""

    def post(self, request: ActorRequest, operation_id: UUID, staff_id: UUID) -> HttpResponseBase:
        """Take the person out."""
        operation = operation_get(operation_id)
        with leading_back(reverse("cases:operation", args=[operation.id])):
            services.staff_remove(
                actor=request.actor, operation_id=operation.id, version=version_of(request), staff_id=staff_id
            )
        return redirect("cases:operation", operation.id)


class OperationCasesView(ActorView):
    """Persons to add: accepted cases with this country that have no transfer under way."""

    def get(self, request: ActorRequest, operation_id: UUID) -> HttpResponseBase:
        """The cases that can be added, narrowed by reference or name."""
        require_operations(request.actor)
        operation = operation_get(operation_id)
        return self._page(request, operation, [])

    def post(self, request: ActorRequest, operation_id: UUID) -> HttpResponseBase:
        """Add each chosen case with its family; one that is refused leaves the others, and stays ticked."""
        operation = operation_get(operation_id)
        chosen = request.POST.getlist("case")
        if not chosen:
            return self._page(request, operation, [_("Choose at least one person")], status=422)
        refused, kept = [], []
        aboard: set[UUID] = set()
        version: int | None = version_of(request)
        for key in map(_key, chosen):
            if key in aboard:
                # Added with the family.
                continue
            asked: dict[str, Any] = {"actor": request.actor, "operation_id": operation.id, "version": version}
            try:
                aboard |= {row.case_id for row in passengers.family_add(**asked, case_id=key)}
            except ActRefused as error:
                if isinstance(error, StaleVersion):
                    error.next_url = reverse("cases:operation", args=[operation.id])
                    raise
                refused.append(f"{error.case_reference}: {error.message}")
                kept.append(key)
            except Invalid as invalid:
                refused += [str(words) for texts in invalid.errors.values() for words in texts]
                kept.append(key)
            # Only the first is compared with what the page showed: it moves the version itself.
            version = None
        if refused:
            # What was added is kept only by an answer that is none of failure.
            known: dict[str, Any] = {"chosen": kept, "added": len(aboard), "status": 200 if aboard else 422}
            return self._page(request, operation_get(operation_id), refused, **known)
        return redirect("cases:operation", operation.id)

    def _page(
        self, request: ActorRequest, operation: Operation, refused: list[str], status: int = 200, **more: Any
    ) -> HttpResponse:
        text = request.GET.get("q", "").replace("\0", "")
        page = operation_page(request.actor, operation)
        if not page.may("add_case"):
            error = ActRefused("wrong_status", _("The operation is at a stage where this cannot be done."))
            error.next_url = reverse("cases:operation", args=[operation.id])
            raise error
        found = candidates_for(request.actor, operation, text)
        context = {
            "operation": operation,
            "page": page,
            "cases": found,
            "families": Counter(case.group_id for case in found if case.group_id),
            "text": text,
            "refused": refused,
            "chosen": more.get("chosen", ()),
            "added": more.get("added", 0),
        }
        return render(request, "cases/operations/add_cases.html", context, status=status)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotVisible("case") from error


class OperationCaseRemoveView(ActorView):
    """A person is taken off."""

    def post(self, request: ActorRequest, operation_id: UUID, case_id: UUID) -> HttpResponseBase:
        """Take the person off; the transfer ends with it."""
        operation = operation_get(operation_id)
        with leading_back(reverse("cases:operation", args=[operation.id])):
            passengers.case_remove(
                actor=request.actor, operation_id=operation.id, version=version_of(request), case_id=case_id
            )
        return redirect("cases:operation", operation.id)


class OperationListPaperView(ActorView):
    """The passenger list on paper, as the actor's office may know it."""

    def post(self, request: ActorRequest, operation_id: UUID) -> HttpResponseBase:
        """Ask for it."""
        require_operations(request.actor)
        passenger_list_request(actor=request.actor, operation_id=operation_id)
        messages.success(request, _("The passenger list is being made."))
        return redirect("cases:operation", operation_id)


def refuse_unless(page: OperationPage, operation: Operation, name: str) -> None:
    if not page.may(name):
        error = ActRefused("wrong_status", _("This cannot be done with the operation now, or not by your office."))
        error.next_url = reverse("cases:operation", args=[operation.id])
        raise error.about(operation.subject, operation.name)
