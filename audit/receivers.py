"""Sign-in, sign-out, change of password or office: told by accounts, recorded here."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import account_acted
from audit.models import Event
from core import clock
from core.independent import run_independently
from core.request_context import client_address, request_id
from core.scope import Scope, use_scope


@receiver(account_acted, dispatch_uid="audit.account_acted")
def account_event_record(sender: Any, *, user: User | None, action: str, is_refused: bool = False, **_: Any) -> None:
    """One event about the account itself. A failed sign-in to a name that nobody has leaves only the counter."""
    if user is None:
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
        result=Event.Result.REFUSED if is_refused else Event.Result.DONE,
        audience_countries=[user.country_id],
    )

    def write() -> None:
        with use_scope(Scope(user_id=user.id, country=user.country_id)):
            event.save(force_insert=True)

    # Independent: a refused sign-in is answered with 422 and rolled back, its trace must stay.
    run_independently(write)
