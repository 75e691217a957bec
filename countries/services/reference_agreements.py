"""Loads agreements, their members, rules and evidence lists from countries/data."""

from __future__ import annotations

import datetime
from typing import Any

from core import clock
from countries.choices import AgreedPart, AgreementSide, EvidenceWorth, RuleKind, StateSide, Track, WorkingDaysOf
from countries.models import (
    AgreedValue,
    Agreement,
    AgreementMember,
    AgreementParty,
    AgreementSuspension,
    AttachmentRequirement,
    EvidenceItem,
    Rule,
)
from countries.selectors.agreed import ITEM_KEYS, ITEM_VALUES, MODELS, REMOVED, item_key
from countries.services import files

# Who has to act within a limit where the file does not say: everything else is for the receiving country.
_REQUESTING_ACTS = {
    RuleKind.SUBMISSION,
    RuleKind.SUBMISSION_EXTENSION,
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
HEADER = ("title", "short_title", "citation", "kind", "in_force_from", "in_force_to", "legal_note", "certainty")
RULE_VALUES = (
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
    "normal_value",
    "condition",
    "extension_basis",
    "suspension_causes",
    "fallback_document",
    "receipt_proof",
    "counting_citation",
    "counting_certainty",
    "citation",
    "source",
    "certainty",
    "unit_certainty",
    "wording",
    "valid_to",
)
_RULE_KEYS = {"kind", "track", "tracks", "requesting_country", "receiving_country", "valid_from", *RULE_VALUES}
_ATTACHMENT_KEYS = {"receiving_country", "agreement", "kind", "note", "languages", "source", "certainty"}
_ATTACHMENT_DEFAULTS: dict[str, Any] = {"note": "", "languages": [], "source": "", "certainty": None}
READMITS = ("readmits_own_nationals", "readmits_third_country_nationals")
_PARTY_KEYS = {"name", "members", "third_country_nationals_from", *READMITS}
_TABLES = ("suspension", "form", "evidence", "attachment")
_ITEM_KEYS: dict[str, set[str]] = {part: {*ITEM_KEYS[part], *ITEM_VALUES[part]} for part in AgreedPart.values}
_TABLE_KEYS: dict[str, set[str]] = {
    "rule": _RULE_KEYS,
    **{part: _ITEM_KEYS[part] for part in _TABLES},
    "suspension": _ITEM_KEYS["suspension"] | {"country"},
    "agreed": {"between", "part", REMOVED, *(name for names in _ITEM_KEYS.values() for name in names)},
}
_AGREEMENT_KEYS = {"code", "parent", "party_a", "party_b", *_TABLE_KEYS, *HEADER}


def agreements_load() -> dict[str, int]:
    """Load every agreement file; returns how many agreements and rules there are.

    Raises `DataFileError` for an unknown key: a misspelt word must not silently become a default value.
    """
    sets = files.member_sets()
    agreements = files.agreement_files()
    rules = sum(agreement_load(name, content, sets) for name, content in agreements)
    return {"agreements": len(agreements), "rules": rules}


def agreement_load(name: str, content: dict[str, Any], sets: dict[str, files.MemberSet]) -> int:
    """Load one agreement file with the named sets of members; returns the number of rules. Raises `DataFileError`."""
    check_agreement_keys(name, content)
    # Words left out of a file take their default again: a load gives the same table whatever was there before.
    values = {field: content.get(field, getattr(Agreement(), field)) for field in HEADER}
    agreement, _ = Agreement.objects.update_or_create(
        code=content["code"], defaults={**values, "parent_id": content.get("parent")}
    )
    for side, key in ((AgreementSide.A, "party_a"), (AgreementSide.B, "party_b")):
        _party_load(agreement, side, content[key], sets)
    for entry in content.get("suspension", []):
        _suspension_load(agreement, entry)
    for part in ("form", "evidence", "attachment"):
        for entry in content.get(part, []):
            _row_load(agreement, part, entry)
    for entry in content.get("agreed", []):
        _agreed_load(agreement, entry)
    return sum(_rule_load(agreement, entry) for entry in content.get("rule", []))


def check_agreement_keys(name: str, content: dict[str, Any]) -> None:
    """Raise `DataFileError` for a word that an agreement file does not know, and for one that it needs."""
    _check_keys(name, content, _AGREEMENT_KEYS)
    for key in ("code", "party_a", "party_b"):
        if key not in content:
            raise files.DataFileError(f"{name}: {key} is missing")
    for key in ("party_a", "party_b"):
        if not isinstance(content[key], dict):
            raise files.DataFileError(f"{name}: {key} must be a table")
        _check_keys(f"{name}, {key}", content[key], _PARTY_KEYS)
    for key, allowed in _TABLE_KEYS.items():
        entries = content.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise files.DataFileError(f"{name}: {key} must be a list of tables")
        for number, entry in enumerate(entries, 1):
            _check_keys(f"{name}, {key} {number}", entry, allowed)


def evidence_load() -> int:
    """Load the evidence lists; returns the number of items."""
    count = 0
    for code, content in files.evidence_lists().items():
        agreement = None if code == "typical" else code
        for purpose in ("nationality", "entry_or_residence"):
            entry = content.get(purpose, {})
            for worth in EvidenceWorth.values:
                for item in entry.get(worth, []):
                    # A plain code, or a table where the list tells documents apart by day of issue or expiry, or
                    # where an item is surer than its list.
                    said = {"kind": item} if isinstance(item, str) else item
                    kind = said["kind"]
                    EvidenceItem.objects.update_or_create(
                        agreement_id=agreement,
                        purpose=purpose,
                        kind=kind,
                        issued_from=said.get("issued_from"),
                        defaults={
                            "issued_before": said.get("issued_before"),
                            "expired_at_most_months": said.get("expired_at_most_months"),
                            "worth": worth,
                            "citation": entry.get("citation", {}).get(worth, ""),
                            "source": said.get("source", entry.get("source", content["source"])),
                            "certainty": said.get("certainty", entry.get("certainty", content["certainty"])),
                            "note": entry.get("notes", {}).get(kind, ""),
                        },
                    )
                    count += 1
    return count


def attachments_load() -> int:
    """Load what receiving countries ask to be attached; returns the number of items."""
    entries = files.attachment_lists()
    for entry in entries:
        _check_keys("attachments.toml", entry, _ATTACHMENT_KEYS)
        AttachmentRequirement.objects.update_or_create(
            receiving_country_id=entry["receiving_country"],
            agreement_id=entry.get("agreement"),
            kind=entry["kind"],
            defaults={field: entry.get(field, default) for field, default in _ATTACHMENT_DEFAULTS.items()},
        )
    return len(entries)


def _check_keys(name: str, entry: dict[str, Any], allowed: set[str]) -> None:
    unknown = sorted(set(entry) - allowed)
    if unknown:
        raise files.DataFileError(f"{name}: unknown {', '.join(unknown)}")


def _party_load(
    agreement: Agreement, side: AgreementSide, party: dict[str, Any], sets: dict[str, files.MemberSet]
) -> None:
    AgreementParty.objects.update_or_create(
        agreement=agreement,
        side=side,
        defaults={"name": party["name"], **{flag: party.get(flag, True) for flag in READMITS}},
    )
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


def _suspension_load(agreement: Agreement, entry: dict[str, Any]) -> None:
    cell = {"agreement": agreement, "country_id": entry.get("country"), "from_date": entry["from_date"]}
    AgreementSuspension.objects.update_or_create(
        **cell,
        defaults={
            "to_date": entry.get("to_date"),
            **{field: entry.get(field, "") for field in ("citation", "source", "certainty", "note")},
        },
    )


def _row_load(agreement: Agreement, part: str, entry: dict[str, Any]) -> None:
    """A form, a means of evidence or an attachment of the agreement's own."""
    columns = {name: f"{name}_id" if name.endswith("_country") else name for name in ITEM_KEYS[part]}
    MODELS[part]._default_manager.update_or_create(
        agreement=agreement,
        **{column: entry.get(name) for name, column in columns.items()},
        defaults=_row_values(part, entry),
    )


def _row_values(part: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Every column of a part as the entry says it, with its default where it says nothing."""
    fields = {name: MODELS[part]._meta.get_field(name) for name in ITEM_VALUES[part]}
    return {name: entry.get(name, field.get_default()) for name, field in fields.items()}  # type: ignore[union-attr]


def _agreed_load(agreement: Agreement, entry: dict[str, Any]) -> None:
    """What two countries agreed on elsewhere; what they agreed on here is theirs."""
    part, (first, second) = entry["part"], sorted(entry["between"])
    key = item_key(part, entry)
    cell = {"agreement": agreement, "first_id": first, "second_id": second, "part": part, "key": key}
    if AgreedValue.objects.filter(**cell).exists():
        return
    values = {name: _plain(value) for name, value in _row_values(part, entry).items()}
    AgreedValue.objects.create(
        **cell,
        version=1,
        values=values | ({REMOVED: True} if entry.get(REMOVED) else {}),
        agreed_at=clock.now(),
        requested_by_id=first,
        confirmed_by_id=second,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def rule_entries(entry: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(cell, values) of each rule that an entry of a file stands for, one for each of its tracks, with defaults."""
    kind = RuleKind(entry["kind"])
    acting = StateSide.REQUESTING if kind in _REQUESTING_ACTS else StateSide.RECEIVING
    values: dict[str, Any] = {field: getattr(Rule(), field) for field in RULE_VALUES}
    whose = WorkingDaysOf.BOTH if kind in _WORKING_DAYS_OF_BOTH else entry.get("acting_side", acting)
    values |= {"acting_side": acting, "working_days_of": whose}
    values |= {field: entry[field] for field in RULE_VALUES if field in entry}
    tracks = entry.get("tracks") or [entry.get("track", Track.ANY)]
    return [
        (
            {
                "kind": kind,
                "track": track,
                "requesting_country_id": entry.get("requesting_country"),
                "receiving_country_id": entry.get("receiving_country"),
                "condition": values["condition"],
                "valid_from": entry.get("valid_from"),
            },
            values,
        )
        for track in tracks
    ]


def _rule_load(agreement: Agreement, entry: dict[str, Any]) -> int:
    cells = rule_entries(entry)
    for cell, values in cells:
        # What two administrators changed since is theirs: the files correct only what nobody edited.
        if not Rule.objects.filter(agreement=agreement, **cell, version__gt=1).exists():
            Rule.objects.update_or_create(agreement=agreement, **cell, defaults=values)
    return len(cells)
