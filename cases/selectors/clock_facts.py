"""What is told of a time limit beside its date: how it began, stood still, was extended, what took whose place."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import FROM_DELIVERY, ClockKind, ClockState, ExtensionState, PauseCode, Status
from cases.clocks import due_of
from cases.models import Case, CaseClock
from cases.silence_rules import silence_rule
from cases.wording import moment_words
from core import clock
from core.jinja import date_long, due_words
from countries.choices import Certainty, StartEvent, SuspensionCause
from countries.clocks import DueDate, ResolvedRule, codes
from countries.clocks.wording import limit_in_words, obstacle_words
from countries.models import Country
from countries.selectors.places import country_name


def start_words(row: CaseClock, due: DueDate, by_id: Mapping[Any, CaseClock]) -> str:
    """What the acceptance by silence stands for, where the limit began with it: nobody asked for a document, and no
    answer arrived. Empty where the event of the rule happened itself."""
    stood_for = _STOOD_FOR.get(_start(due)["event"])
    passed = (
        other
        for other in by_id.values()
        if other.kind == ClockKind.REPLY and other.state == ClockState.MISSED and other.due_at == row.started_at
    )
    reply = next(passed, None) if stood_for else None
    if reply is None:
        return ""
    # Where the transfer may only go ahead without a reply, nobody has accepted anything.
    is_yes = silence_rule(reply, due_of(reply)).silence_means_acceptance
    return str(stood_for) % {"what": _("the acceptance by silence") if is_yes else _("the silence")}


_STOOD_FOR = {
    StartEvent.TRAVEL_DOCUMENT_REQUEST: gettext_lazy(
        "%(what)s, which stands in the place of the request for the travel document,"
    ),
    StartEvent.ACCEPTANCE_RECEIVED: gettext_lazy(
        "%(what)s, which stands in the place of the receipt of an acceptance,"
    ),
    StartEvent.REPLY: gettext_lazy("%(what)s, which stands in the place of the reply,"),
}


def _start(due: DueDate) -> Mapping[str, Any]:
    """With what it began: of an extended limit the first rule says so, not the rule of the extension."""
    first = next((step.parameters for step in due.steps if step.code == "counts"), None)
    return first or {"event": due.rule.start_event, "direction": due.rule.direction}


def began_words(row: CaseClock, due: DueDate, there: Country, stands_for: str) -> str:
    """With which event it began, and when. stands_for: as `start_words` gives it."""
    start = _start(due)
    event = start["event"]
    name = stands_for or (str(StartEvent(event).label) if event in StartEvent.values else "")
    # Of this start the application names the day alone.
    is_day = row.kind == ClockKind.SUBMISSION
    where = there if there.time_zone == due.time_zone else due.time_zone
    when = date_long(row.started_at, due.time_zone) if is_day else moment_words(row.started_at, where)
    words = {"event": name.rstrip(","), "when": when}
    if start["direction"] == codes.BEFORE:
        return _("Counted back from %(event)s: %(when)s.") % words
    return _("Began with %(event)s: %(when)s.") % words


def source_words(rule: ResolvedRule) -> str:
    """Article, where it was read, and how sure that is."""
    article = ", ".join(filter(None, (rule.agreement_title, rule.citation)))
    known = dict(Certainty.choices)
    read = "; ".join(filter(None, (rule.source, str(known.get(rule.certainty, rule.certainty)))))
    return _("%(article)s (%(read)s).") % {"article": article, "read": read} if article else ""


def _at(text: str | None, due: DueDate) -> str:
    return moment_words(datetime.fromisoformat(text), due.time_zone) if text else ""


def stood_words(row: CaseClock, due: DueDate) -> list[str]:
    """When it stood still, in the words that both sides read."""
    said, obstacle = [], obstacle_words(due.rule.citation)
    if row.kind == ClockKind.REPLY:
        obstacle = _("information that was asked for is awaited")
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


def reason_words(found: Mapping[str, Any]) -> str:
    """Why it stood still, where the reader's side knows."""
    if not found["code"]:
        return ""
    cause = str(SuspensionCause(found["cause"]).label)
    review = _("To be reviewed on %(day)s") % {"day": date_long(date.fromisoformat(found["review_on"]))}
    is_open = found["resumed_at"] is None
    said = (capfirst(cause), str(PauseCode(found["code"]).label), found["note"], review if is_open else "")
    return ". ".join(filter(None, said))


def asked_words(case: Case, row: CaseClock, due: DueDate) -> list[str]:
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


def followed_words(case: Case, row: CaseClock, by_id: Mapping[Any, CaseClock]) -> list[str]:
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
        words = _("It took the place of the time limit that ended %(when)s.")
        if before.due_at > clock.now():
            words = _("It took the place of the time limit that would have ended %(when)s.")
        said.append(words % {"when": when})
        said.append(_recomputed_words(row, before))
    if after is not None:
        when = due_words(after.due_at, after.due["time_zone"])
        said.append(_("Its place was taken by the time limit that ends %(when)s.") % {"when": when})
    return said


def _recomputed_words(row: CaseClock, before: CaseClock) -> str:
    """Why the day is another one though nothing happened to the limit itself; empty where something did."""
    was, now = due_of(before), due_of(row)
    if row.started_at != before.started_at or _made_longer(was) != _made_longer(now):
        return ""
    if was.rule != now.rule:
        return _("An administrator changed the rule, and this time limit was computed anew by it.")
    if was.calendar_version != now.calendar_version:
        return _("The public holidays were changed, and this time limit was computed anew.")
    return ""


def _made_longer(due: DueDate) -> list[str]:
    return [step.code for step in due.steps if step.code in ("extended", "stood_still")]
