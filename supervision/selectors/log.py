"""The sealed log for supervisors: its last checkpoint, its keys, and what partners hold of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from audit import merkle
from audit.log import Signed, StoredTiles, as_base64, keys_read, last_signed, signed_before
from audit.models import Cosignature, Holding, Stamp, Witness
from audit.notes import Key
from countries.selectors.places import country_name

PAGE = 20


@dataclass(frozen=True, slots=True)
class Partner:
    """What an office holds. fits: whether the log still begins with it, as reckoned now."""

    office: str
    country: str
    how: str
    how_words: str
    size: int
    at: datetime
    fits: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A checkpoint. cosigned: by how many partners; is_stamped: by a time-stamping authority."""

    size: int
    at: datetime
    cosigned: int
    is_stamped: bool


@dataclass(frozen=True, slots=True)
class LogState:
    """What the page shows. others: whether any other country holds something."""

    last: Signed | None
    keys: Sequence[Key]
    partners: Sequence[Partner]
    witnesses: int
    others: bool
    rows: Sequence[Row]
    next_size: int | None


def log_state(country: str, before: int | None) -> LogState:
    """The log now, with one page of its checkpoints, newest first; country: the reader's own. Seven statements."""
    found = signed_before(before, PAGE + 1)
    sizes = [one.size for one in found[:PAGE]]
    signatures = list(Cosignature.objects.filter(size__in=sizes).values_list("size", flat=True))
    stamped = set(Stamp.objects.filter(size__in=sizes).values_list("size", flat=True))
    partners = _partners()
    return LogState(
        last=last_signed(),
        keys=[key for key, _introduction in keys_read()],
        partners=partners,
        witnesses=Witness.objects.filter(is_active=True).count(),
        others=any(row.country != country for row in Holding.objects.all()),
        rows=[Row(one.size, one.at, signatures.count(one.size), one.size in stamped) for one in found[:PAGE]],
        next_size=found[PAGE - 1].size if len(found) > PAGE else None,
    )


def checkpoint_note(size: int) -> str | None:
    """A checkpoint with its co-signatures, as text to keep; None where none is over so many entries."""
    found = signed_before(size + 1, 1)
    if not found or found[0].size != size:
        return None
    return found[0].note + "".join(Cosignature.objects.filter(size=size).order_by("at").values_list("line", flat=True))


def _partners() -> list[Partner]:
    tiles = StoredTiles()
    rows = Holding.objects.select_related("authority__country").order_by("authority__country", "authority__name", "how")
    return [
        Partner(
            office=row.authority.name,
            country=country_name(row.authority.country),
            how=row.how,
            how_words=row.get_how_display(),
            size=row.size,
            at=row.at,
            fits=row.how != Holding.How.DISPUTED and _fits(tiles, row),
        )
        for row in rows
    ]


def _fits(tiles: StoredTiles, row: Holding) -> bool:
    try:
        return as_base64(merkle.root(tiles, row.size)) == row.root
    except KeyError:
        return False
