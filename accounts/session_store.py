"""Sessions in the database behind functions of it: the settings name this module (`SESSION_ENGINE`).

The row holds a checksum of the cookie's key, so that whoever reads the table (a copy, a replica) is signed in nowhere.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import connection

from core.outbox import wall_now

# Kept in the session, copied beside it for the list of one's own sessions.
SIGNED_IN_AT_KEY = "signed_in_at"
LAST_SEEN_KEY = "last_seen"
DEVICE_KEY = "device"
ADDRESS_KEY = "address"


def digest_of(session_key: str | None) -> str:
    """Under which name the session of this key is kept."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()


def _call(function: str, *arguments: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}({', '.join(['%s'] * len(arguments))})", arguments)
        return cursor.fetchone()[0]


class SessionStore(SessionBase):
    """Django's session, loaded and saved by key alone."""

    def load(self) -> dict[str, Any]:
        content = _call("session_load", digest_of(self.session_key), wall_now()) if self.session_key else None
        if content is None:
            self._session_key = None
            return {}
        return self.decode(content)

    def exists(self, session_key: str) -> bool:
        return _call("session_load", digest_of(session_key), wall_now()) is not None

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Raises CreateError for a key that is taken, UpdateError for a session that was ended meanwhile."""
        if self.session_key is None:
            return self.create()
        content = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        is_saved = _call(
            "session_add" if must_create else "session_save",
            digest_of(self.session_key),
            self.encode(content),
            self.get_expiry_date(),
            content.get(SESSION_KEY),
            content.get(DEVICE_KEY, ""),
            content.get(ADDRESS_KEY, ""),
            _instant(content.get(SIGNED_IN_AT_KEY)),
            _instant(content.get(LAST_SEEN_KEY)),
        )
        if not is_saved:
            raise CreateError if must_create else UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            _call("session_end", digest_of(key))

    @classmethod
    def clear_expired(cls) -> None:
        """`accounts.tasks.clear_sessions` does it, as the login of the sweeps."""


def _instant(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
