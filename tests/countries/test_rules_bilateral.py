"""Bilateral agreements and arrangements against the values that were read in them."""

import datetime as dt

import pytest

from countries.clocks import CalendarSnapshot, Holiday, due, extended
from countries.models import Agreement, Rule
from countries.selectors.calendars import calendar_for_rule
from countries.selectors.rules import agreements_between, resolve_rule, rules_for
from tests.countries.expected import CD, TODAY, WD, check
from tests.countries.read_bilateral import OTHERS
from tests.countries.read_switzerland import SWITZERLAND

OWN = "own_national"
READ = SWITZERLAND | OTHERS
WITHOUT_LIMITS = {
    "austria-moldova": ("AUT", "MDA"),
    "eu-afghanistan": ("NLD", "AFG"),
    "eu-cote-d-ivoire": ("FRA", "CIV"),
    "eu-ethiopia": ("DEU", "ETH"),
    "eu-guinea": ("DEU", "GIN"),
    "france-kosovo": ("FRA", "XKX"),
    "france-morocco": ("FRA", "MAR"),
    "germany-india": ("DEU", "IND"),
    "germany-kosovo": ("DEU", "XKX"),
    "netherlands-morocco": ("NLD", "MAR"),
    "switzerland-nigeria": ("CHE", "NGA"),
    "switzerland-pakistan": ("CHE", "PAK"),
    "switzerland-romania": ("CHE", "ROU"),
    "united-kingdom-bangladesh": ("GBR", "BGD"),
}
# Values of an agreement that its protocol always covers: never the ones that hold.
COVERED = [
    ("switzerland-ukraine", "reply", "", 14, CD, "delivery", "none"),
    ("switzerland-ukraine", "reply", "prima_facie", 20, CD, "delivery", "recognised"),
    ("switzerland-ukraine", "reply_extension", "", 30, CD, "delivery", "none"),
    ("switzerland-ukraine", "interview", "", 10, CD, "delivery", "not_applicable"),
    ("liechtenstein-bosnia-and-herzegovina", "transit_reply", "", 2, WD, "transit_request", "not_applicable"),
]

pytestmark = pytest.mark.django_db


def one(kind, agreement, requesting, receiving, *, track=OWN, on=TODAY, conditions=()):
    """The rule of a kind under a named agreement or its protocol, or None."""
    pair = {"requesting": requesting, "receiving": receiving, "track": track, "on_date": on}
    return resolve_rule(kind, **pair, agreement=agreement, conditions=conditions)


def checked(key):
    """The rules of one section of the tables, each compared with its row."""
    agreement, condition, day = key
    parent = Agreement.objects.get(pk=agreement).parent_id or agreement
    for row in READ[key]:
        rule = check(row, agreement=parent, on_date=day, conditions=(condition,))
        assert (rule.agreement_code, rule.condition) == (agreement, condition or ""), row
        yield rule


@pytest.mark.parametrize("key", READ, ids=lambda key: "-".join(filter(None, key[:2])))
def test_a_seeded_value_is_the_value_that_was_read(key):
    assert list(checked(key))


def test_every_value_that_was_read_stands_in_the_tables():
    agreements = {agreement for agreement, _, _ in READ}
    read = {rule.pk for rule in Rule.objects.filter(agreement__in=agreements, certainty__in=("T", "S"))}
    tested = {rule.rule_id for key in READ for rule in checked(key)}
    for agreement, kind, condition, value, unit, start, silence in COVERED:
        rules = Rule.objects.filter(agreement=agreement, kind=kind, condition=condition)
        assert {(r.value, r.unit, r.start_event, r.effect_of_silence) for r in rules} == {(value, unit, start, silence)}
        read -= {rule.pk for rule in rules}
    assert {str(pk) for pk in read} == tested


