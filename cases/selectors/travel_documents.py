"""Where a case stands with its travel document: the one in hand, whether it lasts, whose it is. No query here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cases.choices import Side, TravelDocumentStatus
from cases.choices_documents import LIVE_DOCUMENT, VOID_DOCUMENT
from cases.models import Case, Transfer, TravelDocument
from core import clock

# Those that a border post may be shown: on these somebody travels, or travelled.
SHOWN: Final = (*LIVE_DOCUMENT, TravelDocumentStatus.USED)


@dataclass(frozen=True, slots=True)
class DocumentStanding:
    """document: the newest one; status: where the case stands with it today ("requested" while one is waited for);
    held: as it is recorded, which the end of its validity may have overtaken; side: whose document it is, "" without
    one; ends_early: it is not valid any more on the day of the planned arrival."""

    document: TravelDocument | None
    status: str
    held: str
    side: str
    is_valid: bool
    ends_early: bool


def still_valid_on(at: datetime | None = None) -> date:
    """The last day of validity that has not ended yet, now or `at` an earlier instant: to the end of the day, wherever
    that ends last."""
    return ((at or clock.now()) - timedelta(days=1)).date()


def is_usable_at(row: TravelDocument, at: datetime) -> bool:
    """Whether its validity lasted then, though it may have ended since; not of one that was revoked or lost."""
    return row.status in (*LIVE_DOCUMENT, TravelDocumentStatus.EXPIRED) and row.valid_until >= still_valid_on(at)


def document_at(documents: Sequence[TravelDocument], at: datetime) -> TravelDocument | None:
    """The document on which somebody could travel then. documents: oldest first. A day begins somewhere before it
    begins here: what was issued that day counts."""
    latest = (at + timedelta(days=1)).date()
    return next((row for row in reversed(documents) if row.issued_on <= latest and is_usable_at(row, at)), None)


def document_standing(case: Case, documents: Sequence[TravelDocument], transfer: Transfer | None) -> DocumentStanding:
    """documents: of the case, oldest first."""
    newest = documents[-1] if documents else None
    if newest is None:
        return DocumentStanding(None, TravelDocumentStatus.REQUESTED, "", "", is_valid=False, ends_early=False)
    is_live = newest.status in LIVE_DOCUMENT
    is_valid = is_live and newest.valid_until >= still_valid_on()
    status = TravelDocumentStatus.EXPIRED if is_live and not is_valid else newest.status
    if not is_valid and newest.asked_again_at is not None:
        status = TravelDocumentStatus.REQUESTED
    ends_early = False
    if is_valid and transfer is not None:
        ends_early = (
            newest.valid_until < transfer.arrives_at.astimezone(ZoneInfo(case.receiving_country.time_zone)).date()
        )
    side = Side.REQUESTING if newest.fallback else Side.RECEIVING
    return DocumentStanding(newest, status, newest.status, side, is_valid=is_valid, ends_early=ends_early)


def document_in_hand(documents: Sequence[TravelDocument]) -> TravelDocument | None:
    """The document that somebody travels on or travelled on, if there is one. documents: oldest first."""
    shown = [row for row in documents if row.status in SHOWN]
    return shown[-1] if shown else None


def document_for_stage(documents: Sequence[TravelDocument]) -> TravelDocument | None:
    """The document by which the stage is done: one that is valid, or was used."""
    row = document_in_hand(documents)
    return row if row is not None and document_status_of(row) != TravelDocumentStatus.EXPIRED else None


def document_status_of(row: TravelDocument) -> str:
    """The status of one document, the end of its validity counted in."""
    is_over = row.status in LIVE_DOCUMENT and row.valid_until < still_valid_on()
    return TravelDocumentStatus.EXPIRED if is_over else row.status


def is_void(row: TravelDocument) -> bool:
    """Whether its sheet must not be shown as valid any more."""
    return row.status in VOID_DOCUMENT
