"""The time limit for the reply stands still while the receiving side waits for information, where the rule says so.

Whether it does is a value of the agreement's rule (`suspension_causes` of the reply); where no rule says so, nothing
stops. Both sides see since when it stands still.
"""

from cases.choices import ClockKind, ClockState, InformationStatus, Side
from cases.clocks import clock_running, clock_write, due_of, next_due, rules_of
from cases.models import Case, ClockPause, InformationRequest
from core import clock
from countries.choices import RuleKind, SuspensionCause
from countries.selectors.calendars import resumption_for


def information_stops_reply(case: Case) -> bool:
    """Whether a request of the receiving side lets the time limit for the reply stand still; not known counts as no."""
    rule = rules_of(case).get(RuleKind.REPLY)
    return rule is not None and SuspensionCause.INFORMATION_REQUEST in rule.suspension_causes


def reply_pause(case: Case, asked_side: str) -> bool:
    """Something is asked for: the limit stands still from now on, unless it does already or has passed. Within the act
    of asking, the case locked. Gives whether it stopped."""
    row = clock_running(case, ClockKind.REPLY)
    if asked_side != Side.RECEIVING or row is None or row.state != ClockState.RUNNING or row.due_at <= clock.now():
        return False
    if not information_stops_reply(case):
        return False
    row.state = ClockState.PAUSED
    row.save(force_update=True, update_fields=["state"])
    ClockPause(case=case, clock=row, paused_at=clock.now()).save(force_insert=True)
    _next_due_set(case)
    return True


def reply_resume(case: Case) -> bool:
    """A request was answered or taken back: the limit runs on for what was left of it, unless another request still
    waits. Within that act. Gives whether it goes on."""
    row = clock_running(case, ClockKind.REPLY)
    if row is None or row.state != ClockState.PAUSED:
        return False
    waiting = InformationRequest.objects.filter(case=case, asked_side=Side.RECEIVING, status=InformationStatus.ASKED)
    if waiting.exists():
        return False
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
    clock_write(case, ClockKind.REPLY, longer, follows=row)
    _next_due_set(case)
    return True


def _next_due_set(case: Case) -> None:
    """The act itself leaves the case as it is; what it waits for next is another time limit now."""
    case.next_due_at, case.next_due_kind, _zone = next_due(case)
    case.save(force_update=True, update_fields=["next_due_at", "next_due_kind"])
