"""Agreements of the European Union and their protocols against the values that were read in the sources."""

import datetime as dt

import pytest
from django.db.models import Q

from countries.models import Rule
from countries.selectors.rules import agreements_between, rules_for
from tests.countries.expected import CD, TODAY, check, name, rows

# requesting, receiving, track ("foreign": third-country nationals and stateless persons), kind, value, unit, start,
# silence, certainty, layer
READ = rows(
    """
    POL ALB foreign      submission               1   year         knowledge               -        T agreement
    POL ALB own_national reply                    14  calendar_day delivery                accepted T agreement
    POL ALB own_national transfer                 3   month        acceptance              -        T agreement
    POL ALB own_national travel_document_validity 6   month        travel_document_issue   -        S agreement
    POL ALB own_national error                    3   month        transfer                -        T agreement
    POL ALB transit      transit_execution        30  calendar_day transit_consent         -        M agreement
    BEL ALB own_national travel_document_issue    14  calendar_day travel_document_request -        T protocol
    BEL ALB own_national travel_document_renewal  14  calendar_day travel_document_request -        T protocol
    BEL ALB own_national transfer_notice          3   working_day  planned_transfer        -        T protocol
    BEL ALB transit      transit_submission       5   calendar_day planned_transit         -        T protocol
    BEL ALB transit      transit_reply            5   calendar_day transit_request         -        T protocol

    POL BIH own_national reply                    10  calendar_day delivery                accepted S agreement
    LUX BIH own_national transfer_notice          3   calendar_day planned_transfer        -        T protocol
    LUX BIH transit      transit_submission       7   calendar_day planned_transit         -        T protocol
    LUX BIH transit      transit_reply            5   calendar_day transit_request         -        T protocol
    LUX BIH own_national costs                    60  calendar_day invoice                 -        T protocol
    LUX BIH own_national receipt                  -   none         delivery                -        T protocol
    AUT BIH own_national receipt                  -   none         delivery                -        T protocol
    AUT ARM own_national receipt                  -   none         delivery                -        T protocol
    AUT UKR own_national receipt                  -   none         delivery                -        T protocol
    AUT BIH transit      transit_submission       10  calendar_day planned_transit         -        T protocol
    AUT BIH transit      transit_reply            5   calendar_day transit_request         -        T protocol
    AUT BIH own_national costs                    30  calendar_day invoice                 -        T protocol

    POL MNE own_national reply                    12  calendar_day delivery                accepted T agreement
    AUT MNE own_national transfer_notice          2   working_day  planned_transfer        -        T protocol
    AUT MNE transit      transit_submission       10  working_day  planned_transit         -        T protocol
    NLD MNE transit      transit_submission       7   calendar_day planned_transit         -        T protocol
    NLD MNE transit      transit_reply            5   calendar_day transit_request         -        T protocol

    POL MKD own_national accelerated_reply        2   working_day  delivery                accepted S agreement
    POL MKD own_national interview                3   working_day  delivery                -        S agreement
    POL MKD own_national transfer                 3   month        acceptance              -        T agreement
    POL MKD own_national travel_document_issue    3   working_day  acceptance              -        T agreement
    POL MKD own_national travel_document_validity 30  calendar_day travel_document_issue   -        T agreement
    NLD MKD own_national travel_document_validity 30  calendar_day travel_document_issue   -        T protocol
    NLD MKD foreign      entry_visa_issue         3   working_day  acceptance              -        T protocol
    NLD MKD foreign      entry_visa_validity      30  calendar_day entry_visa_issue        -        T protocol
    NLD MKD own_national travel_document_renewal  14  calendar_day travel_document_request -        T protocol
    NLD MKD own_national transfer_notice          3   working_day  planned_transfer        -        T protocol
    NLD MKD transit      transit_submission       7   calendar_day planned_transit         -        T protocol
    NLD MKD transit      transit_reply            5   calendar_day transit_request         -        T protocol
    AUT MKD transit      transit_submission       5   calendar_day planned_transit         -        T protocol
    AUT MKD transit      transit_reply            5   calendar_day transit_request         -        T protocol

    POL SRB foreign      submission               1   year         knowledge               -        T agreement
    POL SRB own_national reply                    10  calendar_day delivery                accepted T agreement
    POL SRB own_national reply_extension          6   calendar_day reply_period_end        accepted T agreement
    POL SRB own_national accelerated_reply        2   working_day  delivery                accepted T agreement
    POL SRB own_national transfer                 3   month        acceptance              -        T agreement
    POL SRB own_national travel_document_validity 1   month        travel_document_issue   -        S agreement
    FRA SRB own_national reply                    7   calendar_day delivery                accepted T protocol
    FRA SRB own_national reply_extension          4   calendar_day reply_period_end        accepted T protocol
    BEL SRB own_national interview                3   working_day  delivery                -        T protocol
    BEL SRB own_national interview_result         3   working_day  interview               -        T protocol
    BEL SRB own_national resubmission_reply       1   working_day  resubmission            -        T protocol
    BEL SRB transit      transit_submission       7   calendar_day planned_transit         -        T protocol
    BEL SRB transit      transit_reply            5   calendar_day transit_request         -        T protocol
    BEL SRB own_national costs                    60  calendar_day invoice                 -        T protocol

    POL MDA foreign      submission               6   month        knowledge               -        S agreement
    POL MDA own_national interview                3   working_day  delivery                -        T agreement
    POL MDA own_national transfer                 3   month        acceptance              -        T agreement
    POL MDA own_national travel_document_issue    3   working_day  acceptance              -        T agreement
    NLD MDA own_national interview_result         3   working_day  interview               -        T protocol
    NLD MDA own_national travel_document_validity 3   month        travel_document_issue   -        T protocol
    NLD MDA own_national transfer_notice          3   working_day  planned_transfer        -        T protocol
    NLD MDA transit      transit_submission       6   working_day  planned_transit         -        T protocol
    NLD MDA transit      transit_reply            4   working_day  transit_request         -        T protocol

    POL UKR foreign      submission               1   year         knowledge               -        S agreement
    POL UKR foreign      submission_extension     30  calendar_day obstacle_end            -        S agreement
    POL UKR own_national border_area              30  kilometre    apprehension            -        S agreement
    POL UKR own_national travel_document_validity 6   month        travel_document_issue   -        S agreement
    POL UKR own_national travel_document_renewal  14  calendar_day document_expiry         -        S agreement
    AUT UKR own_national transfer_notice_reply    5   working_day  transfer_notice         consent  T protocol
    SVK UKR own_national accelerated_transfer     2   working_day  acceptance              -        S protocol

    POL RUS foreign      submission               180 calendar_day knowledge               -        T agreement
    POL RUS own_national reply                    25  calendar_day confirmed_receipt       accepted T agreement
    POL RUS own_national reply_extension          60  calendar_day confirmed_receipt       accepted T agreement
    POL RUS own_national accelerated_reply        2   working_day  confirmed_receipt       accepted T agreement
    POL RUS own_national transfer                 90  calendar_day acceptance_received     -        T agreement
    POL RUS own_national accelerated_transfer     2   working_day  acceptance_received     -        T agreement
    POL RUS own_national travel_document_issue    -   none         acceptance              -        T agreement
    POL RUS own_national travel_document_validity 30  calendar_day travel_document_issue   -        T agreement

    POL GEO own_national reply                    12  calendar_day delivery                accepted T agreement
    POL GEO own_national accelerated_submission   2   calendar_day apprehension            -        S agreement
    POL GEO own_national transfer                 3   month        acceptance              -        T agreement
    POL GEO own_national travel_document_issue    3   working_day  acceptance              -        T agreement
    POL GEO own_national travel_document_validity 90  calendar_day travel_document_issue   -        T agreement
    POL GEO own_national travel_document_renewal  3   working_day  document_expiry         -        T agreement
    AUT GEO own_national interview                4   calendar_day delivery                -        T protocol
    AUT GEO own_national transfer_notice          5   working_day  planned_transfer        -        T protocol
    AUT GEO own_national transfer_notice_reply    4   working_day  transfer_notice         -        T protocol
    LUX GEO own_national travel_document_issue    3   working_day  acceptance_received     -        T protocol
    LUX GEO own_national travel_document_renewal  3   working_day  document_expiry         -        T protocol
    LUX GEO own_national interview                4   calendar_day delivery                -        T protocol
    LUX GEO own_national transfer_notice          3   working_day  planned_transfer        -        T protocol
    LUX GEO transit      transit_submission       8   working_day  planned_transit         -        T protocol
    LUX GEO transit      transit_reply            5   working_day  transit_request         -        T protocol
    LUX GEO own_national costs                    30  calendar_day invoice                 -        T protocol

    POL ARM own_national reply                    12  calendar_day delivery                accepted S agreement
    POL ARM own_national accelerated_submission   2   working_day  apprehension            -        T agreement
    POL ARM own_national travel_document_issue    3   calendar_day acceptance              -        S agreement
    POL ARM own_national travel_document_validity 120 calendar_day travel_document_issue   -        S agreement
    AUT ARM own_national interview_result         3   working_day  interview               -        T protocol
    AUT ARM transit      transit_submission       10  calendar_day planned_transit         -        T protocol
    AUT ARM transit      transit_change           1   calendar_day planned_transit         -        T protocol
    FRA ARM own_national interview                5   working_day  interview_request       -        T protocol
    FRA ARM own_national travel_document_issue    3   calendar_day acceptance              -        S protocol
    FRA ARM transit      transit_submission       48  hour         planned_transit         -        S protocol
    FRA ARM transit      transit_reply            24  hour         planned_transit         -        S protocol
    FRA ARM transit      transit_stay             24  hour         planned_transit         -        S protocol

    POL AZE foreign      submission               6   month        knowledge               -        S agreement
    POL AZE own_national reply                    15  calendar_day delivery                accepted S agreement
    POL AZE own_national transfer                 3   month        acceptance              -        S agreement
    POL AZE own_national travel_document_issue    5   working_day  acceptance              -        S agreement

    POL TUR foreign      submission               6   month        knowledge               -        S agreement
    POL TUR foreign      submission_extension     -   none         obstacle_end            -        S agreement
    POL TUR own_national reply                    25  calendar_day delivery                accepted S agreement
    POL TUR own_national accelerated_submission   3   working_day  apprehension            -        S agreement
    POL TUR own_national accelerated_reply        5   working_day  delivery                accepted S agreement
    POL TUR own_national transfer                 3   month        acceptance              -        S agreement
    POL TUR own_national travel_document_issue    3   working_day  acceptance              -        S agreement
    POL TUR own_national travel_document_validity 3   month        travel_document_issue   -        S agreement
    POL TUR foreign      error                    3   month        transfer                -        S agreement

    POL PAK own_national reply                    30  calendar_day delivery                accepted S agreement
    POL PAK own_national transfer                 3   month        acceptance              -        S agreement
    POL PAK own_national travel_document_issue    -   none         acceptance              -        S agreement
    POL PAK own_national travel_document_validity 6   month        travel_document_issue   -        S agreement
    POL LKA own_national interview                -   none         interview_request       -        T agreement
    LKA POL own_national travel_document_validity 6   month        travel_document_issue   -        T agreement
    POL LKA own_national travel_document_validity 6   month        travel_document_issue   -        S agreement
    LKA POL own_national travel_document_renewal  30  calendar_day travel_document_request -        T agreement
    POL LKA own_national travel_document_renewal  30  calendar_day travel_document_request -        S agreement
    POL HKG own_national travel_document_renewal  14  calendar_day document_expiry         -        T agreement
    """
)
# Rows that hold in some cases or in some time alone: the row, and what `resolve_rule` must be told.
READ_UNDER_CONDITIONS = [
    (
        ("DEU", "MDA", "own_national", "travel_document_issue", None, "none", "acceptance", None, "T", "protocol"),
        {"conditions": ["proof"]},
    ),
    (
        ("POL", "PAK", "own_national", "interview", None, "none", "delivery", None, "S", "agreement"),
        {"conditions": ["no_evidence"]},
    ),
    (
        ("DEU", "BIH", "own_national", "transfer_notice", 4, CD, "planned_transfer", None, "S", "agreement"),
        {"on_date": dt.date(2019, 6, 30)},
    ),
]
# requesting, receiving, kind, column, what was read
MORE = [
    ("POL", "SRB", "reply_extension", "of_total", False),
    ("POL", "SRB", "reply_extension", "extension_basis", "reasoned_request"),
    ("POL", "SRB", "accelerated_reply", "unit_certainty", "M"),
    ("POL", "SRB", "transfer", "suspension_causes", ("legal_obstacle", "practical_obstacle")),
    ("FRA", "SRB", "reply_extension", "of_total", False),
    ("FRA", "SRB", "reply", "silence_citation", "EU–Serbia, Article 10"),
    ("BEL", "SRB", "resubmission_reply", "citation", "Article 3(9)"),
    ("POL", "RUS", "reply_extension", "of_total", True),
    ("POL", "RUS", "reply_extension", "extension_basis", "reasoned_request"),
    ("POL", "RUS", "accelerated_reply", "working_days_of", "receiving"),
    ("POL", "BIH", "reply", "unit_certainty", "M?"),
    ("POL", "BIH", "reply", "silence_certainty", "M"),
    ("POL", "MNE", "reply", "silence_certainty", "T"),
    ("POL", "MNE", "reply", "citation", "Article 10(2)"),
    ("POL", "MKD", "accelerated_reply", "unit_certainty", "M"),
    ("POL", "MKD", "transfer", "citation", "Article 10(4)"),
    ("POL", "MDA", "transfer", "citation", "Article 10(5)"),
    ("POL", "MDA", "interview", "citation", "Article 8(3)"),
    ("POL", "UKR", "travel_document_renewal", "fallback_document", "expired"),
    ("POL", "UKR", "reply", "citation", "Article 8(2)"),
    ("AUT", "UKR", "reply", "start_event", "confirmed_receipt"),
    ("AUT", "UKR", "transfer_notice_reply", "normal_value", 3),
    ("AUT", "UKR", "transfer_notice_reply", "silence_certainty", "T"),
    ("BEL", "ALB", "travel_document_issue", "fallback_document", "own"),
    ("BEL", "ALB", "travel_document_renewal", "fallback_document", "own"),
    ("BEL", "ALB", "transfer_notice", "direction", "before"),
    ("LUX", "GEO", "travel_document_issue", "fallback_document", "own"),
    ("LUX", "GEO", "travel_document_renewal", "fallback_document", "own"),
    ("POL", "GEO", "transfer", "citation", "Article 10(4)"),
    ("POL", "ARM", "travel_document_issue", "fallback_document", "european"),
    ("POL", "ARM", "accelerated_submission", "acting_side", "requesting"),
    ("POL", "ARM", "reply", "silence_certainty", "M"),
    ("FRA", "ARM", "travel_document_issue", "fallback_document", "european"),
    ("FRA", "ARM", "transit_stay", "normal_value", 12),
    ("FRA", "ARM", "transit_reply", "direction", "before"),
    ("AUT", "ARM", "transit_change", "acting_side", "requesting"),
    ("AUT", "ARM", "transit_change", "direction", "before"),
    ("POL", "TUR", "travel_document_issue", "fallback_document", "european"),
    ("POL", "TUR", "transfer", "suspension_causes", ("legal_obstacle", "practical_obstacle")),
    ("POL", "TUR", "reply", "silence_certainty", "M"),
    ("POL", "LKA", "travel_document_renewal", "normal_value", 14),
    ("POL", "LKA", "travel_document_renewal", "fallback_document", "standard"),
    ("LKA", "POL", "travel_document_renewal", "normal_value", 14),
    ("LUX", "BIH", "receipt", "receipt_proof", "delivery_report"),
    ("AUT", "BIH", "receipt", "receipt_proof", "transmission_report"),
    ("AUT", "ARM", "receipt", "receipt_proof", "system_report"),
    ("AUT", "UKR", "receipt", "receipt_proof", "procedure_started"),
    ("LKA", "POL", "travel_document_renewal", "fallback_document", "standard"),
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("row", READ, ids=name)
def test_a_seeded_value_is_the_value_that_was_read(row):
    check(row)


@pytest.mark.parametrize(("row", "how"), READ_UNDER_CONDITIONS, ids=lambda cell: name(cell) if len(cell) > 1 else "")
def test_a_value_that_holds_in_some_cases_alone(row, how):
    check(row, **how)


@pytest.mark.parametrize("row", MORE, ids=name)
def test_what_else_was_read_of_a_value(row):
    requesting, receiving, kind, column, expected = row
    track = "transit" if kind.startswith("transit_") else "own_national"
    assert getattr(rules_for(requesting, receiving, track, TODAY)[kind], column) == expected


def test_every_value_of_these_agreements_that_was_read_is_compared():
    compared = {str(check(row).rule_id) for row in READ}
    compared |= {str(check(row, **how).rule_id) for row, how in READ_UNDER_CONDITIONS}
    of_the_union = Rule.objects.filter(Q(agreement__kind="eu_agreement") | Q(agreement__parent__kind="eu_agreement"))
    read = {str(rule.pk): str(rule) for rule in of_the_union.filter(certainty__in=("T", "S"))}
    assert sorted(name for pk, name in read.items() if pk not in compared) == []


def test_a_condition_that_the_case_does_not_fulfil_leaves_the_general_value():
    assert rules_for("DEU", "MDA", "own_national", TODAY)["travel_document_issue"].value == 3
    proved = rules_for("DEU", "MDA", "own_national", TODAY, conditions=["proof"])["travel_document_issue"]
    assert (proved.fallback_document, proved.acting_side) == ("european", "requesting")
    assert "interview" not in rules_for("POL", "PAK", "own_national", TODAY)
    assert "transfer_notice" not in rules_for("DEU", "BIH", "own_national", dt.date(2019, 7, 1))


def test_what_was_not_read_stays_unverified():
    for receiving in ("CPV", "MAC"):
        assert not any(rule.is_verified for rule in rules_for("POL", receiving, "any", TODAY).values())
    assert not rules_for("POL", "MKD", "own_national", TODAY)["reply"].is_verified
    # Lengths that were not found are not guessed.
    for receiving in ("BIH", "MNE", "MDA"):
        assert rules_for("POL", receiving, "own_national", TODAY)["reply_extension"].value is None
    assert "reply_extension" not in rules_for("POL", "GEO", "own_national", TODAY)


def codes(requesting, receiving, on_date=TODAY, track="any"):
    return [item.code for item in agreements_between(requesting, receiving, on_date, track=track)]


def test_entry_into_force_accession_and_later_obligations():
    assert codes("POL", "HKG", dt.date(2004, 4, 30)) == []
    assert codes("POL", "HKG", dt.date(2004, 5, 1)) == codes("NLD", "HKG", dt.date(2004, 3, 1)) == ["eu-hong-kong"]
    assert codes("POL", "CPV", dt.date(2014, 11, 30)) == []
    assert codes("POL", "CPV", dt.date(2014, 12, 1)) == ["eu-cape-verde"]
    for receiving, code, first in (
        ("ALB", "eu-albania", dt.date(2008, 5, 1)),
        ("UKR", "eu-ukraine", dt.date(2010, 1, 1)),
        ("TUR", "eu-turkey", dt.date(2017, 10, 1)),
    ):
        before = first - dt.timedelta(days=1)
        assert codes("POL", receiving, before, "stateless") == []
        assert codes("POL", receiving, before, "own_national") == [code]
        assert codes("POL", receiving, first, "stateless") == [code]


def test_belarus_does_not_apply_its_agreement():
    assert codes("POL", "BLR", dt.date(2020, 7, 1)) == codes("POL", "BLR", dt.date(2021, 10, 3)) == ["eu-belarus"]
    assert codes("POL", "BLR", dt.date(2021, 10, 4)) == codes("POL", "BLR") == []
    assert rules_for("POL", "BLR", "own_national", TODAY) == {}
