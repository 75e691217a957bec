"""How a person wants to be told."""

from collections.abc import Mapping

from accounts.actor import Actor
from audit.services import event_record, own_audience
from notifications.models import NoticePreference
from notifications.selectors.preferences import preference_of


def preference_save(*, actor: Actor, modes: Mapping[str, str], digest_hour: int) -> NoticePreference:
    """Save the actor's choices for all kinds, with an event (what was chosen is the person's own affair)."""
    preference = preference_of(actor)
    preference.modes, preference.digest_hour = dict(modes), digest_hour
    preference.save()
    event_record(
        actor=actor,
        action="account.notices_chosen",
        subject=f"user:{actor.user_id}",
        audience=own_audience(actor),
        changed=["modes", "digest_hour"],
    )
    return preference
