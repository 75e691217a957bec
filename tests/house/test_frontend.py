"""What the front end brings from others: locked, addressless, and nothing that we may not ship."""

import json
import re
from pathlib import Path

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"


def test_lock_holds_no_address_but_a_checksum_for_each_package() -> None:
    text = (FRONTEND / "package-lock.json").read_text()
    assert "://" not in text
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if not entry.get("integrity")] == []


def test_our_sheets_use_logical_properties_only() -> None:
    physical = re.compile(
        r"[\s;{](?:(?:margin|padding|border)-(?:left|right)|left|right|text-align:\s*(?:left|right))\b\s*:?"
    )
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted((FRONTEND / "scss").glob("_*.scss"))
        for line in path.read_text().splitlines()
        if physical.search(line.split("//")[0])
    ]
    assert found == []


def test_our_scripts_evaluate_nothing() -> None:
    for path in (FRONTEND / "js").glob("*.js"):
        assert not re.search(r"\beval\(|new Function|innerHTML|document\.write", path.read_text()), path.name
