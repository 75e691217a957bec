"""E-mails: text and simple HTML, in the reader's language. They hold a reference, an act in words, a date and a link;
never a name, a nationality, the name of a file or a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.outbox import wall_now
from notifications.choices import DeliveryKind
from notifications.models import Delivery, Notice
from notifications.wording import notice_line


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets a message, and how: language (BCP 47) and time zone of the reader, country (alpha-3), office's name."""

    address: str
    language: str
    zone: str
    country: str
    office: str
    is_person: bool


def message_id(delivery: Delivery) -> str:
    """The same for every attempt at a delivery: a mail system that gets it twice can tell (RFC 5322, section 3.6.4)."""
    return f"<{delivery.id}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def compose(delivery: Delivery, addressee: Addressee, notices: Sequence[Notice]) -> bytes:
    """The message of a delivery as it goes over the wire: one notice, or a digest of several."""
    with translation.override(addressee.language), timezone.override(ZoneInfo(addressee.zone)):
        lines = [notice_line(notice, addressee.country, is_mailed=True) for notice in notices]
        is_digest = delivery.kind == DeliveryKind.DIGEST
        if is_digest:
            count = len(lines)
            subject = ngettext("%(count)d notice of the last day", "%(count)d notices of the last day", count) % {
                "count": count
            }
        else:
            subject = f"{lines[0].title}: {lines[0].text}"
        context: dict[str, Any] = {
            "lines": lines,
            "subject": subject,
            "office": addressee.office,
            "base": settings.PUBLIC_URL,
            "preferences_path": reverse("notifications:preferences") if addressee.is_person else "",
            "list_path": reverse("notifications:notice-list"),
        }
        name = "digest" if is_digest else "notice"
        mail = EmailMultiAlternatives(
            subject=_("RCMS: %(subject)s") % {"subject": subject},
            body=render_to_string(f"emails/{name}.txt", context),
            from_email=settings.EMAIL_FROM,
            to=[addressee.address],
            headers={
                "Message-ID": message_id(delivery),
                "Date": format_datetime(wall_now()),
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )
        mail.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
        message: Any = mail.message()
        content: bytes = message.as_bytes(linesep="\r\n")
        return content
