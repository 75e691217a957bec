"""Mission visits: planned by the requesting country's office, filled person by person, announced, ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.services import event_record, own_audience
from cases.choices_interviews import TO_BE_HELD, InterviewStatus, PostponementCode, VisitStatus
from cases.letters_interviews import schedule_request
from cases.models import MissionVisit, VisitSlot
from cases.selectors import visits as selectors
from cases.services import interviews
from cases.workflow.locking import cases_lock, papers_lock
from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from countries.models import Country
from documents.models import GeneratedDocument
from documents.services import document_request
from notifications.services import notice_send

_FIELDS = ("place", "starts_on", "ends_on", "day_begins", "day_ends", "slot_minutes", "rooms", "languages", "team")


def visit_plan(*, actor: Actor, mission_id: UUID, values: Mapping[str, Any]) -> MissionVisit:
    """A new visit of a mission, for the actor's office. values: see `_FIELDS`. Raises ActRefused, Invalid."""
    if not actor.holds("plan_transfer"):
        raise ActRefused("not_granted", _("Your office and role do not include this."))
    mission = next((row for row in selectors.missions_for(actor.country) if row.id == mission_id), None)
    errors = _errors(values)
    if mission is None:
        errors["mission"] = [_("Choose a mission in your country")]
    if errors or mission is None:
        raise Invalid(errors)
    visit = MissionVisit(
        requesting_country=actor.country,
        requesting_authority=actor.authority_id,
        receiving_country=mission.country_id,
        mission=mission.id,
        zone=Country.objects.values_list("time_zone", flat=True).get(code=actor.country),
        created_at=clock.now(),
        **{name: values[name] for name in _FIELDS},
    )
    visit.save(force_insert=True)
    _event(actor, visit, "visit.planned")
    return visit


