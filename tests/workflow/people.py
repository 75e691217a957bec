"""Actors and cases made in memory: every stance from which somebody may come to a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from accounts.actor import Actor, Reach
from accounts.roles import ROLES
from cases.models import Case

REQUESTING_OFFICE, RECEIVING_OFFICE, ANOTHER_OFFICE = uuid4(), uuid4(), uuid4()
DELEGATED_GROUP, ANOTHER_GROUP = 71, 72
SOMEBODY, ME = uuid4(), uuid4()


@dataclass(frozen=True)
class Stance:
    """Where an actor stands towards the case: country (of which side, if any), and by what grant."""

    name: str
    country: str
    side: str | None
    grant: str  # country, office, another office, delegation

    def actor(self, role: str, *, user_id: UUID = ME) -> Actor:
        """Somebody with this role in this stance."""
        office = {"requesting": REQUESTING_OFFICE, "receiving": RECEIVING_OFFICE}.get(self.side or "", ANOTHER_OFFICE)
        own = office if self.grant in {"country", "office"} else ANOTHER_OFFICE
        reach = Reach(frozenset({self.country})) if self.grant == "country" else Reach(frozenset(), frozenset({own}))
        return Actor(
            user_id=user_id,
            name="A. Person",
            membership_id=uuid4(),
            authority_id=own,
            authority_name="An office",
            country=self.country,
            country_name=self.country,
            role=role,
            group_id=DELEGATED_GROUP if self.grant == "delegation" else ANOTHER_GROUP,
            grants=dict.fromkeys(ROLES[role].acts, reach),
        )


STANCES = [
    Stance(f"{side or 'third country'}, {grant}", country, side, grant)
    for country, side in (("NLD", "requesting"), ("SRB", "receiving"), ("ALB", None))
    for grant in ("country", "office", "another office", "delegation")
]


def everybody() -> Iterator[tuple[Stance, str, Actor]]:
    """Every role in every stance."""
    for stance in STANCES:
        for role in ROLES:
            yield stance, role, stance.actor(role)


def case_in(status: str, *, prepared_by: UUID = SOMEBODY, basis: str = "", track: str = "own_national") -> Case:
    """A case between NLD and SRB, delegated to one group, that the database knows nothing of."""
    return Case(
        status=status,
        basis=basis,
        track=track,
        requesting_country_id="NLD",
        receiving_country_id="SRB",
        requesting_authority_id=REQUESTING_OFFICE,
        receiving_authority_id=RECEIVING_OFFICE,
        delegates=[DELEGATED_GROUP],
        prepared_by=prepared_by,
        shared=status not in {"draft", "in_review"},
    )


def stance(name: str) -> Stance:
    return next(found for found in STANCES if found.name == name)
