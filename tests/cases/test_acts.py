"""The pages of the acts: what they tell, what they refuse, what they do."""

import re
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from audit.models import Access, Event
from cases.choices import TransferStatus
from cases.models import Case, Decision, Transfer, TravelDocument, VerificationTask
from cases.selectors.situation import live_transfer
from cases.services.notes import note_add
from cases.views.act_doings import DOINGS
from cases.workflow.table import TABLE
from cases.workflow.types import Subject
from core import clock
from core.scope import use_scope
from tests import world
from tests.cases.test_case_page import MOST_QUERIES, client_of, statements
from tests.days import local_day
from tests.families import family
from tests.world import Corridor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def address(case: Case, name: str) -> str:
    return reverse("cases:act", args=[case.id, name])


def text_of(answer: Any) -> str:
    """The page with single spaces."""
    return " ".join(answer.content.decode().split())


def now_of(people: Corridor, case: Case) -> Case:
    """The case as it stands."""
    with use_scope(people.supervisor.scope):
        return Case.objects.get(id=case.id)


def do(actor: Actor, case: Case, name: str, status: int = 302, **values: Any) -> HttpResponse:
    """Open the act's page and send its form with these values, as a browser would."""
    client = client_of(actor)
    opened = client.get(address(case, name))
    assert opened.status_code == 200, (name, opened.status_code)
    version = re.search(r'name="version" value="(\d+)"', opened.content.decode())
    assert version
    answer = client.post(address(case, name), {"version": version[1], **values})
    assert answer.status_code == status, (name, answer.status_code)
    return answer


