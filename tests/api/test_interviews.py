"""Interviews, mission visits and questions to agencies by the API: the whole way, and what is refused of it."""

from datetime import datetime, timedelta

import pytest

from core import clock
from countries.models import Authority
from tests import world
from tests.api.systems import AGENCY, DESK, REQUESTING, STRANGER, System, system
from tests.days import local_day
from tests.world import Corridor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


@pytest.fixture
def ours(people: Corridor) -> System:
    return system(REQUESTING)


@pytest.fixture
def theirs(people: Corridor) -> System:
    return system(DESK)


def visit_body(**values: object) -> dict[str, object]:
    day = local_day() + timedelta(days=4)
    return {
        "mission": str(Authority.objects.get(code="srb-embassy-the-hague").id),
        "place": "Ter Apel",
        "starts_on": day.isoformat(),
        "ends_on": (day + timedelta(days=4)).isoformat(),
        "day_begins": "09:00",
        "day_ends": "12:00",
        "slot_minutes": 30,
        "rooms": "Room 1, Room 2",
        "languages": "Serbian",
        **values,
    }


def act(client: System, key: str, name: str, **body: object) -> dict[str, object]:
    etag = client.get(f"/cases/{key}")["ETag"]
    answer = client.post(f"/cases/{key}/acts/{name}", body, etag=etag)
    assert answer.status_code == 200, answer.content
    found: dict[str, object] = answer.json()
    return found


def test_a_visit_is_planned_filled_announced_and_its_person_heard(
    people: Corridor, ours: System, theirs: System
) -> None:
    case = world.interview_asked(people, "received")
    other = world.interview_asked(people, "received")
    made = ours.post("/visits", visit_body())
    assert made.status_code == 201, made.content
    address = made["Location"].removeprefix("/api/v1")
    assert made.json()["status"] == "planned" and made.json()["slots"] == []
    assert theirs.get(address).status_code == 404, "not announced"
    for key in (case.id, other.id):
        made = ours.post(f"{address}/persons", {"case_id": str(key)}, etag=made["ETag"])
        assert made.status_code == 200, made.content
    again = ours.post(f"{address}/persons", {"case_id": str(case.id)}, etag=made["ETag"])
    assert again.status_code == 422 and set(again.json()["fields"]) == {"case_id"}

    first, second = made.json()["slots"]
    where = {"day": second["starts_at"][:10], "time": "09:00", "room": second["room"]}
    stale = ours.post(f"{address}/slots/{first['id']}", where, etag='"old"')
    assert stale.status_code == 412
    moved = ours.post(f"{address}/slots/{first['id']}", where, etag=made["ETag"])
    assert moved.status_code == 200, moved.content
    rooms = {row["id"]: row["room"] for row in moved.json()["slots"]}
    assert rooms == {first["id"]: second["room"], second["id"]: first["room"]}
    announced = ours.post(f"{address}/announce", {}, etag=moved["ETag"])
    assert announced.json()["status"] == "announced"
    seen = theirs.get(address)
    assert [row["case_id"] for row in seen.json()["slots"]] == [row["case_id"] for row in announced.json()["slots"]]
    refused = theirs.post(f"{address}/cancel", {}, etag=seen["ETag"])
    assert (refused.status_code, refused.json()["code"]) == (403, "not_granted")
    assert ours.post(f"{address}/end", {}, etag=announced["ETag"]).status_code == 422

    key = str(case.id)
    starts_at = datetime.fromisoformat(ours.get(f"/cases/{key}").json()["interviews"][0]["starts_at"])
    with clock.travel(starts_at - timedelta(hours=3)):
        today = local_day().isoformat()
        act(ours, key, "record_status_check", checked_on=today, result="may_be_presented")
        act(ours, key, "confirm_presentation")
    with clock.travel(starts_at + timedelta(hours=1)):
        held = act(theirs, key, "record_interview", held_on=starts_at.date().isoformat(), minutes="Knows the place")
        assert held["interviews"][0]["status"] == "held"  # type: ignore[index]
        act(theirs, key, "give_interview_result", result="confirmed")
        told = ours.get(f"/cases/{key}").json()
        assert told["interviews"][0]["result"] == "confirmed" and "Knows the place" not in str(told)
        assert told["status_check"] and "status_check" not in theirs.get(f"/cases/{key}").json()


def test_a_planned_visit_is_cancelled_and_a_wrong_one_not_planned(ours: System) -> None:
    wrong = ours.post("/visits", visit_body(rooms="", slot_minutes=5))
    assert wrong.status_code == 422 and {"rooms", "slot_minutes"} <= set(wrong.json()["fields"])
    made = ours.post("/visits", visit_body())
    cancelled = ours.post(made["Location"].removeprefix("/api/v1") + "/cancel", {}, etag=made["ETag"])
    assert cancelled.json()["status"] == "cancelled"


def test_the_desk_reminds_asks_again_and_withdraws(people: Corridor, ours: System, theirs: System) -> None:
    case = world.case_at(people, "in_verification")
    address = f"/cases/{case.id}"
    seen = theirs.get(address)
    [question] = seen.json()["verification"]
    path = f"{address}/questions/{question['id']}"
    reminded = theirs.post(f"{path}/remind", {}, etag=seen["ETag"])
    assert reminded.status_code == 200, reminded.content
    empty = theirs.post(f"{path}/ask-again", {}, etag=reminded["ETag"])
    assert empty.status_code == 422 and set(empty.json()["fields"]) == {"question"}
    again = theirs.post(f"{path}/ask-again", {"question": "And his father?"}, etag=reminded["ETag"])
    assert [row["status"] for row in again.json()["verification"]] == ["cancelled", "asked"]
    latest = again.json()["verification"][1]["id"]
    gone = theirs.post(f"{address}/questions/{latest}/withdraw", {}, etag=again["ETag"])
    assert [row["status"] for row in gone.json()["verification"]] == ["cancelled", "cancelled"]
    told = ours.get(address)
    refused = ours.post(f"{path}/remind", {}, etag=told["ETag"])
    assert (refused.status_code, refused.json()["code"]) == (403, "wrong_side")
    for code in (AGENCY, STRANGER):
        assert system(code).post(f"{path}/remind", {}, etag=told["ETag"]).status_code == 404
