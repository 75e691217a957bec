"""What must be read again later but not from a copy of the database: encrypted with a key from the settings.

The first key of `RCMS_SECRETS_KEY` encrypts; all of them decrypt, so that keys can be changed (`manage.py
secrets_rotate` encrypts everything anew with the first).
"""

import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache
def _derived(key: str, purpose: bytes) -> bytes:
    """A key of 32 bytes for one purpose, from a long random text (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"rcms:" + purpose).derive(key.encode())


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(_derived(key, b"encryption"))) for key in settings.SECRETS_KEYS])


def encrypt(text: str, *, about: str) -> str:
    """Encrypt; `about` (whose, what) is bound in: the same words in another row decrypt to nothing."""
    return _fernet().encrypt(f"{about}\n{text}".encode()).decode()


def decrypt(token: str, *, about: str) -> str | None:
    """The inverse of `encrypt`; None when it was encrypted with a lost key, or about something else."""
    try:
        whose, _line, text = _fernet().decrypt(token).decode().partition("\n")
    except InvalidToken:
        return None
    return text if hmac.compare_digest(whose.encode(), about.encode()) else None


def rotated(token: str) -> str:
    """The same, encrypted with the first key. Raises InvalidToken."""
    return _fernet().rotate(token).decode()


def digests(text: str, *, purpose: str) -> list[str]:
    """Keyed checksums of a text by every key, the newest first: what a short secret is recognised by."""
    return [
        hmac.digest(_derived(key, purpose.encode()), text.encode(), "sha256").hex() for key in settings.SECRETS_KEYS
    ]