def _errors(values: Mapping[str, Any]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if values["ends_on"] < values["starts_on"]:
        errors["ends_on"] = [_("The last day must not lie before the first")]
    elif (values["ends_on"] - values["starts_on"]).days > 30:
        errors["ends_on"] = [_("A visit lasts a month at most")]
    if values["day_ends"] <= values["day_begins"]:
        errors["day_ends"] = [_("The end must lie after the beginning")]
    if not values["rooms"] or len(set(values["rooms"])) != len(values["rooms"]):
        errors["rooms"] = [_("Name each room once")]
    if not 10 <= values["slot_minutes"] <= 240:
        errors["slot_minutes"] = [_("Between 10 and 240 minutes")]
    return errors


def visit_change(*, actor: Actor, visit_id: UUID, version: int | None, values: Mapping[str, Any]) -> MissionVisit:
    """Other days, rooms or interpreters. Refused where a person on the schedule would be left without time or room."""
    visit = _locked(actor, visit_id, version)
    errors = _errors(values)
    if errors:
        raise Invalid(errors)
    for name in _FIELDS:
        setattr(visit, name, values[name])
    free = {(place.starts_at, place.room) for place in selectors.places_of(visit)}
    left = [slot for slot in visit.slots.all() if (slot.starts_at, slot.room) not in free]
    if left:
        raise Invalid({"__all__": [_("Persons on the schedule would lose their time or room: move them first")]})
    _save(actor, visit, "visit.changed")
    return visit


def persons_add(*, actor: Actor, visit_id: UUID, case_ids: Sequence[UUID]) -> list[VisitSlot]:
    """Give each person the next free time in a room, with an interpreter where one is needed and there is one. Either
    all get a time or nobody does: raises Invalid (cases) where the visit is too short."""
    visit = _locked(actor, visit_id, None)
    found = {row.case_id: row for row in selectors.candidates(actor, visit)}
    chosen = [found[key] for key in dict.fromkeys(case_ids) if key in found]
    if not chosen or len(chosen) != len(set(case_ids)):
        raise Invalid({"cases": [_("Choose persons for whom an interview is asked for")]})
    cases_lock([interview.case_id for interview in chosen])
    taken = list(visit.slots.all())
    made = []
    for interview in chosen:
        place = _next_place(visit, taken, interview.language)
        if place is None:
            raise Invalid({"cases": [_("There are not enough free times: choose fewer persons, or add a room or day")]})
        interviews.interview_slot_give(
            actor=actor,
            case_id=interview.case_id,
            starts_at=place.starts_at,
            zone=visit.zone,
            place=f"{visit.place}, {place.room}"[:200],
            language=interview.language,
            mission_id=visit.mission,
        )
        slot = VisitSlot(
            visit=visit,
            interview=interview,
            starts_at=place.starts_at,
            room=place.room,
            language=interview.language[:60],
        )
        slot.save(force_insert=True)
        taken.append(slot)
        made.append(slot)
    _save(actor, visit, "visit.persons_added", {"count": len(made)})
    return made


def _next_place(visit: MissionVisit, taken: Sequence[VisitSlot], language: str) -> selectors.Place | None:
    used = {(slot.starts_at, slot.room) for slot in taken}
    now = clock.now()
    for place in selectors.places_of(visit):
        is_free = place.starts_at > now and (place.starts_at, place.room) not in used
        if is_free and selectors.has_interpreter(visit, taken, place.starts_at, language):
            return place
    return None


def slot_move(
    *, actor: Actor, visit_id: UUID, slot_id: UUID, version: int | None, starts_at: datetime, room: str
) -> VisitSlot:
    """Another time or room; where somebody has it, the two change places. Presentations that were confirmed for the
    times before are to be confirmed anew. Raises Invalid (slot)."""
    visit = _locked(actor, visit_id, version)
    slots = list(visit.slots.select_related("interview"))
    slot = next((row for row in slots if row.id == slot_id), None)
    if slot is None:
        raise NotVisible(f"slot:{slot_id}")
    if (starts_at, room) not in {(place.starts_at, place.room) for place in selectors.places_of(visit)}:
        raise Invalid({"slot": [_("Choose a time and room of the visit")]})
    other = next((row for row in slots if (row.starts_at, row.room) == (starts_at, room)), None)
    if other is slot:
        return slot
    moved = [(slot, starts_at, room)]
    if other is not None:
        moved.append((other, slot.starts_at, slot.room))
    rest = [row for row in slots if row is not slot and row is not other]
    for row, at, where in moved:
        if row.interview.status not in TO_BE_HELD or at <= clock.now():
            raise Invalid({"slot": [_("A person who was heard, or a time that has passed, is not moved")]})
        if not selectors.has_interpreter(visit, rest, at, row.language):
            raise Invalid({"slot": [_("All interpreters of this language are taken at that time")]})
        row.starts_at, row.room = at, where
        rest.append(row)
    cases_lock([row.interview.case_id for row, _at, _where in moved])
    for row, at, where in moved:
        row.save(force_update=True)
        interviews.interview_slot_give(
            actor=actor,
            case_id=row.interview.case_id,
            starts_at=at,
            zone=visit.zone,
            place=f"{visit.place}, {where}"[:200],
            language=row.language,
            mission_id=visit.mission,
        )
    _save(actor, visit, "visit.moved")
    return slot


def visit_announce(*, actor: Actor, visit_id: UUID, version: int | None) -> MissionVisit:
    """The mission sees the visit and its schedule from now on, and is told of every change."""
    visit = _locked(actor, visit_id, version)
    if visit.shared:
        raise ActRefused("wrong_status", _("The visit is announced already."))
    visit.shared, visit.status, visit.announced_at = True, VisitStatus.ANNOUNCED, clock.now()
    _save(actor, visit, "visit.announced")
    return visit


def visit_end(*, actor: Actor, visit_id: UUID, version: int | None) -> MissionVisit:
    """The visit is over. Refused while somebody on the schedule is neither heard nor recorded as not there."""
    visit = _locked(actor, visit_id, version)
    waiting = (InterviewStatus.SCHEDULED, InterviewStatus.CONFIRMED)
    if visit.slots.filter(interview__status__in=waiting).exists():
        raise Invalid({"__all__": [_("For some persons nothing is recorded yet: held, not there, or postponed")]})
    visit.status, visit.ended_at = VisitStatus.ENDED, clock.now()
    _save(actor, visit, "visit.ended")
    return visit


def visit_cancel(*, actor: Actor, visit_id: UUID, version: int | None) -> MissionVisit:
    """The visit does not take place: every interview whose date was set in it is postponed."""
    visit = _locked(actor, visit_id, version)
    cases_lock(list(visit.slots.values_list("interview__case_id", flat=True)))
    for slot in list(visit.slots.select_related("interview")):
        if slot.interview.status in (InterviewStatus.SCHEDULED, InterviewStatus.CONFIRMED):
            interviews.interview_postpone(
                actor=actor, case_id=slot.interview.case_id, version=None, code=PostponementCode.VISIT_CANCELLED
            )
    visit.status, visit.ended_at = VisitStatus.CANCELLED, clock.now()
    _save(actor, visit, "visit.cancelled")
    return visit


def schedule_print(*, actor: Actor, visit_id: UUID) -> GeneratedDocument:
    """The schedule as a paper for the actor's office and its national desk alone: it names whom that office knows.

    What somebody prints who is kept out of a case may lack a person, so it is not the newest one of the office.
    """
    visit = selectors.visit_get(actor, visit_id)
    papers_lock(visit.subject, actor.authority_id)
    slots = selectors.slots_of(actor, visit)
    return document_request(
        actor=actor,
        context=schedule_request(visit, slots, actor),
        subject=visit.subject,
        audience=own_audience(actor),
        series=selectors.series_of(actor),
        named_cases=[slot.interview.case_id for slot in slots],
    )


def _organiser(visit: MissionVisit) -> Audience:
    return Audience((visit.requesting_country,), (visit.requesting_authority,))


def _visitor(visit: MissionVisit) -> Audience:
    return Audience((visit.receiving_country,), (visit.mission,))


def _locked(actor: Actor, visit_id: UUID, version: int | None) -> MissionVisit:
    seen = selectors.visit_get(actor, visit_id)
    if not selectors.may_plan(actor, seen):
        raise ActRefused("not_granted", _("Your office and role do not include this."))
    visit = MissionVisit.objects.select_for_update().get(id=seen.id)
    if visit.status not in selectors.OPEN_VISITS:
        raise ActRefused("visit_not_planned", _("The visit is over or cancelled."))
    if version is not None and version != visit.version:
        raise StaleVersion("stale", _("Somebody changed this visit after you opened the page."))
    return visit


def _save(actor: Actor, visit: MissionVisit, action: str, parameters: Mapping[str, Any] | None = None) -> None:
    visit.version += 1
    visit.save(force_update=True)
    _event(actor, visit, action, parameters)
    if visit.shared:
        notice_send(
            action=action,
            subject=visit.subject,
            case_reference="",
            audience=_visitor(visit),
            parameters=dict(parameters or {}),
        )


def _event(actor: Actor, visit: MissionVisit, action: str, parameters: Mapping[str, Any] | None = None) -> None:
    audience = _organiser(visit) | _visitor(visit) if visit.shared else _organiser(visit)
    event_record(actor=actor, action=action, subject=visit.subject, audience=audience, parameters=parameters)
