"""RCMS as an actor: what follows from the end of a time limit is done by no person and in no office's name."""

from uuid import UUID

from accounts.actor import Actor
from cases.models import Case
from core.scope import SYSTEM_ID, Scope

NAME = "RCMS"


def system_of(country: str, authority_id: UUID) -> Actor:
    """RCMS, acting for an office of a country."""
    return Actor(
        user_id=SYSTEM_ID,
        name=NAME,
        membership_id=SYSTEM_ID,
        authority_id=authority_id,
        authority_name=NAME,
        country=country,
        country_name=NAME,
        role="",
        group_id=0,
    )


def system_actor(case: Case) -> Actor:
    """RCMS, acting for the receiving country of the case, whose time limit it was."""
    return system_of(case.receiving_country_id, case.receiving_authority_id)


def system_scope(receiving_country: str) -> Scope:
    """What the database shows RCMS while it acts on a case of this receiving country."""
    return Scope(user_id=SYSTEM_ID, country=receiving_country, countries=(receiving_country,))
