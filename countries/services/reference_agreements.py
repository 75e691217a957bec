"""Loads agreements, their members, rules and evidence lists from countries/data."""

from __future__ import annotations

import datetime
from typing import Any

from countries.choices import AgreementSide, EvidenceWorth, RuleKind, StateSide, Track, WorkingDaysOf
from countries.models import Agreement, AgreementMember, AgreementParty, EvidenceItem, Rule
from countries.services import files

# Who has to act within a limit where the file does not say: everything else is for the receiving country.
_REQUESTING_ACTS = {
    RuleKind.SUBMISSION,
    RuleKind.ACCELERATED_SUBMISSION,
    RuleKind.TRANSFER,
    RuleKind.ACCELERATED_TRANSFER,
    RuleKind.TRANSFER_NOTICE,
    RuleKind.TRANSIT_SUBMISSION,
    RuleKind.TRANSIT_EXECUTION,
    RuleKind.COSTS,
}
# Notices before an event: where the text does not say whose working days are meant, a day must be one in both countries
# (the only definition found: Switzerland-United Kingdom, Article 1(7)), which gives the other side its days in full.
_WORKING_DAYS_OF_BOTH = {RuleKind.TRANSFER_NOTICE, RuleKind.TRANSIT_SUBMISSION}
_HEADER = ("title", "short_title", "citation", "kind", "in_force_from", "in_force_to", "legal_note", "certainty")
_RULE_VALUES = (
    "value",
    "unit",
    "direction",
    "of_total",
    "start_event",
    "acting_side",
    "working_days_of",
    "counting_convention",
    "first_day_counts",
    "effect_of_silence",
    "silence_citation",
    "silence_certainty",
    "inconclusive_answers",
    "parameters",
    "citation",
    "source",
    "certainty",
    "unit_certainty",
    "wording",
    "valid_to",
)
_RULE_KEYS = {"kind", "track", "tracks", "requesting_country", "receiving_country", "valid_from", *_RULE_VALUES}
_PARTY_KEYS = {"name", "members", "third_country_nationals_from"}
_AGREEMENT_KEYS = {"code", "parent", "party_a", "party_b", "rule", *_HEADER}


def agreements_load() -> dict[str, int]:
    """Load every agreement file; returns how many agreements and rules there are.

    Raises `DataFileError` for an unknown key: a misspelt word must not silently become a default value.
    """
    sets = files.member_sets()
    agreements = files.agreement_files()
    rules = 0
    for name, content in agreements:
        _check_keys(name, content, _AGREEMENT_KEYS)
        # Words left out of a file take their default again: a load gives the same table whatever was there before.
        values = {field: content.get(field, getattr(Agreement(), field)) for field in _HEADER}
        agreement, _ = Agreement.objects.update_or_create(
            code=content["code"], defaults={**values, "parent_id": content.get("parent")}
        )
        for side, key in ((AgreementSide.A, "party_a"), (AgreementSide.B, "party_b")):
            _check_keys(name, content[key], _PARTY_KEYS)
            _party_load(agreement, side, content[key], sets)
        for entry in content.get("rule", []):
            _check_keys(name, entry, _RULE_KEYS)
            rules += _rule_load(agreement, entry)
    return {"agreements": len(agreements), "rules": rules}


def evidence_load() -> int:
    """Load the evidence lists; returns the number of items."""
    count = 0
    for code, content in files.evidence_lists().items():
        agreement = None if code == "typical" else code
        for purpose in ("nationality", "entry_or_residence"):
            entry = content.get(purpose, {})
            for worth in EvidenceWorth.values:
                for kind in entry.get(worth, []):
                    EvidenceItem.objects.update_or_create(
                        agreement_id=agreement,
                        purpose=purpose,
                        kind=kind,
                        defaults={
                            "worth": worth,
                            "citation": entry.get("citation", {}).get(worth, ""),
                            "source": content["source"],
                            "certainty": content["certainty"],
                            "note": entry.get("notes", {}).get(kind, ""),
                        },
                    )
                    count += 1
    return count


def _check_keys(name: str, entry: dict[str, Any], allowed: set[str]) -> None:
    unknown = sorted(set(entry) - allowed)
    if unknown:
        raise files.DataFileError(f"{name}: unknown {', '.join(unknown)}")


def _party_load(
    agreement: Agreement, side: AgreementSide, party: dict[str, Any], sets: dict[str, files.MemberSet]
) -> None:
    AgreementParty.objects.update_or_create(agreement=agreement, side=side, defaults={"name": party["name"]})
    if isinstance(party["members"], str):
        members = sets[party["members"]]
        countries, accessions = members.countries, members.from_dates
    else:
        countries, accessions = tuple(party["members"]), {}
    for country in countries:
        AgreementMember.objects.update_or_create(
            agreement=agreement,
            side=side,
            country_id=country,
            defaults={
                # Bound from the later of the agreement's entry into force and the country's accession.
                "from_date": _later(agreement.in_force_from, accessions.get(country)),
                "third_country_nationals_from": party.get("third_country_nationals_from"),
            },
        )


def _later(first: datetime.date | None, second: datetime.date | None) -> datetime.date | None:
    return max((date for date in (first, second) if date), default=None)


def _rule_load(agreement: Agreement, entry: dict[str, Any]) -> int:
    kind = RuleKind(entry["kind"])
    acting = StateSide.REQUESTING if kind in _REQUESTING_ACTS else StateSide.RECEIVING
    values: dict[str, Any] = {field: getattr(Rule(), field) for field in _RULE_VALUES}
    whose = WorkingDaysOf.BOTH if kind in _WORKING_DAYS_OF_BOTH else entry.get("acting_side", acting)
    values |= {"acting_side": acting, "working_days_of": whose}
    values |= {field: entry[field] for field in _RULE_VALUES if field in entry}
    tracks = entry.get("tracks") or [entry.get("track", Track.ANY)]
    for track in tracks:
        Rule.objects.update_or_create(
            agreement=agreement,
            kind=kind,
            track=track,
            requesting_country_id=entry.get("requesting_country"),
            receiving_country_id=entry.get("receiving_country"),
            valid_from=entry.get("valid_from"),
            defaults=values,
        )
    return len(tracks)
