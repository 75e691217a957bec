"""What the trail says of accounts that nobody used: whether it was told before one is closed."""

import datetime as dt

from audit.models import Event

TOLD = "account.unused_told"


def told_at(subject: str, since: dt.datetime) -> dt.datetime | None:
    """When it was last told of this account that it will be closed, if that was after it was last used."""
    rows = Event.objects.filter(action=TOLD, subject=subject, parameters__since=since.isoformat())
    return rows.order_by("-at").values_list("at", flat=True).first()
