"""Interviews of the person by the receiving side: asked for, set, confirmed, held, told.

And the fresh check of the legal status that the requesting side owes before it brings the person."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import Side
from cases.choices_interviews import (
    LIVE_INTERVIEW,
    InterviewFormat,
    InterviewNoteKind,
    InterviewResult,
    InterviewStatus,
    PostponementCode,
    StatusResult,
)
from cases.letters_interviews import invitation_request
from cases.models import Case, Interview, InterviewNote, StatusCheck, VisitSlot
from cases.policies import side_of
from cases.services.talking import Upload
from cases.wording import moment_words
from cases.workflow.engine import Act, applying
from core import clock
from core.errors import Invalid
from documents.models import StoredFile
from documents.services import document_request, file_store
from notifications.services import notice_send


def interview_ask(
    *, actor: Actor, case_id: UUID, version: int | None, language: str = "", reason: str = ""
) -> Interview:
    """Ask for an interview after the application was filed; either side may. The consulate that serves the person gets
    the case until the result is told."""
    with applying(actor=actor, case_id=case_id, name="request_interview", version=version, reason=reason) as act:
        side = side_of(actor, act.case)
        assert side is not None, "the act is granted on one of the two sides"
        interview = _made(act.case, side, actor.authority_name, language=language.strip())
    _mission_tell(act.case, "interview.requested")
    return interview


def interview_of_form(case: Case, office: str) -> None:
    """The application is delivered, or delivered again: the interview that its box asks for is asked for from now on,
    and one that it no longer asks for is given up. Within the act of delivery."""
    live = Interview.objects.filter(case=case, status__in=LIVE_INTERVIEW).first()
    if live is None and case.is_interview_requested:
        _made(case, Side.REQUESTING, office, asked_on_form=True)
    elif live is not None and live.asked_on_form and live.status == InterviewStatus.REQUESTED:
        if case.is_interview_requested:
            live.asked_at = case.delivered_at or clock.now()
        else:
            live.status, live.ended_at = InterviewStatus.CANCELLED, clock.now()
        live.save(force_update=True)


def _made(case: Case, side: Side, office: str, **values: Any) -> Interview:
    interview = Interview(
        case=case,
        asked_side=side,
        asked_office=office,
        asked_at=case.delivered_at if values.get("asked_on_form") and case.delivered_at else clock.now(),
        mission_id=case.consulate_id,
        **values,
    )
    interview.save(force_insert=True)
    return interview


def interview_schedule(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Interview:
    """Set date, time and place, or change them: a presentation that was confirmed for another date is to be confirmed
    anew. values: format, starts_at, place, language, needs_interpreter. Raises Invalid.
    """
    errors: dict[str, list[str]] = {}
    if values["starts_at"] <= clock.now():
        errors["starts_at"] = [_("The interview must lie in the future")]
    if values["format"] == InterviewFormat.IN_PERSON and not values["place"].strip():
        errors["place"] = [_("Say where the person is to be brought")]
    if values["format"] not in InterviewFormat.values or values["format"] == InterviewFormat.MISSION:
        errors["format"] = [_("Choose one")]
    with applying(actor=actor, case_id=case_id, name="schedule_interview", version=version) as act:
        if errors:
            raise Invalid(errors)
        interview = _of(act)
        VisitSlot.objects.filter(interview=interview).delete()
        _set(interview, zone=act.case.requesting_country.time_zone, **values)
        act.parameters |= {"at": values["starts_at"].isoformat(), "format": interview.format}
    return interview


def interview_slot_give(
    *, actor: Actor, case_id: UUID, starts_at: datetime, zone: str, place: str, language: str, mission_id: UUID
) -> Interview:
    """A time in a mission visit, given by the office that organises it; the caller writes the slot. The visiting
    mission hears the person, whichever consulate serves the place otherwise."""
    with applying(actor=actor, case_id=case_id, name="schedule_at_visit") as act:
        interview = _of(act)
        interview.mission_id = mission_id
        _set(
            interview,
            format=InterviewFormat.MISSION,
            starts_at=starts_at,
            zone=zone,
            place=place,
            language=language,
            needs_interpreter=bool(language),
        )
        act.parameters |= {"at": starts_at.isoformat(), "format": interview.format}
    return interview


def _set(interview: Interview, **values: Any) -> None:
    for name, value in values.items():
        setattr(interview, name, value.strip() if isinstance(value, str) else value)
    interview.status = InterviewStatus.SCHEDULED
    interview.save(force_update=True)


def presentation_confirm(*, actor: Actor, case_id: UUID, version: int | None) -> Interview:
    """The requesting side will bring the person, having checked the legal status anew; the person's invitation is
    printed for its own side."""
    with applying(actor=actor, case_id=case_id, name="confirm_presentation", version=version) as act:
        interview = _of(act)
        interview.status = InterviewStatus.CONFIRMED
        interview.save(force_update=True)
        act.parameters["at"] = interview.starts_at.isoformat() if interview.starts_at else ""
    document_request(
        actor=actor,
        context=invitation_request(act.case, interview, actor),
        subject=act.case.subject,
        audience=access.audience_requesting(act.case),
        case_reference=act.case.reference or "",
    )
    _mission_tell(act.case, "interview.presentation_confirmed", act.parameters)
    return interview


def interview_postpone(*, actor: Actor, case_id: UUID, version: int | None, code: str, note: str = "") -> Interview:
    """The person is not brought on that day. The other side reads that alone; code and note are for the own side."""
    if code not in PostponementCode.values:
        raise Invalid({"code": [_("Choose a reason")]})
    with applying(actor=actor, case_id=case_id, name="postpone_interview", version=version) as act:
        interview = _of(act)
        VisitSlot.objects.filter(interview=interview).delete()
        interview.status, interview.starts_at = InterviewStatus.POSTPONED, None
        interview.save(force_update=True)
        _note(act, interview, InterviewNoteKind.POSTPONEMENT, Side.REQUESTING, text=note, code=code)
    _mission_tell(act.case, "interview.postponed")
    return interview


def interview_record(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    held_on: date,
    is_other_day: bool = False,
    participants: str = "",
    minutes: str = "",
    upload: Upload | None = None,
) -> Case:
    """Record the day on which the person was heard: what the agreement counts from the interview runs from there. Who
    took part and the minutes, written or as a file, stay with the receiving side.

    is_other_day: said on purpose that it was not held on the day that was set. Raises Invalid (held_on, upload).
    """
    with applying(actor=actor, case_id=case_id, name="record_interview", version=version) as act:
        case, interview = act.case, _of(act)
        zone = ZoneInfo(case.receiving_country.time_zone)
        if held_on > clock.now().astimezone(zone).date():
            raise Invalid({"held_on": [_("The interview cannot lie in the future")]})
        if case.delivered_at is not None and held_on < case.delivered_at.astimezone(zone).date():
            raise Invalid({"held_on": [_("The application was delivered after this date")]})
        if not is_other_day and held_on not in _days_set(interview, zone):
            words = _("The interview was set for %(when)s: correct the day, or say that it was another one")
            when = moment_words(interview.starts_at, interview.zone) if interview.starts_at else ""
            raise Invalid({"held_on": [words % {"when": when}]})
        # The beginning of that day, where it was held for: what is held on the last day of a time limit is in time.
        case.interviewed_at = act.happened_at = datetime.combine(held_on, time(), zone)
        interview.status, interview.held_at = InterviewStatus.HELD, case.interviewed_at
        interview.save(force_update=True)
        if participants.strip():
            _note(act, interview, InterviewNoteKind.PARTICIPANTS, Side.RECEIVING, text=participants)
        file = _stored(actor, case, upload) if upload else None
        if minutes.strip() or file:
            _note(act, interview, InterviewNoteKind.MINUTES, Side.RECEIVING, text=minutes, file=file)
        act.parameters |= {"held_on": held_on.isoformat()}
        return case


def _days_set(interview: Interview, zone: ZoneInfo) -> set[date]:
    """The day for which the interview was set, at its place and in the country that holds it."""
    assert interview.starts_at is not None, "one that is confirmed has a date"
    return {interview.starts_at.astimezone(where).date() for where in (zone, ZoneInfo(interview.zone))}


def _stored(actor: Actor, case: Case, upload: Upload) -> StoredFile:
    return file_store(
        actor=actor,
        stream=upload.stream,
        declared_name=upload.name,
        kind=StoredFile.Kind.ATTACHMENT,
        subject=case.subject,
        audience=access.audience_receiving(case) | access.audience_consulates(case),
        case_reference=case.reference or "",
    )


def no_show_record(*, actor: Actor, case_id: UUID, version: int | None) -> Interview:
    """The person did not appear at the time that was set. Raises Invalid before that time."""
    with applying(actor=actor, case_id=case_id, name="record_no_show", version=version) as act:
        interview = _of(act)
        if interview.starts_at is not None and interview.starts_at > clock.now():
            raise Invalid({"__all__": [_("The time of the interview has not come yet")]})
        interview.status = InterviewStatus.NO_SHOW
        interview.save(force_update=True)
    return interview


def interview_result_give(
    *, actor: Actor, case_id: UUID, version: int | None, result: str, note: str = ""
) -> Interview:
    """Tell the other side what came of the interview; the mission has done its work."""
    if result not in InterviewResult.values:
        raise Invalid({"result": [_("Choose a result")]})
    with applying(actor=actor, case_id=case_id, name="give_interview_result", version=version) as act:
        interview, now = _of(act), clock.now()
        interview.status, interview.result, interview.result_note = InterviewStatus.CONCLUDED, result, note.strip()
        interview.result_at = interview.ended_at = now
        interview.save(force_update=True)
        act.parameters["result"] = result
    return interview


def interview_cancel(*, actor: Actor, case_id: UUID, version: int | None) -> Interview:
    """The side that asked for the interview gives it up."""
    with applying(actor=actor, case_id=case_id, name="cancel_interview", version=version) as act:
        interview = _of(act)
        VisitSlot.objects.filter(interview=interview).delete()
        interview.status, interview.ended_at = InterviewStatus.CANCELLED, clock.now()
        interview.save(force_update=True)
    return interview


def status_check_record(
    *, actor: Actor, case_id: UUID, version: int | None = None, checked_on: date, result: str, note: str = ""
) -> StatusCheck:
    """Record a fresh check of the legal status; of this the other side learns nothing. Raises Invalid."""
    errors: dict[str, list[str]] = {}
    if checked_on > clock.now().astimezone(actor.zone).date():
        errors["checked_on"] = [_("The check cannot lie in the future")]
    if result not in StatusResult.values:
        errors["result"] = [_("Choose a result")]
    with applying(actor=actor, case_id=case_id, name="record_status_check", version=version) as act:
        if errors:
            raise Invalid(errors)
        check = StatusCheck(
            case=act.case,
            own_side=Side.REQUESTING,
            checked_on=checked_on,
            result=result,
            note=note.strip(),
            checked_by_name=actor.name,
            checked_at=clock.now(),
        )
        check.save(force_insert=True)
        act.parameters |= {"result": result, "checked_on": checked_on.isoformat()}
    return check


def _of(act: Act) -> Interview:
    """The interview in hand."""
    return Interview.objects.get(case=act.case, status__in=LIVE_INTERVIEW)


def _note(
    act: Act,
    interview: Interview,
    kind: InterviewNoteKind,
    side: Side,
    *,
    text: str,
    code: str = "",
    file: StoredFile | None = None,
) -> None:
    InterviewNote(
        case=act.case,
        own_side=side,
        mission_id=interview.mission_id if side is Side.RECEIVING else None,
        interview=interview,
        kind=kind,
        code=code,
        text=text.strip(),
        file=file,
        written_by_name=act.actor.name,
        written_at=clock.now(),
    ).save(force_insert=True)


def _mission_tell(case: Case, action: str, parameters: Mapping[str, Any] | None = None) -> None:
    """The mission that hears the person is told as the receiving office is."""
    consulates = access.audience_consulates(case)
    if consulates.groups:
        notice_send(
            action=action,
            subject=case.subject,
            case_reference=case.reference or "",
            audience=consulates,
            parameters=dict(parameters or {}),
        )
