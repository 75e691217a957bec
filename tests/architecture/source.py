"""Reading the product's own source: which files, which imports, where."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from rcms.runner.places import ROOT

APPS = (
    *("core", "countries", "accounts", "audit", "notifications", "documents", "cases"),
    *("supervision", "administration", "protection", "api", "rcms"),
)


@cache
def product_files() -> tuple[Path, ...]:
    """Every Python file of the product (no tests, no migrations)."""
    found = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    assert len(found) > 100
    return tuple(sorted(found))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported_modules(path: Path) -> Iterator[str]:
    """Dotted names that a file imports: `a.b` for `import a.b`, `a.b` and `a.b.c` for `from a.b import c`."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def tracked_files() -> list[Path]:
    """Every file that the repository holds; skips where the tree is no clone (an archive) or git is missing."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("no clone of the repository here: what is committed cannot be told")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listing.split("\0") if name]
