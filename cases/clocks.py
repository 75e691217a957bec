"""Starting, meeting and abandoning the clocks of a case. The arithmetic is `countries.clocks`; here is the record."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from cases.choices import ClockKind, ClockState, Outcome
from cases.models import Case, CaseClock
from core import clock
from core.jinja import SOON_DAYS
from countries.choices import RuleKind, StartEvent
from countries.clocks import DueDate, ResolvedRule
from countries.selectors.calendars import due_date_for
from countries.selectors.rules import rules_for

RULE_OF: dict[str, str] = {
    ClockKind.REPLY: RuleKind.REPLY,
    ClockKind.TRAVEL_DOCUMENT: RuleKind.TRAVEL_DOCUMENT_ISSUE,
    ClockKind.TRANSFER: RuleKind.TRANSFER,
}
# Which event of ours is the start event that a rule names. A yes is received when it is delivered: at once.
_EVENTS: dict[str, str] = {
    StartEvent.DELIVERY: "delivered_at",
    StartEvent.CONFIRMED_RECEIPT: "received_at",
    StartEvent.ACCEPTANCE: "decided_at",
    StartEvent.ACCEPTANCE_RECEIVED: "decided_at",
    # The system asks for the travel document with the yes itself.
    StartEvent.TRAVEL_DOCUMENT_REQUEST: "decided_at",
}


def rules_of(case: Case) -> dict[str, ResolvedRule]:
    """Every rule that holds for the case on the day it was delivered (or would be delivered: today)."""
    on = (case.delivered_at or clock.now()).date()
    return rules_for(case.requesting_country_id, case.receiving_country_id, case.track, on, agreement=case.agreement_id)


def clocks_start(case: Case, kinds: Iterable[ClockKind]) -> list[CaseClock]:
    """Start each clock whose rule has a number and whose start event has happened, unless it runs already."""
    kinds = list(kinds)
    if not kinds:
        return []
    rules = rules_of(case)
    live = set(CaseClock.objects.live().filter(case=case).values_list("kind", flat=True))
    started = []
    for kind in kinds:
        rule = rules.get(RULE_OF[kind])
        start = _start_of(case, rule)
        if rule is None or start is None or not rule.has_limit or kind in live:
            continue
        due = due_date_for(rule, start, requesting=case.requesting_country_id, receiving=case.receiving_country_id)
        started.append(clock_write(case, kind, due))
    return started


def clock_write(case: Case, kind: str, due: DueDate, *, follows: CaseClock | None = None) -> CaseClock:
    """A new time limit; follows: the row whose place it takes, which keeps what it said."""
    if follows is not None:
        follows.state, follows.ended_at = ClockState.SUPERSEDED, clock.now()
        follows.save(force_update=True, update_fields=["state", "ended_at"])
    row = CaseClock(
        case=case,
        kind=kind,
        acting_side=due.rule.acting_side,
        started_at=due.start,
        due_at=due.at,
        warn_at=warns_at(due),
        follows=follows,
        due=due.to_json(),
    )
    row.save(force_insert=True)
    return row


def warns_at(due: DueDate) -> datetime:
    """When a time limit begins to be at risk: SOON_DAYS legal days before its last day by the earlier reading, at the
    beginning of that day where the state is that must act.
    """
    zone = ZoneInfo(due.time_zone)
    # A limit that ends at midnight ends with the day before.
    last_day = (due.earliest_at.astimezone(zone) - timedelta(microseconds=1)).date()
    return datetime.combine(last_day - timedelta(days=SOON_DAYS), time(), tzinfo=zone)


def clocks_end(case: Case, kinds: Iterable[ClockKind], state: ClockState) -> None:
    """What live clocks of these kinds ask for is done, or given up, now. One that was missed stays missed: it is done,
    but late.
    """
    now = clock.now()
    live = CaseClock.objects.live().filter(case=case, kind__in=list(kinds))
    if state == ClockState.MET:
        live.filter(Q(state=ClockState.MISSED) | Q(due_at__lte=now)).update(state=ClockState.MISSED, ended_at=now)
        live = live.filter(state__in=(ClockState.RUNNING, ClockState.PAUSED))
    live.update(state=state, ended_at=now)


def inconclusive_meets_reply(case: Case) -> bool:
    """Whether "inconclusive" answers the reply limit under this case's rule; not known counts as no."""
    rule = rules_of(case).get(RuleKind.REPLY)
    return bool(rule and rule.inconclusive_answers)


def clock_running(case: Case, kind: ClockKind) -> CaseClock | None:
    """The clock of a kind that still wants something, if there is one."""
    return CaseClock.objects.live().filter(case=case, kind=kind).first()


def next_due(case: Case) -> tuple[datetime | None, str, str]:
    """The nearest due date that still wants something, its kind and the zone of the state that must act."""
    row = (
        CaseClock.objects.live()
        .filter(case=case)
        .exclude(state=ClockState.PAUSED)
        .order_by("due_at")
        .values_list("due_at", "kind", "due__time_zone")
        .first()
    )
    return row or (None, "", "")


def due_of(row: CaseClock) -> DueDate:
    """The stored due date as a value, with its steps."""
    return DueDate.from_json(row.due)


def _start_of(case: Case, rule: ResolvedRule | None) -> datetime | None:
    field = _EVENTS.get(rule.start_event) if rule else None
    return getattr(case, field) if field else None


def clocks_met_by(outcome: str, case: Case, kinds: Iterable[ClockKind]) -> list[ClockKind]:
    """Which clocks a decision meets: an inconclusive one leaves the reply clock alone, unless the rule says so."""
    kinds = list(kinds)
    if outcome == Outcome.INCONCLUSIVE and not inconclusive_meets_reply(case):
        kinds = [kind for kind in kinds if kind is not ClockKind.REPLY]
    return kinds
