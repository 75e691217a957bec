"""Questions between the two sides of a case: asked, answered, read, closed. None of it moves the case's version."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import InformationStatus, Side, ThreadKind, ThreadState
from cases.models import Case, InformationRequest, Message, Thread
from cases.policies import reaches_own_side, side_of
from cases.services.talking import (
    Upload,
    due_checked,
    message_write,
    other_side_tell,
    state_after,
    text_checked,
    thread_locked,
    thread_made,
    thread_save,
    version_check,
    zone_of,
)
from cases.services.working import refuse_restricted, refused_about, telling_case
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import Invalid, NotVisible, StaleVersion

TITLE_LENGTH = 150


def thread_open(
    *,
    actor: Actor,
    case_id: UUID,
    title: str,
    text: str,
    due_on: date | None = None,
    files: Sequence[Upload] = (),
) -> Thread:
    """Put a question to the other side. due_on: the day by which an answer is wished for; it binds nobody.

    Raises NotVisible, ActRefused (not_granted, not_shared, wrong_status, restricted), Invalid (title, text, due_on,
    files).
    """
    case, side = telling_case(actor=actor, case_id=case_id)
    errors: dict[str, list[str]] = {}
    title = " ".join(title.split())
    if not title:
        errors["title"] = [_("Say what it is about")]
    elif len(title) > TITLE_LENGTH:
        errors["title"] = [_("At most %(number)d characters") % {"number": TITLE_LENGTH}]
    text = text_checked(text, errors)
    due_checked(due_on, zone_of(case, side.other), errors)
    if errors:
        raise Invalid(errors)
    thread = thread_made(actor=actor, case=case, side=side, kind=ThreadKind.QUESTION, title=title, due_on=due_on)
    message_write(actor=actor, case=case, side=side, thread=thread, text=text, files=files)
    thread_save(thread)
    _tell(actor, case, "thread.opened", {"thread": str(thread.id), "files": len(files)})
    return thread


def message_send(*, actor: Actor, thread_id: UUID, text: str, files: Sequence[Upload] = ()) -> Message:
    """Write in an open thread: an answer, or one more question. What the other side asked is answered under a
    restriction of processing as well.

    Raises NotVisible, ActRefused (not_granted, not_shared, wrong_status, restricted), StaleVersion where the thread was
    closed meanwhile, Invalid (text, files).
    """
    thread, case, side = thread_locked(actor=actor, thread_id=thread_id)
    if thread.opened_side == side:
        refuse_restricted(case)
    if thread.state == ThreadState.CLOSED:
        raise refused_about(
            case,
            "stale",
            _("This was closed after you opened the page. Open it again, or ask anew."),
            kind=StaleVersion,
        )
    errors: dict[str, list[str]] = {}
    text = text_checked(text, errors)
    if errors:
        raise Invalid(errors)
    message = message_write(actor=actor, case=case, side=side, thread=thread, text=text, files=files)
    thread.state = state_after(thread, side, is_information_open=_awaits_information(thread))
    thread_save(thread)
    parameters = {"thread": str(thread.id), "number": message.number, "files": len(files)}
    _tell(actor, case, "message.sent", parameters)
    return message


def thread_close(*, actor: Actor, thread_id: UUID, version: int | None) -> Thread:
    """The side that asked is content: nobody writes here any more, everybody reads.

    Raises NotVisible, StaleVersion, ActRefused (not_granted, not_shared, wrong_status, question_of_other_side,
    information_open).
    """
    thread, case, _side = _own_thread(actor, thread_id, version)
    if _awaits_information(thread):
        raise refused_about(case, "information_open", _("Wait for the answer, or take the request back."))
    if thread.state != ThreadState.CLOSED:
        thread.state, thread.closed_at = ThreadState.CLOSED, clock.now()
        thread_save(thread)
        _tell(actor, case, "thread.closed", {"thread": str(thread.id)})
    return thread


def thread_reopen(*, actor: Actor, thread_id: UUID, version: int | None) -> Thread:
    """Undo the closing of a thread. A request for information that was taken back stays so.

    Raises NotVisible, StaleVersion, ActRefused (not_granted, not_shared, wrong_status, question_of_other_side,
    information_cancelled).
    """
    thread, case, _side = _own_thread(actor, thread_id, version)
    if InformationRequest.objects.filter(thread=thread, status=InformationStatus.CANCELLED).exists():
        raise refused_about(case, "information_cancelled", _("The request was taken back. Ask anew."))
    if thread.state == ThreadState.CLOSED:
        last = Message.objects.filter(thread=thread).order_by("number").values_list("side", flat=True).last()
        thread.state, thread.closed_at = state_after(thread, Side(last or thread.opened_side)), None
        thread_save(thread)
        _tell(actor, case, "thread.reopened", {"thread": str(thread.id)})
    return thread


def thread_read(*, actor: Actor, thread_id: UUID, numbers: Iterable[int] | None = None) -> int:
    """The actor's office has the thread in front of it: what the other side wrote counts as read from now on.

    numbers: the messages that were shown, where these are not all. Returns how many were not read before. Only those
    who work on the case read for their office: a supervisor's look is recorded as a look and tells the other side
    nothing. Raises NotVisible.
    """
    case_id = Thread.objects.filter(id=thread_id).values_list("case_id", flat=True).first()
    cases = Case.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    case = cases.filter(id=case_id).first() if case_id else None
    side = side_of(actor, case) if case else None
    if case is None or side is None:
        raise NotVisible(f"thread:{thread_id}")
    if not reaches_own_side(actor, "work_case", case):
        return 0
    unread = Message.objects.filter(thread=thread_id, side=side.other, read_at=None)
    if numbers is not None:
        unread = unread.filter(number__in=numbers)
    count = unread.update(read_at=clock.now())
    if count:
        event_write(actor, case, "message.read", Readers.BOTH, {"thread": str(thread_id), "count": count})
    return count


def _own_thread(actor: Actor, thread_id: UUID, version: int | None) -> tuple[Thread, Case, Side]:
    """A thread that the actor's side opened, locked, as the form showed it."""
    thread, case, side = thread_locked(actor=actor, thread_id=thread_id)
    if side != thread.opened_side:
        raise refused_about(case, "question_of_other_side", _("The side that asked closes it and opens it again."))
    version_check(thread, case, version)
    return thread, case, side


def _awaits_information(thread: Thread) -> bool:
    if thread.kind != ThreadKind.INFORMATION_REQUEST:
        return False
    return InformationRequest.objects.filter(thread=thread, status=InformationStatus.ASKED).exists()


def _tell(actor: Actor, case: Case, action: str, parameters: dict[str, Any]) -> None:
    """An event for both sides, and a notice to the other."""
    event_write(actor, case, action, Readers.BOTH, parameters)
    other_side_tell(actor=actor, case=case, action=action, parameters=parameters)