@pytest.mark.parametrize("agreement", WITHOUT_LIMITS)
def test_an_agreement_without_known_limits_binds_and_gives_none(agreement):
    requesting, receiving = WITHOUT_LIMITS[agreement]
    assert agreement in [item.code for item in agreements_between(requesting, receiving, TODAY)]
    assert rules_for(requesting, receiving, OWN, TODAY, agreement=agreement) == {}
    assert Agreement.objects.get(pk=agreement).legal_note


def test_a_draft_that_was_never_signed_is_no_agreement():
    assert agreements_between("GBR", "IND", TODAY) == []


def test_what_was_only_promised_is_doubtful():
    rule = one("reply", "germany-morocco", "DEU", "MAR")
    assert (rule.value, rule.certainty, rule.is_verified, rule.effect_of_silence) == (45, "M?", False, "unknown")


# --- Reply limits by evidence, kind of person and side -------------------------------------------------------------


def test_the_reply_to_britain_depends_on_the_evidence():
    def days(track, *conditions):
        rule = one("reply", "switzerland-united-kingdom", "GBR", "CHE", track=track, conditions=conditions)
        return rule and rule.value

    assert (days(OWN, "proof"), days(OWN, "prima_facie")) == (5, 8)
    # Without evidence the agreement gives no limit for own nationals; the ten days are for others.
    assert days(OWN) is None
    assert days("stateless") == days("third_country_national", "proof") == 10


def test_a_working_day_between_switzerland_and_britain_is_one_in_both():
    rule = one("reply", "switzerland-united-kingdom", "CHE", "GBR", conditions=("proof",))
    assert rule.working_days_of == "both"
    assert calendar_for_rule(rule, requesting="CHE", receiving="GBR").country == "GBR+CHE"
    swiss = CalendarSnapshot("CHE", "1", holidays={dt.date(2026, 3, 3): Holiday("A")})
    british = CalendarSnapshot("GBR", "1", holidays={dt.date(2026, 3, 5): Holiday("B")})
    start = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)  # a Monday
    # Counted: the 4th, 6th, 9th, 10th and 11th.
    assert due(rule, start, british.union(swiss), "Europe/London").last_day == dt.date(2026, 3, 11)


def test_prima_facie_evidence_gives_denmark_six_days_more():
    def days(*conditions):
        return one("reply", "switzerland-denmark", "CHE", "DNK", conditions=conditions).value

    assert (days(), days("proof"), days("prima_facie")) == (14, 14, 20)


def test_the_unit_of_the_accelerated_reply_of_denmark_is_in_doubt():
    for kind in ("accelerated_reply", "accelerated_reply_extension"):
        rule = one(kind, "switzerland-denmark", "CHE", "DNK")
        assert (rule.certainty, rule.unit_certainty, rule.is_verified) == ("T", "M?", False)


def test_denmark_is_bound_by_its_own_agreement_only():
    assert [item.code for item in agreements_between("DNK", "CHE", TODAY)] == ["switzerland-denmark"]
    assert agreements_between("DNK", "CHE", dt.date(2012, 12, 31)) == []


def test_greece_and_bosnia_treat_own_nationals_and_others_apart():
    def pair(track):
        rules = rules_for("GRC", "BIH", track, TODAY, agreement="greece-bosnia-and-herzegovina")
        return [(rules[kind].value, rules[kind].effect_of_silence) for kind in ("reply", "transfer")]

    assert pair(OWN) == [(3, "transfer_may_proceed"), (6, "not_applicable")]
    assert pair("stateless") == [(15, "none"), (15, "not_applicable")]
    assert one("transfer", "greece-bosnia-and-herzegovina", "GRC", "BIH").suspension_causes == ("legal_obstacle",)
    assert one("error", "greece-bosnia-and-herzegovina", "GRC", "BIH") is None


