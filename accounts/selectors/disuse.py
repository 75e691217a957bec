"""Since when nobody has used an account. Machine time: signing in is technical and does not follow the clock of law."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from accounts.models import User

FIRST_PASSWORD_DAYS: Final = 7


def used_at(user: User) -> datetime:
    """When the person signed in last (a national system: got a token), or was made, or let in anew by a password."""
    moments = [user.last_login or made_at(user.id)]
    if user.first_password_until is not None:
        moments.append(user.first_password_until - timedelta(days=FIRST_PASSWORD_DAYS))
    return max(moments)


def made_at(key: UUID) -> datetime:
    """The moment that a key of version 7 begins with (RFC 9562, section 5.7)."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)
