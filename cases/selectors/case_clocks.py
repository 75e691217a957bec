"""The time limits of a case for the page: running, kept, not yet begun; each with its reasons in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import (
    FROM_DELIVERY,
    OPEN_STATUSES,
    ClockKind,
    ClockState,
    ExtensionState,
    PauseCode,
    Side,
    Status,
    VerificationStatus,
)
from cases.clocks import RULE_OF, WINDOWS, due_of, is_extended
from cases.models import Case, CaseClock, VerificationResult, VerificationTask
from cases.selectors.conversation import ThreadRow
from cases.wording import moment_words, zone_place
from core import clock
from core.jinja import date_long, due_words
from countries.choices import Certainty, StartEvent, SuspensionCause
from countries.clocks import DueDate, ResolvedRule, codes, end_of_day
from countries.clocks.wording import explain, explain_silence, limit_in_words, obstacle_words
from countries.models import Country
from countries.selectors.places import clock_place, country_name

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
    """One time limit. state: running | paused | passed (and still waited for) | waiting (not begun) | unlimited |
    stopped | replaced (another one follows) | done | late (done, but at ended_at: too late); of a window, which nobody
    misses: open | ended | used | used_late (done at ended_at, after its end).

    zone: of the state that must act; place: its city; here: the same instant on the reader's own clock, where that is
    another day or hour; why: the count in one sentence; facts: how it began, stood still, was extended, what it
    follows; own: what only the reader's side knows; unverified: what is not sure, or empty; steps: how it was counted;
    url: where what is waited for stands.
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


def clock_views(case: Case, rows: Sequence[CaseClock], rules: Mapping[str, ResolvedRule]) -> list[ClockView]:
    """Live limits first (nearest first), then those that have not begun, then those that ended.

    rows: as `CaseClockQuerySet.with_working` gives them.
    """
    by_id = {row.id: row for row in rows}
    running = [_view(case, row, by_id) for row in rows if row.is_live]
    ended = [_view(case, row, by_id) for row in rows if not row.is_live]
    # What was given up can begin again.
    known = {row.kind for row in rows if row.state not in (ClockState.CANCELLED, ClockState.SUPERSEDED)}
    waiting: list[ClockView] = []
    if case.status in OPEN_STATUSES:
        for kind in ClockKind:
            rule = rules.get(RULE_OF[kind])
            if kind is ClockKind.SUBMISSION and case.submitted_at:
                continue
            if kind is ClockKind.INTERVIEW and not case.is_interview_requested:
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
    for task in answers:
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
    lines = explain(due)
    there = case.requesting_country if row.acting_side == Side.REQUESTING else case.receiving_country
    view = ClockView(
        name=str(row.get_kind_display()),
        state=_state(row),
        why=" ".join(filter(None, (lines[0] if lines else "", explain_silence(_silence_rule(row, by_id))))),
        unverified=unverified_words(due),
        due_at=row.due_at,
        zone=due.time_zone,
        place=clock_place(there) if there.time_zone == due.time_zone else zone_place(due.time_zone),
        here=_here(row.due_at, due.time_zone),
        facts=[
            _began(row, due, there),
            _source(due.rule),
            *_stood(row, due),
            *_asked(case, row, due),
            *_followed(case, row, by_id),
        ],
        own=[words for found in row.stood if (words := _reason(found))],
        steps=lines[1:],
        ended_at=row.ended_at,
    )
    if row.is_live:
        # What both sides have to know now stands above the count.
        first = (
            _stood(row, due) if row.state == ClockState.PAUSED else [*_passed(view.state, due), *_asked(case, row, due)]
        )
        return replace(view, why=" ".join([*first, view.why]))
    # It is over: the count can be opened, and what was not sure stays marked in one word.
    return replace(view, why="", here="", unverified=_("unverified") if view.unverified else "", steps=lines)


def _silence_rule(row: CaseClock, by_id: Mapping[Any, CaseClock]) -> ResolvedRule:
    """Whose effect of silence holds: of an extended limit the first one's, where the extension says nothing."""
    rule = due_of(row).rule
    before = by_id.get(row.follows_id) if is_extended(row) else None
    if rule.effect_of_silence == codes.SILENCE_NOT_APPLICABLE and before is not None:
        return _silence_rule(before, by_id)
    return rule


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


def _began(row: CaseClock, due: DueDate, there: Country) -> str:
    event = due.rule.start_event
    name = str(StartEvent(event).label) if event in StartEvent.values else ""
    # Of this start the application names the day alone.
    is_day = row.kind == ClockKind.SUBMISSION
    where = there if there.time_zone == due.time_zone else due.time_zone
    when = date_long(row.started_at, due.time_zone) if is_day else moment_words(row.started_at, where)
    words = {"event": name, "when": when}
    if due.rule.direction == codes.BEFORE:
        return _("Counted back from %(event)s: %(when)s.") % words
    return _("Began with %(event)s: %(when)s.") % words


def _source(rule: ResolvedRule) -> str:
    """Article, where it was read, and how sure that is."""
    article = ", ".join(filter(None, (rule.agreement_title, rule.citation)))
    known = dict(Certainty.choices)
    read = "; ".join(filter(None, (rule.source, str(known.get(rule.certainty, rule.certainty)))))
    return _("%(article)s (%(read)s).") % {"article": article, "read": read} if article else ""


def _at(text: str | None, due: DueDate) -> str:
    return moment_words(datetime.fromisoformat(text), due.time_zone) if text else ""