def test_silence_in_ukraine_recognises_prima_facie_evidence_of_foreigners_only():
    def said(track, *conditions):
        rule = one("reply", "switzerland-ukraine", "CHE", "UKR", track=track, conditions=conditions)
        return rule.value, rule.effect_of_silence

    assert said("stateless", "prima_facie") == (20, "recognised")
    assert said("stateless") == said(OWN, "prima_facie") == (14, "none")


def test_an_escort_and_the_way_of_travel_lengthen_notices():
    pair = ("NLD", "SRB")
    assert one("transfer_notice", "benelux-yugoslavia-2002", *pair).value == 3
    assert one("transfer_notice", "benelux-yugoslavia-2002", *pair, conditions=("police_escort",)).value == 5

    def request(*conditions):
        found = one(
            "transit_submission",
            "benelux-bosnia-and-herzegovina-2006",
            "NLD",
            "BIH",
            track="transit",
            conditions=conditions,
        )
        return found and found.value

    assert (request("by_air"), request("by_land"), request()) == (2, 3, None)


def test_which_side_issues_the_document_decides_its_limits():
    # Swiss documents for Swiss nationals are valid longer than those of Moldova.
    assert one("travel_document_validity", "switzerland-moldova", "MDA", "CHE").value == 6
    assert one("travel_document_validity", "switzerland-moldova", "CHE", "MDA").value == 3
    # Switzerland itself issues the document for a national of Kosovo; the limit is that for Swiss nationals.
    kosovar = one("travel_document_issue", "switzerland-kosovo", "CHE", "XKX")
    assert (kosovar.has_limit, kosovar.acting_side) == (False, "requesting")
    assert one("travel_document_issue", "switzerland-kosovo", "XKX", "CHE").value == 3
    # The laissez-passer after an unmet renewal is that of Switzerland.
    assert one("travel_document_renewal", "switzerland-serbia", "CHE", "SRB").fallback_document == "own"
    assert one("travel_document_renewal", "switzerland-serbia", "SRB", "CHE").fallback_document == ""


def test_viet_nam_readmits_and_switzerland_does_not():
    assert "reply" in rules_for("CHE", "VNM", OWN, TODAY)
    assert rules_for("VNM", "CHE", OWN, TODAY) == {}


# --- Starts, ends and extensions -----------------------------------------------------------------------------------


def test_the_reply_of_moldova_ends_one_working_day_after_its_last_day():
    rule = one("reply", "switzerland-moldova", "CHE", "MDA")
    assert (rule.counting_convention, rule.first_day_counts) == ("next_working_day_after_end", True)
    assert (rule.counting_citation, rule.counting_certainty) == ("Article 10(2)", "T")
    plain = CalendarSnapshot("MDA", "1")

    def last(day):
        return due(rule, dt.datetime(2026, 3, day, 9, tzinfo=dt.UTC), plain, "Europe/Chisinau").last_day

    assert last(2) == dt.date(2026, 3, 17)  # fifteen days end on Monday 16 March
    assert last(6) == dt.date(2026, 3, 23)  # on Friday 20 March: the weekend is skipped
    assert due(rule, dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC), plain, "Europe/Chisinau").counting_is_verified


@pytest.mark.parametrize(
    ("agreement", "receiving", "start"),
    [
        ("switzerland-bosnia-and-herzegovina", "BIH", "delivery"),
        ("switzerland-serbia", "SRB", "delivery"),
        ("switzerland-montenegro", "MNE", "delivery"),
        ("switzerland-kosovo", "XKX", "delivery"),
        ("switzerland-moldova", "MDA", "delivery"),
        ("switzerland-sri-lanka", "LKA", "confirmed_receipt"),
        ("switzerland-kuwait", "KWT", "confirmed_receipt"),
        ("switzerland-azerbaijan", "AZE", "confirmed_receipt"),
        ("switzerland-turkmenistan", "TKM", "confirmed_receipt"),
    ],
)
def test_the_first_day_counts_where_the_text_begins_with_it(agreement, receiving, start):
    rule = one("reply", agreement, "CHE", receiving)
    assert (rule.first_day_counts, rule.start_event, rule.counting_certainty) == (True, start, "T")
    assert rule.counting_citation


