"""Every route × method × role × own or other country: the tables in `routes/` are readable by a lawyer.

An operation that the table does not name fails the test, and so does a line of the table that names none. That every
operation answers as they say is shown by `tests/attacks/test_everywhere.py`, with what the answers must not tell.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from audit.models import Access, Event
from cases.workflow.table import TABLE
from core.scope import use_scope
from tests import world
from tests.permissions.pages import MORE_PEOPLE, OF_THE_CORRIDOR, client_of, people_of_every_kind


def _table(part: str) -> dict[str, dict[str, Any]]:
    """One of groups, routes and acts, out of all files; each line stands once."""
    whole: dict[str, dict[str, Any]] = {}
    for path in sorted((Path(__file__).parent / "routes").glob("*.toml")):
        lines = tomllib.loads(path.read_text(encoding="utf-8")).get(part, {})
        assert not whole.keys() & lines.keys(), f"a line twice: {path.name}"
        whole |= lines
    return whole


ROUTES, ACTS = _table("routes"), _table("acts")
pytestmark = pytest.mark.commits
GROUPS = _table("groups")
METHODS = ("get", "post", "put", "patch", "delete")


def _operations(patterns: Any, prefix: str = "") -> Iterator[str]:
    """`<name> <method>` of every page. A view that hands over to views of its own answers get and post."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _operations(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"a route without a name: {pattern.pattern}"
            view = getattr(pattern.callback, "view_class")  # noqa: B009  (the stubs do not know it)
            methods = [name for name in METHODS if hasattr(view, name)] or ["get", "post"]
            yield from (f"{prefix}{pattern.name} {method}" for method in methods)


def test_the_table_names_every_operation_and_no_other() -> None:
    # The API has a table of its own: test_api.py.
    patterns = [pattern for pattern in get_resolver().url_patterns if getattr(pattern, "namespace", "") != "api"]
    # A third word tells lines of the same operation apart.
    assert set(_operations(patterns)) == {" ".join(name.split()[:2]) for name in ROUTES}


def test_no_line_answers_to_nobody() -> None:
    """Every key of a line and of a group is a persona, or one of the words that say what is sent."""
    words = {"like", "with", "data", "at", "others", "anonymous", *OF_THE_CORRIDOR, *MORE_PEOPLE}
    for name, line in {**ROUTES, **GROUPS, **ACTS}.items():
        assert set(line) <= words, name
        assert "others" in {*line, *GROUPS.get(line.get("like", ""), ())}, f"{name} does not say what all others get"


def test_the_table_names_every_act_and_no_other() -> None:
    elsewhere = {"answer_verification", "answer_information", "cancel_information", "schedule_at_visit"} | {
        *("remind_verification", "reask_verification", "cancel_verification"),
        *("record_observation", "submit_monitoring_report"),
    }  # on pages of their own
    assert {row.name for row in TABLE} - elsewhere == set(ACTS)


def address_of(name: str, values: dict[str, Any]) -> str:
    wanted = ROUTES[name].get("with", [])
    return reverse(name.split()[0], kwargs={key: values[key] for key in wanted})


def expected(line: dict[str, Any], persona: str) -> int:
    """What this line answers; what it does not say its group does, named persons first."""
    group = GROUPS[line["like"]] if "like" in line else {}
    found = next(table[key] for key in (persona, "others") for table in (line, group) if key in table)
    return int(found)


def test_denied_looks_and_refused_acts_leave_a_trace(transactional_db: None) -> None:
    people, everybody = people_of_every_kind()
    case = world.case_at(people, "confirmed")
    stranger = everybody["stranger"]
    assert stranger is not None
    assert client_of(stranger).get(reverse("cases:case-detail", kwargs={"case_id": case.id})).status_code == 404
    with use_scope(stranger.scope):
        look = Access.objects.get(action="look.denied")
        assert look.result == "denied" and str(case.id) in look.subject
    address = reverse("cases:act", kwargs={"case_id": case.id, "name": "withdraw"})
    assert client_of(people.registry).post(address, {"version": case.version, "code": "other"}).status_code == 403
    with use_scope(people.registry.scope):
        refused = Event.objects.get(action="act.refused")
        assert refused.case_key == case.id and refused.parameters["code"] == "wrong_side"
