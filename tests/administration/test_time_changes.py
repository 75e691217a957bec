"""Rules and calendars changed by two administrators, and what becomes of running cases: looked at, chosen, done once."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from administration import payloads
from administration.choices import ChangeKind
from administration.models import ChangeRequest, Recomputation
from administration.payloads import rule_columns
from administration.selectors.agreements import calendar_view
from administration.selectors.changes import change_get
from administration.selectors.touched import Narrowing, touched_clocks
from administration.services.changes import change_approve, change_request
from administration.services.recomputations import change_preview, recomputation_carry_out
from administration.tasks import recompute
from audit.models import Event
from cases.choices import ClockState
from cases.models import Case, CaseClock
from cases.services import extension
from cases.workflow.engine import event_write
from cases.workflow.system import system_actor, system_scope
from cases.workflow.types import Readers
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.scope import use_scope
from countries.clocks import DueDate
from countries.models import PublicHoliday, Rule, RuleVersion, WorkingCalendar
from countries.services.editing import rule_plain
from countries.services.reference_calendars import calendars_load
from notifications.models import Notice
from tests import world
from tests.administration.conftest import Administrators


def serbian_reply() -> Rule:
    """The value of the agreement of the Union for all its members."""
    return Rule.objects.get(agreement="eu-serbia", kind="reply", requesting_country=None, receiving_country=None)


def agreed_reply(requesting: str = "NLD", receiving: str = "SRB") -> Rule | None:
    """What two countries agreed on in its place."""
    return Rule.objects.filter(
        agreement="eu-serbia", kind="reply", requesting_country=requesting, receiving_country=receiving
    ).first()


def edit_of(rule: Rule, **changes: Any) -> payloads.RuleEdit:
    columns = rule_plain(rule) | {"valid_from": rule.valid_from, "valid_to": rule.valid_to} | changes
    columns["suspension_causes"] = tuple(columns["suspension_causes"])
    return payloads.RuleEdit(rule=str(rule.id), based_on=rule.version, **columns)


def change_of(*edits: payloads.RuleEdit, partners: bool = True, **more: Any) -> payloads.EditAgreement:
    values = {"agreement": "eu-serbia", "partner": "SRB", "rules": edits, "is_for_partners": partners}
    return payloads.EditAgreement(**values | more)


def ask(actor: Actor, payload: Any, kind: str = ChangeKind.EDIT_AGREEMENT) -> ChangeRequest:
    with use_scope(actor.scope):
        return change_request(actor=actor, kind=kind, payload=payload, reason="The text was read again")


def approve(actor: Actor, change: ChangeRequest, recompute: list[str] | None = ()) -> ChangeRequest:  # type: ignore[assignment]
    with use_scope(actor.scope):
        done, _shown = change_approve(actor=actor, change_id=change.id, recompute=recompute)
        return done


def carry_out(receiving: str = "SRB") -> None:
    with use_scope(system_scope(receiving)):
        for row in Recomputation.objects.all():
            recomputation_carry_out(recomputation_id=row.id)


def clocks_of(people: world.Corridor, case: Case) -> list[CaseClock]:
    with use_scope(people.supervisor.scope):
        return list(CaseClock.objects.filter(case=case, kind="reply").order_by("id"))


# --- rules: who asks, who decides, what is kept -----------------------------------------------------------------------


def test_a_value_is_changed_by_both_parties_and_the_version_before_is_kept(people: Administrators) -> None:
    rule = serbian_reply()
    change = ask(people.first, change_of(edit_of(rule, value=12, source="Read in the consolidated text")))
    assert serbian_reply().value == 10
    with use_scope(people.second.scope), pytest.raises((ActRefused, NotVisible)):
        change_approve(actor=people.second, change_id=change.id)
    done = approve(people.serbian, change)
    agreed = agreed_reply()
    assert done.state == "approved" and agreed is not None
    assert (agreed.value, agreed.version) == (12, 2)
    kept = RuleVersion.objects.get(rule=agreed)
    assert (kept.version, kept.values["value"], kept.requested_by_id, kept.confirmed_by_id) == (1, 10, "NLD", "SRB")
    with use_scope(people.first.scope):
        assert ("Reply to the application (Any person, both directions): Number", "12 (until now: 10)") in change_get(
            people.first, change.id
        ).rows


def test_where_the_other_party_takes_no_part_a_second_person_of_the_own_country_decides(people: Administrators) -> None:
    rule = Rule.objects.filter(agreement="eu-cape-verde", value__isnull=False).first()
    assert rule is not None
    payload = payloads.EditAgreement(
        agreement="eu-cape-verde",
        partner="CPV",
        rules=(edit_of(rule, certainty="T", unit_certainty="", source="Official Journal, read"),),
        is_for_partners=False,
    )
    change = ask(people.first, payload)
    with use_scope(people.first.scope), pytest.raises(ActRefused):
        change_approve(actor=people.first, change_id=change.id)
    assert approve(people.second, change).state == "approved"
    for requesting, receiving in (("NLD", "CPV"), ("CPV", "NLD")):
        cell = {"requesting_country": requesting, "receiving_country": receiving, "track": rule.track}
        assert Rule.objects.get(agreement="eu-cape-verde", kind=rule.kind, **cell).is_verified
    assert not Rule.objects.get(id=rule.id).is_verified


def test_only_national_administrators_of_a_party_may_ask(people: Administrators) -> None:
    payload = change_of(edit_of(serbian_reply(), value=12))
    with use_scope(people.regional.scope), pytest.raises(ActRefused):
        change_request(actor=people.regional, kind=ChangeKind.EDIT_AGREEMENT, payload=payload, reason="x")
    with use_scope(people.supervisor.scope), pytest.raises(ActRefused):
        change_request(actor=people.supervisor, kind=ChangeKind.EDIT_AGREEMENT, payload=payload, reason="x")
    swiss = payloads.EditAgreement(
        agreement="switzerland-serbia", partner="SRB", rules=payload.rules, is_for_partners=True
    )
    with use_scope(people.first.scope), pytest.raises(NotVisible):
        change_request(actor=people.first, kind=ChangeKind.EDIT_AGREEMENT, payload=swiss, reason="x")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"certainty": "T", "source": ""}, "source"),
        ({"value": None}, "unit"),
        ({"unit": "fortnight"}, "unit"),
        ({"counting_convention": "plain", "counting_certainty": ""}, "counting_certainty"),
        ({"counting_convention": "plain", "counting_certainty": "T"}, "counting_citation"),
        ({"silence_certainty": "T", "silence_citation": ""}, "silence_citation"),
        ({"extension_basis": "notice"}, "extension_basis"),
        ({"normal_value": 11}, "normal_value"),
        ({"source": "x" * 301}, "source"),
        ({"track": "transit"}, "kind"),
        ({}, "__all__"),
    ],
)
def test_a_value_that_cannot_be_is_refused(people: Administrators, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(people.first, change_of(edit_of(serbian_reply(), **changes)))
    assert list(refused.value.errors) == [field]


def test_an_edit_of_an_old_version_is_stale_and_fails_when_it_is_approved_late(people: Administrators) -> None:
    old = edit_of(serbian_reply(), value=12)
    first, second = ask(people.first, change_of(old)), ask(people.second, change_of(edit_of(serbian_reply(), value=13)))
    assert approve(people.serbian, first).state == "approved"
    assert approve(people.serbian, second).state == "failed"
    agreed = agreed_reply()
    assert agreed is not None and agreed.value == 12
    older = edit_of(agreed, value=14)
    approve(people.serbian, ask(people.first, change_of(edit_of(agreed, value=15))))
    with pytest.raises(StaleVersion):
        ask(people.first, change_of(older))


# --- running cases ----------------------------------------------------------------------------------------------------


def test_a_preview_names_the_running_cases_and_changes_nothing(people: Administrators) -> None:
    corridor = world.corridor()
    case = world.case_at(corridor, "received")
    payload = change_of(edit_of(serbian_reply(), value=12))
    with use_scope(people.first.scope):
        rows = change_preview(actor=people.first, payload=payload)
    assert [(row.reference, row.kind) for row in rows] == [(case.reference, "reply")]
    assert rows[0].then.at - rows[0].now.at >= dt.timedelta(days=1)
    assert (serbian_reply().value, serbian_reply().version) == (10, 1)
    assert not RuleVersion.objects.exists()
    # Administrators of a country that has no part in the case learn nothing of it.
    with use_scope(people.austrian.scope):
        assert change_preview(actor=people.austrian, payload=payload) == []


def test_the_second_person_chooses_what_is_computed_anew_and_each_is_done_once(people: Administrators) -> None:
    corridor = world.corridor()
    one, two = world.case_at(corridor, "received"), world.case_at(corridor, "received")
    change = ask(people.first, change_of(edit_of(serbian_reply(), value=12)))
    with use_scope(people.serbian.scope):
        keys = {
            row.reference: str(row.clock)
            for row in change_preview(
                actor=people.serbian, payload=change_of(edit_of(serbian_reply(), value=12)), country="NLD"
            )
        }
    approve(people.serbian, change, [keys[str(one.reference)]])
    carry_out()
    carry_out()
    old, new = clocks_of(corridor, one)
    assert (old.state, new.state, new.follows_id) == (ClockState.SUPERSEDED, ClockState.RUNNING, old.id)
    assert new.due_at > old.due_at and new.started_at == old.started_at
    assert new.due["rule"]["rule_version"] == 2
    assert [row.state for row in clocks_of(corridor, two)] == [ClockState.RUNNING]
    for side in (corridor.supervisor, corridor.their_supervisor):
        with use_scope(side.scope):
            events = Event.objects.filter(action="clock.recomputed", case_key=one.id)
            assert {row.actor_name for row in events} == {"RCMS"}
            assert Notice.objects.filter(action="clock.recomputed", subject=one.subject).count() == 1
            after = Case.objects.get(id=one.id)
            assert (after.next_due_at, after.version) == (new.due_at, one.version + 1)


def test_a_worker_that_dies_leaves_what_it_had_not_finished_and_the_page_shows_each(
    people: Administrators, client_of: Any
) -> None:
    corridor = world.corridor()
    cases = [world.case_at(corridor, "received"), world.case_at(corridor, "received")]
    change = ask(people.first, change_of(edit_of(serbian_reply(), value=12)))
    approve(people.serbian, change, None)
    address = reverse("administration:change-detail", args=[change.id])
    client = client_of(people.serbian)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "0 of 2 done" in part and "hx-get" in part and "<html" not in part
    with use_scope(system_scope("SRB")):
        first, second = Recomputation.objects.all()
        recomputation_carry_out(recomputation_id=first.id)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            recomputation_carry_out(recomputation_id=second.id)
            raise ZeroDivisionError  # the worker dies before its transaction ends
    assert "1 of 2 done" in client.get(address).content.decode()
    assert sorted(len(clocks_of(corridor, case)) for case in cases) == [1, 2]
    # The promise is taken up again by another worker, and the one that was done by nobody.
    carry_out()
    carry_out()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "2 of 2 done" in part and "2 time limits were computed anew." in part and "hx-get" not in part
    assert [len(clocks_of(corridor, case)) for case in cases] == [2, 2]
    # Administrators elsewhere do not read it, also not in parts.
    assert client_of(people.austrian).get(address, headers={"HX-Request": "true"}).status_code == 404


def test_what_was_left_alone_is_found_later_and_decided_by_two(people: Administrators) -> None:
    corridor = world.corridor()
    case = world.case_at(corridor, "received")
    approve(people.serbian, ask(people.first, change_of(edit_of(serbian_reply(), value=12))))
    with use_scope(people.first.scope):
        behind = touched_clocks(people.first, Narrowing(only_behind=True))
    assert [row.reference for row in behind] == [case.reference]
    payload = payloads.RecomputeClocks(clocks=(str(behind[0].clock),))
    change = ask(people.first, payload, ChangeKind.RECOMPUTE)
    assert len(clocks_of(corridor, case)) == 1
    approve(people.second, change)
    carry_out()
    assert len(clocks_of(corridor, case)) == 2
    with use_scope(people.first.scope):
        assert touched_clocks(people.first, Narrowing(only_behind=True)) == []


def test_an_extended_limit_is_behind_when_the_rule_changed_that_it_began_with(people: Administrators) -> None:
    corridor = world.corridor()
    case = world.case_at(corridor, "received")
    with use_scope(corridor.proposer.scope):
        extension.extension_request(actor=corridor.proposer, case_id=case.id, version=None, reasons="Many cases")
    longer = clocks_of(corridor, case)[-1]
    with use_scope(people.first.scope):
        assert touched_clocks(people.first, Narrowing(only_behind=True)) == []
    approve(people.serbian, ask(people.first, change_of(edit_of(serbian_reply(), value=12))))
    with use_scope(people.first.scope):
        (behind,) = touched_clocks(people.first, Narrowing(only_behind=True))
    assert behind.clock == longer.id and behind.then.at > longer.due_at


def test_the_statements_do_not_grow_with_the_time_limits(people: Administrators, client_of: Any) -> None:
    corridor, client = world.corridor(), client_of(people.first)
    world.case_at(corridor, "received")
    approve(people.serbian, ask(people.first, change_of(edit_of(serbian_reply(), value=12))))
    with use_scope(corridor.supervisor.scope):
        stored = CaseClock.objects.get(kind="reply")
    address = reverse("administration:clock-list")
    client.get(address)
    counts = []
    for is_second in (False, True):
        if is_second:
            case = world.case_at(corridor, "received")
            with use_scope(system_scope("SRB")):
                event_write(system_actor(case), case, "clock.recomputed", Readers.BOTH)
                CaseClock.objects.filter(case=case, kind="reply").update(due=stored.due)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address).content.decode()
        counts.append((page.count('name="clocks"'), len(captured)))
    assert [rows for rows, _statements in counts] == [1, 2]
    assert counts[0][1] == counts[1][1]


def test_a_value_that_is_confirmed_after_the_limit_passed_runs_again_so_that_silence_takes_effect(
    people: Administrators,
) -> None:
    corridor = world.corridor()
    case = world.case_at(corridor, "received")
    world.every(Rule).filter(id=serbian_reply().id).update(certainty="M")
    with use_scope(corridor.supervisor.scope):
        clock_row = CaseClock.objects.get(case=case, kind="reply")
    due = clock_row.due | {"is_verified": False, "rule": clock_row.due["rule"] | {"certainty": "M"}}
    with use_scope(system_scope("SRB")):
        event_write(system_actor(case), case, "clock.missed", Readers.BOTH)
        CaseClock.objects.filter(id=clock_row.id).update(state=ClockState.MISSED, due=due)
    rule = serbian_reply()
    change = ask(people.first, change_of(edit_of(rule, certainty="T")))
    approve(people.serbian, change, None)
    carry_out()
    old, new = clocks_of(corridor, case)
    assert (old.state, new.state, new.due_at) == (ClockState.SUPERSEDED, ClockState.RUNNING, old.due_at)
    assert new.due["rule"]["certainty"] == "T"


def test_a_limit_that_runs_is_not_moved_into_the_past(people: Administrators) -> None:
    """Both sides were told that there is time: silence takes no effect in days that are gone."""
    corridor = world.corridor()
    case = world.case_at(corridor, "received")
    [row] = clocks_of(corridor, case)
    with clock.travel(row.due_at - dt.timedelta(hours=1)):
        approve(people.serbian, ask(people.first, change_of(edit_of(serbian_reply(), value=2))), None)
        carry_out()
        assert [now.state for now in clocks_of(corridor, case)] == [ClockState.RUNNING]
        with use_scope(people.serbian.scope):
            assert Recomputation.objects.get().state == "left"


def test_what_was_asked_for_is_answered_on_the_limit_in_its_place(people: Administrators) -> None:
    corridor = world.corridor()
    case = world.case_at(corridor, "received")
    asked = world.every(Rule).filter(agreement="eu-serbia", kind="reply_extension")
    assert asked.update(extension_basis="consent")
    with use_scope(corridor.proposer.scope):
        extension.extension_request(actor=corridor.proposer, case_id=case.id, version=None, reasons="Many cases")
    approve(people.serbian, ask(people.first, change_of(edit_of(serbian_reply(), value=12))), None)
    carry_out()
    _old, new = clocks_of(corridor, case)
    with use_scope(corridor.reviewer.scope):
        extension.extension_grant(actor=corridor.reviewer, case_id=case.id, version=None)
    longer = clocks_of(corridor, case)[-1]
    assert (longer.follows_id, longer.state) == (new.id, ClockState.RUNNING) and longer.due_at > new.due_at


def test_a_limit_that_ended_meanwhile_is_left_alone(people: Administrators) -> None:
    corridor = world.corridor()
    case = world.case_at(corridor, "received")
    approve(people.serbian, ask(people.first, change_of(edit_of(serbian_reply(), value=12))), None)
    with use_scope(corridor.registry.scope):
        from cases.services.submission import case_return_incomplete

        case_return_incomplete(actor=corridor.registry, case_id=case.id, version=None, codes=["photograph"])
    before = [row.state for row in clocks_of(corridor, case)]
    carry_out()
    with use_scope(people.serbian.scope):
        states = list(Recomputation.objects.values_list("state", flat=True))
    now = [row.state for row in clocks_of(corridor, case)]
    assert states == (["done"] if ClockState.RUNNING in before else ["left"])
    assert len(now) == len(before) + states.count("done")


def test_administrators_of_other_countries_do_not_read_which_cases_were_computed_anew(people: Administrators) -> None:
    world.case_at(world.corridor(), "received")
    approve(people.serbian, ask(people.first, change_of(edit_of(serbian_reply(), value=12))), None)
    for actor, expected in ((people.serbian, 1), (people.first, 0), (people.austrian, 0)):
        with use_scope(actor.scope):
            assert Recomputation.objects.count() == expected, actor.name


def test_the_database_tells_only_national_administrators(people: Administrators) -> None:
    corridor = world.corridor()
    world.case_at(corridor, "received")
    for actor, expected in (
        (people.first, 1),
        (people.serbian, 1),
        (people.austrian, 0),
        (people.regional, 0),
        (people.supervisor, 0),
        (corridor.officer, 0),
    ):
        with use_scope(actor.scope), connection.cursor() as cursor:
            cursor.execute("select count(*) from clocks_of_country('', '', '', false, 100)")
            assert cursor.fetchone() == (expected,), actor.name


def test_a_limit_that_one_side_counts_alone_is_told_to_no_administrator(people: Administrators) -> None:
    """Notice of a transfer that is only planned: that it is counted at all would tell the other side of the plan."""
    corridor = world.georgian_corridor()
    case = world.case_at(corridor, "planned")
    with use_scope(corridor.supervisor.scope):
        own = CaseClock.objects.get(case=case, kind="transfer_notice")
        assert own.own_side == "requesting"
    for actor in (people.first, world.make_actor("geo-migration-department", "administrator")):
        with use_scope(actor.scope), connection.cursor() as cursor:
            cursor.execute("select kind from clocks_of_country('', '', '', false, 100)")
            kinds = {kind for (kind,) in cursor.fetchall()}
            assert "transfer" in kinds and "transfer_notice" not in kinds, actor.name


# --- calendars --------------------------------------------------------------------------------------------------------


def calendar_change(country: str = "NLD", **changes: Any) -> payloads.EditCalendar:
    calendar = WorkingCalendar.objects.get(country=country)
    values: dict[str, Any] = {
        "calendar": country,
        "based_on": calendar.version,
        "weekend_days": tuple(calendar.weekend_days),
        "covers_from": calendar.covers_from,
        "covers_to": calendar.covers_to,
        "source": "Official gazette",
    }
    return payloads.EditCalendar(**values | changes)


def test_a_calendar_is_changed_by_two_of_the_country_and_kept_by_them(people: Administrators) -> None:
    gone = PublicHoliday.objects.filter(calendar="NLD").earliest("date")
    day = payloads.CalendarDay(date=dt.date(2026, 12, 1), name="Day of the canal")
    payload = calendar_change(removed=(gone.date,), days=(day,))
    change = ask(people.first, payload, ChangeKind.EDIT_CALENDAR)
    with use_scope(people.first.scope), pytest.raises(ActRefused):
        change_approve(actor=people.first, change_id=change.id)
    with use_scope(people.serbian.scope), pytest.raises(NotVisible):
        change_approve(actor=people.serbian, change_id=change.id)
    before = WorkingCalendar.objects.get(country="NLD").version
    assert approve(people.second, change).state == "approved"
    calendar = WorkingCalendar.objects.get(country="NLD")
    assert (calendar.version, calendar.is_edited) == (before + 1, True)
    assert calendar.holidays.get(date=day.date).name == "Day of the canal"
    assert not calendar.holidays.filter(date=gone.date).exists()
    with world.as_operator():
        calendars_load()
    assert WorkingCalendar.objects.get(country="NLD").version == before + 1
    assert calendar.holidays.filter(date=day.date).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weekend_days": tuple(range(1, 8))}, "weekend_days"),
        ({"weekend_days": (0,)}, "weekend_days"),
        ({"days": (payloads.CalendarDay(date=dt.date(1999, 1, 4), name="Too early"),)}, "days"),
        ({"days": (payloads.CalendarDay(date=dt.date(2026, 12, 1), name=" "),)}, "days"),
        ({"covers_to": dt.date(1990, 1, 1)}, "covers_to"),
        ({}, "__all__"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(people: Administrators, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(people.first, calendar_change(**changes), ChangeKind.EDIT_CALENDAR)
    assert list(refused.value.errors) == [field]


def test_nobody_changes_the_calendar_of_another_country(people: Administrators) -> None:
    with pytest.raises(NotVisible):
        ask(people.first, calendar_change("SRB", covers_to=dt.date(2030, 1, 1)), ChangeKind.EDIT_CALENDAR)


def test_a_holiday_moves_the_last_day_of_running_cases_and_the_preview_leaves_no_trace(people: Administrators) -> None:
    """The reply limit of Serbia may end on the next working day of Serbia: a new holiday on its last day moves it."""
    corridor = world.corridor()
    case = world.case_at(corridor, "received")
    (row,) = clocks_of(corridor, case)
    last = DueDate.from_json(row.due).last_day
    payload = calendar_change("SRB", days=(payloads.CalendarDay(date=last, name="A new feast"),))
    serbian_second = world.make_actor("srb-mup-readmission", "administrator", "Goran Second")
    with use_scope(people.serbian.scope):
        touched = change_preview(actor=people.serbian, payload=payload)
        assert [(item.reference, item.kind) for item in touched if item.kind == "reply"] == [(case.reference, "reply")]
        # The preview of one change must not be seen in the working of the next.
        again = change_preview(actor=people.serbian, payload=payload)
        assert [item.then.at for item in again] == [item.then.at for item in touched]
        assert touched_clocks(people.serbian, Narrowing(calendar="SRB")) == []
    change = ask(people.serbian, payload, ChangeKind.EDIT_CALENDAR)
    approve(serbian_second, change, None)
    carry_out()
    old, new = clocks_of(corridor, case)
    assert new.due_at > old.due_at and new.due["calendar_version"] != old.due["calendar_version"]


@pytest.mark.parametrize("extended", [False, True])
def test_a_holiday_is_not_blamed_for_a_rule_that_was_left_alone(
    people: Administrators, extended: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The value was changed and running cases stayed as they were: a holiday names and moves only what it moves."""
    corridor = world.corridor()
    cases = []
    for day in (2, 4):
        with clock.travel(dt.datetime(2026, 3, day, 9, tzinfo=dt.UTC)):
            cases.append(world.case_at(corridor, "received"))
            if extended:
                with use_scope(corridor.proposer.scope):
                    extension.extension_request(
                        actor=corridor.proposer, case_id=cases[-1].id, version=None, reasons="Many cases"
                    )
    first, second = (clocks_of(corridor, case)[-1] for case in cases)
    approve(people.serbian, ask(people.first, change_of(edit_of(serbian_reply(), value=20))))
    last = DueDate.from_json(first.due).last_day
    payload = calendar_change("SRB", days=(payloads.CalendarDay(date=last, name="A new feast"),))
    with use_scope(people.serbian.scope):
        touched = change_preview(actor=people.serbian, payload=payload)
    assert [item.clock for item in touched if item.kind == "reply"] == [first.id]
    (item,) = (item for item in touched if item.kind == "reply")
    assert item.now.at < item.then.at and item.then.rule.value == item.now.rule.value
    change = ask(people.serbian, payload, ChangeKind.EDIT_CALENDAR)
    second_person = world.make_actor("srb-mup-readmission", "administrator", "Goran Second")
    promised: list[dict[str, Any]] = []
    outbox = SimpleNamespace(post=lambda **values: promised.append(values))
    monkeypatch.setattr("administration.services.recomputations.outbox", outbox)
    approve(second_person, change, [str(row.clock) for row in touched])
    with clock.travel(first.due_at - dt.timedelta(days=1)), use_scope(system_scope("SRB")):
        for promise in promised:
            recompute(**promise["arguments"])
    assert clocks_of(corridor, cases[0])[-1].due_at == item.then.at
    assert clocks_of(corridor, cases[1])[-1].id == second.id


