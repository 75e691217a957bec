"""Guards of the acts about claims of costs."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.models import Case
from cases.policies import side_of
from cases.workflow.types import Refusal, Situation


def claimed_by_other_side(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Nobody answers the own side's claim."""
    if situation.cost_claim_by and situation.cost_claim_by == side_of(actor, case):
        return Refusal("own_cost_claim", _("Your side claims this; the other side answers."))
    return None


def claimed_by_own_side(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Whoever claims says that it was paid, or claims no longer."""
    if situation.cost_claim_by and situation.cost_claim_by != side_of(actor, case):
        return Refusal("cost_claim_of_other_side", _("The other side claims this, and it alone can do this."))
    return None


def known_there(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Nothing is claimed from a side that never saw the application."""
    if situation.never_sent:
        return Refusal("never_sent", _("The application was never sent: there is nobody to claim from."))
    return None
