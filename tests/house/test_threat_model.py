"""The threat model names the tests that show what it says; each of them is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+)(\.py)?(?:::(\w+))?`")


def named(text: str) -> list[tuple[str, str]]:
    """(file or folder, test or nothing) for everything of `tests/` that a text names."""
    return [(path + ending, test) for path, ending, test in NAMED.findall(text)]


def missing(text: str) -> list[str]:
    return [f"{path}::{test}" for path, test in named(text) if not _is_there(ROOT / path, test)]


def _is_there(path: Path, test: str) -> bool:
    if not test:
        return path.exists()
    if not path.is_file():
        return False
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == test for node in ast.walk(tree))


def test_every_test_that_the_threat_model_names_is_there() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    assert not missing(text)
    assert len(named(text)) > 30


def test_every_line_of_the_table_names_a_test() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    table = text.split("## What each wall stops, and what shows it")[1].split("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("|")][2:]
    assert len(lines) > 15
    assert [line for line in lines if not named(line)] == []


@pytest.mark.parametrize("name", ["tests/attacks/test_nothing.py", "tests/house/test_threat_model.py::test_nothing"])
def test_a_name_of_nothing_is_seen(name: str) -> None:
    assert missing(f"shown by `{name}`")
