"""Guards of the tracks of third-country nationals and stateless persons (domain facts 1, 3.2): pure, as in `guards`."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.models import Case
from cases.workflow.types import Refusal, Situation


def exception_answered(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Nothing is filed that the agreement excludes: airside transit, or a visa or permit of the own country."""
    if situation.exception_stands:
        return Refusal(
            "exception_stands",
            _(
                "An exception of the agreement stands in the way: record under “Entry and residence” why the "
                "readmission is owed all the same."
            ),
        )
    return None


def submission_in_time(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The time limit for the application has not passed; one that nobody has read bars nothing (decision record 13)."""
    if situation.submission == "barred":
        return Refusal(
            "submission_limit_passed",
            _("The time limit for the application has passed: it cannot be submitted any more."),
        )
    return None


def submission_limit_passed(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Only what came too late is out of time."""
    if not situation.submission:
        return Refusal("submission_limit_open", _("The time limit for the application has not passed."))
    return None
