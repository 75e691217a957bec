"""Notices for the reader's office: row security says which."""

from datetime import datetime

from notifications.models import Notice


def notice_list(since: datetime, number: int) -> list[Notice]:
    """The latest notices after `since`, newest first, at most `number`. One statement."""
    return list(Notice.objects.filter(at__gte=since).order_by("-at", "-id")[:number])
