"""Work in the background: what is promised exists, what is scheduled exists, and every message goes by the outbox."""

import ast
from typing import Any

import pytest
from celery import current_app
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, load_command_class

from core.commands import LoginCommand
from core.models import OutboxMessage
from core.outbox import QUEUES
from rcms.celery import app
from rcms.runner.__main__ import LOGIN_OF_COMMAND
from tests.architecture.source import name_of, product_files, tree_of


def posted() -> dict[str, str]:
    """Task name (or the constant that holds it) -> file, of every `outbox.post(task=…)` of the product."""
    found = {}
    for path in product_files():
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call) or not ast.unparse(node.func).endswith(("outbox.post", "post")):
                continue
            for keyword in node.keywords:
                if keyword.arg == "task":
                    found[ast.unparse(keyword.value)] = name_of(path)
    return found


def constants() -> dict[str, str]:
    """NAME -> text, of every module-level text constant of the product."""
    return {
        target.id: node.value.value
        for path in product_files()
        for node in tree_of(path).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def registered() -> set[str]:
    app.loader.import_default_modules()
    return {name for name in current_app.tasks if not name.startswith("celery.")}


def test_every_task_that_is_promised_is_registered() -> None:
    assert posted(), "the search finds the product's promises"
    for word, file in posted().items():
        name = word.strip("'\"") if word[0] in "'\"" else constants()[word]
        assert name in registered(), f"{file} promises {name}"


def test_every_task_that_is_scheduled_is_registered_and_goes_to_a_queue_that_is_served() -> None:
    assert app.conf.beat_schedule
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in registered()
        assert entry["options"]["queue"] == "system"
    assert set(QUEUES) == {"interactive", "heavy", "system"}


def test_what_is_scheduled_often_neither_piles_up_nor_gets_lost() -> None:
    """A sweep that was not begun is gone when the next one comes; what a killed worker had in hand goes to another."""
    entries = app.conf.beat_schedule.values()
    assert len({entry["task"] for entry in entries}) == len(entries)
    often = [entry for entry in entries if isinstance(entry["schedule"], float)]
    assert {"cases.sweep_clocks", "cases.sweep_deadlines"} <= {entry["task"] for entry in often}
    for entry in often:
        assert entry["options"]["expires"] < entry["schedule"], entry
    assert app.conf.task_acks_late and app.conf.task_reject_on_worker_lost


def test_nobody_speaks_to_celery_past_the_outbox() -> None:
    """`.delay`, `.apply_async`, `send_task`: a message that a rolled-back transaction has sent, or a lost promise."""
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in product_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"delay", "apply_async", "send_task", "retry"}
    ]
    assert {line.split(":")[0] for line in wrong} <= {"core/outbox.py"}


def test_the_broker_holds_hints_only() -> None:
    assert app.conf.task_ignore_result and app.conf.result_backend is None
    assert app.conf.accept_content == ["json"] and app.conf.task_serializer == "json"
    assert app.conf.task_default_queue in QUEUES
    assert {field.name for field in OutboxMessage._meta.fields} >= {"arguments", "scope", "state", "attempts"}


# Commands of ours that use no table.
WITHOUT_DATABASE = {
    "agreements_doc",
    "api_schema",
    "build_holidays",
    "demo_check",
    "draw_workflow",
    "messages",
    "scope_log",
}


def test_every_command_states_its_login_and_three_by_hand_run_as_the_owner() -> None:
    logins = {}
    for path in product_files():
        if path.parts[-3:-1] == ("management", "commands") and path.stem != "__init__":
            command = load_command_class(path.parts[-4], path.stem)
            logins[path.stem] = command.login if isinstance(command, LoginCommand) else None
    assert {name for name, login in logins.items() if login is None} == WITHOUT_DATABASE
    assert {name for name, login in logins.items() if login == "owner"} == {
        "load_reference",
        "secrets_rotate",
        "export_log",
        "log_witness",
    }
    for name, login in logins.items():
        assert LOGIN_OF_COMMAND.get(name, "app") == (login or "app"), f"./run manage {name} signs in otherwise"


def test_a_command_refuses_another_login(settings: Any) -> None:
    settings.RCMS_LOGIN = "app"
    for name in ("relay", "load_reference"):
        with pytest.raises(ImproperlyConfigured, match="this runs with RCMS_LOGIN"):
            call_command(name)
