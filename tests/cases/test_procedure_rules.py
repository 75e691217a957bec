"""What the rules of an agreement make of the accelerated procedure: its area, more time, and what is not known."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from cases.clocks import due_of
from cases.models import Case
from cases.services import extension, procedure, submission
from core import clock
from core.errors import ActRefused
from countries.models import Rule
from countries.selectors.recomputing import Recomputer
from tests import world
from tests.accelerated import accelerated, act, apprehended, clocks, tuesday
from tests.conftest import OWNER, logged_in_as

pytestmark = pytest.mark.commits


@pytest.fixture
def serbia(transactional_db: None) -> world.Corridor:
    return world.corridor()


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with clock.travel(tuesday()):
        yield


def refused(people: world.Corridor, case: Case) -> str:
    with pytest.raises(ActRefused) as found:
        act(people.officer, submission.review_send, case)
    return found.value.code


@contextmanager
def area(people: world.Corridor, *, certainty: str = "T", **values: Any) -> Iterator[None]:
    """The agreement says where the accelerated procedure applies."""
    with logged_in_as(OWNER):
        rule = world.every(Rule).create(
            agreement_id=people.agreement, kind="border_area", certainty=certainty, **values
        )
    try:
        yield
    finally:
        with logged_in_as(OWNER):
            world.every(Rule).filter(id=rule.id).delete()


def test_a_distance_that_the_agreement_names_is_kept(serbia: world.Corridor) -> None:
    with area(serbia, value=30, unit="kilometre", start_event="apprehension"):
        case = apprehended(serbia, world.draft(serbia), distance_km=31)
        assert refused(serbia, case) == "apprehended_elsewhere"
        apprehended(serbia, case, distance_km=None)
        assert refused(serbia, case) == "apprehended_elsewhere", "nobody said how far"
        apprehended(serbia, case, distance_km=30)
        assert act(serbia.officer, submission.review_send, case).status == "in_review"


def test_hours_from_the_arrival_are_counted_at_an_airport(serbia: world.Corridor) -> None:
    with area(serbia, value=48, unit="hour", start_event="arrival"):
        now = clock.now()
        case = apprehended(serbia, world.draft(serbia), place_kind="airport", arrived_at=now - timedelta(hours=60))
        assert refused(serbia, case) == "apprehended_elsewhere"
        apprehended(serbia, case, place_kind="border", arrived_at=now - timedelta(hours=20))
        assert refused(serbia, case) == "apprehended_elsewhere"
        apprehended(serbia, case, place_kind="airport", arrived_at=now - timedelta(hours=20))
        assert act(serbia.officer, submission.review_send, case).status == "in_review"


def test_a_number_that_nobody_has_read_stands_in_nobodys_way(serbia: world.Corridor) -> None:
    with area(serbia, value=30, unit="kilometre", start_event="apprehension", certainty="M"):
        case = apprehended(serbia, world.draft(serbia), distance_km=500)
        assert act(serbia.officer, submission.review_send, case).status == "in_review"


def test_more_time_needs_the_other_sides_consent_where_the_rule_is_the_general_one(serbia: world.Corridor) -> None:
    """Serbia gives more time on a reasoned request; nobody has read that this holds in the accelerated procedure."""
    with world.rule_with(serbia, "reply_extension", extension_basis="reasoned_request"):
        normal = act(serbia.proposer, extension.extension_request, world.case_at(serbia, "received"), reasons="Many")
        assert normal.state == "granted"
        case = accelerated(serbia)
        asked = act(serbia.proposer, extension.extension_request, case, reasons="Many")
        assert (asked.state, asked.basis) == ("requested", "consent")
        assert [row.state for row in clocks(serbia.registry, case, "reply")] == ["running"]
        act(serbia.reviewer, extension.extension_grant, case)
        old, longer = clocks(serbia.registry, case, "reply")
        assert longer.follows_id == old.id and longer.due_at > old.due_at


def test_more_time_that_was_granted_stays_where_it_is_longer(serbia: world.Corridor) -> None:
    with world.rule_with(serbia, "reply_extension", value=40, of_total=False):
        case = accelerated(serbia)
        act(serbia.proposer, extension.extension_request, case, reasons="Many")
        act(serbia.reviewer, extension.extension_grant, case)
        before = clocks(serbia.officer, case, "reply")
        act(serbia.officer, procedure.procedure_convert, case)
        after = clocks(serbia.officer, case, "reply")
        assert [(row.id, row.state, row.due_at) for row in before] == [(r.id, r.state, r.due_at) for r in after]


def test_a_changed_rule_counts_an_accelerated_limit_by_its_own_rule(serbia: world.Corridor) -> None:
    """Computed anew by the general rule two working days would become ten calendar days."""
    case = accelerated(serbia)
    [row] = clocks(serbia.registry, case, "reply")
    pair = {"requesting": "NLD", "receiving": "SRB", "track": case.track, "agreement": "eu-serbia"}
    assert case.delivered_at is not None
    with world.rule_with(serbia, "accelerated_reply", value=4):
        then = Recomputer().due(due_of(row), "reply", on_date=case.delivered_at.date(), **pair)
        assert then is not None and then.rule.kind == "accelerated_reply" and then.rule.value == 4
    with world.rule_with(serbia, "reply", value=40):
        then = Recomputer().due(due_of(row), "reply", on_date=case.delivered_at.date(), **pair)
        assert then is not None and then.at == row.due_at
