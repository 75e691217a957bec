"""Finding cases: what a reading of somebody's words finds among the cases that the reader sees, the likeliest first.

The keys are asked in the database (`search_cases`, which states the row security of the keys itself), the cases found
come through the one door, `Case.objects.visible_to`. Nothing here depends on a case that the reader does not see: not
the hits, not their number, not their order.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from babel import Locale, UnknownLocaleError
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from accounts.actor import Actor
from cases.identity.search_keys import asked_words, code_key
from cases.identity.search_numbers import birth_patterns, number_patterns, whole_reference
from cases.identity.search_terms import Asked, Directory, Reading, office_words, read_text
from cases.models import Case, VerificationTask
from cases.policies import side_of
from cases.selectors.paging import Count
from cases.selectors.verification import tasks_of
from cases.selectors.versions import sees_submitted_only
from cases.wording import status_for
from core import clock
from countries.models import Authority, Country
from countries.selectors.places import country_name, party_countries

# How many of the likeliest are looked at for one meaning of the words: who finds more is asked to say more.
AT_MOST: Final = 500
PAGE_SIZE: Final = 20
# A case that only answers to a country or an office: behind those that answer to a name.
_PLACE_SCORE: Final = 0.5

_DOOR: Final = (
    *("id", "track", "status", "basis", "requesting_country_id", "receiving_country_id", "requesting_authority_id"),
    *("receiving_authority_id", "consulate_id", "person__nationality"),
)


@dataclass(frozen=True, slots=True)
class Match:
    """A case that was found: how likely it is the one meant (0 to 1), and for which meanings of the words."""

    case_id: UUID
    score: float
    meanings: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the hits are narrowed to; empty: not. country: the other side's; status: as the reader's side knows it."""

    country: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, the likeliest first. is_cut: whether more answered than are looked at; countries, statuses: codes that
    occur among the hits before they were narrowed."""

    matches: Sequence[Match] = ()
    is_cut: bool = False
    countries: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()

    @property
    def count(self) -> Count:
        """How many there are, as far as was looked."""
        return Count(len(self.matches), self.is_cut)


@dataclass(slots=True)
class _Candidate:
    score: float
    meanings: list[Asked] = field(default_factory=list)


def meanings_of(asked: Mapping[str, str], countries: Sequence[Country] | None = None) -> Reading:
    """The meanings of a whole search form; asked: its cleaned fields, text, name, birth, number, country, authority;
    countries: those that can be a party, where the caller has them."""
    text, authority = asked.get("text", ""), asked.get("authority", "")
    places = directory(countries) if authority or any(map(str.isalpha, text)) else Directory()
    fields = Asked(
        names=asked_words(asked.get("name", "")),
        births=birth_patterns(asked["birth"]) if asked.get("birth") else (),
        numbers=number_patterns(asked.get("number", "")),
        countries=frozenset({asked["country"]}) if asked.get("country") else None,
        authorities=places.authorities_called(authority) if authority else None,
    )
    reading = read_text(text, places, month_names(), timezone.localdate(clock.now()))
    whole = reading.reference or whole_reference(asked.get("number", "")) or ""
    if not text:
        return Reading((fields,) if fields else (), whole)
    return Reading(tuple(meaning & fields for meaning in reading.meanings), whole)


def directory(countries: Sequence[Country] | None = None) -> Directory:
    """Names and codes of countries, names of offices. One statement, and one for countries that are not given."""
    codes: dict[str, str] = {}
    for row in party_countries() if countries is None else countries:
        names = (row.name, country_name(row).removesuffix("*"), row.code, row.alpha2)
        codes |= {name.casefold(): row.code for name in names}
    offices = Authority.objects.filter(is_active=True).values_list("id", "name", "name_native")
    return Directory(codes, tuple((key, _words_of_office(f"{name} {native}")) for key, name, native in offices))


@lru_cache(maxsize=4096)
def _words_of_office(name: str) -> frozenset[str]:
    """Folding is pure and dear, and the offices are the same with every letter that somebody types."""
    return office_words(name)


def month_names() -> Mapping[str, int]:
    """Names of months in English and in the active language, whole and cut to three letters, in lower case."""
    names: dict[str, int] = {}
    for language in ("en", get_language() or "en"):
        try:
            locale = Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        for form in ("format", "stand-alone"):
            for number, name in locale.months[form]["wide"].items():
                names |= {name.casefold(): number, name.casefold()[:3]: number}
    return names


def cases_found(actor: Actor, meanings: Iterable[Asked], filters: Filters | None = None) -> Found:
    """The visible cases that answer to any of the meanings. One statement for each meaning and one more."""
    filters = filters or Filters()
    candidates: dict[UUID, _Candidate] = {}
    is_cut = False
    for asked in meanings:
        scores = key_matches(asked) if asked.has_keys else _of_places(actor, asked)
        is_cut = is_cut or len(scores) >= AT_MOST
        for key, score in scores.items():
            candidate = candidates.setdefault(key, _Candidate(score))
            candidate.score = max(candidate.score, score)
            candidate.meanings.append(asked)
    seen = Case.objects.visible_to(actor).filter(id__in=list(candidates))
    matches, countries, statuses = [], set(), set()
    for case in seen.select_related("person").only(*_DOOR):
        candidate = candidates[case.id]
        answered = tuple(asked for asked in candidate.meanings if _is_there(actor, case, asked))
        if not answered:
            continue
        side = side_of(actor, case)
        status = status_for(case, side)[0]
        other = case.receiving_country_id if actor.country == case.requesting_country_id else case.requesting_country_id
        countries.add(other)
        statuses.add(status)
        if filters.country in {"", other} and filters.status in {"", status}:
            matches.append(Match(case.id, candidate.score, answered))
    matches.sort(key=lambda match: (match.score, match.case_id.int), reverse=True)
    return Found(matches, is_cut, frozenset(countries), frozenset(statuses))


def key_matches(asked: Asked, at_most: int = AT_MOST) -> dict[UUID, float]:
    """Case id -> score of the cases in the scope whose keys answer to all that is asked, the likeliest first."""
    names = [{"word": word.word, "skeleton": word.skeleton, "variants": sorted(word.variants)} for word in asked.names]
    patterns = [
        [{"kind": row.kind, "pattern": row.pattern, "weight": row.weight} for row in rows]
        for rows in (asked.births, asked.numbers)
    ]
    parameters = [json.dumps(rows) if rows else None for rows in (names, *patterns)]
    with connection.cursor() as cursor:
        cursor.execute("select case_key, score from search_cases(%s, %s, %s, %s)", [*parameters, at_most])
        return dict(cursor.fetchall())


def _of_places(actor: Actor, asked: Asked) -> dict[UUID, float]:
    """The latest cases with a country or an office, where nothing else is asked."""
    cases: Any = Case.objects.visible_to(actor)
    if asked.countries is not None:
        codes = sorted(asked.countries)
        cases = cases.filter(
            Q(requesting_country__in=codes) | Q(receiving_country__in=codes) | Q(person__nationality__in=codes)
        )
    if asked.authorities is not None:
        keys = sorted(asked.authorities)
        cases = cases.filter(Q(requesting_authority__in=keys) | Q(receiving_authority__in=keys) | Q(consulate__in=keys))
    return dict.fromkeys(cases.order_by("-id").values_list("id", flat=True)[:AT_MOST], _PLACE_SCORE)


def _is_there(actor: Actor, case: Case, asked: Asked) -> bool:
    """Whether the countries and offices asked for are the case's. A nationality that may be a correction which was not
    sent yet tells the other side nothing."""
    person = getattr(case, "person", None)
    countries = {case.requesting_country_id, case.receiving_country_id}
    if person is not None and not sees_submitted_only(actor, case):
        countries.add(person.nationality)
    offices = {case.requesting_authority_id, case.receiving_authority_id, case.consulate_id}
    return (asked.countries is None or bool(asked.countries & countries)) and (
        asked.authorities is None or bool(asked.authorities & offices)
    )


def tasks_found(actor: Actor, text: str) -> list[VerificationTask]:
    """The questions to the actor's own agency whose reference has these letters and digits, the latest first."""
    code = code_key(text)
    if not code:
        return []
    tasks = tasks_of(actor).order_by("-asked_at", "-id")[:AT_MOST]
    return [task for task in tasks if code in code_key(task.case_reference)]
