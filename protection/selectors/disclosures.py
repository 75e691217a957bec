"""The register of disclosures: what was given to which authority, when, by whom, of what kind, under which article.

It is no table of its own but a reading of the recorded acts: those of the own side that the other side was told of,
those of the other side that were told here, and questions to offices of the own state. What the other side's people
look at is recorded on their side and not read here: how data was used is asked by a use report.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actor import Actor, Reach
from audit.models import Event
from cases.models import ApplicationVersion, Case, Person, SubmittedHealth
from cases.policies import side_of
from cases.selectors.case_head import case_head_for
from cases.selectors.paging import Cursor, Page, keyset_page
from cases.wording import event_words
from core.errors import NotVisible
from countries.models import AgreementForm, Authority, Country, Rule
from countries.models.agreement import VERIFIED
from countries.selectors.places import country_name
from documents.models import GeneratedDocument
from protection.articles import article_words
from protection.choices import DataKind, Direction, Why
from protection.disclosing import BASES, Disclosing, disclosing
from protection.words import language_for

COPY: Final = "disclosure_copy"
WITHIN: Final = "verification.agencies"
_SENT: Final = ("case.submitted", "case.resubmitted")
_CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class DisclosureFilters:
    """What is asked for; empty values ask for all. The span is from `begins_at` up to but without `ends_at`."""

    direction: str = ""
    case: UUID | None = None
    partner: str = ""
    office: UUID | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One line. giver: the office, and of the own side the person; legal_basis: the article that lets the data go over,
    "" where none was read; article: the agreement's article on data protection."""

    id: UUID
    at: datetime
    direction: Direction
    words: str
    kinds: tuple[DataKind, ...]
    why: Why
    giver: str
    person: str
    recipient: str
    recipient_country: str
    case_key: UUID
    case_reference: str
    agreement: str
    legal_basis: str
    article: str

    @property
    def kind_words(self) -> list[str]:
        """The kinds of data as they are read."""
        return [str(kind.label) for kind in self.kinds]


def cases_answered_for(actor: Actor) -> QuerySet[Case]:
    """The cases for whose data the actor answers, drafts of the own side included."""
    reach = actor.grants.get("protect_data", Reach())
    countries, offices = sorted(reach.countries), sorted(reach.authorities)
    own = (
        Q(requesting_country__in=countries)
        | Q(requesting_authority__in=offices)
        | Q(receiving_country__in=countries)
        | Q(receiving_authority__in=offices)
    )
    return Case.objects.visible_to(actor).filter(own)


def cases_protected(actor: Actor) -> QuerySet[Case]:
    """Of these the cases that the other side knows of."""
    return cases_answered_for(actor).filter(shared=True)


def disclosures_of(actor: Actor, filters: DisclosureFilters) -> QuerySet[Event]:
    """The acts that the register tells of. Each of the own side is looked up once, and only as far as a page needs."""
    cases = cases_protected(actor)
    if filters.case:
        cases = cases.filter(id=filters.case)
    if filters.partner:
        cases = cases.filter(Q(requesting_country=filters.partner) | Q(receiving_country=filters.partner))
    if filters.office:
        cases = cases.filter(Q(requesting_authority=filters.office) | Q(receiving_authority=filters.office))
    told: Any = Func(F("id"), function="event_told", output_field=BooleanField())
    ours = Q(country=actor.country)
    ways = {
        Direction.GIVEN: ours & Q(told),
        Direction.RECEIVED: ~Q(country__in=["", actor.country]),
        Direction.WITHIN: ours & Q(action=WITHIN),
    }
    condition = ways[Direction(filters.direction)] if filters.direction else Q()
    if not filters.direction:
        for way in ways.values():
            condition |= way
    rows = Event.objects.filter(condition, case_key__in=cases.values("pk"), result=Event.Result.DONE)
    if filters.begins_at:
        rows = rows.filter(at__gte=filters.begins_at)
    if filters.ends_at:
        rows = rows.filter(at__lt=filters.ends_at)
    return rows


