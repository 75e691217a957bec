"""The accelerated procedure as two national systems go through it: asked for, refused out of time, treated as normal."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cases.services import submission
from core import clock
from core.scope import use_scope
from tests import world
from tests.accelerated import status_checked
from tests.api.systems import DESK, REQUESTING, system

pytestmark = pytest.mark.django_db


def section(hours_ago: int, **said: Any) -> dict[str, Any]:
    """The part of a draft that asks for the accelerated procedure."""
    at = (clock.now() - timedelta(hours=hours_ago)).astimezone(ZoneInfo("Europe/Amsterdam"))
    return {
        "procedure": "accelerated",
        "apprehended_date": at.date().isoformat(),
        "apprehended_time": f"{at:%H:%M}",
        "place_kind": "border",
        "place": "Road to the crossing",
        "distance_km": 2,
        **said,
    }


def test_asked_for_by_one_system_and_treated_as_normal_by_the_other() -> None:
    people = world.corridor()
    ours, theirs = system(REQUESTING), system(DESK)
    case = world.draft(people)
    wrong = ours.patch(f"/cases/{case.id}", {"procedure": section(5, place="")}, etag=ours.case(case.id)[1])
    assert wrong.status_code == 422 and set(wrong.json()["fields"]) == {"procedure.place"}
    asked = ours.patch(f"/cases/{case.id}", {"procedure": section(5)}, etag=ours.case(case.id)[1])
    assert asked.status_code == 200, asked.content
    assert asked.json()["procedure"] == "accelerated" and asked.json()["apprehension"]["distance_km"] == 2
    # A part that is not named again stays as it is.
    again = ours.patch(f"/cases/{case.id}", {"procedure": {"distance_km": 3}}, etag=ours.case(case.id)[1])
    assert again.json()["apprehension"]["place"] == "Road to the crossing"

    status_checked(people, case)
    for actor, act in ((people.officer, submission.review_send), (people.reviewer, submission.case_submit)):
        with use_scope(actor.scope):
            act(actor=actor, case_id=case.id, version=None)
    found, _etag = theirs.case(case.id)
    assert found["procedure"] == "accelerated" and found["apprehension"]["place_kind"] == "border"
    offered = {row["name"]: row for row in theirs.get(f"/cases/{case.id}/acts").json()["results"]}
    assert offered["treat_as_normal"]["is_possible"]
    assert theirs.act(case.id, "treat_as_normal", {}).status_code == 422
    done = theirs.act(case.id, "treat_as_normal", {"code": "outside_area", "reason": "Found in town"})
    assert done.status_code == 200 and done.json()["procedure"] == "normal"
    replies = [row for row in ours.case(case.id)[0]["clocks"] if row["kind"] == "reply"]
    assert sorted(row["state"] for row in replies) == ["running", "superseded"]
    assert theirs.act(case.id, "treat_as_normal", {"code": "not_shown"}).status_code == 403


def test_the_own_system_uses_the_normal_procedure_before_the_application_goes() -> None:
    people = world.corridor()
    ours = system(REQUESTING)
    case = world.draft(people)
    ours.patch(f"/cases/{case.id}", {"procedure": section(5)}, etag=ours.case(case.id)[1])
    done = ours.act(case.id, "use_normal_procedure")
    assert done.status_code == 200, done.content
    assert done.json()["procedure"] == "normal" and done.json()["apprehension"] is None
