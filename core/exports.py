"""Tables as files: CSV and XLSX that no spreadsheet can be made to calculate with.

A cell that begins with ``= + - @``, a tab or a line end is read as a formula by spreadsheets; what people typed (a
name, a remark) could so run on a colleague's machine (OWASP, "CSV injection"). In CSV such text gets an apostrophe in
front; in XLSX every text is written as text.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import IO, Any, Final

import xlsxwriter
from django.http import FileResponse
from django.utils.formats import number_format
from django.utils.functional import Promise

LIMIT: Final = 50_000
"""Rows in one file. More is for the people who run the database, not for a page."""

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_IN_MEMORY: Final = 2_000_000
# What one cell of a worksheet holds at most (ECMA-376 as implemented by spreadsheets).
_CELL_LENGTH: Final = 32_767
_SHEET_NAME_LENGTH: Final = 31
_NOT_IN_SHEET_NAMES: Final = str.maketrans("", "", "[]:*?/\\'")

Value = str | Promise | int | float | date | datetime | None


class Format(StrEnum):
    """The kinds of files that a table can be had as."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES: Final = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def limit_words() -> str:
    """The greatest number of rows, as people write it."""
    return number_format(LIMIT, force_grouping=True)


def format_of(code: str) -> Format | None:
    """The format that a form names, or None."""
    return next((known for known in Format if known.value == code), None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written. title: names the worksheet; headers: the first row; rows: may be a generator, read once."""

    title: str
    headers: Sequence[str | Promise]
    rows: Iterable[Sequence[Value]]


def safe_text(text: str) -> str:
    """The text as CSV can carry it: an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def sheet_write(sheet: Sheet, target: IO[bytes], file_format: Format) -> int:
    """Write the table into `target` and say how many rows it has, the heading apart.

    Rows are taken one by one: memory does not grow with their number. Instants must carry the zone in which they are to
    be read: CSV writes them as ISO 8601 with the offset, XLSX as dates on that zone's clock.
    """
    return _write_xlsx(sheet, target) if file_format is Format.XLSX else _write_csv(sheet, target)


def file_response(sheet: Sheet, file_format: Format, name: str) -> tuple[FileResponse, int]:
    """The table as a download, and its number of rows. name: of the file without its ending; no personal data.

    The file is written whole, beyond a few megabytes on disk, before the answer begins: whoever gets it gets all of it,
    and the number is known in the transaction that records the export.
    """
    # Closed by the response.
    spool = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    count = sheet_write(sheet, spool, file_format)
    size = spool.tell()
    spool.seek(0)
    response = FileResponse(spool, as_attachment=True, filename=f"{name}.{file_format}")
    response["Content-Type"] = MEDIA_TYPES[file_format]
    response["Content-Length"] = str(size)
    response["Cache-Control"] = "no-store"
    return response, count


def _write_csv(sheet: Sheet, target: IO[bytes]) -> int:
    """UTF-8 with a byte order mark, which spreadsheets need to read names of any script."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([safe_text(str(header)) for header in sheet.headers])
    count = 0
    for count, row in enumerate(sheet.rows, 1):  # noqa: B007 - the last one is the number of rows
        writer.writerow([_csv_cell(value) for value in row])
    text.flush()
    text.detach()
    return count


def _csv_cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return value
    return safe_text(str(value))


def _write_xlsx(sheet: Sheet, target: IO[bytes]) -> int:
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    page = book.add_worksheet(sheet.title.translate(_NOT_IN_SHEET_NAMES)[:_SHEET_NAME_LENGTH] or "1")
    head = book.add_format({"bold": True})
    formats = {
        "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    page.freeze_panes(1, 0)
    page.set_column(0, len(sheet.headers) - 1, 20)
    for column, header in enumerate(sheet.headers):
        page.write_string(0, column, str(header), head)
    count = 0
    for count, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            _xlsx_cell(page, count, column, value, formats)
    book.close()
    return count


def _xlsx_cell(page: Any, row: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        # A worksheet knows no zones: the wall clock of the zone that the heading names.
        page.write_datetime(row, column, value.replace(tzinfo=None), formats["instant"])
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["day"])  # noqa: DTZ001
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, str(value)[:_CELL_LENGTH])
