"""Which agreement binds two countries on a day, and which of its values holds. Never a write."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast, JSONObject

from core.kept import kept
from countries.choices import AgreedPart, AgreementKind, Track
from countries.clocks import codes
from countries.clocks.types import ResolvedRule
from countries.models import (
    AgreedValue,
    Agreement,
    AgreementMember,
    AgreementParty,
    AgreementSuspension,
    Rule,
)
from countries.selectors.agreed import REMOVED, head_apply, pair_of
from countries.selectors.conditions import ConditionsOrHow, Held, with_proof_of_receipt

# Which agreement is taken when two bind the same pair: law of the Union first, an arrangement last.
_PRECEDENCE = (AgreementKind.EU_AGREEMENT, AgreementKind.BILATERAL, AgreementKind.ARRANGEMENT)
_THIRD_COUNTRY_TRACKS = (Track.THIRD_COUNTRY_NATIONAL, Track.STATELESS, Track.TRANSIT)


@dataclass(frozen=True)
class _Binding:
    """What a country's membership means on one side of an agreement."""

    side: str
    is_bound: bool
    readmits: bool


@kept
def agreements_between(
    requesting: str, receiving: str, on_date: datetime.date, *, track: str = Track.ANY
) -> list[Agreement]:
    """Agreements and protocols that bind the two countries (alpha-3 codes) on this day, the ruling one first.

    A protocol counts only while the agreement that it carries out binds the pair too. With a track the receiving side
    must be one that takes such persons back, and the later dates of obligations towards third-country nationals are
    observed. Of two agreements of one kind the later comes first. One query.
    """
    first, second = pair_of(requesting, receiving)
    agreed = AgreedValue.objects.filter(agreement=OuterRef("agreement"), first=first, second=second)
    # What the two agreed on about a suspension stands in its place.
    agreed_days = agreed.filter(part=AgreedPart.SUSPENSION, key=Cast(OuterRef("from_date"), CharField()))
    suspended = AgreementSuspension.objects.filter(
        Q(country__isnull=True) | Q(country__in=(requesting, receiving)),
        Q(to_date__isnull=True) | Q(to_date__gte=on_date),
        ~Exists(agreed_days),
        agreement=OuterRef("agreement"),
        from_date__lte=on_date,
    )
    said = agreed.order_by("version")
    members = (
        AgreementMember.objects.filter(country__in=(requesting, receiving))
        .filter(~Exists(suspended))
        .annotate(
            agreed=ArraySubquery(said.values(said=JSONObject(part="part", key="key", values="values"))),
            readmits_own=_of_its_party("readmits_own_nationals"),
            readmits_foreign=_of_its_party("readmits_third_country_nationals"),
        )
        .select_related("agreement")
    )
    sides: dict[str, dict[str, _Binding]] = {}
    found: dict[str, Agreement] = {}
    for member in members:
        is_suspended = _agreed_on(member, on_date)
        is_bound = _is_bound(member, on_date, track) and _is_in_force(member.agreement, on_date) and not is_suspended
        sides.setdefault(member.agreement_id, {})[member.country_id] = _Binding(
            member.side, is_bound, _readmits(member, track)
        )
        found[member.agreement_id] = member.agreement
    binding = {
        code: agreement
        for code, agreement in found.items()
        if _binds(sides[code].get(requesting), sides[code].get(receiving))
    }
    valid = [agreement for agreement in binding.values() if not agreement.parent_id or agreement.parent_id in binding]
    return sorted(valid, key=_order)


