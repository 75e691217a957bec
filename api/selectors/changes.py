"""The feed of changes: which cases something happened to, told so that nothing is ever passed over.

A key or a moment is no place to go on from: transactions commit in another order than they begin, and a row with an
earlier moment may appear behind a reader who has gone past it. The feed is ordered by the writing transaction, and ends
before the oldest one that is still open: nothing can appear before that any more. Row security says which events
there are; the place where a reader stands is an event that it has seen, so that it learns nothing of others' work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from cases.workflow.table import TABLE
from core.errors import NotVisible

# Acts on a case. What is left out: who reads and downloads, quality reviews, the machinery of files and papers.
_TOLD: Final = frozenset(row.event for row in TABLE) | {
    "case.started",
    "case.application_saved",
    "case.withdrawal_reason",
    "case.assigned",
    "case.taken",
    "case.handed_over",
    "case.given_back",
    "verification.agencies",
    "verification.result",
    "thread.opened",
    "thread.closed",
    "thread.reopened",
    "message.sent",
    "note.shared",
    "document.requested",
}

_FEED: Final = """
select id, at, action, case_key, case_reference, country
from audit_event
where case_key is not null and result = 'done' and action = any (%(told)s)
    and xact < pg_snapshot_xmin(pg_current_snapshot())
    and (%(after)s::uuid is null
        or (xact, id) > (select seen.xact, seen.id from audit_event seen where seen.id = %(after)s))
order by xact, id
limit %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One act on a case. event: dotted code; by_country: whose side acted, empty for the system."""

    id: UUID
    at: datetime
    event: str
    case_id: UUID
    reference: str
    by_country: str


def changes_after(after: UUID | None, limit: int) -> Sequence[Change]:
    """At most `limit` changes after the event `after` (None: from the beginning), as the scope in force sees them.

    An act appears once every transaction that was open when it was written has ended. Raises NotVisible for an event
    that the reader never saw.
    """
    with connection.cursor() as cursor:
        if after is not None:
            cursor.execute("select 1 from audit_event where id = %s", [after])
            if cursor.fetchone() is None:
                raise NotVisible(f"event:{after}")
        cursor.execute(_FEED, {"after": after, "limit": limit, "told": list(_TOLD)})
        return [Change(*row) for row in cursor.fetchall()]
