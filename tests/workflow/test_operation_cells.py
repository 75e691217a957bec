"""Acts on a group operation, cell by cell: status × act × role × where somebody stands, from `operation_cells.toml`."""

import tomllib
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest

from accounts.actor import Actor, Reach
from accounts.roles import ROLES
from cases.choices_operations import OperationStatus
from cases.models import Operation, OperationAuthority
from cases.views.operation_acts import OPERATION_DOINGS
from cases.workflow.operation_acts import OPERATION_ACT, OPERATION_ACTS, operation_refusal
from tests.workflow.people import stance

TABLE: Final = tomllib.loads((Path(__file__).parent / "operation_cells.toml").read_text(encoding="utf-8"))
ACTS: Final[dict[str, dict[str, Any]]] = TABLE["acts"]
STATUSES: Final[list[str]] = TABLE["statuses"]
CELLS_OF_OPERATIONS = 18_928

_ORGANISER, _PARTICIPANT, _DESK, _ELSEWHERE = uuid4(), uuid4(), uuid4(), uuid4()
# Where somebody stands: country, the office whose grant it is (None: of the whole country), and whose acts are theirs.
STANCES: Final[dict[str, tuple[str, Any, set[str]]]] = {
    "organiser's country": ("NLD", None, {"organiser", "participant", "either"}),
    "organiser": ("NLD", _ORGANISER, {"organiser", "participant", "either"}),
    "another office of the organiser's country": ("NLD", _ELSEWHERE, set()),
    "participant's country": ("AUT", None, {"participant"}),
    "participant": ("AUT", _PARTICIPANT, {"participant"}),
    "another office of the participant's country": ("AUT", _ELSEWHERE, set()),
    "receiving country": ("SRB", None, {"receiving", "either"}),
    "receiving desk": ("SRB", _DESK, {"receiving", "either"}),
    "another office of the receiving country": ("SRB", _ELSEWHERE, set()),
    "third country": ("ALB", None, set()),
    # Grants of an office of one country in the hands of somebody of another reach nothing.
    "organiser's office from abroad": ("ALB", _ORGANISER, set()),
    "participant's office from abroad": ("ALB", _PARTICIPANT, set()),
    "receiving desk from abroad": ("ALB", _DESK, set()),
}


def _actor(country: str, office: Any, role: str) -> Actor:
    reach = Reach(frozenset({country})) if office is None else Reach(frozenset(), frozenset({office}))
    made = stance("requesting, office").actor(role)
    return Actor(
        user_id=made.user_id,
        name=made.name,
        membership_id=made.membership_id,
        authority_id=office or uuid4(),
        authority_name="An office",
        country=country,
        country_name=country,
        role=role,
        group_id=made.group_id,
        grants=dict.fromkeys(ROLES[role].acts, reach),
    )


def _operation(status: str) -> tuple[Operation, list[OperationAuthority]]:
    operation = Operation(
        status=status,
        organiser_id=_ORGANISER,
        organiser_country_id="NLD",
        receiving_country_id="SRB",
        audience_countries=["NLD", "AUT", "SRB"],
        audience_authorities=[_ORGANISER, _PARTICIPANT, _DESK],
    )
    takes_part = ((_ORGANISER, "NLD"), (_PARTICIPANT, "AUT"))
    return operation, [
        OperationAuthority(operation=operation, authority_id=office, country_id=country, seats=5)
        for office, country in takes_part
    ]


def _expected(act: dict[str, Any], status: str, role: str, theirs: set[str], country: str) -> str | None:
    by = act["by"]
    whose = ("receiving" if country == "SRB" else "organiser") if by == "either" else by
    if by not in theirs or role not in TABLE["roles"][whose]:
        return "not_granted"
    return None if status in act["when"] else "wrong_status"


def _cells(name: str) -> int:
    wrong, count = [], 0
    for status in STATUSES:
        operation, authorities = _operation(status)
        for where, (country, office, theirs) in STANCES.items():
            for role in ROLES:
                found = operation_refusal(_actor(country, office, role), OPERATION_ACT[name], operation, authorities)
                code, count = found.code if found else None, count + 1
                expected = _expected(ACTS[name], status, role, theirs, country)
                if code != expected or (found and not found.message):
                    wrong.append((status, where, role, code, expected))
    assert wrong == []
    return count


@pytest.mark.parametrize("name", ACTS)
def test_every_cell_of_an_act_on_an_operation(name: str) -> None:
    assert _cells(name) == len(STATUSES) * len(STANCES) * len(ROLES)


def test_no_cell_is_left_out() -> None:
    assert len(ACTS) * len(STATUSES) * len(STANCES) * len(ROLES) == CELLS_OF_OPERATIONS


def test_the_acts_are_those_of_the_file() -> None:
    assert set(OPERATION_ACT) == set(ACTS) and len(OPERATION_ACTS) == len(ACTS)
    assert set(OperationStatus.values) == set(STATUSES)
    for name, act in ACTS.items():
        row = OPERATION_ACT[name]
        assert (row.by, row.sources, row.target) == (act["by"], set(act["when"]), act.get("to", "")), name
        assert (row.told or "nobody", row.has_page) == (act["told"], act.get("page", True)), name
        assert row.event.startswith("operation.") and str(row.label), name
    assert len({row.event for row in OPERATION_ACTS}) == len(OPERATION_ACTS)
    assert set(OPERATION_DOINGS) == {name for name, act in ACTS.items() if act.get("page", True)}


def test_every_status_of_an_operation_is_reached_and_left() -> None:
    moves = {(old, act["to"]) for act in ACTS.values() if "to" in act for old in act["when"] if old != act["to"]}
    reached = {TABLE["first"]}
    while fresh := {new for old, new in moves if old in reached} - reached:
        reached |= fresh
    assert reached == set(STATUSES)
    assert set(STATUSES) - {old for old, _ in moves} == set(TABLE["final"])
    # Whatever was announced, both ends can be come to.
    for status in set(STATUSES) - set(TABLE["final"]):
        ends = {status}
        while fresh := {new for old, new in moves if old in ends} - ends:
            ends |= fresh
        assert "closed" in ends and ("cancelled" in ends or status == "departed")
