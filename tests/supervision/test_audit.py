"""Who did what, who looked: across cases and of one case; what each side reads; that looking is recorded."""

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from accounts.actor import Actor
from audit.models import Access, Event
from audit.services import AboutCase, access_record
from cases.selectors.audit_trail import PAGE, TrailFilters, trail_all, trail_page
from cases.selectors.paging import Cursor
from cases.services.case_access import person_exclude
from cases.services.trail_paper import trail_paper_request
from core import clock
from core.scope import take_scope, use_scope
from documents.issuing import document_issue
from documents.models import GeneratedDocument, StoredFile
from tests import world
from tests.cases.work_pages import browser, page
from tests.supervision.conftest import Office

pytestmark = pytest.mark.commits


def look(actor: Actor, office: Office, name: str = "refused", times: int = 1) -> None:
    case = office.cases[name]
    with use_scope(actor.scope):
        for _number in range(times):
            access_record(
                actor=actor, action="case.opened", subject=case.subject, about=AboutCase(case.id, case.reference or "")
            )


def found(actor: Actor, **filters: object) -> list[str]:
    """The codes of everything that the filters find."""
    with use_scope(actor.scope):
        return [row.action for row in trail_all(actor, TrailFilters(**filters), 10_000)]  # type: ignore[arg-type]


def rows_of(text: str) -> str:
    """The lines of the trail alone: the filters above them name everybody who can be chosen."""
    return text.partition("<tbody>")[2]


class TestAcrossCases:
    def test_it_is_for_those_who_read_the_audit_trail(self, office: Office) -> None:
        address = reverse("supervision:audit")
        for actor in (office.people.officer, office.people.registry, world.make_actor("nld-dtv", "office_lead")):
            page(browser(actor), address, status=403)
        text = rows_of(page(browser(office.people.supervisor), address))
        assert office.people.officer.name in text and "Released and delivered to the other side" in text

    def test_searching_it_is_recorded(self, office: Office) -> None:
        text = page(browser(office.people.supervisor), reverse("supervision:audit"), group="audit")
        assert "Searched the audit trail across cases" in text, "the look itself stands on top"

    def test_each_side_reads_its_own(self, office: Office) -> None:
        people = office.people
        ours, theirs = people.supervisor, people.their_supervisor
        assert "case.started" in found(ours) and "case.started" not in found(theirs)
        assert "decision.proposed" in found(theirs) and "decision.proposed" not in found(ours)
        assert "case.withdrawal_reason" not in found(theirs)
        assert not {"case.started", "case.submitted"} & set(found(office.stranger))
        with use_scope(theirs.scope):
            names = {row.actor for row in trail_all(theirs, TrailFilters(side="theirs"), 1000)}
        assert names and not names & {people.officer.name, people.reviewer.name}, "the other side by its office"

    def test_filters(self, office: Office) -> None:
        people, actor = office.people, office.people.supervisor
        look(people.officer, office)
        assert set(found(actor, person=people.reviewer.user_id)) == {"case.submitted", "document.requested"}
        assert set(found(actor, result="seen", person=people.officer.user_id)) == {"case.opened"}
        assert set(found(actor, prefixes=("transfer.",))) >= {"transfer.planned", "transfer.failed"}
        assert all(code.startswith("transfer.") for code in found(actor, prefixes=("transfer.",)))
        key = office.cases["refused"].id
        with use_scope(actor.scope):
            rows = list(trail_all(actor, TrailFilters(case=key), 1000))
        assert rows and {row.case_key for row in rows} == {key}
        assert found(actor, begins_at=clock.now() + timedelta(days=1)) == []
        assert found(actor, ends_at=clock.now() - timedelta(days=1)) == []
        assert set(found(actor, side="theirs")) and "case.started" not in found(actor, side="theirs")
        assert found(actor, office=people.registry.authority_id) == [], "the other side's office is not told"

    def test_refused_acts_and_denied_looks_are_found(self, office: Office) -> None:
        case = office.cases["submitted"]
        client = browser(office.people.officer)
        client.post(reverse("cases:act", args=[case.id, "acknowledge"]), {"version": case.version})
        west = world.make_actor("nld-dtv-region-west", "return_officer")
        page(browser(west), reverse("cases:case-detail", args=[case.id]), status=404)
        actor = office.people.supervisor
        assert found(actor, result="refused") == ["act.refused"]
        assert found(actor, result="denied") == ["look.denied"]
        assert found(office.people.their_supervisor, result="denied") == []

    def test_a_supervisor_of_an_office_reads_that_office(self, office: Office) -> None:
        west = world.make_actor("nld-dtv-region-west", "supervisor")
        assert found(west) == []
        page(browser(west), reverse("supervision:audit"))
        assert "audit.searched" in found(office.people.supervisor), "the desk reads the offices below it"
        assert "audit.searched" in found(west)

    def test_a_reference_finds_its_case_and_another_countrys_finds_nothing(self, office: Office) -> None:
        reference = office.cases["refused"].reference
        client = browser(office.people.supervisor)
        text = page(client, reverse("supervision:audit"), reference=f" {str(reference).lower()} ")
        assert reference in text and office.cases["completed"].reference not in text
        theirs = page(browser(office.stranger), reverse("supervision:audit"), reference=str(reference))
        assert "Nothing of this kind" in theirs
        assert "compare it letter by letter" in page(
            client, reverse("supervision:audit"), status=422, reference="NL-RS-2026-000001-X"
        )

    def test_pages_lose_and_repeat_nothing(self, office: Office) -> None:
        actor = office.people.supervisor
        look(office.people.officer, office, times=2 * PAGE + 5)
        with use_scope(actor.scope):
            whole = [(row.at, row.action) for row in trail_all(actor, TrailFilters(), 10_000)]
            read, cursor = [], None
            while True:
                trail = trail_page(actor, TrailFilters(), cursor)
                read += [(row.at, row.action) for row in trail.records]
                if not trail.next_cursor:
                    break
                cursor = Cursor.parse(trail.next_cursor)
            assert len(whole) == Event.objects.count() + Access.objects.count()
        assert read == whole == sorted(whole, key=lambda row: row[0], reverse=True)

    def test_statements_do_not_grow_with_the_rows(self, office: Office) -> None:
        client = browser(office.people.supervisor)
        address = reverse("supervision:audit")
        client.get(address)
        with CaptureQueriesContext(connection) as before:
            client.get(address)
        look(office.people.officer, office, times=60)
        with CaptureQueriesContext(connection) as after:
            client.get(address)
        assert len(after) <= len(before)

    def test_one_action_and_an_office_of_the_other_side_are_found(self, office: Office) -> None:
        """Of the other side's act the office is told as text alone; the filter names it all the same."""
        actor, theirs = office.people.supervisor, office.people.registry
        client, address = browser(actor), reverse("supervision:audit")
        text = rows_of(page(client, address, action="case.received"))
        assert set(re.findall(r'sub code">([a-z_]+\.[a-z_]+)<', text)) == {"case.received"}
        text = rows_of(page(client, address, office=str(theirs.authority_id)))
        assert theirs.authority_name in text and office.people.officer.name not in text
        assert theirs.name not in text
        assert "as it stands below each line" in page(client, address, status=422, action="case opened")

    def test_times_stand_on_the_clock_of_a_place(self, office: Office) -> None:
        text = page(browser(office.people.supervisor), reverse("supervision:audit"))
        assert "clock of Amsterdam" in text and "Europe/" not in text


