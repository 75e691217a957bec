"""What came of an act on many cases, as the person who began it may read it now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import User
from cases.models import BulkRun, Case
from cases.selectors.rows import NAMED, draft_title
from cases.selectors.versions import with_persons
from cases.wording import refusal_words
from core.errors import NotVisible
from core.models import JobProgress


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One case: its title and the person's name, None as id where the reader does not see it (any more); state: done |
    waiting | refused."""

    case_id: UUID | None
    title: str
    name: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    """An act on many cases. shares: (name, number of cases) of those who were given any."""

    run: BulkRun
    lines: Sequence[BulkLine]
    shares: Sequence[tuple[str, int]]
    done: int
    refused: int
    is_waiting: bool
    has_failed: bool


def bulk_result(actor: Actor, run_id: UUID) -> BulkResult:
    """A run of the actor; three statements, and one where an application is being mended on the other side.

    Raises NotVisible for what is not the actor's own.
    """
    run = BulkRun.objects.select_related("progress", "file").filter(id=run_id, user_id=actor.user_id).first()
    if run is None:
        raise NotVisible(f"bulkrun:{run_id}")
    keys = [UUID(item["case"]) for item in run.items if item["case"]]
    seen = Case.objects.visible_to(actor).filter(id__in=keys).only(*NAMED)
    cases = {case.id: case for case in with_persons(actor, seen)}
    names = dict(
        User.objects.filter(id__in={item["to"] for item in run.items if item["to"]}).values_list("id", "full_name")
    )
    lines, given = [], Counter[str]()
    for item in run.items:
        case = cases.get(UUID(item["case"])) if item["case"] else None
        to = names.get(UUID(item["to"]), "") if item["to"] else ""
        state = item["code"] if item["code"] in {"done", "waiting"} else "refused"
        if state == "done" and to:
            given[to] += 1
        title = case.reference or draft_title(case.created_at) if case else _("A case that you do not see")
        name = case.person.full_name if case else ""
        lines.append(BulkLine(case.id if case else None, title, name, state, _words(run.kind, item["code"], to)))
    return BulkResult(
        run=run,
        lines=lines,
        shares=sorted(given.items()),
        done=sum(1 for line in lines if line.state == "done"),
        refused=sum(1 for line in lines if line.state == "refused"),
        is_waiting=any(line.state == "waiting" for line in lines),
        has_failed=run.progress is not None and run.progress.state == JobProgress.State.FAILED,
    )


def _words(kind: str, code: str, to: str) -> str:
    if code == "waiting":
        return _("waiting")
    if code == "not_visible":
        return _("you do not see this case")
    if code != "done":
        return refusal_words(code)
    return _("assigned to %(name)s") % {"name": to} if kind == BulkRun.Kind.ASSIGN else _("printed")
