"""Cases that a lawyer can check on paper."""

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from countries.clocks import CalendarSnapshot, Holiday, NoLimitError, ResolvedRule, codes, due, extended

BELGRADE = ZoneInfo("Europe/Belgrade")
ORDINARY = CalendarSnapshot("TST", "TST-7")
FRIDAY_SATURDAY = CalendarSnapshot("BGD", "BGD-1", frozenset({5, 6}))


def rule(value, unit, convention=codes.PLAIN, first_day_counts=False, **more):
    base = ResolvedRule(
        kind="reply",
        track="any",
        value=value,
        unit=unit,
        start_event="delivery",
        agreement_code="test",
        agreement_title="Test",
        certainty="T",
        citation="Article 10(2)",
        counting_convention=convention,
        first_day_counts=first_day_counts,
    )
    return replace(base, **more)


def at(text, zone=BELGRADE):
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def last_day(*arguments, **more):
    return str(due(*arguments, **more).last_day)


@pytest.mark.parametrize(
    ("start", "value", "unit", "convention", "first", "expected"),
    [
        # Wednesday 11 November 2026; the 21st is a Saturday.
        ("2026-11-11T10:00", 10, "calendar_day", codes.PLAIN, False, "2026-11-21"),
        ("2026-11-11T10:00", 10, "calendar_day", codes.PLAIN, True, "2026-11-20"),
        ("2026-11-11T10:00", 10, "calendar_day", codes.ROLL_TO_WORKING_DAY, False, "2026-11-23"),
        ("2026-11-11T10:00", 10, "calendar_day", codes.REGULATION_1182_71, False, "2026-11-23"),
        ("2026-11-11T10:00", 10, "calendar_day", codes.NEXT_WORKING_DAY_AFTER_END, False, "2026-11-23"),
        # Switzerland-Moldova: 15 calendar days end on Thursday the 26th, and the limit one working day later.
        ("2026-11-11T10:00", 15, "calendar_day", codes.NEXT_WORKING_DAY_AFTER_END, False, "2026-11-27"),
        ("2026-11-11T10:00", 3, "working_day", codes.PLAIN, False, "2026-11-16"),
        ("2026-11-11T10:00", 3, "working_day", codes.PLAIN, True, "2026-11-13"),
        # The last day of a shorter month, with and without the first day.
        ("2026-11-30T10:00", 3, "month", codes.PLAIN, False, "2027-02-28"),
        ("2026-11-30T10:00", 3, "month", codes.PLAIN, True, "2027-02-28"),
        ("2027-11-30T10:00", 3, "month", codes.PLAIN, False, "2028-02-29"),
        ("2026-12-01T10:00", 3, "month", codes.PLAIN, True, "2027-02-28"),
        ("2026-10-31T10:00", 1, "month", codes.PLAIN, False, "2026-11-30"),
        # Leap day.
        ("2028-02-29T10:00", 1, "year", codes.PLAIN, False, "2029-02-28"),
        ("2027-02-28T10:00", 1, "year", codes.PLAIN, False, "2028-02-28"),
        ("2028-02-28T10:00", 2, "calendar_day", codes.PLAIN, False, "2028-03-01"),
        # Regulation 1182/71, Article 3(5): two days from Friday hold two working days.
        ("2026-11-13T10:00", 2, "calendar_day", codes.REGULATION_1182_71, False, "2026-11-17"),
        ("2026-11-13T10:00", 2, "calendar_day", codes.ROLL_TO_WORKING_DAY, False, "2026-11-16"),
        ("2026-11-13T10:00", 1, "calendar_day", codes.REGULATION_1182_71, False, "2026-11-16"),
    ],
)
def test_conventions(start, value, unit, convention, first, expected):
    assert last_day(rule(value, unit, convention, first), at(start), ORDINARY, "Europe/Belgrade") == expected


