"""A national system and travel documents: collected, lost, asked for anew; the European one in place of one that is late."""

from datetime import timedelta

import pytest

from tests import world
from tests.api.systems import REQUESTING, System, system
from tests.days import local_day

pytestmark = pytest.mark.commits


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


@pytest.fixture
def ours(people: world.Corridor) -> System:
    return system(REQUESTING)


def test_a_document_is_collected_lost_and_asked_for_anew(people: world.Corridor, ours: System) -> None:
    case = world.case_at(people, "documented")
    today = local_day().isoformat()
    late = ours.act(case.id, "collect_travel_document", {"collected_on": "2099-01-01", "collected_by": "P. Jansen"})
    assert late.status_code == 422
    done = ours.act(case.id, "collect_travel_document", {"collected_on": today, "collected_by": "P. Jansen"})
    [document] = done.json()["travel_documents"]
    assert (document["status"], document["collected_by"]) == ("collected", "P. Jansen")
    lost = ours.act(case.id, "report_document_lost", {"code": "stolen", "note": "From the luggage"})
    [document] = lost.json()["travel_documents"]
    assert (document["status"], document["end_code"], document["end_note"]) == ("lost", "stolen", "From the luggage")
    again = ours.act(case.id, "report_document_lost", {"code": "stolen"})
    assert again.status_code == 403 and again.json()["code"] == "wrong_status"
    asked = ours.act(case.id, "ask_travel_document")
    assert asked.json()["travel_documents"][0]["asked_again_at"]


def test_the_european_document_is_issued_and_revoked(people: world.Corridor, ours: System) -> None:
    case = world.case_at(people, "overdue_european")
    offered = {row["name"] for row in ours.get(f"/cases/{case.id}/acts").json()["results"] if row["is_possible"]}
    assert "issue_return_document" in offered
    until = (local_day() + timedelta(days=20)).isoformat()
    issued = ours.act(case.id, "issue_return_document", {"valid_until": until, "place": "The Hague"})
    [document] = issued.json()["travel_documents"]
    assert (document["fallback"], document["status"]) == ("european", "issued")
    assert ours.act(case.id, "print_return_document").json()["travel_documents"][0]["printed_count"] == 1
    revoked = ours.act(case.id, "revoke_return_document", {"code": "wrong_data"})
    assert revoked.json()["travel_documents"][0]["status"] == "revoked"
