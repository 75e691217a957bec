"""Lists, the feed of changes, the agency's questions, files, papers, messages, notices, reference data."""

import re
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from accounts.models import User
from audit.services import AboutCase, event_record
from cases.choices import RECEIVING_ONLY_STATUSES
from cases.services import decision, submission
from cases.specimens.portrait import portrait_jpeg
from core.audience import Audience
from core.scope import use_scope
from documents.models import StoredFile
from tests import safe, world
from tests.api.systems import AGENCY, DESK, OTHER_OFFICE, REQUESTING, STRANGER, Multipart, System, system
from tests.days import local_day
from tests.world import Corridor


@pytest.fixture
def people(db: None) -> Corridor:
    return world.corridor()


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


# --- cases ------------------------------------------------------------------------------------------------------------


def test_each_system_lists_what_its_office_sees(people: Corridor) -> None:
    draft, sent = world.draft(people), world.case_at(people, "submitted")
    both, one = sorted([str(draft.id), str(sent.id)]), [str(sent.id)]
    assert ids(system(REQUESTING).get("/cases")) == both
    assert ids(system(DESK).get("/cases")) == one
    for office in (AGENCY, STRANGER, OTHER_OFFICE):
        assert ids(system(office).get("/cases")) == []


def test_a_list_is_read_page_by_page(people: Corridor) -> None:
    made = sorted(str(world.draft(people).id) for _ in range(5))
    ours = system(REQUESTING)
    seen, cursor = [], ""
    while True:
        answer = ours.get("/cases", {"limit": "2", **({"cursor": cursor} if cursor else {})})
        seen += ids(answer)
        cursor = answer.json()["next"]
        if not cursor:
            break
    assert seen == made


def test_filters_narrow_the_list(people: Corridor) -> None:
    draft, sent, closed = world.draft(people), world.case_at(people, "submitted"), world.case_at(people, "refused")
    ours = system(REQUESTING)
    for query, expected in (
        ({"status": "draft"}, {draft.id}),
        ({"status": "draft,submitted"}, {draft.id, sent.id}),
        ({"outcome": "refused"}, {closed.id}),
        ({"reference": sent.reference}, {sent.id}),
        ({"country": "SRB"}, {draft.id, sent.id, closed.id}),
        ({"country": "ALB"}, set()),
        ({"side": "receiving"}, set()),
    ):
        assert set(ids(ours.get("/cases", query))) == {str(key) for key in expected}, query


def test_a_proposal_is_found_as_verification_by_the_requesting_side(people: Corridor) -> None:
    assert set(RECEIVING_ONLY_STATUSES) == {"decision_proposed"}
    case = world.case_at(people, "decision_proposed")
    ours, theirs = system(REQUESTING), system(DESK)
    assert ids(ours.get("/cases", {"status": "in_verification"})) == [str(case.id)]
    assert ids(ours.get("/cases", {"status": "decision_proposed"})) == []
    assert ids(theirs.get("/cases", {"status": "decision_proposed"})) == [str(case.id)]
    assert ids(theirs.get("/cases", {"status": "in_verification"})) == []


# --- changes ----------------------------------------------------------------------------------------------------------


def feed(caller: System, cursor: str | None = None) -> tuple[list[dict[str, Any]], str | None]:
    """Everything committed so far that the caller is told after the cursor, and the next cursor."""
    settled()
    answer = caller.get("/changes", {"cursor": cursor} if cursor else {})
    assert answer.status_code == 200, answer.content
    return answer.json()["results"], answer.json()["next"]


