"""Calendars, places and the words of a due date, from the reference tables."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import translation

from countries.clocks.wording import explain
from countries.models import Authority, Country, PublicHoliday, WorkingCalendar
from countries.selectors.calendars import calendar_for, calendar_for_rule, due_date_for, extension_for
from countries.selectors.places import (
    authorities_below,
    authorities_of,
    clock_place,
    country_name,
    crossing_points_of,
    icao_code_of,
    national_desk_of,
    nationality_of_icao,
    nationality_options,
    party_countries,
)
from countries.selectors.rules import rules_for
from countries.services.editing import calendar_write
from countries.services.reference import reference_load
from tests import world

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 11)
START = dt.datetime(2026, 11, 11, 9, tzinfo=dt.UTC)


def due_for(kind, requesting, receiving, start=START):
    pair = {"requesting": requesting, "receiving": receiving}
    return due_date_for(rules_for(requesting, receiving, "own_national", TODAY)[kind], start, **pair)


def test_a_calendar_is_kept_until_it_is_written_again(django_assert_num_queries):
    calendar_for("SRB")
    with django_assert_num_queries(1):
        snapshot = calendar_for("SRB")
    assert not snapshot.is_working_day(dt.date(2026, 11, 11))  # Armistice Day
    assert snapshot.is_working_day(dt.date(2026, 11, 12))
    before = WorkingCalendar.objects.get(country="SRB")

    def write(name, day):
        """As two administrators agreed, or as one looks at what it would do."""
        with world.as_operator("SRB"):
            calendar_write(
                country="SRB",
                weekend_days=before.weekend_days,
                covers_from=before.covers_from,
                covers_to=before.covers_to,
                removed=(),
                days=[(day, name, False)],
                source="Gazette",
            )
        return calendar_for("SRB")

    with transaction.atomic():
        looked_at = write("Day that was only looked at", dt.date(2026, 11, 13))
        transaction.set_rollback(True)
    renewed = write("Day of mourning", dt.date(2026, 11, 12))
    # Both have the next number; what was taken back is not seen in what was written after it.
    assert looked_at.version == renewed.version == f"SRB-{before.version + 1}"
    assert not renewed.is_working_day(dt.date(2026, 11, 12)) and renewed.is_working_day(dt.date(2026, 11, 13))


def test_a_load_that_finds_another_calendar_gives_it_a_new_version():
    version = WorkingCalendar.objects.get(country="NLD").version
    world.every(PublicHoliday).create(calendar_id="NLD", date=dt.date(2026, 11, 12), name="Day that is in no file")
    with world.as_operator():
        reference_load()
    assert WorkingCalendar.objects.get(country="NLD").version == version + 1
    assert not PublicHoliday.objects.filter(calendar_id="NLD", date=dt.date(2026, 11, 12)).exists()


def test_a_country_without_a_calendar_gives_unverified_counts():
    snapshot = calendar_for("JPN")
    assert not snapshot.covers(TODAY)
    assert snapshot.is_working_day(TODAY)


def test_the_calendar_and_the_zone_are_those_of_the_state_that_must_act():
    rules = rules_for("NLD", "BGD", "own_national", TODAY) | rules_for("NLD", "GEO", "own_national", TODAY)
    assert calendar_for_rule(rules["travel_document_issue"], requesting="NLD", receiving="GEO").country == "GEO"
    assert calendar_for_rule(rules["transfer_notice"], requesting="NLD", receiving="GEO").country == "GEO+NLD"
    assert due_for("reply", "NLD", "GEO").time_zone == "Asia/Tbilisi"
    assert due_for("transfer", "NLD", "GEO").time_zone == "Europe/Amsterdam"


def test_georgia_answers_in_twelve_days_and_saint_george_may_move_the_end():
    result = due_for("reply", "NLD", "GEO")
    # The twelfth day is 23 November, a holiday in Georgia; counted most strictly the limit ends the day before.
    assert (str(result.earliest_last_day), str(result.last_day)) == ("2026-11-22", "2026-11-24")
    assert result.is_verified
    assert not result.counting_is_verified


def test_an_extension_follows_the_first_limit():
    pair = {"requesting": "NLD", "receiving": "SRB"}
    first = due_for("reply", "NLD", "SRB")
    extension = rules_for("NLD", "SRB", "own_national", TODAY)["reply_extension"]
    result = extension_for(first, extension, **pair, granted=4)
    assert first.at < result.at
    assert result.rule.value == 4
    assert any("Extended by 4 calendar days" in line for line in explain(result))


def test_a_due_date_explains_itself_with_the_article():
    with translation.override("en"):
        lines = explain(due_for("reply", "NLD", "GEO"))
    assert lines[0] == (
        "12 calendar days from delivery on 11 November 2026; whether that day counts is not verified "
        "(EU–Georgia, Article 10(2))."
    )
    assert "23 November 2026 (Saint George's Day) is not a working day." in lines
    assert any("24 November 2026" in line and "Asia/Tbilisi" in line for line in lines)
    assert "Silence counts as acceptance." in lines
    assert not any("This value is not verified" in line for line in lines)


def test_unverified_and_normal_limits_say_so():
    with translation.override("en"):
        placeholder = explain(due_for("reply", "BIH", "PAK"))
        kosovo = explain(due_for("reply", "AUT", "XKX"))
        hours = explain(due_for("transit_reply", "FRA", "ARM"))
        france = explain(due_for("reply", "FRA", "SRB"))
    assert "This value is not verified: it was not read in the text of the agreement." in placeholder
    assert "It is not known what silence means under this agreement." in placeholder
    assert any(line.startswith("The answer is normally due after 14 calendar days") for line in kosovo)
    assert hours[0].startswith("At least 24 hours before the planned transit")
    assert any("EU–Serbia, Article 10" in line and "Silence" in line for line in france)


def test_every_rule_with_a_number_can_be_computed_and_explained():
    pairs = [
        ("NLD", "SRB"),
        ("FRA", "SRB"),
        ("AUT", "GEO"),
        ("NLD", "RUS"),
        ("AUT", "PAK"),
        ("CHE", "XKX"),
        ("AUT", "ARM"),
    ]
    seen = 0
    for requesting, receiving in pairs:
        for track in ("own_national", "stateless", "transit"):
            for rule in rules_for(requesting, receiving, track, TODAY).values():
                if rule.has_limit:
                    result = due_date_for(rule, START, requesting=requesting, receiving=receiving)
                    assert len(explain(result)) >= 2
                    assert result.earliest_at <= result.at
                    seen += 1
    assert seen > 100


def test_nationalities_can_be_countries_stateless_or_former_states_but_parties_only_countries():
    options = dict(nationality_options("en"))
    assert options["XKX"] == "Kosovo*"
    assert {"XXA", "XXB", "XXC", "XXX", "UTO", "SUN", "YUG", "SCG", "CSK"} <= set(options)
    assert "UNK" not in options
    parties = {country.code for country in party_countries()}
    assert len(parties) == 250
    assert not parties & {"XXA", "UTO", "SUN", "YUG"}


def test_codes_of_the_machine_readable_zone_go_both_ways():
    assert [icao_code_of(code) for code in ("DEU", "XKX", "SRB", "XXA")] == ["D", "RKS", "SRB", "XXA"]
    assert [nationality_of_icao(code) for code in ("D<<", "RKS", "SRB", "XXA", "SUN", "QQQ")] == [
        "DEU",
        "XKX",
        "SRB",
        "XXA",
        "SUN",
        None,
    ]
    with pytest.raises(ValueError, match="QQQ"):
        icao_code_of("QQQ")


def test_country_names_follow_the_language():
    germany = Country.objects.get(pk="DEU")
    assert [country_name(germany, language) for language in ("en", "de", "sq", "zz")] == [
        "Germany",
        "Deutschland",
        "Gjermani",
        "Germany",
    ]
    assert country_name(Country.objects.get(pk="XKX"), "de") == "Kosovo*"
    assert country_name(Country.objects.get(pk="CSK"), "de") == "Czechoslovakia"


def test_a_time_is_named_after_no_city_of_another_country():
    places = {code: clock_place(Country.objects.get(pk=code)) for code in ("SRB", "XKX", "NLD")}
    assert places == {"SRB": "Belgrade", "XKX": "Kosovo*", "NLD": "Amsterdam"}


def test_authorities_form_a_tree_with_one_national_desk():
    desk = national_desk_of("SRB", TODAY)
    assert desk.code == "srb-mup-readmission"
    below = Authority.objects.filter(pk__in=authorities_below({desk.pk})).values_list("code", flat=True)
    assert set(below) == {"srb-mup-readmission", "srb-mup-travel-documents", "srb-police-records"}
    consulates = authorities_of("SRB", TODAY, kinds=("consulate",))
    assert {row.host_country_id for row in consulates} == {"NLD", "AUT"}
    world.every(Authority).filter(pk=desk.pk).update(valid_to=dt.date(2026, 1, 1))
    assert national_desk_of("SRB", TODAY) is None


def test_persons_are_handed_over_where_a_border_post_stands():
    points = {point.code: point for point in crossing_points_of("SRB")}
    assert str(points["srb-belgrade"]) == "Belgrade Nikola Tesla Airport (BEG)"
    assert points["srb-belgrade"].authority.code == "srb-border-belgrade"
