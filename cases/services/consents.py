"""Health with and without consent, and rows of which a case has one at most."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import Side
from cases.choices_safeguards import ConsentStatus
from cases.models import Case, HealthConsent, HealthNote, SubmittedHealth
from cases.models.base import OneOfCase
from core import clock
from core.errors import Invalid


def health_write(actor: Actor, case: Case, health: Mapping[str, Any]) -> list[str]:
    """What the form says of health, with the consent by which the other side's offices read it; gives the names of what
    changed, for the event. health: `statement`, `has_consent`, `consent_form`, `consent_on`. Raises Invalid where a
    consent is said to be given, and not how and when."""
    told = {name: health[name] for name in ("statement", "has_consent") if name in health}
    note = HealthNote.objects.get(case=case)
    told["own_side"] = "" if told.get("has_consent", False) else Side.REQUESTING
    changed = [name for name, value in told.items() if getattr(note, name) != value]
    for name in changed:
        setattr(note, name, told[name])
    if changed:
        note.save(force_update=True, update_fields=changed)
    held = HealthConsent.objects.filter(case=case, status=ConsentStatus.GIVEN)
    if not told.get("has_consent"):
        submitted_withhold(case)
        is_withdrawn = held.update(status=ConsentStatus.WITHDRAWN, withdrawn_at=clock.now())
        return [*changed, "health_consent"] if is_withdrawn else changed
    values = {"form": health.get("consent_form"), "given_on": health.get("consent_on")}
    errors = {}
    if not values["form"]:
        errors["consent_form"] = [_("Say how the consent was given")]
    if not values["given_on"]:
        errors["consent_on"] = [_("Give the day of the consent")]
    if errors:
        raise Invalid(errors)
    if held.filter(**values).exists():
        return changed
    consent_write(actor, case, values)
    return [*changed, "health_consent"]


def submitted_withhold(case: Case) -> None:
    """What earlier submissions said of health is the own side's again."""
    SubmittedHealth.objects.filter(case=case, own_side="").update(own_side=Side.REQUESTING)


def consent_write(actor: Actor, case: Case, values: Mapping[str, Any]) -> None:
    """The consent as it was given; the caller writes the event. values: `form`, `given_on`."""
    given = {"status": ConsentStatus.GIVEN, "withdrawn_at": None, **recorder(actor, with_key=False)}
    one_write(HealthConsent, case, {**values, **given}, Side.REQUESTING)


def recorder(actor: Actor, *, with_key: bool = True) -> dict[str, Any]:
    """Who records something, and when. with_key: the person's key too, where a second person is compared."""
    told: dict[str, Any] = {"recorded_by_name": actor.name, "recorded_at": clock.now()}
    return {**told, "recorded_by": actor.user_id} if with_key else told


def one_write(model: type[OneOfCase], case: Case, values: Mapping[str, Any], side: str, **further: Any) -> None:
    """The one row of this part: made, or changed where there is one."""
    told = {**values, **further}
    row = model._default_manager.filter(case=case).first()
    if row is None:
        model(case=case, own_side=side, **told).save(force_insert=True)
        return
    for name, value in told.items():
        setattr(row, name, value)
    row.save(force_update=True, update_fields=list(told))
