"""Which browsers a person signed in with before, and who must wait after wrong passwords and codes.

A browser that was signed in keeps a mark for that user name. Wrong attempts from it count by themselves; attempts from
strange browsers count together, by name and by address. So whoever guesses from elsewhere keeps out strange browsers
alone: not the person at the own desk, and not the office behind the same address. The mark opens nothing.
"""

import secrets as random
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from accounts import secrets
from accounts.entrance import as_person
from accounts.models import SignInFailure, User
from core.outbox import wall_now
from core.request_context import counted_address

COOKIE: Final = "rcms_device"
_KEPT_DAYS: Final = 180
_PATH: Final = "/account"  # where people sign in and confirm who they are
_MOST: Final = 12  # people at one browser
_NONCE_LENGTH: Final = 22


def _marks(nonce: str, login_name: str) -> list[str]:
    return [digest[:32] for digest in secrets.digests(f"{nonce}:{login_name}", purpose="device")]


def _entries(request: HttpRequest) -> list[tuple[str, str]]:
    """What the cookie says: random words, each with a mark that only the right user name explains."""
    parts = [entry.partition(".") for entry in request.COOKIES.get(COOKIE, "").split("~")[:_MOST]]
    return [(nonce, mark) for nonce, _dot, mark in parts if len(nonce) == _NONCE_LENGTH]


def device_of(request: HttpRequest | None, login_name: str) -> str:
    """The name of this browser's own counter for this person; empty where the person never signed in with it."""
    for nonce, mark in _entries(request) if request else []:
        if any(constant_time_compare(mark, known) for known in _marks(nonce, login_name.lower())):
            return nonce
    return ""


def device_remember(request: HttpRequest, response: HttpResponse, login_name: str) -> None:
    """After signing in: this browser is the person's from now on. The cookie names nobody."""
    if device_of(request, login_name):
        return
    nonce = random.token_urlsafe(16)[:_NONCE_LENGTH]
    entries = [(nonce, _marks(nonce, login_name.lower())[0]), *_entries(request)][:_MOST]
    response.set_cookie(
        COOKIE,
        "~".join(f"{one}.{mark}" for one, mark in entries),
        max_age=_KEPT_DAYS * 24 * 3600,
        path=_PATH,
        secure=settings.HTTPS_ONLY,
        httponly=True,
        samesite="Lax",
    )


def is_paused(request: HttpRequest | None, login_name: str, *, is_second_factor: bool = False) -> bool:
    """Whether there were too many wrong passwords (codes) lately, for this name from this browser or strange ones."""
    device = device_of(request, login_name)
    address = counted_address()
    if is_second_factor:
        since, most = timedelta(seconds=settings.SECOND_FACTOR_WINDOW_SECONDS), settings.SECOND_FACTOR_ATTEMPTS
    else:
        since, most = timedelta(seconds=settings.SIGN_IN_WINDOW_SECONDS), settings.SIGN_IN_ATTEMPTS
    with connection.cursor() as cursor:
        cursor.execute(
            "select by_name, by_address from sign_in_failures(%s, %s, %s, %s::inet, %s)",
            [login_name, device, is_second_factor, address, wall_now() - since],
        )
        by_name, by_address = cursor.fetchone()
    if by_name >= most:
        return True
    # Without a request nobody asks to come in: the page of an administrator shows what holds for the name.
    return (
        request is not None
        and not is_second_factor  # its own limit is that of the name, which only the right password leads to
        and not device
        and address is not None
        and by_address >= settings.SIGN_IN_ATTEMPTS_OF_ADDRESS
    )


def may_guess(request: HttpRequest, user: User, *, is_second_factor: bool = False) -> bool:
    """Whether an attempt at what this person knows or has may be looked at. One after the other: the row of the person
    is locked until the request has ended, and a wrong attempt is counted before that. So of many at the same instant
    no more are looked at than of as many in a row."""
    with as_person(user):
        # Not against events and sessions that name the person: these are written meanwhile.
        User.objects.select_for_update(no_key=True).only("id").get(id=user.id)
    return not is_paused(request, user.login_name, is_second_factor=is_second_factor)


def failure_of(request: HttpRequest, login_name: str, *, is_second_factor: bool = False) -> SignInFailure:
    """A wrong attempt, to be saved by the caller."""
    return SignInFailure(
        login_name=login_name,
        device=device_of(request, login_name),
        address=counted_address(),
        is_second_factor=is_second_factor,
        at=wall_now(),
    )
