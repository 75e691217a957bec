"""Everything that the second reading of the agreements asks of the rules can be said in the data: a rule for each."""

from collections.abc import Callable

import pytest

from countries.clocks import ResolvedRule
from countries.models import AgreementSuspension
from countries.selectors.rules import agreements_between, rules_for
from tests.countries.expected import TODAY

pytestmark = pytest.mark.django_db
OWN, FOREIGN = "own_national", "third_country_national"


def rule(
    kind: str, requesting: str, receiving: str, track: str = OWN, conditions: tuple[str, ...] = ()
) -> ResolvedRule:
    return rules_for(requesting, receiving, track, TODAY, conditions=conditions)[kind]


def by_evidence(pair: tuple[str, str]) -> list[int | None]:
    return [rule("reply", *pair, conditions=(worth,)).value for worth in ("proof", "prima_facie")]


# What the list names -> what the data says of it.
KINDS: dict[str, Callable[[], bool]] = {
    "extension by mere notice": lambda: rule("reply_extension", "CHE", "AZE").extension_basis == "notice",
    "extension on a reasoned request": lambda: (
        rule("reply_extension", "NLD", "SRB").extension_basis == "reasoned_request"
    ),
    "extension as an addition": lambda: not rule("reply_extension", "CHE", "SRB").of_total,
    "extension as a new total": lambda: rule("reply_extension", "CHE", "BIH").of_total,
    "limits of own nationals and of others": lambda: (
        [rule("reply", "CHE", "GRC", track).value for track in (OWN, FOREIGN)] == [2, 5]
    ),
    "tiers by the kind of evidence": lambda: by_evidence(("CHE", "GBR")) == [5, 8],
    "silence without effect": lambda: rule("reply", "CHE", "SRB").effect_of_silence == "none",
    "silence that lets the transfer limit run": lambda: (
        rule("reply", "CHE", "XKX").effect_of_silence == "transfer_may_proceed"
    ),
    "a rule of one pair of states": lambda: (
        [rule("reply", country, "SRB").value for country in ("FRA", "NLD")] == [7, 10]
    ),
    "entry into force of each": lambda: agreements_between("CHE", "BWA", TODAY)[0].in_force_from is not None,
    "suspension of each": lambda: (
        AgreementSuspension.objects.filter(agreement="eu-belarus").exists()
        and agreements_between("NLD", "BLR", TODAY) == []
    ),
    "start: delivery": lambda: rule("reply", "NLD", "SRB").start_event == "delivery",
    "start: acknowledgement": lambda: rule("reply", "NLD", "RUS").start_event == "confirmed_receipt",
    "start: registration": lambda: rule("reply", "CHE", "UKR").start_event == "registration",
    "start: complete file": lambda: rule("reply", "CHE", "VNM").start_event == "complete_file",
    "the first day counts": lambda: rule("reply", "CHE", "BWA").first_day_counts is True,
    "ends one working day after": lambda: (
        rule("reply", "CHE", "MDA").counting_convention == "next_working_day_after_end"
    ),
    "working days of the requested state": lambda: rule("interview", "NLD", "SRB").working_days_of == "receiving",
    "working days of both": lambda: rule("transfer", "CHE", "GBR").working_days_of == "both",
    "document from the yes": lambda: rule("travel_document_issue", "DEU", "GEO").start_event == "acceptance",
    "document from receipt of the yes": lambda: (
        rule("travel_document_issue", "NLD", "GEO").start_event == "acceptance_received"
    ),
    "document from a request": lambda: (
        rule("travel_document_issue", "NLD", "ALB").start_event == "travel_document_request"
    ),
    "lapse lets an own document be used": lambda: (
        rule("travel_document_issue", "NLD", "ALB").fallback_document == "own"
    ),
    "silence on a notice of transfer is consent": lambda: (
        rule("transfer_notice_reply", "AUT", "UKR").effect_of_silence == "consent"
    ),
    "normally n, at the latest m": lambda: (
        (rule("transfer_notice_reply", "AUT", "UKR").normal_value, rule("transfer_notice_reply", "AUT", "UKR").value)
        == (3, 5)
    ),
    "transit in hours": lambda: (
        [rule(kind, "CHE", "GRC", "transit").unit for kind in ("transit_submission", "transit_reply")] == ["hour"] * 2
    ),
    "a cap per month": lambda: rule("monthly_cap", "CHE", "GMB", conditions=("by_charter",)).value == 5,
    "a report proves receipt": lambda: rule("receipt", "AUT", "BIH").receipt_proof == "transmission_report",
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_says_it(kind: str) -> None:
    assert KINDS[kind]()
