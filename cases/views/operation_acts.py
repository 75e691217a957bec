"""The acts on a group operation: what each asks for, and what became of each person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from cases.forms import operations as forms
from cases.models import Operation
from cases.selectors.operations import OperationPage, operation_get, operation_page, require_operations
from cases.services import operation_passengers as passengers
from cases.services import operations as services
from cases.views.base import ActorRequest, ActorView, leading_back, version_of
from cases.views.operations import complain, flight_form, operation_shown, refuse_unless
from cases.wording import moment_words
from cases.workflow.operation_acts import OPERATION_ACT
from core import clock
from core.errors import Invalid, NotVisible
from countries.selectors.places import country_name


@dataclass(frozen=True, slots=True)
class OperationDoing:
    """form: made of the actor, the operation and what was sent; do: what the service gives for a valid form."""

    form: Callable[[Actor, Operation, Any], Any]
    do: Callable[[Actor, UUID, int, Any], Any]
    template: str = "cases/operations/act.html"


def _plain(kind: Any) -> Callable[[Actor, Operation, Any], Any]:
    return lambda actor, operation, data: kind(data)


def _departure(actor: Actor, operation: Operation, data: Any) -> Any:
    zone = operation.organiser_country.time_zone
    local = clock.now().astimezone(ZoneInfo(zone))
    lines = operation_page(actor, operation).passengers
    people = [
        (str(line.passenger.case_id), f"{line.name} · {line.passenger.reference}")
        for line in lines
        if line.passenger.status == "confirmed" and line.passenger.country_id == actor.country
    ]
    initial = {"departure_date": local.date(), "departure_time": f"{local:%H:%M}"}
    return forms.DepartOperationForm(data, zone=zone, people=people, initial=initial)


def _with(service: Any, **names: str) -> Callable[[Actor, UUID, int, Any], Any]:
    return lambda actor, key, version, form: service(
        actor=actor,
        operation_id=key,
        version=version,
        **{name: form.cleaned_data[field] for name, field in names.items()},
    )


def _depart(actor: Actor, key: UUID, version: int, form: Any) -> Any:
    left = [UUID(text) for text in form.cleaned_data.get("left_behind", [])]
    return passengers.operation_depart(
        actor=actor, operation_id=key, version=version, departed_at=form.cleaned_data["at"], left_behind=left
    )


def _replan(actor: Actor, key: UUID, version: int, form: Any) -> Any:
    return passengers.operation_replan(
        actor=actor, operation_id=key, version=version, values=form.plan(), reason=form.cleaned_data["reason"]
    )


OPERATION_DOINGS: dict[str, OperationDoing] = {
    "open": OperationDoing(_plain(forms.NothingForm), _with(services.operation_open)),
    "announce": OperationDoing(_plain(forms.OptionalReasonForm), _with(passengers.operation_announce, reason="reason")),
    "notify": OperationDoing(_plain(forms.OptionalReasonForm), _with(passengers.operation_notify, reason="reason")),
    "replan": OperationDoing(
        lambda actor, operation, data: flight_form(
            forms.ReplanForm, actor, operation.receiving_country, data, operation
        ),
        _replan,
    ),
    "confirm": OperationDoing(_plain(forms.ConfirmOperationForm), _with(passengers.operation_confirm, note="note")),
    "counter_propose": OperationDoing(
        lambda actor, operation, data: forms.CounterProposeForm(data, zone=operation.receiving_country.time_zone),
        _with(passengers.operation_counter_propose, arrives_at="at", reason="reason"),
    ),
    "depart": OperationDoing(_departure, _depart),
    "close": OperationDoing(_plain(forms.NothingForm), _with(passengers.operation_close)),
    "cancel": OperationDoing(_plain(forms.ReasonForm), _with(passengers.operation_cancel, reason="reason")),
}


class OperationActView(ActorView):
    """GET tells what the act does and asks what it needs; POST does it and shows what became of each person."""

    def get(self, request: ActorRequest, operation_id: UUID, act: str) -> HttpResponseBase:
        operation, doing = self._find(request, operation_id, act)
        page = operation_page(request.actor, operation)
        refuse_unless(page, operation, act)
        return self._page(request, page, act, doing.form(request.actor, operation, None))

    def post(self, request: ActorRequest, operation_id: UUID, act: str) -> HttpResponseBase:
        operation, doing = self._find(request, operation_id, act)
        form = doing.form(request.actor, operation, request.POST)
        home = reverse("cases:operation", args=[operation.id])
        if form.is_valid():
            try:
                with leading_back(home):
                    results = doing.do(request.actor, operation.id, version_of(request), form)
            except Invalid as invalid:
                complain(form, invalid)
            else:
                return self._done(request, operation_id, home, results)
        page = operation_page(request.actor, operation)
        refuse_unless(page, operation, act)
        return self._page(request, page, act, form, status=422)

    def _done(self, request: ActorRequest, operation_id: UUID, home: str, results: Any) -> HttpResponseBase:
        found = results if isinstance(results, list) else []
        if any(not result.is_done for result in found):
            # Shown at once, not after a redirect: what was refused is nowhere else.
            return operation_shown(request, operation_get(operation_id), results=found)
        if found:
            words = ngettext("Done for %(count)d person.", "Done for %(count)d persons.", len(found))
            messages.success(request, words % {"count": len(found)})
        else:
            messages.success(request, _("Done."))
        return redirect(home)

    def _find(self, request: ActorRequest, operation_id: UUID, name: str) -> tuple[Operation, OperationDoing]:
        require_operations(request.actor)
        if name not in OPERATION_DOINGS:
            raise NotVisible(f"act:{name}"[:100])
        return operation_get(operation_id), OPERATION_DOINGS[name]

    def _page(
        self, request: ActorRequest, page: OperationPage, name: str, form: Any, status: int = 200
    ) -> HttpResponse:
        operation = page.operation
        context = {
            "row": OPERATION_ACT[name],
            "page": page,
            "operation": operation,
            "form": form,
            "version": operation.version,
            "back_url": reverse("cases:operation", args=[operation.id]),
            "arrives": moment_words(operation.arrives_at, operation.receiving_country),
            "consequences": _consequences(name, operation),
        }
        return render(request, OPERATION_DOINGS[name].template, context, status=status)


def _consequences(name: str, operation: Operation) -> list[str]:
    there = {"country": country_name(operation.receiving_country)}
    each = _("It is done for each person by an act on the own case; one that is refused leaves the others.")
    return {
        "open": [_("The participating authorities see the operation and add their persons.")],
        "announce": [
            _("%(country)s is told at once, and sees the operation and each person announced.") % there,
            _("The other authorities give notice for their own persons."),
            each,
        ],
        "notify": [_("%(country)s is told at once of your persons on this operation.") % there, each],
        "replan": [_("Each transfer announced is changed and has to be confirmed anew."), each],
        "confirm": [_("The border post of the crossing point expects these persons."), each],
        "counter_propose": [_("The organiser plans the operation for another time."), each],
        "depart": [_("The border post reads when the operation left."), each],
        "close": [_("Nothing can be changed any more. Everything stays readable.")],
        "cancel": [
            _("The transfers of your own persons end; they can be planned anew."),
            _("The other authorities are told and end theirs."),
        ],
    }[name]
