"""More time to reply: asked once, before the time limit has passed; what the basis of the agreement makes of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.actor import Actor
from audit.models import Event
from cases.clocks import due_of, rules_of
from cases.models import Case, ClockExtension
from cases.services import extension
from cases.services.silence import clocks_pass
from cases.workflow.system import system_scope
from core import clock
from core.errors import ActRefused, Invalid, NotVisible
from core.jinja import due_words
from core.scope import use_scope
from countries.models import Rule
from countries.selectors.calendars import extension_for
from tests import world
from tests.cases.limits import clocks_of, do, fresh, utc
from tests.cases.work_pages import browser, page
from tests.conftest import OWNER, logged_in_as

pytestmark = pytest.mark.commits


def pakistan() -> world.Corridor:
    """A corridor whose extension is of a basis that is not known: up to 60 days in all."""
    return world.corridor(
        "PAK",
        "eu-pakistan",
        desk="pak-interior",
        agency="pak-nadra",
        consulate="pak-mission-vienna",
        border="pak-fia-islamabad",
        requesting="aut-bfa",
    )


class TestReasonedRequest:
    """Serbia: a reasoned request suffices, six days more."""

    def test_holds_at_once_and_follows_the_first_limit(self, transactional_db: None) -> None:
        people = world.corridor()
        with clock.travel(utc("2026-03-02 10:00")):
            case = world.case_at(people, "received")
            first = clocks_of(people.officer, case, "reply")[0]
            do(people.proposer, extension.extension_request, case, value=4, reasons="The registers are being moved")
        old, new = clocks_of(people.officer, case, "reply")
        assert old.id == first.id and old.state == "superseded" and old.due_at == first.due_at, "it keeps what it said"
        assert new.state == "running" and new.due_at > old.due_at
        assert [step["code"] for step in new.due["steps"]].count("extended") == 1
        assert fresh(people.officer, case).next_due_at == new.due_at
        with use_scope(people.officer.scope):
            row = ClockExtension.objects.get(case=case)
            told = Event.objects.get(case_key=case.id, action="extension.requested")
        assert (row.state, row.basis, row.asked_value, row.granted_value) == ("granted", "reasoned_request", 4, 4)
        assert told.parameters["holds"] is True and told.parameters["value"] == 4

    def test_without_a_number_it_is_all_that_the_agreement_gives(self, transactional_db: None) -> None:
        people = world.corridor()
        case = world.case_at(people, "submitted")
        assert do(people.proposer, extension.extension_request, case, reasons="Many cases").asked_value == 6

    def test_once_only(self, transactional_db: None) -> None:
        people = world.corridor()
        case = world.case_at(people, "submitted")
        do(people.proposer, extension.extension_request, case, value=1, reasons="Many cases")
        with pytest.raises(ActRefused) as refused:
            do(people.proposer, extension.extension_request, case, value=1, reasons="Still many")
        assert refused.value.code == "wrong_status"

    def test_not_after_the_limit_has_passed(self, transactional_db: None) -> None:
        people = world.corridor()
        case = world.case_at(people, "received")
        due = clocks_of(people.officer, case, "reply")[0].due_at
        with clock.travel(due), pytest.raises(ActRefused) as refused:
            do(people.proposer, extension.extension_request, case, reasons="Too late")
        assert refused.value.code == "limit_not_running"
        with clock.travel(due - timedelta(seconds=1)):
            do(people.proposer, extension.extension_request, case, reasons="Just in time")

    @pytest.mark.parametrize(
        ("value", "reasons", "field"), [(7, "Why", "value"), (0, "Why", "value"), (3, " ", "reasons")]
    )
    def test_no_more_than_the_agreement_allows_and_not_without_reasons(
        self, transactional_db: None, value: int, reasons: str, field: str
    ) -> None:
        people = world.corridor()
        case = world.case_at(people, "submitted")
        with pytest.raises(Invalid) as invalid:
            do(people.proposer, extension.extension_request, case, value=value, reasons=reasons)
        assert set(invalid.value.errors) == {field}
        assert len(clocks_of(people.officer, case, "reply")) == 1

    def test_whose_act_it_is(self, transactional_db: None) -> None:
        people = world.corridor()
        case = world.case_at(people, "submitted")
        for actor, code in ((people.reviewer, "wrong_side"), (people.registry, "not_granted")):
            with pytest.raises(ActRefused) as refused:
                do(actor, extension.extension_request, case, reasons="Why")
            assert refused.value.code == code
        with pytest.raises(NotVisible):
            stranger = world.make_actor("alb-border-migration", "decision_maker")
            do(stranger, extension.extension_request, case, reasons="Why")


class TestConsent:
    """Pakistan: nobody knows whether asking suffices, so the other side answers."""

    def test_granted_with_less(self, transactional_db: None) -> None:
        people = pakistan()
        case = world.case_at(people, "received")
        do(people.proposer, extension.extension_request, case, value=60, reasons="Far provinces")
        assert [row.state for row in clocks_of(people.officer, case, "reply")] == ["running"], "nothing holds yet"
        with pytest.raises(Invalid):
            do(people.reviewer, extension.extension_grant, case, value=61)
        do(people.reviewer, extension.extension_grant, case, value=45, answer="Granted in part")
        old, new = clocks_of(people.officer, case, "reply")
        assert old.state == "superseded" and new.due_at > old.due_at
        with use_scope(people.registry.scope):
            row = ClockExtension.objects.get(case=case)
        assert (row.state, row.asked_value, row.granted_value, row.answer) == ("granted", 60, 45, "Granted in part")

    def test_refused_with_reasons_leaves_the_limit(self, transactional_db: None) -> None:
        people = pakistan()
        case = world.case_at(people, "received")
        do(people.proposer, extension.extension_request, case, value=60, reasons="Far provinces")
        with pytest.raises(Invalid):
            do(people.reviewer, extension.extension_refuse, case, reason=" ")
        do(people.reviewer, extension.extension_refuse, case, reason="The person is known")
        assert [row.state for row in clocks_of(people.officer, case, "reply")] == ["running"]
        with pytest.raises(ActRefused):
            do(people.reviewer, extension.extension_grant, case)

    def test_not_answered_after_the_first_end(self, transactional_db: None) -> None:
        people = pakistan()
        case = world.case_at(people, "received")
        do(people.proposer, extension.extension_request, case, value=60, reasons="Far provinces")
        row = clocks_of(people.officer, case, "reply")[0]
        with clock.travel(row.due_at), pytest.raises(ActRefused) as refused:
            do(people.reviewer, extension.extension_grant, case)
        assert refused.value.code == "limit_not_running"

    def test_nobody_answers_their_own_request(self, transactional_db: None) -> None:
        people = pakistan()
        case = world.case_at(people, "received")
        do(people.proposer, extension.extension_request, case, value=60, reasons="Far provinces")
        for actor, code in ((people.proposer, "wrong_side"), (people.officer, "not_granted")):
            with pytest.raises(ActRefused) as refused:
                do(actor, extension.extension_grant, case)
            assert refused.value.code == code


class TestSilence:
    """Pakistan: that silence is acceptance was read of the first 30 days; that they can be longer is remembered."""

    def test_what_was_read_of_the_first_limit_holds_at_the_later_end(self, transactional_db: None) -> None:
        people = pakistan()
        case = world.case_at(people, "received")
        do(people.proposer, extension.extension_request, case, value=40, reasons="Far provinces")
        do(people.reviewer, extension.extension_grant, case)
        first, longer = clocks_of(people.officer, case, "reply")
        with clock.travel(first.due_at), use_scope(system_scope("PAK")):
            clocks_pass([longer.id])
        assert fresh(people.officer, case).status == "received"
        with clock.travel(longer.due_at), use_scope(system_scope("PAK")):
            clocks_pass([longer.id])
        found = fresh(people.officer, case)
        assert (found.status, found.basis, found.decided_at) == ("accepted", "silence", longer.due_at)

    def test_what_was_remembered_of_the_first_limit_has_no_effect(self, transactional_db: None) -> None:
        people = pakistan()
        with logged_in_as(OWNER):
            world.every(Rule).filter(agreement="eu-pakistan", kind="reply").update(certainty="M")
        case = world.case_at(people, "received")
        do(people.proposer, extension.extension_request, case, value=40, reasons="Far provinces")
        do(people.reviewer, extension.extension_grant, case)
        longer = clocks_of(people.officer, case, "reply")[-1]
        with clock.travel(longer.due_at), use_scope(system_scope("PAK")):
            clocks_pass([longer.id])
        assert fresh(people.officer, case).status == "received"

    def test_the_end_that_follows_is_shown_before_asking_and_before_granting(self, transactional_db: None) -> None:
        people = pakistan()
        case = world.case_at(people, "received")
        row = clocks_of(people.officer, case, "reply")[0]
        ends = {}
        for value in (40, 60):
            with use_scope(people.officer.scope):
                rule = rules_of(fresh(people.officer, case))["reply_extension"]
                longer = extension_for(due_of(row), rule, granted=value, requesting="AUT", receiving="PAK")
            ends[value] = due_words(longer.at, longer.time_zone)
        asking = text_of(people.proposer, case, "request_extension")
        assert f"With 60 calendar days in all it ends {ends[60]}, not " in asking
        assert "Silence counts as acceptance." in asking and "not verified" not in asking.partition("it ends")[2]
        do(people.proposer, extension.extension_request, case, value=40, reasons="Far provinces")
        granting = text_of(people.reviewer, case, "grant_extension")
        assert f"With 40 calendar days in all it ends {ends[40]}, not " in granting


def text_of(actor: Actor, case: Case, act: str) -> str:
    """What the page of an act says."""
    with use_scope(actor.scope):
        shown = page(browser(actor), reverse("cases:act", args=[case.id, act]))
    return " ".join(strip_tags(shown).split())
