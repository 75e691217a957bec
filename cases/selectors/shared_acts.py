"""What one side did that both sides may read."""

from collections.abc import Iterable
from datetime import datetime

from audit.models import Event
from cases.models import Case


def receiving_acts(case: Case, acts: Iterable[str], since: datetime, until: datetime) -> list[Event]:
    """The receiving side's acts of these names in that time, oldest first, from the copies of its own side. One
    statement."""
    events = Event.objects.filter(
        case_key=case.id,
        country=case.receiving_country_id,
        action__in=acts,
        result=Event.Result.DONE,
        at__gte=since,
        at__lt=until,
        actor_id__isnull=False,
    )
    return list(events.order_by("at", "id"))
