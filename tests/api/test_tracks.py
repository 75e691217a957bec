"""Third-country nationals and stateless persons by the API: the whole application, and what is refused of it."""

from datetime import timedelta

import pytest

from cases.services import submission
from core.scope import use_scope
from tests import world
from tests.api.systems import DESK, REQUESTING, Multipart, System, system
from tests.api.test_cases import SAFEGUARDS, START, photograph
from tests.days import local_day
from tests.world import Corridor

pytestmark = pytest.mark.django_db

PERSON = {"family_name": "Karimi", "given_names": "Reza", "birth_date": "1991", "sex": "M", "nationality": "AFG"}
FOREIGN = {**START, "track": "third_country_national"}


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


@pytest.fixture
def ours(people: Corridor) -> System:
    return system(REQUESTING)


def day(ago: int) -> str:
    return (local_day() - timedelta(days=ago)).isoformat()


def entry(ago: int = 30) -> dict[str, object]:
    return {
        "known_on": day(ago),
        "basis": "direct_entry",
        "entered_on": day(ago),
        "entry_place": "Horgoš",
        "entry_route": "By lorry",
        "has_own_permit": True,
        "own_permit_kind": "visa",
        "exception_answer": "forged",
        "exception_note": "Report of the laboratory",
    }


def complete(ours: System, ago: int = 30) -> str:
    answer = ours.post("/cases", FOREIGN)
    assert answer.status_code == 201, answer.content
    key = answer.json()["id"]
    body = {"person": PERSON, "entry": entry(ago), "safeguards": {**SAFEGUARDS, "vulnerabilities": []}}
    answer = ours.patch(f"/cases/{key}", body, etag=answer["ETag"])
    assert answer.status_code == 200, answer.content
    assert set(answer.json()["missing"]) == {"photograph", "evidence_of_entry"}
    answer = ours.post(f"/cases/{key}/photograph", photograph(), etag=answer["ETag"])
    stamp = {"kind": "border_stamp", "purpose": "entry_or_residence"}
    answer = ours.post(f"/cases/{key}/evidence", Multipart(stamp), etag=answer["ETag"])
    assert answer.status_code == 201, answer.content
    assert answer.json()["missing"] == []
    return str(key)


def test_the_whole_way_of_a_third_country_national(people: Corridor, ours: System) -> None:
    theirs = system(DESK)
    key = complete(ours)
    case, _etag = ours.case(key)
    assert (case["track"], case["entry"]["entry_place"]) == ("third_country_national", "Horgoš")
    assert case["entry_check"]["exception_answer"] == "forged"
    assert case["evidence"][0]["purpose"] == "entry_or_residence" and case["evidence"][0]["worth"] == "proof"
    assert [row["kind"] for row in case["clocks"]] == ["submission"]
    assert ours.act(key, "send_to_review").json()["status"] == "in_review"
    with use_scope(people.reviewer.scope):
        submission.case_submit(actor=people.reviewer, case_id=key, version=None)
    seen, _etag = theirs.case(key)
    assert seen["entry"]["entry_place"] == "Horgoš" and "entry_check" not in seen
    assert "Report of the laboratory" not in str(seen)
    assert theirs.act(key, "acknowledge").json()["status"] == "received"


def test_what_is_out_of_time_is_refused_with_its_code(ours: System) -> None:
    key = complete(ours, ago=400)
    answer = ours.act(key, "send_to_review")
    assert (answer.status_code, answer.json()["code"]) == (403, "submission_limit_passed")


def test_a_change_names_what_it_changes_and_leaves_the_rest(ours: System) -> None:
    key = complete(ours)
    _case, etag = ours.case(key)
    answer = ours.patch(f"/cases/{key}", {"entry": {"entry_place": "Batrovci"}}, etag=etag)
    changed = answer.json()
    assert (changed["entry"]["entry_place"], changed["entry"]["entry_route"]) == ("Batrovci", "By lorry")
    assert changed["circumstances"]["known_on"] == day(30)
    # The day stands with the entry on these tracks.
    wrong = ours.patch(f"/cases/{key}", {"circumstances": {"known_on": day(3)}}, etag=answer["ETag"])
    assert wrong.status_code == 400
    wrong = ours.patch(
        f"/cases/{key}", {"entry": {"obstacle_until": day(1), "obstacle_note": "x"}}, etag=answer["ETag"]
    )
    assert wrong.status_code == 422


def test_of_an_own_national_nothing_of_the_kind_is_taken(ours: System) -> None:
    answer = ours.post("/cases", START)
    assert answer.json()["track"] == "own_national" and answer.json()["entry"] is None
    key, etag = answer.json()["id"], answer["ETag"]
    assert ours.patch(f"/cases/{key}", {"entry": entry()}, etag=etag).json()["code"] == "other_track"
    stamp = {"kind": "border_stamp", "purpose": "entry_or_residence"}
    assert ours.post(f"/cases/{key}/evidence", Multipart(stamp), etag=etag).status_code == 422
    for track in ("nonsense", 7):
        assert ours.post("/cases", {**START, "track": track}).status_code in (400, 422)
