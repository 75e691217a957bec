"""The tables of supervision: the same rows for the page, where numbers lead to their cases, and for a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import dateformat
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.choices import ClockKind, Status, TransferFailure, WithdrawalReason
from cases.wording import Words
from core.exports import Sheet, Value
from supervision.choices import Dimension
from supervision.selectors.measures import BANDS, DUE_SOON, FLOWS
from supervision.selectors.statistics import Figures, OpenRow, Transfers, Workload

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading."""

    label: str
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """value: for a file; text: for the page; url: the cases behind it."""

    value: Value
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table. The last row is a total where `has_total`."""

    code: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    has_total: bool = False

    def sheet(self) -> Sheet:
        """The table for a file."""
        rows: Iterable[Sequence[Value]] = ([cell.value for cell in row] for row in self.rows)
        return Sheet(self.title, [column.label for column in self.columns], rows)


def drill_url(measure: str, query: Query, **more: str) -> str:
    """The address of the cases behind a figure."""
    values = {name: value for name, value in {**query, **more}.items() if value and name != "by"}
    return f"{reverse('supervision:case-list', args=[measure])}?{urlencode(values)}"


def _text(value: Words) -> Cell:
    return Cell(str(value), str(value))


def _number(number: int, url: str = "") -> Cell:
    return Cell(number, str(number), url if number else "")


def days_words(days: float | None) -> str:
    """ "9", "9.5", or a dash."""
    return "—" if days is None else f"{days:.1f}".removesuffix(".0")


def _days(days: float | None) -> Cell:
    return Cell(None if days is None else round(days, 1), days_words(days))


def share(part: int, whole: int) -> int | None:
    """A share in whole per cent, or None of nothing."""
    return round(100 * part / whole) if whole else None


def share_words(part: int, whole: int) -> str:
    """ "81 %", or a dash."""
    found = share(part, whole)
    return "—" if found is None else f"{found} %"


def _share(part: int, whole: int) -> Cell:
    return Cell(share(part, whole), share_words(part, whole))


# --- time keeping -----------------------------------------------------------------------------------------------------


def replies_table(groups: Sequence[Figures], total: Figures, dimension: Dimension, query: Query) -> Table:
    """Replies per group: in time, late, by silence, still missing; days to reply; share accepted."""
    columns = [
        Column(dimension_words(dimension), is_number=False),
        Column(_("Delivered")),
        Column(_("In time")),
        Column(_("Late")),
        Column(_("By silence")),
        Column(_("Passed, given up")),
        Column(_("Overdue")),
        Column(_("Waiting")),
        Column(_("By an unverified limit")),
        Column(_("Median days")),
        Column(_("Nine in ten within")),
        Column(_("Accepted")),
        Column(_("Accepted, %")),
    ]

    def row(group: Figures, label: str, narrower: Query) -> list[Cell]:
        def cell(measure: str) -> Cell:
            return _number(group[measure], drill_url(measure, {**query, **narrower}))

        standings = ("in_time", "late", "silent", "missed", "overdue", "waiting", "unverified")
        measures = ("delivered", *(f"{ClockKind.REPLY}-{how}" for how in standings))
        return [
            _text(label),
            *map(cell, measures),
            _days(group.median),
            _days(group.ninetieth),
            cell("accepted"),
            _share(group["accepted"], group.decided),
        ]

    rows = [row(group, group.label, {dimension.value: group.key}) for group in groups]
    return Table("replies", _("Replies"), columns, [*rows, row(total, _("All"), {})], has_total=True)


def returns_table(groups: Sequence[Figures], total: Figures, dimension: Dimension, query: Query) -> Table:
    """What followed: travel documents in time, persons handed over."""
    kind = ClockKind.TRAVEL_DOCUMENT
    columns = [
        Column(dimension_words(dimension), is_number=False),
        Column(_("Accepted")),
        Column(_("Document in time")),
        Column(_("Document late")),
        Column(_("Document passed, given up")),
        Column(_("Document overdue")),
        Column(_("Document waiting")),
        Column(_("Document by an unverified limit")),
        Column(_("Handed over")),
        Column(_("Withdrawn")),
    ]
    standings = ("in_time", "late", "missed", "overdue", "waiting", "unverified")
    measures = ("accepted", *(f"{kind}-{how}" for how in standings), "handed_over")

    def row(group: Figures, label: str, narrower: Query) -> list[Cell]:
        counted = (*measures, "withdrawn")
        return [_text(label), *(_number(group[code], drill_url(code, {**query, **narrower})) for code in counted)]

    rows = [row(group, group.label, {dimension.value: group.key}) for group in groups]
    return Table(
        "returns", _("Travel documents and handovers"), columns, [*rows, row(total, _("All"), {})], has_total=True
    )


def dimension_words(dimension: Dimension) -> str:
    """The heading of the first column."""
    return {
        Dimension.PARTNER: _("Partner"),
        Dimension.OFFICE: _("Our office"),
        Dimension.PARTNER_OFFICE: _("Their office"),
        Dimension.TRACK: _("Track"),
        Dimension.PROCEDURE: _("Procedure"),
    }[dimension]


# --- open cases, months, reasons --------------------------------------------------------------------------------------


def open_table(rows: Sequence[OpenRow], query: Query) -> Table:
    """Open cases by status and age."""
    columns = [
        Column(_("Status"), is_number=False),
        *(Column(str(band.label)) for band in BANDS),
        Column(_("All ages")),
    ]

    def cells(label: str, code: str, ages: Mapping[str, int]) -> list[Cell]:
        return [
            _text(label),
            *(_number(ages[band.code], drill_url(f"open-{code}-{band.code}", query)) for band in BANDS),
            _number(sum(ages.values()), drill_url("open" if code == "all" else f"open-{code}", query)),
        ]

    found = [cells(str(Status(row.status).label), row.status, row.ages) for row in rows]
    every = {band.code: sum(row.ages[band.code] for row in rows) for band in BANDS}
    return Table("open", _("Open cases by status and age"), columns, [*found, cells(_("All"), "all", every)], True)


def flow_table(months: Sequence[tuple[date, Mapping[str, int]]], query: Query) -> Table:
    """What came in and went out, month by month."""
    columns = [Column(_("Month"), is_number=False), *(Column(label) for label in flow_words().values())]
    rows = [
        [
            Cell(f"{month:%Y-%m}", month_words(month)),
            *(_number(numbers[code], drill_url(f"{code}-{month:%Y-%m}", query)) for code in FLOWS),
        ]
        for month, numbers in months
    ]
    return Table("flow", _("In and out"), columns, rows)


def flow_words() -> dict[str, str]:
    """What is told month by month, in the order of the procedure."""
    return {"came": _("Delivered"), "replied": _("Answered"), "returned": _("Handed over")}


def month_words(month: date) -> str:
    """ "Mar 2026"."""
    return dateformat.format(month, pgettext("date pattern: short month and year", "M Y"))


def transfers_table(transfers: Transfers, query: Query) -> Table:
    """Transfers done and failed, with the reasons."""
    reasons = dict(TransferFailure.choices)
    rows = [
        [_text(_("Handed over")), _number(transfers.handed_over, drill_url("handed_over", query))],
        [_text(_("— with a forced-return monitor")), _number(transfers.monitored, drill_url("monitored", query))],
        [
            _text(_("— share of handovers that were monitored")),
            _share(transfers.monitored, transfers.handed_over),
        ],
        [_text(_("With a transfer that failed")), _number(transfers.failed, drill_url("failed", query))],
        *(
            [
                _text(_("— failed: %(reason)s") % {"reason": reasons.get(code, code)}),
                _number(number, drill_url(f"failed-{code}", query)),
            ]
            for code, number in transfers.reasons.items()
        ),
    ]
    return Table("transfers", _("Transfers"), [Column(_("Outcome"), is_number=False), Column(_("Cases"))], rows)


def withdrawals_table(reasons: Mapping[str, int], query: Query) -> Table:
    """Why our side withdrew: own-side data of the requesting country."""
    words = dict(WithdrawalReason.choices)
    rows = [
        [_text(words.get(code, code)), _number(number, drill_url(f"withdrawal-{code}", query))]
        for code, number in reasons.items()
    ]
    return Table("withdrawals", _("Why we withdrew"), [Column(_("Reason"), is_number=False), Column(_("Cases"))], rows)


def workload_table(loads: Sequence[Workload], query: Query) -> Table:
    """Open cases by colleague."""
    columns = [
        Column(_("Colleague"), is_number=False),
        Column(_("Open cases")),
        Column(_("Overdue")),
        Column(_("Due within %(days)s days") % {"days": DUE_SOON.days}),
    ]

    def row(load: Workload) -> list[Cell]:
        measure = f"assigned-{load.user_id}" if load.user_id else "unassigned"
        return [
            _text(load.name or _("Assigned to nobody")),
            _number(load.number, drill_url(measure, query)),
            _number(load.overdue, drill_url(f"{measure}-overdue", query)),
            _number(load.soon, drill_url(f"{measure}-soon", query)),
        ]

    rows = [row(load) for load in loads]
    return Table("workload", _("Work by colleague"), columns, rows)
