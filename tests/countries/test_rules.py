"""The seeded agreements against the values that were read, and which layer wins."""

import datetime as dt

import pytest
from django.db import IntegrityError

from countries.models import Agreement, AgreementMember, Authority, Country, Rule, WorkingCalendar
from countries.selectors.lists import evidence_for
from countries.selectors.rules import agreements_between, resolve_rule, rules_for
from countries.services import files, reference_agreements
from countries.services.reference import reference_load
from tests import world
from tests.countries.expected import CD, TODAY, WD, check, name

# requesting, receiving, track, kind, value, unit, start, silence, certainty, layer
READ = [
    ("NLD", "ALB", "own_national", "reply", 14, CD, "delivery", "accepted", "T", "agreement"),
    ("AUT", "ALB", "own_national", "transfer", 3, "month", "acceptance", None, "T", "agreement"),
    ("AUT", "ALB", "own_national", "error", 3, "month", "transfer", None, "T", "agreement"),
    ("AUT", "ALB", "stateless", "submission", 1, "year", "knowledge", None, "T", "agreement"),
    ("NLD", "ALB", "own_national", "travel_document_issue", 14, CD, "travel_document_request", None, "T", "protocol"),
    ("NLD", "ALB", "own_national", "transfer_notice", 3, WD, "planned_transfer", None, "T", "protocol"),
    ("NLD", "SRB", "own_national", "reply", 10, CD, "delivery", "accepted", "T", "agreement"),
    ("NLD", "SRB", "own_national", "reply_extension", 6, CD, "reply_period_end", "accepted", "T", "agreement"),
    ("FRA", "SRB", "own_national", "reply", 7, CD, "delivery", "accepted", "T", "protocol"),
    ("FRA", "SRB", "own_national", "reply_extension", 4, CD, "reply_period_end", "accepted", "T", "protocol"),
    ("SRB", "FRA", "own_national", "reply", 7, CD, "delivery", "accepted", "T", "protocol"),
    ("NLD", "SRB", "third_country_national", "submission", 1, "year", "knowledge", None, "T", "agreement"),
    ("NLD", "SRB", "own_national", "transfer", 3, "month", "acceptance", None, "T", "agreement"),
    ("NLD", "SRB", "own_national", "interview", 3, WD, "delivery", None, "T", "protocol"),
    ("NLD", "SRB", "own_national", "resubmission_reply", 1, WD, "resubmission", None, "T", "protocol"),
    ("NLD", "SRB", "transit", "transit_reply", 5, CD, "transit_request", None, "T", "protocol"),
    ("DEU", "GEO", "own_national", "reply", 12, CD, "delivery", "accepted", "T", "agreement"),
    ("DEU", "GEO", "own_national", "transfer", 3, "month", "acceptance", None, "T", "agreement"),
    ("DEU", "GEO", "own_national", "travel_document_issue", 3, WD, "acceptance", None, "T", "agreement"),
    ("NLD", "GEO", "own_national", "travel_document_issue", 3, WD, "acceptance_received", None, "T", "protocol"),
    ("DEU", "GEO", "own_national", "travel_document_validity", 90, CD, "travel_document_issue", None, "T", "agreement"),
    ("DEU", "GEO", "own_national", "travel_document_renewal", 3, WD, "document_expiry", None, "T", "agreement"),
    ("AUT", "GEO", "own_national", "transfer_notice", 5, WD, "planned_transfer", None, "T", "protocol"),
    ("AUT", "GEO", "own_national", "transfer_notice_reply", 4, WD, "transfer_notice", None, "T", "protocol"),
    ("NLD", "GEO", "own_national", "transfer_notice", 3, WD, "planned_transfer", None, "T", "protocol"),
    ("NLD", "GEO", "own_national", "interview", 4, CD, "delivery", None, "T", "protocol"),
    ("NLD", "RUS", "own_national", "reply", 25, CD, "confirmed_receipt", "accepted", "T", "agreement"),
    ("NLD", "RUS", "own_national", "reply_extension", 60, CD, "confirmed_receipt", "accepted", "T", "agreement"),
    ("NLD", "RUS", "own_national", "accelerated_reply", 2, WD, "confirmed_receipt", "accepted", "T", "agreement"),
    ("NLD", "RUS", "own_national", "transfer", 90, CD, "acceptance_received", None, "T", "agreement"),
    ("NLD", "RUS", "stateless", "submission", 180, CD, "knowledge", None, "T", "agreement"),
    ("NLD", "RUS", "own_national", "travel_document_validity", 30, CD, "travel_document_issue", None, "T", "agreement"),
    ("NLD", "RUS", "own_national", "travel_document_issue", None, "none", "acceptance", None, "T", "agreement"),
    ("AUT", "PAK", "own_national", "reply", 30, CD, "delivery", "accepted", "S", "agreement"),
    ("AUT", "PAK", "own_national", "transfer", 3, "month", "acceptance", None, "S", "agreement"),
    ("AUT", "PAK", "own_national", "travel_document_issue", None, "none", "acceptance", None, "S", "agreement"),
    (
        "AUT",
        "PAK",
        "own_national",
        "travel_document_validity",
        6,
        "month",
        "travel_document_issue",
        None,
        "S",
        "agreement",
    ),
    ("AUT", "XKX", "own_national", "reply", 30, CD, "delivery", "accepted", "T", "agreement"),
    ("AUT", "XKX", "own_national", "travel_document_issue", 5, WD, "acceptance", None, "T", "agreement"),
    ("AUT", "XKX", "own_national", "travel_document_validity", 30, CD, "travel_document_issue", None, "T", "agreement"),
    ("AUT", "XKX", "own_national", "error", 2, "month", "transfer", None, "T", "agreement"),
    ("NLD", "XKX", "own_national", "reply", 28, CD, "delivery", "accepted", "T", "agreement"),
    ("NLD", "XKX", "own_national", "register_check", 7, CD, "delivery", None, "T", "agreement"),
    ("NLD", "XKX", "own_national", "travel_document_issue", 3, WD, "travel_document_request", None, "T", "agreement"),
    ("CHE", "XKX", "own_national", "reply", 30, CD, "delivery", "transfer_may_proceed", "T", "agreement"),
    ("CHE", "XKX", "own_national", "reply_extension", 40, CD, "delivery", "transfer_may_proceed", "T", "agreement"),
    ("CHE", "XKX", "own_national", "transfer", 6, "month", "acceptance", None, "T", "agreement"),
    ("NLD", "BIH", "own_national", "reply", 10, CD, "delivery", "accepted", "S", "agreement"),
    ("NLD", "BIH", "own_national", "transfer_notice", 3, CD, "planned_transfer", None, "T", "protocol"),
    ("AUT", "ARM", "own_national", "reply", 12, CD, "delivery", "accepted", "S", "agreement"),
    ("FRA", "ARM", "own_national", "interview", 5, WD, "interview_request", None, "T", "protocol"),
    ("BIH", "PAK", "own_national", "reply", 30, CD, "delivery", "unknown", "M?", "agreement"),
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("row", READ, ids=name)
def test_a_seeded_value_is_the_value_that_was_read(row):
    check(row)


def test_totals_additions_normal_values_and_doubts_are_kept():
    def one(kind, requesting, receiving):
        return resolve_rule(kind, requesting=requesting, receiving=receiving, track="own_national", on_date=TODAY)

    assert one("reply_extension", "NLD", "RUS").of_total
    assert one("reply_extension", "CHE", "XKX").of_total
    assert not one("reply_extension", "NLD", "SRB").of_total
    assert one("reply", "AUT", "XKX").normal_value == 14
    assert one("reply", "CHE", "XKX").first_day_counts is True
    assert one("travel_document_issue", "NLD", "GEO").fallback_document == "own"
    # Ten days of Bosnia were read, that they are calendar days was not; nor was the effect of silence.
    bosnia = one("reply", "NLD", "BIH")
    assert (bosnia.is_verified, bosnia.silence_is_verified) == (False, False)
    assert one("reply", "NLD", "SRB").is_verified
    assert one("reply", "NLD", "SRB").citation == "Article 10(2)"
    assert one("transfer", "NLD", "SRB").acting_side == "requesting"
    assert one("reply", "NLD", "SRB").acting_side == "receiving"
    assert one("transfer_notice", "NLD", "GEO").working_days_of == "both"


def test_a_counting_convention_is_unverified_unless_a_text_states_one():
    stated = Rule.objects.exclude(counting_convention="unverified")
    assert [(rule.agreement_id, rule.kind, rule.counting_convention, rule.counting_certainty) for rule in stated] == [
        ("switzerland-moldova", "reply", "next_working_day_after_end", "T")
    ]


def test_the_protocol_of_one_pair_leaves_the_others_alone_and_agreements_are_reciprocal():
    def reply(requesting, receiving):
        rule = resolve_rule("reply", requesting=requesting, receiving=receiving, track="own_national", on_date=TODAY)
        return rule.value, rule.agreement_code

    assert reply("FRA", "SRB") == reply("SRB", "FRA") == (7, "france-serbia")
    assert reply("NLD", "SRB") == reply("SRB", "NLD") == (10, "eu-serbia")


def test_a_protocol_holds_from_its_entry_into_force():
    def interview(on_date):
        return resolve_rule("interview", requesting="NLD", receiving="SRB", track="own_national", on_date=on_date)

    assert interview(dt.date(2019, 1, 31)) is None
    assert interview(dt.date(2019, 2, 1)).layer == "protocol"


def test_members_are_bound_from_accession_and_denmark_and_ireland_never():
    def codes(requesting, receiving, on_date=TODAY, track="any"):
        return [item.code for item in agreements_between(requesting, receiving, on_date, track=track)]

    assert codes("HRV", "SRB", dt.date(2013, 6, 30)) == []
    assert codes("HRV", "SRB", dt.date(2013, 7, 1)) == ["eu-serbia"]
    assert codes("DNK", "SRB") == codes("IRL", "SRB") == []
    # Two states of the same side have nothing between them.
    assert codes("NLD", "FRA") == codes("SRB", "GEO") == []
    assert codes("FRA", "SRB") == ["eu-serbia", "france-serbia"]
    assert codes("NLD", "RUS", dt.date(2008, 1, 1)) == ["eu-russia"]
    assert codes("NLD", "RUS", dt.date(2008, 1, 1), "third_country_national") == []
    assert codes("NLD", "RUS", dt.date(2010, 6, 1), "third_country_national") == ["eu-russia"]
    assert rules_for("DNK", "SRB", "own_national", TODAY) == {}


def test_a_protocol_ends_with_the_agreement_that_it_carries_out():
    world.every(Agreement).filter(pk="eu-serbia").update(in_force_to=dt.date(2026, 1, 1))
    assert agreements_between("FRA", "SRB", TODAY) == []


def test_own_nationals_have_no_submission_limit():
    assert "submission" not in rules_for("NLD", "SRB", "own_national", TODAY)
    assert rules_for("NLD", "SRB", "stateless", TODAY)["submission"].value == 1


def test_the_track_and_the_pair_and_the_newer_rule_win_within_a_layer():
    common = {"agreement_id": "eu-serbia", "kind": "reply", "unit": CD, "start_event": "delivery", "certainty": "T"}

    def reply(requesting, on_date=TODAY):
        return rules_for(requesting, "SRB", "stateless", on_date)["reply"].value

    world.every(Rule).create(**common, value=11, valid_from=dt.date(2026, 1, 1))
    assert (reply("NLD"), reply("NLD", dt.date(2025, 12, 31))) == (11, 10)
    world.every(Rule).create(**common, value=12, track="stateless")
    assert reply("NLD") == 12
    world.every(Rule).create(**common, value=13, requesting_country_id="NLD", valid_to=dt.date(2026, 12, 31))
    assert (reply("NLD"), reply("AUT"), reply("NLD", dt.date(2027, 1, 1))) == (13, 12, 12)
    # The layer is stronger than all of that.
    assert reply("FRA") == 7


def test_a_named_agreement_is_taken_alone():
    pair = {"requesting": "AUT", "receiving": "XKX", "track": "own_national", "on_date": TODAY}
    assert resolve_rule("reply", **pair, agreement="austria-kosovo").value == 30
    assert resolve_rule("reply", **pair, agreement="eu-serbia") is None


def test_resolution_takes_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        rules = rules_for("NLD", "SRB", "own_national", TODAY)
    assert {"reply", "transfer", "interview"} <= set(rules)


def test_one_cell_holds_one_rule():
    with pytest.raises(IntegrityError):
        world.every(Rule).create(
            agreement_id="eu-serbia", kind="reply", value=9, unit=CD, start_event="delivery", certainty="T"
        )


def test_evidence_of_pakistan_is_narrower_than_the_typical_list():
    pakistan = {
        item.kind: item
        for item in evidence_for("NLD", "PAK", TODAY, agreement="eu-pakistan")
        if item.purpose == "nationality"
    }
    typical = {
        item.kind: item
        for item in evidence_for("NLD", "SRB", TODAY, agreement="eu-serbia")
        if item.purpose == "nationality"
    }
    assert (pakistan["fingerprints"].worth, pakistan["fingerprints"].is_verified) == ("starts_process", True)
    assert (typical["driving_licence"].worth, typical["driving_licence"].is_verified) == ("prima_facie", False)
    assert "statement_of_witness" not in pakistan


def test_loading_again_changes_nothing_and_repairs_what_was_changed():
    def picture():
        return (
            sorted(Authority.objects.values_list("code", "id", "parent_id")),
            sorted(Rule.objects.values_list("id", "value")),
            sorted(WorkingCalendar.objects.values_list("country", "version")),
            Country.objects.count(),
            AgreementMember.objects.count(),
        )

    before = picture()
    with world.as_operator():
        reference_load()
    assert picture() == before
    wrong = {"value": 99, "first_day_counts": True, "counting_certainty": "M"}
    world.every(Rule).filter(agreement="eu-serbia", kind="reply").update(**wrong)
    with world.as_operator():
        reference_load()
    rule = Rule.objects.get(agreement="eu-serbia", kind="reply")
    assert (rule.value, rule.first_day_counts, rule.counting_certainty) == (10, None, "")


def test_a_misspelt_word_in_an_agreement_is_refused(monkeypatch):
    content = dict(files.agreement_files())["eu-serbia.toml"]
    content["rule"][0]["efect_of_silence"] = "accepted"
    monkeypatch.setattr(reference_agreements.files, "agreement_files", lambda: [("eu-serbia.toml", content)])
    with pytest.raises(files.DataFileError, match="efect_of_silence"):
        reference_agreements.agreements_load()
