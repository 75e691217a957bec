"""A running time limit is computed anew because a rule or a calendar was changed and administrators decided so.

Nobody acts on the case: RCMS carries out the decision, for the receiving country, and both sides are told.
"""

from datetime import timedelta
from uuid import UUID

from cases import access, clocks
from cases.choices import ClockState
from cases.models import Case, CaseClock, ClockExtension
from cases.procedure_rules import is_accelerated
from cases.silence_rules import silence_due
from cases.workflow.engine import event_write
from cases.workflow.system import system_actor
from cases.workflow.types import Readers
from core import clock
from core.jinja import SOON_DAYS
from countries.choices import RuleKind
from countries.selectors.recomputing import Recomputer, is_touched
from notifications.services import notice_send


def clock_recompute(*, clock_id: UUID, by_own_rule: bool = False) -> CaseClock | None:
    """Compute a time limit anew; the new row follows the old one. None, and nothing changed, where it ended, stands
    still or follows another meanwhile, where the new count says the same, or where it still runs and would be over
    already, or in less than SOON_DAYS although more were left: both sides have been told that there is time, and
    silence must not take effect in days that are gone. None too where silence has decided already and RCMS has not
    marked it yet. by_own_rule: only the days are counted anew.

    Works in the scope of the receiving country (`cases.workflow.system.system_scope`), in the caller's transaction.
    """
    # The case first, as every act does: two orders of locks would wait for each other.
    case_id = CaseClock.objects.filter(id=clock_id).values_list("case_id", flat=True).first()
    if case_id is None:
        return None
    case = (
        Case.objects.select_for_update(of=("self",))
        .filter(id=case_id)
        .select_related("requesting_country", "receiving_country")
        .first()
    )
    if case is None or case.delivered_at is None:
        return None
    row = CaseClock.objects.live().exclude(state=ClockState.PAUSED).select_for_update().filter(id=clock_id).first()
    if row is None:
        return None
    if silence_due(case, [row]):
        return None
    before = clocks.due_of(row)
    if is_accelerated(case) and before.rule.kind == RuleKind.REPLY_EXTENSION and not by_own_rule:
        # An accelerated limit with more time by the general rule: what it began with is not in the working.
        return None
    pair = {"requesting": case.requesting_country_id, "receiving": case.receiving_country_id}
    if by_own_rule:
        then = Recomputer().counted_again(before, **pair)
    else:
        then = Recomputer().due(
            before,
            row.kind,
            track=case.track,
            agreement=case.agreement_id,
            on_date=case.delivered_at.date(),
            **pair,
        )
    if then is None or not is_touched(before, then):
        return None
    now = clock.now()
    soon = now + timedelta(days=SOON_DAYS)
    if row.state == ClockState.RUNNING and (row.due_at > now >= then.at or row.due_at >= soon > then.at):
        return None
    # One that passed runs again, even to an end in the past: the sweep then says what its end means by the new rule.
    new = clocks.clock_write(case, row.kind, then, follows=row)
    # What was asked for this time limit is asked for the one in its place.
    ClockExtension.objects.filter(clock=row).update(clock=new)
    case.next_due_at, case.next_due_kind, _zone = clocks.next_due(case)
    case.version += 1
    case.changed_at = clock.now()
    case.save(force_update=True)
    parameters = {
        "clock": row.kind,
        "before": before.at.isoformat(),
        "after": then.at.isoformat(),
        "zone": then.time_zone,
    }
    event_write(system_actor(case), case, "clock.recomputed", Readers.BOTH, parameters, ["due_at"])
    for audience in (access.audience_requesting(case), access.audience_receiving(case)):
        notice_send(
            action="clock.recomputed",
            subject=case.subject,
            case_reference=case.reference or "",
            audience=audience,
            parameters=parameters,
            due_at=then.at,
            due_zone=then.time_zone,
            is_by_system=True,
        )
    return new