class TestOnPaper:
    def test_it_is_drawn_by_the_worker_for_supervisors_of_the_office(self, office: Office) -> None:
        people, case = office.people, office.cases["refused"]
        colleague, kept_out = world.make_actors(("nld-dtv", "supervisor"), ("nld-dtv", "supervisor"))
        look(people.officer, office)
        with use_scope(people.supervisor.scope):
            person_exclude(actor=people.supervisor, case_id=case.id, user_id=kept_out.user_id, reason="A relative")
        addresses = {
            "audit": reverse("supervision:export", args=["audit"]),
            "case_audit": reverse("cases:case-audit-export", args=[case.id]),
        }
        for kind, address in addresses.items():
            answer = browser(people.supervisor).post(address, {"format": "pdf", "span": "all", "result": "seen"})
            assert answer.status_code == 302
            with use_scope(people.supervisor.scope):
                paper = GeneratedDocument.objects.latest("requested_at", "id")
                event = Event.objects.filter(action="data.exported").latest("at", "id")
                assert event.parameters["format"] == "pdf" and event.parameters["kind"] == kind
                assert event.parameters["rows"] == len(paper.context["lines"]) > 0
                with take_scope(replace(people.supervisor.scope, countries=(), authorities=())):
                    document_issue(paper.id)
            address = reverse("documents:document-status", args=[paper.id])
            for reader, status in ((colleague, 200), (kept_out, 404), (people.reviewer, 404), (office.stranger, 404)):
                page(browser(reader), address, status=status)
            with use_scope(people.supervisor.scope):
                file = GeneratedDocument.objects.get(id=paper.id).file
            content = b"".join(
                browser(people.supervisor).get(reverse("documents:file-download", args=[file.id])).streaming_content
            )
            text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages).split())
            assert people.officer.name in text and str(case.reference) in text and "Opened the case" in text
            assert f"Made by {people.supervisor.name}" in text and "1 / " in text

    def test_the_latest_lines_alone_stand_on_it(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("cases.services.trail_paper.MOST_LINES", 2)
        actor = office.people.supervisor
        with use_scope(actor.scope):
            paper, number = trail_paper_request(actor=actor, filters=TrailFilters(), asked=())
            newest = [row.words for row in trail_all(actor, TrailFilters(), 2)]
        assert number == 2 and paper.context["left_out"]
        assert [line["what"].partition(".")[0] for line in paper.context["lines"]] == newest


class TestOneCase:
    def export(self, actor: Actor, office: Office, status: int = 200, **data: str) -> list[list[str]]:
        address = reverse("cases:case-audit-export", args=[office.cases["refused"].id])
        answer = browser(actor).post(address, {"format": "csv", **data})
        assert answer.status_code == status
        if not answer.streaming:
            return []
        content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
        return list(csv.reader(io.StringIO(content, newline="")))

    def test_who_saw_this_case_last_week(self, office: Office) -> None:
        """On the page and in both files: who looked within the week, and nobody who looked before."""
        people = office.people
        with clock.travel(clock.now() - timedelta(days=10)):
            look(people.reviewer, office)
        look(people.officer, office)
        case = office.cases["refused"]
        address = reverse("cases:case-audit", args=[case.id])
        asked = {"result": "seen", "span": "d7"}
        before = rows_of(page(browser(people.supervisor), address, result="seen", span="all"))
        assert people.reviewer.name in before
        text = rows_of(page(browser(people.supervisor), address, **asked))
        assert people.officer.name in text and "Opened the case" in text and "case.submitted" not in text
        assert people.reviewer.name not in text
        export = reverse("cases:case-audit-export", args=[case.id])
        answer = browser(people.supervisor).post(export, {"format": "xlsx", **asked})
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[arg-type]
        names = [row[6].value for row in book.active.iter_rows(min_row=2)]
        assert people.officer.name in names and people.reviewer.name not in names
        rows = self.export(people.supervisor, office, **asked)
        names = [row[6] for row in rows[1:]]
        assert people.officer.name in names and people.reviewer.name not in names
        with use_scope(office.people.supervisor.scope):
            event = Event.objects.filter(action="data.exported").latest("at", "id")
        assert event.case_key == case.id and event.parameters["rows"] == len(rows) - 1
        assert event.parameters["filters"] == {"result": "seen", "span": "d7"}
        assert "Downloaded as a file" in page(browser(office.people.supervisor), address)

    def test_a_person_is_chosen_by_id(self, office: Office) -> None:
        address = reverse("cases:case-audit", args=[office.cases["refused"].id])
        text = page(browser(office.people.supervisor), address, who=str(office.people.reviewer.user_id))
        assert "case.submitted" in text and "case.application_saved" not in text
        page(browser(office.people.supervisor), address, status=422, who=str(office.people.registry.user_id))

    def test_a_look_at_a_file_says_which(self, office: Office) -> None:
        case = office.cases["refused"]
        with use_scope(office.people.officer.scope):
            file = StoredFile.objects.get(subject=case.subject, kind="photograph")
            access_record(
                actor=office.people.officer,
                action="file.viewed",
                subject=f"storedfile:{file.id}",
                about=AboutCase(case.id, case.reference or ""),
            )
        text = page(browser(office.people.supervisor), reverse("cases:case-audit", args=[case.id]), result="seen")
        assert re.search(r"Looked at a file:\s*<bdi>Photograph: ", text)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"span": "typed by hand"},
            {"reference": "Petrović 1991"},
            {"who": "Miloš Petrović"},
            {"span": "custom", "first_day": "9", "first_month": "9", "first_year": "2026", "last_day": "x"},
        ],
    )
    def test_filters_that_make_no_sense_export_nothing_and_write_nothing(
        self, office: Office, wrong: dict[str, str]
    ) -> None:
        actor = office.people.supervisor
        client = browser(actor)
        for address in (
            reverse("cases:case-audit-export", args=[office.cases["refused"].id]),
            reverse("supervision:export", args=["audit"]),
        ):
            assert client.post(address, {"format": "csv", **wrong}).status_code == 404
        with use_scope(actor.scope):
            assert not Event.objects.filter(action="data.exported").exists()
            written = str(list(Event.objects.values())) + str(list(Access.objects.values()))
        assert not any(text in written for text in wrong.values() if len(text) > 8)

    def test_only_supervisors_with_the_right_export(self, office: Office) -> None:
        self.export(office.people.officer, office, status=403)
        self.export(office.stranger, office, status=404)
        self.export(office.people.supervisor, office, status=422, format="ods")
