"""Guards of the acts about monitoring."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.models import Case
from cases.workflow.types import Refusal, Situation


def transfer_planned(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """A monitor is assigned to a transfer, not to a case."""
    if not situation.transfer_status:
        return Refusal("no_transfer_planned", _("Plan the transfer first: a monitor is assigned to it."))
    return None


def nothing_observed(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Whoever is watched does not send the watcher away: once something was observed the monitor stays."""
    if situation.has_observations:
        return Refusal(
            "monitor_observed", _("The monitor has recorded observations already, and stays until the report.")
        )
    return None
