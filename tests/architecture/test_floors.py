"""Floors and rooms: import contracts, imports at the top of files, doors that few may open."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from rcms.runner.places import ROOT
from tests.architecture.source import imported_modules, name_of, product_files, tree_of

# Imports inside functions, each for a reason; there are no others (none dodges a cycle).
LATE_IMPORTS = {
    "administration/apps.py": "wording may be asked for once the apps are ready",
    "protection/apps.py": "wording may be asked for once the apps are ready",
    "cases/apps.py": "wording may be asked for once the apps are ready",
    "supervision/apps.py": "wording may be asked for once the apps are ready",
    "accounts/apps.py": "after migrations: models do not exist before",
    "audit/apps.py": "AppConfig.ready: models do not exist before",
    "core/apps.py": "AppConfig.ready: models do not exist before",
    "documents/sandbox_child.py": "the child of the sandbox loads only what its one file needs",
    "rcms/runner/services.py": "`./run` starts before the packages are installed",
}


def test_import_contracts() -> None:
    """The contracts stand in pyproject.toml."""
    program = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout[-3000:] + found.stderr[-1000:]
    assert "0 broken" in found.stdout


def late_imports(path: Path) -> list[int]:
    """Lines of imports inside functions."""
    functions = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = (node for function in functions for node in ast.walk(function))
    return sorted({node.lineno for node in inside if isinstance(node, ast.Import | ast.ImportFrom)})


def test_no_import_hides_in_a_function() -> None:
    found = {name_of(path): lines for path in product_files() if (lines := late_imports(path))}
    assert set(found) == set(LATE_IMPORTS), found


DOORS: dict[str, set[str]] = {
    # module or name -> the files that may import it
    "guardian.shortcuts": {"accounts/services/memberships.py"},
    "guardian.core": set(),
    "django.contrib.auth.backends": {"accounts/backends.py"},
    "core.independent": {
        "audit/receivers.py",
        "audit/services.py",
        "accounts/views/sign_in.py",
        "documents/issuing.py",
        "notifications/services/mail.py",  # an attempt leaves its trace before the mail server is spoken to
    },
    "django.db.models.signals": {"accounts/apps.py"},  # after migrations the owner makes the names of acts
}


@pytest.mark.parametrize("module", DOORS)
def test_doors_are_opened_by_those_who_may(module: str) -> None:
    """Guardian's look-ups are no visibility; a second connection is for traces of refusal; no signals of rows."""
    users = {name_of(path) for path in product_files() if module in set(imported_modules(path))}
    assert users <= DOORS[module]


def test_the_only_writer_of_case_grants_is_access() -> None:
    writers = {
        name_of(path)
        for path in product_files()
        if "cases.models.CaseGrant" in set(imported_modules(path))
        or "cases.models.grants.CaseGrant" in set(imported_modules(path))
    }
    assert writers <= {"cases/access.py", "cases/models/__init__.py"}


def test_services_write_no_event_past_the_audit_service() -> None:
    """`audit.models.Event` is written in audit; others read it in selectors."""
    users = {name_of(path) for path in product_files() if "audit.models.Event" in set(imported_modules(path))}
    readers = ("audit/", "cases/selectors/", "cases/demo/", "administration/selectors/", "protection/selectors/")
    assert all(name.startswith(readers) for name in users), users


# Whoever loads a person by way of a case decides there what the other side is shown of it.
AS_SUBMITTED = {"with_persons", "all_shown_as_submitted", "shown_as_submitted"}
NAMES_NOBODY = {
    "cases/selectors/search.py": "finds cases; search_hits names them",
    "cases/selectors/arrivals.py": "transfers come after the decision, when nothing can be mended any more",
    "cases/selectors/document_register.py": "travel documents come after the decision as well",
    "cases/selectors/operations.py": "proposes accepted cases of the own office to add to an operation",
    "cases/selectors/companions.py": "says who of the family comes along; safeguards.py below decides who is named",
    "cases/selectors/safeguards.py": "judges by the date of birth; names the own family of the side that decides on it",
    "api/selectors/cases.py": "a query that api/views/cases.py runs and shows as submitted",
}


def test_who_loads_a_person_shows_what_was_submitted() -> None:
    """A list that forgets it tells the other side of corrections that nobody has sent."""
    forgot = set()
    for folder in ("cases/selectors", "cases/views", "supervision", "api"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            loads = any(
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"select_related", "prefetch_related", "values", "values_list"}
                and any(
                    isinstance(argument, ast.Constant) and "person" in str(argument.value).split("__")
                    for argument in node.args
                )
                for node in ast.walk(ast.parse(text))
            )
            if loads and not any(f"{name}(actor," in text for name in AS_SUBMITTED):
                forgot.add(name_of(path))
    assert forgot == NAMES_NOBODY.keys()


CLOCK = {"now", "utcnow", "today"}
# Technical time (leases, sessions, the movable clock itself), which is the machine's.
MACHINE_TIME = {"core/clock.py", "core/outbox.py", "accounts/tasks.py"}


def test_the_time_of_law_has_one_source() -> None:
    """Nobody asks datetime, date or django.utils.timezone for the time: `core.clock.now()` does."""
    wrong = []
    for path in product_files():
        name = name_of(path)
        if name in MACHINE_TIME or name.startswith("rcms/runner"):
            continue
        for node in ast.walk(tree_of(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in CLOCK
                and ast.unparse(node.func.value)
                in {"datetime", "date", "datetime.datetime", "datetime.date", "dt.datetime", "dt.date", "timezone"}
            ):
                wrong.append(f"{name}:{node.lineno} {ast.unparse(node)}")
    assert wrong == []


def test_no_sql_asks_the_server_for_the_time() -> None:
    wrong = []
    for path in product_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value.lower()
                if "select" in text and any(word in text for word in ("now()", "current_timestamp", "current_date")):
                    wrong.append(f"{name_of(path)}:{node.lineno}")
    assert wrong == []


def test_no_module_is_too_long() -> None:
    long = {name_of(path): count for path in product_files() if (count := path.read_text().count("\n")) > 400}
    assert long == {}


def test_nothing_is_written_in_save_or_by_signals() -> None:
    """No domain logic in `save()`; the one signal of the product is the account's (accounts.signals)."""
    saving = [
        f"{name_of(path)}:{node.lineno}"
        for path in product_files()
        if "models" in path.parts or path.name == "models.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete", "full_clean"}
    ]
    assert saving == []
    receivers = {name_of(path) for path in product_files() if "django.dispatch.receiver" in set(imported_modules(path))}
    assert receivers <= {"audit/receivers.py"}