# --- pages ------------------------------------------------------------------------------------------------------------


def posted(rule: Rule, **changes: Any) -> dict[str, Any]:
    values = {name: value for name, value in rule_columns(edit_of(rule)).items() if value not in (None, False, [])}
    return {**values, "version": rule.version, "reason": "Read again", **changes}


def test_the_pages_look_first_and_then_ask(people: Administrators, client_of: Any) -> None:
    corridor = world.corridor()
    case = world.case_at(corridor, "received")
    rule = serbian_reply()
    client = client_of(people.first)
    address = reverse("administration:rule-edit", args=["eu-serbia", rule.id])
    page = client.get(address)
    assert page.status_code == 200 and b"10 calendar days" in page.content
    looked = client.post(address, posted(rule, value=12, do="preview", reason=""))
    assert looked.status_code == 200, looked.content.decode()[-3000:]
    assert case.reference in looked.content.decode()
    with use_scope(people.first.scope):
        assert not ChangeRequest.objects.exists()
    doubted = client.post(address, posted(rule, value=12, do="propose"))
    assert doubted.status_code == 422 and "say whether they hold for it" in doubted.content.decode()
    asked = client.post(address, posted(rule, value=12, do="propose", says_new_value="on"))
    assert asked.status_code == 302
    change_page = client_of(people.serbian).get(asked["Location"])
    decided = change_page.content.decode()
    assert case.reference in decided
    assert "Was the new value read there?" in decided and "How sure the value is" in decided
    done = client_of(people.serbian).post(asked["Location"], {"decision": "approve", "which": "all", "note": ""})
    assert done.status_code == 302
    carry_out()
    shown = client_of(people.serbian).get(asked["Location"]).content.decode()
    assert "Computed anew" in shown and case.reference in shown
    # The requester's country learns that it was done, not which cases the other one chose.
    assert case.reference not in client.get(asked["Location"]).content.decode()
    versions = client.get(reverse("administration:rule-versions", args=["eu-serbia", rule.id])).content.decode()
    assert "Netherlands" in versions and "Serbia" in versions


