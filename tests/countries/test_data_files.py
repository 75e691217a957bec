"""The files of countries/data as files: what a spelling mistake would break."""

import csv
import re
from zoneinfo import available_timezones

import pytest
from babel.core import get_global

from countries import choices
from countries.clocks import codes
from countries.services import files

COUNTRIES = files.table("countries.csv")
PRESENT = {row["code"] for row in COUNTRIES if not row["is_historical"]}
FORMER = {row["code"] for row in COUNTRIES if row["is_historical"]}
AUTHORITIES = files.table("authorities.csv")
AGREEMENTS = dict(files.agreement_files())
CHOICES = {
    "kind": choices.RuleKind,
    "unit": choices.Unit,
    "direction": choices.Direction,
    "start_event": choices.StartEvent,
    "acting_side": choices.StateSide,
    "working_days_of": choices.WorkingDaysOf,
    "counting_convention": choices.CountingConvention,
    "effect_of_silence": choices.EffectOfSilence,
    "silence_certainty": choices.Certainty,
    "condition": choices.RuleCondition,
    "extension_basis": choices.ExtensionBasis,
    "fallback_document": choices.FallbackDocument,
    "receipt_proof": choices.ReceiptProof,
    "counting_certainty": choices.Certainty,
    "certainty": choices.Certainty,
    "unit_certainty": choices.Certainty,
    "track": choices.Track,
}

EVIDENCE_KEYS = {"kind", "issued_from", "issued_before", "expired_at_most_months", "certainty", "source"}


def unique(values):
    values = list(values)
    return len(values) == len(set(values))


def test_countries_are_iso_3166_1_with_kosovo_and_the_former_states():
    aliases = get_global("territory_aliases")
    assert len(PRESENT) == 249 + 1
    assert {"SUN", "YUG", "SCG", "CSK"} == FORMER
    assert unique(row["code"] for row in COUNTRIES)
    assert unique(row["icao_code"] for row in COUNTRIES)
    assert unique(row["alpha2"] for row in COUNTRIES if row["code"] in PRESENT)
    for row in COUNTRIES:
        assert re.fullmatch("[A-Z]{3}", row["code"]), row
        assert re.fullmatch("[A-Z]{2}", row["alpha2"]), row
        assert row["time_zone"] in available_timezones(), row
        assert row["name"], row
        if row["code"] in PRESENT - {"XKX"}:
            assert aliases[row["code"]] == [row["alpha2"]], row


def test_the_machine_readable_zone_has_its_own_codes_for_germany_and_kosovo():
    differing = {row["code"]: row["icao_code"] for row in COUNTRIES if row["icao_code"] != row["code"]}
    assert differing == {"DEU": "D", "XKX": "RKS"}
    footnotes = {row["code"]: row["footnote"] for row in COUNTRIES if row["footnote"]}
    assert set(footnotes) == {"XKX"}
    assert "UNSCR 1244/1999" in footnotes["XKX"]


def test_special_nationality_codes_are_no_countries():
    special = {row["code"] for row in files.table("nationality_codes.csv")}
    assert {"XXA", "XXB", "XXC", "XXX", "UTO"} <= special
    assert not special & (PRESENT | FORMER | {row["icao_code"] for row in COUNTRIES})


def test_authorities_name_countries_kinds_and_parents_that_exist():
    by_code = {row["code"]: row for row in AUTHORITIES}
    assert unique(row["code"] for row in AUTHORITIES)
    for row in AUTHORITIES:
        assert row["country"] in PRESENT, row
        assert row["kind"] in choices.AuthorityKind.values, row
        assert row["host_country"] in PRESENT | {""}, row
        assert row["host_country"] != row["country"], row
        assert (row["kind"] == "consulate") == bool(row["host_country"]), row
        # Only reserved domains: no message of a demonstration reaches a real office.
        assert row["email"].endswith(".example"), row
        if row["parent"]:
            assert by_code[row["parent"]]["country"] == row["country"], row
    desks = [row["country"] for row in AUTHORITIES if row["is_national_desk"]]
    assert unique(desks)
    assert set(desks) == {row["country"] for row in AUTHORITIES}


