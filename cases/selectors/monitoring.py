"""Forced-return monitoring as its readers see it: the body its own assignments, supervisors what came of them.

The body has no row of the case; its pages are read from the monitoring's own rows alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import Sex, TransferMeans, TransferStatus
from cases.choices_monitoring import MonitoringIncident, MonitoringStatus
from cases.models import (
    Case,
    Monitoring,
    MonitoringObservation,
    MonitoringReply,
    MonitoringReport,
    Operation,
    OperationAuthority,
)
from cases.policies import is_granted
from core.errors import NotVisible
from core.jinja import local_time
from countries.models import Country
from countries.selectors.places import country_name

SHOWN: Final = 100
_PARTS: Final = ("observations", "replies")


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One assignment in the body's list."""

    id: UUID
    reference: str
    arrives_at: datetime | None
    way: str
    person: str
    status: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class MonitoringPage:
    """One monitoring. plan: (label, words) rows of what the body may know, empty for readers who have the case itself;
    observations: with their incidents in words."""

    monitoring: Monitoring
    body: str
    plan: Sequence[tuple[str, str]]
    observations: Sequence[tuple[MonitoringObservation, str]]
    report: MonitoringReport | None
    replies: Sequence[MonitoringReply]


def assignment_list(actor: Actor) -> list[AssignmentRow]:
    """The body's assignments, what goes on first, then the latest. Two queries."""
    if not actor.holds("monitor_return"):
        raise NotVisible("monitoring")
    found = assignments_of(actor).select_related("plan").order_by("status", "-assigned_at")[:SHOWN]
    countries = _countries()
    return [
        AssignmentRow(
            id=row.id,
            reference=row.case_reference,
            arrives_at=_moment(row.plan.plan.get("arrives_at")),
            way=_way(row.plan.plan, countries),
            person=_person(row.plan.plan),
            status=str(row.get_status_display()),
            is_open=row.status == MonitoringStatus.ASSIGNED,
        )
        for row in found
    ]


def assignments_of(actor: Actor) -> QuerySet[Monitoring]:
    """The assignments of the actor's body, those not withdrawn; none for whoever monitors nothing."""
    reach = actor.grants.get("monitor_return")
    rows = Monitoring.objects.filter(body__in=reach.authorities if reach else ())
    return rows.exclude(status=MonitoringStatus.WITHDRAWN)


def assignment_get(actor: Actor, monitoring_id: UUID) -> Monitoring:
    """An assignment of the actor's own body, or NotVisible; one that was withdrawn is not seen any more."""
    row = (
        Monitoring.objects.select_related("plan", "body")
        .filter(id=monitoring_id)
        .exclude(status=MonitoringStatus.WITHDRAWN)
        .first()
    )
    if row is None or not actor.reaches("monitor_return", country="", authority_id=row.body_id):
        raise NotVisible(f"monitoring:{monitoring_id}")
    return row


def monitoring_page(row: Monitoring, *, with_plan: bool) -> MonitoringPage:
    """Everything about one monitoring; of rows with `_PARTS` fetched it takes no statement of its own for each."""
    labels = dict(MonitoringIncident.choices)
    observations = [
        (seen, ", ".join(str(labels[code]) for code in seen.incidents if code in labels))
        for seen in row.observations.all()
    ]
    return MonitoringPage(
        monitoring=row,
        body=row.body.name,
        plan=plan_rows(row.plan.plan) if with_plan else (),
        observations=observations,
        report=getattr(row, "report", None),
        replies=list(row.replies.all()),
    )


def monitorings_of(actor: Actor, case: Case) -> list[MonitoringPage]:
    """What supervisors of either side read of the monitoring of a case, newest first; NotVisible to everybody else."""
    if not is_granted(actor, "view_audit", case):
        raise NotVisible(f"monitoring of case:{case.id}")
    rows = Monitoring.objects.filter(case=case).exclude(status=MonitoringStatus.WITHDRAWN)
    rows = rows.select_related("body", "report").prefetch_related(*_PARTS).order_by("-assigned_at")
    return [monitoring_page(row, with_plan=False) for row in rows]


def may_assign_monitors(actor: Actor, operation: Operation) -> bool:
    """Whether the actor plans transfers of a country that takes part in the operation."""
    if not actor.reaches("plan_transfer", country=actor.country, authority_id=actor.authority_id):
        return False
    return OperationAuthority.objects.filter(operation=operation, country=actor.country).exists()


def plan_rows(plan: dict[str, Any]) -> list[tuple[str, str]]:
    """The redacted plan in words."""
    countries = _countries()
    arrives, departs = _moment(plan.get("arrives_at")), _moment(plan.get("departs_at"))
    status = plan.get("status", "")
    rows = [
        (_("Person"), _person(plan)),
        (_("Languages"), plan.get("languages", "")),
        (_("Travels with family"), _("yes") if plan.get("is_family") else ""),
        (_("Vulnerable person"), _("yes") if plan.get("is_vulnerable") else ""),
        (_("Needs help on the way"), _("yes") if plan.get("needs_help") else ""),
        (_("Journey"), _way(plan, countries)),
        (_("Standing of the transfer"), str(TransferStatus(status).label) if status in TransferStatus.values else ""),
        (_("Group operation"), plan.get("operation") or ""),
        (_("Departure"), _at(plan.get("departure_place"), departs)),
        (_("Arrival"), _at(plan.get("crossing_point"), arrives)),
        (_("Means"), str(TransferMeans(plan["means"]).label) if plan.get("means") in TransferMeans.values else ""),
        (_("Flight or vehicle number"), plan.get("carrier_number", "")),
        (_("Number of escorts"), str(plan.get("escorts", ""))),
    ]
    return [(label, value) for label, value in rows if value]


def _at(place: str | None, moment: datetime | None) -> str:
    return ", ".join(filter(None, (place, local_time(moment) if moment else "")))


def _person(plan: dict[str, Any]) -> str:
    sex = plan.get("sex", "")
    said = (
        plan.get("initials", ""),
        str(Sex(sex).label).lower() if sex in Sex.values else "",
        _("born %(year)s") % {"year": plan["birth_year"]} if plan.get("birth_year") else "",
    )
    return ", ".join(filter(None, said))


def _way(plan: dict[str, Any], countries: dict[str, str]) -> str:
    words = {"from": countries.get(plan.get("from", ""), ""), "to": countries.get(plan.get("to", ""), "")}
    return _("%(from)s to %(to)s") % words


def _countries() -> dict[str, str]:
    return {row.code: country_name(row) for row in Country.objects.filter(is_historical=False)}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
