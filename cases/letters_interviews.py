"""From rows to the papers around interviews: the person's invitation and the schedule of a mission visit."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation

from accounts.actor import Actor
from cases.letters import _head, _signature, _today, covered, office
from cases.models import Case, CasePrivate, Interview, MissionVisit, Person, VisitSlot
from countries.models import Authority
from documents.letters.interview_papers import InterviewInvitation, Slot, VisitSchedule


def invitation_request(case: Case, interview: Interview, actor: Actor) -> InterviewInvitation:
    """The invitation to an interview whose date is set, by the actor's office."""
    assert interview.starts_at is not None, "a date is set"
    keys = {actor.authority_id, interview.mission_id} - {None}
    rows = Authority.objects.select_related("country").in_bulk(keys)
    mission = rows.get(interview.mission_id) if interview.mission_id else None
    with translation.override("en"):
        form = str(interview.get_format_display())
    return InterviewInvitation(
        **_head(case, actor),  # type: ignore[arg-type]
        inviting=office(rows[actor.authority_id]),
        mission=mission.name if mission else case.receiving_authority.name,
        mission_country=case.receiving_country.display_name,
        place=actor.country_name,
        person=covered(case, Person.objects.get(case=case)),
        starts_at=interview.starts_at.astimezone(ZoneInfo(interview.zone)),
        form=form,
        where=interview.place,
        language=interview.language,
        has_interpreter=interview.needs_interpreter,
        signature=_signature(actor),
    )


def schedule_request(visit: MissionVisit, slots: Sequence[VisitSlot], actor: Actor) -> VisitSchedule:
    """The schedule for the actor's side. slots: with interview, case and person joined."""
    is_own = actor.country == visit.requesting_country
    rows = Authority.objects.select_related("country").in_bulk([visit.requesting_authority, visit.mission])
    numbers: dict[object, str] = {}
    if is_own:
        keys = [slot.interview.case_id for slot in slots]
        numbers = dict(CasePrivate.objects.filter(case__in=keys).values_list("case_id", "file_number"))
    zone = ZoneInfo(visit.zone)
    return VisitSchedule(
        reference=f"VISIT {visit.starts_on.isoformat()}",
        issued_on=_today(actor),
        is_specimen=settings.DEMO_MODE or settings.TESTING,
        organising=office(rows[visit.requesting_authority]),
        mission=office(rows[visit.mission]),
        place=visit.place,
        first_day=visit.starts_on,
        last_day=visit.ends_on,
        rooms=tuple(visit.rooms),
        interpreters=tuple(visit.languages),
        team=visit.team,
        has_own_numbers=is_own,
        slots=tuple(
            Slot(
                starts_at=slot.starts_at.astimezone(zone),
                room=slot.room,
                language=slot.language,
                person=covered(slot.interview.case, slot.interview.case.person),
                file_number=numbers.get(slot.interview.case_id, ""),
            )
            for slot in slots
        ),
    )
