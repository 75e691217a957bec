"""Who of one side has a case open just now, so that two colleagues do not begin the same act unawares.

Rows are renewed while a page is open, count for a short while and are swept by the pages that stay open. That somebody
opened the case is recorded as an access by the page itself, so renewing needs no event.
"""

from django.db.models import Q

from accounts.actor import Actor
from cases.models import Case, Presence
from cases.policies import reaches_own_side, side_of
from cases.selectors.presence import PRESENT_FOR
from core.outbox import wall_now


def presence_touch(*, actor: Actor, case: Case, act: str = "") -> None:
    """The actor has the case open now; act: the name of the act whose page it is. Nothing for delegates.

    Presence goes by the machine's time: it is no matter of law, and a moved clock must not make people stay.
    """
    side = side_of(actor, case)
    if side is None or not reaches_own_side(actor, "view_case", case):
        return
    now = wall_now()
    # One statement: the page and its poll may come at the same time.
    row = Presence(case=case, own_side=side, user_id=actor.user_id, user_name=actor.name, act=act[:40], seen_at=now)
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["case", "own_side", "user_id"],
        update_fields=["act", "seen_at", "user_name"],
    )


def presence_sweep(*, actor: Actor, case: Case) -> None:
    """Rows of this case, and of the actor on any, that count no longer."""
    is_stale = Q(seen_at__lt=wall_now() - PRESENT_FOR)
    Presence.objects.filter(is_stale, Q(case=case) | Q(user_id=actor.user_id)).delete()
