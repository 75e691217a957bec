"""Guards of the ways out of a case: claims of error, suspended cases, applications filed again."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.choices import TransferStatus
from cases.models import Case
from cases.workflow.types import Refusal, Situation


def error_window_open(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """A claim of error comes within the time that the agreement gives; a limit that nobody has read bars nothing."""
    if situation.error_window == "passed":
        return Refusal("error_window_passed", _("The time for a claim of readmission in error has ended."))
    return None


def was_readmitted(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Somebody was handed over, and was not taken back since: of nobody else can it be said that it was in error."""
    if not situation.error_window:
        return Refusal("nobody_readmitted", _("Nobody is readmitted in this case."))
    return None


def no_error_claim(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """A file is not closed over a claim that waits for its answer, or over a person who is to be taken back."""
    if situation.error_claim:
        return Refusal("error_claim_waits", _("A claim of readmission in error is not settled yet."))
    return None


def not_suspended(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Nobody is brought to a border while the own side has suspended the case."""
    if situation.is_suspended:
        return Refusal("case_suspended", _("Your side suspended this case: resume it first."))
    return None


def not_on_the_way(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The person has not departed: the border post expects somebody who is on the way, and nobody else can say how the
    journey ended."""
    if situation.transfer_status == TransferStatus.DEPARTED:
        return Refusal(
            "person_on_the_way",
            _("The person has departed: first the handover has to be recorded, or that the journey was broken off."),
        )
    return None


def something_new(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """What was answered with no yes is filed again only with new evidence or particulars, named in the form."""
    if situation.refiling == "nothing_new":
        return Refusal(
            "nothing_new",
            _(
                "The earlier application was not accepted, or led to a readmission in error: say what is new, and add "
                "evidence or particulars that it did not have."
            ),
        )
    return None


def filed_as_such(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """What was answered with no yes does not come back as if it were asked for the first time."""
    if situation.refiling == "not_linked":
        return Refusal(
            "filed_before",
            _(
                "An application for this person was not accepted before. Open that case and file it again from there: "
                "the new application names it and says what is new."
            ),
        )
    return None
