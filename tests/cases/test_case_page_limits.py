"""What the case page says about time limits: whose turn an open question is, what is folded, the place of a time."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.actor import Actor
from cases.models import Case
from cases.services import disputes, extension, paper
from core import clock
from tests import world
from tests.cases.limits import clocks_of, do, scan
from tests.cases.test_extension import pakistan
from tests.cases.work_pages import browser, page

pytestmark = pytest.mark.commits


def shown(actor: Actor, case: Case) -> str:
    return page(browser(actor), reverse("cases:case-detail", args=[case.id]))


def words(html: str) -> str:
    return " ".join(strip_tags(html).split())


def test_an_objection_is_the_turn_of_the_requesting_side(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "disputed")
    assert "Your turn: answer the objection" in words(shown(people.reviewer, case))
    # The officer who prepared the application does not answer it.
    assert "Your side's turn: answer the objection" in words(shown(people.officer, case)).replace("&#39;", "'")
    assert "answer the objection" not in words(shown(people.proposer, case))
    do(people.reviewer, disputes.dispute_reject, case, reason="It was delivered")
    assert "answer the objection" not in words(shown(people.reviewer, case))


def test_a_request_for_more_time_is_the_turn_of_the_requesting_side(transactional_db: None) -> None:
    people = pakistan()
    case = world.case_at(people, "received")
    do(people.proposer, extension.extension_request, case, value=45, reasons="The file is on paper")
    html = words(shown(people.reviewer, case))
    assert "Your turn: grant or refuse more time" in html
    assert "Austria has to answer before the time limit passes." in html
    with clock.travel(clocks_of(people.officer, case, "reply")[0].due_at + timedelta(hours=1)):
        assert "grant or refuse more time" not in words(shown(people.reviewer, case)), "too late to answer"


def test_what_was_undone_stands_below_what_holds(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "silent")
    filed = clocks_of(people.officer, case, "reply")[0].started_at
    refusal = {"outcome": "refused", "reason_codes": ["not_identified"], "reasons": "Nobody of this name"}
    do(
        people.reviewer,
        paper.paper_reply,
        case,
        channel="post",
        dated_at=filed + timedelta(days=1),
        scan=scan(),
        **refusal,
    )
    html = shown(people.registry, case)
    assert html.index("Nobody of this name") < html.index("Undone")


def test_time_limits_of_later_steps_are_folded(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    html = shown(people.officer, case)
    folded = re.search(r'<details class="clocks-later">(.*?)</details>', html, re.DOTALL)
    assert folded is not None
    assert "Transfer: not yet running" in words(folded[1]) and "Reply:" not in words(folded[1])
    assert "Interview" not in words(folded[1]), "nobody asked for one"


def test_the_time_of_a_country_bears_no_city_of_another(transactional_db: None) -> None:
    people = world.kosovan_corridor()
    case = world.case_at(people, "accepted")
    for actor in (people.officer, people.registry):
        html = words(shown(actor, case))
        assert "(Kosovo*)" in html and "(Belgrade)" not in html
