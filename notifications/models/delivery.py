"""E-mail: mailboxes of offices, and one row per message that is to be sent."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from notifications.choices import DeliveryError, DeliveryKind, DeliveryState, NoticeKind


class OfficeMailbox(models.Model):
    """An office's own address for notices. `country` is that of the office: row security goes by it."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="mailboxes")
    country = models.CharField(max_length=3)
    address = models.EmailField(_("address"))
    kinds = ArrayField(
        models.CharField(max_length=20, choices=NoticeKind.choices), verbose_name=_("notices sent there"), default=list
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "address"], name="mailbox_once_per_office")]


class Delivery(models.Model):
    """One e-mail to one person or mailbox. Only the mail worker and the administrators of `country` see it; it holds
    no address and nothing of the case but the notice's id.

    key: what it is, so that it is made once. A person is addressed under the membership `membership_id`, a mailbox as
    that of an office; `authority_id` is the office. after, through: for a digest, the keys of the notices between which
    it tells (the first excluded). attempts: how often the mail server was tried. error: of the last attempt.
    """

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=DeliveryKind.choices)
    notice_kind = models.CharField(max_length=20, choices=NoticeKind.choices, blank=True, default="")
    notice_id = models.UUIDField(null=True)
    recipient_id = models.UUIDField(null=True)
    membership_id = models.UUIDField(null=True)
    mailbox = models.ForeignKey(OfficeMailbox, on_delete=models.PROTECT, null=True, related_name="+")
    country = models.CharField(max_length=3)
    authority_id = models.UUIDField()
    after = models.UUIDField(null=True)
    through = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=20, choices=DeliveryError.choices, blank=True, default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["country", "-id"],
                name="delivery_undelivered",
                condition=models.Q(state__in=["sending", "failed", "given_up", "uncertain"]),
            ),
            models.Index(fields=["membership_id", "-id"], name="delivery_digests", condition=models.Q(kind="digest")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recipient_id__isnull=False, membership_id__isnull=False, mailbox__isnull=True)
                | models.Q(recipient_id__isnull=True, membership_id__isnull=True, mailbox__isnull=False),
                name="delivery_to_person_or_mailbox",
            )
        ]
