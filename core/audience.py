"""Who may read a row of a lower floor: stated by the service that writes it, enforced by the database."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Audience:
    """Country codes (national desks), authority ids (offices) and group ids (delegates) that may read a row."""

    countries: tuple[str, ...] = ()
    authorities: tuple[UUID, ...] = ()
    groups: tuple[int, ...] = ()

    def fields(self) -> dict[str, list[Any]]:
        """The three columns of `AudienceModel`."""
        return {
            "audience_countries": list(self.countries),
            "audience_authorities": list(self.authorities),
            "audience_groups": list(self.groups),
        }

    def __or__(self, other: "Audience") -> "Audience":
        return Audience(
            tuple(dict.fromkeys(self.countries + other.countries)),
            tuple(dict.fromkeys(self.authorities + other.authorities)),
            tuple(dict.fromkeys(self.groups + other.groups)),
        )