def rules_for(
    requesting: str,
    receiving: str,
    track: str,
    on_date: datetime.date,
    *,
    agreement: str | None = None,
    conditions: ConditionsOrHow = (),
    binding: list[Agreement] | None = None,
) -> dict[str, ResolvedRule]:
    """Every rule that holds for the pair, the track and the day, by kind. Two queries, one where `binding` is given:
    what `agreements_between` says of the same pair, day and track.

    conditions: what the case fulfils, or a function that gives it and is called only if some rule has a condition; a
    rule with another condition does not hold. Where the worth of the evidence was not read, a rule that it decides
    names those that may hold instead. The layer of the implementing protocol wins over that of the agreement; within a
    layer a rule of this pair over one of every pair, a rule of this track over one of any track, one with a condition
    over one without, the newer over the older. Without `agreement` the ruling agreement is taken. Empty when nothing
    binds the pair.
    """
    if binding is None:
        binding = agreements_between(requesting, receiving, on_date, track=track)
    main = [item for item in binding if item.parent_id is None and (agreement is None or item.code == agreement)]
    if not main:
        return {}
    chosen = {item.code: item for item in binding if main[0].code in (item.code, item.parent_id)}
    rules = _rules_of(tuple(chosen), track)
    candidates = _standing([rule for rule in rules if _is_valid(rule, requesting, receiving, on_date)])
    if callable(conditions):
        conditions = conditions() if any(rule.condition for rule, _named in candidates) else ()
    held = conditions if isinstance(conditions, Held) else Held(others=frozenset(conditions))
    best = _best(candidates, held.codes, chosen)
    found = {kind: resolved(rule, chosen[rule.agreement_id]) for kind, rule in best.items()}
    instead = [_best(candidates, held.others | {reading}, chosen) for reading in held.readings]
    for kind, rule in best.items():
        # A rule that is there only by another reading starts nothing: it would bind by a worth that nobody gave.
        others = {other.pk: other for other in (read.get(kind) for read in instead) if other and other.pk != rule.pk}
        if others or any(kind not in read for read in instead):
            found[kind] = replace(
                found[kind],
                readings=held.readings,
                others=tuple(resolved(other, chosen[other.agreement_id]) for other in others.values()),
            )
    return with_proof_of_receipt(found)


def _best(
    candidates: Iterable[tuple[Rule, int]], held: Collection[str], chosen: dict[str, Agreement]
) -> dict[str, Rule]:
    """Of each kind the rule that wins under these conditions."""
    best: dict[str, tuple[Rule, int]] = {}
    for rule, named in candidates:
        if rule.condition and rule.condition not in held:
            continue
        current = best.get(rule.kind)
        if current is None or _rank(rule, named, chosen) > _rank(*current, chosen):
            best[rule.kind] = (rule, named)
    return {kind: rule for kind, (rule, _) in best.items()}


@kept
def _rules_of(agreements: tuple[str, ...], track: str) -> list[Rule]:
    return list(Rule.objects.filter(agreement__in=agreements, track__in=(track, Track.ANY)))


def resolve_rule(
    kind: str,
    *,
    requesting: str,
    receiving: str,
    track: str,
    on_date: datetime.date,
    agreement: str | None = None,
    conditions: ConditionsOrHow = (),
) -> ResolvedRule | None:
    """The one rule of this kind, or None when the agreement says nothing. See `rules_for`."""
    return rules_for(requesting, receiving, track, on_date, agreement=agreement, conditions=conditions).get(kind)


def resolved(rule: Rule, agreement: Agreement) -> ResolvedRule:
    """The rule without its row."""
    return ResolvedRule(
        kind=rule.kind,
        track=rule.track,
        value=rule.value,
        unit=rule.unit,
        direction=rule.direction,
        of_total=rule.of_total,
        start_event=rule.start_event,
        acting_side=rule.acting_side,
        working_days_of=rule.working_days_of,
        counting_convention=rule.counting_convention,
        first_day_counts=rule.first_day_counts,
        effect_of_silence=rule.effect_of_silence,
        silence_citation=rule.silence_citation,
        silence_certainty=rule.silence_certainty,
        inconclusive_answers=rule.inconclusive_answers,
        normal_value=rule.normal_value,
        condition=rule.condition,
        extension_basis=rule.extension_basis,
        suspension_causes=tuple(rule.suspension_causes),
        fallback_document=rule.fallback_document,
        receipt_proof=rule.receipt_proof,
        counting_citation=rule.counting_citation,
        counting_certainty=rule.counting_certainty,
        citation=rule.citation,
        source=rule.source,
        certainty=rule.certainty,
        unit_certainty=rule.unit_certainty,
        wording=rule.wording,
        layer=codes.PROTOCOL_LAYER if agreement.parent_id else codes.AGREEMENT_LAYER,
        agreement_code=agreement.code,
        agreement_title=agreement.short_title,
        rule_id=str(rule.pk),
        rule_version=rule.version,
    )


