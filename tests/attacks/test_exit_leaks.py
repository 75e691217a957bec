"""Why an application was withdrawn or stands still, asked for everywhere where the other side reads: pages, lists,
figures, exports, search, papers, answers of the API. Nowhere does a reason stand, and every reason looks the same."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.actor import Actor
from cases.choices import PauseCode, WithdrawalReason
from cases.models import Case
from cases.services import case_suspension, departure, submission
from core.scope import use_scope
from documents.models import GeneratedDocument
from tests import world
from tests.api.systems import DESK, System, system
from tests.attacks.alike import bare
from tests.cases.work_pages import browser
from tests.days import local_day
from tests.world import Corridor

pytestmark = pytest.mark.django_db

NOTE = "Hearing of Tuesday"
EXPORTS = ("replies", "returns", "open", "flow", "transfers", "workload", "cases-withdrawn")
FIGURES = ("supervision:overview", "supervision:audit", "cases:case-list", "notifications:notice-list", "home")
PAGES = ("case-detail", "case-application", "case-history", "case-documents", "case-messages", "case-audit")


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


@pytest.fixture
def desk() -> System:
    return system(DESK)


def withdraw(people: Corridor, case: Case, code: str) -> None:
    with use_scope(people.officer.scope):
        if code == WithdrawalReason.LEFT_VOLUNTARILY:
            departure.voluntary_departure_record(
                actor=people.officer,
                case_id=case.id,
                version=None,
                left_on=local_day(),
                proof="exit_stamp",
                note=NOTE,
            )
        else:
            submission.case_withdraw(
                actor=people.officer, case_id=case.id, version=None, code=code, note=NOTE, is_closed=True
            )


def read_by(actor: Actor, case: Case) -> dict[str, str]:
    """Every page, list, figure and export of the reader that could tell of the case, by address."""
    client = browser(actor)
    found = {name: client.get(reverse(name)).content.decode() for name in FIGURES}
    answer: Any
    for name in PAGES:
        answer = client.get(reverse(f"cases:{name}", args=[case.id]))
        assert answer.status_code == 200, (name, answer.status_code)
        found[name] = answer.content.decode()
    for table in EXPORTS:
        answer = client.post(reverse("supervision:export", args=[table]), {"format": "csv"})
        assert answer.status_code == 200, (table, answer.status_code)
        found[f"export {table}"] = b"".join(answer.streaming_content).decode()
    with use_scope(actor.scope):
        papers = GeneratedDocument.objects.filter(subject=case.subject)
        found["papers"] = " ".join(str(paper.context) for paper in papers)
    return found


def told_by_api(desk: System, case: Case) -> str:
    about = (f"/cases/{case.id}{part}" for part in ("", "/papers", "/acts", "/threads"))
    told = [desk.get(address) for address in (*about, "/changes", "/cases")]
    assert {answer.status_code for answer in told} == {200}
    return " ".join(answer.content.decode() for answer in told)


def test_no_reason_of_a_withdrawal_stands_where_the_other_side_reads(people: Corridor, desk: System) -> None:
    for code in WithdrawalReason:
        case = world.case_at(people, "notified")
        withdraw(people, case, code)
        read = {**read_by(people.their_supervisor, case), "api": told_by_api(desk, case)}
        for place, text in read.items():
            assert NOTE not in text, (code, place)
            # "Another reason" and its code are words of other lists as well.
            if code != WithdrawalReason.OTHER:
                assert str(code.label) not in text and str(code) not in text, (code, place)


def test_no_figure_of_the_other_side_counts_a_reason(people: Corridor) -> None:
    withdraw(people, world.case_at(people, "received"), WithdrawalReason.PROTECTION_PROCEDURE)
    theirs = browser(people.their_supervisor)
    for code in WithdrawalReason:
        page = theirs.get(reverse("supervision:case-list", args=[f"withdrawal-{code}"]))
        export = theirs.post(reverse("supervision:export", args=[f"cases-withdrawal-{code}"]), {"format": "csv"})
        assert (page.status_code, export.status_code) == (404, 404)


def answered(client: Any, text: str) -> str:
    page = client.post(reverse("cases:search"), {"text": text}, follow=True).content.decode()
    return bare(re.sub(r"/search/[0-9a-f-]{36}", "", page.split('id="results"')[1]))


def test_no_reason_is_searched_for(people: Corridor) -> None:
    withdraw(people, world.case_at(people, "received"), WithdrawalReason.PROTECTION_PROCEDURE)
    theirs = browser(people.their_supervisor)
    for text in ("protection_procedure", "A protection procedure is pending", NOTE):
        assert "0 cases found" in answered(theirs, text)


@pytest.mark.parametrize("status", ["received", "accepted"])
def test_no_reason_of_a_standstill_stands_where_the_other_side_reads(
    people: Corridor, desk: System, status: str
) -> None:
    case = world.case_at(people, status)
    before = told_by_api(desk, case)
    with use_scope(people.officer.scope):
        case_suspension.case_suspend(
            actor=people.officer,
            case_id=case.id,
            version=None,
            code=PauseCode.PROTECTION_PROCEDURE,
            review_on=(local_day() + timedelta(days=9)),
            note=NOTE,
        )
    assert told_by_api(desk, case) == before
    for place, text in read_by(people.their_supervisor, case).items():
        for word in (NOTE, "suspended", "Suspended", str(PauseCode.PROTECTION_PROCEDURE.label), "protection_procedure"):
            assert word not in text, (place, word)
