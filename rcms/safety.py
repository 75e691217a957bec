"""What production mode refuses: settings that are right on a laptop and wrong with people's data."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def unsafe_settings(settings: Mapping[str, Any]) -> list[str]:
    """The reasons, in plain words, why these settings must not run in production; empty when they may."""
    database = settings["DATABASES"]["default"]
    host = str(database["HOST"])
    reasons = {
        "DEBUG is on": settings["DEBUG"],
        "SECRET_KEY is missing or shorter than 50 characters": len(settings["SECRET_KEY"]) < 50,
        "RCMS_SECRETS_KEY is missing or shorter than 50 characters": min(map(len, settings["SECRETS_KEYS"] or [""]))
        < 50,
        "RCMS_SECRETS_KEY is SECRET_KEY: a leak of one would be a leak of both": settings["SECRET_KEY"]
        in settings["SECRETS_KEYS"],
        "RCMS_SECOND_FACTOR is off": not settings["SECOND_FACTOR_IS_REQUIRED"],
        "RCMS_SESSION_IDLE_SECONDS is more than 15 minutes": settings["SESSION_IDLE_SECONDS"] > 900,
        "RCMS_ALLOWED_HOSTS is empty or allows every host": not settings["ALLOWED_HOSTS"]
        or "*" in settings["ALLOWED_HOSTS"],
        "RCMS_DEMO is on: its passwords are public": settings["DEMO_MODE"],
        "RCMS_CLOCK_MAY_MOVE is on": settings["CLOCK_MAY_MOVE"],
        "the database is not named by its URL": not database["USER"] or not host,
        "the embedded database is for demonstrations": "rcms-embedded" in host,
        "the embedded broker is for demonstrations": "rcms-embedded" in settings["REDIS_URL"],
        "RCMS_HTTPS is off": not settings["HTTPS_ONLY"],
        "RCMS_PUBLIC_URL is missing: e-mails need links": settings["EMAIL_IS_ON"] and not settings["PUBLIC_URL"],
    }
    return [reason for reason, is_unsafe in reasons.items() if is_unsafe]


def refuse_unsafe(settings: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured naming every unsafe value at once."""
    reasons = unsafe_settings(settings)
    if reasons:
        raise ImproperlyConfigured("Production mode refuses to start: " + "; ".join(reasons) + ".")
