"""The time limits of a case for the page: running, kept, not yet begun; each with its reasons in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import (
    OPEN_STATUSES,
    ClockKind,
    ClockState,
    Side,
    Track,
    VerificationStatus,
)
from cases.clocks import OF_TRANSIT, WINDOWS, due_of, rule_of
from cases.models import Case, CaseClock, VerificationResult, VerificationTask
from cases.selectors.clock_facts import (
    asked_words,
    began_words,
    followed_words,
    reason_words,
    source_words,
    start_words,
    stood_words,
)
from cases.selectors.conversation import ThreadRow
from cases.silence_rules import silence_is_read, silence_rule
from cases.wording import zone_place
from core import clock
from core.jinja import date_long, due_words
from countries.choices import StartEvent
from countries.clocks import DueDate, ResolvedRule, codes, end_of_day
from countries.clocks.wording import explain, explain_length, explain_silence, limit_in_words
from countries.selectors.places import clock_place

_STATES = {
    ClockState.RUNNING: "running",
    ClockState.PAUSED: "paused",
    ClockState.MET: "done",
    ClockState.MISSED: "late",
    ClockState.EXPIRED: "used_late",
    ClockState.CANCELLED: "stopped",
    ClockState.SUPERSEDED: "replaced",
}


@dataclass(frozen=True, slots=True)
class ClockView:
    """One time limit. state: running | paused | passed (and still waited for) | waiting (not begun) | unlimited (the
    text gives no number) | unknown (no text was found) | stopped | replaced (another one follows) | done | late (done,
    but at ended_at: too late); of a window, which nobody misses: open | ended | used | used_late (done at ended_at,
    after its end).

    zone: of the state that must act; place: its city; here: the same instant on the reader's own clock, where that is
    another day or hour; is_strictly_over: whether the stricter count has passed while it runs; why: the count in one
    sentence; facts: how it began, stood still, was extended, what it follows; own: what only the reader's side knows;
    unverified: what is not sure, or empty; steps: how it was counted; url: where what is waited for stands.
    """

    name: str
    state: str
    why: str
    unverified: str
    due_at: datetime | None = None
    zone: str = "UTC"
    place: str = ""
    here: str = ""
    facts: Sequence[str] = ()
    own: Sequence[str] = ()
    steps: Sequence[str] = ()
    ended_at: datetime | None = None
    url: str = ""
    is_strictly_over: bool = False


def clock_views(case: Case, rows: Sequence[CaseClock], rules: Mapping[str, ResolvedRule]) -> list[ClockView]:
    """Live limits first (nearest first), then those that have not begun, then those that ended.

    rows: as `CaseClockQuerySet.with_working` gives them.
    """
    by_id = {row.id: row for row in rows}
    for row in rows:
        # As the rows in hand say: nothing is asked for again.
        if row.follows_id in by_id:
            row.follows = by_id[row.follows_id]
    running = [_view(case, row, by_id) for row in rows if row.is_live]
    ended = [_view(case, row, by_id) for row in rows if not row.is_live]
    # What was given up can begin again.
    known = {row.kind for row in rows if row.state not in (ClockState.CANCELLED, ClockState.SUPERSEDED)}
    waiting: list[ClockView] = []
    if case.status in OPEN_STATUSES:
        for kind in ClockKind:
            rule = rule_of(case, kind, rules)
            if kind is ClockKind.SUBMISSION and case.submitted_at:
                continue
            if case.track == Track.TRANSIT and kind not in OF_TRANSIT:
                continue
            # It begins with the draft that asks for it, or never.
            if kind is ClockKind.ACCELERATED_SUBMISSION:
                continue
            is_of_interview = kind in (ClockKind.INTERVIEW, ClockKind.INTERVIEW_RESULT)
            if is_of_interview and not (case.is_interview_requested or case.interviewed_at):
                continue
            if rule is not None and kind not in known:
                waiting.append(_waiting(str(kind.label), rule))
    return [*running, *waiting, *ended]


def asked_views(
    case: Case, threads: Sequence[ThreadRow], answers: Sequence[VerificationTask | VerificationResult]
) -> list[ClockView]:
    """Days that people set: for answering a request for information, and for an agency's answer (the receiving side
    alone sees whom it asked)."""
    views = [
        ClockView(
            name=_("Information: %(what)s") % {"what": row.title},
            state="running",
            why=_("Asked by %(office)s.") % {"office": row.office},
            unverified="",
            due_at=end_of_day(row.due_on, ZoneInfo(row.zone)),
            zone=row.zone,
            place=row.place,
            url=row.url,
        )
        for row in threads
        if row.is_request and row.due_on is not None
    ]
    there = case.receiving_country
    # What was asked before the reply is of no use to anybody once there is one.
    is_wanted = case.status in OPEN_STATUSES and case.decided_at is None
    for task in answers if is_wanted else ():
        if isinstance(task, VerificationTask) and task.status == VerificationStatus.ASKED and task.due_on:
            views.append(
                ClockView(
                    name=_("Verification: %(agency)s") % {"agency": task.agency.name},
                    state="running",
                    why="",
                    unverified="",
                    due_at=end_of_day(task.due_on, ZoneInfo(there.time_zone)),
                    zone=there.time_zone,
                    place=clock_place(there),
                )
            )
    return views


def _view(case: Case, row: CaseClock, by_id: Mapping[Any, CaseClock]) -> ClockView:
    due = due_of(row)
    silence = silence_rule(row, due)
    event = start_words(row, due, by_id)
    lines, length = explain(due, event=event, silence_rule=silence), explain_length(due, event=event)
    means = explain_silence(silence)
    there = case.requesting_country if row.acting_side == Side.REQUESTING else case.receiving_country
    view = ClockView(
        name=str(row.get_kind_display()),
        state=_state(row),
        why=" ".join(filter(None, (*length, means))),
        unverified=unverified_words(due),
        due_at=row.due_at,
        zone=due.time_zone,
        place=clock_place(there) if there.time_zone == due.time_zone else zone_place(due.time_zone),
        here=_here(row.due_at, due.time_zone),
        facts=[
            began_words(row, due, there, event),
            source_words(due.rule),
            *stood_words(row, due),
            *asked_words(case, row, due),
            *followed_words(case, row, by_id),
        ],
        own=[words for found in row.stood if (words := reason_words(found))],
        steps=[line for line in lines if line not in length],
        ended_at=row.ended_at,
        is_strictly_over=due.earliest_at <= clock.now() < due.at,
    )
    if row.is_live:
        # What both sides have to know now stands above the count.
        first = stood_words(row, due)
        if row.state != ClockState.PAUSED:
            first = [*_passed(view.state, row, due, silence), *asked_words(case, row, due)]
        return replace(view, why=" ".join([*first, view.why]))
    if row.state in (ClockState.CANCELLED, ClockState.SUPERSEDED):
        # It ended before its time: silence meant nothing.
        lines = [line for line in lines if line != means]
    # It is over: the count can be opened, and what was not sure stays marked in one word.
    return replace(view, why="", here="", unverified=_("unverified") if view.unverified else "", steps=lines)


def _state(row: CaseClock) -> str:
    # Silence ends a limit at its own end: nothing was done then.
    if row.state == ClockState.MISSED and row.ended_at in (None, row.due_at):
        return "passed"
    if row.kind in WINDOWS:
        return _window_state(row)
    return _STATES[ClockState(row.state)]


def _window_state(row: CaseClock) -> str:
    """A window that has closed has ended, whether or not the sweep has been here."""
    if row.state == ClockState.RUNNING:
        return "open" if row.due_at > clock.now() else "ended"
    if row.state == ClockState.EXPIRED and row.ended_at == row.due_at:
        return "ended"
    return "used" if row.state == ClockState.MET else _STATES[ClockState(row.state)]


def _here(at: datetime, zone: str) -> str:
    """The end on the reader's own clock, where that says something else than the legal one."""
    here = timezone.get_current_timezone()
    if at.astimezone(here).replace(tzinfo=None) == at.astimezone(ZoneInfo(zone)).replace(tzinfo=None):
        return ""
    return _("%(when)s by your clock") % {"when": due_words(at)}


