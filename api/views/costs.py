"""Costs: what the caller's side spent on a case, and what one side claims from the other."""

from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actor import Actor
from api import documentation as docs
from api.payloads import form_data, refuse_invalid
from api.serializers.costs import CostClaimSerializer, CostItemSerializer
from api.views.base import CaseView
from cases.forms.costs import CostItemForm
from cases.models import Case
from cases.selectors.case_head import case_head_for
from cases.selectors.costs import claims_of_costs, items_of, may_read_costs
from cases.services.costs import cost_record
from core.errors import ActRefused


def _readable(actor: Actor, case_id: UUID) -> Case:
    """The case, for who deals with its costs. Raises NotVisible, ActRefused."""
    case = case_head_for(actor, case_id)
    if not may_read_costs(actor, case):
        refused = ActRefused("not_granted", _("Your office and role do not include this."))
        raise refused.about(case.subject, case.reference)
    return case


@docs.costs
class CostListView(CaseView):
    """The amounts of the caller's side: the other side does not see them."""

    scopes = {"GET": "cases:read", "POST": "cases:write"}

    def get(self, request: Request, case_id: UUID) -> Response:
        """Every amount, by day; the look is recorded."""
        self.known()
        case = _readable(self.actor, case_id)
        self.look(case, "costs.opened")
        return Response({"results": CostItemSerializer(items_of(self.actor, case), many=True).data})

    def post(self, request: Request, case_id: UUID) -> Response:
        """Record an amount; the answer is the case, which is not changed by it."""
        return self.once_answered(lambda: self._record(case_id))

    def _record(self, case_id: UUID) -> UUID:
        self.locked(case_id)
        fields = {name: field for name, field in CostItemForm.base_fields.items() if name != "scan"}
        form = CostItemForm(form_data(fields, self.request.data))
        refuse_invalid(form)
        return cost_record(actor=self.actor, case_id=case_id, values=form.cleaned_data).case_id


@docs.cost_claims
class CostClaimListView(CaseView):
    """What one side claimed from the other, and what came of it."""

    scopes = {"GET": "cases:read"}

    def get(self, request: Request, case_id: UUID) -> Response:
        """Every claim, newest first; the look is recorded."""
        self.known()
        case = _readable(self.actor, case_id)
        self.look(case, "costs.opened")
        return Response({"results": CostClaimSerializer(claims_of_costs(case), many=True).data})
