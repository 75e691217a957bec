"""What the case page says about time limits: whose turn an open question is, what is folded, the place of a time."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.actor import Actor
from cases.models import Case, VerificationTask
from cases.services import decision, disputes, extension, paper
from cases.services.information_requests import information_answer, information_ask
from cases.services.verification import verification_ask
from core import clock
from core.scope import use_scope
from tests import world
from tests.cases.limits import clocks_of, do, scan
from tests.cases.test_extension import pakistan
from tests.cases.work_pages import browser, page
from tests.days import local_day

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


def test_a_reply_after_the_due_date_is_not_called_kept(transactional_db: None) -> None:
    """Where silence decides nothing: else no reply is taken after the due date."""
    people = world.corridor()
    for days, told in ((-1, "kept"), (1, "not kept")):
        with world.rule_with(people, "reply", effect_of_silence="none"):
            case = world.case_at(people, "decision_proposed")
        with clock.travel(clocks_of(people.officer, case, "reply")[0].due_at + timedelta(days=days)):
            do(people.signer, decision.decision_countersign, case)
        assert f"Reply: {told}" in words(shown(people.officer, case)), days


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


def test_a_day_set_for_information_stands_among_the_limits_until_it_is_answered(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    day = local_day() + timedelta(days=9)
    asked = {"items": ["photograph"], "due_on": day}
    with use_scope(people.registry.scope):
        request = information_ask(actor=people.registry, case_id=case.id, **asked)
        title = request.thread.title
    for actor in (people.officer, people.registry):
        html = words(shown(actor, case))
        # The day ends where it has to be answered.
        assert re.search(rf"Information: {re.escape(title)}.{{0,200}}\(Amsterdam\)", html)
    with use_scope(people.officer.scope):
        information_answer(actor=people.officer, thread_id=request.thread_id, version=None, text="Attached")
    assert f"Information: {title}" not in words(shown(people.officer, case))


def test_the_day_set_for_an_agency_is_told_to_the_receiving_side_alone(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    day = local_day() + timedelta(days=9)
    do(people.registry, verification_ask, case, agencies=[people.agency], due_on=day)
    with use_scope(people.registry.scope):
        agency = VerificationTask.objects.select_related("agency").get(case=case).agency.name
    limit = f"Verification: {agency}"
    html = words(shown(people.registry, case))
    assert re.search(rf"{re.escape(limit)}.{{0,200}}\(Belgrade\)", html)
    assert agency not in words(shown(people.officer, case))
    world.answer(people, case.id)
    assert limit not in words(shown(people.registry, case))
