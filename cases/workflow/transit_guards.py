"""Guards of a transit: while a person is in the transit country nothing ends that would leave the person there."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.choices_transit import IN_TRANSIT, REVOCATION, TO_BE_TAKEN_BACK, TransitEnd
from cases.models import Case
from cases.workflow.types import Refusal, Situation


def not_in_transit(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The person has not entered the transit country, or has left it."""
    if situation.transit_status in IN_TRANSIT:
        return Refusal("person_in_transit", _("The person is in the transit country."))
    return None


def expired_unused(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The end of the consent is what ended the transit: nobody recorded before that the person did not come."""
    if situation.transit_end != TransitEnd.EXPIRED:
        return Refusal("not_expired", _("It was recorded already that the person did not enter."))
    return None


def revocation_proposed(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """A revocation waits for its countersignature."""
    if situation.proposal_outcome != REVOCATION:
        return Refusal("other_proposal", _("No revocation was proposed."))
    return None


def no_revocation_proposed(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """One proposal at a time."""
    if situation.proposal_outcome == REVOCATION:
        return Refusal("revocation_proposed", _("A revocation was proposed already: another person must countersign."))
    return None


def nobody_to_take_back(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """A file is not closed over a person who waits to be taken back."""
    if situation.transit_status in TO_BE_TAKEN_BACK:
        return Refusal("take_back_waits", _("The person is still to be taken back."))
    return None
