"""What the case page, the filing page and the acts say of a time limit: nothing that is not so, and nothing twice."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.actor import Actor
from cases.models import Case
from cases.services import extension, suspension
from cases.services.recomputation import clock_recompute
from cases.services.silence import clocks_pass
from cases.services.verification import verification_ask
from cases.workflow.system import system_scope
from core import clock
from core.scope import use_scope
from tests import world
from tests.cases.limits import clocks_of, do, utc
from tests.cases.work_pages import browser, page
from tests.days import local_day

pytestmark = pytest.mark.commits
SECRET = "Hearing on Tuesday"


def html_of(actor: Actor, case: Case) -> str:
    return page(browser(actor), reverse("cases:case-detail", args=[case.id]))


def words(html: str) -> str:
    return " ".join(strip_tags(html).split()).replace("&#39;", "'")


def limit_html(html: str, name: str) -> str:
    """The part of the panel that tells of one time limit."""
    parts = html.split('<div class="clock">')[1:]
    found = [part for part in parts if words(part).startswith(f"{name}:")]
    assert found, name
    return found[0]


def head(html: str, name: str) -> str:
    """What stands of a time limit without unfolding."""
    return words(limit_html(html, name).split("<details>")[0])


def test_an_extended_limit_says_so_and_begins_with_the_delivery(transactional_db: None) -> None:
    people = world.corridor()
    with clock.travel(utc("2026-03-02 10:00")):
        case = world.case_at(people, "received")
        do(people.proposer, extension.extension_request, case, value=4, reasons="The registers are being moved")
        html = html_of(people.officer, case)
    assert "10 calendar days from delivery on 2 March 2026" in head(html, "Reply")
    assert "Extended by 4 calendar days after" in head(html, "Reply")
    whole = words(limit_html(html, "Reply"))
    assert "Began with delivery: " in whole
    assert "Began with the end of the time limit" not in whole
    assert whole.count("Extended by 4 calendar days after") == 1
    assert "It took the place of the time limit that would have ended" in whole, "nothing has ended yet"


def test_silence_stands_in_the_place_of_what_nobody_asked_for(transactional_db: None) -> None:
    people = world.corridor()
    with world.rule_with(people, "travel_document_issue", start_event="travel_document_request"):
        silent, asked = world.case_at(people, "silent"), world.case_at(people, "accepted")
    for actor in (people.officer, people.registry):
        html = words(limit_html(html_of(actor, silent), "Travel document"))
        assert "Began with the acceptance by silence, which stands in the place of the request" in html
        assert "receipt of the request" not in html
        html = words(limit_html(html_of(actor, asked), "Travel document"))
        assert "Began with receipt of the request for the travel document" in html


def test_a_postponed_transfer_is_nobodys_turn(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "planned")
    assert "Your turn: give notice of the transfer" in words(html_of(people.officer, case))
    review_on = local_day() + timedelta(days=30)
    given = {"cause": "legal_obstacle", "code": "protection_procedure", "note": SECRET, "review_on": review_on}
    do(people.officer, suspension.limit_pause, case, **given)
    for actor in (people.officer, people.registry):
        html = words(html_of(actor, case))
        assert "The transfer is postponed" in html and "give notice of the transfer" not in html
        assert "stands still since" in html
        assert (SECRET in html) == (actor is people.officer)
    for act in ("resume_transfer_limit", "review_transfer_pause"):
        html = words(page(browser(people.officer), reverse("cases:act", args=[case.id, act])))
        assert SECRET in html and "Stands still since" in html and "Ends, if it goes on today" in html, act


def test_what_nobody_has_read_is_not_called_without_delay(transactional_db: None) -> None:
    people = world.corridor()
    nothing = {"value": None, "unit": "none", "certainty": "M?", "wording": "Not found."}
    with world.rule_with(people, "transfer", **nothing):
        case = world.case_at(people, "received")
        unread = words(html_of(people.officer, case))
    assert "Transfer: not known" in unread and "without delay" not in unread
    with world.rule_with(people, "transfer", **{**nothing, "certainty": "T", "wording": "Without delay."}):
        read = words(html_of(people.officer, case))
    assert "Transfer: no fixed time limit" in read and "What was read: Without delay." in read


def test_a_notice_is_counted_back(transactional_db: None) -> None:
    people = world.kosovan_corridor()
    html = words(html_of(people.officer, world.case_at(people, "received")))
    assert re.search(r"At least \d+ \w+ days before the planned transfer", html)
    assert "days from the planned transfer" not in html


def test_that_the_stricter_count_has_passed_is_said(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    row = clocks_of(people.officer, case, "reply")[0]
    with clock.travel(row.due_at - timedelta(hours=30)):
        assert "passed by the stricter count" not in words(html_of(people.officer, case))
    with clock.travel(row.due_at - timedelta(hours=12)):
        html = html_of(people.officer, case)
        assert "already passed by the stricter count" in head(html, "Reply")
        assert words(html).count("already passed by the stricter count") == 2, "band and panel"


def test_nobody_is_reminded_of_an_agency_after_the_acceptance(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    day = local_day() + timedelta(days=2)
    do(people.registry, verification_ask, case, agencies=[people.agency], due_on=day)
    assert "Verification:" in words(html_of(people.registry, case))
    row = clocks_of(people.officer, case, "reply")[0]
    with clock.travel(row.due_at + timedelta(hours=1)):
        with use_scope(system_scope(people.receiving)):
            clocks_pass([row.id])
        html = words(html_of(people.registry, case))
    assert "Accepted by silence" in html and "Verification:" not in html


def test_what_rcms_did_is_of_neither_side(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "silent")
    for actor in (people.officer, people.registry):
        html = html_of(actor, case)
        entries = re.findall(r'<li class="system">(.*?)</li>', html, re.DOTALL)
        assert any("accepted" in words(entry).lower() and "(RCMS)" in words(entry) for entry in entries)


def test_an_objection_is_offered_once(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "silent")
    html = html_of(people.proposer, case)
    assert html.count(f'href="{reverse("cases:act", args=[case.id, "dispute_delivery"])}"') == 1
    assert html.count(f'href="{reverse("cases:act", args=[case.id, "dispute_reply"])}"') == 1


def test_the_filing_page_names_a_day_and_what_is_not_sure_of_it(transactional_db: None) -> None:
    people = world.corridor()
    case = world.draft(people)
    address = reverse("cases:filing", args=[case.id, "person"])
    html = words(page(browser(people.officer), address))
    assert "If that began today the reply would be due" in html and "Unverified counting" in html
    read = {"counting_citation": "Article 1", "counting_certainty": "T"}
    with world.rule_with(people, "reply", counting_convention="plain", first_day_counts=False, **read):
        assert "Unverified counting" not in words(page(browser(people.officer), address))


def test_a_limit_that_was_computed_anew_says_why(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    before = clocks_of(people.officer, case, "reply")[0]
    assert "computed anew" not in words(html_of(people.officer, case))
    with world.rule_with(people, "reply", value=12), use_scope(system_scope(people.receiving)):
        assert clock_recompute(clock_id=before.id) is not None
    for actor in (people.officer, people.registry):
        html = words(html_of(actor, case))
        assert "An administrator changed the rule, and this time limit was computed anew by it." in html