def test_the_limit_is_midnight_at_the_end_of_the_last_day_in_the_acting_state():
    result = due(rule(12, "calendar_day"), at("2026-11-11T10:00"), ORDINARY, "Asia/Tbilisi")
    assert result.at == dt.datetime(2026, 11, 23, 20, 0, tzinfo=dt.UTC)


def test_a_delivery_late_in_the_evening_is_already_the_next_day_further_east():
    late = dt.datetime(2026, 11, 11, 22, 30, tzinfo=dt.UTC)
    assert last_day(rule(1, "calendar_day"), late, ORDINARY, "Europe/Amsterdam") == "2026-11-12"
    assert last_day(rule(1, "calendar_day"), late, ORDINARY, "Asia/Karachi") == "2026-11-13"


def test_a_change_of_the_clocks_moves_the_instant_and_not_the_day():
    winter = due(rule(7, "calendar_day"), at("2026-10-21T10:00"), ORDINARY, "Europe/Belgrade")
    assert winter.at == dt.datetime(2026, 10, 28, 23, 0, tzinfo=dt.UTC)
    assert winter.at - due(rule(1, "calendar_day"), at("2026-10-21T10:00"), ORDINARY, "Europe/Belgrade").at == (
        dt.timedelta(days=6, hours=1)
    )


def test_hours_do_not_stretch_with_the_clocks():
    result = due(rule(24, "hour"), at("2026-10-24T12:00"), ORDINARY, "Europe/Belgrade")
    assert result.at.astimezone(BELGRADE) == at("2026-10-25T11:00")


def test_the_regulation_does_not_count_the_hour_of_the_event_and_does_not_move_hours():
    saturday = rule(24, "hour", codes.REGULATION_1182_71)
    assert due(saturday, at("2026-11-13T10:20"), ORDINARY, BELGRADE).at.astimezone(BELGRADE) == at("2026-11-14T11:00")
    # In a zone with half an hour the full hour is the local one.
    kolkata = ZoneInfo("Asia/Kolkata")
    result = due(saturday, at("2026-11-13T10:20", kolkata), ORDINARY, kolkata)
    assert result.at.astimezone(kolkata) == at("2026-11-14T11:00", kolkata)


def test_hours_with_an_answer_on_the_next_working_day():
    result = due(rule(24, "hour", codes.ROLL_TO_WORKING_DAY), at("2026-11-13T10:00"), ORDINARY, BELGRADE)
    assert result.at.astimezone(BELGRADE) == at("2026-11-17T00:00")


def test_friday_and_saturday_are_the_weekend_in_bangladesh():
    thursday = at("2026-11-12T10:00", ZoneInfo("Asia/Dhaka"))
    assert last_day(rule(1, "working_day"), thursday, FRIDAY_SATURDAY, "Asia/Dhaka") == "2026-11-15"
    assert last_day(rule(1, "working_day"), thursday, ORDINARY, "Asia/Dhaka") == "2026-11-13"


def test_a_working_day_of_both_is_a_holiday_in_neither():
    both = ORDINARY.union(FRIDAY_SATURDAY)
    assert both.version == "TST-7+BGD-1"
    # Thursday; Friday, Saturday and Sunday are off in one or the other.
    assert last_day(rule(2, "working_day"), at("2026-11-12T10:00"), both, "UTC") == "2026-11-17"
    assert ORDINARY.union(ORDINARY) is ORDINARY


def test_a_skipped_holiday_is_named_in_the_steps_and_an_estimated_one_unverifies_the_date():
    feast = dt.date(2026, 11, 12)
    known = CalendarSnapshot("TST", "TST-8", holidays={feast: Holiday("Day of the Republic")})
    result = due(rule(1, "working_day"), at("2026-11-11T10:00"), known, BELGRADE)
    skipped = [step for step in result.steps if step.code == "holiday_skipped"]
    assert [(step.date, step.parameters["holiday"]) for step in skipped] == [(feast, "Day of the Republic")]
    assert result.is_verified
    sighted = CalendarSnapshot("TST", "TST-9", holidays={feast: Holiday("Eid al-Fitr", is_estimated=True)})
    assert not due(rule(1, "working_day"), at("2026-11-11T10:00"), sighted, BELGRADE).is_verified


