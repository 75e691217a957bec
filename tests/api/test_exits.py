"""Ways out over the API: a claim of readmission in error up to the taking back, a suspension that no system of the other
side sees, and an application filed again."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.services import case_suspension, error_claims
from core import clock
from core.scope import use_scope
from tests import world
from tests.api.systems import DESK, REQUESTING, system
from tests.days import local_day

pytestmark = pytest.mark.django_db


def test_a_readmission_in_error_from_the_claim_to_the_taking_back() -> None:
    people = world.corridor()
    ours, theirs = system(REQUESTING), system(DESK)
    case = world.case_at(people, "completed")
    said = {"grounds": ["other_nationality"], "statement": "Another country knows the fingerprints"}
    assert theirs.act(case.id, "claim_error", {"grounds": []}).status_code == 422
    assert theirs.act(case.id, "claim_error", said).status_code == 200
    # A claim is answered by a named person.
    refused = ours.act(case.id, "accept_error_claim", {})
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_a_person")
    with use_scope(people.reviewer.scope):
        error_claims.error_accept(actor=people.reviewer, case_id=case.id, version=None)
    there = clock.now().astimezone(ZoneInfo("Europe/Belgrade"))
    plan = {
        "crossing_point": people.crossing_point,
        "take_back_date": (there + timedelta(days=1)).date().isoformat(),
        "take_back_time": "10:30",
    }
    assert ours.act(case.id, "arrange_take_back", plan).status_code == 200
    assert theirs.act(case.id, "return_documents", {"items": ["travel_document"]}).status_code == 200
    back = {"taken_back_date": there.date().isoformat(), "taken_back_time": f"{there:%H:%M}", "items": []}
    # What belongs to the identity goes back with the person, or it is said why nothing does.
    assert ours.act(case.id, "record_take_back", back).status_code == 422
    back["items"] = ["travel_document"]
    assert ours.act(case.id, "record_take_back", back).status_code == 200
    for reader in (ours, theirs):
        assert reader.case(case.id)[0]["status"] == "taken_back"
        (claim,) = reader.get(f"/cases/{case.id}/error-claims").json()["results"]
        assert (claim["state"], claim["given_back"], claim["received_back"]) == (
            "taken_back",
            back["items"],
            back["items"],
        )


def test_no_system_of_the_other_side_sees_a_suspension() -> None:
    people = world.corridor()
    theirs = system(DESK)
    case = world.case_at(people, "received")
    before, tag = theirs.case(case.id)
    changes = theirs.get("/changes").json()
    with use_scope(people.officer.scope):
        case_suspension.case_suspend(
            actor=people.officer,
            case_id=case.id,
            version=None,
            code="protection_procedure",
            review_on=(local_day() + timedelta(days=9)),
        )
    assert theirs.case(case.id) == (before, tag)
    assert theirs.get("/changes").json()["results"] == changes["results"]
    assert "suspen" not in theirs.get(f"/cases/{case.id}/acts").content.decode().lower()


def test_what_was_refused_is_filed_again_with_words() -> None:
    people = world.corridor()
    ours = system(REQUESTING)
    earlier = world.case_at(people, "refused")
    tag = ours.case(earlier.id)[1]
    wrong = ours.post(f"/cases/{earlier.id}/file-again", {}, etag=tag)
    assert wrong.status_code == 422 and set(wrong.json()["fields"]) == {"what_is_new"}
    made = ours.post(f"/cases/{earlier.id}/file-again", {"what_is_new": "A birth certificate"}, etag=tag)
    assert made.status_code == 201, made.content
    draft = made.json()
    assert draft["status"] == "draft" and draft["id"] != str(earlier.id)
    refused = ours.act(draft["id"], "send_to_review", {})
    assert refused.status_code == 403
