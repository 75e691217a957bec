"""Starting, meeting and abandoning the clocks of a case. The arithmetic is `countries.clocks`; here is the record."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from cases.choices import ClockKind, ClockState, Outcome, Side, Track, TravelDocumentStatus
from cases.choices_interviews import TO_BE_HELD
from cases.clock_starts import NAMED_STARTS, conditions_of, start_of
from cases.models import Case, CaseClock, CostClaim, Interview, TravelDocument
from cases.procedure_rules import accelerated_rule, is_accelerated
from cases.submission_due import submission_due
from core import clock
from core.jinja import SOON_DAYS
from countries.choices import Certainty, RuleKind, StartEvent, Unit
from countries.clocks import DueDate, ResolvedRule, fixed
from countries.selectors.calendars import due_date_for
from countries.selectors.rules import rules_for

RULE_OF: dict[str, str] = {
    ClockKind.SUBMISSION: RuleKind.SUBMISSION,
    ClockKind.ACCELERATED_SUBMISSION: RuleKind.ACCELERATED_SUBMISSION,
    ClockKind.REPLY: RuleKind.REPLY,
    ClockKind.INTERVIEW: RuleKind.INTERVIEW,
    ClockKind.INTERVIEW_RESULT: RuleKind.INTERVIEW_RESULT,
    ClockKind.TRANSIT_USE: RuleKind.TRANSIT_EXECUTION,
    ClockKind.TRAVEL_DOCUMENT: RuleKind.TRAVEL_DOCUMENT_ISSUE,
    ClockKind.TRAVEL_DOCUMENT_VALIDITY: RuleKind.TRAVEL_DOCUMENT_VALIDITY,
    ClockKind.TRAVEL_DOCUMENT_RENEWAL: RuleKind.TRAVEL_DOCUMENT_RENEWAL,
    ClockKind.RESUBMISSION_REPLY: RuleKind.RESUBMISSION_REPLY,
    ClockKind.TRANSFER: RuleKind.TRANSFER,
    ClockKind.TRANSFER_NOTICE: RuleKind.TRANSFER_NOTICE,
    ClockKind.TRANSFER_NOTICE_REPLY: RuleKind.TRANSFER_NOTICE_REPLY,
    ClockKind.ERROR: RuleKind.ERROR,
    ClockKind.COSTS: RuleKind.COSTS,
}
# A transit has limits of its own under the same names.
_OF_TRANSIT: dict[str, str] = {
    ClockKind.SUBMISSION: RuleKind.TRANSIT_SUBMISSION,
    ClockKind.REPLY: RuleKind.TRANSIT_REPLY,
}


def rule_kind_of(case: Case, kind: str) -> str:
    """Which rule of the agreement gives a time limit of this case: the track decides."""
    if case.track == Track.TRANSIT and kind in _OF_TRANSIT:
        return _OF_TRANSIT[kind]
    return RULE_OF[kind]


def rule_of(case: Case, kind: str, rules: Mapping[str, ResolvedRule]) -> ResolvedRule | None:
    """The rule that gives a time limit of this case: in the accelerated procedure the agreement's own one for it, where
    it has one, else that of its track."""
    return accelerated_rule(case, kind, rules) or rules.get(rule_kind_of(case, kind))


# Whose clock the other side must not see: before the application is submitted, and before notice of the transfer is
# given, what it counts from is own-side data.
_OWN_SIDE: dict[str, str] = {
    ClockKind.TRANSFER_NOTICE: Side.REQUESTING,
    ClockKind.SUBMISSION: Side.REQUESTING,
    ClockKind.ACCELERATED_SUBMISSION: Side.REQUESTING,
}
# Windows in which something may be done: when they close a right has lapsed, and nobody has missed a time limit.
WINDOWS = (
    ClockKind.SUBMISSION,
    ClockKind.ACCELERATED_SUBMISSION,
    ClockKind.TRAVEL_DOCUMENT_VALIDITY,
    ClockKind.ERROR,
    ClockKind.TRANSIT_USE,
)
# The time limits that a transit can have: nobody is interviewed, and no travel document is asked for.
OF_TRANSIT = (ClockKind.SUBMISSION, ClockKind.REPLY, ClockKind.TRANSIT_USE)
# What is waited for once in a case. Begun again (the application was returned and sent once more, an acceptance was
# undone and another one given) the new time limit takes the place of the one before, whatever became of that.
_ONCE = (
    ClockKind.REPLY,
    ClockKind.INTERVIEW,
    ClockKind.INTERVIEW_RESULT,
    ClockKind.TRAVEL_DOCUMENT,
    ClockKind.TRANSFER,
    ClockKind.TRANSIT_USE,
    ClockKind.COSTS,
)
# What the case does not wait for when it is looked at in a queue: the claim that nobody need make, a side's planning.
NOT_NEXT = (ClockKind.ERROR, ClockKind.TRANSFER_NOTICE, ClockKind.COSTS)


def rules_of(case: Case) -> dict[str, ResolvedRule]:
    """Every rule that holds for the case on the day it was delivered (or would be delivered: today), with the
    conditions that it fulfils."""
    on = (case.delivered_at or clock.now()).date()
    return rules_for(
        case.requesting_country_id,
        case.receiving_country_id,
        case.track,
        on,
        agreement=case.agreement_id,
        conditions=lambda: conditions_of(case),
    )


def clocks_start(case: Case, kinds: Iterable[ClockKind]) -> list[CaseClock]:
    """Start each clock whose rule has a number and whose start event has happened, unless it runs already."""
    kinds = list(kinds)
    if not kinds:
        return []
    rules = rules_of(case)
    last = {row.kind: row for row in CaseClock.objects.filter(case=case, followed_by=None)}
    live = {kind: row for kind, row in last.items() if row.is_live}
    started = []
    for kind in kinds:
        if kind is ClockKind.TRAVEL_DOCUMENT_VALIDITY:
            started += _validity_start(case, live.get(kind))
            continue
        rule = rule_of(case, kind, rules)
        if kind is ClockKind.INTERVIEW and not _interview_is_due(case, rule):
            continue
        if kind is ClockKind.TRAVEL_DOCUMENT and _document_is_issued(case):
            continue
        # Its own rule counts from the interview whenever that was; others from an interview count after the yes.
        is_result = kind is ClockKind.INTERVIEW_RESULT
        start = case.interviewed_at if is_result else start_of(case, rule.start_event) if rule else None
        if rule is None or start is None or not rule.has_limit or kind in live:
            continue
        if kind is ClockKind.COSTS:
            rule = replace(rule, acting_side=_payer(case))
        due = due_date_for(rule, start, requesting=case.requesting_country_id, receiving=case.receiving_country_id)
        before = last.get(kind)
        # One that was given up begins again: the new one takes its place.
        is_again = before is not None and (kind in _ONCE or before.state == ClockState.CANCELLED)
        started.append(clock_write(case, kind, due, follows=before if is_again else None))
    return started


def _payer(case: Case) -> str:
    """The side from which costs are claimed: agreements give the time for payment to whoever owes."""
    claimed = CostClaim.objects.filter(case=case).order_by("sent_at").values_list("claimed_side", flat=True).last()
    return Side.RECEIVING if claimed == Side.REQUESTING else Side.REQUESTING


def _interview_is_due(case: Case, rule: ResolvedRule | None) -> bool:
    """Whether an interview is asked for that nobody has held, and the rule is about it: after the reply only one that
    counts from the reply is left, because every other ends with it. What counts from the delivery is owed for an
    interview that the application asks for; for one that is asked for later no agreement here says so."""
    interview = Interview.objects.filter(case=case, status__in=TO_BE_HELD).first()
    if interview is None or rule is None:
        return False
    if rule.start_event == StartEvent.INTERVIEW_REQUEST:
        return case.decided_at is None or interview.asked_at > case.decided_at
    return rule.start_event == StartEvent.REPLY or (case.decided_at is None and interview.asked_on_form)


def _document_is_issued(case: Case) -> bool:
    """Whether there is a travel document already: what happens after its issue makes none due again."""
    gone = (TravelDocumentStatus.REVOKED, TravelDocumentStatus.LOST)
    return TravelDocument.objects.filter(case=case).exclude(status__in=gone).exists()


def _validity_start(case: Case, running: CaseClock | None) -> list[CaseClock]:
    """The clock of the newest travel document: the paper says itself until when it may be used. It takes the place of
    the clock of an earlier document."""
    document = TravelDocument.objects.filter(case=case).order_by("issued_at").last()
    if document is None:
        return []
    rule = ResolvedRule(
        kind=RuleKind.TRAVEL_DOCUMENT_VALIDITY,
        track=case.track,
        value=None,
        unit=Unit.NONE,
        start_event=StartEvent.TRAVEL_DOCUMENT_ISSUE,
        agreement_code=case.agreement_id,
        agreement_title="",
        acting_side=Side.REQUESTING,
        certainty=Certainty.TEXT,
    )
    due = fixed(rule, document.issued_at, document.valid_until, case.receiving_country.time_zone)
    return [clock_write(case, ClockKind.TRAVEL_DOCUMENT_VALIDITY, due, follows=running)]


def renewal_clock_start(case: Case) -> list[CaseClock]:
    """A travel document expired before the person was transferred: where the agreement counts the time for a new one
    from the expiry, it runs without being asked for. Not for a document of the requesting country, and not once a short
    second application takes the place of the request.
    """
    rules = rules_of(case)
    rule = rules.get(RuleKind.TRAVEL_DOCUMENT_RENEWAL)
    issued = list(TravelDocument.objects.filter(case=case).order_by("issued_at", "id"))
    if rule is None or rule.start_event != StartEvent.DOCUMENT_EXPIRY or not issued or issued[-1].fallback:
        return []
    if RuleKind.RESUBMISSION_REPLY in rules and start_of(case, StartEvent.RESUBMISSION) is not None:
        return []
    return clocks_start(case, [ClockKind.TRAVEL_DOCUMENT_RENEWAL])


def clock_share(case: Case, kind: ClockKind) -> None:
    """What was counted by one side alone is seen by both from now on: notice of a transfer is given, the application is
    submitted. What it took the place of (a plan that was never announced, another day in the draft) is not, nor that
    there was anything."""
    own = CaseClock.objects.live().filter(case=case, kind=kind, own_side=Side.REQUESTING)
    own.update(own_side="", follows=None)


def submission_is_limited(case: Case) -> bool:
    """Whether the agreement limits the time for the application of this track, from a day that it names."""
    rule = rules_of(case).get(RuleKind.SUBMISSION)
    return rule is not None and rule.has_limit and rule.start_event in NAMED_STARTS


def submission_clock_set(case: Case) -> None:
    """The time limit for the application of a draft runs from the day that the draft names; it is counted anew when
    that day or an obstacle is changed, and given up when the day is taken out."""
    row = clock_running(case, ClockKind.SUBMISSION)
    due = submission_due(case, rules_of(case))
    if due is None:
        clocks_end(case, [ClockKind.SUBMISSION], ClockState.CANCELLED)
    elif row is None or (row.started_at, row.due_at) != (due.start, due.at):
        clock_write(case, ClockKind.SUBMISSION, due, follows=row)
    case.next_due_at, case.next_due_kind, _zone = next_due(case)


def accelerated_clock_set(case: Case) -> None:
    """The time for an application in the accelerated procedure runs from the apprehension that the draft names; it is
    counted anew when that is changed, and given up with the procedure."""
    row = clock_running(case, ClockKind.ACCELERATED_SUBMISSION)
    rule = rules_of(case).get(RuleKind.ACCELERATED_SUBMISSION) if is_accelerated(case) else None
    start = start_of(case, rule.start_event) if rule and rule.has_limit else None
    if rule is None or start is None:
        clocks_end(case, [ClockKind.ACCELERATED_SUBMISSION], ClockState.CANCELLED)
    elif row is None or row.started_at != start:
        due = due_date_for(rule, start, requesting=case.requesting_country_id, receiving=case.receiving_country_id)
        clock_write(case, ClockKind.ACCELERATED_SUBMISSION, due, follows=row)
    case.next_due_at, case.next_due_kind, _zone = next_due(case)


def clock_write(case: Case, kind: str, due: DueDate, *, follows: CaseClock | None = None) -> CaseClock:
    """A new time limit; follows: the row whose place it takes, which keeps what it said."""
    if follows is not None:
        # One that was over already keeps its end.
        follows.state, follows.ended_at = ClockState.SUPERSEDED, follows.ended_at or clock.now()
        follows.save(force_update=True, update_fields=["state", "ended_at"])
    row = CaseClock(
        case=case,
        kind=kind,
        acting_side=due.rule.acting_side,
        own_side=_OWN_SIDE.get(kind, ""),
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
    beginning of that day where the state is that must act. Of a limit that the text calls normal the same holds: it has
    no effect but to warn.
    """
    zone = ZoneInfo(due.time_zone)
    # A limit that ends at midnight ends with the day before.
    ends = min(due.earliest_at, due.normally_at or due.earliest_at)
    last_day = (ends.astimezone(zone) - timedelta(microseconds=1)).date()
    warns = datetime.combine(last_day - timedelta(days=SOON_DAYS), time(), tzinfo=zone)
    # A limit of hours or of very few days would be at risk before it began: it is from its middle on.
    return due.start + (ends - due.start) / 2 if warns <= due.start < ends else warns


