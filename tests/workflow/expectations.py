"""Reading expected.toml."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Expected:
    """One act as expected.toml has it."""

    name: str
    moves: str
    side: str
    when: list[str]
    to: str
    roles: list[str]
    reason: str
    seen_by: str
    told: str
    case: list[str] = field(default_factory=list)
    case_to: str = ""
    needs: str = "clear"
    system: bool = False
    blocked: dict[str, str] = field(default_factory=dict)

    @property
    def sides(self) -> set[str | None]:
        """The sides whose act it is."""
        return {"requesting", "receiving"} if self.side == "either" else {self.side}

    @property
    def a_side(self) -> str:
        """One of them."""
        return "requesting" if self.side == "either" else self.side


FILE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "expected.toml").read_text(encoding="utf-8"))
ACTS = {name: Expected(name, **values) for name, values in FILE["acts"].items()}
STATUSES: list[str] = FILE["statuses"]
OF_PART = {
    "transfer": FILE["transfer_statuses"],
    "verification": FILE["verification_statuses"],
    "information": FILE["information_statuses"],
    "dispute": FILE["dispute_statuses"],
    "extension": FILE["extension_statuses"],
    "suspension": FILE["suspension_statuses"],
}


def case_moves() -> set[tuple[str, str]]:
    """The pairs (from, to) of case statuses that the acts bring about; staying is no move."""
    pairs = {(old, act.to) for act in ACTS.values() if act.moves == "case" for old in act.when if old != act.to}
    return pairs | {(old, act.case_to) for act in ACTS.values() if act.case_to for old in act.case}
