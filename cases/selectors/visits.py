"""Mission visits as the actor may see them: the list, the schedule, free times, and who could be added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.actor import Actor, Reach
from cases.choices_interviews import InterviewStatus, VisitStatus
from cases.models import Case, CaseSuspension, Interview, MissionVisit, VisitSlot
from cases.selectors.versions import all_shown_as_submitted
from core.errors import NotVisible
from core.scope import current_exceptions
from countries.choices import AuthorityKind
from countries.models import Authority
from countries.selectors.calendars import calendar_for
from documents.models import GeneratedDocument

SHOWN: Final = 100
OPEN_VISITS: Final = (VisitStatus.PLANNED, VisitStatus.ANNOUNCED)
# An interview for which no time is set: it can be given one in a visit.
WITHOUT_TIME: Final = (InterviewStatus.REQUESTED, InterviewStatus.POSTPONED, InterviewStatus.NO_SHOW)
_KINDS: Final = {
    InterviewStatus.CONFIRMED: "ok",
    InterviewStatus.HELD: "ok",
    InterviewStatus.CONCLUDED: "ok",
    InterviewStatus.NO_SHOW: "late",
    InterviewStatus.POSTPONED: "warn",
    InterviewStatus.CANCELLED: "quiet",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A time in a room."""

    starts_at: datetime
    room: str

    @property
    def key(self) -> str:
        """What names it in a form."""
        return f"{self.starts_at.isoformat()}|{self.room}"


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One line of the schedule. hour: on the clocks of the place; kind: how the status of the interview is coloured."""

    slot: VisitSlot
    case: Case
    status: str
    kind: str
    code: str
    hour: str


def visits_of(actor: Actor) -> QuerySet[MissionVisit]:
    """The visits that the actor may see: of the own office or country, or announced to the own mission or country."""
    reach = actor.grants.get("view_case", Reach())
    countries, offices = sorted(reach.countries), sorted(reach.authorities)
    organised = Q(requesting_country__in=countries) | Q(requesting_authority__in=offices)
    visited = Q(shared=True) & (Q(receiving_country__in=countries) | Q(mission__in=offices))
    return MissionVisit.objects.filter(organised | visited)


def visit_list(actor: Actor) -> list[MissionVisit]:
    """The newest visits with the number of persons (`persons`). One statement."""
    rows = visits_of(actor).annotate(persons=Count("slots"))
    return list(rows.order_by("-starts_on", "id")[:SHOWN])


def visit_get(actor: Actor, visit_id: UUID) -> MissionVisit:
    """One visit, or NotVisible."""
    visit = visits_of(actor).filter(id=visit_id).first()
    if visit is None:
        raise NotVisible(f"visit:{visit_id}")
    return visit


def may_plan(actor: Actor, visit: MissionVisit) -> bool:
    """Whether the actor changes this visit: somebody who plans for the office that organises it."""
    return actor.reaches("plan_transfer", country=visit.requesting_country, authority_id=visit.requesting_authority)


def offices_of(visit: MissionVisit) -> tuple[Authority, Authority]:
    """The office that organises the visit and the mission, each with its country."""
    rows = Authority.objects.select_related("country").in_bulk([visit.requesting_authority, visit.mission])
    return rows[visit.requesting_authority], rows[visit.mission]


def missions_for(country: str) -> list[Authority]:
    """Embassies and consulates of other countries that serve this one."""
    rows = Authority.objects.filter(kind=AuthorityKind.CONSULATE, host_country_id=country)
    return list(rows.select_related("country").order_by("country__name", "name"))


def slots_of(actor: Actor, visit: MissionVisit) -> list[VisitSlot]:
    """The slots whose cases the actor sees, in time, with interview, case and person. One statement, and one more where
    an application is being mended on the other side."""
    rows = VisitSlot.objects.filter(visit=visit, interview__case__isnull=False)
    slots = list(rows.select_related("interview__case__person").order_by("starts_at", "room"))
    all_shown_as_submitted(actor, [slot.interview.case for slot in slots])
    return slots


def schedule_rows(visit: MissionVisit, slots: Sequence[VisitSlot]) -> list[SlotRow]:
    """The schedule as a table."""
    zone = ZoneInfo(visit.zone)
    rows = []
    for slot in slots:
        interview, hour = slot.interview, f"{slot.starts_at.astimezone(zone):%H:%M}"
        kind = _KINDS.get(InterviewStatus(interview.status), "")
        words = str(interview.get_status_display())
        rows.append(SlotRow(slot, interview.case, words, kind, interview.status, hour))
    return rows


def days_of(visit: MissionVisit) -> list[date]:
    """The days of the visit on which people work in the organising country."""
    calendar = calendar_for(visit.requesting_country)
    days = [visit.starts_on + timedelta(days=number) for number in range((visit.ends_on - visit.starts_on).days + 1)]
    return [day for day in days if calendar.is_working_day(day)]


def places_of(visit: MissionVisit) -> list[Place]:
    """Every time and room of the visit, in order."""
    zone, step = ZoneInfo(visit.zone), timedelta(minutes=visit.slot_minutes)
    places = []
    for day in days_of(visit):
        at = datetime.combine(day, visit.day_begins, zone)
        end = datetime.combine(day, visit.day_ends, zone)
        while at + step <= end:
            places += [Place(at, room) for room in visit.rooms]
            at += step
    return places


def has_interpreter(visit: MissionVisit, taken: Sequence[VisitSlot], at: datetime, language: str) -> bool:
    """Whether somebody can interpret then: fewer persons of that language at that time than interpreters of it. A
    person who needs none, or a language that the visit has no interpreter of, is for the mission to manage."""
    wanted = language.casefold()
    there = sum(known.casefold() == wanted for known in visit.languages)
    if not wanted or not there:
        return True
    return sum(slot.starts_at == at and slot.language.casefold() == wanted for slot in taken) < there


def candidates(actor: Actor, visit: MissionVisit) -> list[Interview]:
    """Interviews without a time of the actor's cases with the visiting country. One statement, at most SHOWN."""
    cases = Case.objects.visible_to(actor).filter(
        receiving_country=visit.receiving_country, requesting_country=visit.requesting_country
    )
    # Nobody is presented of a case that the own side suspended.
    suspended = CaseSuspension.objects.filter(case=OuterRef("case"), ended_at=None)
    rows = Interview.objects.filter(~Exists(suspended), case__in=cases, status__in=WITHOUT_TIME)
    rows = rows.exclude(slots__visit=visit)
    return list(rows.select_related("case__person").order_by("asked_at", "id")[:SHOWN])


def series_of(actor: Actor) -> str:
    """How the schedules that the actor prints are numbered: for the office, or, for somebody who is kept out of a case,
    for the person alone."""
    return str(actor.user_id if current_exceptions().excluded else actor.authority_id)


def schedule_paper(actor: Actor, visit: MissionVisit) -> GeneratedDocument | None:
    """The newest schedule that the actor's office printed, or the actor alone."""
    series = {str(actor.authority_id), series_of(actor)}
    papers = GeneratedDocument.objects.filter(subject=visit.subject, series__in=series)
    return papers.select_related("progress").order_by("requested_at", "id").last()
