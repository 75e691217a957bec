"""What one administrator changes at once about an office of the own country: its data, contact points, crossing points,
mailboxes. What two persons must agree on stands in `administration.services.changes`."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from accounts.services.machine_clients import machine_client_revoke
from administration.policies import refuse_unless_administers
from administration.selectors.people import client_of
from administration.services.trail import trail
from core.errors import Invalid, NotVisible
from countries.models import Authority, CrossingPoint
from countries.services import authorities
from notifications.models import OfficeMailbox

MAILBOX_FIELDS = ("address", "kinds", "language", "is_active")


def office_save(*, actor: Actor, authority_id: UUID, version: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Edit an office; returns the changed fields. Raises NotVisible, ActRefused, StaleVersion."""
    office = _office(actor, authority_id)
    changed = authorities.authority_save(authority_id=office.id, version=version, values=values)
    if changed:
        trail(actor=actor, action="office.changed", subject=f"authority:{office.id}", office=office, changed=changed)
    return changed


def contact_point_save(
    *, actor: Actor, authority_id: UUID, version: int, kind: str, values: Mapping[str, Any]
) -> tuple[str, ...]:
    """Set how an office is reached; returns the changed fields. Raises NotVisible, ActRefused, StaleVersion."""
    office = _office(actor, authority_id)
    changed = authorities.contact_point_save(authority_id=office.id, version=version, kind=kind, values=values)
    if changed:
        trail(
            actor=actor,
            action="office.contact_changed",
            subject=f"authority:{office.id}",
            office=office,
            parameters={"kind": kind},
            changed=changed,
        )
    return changed


def crossing_point_save(*, actor: Actor, code: str, version: int | None, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Add (version None) or edit a crossing point of the border post named in `values["authority_id"]`.

    The administrator must reach the post, and the one that the point belonged to before. Raises NotVisible, ActRefused,
    StaleVersion, Invalid.
    """
    require_act(actor, "administer")
    post = _office(actor, values["authority_id"])
    if version is None:
        authorities.crossing_point_create(code=code, country=actor.country, values=values)
        changed: tuple[str, ...] = tuple(values)
        action = "crossing_point.added"
    else:
        point = CrossingPoint.objects.filter(code=code, country=actor.country).first()
        if point is None:
            raise NotVisible(f"crossing:{code}"[:100])
        if point.authority_id is not None:
            _office(actor, point.authority_id)
        changed = authorities.crossing_point_save(code=code, version=version, values=values)
        action = "crossing_point.changed"
    if changed:
        trail(
            actor=actor,
            action=action,
            subject=f"crossingpoint:{code}",
            office=post,
            parameters={"code": code},
            changed=changed,
        )
    return changed


def mailbox_save(
    *,
    actor: Actor,
    authority_id: UUID,
    version: int,
    mailbox_id: UUID | None,
    values: Mapping[str, Any],
) -> tuple[str, ...]:
    """Add or edit an office's mailbox for notices. The version is the office's. Raises NotVisible, ActRefused,
    StaleVersion, Invalid."""
    office = _office(actor, authority_id)
    locked = authorities.authority_lock(office.id)
    if locked.version != version:
        raise authorities.stale()
    if mailbox_id is None:
        mailbox = OfficeMailbox(authority=office, country=office.country_id)
    else:
        found = OfficeMailbox.objects.filter(id=mailbox_id, authority=office).first()
        if found is None:
            raise NotVisible(f"mailbox:{mailbox_id}")
        mailbox = found
    changed = tuple(name for name in MAILBOX_FIELDS if getattr(mailbox, name) != values[name])
    if not changed:
        return ()
    taken = OfficeMailbox.objects.filter(authority=office, address=values["address"]).exclude(id=mailbox.id)
    if taken.exists():
        raise Invalid({"address": [_("The office has this mailbox already")]})
    for name in changed:
        setattr(mailbox, name, values[name])
    mailbox.save(force_insert=mailbox_id is None)
    authorities.authority_touch(office.id)
    trail(
        actor=actor,
        action="office.mailbox_changed",
        subject=f"authority:{office.id}",
        office=office,
        parameters={"mailbox": str(mailbox.id)},
        changed=changed,
    )
    return changed


def client_revoke(*, actor: Actor, authority_id: UUID, client_id: str) -> None:
    """Let a national system of an office in no more. Raises NotVisible, ActRefused."""
    office = _office(actor, authority_id)
    client = machine_client_revoke(client_id=client_of(office, client_id).client_id)
    trail(actor=actor, action="client.revoked", subject=f"user:{client.user_id}", office=office)


def _office(actor: Actor, authority_id: UUID) -> Authority:
    office = Authority.objects.select_related("country").filter(id=authority_id).first()
    if office is None:
        raise NotVisible(f"authority:{authority_id}")
    refuse_unless_administers(actor, office)
    return office
