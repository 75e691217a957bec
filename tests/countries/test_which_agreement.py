"""Which agreement binds a pair: whom its parties take back, which of two of a kind comes first, what a case fulfils."""

import datetime as dt

import pytest

from countries.models import AgreementParty, EvidenceItem
from countries.selectors.lists import evidence_for
from countries.selectors.rules import agreements_between, rules_for
from tests.countries.expected import TODAY

pytestmark = pytest.mark.django_db


def codes(requesting, receiving, track, day=TODAY):
    return [item.code for item in agreements_between(requesting, receiving, day, track=track)]


@pytest.mark.parametrize(
    ("requesting", "receiving", "track", "bound"),
    [
        # Only Viet Nam readmits, and only its own nationals.
        ("CHE", "VNM", "own_national", True),
        ("CHE", "VNM", "third_country_national", False),
        ("CHE", "VNM", "stateless", False),
        ("CHE", "VNM", "any", True),
        ("VNM", "CHE", "own_national", False),
        ("VNM", "CHE", "any", False),
        # Spain and Morocco: third-country nationals only, both ways.
        ("ESP", "MAR", "own_national", False),
        ("ESP", "MAR", "third_country_national", True),
        ("MAR", "ESP", "stateless", True),
        # Switzerland and the Gambia: own nationals only (Article 5).
        ("CHE", "GMB", "own_national", True),
        ("GMB", "CHE", "own_national", True),
        ("CHE", "GMB", "third_country_national", False),
    ],
)
def test_a_party_takes_back_whom_it_promised_to(requesting, receiving, track, bound):
    assert bool(codes(requesting, receiving, track)) is bound


def test_every_party_takes_somebody_back_unless_the_agreement_obliges_one_side_alone():
    nobody = AgreementParty.objects.filter(readmits_own_nationals=False, readmits_third_country_nationals=False)
    assert list(nobody.values_list("agreement", flat=True)) == ["switzerland-vietnam"]


def test_of_two_arrangements_the_later_comes_first_from_its_own_day():
    assert codes("NLD", "AFG", "own_national") == ["eu-afghanistan", "eu-afghanistan-2016"]
    assert codes("NLD", "AFG", "own_national", dt.date(2021, 4, 25)) == ["eu-afghanistan-2016"]


def test_conditions_are_asked_for_only_where_a_rule_has_one(django_assert_num_queries):
    def never():
        raise AssertionError("no rule of this pair has a condition")

    assert rules_for("NLD", "SRB", "own_national", TODAY, conditions=never)
    asked = []

    def proof():
        asked.append(1)
        return {"proof"}

    found = rules_for("CHE", "GBR", "own_national", TODAY, conditions=proof)
    assert (found["reply"].value, found["reply"].condition) == (5, "proof")
    assert asked == [1]


def test_a_protocol_adds_to_the_evidence_list_of_its_agreement():
    items = evidence_for("AUT", "MNE", TODAY, agreement="eu-montenegro")
    passports = [(item.agreement_id, item.issued_from) for item in items if item.kind == "passport"]
    assert passports == [("austria-montenegro", dt.date(2008, 5, 6)), (None, None)]
    # Another state of the Union is not bound by the protocol of Austria.
    assert all(item.agreement_id is None for item in evidence_for("NLD", "MNE", TODAY, agreement="eu-montenegro"))


def test_an_item_can_be_surer_than_its_list():
    found = {
        item.kind: item.certainty
        for item in evidence_for("CHE", "SRB", TODAY, agreement="switzerland-serbia")
        if item.purpose == "nationality"
    }
    assert (found["dna_test"], found["identity_card"], found["passport"]) == ("T", "T", "M")


@pytest.mark.parametrize(
    ("day", "holds"),
    [(None, False), ("1992-04-26", False), ("1992-04-27", True), ("2000-01-01", True), ("2000-01-02", False)],
)
def test_a_document_counts_by_its_day_of_issue(day, holds):
    item = EvidenceItem(kind="identity_card", issued_from=dt.date(1992, 4, 27), issued_before=dt.date(2000, 1, 2))
    assert item.holds_for(dt.date.fromisoformat(day) if day else None) is holds
    assert EvidenceItem(kind="passport").holds_for(None)
