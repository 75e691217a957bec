"""Writing a message into a thread: the row, who of us wrote it, its files. Shared by questions and requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from cases import access
from cases.choices import Side, ThreadKind, ThreadState
from cases.models import Case, Message, MessageAuthor, MessageFile, Thread
from cases.services.working import part_locked, refused_about, talking_case
from cases.workflow.engine import readers_audience
from cases.workflow.types import Readers
from core import clock
from core.errors import Invalid, StaleVersion
from documents.intake import UploadRefused
from documents.models import StoredFile
from documents.services import file_store
from notifications.services import notice_send

TEXT_LENGTH: Final = (2, 4000)
FILES_AT_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: its bytes, and the name that the sender gave it."""

    stream: BinaryIO
    name: str


def zone_of(case: Case, side: Side) -> str:
    """The time zone of a side's state: a day by which it must answer ends there."""
    country = case.requesting_country if side is Side.REQUESTING else case.receiving_country
    return country.time_zone


def thread_locked(*, actor: Actor, thread_id: UUID) -> tuple[Thread, Case, Side]:
    """A thread to be written in with its case and the actor's side, both locked.

    Raises NotVisible, ActRefused (not_granted, not_shared, wrong_status).
    """
    return part_locked(Thread.objects.all(), actor=actor, part_id=thread_id, case_for=talking_case)


def version_check(thread: Thread, case: Case, version: int | None) -> None:
    """Raise StaleVersion when the form showed another state of the thread; None: the caller holds no version."""
    if version is not None and version != thread.version:
        raise refused_about(
            case, "stale", _("Somebody wrote here or closed it after you opened the page."), kind=StaleVersion
        )


def text_checked(text: str, errors: dict[str, list[str]]) -> str:
    """The text without white space around it; a complaint goes into `errors`."""
    text = text.strip()
    least, most = TEXT_LENGTH
    if len(text) < least:
        errors["text"] = [_("Write the message")]
    elif len(text) > most:
        errors["text"] = [_("A message has at most %(number)d characters") % {"number": most}]
    return text


def due_checked(due_on: date | None, zone: str, errors: dict[str, list[str]]) -> None:
    """A day for the answer is not past in the state that must answer; a complaint goes into `errors`."""
    if due_on is not None and due_on < day_in(zone):
        errors["due_on"] = [_("The day must not be in the past")]


def day_in(zone: str) -> date:
    """The calendar day that it is now in a time zone."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


def message_write(
    *, actor: Actor, case: Case, side: Side, thread: Thread, text: str, files: Sequence[Upload] = ()
) -> Message:
    """The next message of a thread that the caller holds or has just made; the caller saves the thread and tells.

    Raises Invalid for a file that is not taken in.
    """
    thread.message_count += 1
    thread.last_message_at = clock.now()
    message = Message(
        case=case,
        thread=thread,
        number=thread.message_count,
        side=side,
        office=actor.authority_name,
        text=text,
        sent_at=thread.last_message_at,
    )
    message.save(force_insert=True)
    MessageAuthor(case=case, own_side=side, message=message, user_id=actor.user_id, name=actor.name).save(
        force_insert=True
    )
    for file in _stored(actor, case, files):
        MessageFile(case=case, message=message, file=file).save(force_insert=True)
    return message


def _stored(actor: Actor, case: Case, files: Sequence[Upload]) -> list[StoredFile]:
    if len(files) > FILES_AT_MOST:
        words = ngettext(
            "At most %(number)d file goes with a message", "At most %(number)d files go with a message", FILES_AT_MOST
        )
        raise Invalid({"files": [words % {"number": FILES_AT_MOST}]})
    stored, complaints = [], []
    for upload in files:
        try:
            stored.append(
                file_store(
                    actor=actor,
                    stream=upload.stream,
                    declared_name=upload.name,
                    kind=StoredFile.Kind.ATTACHMENT,
                    subject=case.subject,
                    audience=access.audience_both(case),
                    case_reference=case.reference or "",
                )
            )
        except UploadRefused as refused:
            complaints.append(f"{upload.name}: {refused.message}" if len(files) > 1 else refused.message)
    if complaints:
        raise Invalid({"files": complaints})
    return stored


def state_after(thread: Thread, side: Side, *, is_information_open: bool = False) -> ThreadState:
    """What a thread waits for once `side` has written: a request for information waits for its answer, not for talk."""
    if is_information_open or side == thread.opened_side:
        return ThreadState.OPEN
    return ThreadState.ANSWERED


def thread_made(
    *, actor: Actor, case: Case, side: Side, kind: ThreadKind, title: str = "", due_on: date | None = None
) -> Thread:
    """A new thread without a message yet; it is in the database."""
    now = clock.now()
    thread = Thread(
        case=case,
        kind=kind,
        title=title,
        opened_side=side,
        opened_by_office=actor.authority_name,
        opened_at=now,
        due_on=due_on,
        last_message_at=now,
    )
    thread.save(force_insert=True)
    return thread


def thread_save(thread: Thread) -> None:
    """Write a changed thread; its version grows."""
    thread.version += 1
    thread.save(force_update=True)


def other_side_tell(*, actor: Actor, case: Case, action: str, parameters: dict[str, Any]) -> None:
    """A notice to the offices across: which thread, and not a word of what was said."""
    notice_send(
        action=action,
        subject=case.subject,
        case_reference=case.reference or "",
        audience=readers_audience(case, Readers.OTHER, actor),
        parameters=parameters,
    )
