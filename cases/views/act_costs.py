"""Forms and services of the acts about claims of costs (see `act_doings`)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.forms import costs as forms
from cases.forms.acts import OptionalReasonForm, ReasonForm
from cases.policies import side_of
from cases.selectors.costs import claimable_words
from cases.services import costs
from cases.views.doing import Doing, Setting, with_fields
from core.forms import today


def _items(setting: Setting) -> dict[str, Any]:
    return {"items": claimable_words(costs.claimable(setting.case, side_of(setting.actor, setting.case)))}


def _hint(setting: Setting) -> str:
    if costs.claimable(setting.case, side_of(setting.actor, setting.case)):
        return ""
    return _("Nothing is recorded that could be claimed. Record the amounts on the page “Costs” of the case first.")


def _send(actor: Actor, key: UUID, version: int, form: forms.CostClaimForm) -> Any:
    names = ("items", "basis", "account", "statement")
    return costs.cost_claim_send(
        actor=actor,
        case_id=key,
        version=version,
        **{name: form.cleaned_data[name] for name in names},
        upload=form.upload(),
    )


COST_DOINGS: Mapping[str, Doing] = {
    "send_cost_claim": Doing(forms.CostClaimForm, _send, _items, hint=_hint),
    "accept_cost_claim": Doing(OptionalReasonForm, with_fields(costs.cost_claim_accept, reason="reason")),
    "dispute_cost_claim": Doing(ReasonForm, with_fields(costs.cost_claim_dispute, reason="reason"), is_warning=True),
    "record_cost_payment": Doing(
        forms.CostPaymentForm,
        with_fields(costs.cost_payment_record, paid_on="paid_on"),
        lambda setting: {"initial": {"paid_on": today()}},
    ),
    "withdraw_cost_claim": Doing(ReasonForm, with_fields(costs.cost_claim_withdraw, reason="reason"), is_warning=True),
}
