"""Costs of a group operation: amounts of the whole, divided among its passengers, and what single passengers cost."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.policies import require_act
from audit.services import AboutCase, access_record
from cases.forms.costs import CostItemForm
from cases.models import Operation
from cases.selectors.costs import require_costs
from cases.selectors.operation_costs import operation_costs
from cases.selectors.operations import operation_get
from cases.services.operation_costs import operation_cost_record, operation_cost_remove
from cases.views.base import ActorRequest, ActorView, leading_back
from cases.views.operations import complain
from core.errors import Invalid
from core.forms import today


class OperationCostsView(ActorView):
    """What the reader's side spent on one operation."""

    def get(self, request: ActorRequest, operation_id: UUID) -> HttpResponseBase:
        """Each look is recorded."""
        operation = self._find(request, operation_id)
        about = AboutCase(operation.id, "")
        access_record(actor=request.actor, action="costs.opened", subject=operation.subject, about=about)
        return self._page(request, operation, CostItemForm(initial={"spent_on": today()}))

    def post(self, request: ActorRequest, operation_id: UUID) -> HttpResponseBase:
        """Record an amount of the whole operation."""
        operation = self._find(request, operation_id)
        require_act(request.actor, "settle_costs")
        form = CostItemForm(request.POST, request.FILES)
        if form.is_valid():
            address, values = reverse("cases:operation-costs", args=[operation.id]), form.cleaned_data
            try:
                with leading_back(address):
                    items = operation_cost_record(
                        actor=request.actor, operation=operation, values=values, upload=form.upload()
                    )
            except Invalid as invalid:
                complain(form, invalid)
            else:
                said = _("The amount is recorded and divided among %(number)s passengers.") % {"number": len(items)}
                messages.success(request, said)
                return redirect(address)
        return self._page(request, operation, form, status=422)

    def _find(self, request: ActorRequest, operation_id: UUID) -> Operation:
        operation = operation_get(operation_id)
        require_costs(request.actor)
        return operation

    def _page(self, request: ActorRequest, operation: Operation, form: CostItemForm, status: int = 200) -> HttpResponse:
        context = {"operation": operation, "page": operation_costs(request.actor, operation), "form": form}
        return render(request, "cases/operations/costs.html", context, status=status)


class OperationCostRemoveView(ActorView):
    """An amount that was entered by mistake is taken out, with all its shares."""

    def post(self, request: ActorRequest, operation_id: UUID, shared_as: UUID) -> HttpResponseBase:
        """Take it out."""
        operation = operation_get(operation_id)
        address = reverse("cases:operation-costs", args=[operation.id])
        with leading_back(address):
            operation_cost_remove(actor=request.actor, operation=operation, shared_as=shared_as)
        return redirect(address)