def test_crossing_points_and_contacts_belong_to_authorities_of_their_country():
    by_code = {row["code"]: row for row in AUTHORITIES}
    points = files.table("crossing_points.csv")
    assert unique(row["code"] for row in points)
    assert unique(row["iata_code"] for row in points if row["iata_code"])
    alpha2 = {row["code"]: row["alpha2"] for row in COUNTRIES}
    for row in points:
        assert row["kind"] in choices.CrossingKind.values, row
        assert row["country"] in PRESENT, row
        if row["authority"]:
            assert by_code[row["authority"]]["country"] == row["country"], row
        if row["un_locode"]:
            assert row["un_locode"][:2] == alpha2[row["country"]], row
    assert {"BEG", "TBS", "ISB", "DAC", "TIA", "PRN", "SJJ"} <= {row["iata_code"] for row in points}
    for row in files.table("contact_points.csv"):
        assert row["authority"] in by_code, row
        assert row["kind"] in choices.ContactKind.values, row


@pytest.mark.parametrize("name", AGREEMENTS)
def test_an_agreement_uses_known_words_only(name):
    content = AGREEMENTS[name]
    sets = files.member_sets()
    assert content["code"] == name.removesuffix(".toml")
    assert content["kind"] in choices.AgreementKind.values
    assert content["certainty"] in choices.Certainty.values
    parent = AGREEMENTS.get(f"{content.get('parent')}.toml", content)
    for party in (content["party_a"], content["party_b"]):
        members = party["members"]
        countries = sets[members].countries if isinstance(members, str) else members
        assert set(countries) <= PRESENT
        # Denmark is not bound by the agreements of the Union, nor by what carries them out.
        assert parent["kind"] != "eu_agreement" or "DNK" not in countries
    for entry in content["rule"]:
        for key, options in CHOICES.items():
            if key in entry:
                assert entry[key] in options.values, (key, entry)
        assert set(entry.get("tracks", [])) <= set(choices.Track.values)
        assert ("value" in entry) == ("unit" in entry), entry
        # A value that was read says where; a value that was not never claims an unmarked certainty.
        if entry["certainty"] == "T":
            assert entry.get("source"), entry
        if entry["kind"] in ("reply", "reply_extension", "accelerated_reply"):
            assert "effect_of_silence" in entry, entry


@pytest.mark.parametrize("name", AGREEMENTS)
def test_suspensions_forms_and_wordings_are_well_formed(name):
    content = AGREEMENTS[name]
    for entry in content["rule"]:
        assert set(entry.get("suspension_causes", [])) <= set(choices.SuspensionCause.values), entry
        assert len(entry.get("wording", "")) <= 300, entry
    for form in content.get("form", []):
        assert form["kind"] in choices.FormKind.values, form
        assert form["certainty"] in choices.Certainty.values, form
    for suspension in content.get("suspension", []):
        assert suspension["certainty"] in choices.Certainty.values, suspension
        assert suspension.get("country", "BLR") in PRESENT, suspension


def test_attachments_use_known_words_only():
    codes_of_agreements = {content["code"] for content in AGREEMENTS.values()}
    entries = files.attachment_lists()
    assert unique((entry["receiving_country"], entry.get("agreement"), entry["kind"]) for entry in entries)
    for entry in entries:
        assert entry["receiving_country"] in PRESENT, entry
        assert entry.get("agreement") in codes_of_agreements | {None}, entry
        assert entry["kind"] in choices.AttachmentKind.values, entry
        assert entry["certainty"] in choices.Certainty.values, entry
        assert entry["source"], entry


