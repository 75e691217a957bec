"""How the monitoring of a case's transfer stands, as guards judge it."""

from typing import TypedDict

from django.db.models import Exists, OuterRef, Q

from cases.choices_monitoring import MonitoringStatus
from cases.models import Case, Monitoring, MonitoringObservation, MonitoringPlan, Transfer


class MonitoringFacts(TypedDict, total=False):
    """Fields of a `Situation`; empty where no transfer was ever planned."""

    monitoring: str
    has_observations: bool


def monitoring_facts(case: Case, transfer: Transfer | None) -> MonitoringFacts:
    """One query, and none before the decision. A report on an earlier transfer leaves the one in hand unmonitored."""
    if case.decided_at is None:
        return {}
    latest = (
        Monitoring.objects.filter(case=case)
        .exclude(status=MonitoringStatus.WITHDRAWN)
        .annotate(
            is_observed=Exists(MonitoringObservation.objects.filter(monitoring=OuterRef("pk"))),
            # The receiving side sees no plan, and has nothing to assign: to it a report stays the latest word.
            is_of_earlier=Exists(MonitoringPlan.objects.filter(monitoring=OuterRef("pk")).exclude(transfer=transfer)),
        )
        .order_by("assigned_at")
        .last()
    )
    if latest is None:
        return {}
    if latest.status == MonitoringStatus.REPORTED and transfer is not None and latest.is_of_earlier:
        return {}
    return {"monitoring": latest.status, "has_observations": latest.is_observed}


def monitored() -> Q:
    """The condition on cases that the person was handed over, and a monitoring body had the transfer to see to."""
    watched = Monitoring.objects.filter(case=OuterRef("pk")).exclude(status=MonitoringStatus.WITHDRAWN)
    return Q(Exists(watched), completed_at__isnull=False)
