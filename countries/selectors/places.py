"""Questions about countries, nationality codes, authorities and crossing points."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.db.models import Q
from django.utils.translation import get_language

from core.jinja import zone_place
from countries.models import Authority, Country, CrossingPoint, NationalityCode


def country_name(country: Country, language: str | None = None) -> str:
    """The name of a country in a language (the active one by default), with its asterisk; English where unknown."""
    language = language or get_language() or "en"
    # The names that we chose ourselves stand in English; the former states have no name in the territory tables.
    name = country.name
    if not language.startswith("en") and not country.is_historical:
        name = _territories(language).get(country.alpha2, name)
    return f"{name}*" if country.footnote else name


def clock_place(country: Country) -> str:
    """What names the time of a country: the city of its zone; the country itself where that city is another's."""
    is_own = get_global("zone_territories").get(country.time_zone) == country.alpha2
    return zone_place(country.time_zone) if is_own else country_name(country)


@lru_cache(maxsize=64)
def _territories(language: str) -> Mapping[str, str]:
    """The names of countries in a language, empty for one that has none. Reading them costs more than all else here."""
    try:
        return dict(Locale.parse(language, sep="-").territories)
    except (UnknownLocaleError, ValueError):
        return {}


def nationality_options(language: str | None = None) -> list[tuple[str, str]]:
    """What a person's nationality can be: countries by name, then stateless and refugee codes, then former states.

    Countries are given by alpha-3 code, the others by their ICAO code. Two queries.
    """
    countries = [(row.is_historical, country_name(row, language), row.code) for row in Country.objects.all()]
    special = [(row.code, row.name) for row in NationalityCode.objects.filter(is_choosable=True)]
    present = sorted((name, code) for is_historical, name, code in countries if not is_historical)
    former = sorted((name, code) for is_historical, name, code in countries if is_historical)
    return [(code, name) for name, code in present] + special + [(code, name) for name, code in former]


def icao_code_of(nationality: str) -> str:
    """What the machine-readable zone prints for a nationality (alpha-3 or special code): DEU gives D, XKX gives RKS.

    Raises `ValueError` for a code that is neither.
    """
    country = Country.objects.filter(pk=nationality).first()
    if country:
        return country.icao_code
    if NationalityCode.objects.filter(pk=nationality).exists():
        return nationality
    raise ValueError(f"{nationality} is no nationality code")


def nationality_of_icao(code: str) -> str | None:
    """The nationality (alpha-3 or special code) that a machine-readable zone names, or None. Fillers are ignored."""
    code = code.replace("<", "").strip().upper()
    country = Country.objects.filter(Q(icao_code=code) | Q(code=code)).first()
    if country:
        return country.code
    return code if NationalityCode.objects.filter(pk=code).exists() else None


def party_countries() -> list[Country]:
    """Countries that can be a party to a case."""
    return list(Country.objects.filter(is_historical=False))


def authorities_below(authority_ids: set[UUID]) -> set[UUID]:
    """These authorities and every office below them. One query: the tree is small."""
    children: dict[UUID, list[UUID]] = {}
    for child, parent in Authority.objects.exclude(parent=None).values_list("id", "parent_id"):
        children.setdefault(parent, []).append(child)
    found = set(authority_ids)
    waiting = list(authority_ids)
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def national_desk_of(country: str, on_date: datetime.date) -> Authority | None:
    """The office to which applications for a country are delivered."""
    return Authority.objects.active_on(on_date).filter(country=country, is_national_desk=True).order_by("code").first()


def authorities_of(country: str, on_date: datetime.date, *, kinds: tuple[str, ...] = ()) -> list[Authority]:
    """The offices of a country that can be chosen on this day, of these kinds if any are named."""
    rows = Authority.objects.active_on(on_date).filter(country=country)
    return list(rows.filter(kind__in=kinds) if kinds else rows)


def crossing_points_of(country: str) -> list[CrossingPoint]:
    """Where persons can be handed over in a country."""
    return list(CrossingPoint.objects.filter(country=country, is_active=True).select_related("authority"))
