"""What an acceptance by silence makes, counted: each of it once, whatever died, came twice or came late."""

from audit.models import Event
from cases.models import Case, CaseClock, CaseGrant, Decision
from cases.services.silence import PASSED_TASK, clocks_sweep
from core.models import OutboxMessage
from documents.models import GeneratedDocument
from notifications.models import Notice
from tests.conftest import OWNER, SWEEP, logged_in_as

# An event stands twice, once for each side.
ONCE = {
    "decisions": 1,
    "events": 2,
    "missed alone": 0,
    "notices": 1,
    "overdue": 1,
    "heads told": 1,
    "papers": 1,
    "drawings": 1,
    "transfer limits": 1,
    "delegations": 1,
}


def sweep() -> int:
    with logged_in_as(SWEEP):
        return clocks_sweep()


def made_of(case: Case) -> dict[str, int]:
    """How much there is of each thing that an acceptance by silence makes."""
    with logged_in_as(OWNER):
        events = Event.objects.filter(case_key=case.id)
        papers = GeneratedDocument.objects.filter(subject=case.subject, template="silence_record")
        drawings = [f"render:{key}" for key in papers.values_list("id", flat=True)]
        notices = Notice.objects.filter(subject=case.subject)
        of_reply = notices.filter(parameters__clock="reply")
        grants = CaseGrant.objects.filter(content_object=case).values_list("group", flat=True).distinct()
        return {
            "decisions": Decision.objects.filter(case=case, basis="silence").count(),
            "events": events.filter(action="case.accepted_by_silence").count(),
            "missed alone": events.filter(action="clock.missed", parameters__clock="reply").count(),
            "notices": notices.filter(action="case.accepted_by_silence").count(),
            "overdue": of_reply.filter(action="deadline.overdue").count(),
            "heads told": of_reply.filter(action="escalation.overdue").count(),
            "papers": papers.count(),
            "drawings": OutboxMessage.objects.filter(key__in=drawings).count(),
            "transfer limits": CaseClock.objects.filter(case=case, kind="transfer").count(),
            "delegations": grants.count(),
        }


def promised() -> list[str]:
    """The time limits of all promises there ever were."""
    with logged_in_as(OWNER):
        messages = OutboxMessage.objects.filter(task=PASSED_TASK).order_by("id")
        return [key for message in messages for key in message.arguments["clocks"]]


def waiting() -> list[str]:
    """The ids of the promises that nobody has kept yet, oldest first."""
    with logged_in_as(OWNER):
        rows = OutboxMessage.objects.filter(task=PASSED_TASK, state__in=("pending", "leased")).order_by("id")
        return [str(key) for key in rows.values_list("id", flat=True)]
