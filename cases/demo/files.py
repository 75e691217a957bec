"""Reads the demonstration's data files: personas, names, the plan of the cases."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).resolve().parent / "data"
PASSWORD: Final = "readmission-demo"  # noqa: S105 - printed for everybody; production refuses the demonstration


@dataclass(frozen=True, slots=True)
class Office:
    """A membership: the code of the authority and the role held there."""

    office: str
    role: str


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody who can sign in. `hint` says what is worth trying."""

    login: str
    name: str
    offices: tuple[Office, ...]
    hint: str


@dataclass(frozen=True, slots=True)
class Names:
    """What names of one language are put together from; an entry is (Latin, native script)."""

    tag: str
    languages: str
    families: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    towns: tuple[str, ...]
    streets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CasePlan:
    """One line of the plan; the words are explained in `data/plan.toml`.

    key: unique and the same at every run (`nl-rs-07`); number: counts all cases of the plan from 1.
    """

    key: str
    number: int
    who: str
    days: tuple[int, int]
    names: str
    to: str = ""
    then: tuple[str, ...] = ()
    skips: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    is_incomplete: bool = False
    birth: str = ""
    arrives: int = 6
    outcome: str = "accepted"
    codes: tuple[str, ...] = ()
    reasons: str = ""
    reason: str = ""
    answers: tuple[str, ...] = ()
    agencies: int = 9
    office: str = ""
    note: str = ""
    their_note: str = ""
    taken: bool = False
    urgent: str = ""
    talk: tuple[Mapping[str, Any], ...] = ()
    request: Mapping[str, Any] = field(default_factory=dict)
    spouse: str = ""
    spouse_case: bool = False
    children: tuple[str, ...] = ()
    person: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    health: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)
    detention: Mapping[str, Any] = field(default_factory=dict)
    transfer: Mapping[str, Any] = field(default_factory=dict)
    withdrawal: Mapping[str, Any] = field(default_factory=dict)
    failure: Mapping[str, Any] = field(default_factory=dict)
    more_time: Mapping[str, Any] = field(default_factory=dict)
    pause: Mapping[str, Any] = field(default_factory=dict)
    objection: str = ""
    track: str = ""
    known_days: int = 0
    entry: Mapping[str, Any] = field(default_factory=dict)
    apprehended: Mapping[str, Any] = field(default_factory=dict)
    is_spouse_refused: bool = False
    journey: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    trip: str = ""

    @property
    def is_transit(self) -> bool:
        """Whether the person only passes through the country that is asked."""
        return self.track == "transit"

    def steps(self, main_line: tuple[str, ...], agencies: int) -> tuple[str, ...]:
        """The acts in their order, the answers of the agencies one by one."""
        line = main_line[: main_line.index(self.to) + 1] if self.to else ()
        # Nobody verifies who passes through.
        skips = (*self.skips, "ask", "answers") if self.is_transit else self.skips
        steps: list[str] = []
        for step in line:
            if step not in skips:
                steps += ["answer"] * min(agencies, self.agencies) if step == "answers" else [step]
        return (*steps, *self.then)


@dataclass(frozen=True, slots=True)
class Corridor:
    """Who handles the cases from one country to another, and the cases. People are logins (`two.nl:role` where a person
    has several memberships)."""

    code: str
    agreement: str
    receiving: str
    officer: str
    reviewer: str
    registry: str
    verifiers: tuple[str, ...]
    proposer: str
    signer: str
    consul: str
    crossing_point: str
    carrier: str
    departure: str
    reply_days: int
    document_days: int
    cases: tuple[CasePlan, ...]
    border: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan. `main_line` are the acts of a case that goes well."""

    main_line: tuple[str, ...]
    corridors: tuple[Corridor, ...]


@cache
def personas() -> tuple[Persona, ...]:
    """Everybody who can sign in, in the order of the table."""
    return tuple(
        Persona(
            login=row["login"],
            name=row["name"],
            offices=(Office(row["office"], row["role"]), *(Office(**more) for more in row.get("also", ()))),
            hint=row["try"],
        )
        for row in _read("personas")["persona"]
    )


@cache
def names() -> Mapping[str, Names]:
    """The name lists by language tag."""
    return {
        tag: Names(tag=tag, **{key: _frozen(value) for key, value in table.items()})
        for tag, table in _read("names").items()
    }


@cache
def plan() -> Plan:
    """The plan of the cases."""
    data = _read("plan")
    corridors = []
    count = 0
    for row in data["corridor"]:
        cases = []
        for index, case in enumerate(row.pop("case")):
            count += 1
            values = {key: _frozen(value) for key, value in case.items()}
            values.setdefault("names", row["names"][index % len(row["names"])])
            cases.append(CasePlan(key=f"{row['code']}-{index + 1:02d}", number=count, **values))
        row.pop("names")
        corridors.append(Corridor(**{key: _frozen(value) for key, value in row.items()}, cases=tuple(cases)))
    return Plan(tuple(data["main_line"]), tuple(corridors))


def _read(name: str) -> dict[str, Any]:
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
