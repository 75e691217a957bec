"""The time limit for the transfer stands still while an obstacle lasts, where the agreement says so.

Both sides read that an obstacle stands in the way, and the article. Which it is, and of which kind, stays with the
requesting side.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import ClockKind, ClockState, PauseCode, Side
from cases.clocks import clock_running, clock_write, due_of, rules_of
from cases.models import Case, CaseClock, ClockPause, PauseReason
from cases.workflow.engine import applying, event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import Invalid
from countries.choices import RuleKind
from countries.selectors.calendars import resumption_for


def limit_pause(
    *, actor: Actor, case_id: UUID, version: int | None, cause: str, code: str, note: str = ""
) -> ClockPause:
    """Let the time limit for the transfer stand still from now on. cause: one that the agreement names; code
    and note: why really. All three are for the own side. Raises Invalid (cause, code).
    """
    with applying(actor=actor, case_id=case_id, name="pause_transfer_limit", version=version) as act:
        rule = rules_of(act.case)[RuleKind.TRANSFER]
        errors: dict[str, list[str]] = {}
        if cause not in rule.suspension_causes:
            errors["cause"] = [_("The agreement does not name this obstacle")]
        if code not in PauseCode.values:
            errors["code"] = [_("Choose a reason")]
        if errors:
            raise Invalid(errors)
        row = _transfer_clock(act.case)
        row.state = ClockState.PAUSED
        row.save(force_update=True, update_fields=["state"])
        pause = ClockPause(case=act.case, clock=row, paused_at=clock.now())
        pause.save(force_insert=True)
        PauseReason(
            case=act.case, own_side=Side.REQUESTING, pause=pause, cause=cause, code=code, note=note.strip()
        ).save(force_insert=True)
        act.parameters["article"] = rule.citation
    event_write(actor, act.case, "suspension.reason", Readers.REQUESTING, {"cause": cause, "code": code})
    return pause


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