def disclosure_page(
    actor: Actor, filters: DisclosureFilters, *, after: Cursor | None = None, before: Cursor | None = None
) -> Page:
    """One page of the register, the newest first. Seven statements at most."""
    page = keyset_page(disclosures_of(actor, filters), "at", is_descending=True, after=after, before=before)
    return Page(_in_words(actor, page.rows), page.after, page.before)


def disclosures_all(actor: Actor, filters: DisclosureFilters, limit: int) -> Iterator[Disclosure]:
    """The register up to `limit` lines, newest first, read in chunks."""
    rows = disclosures_of(actor, filters).order_by("-at", "-id")[:limit].iterator(_CHUNK)
    while chunk := list(islice(rows, _CHUNK)):
        yield from _in_words(actor, chunk)


def disclosures_oldest_first(actor: Actor, filters: DisclosureFilters) -> list[Disclosure]:
    """All of them, as a story is told: for one case."""
    return _in_words(actor, list(disclosures_of(actor, filters).order_by("at", "id")))


def case_protected(actor: Actor, case_id: UUID) -> Case:
    """A case for whose data the actor answers, with its head; raises NotVisible."""
    if not cases_protected(actor).filter(id=case_id).exists():
        raise NotVisible(f"case:{case_id}")
    return case_head_for(actor, case_id)


def copies_of(actor: Actor, case: Case) -> list[GeneratedDocument]:
    """The copies for the person that the own side had made, the newest first."""
    papers = GeneratedDocument.objects.filter(subject=case.subject, template=COPY, series=side_of(actor, case) or "")
    return list(papers.select_related("file", "progress").defer("context").order_by("-version"))


def language_of_person(case: Case) -> str:
    """In which of the languages for persons somebody is written to: that of the native name, where there is one."""
    return language_for(Person.objects.values_list("native_language", flat=True).get(case=case))


