"""With which database login a process works."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def need_login(login: str) -> None:
    """Refuse to go on in a process that signs in to the database otherwise. Raises ImproperlyConfigured."""
    if login != settings.RCMS_LOGIN:
        raise ImproperlyConfigured(f"this runs with RCMS_LOGIN={login}, not {settings.RCMS_LOGIN}")
