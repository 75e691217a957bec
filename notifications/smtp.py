"""Handing one message to the mail server, and saying exactly what became of it.

RFC 5321, section 4.2: an answer of 4xx means "not now", 5xx "not at all", 250 after the data that the server has taken
the message over. Where no answer came after the data, nobody can know (section 6.1 of the same): that is told as such
and never tried again by itself, for the message may have been delivered.
"""

import smtplib
import ssl

from django.conf import settings
from django.core.mail.message import sanitize_address

from notifications.choices import DeliveryError


class NotAccepted(Exception):
    """The message was certainly not taken over. `is_final`: trying again will not help."""

    def __init__(self, error: DeliveryError, *, is_final: bool = False) -> None:
        super().__init__(error.value)
        self.error = error
        self.is_final = is_final


class Unanswered(Exception):
    """The message was given and no answer came: it may have been taken over."""


def hand_over(message: bytes, *, sender: str, recipient: str) -> None:
    """Give `message` (lines ended by CR LF) to the server of the settings. Returns when the server has taken it over.

    Raises NotAccepted or Unanswered. Everything before the data is safe to repeat.
    """
    server = _connect()
    try:
        _envelope(server, sanitize_address(sender, "utf-8"), sanitize_address(recipient, "utf-8"))
        _data(server, message)
    finally:
        # What is not answered here changes nothing: the message is the server's already, or was never its.
        server.close()


def _connect() -> smtplib.SMTP:
    host, port, timeout = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT
    context = ssl.create_default_context()
    server: smtplib.SMTP
    try:
        if settings.EMAIL_USE_SSL:
            server = smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=timeout)
        if settings.EMAIL_USE_TLS:
            server.starttls(context=context)
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except smtplib.SMTPAuthenticationError as error:
        raise NotAccepted(DeliveryError.SIGN_IN) from error
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        raise NotAccepted(DeliveryError.TLS) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotAccepted(DeliveryError.AWAY) from error
    return server


def _envelope(server: smtplib.SMTP, sender: str, recipient: str) -> None:
    try:
        server.ehlo_or_helo_if_needed()
        options = ["BODY=8BITMIME"] if server.has_extn("8bitmime") else []
        _require(server.mail(sender, options)[0], DeliveryError.SENDER)
        _require(server.rcpt(recipient)[0], DeliveryError.RECIPIENT)
        code, _ = server.docmd("DATA")
    except (OSError, smtplib.SMTPException) as error:
        raise NotAccepted(DeliveryError.AWAY) from error
    if code != 354:
        _require(code, DeliveryError.CONTENT)
        raise NotAccepted(DeliveryError.BUSY)


def _require(code: int, error: DeliveryError) -> None:
    if code >= 500:
        raise NotAccepted(error, is_final=True)
    if code >= 400 or code < 200:
        raise NotAccepted(DeliveryError.BUSY)


def _data(server: smtplib.SMTP, message: bytes) -> None:
    """The message with leading full stops doubled, and the line that ends it (RFC 5321, section 4.5.2)."""
    content = message.replace(b"\r\n.", b"\r\n..")
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    try:
        server.send(content + b".\r\n")
        code, _ = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise Unanswered from error
    _require(code, DeliveryError.CONTENT)
