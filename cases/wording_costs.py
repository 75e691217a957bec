"""Costs in words."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices_costs import CostKind

_Maker = Callable[[Mapping[str, Any], bool], str]
REFUSALS: Final[Mapping[str, str | Promise]] = {
    "own_cost_claim": gettext_lazy("the own side had made the claim of costs"),
    "cost_claim_of_other_side": gettext_lazy("the other side had made the claim of costs"),
    "never_sent": gettext_lazy("the application had never been sent"),
    "cost_claimed": gettext_lazy("the amount was claimed already"),
    "cost_is_shared": gettext_lazy("the amount was a share of what a group operation cost"),
}


def _amount(sentence: str | Promise) -> _Maker:
    return lambda values, is_own: (
        f"{sentence}: {values['total']} {values.get('currency', '')}" if values.get("total") else str(sentence)
    )


def _kind(values: Mapping[str, Any], is_own: bool) -> str:
    words = dict(CostKind.choices).get(values.get("kind", ""), "")
    return ": ".join(filter(None, (_("Costs recorded"), str(words).lower())))


MADE: Final[Mapping[str, _Maker]] = {
    "costs.claimed": _amount(gettext_lazy("Costs claimed")),
    "costs.paid": _amount(gettext_lazy("Costs paid")),
    "costs.recorded": _kind,
}
PLAIN: Final[Mapping[str, str | Promise]] = {
    "costs.accepted": gettext_lazy("Claim of costs accepted"),
    "costs.disputed": gettext_lazy("Claim of costs disputed"),
    "costs.withdrawn": gettext_lazy("Claim of costs withdrawn"),
    "costs.removed": gettext_lazy("An entry of costs was taken out"),
    "costs.opened": gettext_lazy("Opened the costs"),
}
MORE: Final[Mapping[str, str | Promise]] = {
    "send_cost_claim": gettext_lazy(
        "The other side gets a letter with the amounts and answers. Where the agreement gives a time for payment, it "
        "runs from today."
    ),
    "accept_cost_claim": gettext_lazy("Your side pays; the other side records the payment."),
    "dispute_cost_claim": gettext_lazy("The other side reads why. It can withdraw the claim; you can still accept it."),
    "record_cost_payment": gettext_lazy("The claim is settled with that."),
    "withdraw_cost_claim": gettext_lazy("What was claimed can be claimed again."),
}
