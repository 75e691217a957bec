"""Who acts: a person under one membership, with what the membership's grants reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from core.scope import Scope


@dataclass(frozen=True, slots=True)
class Reach:
    """Where an act is granted: whole countries, and authorities with those below them already expanded."""

    countries: frozenset[str] = frozenset()
    authorities: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """Copied into every audit event; views find it as `request.actor`.

    grants: act -> reach, from country and authority grants (delegations of single cases are asked for per case).
    """

    user_id: UUID
    name: str
    membership_id: UUID
    authority_id: UUID
    authority_name: str
    country: str
    country_name: str
    role: str
    group_id: int
    language: str = "en"
    time_zone: str = "UTC"
    is_national_desk: bool = False
    grants: Mapping[str, Reach] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which this person reads the clock."""
        return ZoneInfo(self.time_zone)

    def holds(self, act: str) -> bool:
        """Whether the membership grants `act` anywhere at all (menus; never the decision on a case)."""
        return act in self.grants

    def reaches(self, act: str, *, country: str, authority_id: UUID | None) -> bool:
        """Whether `act` is granted on this country or this authority."""
        reach = self.grants.get(act)
        return reach is not None and (country in reach.countries or authority_id in reach.authorities)

    @property
    def scope(self) -> Scope:
        """What the database shows this actor: cases by the reach of seeing them, tasks by the reach of answering them
        (transfers to monitor likewise),
        and what is delegated to the actor's group; an administrator the mail and the background work of the own country
        or office, and no case. Other acts widen nothing.
        """
        seeing = self.grants.get("view_case", Reach())
        answering = self.grants.get("answer_verification", Reach())
        monitoring = self.grants.get("monitor_return", Reach())
        administering = self.grants.get("administer", Reach())
        return Scope(
            user_id=self.user_id,
            country=self.country,
            countries=tuple(sorted(seeing.countries)),
            authorities=tuple(sorted(seeing.authorities)),
            agencies=tuple(sorted(answering.authorities | monitoring.authorities)),
            group=self.group_id,
            administers=(*sorted(administering.countries), *sorted(str(key) for key in administering.authorities)),
        )