def parts(name: str, day: date) -> dict[str, int]:
    """The three boxes of a date."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def plan_values(people: Corridor, days: int = 5) -> dict[str, Any]:
    """A filled-in plan."""
    return {
        "crossing_point": people.crossing_point,
        **parts("arrival_date", timezone.localdate(clock.now()) + timedelta(days=days)),
        "arrival_time": "14:30",
        "means": "air",
        "carrier_number": "JU 123",
        "escorts": "2",
    }


def handover_values(at: Any = None) -> dict[str, Any]:
    """A filled-in record of a handover that has just taken place, on the clocks of Belgrade."""
    local = timezone.localtime(at or clock.now(), timezone=ZoneInfo("Europe/Belgrade"))
    return {
        **parts("handover_date", local.date()),
        "handover_time": f"{local:%H:%M}",
        "handed_over_by": "S. Jansen, escort leader",
        "received_by": "D. Ilić, border officer",
    }


# --- the whole line ---------------------------------------------------------------------------------------------------


def test_every_act_of_the_table_has_a_page() -> None:
    # Questions and requests are answered, and requests taken back, on pages of their own; so are places on a visit given
    # and returns observed.
    elsewhere = {"answer_information", "cancel_information", "schedule_at_visit"}
    elsewhere |= {"record_observation", "submit_monitoring_report"}
    by_people = {row.name for row in TABLE if row.of is not Subject.VERIFICATION and not row.by_system}
    assert set(DOINGS) == by_people - elsewhere


def test_from_draft_to_closed_by_the_pages(people: Corridor) -> None:
    case = world.draft(people)
    do(people.officer, case, "send_to_review")
    do(people.reviewer, case, "return_to_draft", reason="The spelling of the name")
    do(people.officer, case, "send_to_review")
    do(people.reviewer, case, "release")
    do(people.registry, case, "return_incomplete", codes=["photograph"], reason="Face not visible")
    world.recheck(people, case.id)
    do(people.reviewer, case, "resubmit")
    do(people.registry, case, "acknowledge")
    do(people.registry, case, "start_verification", agencies=[str(people.agency)], question="Known to you?")
    world.answer(people, case.id)
    do(people.proposer, case, "propose_decision", outcome="accepted", reasons="In order")
    do(people.signer, case, "send_back_proposal", reason="Compare the photograph")
    do(people.proposer, case, "propose_decision", outcome="accepted", reasons="Compared")
    do(people.signer, case, "countersign_acceptance")
    do(people.consul, case, "issue_travel_document", **parts("valid_until", local_day() + timedelta(days=30)))
    do(people.officer, case, "plan_transfer", **plan_values(people))
    do(people.officer, case, "notify_transfer")
    do(people.registry, case, "counter_propose_transfer", **counter_values(9), reason="The airport is closed")
    replanned = client_of(people.officer).get(address(case, "plan_transfer"))
    assert "The airport is closed" in text_of(replanned) and 'value="09:15"' in text_of(replanned)
    do(people.officer, case, "plan_transfer", **plan_values(people, 9))
    do(people.officer, case, "notify_transfer")
    do(people.registry, case, "confirm_transfer", note="Gate 3")
    answer = do(people.border, case, "record_handover", **handover_values())
    assert answer["Location"] == reverse("cases:arrival-detail", args=[case.id])
    do(people.officer, case, "close")
    assert now_of(people, case).status == "closed"


def counter_values(days: int) -> dict[str, Any]:
    return {
        **parts("arrival_date", timezone.localdate(clock.now()) + timedelta(days=days)),
        "arrival_time": "9:15",
    }


@pytest.mark.parametrize(
    ("outcome", "codes"),
    [("refused", {"refusal_codes": ["not_a_national"]}), ("inconclusive", {"inconclusive_codes": ["interview"]})],
)
def test_other_decisions(people: Corridor, outcome: str, codes: dict[str, list[str]]) -> None:
    case = world.case_at(people, "received")
    do(people.proposer, case, "propose_decision", outcome=outcome, reasons="Not found in any register", **codes)
    name = {"refused": "countersign_refusal", "inconclusive": "countersign_inconclusive"}[outcome]
    shown = text_of(client_of(people.signer).get(address(case, name)))
    assert "Not found in any register" in shown and people.proposer.name in shown
    assert address(case, "send_back_proposal") in shown
    do(people.signer, case, name)
    assert now_of(people, case).status == outcome


def test_a_failed_transfer_is_planned_anew(people: Corridor) -> None:
    case = world.case_at(people, "confirmed")
    answer = do(people.border, case, "refuse_arrival", code="not_presented", note="Nobody on the flight")
    assert answer["Location"] == reverse("cases:arrival-detail", args=[case.id])
    do(people.officer, case, "plan_transfer", **plan_values(people, 8))
    do(people.officer, case, "fail_transfer", code="flight_cancelled")
    with use_scope(people.officer.scope):
        assert live_transfer(case) is None
        assert list(Transfer.objects.filter(case=case).values_list("failure_code", flat=True)) == [
            "not_presented",
            "flight_cancelled",
        ]


def test_a_local_time_is_that_of_the_crossing_point(people: Corridor) -> None:
    case = world.case_at(people, "documented")
    do(people.officer, case, "plan_transfer", **{**plan_values(people), **parts("arrival_date", date(2027, 1, 20))})
    with use_scope(people.officer.scope):
        transfer = Transfer.objects.get(case=case)
    assert transfer.arrives_at.isoformat() == "2027-01-20T13:30:00+00:00"
    assert transfer.escorts == 2 and transfer.status == TransferStatus.PLANNED


# --- what a page tells ------------------------------------------------------------------------------------------------


def test_withdrawing_says_what_the_other_side_will_see(people: Corridor) -> None:
    shared, own = world.case_at(people, "received"), world.draft(people)
    seen = text_of(client_of(people.officer).get(address(shared, "withdraw")))
    assert "Serbia will see that the case was withdrawn. It will not see why." in seen
    assert "Serbia has not seen this case" in text_of(client_of(people.officer).get(address(own, "withdraw")))
    do(people.officer, shared, "withdraw", code="protection_procedure", note="Letter of 3 May")
    with use_scope(people.their_supervisor.scope):
        told = list(Event.objects.filter(case_key=shared.id, action__startswith="case.withdr"))
    assert [event.action for event in told] == ["case.withdrawn"]
    assert "protection" not in str([(event.parameters, event.reason) for event in told])


def test_consequences_name_clocks_papers_and_readers(people: Corridor) -> None:
    case = world.case_at(people, "in_review")
    shown = text_of(client_of(people.reviewer).get(address(case, "release")))
    for words in ("Serbia is told at once.", "Reply, 10 calendar days", "Article 10(2)", "Readmission application."):
        assert words in shown
    proposal = world.case_at(people, "decision_proposed")
    signing = text_of(client_of(people.signer).get(address(proposal, "countersign_acceptance")))
    assert "The time limit ends: Reply." in signing and "Netherlands is told at once." in signing


def test_a_family_goes_together_and_the_page_says_so(people: Corridor) -> None:
    first, second = family(people)
    shown = text_of(client_of(people.officer).get(address(first, "send_to_review")))
    assert "The other case of the family goes with this one." in shown
    do(people.officer, first, "send_to_review")
    assert now_of(people, second).status == "in_review"


def test_notice_that_comes_late_is_warned_of() -> None:
    """Benelux–Georgia, Article 8(1): three working days before the transfer."""
    people = world.georgian_corridor()
    case = world.case_at(people, "documented")
    for days, is_late in ((1, True), (20, False)):
        do(people.officer, case, "plan_transfer", **plan_values(people, days))
        shown = text_of(client_of(people.officer).get(address(case, "notify_transfer")))
        assert "Article 8(1)" in shown or is_late
        assert ("Notice comes late" in shown) is is_late
        do(people.officer, case, "fail_transfer", code="postponed")


def test_validity_is_prefilled_from_the_agreement(people: Corridor) -> None:
    case = world.case_at(people, "accepted")
    shown = text_of(client_of(people.consul).get(address(case, "issue_travel_document")))
    assert "Under the agreement:" in shown and "EU–Serbia" in shown
    assert re.search(r'name="valid_until_year"[^>]*value="20\d\d"', shown)


# --- wrong input ------------------------------------------------------------------------------------------------------

WRONG: list[tuple[str, str, str, dict[str, Any], str]] = [
    ("in_review", "reviewer", "return_to_draft", {"reason": "  "}, "Reason: Fill this in"),
    ("submitted", "registry", "return_incomplete", {}, "What is missing: Choose at least one"),
    ("received", "registry", "start_verification", {}, "Choose at least one agency"),
    ("received", "registry", "start_verification", {"agencies": ["nonsense"]}, "nonsense"),
    ("received", "proposer", "propose_decision", {}, "Decision: Choose one"),
    ("received", "proposer", "propose_decision", {"outcome": "refused"}, "Choose at least one reason"),
    (
        "received",
        "proposer",
        "propose_decision",
        {"outcome": "refused", "refusal_codes": ["deceased"]},
        "a refusal is given in writing",
    ),
    ("received", "proposer", "propose_decision", {"outcome": "inconclusive"}, "at least one thing that would help"),
    ("accepted", "consul", "issue_travel_document", {}, "Valid until: Give a date"),
    (
        "accepted",
        "consul",
        "issue_travel_document",
        {"number": "RS-12/3", **parts("valid_until", local_day() + timedelta(days=200))},
        "at most nine letters and digits",
    ),
    (
        "accepted",
        "consul",
        "issue_travel_document",
        {"valid_until_day": "31", "valid_until_month": "2", "valid_until_year": "2027"},
        "There is no such day",
    ),
    ("documented", "officer", "plan_transfer", {"arrival_time": "25:00"}, "for example 14:30"),
    ("documented", "officer", "plan_transfer", {"escorts": "many"}, "Number of escorts"),
    ("confirmed", "border", "record_handover", {}, "Handed over by (name and function): Fill this in"),
    ("received", "officer", "withdraw", {"code": "asylum"}, "asylum"),
    ("confirmed", "border", "refuse_arrival", {}, "What happened: Choose one"),
]


@pytest.mark.parametrize(("status", "who", "name", "values", "complaint"), WRONG)
def test_wrong_input_is_told_and_changes_nothing(
    people: Corridor, status: str, who: str, name: str, values: dict[str, Any], complaint: str
) -> None:
    case = world.case_at(people, status)
    before = now_of(people, case).version
    shown = text_of(do(getattr(people, who), case, name, status=422, **values))
    assert complaint in shown and "Something needs your attention" in shown
    assert f'name="version" value="{before}"' in shown
    assert now_of(people, case).version == before


def test_what_was_typed_stays(people: Corridor) -> None:
    case = world.case_at(people, "documented")
    shown = text_of(do(people.officer, case, "plan_transfer", status=422, carrier_number="JU 77", arrival_time="soon"))
    assert 'value="JU 77"' in shown and 'value="soon"' in shown


def test_a_handover_cannot_lie_in_the_future(people: Corridor) -> None:
    case = world.case_at(people, "confirmed")
    values = handover_values(clock.now() + timedelta(hours=2))
    shown = text_of(do(people.border, case, "record_handover", status=422, **values))
    assert "The handover cannot lie in the future" in shown


def test_an_hour_that_the_clocks_skip_is_refused(people: Corridor) -> None:
    case = world.case_at(people, "documented")
    values = {**plan_values(people), **parts("arrival_date", date(2027, 3, 28)), "arrival_time": "02:30"}
    assert "The clocks skip this time" in text_of(do(people.officer, case, "plan_transfer", status=422, **values))


def test_a_number_is_used_once(people: Corridor) -> None:
    first, second = world.case_at(people, "accepted"), world.case_at(people, "accepted")
    valid = parts("valid_until", local_day() + timedelta(days=20))
    do(people.consul, first, "issue_travel_document", number="RS 0000017", **valid)
    shown = text_of(do(people.consul, second, "issue_travel_document", status=422, number="rs0000017", **valid))
    assert "This number was used already" in shown
    with use_scope(people.consul.scope):
        assert TravelDocument.objects.filter(number="RS0000017").count() == 1


# --- refused ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "who", "name", "expected", "words"),
    [
        ("submitted", "officer", "acknowledge", 403, "This is for the other side to do."),
        ("submitted", "signer", "acknowledge", 403, "Your office and role do not include this."),
        ("received", "registry", "acknowledge", 403, "The case is at a stage where this cannot be done."),
        ("in_review", "officer", "release", 403, "Your office and role do not include this."),
        ("decision_proposed", "proposer", "countersign_acceptance", 403, "Another person must countersign"),
        ("decision_proposed", "signer", "countersign_refusal", 403, "The proposal in hand is another one."),
        ("in_verification", "proposer", "propose_decision", 403, "An agency has not answered yet."),
        ("documented", "consul", "issue_travel_document", 403, "The case is at a stage where this cannot be done."),
        ("draft", "registry", "acknowledge", 404, ""),
        ("submitted", "verifier", "acknowledge", 404, ""),
        ("notified", "border", "record_handover", 404, ""),
        ("confirmed", "border", "confirm_transfer", 404, ""),
        ("submitted", "registry", "answer_verification", 404, ""),
        ("submitted", "registry", "no_such_act", 404, ""),
    ],
)
def test_refusals(people: Corridor, status: str, who: str, name: str, expected: int, words: str) -> None:
    case = world.case_at(people, status)
    before = now_of(people, case)
    client = client_of(getattr(people, who))
    opened = client.get(address(case, name))
    sent = client.post(address(case, name), {"version": before.version, "reason": "x"})
    assert (opened.status_code, sent.status_code) == (expected, expected)
    assert words in text_of(opened) and words in text_of(sent)
    assert now_of(people, case).version == before.version
    if expected == 403:
        assert reverse("cases:case-detail", args=[case.id]) in text_of(opened), "the way back is the case"


def test_a_refused_act_and_an_opened_page_leave_their_traces(people: Corridor, monkeypatch: Any) -> None:
    refused: list[Any] = []
    monkeypatch.setattr("rcms.middleware.refusal_record", lambda **values: refused.append(values["error"]))
    case = world.case_at(people, "submitted")
    client_of(people.officer).get(address(case, "acknowledge"))
    assert [(error.code, error.subject, error.case_reference) for error in refused] == [
        ("wrong_side", case.subject, case.reference)
    ]
    client_of(people.registry).get(address(case, "acknowledge"))
    with use_scope(people.their_supervisor.scope):
        assert Access.objects.filter(case_key=case.id, action="act.opened").count() == 1


# --- twice, and too late ----------------------------------------------------------------------------------------------


def test_the_same_form_twice_is_told_as_done_already(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    client = client_of(people.registry)
    version = now_of(people, case).version
    assert client.post(address(case, "acknowledge"), {"version": version}).status_code == 302
    again = client.post(address(case, "acknowledge"), {"version": version})
    assert again.status_code == 409
    assert "You did this already: Receipt acknowledged" in text_of(again)
    assert "Nothing was done twice" in text_of(again)
    assert reverse("cases:case-detail", args=[case.id]) in text_of(again)
    other = client_of(people.their_supervisor)
    # Whose act it never is learns that, not what became of the form.
    assert other.post(address(case, "acknowledge"), {"version": version}).status_code == 403
    with use_scope(people.registry.scope):
        assert Event.objects.filter(case_key=case.id, action="case.received").count() == 1


def test_a_stale_form_keeps_what_was_typed(people: Corridor) -> None:
    case = world.case_at(people, "received")
    version = now_of(people, case).version
    do(people.registry, case, "start_verification", agencies=[str(people.agency)])
    answer = client_of(people.registry).post(
        address(case, "return_incomplete"), {"version": version, "codes": ["form"], "reason": "Page two is missing"}
    )
    assert answer.status_code == 409
    shown = text_of(answer)
    assert "Page two is missing" in shown and "Somebody changed this case" in shown and "already" not in shown


@pytest.mark.parametrize("version", ["", "-1", "x", "99999999999999", "٣"])
def test_a_form_without_a_right_version_is_stale(people: Corridor, version: str) -> None:
    case = world.case_at(people, "submitted")
    answer = client_of(people.registry).post(address(case, "acknowledge"), {"version": version})
    assert answer.status_code == 409
    assert now_of(people, case).status == "submitted"


def test_a_countersignature_signs_only_what_its_page_showed(people: Corridor) -> None:
    case = world.case_at(people, "received")
    do(
        people.proposer,
        case,
        "propose_decision",
        outcome="refused",
        refusal_codes=["deceased"],
        reasons="Died in 2024",
    )
    version = now_of(people, case).version
    answer = client_of(people.signer).post(address(case, "countersign_acceptance"), {"version": version})
    assert answer.status_code == 403
    with use_scope(people.signer.scope):
        assert Decision.objects.get(case=case).state == "proposed"


def test_signed_out_people_are_led_to_sign_in(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    answer = Client().get(address(case, "acknowledge"))
    assert answer.status_code == 302 and "sign-in" in answer["Location"]


def test_the_due_date_of_a_question_lies_before_the_reply(people: Corridor) -> None:
    case = world.case_at(people, "received")
    do(
        people.registry,
        case,
        "start_verification",
        agencies=[str(people.agency)],
        **parts("due_on", local_day() + timedelta(days=4)),
    )
    with use_scope(people.registry.scope):
        task = VerificationTask.objects.get(case=case)
    assert task.due_on == local_day() + timedelta(days=4)


@pytest.mark.parametrize(
    ("status", "who", "name"),
    [("in_verification", "registry", "start_verification"), ("confirmed", "border", "record_handover")],
)
def test_statements_of_an_act_page_do_not_grow(people: Corridor, status: str, who: str, name: str) -> None:
    case = world.case_at(people, status)
    before = statements(getattr(people, who), address(case, name))
    with use_scope(people.officer.scope):
        for number in range(20):
            note_add(actor=people.officer, case_id=case.id, text=f"Note {number}")
    assert statements(getattr(people, who), address(case, name)) == before <= MOST_QUERIES
