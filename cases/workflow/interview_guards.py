"""Guards of the acts about interviews. Pure: each gives a refusal or None."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.models import Case
from cases.policies import side_of
from cases.workflow.types import Refusal, Situation


def may_be_presented(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The newest check of the legal status does not say that the person must not be presented. Own-side knowledge: the
    act is the requesting side's alone."""
    if situation.interview_check == "negative":
        return Refusal(
            "may_not_be_presented",
            _("By the last check of the legal status the person may not be presented. Postpone the interview."),
        )
    return None


def legal_status_fresh(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The legal status was checked within the three working days before the presentation."""
    if situation.interview_check in ("", "old"):
        return Refusal(
            "status_check_missing",
            _("Record a check of the legal status not older than three working days before the interview."),
        )
    return None


def interview_of_own_side(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """An interview is given up by the side that asked for it."""
    if situation.interview_asked_by and situation.interview_asked_by != side_of(actor, case):
        return Refusal(
            "interview_of_other_side", _("The other side asked for the interview, and it alone gives it up.")
        )
    return None
