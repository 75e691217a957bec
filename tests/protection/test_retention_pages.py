"""The pages of erasures and holds, as two persons of one side and the other side use them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client

from accounts.actor import Actor
from cases.choices import Side, TransferFailure, WithdrawalReason
from core import clock
from core.periods import Period
from core.scope import use_scope
from protection.models import LegalHold, RetentionRun
from supervision.selectors.measures import CLOCKS, OF_PERIOD, Filters, cases_of, measure_get
from supervision.selectors.standings import standings_of
from tests.permissions.pages import client_of
from tests.protection.erasures import YEARS, Office, case_as_owner, closed_case, erase_all, office, pass_time

pytestmark = pytest.mark.commits
BASE = "/data-protection/retention"


@pytest.fixture
def both(transactional_db: None) -> Office:
    return office()


def text_of(client: Client, path: str, code: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == code, answer.content.decode()[:2000]
    return answer.content.decode()


def figures(actor: Actor, side: Side) -> dict[str, int]:
    """Every measure of supervision, over all times."""
    codes = [*OF_PERIOD, "open", "monitored", "unconfirmed", "unassigned"]
    codes += [f"{kind}-{how}" for kind in CLOCKS for how in (*standings_of(kind), "unverified")]
    codes += [f"failed-{reason}" for reason in TransferFailure.values]
    codes += [f"withdrawal-{reason}" for reason in WithdrawalReason.values if side is Side.REQUESTING]
    filters = Filters(side, Period(date(2020, 1, 1), date(2050, 1, 1), actor.zone))
    with use_scope(actor.scope):
        measures = {code: measure_get(code, filters, clock.now()) for code in codes}
        return {code: cases_of(actor, filters, found).count() for code, found in measures.items() if found}


def test_an_erasure_from_the_preview_to_the_page_of_the_erased_case(both: Office, tmp_path: Path) -> None:
    case = closed_case(both.people)
    first, second, theirs = (client_of(who) for who in (both.officer, both.second, both.their_officer))
    assert "Nothing is due" in text_of(first, f"{BASE}/due")
    pass_time(YEARS)
    page = text_of(first, f"{BASE}/due")
    assert str(case.reference) in page and "default:case_transferred:60" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert first.post(f"{BASE}/due", {"reason": "", "seen": seen}).status_code == 422
    assert first.post(f"{BASE}/due", {"reason": "Over", "seen": "old"}).status_code == 409
    sent = first.post(f"{BASE}/due", {"reason": "The time is over", "seen": seen})
    assert sent.status_code == 302
    run = sent["Location"]
    assert "Another run has it in hand" in text_of(second, f"{BASE}/due")
    assert "another person must decide" in text_of(first, run)
    assert first.post(run, {"decision": "approve", "note": ""}).status_code == 403
    assert "Waits for a second person" in text_of(first, f"{BASE}/runs")
    assert second.post(run, {"decision": "reject", "note": ""}).status_code == 422
    assert second.post(run, {"decision": "approve", "note": "Compared with the list"}).status_code == 302
    # The other side sees what both share, and nothing of the run.
    announced = text_of(theirs, f"{BASE}/announced")
    assert str(case.reference) in announced and "own side" not in announced
    text_of(theirs, run, 404)
    pass_time(YEARS + timedelta(days=31))
    sides = ((both.people.supervisor, Side.REQUESTING), (both.people.their_supervisor, Side.RECEIVING))
    counted = [figures(*side) for side in sides]
    assert counted[0]["handed_over"] == counted[1]["accepted"] == 1 and len(counted[0]) > 30
    assert erase_all(tmp_path) == 1
    assert [figures(*side) for side in sides] == counted
    page = text_of(second, run)
    assert "Done" in page and "Compared with the list" in page
    for client in (first, theirs):
        gone = text_of(client, f"/cases/{case.id}", 410)
        assert "This case was erased" in gone and "default:case_transferred:60" in gone
    officer = client_of(both.people.officer)
    assert str(case.reference) in text_of(officer, "/cases/?view=closed")
    assert case_as_owner(case.id).erased_at is not None


def test_a_hold_keeps_a_case_until_another_person_lifts_it(both: Office, tmp_path: Path) -> None:
    case = closed_case(both.people, "completed")
    first, second, theirs = (client_of(who) for who in (both.officer, both.second, both.their_officer))
    form = {"reference": str(case.reference), "reason": "The court has not decided"}
    assert first.post(f"{BASE}/holds", {**form, "reference": "NL-RS-2026-000001-1"}).status_code == 422
    assert first.post(f"{BASE}/holds", form).status_code == 302
    assert first.post(f"{BASE}/holds", form).status_code == 403, "one hold of a country"
    assert "The court has not decided" in text_of(second, f"{BASE}/holds")
    assert "The court" not in text_of(theirs, f"{BASE}/holds")
    page = text_of(theirs, f"/cases/{case.id}")
    assert "Legal hold" in page and "Netherlands" in page and "The court" not in page
    with use_scope(both.officer.scope):
        hold = LegalHold.objects.get()
    assert first.post(f"{BASE}/holds/{hold.id}", {"reason": "Over"}).status_code == 403
    assert second.post(f"{BASE}/holds/{hold.id}", {"reason": "The court has decided"}).status_code == 302
    assert "The court has decided" in text_of(first, f"{BASE}/holds?view=lifted")
    with use_scope(both.officer.scope):
        assert not RetentionRun.objects.exists()
