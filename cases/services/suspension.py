"""The time limit for the transfer stands still while an obstacle lasts, where the agreement says so.

Both sides read that an obstacle stands in the way, and the article. Which it is, and of which kind, stays with the
requesting side, and so does the day on which it looks again whether the obstacle lasts.
"""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import ClockKind, ClockState, PauseCode, Side
from cases.clocks import clock_running, clock_write, due_of, rules_of
from cases.models import Case, CaseClock, ClockPause, PauseReason
from cases.procedure_rules import suspension_rule
from cases.workflow.engine import applying, event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import Invalid
from countries.selectors.calendars import resumption_for

# No agreement says how long an obstacle may last; nothing stands still for longer than this without being looked at.
REVIEW_WITHIN: Final = timedelta(days=365)


def limit_pause(
    *, actor: Actor, case_id: UUID, version: int | None, cause: str, code: str, review_on: date, note: str = ""
) -> ClockPause:
    """Let the time limit for the transfer stand still from now on. cause: one that the agreement names; code
    and note: why really; review_on: when to look again whether the obstacle lasts. All four are for the own side.
    Raises Invalid (cause, code, review_on).
    """
    with applying(actor=actor, case_id=case_id, name="pause_transfer_limit", version=version) as act:
        rule = suspension_rule(act.case, rules_of(act.case))
        assert rule is not None, "the guard has seen it"
        errors: dict[str, list[str]] = {}
        if cause not in rule.suspension_causes:
            errors["cause"] = [_("The agreement does not name this obstacle")]
        if code not in PauseCode.values:
            errors["code"] = [_("Choose a reason")]
        errors |= review_errors(actor, review_on)
        if errors:
            raise Invalid(errors)
        row = _transfer_clock(act.case)
        row.state = ClockState.PAUSED
        row.save(force_update=True, update_fields=["state"])
        pause = ClockPause(case=act.case, clock=row, paused_at=clock.now())
        pause.save(force_insert=True)
        PauseReason(
            case=act.case,
            own_side=Side.REQUESTING,
            pause=pause,
            cause=cause,
            code=code,
            note=note.strip(),
            review_on=review_on,
        ).save(force_insert=True)
        act.parameters["article"] = rule.citation
    why = {"cause": cause, "code": code, "review_on": review_on.isoformat()}
    event_write(actor, act.case, "suspension.reason", Readers.REQUESTING, why)
    return pause


def pause_review(*, actor: Actor, case_id: UUID, version: int | None, review_on: date) -> PauseReason:
    """The obstacle lasts: look again on another day. Of this the other side learns nothing. Raises Invalid."""
    with applying(actor=actor, case_id=case_id, name="review_transfer_pause", version=version) as act:
        errors = review_errors(actor, review_on)
        if errors:
            raise Invalid(errors)
        reason = PauseReason.objects.get(pause__clock=_transfer_clock(act.case), pause__resumed_at=None)
        reason.review_on = review_on
        reason.save(force_update=True, update_fields=["review_on"])
        act.parameters["review_on"] = review_on.isoformat()
    return reason


def review_errors(actor: Actor, review_on: date) -> dict[str, list[str]]:
    """What is wrong with a day of review: it lies in the past, or more than REVIEW_WITHIN ahead."""
    today = clock.now().astimezone(actor.zone).date()
    if review_on < today:
        return {"review_on": [_("The day of the review cannot lie in the past")]}
    if review_on > today + REVIEW_WITHIN:
        return {"review_on": [_("The review must be within a year")]}
    return {}


def limit_resume(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """The obstacle is gone: the time limit runs on for what was left of it, as a new row."""
    with applying(actor=actor, case_id=case_id, name="resume_transfer_limit", version=version) as act:
        case, row = act.case, _transfer_clock(act.case)
        pause = ClockPause.objects.get(clock=row, resumed_at=None)
        pause.resumed_at = clock.now()
        pause.save(force_update=True, update_fields=["resumed_at"])
        due = due_of(row)
        longer = resumption_for(
            due,
            pause.paused_at,
            pause.resumed_at,
            requesting=case.requesting_country_id,
            receiving=case.receiving_country_id,
            citation=due.rule.citation,
        )
        clock_write(case, ClockKind.TRANSFER, longer, follows=row)
    return act.case


def _transfer_clock(case: Case) -> CaseClock:
    row = clock_running(case, ClockKind.TRANSFER)
    assert row is not None, "the workflow has seen it"
    return row
