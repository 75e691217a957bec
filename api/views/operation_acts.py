"""Every act on a group operation that a national system may do, each at an address of its own."""

from collections.abc import Callable
from typing import Any, ClassVar, Final
from uuid import UUID

from django.forms import Form
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actor import Actor
from accounts.roles import ROLES
from api import documentation_transfers as docs
from api.payloads import form_data, payload_schema, refuse_invalid
from api.views.operations import OperationAddress
from cases.forms import operations as forms
from cases.models import OperationAuthority
from cases.services import operation_passengers as passengers
from cases.services import operations as services
from cases.views.operation_acts import OPERATION_DOINGS, OperationDoing
from cases.views.operations import flight_form, seats_form
from cases.workflow.operation_acts import OPERATION_ACT, OPERATION_ACTS, OperationAct, operation_refusal
from core.errors import ActRefused, Invalid

_MAY: Final = ROLES["machine_client"].acts
# The form of each act, as the description tells its payload.
FORMS: Final[dict[str, type[Form]]] = {
    "save": forms.OperationForm,
    "set_authorities": forms.SeatsForm,
    "add_staff": forms.StaffForm,
    "remove_staff": forms.StaffMemberForm,
    "open": forms.NothingForm,
    "add_case": forms.PassengerForm,
    "remove_case": forms.PassengerForm,
    "announce": forms.OptionalReasonForm,
    "notify": forms.OptionalReasonForm,
    "replan": forms.ReplanForm,
    "confirm": forms.ConfirmOperationForm,
    "counter_propose": forms.CounterProposeForm,
    "depart": forms.DepartOperationForm,
    "close": forms.NothingForm,
    "cancel": forms.ReasonForm,
}


def _save(actor: Actor, key: UUID, version: int, form: Any) -> Any:
    return services.operation_save(actor=actor, operation_id=key, version=version, values=form.plan())


def _divide(actor: Actor, key: UUID, version: int, form: Any) -> Any:
    said = {"authority_id": UUID(form.cleaned_data["authority"]), "seats": form.cleaned_data["seats"]}
    return services.seats_set(actor=actor, operation_id=key, version=version, **said)


def _enter(actor: Actor, key: UUID, version: int, form: Any) -> Any:
    return services.staff_add(actor=actor, operation_id=key, version=version, values=form.cleaned_data)


def _take_out(actor: Actor, key: UUID, version: int, form: Any) -> Any:
    return services.staff_remove(actor=actor, operation_id=key, version=version, **form.cleaned_data)


def _add(actor: Actor, key: UUID, version: int, form: Any) -> Any:
    return passengers.family_add(actor=actor, operation_id=key, version=version, **form.cleaned_data)


def _remove(actor: Actor, key: UUID, version: int, form: Any) -> Any:
    return passengers.case_remove(actor=actor, operation_id=key, version=version, **form.cleaned_data)


# Those with a page of their own are done as there; the others are parts of the page of the operation.
DOINGS: Final = {
    **OPERATION_DOINGS,
    "save": OperationDoing(
        lambda actor, operation, data: flight_form(
            forms.OperationForm, actor, operation.receiving_country, data, operation
        ),
        _save,
    ),
    "set_authorities": OperationDoing(lambda actor, operation, data: seats_form(operation, data), _divide),
    "add_staff": OperationDoing(lambda actor, operation, data: forms.StaffForm(data), _enter),
    "remove_staff": OperationDoing(lambda actor, operation, data: forms.StaffMemberForm(data), _take_out),
    "add_case": OperationDoing(lambda actor, operation, data: forms.PassengerForm(data), _add),
    "remove_case": OperationDoing(lambda actor, operation, data: forms.PassengerForm(data), _remove),
}


class OperationActView(OperationAddress):
    """One act. The payload has the fields of the act's form; the answer is the operation as it is then."""

    row: ClassVar[OperationAct]
    doing: ClassVar[OperationDoing]
    scopes: ClassVar[dict[str, str]] = {"POST": "cases:write"}

    def post(self, request: Request, operation_id: UUID) -> Response:
        """Do the act, once."""
        return self.once(lambda: self._do(operation_id), self.told)

    def _do(self, operation_id: UUID) -> UUID:
        operation, row, doing = self.matched(operation_id), self.row, self.doing
        authorities = list(OperationAuthority.objects.filter(operation=operation))
        refused = operation_refusal(self.actor, row, operation, authorities)
        if refused is not None:
            raise ActRefused(refused.code, str(refused.message)).about(operation.subject, operation.name)
        fields = doing.form(self.actor, operation, None).fields
        form = doing.form(self.actor, operation, form_data(fields, self.request.data))
        refuse_invalid(form)
        try:
            doing.do(self.actor, operation.id, operation.version, form)
        except Invalid as invalid:
            names = getattr(form, "service_names", {})
            raise Invalid({names.get(key, key): texts for key, texts in invalid.errors.items()}) from invalid
        return operation.id


def act_routes() -> list[URLPattern]:
    """One address for each act; taking somebody out who was to travel along has its own, under the same rule."""
    rows = [(row.name, row, row.label) for row in OPERATION_ACTS if row.permission in _MAY]
    rows.append(("remove_staff", OPERATION_ACT["add_staff"], _("Take out who was to travel along")))
    return [
        path(f"operations/<uuid:operation_id>/acts/{name}", _view_of(name, row, label), name=f"operation-act-{name}")
        for name, row, label in rows
    ]


def _view_of(name: str, row: OperationAct, label: Any) -> Callable[..., HttpResponseBase]:
    title = "".join(word.capitalize() for word in name.split("_"))
    attributes = {"row": row, "doing": DOINGS[name], "__module__": __name__}
    made = type(f"Operation{title}View", (OperationActView,), attributes)
    described = docs.operation_act(label, payload_schema(FORMS[name].base_fields))(made)
    view: Callable[..., HttpResponseBase] = described.as_view()
    return view
