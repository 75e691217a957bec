"""Guards about children, vulnerable persons, families and health (see `guards`)."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.choices import TransferStatus
from cases.choices_safeguards import BestInterestsResult, ConsentStatus, ReceptionStatus
from cases.models import Case
from cases.workflow.types import Refusal, Situation


def legal_status_fresh(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """What was checked before an application came back is checked again before it leaves the country once more."""
    if situation.safeguards.is_status_check_old:
        return Refusal(
            "legal_status_old",
            _("Check the legal status again and record the day: the check is too old for the application to leave."),
        )
    return None


def best_interests_assessed(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """No unaccompanied child's data leave the country before the assessment (Directive 2008/115/EC, Articles 5, 10)."""
    if situation.safeguards.is_alone and not situation.safeguards.best_interests:
        return Refusal(
            "best_interests_missing", _("This is an unaccompanied minor: record the assessment of the best interests.")
        )
    return None


def in_best_interests(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """A return that was found to be against a child's interests goes no further, alone or with a family."""
    if situation.safeguards.is_minor and situation.safeguards.best_interests == BestInterestsResult.AGAINST:
        return Refusal(
            "best_interests_against",
            _("The return was found not to be in the child’s best interests: it must not go on."),
        )
    return None


def reception_recorded(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Article 10(2): a child is returned only to a relative, a guardian or adequate reception facilities."""
    facts = situation.safeguards
    if facts.is_alone and facts.reception not in {ReceptionStatus.PROPOSED, ReceptionStatus.CONFIRMED}:
        return Refusal(
            "reception_missing",
            _("This is an unaccompanied minor: record who receives the child after the return."),
        )
    return None


def reception_confirmed(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Before the transfer the receiving side has said that the child is received."""
    if situation.safeguards.is_alone and situation.safeguards.reception != ReceptionStatus.CONFIRMED:
        return Refusal(
            "reception_unconfirmed",
            _(
                "No adult of the family arrives together with the child, and the other side has not confirmed who "
                "receives the child."
            ),
        )
    return None


def reception_agreed(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The receiving side awaits a child whom somebody receives. It knows what it was asked, not on what grounds: a
    proposal that waits is answered first, whatever is known here of the child's age and family."""
    facts = situation.safeguards
    if facts.reception == ReceptionStatus.PROPOSED or (facts.is_alone and facts.reception == ReceptionStatus.REFUSED):
        return Refusal(
            "reception_open", _("Confirm first who receives the child: the person is an unaccompanied minor.")
        )
    return None


def child_not_awaited(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Who receives the child does not change under a confirmed journey: the border post would hand the child over to
    somebody whom nobody confirmed. A changed transfer is confirmed anew, after the reception."""
    if situation.transfer_status in {TransferStatus.CONFIRMED, TransferStatus.DEPARTED}:
        return Refusal(
            "child_awaited",
            _("The other side already awaits the child: change the transfer first, then who receives the child."),
        )
    return None


def points_answered(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Every point of the checklist for a vulnerable person is answered before this step."""
    if situation.safeguards.points_open:
        return Refusal("safeguards_open", _("The checklist for a vulnerable person is not answered yet."))
    return None


def family_together(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """A family is not separated by a transfer unless a second person has decided so, with a reason (Article 5(b))."""
    if situation.safeguards.is_separated:
        return Refusal(
            "family_separated",
            _(
                "Members of the family would stay behind: plan the same arrival for them, or another person must "
                "decide on it first, with a reason."
            ),
        )
    return None


def decided_by_another(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Who decided alone that a family may part, or that somebody is an adult, does not send the person off alone."""
    if actor.user_id in situation.safeguards.decided_by:
        return Refusal(
            "own_decision",
            _("You decided on the family or on the age yourself: another person gives notice of the transfer."),
        )
    return None


def child_still_received(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """While the announced transfers of a family are changed one by one, an adult counts whose transfer is in hand. That
    the child then arrives with one is asked of the new plan."""
    return None if situation.safeguards.is_adult_going else reception_confirmed(actor, case, situation)


def family_still_goes(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """While the announced transfers of a family are changed one by one, their arrivals differ for a while."""
    return None if situation.safeguards.are_others_going else family_together(actor, case, situation)


def family_would_part(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """There is nothing to decide while nobody stays behind."""
    if not situation.safeguards.is_separable:
        return Refusal("family_not_parted", _("Nobody of the family would stay behind."))
    return None


def is_minor(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The best interests of a child are assessed for children."""
    if not situation.safeguards.is_minor:
        return Refusal("not_a_minor", _("Nothing says that this person is a minor."))
    return None


def is_child_alone(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Reception is agreed on for a child who comes without an adult of the family."""
    if not situation.safeguards.is_alone:
        return Refusal("not_alone", _("This is no unaccompanied minor."))
    return None


def has_points(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The checklist is for vulnerable persons."""
    if not situation.safeguards.points:
        return Refusal("not_vulnerable", _("Nothing says that this person is vulnerable."))
    return None


def health_consented(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Without consent nothing of health leaves the requesting side (domain facts 6.4)."""
    if situation.safeguards.consent != ConsentStatus.GIVEN:
        return Refusal("no_health_consent", _("Record the person’s consent to passing on health information first."))
    return None


def transfer_in_hand(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Health for the journey belongs to one planned transfer."""
    if not situation.transfer_status:
        return Refusal("no_transfer_planned", _("No transfer is planned."))
    return None


# Before an application leaves the country, the first time and again.
BEFORE_LEAVING = (
    legal_status_fresh,
    best_interests_assessed,
    in_best_interests,
    reception_recorded,
    points_answered,
)
# Before the person leaves.
BEFORE_DEPARTURE = (in_best_interests, reception_confirmed, points_answered, family_together)
# Before the other side gets notice of a transfer.
BEFORE_TRANSFER = (*BEFORE_DEPARTURE, decided_by_another)
# Before the other side is told of another day or place.
BEFORE_CHANGE = (in_best_interests, child_still_received, points_answered, family_still_goes, decided_by_another)
# Before a transit: the transit country receives nobody, so it confirms nothing.
BEFORE_TRANSIT = (in_best_interests, reception_recorded, points_answered)
# Their refusals are of cases that have nothing to do with the act: it is not shown at all.
NOT_OFFERED = frozenset({"not_a_minor", "not_alone", "not_vulnerable", "family_not_parted", "no_transfer_planned"})
