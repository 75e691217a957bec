"""The register that all partners read: who takes part, since when, by which two offices. No persons."""

from dataclasses import dataclass

from administration.models import RegisterEntry
from countries.models import Authority, Country


@dataclass(frozen=True, slots=True)
class RegisterOffice:
    """An office of the register; enrolled: the entry of its enrolment, None where it came with the reference data."""

    office: Authority
    enrolled: RegisterEntry | None


@dataclass(frozen=True, slots=True)
class RegisterCountry:
    """A country that takes part, with its offices: the national desk first."""

    country: Country
    offices: list[RegisterOffice]


def register_countries() -> list[RegisterCountry]:
    """Every country with an office, by name. Two statements."""
    entries = {
        entry.authority_id: entry
        for entry in RegisterEntry.objects.filter(act="enrolled").select_related("requested_office", "confirmed_office")
    }
    found: dict[str, RegisterCountry] = {}
    offices = Authority.objects.select_related("country").order_by("country__name", "-is_national_desk", "name")
    for office in offices:
        line = found.setdefault(office.country_id, RegisterCountry(office.country, []))
        line.offices.append(RegisterOffice(office, entries.get(office.id)))
    return list(found.values())


def register_entries(number: int = 50) -> list[RegisterEntry]:
    """The latest entries, newest first. One statement."""
    rows = RegisterEntry.objects.select_related(
        "country", "authority", "requested_office__country", "confirmed_office__country"
    )
    return list(rows.order_by("-at", "-id")[:number])