def _order(agreement: Agreement) -> tuple[bool, int, int, str]:
    """Protocols last; then by kind; of one kind the later first, and those without a day at the end."""
    kind = 0 if agreement.parent_id else _PRECEDENCE.index(AgreementKind(agreement.kind))
    begins = agreement.in_force_from.toordinal() if agreement.in_force_from else 0
    return (agreement.parent_id is not None, kind, -begins, agreement.code)


def _of_its_party(flag: str) -> Subquery:
    party = AgreementParty.objects.filter(agreement=OuterRef("agreement"), side=OuterRef("side"))
    return Subquery(party.values(flag)[:1])


def _readmits(member: AgreementMember, track: str) -> bool:
    """Whether the member's side takes such persons back; what it lets pass through is another question."""
    own, foreign = getattr(member, "readmits_own", True), getattr(member, "readmits_foreign", True)
    if track == Track.OWN_NATIONAL:
        return own
    if track in (Track.THIRD_COUNTRY_NATIONAL, Track.STATELESS):
        return foreign
    return track != Track.ANY or own or foreign


def _agreed_on(member: AgreementMember, on_date: datetime.date) -> bool:
    """Gives the agreement what the two countries agreed on beside its rules, and the head that they agreed on; whether
    it is suspended between them."""
    agreed = member.agreement.agreed = {}
    for said in getattr(member, "agreed", ()):
        agreed.setdefault(said["part"], {})[said["key"]] = said["values"]
    if AgreedPart.HEAD in agreed:
        head_apply(member.agreement, agreed[AgreedPart.HEAD][""])
    return any(
        first <= on_date.isoformat() <= (values["to_date"] or "9999") and not values.get(REMOVED)
        for first, values in agreed.get(AgreedPart.SUSPENSION, {}).items()
    )


def _is_in_force(agreement: Agreement, on_date: datetime.date) -> bool:
    return _within(agreement.in_force_from, agreement.in_force_to, on_date)


def _is_bound(member: AgreementMember, on_date: datetime.date, track: str) -> bool:
    begins_later = member.third_country_nationals_from if track in _THIRD_COUNTRY_TRACKS else None
    return _within(member.from_date, member.to_date, on_date) and (begins_later is None or begins_later <= on_date)


def _binds(requesting: _Binding | None, receiving: _Binding | None) -> bool:
    return bool(
        requesting
        and receiving
        and requesting.is_bound
        and receiving.is_bound
        and receiving.readmits
        and requesting.side != receiving.side
    )


def _is_valid(rule: Rule, requesting: str, receiving: str, on_date: datetime.date) -> bool:
    return (
        rule.requesting_country_id in (None, requesting)
        and rule.receiving_country_id in (None, receiving)
        and _within(rule.valid_from, rule.valid_to, on_date)
    )


def _standing(rules: list[Rule]) -> list[tuple[Rule, int]]:
    """The values that stand, each with how many countries its place names: a value that names both countries is what
    the two agreed on in the place of the more general one of the same kind, track, condition and first day, and has its
    rank beside all others."""
    cells: dict[tuple[Any, ...], list[Rule]] = {}
    for rule in rules:
        cell = (rule.agreement_id, rule.kind, rule.track, rule.condition, rule.valid_from)
        cells.setdefault(cell, []).append(rule)
    found = []
    for held in cells.values():
        general = [(rule, _named(rule)) for rule in held if _named(rule) < 2]
        agreed = [rule for rule in held if _named(rule) == 2]
        found += [(rule, max((named for _rule, named in general), default=2)) for rule in agreed] or general
    return found


def _named(rule: Rule) -> int:
    return sum(code is not None for code in (rule.requesting_country_id, rule.receiving_country_id))


def _rank(rule: Rule, named: int, agreements: dict[str, Agreement]) -> tuple[bool, int, bool, bool, datetime.date]:
    return (
        agreements[rule.agreement_id].parent_id is not None,
        named,
        rule.track != Track.ANY,
        bool(rule.condition),
        rule.valid_from or datetime.date.min,
    )


def _within(first: datetime.date | None, last: datetime.date | None, day: datetime.date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
