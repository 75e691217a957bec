"""Which groups are the supervisors of a case, or of a country: to whom exceptions to who sees a case are told."""

from uuid import UUID

from django.contrib.auth.models import Group

from accounts.groups import group_name
from cases.choices import Side
from cases.models import Case
from countries.models import Authority

ROLE = "supervisor"


def supervisors_of_case(case: Case, side: Side) -> tuple[int, ...]:
    """The groups of the supervisors of one side: of its office, of those above it, and of the national desk."""
    is_requesting = side is Side.REQUESTING
    country = case.requesting_country_id if is_requesting else case.receiving_country_id
    return supervisors_of_office(
        country, case.requesting_authority_id if is_requesting else case.receiving_authority_id
    )


def supervisors_of_office(country: str, authority_id: UUID) -> tuple[int, ...]:
    """The groups of the supervisors of an office, of those above it, and of the national desk."""
    offices = {row.id: row for row in Authority.objects.filter(country=country)}
    office = offices.get(authority_id)
    codes = {row.code for row in offices.values() if row.is_national_desk}
    while office is not None and office.code not in codes:
        codes.add(office.code)
        office = offices.get(office.parent_id) if office.parent_id else None
    return _groups(codes)


def supervisors_of_country(country: str) -> tuple[int, ...]:
    """The groups of all supervisors of a country."""
    return _groups(set(Authority.objects.filter(country=country).values_list("code", flat=True)))


def _groups(codes: set[str]) -> tuple[int, ...]:
    names = [group_name(code, ROLE) for code in codes]
    return tuple(Group.objects.filter(name__in=names).order_by("id").values_list("id", flat=True))