def test_the_page_says_what_was_decided_about_running_limits(people: Administrators, client_of: Any) -> None:
    change = ask(people.first, change_of(edit_of(serbian_reply(), value=12)))
    approve(people.serbian, change)
    address, words = reverse("administration:change-detail", args=[change.id]), "none was computed anew"
    assert words in client_of(people.serbian).get(address).content.decode()
    assert words not in client_of(people.first).get(address).content.decode(), "the other country decided for its own"


def test_a_confirmation_asks_for_the_source_and_leaves_the_value(people: Administrators, client_of: Any) -> None:
    rule = Rule.objects.get(agreement="eu-serbia", kind="travel_document_renewal")
    assert not rule.is_verified
    client = client_of(people.first)
    address = reverse("administration:rule-edit", args=["eu-serbia", rule.id]) + "?confirm=1"
    assert 'name="value"' not in client.get(address).content.decode()
    values = {"certainty": "T", "source": "Official Journal", "citation": "Article 4", "value": 99, "do": "propose"}
    values |= {"counting_convention": rule.counting_convention, "version": 1, "reason": "Read"}
    answer = client.post(address, values)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    with use_scope(people.first.scope):
        (edit,) = ChangeRequest.objects.get().payload["rules"]
    assert (edit["value"], edit["certainty"], edit["source"]) == (rule.value, "T", "Official Journal")


