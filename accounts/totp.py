"""Codes that an authenticator app counts from the time (RFC 6238): six digits, every 30 seconds, SHA-1."""

import secrets
from base64 import b32decode, b32encode
from typing import Final
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

STEP_SECONDS: Final = 30
DIGITS: Final = 6
# A clock that is wrong by half a minute still fits.
DRIFT: Final = (0, -1, 1)


def new_secret() -> str:
    """160 random bits in base 32, as apps take them."""
    return b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of this step (seconds since 1970 divided by 30)."""
    # The apps know no other checksum; keyed, it stands.
    counter = HOTP(b32decode(secret), DIGITS, SHA1())  # noqa: S303
    return counter.generate(step).decode()


def step_of(secret: str, code: str, *, at: float, after: int) -> int | None:
    """The step whose code this is, if it is about now and later than the last one taken (`after`); else None."""
    now = int(at) // STEP_SECONDS
    found = None
    for drift in DRIFT:
        # All are compared, so that the time tells nothing.
        if secrets.compare_digest(code_at(secret, now + drift), code) and now + drift > after:
            found = now + drift
    return found


def address_of(secret: str, *, login_name: str, issuer: str) -> str:
    """What the square picture says to the app (Key Uri Format)."""
    label = quote(f"{issuer}:{login_name}", safe="")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer, 'digits': DIGITS})}"
