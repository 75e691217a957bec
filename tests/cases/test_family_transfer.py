"""A family travels together: planned and announced in one go, each person by the own case."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from audit.models import Event
from cases.models import Case, Transfer
from cases.services import case_suspension, family_transfer, filing, submission, transfer, travel_document
from core import clock
from core.errors import ActRefused, Invalid, StaleVersion
from core.scope import use_scope
from documents.models import GeneratedDocument
from tests import safe, world
from tests.cases.work_pages import browser, page
from tests.days import local_day
from tests.families import family
from tests.world import Corridor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def accepted(people: Corridor, *, second: str = "accepted") -> tuple[Case, Case]:
    """A family of two that was filed together and answered; who was accepted has a travel document."""
    cases = family(people)
    world._as(people.officer, submission.review_send)(cases[0].id)
    world._as(people.reviewer, submission.case_submit)(cases[0].id)
    for case, outcome in zip(cases, ("accepted", second), strict=True):
        safe.decide(people, case, outcome)
        if outcome == "accepted":
            valid_until = local_day() + timedelta(days=60)
            world._as(people.consul, travel_document.travel_document_issue, valid_until=valid_until)(case.id)
    return cases


def plan(people: Corridor, **values: Any) -> dict[str, Any]:
    arrives_at = clock.now().replace(microsecond=0) + timedelta(days=20)
    return {
        "crossing_point": people.crossing_point,
        "arrives_at": arrives_at,
        "means": "air",
        "carrier_number": "JU 451",
        **values,
    }


def versions(people: Corridor, *cases: Case) -> dict[Any, int]:
    with use_scope(people.officer.scope):
        return {row.id: row.version for row in Case.objects.filter(id__in=[case.id for case in cases])}


def together(people: Corridor, service: Any, *cases: Case, **values: Any) -> dict[Any, str]:
    """The act for the whole family; gives the code of each person, "" where it was done."""
    with use_scope(people.officer.scope):
        results = service(actor=people.officer, case_id=cases[0].id, versions=versions(people, *cases), **values)
        return {result.case.id: result.code for result in results}


def transfers(people: Corridor, *cases: Case) -> list[Transfer]:
    with use_scope(people.officer.scope):
        rows = Transfer.objects.filter(case__in=cases).exclude(status="replaced").order_by("case_id")
        return list(rows)


def events(people: Corridor, case: Case, action: str) -> int:
    with use_scope(people.officer.scope):
        return Event.objects.filter(case_key=case.id, action=action, country=people.officer.country).count()


def test_all_are_planned_announced_and_confirmed_each_by_the_own_case(people: Corridor) -> None:
    cases = accepted(people)
    values = plan(people)
    assert together(people, family_transfer.family_transfer_plan, *cases, values=values) == dict.fromkeys(
        (case.id for case in cases), ""
    )
    rows = transfers(people, *cases)
    assert [(row.arrives_at, row.crossing_point_id, row.carrier_number) for row in rows] == 2 * [
        (values["arrives_at"], people.crossing_point, "JU 451")
    ]
    together(people, family_transfer.family_transfer_notify, *cases)
    for case in cases:
        assert events(people, case, "transfer.planned") == events(people, case, "transfer.notified") == 1
        with use_scope(people.registry.scope):
            assert GeneratedDocument.objects.filter(subject=case.subject, template="transfer_notice").count() == 1
    world._as(people.registry, transfer.transfer_confirm)(cases[0].id)
    assert [row.status for row in transfers(people, *cases)] == ["confirmed", "notified"]
    world._as(people.registry, transfer.transfer_confirm)(cases[1].id)
    assert [row.status for row in transfers(people, *cases)] == ["confirmed", "confirmed"]


def test_whoever_cannot_go_is_named_with_the_reason_and_the_others_go(people: Corridor) -> None:
    first, second = accepted(people, second="refused")
    done = together(people, family_transfer.family_transfer_plan, first, second, values=plan(people))
    assert done == {first.id: "", second.id: "not_accepted"}
    with pytest.raises(ActRefused) as refused:
        together(people, family_transfer.family_transfer_notify, first, second)
    assert refused.value.code == "nobody_of_family"
    assert [name for name, _words in refused.value.lines] == ["Petrović, Miloš", "Petrović, Jelena"]
    assert "would stay behind" in refused.value.lines[0][1]
    assert [row.status for row in transfers(people, first, second)] == ["planned"]


def test_a_case_that_the_own_side_suspended_stays_and_the_other_goes(people: Corridor) -> None:
    first, second = accepted(people)
    why = {"code": "transport", "review_on": (local_day() + timedelta(days=30))}
    world._as(people.officer, case_suspension.case_suspend, **why)(second.id)
    done = together(people, family_transfer.family_transfer_plan, first, second, values=plan(people))
    assert done == {first.id: "", second.id: "case_suspended"}
    assert [row.case_id for row in transfers(people, first, second)] == [first.id]


def test_a_plan_that_nobody_knows_of_is_replaced_and_keeps_what_one_person_needs(people: Corridor) -> None:
    first, second = accepted(people)
    own = plan(people, special_help="A wheelchair", carrier_number="JU 1")
    world._as(people.officer, transfer.transfer_plan, values=own)(first.id)
    together(people, family_transfer.family_transfer_plan, first, second, values=plan(people))
    rows = transfers(people, first, second)
    assert [(row.carrier_number, row.special_help) for row in rows] == [("JU 451", "A wheelchair"), ("JU 451", "")]
    world._as(people.officer, transfer.transfer_notify)(first.id)
    later = plan(people, carrier_number="JU 9")
    done = together(people, family_transfer.family_transfer_plan, first, second, values=later)
    assert done == {first.id: "announced", second.id: ""}
    assert [row.carrier_number for row in transfers(people, first, second)] == ["JU 451", "JU 9"]


def test_nobody_is_planned_where_one_case_has_moved_or_the_day_is_wrong(people: Corridor) -> None:
    first, second = accepted(people)
    seen = versions(people, first, second)
    for stale in ({**seen, second.id: seen[second.id] - 1}, {first.id: seen[first.id]}):
        with use_scope(people.officer.scope), pytest.raises(StaleVersion):
            family_transfer.family_transfer_plan(
                actor=people.officer, case_id=first.id, versions=stale, values=plan(people)
            )
    with pytest.raises(Invalid) as invalid:
        past = plan(people, arrives_at=clock.now() - timedelta(days=1))
        together(people, family_transfer.family_transfer_plan, first, second, values=past)
    assert "arrives_at" in invalid.value.errors
    assert transfers(people, first, second) == []


def form(people: Corridor, *cases: Case, days: int = 20, **values: str) -> dict[str, Any]:
    day = local_day() + timedelta(days=days)
    return {
        "member": [f"{key}:{version}" for key, version in versions(people, *cases).items()],
        "crossing_point": people.crossing_point,
        "arrival_date_day": day.day,
        "arrival_date_month": day.month,
        "arrival_date_year": day.year,
        "arrival_time": "14:30",
        "means": "air",
        "escorts": "0",
        **values,
    }


def test_the_page_plans_announces_and_keeps_what_was_typed(people: Corridor) -> None:
    first, second = accepted(people)
    officer, home = browser(people.officer), reverse("cases:family", args=[first.id])
    planning, telling = (
        reverse("cases:family-act", args=[first.id, f"{name}_transfer"]) for name in ("plan", "notify")
    )
    assert planning in page(officer, home) and telling not in page(officer, home)
    for actor in (people.registry, people.supervisor):
        page(browser(actor), planning, 403)
        assert planning not in page(browser(actor), home)
    wrong = officer.post(planning, form(people, first, second, carrier_number="JU 77", means=""))
    assert wrong.status_code == 422 and "JU 77" in wrong.content.decode()
    stale = form(people, first, second, carrier_number="JU 77")
    stale["member"] = [stale["member"][0], f"{second.id}:1"]
    answer = officer.post(planning, stale)
    assert answer.status_code == 409 and "JU 77" in answer.content.decode()
    assert transfers(people, first, second) == []

    done = officer.post(planning, form(people, first, second, carrier_number="JU 77"), follow=True)
    assert done.redirect_chain == [(home, 302)]
    shown = done.content.decode()
    assert "The transfer of 2 persons is planned." in shown and "does not travel together" not in shown
    assert telling in shown
    answer = officer.post(telling, {"member": form(people, first, second)["member"]}, follow=True)
    assert "Notice was given of the transfer of 2 persons." in answer.content.decode()
    assert [row.status for row in transfers(people, first, second)] == ["notified", "notified"]
    assert "for nobody of the family now" in page(officer, telling)
    page(officer, reverse("cases:family-act", args=[first.id, "withdraw"]), 404)


def test_the_page_names_whoever_is_left_out_and_that_the_family_is_apart(people: Corridor) -> None:
    first, second = accepted(people)
    world._as(people.officer, transfer.transfer_plan, values=plan(people))(first.id)
    officer, planning = browser(people.officer), reverse("cases:family-act", args=[second.id, "plan_transfer"])
    assert "does not travel together" in page(officer, reverse("cases:family", args=[first.id]))
    together(people, family_transfer.family_transfer_plan, first, second, values=plan(people))
    assert "does not travel together" not in page(officer, reverse("cases:family", args=[first.id]))
    world._as(people.officer, transfer.transfer_notify)(first.id)
    shown = page(officer, planning)
    assert "Notice was given already" in shown and 'value="JU 451"' in shown
    answer = officer.post(planning, form(people, first, second, days=9))
    text = answer.content.decode()
    assert answer.status_code == 200 and "Not done for everybody" in text and "Notice was given already" in text
    assert "does not travel together" in text


def test_after_filing_together_it_stands_who_was_filed_and_who_was_not(people: Corridor) -> None:
    first, second = family(people)
    officer, home = browser(people.officer), reverse("cases:family", args=[first.id])

    def post(actor: Any, case: Case, name: str) -> Any:
        version = versions(people, case)[case.id]
        return browser(actor).post(reverse("cases:act", args=[case.id, name]), {"version": version}, follow=True)

    assert post(people.officer, first, "send_to_review").redirect_chain == [(home, 302)]
    world._as(people.reviewer, submission.review_return, reason="Look at the name again")(second.id)
    shown = post(people.reviewer, first, "release").content.decode()
    assert "filed on" in shown and "not filed" in shown
    # What hinders one hinders all: each is named with what is in the way, and nobody has gone.
    third, fourth = family(people)
    with use_scope(people.officer.scope):
        basis = {"is_decision_final": False, "legal_status_checked_on": None}
        filing.private_save(actor=people.officer, case_id=fourth.id, version=None, values=basis, detention={})
    refused = post(people.officer, third, "send_to_review")
    text = refused.content.decode()
    assert refused.status_code == 403 and "Person by person" in text
    assert "Could go; waits for the others." in text and "Petrović, Jelena" in text
    assert {row.status for row in statuses(people, third, fourth)} == {"draft"}
    assert officer.get(home).status_code == 200


def statuses(people: Corridor, *cases: Case) -> list[Case]:
    with use_scope(people.officer.scope):
        return list(Case.objects.filter(id__in=[case.id for case in cases]))