def typed_day(number: int, day: dt.date) -> dict[str, int]:
    return {f"date_{number}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def test_the_calendar_opens_at_this_year(people: Administrators, client_of: Any) -> None:
    with clock.travel(dt.datetime(2026, 6, 1, tzinfo=dt.UTC)), use_scope(people.first.scope):
        assert calendar_view("NLD", None)[2] == 2026
        assert calendar_view("NLD", 2025)[2] == 2025


def test_pages_of_the_calendar(people: Administrators, client_of: Any) -> None:
    client = client_of(people.first)
    address = reverse("administration:calendar-edit", args=["NLD"]) + "?year=2026"
    page = client.get(address)
    assert page.status_code == 200
    calendar = WorkingCalendar.objects.get(country="NLD")
    days = list(calendar.holidays.filter(date__year=2026))
    values: dict[str, Any] = {
        "version": calendar.version,
        "weekend_days": [str(day) for day in calendar.weekend_days],
        "covers_to_day": calendar.covers_to.day,
        "covers_to_month": calendar.covers_to.month,
        "covers_to_year": calendar.covers_to.year,
        "source": "Gazette",
        "reason": "A new feast",
    }
    for number, day in enumerate(days):
        values |= typed_day(number, day.date) | {f"name_{number}": day.name}
        if day.is_estimated:
            values[f"estimated_{number}"] = "on"
    values |= typed_day(len(days), dt.date(2026, 12, 1)) | {f"name_{len(days)}": "Day of the canal"}
    looked = client.post(address, values | {"do": "preview"})
    assert looked.status_code == 200, looked.content.decode()[-3000:]
    assert client.post(address, values | {"do": "propose"}).status_code == 302
    with use_scope(people.first.scope):
        payload = ChangeRequest.objects.get().payload
    assert (payload["removed"], payload["days"]) == (
        [],
        [{"date": "2026-12-01", "name": "Day of the canal", "is_estimated": False}],
    )
    missing = values | {f"name_{len(days)}": "", "do": "preview"}
    assert client.post(address, missing).status_code == 422
    assert client.get(reverse("administration:calendar-edit", args=["SRB"])).status_code == 404
    assert client.get(reverse("administration:clock-list")).status_code == 200
