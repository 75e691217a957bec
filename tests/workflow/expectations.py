"""Reading expected/*.toml: lists of one name are one list, acts stand in one of the files."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Expected:
    """One act as the files have it."""

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
    tracks: list[str] = field(default_factory=lambda: ["any"])
    system: bool = False
    blocked: dict[str, str] = field(default_factory=dict)

    @property
    def of_tracks(self) -> set[str]:
        """The tracks whose cases have the act; "readmission" stands for all but a transit."""
        named = {track for name in self.tracks for track in TRACKS.get(name, [name])}
        assert named <= set(TRACKS["any"]), self.name
        return named

    @property
    def a_track(self) -> str:
        """One of them."""
        return next(track for track in TRACKS["any"] if track in self.of_tracks)

    @property
    def sides(self) -> set[str | None]:
        """The sides whose act it is."""
        return {"requesting", "receiving"} if self.side == "either" else {self.side}

    @property
    def a_side(self) -> str:
        """One of them."""
        return "requesting" if self.side == "either" else self.side


def _read() -> dict[str, Any]:
    whole: dict[str, Any] = {"acts": {}}
    for path in sorted((Path(__file__).parent / "expected").glob("*.toml")):
        for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key == "acts":
                assert not whole["acts"].keys() & value.keys(), f"an act twice: {path.name}"
                whole["acts"] |= value
            else:
                whole[key] = whole.get(key, []) + value
    return whole


_STAYING = ["own_national", "third_country_national", "stateless"]
TRACKS = {"any": [*_STAYING, "transit"], "readmission": _STAYING}
FILE: dict[str, Any] = _read()
ACTS = {name: Expected(name, **values) for name, values in FILE["acts"].items()}
STATUSES: list[str] = FILE["statuses"]
# What acts move besides the case itself, with its statuses: `<name>_statuses` of the files.
OF_PART = {key.removesuffix("_statuses"): value for key, value in FILE.items() if key.endswith("_statuses")}


def case_moves() -> set[tuple[str, str]]:
    """The pairs (from, to) of case statuses that the acts bring about; staying is no move."""
    pairs = {(old, act.to) for act in ACTS.values() if act.moves == "case" for old in act.when if old != act.to}
    return pairs | {(old, act.case_to) for act in ACTS.values() if act.case_to for old in act.case}
