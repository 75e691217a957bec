"""For every kind of entry of a filled world: the bytes that the log seals tell the row, and no personal value."""

import hashlib
import json
import re
from datetime import datetime
from typing import Any

import pytest

from tests.isolation.rules import Known

pytestmark = pytest.mark.commits
PERSONAL = ("actor_name", "on_behalf_of", "values", "reason", "address")
BESIDE = {*PERSONAL, "canonical", "leaf_hash", "salts", "xact"}
OF_THE_LOG = {"v", "kind", "nonce", "commitments"}


def wrong(kind: str, row: dict[str, Any]) -> str:
    """What is wrong with an entry's bytes; empty when nothing is."""
    content = bytes.fromhex(row["canonical"][2:])
    if hashlib.sha256(b"\0" + content).hexdigest() != row["leaf_hash"][2:]:
        return "leaf hash"
    sealed = json.loads(content)
    if (sealed["v"], sealed["kind"]) != (1, kind) or not re.fullmatch("[0-9a-f]{32}", sealed["nonce"]):
        return "head"
    plain = {name: value for name, value in row.items() if name not in BESIDE}
    told = {name: value for name, value in sealed.items() if name not in OF_THE_LOG}
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", told["at"]):
        return "moment"
    told["at"], plain["at"] = datetime.fromisoformat(told["at"]), datetime.fromisoformat(plain["at"])
    if told != plain:
        return f"columns: {told} is not {plain}"
    expected = {
        name: hashlib.sha256(bytes.fromhex(row["salts"][name]) + f"{name}\0{row[name]}".encode()).hexdigest()
        for name in PERSONAL
        if row.get(name)
    }
    return "" if sealed["commitments"] == expected and set(row["salts"]) == set(expected) else "commitments"


def test_the_bytes_of_every_entry_tell_its_row(known: Known) -> None:
    found: dict[str, set[str]] = {}
    for kind in ("event", "access"):
        for key, row in known.tables[f"audit_{kind}"].items():
            assert wrong(kind, row) == "", (kind, key, row["action"])
            found.setdefault(kind, set()).add(row["action"])
    assert len(found["event"]) > 60 and len(found["access"]) > 1, found
