"""The register of documents of an office: its numbers with filters and pages, one number's history, its series.

Row security shows the numbers of the offices whose cases the actor sees. Names of holders are no part of the register:
they are read from the case while the actor sees it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices_documents import END_REASONS, LIVE_DOCUMENT, VOID_REASONS, NumberStatus
from cases.models import DocumentNumber, DocumentNumberEntry, DocumentSeries, TravelDocument
from cases.selectors.paging import Cursor, keyset_page
from core import clock
from core.errors import NotVisible
from core.exports import Sheet, Value
from countries.models import Authority

# Who has anything to do with documents: whoever issues them, plans journeys on them, leads or audits such an office.
READERS: Final = ("issue_travel_document", "plan_transfer", "assign_case", "view_audit")
ADMINISTRATORS: Final = ("administer", "assign_case")
_KINDS: Final[Mapping[str, str]] = {
    NumberStatus.ISSUED: "ok",
    NumberStatus.PRINTED: "ok",
    NumberStatus.COLLECTED: "ok",
    NumberStatus.EXPIRED: "warn",
    NumberStatus.REVOKED: "late",
    NumberStatus.LOST: "late",
    NumberStatus.VOID: "quiet",
    NumberStatus.USED: "quiet",
}


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One line of the register. holder: only while the reader sees the case."""

    entry: DocumentNumber
    status: str
    kind: str
    holder: str
    why: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of the register."""

    rows: Sequence[NumberRow]
    next_cursor: Cursor | None
    is_later: bool


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series with how many of its numbers are left; is_low: fewer than the office wants to have."""

    series: DocumentSeries
    left: int

    @property
    def is_low(self) -> bool:
        """Whether the office has to ask for more."""
        return self.series.is_open and self.left <= self.series.warn_below


def may_read(actor: Actor) -> bool:
    """Whether the register is for the actor's role."""
    return any(actor.holds(act) for act in READERS)


def numbers_of(actor: Actor, filters: Mapping[str, str]) -> QuerySet[DocumentNumber]:
    """The numbers that the actor sees under the filters of the form."""
    rows = DocumentNumber.objects.select_related("authority")
    if filters.get("status"):
        rows = rows.filter(status=filters["status"])
    if filters.get("number"):
        rows = rows.filter(number__startswith=filters["number"].strip().upper())
    today = _today(actor)
    live = Q(status__in=LIVE_DOCUMENT)
    validity = {
        "valid": live & Q(valid_until__gte=today),
        "ending": live & Q(valid_until__gte=today, valid_until__lt=today + timedelta(days=7)),
        "over": Q(valid_until__lt=today),
    }
    return rows.filter(validity[filters["validity"]]) if filters.get("validity") in validity else rows


def _today(actor: Actor) -> date:
    return clock.now().astimezone(actor.zone).date()


def register_page(actor: Actor, filters: Mapping[str, str], after: Cursor | None) -> RegisterPage:
    """One page, what changed last first. Two statements."""
    page = keyset_page(numbers_of(actor, filters), "changed_at", is_descending=True, after=after)
    return RegisterPage(_rows(page.rows), page.after, after is not None)


def _rows(entries: Sequence[DocumentNumber]) -> list[NumberRow]:
    documents = {
        row.registered_id: row
        for row in TravelDocument.objects.filter(registered__in=[entry.id for entry in entries]).select_related(
            "case__person"
        )
    }
    return [_row(entry, documents.get(entry.id)) for entry in entries]


def _row(entry: DocumentNumber, document: TravelDocument | None) -> NumberRow:
    person = getattr(document.case, "person", None) if document is not None else None
    code = document.end_code if document is not None else entry.void_code
    return NumberRow(
        entry=entry,
        status=str(entry.get_status_display()),
        kind=_KINDS.get(entry.status, ""),
        holder=person.full_name if person is not None else "",
        why=str({**END_REASONS, **VOID_REASONS}.get(code, "")),
    )


@dataclass(frozen=True, slots=True)
class NumberDetail:
    """One number with its history, oldest first, and the case while the reader sees it."""

    row: NumberRow
    history: Sequence[tuple[DocumentNumberEntry, str, str]]
    case_id: UUID | None


def number_get(number_id: UUID) -> NumberDetail:
    """A number of the register, or NotVisible. Three statements."""
    entry = DocumentNumber.objects.select_related("authority", "series").filter(id=number_id).first()
    if entry is None:
        raise NotVisible(f"documentnumber:{number_id}")
    document = TravelDocument.objects.filter(registered=entry).select_related("case__person").first()
    reasons = {**END_REASONS, **VOID_REASONS}
    lines = [
        (line, str(line.get_status_display()), str(reasons.get(line.code, "")))
        for line in DocumentNumberEntry.objects.filter(number=entry)
    ]
    return NumberDetail(_row(entry, document), lines, document.case_id if document else None)


def register_sheet(actor: Actor, filters: Mapping[str, str], limit: int) -> Sheet:
    """The register for a file, without names."""
    headers = [
        _("Number"),
        _("Documents"),
        _("Status"),
        _("Issued"),
        _("Valid until"),
        _("Printed"),
        _("Case"),
        _("Reason"),
        _("Office"),
        _("Changed"),
    ]
    rows = numbers_of(actor, filters).order_by("-changed_at", "-id")[:limit]
    return Sheet(_("Register of documents"), headers, _cells(actor, rows))


def _cells(actor: Actor, rows: QuerySet[DocumentNumber]) -> Iterator[Sequence[Value]]:
    for entry in rows:
        yield [
            entry.number,
            str(entry.get_kind_display()),
            str(entry.get_status_display()),
            entry.issued_on,
            entry.valid_until,
            entry.printed_count,
            entry.case_reference,
            str(VOID_REASONS.get(entry.void_code, "")),
            entry.authority.name,
            entry.changed_at.astimezone(actor.zone),
        ]


# --- series -----------------------------------------------------------------------------------------------------------


def offices_administered(actor: Actor) -> list[Authority]:
    """The offices of the country whose series the actor opens and closes."""
    found = Q()
    for act in ADMINISTRATORS:
        reach = actor.grants.get(act)
        if reach is not None:
            found |= Q(country__in=sorted(reach.countries)) | Q(id__in=sorted(reach.authorities))
    if not found:
        return []
    return list(Authority.objects.filter(found, country=actor.country).order_by("name"))


def series_list(actor: Actor) -> list[SeriesRow]:
    """The series of the offices that the actor administers or issues documents for, open ones first. Two statements."""
    offices = {office.id for office in offices_administered(actor)} | {actor.authority_id}
    rows = list(DocumentSeries.objects.filter(authority__in=offices).select_related("authority"))
    used = _used()
    found = [SeriesRow(row, max(row.size - used.get(row.id, 0), 0)) for row in rows]
    return sorted(found, key=lambda row: (not row.series.is_open, row.series.authority.name, str(row.series)))


def _used() -> dict[Any, int]:
    """How many numbers of each series of the country are taken or void; asked of the database's own function, because
    whoever administers an office does not see its documents."""
    with connection.cursor() as cursor:
        cursor.execute("select series, used from document_series_used()")
        return dict(cursor.fetchall())
