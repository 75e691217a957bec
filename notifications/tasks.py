"""Entry points of the worker: making e-mails of a notice, the daily digest, sending."""

from uuid import UUID

from core.outbox import task
from notifications.services import mail
from notifications.services.notices import FAN_OUT_TASK


@task(FAN_OUT_TASK)
def fan_out(notice_id: str, actor_id: str = "", assignee_id: str = "") -> None:
    """The e-mails of one notice; runs as a reader of it."""
    mail.mail_fan_out(
        UUID(notice_id),
        actor_id=UUID(actor_id) if actor_id else None,
        assignee_id=UUID(assignee_id) if assignee_id else None,
    )


@task(mail.DIGEST_TASK)
def digest(membership_id: str, on: str) -> None:
    """One person's digest of one day."""
    mail.digest_make(UUID(membership_id), on)


@task(mail.SEND_TASK)
def send(delivery_id: str) -> None:
    """One attempt at one e-mail."""
    mail.mail_send(UUID(delivery_id))
