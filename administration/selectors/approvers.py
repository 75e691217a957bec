"""Whose administrators decide on what concerns more than one country."""

import datetime as dt

from django.db import connection

from accounts.actor import Actor
from accounts.selectors.absences import day_of
from core import clock
from countries.models import AgreementMember
from countries.selectors.partners import enrolled_countries, partners_of


def approvers_of_country(country: str, actor: Actor) -> set[str]:
    """The partner countries whose administrators may confirm a new country: bound to it by an agreement, taking part,
    with an administrator of the national desk in office; not the one that proposes. Three statements."""
    today = day_of(actor, clock.now())
    return _staffed((partners_of(country, today) & enrolled_countries(today)) - {actor.country}, today)


def approvers_of_agreement(agreement: str, partner: str, actor: Actor) -> set[str]:
    """The country whose administrators decide on what it and the actor's country agree on: the partner, if it is of the
    other party, takes part and has an administrator of the national desk in office. Three statements."""
    today = day_of(actor, clock.now())
    members = list(AgreementMember.objects.filter(agreement=agreement).values_list("country_id", "side"))
    own = {side for country, side in members if country == actor.country}
    others = {country for country, side in members if side not in own}
    return _staffed({partner} & others & enrolled_countries(today), today)


def approvers_of_new_agreement(partner: str, actor: Actor) -> set[str]:
    """The country with which an agreement is added, if it takes part and has an administrator of its desk in office."""
    today = day_of(actor, clock.now())
    return _staffed(({partner} & enrolled_countries(today)) - {actor.country}, today)


def lacks_administrator(country: str, actor: Actor) -> bool:
    """Whether a country takes part, and nobody there can agree to anything yet. Two statements."""
    today = day_of(actor, clock.now())
    return country in enrolled_countries(today) and not _staffed({country}, today)


def _staffed(candidates: set[str], today: dt.date) -> set[str]:
    """Those with an administrator of the national desk in office."""
    # People of other countries are not seen; that there are some is told.
    with connection.cursor() as cursor:
        cursor.execute("select countries_with_administrator(%s, %s)", [sorted(candidates), today])
        return {country for (country,) in cursor.fetchall()}
