"""Forced-return monitoring in words."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices_monitoring import MonitoringIncident, MonitoringPhase

_Maker = Callable[[Mapping[str, Any], bool], str]
REFUSALS: Final[Mapping[str, str | Promise]] = {
    "no_transfer_planned": gettext_lazy("no transfer was planned"),
    "monitor_observed": gettext_lazy("the monitor had recorded observations"),
    "transfer_not_announced": gettext_lazy("notice of the transfer had not been given"),
}


def _observed(values: Mapping[str, Any], is_own: bool) -> str:
    phase = values.get("phase", "")
    incidents = dict(MonitoringIncident.choices)
    said = [str(MonitoringPhase(phase).label)] if phase in MonitoringPhase.values else []
    said += [str(incidents[code]) for code in values.get("incidents", ()) if code in incidents]
    details = ", ".join(f"{word[:1].lower()}{word[1:]}" for word in said)
    return ": ".join(filter(None, (_("The monitor recorded an observation"), details)))


def _assigned(values: Mapping[str, Any], is_own: bool) -> str:
    return ": ".join(filter(None, (_("A forced-return monitor was assigned"), str(values.get("body", "")))))


MADE: Final[Mapping[str, _Maker]] = {"monitoring.observed": _observed, "monitoring.assigned": _assigned}
PLAIN: Final[Mapping[str, str | Promise]] = {
    "monitoring.withdrawn": gettext_lazy("The forced-return monitor was withdrawn"),
    "monitoring.reported": gettext_lazy("The forced-return monitor submitted the report"),
    "monitoring.answered": gettext_lazy("A supervisor replied to the report of the monitor"),
    "monitoring.wanted": gettext_lazy("Transfer to monitor"),
    "monitoring.opened": gettext_lazy("Opened the monitoring of a transfer"),
}
