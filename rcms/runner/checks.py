"""`./run lint`, `./run format` and `./run lock`."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from rcms.runner.children import run_in_front
from rcms.runner.console import RunError, complain, say
from rcms.runner.places import PYTHON, ROOT
from rcms.runner.setting_up import set_up

PROGRAMS = Path(PYTHON).parent
TYPED = ("core", "accounts", "audit", "countries", "documents", "notifications", "cases", "rcms", "verify")
REQUIREMENTS = ("bootstrap", "base", "demo", "dev")


def lint() -> int:
    """Run every check, also after one has failed, and name those that failed; returns 1 when any did."""
    set_up()
    # No database is needed to compare models with migrations; Django would warn that it could not ask one.
    environment = os.environ | {"RCMS_MODE": "test", "PYTHONWARNINGS": "ignore::RuntimeWarning"}
    typed = [name for name in TYPED if (ROOT / name).is_dir()]
    checks: dict[str, Sequence[str | Path]] = {
        "ruff check": [PROGRAMS / "ruff", "check", "."],
        "ruff format": [PROGRAMS / "ruff", "format", "--check", "."],
        "import contracts": [PROGRAMS / "lint-imports"],
        "types (mypy)": [PROGRAMS / "mypy", *typed],
        "templates (djlint)": [PROGRAMS / "djlint", "templates", "--lint", "--quiet"],
        "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    }
    return run_all(checks, environment)


def run_all(checks: Mapping[str, Sequence[str | Path]], environment: Mapping[str, str]) -> int:
    """Run each command under its title; returns 0 when all succeeded, else 1 after naming those that did not."""
    failed = []
    for title, command in checks.items():
        say(f"--- {title}")
        if run_in_front(command, environment=environment) != 0:
            failed.append(title)
    if failed:
        complain(f"these checks failed: {', '.join(failed)}")
        return 1
    say("All checks passed.")
    return 0


def format_code() -> int:
    """Put the Python code into its form and repair what ruff can repair by itself."""
    code = run_in_front([PROGRAMS / "ruff", "check", "--fix", "."], environment=os.environ)
    return run_in_front([PROGRAMS / "ruff", "format", "."], environment=os.environ) or code


def lock(arguments: Sequence[str]) -> int:
    """Compile requirements/*.in with hashes and without index addresses; returns 0. Raises RunError."""
    unknown = [argument for argument in arguments if argument != "--upgrade"]
    if unknown:
        raise RunError(f"lock does not know {' '.join(unknown)}; it takes --upgrade or nothing.", 2)
    for name in REQUIREMENTS:
        command: list[str | Path] = [PROGRAMS / "uv", "pip", "compile", "--quiet", "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-header", "--python-version", "3.11", *arguments]
        command += [f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"]
        say(f"requirements/{name}.txt")
        if run_in_front(command, environment=os.environ) != 0:
            raise RunError(f"requirements/{name}.in could not be compiled; see above.")
    return 0
