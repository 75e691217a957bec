"""Who can do what: the grants of roles in offices as a matrix, compared with what each role should have."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import Group

from accounts.groups import group_name
from accounts.models import AuthorityGrant, CountryGrant
from accounts.permissions import ACTS
from accounts.roles import ROLES
from countries.models import Authority

# How far a grant reaches.
COUNTRY, OFFICE, ELSEWHERE = "country", "office", "elsewhere"


@dataclass(frozen=True, slots=True)
class Cell:
    """One act of one role in one office. reach: country | office | "" (not granted) | elsewhere (on another office or
    country than the role's own); state: right | missing (the role should have it) | extra (it should not)."""

    reach: str = ""
    state: str = "right"


@dataclass(frozen=True, slots=True)
class RoleColumn:
    """One role in one office with a cell for each act of `accounts.permissions.ACTS`, in that order."""

    role: str
    cells: Sequence[Cell]

    @property
    def is_right(self) -> bool:
        """Whether the role has exactly what it should have."""
        return all(cell.state == "right" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class OfficeMatrix:
    """The roles of one office."""

    office: Authority
    columns: Sequence[RoleColumn]


_Held = dict[str, set[tuple[str, str]]]


def matrix_for(offices: Sequence[Authority], roles: Mapping[UUID, Iterable[str]]) -> list[OfficeMatrix]:
    """The matrix of these offices with the roles named for each; offices without any are left out. Three statements."""
    names = {group_name(office.code, role): office for office in offices for role in roles.get(office.id, ())}
    held = _held(names)
    found = []
    for office in offices:
        wanted = sorted(roles.get(office.id, ()), key=list(ROLES).index)
        if wanted:
            columns = [RoleColumn(role, _cells(office, role, held[group_name(office.code, role)])) for role in wanted]
            found.append(OfficeMatrix(office, columns))
    return found


def group_differences(office: Authority, role: str) -> dict[str, str]:
    """act -> missing | extra, for a role in an office; empty when all is as it should be. Three statements."""
    cells = matrix_for([office], {office.id: [role]})[0].columns[0].cells
    return {act: cell.state for act, cell in zip(ACTS, cells, strict=True) if cell.state != "right"}


def _held(names: Iterable[str]) -> defaultdict[str, _Held]:
    """group name -> act -> {(country | office, key)}."""
    groups = dict(Group.objects.filter(name__in=list(names)).values_list("id", "name"))
    held: defaultdict[str, _Held] = defaultdict(lambda: defaultdict(set))
    for model, kind in ((CountryGrant, COUNTRY), (AuthorityGrant, OFFICE)):
        rows = model._default_manager.filter(group__in=groups).values_list(
            "group_id", "permission__codename", "content_object_id"
        )
        for group_id, code, key in rows:
            held[groups[group_id]][code.split("_", 1)[1]].add((kind, str(key)))
    return held


def _cells(office: Authority, role: str, held: _Held) -> list[Cell]:
    own = (COUNTRY, office.country_id) if office.is_national_desk else (OFFICE, str(office.id))
    wanted = ROLES[role].acts
    return [_cell(act in wanted, held.get(act, set()), own) for act in ACTS]


def _cell(is_wanted: bool, found: set[tuple[str, str]], own: tuple[str, str]) -> Cell:
    if is_wanted and found == {own}:
        return Cell(own[0])
    if not found:
        return Cell("", "missing" if is_wanted else "right")
    return Cell(ELSEWHERE if found != {own} else own[0], "extra" if own in found or not is_wanted else "missing")
