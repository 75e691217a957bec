"""Entry and residence in an application, the time limit that runs from what became known, and what came too late."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import ClockKind, ClockState, Status
from cases.choices_tracks import ENTRY_TRACKS
from cases.clocks import submission_clock_set, submission_is_limited
from cases.models import Case, CaseClock, EntryCheck, EntryRecord
from cases.selectors.entry import submission_can_be_extended
from cases.services.filing import editing, row_write
from cases.workflow.engine import applying
from core.errors import Invalid


def entry_save(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    values: Mapping[str, Any],
    check: Mapping[str, Any],
    known_on: date | None = None,
) -> Case:
    """What the application tells of entry and residence, the exceptions as this side examined them, and the day from
    which the time limit for the application runs.

    values, check: columns of `EntryRecord` and `EntryCheck`. Raises Invalid where the case is of another track, where
    the agreement counts nothing from known_on, and where it gives no more time for obstacles.
    """
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        case = edit.case
        if case.track not in ENTRY_TRACKS:
            raise Invalid({"basis": [_("An application of this kind tells nothing of entry and residence")]})
        if known_on is not None and not submission_is_limited(case):
            raise Invalid({"known_on": [_("The agreement counts no time limit for the application from this day")]})
        if check.get("obstacle_until") and not submission_can_be_extended(case):
            raise Invalid({"obstacle_until": [_("The agreement gives no more time where something stood in the way")]})
        edit.row_save(EntryRecord.objects.get(case=case), values)
        changed = row_write(EntryCheck.objects.get(case=case), check)
        if known_on != case.known_on:
            case.known_on = known_on
            changed.append("known_on")
        # What was submitted once is submitted: an application that came back has no such limit to keep.
        if {"known_on", "obstacle_until"}.intersection(changed) and case.status == Status.DRAFT:
            submission_clock_set(case)
        edit.changed += changed
    return edit.case


def time_bar_record(*, actor: Actor, case_id: UUID, version: int | None, reason: str = "") -> Case:
    """The time limit passed before the application was submitted: it is out of time and can only be closed. A person
    says so, not RCMS: until then the day that was entered can be corrected (decision record 13)."""
    with applying(actor=actor, case_id=case_id, name="record_time_barred", version=version, reason=reason) as act:
        limit = CaseClock.objects.live().filter(case=act.case, kind=ClockKind.SUBMISSION)
        row = limit.first()
        if row is not None:
            act.parameters["due_at"] = row.due_at.isoformat()
        # It ended when it ended, not when somebody wrote that down.
        limit.update(state=ClockState.EXPIRED, ended_at=F("due_at"))
    return act.case
