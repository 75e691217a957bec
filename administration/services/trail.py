"""The audit trail of administration: who reads it, and the groups of administrators that changes are put before."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import Group

from accounts.actor import Actor
from accounts.groups import group_name
from accounts.services.memberships import group_sync
from audit.services import event_record
from core.audience import Audience
from core.scope import operator_scope, use_scope
from countries.models import Authority


def administrator_groups(country: str, office: Authority | None = None, role: str = "administrator") -> tuple[int, ...]:
    """The groups of administrators (or of another role) of a country's national desks and, with an office, of it and
    the offices above it.

    Groups that nobody is in yet are made: somebody may get the role while a change waits. The grants of the others stay
    as they are: rights that differ are restored by two persons.
    """
    offices = list(Authority.objects.select_related("country").filter(country=country, is_national_desk=True))
    above = office
    while above is not None:
        offices.append(above)
        above = Authority.objects.select_related("country").get(id=above.parent_id) if above.parent_id else None
    names = {group_name(item.code, role): item for item in offices}
    found = dict(Group.objects.filter(name__in=names).values_list("name", "id"))
    if names.keys() <= found.keys():
        return tuple(found[name] for name in names)
    # Of another country too: as its own administration.
    with use_scope(operator_scope(country)):
        return tuple(found.get(name) or group_sync(item, role).id for name, item in names.items())


def trail(
    *,
    actor: Actor,
    action: str,
    subject: str,
    office: Authority | None = None,
    parameters: Mapping[str, Any] | None = None,
    changed: Sequence[str] = (),
    reason: str = "",
    countries: Sequence[str] = (),
) -> None:
    """One act of administration, in the caller's transaction. Read by the national desk, by the offices concerned and
    by the national administrators; `countries`: others concerned, whose desks learn which office acted."""
    offices = (actor.authority_id, office.id) if office else (actor.authority_id,)
    groups = {actor.group_id, *administrator_groups(actor.country)}
    for country in countries:
        groups.update(administrator_groups(country))
    audience = Audience(tuple(dict.fromkeys((actor.country, *countries))), tuple(dict.fromkeys(offices)), tuple(groups))
    event_record(
        actor=actor,
        action=action,
        subject=subject,
        audience=audience,
        parameters=parameters,
        changed=[name.removesuffix("_id") for name in changed],
        reason=reason,
    )
