"""A transit: the application's own part of the form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import Status, Track
from cases.clocks import submission_clock_set
from cases.models import Case, TransitPlan
from cases.services.editing import editing
from core import clock
from core.errors import ActRefused, Invalid
from countries.models import Country, CrossingPoint


def transit_plan_save(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Case:
    """Part B of the form, and the declaration. Points are codes of crossing points of the transit country, countries
    alpha-3. The time limit for the application is counted back from the arrival. Raises Invalid."""
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        case = edit.case
        if case.track != Track.TRANSIT:
            raise ActRefused("other_track", _("Cases of this kind have no such step.")).about(
                case.subject, case.reference
            )
        plan = TransitPlan.objects.get(case=case)
        before = {name: getattr(plan, name) for name in _columns(values)}
        found = _columns(values) | _places(case, values)
        for name, value in found.items():
            setattr(plan, name, value)
        edit.changed += [f"transit.{name}" for name, value in before.items() if getattr(plan, name) != value]
        if plan.is_declared and plan.declared_at is None:
            plan.declared_at = clock.now()
        elif not plan.is_declared:
            plan.declared_at = None
        plan.save(force_update=True)
        if case.status == Status.DRAFT:
            submission_clock_set(case)
    return case


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    names = {"entry_point": "entry_point_id", "exit_point": "exit_point_id", "destination": "destination_id"}
    return {names.get(name, name): value or None if name in names else value for name, value in values.items()}


def _places(case: Case, values: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing more to write; Invalid where a place is none of the transit country's, or the times do not fit."""
    errors: dict[str, list[str]] = {}
    points = {values.get("entry_point"), values.get("exit_point")} - {None, ""}
    known = set(points_of(case).filter(code__in=points).values_list("code", flat=True))
    for name in ("entry_point", "exit_point"):
        if values.get(name) and values[name] not in known:
            errors[name] = [_("Choose a crossing point of the transit country")]
    countries = {values.get("destination"), *values.get("other_states", ())} - {None, ""}
    if countries - set(Country.objects.filter(code__in=countries).values_list("code", flat=True)):
        errors["destination"] = [_("Choose a country")]
    elif case.receiving_country_id in countries:
        errors["destination"] = [_("The transit country is neither the destination nor another country of transit")]
    errors |= time_errors(values.get("enters_at"), values.get("leaves_at"))
    if errors:
        raise Invalid(errors)
    return {}


def time_errors(enters_at: datetime | None, leaves_at: datetime | None) -> dict[str, list[str]]:
    """What is wrong with the times of arrival and departure, by field."""
    errors: dict[str, list[str]] = {}
    if enters_at is not None and enters_at <= clock.now():
        errors["enters_at"] = [_("The arrival must lie in the future")]
    if enters_at is not None and leaves_at is not None and leaves_at <= enters_at:
        errors["leaves_at"] = [_("The departure must lie after the arrival")]
    return errors


def points_of(case: Case) -> QuerySet[CrossingPoint]:
    """The crossing points of the transit country."""
    return CrossingPoint.objects.filter(country_id=case.receiving_country_id, is_active=True)