_MAY_MEAN = {
    codes.SILENCE_ACCEPTED: gettext_lazy("Silence may count as acceptance under this agreement."),
    codes.SILENCE_TRANSFER_MAY_PROCEED: gettext_lazy(
        "Under this agreement the transfer may perhaps go ahead without a reply."
    ),
}


def _passed(state: str, row: CaseClock, due: DueDate, silence: ResolvedRule) -> list[str]:
    """What a passed limit may mean where nobody has read it in the text."""
    may_mean = _MAY_MEAN.get(silence.effect_of_silence)
    if state != "passed" or may_mean is None or silence_is_read(row, due):
        return []
    return [
        str(may_mean),
        _("RCMS does not do that by itself: an administrator has to confirm the value with its source first."),
    ]


def unverified_words(due: DueDate) -> str:
    """What of a due date is not sure: its value, its counting (both readings are named), or empty."""
    said = []
    if not due.rule.is_verified:
        said.append(_("Unverified: this time limit was not read in the text of the agreement."))
    words = {"earliest": date_long(due.earliest_last_day), "latest": date_long(due.last_day)}
    if due.rests_on_worth:
        said.append(_("Unverified: this time limit rests on the worth of the evidence, which nobody has read."))
        if due.earliest_at != due.at:
            said.append(_("It can end on %(earliest)s; legal effect uses the later day, %(latest)s.") % words)
    elif due.earliest_at != due.at:
        said.append(
            _(
                "Unverified counting: counted most strictly it ends on %(earliest)s; "
                "legal effect uses the later day, %(latest)s."
            )
            % words
        )
    elif not due.is_verified and due.rule.is_verified:
        said.append(_("Unverified: the public holidays of these days are not known for certain."))
    return " ".join(said)


def _waiting(name: str, rule: ResolvedRule) -> ClockView:
    """A limit that has not begun, or has no number: then what the text says instead, as far as it was read."""
    event = str(StartEvent(rule.start_event).label) if rule.start_event in StartEvent.values else ""
    source = ", ".join(filter(None, (rule.agreement_title, rule.citation)))
    limit = limit_in_words(rule.value, rule.unit, is_read=rule.is_verified)
    words = {"limit": capfirst(limit), "event": event, "source": source}
    unverified = "" if rule.is_verified else _("Unverified: not read in the text of the agreement.")
    if not rule.has_limit:
        why = _("%(limit)s (%(source)s).") % words
        if not rule.is_verified:
            return ClockView(name, "unknown", _("No text was found that says it (%(source)s).") % words, "")
        said = _("What was read: %(wording)s") % {"wording": rule.wording} if rule.wording else ""
        return ClockView(name, "unlimited", " ".join(filter(None, (why, said))), "")
    if rule.direction == codes.BEFORE:
        why = _("At least %(limit)s before %(event)s (%(source)s).") % {**words, "limit": limit}
    elif event:
        why = _("%(limit)s from %(event)s (%(source)s).") % words
    else:
        why = _("%(limit)s (%(source)s).") % words
    if rule.is_verified and rule.readings:
        unverified = _("Unverified: it rests on the worth of the evidence, which nobody has read.")
    return ClockView(name, "waiting", why, unverified)
