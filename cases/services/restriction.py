"""Restriction of processing, placed and lifted by whoever answers for the data of a side."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import Side
from cases.choices_protection import RestrictionGround
from cases.models import Case, ProcessingRestriction
from cases.services.working import part_locked, refused_about, working_case
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import Invalid, StaleVersion
from core.forms import today


def _protected(*, actor: Actor, case_id: UUID) -> tuple[Case, Side]:
    return working_case(actor=actor, case_id=case_id, acts=("protect_data",))


def restriction_place(
    *, actor: Actor, case_id: UUID, ground: str, note: str = ""
) -> tuple[ProcessingRestriction, Case, Side]:
    """From now on the actor's side stores the data and does what `cases.workflow.restriction` names; time limits go on.

    ground, note: why, for the own side. Raises NotVisible, ActRefused (not_granted, already_restricted), Invalid.
    """
    case, side = _protected(actor=actor, case_id=case_id)
    errors: dict[str, list[str]] = {}
    if ground not in RestrictionGround.values:
        errors["ground"] = [_("Choose a ground")]
    if not note.strip():
        errors["note"] = [_("Say why")]
    if errors:
        raise Invalid(errors)
    if ProcessingRestriction.objects.filter(case=case, own_side=side, lifted_at=None).exists():
        raise refused_about(case, "already_restricted", _("The data of this case is restricted already."))
    row = ProcessingRestriction(
        case=case,
        own_side=side,
        ground=ground,
        note=note.strip(),
        placed_at=clock.now(),
        placed_by=actor.user_id,
        placed_by_name=actor.name,
    )
    row.save(force_insert=True)
    event_write(actor, case, "privacy.restricted", Readers(side.value), {"ground": ground}, reason=row.note)
    return row, case, side


def restriction_lift(
    *, actor: Actor, restriction_id: UUID, version: int | None, person_told_on: date | None, note: str = ""
) -> tuple[ProcessingRestriction, Case, Side]:
    """The data may be used again. person_told_on: the day on which the person was told that it will be, before.

    Raises NotVisible, ActRefused (not_granted, same_person), StaleVersion, Invalid (person_told_on, note).
    """
    row, case, side = part_locked(
        ProcessingRestriction.objects.all(), actor=actor, part_id=restriction_id, case_for=_protected
    )
    if row.lifted_at is not None or (version is not None and version != row.version):
        raise refused_about(case, "stale", _("Somebody lifted this after you opened the page."), kind=StaleVersion)
    if row.placed_by == actor.user_id:
        raise refused_about(case, "same_person", _("Another person lifts it than placed it."))
    errors: dict[str, list[str]] = {}
    if person_told_on is None:
        errors["person_told_on"] = [_("The person is told before it is lifted: give the day")]
    elif person_told_on > today():
        errors["person_told_on"] = [_("The date must not be in the future")]
    if not note.strip():
        errors["note"] = [_("Say why")]
    if errors:
        raise Invalid(errors)
    row.lifted_at, row.lifted_by, row.lifted_by_name = clock.now(), actor.user_id, actor.name
    row.person_told_on, row.lifted_note = person_told_on, note.strip()
    row.version += 1
    row.save(force_update=True)
    event_write(actor, case, "privacy.restriction_lifted", Readers(side.value), reason=row.lifted_note)
    return row, case, side
