"""How a person wants to be told, and where e-mail goes."""

from accounts.actor import Actor
from accounts.models import User
from notifications.models import NoticePreference


def preference_of(actor: Actor) -> NoticePreference:
    """The actor's row, or a new one with the ordinary choices that is not saved yet."""
    found = NoticePreference.objects.filter(user_id=actor.user_id).first()
    return found or NoticePreference(user_id=actor.user_id, country=actor.country)


def address_of(actor: Actor) -> str:
    """The actor's own e-mail address, empty when none is known."""
    return User.objects.values_list("email", flat=True).get(id=actor.user_id)
