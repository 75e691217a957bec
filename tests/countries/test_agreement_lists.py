"""Printed forms, evidence lists and attachments: the reference lists that hang on agreements."""

import datetime as dt

import pytest

from countries.selectors.lists import attachments_for, evidence_for, forms_for
from tests.countries.expected import TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("requesting", "receiving", "agreement", "application", "transit"),
    [
        ("POL", "SRB", "eu-serbia", "Annex 6", "Annex 7"),
        ("POL", "BIH", "eu-bosnia-and-herzegovina", "Annex 6", "Annex 7"),
        ("POL", "MKD", "eu-north-macedonia", "Annex 6", None),
        ("POL", "MDA", "eu-moldova", "Annex 5", "Annex 6"),
        ("POL", "GEO", "eu-georgia", "Annex 5", "Annex 6"),
        ("POL", "TUR", "eu-turkey", "Annex 5", None),
        ("FRA", "ARM", "eu-armenia", "Annex 5", None),
    ],
)
def test_the_printed_forms(requesting, receiving, agreement, application, transit):
    forms = forms_for(requesting, receiving, TODAY, agreement=agreement)
    assert forms["application"].annex == application
    assert (forms["transit"].annex if "transit" in forms else None) == transit


def test_languages_families_and_the_forms_of_protocols():
    def form(requesting, receiving, agreement, kind):
        return forms_for(requesting, receiving, TODAY, agreement=agreement)[kind]

    assert form("POL", "AZE", "eu-azerbaijan", "application").languages == ["az", "en"]
    assert form("POL", "ARM", "eu-armenia", "application").one_per_person is True
    assert form("POL", "SRB", "eu-serbia", "application").one_per_person is False
    assert form("NLD", "SRB", "eu-serbia", "reply").annex == "Annex 3"
    assert form("NLD", "SRB", "eu-serbia", "transfer_notice").annex == "Annex 4"
    assert form("NLD", "BIH", "eu-bosnia-and-herzegovina", "transfer_notice").annex == "Annex 2"
    assert form("AUT", "MNE", "eu-montenegro", "reply").annex == "Annex 1"
    assert form("POL", "LKA", "eu-sri-lanka", "travel_document").annex == "Annex 7"


PAIRS = {
    "eu-north-macedonia": ("POL", "MKD", "eu-north-macedonia"),
    "eu-turkey": ("POL", "TUR", "eu-turkey"),
    "switzerland-serbia": ("CHE", "SRB", "switzerland-serbia"),
    "austria-montenegro": ("AUT", "MNE", "eu-montenegro"),
    "france-armenia": ("FRA", "ARM", "eu-armenia"),
}


def of_pair(code):
    requesting, receiving, agreement = PAIRS[code]
    return evidence_for(requesting, receiving, TODAY, agreement=agreement)


def worth(agreement, purpose="nationality"):
    return {
        (item.kind, item.issued_from): (item.worth, item.certainty)
        for item in of_pair(agreement)
        if item.purpose == purpose
    }


def test_north_macedonia_has_the_list_that_was_read():
    items = worth("eu-north-macedonia")
    assert items["passport", None] == items["seaman_book", None] == ("proof", "T")
    assert items["driving_licence", None] == items["language", None] == ("prima_facie", "T")
    # Annex 3 was read, Annex 4 was not; the list has the certainty of its weakest item.
    assert worth("eu-north-macedonia", "entry_or_residence")["visa", None] == ("proof", "M")


def test_turkey_takes_bills_for_proof_and_four_things_for_prima_facie_evidence():
    items = worth("eu-turkey", "entry_or_residence")
    assert items["bill", None] == items["ticket", None] == items["official_statement", None] == ("proof", "S")
    assert sorted(kind for (kind, _), (value, _) in items.items() if value == "prima_facie") == [
        "international_organisation",
        "place_of_interception",
        "statement_of_person",
        "statement_of_witness",
    ]
    assert worth("eu-turkey")["passport", None] == ("proof", "M")


def test_serbian_and_montenegrin_documents_are_told_apart_by_their_day_of_issue():
    serbia = worth("switzerland-serbia")
    assert serbia["identity_card", dt.date(2000, 1, 2)][0] == "proof"
    assert serbia["identity_card", dt.date(1992, 4, 27)][0] == serbia["dna_test", None][0] == "prima_facie"
    older = next(item for item in of_pair("switzerland-serbia") if item.issued_from == dt.date(1992, 4, 27))
    assert older.issued_before == dt.date(2000, 1, 2)
    named = worth("switzerland-serbia", "entry_or_residence")
    assert named["ticket", None] == named["courier_data", None] == ("proof", "T")
    assert named["official_statement", None] == ("prima_facie", "T")
    first = dt.date(2008, 5, 6)
    montenegro = worth("austria-montenegro")
    assert montenegro["passport", first] == montenegro["identity_card", first] == ("proof", "T")
    # The protocol adds to the agreement's list, here the typical one: what it does not name stays as it is there.
    assert montenegro["passport", None] == ("proof", "M")
    assert montenegro["driving_licence", None] == ("prima_facie", "M")
    assert of_pair("austria-montenegro")[0].agreement_id == "austria-montenegro"


def test_the_protocol_of_france_with_armenia_takes_documents_that_expired_lately():
    items = {item.kind: item for item in of_pair("france-armenia") if item.agreement_id == "france-armenia"}
    assert items["expired_visa"].expired_at_most_months == 6
    assert items["expired_residence_permit"].expired_at_most_months == 12
    assert {"weapons_permit", "consular_card", "photocopy", "fingerprints"} <= set(items)
    assert {item.purpose for item in items.values()} == {"entry_or_residence"}


ASKED = {
    ("AZE", "eu-azerbaijan"): {
        "application_form",
        "photograph",
        "evidence_copies",
        "translation",
        "whole_passport",
        "birth_certificate",
        "new_information",
    },
    ("ARM", "eu-armenia"): {"application_form", "photograph", "evidence_copies", "translation", "birth_certificate"},
    ("SRB", "eu-serbia"): {"application_form", "photograph", "evidence_copies", "flight_details"},
    ("ALB", "eu-albania"): {"application_form", "photograph", "fingerprints", "evidence_copies"},
    ("BIH", "eu-bosnia-and-herzegovina"): {"fingerprints"},
    ("UKR", "eu-ukraine"): {"application_form", "photograph", "fingerprints", "last_address"},
    ("LKA", "eu-sri-lanka"): {
        "application_form",
        "photograph",
        "evidence_copies",
        "birth_certificate",
        "biography",
    },
    ("IDN", ""): {"application_form", "photograph", "original_document"},
    ("SRB", "switzerland-serbia"): set(),
}


@pytest.mark.parametrize(("receiving", "agreement"), ASKED)
def test_what_receiving_countries_ask_to_be_attached(receiving, agreement):
    assert {row.kind for row in attachments_for("NLD", receiving, agreement=agreement)} == ASKED[receiving, agreement]
