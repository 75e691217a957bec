"""Sign-in, sign-out, change of password or office, absences: told by accounts, recorded here."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from accounts.actor import Actor
from accounts.models import User
from accounts.signals import account_acted
from audit.models import Event
from audit.services import event_record
from core import clock
from core.audience import Audience
from core.independent import run_independently
from core.request_context import client_address, request_id
from core.scope import Scope, use_scope


@receiver(account_acted, dispatch_uid="audit.account_acted")
def account_event_record(
    sender: Any,
    *,
    user: User | None,
    action: str,
    actor: Actor | None = None,
    office: UUID | None = None,
    parameters: Mapping[str, Any] | None = None,
    is_refused: bool = False,
    **_: Any,
) -> None:
    """One event about an account, in the transaction of the act: by its person, or by the actor who is named. A failed
    sign-in to a name that nobody has leaves only the counter."""
    if user is None:
        return
    if actor is not None:
        offices = dict.fromkeys(key for key in (actor.authority_id, office) if key)
        readers = Audience((actor.country,), tuple(offices))
        event_record(actor=actor, action=action, subject=f"user:{user.id}", audience=readers)
        return
    event = Event(
        at=clock.now(),
        actor_id=user.id,
        actor_name=user.full_name,
        country=user.country_id,
        action=action,
        subject=f"user:{user.id}",
        request_id=request_id.get(),
        address=client_address.get(),
        parameters=dict(parameters or {}),
        result=Event.Result.REFUSED if is_refused else Event.Result.DONE,
        audience_countries=[user.country_id],
        audience_authorities=[office] if office else [],
    )

    def write() -> None:
        with use_scope(Scope(user_id=user.id, country=user.country_id)):
            event.save(force_insert=True)

    if is_refused:
        # It is answered with 422 and rolled back; its trace must stay.
        run_independently(write)
    else:
        write()
