"""What of an application that was sent is no longer as it was sent before: pure, over the contents of two versions.

What is merely added corrects nothing; what the other side holds and is wrong now does.
"""

from collections.abc import Mapping
from typing import Any, Final

from protection.choices import DataKind

_FIELDS: Final = {"person": DataKind.IDENTITY, "case": DataKind.MEASURES}
_PARTS: Final = {"entry": DataKind.ENTRY, "apprehension": DataKind.ENTRY, "transit": DataKind.TRANSFER}
_LISTS: Final = {"family": DataKind.FAMILY, "evidence": DataKind.DOCUMENTS}
# How the procedure is asked for is no data that was wrong.
_NOT_OF_PERSON: Final = frozenset({"is_interview_requested", "own_case"})


def corrections(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[list[DataKind], list[str]]:
    """(kinds of data, names of fields) that were sent and are different now."""
    found: dict[str, DataKind] = {}
    for part, kind in {**_FIELDS, **_PARTS}.items():
        for name in _corrected(before.get(part) or {}, after.get(part) or {}):
            found[f"{part}.{name}"] = kind
    if before.get("photograph") and before["photograph"] != after.get("photograph"):
        found["photograph"] = DataKind.PHOTOGRAPH
    for part, kind in _LISTS.items():
        now = {row["id"]: row for row in after.get(part) or ()}
        for row in before.get(part) or ():
            same = now.get(row["id"])
            if same is None:
                found[part] = kind
                continue
            for name in _corrected(row, same):
                found[f"{part}.{name}"] = kind
    kinds = [kind for kind in DataKind if kind in found.values()]
    return kinds, sorted(found)


def _corrected(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [
        name
        for name, value in before.items()
        if value not in (None, "", [], False) and name not in _NOT_OF_PERSON and after.get(name) != value
    ]
