"""Agreements as everybody may read them: rules with value, source and certainty; members, evidence, calendars."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from administration.selectors.rule_words import READMITS_LABELS, column_words
from core import clock
from core.errors import NotVisible
from countries.choices import (
    Certainty,
    CountingConvention,
    Direction,
    EffectOfSilence,
    RuleKind,
    StartEvent,
    SuspensionCause,
)
from countries.clocks import codes
from countries.clocks.wording import limit_in_words
from countries.models import (
    Agreement,
    AgreementForm,
    AgreementMember,
    AgreementSuspension,
    AttachmentRequirement,
    EvidenceItem,
    PublicHoliday,
    Rule,
    WorkingCalendar,
)
from countries.models.agreement import VERIFIED


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement of the list with its two parties and how many of its rules are verified."""

    agreement: Agreement
    parties: list[str]
    rules: int
    unverified: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One value in words. certainty: in words; is_verified: read in the text or in a secondary source; more: in which
    cases it holds, extension, suspension, what may be travelled on, normal limit; is_edited: two persons changed it;
    binds: the countries that it names."""

    rule_id: UUID
    kind: str
    track: str
    pair: str
    value: str
    counting: str
    silence: str
    citation: str
    source: str
    wording: str
    certainty: str
    is_verified: bool
    holds: str
    more: list[str]
    is_edited: bool
    binds: frozenset[str]


@dataclass(frozen=True, slots=True)
class PartyView:
    """One side with its countries, and whom they take back: [(what, yes or no)]."""

    name: str
    readmits: list[tuple[str, str]]
    members: list[AgreementMember]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One agreement with everything that hangs on it."""

    agreement: Agreement
    certainty: str
    parties: list[PartyView]
    protocols: list[Agreement]
    rules: list[RuleLine]
    evidence: list[EvidenceItem]
    evidence_is_own: bool
    calendars: list[WorkingCalendar]
    suspensions: list[AgreementSuspension]
    forms: list[AgreementForm]
    attachments: list[AttachmentRequirement]


def certainty_words(code: str) -> str:
    """ "read in the text", "not verified": the certainty of a value."""
    return str(Certainty(code).label) if code in Certainty.values else code


def agreement_lines(country: str = "", other: str = "") -> list[AgreementLine]:
    """Agreements by title, protocols after their agreement; those that bind `country`, or the pair. Four statements."""
    rows = Agreement.objects.select_related("parent").prefetch_related("parties")
    for code in filter(None, (country, other)):
        rows = rows.filter(members__country=code)
    if country and other:
        rows = rows.exclude(code__in=_same_side(country, other))
    counts: defaultdict[str, list[bool]] = defaultdict(list)
    for rule in Rule.objects.only("agreement_id", "certainty", "unit_certainty"):
        counts[rule.agreement_id].append(rule.is_verified)
    lines = [
        AgreementLine(
            row, [party.name for party in row.parties.all()], len(counts[row.code]), counts[row.code].count(False)
        )
        for row in rows.distinct()
    ]
    return sorted(
        lines,
        key=lambda line: (
            (line.agreement.parent or line.agreement).short_title,
            line.agreement.parent_id is not None,
            line.agreement.short_title,
        ),
    )


def _same_side(country: str, other: str) -> list[str]:
    """Agreements in which both stand on one side: two members of the Union."""
    sides = defaultdict(set)
    for code, side, who in AgreementMember.objects.filter(country__in=(country, other)).values_list(
        "agreement_id", "side", "country_id"
    ):
        sides[(code, side)].add(who)
    return [code for (code, _side), who in sides.items() if who == {country, other}]


def agreement_view(code: str) -> AgreementView:
    """One agreement; raises NotVisible. A fixed number of statements."""
    agreement = Agreement.objects.select_related("parent").filter(code=code).first()
    if agreement is None:
        raise NotVisible(f"agreement:{code}"[:100])
    members: defaultdict[str, list[AgreementMember]] = defaultdict(list)
    for member in AgreementMember.objects.filter(agreement=agreement).select_related("country"):
        members[member.side].append(member)
    parties = [
        PartyView(
            party.name,
            [(str(label), column_words(name, getattr(party, name))) for name, label in READMITS_LABELS.items()],
            sorted(members[party.side], key=lambda row: row.country.name),
        )
        for party in agreement.parties.all()
    ]
    rules = Rule.objects.filter(agreement=agreement).select_related("requesting_country", "receiving_country")
    own = list(EvidenceItem.objects.filter(agreement=agreement))
    countries = [member.country_id for row in parties for member in row.members]
    order = list(RuleKind.values)
    return AgreementView(
        agreement=agreement,
        certainty=certainty_words(agreement.certainty),
        parties=parties,
        protocols=list(Agreement.objects.filter(parent=agreement)),
        rules=[rule_line(rule) for rule in sorted(rules, key=lambda row: (order.index(row.kind), row.track))],
        evidence=own or list(EvidenceItem.objects.filter(agreement__isnull=True)),
        evidence_is_own=bool(own),
        calendars=list(WorkingCalendar.objects.filter(country__in=countries).select_related("country")),
        suspensions=list(AgreementSuspension.objects.filter(agreement=agreement).select_related("country")),
        forms=list(AgreementForm.objects.filter(agreement=agreement)),
        attachments=list(
            AttachmentRequirement.objects.filter(receiving_country__in=countries)
            .filter(Q(agreement=agreement) | Q(agreement__isnull=True))
            .select_related("receiving_country")
        ),
    )