def _stood(row: CaseClock, due: DueDate) -> list[str]:
    """When it stood still, in the words that both sides read."""
    said, obstacle = [], obstacle_words(due.rule.citation)
    for found in row.stood:
        words = {
            "from": _at(found["paused_at"], due),
            "to": _at(found["resumed_at"], due),
            "obstacle": obstacle,
        }
        if found["resumed_at"]:
            said.append(_("Stood still from %(from)s to %(to)s: %(obstacle)s.") % words)
        elif row.state == ClockState.PAUSED:
            said.append(_("Stands still since %(from)s: %(obstacle)s.") % words)
        else:
            said.append(_("Stood still from %(from)s: %(obstacle)s.") % words)
    return said


def _reason(found: Mapping[str, Any]) -> str:
    """Why it stood still, where the reader's side knows."""
    if not found["code"]:
        return ""
    cause = str(SuspensionCause(found["cause"]).label)
    review = _("To be reviewed on %(day)s") % {"day": date_long(date.fromisoformat(found["review_on"]))}
    is_open = found["resumed_at"] is None
    said = (capfirst(cause), str(PauseCode(found["code"]).label), found["note"], review if is_open else "")
    return ". ".join(filter(None, said))


def _asked(case: Case, row: CaseClock, due: DueDate) -> list[str]:
    """More time that was asked for, and the answer."""
    said = []
    for found in row.asked:
        limit = limit_in_words(found["asked_value"], due.rule.unit)
        words = {"when": _at(found["asked_at"], due), "limit": limit, "reasons": found["reasons"]}
        said.append(_("More time (%(limit)s) was asked for on %(when)s: %(reasons)s") % words)
        state = found["state"]
        if state == ExtensionState.REQUESTED and not row.is_live:
            state = ExtensionState.LAPSED
        answer = {"when": _at(found["decided_at"], due), "answer": found["answer"]}
        if state == ExtensionState.REQUESTED:
            words = {"country": country_name(case.requesting_country)}
            said.append(_("%(country)s has to answer before the time limit passes.") % words)
        elif state == ExtensionState.LAPSED:
            said.append(_("This was not answered before the time limit ended."))
        elif state == ExtensionState.REFUSED:
            said.append(_("Not granted on %(when)s: %(answer)s") % answer)
        elif found["granted_value"] != found["asked_value"] or found["answer"]:
            answer["limit"] = limit_in_words(found["granted_value"], due.rule.unit)
            said.append(_("Granted on %(when)s: %(limit)s. %(answer)s") % answer)
    return [line.strip() for line in said]


def _returned_at(case: Case, row: CaseClock, after: CaseClock | None) -> datetime | None:
    """When it ended before its time because the application went back: nothing follows yet, or a new delivery."""
    if row.kind not in FROM_DELIVERY or row.ended_at is None or not row.ended_at < row.due_at:
        return None
    if after is not None:
        is_returned = row.state == ClockState.SUPERSEDED and after.started_at > row.ended_at
    else:
        is_waiting = case.status in (Status.RETURNED_INCOMPLETE, Status.SUBMITTED)
        is_returned = row.state == ClockState.CANCELLED and is_waiting
    return row.ended_at if is_returned else None


def _followed(case: Case, row: CaseClock, by_id: Mapping[Any, CaseClock]) -> list[str]:
    """Which limit this one took the place of, and which one took its place."""
    said = []
    before = by_id.get(row.follows_id)
    after = next((other for other in by_id.values() if other.follows_id == row.id), None)
    if returned_at := _returned_at(case, row, after):
        when = moment_words(returned_at, row.due["time_zone"])
        said.append(_("It ended on %(when)s: the application was returned as incomplete.") % {"when": when})
    elif row.kind in FROM_DELIVERY and row.state == ClockState.SUPERSEDED and row.ended_at == row.due_at:
        said.append(_("It had passed before."))
    if before is not None:
        when = due_words(before.due_at, before.due["time_zone"])
        said.append(_("It took the place of the time limit that ended %(when)s.") % {"when": when})
    if after is not None:
        when = due_words(after.due_at, after.due["time_zone"])
        said.append(_("Its place was taken by the time limit that ends %(when)s.") % {"when": when})
    return said


_MAY_MEAN = {
    codes.SILENCE_ACCEPTED: gettext_lazy("Silence may count as acceptance under this agreement."),
    codes.SILENCE_TRANSFER_MAY_PROCEED: gettext_lazy(
        "Under this agreement the transfer may perhaps go ahead without a reply."
    ),
}


def _passed(state: str, due: DueDate) -> list[str]:
    """What a passed limit may mean where nobody has read it in the text."""
    rule = due.rule
    may_mean = _MAY_MEAN.get(rule.effect_of_silence)
    if state != "passed" or may_mean is None or (rule.silence_is_verified and due.is_verified):
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
    event = str(StartEvent(rule.start_event).label) if rule.start_event in StartEvent.values else ""
    source = ", ".join(filter(None, (rule.agreement_title, rule.citation)))
    limit = limit_in_words(rule.value, rule.unit)
    if rule.has_limit and event:
        why = _("%(limit)s from %(event)s (%(source)s).") % {"limit": limit, "event": event, "source": source}
    else:
        why = _("%(limit)s (%(source)s).") % {"limit": limit[:1].upper() + limit[1:], "source": source}
    unverified = "" if rule.is_verified else _("Unverified: not read in the text of the agreement.")
    if rule.is_verified and rule.readings:
        unverified = _("Unverified: it rests on the worth of the evidence, which nobody has read.")
    return ClockView(name, "waiting" if rule.has_limit else "unlimited", why, unverified)
