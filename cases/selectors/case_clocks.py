"""The time limits of a case for the page: running, kept, not yet begun; each with its reasons in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.choices import OPEN_STATUSES, ClockKind, ClockState
from cases.clocks import RULE_OF, due_of
from cases.models import Case, CaseClock
from cases.wording import zone_place
from core.jinja import date_long
from countries.choices import StartEvent
from countries.clocks import DueDate, ResolvedRule
from countries.clocks.wording import explain, explain_silence, limit_in_words

_STATES = {
    ClockState.RUNNING: "running",
    ClockState.PAUSED: "paused",
    ClockState.MET: "done",
    ClockState.MISSED: "late",
    ClockState.CANCELLED: "stopped",
    ClockState.SUPERSEDED: "replaced",
}


@dataclass(frozen=True, slots=True)
class ClockView:
    """One time limit. state: running | waiting | unlimited | stopped | done | late (done, but at ended_at: too late).

    zone: of the state that must act; place: its city; why: the count in one sentence; unverified: what is not sure, or
    empty; steps: how it was counted.
    """

    name: str
    state: str
    why: str
    unverified: str
    due_at: datetime | None = None
    zone: str = "UTC"
    place: str = ""
    steps: Sequence[str] = ()
    ended_at: datetime | None = None


def clock_views(case: Case, rows: Sequence[CaseClock], rules: Mapping[str, ResolvedRule]) -> list[ClockView]:
    """Running limits first (nearest first), then those that have not begun, then those that ended."""
    running = [_view(row) for row in rows if row.is_live]
    ended = [_view(row) for row in rows if not row.is_live]
    known = {row.kind for row in rows}
    waiting: list[ClockView] = []
    if case.status in OPEN_STATUSES:
        for kind in ClockKind:
            rule = rules.get(RULE_OF[kind])
            if rule is not None and kind not in known:
                waiting.append(_waiting(str(kind.label), rule))
    return [*running, *waiting, *ended]


def _view(row: CaseClock) -> ClockView:
    due = due_of(row)
    lines = explain(due)
    why = " ".join(filter(None, (lines[0] if lines else "", explain_silence(due.rule))))
    if not row.is_live:
        # It is over: the count can be opened, and what was not sure stays marked in one word.
        return ClockView(
            name=str(row.get_kind_display()),
            state=_STATES[ClockState(row.state)],
            why="",
            unverified=_("unverified") if unverified_words(due) else "",
            due_at=row.due_at,
            zone=due.time_zone,
            place=zone_place(due.time_zone),
            steps=lines,
            ended_at=row.ended_at,
        )
    return ClockView(
        name=str(row.get_kind_display()),
        state=_STATES[ClockState(row.state)],
        why=why,
        unverified=unverified_words(due),
        due_at=row.due_at,
        zone=due.time_zone,
        place=zone_place(due.time_zone),
        steps=lines[1:],
    )


def is_late(row: CaseClock) -> bool:
    """What the limit asks for was done, but after the due date."""
    return row.state == ClockState.MET and row.ended_at is not None and row.ended_at > row.due_at


def unverified_words(due: DueDate) -> str:
    """What of a due date is not sure: its value, its counting (both readings are named), or empty."""
    said = []
    if not due.rule.is_verified:
        said.append(_("Unverified: this time limit was not read in the text of the agreement."))
    if due.earliest_at != due.at:
        words = {"earliest": date_long(due.earliest_last_day), "latest": date_long(due.last_day)}
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
    return ClockView(name, "waiting" if rule.has_limit else "unlimited", why, unverified)
