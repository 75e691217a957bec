"""May this actor do this to this case? The one answer that views, API, templates and services share.

Three questions, all needed: is the act's permission granted for the case's office or country (or delegated for this
case), is the actor on the side whose act it is, and does the workflow allow it now.
"""

from functools import cache
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.roles import ROLES
from cases.choices import Basis, Side
from cases.models import Case
from cases.workflow.restriction import DURING_RESTRICTION, RESTRICTED
from cases.workflow.types import Refusal, Situation, Transition
from core.scope import SYSTEM_ID

SUPERVISING: Final = frozenset({"assign_case", "view_audit"})


def side_of(actor: Actor, case: Case) -> Side | None:
    """The side of the case on which the actor's country stands, or None."""
    if actor.country == case.requesting_country_id:
        return Side.REQUESTING
    if actor.country == case.receiving_country_id:
        return Side.RECEIVING
    return None


@cache
def _delegable(role: str) -> frozenset[str]:
    return ROLES[role].acts if role in ROLES and ROLES[role].is_delegate else frozenset()


def is_granted(actor: Actor, act: str, case: Case) -> bool:
    """Whether the act is granted on the actor's side of this case.

    A delegated group (`case.delegates`, written with the case grants by `cases.access`) holds the acts of its role.
    """
    if side_of(actor, case) is None:
        return False
    if reaches_own_side(actor, act, case):
        return True
    return actor.group_id in case.delegates and act in _delegable(actor.role)


def reaches_own_side(actor: Actor, act: str, case: Case) -> bool:
    """Whether the act is granted by office or country on the actor's side of this case, delegation apart."""
    side = side_of(actor, case)
    if side is None:
        return False
    country, authority_id = (
        (case.requesting_country_id, case.requesting_authority_id)
        if side is Side.REQUESTING
        else (case.receiving_country_id, case.receiving_authority_id)
    )
    return actor.reaches(act, country=country, authority_id=authority_id)


def supervises(actor: Actor, case: Case) -> bool:
    """Whether the actor says, on the own side of this case, who is kept out and let in: whoever gives its cases to
    colleagues and reads who looked at them."""
    return all(reaches_own_side(actor, act, case) for act in SUPERVISING)


def refusal(actor: Actor, row: Transition, case: Case, status: str, situation: Situation) -> Refusal | None:
    """Why `row` cannot be done now by this actor, or None when it can. `status` is of what the row moves."""
    if row.by_system != (actor.user_id == SYSTEM_ID):
        return Refusal("not_granted", _("RCMS does this itself when the time limit has passed."))
    if row.by_system:
        return _hindrance(actor, row, case, status, situation)
    if row.side is not None and side_of(actor, case) is not row.side:
        return Refusal("wrong_side", _("This is for the other side to do."))
    if not is_granted(actor, row.permission, case):
        return Refusal("not_granted", _("Your office and role do not include this."))
    if situation.is_restricted and row.name not in DURING_RESTRICTION:
        return Refusal("restricted", RESTRICTED)
    return _hindrance(actor, row, case, status, situation) or _silence(situation)


def _silence(situation: Situation) -> Refusal | None:
    """Between the end of the time limit and the moment in which RCMS marks it nobody changes what follows from it."""
    if situation.silence_due == Basis.SILENCE:
        return Refusal(
            "silence_due",
            _(
                "The time limit for the reply has passed: the case is being accepted by silence. "
                "Open it again in a moment."
            ),
        )
    if situation.silence_due:
        return Refusal(
            "silence_due",
            _(
                "The time limit for the reply has passed: the transfer may go ahead without a reply, and the case is "
                "being brought up to date. Open it again in a moment."
            ),
        )
    return None


def _hindrance(actor: Actor, row: Transition, case: Case, status: str, situation: Situation) -> Refusal | None:
    """What stands in the way of an act whoever does it: the track, the status, or a guard."""
    if case.track not in row.tracks:
        return Refusal("other_track", _("Cases of this kind have no such step."))
    if not row.is_of_case and case.status not in row.cases:
        return Refusal("wrong_status", _("The case is at a stage where this cannot be done."))
    if status not in row.sources:
        return Refusal("wrong_status", _("The case is at a stage where this cannot be done."))
    for guard in row.guards:
        found = guard(actor, case, situation)
        if found is not None:
            return found
    return None