def test_placeholders_are_marked_as_what_they_are():
    for code in ("bosnia-pakistan", "eu-bangladesh"):
        for entry in AGREEMENTS[f"{code}.toml"]["rule"]:
            assert entry["certainty"] == "M?", entry
            assert entry["wording"].startswith(("Placeholder: no text was found", "Not found")), entry


def test_evidence_lists_use_known_words_only():
    lists = files.evidence_lists()
    assert set(lists) - {"typical"} <= {content["code"] for content in AGREEMENTS.values()}
    for content in lists.values():
        assert content["certainty"] in choices.Certainty.values
        for purpose in set(content) & set(choices.EvidencePurpose.values):
            kinds = [kind for worth in choices.EvidenceWorth.values for kind in content[purpose].get(worth, [])]
            # A table tells documents of one kind apart by their day of issue.
            items = [{"kind": kind} if isinstance(kind, str) else kind for kind in kinds]
            assert unique((item["kind"], item.get("issued_from")) for item in items)
            assert {item["kind"] for item in items} <= set(choices.EvidenceKind.values)
            assert {key for item in items for key in item} <= EVIDENCE_KEYS
            assert set(content[purpose].get("notes", {})) <= {item["kind"] for item in items}


def test_calendars_cover_their_years_and_know_other_weekends():
    calendars = {row["country"]: row for row in files.table("calendars.csv")}
    assert calendars["BGD"]["weekend_days"] == "5 6"
    assert calendars["PAK"]["weekend_days"] == calendars["NLD"]["weekend_days"] == "6 7"
    assert {row["country"] for row in AUTHORITIES} | files.bound_countries() == set(calendars)
    # No holiday is a day off in Ukraine while martial law lasts; that it lasts longer than 2026 nobody knows.
    assert "2136-IX" in calendars["UKR"]["source"]
    for country, row in calendars.items():
        dates = [item["date"] for item in files.table(f"holidays/{country}.csv")]
        assert unique(dates)
        # The dates of Sri Lanka after 2026 are not known yet.
        years = {"2025", "2026"} if country in ("LKA", "UKR") else {"2025", "2026", "2027", "2028"}
        assert {date[:4] for date in dates} == (years if country != "UKR" else set()), country
        assert (row["covers_from"], row["covers_to"]) == ("2025-01-01", f"{max(years)}-12-31")


def test_an_estimated_feast_is_marked_and_its_name_does_not_say_so():
    days = {
        (path.stem, item["date"]): item
        for path in sorted((files.DATA / "holidays").glob("*.csv"))
        for item in files.table(f"holidays/{path.name}")
    }
    assert not [item for item in days.values() if "estimated" in item["name"]]
    # A day off in place of an estimated feast is as uncertain as the feast.
    replaced = days["ALB", "2027-05-17"]
    assert (replaced["name"], replaced["is_estimated"]) == ("Eid al-Adha (observed)", "yes")
    assert days["ALB", "2027-11-29"]["is_estimated"] == ""


def test_the_codes_of_the_arithmetic_are_those_of_the_tables():
    stated = {value for name, value in vars(codes).items() if name.isupper() and isinstance(value, str)}
    known = set()
    for options in (
        choices.Unit,
        choices.WorkingDaysOf,
        choices.Direction,
        choices.CountingConvention,
        choices.EffectOfSilence,
    ):
        assert set(options.values) <= stated
        known |= set(options.values)
    assert stated - known == {codes.AGREEMENT_LAYER, codes.PROTOCOL_LAYER, codes.OBSTACLE_END}
    assert set(codes.VERIFIED_CERTAINTIES) < set(choices.Certainty.values)


def test_a_ragged_table_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "DATA", tmp_path)
    with (tmp_path / "short.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["code", "name"], ["ALB"]])
    with pytest.raises(files.DataFileError, match=r"short\.csv, line 2"):
        files.table("short.csv")
    with pytest.raises(files.DataFileError):
        files.flag("true")
