"""docs/agreements.md: every agreement and every limit of countries/data, with source and certainty, for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import translation

from countries.choices import (
    AgreementKind,
    Certainty,
    CountingConvention,
    EffectOfSilence,
    FallbackDocument,
    ReceiptProof,
    RuleCondition,
    RuleKind,
    StartEvent,
    SuspensionCause,
    Track,
    Unit,
)
from countries.clocks import codes
from countries.clocks.wording import limit_in_words
from countries.services import files

_BEGINNING = """# Agreements and their time limits

Made from the files in `countries/data` by `./run manage agreements_doc`; change those, not this.

Certainty: **T** read in the text, **S** read in a secondary source, **M** from memory and not verified, **M?** from
memory and doubtful. A limit that is not verified is shown as such wherever a case uses it, and silence has no effect by
itself under it, until two administrators confirm the value with a source. Where the way of counting is not known both
readings are computed: warnings use the earlier day, legal effect the later one.
"""
_HEADINGS = ("limit", "for", "value", "from", "silence", "article and source", "certainty")


def agreements_document() -> str:
    """The whole document, in English whatever language is active."""
    with translation.override("en"):
        agreements = [content for _, content in files.agreement_files()]
        sets = files.member_sets()
        counted = _counted(agreements)
        parts = [_BEGINNING, counted]
        for kind in AgreementKind:
            chosen = sorted((item for item in agreements if item["kind"] == kind), key=lambda item: item["short_title"])
            if chosen:
                parts.append(f"## {kind.label}: {len(chosen)}\n")
                parts += [_agreement(item, sets) for item in chosen]
    return "\n".join(parts).rstrip() + "\n"


def _counted(agreements: list[dict[str, Any]]) -> str:
    rules = [rule for item in agreements for rule in item.get("rule", [])]
    by = ", ".join(f"{sum(rule['certainty'] == code for rule in rules)} {code}" for code in Certainty.values)
    return f"{len(agreements)} agreements, arrangements and protocols; {len(rules)} limits and caps: {by}.\n"


def _agreement(item: dict[str, Any], sets: dict[str, files.MemberSet]) -> str:
    since = (
        f"in force from {item['in_force_from']}" if item.get("in_force_from") else "date of entry into force not found"
    )
    until = f" to {item['in_force_to']}" if item.get("in_force_to") else ""
    head = [
        f"### {item['short_title']}\n",
        f"{item['title']}. {_joined([item.get('citation', ''), since + until, 'certainty ' + item['certainty']])}.",
        f"Carries out `{item['parent']}`." if item.get("parent") else "",
        f"Parties: {_party(item['party_a'], sets)}; {_party(item['party_b'], sets)}. Code `{item['code']}`.",
        item.get("legal_note", ""),
        *[_suspension(entry) for entry in item.get("suspension", [])],
        *[_form(entry) for entry in item.get("form", [])],
    ]
    rows = [_row(rule) for rule in item.get("rule", [])]
    table = [_line(_HEADINGS), _line(["---"] * len(_HEADINGS)), *map(_line, rows)] if rows else ["No limit was found."]
    return "\n".join(filter(None, head)) + "\n\n" + "\n".join(table) + "\n"


def _party(party: dict[str, Any], sets: dict[str, files.MemberSet]) -> str:
    members = party["members"]
    codes = sets[members].countries if isinstance(members, str) else members
    said = f"{party['name']} ({', '.join(codes)})" if len(codes) < 6 else f"{party['name']} ({len(codes)} countries)"
    if not party.get("readmits_own_nationals", True) and not party.get("readmits_third_country_nationals", True):
        said += ", takes nobody back"
    elif not party.get("readmits_own_nationals", True):
        said += ", takes back third-country nationals only"
    elif not party.get("readmits_third_country_nationals", True):
        said += ", takes back own nationals only"
    if party.get("third_country_nationals_from"):
        said += f", third-country nationals from {party['third_country_nationals_from']}"
    return said


def _suspension(entry: dict[str, Any]) -> str:
    who = f" by {entry['country']}" if entry.get("country") else ""
    until = f" to {entry['to_date']}" if entry.get("to_date") else ""
    source = _joined([entry.get("citation", ""), entry.get("source", "")])
    return (
        f"Not applied{who} from {entry['from_date']}{until} ({source}, {entry['certainty']}). {entry.get('note', '')}"
    )


def _form(entry: dict[str, Any]) -> str:
    languages = f", in {' or '.join(entry['languages'])}" if entry.get("languages") else ""
    said = _joined([entry.get("annex", ""), entry.get("citation", ""), entry.get("source", "")])
    return f"Form: {entry['kind'].replace('_', ' ')}{languages} ({said}, {entry['certainty']})."


def _row(rule: dict[str, Any]) -> list[str]:
    certainty = rule["certainty"]
    if rule.get("unit_certainty"):
        certainty += f", unit {rule['unit_certainty']}"
    source = _joined([rule.get("citation", ""), rule.get("source", "")])
    if rule.get("wording"):
        source += f". {rule['wording']}"
    return [RuleKind(rule["kind"]).label, _whom(rule), _value(rule), _start(rule), _silence(rule), source, certainty]


def _whom(rule: dict[str, Any]) -> str:
    tracks = rule.get("tracks") or [rule.get("track", Track.ANY)]
    said = [" and ".join(str(Track(track).label) for track in tracks).lower()]
    if rule.get("requesting_country") or rule.get("receiving_country"):
        said.append(f"{rule.get('requesting_country') or 'any'} to {rule.get('receiving_country') or 'any'}")
    if rule.get("condition"):
        said.append(str(RuleCondition(rule["condition"]).label))
    said += [f"from {rule['valid_from']}"] if rule.get("valid_from") else []
    said += [f"to {rule['valid_to']}"] if rule.get("valid_to") else []
    return ", ".join(said)


def _value(rule: dict[str, Any]) -> str:
    if rule["kind"] == RuleKind.RECEIPT:
        return f"proved by {ReceiptProof(rule['receipt_proof']).label}"
    value, unit = rule.get("value"), rule.get("unit", Unit.NONE)
    if value is None:
        # Of what nobody has read no more is known than that; of what was read the wording stands with the source.
        said = limit_in_words(None, unit, is_read=rule["certainty"] in codes.VERIFIED_CERTAINTIES)
        return said + _more(rule)
    is_counted = unit in (Unit.PERSON, Unit.KILOMETRE)
    said = f"{value} {Unit(unit).label}s" if is_counted else limit_in_words(value, unit)
    if rule.get("normal_value"):
        said = f"normally {rule['normal_value']}, at the latest {said}"
    if rule["kind"].endswith("_extension"):
        said += " in all" if rule.get("of_total") else " more"
    if rule.get("direction") == "before":
        said = f"at least {said} before"
    return said + _counting(rule) + _more(rule)


def _counting(rule: dict[str, Any]) -> str:
    said = ""
    if rule.get("working_days_of"):
        said += f" (working days of {rule['working_days_of'].replace('both', 'both states')})"
    if "first_day_counts" in rule:
        said += ", the first day counts" if rule["first_day_counts"] else ", the first day does not count"
    if rule.get("counting_convention"):
        said += f", {CountingConvention(rule['counting_convention']).label}"
    if rule.get("counting_citation"):
        said += f" ({rule['counting_citation']}, {rule['counting_certainty']})"
    return said


def _more(rule: dict[str, Any]) -> str:
    said = ""
    if rule.get("suspension_causes"):
        causes = " or ".join(str(SuspensionCause(cause).label) for cause in rule["suspension_causes"])
        said += f"; stands still for {causes}"
    if rule.get("fallback_document"):
        said += f"; otherwise {FallbackDocument(rule['fallback_document']).label}"
    return said


def _start(rule: dict[str, Any]) -> str:
    return str(StartEvent(rule["start_event"]).label)


def _silence(rule: dict[str, Any]) -> str:
    effect = rule.get("effect_of_silence", EffectOfSilence.NOT_APPLICABLE)
    if effect == EffectOfSilence.NOT_APPLICABLE:
        return ""
    source = _joined([rule.get("silence_citation", ""), rule.get("silence_certainty", "")])
    return f"{EffectOfSilence(effect).label} ({source})" if source else str(EffectOfSilence(effect).label)


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(filter(None, parts))


def _line(cells: Iterable[Any]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "/").replace("\n", " ") for cell in cells) + " |"
