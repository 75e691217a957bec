"""Reading the environment: each function turns one variable into the shape Django wants, or refuses it by name."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from rcms.logins import VARIABLES


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable: 1, true, yes, on; anything else that is set is no."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    """A comma-separated variable as a list, empty when unset."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def database_from_url(login: str) -> dict[str, Any]:
    """The database settings of one login (rcms.logins) from its own URL variable.

    A host given in the query (`?host=/run/x`) is a socket folder, as libpq writes it.
    """
    if login not in VARIABLES:
        raise ImproperlyConfigured(f"RCMS_LOGIN is {login!r}; it must be one of {', '.join(VARIABLES)}.")
    url = urlsplit(os.environ.get(VARIABLES[login], ""))
    options = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")) or "rcms",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", None) or unquote(url.hostname or ""),
        "PORT": options.pop("port", None) or str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": f"rcms-{login}", **options},
        "TEST": {"TEMPLATE": "template1"},
    }


def cache_url_checked(url: str) -> str:
    """The broker's address; refuses schemes that Celery would take for something else."""
    if urlsplit(url).scheme not in {"redis", "rediss", "redis+socket"}:
        raise ImproperlyConfigured("REDIS_URL must begin with redis://, rediss:// or redis+socket://")
    return url


def file_store_root(base: Path) -> Path:
    """The folder of the file vault, from FILE_STORE_URL (file:///path); by default `.data/files` of the clone."""
    url = urlsplit(os.environ.get("FILE_STORE_URL", ""))
    if not url.scheme:
        return base / ".data" / "files"
    if url.scheme != "file" or url.netloc:
        raise ImproperlyConfigured("FILE_STORE_URL must be file:///an/absolute/folder")
    return Path(unquote(url.path))


def email_from_url(address: str) -> dict[str, Any]:
    """SMTP settings from EMAIL_URL (smtp://user:password@host:port or smtps://...). Empty: no e-mail is sent.

    smtp:// asks the server for encryption (STARTTLS) and sends nothing without it, unless the address ends in
    `?tls=off`: for a server on the same machine or in the same private network.
    """
    url = urlsplit(address)
    if not url.scheme:
        return {"EMAIL_IS_ON": False}
    if url.scheme not in {"smtp", "smtps"} or not url.hostname:
        raise ImproperlyConfigured("EMAIL_URL must begin with smtp:// or smtps:// and name a host")
    return {
        "EMAIL_IS_ON": True,
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or (465 if url.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp" and dict(parse_qsl(url.query)).get("tls") != "off",
    }


def public_url_checked(url: str) -> str:
    """The address under which people reach the product, without a slash at the end: links in e-mails begin with it."""
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query):
        raise ImproperlyConfigured("RCMS_PUBLIC_URL must be like https://rcms.example.gov")
    return url.rstrip("/")