def test_the_first_day_is_left_open_where_no_text_was_read():
    assert one("reply", "switzerland-north-macedonia", "CHE", "MKD").first_day_counts is None
    assert one("reply", "liechtenstein-kosovo", "LIE", "XKX").first_day_counts is None


def test_azerbaijan_lengthens_by_mere_notice_and_by_as_much_again():
    first, again = (one(kind, "switzerland-azerbaijan", "CHE", "AZE") for kind in ("reply", "reply_extension"))
    assert (again.extension_basis, again.of_total) == ("notice", False)
    calendar, zone = CalendarSnapshot("AZE", "1"), "Asia/Baku"
    limit = due(first, dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC), calendar, zone)
    # The first day counts: 2 to 26 March, then twenty-five days more.
    assert limit.earliest_last_day == dt.date(2026, 3, 26)
    assert extended(limit, again, calendar, zone).earliest_last_day == dt.date(2026, 4, 20)


def test_totals_and_additions_and_their_basis():
    totals = [
        ("switzerland-bosnia-and-herzegovina", "CHE", "BIH"),
        ("switzerland-kosovo", "CHE", "XKX"),
        ("switzerland-north-macedonia", "CHE", "MKD"),
        ("switzerland-russia", "CHE", "RUS"),
        ("switzerland-kuwait", "CHE", "KWT"),
        ("switzerland-denmark", "CHE", "DNK"),
        ("switzerland-mongolia", "CHE", "MNG"),
        ("switzerland-sri-lanka", "CHE", "LKA"),
        ("switzerland-turkmenistan", "CHE", "TKM"),
        ("switzerland-ukraine", "CHE", "UKR"),
        ("liechtenstein-kosovo", "LIE", "XKX"),
        ("liechtenstein-bosnia-and-herzegovina", "LIE", "BIH"),
    ]
    additions = [
        ("switzerland-serbia", "CHE", "SRB"),
        ("switzerland-montenegro", "CHE", "MNE"),
        ("switzerland-moldova", "CHE", "MDA"),
        ("switzerland-kazakhstan", "CHE", "KAZ"),
        ("switzerland-vietnam", "CHE", "VNM"),
    ]
    assert all(one("reply_extension", *pair).of_total for pair in totals)
    assert not any(one("reply_extension", *pair).of_total for pair in additions)
    assert one("reply_extension", "switzerland-kuwait", "CHE", "KWT").extension_basis == "reasoned_request"
    assert one("reply_extension", "switzerland-mongolia", "CHE", "MNG").extension_basis == "reasoned_request"
    assert one("reply_extension", "benelux-yugoslavia-2002", "NLD", "SRB").extension_basis == "notice"
    assert one("submission_extension", "switzerland-armenia", "CHE", "ARM", track="stateless").of_total
    assert one("reply", "austria-kosovo", "AUT", "XKX").normal_value == 14


def test_the_protocol_with_ukraine_starts_with_registration_and_begins_the_agreement():
    assert one("reply", "switzerland-ukraine", "UKR", "CHE").start_event == "registration"
    # In force since 1 March 2019, but applied only with the protocol.
    assert agreements_between("CHE", "UKR", dt.date(2020, 7, 20)) == []
    both = agreements_between("CHE", "UKR", dt.date(2020, 7, 21))
    assert [item.code for item in both] == ["switzerland-ukraine", "switzerland-ukraine-protocol"]


def test_viet_nam_counts_from_the_complete_file():
    rule = one("reply", "switzerland-vietnam", "CHE", "VNM")
    assert (rule.start_event, rule.citation) == ("complete_file", "Article 3(1)")
    limit = due(rule, dt.datetime(2026, 1, 31, 9, tzinfo=dt.UTC), CalendarSnapshot("VNM", "1"), "Asia/Ho_Chi_Minh")
    assert limit.last_day in (dt.date(2026, 3, 31), dt.date(2026, 4, 1))


