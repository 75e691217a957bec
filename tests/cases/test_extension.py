"""More time to reply: asked once, before the time limit has passed; what the basis of the agreement makes of it."""

from datetime import timedelta

import pytest

from audit.models import Event
from cases.models import ClockExtension
from cases.services import extension
from core import clock
from core.errors import ActRefused, Invalid, NotVisible
from core.scope import use_scope
from tests import world
from tests.cases.limits import clocks_of, do, fresh, utc

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
