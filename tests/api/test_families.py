"""The path of a child and of a family over the API: what holds it back, and what frees it."""

from datetime import timedelta
from typing import Any

import pytest

from cases.services import submission
from tests import safe, world
from tests.api.systems import DESK, REQUESTING, System, system
from tests.days import local_day
from tests.families import family
from tests.world import Corridor

pytestmark = pytest.mark.django_db

POINTS = ("needs_assessed", "heard", "schooling_and_care")
TRANSFER_POINTS = ("needs_unchanged", "help_announced", "escort_for_child")


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


@pytest.fixture
def ours() -> System:
    return system(REQUESTING)


@pytest.fixture
def theirs() -> System:
    return system(DESK)


def day(days: int = 0) -> str:
    return (local_day() - timedelta(days=days)).isoformat()


def refused(answer: Any) -> str:
    assert answer.status_code == 403, answer.content
    return str(answer.json()["code"])


def test_a_child_is_stopped_and_then_released(people: Corridor, ours: System, theirs: System) -> None:
    case = safe.unprepared_child(people)
    assert refused(ours.act(case.id, "send_to_review")) == "best_interests_missing"
    assessed = {**safe.BEST_INTERESTS, "assessed_on": day(2)}
    assert ours.act(case.id, "assess_best_interests", assessed).status_code == 200
    assert refused(ours.act(case.id, "send_to_review")) == "reception_missing"
    undecided = ours.act(case.id, "propose_reception", safe.RECEPTION)
    assert undecided.status_code == 422 and "is_decided" in undecided.json()["fields"]
    assert ours.act(case.id, "propose_reception", {**safe.RECEPTION, "is_decided": True}).status_code == 200
    assert refused(ours.act(case.id, "send_to_review")) == "safeguards_open"
    lacking = ours.act(case.id, "answer_safeguards", {"heard": "done"})
    assert lacking.status_code == 422 and "needs_assessed" in lacking.json()["fields"]
    assert ours.act(case.id, "answer_safeguards", dict.fromkeys(POINTS, "done")).status_code == 200
    assert ours.act(case.id, "send_to_review").status_code == 200
    world._as(people.reviewer, submission.case_submit)(case.id)

    seen, _etag = theirs.case(case.id)
    assert (seen["reception"]["status"], seen["reception"]["name"]) == ("proposed", "Vera Petrović")
    assert "safeguards" not in seen and "grandmother has cared" not in str(seen)
    assert theirs.act(case.id, "confirm_reception", {"reason": "Visited"}).status_code == 200
    assert ours.case(case.id)[0]["reception"]["status"] == "confirmed"
    safe.decide(people, case)
    safe.plan(people, case)
    assert refused(ours.act(case.id, "notify_transfer")) == "safeguards_open"
    assert ours.act(case.id, "answer_safeguards", dict.fromkeys(TRANSFER_POINTS, "done")).status_code == 200
    assert ours.act(case.id, "notify_transfer").status_code == 200


def test_a_family_of_which_one_is_refused(people: Corridor, ours: System, theirs: System) -> None:
    first, second = family(people)
    group = ours.get(f"/cases/{first.id}/family-group").json()
    assert [row["id"] for row in group["results"]] == [str(first.id), str(second.id)]
    assert group["is_combined"] and group["form_source"] and not group["is_parting"]
    member = ours.case(first.id)[0]["family"][0]
    changed = ours.patch(
        f"/cases/{first.id}/family/{member['id']}", {"birth_place": "Pirot"}, etag=ours.case(first.id)[1]
    )
    assert changed.status_code == 200 and changed.json()["family"][0]["birth_place"] == "Pirot"
    assert ours.act(first.id, "send_to_review").status_code == 200
    world._as(people.reviewer, submission.case_submit)(first.id)
    safe.decide(people, second, "refused")
    safe.decide(people, first)
    safe.plan(people, first)
    assert theirs.get(f"/cases/{first.id}/family-group").json()["is_parting"]
    assert refused(ours.act(first.id, "notify_transfer")) == "family_separated"
    assert refused(ours.act(first.id, "allow_separation", {"reason": "x"})) == "needs_a_person"

    assert refused(ours.act(first.id, "record_transfer_health", {})) == "no_health_consent"
    consent = {"form": "written", "given_on": day(1)}
    assert ours.act(first.id, "record_health_consent", consent).status_code == 200
    told = {**safe.HEALTH, "examined_on": day(1)}
    assert ours.act(first.id, "record_transfer_health", told).status_code == 200
    assert "Insulin" not in str(theirs.case(first.id)[0])
    assert ours.act(first.id, "withdraw_health_consent").status_code == 200


def test_a_draft_leaves_its_family(people: Corridor, ours: System) -> None:
    _first, second = family(people)
    left = ours.delete(f"/cases/{second.id}/family-group", etag=ours.case(second.id)[1])
    assert left.status_code == 200 and left.json()["relatives"] == []
