"""Group operations and forced-return monitoring by the API: the whole way, and what is refused of it."""

from datetime import timedelta
from typing import Any

import pytest

from cases.services import monitoring, transfer_course
from core import clock
from core.scope import use_scope
from countries.models import Authority
from tests import world
from tests.api.systems import DESK, OTHER_OFFICE, REQUESTING, System, system
from tests.cases.test_operations import checked
from tests.days import local_day
from tests.world import Corridor

pytestmark = pytest.mark.django_db
BODY = "nld-inspectorate-jv"


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


@pytest.fixture
def ours(people: Corridor) -> System:
    return system(REQUESTING)


@pytest.fixture
def theirs(people: Corridor) -> System:
    return system(DESK)


def flight(people: Corridor, days: int = 21, **changed: Any) -> dict[str, Any]:
    """What a system sends of a flight."""
    on = (local_day() + timedelta(days=days)).isoformat()
    return {
        "name": "Charter to Belgrade",
        "crossing_point": people.crossing_point,
        "means": "air",
        "is_charter": True,
        "carrier_number": "JU 901",
        "departure_place": "Schiphol",
        "departure_date": on,
        "departure_time": "10:00",
        "arrival_date": on,
        "arrival_time": "13:00",
        "seats": 3,
        **changed,
    }


def act(client: System, address: str, name: str, body: Any = None, expect: int = 200) -> Any:
    """An act on the operation as it is now."""
    etag = client.get(address)["ETag"]
    answer = client.post(f"{address}/acts/{name}", body or {}, etag=etag)
    assert answer.status_code == expect, answer.content
    return answer.json()


def test_a_flight_from_the_plan_to_the_closing(people: Corridor, ours: System, theirs: System) -> None:
    first, second = (world.case_at(people, "documented") for _number in range(2))
    wrong = ours.post("/operations", flight(people, receiving_country="NLD"))
    assert wrong.status_code == 422 and set(wrong.json()["fields"]) == {"receiving_country", "crossing_point"}
    late = ours.post("/operations", flight(people, receiving_country="SRB", departure_time="15:00"))
    assert late.status_code == 422 and set(late.json()["fields"]) == {"departure_time"}
    made = ours.post("/operations", flight(people, receiving_country="SRB"))
    assert made.status_code == 201, made.content
    address = made["Location"].removeprefix("/api/v1")
    assert (made.json()["status"], theirs.get(address).status_code) == ("draft", 404)

    assert act(ours, address, "save", flight(people, carrier_number="JU 903"))["carrier_number"] == "JU 903"
    other = str(Authority.objects.get(code=OTHER_OFFICE).id)
    assert set(act(ours, address, "set_authorities", {"authority": other, "seats": 9}, 422)["fields"]) == {"seats"}
    divided = act(ours, address, "set_authorities", {"authority": other, "seats": 1})["authorities"]
    assert {row["authority"]: row["seats"] for row in divided} == {REQUESTING: 2, OTHER_OFFICE: 1}
    for name in ("A. de Wit", "S. Jansen"):
        staff = act(ours, address, "add_staff", {"kind": "medical", "name": name})["staff"]
    left = act(ours, address, "remove_staff", {"staff_id": staff[0]["id"]})["staff"]
    assert [row["name"] for row in left] == ["S. Jansen"]
    act(ours, address, "remove_staff", {"staff_id": staff[0]["id"]}, 404)
    act(ours, address, "open")
    for case in (first, second):
        aboard = act(ours, address, "add_case", {"case_id": str(case.id)})
    assert act(ours, address, "add_case", {"case_id": str(first.id)}, 403)["code"] == "already_aboard"
    assert [row["status"] for row in aboard["passengers"]] == ["planned", "planned"]
    assert act(ours, address, "open", expect=403)["code"] == "wrong_status"

    act(ours, address, "announce")
    assert act(theirs, address, "depart", expect=403)["code"] == "not_granted"
    there = {key: value for key, value in flight(people, 24).items() if key.startswith("arrival")}
    assert act(theirs, address, "counter_propose", {**there, "reason": "The hall is closed"})["status"] == (
        "counter_proposed"
    )
    assert act(ours, address, "replan", flight(people, 24))["status"] == "announced"
    seen = act(theirs, address, "confirm", {"note": "Gate 4"})
    assert {row["status"] for row in seen["passengers"]} == {"confirmed"}
    taken_off = act(ours, address, "remove_case", {"case_id": str(second.id)})["passengers"]
    assert {row["case_id"]: row["status"] for row in taken_off} == {
        str(first.id): "confirmed",
        str(second.id): "failed",
    }
    checked(people, first)
    now = clock.now().astimezone(people.officer.zone)
    gone = act(ours, address, "depart", {"departure_date": now.date().isoformat(), "departure_time": f"{now:%H:%M}"})
    assert gone["status"] == "departed"
    assert act(ours, address, "close", expect=403)["code"] == "somebody_under_way"
    values = {"at": clock.now(), "handed_over_by": "A", "received_by": "B"}
    world._as(people.border, transfer_course.handover_record, values=values)(first.id)
    assert act(theirs, address, "close")["status"] == "closed"