def test_a_count_that_leaves_the_calendar_is_unverified():
    short = CalendarSnapshot("TST", "TST-1", covers_from=dt.date(2026, 1, 1), covers_to=dt.date(2026, 12, 31))
    inside = due(rule(3, "working_day"), at("2026-11-11T10:00"), short, BELGRADE)
    outside = due(rule(3, "working_day"), at("2026-12-30T10:00"), short, BELGRADE)
    assert inside.is_verified
    assert not outside.is_verified
    assert "calendar_not_covered" in [step.code for step in outside.steps]


def test_a_notice_three_working_days_before_a_friday():
    friday = at("2026-11-20T15:00")
    unknown = rule(3, "working_day", codes.UNVERIFIED, None, direction=codes.BEFORE)
    result = due(unknown, friday, ORDINARY, BELGRADE)
    assert (str(result.last_day), str(result.earliest_last_day)) == ("2026-11-17", "2026-11-16")


def test_an_extension_adds_or_gives_a_new_total():
    first = due(rule(10, "calendar_day"), at("2026-11-11T10:00"), ORDINARY, BELGRADE)
    added = extended(first, rule(6, "calendar_day"), ORDINARY, BELGRADE)
    assert str(added.last_day) == "2026-11-27"
    assert str(extended(first, rule(6, "calendar_day"), ORDINARY, BELGRADE, granted=4).last_day) == "2026-11-25"
    total = extended(first, rule(30, "calendar_day", of_total=True), ORDINARY, BELGRADE)
    assert str(total.last_day) == "2026-12-11"
    assert [step.code for step in total.steps].count("extended") == 1
    with pytest.raises(ValueError, match="more than the agreement allows"):
        extended(first, rule(6, "calendar_day"), ORDINARY, BELGRADE, granted=7)
    with pytest.raises(ValueError, match="cannot end before"):
        extended(first, rule(30, "calendar_day", of_total=True), ORDINARY, BELGRADE, granted=5)


def test_an_added_extension_does_not_count_the_last_day_twice_where_the_first_day_counts():
    first = due(rule(10, "calendar_day", first_day_counts=True), at("2026-11-11T10:00"), ORDINARY, BELGRADE)
    added = extended(first, rule(6, "calendar_day", first_day_counts=True), ORDINARY, BELGRADE)
    assert (str(first.last_day), str(added.last_day)) == ("2026-11-20", "2026-11-26")


def test_a_normal_limit_warns_and_has_no_legal_effect():
    normal = rule(30, "calendar_day", normal_value=14)
    result = due(normal, at("2026-11-11T10:00"), ORDINARY, BELGRADE)
    assert str(result.last_day) == "2026-12-11"
    assert result.normally_at.astimezone(BELGRADE) == at("2026-11-26T00:00")


def test_no_number_and_no_time_zone_are_refused():
    with pytest.raises(NoLimitError):
        due(rule(None, codes.NO_UNIT), at("2026-11-11T10:00"), ORDINARY, BELGRADE)
    with pytest.raises(ValueError, match="time zone"):
        due(rule(1, "calendar_day"), dt.datetime(2026, 11, 11), ORDINARY, BELGRADE)  # noqa: DTZ001


def test_an_unverified_unit_or_value_unverifies_the_rule():
    assert rule(1, "calendar_day").is_verified
    assert rule(1, "calendar_day", certainty="S").is_verified
    assert not rule(1, "calendar_day", certainty="M").is_verified
    assert not rule(1, "calendar_day", unit_certainty="M?").is_verified
    assert not rule(1, "calendar_day", silence_certainty="M").silence_is_verified


def test_the_arithmetic_does_not_need_django():
    root = Path(__file__).resolve().parents[2]
    code = "import sys, countries.clocks; print(any(name.split('.')[0] == 'django' for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
