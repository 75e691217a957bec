"""How much a client may ask: so many requests a minute, counted where all processes can see it."""

import logging
from time import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

log = logging.getLogger(__name__)
WINDOW_SECONDS = 60


def seconds_to_wait(who: str, limit: int) -> int:
    """Count one request of `who`; 0 while at most `limit` came in this minute, else the seconds until the next.

    Counting is a courtesy to others, not a lock: when the counter is away, requests go through.
    """
    now = time()
    key = f"api-rate:{who}:{int(now // WINDOW_SECONDS)}"
    try:
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        count = cache.incr(key)
    except (RedisError, ValueError) as error:
        log.warning("requests are not counted: %s", type(error).__name__)
        return 0
    return 0 if count <= limit else int(WINDOW_SECONDS - now % WINDOW_SECONDS) + 1


class ClientThrottle(BaseThrottle):
    """One count for each client."""

    _wait = 0

    def allow_request(self, request: Request, view: Any) -> bool:
        """Whether the client has anything left of this minute."""
        if request.auth is None:
            return True
        self._wait = seconds_to_wait(request.auth.client.client_id, settings.API_REQUESTS_PER_MINUTE)
        return self._wait == 0

    def wait(self) -> float | None:
        """Seconds until the next minute."""
        return self._wait or None
