"""One case by the API: read, write, act; tags, keys, and what each side is told."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.models import IdempotencyKey
from audit.models import Access
from cases.models import Case, Evidence
from cases.services import decision, transfer
from cases.specimens.portrait import portrait_jpeg
from core import clock
from core.scope import use_scope
from tests import world
from tests.api.systems import DESK, REQUESTING, Multipart, System, system, token_of
from tests.days import local_day
from tests.world import Corridor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


@pytest.fixture
def ours() -> System:
    return system(REQUESTING)


@pytest.fixture
def theirs() -> System:
    return system(DESK)


START = {"receiving_country": "SRB", "agreement": "eu-serbia"}
PERSON = {
    "family_name": "Petrović",
    "given_names": "Miloš",
    "birth_date": "1991-03",
    "sex": "M",
    "nationality": "SRB",
}
SAFEGUARDS = {
    "file_number": "V-7",
    "return_decision_on": "2026-01-10",
    "is_decision_final": True,
    "legal_status_checked_on": "2026-02-01",
    "vulnerabilities": ["elderly"],
}
# What the checklist for an elderly person asks before the release.
POINTS = dict.fromkeys(("needs_assessed", "heard", "accessible_return"), "done")


def photograph() -> Multipart:
    return Multipart({"photograph": SimpleUploadedFile("photo.jpg", portrait_jpeg(7, "M", 34), "image/jpeg")})


def started(ours: System) -> tuple[str, str]:
    answer = ours.post("/cases", START)
    assert answer.status_code == 201, answer.content
    assert answer["Location"] == f"/api/v1/cases/{answer.json()['id']}"
    return answer.json()["id"], answer["ETag"]


def complete(ours: System) -> str:
    """A draft with everything in it, written by the API alone."""
    key, etag = started(ours)
    answer = ours.patch(f"/cases/{key}", {"person": PERSON, "safeguards": SAFEGUARDS}, etag=etag)
    assert answer.status_code == 200, answer.content
    scan = SimpleUploadedFile("passport.jpg", portrait_jpeg(3, "M", 30), "image/jpeg")
    parts = {"kind": "passport", "number": "012345678", "issued_on": "2016-02-01", "scan": scan}
    answer = ours.post(f"/cases/{key}/evidence", Multipart(parts), etag=answer["ETag"])
    assert answer.status_code == 201, answer.content
    answer = ours.post(f"/cases/{key}/photograph", photograph(), etag=answer["ETag"])
    assert answer.status_code == 201, answer.content
    assert answer.json()["missing"] == []
    return key


def test_a_draft_is_written_and_sent_to_review(ours: System) -> None:
    key = complete(ours)
    case, etag = ours.case(key)
    assert case["created_at"].endswith("Z")
    assert ours.patch(f"/cases/{key}?force=1", {"person": PERSON}, etag=etag).status_code == 400
    assert case["status"] == "draft" and case["reference"] is None and case["side"] == "requesting"
    assert case["person"]["family_name"] == "Petrović" and case["person"]["birth_date"] == "1991-03"
    assert case["safeguards"]["vulnerabilities"] == ["elderly"]
    [evidence] = case["evidence"]
    assert evidence["kind"] == "passport" and evidence["worth"] and evidence["file"]["media_type"] == "image/jpeg"
    assert ours.act(key, "answer_safeguards", POINTS).status_code == 200
    answer = ours.act(key, "send_to_review")
    assert answer.status_code == 200 and answer.json()["status"] == "in_review"
    assert answer["ETag"] != etag


def test_what_a_patch_does_not_name_stays(ours: System) -> None:
    key, etag = started(ours)
    first = ours.patch(f"/cases/{key}", {"person": {**PERSON, "height_cm": 180}}, etag=etag)
    second = ours.patch(f"/cases/{key}", {"person": {"height_cm": None, "eye_colour": "brown"}}, etag=first["ETag"])
    person = second.json()["person"]
    assert (person["height_cm"], person["eye_colour"], person["family_name"]) == (None, "brown", "Petrović")


def test_a_patch_is_all_or_nothing(ours: System) -> None:
    key, etag = started(ours)
    body = {"person": PERSON, "safeguards": {"return_decision_on": "2999-01-01"}}
    answer = ours.patch(f"/cases/{key}", body, etag=etag)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["safeguards.return_decision_on"]
    assert ours.case(key)[0]["person"]["family_name"] == ""


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"person": {"is_superuser": True}}, "unknown_field"),
        ({"status": "accepted"}, "unknown_field"),
        ({"person": {"family_name": 7}}, "wrong_type"),
        ({"person": {"birth_date": "10.10.1990"}}, "wrong_type"),
        ({"safeguards": {"vulnerabilities": "minor"}}, "wrong_type"),
        ({"person": []}, "wrong_type"),
        ({}, "wrong_type"),
        ("[1]", "malformed"),
        ('{"person": NaN}', "malformed"),
        ('{"person": {}, "person": {}}', "malformed"),
        ('{"person": {"family_name": "\\ud800"}}', "malformed"),
        ('{"person": {"family_name": "a\\u0000"}}', "malformed"),
        ("[" * 100_000, "malformed"),
        (b"\xff\xfe", "malformed"),
    ],
)
def test_what_is_not_understood_is_refused_and_never_ignored(ours: System, body: Any, code: str) -> None:
    key, etag = started(ours)
    answer = ours.patch(f"/cases/{key}", body, etag=etag)
    assert answer.status_code == 400 and answer.json()["code"] == code
    assert answer["Content-Type"] == "application/problem+json"
    assert ours.case(key)[1] == etag


@pytest.mark.parametrize("name", ["requesting_authority", "created_by", "id", "status", "reference", "shared"])
def test_a_draft_cannot_be_given_what_is_not_asked(ours: System, name: str) -> None:
    answer = ours.post("/cases", {**START, name: "x"})
    assert answer.status_code == 400 and name in answer.json()["fields"]


@pytest.mark.parametrize("country", ["ZZZ", "NLD", "", "S\\u0000", None, 7, ["SRB"], {"a": 1}])
def test_a_country_that_was_not_offered_is_refused(ours: System, country: Any) -> None:
    assert ours.post("/cases", {**START, "receiving_country": country}).status_code in {400, 422}


def test_a_change_needs_the_tag_of_what_is_there_now(ours: System) -> None:
    key, etag = started(ours)
    address, body = f"/cases/{key}", {"person": PERSON}
    assert ours.patch(address, body).status_code == 428
    assert ours.patch(address, body, etag='"other"').status_code == 412
    assert ours.patch(address, body, etag="W/" + etag).status_code == 412
    assert ours.patch(address, body, etag="*").status_code == 412
    changed = ours.patch(address, body, etag=f'"other", {etag}')
    assert changed.status_code == 200
    assert ours.patch(address, body, etag=etag).status_code == 412
    assert ours.get(address, If_None_Match=changed["ETag"]).status_code == 304
    assert ours.get(address, If_None_Match=etag).status_code == 200


def test_an_act_by_a_person_makes_the_tag_stale(people: Corridor, theirs: System) -> None:
    case = world.case_at(people, "submitted")
    etag = theirs.case(case.id)[1]
    with use_scope(people.registry.scope):
        from cases.services.submission import case_acknowledge

        case_acknowledge(actor=people.registry, case_id=case.id, version=None)
    answer = theirs.act(case.id, "return_incomplete", {"codes": ["photograph"]}, etag=etag)
    assert answer.status_code == 412


def test_the_receiving_side_works_through_a_case(people: Corridor, theirs: System) -> None:
    case = world.case_at(people, "submitted")
    offered = {row["name"]: row for row in theirs.get(f"/cases/{case.id}/acts").json()["results"]}
    assert offered["acknowledge"]["is_possible"] and "release" not in offered
    assert theirs.act(case.id, "acknowledge").json()["status"] == "received"
    acts = {row["name"]: row for row in theirs.get(f"/cases/{case.id}/acts").json()["results"]}
    agencies = acts["start_verification"]["payload"]["properties"]["agencies"]["items"]["enum"]
    assert str(people.agency) in agencies
    body = {"agencies": [str(people.agency)], "due_on": (local_day() + timedelta(days=5)).isoformat()}
    asked = theirs.act(case.id, "start_verification", body)
    assert asked.json()["verification"][0]["agency"] == "srb-civil-registry"
    refused = theirs.act(case.id, "propose_decision", {"outcome": "accepted"})
    assert refused.status_code == 403 and refused.json()["code"] == "verification_open"
    world.answer(people, case.id)
    invalid = theirs.act(case.id, "propose_decision", {"outcome": "refused"})
    assert invalid.status_code == 422 and set(invalid.json()["fields"]) == {"refusal_codes", "reasons"}
    proposed = theirs.act(case.id, "propose_decision", {"outcome": "accepted", "reasons": "Found"})
    assert proposed.json()["status"] == "decision_proposed"
    with use_scope(people.signer.scope):
        decision.decision_countersign(actor=people.signer, case_id=case.id, version=None)
    assert theirs.case(case.id)[0]["status"] == "accepted"


def test_the_requesting_side_plans_the_transfer(people: Corridor, ours: System, theirs: System) -> None:
    case = world.case_at(people, "documented")
    body = {
        "crossing_point": people.crossing_point,
        "arrival_date": (local_day() + timedelta(days=6)).isoformat(),
        "arrival_time": "14:30",
        "means": "air",
        "escorts": 2,
    }
    planned = ours.act(case.id, "plan_transfer", body)
    assert planned.status_code == 200, planned.content
    assert planned.json()["transfers"][0]["status"] == "planned"
    assert theirs.case(case.id)[0]["transfers"] == []
    assert ours.act(case.id, "notify_transfer").status_code == 200
    confirmed = theirs.act(case.id, "confirm_transfer", {"note": "At gate 4"})
    assert confirmed.json()["transfers"][0]["answer_note"] == "At gate 4"


@pytest.mark.parametrize(
    ("status", "name", "who"),
    [
        ("in_review", "release", "ours"),
        ("in_review", "return_to_draft", "ours"),
        ("returned_incomplete", "resubmit", "ours"),
        ("submitted", "withdraw", "ours"),
        ("decision_proposed", "countersign_acceptance", "theirs"),
        ("decision_proposed", "send_back_proposal", "theirs"),
        ("accepted", "issue_travel_document", "theirs"),
        ("confirmed", "record_handover", "theirs"),
        ("completed", "close", "ours"),
    ],
)
def test_a_system_never_does_what_needs_a_named_person(
    people: Corridor, ours: System, theirs: System, status: str, name: str, who: str
) -> None:
    case = world.case_at(people, status)
    caller = ours if who == "ours" else theirs
    before, etag = caller.case(case.id)
    answer = caller.act(case.id, name, {"reason": "x", "code": "other"})
    assert answer.status_code == 403 and answer.json()["code"] == "needs_a_person"
    assert caller.case(case.id) == (before, etag)


def test_an_act_of_the_other_side_is_refused_by_its_name(people: Corridor, ours: System) -> None:
    case = world.case_at(people, "submitted")
    answer = ours.act(case.id, "acknowledge")
    assert answer.status_code == 403 and answer.json()["code"] == "wrong_side"
    assert ours.act(case.id, "no_such_act").status_code == 404


def test_a_proposal_changes_no_byte_and_no_tag_of_the_requesting_side(people: Corridor, ours: System) -> None:
    case = world.case_at(people, "answered")
    addresses = [f"/cases/{case.id}", "/cases", "/cases?status=in_verification", f"/cases/{case.id}/acts"]
    before = [(answer.content, answer.get("ETag")) for answer in map(ours.get, addresses)]
    with use_scope(people.proposer.scope):
        decision.decision_propose(
            actor=people.proposer,
            case_id=case.id,
            version=None,
            outcome="refused",
            reason_codes=["not_identified"],
            reasons="Checked",
        )
    assert [(answer.content, answer.get("ETag")) for answer in map(ours.get, addresses)] == before
    assert ours.get("/cases", {"status": "decision_proposed"}).json()["results"] == []


def test_a_plan_changes_no_byte_and_no_tag_of_the_receiving_side(people: Corridor, theirs: System) -> None:
    case = world.case_at(people, "documented")
    before = theirs.case(case.id)
    plan = {"crossing_point": people.crossing_point, "arrives_at": clock.now() + timedelta(days=5), "means": "air"}
    with use_scope(people.officer.scope):
        transfer.transfer_plan(actor=people.officer, case_id=case.id, version=None, values=plan)
    assert theirs.case(case.id) == before


def test_corrections_are_the_own_side_s_until_they_are_submitted(
    people: Corridor, ours: System, theirs: System
) -> None:
    case = world.case_at(people, "returned_incomplete")
    before = theirs.case(case.id)
    _case, etag = ours.case(case.id)
    assert ours.patch(f"/cases/{case.id}", {"person": {"eye_colour": "green"}}, etag=etag).status_code == 200
    assert theirs.case(case.id) == before
    rows = theirs.get("/cases").json()["results"]
    assert rows[0]["person"]["family_name"] == "Petrović"


def test_the_same_request_twice_is_done_once(ours: System) -> None:
    key = str(uuid4())
    first, second = ours.post("/cases", START, key=key), ours.post("/cases", START, key=key)
    assert first.status_code == second.status_code == 201
    assert first.content == second.content and first["ETag"] == second["ETag"]
    assert second["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first
    with use_scope(ours.actor.scope):
        assert Case.objects.count() == 1
    other = ours.post("/cases", {**START, "consulate": None}, key=key)
    assert other.status_code == 422 and other.json()["code"] == "idempotency_key_reused"


def test_a_repeated_request_is_told_what_the_client_sees_by_then(ours: System, people: Corridor) -> None:
    """Nothing that was told is kept; telling the case again is a look at it."""
    key = str(uuid4())
    first = ours.post("/cases", START, key=key)
    changed = ours.patch(f"/cases/{first.json()['id']}", {"person": PERSON}, etag=first["ETag"])
    again = ours.post("/cases", START, key=key)
    assert again.status_code == 201 and again["Location"] == first["Location"]
    assert (again.content, again["ETag"]) == (changed.content, changed["ETag"])
    with use_scope(ours.actor.scope):
        kept = str(IdempotencyKey.objects.values().get())
    assert first.json()["id"] in kept and first["ETag"] not in kept and START["agreement"] not in kept
    with use_scope(people.supervisor.scope):
        looks = Access.objects.filter(action="case.opened", case_key=first.json()["id"])
        assert [look.actor_id for look in looks] == [ours.client.user_id]


def test_a_repeated_request_tells_nothing_that_the_client_does_not_see_any_more(
    people: Corridor, ours: System, theirs: System
) -> None:
    case = world.case_at(people, "received")
    question = {"title": "Address", "text": "Which municipality?"}
    for caller, address, body, scope in (
        (ours, "/cases", START, "cases:write"),
        (theirs, f"/cases/{case.id}/threads", question, "messages:write"),
    ):
        key = str(uuid4())
        assert caller.post(address, body, key=key).status_code == 201, address
        caller.token = token_of(caller.client, [scope])  # what the client may read was taken from it
        assert caller.post(address, body, key=key).status_code == 404, address


def test_reading_a_case_asks_nothing_twice(people: Corridor, ours: System) -> None:
    case = world.case_at(people, "received")
    for address in (f"/cases/{case.id}", f"/cases/{case.id}/acts", f"/cases/{case.id}/files"):
        with CaptureQueriesContext(connection) as queries:
            assert ours.get(address).status_code == 200
        asked = [row["sql"] for row in queries if row["sql"].startswith("SELECT") and '"cases_' in row["sql"]]
        assert asked and len(asked) == len(set(asked)), address


def test_an_upload_sent_twice_is_stored_once(ours: System) -> None:
    case_id, etag = started(ours)
    scan = portrait_jpeg(3, "M", 30)
    key = str(uuid4())
    answers = [
        ours.post(
            f"/cases/{case_id}/evidence",
            Multipart({"kind": "passport", "scan": SimpleUploadedFile("p.jpg", scan, "image/jpeg")}),
            key=key,
            etag=etag,
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    with use_scope(ours.actor.scope):
        assert Evidence.objects.filter(case=case_id).count() == 1
    changed = ours.post(
        f"/cases/{case_id}/evidence",
        Multipart({"kind": "passport", "scan": SimpleUploadedFile("p.jpg", scan + b"x", "image/jpeg")}),
        key=key,
        etag=etag,
    )
    assert changed.status_code == 422 and changed.json()["code"] == "idempotency_key_reused"


def test_a_refused_request_keeps_no_answer(ours: System) -> None:
    key = str(uuid4())
    assert ours.post("/cases", {**START, "agreement": "none"}, key=key).status_code == 422
    assert ours.post("/cases", START, key=key).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 101, "with blank", "ümlaut"])
def test_a_post_needs_a_key(ours: System, key: str) -> None:
    headers = {"Authorization": f"Bearer {ours.token}", **({"Idempotency-Key": key} if key else {})}
    answer = ours.http.post("/api/v1/cases", START, content_type="application/json", headers=headers)
    assert answer.status_code == 400 and answer.json()["code"].startswith("idempotency_key")


def test_keys_belong_to_a_client(ours: System) -> None:
    other, key = system(REQUESTING), str(uuid4())
    first, second = ours.post("/cases", START, key=key), other.post("/cases", START, key=key)
    assert first.json()["id"] != second.json()["id"]


def test_what_is_taken_once_is_refused_when_it_comes_twice(people: Corridor, ours: System, theirs: System) -> None:
    case_id, etag = started(ours)
    case = world.case_at(people, "received")
    scan = portrait_jpeg(3, "M", 30)
    for body in (
        {"kind": ["passport", "passport"]},
        {"kind": "passport", "scan": [SimpleUploadedFile(f"{n}.jpg", scan, "image/jpeg") for n in range(2)]},
    ):
        answer = ours.post(f"/cases/{case_id}/evidence", Multipart(body), etag=etag)
        assert answer.status_code == 400 and answer.json()["code"] == "wrong_type", body.keys()
    thread = theirs.post(f"/cases/{case.id}/threads", {"title": "T", "text": "Where?"}).json()
    for address, body in (
        (f"/cases/{case.id}/threads", {"title": "T", "text": ["One", "Two"]}),
        (f"/threads/{thread['id']}/messages", {"text": ["One", "Two"]}),
    ):
        answer = theirs.post(address, Multipart(body))
        assert answer.status_code == 400 and list(answer.json()["fields"]) == ["text"], address
    two = [SimpleUploadedFile(f"{n}.jpg", scan, "image/jpeg") for n in range(2)]
    answer = theirs.post(f"/threads/{thread['id']}/messages", Multipart({"text": "Both", "attachments": two}))
    assert answer.status_code == 200, answer.content
    told = theirs.get(f"/threads/{thread['id']}/messages").json()["results"]
    assert [len(message["files"]) for message in told] == [0, 2]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.pdf", "empty"),
        (b"MZ\x90\x00", "tool.exe", "unknown_type"),
        (b"<svg onload='alert(1)'/>", "picture.svg", "unknown_type"),
        (b"%PDF-1.4 broken", "broken.pdf", "broken_pdf"),
    ],
)
def test_a_hostile_upload_is_refused_in_words(ours: System, content: bytes, name: str, code: str) -> None:
    case_id, etag = started(ours)
    scan = SimpleUploadedFile(name, content, "application/pdf")
    answer = ours.post(f"/cases/{case_id}/evidence", Multipart({"kind": "passport", "scan": scan}), etag=etag)
    assert answer.status_code == 422 and answer.json()["code"] == code
    assert ours.case(case_id)[1] == etag


def test_too_large_a_body_is_not_read(ours: System) -> None:
    case_id, etag = started(ours)
    assert ours.patch(f"/cases/{case_id}", '{"person": "' + "x" * 300_000 + '"}', etag=etag).status_code == 413
    scan = SimpleUploadedFile("big.pdf", BytesIO(b"%PDF-" + b"0" * (11 * 1024 * 1024)).read(), "application/pdf")
    answer = ours.post(f"/cases/{case_id}/evidence", Multipart({"kind": "passport", "scan": scan}), etag=etag)
    assert answer.status_code in {413, 422}


def test_family_members_come_and_go_and_get_cases(ours: System) -> None:
    case_id, etag = started(ours)
    member = {"relation": "child", "family_name": "Petrović", "given_names": "Ana", "birth_date": "2015"}
    added = ours.post(f"/cases/{case_id}/family", member, etag=etag)
    assert added.status_code == 201, added.content
    [row] = added.json()["family"]
    own = ours.post(f"/cases/{case_id}/family/{row['id']}/case", {}, etag=added["ETag"])
    assert own.status_code == 201 and own.json()["person"]["given_names"] == "Ana"
    case, etag = ours.case(case_id)
    assert case["relatives"] == [own.json()["id"]]
    refused = ours.delete(f"/cases/{case_id}/family/{row['id']}", etag=etag)
    assert refused.status_code == 403 and refused.json()["code"] == "has_own_case"
    again = ours.post(f"/cases/{case_id}/family", {**member, "given_names": "Eva"}, etag=etag)
    eva = next(row for row in again.json()["family"] if row["given_names"] == "Eva")
    gone = ours.delete(f"/cases/{case_id}/family/{eva['id']}", etag=again["ETag"])
    assert gone.status_code == 200 and len(gone.json()["family"]) == 1


def test_ids_of_another_case_do_nothing(ours: System, people: Corridor) -> None:
    mine, other = complete(ours), complete(ours)
    foreign = ours.case(other)[0]["evidence"][0]["id"]
    _case, etag = ours.case(mine)
    assert ours.delete(f"/cases/{mine}/evidence/{foreign}", etag=etag).status_code == 404
    assert len(ours.case(other)[0]["evidence"]) == 1
