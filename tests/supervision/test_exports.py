"""Files that leave the system: the same rows as the page, nothing that a spreadsheet calculates with, each recorded."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from core.exports import FORMULA_STARTS, Format, Sheet, file_response, format_of, sheet_write
from core.scope import use_scope
from tests import world
from tests.cases.work_pages import browser
from tests.supervision.conftest import Office

FORMULAS = ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "\tx", "\r=1", "\n=1"]


def written(sheet: Sheet, file_format: Format) -> tuple[bytes, int]:
    target = io.BytesIO()
    count = sheet_write(sheet, target, file_format)
    return target.getvalue(), count


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def xlsx_rows(content: bytes) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


class TestWriting:
    def test_csv_begins_with_the_mark_that_spreadsheets_need(self) -> None:
        content, count = written(Sheet("t", ["Name"], [["Петровић"], ["Bešić, Ana"]]), Format.CSV)
        assert content.startswith(b"\xef\xbb\xbf") and count == 2
        assert csv_rows(content) == [["Name"], ["Петровић"], ["Bešić, Ana"]]

    @pytest.mark.parametrize("text", FORMULAS)
    def test_no_cell_of_csv_begins_as_a_formula(self, text: str) -> None:
        content, _count = written(Sheet("t", [text], [[text]]), Format.CSV)
        for row in csv_rows(content):
            assert not row[0].startswith(FORMULA_STARTS) and row[0][1:] == text

    @pytest.mark.parametrize("text", FORMULAS)
    def test_every_text_of_xlsx_is_text(self, text: str) -> None:
        content, _count = written(Sheet("t", ["x"], [[text], ["https://x.example"], ["0123"]]), Format.XLSX)
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [row[0] for row in book.active.iter_rows()]
        assert {cell.data_type for cell in cells} == {"s"}, "no formula, no number, no date"
        assert all(cell.hyperlink is None for cell in cells)
        # A carriage return stands in the file by its number, as the format has it.
        assert str(cells[1].value).replace("_x000D_", "\r").strip() == text.strip()

    def test_numbers_and_dates_stay_what_they_are(self) -> None:
        row = [3, 9.5, date(2026, 3, 1), datetime(2026, 3, 1, 12, 30, tzinfo=UTC), None]
        sheet = Sheet("t", ["a", "b", "c", "d", "e"], [row])
        assert csv_rows(written(sheet, Format.CSV)[0])[1] == ["3", "9.5", "2026-03-01", "2026-03-01T12:30:00+00:00", ""]
        again = Sheet("t", ["a", "b", "c", "d", "e"], [row])
        found = xlsx_rows(written(again, Format.XLSX)[0])[1]
        assert found[:2] == [3, 9.5] and found[4] is None
        assert [cell.isoformat() for cell in found[2:4]] == ["2026-03-01T00:00:00", "2026-03-01T12:30:00"]

    def test_rows_are_taken_one_by_one(self) -> None:
        taken = []

        def rows() -> Any:
            for number in range(3):
                taken.append(number)
                yield [number]

        for file_format in Format:
            taken.clear()
            assert written(Sheet("t", ["n"], rows()), file_format)[1] == 3 and taken == [0, 1, 2]

    def test_long_texts_and_odd_sheet_names_are_cut(self) -> None:
        content, _count = written(Sheet("[a]:*?/\\" + "b" * 60, ["x"], [["y" * 40_000]]), Format.XLSX)
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.active.title == "a" + "b" * 30 and len(book.active["A2"].value) == 32_767

    def test_the_answer_is_a_download_that_no_cache_keeps(self) -> None:
        response, count = file_response(Sheet("t", ["x"], [["y"]]), Format.CSV, "rcms-x")
        assert count == 1 and response["Cache-Control"] == "no-store"
        assert response["Content-Disposition"] == 'attachment; filename="rcms-x.csv"'
        content = b"".join(response.streaming_content)  # type: ignore[arg-type]
        assert len(content) == int(response["Content-Length"])
        assert format_of("pdf") is None and format_of("xlsx") is Format.XLSX


def exported(actor: Actor, table: str, status: int = 200, **data: str) -> bytes:
    answer = browser(actor).post(reverse("supervision:export", args=[table]), {"format": "csv", **data})
    assert answer.status_code == status, answer.content[:300]
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]


def _plain(cell: Any) -> str:
    """A cell as both formats tell it: 9.0 and 9 are one number, nothing is nothing."""
    return "" if cell is None else str(cell).removesuffix(".0").removeprefix("'")


@pytest.mark.commits
class TestTables:
    @pytest.mark.parametrize("table", ["replies", "returns", "open", "flow", "transfers", "withdrawals", "workload"])
    def test_every_table_is_to_be_had_in_both_formats(self, office: Office, table: str) -> None:
        rows = csv_rows(exported(office.people.supervisor, table))
        assert len(rows) > 1 and len({len(row) for row in rows}) == 1
        again = xlsx_rows(exported(office.people.supervisor, table, format="xlsx"))
        assert [[_plain(cell) for cell in row] for row in again] == [[_plain(cell) for cell in row] for row in rows]

    def test_the_cases_behind_a_figure_come_without_names(self, office: Office) -> None:
        content = exported(office.people.supervisor, "cases-delivered")
        assert len(csv_rows(content)) == 10 and "Petrovi" not in content.decode()
        assert {row[0] for row in csv_rows(content)[1:]} == {
            case.reference for name, case in office.cases.items() if name != "draft"
        }

    def test_an_export_is_recorded_with_kind_filters_and_rows(self, office: Office) -> None:
        exported(office.people.supervisor, "cases-delivered", track="own_national")
        with use_scope(office.people.supervisor.scope):
            event = Event.objects.get(action="data.exported")
        assert event.parameters["kind"] == "cases-delivered" and event.parameters["rows"] == 9
        assert event.parameters["format"] == "csv" and event.parameters["filters"]["track"] == "own_national"
        assert event.actor_id == office.people.supervisor.user_id
        with use_scope(office.people.their_supervisor.scope):
            assert not Event.objects.filter(action="data.exported").exists()

    def test_one_side_exports_nothing_of_the_other(self, office: Office) -> None:
        theirs = exported(office.people.their_supervisor, "open").decode()
        assert "Draft" not in theirs and "Decision proposed" in theirs
        assert "Decision proposed" not in exported(office.people.supervisor, "open").decode()
        exported(office.people.their_supervisor, "withdrawals", status=404)
        exported(office.people.their_supervisor, "cases-withdrawal-absconded", status=404)
        assert len(csv_rows(exported(office.stranger, "cases-delivered"))) == 1

    def test_who_may_not_export_does_not(self, office: Office) -> None:
        lead = world.make_actor("nld-dtv", "office_lead")
        exported(lead, "replies", status=403)
        exported(office.people.officer, "replies", status=403)
        for table in ("nonsense", "cases-nonsense", "sample-nonsense"):
            exported(office.people.supervisor, table, status=404)
        exported(office.people.supervisor, "replies", status=422, format="pdf")
        client = browser(office.people.supervisor)
        assert client.get(reverse("supervision:export", args=["replies"])).status_code == 405

    def test_file_names_hold_no_personal_data(self, office: Office) -> None:
        answer = browser(office.people.supervisor).post(
            reverse("supervision:export", args=["audit"]), {"format": "xlsx", "who": str(office.people.officer.user_id)}
        )
        name = answer["Content-Disposition"]
        assert str(office.people.officer.user_id) not in name and office.people.officer.name not in name
