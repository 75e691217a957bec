"""Housekeeping of sessions; runs in the system worker."""

from datetime import timedelta

from django.utils import timezone
from oauth2_provider.models import AccessToken

from accounts.models import BrowserSession, KeptForm, SignInFailure
from core.outbox import sweep


@sweep("accounts.clear_sessions")
def clear_sessions() -> None:
    """Delete sessions and tokens that have ended; counters of wrong passwords and kept forms older than a day (machine
    time)."""
    now = timezone.now()
    BrowserSession.objects.filter(expire_date__lt=now).delete()
    SignInFailure.objects.filter(at__lt=now - timedelta(days=1)).delete()
    KeptForm.objects.filter(kept_at__lt=now - timedelta(days=1)).delete()
    tokens = AccessToken.objects.filter(expires__lt=now)
    # Not `delete()`, which would look into tables of grants that are not offered.
    tokens._raw_delete(tokens.db)
