"""The accelerated procedure: its window, its conditions, its short time limits, and the way back to the normal one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from audit.models import Event
from cases.choices_procedure import NotAccelerated
from cases.clocks import due_of
from cases.models import Apprehension, Case, CaseClock, ClockExtension, ProcedureChange
from cases.selectors.situation import situation_of, with_limits
from cases.services import decision, extension, procedure, submission
from core import clock
from core.errors import ActRefused, Invalid
from core.scope import use_scope
from documents.models import GeneratedDocument
from notifications.models import Notice
from tests import world
from tests.accelerated import accelerated, accelerated_draft, act, apprehended, clocks, status_checked, tuesday

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> world.Corridor:
    return world.georgian_corridor()


@pytest.fixture
def serbia() -> world.Corridor:
    return world.corridor()


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with clock.travel(tuesday()):
        yield


def released(people: world.Corridor, case: Case) -> Case:
    act(people.officer, submission.review_send, case)
    found: Case = act(people.reviewer, submission.case_submit, case)
    return found


class TestTheWindow:
    def test_it_runs_from_the_apprehension_and_is_the_own_sides_until_the_application_goes(
        self, people: world.Corridor
    ) -> None:
        case = accelerated_draft(people)
        [row] = clocks(people.officer, case, "accelerated_submission")
        assert row.own_side == "requesting" and row.started_at == clock.now() - timedelta(hours=6)
        assert due_of(row).rule.kind == "accelerated_submission" and row.acting_side == "requesting"
        with use_scope(people.officer.scope):
            case.refresh_from_db()
        assert (case.next_due_kind, case.next_due_at) == ("accelerated_submission", row.due_at)
        released(people, case)
        [row] = clocks(people.registry, case, "accelerated_submission")
        assert (row.own_side, row.state) == ("", "met")

    def test_another_hour_counts_anew_and_the_normal_procedure_ends_it(self, people: world.Corridor) -> None:
        case = accelerated_draft(people)
        apprehended(people, case, hours_ago=30)
        old, row = clocks(people.officer, case, "accelerated_submission")
        assert (old.state, row.state, row.follows_id) == ("superseded", "running", old.id)
        act(people.officer, procedure.procedure_save, case, procedure="normal", apprehension={})
        assert {row.state for row in clocks(people.officer, case, "accelerated_submission")} == {
            "superseded",
            "cancelled",
        }
        with use_scope(people.officer.scope):
            assert not Apprehension.objects.filter(case=case).exists()
            case.refresh_from_db()
        assert (case.procedure, case.next_due_at) == ("normal", None)

    def test_it_warns_from_its_middle_on(self, people: world.Corridor) -> None:
        """Three days before a limit of two days it has not begun: then nobody would be warned, or everybody at once."""
        [row] = clocks(people.officer, accelerated_draft(people), "accelerated_submission")
        assert row.started_at < row.warn_at < row.due_at
        assert row.warn_at == row.started_at + (due_of(row).earliest_at - row.started_at) / 2


class TestItsConditions:
    def refused(self, people: world.Corridor, case: Case) -> str:
        with pytest.raises(ActRefused) as refused:
            act(people.officer, submission.review_send, case)
        return refused.value.code

    def test_after_its_time_the_normal_procedure_is_the_way_out(self, people: world.Corridor) -> None:
        case = accelerated_draft(people)
        act(people.officer, submission.review_send, case)
        with clock.travel(clock.now() + timedelta(days=4)):
            with pytest.raises(ActRefused) as refused:
                act(people.reviewer, submission.case_submit, case)
            assert refused.value.code == "accelerated_out_of_time"
            act(people.reviewer, procedure.normal_procedure_use, case)
            sent = act(people.reviewer, submission.case_submit, case)
            assert (sent.status, sent.procedure) == ("submitted", "normal")
            [reply] = clocks(people.reviewer, case, "reply")
            assert due_of(reply).rule.kind == "reply"
            [window] = clocks(people.reviewer, case, "accelerated_submission")
            assert window.state == "cancelled"
            with use_scope(people.registry.scope):
                assert not Apprehension.objects.filter(case=case).exists(), "the other side never learns of it"
                assert not CaseClock.objects.filter(case=case, kind="accelerated_submission").exists()
                assert not Event.objects.filter(case_key=case.id, action="procedure.normal_used").exists()

    def test_elsewhere_is_not_the_border_area(self, people: world.Corridor) -> None:
        case = apprehended(people, world.draft(people), place_kind="elsewhere")
        assert self.refused(people, case) == "apprehended_elsewhere"
        apprehended(people, case, place_kind="airport", distance_km=None)
        assert act(people.officer, submission.review_send, case).status == "in_review"

    def test_an_agreement_without_it_is_not_asked_for_it(self) -> None:
        people = world.kosovan_corridor()
        with pytest.raises(Invalid) as invalid:
            apprehended(people, world.draft(people))
        assert set(invalid.value.errors) == {"procedure"}

    @pytest.mark.parametrize(
        ("wrong", "name"),
        [
            ({"apprehended_at": None}, "apprehended_at"),
            ({"hours_ago": -1}, "apprehended_at"),
            ({"place_kind": "moon"}, "place_kind"),
            ({"place": " "}, "place"),
        ],
    )
    def test_what_does_not_show_an_apprehension_is_refused(
        self, people: world.Corridor, wrong: dict[str, Any], name: str
    ) -> None:
        case = world.draft(people)
        with pytest.raises(Invalid) as invalid:
            apprehended(people, case, **wrong)
        assert set(invalid.value.errors) == {name}


class TestItsTimeLimits:
    def test_the_reply_is_due_by_the_accelerated_rule(self, serbia: world.Corridor) -> None:
        case = accelerated(serbia)
        [row] = clocks(serbia.registry, case, "reply")
        assert due_of(row).rule.kind == "accelerated_reply" and row.started_at == case.delivered_at
        assert row.due_at - row.started_at < timedelta(days=3)
        assert row.started_at < row.warn_at < row.due_at

    def test_the_transfer_follows_the_accelerated_rule_where_there_is_one(self) -> None:
        people = world.russian_corridor()
        for case, kind in (
            (accelerated(people), "accelerated_transfer"),
            (world.case_at(people, "received"), "transfer"),
        ):
            accepted = _accept(people, case)
            [row] = clocks(people.officer, accepted, "transfer")
            assert due_of(row).rule.kind == kind


class TestTheWayBack:
    def test_the_receiving_side_treats_it_as_normal_and_the_reply_counts_from_the_same_delivery(
        self, serbia: world.Corridor
    ) -> None:
        case = accelerated(serbia)
        with clock.travel(clock.now() + timedelta(days=1)):
            act(serbia.registry, procedure.procedure_treat_as_normal, case, code="outside_area", reason="Found in town")
            old, reply = clocks(serbia.reviewer, case, "reply")
            assert (old.state, reply.state, reply.follows_id) == ("superseded", "running", old.id)
            assert due_of(reply).rule.kind == "reply" and reply.started_at == case.delivered_at == old.started_at
            assert reply.due_at > old.due_at
            with use_scope(serbia.reviewer.scope):
                case.refresh_from_db()
                change = ProcedureChange.objects.get(case=case)
                event = Event.objects.get(case_key=case.id, action="procedure.treated_as_normal")
                assert GeneratedDocument.objects.filter(subject=case.subject, template="procedure_notice").count() == 1
                assert Notice.objects.filter(subject=case.subject, action="procedure.treated_as_normal").exists()
            assert (case.procedure, case.next_due_at) == ("normal", reply.due_at)
            assert (change.side, change.code, change.note) == ("receiving", "outside_area", "Found in town")
            assert event.actor_name != serbia.registry.name, "the other side reads the office, not the person"
            with pytest.raises(ActRefused) as refused:
                act(serbia.registry, procedure.procedure_treat_as_normal, case, code="outside_area")
            assert refused.value.code == "wrong_status", "there is one way back, and none forth"

    def test_a_reason_is_needed_and_known(self, serbia: world.Corridor) -> None:
        case = accelerated(serbia)
        with pytest.raises(Invalid):
            act(serbia.registry, procedure.procedure_treat_as_normal, case, code="because")
        assert set(NotAccelerated.values) == {"outside_area", "out_of_time", "not_shown"}

    def test_more_time_that_was_asked_for_lapses(self, serbia: world.Corridor) -> None:
        case = accelerated(serbia)
        act(serbia.proposer, extension.extension_request, case, reasons="Many")
        act(serbia.officer, procedure.procedure_convert, case, reason="Our mistake")
        with use_scope(serbia.officer.scope):
            assert ClockExtension.objects.get(case=case).state == "lapsed"
            case.refresh_from_db()
            situation = with_limits(case, situation_of(case, None))
        assert (case.procedure, situation.extension, situation.reply_limit_runs) == ("normal", "", True)

    def test_once_the_limit_has_passed_nobody_goes_back(self, serbia: world.Corridor) -> None:
        case = accelerated(serbia)
        with clock.travel(clock.now() + timedelta(days=10)):
            for actor, service, said in (
                (serbia.registry, procedure.procedure_treat_as_normal, {"code": "not_shown"}),
                (serbia.officer, procedure.procedure_convert, {}),
            ):
                with pytest.raises(ActRefused) as refused:
                    act(actor, service, case, **said)
                assert refused.value.code == "reply_limit_passed"

    def test_before_the_receipt_that_starts_the_clock_it_begins_with_the_receipt(self) -> None:
        people = world.russian_corridor()
        case = released(people, accelerated_draft(people))
        assert clocks(people.registry, case, "reply") == []
        act(people.registry, procedure.procedure_treat_as_normal, case, code="not_shown")
        assert clocks(people.registry, case, "reply") == []
        act(people.registry, submission.case_acknowledge, case)
        [row] = clocks(people.registry, case, "reply")
        assert due_of(row).rule.kind == "reply"

    def test_an_application_that_came_back_keeps_its_procedure_until_the_act_ends_it(
        self, serbia: world.Corridor
    ) -> None:
        case = accelerated(serbia)
        act(serbia.registry, submission.case_return_incomplete, case, codes=["photograph"])
        with pytest.raises(Invalid) as invalid:
            act(serbia.officer, procedure.procedure_save, case, procedure="normal", apprehension={})
        assert set(invalid.value.errors) == {"procedure"}
        act(serbia.officer, procedure.procedure_convert, case)
        assert [row.state for row in clocks(serbia.officer, case, "reply")] == ["cancelled"], "nothing runs meanwhile"
        status_checked(serbia, case)
        sent = act(serbia.reviewer, submission.case_resubmit, case)
        reply = clocks(serbia.officer, case, "reply")[-1]
        assert due_of(reply).rule.kind == "reply" and reply.started_at == sent.delivered_at

    def test_sent_again_in_the_accelerated_procedure_it_has_no_window_to_keep(self, people: world.Corridor) -> None:
        case = accelerated(people)
        act(people.registry, submission.case_return_incomplete, case, codes=["photograph"])
        with clock.travel(clock.now() + timedelta(days=5)):
            status_checked(people, case)
            act(people.reviewer, submission.case_resubmit, case)
            reply = clocks(people.officer, case, "reply")[-1]
            assert due_of(reply).rule.kind == "accelerated_reply" and reply.state == "running"


def _accept(people: world.Corridor, case: Case) -> Case:
    """From received to accepted, without asking an agency."""
    act(people.proposer, decision.decision_propose, case, outcome="accepted", reason_codes=[], reasons="Known")
    found: Case = act(people.signer, decision.decision_countersign, case)
    return found
