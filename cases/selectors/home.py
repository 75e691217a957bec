"""What waits for the actor: the first page after signing in."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from accounts.actor import Actor
from cases.models import Case
from cases.selectors import queue, verification
from cases.selectors.arrivals import Arrival, expected_arrivals
from cases.selectors.conversation import ThreadRow, waiting_threads
from cases.selectors.monitoring import AssignmentRow, assignment_list
from cases.selectors.paging import Count
from cases.selectors.recent import RecentCase, recent_cases
from cases.selectors.rows import CaseRow, draft_title
from cases.selectors.verification import TaskRow
from core import clock
from notifications.selectors import notice_list
from notifications.wording import NoticeLine, notice_line

TURNS_SHOWN: Final = 15
TASKS_SHOWN: Final = 10
QUESTIONS_SHOWN: Final = 10
NOTICES_SHOWN: Final = 12
NOTICE_DAYS: Final = 7
ARRIVAL_DAYS: Final = 7
_COUNTED: Final = ("open", "mine", "turn", "theirs", "week", "overdue")


@dataclass(frozen=True, slots=True)
class Home:
    """What the page shows; parts that the actor's role has nothing to do with are empty or None."""

    counts: dict[str, Count] = field(default_factory=dict)
    rows: list[CaseRow] = field(default_factory=list)
    notices: list[NoticeLine] = field(default_factory=list)
    task_count: Count | None = None
    tasks: list[TaskRow] = field(default_factory=list)
    arrivals: list[Arrival] | None = None
    recent: list[RecentCase] = field(default_factory=list)
    questions: list[ThreadRow] = field(default_factory=list)
    question_count: Count | None = None
    monitored: list[AssignmentRow] | None = None


def home_of(actor: Actor) -> Home:
    """Everything on the home page, in a fixed number of statements for each role."""
    sees_cases, has_tasks = actor.holds("view_case"), actor.holds("answer_verification")
    questions, question_count = waiting_threads(actor, QUESTIONS_SHOWN) if actor.holds("work_case") else ([], None)
    return Home(
        counts=queue.queue_counts(actor, _COUNTED) if sees_cases else {},
        rows=queue.queue_first(actor, "turn", TURNS_SHOWN) if sees_cases else [],
        notices=recent_notices(actor) if sees_cases else [],
        task_count=verification.task_count(actor) if has_tasks else None,
        tasks=verification.open_tasks(actor, TASKS_SHOWN) if has_tasks else [],
        arrivals=expected_arrivals(actor, ARRIVAL_DAYS) if actor.holds("view_arrivals") else None,
        recent=recent_cases(actor) if sees_cases else [],
        questions=questions,
        question_count=question_count,
        monitored=[row for row in assignment_list(actor) if row.is_open] if actor.holds("monitor_return") else None,
    )


def recent_notices(actor: Actor) -> list[NoticeLine]:
    """Notices of the last days about cases that the actor sees, newest first. Two statements."""
    notices = notice_list(clock.now() - timedelta(days=NOTICE_DAYS), NOTICES_SHOWN)
    keys = {UUID(notice.subject.removeprefix("case:")) for notice in notices if notice.subject.startswith("case:")}
    cases = Case.objects.visible_to(actor).only(
        "id", "reference", "requesting_country", "receiving_country", "created_at"
    )
    known = {f"case:{case.id}": case for case in cases.filter(id__in=keys)}
    lines = []
    for notice in notices:
        case = known.get(notice.subject)
        if case is not None:
            line = notice_line(notice, actor.country)
            lines.append(line if case.reference else replace(line, title=draft_title(case.created_at)))
    return lines
