"""Requests for information from side to side: asked with a day, answered or taken back. Acts of the workflow table."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import InformationItem, InformationStatus, Side, ThreadKind, ThreadState
from cases.models import InformationRequest, Message, Thread
from cases.policies import side_of
from cases.services.reply_pause import reply_pause, reply_resume
from cases.services.talking import (
    Upload,
    due_checked,
    message_write,
    text_checked,
    thread_locked,
    thread_made,
    thread_save,
    version_check,
    zone_of,
)
from cases.workflow.engine import applying
from core import clock
from core.errors import Invalid, NotVisible


def information_ask(
    *,
    actor: Actor,
    case_id: UUID,
    items: Sequence[str],
    due_on: date,
    text: str = "",
    files: Sequence[Upload] = (),
) -> InformationRequest:
    """Ask the other side for information by a day, which ends in the time zone of the state that must answer.

    items: codes of InformationItem; `other` needs words. Without words the message names what is asked by its codes.
    It is a thread of its own. Raises NotVisible, ActRefused, Invalid (items, text, due_on, files).
    """
    with applying(actor=actor, case_id=case_id, name="request_information") as act:
        side = side_of(actor, act.case)
        assert side is not None, "the act is granted on one of the two sides"
        errors: dict[str, list[str]] = {}
        chosen = [code for code in InformationItem.values if code in items]
        if not chosen or len(chosen) != len(set(items)):
            errors["items"] = [_("Choose at least one")]
        if text.strip() or InformationItem.OTHER in chosen:
            text = text_checked(text, errors)
        due_checked(due_on, zone_of(act.case, side.other), errors)
        if errors:
            raise Invalid(errors)
        thread = thread_made(actor=actor, case=act.case, side=side, kind=ThreadKind.INFORMATION_REQUEST, due_on=due_on)
        message_write(actor=actor, case=act.case, side=side, thread=thread, text=text.strip(), files=files)
        thread_save(thread)
        request = InformationRequest(case=act.case, thread=thread, items=chosen, asked_side=side)
        request.save(force_insert=True)
        if reply_pause(act.case, side):
            act.parameters["reply_stands_still"] = True
        act.parameters |= {"thread": str(thread.id), "items": chosen, "due_on": due_on.isoformat()}
    return request


def information_answer(
    *, actor: Actor, thread_id: UUID, version: int | None, text: str, files: Sequence[Upload] = ()
) -> Message:
    """Answer the other side's request, in words and with files. version: of the thread, as the form showed it.

    Raises NotVisible, ActRefused (own_request, wrong_status and others), StaleVersion, Invalid (text, files).
    """
    thread, request, side = _locked(actor, thread_id, version)
    with applying(actor=actor, case_id=thread.case_id, name="answer_information", information=request) as act:
        errors: dict[str, list[str]] = {}
        text = text_checked(text, errors)
        if errors:
            raise Invalid(errors)
        message = message_write(actor=actor, case=act.case, side=side, thread=thread, text=text, files=files)
        thread.state = ThreadState.ANSWERED
        thread_save(thread)
        request.status, request.answer, request.ended_at = InformationStatus.ANSWERED, message, clock.now()
        request.save(force_update=True)
        reply_resume(act.case)
        act.parameters |= {"thread": str(thread.id), "items": request.items, "files": len(files)}
    return message


def information_cancel(*, actor: Actor, thread_id: UUID, version: int | None) -> InformationRequest:
    """Take a request back: no answer is awaited any more. version: of the thread, as the form showed it.

    Raises NotVisible, ActRefused (request_of_other_side, wrong_status and others), StaleVersion.
    """
    thread, request, _side = _locked(actor, thread_id, version)
    with applying(actor=actor, case_id=thread.case_id, name="cancel_information", information=request) as act:
        now = clock.now()
        request.status, request.ended_at = InformationStatus.CANCELLED, now
        request.save(force_update=True)
        reply_resume(act.case)
        thread.state, thread.closed_at = ThreadState.CLOSED, now
        thread_save(thread)
        act.parameters |= {"thread": str(thread.id), "items": request.items}
    return request


def _locked(actor: Actor, thread_id: UUID, version: int | None) -> tuple[Thread, InformationRequest, Side]:
    """The thread of a request, locked, as the form showed it; the request, and the actor's side."""
    thread, case, side = thread_locked(actor=actor, thread_id=thread_id)
    request = InformationRequest.objects.filter(thread=thread).first()
    if request is None:
        raise NotVisible(f"thread:{thread_id}")
    version_check(thread, case, version)
    return thread, request, side
