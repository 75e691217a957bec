"""Mailboxes of offices for notices."""

from uuid import UUID

from core.errors import NotVisible
from countries.models import Authority
from notifications.models import OfficeMailbox


def mailboxes_of(office: Authority) -> list[OfficeMailbox]:
    """The mailboxes of an office, those in use first. One statement."""
    return list(OfficeMailbox.objects.filter(authority=office).order_by("-is_active", "address"))


def mailbox_get(office: Authority, mailbox_id: UUID) -> OfficeMailbox:
    """One mailbox of an office; raises NotVisible."""
    found = OfficeMailbox.objects.filter(id=mailbox_id, authority=office).first()
    if found is None:
        raise NotVisible(f"mailbox:{mailbox_id}")
    return found