def settled() -> None:
    """Wait until every transaction has ended that began before this call: the feed waits for them too, and other work
    in the same server may hold one open for a while."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id()::text")
        [now] = cursor.fetchone()
        for _ in range(1200):
            cursor.execute("select pg_snapshot_xmin(pg_current_snapshot()) > %s::xid8", [now])
            if cursor.fetchone() == (True,):
                return
            threading.Event().wait(0.1)
    raise AssertionError("a transaction of other work has not ended in two minutes")


@pytest.mark.commits
def test_the_feed_tells_each_side_its_events_in_order_and_once(transactional_db: None) -> None:
    people = world.corridor()
    ours, theirs = system(REQUESTING), system(DESK)
    case = world.case_at(people, "answered")
    mine, cursor = feed(ours)
    events = [row["event"] for row in mine]
    assert events[0] == "case.started" and "case.submitted" in events and "verification.result" in events
    assert {row["case_id"] for row in mine} == {str(case.id)}
    others, place = feed(theirs)
    assert "case.started" not in [row["event"] for row in others]
    assert "verification.answered" in [row["event"] for row in others]
    with use_scope(people.proposer.scope):
        decision.decision_propose(actor=people.proposer, case_id=case.id, version=None, outcome="accepted")
    with use_scope(people.officer.scope):
        submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="protection_procedure")
    later, _ = feed(theirs, place)
    assert [row["event"] for row in later] == ["decision.proposed", "case.withdrawn"]
    ours_later, last = feed(ours, cursor)
    assert {row["event"] for row in ours_later} == {"case.withdrawn", "case.withdrawal_reason"}
    assert feed(ours, last)[0] == []
    with use_scope(people.officer.scope):
        for action in ("quality.drawn", "quality.reviewed", "data.exported", "message.read", "message.sent"):
            about, audience = AboutCase(case.id, case.reference or ""), Audience((people.officer.country,))
            event_record(actor=people.officer, action=action, subject=case.subject, about=about, audience=audience)
    assert [row["event"] for row in feed(ours, last)[0]] == ["message.sent"], "acts on the case, nothing about people"
    for office in (AGENCY, STRANGER, OTHER_OFFICE):
        told = {row["event"] for row in feed(system(office))[0]}
        assert told <= {"verification.answered"} if office == AGENCY else not told
    assert system(STRANGER).get("/changes", {"cursor": str(cursor)}).status_code == 404


@pytest.mark.commits
def test_a_late_commit_is_never_passed_over(transactional_db: None) -> None:
    """The act that began first and ends last is told after the other, behind the place where the reader stands."""
    people = world.corridor()
    slow, quick = world.case_at(people, "submitted"), world.case_at(people, "submitted")
    theirs = system(DESK)
    _seen, cursor = feed(theirs)
    written, may_end = threading.Event(), threading.Event()

    def slowly() -> None:
        try:
            with use_scope(people.registry.scope):
                submission.case_acknowledge(actor=people.registry, case_id=slow.id, version=None)
                written.set()
                may_end.wait(60)
        finally:
            connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert written.wait(60)
    with use_scope(people.registry.scope):
        submission.case_acknowledge(actor=people.registry, case_id=quick.id, version=None)
    during = theirs.get("/changes", {"cursor": cursor}).json()
    may_end.set()
    thread.join()
    told = [row["case_id"] for row in during["results"] if row["event"] == "case.received"]
    assert told == []  # the quick one waits: nothing may appear before it later
    rest, _ = feed(theirs, during["next"])
    received = [row["case_id"] for row in rest if row["event"] == "case.received"]
    assert sorted(received) == sorted([str(slow.id), str(quick.id)])


# --- agencies ---------------------------------------------------------------------------------------------------------


def test_an_agency_answers_its_questions_and_sees_nothing_else(people: Corridor) -> None:
    caller = system(AGENCY)  # enrolled before it is asked: the photograph is shown to its group
    case = world.case_at(people, "in_verification")
    [task] = caller.get("/verification-tasks", {"status": "asked"}).json()["results"]
    assert not {"sheet", "photograph", "remarks"} & task.keys(), "reading the data of a person is a look of its own"
    task = caller.get(f"/verification-tasks/{task['id']}").json()
    assert task["sheet"]["family_name"] == "Petrović" and "observations" not in task
    photograph = caller.get(f"/files/{task['photograph']['id']}/content")
    assert photograph.status_code == 200 and b"".join(photograph.streaming_content)[:2] == b"\xff\xd8"
    assert caller.get(f"/cases/{case.id}").status_code == 404
    address = f"/verification-tasks/{task['id']}"
    etag = caller.get(address)["ETag"]
    body = {"answer": "confirmed", "is_certain": True}
    assert caller.post(f"{address}/answer", body).status_code == 428
    assert (
        caller.post(f"{address}/answer", {"answer": "not_confirmed", "is_certain": True}, etag=etag).status_code == 422
    )
    key = str(uuid4())
    first, again = (caller.post(f"{address}/answer", body, etag=etag, key=key) for _ in range(2))
    assert first.status_code == 200 and first.content == again.content
    assert first.json()["status"] == "answered"
    late = caller.post(f"{address}/answer", body, etag=first["ETag"])
    assert late.status_code == 403 and late.json()["code"] == "wrong_status"
    for other in (system(DESK), system(REQUESTING), system(STRANGER), system("srb-embassy-the-hague")):
        assert other.get(address).status_code == 404
        assert other.get("/verification-tasks").json()["results"] == []
    assert system(REQUESTING).case(case.id)[0]["verification_results"][0]["answer"] == "confirmed"


# --- files and papers -------------------------------------------------------------------------------------------------


def test_files_and_papers_are_read_by_those_they_are_for(people: Corridor) -> None:
    case = world.case_at(people, "refused")
    ours, theirs, stranger = system(REQUESTING), system(DESK), system(STRANGER)
    files = ours.get(f"/cases/{case.id}/files").json()["results"]
    assert [row["kind"] for row in files] == ["photograph"]
    for caller, status in ((ours, 200), (theirs, 200), (stranger, 404), (system(AGENCY), 404)):
        answer = caller.get(f"/files/{files[0]['id']}/content")
        assert answer.status_code == status
        assert caller.get(f"/cases/{case.id}/files").status_code == status
        if status == 200:
            assert answer["Content-Disposition"].startswith("attachment") and answer["Cache-Control"] == "no-store"
    papers = theirs.get(f"/cases/{case.id}/papers").json()["results"]
    assert {row["template"] for row in papers} == {"readmission_application", "reply"}
    assert papers[0]["state"] == "requested" and papers[0]["progress"] == "queued" and papers[0]["file"] is None
    paper = theirs.get(f"/papers/{papers[0]['id']}")
    assert paper.json() == papers[0]
    assert stranger.get(f"/papers/{papers[0]['id']}").status_code == 404
    assert theirs.get(f"/papers/{papers[0]['id']}", If_None_Match=paper["ETag"]).status_code == 304


# --- messages ---------------------------------------------------------------------------------------------------------


def test_a_question_with_a_file_goes_to_the_other_side_and_back(people: Corridor) -> None:
    case = world.case_at(people, "received")
    ours, theirs = system(REQUESTING), system(DESK)
    scan = SimpleUploadedFile("scan.jpg", portrait_jpeg(3, "M", 30), "image/jpeg")
    body = Multipart({"title": "Address", "text": "Which municipality?", "attachments": scan})
    opened = theirs.post(f"/cases/{case.id}/threads", body)
    assert opened.status_code == 201, opened.content
    thread = opened.json()
    address = f"/threads/{thread['id']}"
    [message] = theirs.get(f"{address}/messages").json()["results"]
    assert message["files"][0]["name"] == "scan.jpg" and thread["opened_side"] == "receiving"
    assert [row["id"] for row in ours.get(f"/cases/{case.id}/threads").json()["results"]] == [thread["id"]]
    before = ours.get(address)["ETag"]
    assert ours.get(f"{address}/messages").json()["results"][0]["read_at"] is None
    assert ours.post(f"{address}/read")["ETag"] == before
    assert ours.get(f"{address}/messages").json()["results"][0]["read_at"]
    assert ours.get(f"/files/{message['files'][0]['id']}/content").status_code == 200
    key = str(uuid4())
    first, again = (ours.post(f"{address}/messages", {"text": "Niš."}, key=key) for _ in range(2))
    assert first.status_code == 200 and first.content == again.content
    etag = theirs.get(address)["ETag"]
    assert theirs.post(f"{address}/close", {}, etag='"old"').status_code == 412
    refused = ours.post(f"{address}/close", {}, etag=ours.get(address)["ETag"])
    assert refused.status_code == 403 and refused.json()["code"] == "question_of_other_side"
    closed = theirs.post(f"{address}/close", {}, etag=etag)
    assert closed.json()["state"] == "closed" and closed.json()["message_count"] == 2
    assert theirs.post(f"{address}/reopen", {}, etag=closed["ETag"]).json()["state"] != "closed"
    for other in (system(STRANGER), system(AGENCY), system(OTHER_OFFICE)):
        assert other.get(address).status_code == other.get(f"{address}/messages").status_code == 404
        assert other.post(f"{address}/messages", {"text": "Hello"}).status_code == 404


def test_messages_are_read_page_by_page(people: Corridor) -> None:
    case = world.case_at(people, "received")
    theirs = system(DESK)
    thread = theirs.post(f"/cases/{case.id}/threads", {"title": "Address", "text": "Word 0"}).json()
    assert "messages" not in thread
    address = f"/threads/{thread['id']}/messages"
    for number in range(1, 5):
        assert theirs.post(address, {"text": f"Word {number}"}).json()["message_count"] == number + 1
    seen, query = [], {"limit": "2"}
    while True:
        page = theirs.get(address, query).json()
        assert len(page["results"]) <= 2
        seen += [row["text"] for row in page["results"]]
        if not page["next"]:
            break
        query = {"limit": "2", "cursor": page["next"]}
    assert seen == [f"Word {number}" for number in range(5)]


def test_a_request_for_information_is_asked_answered_and_taken_back(people: Corridor) -> None:
    case = world.case_at(people, "received")
    ours, theirs = system(REQUESTING), system(DESK)
    body = {"items": ["fingerprints"], "due_on": (local_day() + timedelta(days=5)).isoformat()}
    before = ours.case(case.id)
    for _ in range(2):
        answer = theirs.act(case.id, "request_information", body)
        assert answer.status_code == 200, answer.content
    assert ours.case(case.id) == before
    first, second = ours.get(f"/cases/{case.id}/threads").json()["results"]
    assert first["information"] == {
        "status": "asked",
        "items": ["fingerprints"],
        "asked_side": "receiving",
        "ended_at": None,
    }
    address = f"/threads/{first['id']}"
    etag = ours.get(address)["ETag"]
    assert ours.post(f"{address}/answer", {"text": ""}, etag=etag).status_code == 422
    done = ours.post(f"{address}/answer", {"text": "Attached to the case."}, etag=etag)
    assert done.status_code == 200 and done.json()["information"]["status"] == "answered"
    etag = theirs.get(f"/threads/{second['id']}")["ETag"]
    taken = theirs.post(f"/threads/{second['id']}/cancel", {}, etag=etag)
    assert taken.json()["information"]["status"] == "cancelled"


def test_nothing_is_said_before_the_other_side_knows_of_the_case(people: Corridor) -> None:
    case = world.draft(people)
    answer = system(REQUESTING).post(f"/cases/{case.id}/threads", {"title": "T", "text": "Words"})
    assert answer.status_code == 403 and answer.json()["code"] == "not_shared"


# --- notices and reference data ---------------------------------------------------------------------------------------


def test_notices_are_those_of_the_office(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    rows = system(DESK).get("/notices").json()["results"]
    assert [(row["action"], row["reference"]) for row in rows] == [("case.submitted", case.reference)]
    assert system(STRANGER).get("/notices").json()["results"] == []
    assert system(DESK).get("/notices", {"kind": "nonsense"}).status_code == 400


@pytest.mark.django_db
def test_reference_data_are_there_for_every_system_with_labels() -> None:
    caller = system(STRANGER, token_scopes=[])
    countries = caller.get("/reference/countries")
    assert {"SRB", "NLD", "XKX"} <= {row["code"] for row in countries.json()["results"]}
    assert caller.get("/reference/countries", If_None_Match=countries["ETag"]).status_code == 304
    offices = caller.get("/reference/authorities", {"country": "SRB"}).json()["results"]
    assert {row["country"] for row in offices} == {"SRB"} and DESK in {row["code"] for row in offices}
    assert caller.get("/reference/crossing-points", {"country": "SRB"}).json()["results"]
    assert "eu-serbia" in {row["code"] for row in caller.get("/reference/agreements").json()["results"]}
    agreement = caller.get("/reference/agreements/eu-serbia").json()
    reply = next(rule for rule in agreement["rules"] if rule["kind"] == "reply")
    assert reply["citation"] and reply["certainty"] and agreement["parties"] and agreement["members"]
    lists = {row["name"]: row for row in caller.get("/reference/codes").json()["results"]}
    assert {row["audience"] for row in lists.values()} == {"both", "receiving"}
    assert "protection" not in str(lists)
    assert {"code": "not_identified", "label": "The person could not be identified"} in lists["refusal_reason"]["codes"]
    assert "asylum" not in str(lists["refusal_reason"]).lower()
    for wrong in ("srb", "SR", "SRB ", "S\u0000B"):
        assert caller.get("/reference/authorities", {"country": wrong}).status_code == 400


# --- what a side could learn of the other -----------------------------------------------------------------------------

MARKER = "Zqxj"


@pytest.mark.django_db
def test_no_answer_to_the_other_side_holds_what_is_the_own_side_s() -> None:
    """Every answer is searched for words that stand only in data of the other side, and for names of its people."""
    people = world.corridor()
    ours, theirs = system(REQUESTING), system(DESK)
    case = world.case_at(people, "returned_incomplete")
    hidden = {"file_number": f"{MARKER}-1", "return_decision_number": f"{MARKER}-2", "place": f"{MARKER} prison"}
    _case, etag = ours.case(case.id)
    assert (
        ours.patch(
            f"/cases/{case.id}",
            {
                "safeguards": {**hidden, "vulnerabilities": ["pregnant"]},
                "circumstances": {"statement": f"{MARKER} ill"},
            },
            etag=etag,
        ).status_code
        == 200
    )
    assert MARKER in ours.get(f"/cases/{case.id}").content.decode()
    safe.answer(people, case)
    with use_scope(people.reviewer.scope):
        submission.case_resubmit(actor=people.reviewer, case_id=case.id, version=None)
    thread = ours.post(f"/cases/{case.id}/threads", {"title": "About", "text": "The address is wrong"}).json()
    with use_scope(people.officer.scope):
        submission.case_withdraw(
            actor=people.officer, case_id=case.id, version=None, code="protection_procedure", note=f"{MARKER} court"
        )
    assert "protection_procedure" in ours.get(f"/cases/{case.id}").content.decode()
    names = set(world.every(User).filter(country="NLD", is_machine=False).values_list("full_name", flat=True))
    with use_scope(theirs.actor.scope):
        files = list(StoredFile.objects.values_list("id", flat=True))
    addresses = ["/cases", "/notices", "/changes", "/me", "/verification-tasks"]
    addresses += [f"/threads/{thread['id']}", f"/threads/{thread['id']}/messages"]
    addresses += [f"/cases/{case.id}{part}" for part in ("", "/acts", "/files", "/papers", "/threads")]
    answers = [theirs.get(address) for address in addresses]
    assert all(answer.status_code == 200 for answer in answers), [a.status_code for a in answers]
    text = " ".join(answer.content.decode() for answer in answers)
    for word in (MARKER, "pregnant", "protection_procedure", "safeguards", "withdrawal_reason", "asylum"):
        assert not re.search(word, text, re.IGNORECASE), word
    assert not [name for name in names if name in text]
    assert files


@pytest.mark.commits
def test_two_systems_that_race_leave_one_act(transactional_db: None) -> None:
    """Two clients of one office acknowledge at once with the same tag: one is told that it came too late."""
    people = world.corridor()
    case = world.case_at(people, "submitted")
    callers = [system(DESK), system(DESK)]
    etag = callers[0].case(case.id)[1]
    answers: list[int] = []

    def act(caller: System) -> None:
        try:
            answers.append(caller.post(f"/cases/{case.id}/acts/acknowledge", {}, etag=etag).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(caller,)) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 412]


@pytest.mark.commits
def test_one_key_raced_gives_one_answer(transactional_db: None) -> None:
    ours = system(REQUESTING)
    key, bodies = str(uuid4()), []

    def post() -> None:
        try:
            bodies.append(ours.post("/cases", {"receiving_country": "SRB", "agreement": "eu-serbia"}, key=key).content)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(bodies)) == 1 and len(bodies) == 4
    with transaction.atomic(), use_scope(ours.actor.scope):
        assert len(ids(ours.get("/cases"))) == 1