def test_an_operation_is_cancelled_and_its_persons_told(people: Corridor, ours: System, theirs: System) -> None:
    made = ours.post("/operations", flight(people, receiving_country="SRB"))
    address = made["Location"].removeprefix("/api/v1")
    act(ours, address, "open")
    case = world.case_at(people, "documented")
    act(ours, address, "add_case", {"case_id": str(case.id)})
    act(ours, address, "announce")
    assert set(act(ours, address, "cancel", expect=422)["fields"]) == {"reason"}
    stale = ours.post(f"{address}/acts/cancel", {"reason": "Strike"}, etag='"old"')
    assert stale.status_code == 412
    ended = act(ours, address, "cancel", {"reason": "Strike"})
    assert (ended["status"], ended["passengers"][0]["status"], ended["acts"]) == ("cancelled", "failed", [])
    assert theirs.get(address).json()["status"] == "cancelled"


def test_a_monitor_observes_and_reports(people: Corridor, ours: System, theirs: System) -> None:
    case = world.case_at(people, "notified")
    body = system(BODY)
    assert body.get("/monitorings").json()["results"] == []
    with use_scope(people.officer.scope):
        key = Authority.objects.get(code=BODY).id
    assigned = ours.act(case.id, "assign_monitor", {"body": str(key)})
    assert assigned.status_code == 200, assigned.content
    [row] = body.get("/monitorings").json()["results"]
    address = f"/monitorings/{row['id']}"
    plan = body.get(address)
    person = ours.case(case.id)[0]["person"]
    assert person["family_name"] not in plan.content.decode() and plan.json()["plan"]
    assert body.get(f"/cases/{case.id}").status_code == 404
    for stranger in (ours, theirs):
        assert stranger.get(address).status_code == 404
        assert stranger.post(f"{address}/observations", {}).status_code == 404

    now = clock.now().astimezone(people.officer.zone)
    seen = {"phase": "boarding", "seen_date": now.date().isoformat(), "seen_time": f"{now:%H:%M}", "text": "Calm"}
    empty = body.post(f"{address}/observations", {**seen, "text": ""})
    assert empty.status_code == 422 and set(empty.json()["fields"]) == {"text"}
    done = body.post(f"{address}/observations", {**seen, "incidents": ["restraint"]})
    assert [item["incidents"] for item in done.json()["observations"]] == [["restraint"]]
    assert body.post(f"{address}/report", {"text": "All was seen"}, etag=plan["ETag"]).status_code == 412
    said = {"text": "All was seen", "recommendations": "A wider door"}
    reported = body.post(f"{address}/report", said, etag=done["ETag"])
    assert reported.status_code == 200 and reported.json()["report"]["recommendations"] == "A wider door"
    late = body.post(f"{address}/observations", seen)
    assert (late.status_code, late.json()["code"]) == (403, "wrong_status")
    world._as(people.supervisor, monitoring.report_answer, text="It is ordered")(case.id)
    assert [reply["side"] for reply in body.get(address).json()["replies"]] == ["requesting"]
