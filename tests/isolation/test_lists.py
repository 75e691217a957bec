"""Lists, counts, suggestions, feeds, trails and files: for every persona exactly what the story of the rows says."""

import re
from collections import Counter

import pytest
from django.urls import reverse

from api.selectors.changes import changes_after
from cases.choices import Side
from cases.selectors.audit_trail import TrailFilters, trail_all
from cases.selectors.queue import queue_counts
from cases.views.search import SUGGESTIONS
from cases.workflow.table import TABLE
from core.scope import use_scope
from supervision.selectors.measures import cases_supervised
from tests.cases.work_pages import browser
from tests.isolation.house import SEEING, Persona
from tests.isolation.rules import Known, Row, audience, both, is_receiving, is_requesting

pytestmark = pytest.mark.commits
# Who has the figures, who reads the audit trail and takes data out: said here once more, independent of accounts.roles.
COUNTING = {"supervisor", "office_lead"}
AUDITING = {"supervisor", "data_protection_officer"}
ON_SIDE = {Side.REQUESTING: is_requesting, Side.RECEIVING: is_receiving}
CASE = re.compile(r"/cases/([0-9a-f-]{36})")


def cases_of(who: Persona, known: Known) -> dict[str, Row]:
    """The cases whose pages are this person's."""
    rows = known.tables["cases_case"]
    return {key: row for key, row in rows.items() if who.role in SEEING and both(who, row, known)}


def test_a_queue_counts_what_is_theirs(known: Known) -> None:
    counts = {}
    for who in known.house.personas:
        with use_scope(who.actor.scope):
            counts[who.name] = queue_counts(who.actor, ["all"])["all"].number
        assert counts[who.name] == len(cases_of(who, known)), who.name
    assert counts["nl lead"] > counts["nl region lead"] > 0
    assert counts["al registry"] == counts["rs police verifier"] == counts["nl administrator"] == 0


@pytest.mark.parametrize("side", Side)
def test_figures_are_of_the_own_side(known: Known, side: Side) -> None:
    sizes: Counter[bool] = Counter()
    for who in known.house.personas:
        with use_scope(who.actor.scope):
            found = {str(key) for key in cases_supervised(who.actor, side).values_list("id", flat=True)}
        rows = known.tables["cases_case"]
        expected = {key for key, row in rows.items() if who.role in COUNTING and ON_SIDE[side](who, row)}
        assert found == expected, who.name
        sizes[bool(expected)] += 1
    assert sizes[True] and sizes[False]


@pytest.mark.parametrize("text", ["Petrović", "Khan"])
def test_suggestions_are_cases_that_are_theirs(known: Known, text: str) -> None:
    somebody = 0
    people = {row["case_id"]: row["family_name"] for row in known.tables["cases_person"].values()}
    for who in known.house.personas:
        answer = browser(who.actor).post(reverse("cases:search-suggestions"), {"text": text})
        if answer.status_code == 403:
            assert not cases_of(who, known), who.name
            continue
        shown = set(CASE.findall(answer.content.decode()))
        theirs = {key for key in cases_of(who, known) if people.get(key) == text}
        assert shown <= theirs and len(shown) == min(len(theirs), SUGGESTIONS), who.name
        somebody += bool(shown)
    assert somebody


def test_the_feed_tells_the_acts_that_the_reader_may_know(known: Known) -> None:
    """Every act of the workflow on a case, page by page; nothing besides what may be read."""
    events, acts = known.tables["audit_event"], {row.event for row in TABLE}
    somebody = 0
    for who in known.house.personas:
        found: list[str] = []
        with use_scope(who.actor.scope):
            while page := changes_after(found[-1] if found else None, 40):  # type: ignore[arg-type]
                found += [str(change.id) for change in page]
        theirs = {key for key, row in events.items() if row["case_key"] and audience(who, row, known)}
        told = {key for key in theirs if events[key]["action"] in acts and events[key]["result"] == "done"}
        assert len(found) == len(set(found)), who.name
        assert told <= set(found) <= theirs, who.name
        somebody += bool(told)
    assert 0 < somebody < len(known.house.personas)


def test_the_trail_is_of_the_cases_audited(known: Known) -> None:
    somebody = 0
    for who in known.house.personas:
        with use_scope(who.actor.scope):
            records = list(trail_all(who.actor, TrailFilters(), 100_000))
        found = Counter((record.action, str(record.case_key or "")) for record in records)
        expected: Counter[tuple[str, str]] = Counter()
        if who.role in AUDITING:
            for table in ("audit_event", "audit_access"):
                rows = known.tables[table].values()
                expected.update((row["action"], row["case_key"] or "") for row in rows if audience(who, row, known))
        assert found == expected, who.name
        somebody += bool(expected)
    assert somebody


@pytest.mark.parametrize("side", Side)
def test_files_hold_the_own_cases(known: Known, side: Side) -> None:
    rows = [row for row in known.tables["cases_case"].values() if row["reference"]]
    somebody = 0
    for who in known.house.personas:
        data = {"format": "csv", "side": side.value}
        answer = browser(who.actor).post(reverse("supervision:export", args=["cases-delivered"]), data)
        if who.role != "supervisor":
            assert answer.status_code == 403, who.name
            continue
        assert answer.status_code == 200, who.name
        content = b"".join(answer).decode()
        shown = {row["reference"] for row in rows if row["reference"] in content}
        assert shown == {row["reference"] for row in rows if ON_SIDE[side](who, row)}, who.name
        somebody += bool(shown)
    assert somebody
