"""Guards: pure conditions of an act. Each gives a refusal or None, and knows nothing of databases or requests."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.choices import BY_SILENCE, Basis, Outcome
from cases.models import Case
from cases.policies import side_of
from cases.workflow.types import Guard, Refusal, Situation


def application_complete(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Everything that the form must have is there."""
    if situation.missing:
        return Refusal("application_incomplete", _("The application is not complete yet."))
    return None


def return_basis_recorded(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """A final return decision and a check of the legal status are recorded (criticism in domain facts 5.3)."""
    if not situation.is_basis_recorded:
        return Refusal(
            "return_basis_missing",
            _("Record the final return decision and the check of the legal status before the case leaves the country."),
        )
    return None


def prepared_by_another_person(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Four eyes on the release: persons are compared, not accounts or roles."""
    if case.prepared_by == actor.user_id:
        return Refusal("second_person", _("Another person must release what you prepared."))
    return None


def verification_concluded(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """No agency's answer is outstanding."""
    if situation.tasks_open:
        return Refusal("verification_open", _("An agency has not answered yet."))
    return None


def second_person(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Four eyes on the decision."""
    if situation.proposal_by == actor.user_id:
        return Refusal("second_person", _("Another person must countersign what you proposed."))
    return None


def proposal_is(outcome: Outcome) -> Guard:
    """The guard that the proposal in hand has this outcome."""

    def guard(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
        if situation.proposal_outcome != outcome:
            return Refusal("other_proposal", _("The proposal in hand is another one."))
        return None

    guard.__name__ = f"proposal_is_{outcome}"
    return guard


def asked_by_other_side(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Nobody answers the own side's request for information."""
    if situation.information_of and situation.information_of == side_of(actor, case):
        return Refusal("own_request", _("Your side asked this; the other side answers."))
    return None


def asked_by_own_side(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """A request for information is taken back by the side that asked."""
    if situation.information_of and situation.information_of != side_of(actor, case):
        return Refusal("request_of_other_side", _("The other side asked this, and it alone can take it back."))
    return None


def travel_document_valid(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Nobody is announced at a border without a document to enter on."""
    if not situation.has_travel_document:
        return Refusal("no_travel_document", _("There is no valid travel document yet."))
    return None


def travelled_on_document(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """There was a document to enter on when the person came, even if its validity has ended since."""
    if not situation.had_travel_document:
        return Refusal("no_travel_document", _("There was no valid travel document for this journey."))
    return None


def extension_foreseen(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The agreement knows a longer time limit for the reply."""
    if not situation.extension_is_foreseen:
        return Refusal("no_extension_rule", _("The agreement has no extension of this time limit."))
    return None


def suspension_foreseen(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The agreement lets the time limit for the transfer stand still."""
    if not situation.suspension_is_foreseen:
        return Refusal("no_suspension_rule", _("The agreement does not let this time limit stand still."))
    return None


def reply_limit_runs(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """What has passed, or not begun, is not extended."""
    if not situation.reply_limit_runs:
        return Refusal("limit_not_running", _("The time limit for the reply is not running, or has passed."))
    return None


def accepted_by_silence(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Only what silence brought about is objected to in this way."""
    if case.basis not in BY_SILENCE:
        return Refusal("not_by_silence", _("Nothing was decided by silence in this case."))
    return None


def decided_on_paper(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Only what the other side entered from paper is objected to in this way."""
    if case.basis != Basis.PAPER:
        return Refusal("not_on_paper", _("Nothing was decided by a reply on paper in this case."))
    return None


def no_objection(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """A file is not closed over an objection that waits for its answer."""
    if situation.dispute:
        return Refusal("objection_waits", _("An objection waits for its answer."))
    return None


def dispute_leads_to(consequence: str) -> Guard:
    """The guard that the objection in hand, once upheld, leads to this consequence."""

    def guard(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
        if situation.dispute_leads_to != consequence:
            return Refusal("other_objection", _("The objection in hand is another one."))
        return None

    guard.__name__ = f"dispute_leads_to_{consequence}"
    return guard


def not_own_application(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """Whoever prepared the application does not judge whether it was delivered and answered."""
    if case.prepared_by == actor.user_id:
        return Refusal("second_person", _("Another person must decide this: you prepared the application."))
    return None
