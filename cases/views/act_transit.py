"""Forms and services of the acts of a transit."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.forms import transit as forms
from cases.forms.acts import ConfirmForm, ReasonForm
from cases.models import Transit, TransitPlan
from cases.selectors.transit import schedule_words, use_words
from cases.services import transit
from cases.views.doing import Do, Doing, Setting, confirmed, with_fields
from core import clock
from countries.selectors.places import crossing_points_of


def _points(setting: Setting) -> list[tuple[str, str]]:
    return [(point.code, str(point)) for point in crossing_points_of(setting.case.receiving_country_id)]


def _moment(at: Any, zone: str, day: str, hour: str) -> dict[str, Any]:
    if at is None:
        return {}
    local = at.astimezone(ZoneInfo(zone))
    return {day: local.date(), hour: f"{local:%H:%M}"}


def _clock_hint(setting: Setting) -> str:
    return _("Date and time are those on the clocks of %(place)s.") % {"place": setting.place}


def _answer_options(setting: Setting) -> dict[str, Any]:
    plan = TransitPlan.objects.get(case=setting.case)
    initial = _moment(plan.enters_at, setting.there, "enters_on", "enters_time")
    initial["entry_point"] = plan.entry_point_id
    return {"points": _points(setting), "zone": setting.there, "initial": initial}


def _answer(actor: Actor, key: UUID, version: int, form: forms.TransitAnswerForm) -> Any:
    said = form.cleaned_data
    return transit.transit_answer_propose(
        actor=actor,
        case_id=key,
        version=version,
        outcome=said["outcome"],
        entry_point=said["entry_point"],
        enters_at=said.get("at"),
        conditions=said["conditions"],
        reason_codes=said["grounds"],
        reasons=said["reasons"],
    )


_CARRIED = ("entry_carrier", "exit_carrier", "escorts", "escort_names")


def _schedule_options(setting: Setting) -> dict[str, Any]:
    """What was scheduled before, else what was asked for, at the time of the consent."""
    before = Transit.objects.filter(case=setting.case).first()
    known: Any = before or TransitPlan.objects.get(case=setting.case)
    consent = None if before else transit.consent_of(setting.case)
    initial = {name: getattr(known, name) for name in _CARRIED}
    initial["exit_point"] = known.exit_point_id
    initial |= _moment(consent.enters_at if consent else known.enters_at, setting.there, "enters_on", "enters_time")
    initial |= _moment(known.leaves_at, setting.there, "leaves_on", "leaves_time")
    return {"points": _points(setting), "zone": setting.there, "initial": initial}


def _schedule_hint(setting: Setting) -> str:
    consent = transit.consent_of(setting.case)
    said = [_clock_hint(setting), *schedule_words(setting.case, setting.rules)]
    if consent is not None:
        said.insert(0, _("Entry at %(point)s, as the consent says.") % {"point": consent.entry_point})
    return " ".join(said)


def _schedule(actor: Actor, key: UUID, version: int, form: forms.ScheduleTransitForm) -> Any:
    return transit.transit_schedule(actor=actor, case_id=key, version=version, values=form.schedule())


def _now(setting: Setting) -> dict[str, Any]:
    return {
        "zone": setting.there,
        "initial": _moment(clock.now(), setting.there, "crossed_on", "crossed_time"),
    }


def _expired(setting: Setting) -> dict[str, Any]:
    """The time for which the entry was scheduled: it lies in the past."""
    transit_ = Transit.objects.get(case=setting.case)
    return {"zone": setting.there, "initial": _moment(transit_.enters_at, setting.there, "crossed_on", "crossed_time")}


def _expired_hint(setting: Setting) -> str:
    return " ".join([_clock_hint(setting), *use_words(setting.case)])


def _take_back_options(setting: Setting) -> dict[str, Any]:
    before = Transit.objects.filter(case=setting.case).first()
    initial: dict[str, Any] = {}
    if before is not None:
        initial = {"point": before.take_back_point_id or before.entry_point_id, "documents": before.take_back_documents}
        initial |= _moment(before.take_back_at, setting.there, "take_back_on", "take_back_time")
    return {"points": _points(setting), "zone": setting.there, "initial": initial}


def _taken_back_options(setting: Setting) -> dict[str, Any]:
    found = _now(setting)
    before = Transit.objects.filter(case=setting.case).first()
    found["initial"]["documents"] = before.take_back_documents if before else ""
    return found


def _end(name: str) -> Do:
    def do(actor: Actor, key: UUID, version: int, form: Any) -> Any:
        said = form.cleaned_data
        return transit.transit_end(
            actor=actor, case_id=key, version=version, name=name, code=said["code"], note=said["note"]
        )

    return do


def _code(form: Any) -> dict[str, Any]:
    return {"code": form.cleaned_data["code"]}


_COUNTERSIGN = Doing(
    ConfirmForm, confirmed(transit.transit_answer_countersign), template="cases/acts/countersign_transit.html"
)
TRANSIT_DOINGS: Mapping[str, Doing] = {
    "propose_transit_answer": Doing(
        forms.TransitAnswerForm,
        _answer,
        _answer_options,
        hint=_clock_hint,
        template="cases/acts/propose_transit_answer.html",
    ),
    "countersign_transit_consent": _COUNTERSIGN,
    "countersign_transit_refusal": _COUNTERSIGN,
    "send_back_transit_answer": Doing(ReasonForm, with_fields(transit.transit_answer_send_back, reason="reason")),
    "propose_transit_revocation": Doing(
        forms.RevokeTransitForm,
        with_fields(transit.transit_revocation_propose, code="code", note="note"),
        told=_code,
        is_warning=True,
    ),
    "revoke_transit": Doing(ConfirmForm, confirmed(transit.transit_revoke), is_warning=True),
    "send_back_transit_revocation": Doing(
        ReasonForm, with_fields(transit.transit_revocation_send_back, reason="reason")
    ),
    "schedule_transit": Doing(forms.ScheduleTransitForm, _schedule, _schedule_options, hint=_schedule_hint),
    "record_transit_entry": Doing(
        forms.CrossingForm, with_fields(transit.transit_entry_record, at="at"), _now, hint=_clock_hint
    ),
    "record_transit_entry_late": Doing(
        forms.CrossingForm, with_fields(transit.transit_entry_record_late, at="at"), _expired, hint=_expired_hint
    ),
    "record_transit_exit": Doing(
        forms.CrossingForm, with_fields(transit.transit_exit_record, at="at"), _now, hint=_clock_hint
    ),
    "record_transit_no_entry": Doing(forms.NoEntryForm, _end("record_transit_no_entry"), told=_code, is_warning=True),
    "cancel_transit": Doing(forms.CancelTransitForm, _end("cancel_transit"), told=_code, is_warning=True),
    "abort_transit": Doing(forms.AbortTransitForm, _end("abort_transit"), told=_code, is_warning=True),
    "break_off_transit": Doing(forms.AbortTransitForm, _end("break_off_transit"), told=_code, is_warning=True),
    "agree_transit_take_back": Doing(
        forms.TakeBackForm,
        with_fields(transit.take_back_agree, at="at", point="point", documents="documents"),
        _take_back_options,
        hint=_clock_hint,
    ),
    "record_transit_take_back": Doing(
        forms.TakenBackForm,
        with_fields(transit.take_back_record, at="at", documents="documents"),
        _taken_back_options,
        hint=_clock_hint,
    ),
}
