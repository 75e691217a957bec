"""Warnings of time limits: once per clock and stage, to the side that must act, and to nobody else.

Found by a sweep of rcms_sweep, which learns keys and ids alone; told by a task that works for the side concerned
and looks once more whether it is still so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection

from accounts.services.memberships import group_name
from cases import access
from cases.choices import (
    OPEN_STATUSES,
    ClockKind,
    ClockState,
    InformationStatus,
    Side,
    Status,
    VerificationStatus,
)
from cases.choices_interviews import InterviewStatus
from cases.clocks import WINDOWS
from cases.models import (
    Assignment,
    Case,
    CaseClock,
    CaseSuspension,
    Interview,
    PauseReason,
    Thread,
    VerificationTask,
)
from cases.selectors.status_checks import earliest_fresh_day, status_check_of, status_check_stands
from cases.services.talking import zone_of
from cases.services.verification import agency_tell, question_ends_at
from core import clock, outbox
from core.audience import Audience
from core.jinja import SOON_DAYS
from core.kept import kept
from core.scope import SYSTEM_ID, Scope, use_scope
from countries.clocks import end_of_day
from countries.models import Authority
from notifications.services import notice_send

DEADLINE_TASK = "cases.deadline_passed"
AT_A_TIME: Final = 500
# Who is told when the office did not act in time.
ESCALATED_TO: Final = ("office_lead", "supervisor")


# --- the sweep (rcms_sweep) ------------------------------------------------------------------------------------------


def deadlines_sweep() -> int:
    """Promise a warning for every time limit that is at risk or has passed and of which nobody was told yet.

    Gives how many were promised. A promise that exists already is not made twice, whoever sweeps and however late.
    """
    promised = 0
    while True:
        with use_scope(Scope(user_id=SYSTEM_ID)):
            rows = _due()
            made = [_promise(*row) for row in rows]
        promised += sum(made)
        if len(rows) < AT_A_TIME or not any(made):
            return promised


def _due() -> list[tuple[str, str, UUID, str, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select key, stage, row_id, country, authority from deadlines_due(%s, %s, %s, %s)",
            [clock.now(), settings.UNANSWERED_DAYS, SOON_DAYS, AT_A_TIME],
        )
        return cursor.fetchall()


def _promise(key: str, stage: str, row_id: UUID, country: str, authority: UUID) -> bool:
    scope = Scope(user_id=SYSTEM_ID, country=country, countries=(country,), authorities=(authority,))
    arguments = {"key": key, "stage": stage, "row_id": str(row_id)}
    return outbox.post(task=DEADLINE_TASK, key=key, arguments=arguments, scope=scope) is not None


# --- the warning (as the side that must act) --------------------------------------------------------------------------


def deadline_tell(*, key: str, stage: str, row_id: UUID) -> None:
    """Tell the side that must act, unless the limit was met meanwhile. An earlier warning is left out once a later one
    holds: the sweep promises that one.
    """
    tells = {
        "deadline": _clock,
        "unanswered": _unanswered,
        "request": _request,
        "verification": _question,
        "review": _review,
        "check": _check,
        "suspension": _suspension,
    }
    tells[key.partition(":")[0]](key, stage, row_id)


def _is_now(stage: str, ends_at: datetime) -> bool:
    """Whether a limit stands as the sweep found it."""
    return (ends_at <= clock.now()) == (stage == "overdue")


def _clock(key: str, stage: str, row_id: UUID) -> None:
    """A time limit of the case."""
    row = CaseClock.objects.live().exclude(state=ClockState.PAUSED).select_related("case").filter(id=row_id).first()
    if row is not None and _is_now(stage, row.due_at):
        _clock_tell(row, stage, key)


def passed_tell(row: CaseClock) -> None:
    """A time limit passed and is over with that: tell it as of one that is still waited for, and not twice, whichever
    of the two sweeps was first.
    """
    _clock_tell(row, "overdue", f"deadline:{row.id}:overdue")


def _clock_tell(row: CaseClock, stage: str, key: str) -> None:
    side = Side(row.acting_side)
    parameters = {"clock": row.kind}
    earliest = str(row.due["earliest_at"])
    if stage == "normally":
        parameters |= {"normally_at": str(row.due["normally_at"]), "zone": row.due["time_zone"]}
        stage = "at_risk"
    elif stage == "at_risk" and earliest < str(row.due["at"]):
        parameters |= {"earliest_at": earliest, "zone": row.due["time_zone"]}
    told = _Told(row.case, side, {"due_at": row.due_at, "due_zone": row.due["time_zone"]})
    told.office(f"deadline.{stage}", parameters, key, of_consulate=row.kind == ClockKind.TRAVEL_DOCUMENT)
    # A right that lapsed is nobody's failure: no head of office is told of it.
    if stage == "overdue" and row.kind not in WINDOWS:
        told.leads("escalation.overdue", parameters, f"{key}:leads")


def _request(key: str, stage: str, thread_id: UUID) -> None:
    """A request for information that the side asked has not answered."""
    thread = (
        Thread.objects.filter(id=thread_id, information__status=InformationStatus.ASKED, case__status__in=OPEN_STATUSES)
        .select_related("case__requesting_country", "case__receiving_country")
        .first()
    )
    if thread is None or thread.due_on is None:
        return
    side = Side(thread.opened_side).other
    zone = zone_of(thread.case, side)
    ends_at = end_of_day(thread.due_on, ZoneInfo(zone))
    if not _is_now(stage, ends_at):
        return
    parameters = {"clock": "information_request", "thread": str(thread.id)}
    told = _Told(thread.case, side, {"due_at": ends_at, "due_zone": zone})
    told.office(f"deadline.{stage}", parameters, key)
    if stage == "overdue":
        told.leads("escalation.overdue", parameters, f"{key}:leads")


def _question(key: str, stage: str, task_id: UUID) -> None:
    """A question of identity that the agency asked has not answered."""
    task = (
        VerificationTask.objects.filter(
            id=task_id,
            status=VerificationStatus.ASKED,
            case__status__in=(Status.IN_VERIFICATION, Status.DECISION_PROPOSED),
        )
        .select_related("agency__country")
        .first()
    )
    ends_at = question_ends_at(task) if task else None
    if task is not None and ends_at is not None and _is_now(stage, ends_at):
        if stage == "overdue":
            # The desk that asked can remind the agency, or ask another.
            notice_send(
                action="verification.overdue",
                subject=f"case:{task.case_id}",
                case_reference=task.case_reference,
                audience=Audience((task.receiving_country,), tuple(filter(None, (task.receiving_authority,)))),
                parameters={"agency": task.agency.name},
                is_by_system=True,
                key=f"{key}:desk",
            )
        agency_tell(task, f"deadline.{stage}", {"clock": "verification"}, is_by_system=True, key=key)


def _review(key: str, stage: str, reason_id: UUID) -> None:
    """A transfer stands still for an obstacle that was to be looked at again today. The notice does not say which."""
    reason = (
        PauseReason.objects.filter(id=reason_id, pause__resumed_at=None, pause__clock__state=ClockState.PAUSED)
        .select_related("case")
        .first()
    )
    if reason is not None and key.endswith(f":{reason.review_on}"):
        _Told(reason.case, Side(reason.own_side), {}).office("deadline.review", {}, key)


def _suspension(key: str, stage: str, suspension_id: UUID) -> None:
    """A case stands still by its own side's will and was to be looked at again today. The notice does not say why."""
    row = CaseSuspension.objects.filter(id=suspension_id, ended_at=None).select_related("case").first()
    if row is not None and key.endswith(f":{row.review_on}"):
        _Told(row.case, Side(row.own_side), {}).office("deadline.suspension", {}, key)