def clocks_end(case: Case, kinds: Iterable[ClockKind], state: ClockState, *, at: datetime | None = None) -> None:
    """What live clocks of these kinds ask for is done, or given up, now or `at` an earlier instant. What is done after
    the limit is done, but late: it stays missed; a window had ended. What is given up after the limit was missed as
    well: it is over at its own end, because nothing was done then; of a limit that one side alone sees nobody says so.
    A limit that stands still has not passed.
    """
    at = at or clock.now()
    live = CaseClock.objects.live().filter(case=case, kind__in=list(kinds))
    passed = live.exclude(state=ClockState.PAUSED).filter(due_at__lte=at)
    ended_at: datetime | F = at
    if state != ClockState.MET:
        passed, ended_at = passed.filter(own_side=""), F("due_at")
    passed.filter(kind__in=WINDOWS).update(state=ClockState.EXPIRED, ended_at=ended_at)
    passed.update(state=ClockState.MISSED, ended_at=ended_at)
    live.update(state=state, ended_at=at)


def inconclusive_meets_reply(case: Case) -> bool:
    """Whether "inconclusive" answers the reply limit under this case's rule; not known counts as no."""
    rule = rule_of(case, ClockKind.REPLY, rules_of(case))
    return bool(rule and rule.inconclusive_answers)


