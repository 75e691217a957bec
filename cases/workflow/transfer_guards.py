"""Guards of acts on transfers under way: pure conditions (see `cases.workflow.guards`)."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.models import Case
from cases.workflow.types import Refusal, Situation


def status_checked(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Before the departure the requesting side has checked the legal status anew; whoever may not leave does not."""
    if situation.status_check and situation.status_check != "negative":
        return Refusal("status_check_missing", _("Record a fresh check of the legal status before the departure."))
    return status_not_negative(actor, case, situation)


def status_not_negative(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """For whoever may not leave nothing is planned or announced. That a check is missing stops only the departure."""
    if situation.status_check == "negative":
        return Refusal("status_negative", _("The last check of the legal status says that the person may not leave."))
    return None
