"""Forms and services of the acts about interviews (see `act_doings`)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices_interviews import LIVE_INTERVIEW, InterviewFormat
from cases.forms import interviews as forms
from cases.forms.acts import ConfirmForm
from cases.models import Interview
from cases.services import interviews
from cases.views.doing import Doing, Setting, confirmed, with_fields
from cases.wording import moment_words
from core.forms import today
from countries.selectors.places import clock_place


def _live(setting: Setting) -> Interview | None:
    return Interview.objects.filter(case=setting.case, status__in=LIVE_INTERVIEW).first()


def _here(setting: Setting) -> str:
    return setting.case.requesting_country.time_zone


def _schedule_options(setting: Setting) -> dict[str, Any]:
    live, zone = _live(setting), _here(setting)
    initial: dict[str, Any] = {"format": InterviewFormat.IN_PERSON}
    if live is not None:
        is_offered = live.format and live.format != InterviewFormat.MISSION
        initial = {
            "format": live.format if is_offered else InterviewFormat.IN_PERSON,
            "place": live.place,
            "language": live.language,
            "needs_interpreter": live.needs_interpreter,
        }
        if live.starts_at is not None:
            local = live.starts_at.astimezone(ZoneInfo(zone))
            initial |= {"interview_date": local.date(), "interview_time": f"{local:%H:%M}"}
    return {"zone": zone, "initial": initial}


def _schedule_hint(setting: Setting) -> str:
    words = {"place": clock_place(setting.case.requesting_country)}
    return _("Date and time are those on the clocks of %(place)s.") % words


def _when_hint(setting: Setting) -> str:
    live = _live(setting)
    if live is None or live.starts_at is None:
        return ""
    return _("The interview is set for %(when)s.") % {"when": moment_words(live.starts_at, live.zone)}


def _schedule(actor: Actor, key: UUID, version: int, form: forms.ScheduleInterviewForm) -> Any:
    return interviews.interview_schedule(actor=actor, case_id=key, version=version, values=form.values())


def _record(actor: Actor, key: UUID, version: int, form: forms.RecordInterviewForm) -> Any:
    return interviews.interview_record(
        actor=actor,
        case_id=key,
        version=version,
        held_on=form.cleaned_data["held_on"],
        is_other_day=form.cleaned_data["is_other_day"],
        participants=form.cleaned_data["participants"],
        minutes=form.cleaned_data["minutes"],
        upload=form.file(),
    )


INTERVIEW_DOINGS: Mapping[str, Doing] = {
    "request_interview": Doing(
        forms.RequestInterviewForm, with_fields(interviews.interview_ask, language="language", reason="reason")
    ),
    "schedule_interview": Doing(
        forms.ScheduleInterviewForm,
        _schedule,
        _schedule_options,
        hint=_schedule_hint,
        template="cases/acts/schedule_interview.html",
    ),
    "confirm_presentation": Doing(ConfirmForm, confirmed(interviews.presentation_confirm), hint=_when_hint),
    "postpone_interview": Doing(
        forms.PostponeInterviewForm,
        with_fields(interviews.interview_postpone, code="code", note="note"),
        hint=_when_hint,
    ),
    "record_interview": Doing(
        forms.RecordInterviewForm,
        _record,
        hint=_when_hint,
        told=lambda form: {"held_on": form.cleaned_data["held_on"].isoformat()},
    ),
    "record_no_show": Doing(ConfirmForm, confirmed(interviews.no_show_record), hint=_when_hint),
    "give_interview_result": Doing(
        forms.InterviewResultForm,
        with_fields(interviews.interview_result_give, result="result", note="note"),
        told=lambda form: {"result": form.cleaned_data["result"]},
    ),
    "cancel_interview": Doing(ConfirmForm, confirmed(interviews.interview_cancel), is_warning=True),
    "record_status_check": Doing(
        forms.StatusCheckForm,
        with_fields(interviews.status_check_record, checked_on="checked_on", result="result", note="note"),
        lambda setting: {"initial": {"checked_on": today()}},
        told=lambda form: {"result": form.cleaned_data["result"]},
    ),
}
