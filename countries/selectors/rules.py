"""Which agreement binds two countries on a day, and which of its values holds. Never a write."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery

from core.kept import kept
from countries.choices import AgreementKind, Track
from countries.clocks import codes
from countries.clocks.types import ResolvedRule
from countries.models import (
    Agreement,
    AgreementForm,
    AgreementMember,
    AgreementParty,
    AgreementSuspension,
    AttachmentRequirement,
    EvidenceItem,
    Rule,
)

# Which agreement is taken when two bind the same pair: law of the Union first, an arrangement last.
_PRECEDENCE = (AgreementKind.EU_AGREEMENT, AgreementKind.BILATERAL, AgreementKind.ARRANGEMENT)
_THIRD_COUNTRY_TRACKS = (Track.THIRD_COUNTRY_NATIONAL, Track.STATELESS, Track.TRANSIT)
# What a case fulfils: codes of `RuleCondition`, or how to learn them, asked only where a rule has a condition.
Conditions = Collection[str] | Callable[[], Collection[str]]


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
    suspended = AgreementSuspension.objects.filter(
        Q(country__isnull=True) | Q(country__in=(requesting, receiving)),
        Q(to_date__isnull=True) | Q(to_date__gte=on_date),
        agreement=OuterRef("agreement"),
        from_date__lte=on_date,
    )
    members = (
        AgreementMember.objects.filter(country__in=(requesting, receiving))
        .filter(~Exists(suspended))
        .annotate(
            readmits_own=_of_its_party("readmits_own_nationals"),
            readmits_foreign=_of_its_party("readmits_third_country_nationals"),
        )
        .select_related("agreement")
    )
    sides: dict[str, dict[str, _Binding]] = {}
    found: dict[str, Agreement] = {}
    for member in members:
        is_bound = _is_bound(member, on_date, track) and _is_in_force(member.agreement, on_date)
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
    conditions: Conditions = (),
) -> dict[str, ResolvedRule]:
    """Every rule that holds for the pair, the track and the day, by kind. Two queries.

    conditions: the codes of `RuleCondition` that the case fulfils, or a function that gives them and is called only if
    some rule has a condition; a rule with another condition does not hold. The
    layer of the implementing protocol wins over that of the agreement; within a layer a rule of this pair over one of
    every pair, a rule of this track over one of any track, one with a condition over one without, the newer over the
    older. Without `agreement` the ruling agreement is taken. Empty when nothing binds the pair.
    """
    binding = agreements_between(requesting, receiving, on_date, track=track)
    main = [item for item in binding if item.parent_id is None and (agreement is None or item.code == agreement)]
    if not main:
        return {}
    chosen = {item.code: item for item in binding if main[0].code in (item.code, item.parent_id)}
    rules = _rules_of(tuple(chosen), track)
    candidates = [rule for rule in rules if _is_valid(rule, requesting, receiving, on_date)]
    if callable(conditions):
        conditions = conditions() if any(rule.condition for rule in candidates) else ()
    best: dict[str, Rule] = {}
    for rule in candidates:
        if rule.condition not in ("", *conditions):
            continue
        current = best.get(rule.kind)
        if current is None or _rank(rule, chosen) > _rank(current, chosen):
            best[rule.kind] = rule
    return {kind: resolved(rule, chosen[rule.agreement_id]) for kind, rule in best.items()}


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
    conditions: Conditions = (),
) -> ResolvedRule | None:
    """The one rule of this kind, or None when the agreement says nothing. See `rules_for`."""
    return rules_for(requesting, receiving, track, on_date, agreement=agreement, conditions=conditions).get(kind)


def evidence_for(requesting: str, receiving: str, on_date: datetime.date, *, agreement: str) -> list[EvidenceItem]:
    """The evidence lists that hold for the pair on this day, those of an implementing protocol first. Two queries.

    A protocol's list adds to that of its agreement, and its items come before the agreement's items of the same kind.
    Where the agreement has no list of its own the typical one is taken, whose items are unverified.
    """
    binding = agreements_between(requesting, receiving, on_date)
    bound = {item.code for item in binding if agreement in (item.code, item.parent_id)} | {agreement}
    items = EvidenceItem.objects.filter(Q(agreement__in=bound) | Q(agreement__isnull=True))
    found: dict[str, list[EvidenceItem]] = {"protocol": [], "agreement": [], "typical": []}
    for item in items:
        layer = "agreement" if item.agreement_id == agreement else "protocol" if item.agreement_id else "typical"
        found[layer].append(item)
    # An item of the protocol for some days of issue leaves the agreement's item of that kind for the others.
    always = [item for item in found["protocol"] if item.issued_from is None and item.issued_before is None]
    named = {(item.purpose, item.kind) for item in always}
    rest = [item for item in found["agreement"] or found["typical"] if (item.purpose, item.kind) not in named]
    return found["protocol"] + rest


def forms_for(
    requesting: str, receiving: str, on_date: datetime.date, *, agreement: str, track: str = Track.ANY
) -> dict[str, AgreementForm]:
    """The printed forms for the pair by kind: what the implementing protocol says, else the agreement. Two queries."""
    binding = agreements_between(requesting, receiving, on_date, track=track)
    codes_of = [item.code for item in binding if agreement in (item.code, item.parent_id)]
    found: dict[str, AgreementForm] = {}
    for form in AgreementForm.objects.filter(agreement__in=codes_of):
        if form.kind not in found or form.agreement_id != agreement:
            found[form.kind] = form
    return found


def attachments_for(receiving: str, *, agreement: str) -> list[AttachmentRequirement]:
    """What the receiving country asks to be attached; a line for this agreement stands before the general one."""
    rows = AttachmentRequirement.objects.filter(receiving_country=receiving)
    found: dict[str, AttachmentRequirement] = {}
    for row in rows:
        if row.agreement_id == agreement or (row.agreement_id is None and row.kind not in found):
            found[row.kind] = row
    return list(found.values())


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


def _rank(rule: Rule, agreements: dict[str, Agreement]) -> tuple[bool, int, bool, bool, datetime.date]:
    return (
        agreements[rule.agreement_id].parent_id is not None,
        sum(code is not None for code in (rule.requesting_country_id, rule.receiving_country_id)),
        rule.track != Track.ANY,
        bool(rule.condition),
        rule.valid_from or datetime.date.min,
    )


def _within(first: datetime.date | None, last: datetime.date | None, day: datetime.date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