def partners_of(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the countries with an office in this system, the own apart."""
    desks = Authority.objects.filter(country=OuterRef("pk"), is_national_desk=True)
    countries = Country.objects.filter(Exists(desks)).exclude(code=actor.country)
    return sorted(((row.code, country_name(row)) for row in countries), key=lambda pair: pair[1])


def offices_of_others(actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of the other states' offices that have a case with us, by name."""
    cases = cases_protected(actor).filter(
        Q(requesting_authority=OuterRef("pk")) | Q(receiving_authority=OuterRef("pk"))
    )
    offices = Authority.objects.exclude(country=actor.country).filter(Exists(cases)).select_related("country")
    found = [(str(row.id), f"{country_name(row.country)}: {row.name}") for row in offices]
    return sorted(found, key=lambda pair: pair[1])


# --- in words ---------------------------------------------------------------------------------------------------------


def _in_words(actor: Actor, rows: Sequence[Event]) -> list[Disclosure]:
    """The rows in words for this reader. Six statements at most, whatever their number."""
    if not rows:
        return []
    related = ("requesting_country", "receiving_country", "requesting_authority", "receiving_authority", "agreement")
    keys = {row.case_key for row in rows}
    cases = {case.id: case for case in Case.objects.filter(id__in=keys).select_related(*related)}
    sent = _sent_of({row.case_key for row in rows if row.action in _SENT and row.case_key})
    bases = _bases_of({case.agreement_id for case in cases.values()})
    return [_line(actor, row, cases[row.case_key], sent, bases) for row in rows if row.case_key in cases]


def _line(
    actor: Actor, row: Event, case: Case, sent: Mapping[UUID, list[ApplicationVersion]], bases: Mapping[Any, str]
) -> Disclosure:
    is_own = row.country == actor.country
    found = disclosing(row.action)
    is_requesting = case.requesting_country_id == actor.country
    ours = case.requesting_authority if is_requesting else case.receiving_authority
    theirs = case.receiving_authority if is_requesting else case.requesting_authority
    their_country = country_name(case.receiving_country if is_requesting else case.requesting_country)
    if row.action == WITHIN:
        direction, recipient, recipient_country = Direction.WITHIN, ", ".join(row.parameters.get("agencies", ())), ""
    elif is_own:
        direction, recipient, recipient_country = Direction.GIVEN, theirs.name, their_country
    else:
        direction, recipient, recipient_country = Direction.RECEIVED, ours.name, ""
    return Disclosure(
        id=row.id,
        at=row.at,
        direction=direction,
        words=event_words(row.action, row.parameters, row.result, is_own_side=is_own),
        kinds=tuple(_kinds(row, found, sent)),
        why=found.why,
        giver=row.authority_name if is_own else f"{their_country}: {row.authority_name or theirs.name}",
        person=row.actor_name if is_own else "",
        recipient=recipient,
        recipient_country=recipient_country,
        case_key=case.id,
        case_reference=row.case_reference,
        agreement=case.agreement.short_title,
        legal_basis=bases.get((case.agreement_id, found.why), ""),
        article=article_words(case.agreement_id),
    )


def _sent_of(keys: set[UUID]) -> Mapping[UUID, list[ApplicationVersion]]:
    """The submitted applications of these cases, in order."""
    found: dict[UUID, list[ApplicationVersion]] = {}
    if keys:
        health = SubmittedHealth.objects.filter(submission=OuterRef("pk")).exclude(statement="")
        versions = ApplicationVersion.objects.filter(case__in=keys).annotate(tells_health=Exists(health))
        for version in versions.order_by("number"):
            found.setdefault(version.case_id, []).append(version)
    return found


def _kinds(row: Event, found: Disclosing, sent: Mapping[UUID, list[ApplicationVersion]]) -> Sequence[DataKind]:
    versions = sent.get(row.case_key or UUID(int=0), [])
    if row.action in _SENT and versions:
        # Made in the transaction of the act, a moment apart.
        version = min(versions, key=lambda each: abs(each.made_at - row.at))
        return kinds_sent(version.contents, tells_health=version.tells_health)  # type: ignore[attr-defined]
    more = (DataKind.FILES,) if row.parameters.get("files") else ()
    return (*found.kinds, *more)


def kinds_sent(contents: Mapping[str, Any], *, tells_health: bool) -> Sequence[DataKind]:
    """Of what kinds the data of a submitted application are. Health is kept apart from its contents."""
    evidence = contents.get("evidence") or ()
    case = contents.get("case") or {}
    held = {
        DataKind.IDENTITY: True,
        DataKind.PHOTOGRAPH: contents.get("photograph"),
        DataKind.DOCUMENTS: evidence,
        DataKind.FILES: any(row.get("file") for row in evidence),
        DataKind.ENTRY: contents.get("entry") or contents.get("apprehension"),
        DataKind.FAMILY: contents.get("family"),
        DataKind.HEALTH: tells_health,
        DataKind.MEASURES: case.get("protective_measures") or case.get("observations"),
        DataKind.TRANSFER: contents.get("transit"),
    }
    return tuple(kind for kind, value in held.items() if value)


def _bases_of(agreements: set[str]) -> dict[tuple[str, Why], str]:
    """How the articles are cited that let data go over: of each agreement and purpose the first that is known."""
    cited: dict[tuple[str, str], tuple[str, str]] = {}
    for model in (Rule, AgreementForm):
        rows = model._default_manager.filter(agreement__in=agreements).exclude(citation="").order_by("pk")
        for agreement, kind, citation, certainty in rows.values_list("agreement", "kind", "citation", "certainty"):
            cited.setdefault((agreement, f"{model.__name__}:{kind}"), (citation, certainty))
    found = {}
    for agreement in agreements:
        for why, (forms, rules) in BASES.items():
            names = [*(f"AgreementForm:{kind}" for kind in forms), *(f"Rule:{kind}" for kind in rules)]
            known = next((cited[agreement, name] for name in names if (agreement, name) in cited), None)
            if known is not None:
                citation, certainty = known
                is_read = certainty in VERIFIED
                found[agreement, why] = citation if is_read else _("%(text)s (not verified)") % {"text": citation}
    return found
