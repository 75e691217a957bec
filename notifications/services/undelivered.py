"""What administrators do about e-mail that did not arrive and about background work that failed."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from audit.services import event_record, own_audience
from core import dead_letters
from core.errors import ActRefused, NotVisible
from core.outbox import wall_now
from notifications.choices import DeliveryState
from notifications.models import Delivery
from notifications.selectors.deliveries import undelivered_for
from notifications.services.mail import send_promise


def delivery_retry(*, actor: Actor, delivery_id: UUID) -> Delivery:
    """Try an undelivered e-mail once more, now. Where it is not known whether it arrived, it may arrive twice, with the
    same Message-ID.
    """
    delivery = _undelivered(actor, delivery_id)
    before = delivery.state
    delivery.state, delivery.error, delivery.changed_at = DeliveryState.WAITING, "", wall_now()
    delivery.save(update_fields=["state", "error", "changed_at"])
    # attempts goes on counting: it is part of the promise's key.
    send_promise(delivery)
    _record(actor, "delivery.retried", f"delivery:{delivery.id}", state=before, kind=delivery.kind)
    return delivery


def delivery_dismiss(*, actor: Actor, delivery_id: UUID) -> Delivery:
    """Lay an undelivered e-mail aside; the notice itself stays in the product's list."""
    delivery = _undelivered(actor, delivery_id)
    before = delivery.state
    delivery.state, delivery.changed_at = DeliveryState.CANCELLED, wall_now()
    delivery.save(update_fields=["state", "changed_at"])
    _record(actor, "delivery.dismissed", f"delivery:{delivery.id}", state=before, kind=delivery.kind)
    return delivery


def _undelivered(actor: Actor, delivery_id: UUID) -> Delivery:
    require_act(actor, "administer")
    delivery = undelivered_for(actor).select_for_update(of=("self",)).filter(id=delivery_id).first()
    if delivery is None:
        raise NotVisible(f"delivery:{delivery_id}")
    return delivery


def _record(actor: Actor, action: str, subject: str, **parameters: str) -> None:
    event_record(actor=actor, action=action, subject=subject, audience=own_audience(actor), parameters=parameters)


def dead_letter_retry(*, actor: Actor, message_id: UUID) -> None:
    """Let background work of the own country that failed be tried again from the beginning."""
    task = _dead(actor, message_id)
    dead_letters.dead_letter_revive(message_id)
    _record(actor, "work.retried", f"outbox:{message_id}", task=task)


def dead_letter_dismiss(*, actor: Actor, message_id: UUID) -> None:
    """Lay background work aside that failed; nobody will do it any more."""
    task = _dead(actor, message_id)
    dead_letters.dead_letter_dismiss(message_id)
    _record(actor, "work.dismissed", f"outbox:{message_id}", task=task)


def _dead(actor: Actor, message_id: UUID) -> str:
    require_national_administrator(actor)
    task = dead_letters.dead_letter_task(message_id, actor.country)
    if task is None:
        raise NotVisible(f"outbox:{message_id}")
    return task


def require_national_administrator(actor: Actor) -> None:
    """Refuse whoever does not administer the whole country: background work is not divided by offices."""
    if not actor.reaches("administer", country=actor.country, authority_id=None):
        raise ActRefused("not_granted", _("This is for the administrators of the whole country."))
