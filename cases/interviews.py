"""What becomes of an interview when the case itself moves on: for the engine of the workflow."""

from typing import Final

from cases.choices import BY_SILENCE, Basis, ClockKind, Status
from cases.choices_interviews import LIVE_INTERVIEW, InterviewStatus
from cases.clocks import rule_of, rules_of
from cases.models import Case, Interview
from core import clock
from countries.choices import StartEvent

_OVER: Final = (Status.REFUSED, Status.INCONCLUSIVE, Status.WITHDRAWN, Status.COMPLETED, Status.CLOSED)


def interviews_end(case: Case) -> None:
    """Nobody is heard any more in a case that is over: the interview in hand is given up. With an acceptance one that
    is only asked for is, unless the agreement has it after the reply; one with a date stays, and every one where an
    objection can undo the acceptance. The act's own event tells of it."""
    if case.status in _OVER:
        _give_up(case, LIVE_INTERVIEW)
    elif case.status == Status.ACCEPTED and case.basis not in (*BY_SILENCE, Basis.PAPER):
        asked = Interview.objects.filter(case=case, status=InterviewStatus.REQUESTED, asked_at__lte=case.decided_at)
        if asked.exists() and not _is_after_reply(case):
            _give_up(case, (InterviewStatus.REQUESTED,))


def _give_up(case: Case, statuses: tuple[InterviewStatus, ...]) -> None:
    live = Interview.objects.filter(case=case, status__in=statuses)
    live.update(status=InterviewStatus.CANCELLED, ended_at=clock.now())


def _is_after_reply(case: Case) -> bool:
    rule = rule_of(case, ClockKind.INTERVIEW, rules_of(case))
    return rule is not None and rule.start_event == StartEvent.REPLY
