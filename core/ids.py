"""Keys made by the client.

Row security refuses `INSERT … RETURNING` for rows that the writer may not read, so every key is known before the
insert. UUIDv7 (RFC 9562, section 5.7) keeps inserts at the right edge of the index and tells nothing that a
neighbouring row would not.
"""

import os
import time
import uuid
from datetime import datetime


def uuid7() -> uuid.UUID:
    """A new UUIDv7: 48 bits of milliseconds since 1970, 12 bits of their fraction (RFC 9562, section 6.2, method 3), 62
    random bits. Rows that one process makes one after the other are in the order of their keys."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    random = int.from_bytes(os.urandom(8)) >> 2
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | random
    return uuid.UUID(int=value)


def uuid_or_none(text: object) -> uuid.UUID | None:
    """The key that somebody sent as text, None where it is none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def uuid7_floor(at: datetime) -> uuid.UUID:
    """The bound below every key made at `at` (aware, machine time) or later: keys compare as their moments."""
    return uuid.UUID(int=(int(at.timestamp() * 1000) & 0xFFFF_FFFF_FFFF) << 80)
