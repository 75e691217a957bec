"""What an officer is offered while writing: countries, agreements in plain words, kinds of evidence and their worth."""

import datetime
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices_tracks import ENTRY_TRACKS, FILED_TRACKS, NEVER_SENT_NATIONALITIES
from cases.models import Case, Evidence
from cases.procedure_rules import is_accelerated
from cases.selectors.case_clocks import unverified_words
from core import clock
from core.forms import today
from core.jinja import due_words
from countries.choices import EvidenceKind, EvidencePurpose, EvidenceWorth, RuleKind, StartEvent, Track
from countries.clocks import ResolvedRule
from countries.clocks.wording import explain_silence, limit_in_words
from countries.models import Agreement, Authority, Country, EvidenceItem, NationalityCode
from countries.models.agreement import VERIFIED
from countries.selectors.calendars import due_date_for
from countries.selectors.lists import evidence_for
from countries.selectors.places import authorities_of, country_name
from countries.selectors.rules import agreements_between, rules_for


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreement in plain words: how long the other side has, what its silence means, whether this was verified.

    ends: when the reply would be due if its time limit began today, with what is not sure of that.
    """

    code: str
    title: str
    short_title: str
    citation: str
    reply: str
    reply_source: str
    ends: str
    extension: str
    silence: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class ReceivingCountry:
    """A country to which an application can be delivered; footnote: the note that its asterisk points to."""

    code: str
    name: str
    footnote: str = ""


def receiving_countries(actor: Actor, on: datetime.date) -> list[ReceivingCountry]:
    """The countries with a national desk here, by name in the reader's language."""
    codes = Authority.objects.active_on(on).filter(is_national_desk=True).values("country")
    rows = Country.objects.filter(is_historical=False, code__in=codes).exclude(code=actor.country)
    return sorted(
        (ReceivingCountry(row.code, country_name(row), row.footnote) for row in rows), key=lambda country: country.name
    )


def agreement_terms(requesting: str, receiving: str, on: datetime.date, track: str = Track.OWN_NATIONAL) -> list[Terms]:
    """The agreements under which a person of this track can be asked for on this day, the ruling one first: some oblige
    towards third-country nationals from a later day, some do not at all."""
    binding = agreements_between(requesting, receiving, on, track=track)
    main = [item for item in binding if item.parent_id is None]
    return [terms_of(item, requesting, receiving, on, binding, track) for item in main]


def terms_of(
    agreement: Agreement,
    requesting: str,
    receiving: str,
    on: datetime.date,
    binding: list[Agreement],
    track: str = Track.OWN_NATIONAL,
    *,
    is_accelerated: bool = False,
) -> Terms:
    """One agreement in plain words for a pair of countries, a day and a track. binding: what binds them then;
    is_accelerated: in the accelerated procedure. Three queries."""
    rules = rules_for(requesting, receiving, track, on, agreement=agreement.code, binding=binding)
    reply, extension = rules.get(RuleKind.REPLY), rules.get(RuleKind.REPLY_EXTENSION)
    if track == Track.TRANSIT:
        reply, extension = rules.get(RuleKind.TRANSIT_REPLY), None
    if is_accelerated:
        reply = rules.get(RuleKind.ACCELERATED_REPLY, reply)
        extension = rules.get(RuleKind.ACCELERATED_REPLY_EXTENSION, extension)
    return Terms(
        code=agreement.code,
        title=agreement.title,
        short_title=agreement.short_title,
        citation=agreement.citation,
        reply=_reply_words(reply),
        reply_source=", ".join(filter(None, (reply.agreement_title, reply.citation))) if reply else "",
        ends=_ends_words(reply, requesting, receiving),
        extension=_extension_words(extension),
        silence=explain_silence(reply) if reply else "",
        is_verified=bool(agreement.is_verified and reply and reply.is_verified),
    )


def terms_of_case(case: Case, on: datetime.date) -> Terms:
    """The agreement of a case in plain words."""
    pair = (case.requesting_country_id, case.receiving_country_id)
    binding = agreements_between(*pair, on, track=case.track)
    agreement = next((item for item in binding if item.code == case.agreement_id), case.agreement)
    return terms_of(agreement, *pair, on, binding, case.track, is_accelerated=is_accelerated(case))


def _reply_words(rule: ResolvedRule | None) -> str:
    if rule is None:
        return _("The agreement gives no time limit for the reply.")
    if not rule.has_limit and not rule.is_verified:
        return _("How long they have for the reply is not known: no text was found that says it.")
    if not rule.has_limit:
        return " ".join(filter(None, (_("The agreement gives no number of days for the reply."), rule.wording)))
    event = StartEvent(rule.start_event).label if rule.start_event in StartEvent.values else rule.start_event
    return _("The reply is due %(limit)s after %(event)s.") % {
        "limit": limit_in_words(rule.value, rule.unit),
        "event": event,
    }


def _ends_words(rule: ResolvedRule | None, requesting: str, receiving: str) -> str:
    if rule is None or not rule.has_limit:
        return ""
    due = due_date_for(rule, clock.now(), requesting=requesting, receiving=receiving)
    said = _("If that began today the reply would be due %(when)s.") % {"when": due_words(due.at, due.time_zone)}
    # That the number was not read is said with the agreement.
    doubt = unverified_words(due) if rule.is_verified or due.earliest_at != due.at else ""
    return " ".join(filter(None, (said, doubt)))


