"""Two pages that should be one."""

import re

_CHANGING = re.compile(r'(csrfmiddlewaretoken" value=|nonce=|data-left=)"[^"]*"')


def bare(page: str) -> str:
    """The page without what is new in each: tokens of forms, nonces, the seconds that the session has left."""
    return _CHANGING.sub("", page)
