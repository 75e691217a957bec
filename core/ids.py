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
    """A new UUIDv7: 48 bits of milliseconds since 1970, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
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
