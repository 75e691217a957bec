"""Who is signed in where, and what somebody had typed when a session ended."""

from django.db import models

from core.ids import uuid7


class BrowserSession(models.Model):
    """A browser's session. Loaded and saved by functions of the database (`accounts.session_store`); its person alone
    reads of it otherwise. The key is the checksum of what the cookie says, so that no row opens a session."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session_key = models.CharField(max_length=64, unique=True)
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, null=True, related_name="+")
    device = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=45, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)


class KeptForm(models.Model):
    """What a person had typed when the session ended or had to be confirmed: encrypted, for this person, for a day."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    # Path and fields together: a path can name what the person worked on.
    content = models.TextField()
    kept_at = models.DateTimeField(db_index=True)
