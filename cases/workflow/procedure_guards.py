"""Guards of the accelerated procedure (see `cases.workflow.guards`)."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.choices_procedure import ProcedureHindrance
from cases.models import Case
from cases.workflow.types import Refusal, Situation


def accelerated_foreseen(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Nobody asks for a procedure that the agreement does not have."""
    if ProcedureHindrance.NOT_FORESEEN in situation.procedure_hindrances:
        return Refusal(
            "accelerated_not_foreseen",
            _("The agreement has no accelerated procedure for this person. Use the normal procedure."),
        )
    return None


def apprehended_in_area(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The accelerated procedure is for those who were apprehended in the area that the agreement names."""
    if ProcedureHindrance.OUTSIDE_AREA in situation.procedure_hindrances:
        return Refusal(
            "apprehended_elsewhere",
            _("The person was not apprehended where the accelerated procedure applies. Use the normal procedure."),
        )
    return None


def accelerated_in_time(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """An application for the accelerated procedure is submitted within the time from the apprehension."""
    if ProcedureHindrance.OUT_OF_TIME in situation.procedure_hindrances:
        return Refusal(
            "accelerated_out_of_time",
            _(
                "The time for an application in the accelerated procedure has passed since the apprehension. "
                "Use the normal procedure."
            ),
        )
    return None


def reply_limit_open(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Once the time limit for the reply has passed, its end has had its effect."""
    if situation.reply_limit_passed:
        return Refusal("reply_limit_passed", _("The time limit for the reply has passed."))
    return None
