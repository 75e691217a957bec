"""The watch sees what it is there for: each fault made on purpose is found. Without this, silence would prove nothing."""

import logging
from io import BytesIO
from typing import Any

import psycopg
import pytest
import xlsxwriter
from django.db import connection
from django.http import FileResponse, HttpResponse
from django.test import override_settings
from django.urls import path
from django.views import View
from weasyprint import HTML

from cases.services import notes
from core.scope import use_scope
from tests import world
from tests.attacks.marks import PAYLOAD, Marks, marking, told_by
from tests.attacks.watch import HEADERS, Watch, plain
from tests.conftest import OWNER
from tests.permissions.pages import client_of

pytestmark = pytest.mark.commits
POLICY = "default-src 'none'; script-src 'self'"


@pytest.fixture(scope="module")
def noted(module_db: str) -> tuple[world.Corridor, Marks]:
    """A note among colleagues of the requesting side, on a case that both sides see."""
    people = world.corridor()
    case = world.case_at(people, "submitted")
    with marking() as marks, use_scope(people.officer.scope):
        notes.note_add(actor=people.officer, case_id=case.id, text="Among colleagues")
    return people, marks


@pytest.fixture
def mark(noted: tuple[world.Corridor, Marks]) -> str:
    marks = noted[1]
    return next(mark for mark, source in marks.sources.items() if source[0] == "cases_ownsidenote")


def safe(content: bytes | str = b"", **headers: str) -> HttpResponse:
    """An answer with which nothing is wrong but what the test does to it."""
    response = HttpResponse(content)
    for name, value in {**HEADERS, "Content-Security-Policy": POLICY, "Cache-Control": "no-store", **headers}.items():
        response[name] = value
    return response


def faults(marks: Marks, actor: Any, response: Any) -> set[str]:
    watch = Watch(marks)
    watch.answered(actor, response, "it")
    return watch.faults


def test_a_mark_is_the_own_sides_wherever_it_stands(noted: tuple[world.Corridor, Marks], mark: str) -> None:
    people, marks = noted
    book = BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as file:
        file.add_worksheet().write_string(0, 0, mark)
    paper = HTML(string=f"<p>{mark}</p>").write_pdf()
    cookie = safe()
    cookie.set_cookie("seen", mark, httponly=True, samesite="Lax")
    stream = FileResponse(BytesIO(f"a,{mark}".encode()))
    for response in (
        safe(f"<p>{mark.upper()}</p>"),
        safe(Location=f"/cases/{mark}"),
        safe(ETag=f'"{mark}"'),
        safe(**{"Content-Disposition": f"attachment; filename={mark}.pdf"}),
        safe(book.getvalue()),
        safe(paper),
        cookie,
        stream,
    ):
        told = told_by(response)
        assert marks.foreign(people.registry, told) == marks.foreign(None, told) == {"cases_ownsidenote.text"}
        assert not marks.foreign(people.reviewer, told)
    assert faults(marks, people.registry, safe(mark)) == {"it tells cases_ownsidenote.text"}
    assert not faults(marks, people.officer, safe(mark))


@pytest.mark.parametrize(
    "response",
    [
        safe(f"<p>Zqaaaaaq{PAYLOAD}</p>"),
        safe('<p title="Zqaaaaaq&#39;">'),
        safe("<p>Zqaaaaaq&#39;&#34;&gt;&lt;b&gt;40301</p>"),
        *(safe(**{name: ""}) for name in HEADERS),
        safe(**{"Content-Security-Policy": "default-src 'none'; script-src 'self' 'unsafe-inline'"}),
        safe(**{"Content-Security-Policy": "default-src 'none'; script-src 'self' https://cdn.example"}),
        safe(**{"Content-Security-Policy": "script-src 'self'"}),
        safe(**{"Cache-Control": "public"}),
        safe(Location="https://evil.example/"),
        safe(Location="//evil.example/"),
    ],
)
def test_what_is_wrong_with_an_answer_is_seen(response: HttpResponse) -> None:
    assert len(faults(Marks(), None, response)) == 1


def test_nothing_is_wrong_with_what_is_told_as_text() -> None:
    assert not faults(Marks(), None, safe("<p>Zqaaaaaq&#39;&#34;&gt;&lt;b&gt;{{191*211}}</p>"))


def test_a_cookie_for_scripts_is_seen() -> None:
    response = safe()
    response.set_cookie("session", "x")
    assert faults(Marks(), None, response) == {"it: Set-Cookie: session"}


@pytest.mark.django_db
def test_words_in_a_log_and_in_a_statement_are_heard() -> None:
    watch = Watch(Marks())
    with watch.listening(), connection.cursor() as cursor:
        logging.getLogger("cases").debug("looked for %s", "Zqaaaaaq")
        logging.getLogger("cases").info("agent %s", "x\r\nFORGED line")
        cursor.execute("select 1 where 'Zqaaaaaq' = %s", [""])
        cursor.execute("select 1 where %s = ''", ["Zqaaaaab"])
    assert len(watch.faults) == 3, watch.faults


def test_two_answers_are_alike_but_for_keys_and_tokens() -> None:
    one, other = (
        told_by(safe(f'<input name="csrfmiddlewaretoken" value="{key}"> {key}'))
        for key in ("a key of one", "a key of none")
    )
    assert plain(one, "a key of one") == plain(other, "a key of none") != plain(told_by(safe("else")), "b")


class LeakingView(View):
    """Reads past the wall, as a report or an administrator's tool might."""

    def get(self, request: Any) -> HttpResponse:
        with psycopg.connect(
            dbname=connection.settings_dict["NAME"],
            user=OWNER["USER"],
            password=OWNER["PASSWORD"],
            host=OWNER["HOST"],
            port=OWNER["PORT"] or None,
        ) as session:
            return HttpResponse(str(session.execute("select text from cases_ownsidenote").fetchall()))


urlpatterns = [path("leak", LeakingView.as_view(), name="leak")]


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_that_reads_past_the_wall_is_caught(noted: tuple[world.Corridor, Marks]) -> None:
    people, marks = noted
    found = faults(marks, people.registry, client_of(people.registry).get("/leak"))
    assert any(fault == "it tells cases_ownsidenote.text" for fault in found)
    assert any(fault.startswith("it: what was typed is not told as text") for fault in found)
    assert "it tells cases_ownsidenote.text" not in faults(
        marks, people.officer, client_of(people.officer).get("/leak")
    )