def _check(key: str, stage: str, interview_id: UUID) -> None:
    """An interview is near, and no check of the legal status is fresh enough for it; told to the requesting side alone,
    from the first day on which a check would be."""
    rows = Interview.objects.filter(id=interview_id, status=InterviewStatus.SCHEDULED)
    interview = rows.select_related("case__requesting_country").first()
    if interview is None or interview.starts_at is None or interview.starts_at <= clock.now():
        return
    case = interview.case
    zone = ZoneInfo(case.requesting_country.time_zone)
    day, today = interview.starts_at.astimezone(zone).date(), clock.now().astimezone(zone).date()
    stands = status_check_stands(case, status_check_of(case), day)
    if stands not in ("fresh", "negative") and today >= earliest_fresh_day(case, day):
        due = {"due_at": interview.starts_at, "due_zone": case.requesting_country.time_zone}
        _Told(case, Side.REQUESTING, due).office("interview.check_due", {}, key)


def _unanswered(key: str, stage: str, case_id: UUID) -> None:
    """A case that was delivered days ago and that nobody has acknowledged."""
    since = clock.now() - timedelta(days=settings.UNANSWERED_DAYS)
    case = Case.objects.filter(id=case_id, status=Status.SUBMITTED, submitted_at__lte=since).first()
    if case is not None:
        _Told(case, Side.RECEIVING, {}).leads("escalation.unanswered", {"days": settings.UNANSWERED_DAYS}, key)


@dataclass(frozen=True, slots=True)
class _Told:
    """The people of one side of a case; `due`: the time limit, as `notice_send` takes it."""

    case: Case
    side: Side
    due: dict[str, Any]

    @property
    def authority_id(self) -> UUID:
        case = self.case
        return case.requesting_authority_id if self.side is Side.REQUESTING else case.receiving_authority_id

    def office(self, action: str, parameters: dict[str, Any], key: str, *, of_consulate: bool = False) -> None:
        """The office that has the case, with the national desk; whoever works on the case is told as of an own case."""
        requesting = self.side is Side.REQUESTING
        audience = access.audience_requesting(self.case) if requesting else access.audience_receiving(self.case)
        if of_consulate:
            audience |= access.audience_consulates(self.case)
        assigned = Assignment.objects.filter(case=self.case, own_side=self.side)
        assignee_id = assigned.values_list("user_id", flat=True).first()
        self._send(action, parameters, key, audience, assignee_id)

    def leads(self, action: str, parameters: dict[str, Any], key: str) -> None:
        """The heads and supervisors of the office and of the national desk."""
        self._send(action, parameters, key, Audience(groups=leads_of(self.authority_id)), None)

    def _send(
        self, action: str, parameters: dict[str, Any], key: str, audience: Audience, assignee_id: UUID | None
    ) -> None:
        notice_send(
            action=action,
            subject=self.case.subject,
            case_reference=self.case.reference or "",
            audience=audience,
            parameters=parameters,
            assignee_id=assignee_id,
            is_by_system=True,
            key=key,
            **self.due,
        )


@kept
def leads_of(authority_id: UUID) -> tuple[int, ...]:
    """The groups of the heads and supervisors of an office and of its national desk."""
    office = Authority.objects.get(id=authority_id)
    desks = Authority.objects.filter(country=office.country_id, is_national_desk=True)
    codes = {office.code, *desks.values_list("code", flat=True)}
    names = [group_name(code, role) for code in codes for role in ESCALATED_TO]
    return tuple(Group.objects.filter(name__in=names).order_by("id").values_list("id", flat=True))