def clock_running(case: Case, kind: ClockKind) -> CaseClock | None:
    """The clock of a kind that still wants something, if there is one."""
    return CaseClock.objects.live().filter(case=case, kind=kind).first()


def next_due(case: Case) -> tuple[datetime | None, str, str]:
    """The nearest due date that still wants something, its kind and the zone of the state that must act."""
    row = (
        CaseClock.objects.live()
        .filter(case=case)
        .exclude(Q(state=ClockState.PAUSED) | Q(kind__in=NOT_NEXT))
        .order_by("due_at")
        .values_list("due_at", "kind", "due__time_zone")
        .first()
    )
    return row or (None, "", "")


def due_of(row: CaseClock) -> DueDate:
    """The stored due date as a value, with its steps."""
    return DueDate.from_json(row.due)


def is_extended(row: CaseClock) -> bool:
    """Whether it is a longer time limit for the reply in the place of the one that it follows."""
    return due_of(row).rule.kind in (RuleKind.REPLY_EXTENSION, RuleKind.ACCELERATED_REPLY_EXTENSION)


def first_limit(row: CaseClock) -> CaseClock:
    """The time limit without its extensions. A rule or a calendar that was corrected meanwhile stays corrected."""
    while row.follows is not None and is_extended(row):
        row = row.follows
    return row


def clocks_met_by(outcome: str, case: Case, kinds: Iterable[ClockKind]) -> list[ClockKind]:
    """Which clocks a decision meets: an inconclusive one leaves the reply clock alone, unless the rule says so."""
    kinds = list(kinds)
    if outcome == Outcome.INCONCLUSIVE and not inconclusive_meets_reply(case):
        kinds = [kind for kind in kinds if kind is not ClockKind.REPLY]
    return kinds
