"""What a page of hits says about each case, and why it was found, to one reader."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from cases.choices import Side, Track
from cases.identity.search_keys import AskedWord, likeness, name_keys
from cases.identity.search_numbers import Pattern
from cases.identity.search_terms import Asked
from cases.models import Case, SearchKey
from cases.policies import side_of
from cases.selectors.rows import draft_title
from cases.selectors.search import Match
from cases.selectors.versions import with_persons
from cases.wording import Words, other_country, status_for, status_kind
from core.jinja import partial_date
from countries.choices import EvidenceKind
from countries.models import Authority, Country
from countries.selectors.places import country_name

# Below this a word of the name is not what was meant (as WORD_CUT in cases/migrations/_search.py).
_WORD_CUT: Final = 0.5
_PARTS: Final = re.compile(r"([\s,\-‐‑]+)")
_SOURCES: Final[Mapping[str, Words]] = {
    "family_name": gettext_lazy("Family name"),
    "family_name_native": gettext_lazy("Family name"),
    "given_names": gettext_lazy("Given name"),
    "given_names_native": gettext_lazy("Given name"),
    "maiden_name": gettext_lazy("Maiden name"),
    "other_names": gettext_lazy("Also known as"),
    "father_name": gettext_lazy("Father's name"),
    "mother_name": gettext_lazy("Mother's name"),
    "family_member": gettext_lazy("Family member"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case was found. label: of what; found: as it stands in the case; typed: what was searched, where it is not
    the same; likeness: from 0 to 1 as text, empty where it is the same."""

    label: str
    found: str
    typed: str = ""
    likeness: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One case that was found. name, native_name: pieces of text, each with whether it is what was searched."""

    url: str
    title: str
    is_ours: bool
    country: str
    track: Words
    name: Sequence[tuple[str, bool]]
    native_name: Sequence[tuple[str, bool]]
    native_language: str
    birth_date: str
    status: Words
    status_kind: str
    reasons: Sequence[Reason]


def hits_of(actor: Actor, matches: Sequence[Match]) -> list[Hit]:
    """The hits of one page in their order: two statements, at most three more, whatever their number."""
    cases = Case.objects.visible_to(actor).filter(id__in=[match.case_id for match in matches])
    found = {
        case.id: case for case in with_persons(actor, cases.select_related("requesting_country", "receiving_country"))
    }
    if not found:
        return []
    keys: dict[UUID, list[SearchKey]] = defaultdict(list)
    for key in SearchKey.objects.filter(case__in=found).order_by("id"):
        keys[key.case_id].append(key)
    places = _Places([match for match in matches if match.case_id in found])
    return [
        _hit(actor, found[match.case_id], match, keys[match.case_id], places)
        for match in matches
        if match.case_id in found
    ]


class _Places:
    """Names of the countries and offices that were asked for: read once for a page, where there are any."""

    def __init__(self, matches: Sequence[Match]) -> None:
        meanings = [asked for match in matches for asked in match.meanings]
        codes = {code for asked in meanings for code in asked.countries or ()}
        offices = {key for asked in meanings for key in asked.authorities or ()}
        countries = Country.objects.filter(code__in=codes) if codes else ()
        self.countries = {row.code: country_name(row) for row in countries}
        self.offices = dict(Authority.objects.filter(id__in=offices).values_list("id", "name")) if offices else {}


def _hit(actor: Actor, case: Case, match: Match, keys: list[SearchKey], places: _Places) -> Hit:
    side = side_of(actor, case)
    is_ours = side is Side.REQUESTING
    if not is_ours:
        keys = [key for key in keys if not key.own_side]
    status, words = status_for(case, side)
    person = getattr(case, "person", None)
    reasons: dict[Reason, None] = {}
    meant: set[str] = set()
    for asked in match.meanings:
        for reason, word in _reasons(case, asked, keys, places):
            reasons[reason] = None
            meant.add(word)
    return Hit(
        url=reverse("cases:case-detail", args=[case.id]),
        title=case.reference or draft_title(case.created_at),
        is_ours=is_ours,
        country=country_name(other_country(case, side)),
        track=Track(case.track).label,
        name=_pieces(person.full_name, "", meant) if person else (),
        native_name=_pieces(person.native_name, person.native_language, meant) if person else (),
        native_language=person.native_language if person else "",
        birth_date=person.birth_date if person else "",
        status=words,
        status_kind=status_kind(status),
        reasons=tuple(reasons),
    )


def _reasons(case: Case, asked: Asked, keys: list[SearchKey], places: _Places) -> Iterator[tuple[Reason, str]]:
    """(reason, key of the word that is to be marked in the name) of everything that was asked for."""
    names = [key for key in keys if key.kind == SearchKey.Kind.NAME]
    for word in asked.names:
        best = max(names, key=lambda key: likeness(word, key.word, key.skeleton), default=None)
        if best is not None and likeness(word, best.word, best.skeleton) >= _WORD_CUT:
            yield _of_name(word, best), best.word
    for patterns in (asked.numbers, asked.births):
        answering = [(pattern.weight, key) for pattern in patterns for key in keys if _answers(key, pattern)]
        if answering:
            yield _of_code(max(answering, key=lambda pair: pair[0])[1]), ""
    person = getattr(case, "person", None)
    for code in asked.countries or ():
        is_party = code in {case.requesting_country_id, case.receiving_country_id}
        if is_party or (person and person.nationality == code):
            yield Reason(_("Country") if is_party else _("Nationality"), places.countries.get(code, code)), ""
    for office in asked.authorities or ():
        if office in {case.requesting_authority_id, case.receiving_authority_id, case.consulate_id}:
            yield Reason(_("Authority"), places.offices.get(office, "")), ""


def _of_name(word: AskedWord, key: SearchKey) -> Reason:
    label = str(_SOURCES.get(key.source, _("Name")))
    alike = likeness(word, key.word, key.skeleton)
    is_same = word.shown.casefold() == key.shown.casefold()
    return Reason(label, key.shown, "" if is_same else word.shown, "" if is_same else f"{alike:.2f}")


def _answers(key: SearchKey, pattern: Pattern) -> bool:
    """What SQL's `like` says: stored keys are letters, digits and dashes, so only % and _ mean more than themselves."""
    if key.kind != pattern.kind:
        return False
    shape = re.escape(pattern.pattern).replace("%", ".*").replace("_", ".")
    return re.fullmatch(shape, key.word) is not None


def _of_code(key: SearchKey) -> Reason:
    if key.kind == SearchKey.Kind.BIRTH:
        return Reason(_("Born"), partial_date(key.shown))
    if key.kind == SearchKey.Kind.DOCUMENT:
        label = dict(EvidenceKind.choices).get(key.source, "")
        return Reason(str(label or _("Document number")), key.shown)
    return Reason(str(SearchKey.Kind(key.kind).label).capitalize(), key.shown)


def _pieces(name: str, language: str, meant: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """The name cut into words and what stands between them; those with a key that was meant are marked."""
    wanted = {word for word in meant if word}
    return tuple(
        (piece, bool(wanted & {key.word for key in name_keys(piece, language or None)}))
        for piece in _PARTS.split(name)
        if piece
    )
