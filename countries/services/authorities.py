"""Changing the directory of offices. Whether somebody may is asked above; here is what the directory itself forbids.

Every edit of an office or of its contact points makes a new version of the office; who edits an older one gets
`StaleVersion`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from countries.models import Authority, ContactPoint, CrossingPoint
from countries.selectors.places import authorities_below

# What one person edits at once; the tree, the desk and the activity of an office have services of their own.
EDITABLE = (
    "name",
    "name_native",
    "native_language",
    "languages",
    "address",
    "email",
    "phone",
)
# Said when an office is enrolled, by two persons, and kept: they decide what it may be chosen for, and since when.
KEPT = ("kind", "host_country_id", "valid_from", "valid_to")
CONTACT_FIELDS = ("email", "phone", "hours")
CROSSING_FIELDS = ("name", "kind", "iata_code", "un_locode", "authority_id", "is_active")


def stale() -> StaleVersion:
    """The refusal of an edit of what has changed since the form was opened."""
    return StaleVersion("stale", _("Somebody changed this after you opened the page. Nothing of yours was saved."))


def authority_create(*, code: str, country: str, parent_id: UUID | None, values: Mapping[str, Any]) -> Authority:
    """A new office. Raises Invalid when the code is taken."""
    if Authority.objects.filter(code=code).exists():
        raise Invalid({"code": [_("There is an office with this code already")]})
    authority = Authority(code=code, country_id=country, parent_id=parent_id, **_only(values, (*EDITABLE, *KEPT)))
    # Made here, not by the files: version 2 keeps the reference files away from it.
    authority.version = 2
    authority.is_national_desk = bool(values.get("is_national_desk", False))
    authority.save(force_insert=True)
    return authority


def authority_lock(authority_id: UUID) -> Authority:
    """The office, locked until the end of the transaction; raises NotVisible."""
    authority = Authority.objects.select_for_update().filter(id=authority_id).first()
    if authority is None:
        raise NotVisible(f"authority:{authority_id}")
    return authority


def authority_save(*, authority_id: UUID, version: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Edit an office; returns the names of the changed fields. Raises NotVisible, StaleVersion, and ActRefused for what
    was settled when it was enrolled."""
    authority = authority_lock(authority_id)
    if authority.version != version:
        raise stale()
    if any(getattr(authority, name) != value for name, value in _only(values, KEPT).items()):
        raise ActRefused(
            "second_person",
            _(
                "Kind, country and dates of an office were settled by two persons: ask a second administrator to take"
                " the office out of use, or to enrol another one."
            ),
        )
    changed = _assign(authority, _only(values, EDITABLE))
    if changed:
        _save(authority, changed)
    return changed


def authority_touch(authority_id: UUID) -> None:
    """A new version of the office, because something that belongs to it was edited elsewhere."""
    Authority.objects.filter(id=authority_id).update(version=F("version") + 1)


def authority_activate(*, authority_id: UUID, is_active: bool) -> Authority:
    """Take an office into use or out of it; returns it."""
    authority = authority_lock(authority_id)
    authority.is_active = is_active
    _save(authority, ("is_active",))
    return authority


def authority_move(*, authority_id: UUID, parent_id: UUID | None) -> Authority:
    """Put an office below another one of its country (None: below none); returns it. Raises Invalid for a circle."""
    authority = authority_lock(authority_id)
    if parent_id is not None:
        parent = authority_lock(parent_id)
        if parent.country_id != authority.country_id:
            raise Invalid({"parent": [_("Choose an office of the same country")]})
        if parent_id in authorities_below({authority_id}):
            raise Invalid({"parent": [_("An office cannot stand below itself")]})
    authority.parent_id = parent_id
    _save(authority, ("parent_id",))
    return authority


def desk_change(*, authority_id: UUID) -> list[Authority]:
    """Make an office the only national desk of its country; returns every office whose standing changed."""
    desk = authority_lock(authority_id)
    before = list(Authority.objects.select_for_update().filter(country=desk.country_id, is_national_desk=True))
    changed = [office for office in before if office.id != desk.id]
    for office in changed:
        office.is_national_desk = False
        _save(office, ("is_national_desk",))
    if not desk.is_national_desk:
        desk.is_national_desk = True
        _save(desk, ("is_national_desk",))
        changed.append(desk)
    return changed


def contact_point_save(*, authority_id: UUID, version: int, kind: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Set how an office is reached for one purpose; all empty removes it. Returns the names of the changed fields.

    Raises NotVisible, StaleVersion (the version is the office's).
    """
    authority = authority_lock(authority_id)
    if authority.version != version:
        raise stale()
    point = ContactPoint.objects.filter(authority=authority, kind=kind).first() or ContactPoint(
        authority=authority, kind=kind
    )
    given = _only(values, CONTACT_FIELDS)
    changed = _assign(point, given)
    if not changed:
        return ()
    if any(given.values()):
        point.save()
    elif point.pk:
        point.delete()
    _save(authority, ())
    return changed


def crossing_point_create(*, code: str, country: str, values: Mapping[str, Any]) -> CrossingPoint:
    """A new crossing point. Raises Invalid when code or IATA code are taken."""
    if CrossingPoint.objects.filter(code=code).exists():
        raise Invalid({"code": [_("There is a crossing point with this code already")]})
    _refuse_taken_iata(values.get("iata_code", ""), except_code="")
    point = CrossingPoint(code=code, country_id=country, version=2, **_only(values, CROSSING_FIELDS))
    point.save(force_insert=True)
    return point


def crossing_point_save(*, code: str, version: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Edit a crossing point; returns the names of the changed fields. Raises NotVisible, StaleVersion, Invalid."""
    point = CrossingPoint.objects.select_for_update().filter(code=code).first()
    if point is None:
        raise NotVisible(f"crossing:{code}")
    if point.version != version:
        raise stale()
    _refuse_taken_iata(values.get("iata_code", ""), except_code=code)
    changed = _assign(point, _only(values, CROSSING_FIELDS))
    if changed:
        point.version = F("version") + 1
        point.save(update_fields=[*(name.removesuffix("_id") for name in changed), "version"])
    return changed


def _refuse_taken_iata(iata: str, *, except_code: str) -> None:
    if iata and CrossingPoint.objects.filter(iata_code=iata).exclude(code=except_code).exists():
        raise Invalid({"iata_code": [_("Another crossing point has this IATA code")]})


def _only(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _assign(row: Any, values: Mapping[str, Any]) -> tuple[str, ...]:
    changed = tuple(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _save(authority: Authority, changed: tuple[str, ...]) -> None:
    authority.version += 1
    authority.save(update_fields=[*(name.removesuffix("_id") for name in changed), "version"])