def rule_get(agreement: Agreement, rule_id: UUID) -> Rule:
    """One value of an agreement; raises NotVisible."""
    rows = Rule.objects.select_related("requesting_country", "receiving_country")
    rule = rows.filter(id=rule_id, agreement=agreement).first()
    if rule is None:
        raise NotVisible(f"rule:{rule_id}")
    return rule


def rule_line(rule: Rule) -> RuleLine:
    """A value in words."""
    pair = " → ".join(
        country.display_name for country in (rule.requesting_country, rule.receiving_country) if country is not None
    )
    said = certainty_words(rule.certainty)
    if rule.unit_certainty and rule.unit_certainty not in VERIFIED:
        said = _("%(certainty)s; its unit: %(unit)s") % {
            "certainty": said,
            "unit": certainty_words(rule.unit_certainty),
        }
    return RuleLine(
        kind=str(RuleKind(rule.kind).label),
        track=str(rule.get_track_display()),
        pair=pair or _("every pair"),
        value=_value_words(rule),
        counting=_counting_words(rule),
        silence=_silence_words(rule),
        citation=rule.citation,
        source=rule.source,
        wording=rule.wording,
        certainty=said,
        is_verified=rule.is_verified,
        holds=_holds_words(rule.valid_from, rule.valid_to),
        more=_more_words(rule),
        rule_id=rule.id,
        is_edited=rule.version > 1,
        binds=frozenset(filter(None, (rule.requesting_country_id, rule.receiving_country_id))),
    )


def _more_words(rule: Rule) -> list[str]:
    """What else a value says, a sentence each."""
    words = []
    if rule.condition:
        words.append(_("Only %(condition)s") % {"condition": rule.get_condition_display()})
    if rule.normal_value is not None:
        words.append(_("Normally %(limit)s") % {"limit": limit_in_words(rule.normal_value, rule.unit)})
    if rule.extension_basis:
        added = _("a new total") if rule.of_total else _("added to the end")
        words.append(_("Given %(basis)s, %(added)s") % {"basis": rule.get_extension_basis_display(), "added": added})
    if rule.suspension_causes:
        causes = ", ".join(str(SuspensionCause(code).label) for code in rule.suspension_causes)
        words.append(_("Stands still during %(causes)s") % {"causes": causes})
    if rule.fallback_document:
        words.append(
            _("When it has passed: %(document)s may be used") % {"document": rule.get_fallback_document_display()}
        )
    if rule.receipt_proof:
        words.append(_("Proved by %(proof)s") % {"proof": rule.get_receipt_proof_display()})
    if rule.inconclusive_answers is not None:
        words.append(
            _("“Inconclusive” keeps it") if rule.inconclusive_answers else _("“Inconclusive” does not keep it")
        )
    return words


def _value_words(rule: Rule) -> str:
    if rule.kind == RuleKind.RECEIPT:
        return ""
    limit = limit_in_words(rule.value, rule.unit, is_read=rule.is_verified)
    if rule.kind == RuleKind.MONTHLY_CAP:
        return str(rule.value)
    event = str(StartEvent(rule.start_event).label)
    if rule.value is None:
        return limit
    words = {"limit": limit, "event": event}
    if rule.direction == Direction.BEFORE:
        return _("at least %(limit)s before %(event)s") % words
    return _("%(limit)s from %(event)s") % words


def _counting_words(rule: Rule) -> str:
    """The way of counting with the text that states it and how sure it is."""
    if rule.value is None:
        return ""
    parts = [str(CountingConvention(rule.counting_convention).label)]
    if rule.unit == codes.WORKING_DAY:
        parts.insert(0, _("working days %(whose)s") % {"whose": rule.get_working_days_of_display()})
    if rule.first_day_counts is not None:
        parts.append(
            _("the day of the event is counted") if rule.first_day_counts else _("the day of the event is not counted")
        )
    if rule.counting_citation:
        parts.append(rule.counting_citation)
    if rule.counting_certainty:
        parts.append(certainty_words(rule.counting_certainty))
    return "; ".join(parts)


def _silence_words(rule: Rule) -> str:
    if rule.effect_of_silence == EffectOfSilence.NOT_APPLICABLE:
        return ""
    words = str(EffectOfSilence(rule.effect_of_silence).label)
    if rule.silence_citation:
        words = f"{words} ({rule.silence_citation})"
    if rule.silence_certainty and rule.silence_certainty not in VERIFIED:
        words = _("%(words)s; %(certainty)s") % {"words": words, "certainty": certainty_words(rule.silence_certainty)}
    return words


def _holds_words(first: dt.date | None, last: dt.date | None) -> str:
    if first and last:
        return f"{first.isoformat()} – {last.isoformat()}"
    if first:
        return _("from %(date)s") % {"date": first.isoformat()}
    return _("until %(date)s") % {"date": last.isoformat()} if last else ""


def calendar_view(country: str, year: int | None) -> tuple[WorkingCalendar, list[int], int, list[PublicHoliday]]:
    """(calendar, years it covers, the year shown, its holidays), of this year if no other is asked for; raises
    NotVisible. Two statements."""
    calendar = WorkingCalendar.objects.select_related("country").filter(country=country).first()
    if calendar is None:
        raise NotVisible(f"calendar:{country}"[:100])
    years = list(range(calendar.covers_from.year, calendar.covers_to.year + 1))
    shown = year if year in years else min(max(clock.now().year, years[0]), years[-1])
    return calendar, years, shown, list(calendar.holidays.filter(date__year=shown))
