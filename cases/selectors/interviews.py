"""Interviews of a case: the one in hand, as guards judge it, and all of them for the case page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.choices import UNDER_EXAMINATION, Status
from cases.choices_interviews import LIVE_INTERVIEW, InterviewStatus
from cases.models import Case, Interview, InterviewNote, StatusCheck
from cases.selectors.status_checks import status_check_of, status_check_stands
from cases.wording import moment_words
from cases.workflow.types import Situation
from core.jinja import date_long, local_time

# An application that came back keeps its interview, which its side can still postpone.
WITH_INTERVIEWS: Final = (*UNDER_EXAMINATION, Status.RETURNED_INCOMPLETE, Status.ACCEPTED)


def interviews_of(case: Case) -> list[Interview]:
    """Every interview of the case, oldest first, each with its mission. One statement."""
    return list(Interview.objects.filter(case=case).select_related("mission").order_by("asked_at", "id"))


def live_interview(interviews: Sequence[Interview]) -> Interview | None:
    """The interview about which somebody still has to do something."""
    return next((row for row in reversed(interviews) if row.status in LIVE_INTERVIEW), None)


def with_interview(
    case: Case,
    situation: Situation,
    interviews: Sequence[Interview] | None = None,
    check: StatusCheck | None = None,
) -> Situation:
    """The situation with what it says of interviews. interviews, check: what the caller holds; with no interviews both
    are asked for."""
    if case.status not in WITH_INTERVIEWS:
        return situation
    is_held = interviews is not None
    live = live_interview(interviews_of(case) if interviews is None else interviews)
    if live is None:
        return situation
    stands = ""
    if live.status == InterviewStatus.SCHEDULED and live.starts_at is not None:
        day = live.starts_at.astimezone(ZoneInfo(case.requesting_country.time_zone)).date()
        stands = status_check_stands(case, check if is_held else status_check_of(case), day)
    return replace(situation, interview=live.status, interview_asked_by=live.asked_side, interview_check=stands)


# --- for pages --------------------------------------------------------------------------------------------------------

_KINDS: Final = {
    InterviewStatus.CONFIRMED: "ok",
    InterviewStatus.CONCLUDED: "ok",
    InterviewStatus.NO_SHOW: "late",
    InterviewStatus.POSTPONED: "warn",
    InterviewStatus.CANCELLED: "quiet",
}


@dataclass(frozen=True, slots=True)
class NoteView:
    """What the reader's side keeps about an interview for itself. file_url: minutes as a file, or empty."""

    title: str
    text: str
    about: str
    file_url: str


@dataclass(frozen=True, slots=True)
class InterviewView:
    """One interview. rows: what both sides read; notes: the reader's side's own."""

    status: str
    kind: str
    rows: Sequence[tuple[str, str]]
    notes: Sequence[NoteView]


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check of the legal status, for the requesting side. stands: how it stands for the interview, in words."""

    rows: Sequence[tuple[str, str]]
    words: str
    kind: str


def interview_rows(case: Case, interview: Interview) -> list[tuple[str, str]]:
    """What both sides read of an interview."""
    form = str(interview.get_format_display()) if interview.format else ""
    when = moment_words(interview.starts_at, interview.zone) if interview.starts_at else ""
    language = interview.language
    if interview.needs_interpreter:
        language = ", ".join(filter(None, (language, _("with an interpreter"))))
    asked = f"{date_long(interview.asked_at)}, {interview.asked_office}"
    rows = [
        (_("Asked for"), f"{asked} ({_('on the form')})" if interview.asked_on_form else asked),
        (_("Held by"), interview.mission.name if interview.mission else case.receiving_authority.name),
        (_("Date and time"), when),
        (_("Form"), form),
        (_("Place"), interview.place),
        (_("Language"), language),
        (_("Held on"), date_long(interview.held_at, case.receiving_country.time_zone) if interview.held_at else ""),
        (_("Result"), str(interview.get_result_display()) if interview.result else ""),
        (_("Remark on the result"), interview.result_note),
    ]
    return [(str(label), value) for label, value in rows if value]


def interview_views(case: Case, interviews: Sequence[Interview]) -> list[InterviewView]:
    """The interviews of a case, newest first. One statement where there are any."""
    notes = list(InterviewNote.objects.filter(case=case).select_related("file")) if interviews else []
    return [
        InterviewView(
            str(row.get_status_display()),
            _KINDS.get(InterviewStatus(row.status), ""),
            interview_rows(case, row),
            [_note(note) for note in notes if note.interview_id == row.id],
        )
        for row in reversed(interviews)
    ]


def _note(note: InterviewNote) -> NoteView:
    code = str(note.get_code_display()) if note.code else ""
    return NoteView(
        str(note.get_kind_display()),
        ": ".join(filter(None, (code, note.text))),
        f"{note.written_by_name}, {local_time(note.written_at)}",
        reverse("documents:file-view", args=[note.file_id]) if note.file_id else "",
    )


def check_view(case: Case, interviews: Sequence[Interview], check: StatusCheck) -> CheckView:
    """The newest check of the legal status, and whether it holds for the interview whose date is set."""
    rows = [
        (_("Checked on"), date_long(check.checked_on)),
        (_("Result"), str(check.get_result_display())),
        (_("Remark"), check.note),
        (_("Checked by"), check.checked_by_name),
    ]
    live = live_interview(interviews)
    words, kind = "", ""
    if (
        live is not None
        and live.starts_at is not None
        and live.status
        in (
            InterviewStatus.SCHEDULED,
            InterviewStatus.CONFIRMED,
        )
    ):
        day = live.starts_at.astimezone(ZoneInfo(case.requesting_country.time_zone)).date()
        words, kind = {
            "fresh": (_("Fresh enough for the interview"), "ok"),
            "old": (_("Too old for the interview"), "late"),
            "negative": (_("The person may not be presented"), "late"),
        }[status_check_stands(case, check, day)]
    return CheckView([(str(label), value) for label, value in rows if value], words, kind)