def test_obstacles_stop_the_limits_that_say_so():
    both = ("legal_obstacle", "practical_obstacle")
    for pair in (
        ("austria-north-macedonia-2007", "AUT", "MKD"),
        ("switzerland-armenia", "CHE", "ARM"),
        ("switzerland-mongolia", "CHE", "MNG"),
        ("switzerland-vietnam", "CHE", "VNM"),
    ):
        assert one("transfer", *pair).suspension_causes == both, pair
    assert one("submission", "switzerland-kuwait", "CHE", "KWT").suspension_causes == both
    assert one("transfer", "switzerland-serbia", "CHE", "SRB").suspension_causes == ()


@pytest.mark.parametrize(
    ("kind", "pair", "document"),
    [
        ("travel_document_renewal", ("switzerland-north-macedonia", "CHE", "MKD"), "own"),
        ("travel_document_renewal", ("switzerland-guinea-bissau", "CHE", "GNB"), "own"),
        ("travel_document_issue", ("switzerland-turkmenistan", "CHE", "TKM"), "european"),
        ("travel_document_issue", ("benelux-kosovo", "NLD", "XKX"), "own"),
        ("travel_document_issue", ("benelux-bosnia-and-herzegovina-2006", "NLD", "BIH"), "own"),
        ("travel_document_issue", ("benelux-kazakhstan", "NLD", "KAZ"), "own"),
        ("travel_document_issue", ("eu-afghanistan-2016", "NLD", "AFG"), "european"),
        ("travel_document_issue", ("switzerland-sri-lanka", "CHE", "LKA"), ""),
    ],
)
def test_the_document_that_may_be_used_when_the_limit_has_passed(kind, pair, document):
    assert one(kind, *pair).fallback_document == document


def test_the_gambia_lets_people_return_on_the_evidence_itself():
    rule = one("travel_document_issue", "eu-gambia", "NLD", "GMB", conditions=("proof",))
    assert (rule.value, rule.fallback_document) == (5, "expired")
    assert one("travel_document_issue", "eu-gambia", "NLD", "GMB", conditions=("no_evidence",)) is None


# --- Caps ----------------------------------------------------------------------------------------------------------


def test_five_persons_a_month_return_to_the_gambia_by_charter():
    cap = one("monthly_cap", "switzerland-gambia", "CHE", "GMB", conditions=("by_charter",))
    assert (cap.value, cap.unit, cap.citation) == (5, "person", "Article 11(1)")
    assert one("monthly_cap", "switzerland-gambia", "CHE", "GMB", conditions=("by_air",)) is None


def test_the_cap_of_the_european_union_for_the_gambia_was_for_the_first_twelve_months():
    def cap(day):
        return one("monthly_cap", "eu-gambia", "DEU", "GMB", on=day)

    assert (cap(dt.date(2019, 1, 15)).value, cap(dt.date(2019, 12, 31)).value) == (50, 50)
    assert cap(dt.date(2020, 1, 1)) is None


def test_the_cap_for_a_flight_to_afghanistan_was_for_the_first_six_months():
    def cap(day):
        return one("flight_cap", "eu-afghanistan-2016", "DEU", "AFG", on=day)

    assert cap(dt.date(2016, 10, 3)) is None
    assert (cap(dt.date(2016, 10, 4)).value, cap(dt.date(2017, 4, 3)).value) == (50, 50)
    assert cap(dt.date(2017, 4, 4)) is None


