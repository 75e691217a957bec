"""Removing files that no row names: uploads whose transaction failed, papers drawn by a worker that died."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from documents.models import StoredFile
from documents.querysets import naming, previews_naming
from documents.vault import vault

DAY: Final = 24 * 60 * 60
ORPHAN_SECONDS: Final = DAY
ASIDE_SECONDS: Final = 14 * DAY


@dataclass(frozen=True, slots=True)
class Swept:
    """How many files were set aside and how many deleted for good."""

    set_aside: int
    deleted: int


def sweep() -> Swept:
    """Set aside what no row has named for a day, delete what was set aside two weeks ago.

    With no row visible at all nothing is touched: an empty table beside a full vault means a wrong login or a database
    restored to another day, not that every file is an orphan.
    """
    store = vault()
    if not StoredFile.objects.exists():
        return Swept(0, 0)
    count = 0
    for storage_id in list(store.orphans(ORPHAN_SECONDS, _named)):
        store.set_aside(storage_id)
        count += 1
    return Swept(count, store.empty_aside(ASIDE_SECONDS))


def _named(storage_ids: Collection[str]) -> set[str]:
    pairs = naming(list(storage_ids)).values_list("storage_id", "viewing_storage_id")
    pictures = previews_naming(list(storage_ids)).values_list("storage_id", flat=True)
    named = {storage_id for pair in pairs for storage_id in pair if storage_id}
    return named | {storage_id for storage_id in pictures if storage_id}