def _extension_words(rule: ResolvedRule | None) -> str:
    if rule is None or not rule.has_limit:
        return ""
    limit = limit_in_words(rule.value, rule.unit)
    if rule.of_total:
        return _("They may ask for an extension to %(limit)s in all.") % {"limit": limit}
    return _("They may ask for up to %(limit)s more.") % {"limit": limit}


@dataclass(frozen=True, slots=True)
class TrackOption:
    """Whom an application can be about: code, words, and what that means."""

    code: str
    label: str
    hint: str


def track_options() -> list[TrackOption]:
    """The tracks that can be chosen for a new case, in order."""
    said = {
        Track.OWN_NATIONAL: (_("A national of the receiving country"), ""),
        Track.THIRD_COUNTRY_NATIONAL: (
            _("A third-country national"),
            _("Somebody with another nationality who came from there or holds its visa or permit."),
        ),
        Track.STATELESS: (_("A stateless person"), _("Somebody whom no state considers its national.")),
        Track.TRANSIT: (
            _("Transit of a person"),
            _("Somebody who is to be let through that country on the way to another one."),
        ),
    }
    return [TrackOption(track.value, *said[Track(track.value)]) for track in FILED_TRACKS]


def consulates_for(receiving: str, host: str, on: datetime.date) -> list[tuple[str, str]]:
    """(id, name) of the embassies and consulates of the receiving country that serve people in the host country."""
    rows = authorities_of(receiving, on, kinds=("consulate",))
    return [(str(row.id), row.name) for row in rows if row.host_country_id == host]


@dataclass(frozen=True, slots=True)
class EvidenceKinds:
    """Kinds of evidence grouped by what the agreement gives to them.

    groups: (heading, [(code, label)]); lists: (worth in words, [labels], citation) for the help beside the page;
    is_verified: whether the lists were read in the agreement's text.
    """

    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    lists: tuple[tuple[str, tuple[str, ...], str], ...] = ()
    is_verified: bool = False


def evidence_kinds(case: Case) -> EvidenceKinds:
    """What can be chosen for this case, with what is worth most first. Two queries."""
    on = today()
    purposes = list(EvidencePurpose)[::-1] if case.track in ENTRY_TRACKS else [EvidencePurpose.NATIONALITY]
    # Where a list tells documents of one kind apart by their day of issue, the first is what the kind is grouped by.
    items: dict[str, dict[str, EvidenceItem]] = {purpose.value: {} for purpose in purposes}
    for listed in evidence_for(case.requesting_country_id, case.receiving_country_id, on, agreement=case.agreement_id):
        if listed.purpose in items:
            items[listed.purpose].setdefault(listed.kind, listed)
    groups = []
    lists = []
    named: set[str] = set()
    for purpose in purposes:
        of_purpose = items[purpose.value]
        for worth in EvidenceWorth:
            found = [kind for kind in EvidenceKind if kind in of_purpose and of_purpose[kind].worth == worth]
            if not found:
                continue
            heading = str(worth.label)
            if len(purposes) > 1:
                heading = _("%(purpose)s: %(worth)s") % {"purpose": purpose.label, "worth": _small(heading)}
            lists.append((heading, tuple(str(kind.label) for kind in found), of_purpose[found[0]].citation))
            # A kind that shows either is chosen once; what it is to show is asked beside it.
            new = tuple((kind.value, str(kind.label)) for kind in found if kind not in named)
            if new:
                groups.append((heading, new))
            named |= set(found)
    rest = tuple((kind.value, str(kind.label)) for kind in EvidenceKind if kind not in named)
    if rest:
        groups.append((_("Not on the agreement’s list"), rest))
    known = [item for of_purpose in items.values() for item in of_purpose.values()]
    return EvidenceKinds(tuple(groups), tuple(lists), bool(known) and all(item.certainty in VERIFIED for item in known))


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a means of evidence is worth under the agreement, in words, with its source."""

    text: str
    citation: str
    is_verified: bool
    code: str = ""


def worth_of(code: str, citation: str, certainty: str, agreement: str) -> Worth:
    """The stored worth of evidence in words; a kind that is not on the lists says so."""
    if code not in EvidenceWorth.values:
        return Worth(_("Not on the agreement’s list of evidence"), agreement, certainty in VERIFIED)
    source = ", ".join(filter(None, (agreement, citation)))
    return Worth(str(EvidenceWorth(code).label), source, certainty in VERIFIED, code)


def worth_of_evidence(row: Evidence, agreement: str) -> Worth:
    """The worth kept with a row of evidence."""
    return worth_of(row.worth, row.worth_citation, row.worth_certainty, agreement)


@dataclass(frozen=True, slots=True)
class PlaceOptions:
    """Choices for nationality and for country of birth, in the reader's language."""

    nationalities: list[tuple[str, str]] = field(default_factory=list)
    countries: list[tuple[str, str]] = field(default_factory=list)


def place_options() -> PlaceOptions:
    """Countries by name, then codes in place of a nationality, then former states. Two queries."""
    named = sorted((row.is_historical, country_name(row), row.code) for row in Country.objects.all())
    present = [(code, name) for is_historical, name, code in named if not is_historical]
    former = [(code, name) for is_historical, name, code in named if is_historical]
    choosable = NationalityCode.objects.filter(is_choosable=True).exclude(code__in=NEVER_SENT_NATIONALITIES)
    special = list(choosable.values_list("code", "name"))
    return PlaceOptions(present + special + former, present + former)
