"""The controller's own words in the record of processing."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from audit.services import event_record, own_audience
from core import clock
from core.errors import ActRefused, StaleVersion
from protection.models import ControllerRecord

FIELDS: Final = ("controller", "officer", "legal_basis", "retention", "safeguards", "security")


def record_save(*, actor: Actor, version: int | None, values: Mapping[str, str]) -> ControllerRecord:
    """Write the words of the actor's country; they stand for all its offices, so a national desk writes them.

    Raises ActRefused (not_granted), StaleVersion.
    """
    require_act(actor, "protect_data")
    if not may_write(actor):
        raise ActRefused("not_granted", _("The record is kept by the national desk."))
    row = ControllerRecord.objects.select_for_update().filter(country=actor.country).first()
    if row is not None and version is not None and version != row.version:
        raise StaleVersion("stale", _("Somebody changed the record after you opened the page."))
    is_new = row is None
    row = row or ControllerRecord(country_id=actor.country, version=0)
    changed = [name for name in FIELDS if getattr(row, name) != values[name]]
    for name in FIELDS:
        setattr(row, name, values[name].strip())
    row.changed_at, row.changed_by_name = clock.now(), actor.name
    row.version += 1
    row.save(force_insert=is_new, force_update=not is_new)
    event_record(
        actor=actor,
        action="privacy.record_changed",
        subject=f"controllerrecord:{actor.country}",
        audience=own_audience(actor),
        parameters={"fields": changed},
    )
    return row


def may_write(actor: Actor) -> bool:
    """Whether the actor answers for the data of the whole country."""
    reach = actor.grants.get("protect_data")
    return reach is not None and actor.country in reach.countries
