"""Group operations: the list, a new one, one operation, its costs. What is done with one: `operation_acts`."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation_transfers as docs
from api.payloads import form_data, refuse_invalid
from api.preconditions import etag_of, refuse_unless_matching
from api.selectors.paging import slice_of
from api.serializers.costs import OperationCostSerializer
from api.serializers.operations import OperationRowSerializer, OperationSerializer
from api.views.base import ApiView
from audit.services import AboutCase, access_record
from cases.forms.costs import CostItemForm
from cases.forms.operations import SystemOperationForm
from cases.models import Operation
from cases.selectors.costs import require_costs
from cases.selectors.filing import receiving_countries
from cases.selectors.operation_costs import operation_items
from cases.selectors.operations import operation_get, operation_page, require_operations
from cases.services.operation_costs import operation_cost_record
from cases.services.operations import operation_create
from core.errors import ActRefused, Invalid, NotVisible
from core.forms import today
from countries.models import Country
from countries.selectors.places import crossing_points_of


class OperationAddress(ApiView):
    """An address about one operation."""

    def told(self, operation_id: UUID, *, is_repeated: bool = True, status: int = 200) -> Response:
        """The operation as the office may know it; a look is recorded unless it follows from an act."""
        operation = self.found(operation_id)
        if is_repeated:
            about = AboutCase(operation.id, "")
            access_record(actor=self.actor, action="operation.opened_page", subject=operation.subject, about=about)
        headers = {"Location": f"/api/v1/operations/{operation_id}"} if status == 201 else None
        return self.tagged(self.represented(operation), status=status, headers=headers)

    def found(self, operation_id: UUID) -> Operation:
        """The operation, or NotVisible."""
        require_operations(self.actor)
        return operation_get(operation_id)

    def represented(self, operation: Operation) -> dict[str, Any]:
        """Its representation for the client's office."""
        acts = [act.name for act in operation_page(self.actor, operation).acts]
        return {**OperationSerializer(_WithActs(operation, acts)).data}

    def matched(self, operation_id: UUID) -> Operation:
        """The operation, locked, as the client saw it. Raises NotVisible; Problem 428, 412."""
        require_operations(self.actor)
        if not Operation.objects.select_for_update(of=("self",)).filter(id=operation_id).exists():
            raise NotVisible(f"operation:{operation_id}")
        operation = self.found(operation_id)
        refuse_unless_matching(self.request.headers, etag_of(self.represented(operation)))
        return operation


class _WithActs:
    """The operation with the acts that are possible now."""

    def __init__(self, operation: Operation, acts: list[str]) -> None:
        self._operation, self.acts = operation, acts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._operation, name)


@docs.operations
class OperationListView(OperationAddress):
    """The operations that concern the client's office; a new one."""

    scopes: ClassVar[dict[str, str]] = {"GET": "cases:read", "POST": "cases:write"}

    def get(self, request: Request) -> Response:
        """One page, in the order of their making."""
        _values, cursor, limit = self.paged()
        require_operations(self.actor)
        page = slice_of(Operation.objects.select_related("organiser"), cursor, limit)
        return Response({"results": OperationRowSerializer(page.rows, many=True).data, "next": page.next_cursor})

    def post(self, request: Request) -> Response:
        """Plan one, once. Nobody else sees it until it is opened."""

        def tell(operation_id: UUID, *, is_repeated: bool) -> Response:
            return self.told(operation_id, is_repeated=is_repeated, status=201)

        return self.once(self._plan, tell)

    def _plan(self) -> UUID:
        actor = self.actor
        if not actor.reaches("plan_transfer", country=actor.country, authority_id=actor.authority_id):
            raise ActRefused("not_granted", _("Your office and role do not include this."))
        data = form_data(SystemOperationForm.base_fields, self.request.data)
        codes = [row.code for row in receiving_countries(actor, today())]
        country = Country.objects.filter(code=data.get("receiving_country", ""), code__in=codes).first()
        form = SystemOperationForm(
            data,
            countries=codes,
            points=[(point.code, str(point)) for point in crossing_points_of(country.code)] if country else [],
            zone=actor.time_zone,
            arrival_zone=country.time_zone if country else "UTC",
        )
        refuse_invalid(form)
        try:
            return operation_create(actor=actor, values=form.plan()).id
        except Invalid as invalid:
            names = form.service_names
            raise Invalid({names.get(key, key): texts for key, texts in invalid.errors.items()}) from invalid


@docs.operation
class OperationView(OperationAddress):
    """One operation."""

    scopes: ClassVar[dict[str, str]] = {"GET": "cases:read"}

    def get(self, request: Request, operation_id: UUID) -> Response:
        """Seats, staff, and the passengers whom the office may know of."""
        self.known()
        return self.told(operation_id)


@docs.operation_costs
class OperationCostsView(OperationAddress):
    """What the office's side spent on the operation."""

    scopes: ClassVar[dict[str, str]] = {"GET": "cases:read", "POST": "cases:write"}

    def get(self, request: Request, operation_id: UUID) -> Response:
        """Every amount and share, by day; the look is recorded."""
        self.known()
        operation = self._operation(operation_id)
        about = AboutCase(operation.id, "")
        access_record(actor=self.actor, action="costs.opened", subject=operation.subject, about=about)
        return Response({"results": OperationCostSerializer(operation_items(self.actor, operation), many=True).data})

    def post(self, request: Request, operation_id: UUID) -> Response:
        """Record an amount of the whole operation, once: each case of the office that is aboard gets a share."""
        return self.once(lambda: self._record(operation_id), self.told)

    def _operation(self, operation_id: UUID) -> Operation:
        operation = self.found(operation_id)
        require_costs(self.actor)
        return operation

    def _record(self, operation_id: UUID) -> UUID:
        operation = self._operation(operation_id)
        fields = {name: field for name, field in CostItemForm.base_fields.items() if name != "scan"}
        form = CostItemForm(form_data(fields, self.request.data))
        refuse_invalid(form)
        operation_cost_record(actor=self.actor, operation=operation, values=form.cleaned_data)
        return operation.id