# --- Which agreement rules -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requesting", "receiving", "older", "union"),
    [
        ("BEL", "BIH", "benelux-bosnia-and-herzegovina-2006", "eu-bosnia-and-herzegovina"),
        ("GRC", "BIH", "greece-bosnia-and-herzegovina", "eu-bosnia-and-herzegovina"),
        ("NLD", "SRB", "benelux-yugoslavia-2002", "eu-serbia"),
        ("AUT", "SRB", "austria-serbia-and-montenegro-2004", "eu-serbia"),
        ("NLD", "ARM", "benelux-armenia-2009", "eu-armenia"),
    ],
)
def test_the_agreement_of_the_union_comes_before_the_older_bilateral_one(requesting, receiving, older, union):
    codes = [item.code for item in agreements_between(requesting, receiving, TODAY) if item.parent_id is None]
    assert codes == [union, older]
    assert "agreement of the Union" in Agreement.objects.get(pk=older).legal_note
    assert agreements_between(requesting, receiving, dt.date(2007, 12, 31))[0].code == older


def test_obligations_towards_foreigners_began_three_years_later():
    def binds(receiving, day):
        return bool(agreements_between("CHE", receiving, day, track="stateless"))

    assert (binds("AZE", dt.date(2020, 3, 31)), binds("AZE", dt.date(2020, 4, 1))) == (False, True)
    assert (binds("RUS", dt.date(2014, 1, 31)), binds("RUS", dt.date(2014, 2, 1))) == (False, True)
    assert agreements_between("CHE", "AZE", dt.date(2017, 4, 1), track=OWN)


@pytest.mark.parametrize(
    ("agreement", "day"),
    [
        ("austria-kosovo", dt.date(2011, 3, 1)),
        ("austria-nigeria", dt.date(2012, 8, 18)),
        ("austria-north-macedonia-2007", dt.date(2007, 2, 1)),
        ("benelux-yugoslavia-2002", dt.date(2004, 5, 29)),
        ("spain-morocco", dt.date(2012, 10, 21)),
        ("switzerland-azerbaijan", dt.date(2017, 4, 1)),
        ("switzerland-benin", dt.date(2012, 8, 11)),
        ("switzerland-bosnia-and-herzegovina", dt.date(2009, 7, 1)),
        ("switzerland-denmark", dt.date(2013, 1, 1)),
        ("switzerland-gambia", dt.date(2021, 1, 12)),
        ("switzerland-georgia", dt.date(2005, 9, 1)),
        ("switzerland-guinea-bissau", dt.date(2023, 2, 27)),
        ("switzerland-kazakhstan", dt.date(2015, 2, 1)),
        ("switzerland-kosovo", dt.date(2010, 6, 1)),
        ("switzerland-kuwait", dt.date(2017, 7, 1)),
        ("switzerland-moldova", dt.date(2011, 2, 1)),
        ("switzerland-mongolia", dt.date(2018, 7, 1)),
        ("switzerland-montenegro", dt.date(2011, 12, 1)),
        ("switzerland-north-macedonia", dt.date(2012, 10, 1)),
        ("switzerland-russia", dt.date(2011, 2, 1)),
        ("switzerland-serbia", dt.date(2010, 5, 1)),
        ("switzerland-sri-lanka", dt.date(2016, 12, 24)),
        ("switzerland-tunisia", dt.date(2014, 8, 16)),
        ("switzerland-turkmenistan", dt.date(2025, 3, 31)),
        ("switzerland-ukraine", dt.date(2019, 3, 1)),
        ("switzerland-united-kingdom", dt.date(2006, 10, 16)),
        ("switzerland-vietnam", dt.date(2006, 11, 11)),
    ],
)
def test_the_day_of_entry_into_force(agreement, day):
    row = Agreement.objects.get(pk=agreement)
    assert (row.in_force_from, row.is_verified) == (day, True)


def test_an_agreement_whose_beginning_was_not_found_is_unverified():
    unknown = Agreement.objects.filter(code__regex="^(switzerland|liechtenstein|greece|spain)", in_force_from=None)
    assert unknown.exists()
    assert not any(item.is_verified for item in unknown)
