"""What the officers of the demonstration make sure of for children and vulnerable persons, through the services."""

from datetime import timedelta
from uuid import UUID

from accounts.actor import Actor
from cases.models import Case
from cases.selectors.safeguards import safeguards_of
from cases.services import safeguards
from core import clock


def see_to(actor: Actor, key: UUID) -> None:
    """Assessment and reception of an unaccompanied minor, and the checklist for the step that is next."""
    known = safeguards_of(Case.objects.get(id=key))
    if known.is_alone and known.best_interests is None:
        today = clock.now().astimezone(actor.zone).date()
        assessed = {
            "assessed_by": "Y. de Boer, child protection board",
            "assisted_by": "Guardianship foundation",
            "representative": "L. de Boer, guardian",
            "assessed_on": today - timedelta(days=3),
            "result": "in_favour",
            "grounds": "The grandmother cared for the child before and wishes to do so again; the child was heard.",
        }
        safeguards.best_interests_record(actor=actor, case_id=key, version=None, values=assessed)
        received = {
            "kind": "family_member",
            "name": "Grandmother, name on file",
            "relation": "grandmother",
            "place": "Kutaisi, 12 Example Street",
            "contact": "",
        }
        safeguards.reception_propose(actor=actor, case_id=key, version=None, values=received)
    open_items = safeguards_of(Case.objects.get(id=key)).open_items
    if open_items:
        answers = {item.code: ("done", "") for item in known.items}
        safeguards.points_answer(actor=actor, case_id=key, version=None, answers=answers)


def confirm_reception(actor: Actor, key: UUID) -> None:
    """The receiving side confirms who receives a child, where that was asked."""
    if safeguards_of(Case.objects.get(id=key)).facts.reception == "proposed":
        safeguards.reception_confirm(actor=actor, case_id=key, version=None, note="The child is expected.")
