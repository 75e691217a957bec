"""Acts about the monitoring of a transfer: rows of the workflow table (`cases.workflow.table`).

The monitor's own acts name the body's permission; it has no row of the case, so its service judges by the monitoring
alone, as with an agency's answer.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.choices import Side, Status
from cases.choices_monitoring import MonitoringStatus
from cases.workflow import monitoring_guards
from cases.workflow.types import READMISSION, Readers, Reason, Subject, Transition

_M = MonitoringStatus
_AFTERWARDS = frozenset({Status.ACCEPTED, Status.COMPLETED, Status.TAKEN_BACK, Status.WITHDRAWN, Status.CLOSED})

MONITORING_ACTS: Final = (
    Transition(
        name="assign_monitor",
        label=_("Assign a forced-return monitor"),
        of=Subject.MONITORING,
        cases=frozenset({Status.ACCEPTED}),
        sources=frozenset({""}),
        target=_M.ASSIGNED,
        side=Side.REQUESTING,
        permission="plan_transfer",
        guards=(monitoring_guards.transfer_planned,),
        event="monitoring.assigned",
        moves_version=False,
        tracks=READMISSION,
        rank=84,
    ),
    Transition(
        name="withdraw_monitor",
        label=_("Withdraw the forced-return monitor"),
        of=Subject.MONITORING,
        cases=frozenset({Status.ACCEPTED}),
        sources=frozenset({_M.ASSIGNED}),
        target=_M.WITHDRAWN,
        side=Side.REQUESTING,
        permission="plan_transfer",
        guards=(monitoring_guards.nothing_observed,),
        reason=Reason.REQUIRED,
        event="monitoring.withdrawn",
        readers=Readers.REQUESTING,
        moves_version=False,
        tracks=READMISSION,
        rank=84,
    ),
    Transition(
        name="record_observation",
        label=_("Record an observation"),
        of=Subject.MONITORING,
        cases=_AFTERWARDS,
        sources=frozenset({_M.ASSIGNED}),
        target=_M.ASSIGNED,
        side=Side.REQUESTING,
        permission="monitor_return",
        event="monitoring.observed",
        moves_version=False,
        tracks=READMISSION,
    ),
    Transition(
        name="submit_monitoring_report",
        label=_("Submit the report"),
        of=Subject.MONITORING,
        cases=_AFTERWARDS,
        sources=frozenset({_M.ASSIGNED}),
        target=_M.REPORTED,
        side=Side.REQUESTING,
        permission="monitor_return",
        event="monitoring.reported",
        notifies=Readers.BOTH,
        moves_version=False,
        tracks=READMISSION,
    ),
    Transition(
        name="answer_monitoring_report",
        label=_("Reply to the report of the monitor"),
        of=Subject.MONITORING,
        cases=_AFTERWARDS,
        sources=frozenset({_M.REPORTED}),
        target=_M.REPORTED,
        side=None,
        permission="review_quality",
        event="monitoring.answered",
        notifies=Readers.OTHER,
        moves_version=False,
        tracks=READMISSION,
        rank=84,
    ),
)
