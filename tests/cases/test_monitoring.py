"""Forced-return monitoring: who sees the plan, what is in it, that it follows the transfer, who reads the report."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from cases.models import (
    Case,
    Monitoring,
    MonitoringObservation,
    MonitoringPlan,
    MonitoringReply,
    MonitoringReport,
    Person,
)
from cases.selectors.monitoring import assignment_get, assignment_list, monitorings_of
from cases.services import monitoring, transfer, transfer_course
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.scope import use_scope
from countries.models import Authority
from notifications.models import Notice
from tests import world
from tests.cases.limits import do, fresh
from tests.cases.work_pages import browser, page

pytestmark = pytest.mark.commits
BODY = "nld-inspectorate-jv"
SEEN = "The person was carried up the stairs"


def assigned(people: world.Corridor, status: str = "planned") -> tuple[Case, Actor, Monitoring]:
    """A case on the way to its transfer, with a monitor."""
    monitor = world.make_actor(BODY, "monitor")
    case = world.case_at(people, status)
    with use_scope(people.officer.scope):
        body = Authority.objects.get(code=BODY).id
        found = monitoring.monitor_assign(actor=people.officer, case_id=case.id, version=None, body=body)
    return case, monitor, found


def observe(monitor: Actor, row: Monitoring, **more: object) -> None:
    with use_scope(monitor.scope):
        monitoring.observation_record(
            actor=monitor,
            monitoring_id=row.id,
            **{"phase": "boarding", "at": clock.now(), "text": SEEN, "incidents": ["restraint"], **more},  # type: ignore[arg-type]
        )


def report(monitor: Actor, row: Monitoring) -> None:
    with use_scope(monitor.scope):
        monitoring.report_submit(
            actor=monitor, monitoring_id=row.id, version=None, text="All was seen", recommendations="A wider door"
        )


def test_the_body_sees_the_plan_without_a_name_and_no_row_of_the_case(transactional_db: None) -> None:
    people = world.corridor()
    case, monitor, row = assigned(people)
    with use_scope(monitor.scope):
        plan = assignment_get(monitor, row.id).plan.plan
        assert not Case.objects.filter(id=case.id).exists() and not Person.objects.filter(case=case.id).exists()
    with use_scope(people.officer.scope):
        person = Person.objects.get(case=case)
    assert person.family_name not in str(plan) and person.given_names not in str(plan)
    assert plan["initials"] == f"{person.given_names[0]}. {person.family_name[0]}."
    assert plan["means"] == "air" and plan["status"] == "planned" and plan["escorts"] == 0
    with use_scope(monitor.scope):
        assert Notice.objects.filter(action="monitoring.wanted").count() == 1


def test_what_is_not_announced_is_not_known_over_there(transactional_db: None) -> None:
    people = world.corridor()
    case, monitor, row = assigned(people)
    observe(monitor, row, phase="pre_departure")
    with use_scope(people.their_supervisor.scope):
        assert not Monitoring.objects.exists() and not MonitoringObservation.objects.exists()
        assert not Event.objects.filter(action__startswith="monitoring").exists()
    do(people.officer, transfer.transfer_notify, case)
    with use_scope(people.their_supervisor.scope):
        assert Monitoring.objects.count() == 1 and MonitoringObservation.objects.count() == 1
        assert not MonitoringPlan.objects.exists()


def test_what_was_seen_under_a_plan_that_was_never_announced_stays(transactional_db: None) -> None:
    """Another plan is announced later, and after it a third one is not: each observation is of its own transfer."""
    people = world.corridor()
    case, monitor, row = assigned(people)
    said = "Said something at the gate"
    observe(monitor, row, phase="pre_departure", text=said)
    again = {
        "crossing_point": people.crossing_point,
        "arrives_at": clock.now().replace(microsecond=0) + timedelta(days=9),
        "means": "land",
    }
    for number in (1, 2):
        do(people.officer, transfer_course.transfer_fail, case, code="postponed")
        do(people.officer, transfer.transfer_plan, case, values=again)
        if number == 1:
            do(people.officer, transfer.transfer_notify, case)
        observe(monitor, row, text=SEEN if number == 1 else said)
    with use_scope(people.their_supervisor.scope):
        assert list(MonitoringObservation.objects.values_list("text", flat=True)) == [SEEN]
        assert Event.objects.filter(action="monitoring.observed").count() == 1
    for actor in (people.supervisor, monitor):
        with use_scope(actor.scope):
            assert MonitoringObservation.objects.count() == 3


def test_a_monitor_who_was_withdrawn_before_the_notice_stays_unknown(transactional_db: None) -> None:
    people = world.corridor()
    case, _monitor, _row = assigned(people)
    do(people.officer, monitoring.monitor_withdraw, case, reason="Another body comes")
    do(people.officer, transfer.transfer_notify, case)
    with use_scope(people.their_supervisor.scope):
        assert not Monitoring.objects.exists()


@pytest.mark.parametrize("table", ["monitoringobservation", "monitoringreport", "monitoringreply"])
def test_what_was_seen_and_said_is_written_once_by_whoever_says_it(transactional_db: None, table: str) -> None:
    people = world.corridor()
    case, monitor, row = assigned(people, "confirmed")
    observe(monitor, row)
    report(monitor, row)
    do(people.supervisor, monitoring.report_answer, case, text="We have looked into it")
    for actor in (people.supervisor, people.their_supervisor, people.officer, monitor):
        assert written(actor, f"update cases_{table} set text = 'Nothing was seen' where case_id = %s", case.id) == 0
        assert written(actor, f"delete from cases_{table} where case_id = %s", case.id) == 0


def test_nobody_writes_in_the_name_of_the_body_or_of_the_other_side(transactional_db: None) -> None:
    people = world.corridor()
    case, monitor, row = assigned(people, "confirmed")
    observe(monitor, row)
    report(monitor, row)
    now = clock.now()
    said = {"case_id": case.id, "monitoring_id": row.id, "body_id": row.body_id, "text": "All was well"}
    seen = MonitoringObservation(**said, phase="boarding", at=now, written_at=now)
    for actor in (people.officer, people.supervisor, people.their_supervisor):
        assert stored(actor, seen) is False
    for actor, side in ((people.supervisor, "receiving"), (people.their_supervisor, "requesting")):
        assert stored(actor, MonitoringReply(**said, side=side, written_at=now)) is False
        assert stored(monitor, MonitoringReply(**said, side=side, written_at=now)) is False
    assert stored(monitor, seen) and stored(
        people.supervisor, MonitoringReply(**said, side="requesting", written_at=now)
    )
    for actor in (people.their_supervisor, monitor):
        assert written(actor, "update cases_monitoringplan set written_at = now() where case_id = %s", case.id) == 0
    assert written(people.their_supervisor, "update cases_monitoring set version = 9 where id = %s", row.id) == 0


def written(actor: Actor, statement: str, key: object) -> int:
    """How many rows the statement changes before it is taken back; 0 where it is refused."""
    with use_scope(actor.scope), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [key])
        transaction.set_rollback(True)
        return int(cursor.rowcount)


def stored(actor: Actor, row: Model) -> bool:
    """Whether row security lets the row in; it is taken back."""
    try:
        with use_scope(actor.scope), transaction.atomic():
            row.save(force_insert=True)
            transaction.set_rollback(True)
    except ProgrammingError:
        return False
    return True


def test_the_page_says_whether_the_other_side_learns_of_it(transactional_db: None) -> None:
    people = world.corridor()
    for status, words in (("planned", "Serbia does not see this."), ("notified", "Serbia sees this on the case page.")):
        case = world.case_at(people, status)
        text = page(browser(people.officer), reverse("cases:act", args=[case.id, "assign_monitor"]))
        assert words in text


def test_the_plan_follows_the_transfer_whoever_moves_it(transactional_db: None) -> None:
    people = world.corridor()
    case, monitor, _row = assigned(people, "notified")
    do(people.registry, transfer.transfer_confirm, case)
    with use_scope(monitor.scope):
        assert MonitoringPlan.objects.get().plan["status"] == "confirmed"
    do(people.officer, transfer_course.transfer_fail, case, code="flight_cancelled")
    again = {
        "crossing_point": people.crossing_point,
        "arrives_at": clock.now().replace(microsecond=0) + timedelta(days=9),
        "means": "land",
    }
    do(people.officer, transfer.transfer_plan, case, values=again)
    with use_scope(monitor.scope):
        plan = MonitoringPlan.objects.get().plan
    assert plan["means"] == "land" and plan["status"] == "planned"
    with use_scope(people.their_supervisor.scope):
        assert not MonitoringPlan.objects.exists()


def test_supervisors_of_both_sides_read_the_report_and_nobody_else(transactional_db: None) -> None:
    people = world.corridor()
    case, monitor, row = assigned(people, "confirmed")
    observe(monitor, row)
    report(monitor, row)
    for actor in (people.supervisor, people.their_supervisor):
        assert SEEN in page(browser(actor), reverse("cases:case-monitoring", args=[case.id]))
    for actor in (people.officer, people.registry, people.consul, people.border, people.verifier):
        assert browser(actor).get(reverse("cases:case-monitoring", args=[case.id])).status_code in (403, 404)
    with use_scope(people.border.scope):
        assert not MonitoringReport.objects.exists() and not MonitoringObservation.objects.exists()
    do(people.their_supervisor, monitoring.report_answer, case, text="We have looked into it")
    assert "We have looked into it" in page(browser(monitor), reverse("cases:monitoring-assignment", args=[row.id]))


def test_whoever_was_seen_does_not_send_the_monitor_away(transactional_db: None) -> None:
    people = world.corridor()
    case, monitor, row = assigned(people)
    observe(monitor, row)
    with pytest.raises(ActRefused) as refused:
        do(people.officer, monitoring.monitor_withdraw, case, reason="Not needed")
    assert refused.value.code == "monitor_observed"


def test_a_withdrawn_monitor_sees_nothing_any_more(transactional_db: None) -> None:
    people = world.corridor()
    case, monitor, row = assigned(people)
    do(people.officer, monitoring.monitor_withdraw, case, reason="Another body comes")
    with use_scope(monitor.scope):
        assert assignment_list(monitor) == []
        with pytest.raises(NotVisible):
            assignment_get(monitor, row.id)
        with pytest.raises(ActRefused):
            monitoring.observation_record(
                actor=monitor, monitoring_id=row.id, phase="boarding", at=clock.now(), text=SEEN
            )


def test_another_body_and_another_country_see_nothing(transactional_db: None) -> None:
    people = world.corridor()
    _case, monitor, row = assigned(people, "confirmed")
    stranger = world.make_actor("srb-mup-readmission", "monitor")
    with use_scope(stranger.scope), pytest.raises(NotVisible):
        assignment_get(stranger, row.id)
    assert browser(stranger).get(reverse("cases:monitoring-assignment", args=[row.id])).status_code == 404
    with use_scope(monitor.scope), pytest.raises(NotVisible):
        monitorings_of(monitor, Case(id=row.case_id, requesting_country_id="NLD", receiving_country_id="SRB"))


def test_the_report_is_final_and_stale_forms_are_refused(transactional_db: None) -> None:
    people = world.corridor()
    case, monitor, row = assigned(people, "confirmed")
    with use_scope(monitor.scope), pytest.raises(StaleVersion):
        monitoring.report_submit(actor=monitor, monitoring_id=row.id, version=7, text="Old")
    report(monitor, row)
    with pytest.raises(ActRefused):
        observe(monitor, row)
    with use_scope(monitor.scope), pytest.raises(ActRefused):
        monitoring.report_submit(actor=monitor, monitoring_id=row.id, version=None, text="Again")
    assert fresh(people.supervisor, case).status == "accepted"


def test_what_is_wrong_is_said_at_its_field(transactional_db: None) -> None:
    people = world.corridor()
    _case, monitor, row = assigned(people)
    for wrong in ({"phase": "never"}, {"at": clock.now() + timedelta(hours=1)}, {"text": " "}, {"incidents": ["x"]}):
        with pytest.raises(Invalid) as invalid:
            observe(monitor, row, **wrong)
        assert set(invalid.value.errors) == set(wrong)
    address = reverse("cases:monitoring-assignment", args=[row.id])
    answer = browser(monitor).post(address, {"what": "observation", "phase": "boarding", "text": SEEN})
    assert answer.status_code == 422 and SEEN in answer.content.decode()


def test_a_report_waits_for_the_notice_of_the_transfer(transactional_db: None) -> None:
    people = world.corridor()
    _case, monitor, row = assigned(people)
    with pytest.raises(ActRefused) as refused:
        report(monitor, row)
    assert refused.value.code == "transfer_not_announced"
