"""Windows in which something may be done: they end, and nobody has missed anything."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from audit.models import Event
from cases.models import ApplicationVersion, Case, CaseClock
from cases.services import filing, silence, submission, travel_document
from cases.services.silence import clocks_sweep
from cases.wording import event_words
from cases.workflow.system import system_scope
from core import clock
from core.errors import ActRefused, Invalid, NotVisible
from core.scope import use_scope
from countries.models import Rule
from notifications.models import Notice
from tests import world
from tests.cases.limits import clocks_of, do, fresh, utc
from tests.cases.test_silence import actions, passed
from tests.cases.work_pages import browser, page
from tests.conftest import OWNER, SWEEP, logged_in_as

pytestmark = pytest.mark.commits
STARTED = utc("2026-03-02 10:00")  # a Monday


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


def at(people: world.Corridor, status: str) -> Case:
    with clock.travel(STARTED):
        return world.case_at(people, status)


def panel(people: world.Corridor, actor: Any, case: Case) -> str:
    shown = page(browser(actor), reverse("cases:case-detail", args=[case.id]))
    return " ".join(strip_tags(shown[shown.index('id="clocks"') :]).split())


def test_the_time_for_a_claim_of_error_ends_and_nobody_missed_it(people: world.Corridor) -> None:
    case = at(people, "completed")
    [window] = clocks_of(people.registry, case, "error")
    with passed(window.due_at) as promised:
        assert promised == 1
        for actor in (people.officer, people.registry):
            [window] = clocks_of(actor, case, "error")
            assert (window.state, window.ended_at, window.is_live) == ("expired", window.due_at, False)
            text = panel(people, actor, case)
            assert "Claim of readmission in error: ended until" in text
            assert "passed" not in text.split("Claim of readmission in error")[1][:60]
        with logged_in_as(OWNER):
            told = Event.objects.filter(case_key=case.id, action="clock.ended")
            assert {code for row in told for code in row.audience_countries} == {"NLD", "SRB"}
            words = {event_words(row.action, row.parameters, is_own_side=False) for row in told}
            assert words == {"The time for a claim of readmission in error has ended: Tue 2 Jun"}
            assert not Event.objects.filter(case_key=case.id, action="clock.missed").exists()
            assert not Notice.objects.filter(subject=case.subject, action__startswith="escalation.").exists()
    with passed(window.due_at + timedelta(days=1)) as promised:
        assert promised == 0


def test_a_travel_document_expires_and_whoever_plans_the_journey_is_told(people: world.Corridor) -> None:
    case = at(people, "documented")
    [validity] = clocks_of(people.officer, case, "travel_document_validity")
    assert fresh(people.officer, case).next_due_kind == "travel_document_validity"
    with passed(validity.due_at):
        [validity] = clocks_of(people.registry, case, "travel_document_validity")
        assert (validity.state, validity.ended_at) == ("expired", validity.due_at)
        # What has ended is nobody's next time limit; the one that follows from it is.
        assert fresh(people.officer, case).next_due_kind == "travel_document_renewal"
        assert actions(case)[-2:] == ["clock.ended", "clock.ended"]
        with logged_in_as(OWNER):
            told = Notice.objects.filter(subject=case.subject, action="clock.ended")
            assert [row.audience_countries for row in told] == [["NLD"]]
            assert event_words("clock.ended", told[0].parameters, is_own_side=True).startswith(
                "The travel document has expired: "
            )
        assert "Validity of the travel document: ended" in panel(people, people.registry, case)


@pytest.mark.parametrize(("start_event", "is_counted"), [("document_expiry", True), ("travel_document_request", False)])
def test_the_time_for_a_new_document_runs_from_the_expiry_where_the_agreement_says_so(
    people: world.Corridor, start_event: str, is_counted: bool
) -> None:
    """EU–Georgia, Articles 2(4) and 4(5), and the other texts of that form: from the expiry; the Benelux protocols with
    Albania and North Macedonia: from the request."""
    with logged_in_as(OWNER):
        world.every(Rule).filter(agreement="eu-serbia", kind="travel_document_renewal").update(start_event=start_event)
    case = at(people, "documented")
    [validity] = clocks_of(people.officer, case, "travel_document_validity")
    with passed(validity.due_at):
        renewal = clocks_of(people.registry, case, "travel_document_renewal")
        assert [row.started_at for row in renewal] == ([validity.due_at] if is_counted else [])
    asked_at = validity.due_at + timedelta(days=2)
    with clock.travel(asked_at):
        do(people.officer, travel_document.travel_document_ask, case)
        [renewal] = clocks_of(people.registry, case, "travel_document_renewal")
        assert renewal.started_at == (validity.due_at if is_counted else asked_at), "asking begins nothing anew"


def test_a_document_that_expires_after_the_transfer_is_not_renewed(people: world.Corridor) -> None:
    case = at(people, "completed")
    with clock.travel(STARTED + timedelta(days=200)):
        assert clocks_of(people.registry, case, "travel_document_renewal") == []
        with use_scope(system_scope("SRB")):
            # The document was used: its clock is met, and no sweep finds it.
            ids = list(CaseClock.objects.filter(case=case).values_list("id", flat=True))
            silence.clocks_pass(ids)
        assert clocks_of(people.registry, case, "travel_document_renewal") == []


def test_a_travel_document_that_was_used_was_used_in_time(people: world.Corridor) -> None:
    case = at(people, "completed")
    [validity] = clocks_of(people.officer, case, "travel_document_validity")
    assert validity.state == "met"
    assert "Validity of the travel document: in time" in panel(people, people.officer, case)


# --- the time limit for the application -------------------------------------------------------------------------------


@pytest.fixture
def limited(people: world.Corridor) -> world.Corridor:
    """The time limit of Serbia for third-country nationals (one year from knowledge), said of own nationals: this track
    alone is open for filing."""
    with logged_in_as(OWNER):
        changed = Rule.objects.filter(agreement="eu-serbia", kind="submission", track="third_country_national")
        assert changed.update(track="own_national") == 1
    return people


def knowing(people: world.Corridor, case: Case, day: date | None) -> None:
    do(people.officer, filing.details_save, case, values={"known_on": day}, health={})


def test_the_time_limit_runs_from_the_day_that_the_draft_names(limited: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = world.draft(limited)
        knowing(limited, case, date(2025, 6, 2))
        [limit] = clocks_of(limited.officer, case, "submission")
        # One year after 2 June 2025: by the later reading to the end of 2 June 2026, in Amsterdam (UTC+2).
        assert (limit.state, limit.acting_side, limit.own_side) == ("running", "requesting", "requesting")
        assert limit.due_at == utc("2026-06-02 22:00")
        assert fresh(limited.officer, case).next_due_at == limit.due_at
        knowing(limited, case, date(2025, 7, 2))
        old, limit = clocks_of(limited.officer, case, "submission")
        assert (old.state, limit.state, limit.follows_id) == ("superseded", "running", old.id)
        knowing(limited, case, None)
        assert [row.state for row in clocks_of(limited.officer, case, "submission")] == ["superseded", "cancelled"]
        assert fresh(limited.officer, case).next_due_at is None


def send(people: world.Corridor, case: Case) -> None:
    do(people.officer, submission.review_send, case)
    do(people.reviewer, submission.case_submit, case)


@pytest.mark.parametrize(
    ("known_on", "certainty", "state", "words"),
    [(date(2025, 6, 2), "T", "met", "in time"), (date(2025, 2, 10), "M", "expired", "after its end")],
)
def test_submitting_meets_it_and_after_a_limit_that_nobody_has_read_it_is_still_possible(
    limited: world.Corridor, known_on: date, certainty: str, state: str, words: str
) -> None:
    with clock.travel(STARTED), world.rule_with(limited, "submission", certainty=certainty):
        case = world.draft(limited)
        knowing(limited, case, known_on)
        shown = page(browser(limited.officer), reverse("cases:filing", args=[case.id, "check"]))
        is_late = "The time in which the application can be submitted has ended" in shown
        assert is_late == (state == "expired")
        send(limited, case)
        for actor in (limited.officer, limited.registry):
            [limit] = clocks_of(actor, case, "submission")
            assert (limit.state, limit.ended_at) == (state, STARTED), "both sides see it now"
            assert f"Submission of the application: {words}" in panel(limited, actor, case)
        with use_scope(limited.registry.scope):
            assert ApplicationVersion.objects.get(case=case).contents["case"]["known_on"] == known_on.isoformat()


def test_the_other_side_sees_nothing_of_a_draft(limited: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = world.draft(limited)
        knowing(limited, case, date(2025, 6, 2))
        for actor in (limited.registry, limited.their_supervisor):
            with use_scope(actor.scope):
                assert not CaseClock.objects.filter(case=case).exists()
    with clock.travel(utc("2026-06-03 10:00")), logged_in_as(SWEEP):
        assert clocks_sweep() == 0, "what one side alone counts is not marked in the name of the other"
    with pytest.raises(NotVisible):
        do(limited.registry, filing.details_save, case, values={"known_on": date(2025, 6, 3)}, health={})
    with pytest.raises(ActRefused) as refused:
        do(limited.supervisor, filing.details_save, case, values={"known_on": date(2025, 6, 3)}, health={})
    assert refused.value.code == "not_granted"


def test_where_the_agreement_has_no_such_limit_there_is_no_such_day(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = world.draft(people)
        with pytest.raises(Invalid) as invalid:
            knowing(people, case, date(2025, 6, 2))
        assert set(invalid.value.errors) == {"known_on"}
        shown = page(browser(people.officer), reverse("cases:filing", args=[case.id, "circumstances"]))
        assert "known_on" not in shown


def test_the_page_asks_for_the_day_and_says_why(limited: world.Corridor) -> None:
    with clock.travel(STARTED):
        case, client = world.draft(limited), browser(limited.officer)
        shown = page(client, reverse("cases:filing", args=[case.id, "check"]))
        assert "Enter the day, so that the time limit is counted" in shown
        address = reverse("cases:filing", args=[case.id, "circumstances"])
        assert "within 1 year of knowledge of the unlawful stay" in page(client, address)
        day = {"known_on_day": "2", "known_on_month": "6", "known_on_year": "2025"}
        client.post(address, {**day, "version": fresh(limited.officer, case).version, "action": "continue"})
        assert fresh(limited.officer, case).known_on == date(2025, 6, 2)
        shown = page(client, reverse("cases:filing", args=[case.id, "check"]))
        assert "days left" in shown and "Enter the day" not in shown
        future = {"known_on_day": "3", "known_on_month": "3", "known_on_year": "2026"}
        wrong = client.post(address, {**future, "version": fresh(limited.officer, case).version})
        assert wrong.status_code == 422


# --- what the receiving country asks for ------------------------------------------------------------------------------


def test_the_last_page_lists_what_is_asked_for_and_what_of_it_is_there(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = world.draft(people)
        shown = page(browser(people.officer), reverse("cases:filing", args=[case.id, "check"]))
    text = " ".join(strip_tags(shown[shown.index("What Serbia asks for") :].replace("<", " <")).split())
    assert "Readmission application, Annex 6 In English. Children may stand on the form of a parent." in text
    assert "made by RCMS" in text and "Benelux–Serbia protocol" in text
    assert "Photograph" in text and "there" in text
    # The passport was entered without a scan.
    assert "Copies of the evidence" in text and "missing" in text
