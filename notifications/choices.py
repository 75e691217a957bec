"""The codes of notices: what kind a notice is of, how a person wants to be told, how far an e-mail has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What people choose by. Every notice is of one kind."""

    ACTS = "acts", _("Acts of the other side and of colleagues")
    MESSAGES = "messages", _("Messages and information requests")
    ASSIGNMENTS = "assignments", _("Cases assigned to you")
    DEADLINES = "deadlines", _("Time limits at risk or passed")
    ESCALATIONS = "escalations", _("Escalations to heads of office and supervisors")
    ADMINISTRATION = "administration", _("Administration")


class Mode(models.TextChoices):
    """How a person is told of a kind of notice, besides the list in the product."""

    AT_ONCE = "at_once", _("E-mail at once")
    DIGEST = "digest", _("Daily digest")
    IN_APP = "in_app", _("Only here")


DEFAULT_MODES = {
    NoticeKind.ACTS: Mode.DIGEST,
    NoticeKind.MESSAGES: Mode.DIGEST,
    NoticeKind.ASSIGNMENTS: Mode.AT_ONCE,
    NoticeKind.DEADLINES: Mode.DIGEST,
    NoticeKind.ESCALATIONS: Mode.DIGEST,
    NoticeKind.ADMINISTRATION: Mode.AT_ONCE,
}
DEFAULT_DIGEST_HOUR = 7


class DeliveryKind(models.TextChoices):
    NOTICE = "notice", _("Notice")
    DIGEST = "digest", _("Daily digest")


class DeliveryState(models.TextChoices):
    """waiting → sending (committed before the mail server is asked) → sent | waiting again | what people look at."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused by the mail server")
    GIVEN_UP = "given_up", _("Given up after several attempts")
    UNCERTAIN = "uncertain", _("Not known whether it arrived")
    CANCELLED = "cancelled", _("No longer needed")


# What a person has to decide about.
UNDELIVERED = (DeliveryState.FAILED, DeliveryState.GIVEN_UP, DeliveryState.UNCERTAIN)


class DeliveryError(models.TextChoices):
    """Why an e-mail was not delivered. The server's own words are not kept: they repeat addresses."""

    AWAY = "away", _("The mail server could not be reached")
    TLS = "tls", _("The mail server's certificate or encryption was not accepted")
    SIGN_IN = "sign_in", _("The mail server did not accept our user name and password")
    BUSY = "busy", _("The mail server asked to try again later")
    SENDER = "sender", _("The mail server refused our sender address")
    RECIPIENT = "recipient", _("The mail server refused the recipient's address")
    CONTENT = "content", _("The mail server refused the message")
    NO_ANSWER = "no_answer", _("The connection broke before the mail server confirmed the message")
    STOPPED = "stopped", _("The sending process ended in the middle")
    GONE = "gone", _("The recipient no longer has this office")
