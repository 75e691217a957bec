"""Every page × everybody: it answers as the tables of `tests/permissions/routes` say, and tells nothing foreign.

One world, filled with marks (`marks.py`), for all tests of this module; every request is rolled back. What is asked of
each answer stands in `watch.py`. That these tests can fail is shown by `test_watching.py`.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import dataclass
from email import message_from_bytes, policy
from functools import cache
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import backends
from core import views as core_views
from core.exports import FORMULA_STARTS
from core.ids import uuid7
from core.references import reference
from documents import rendering
from documents.letters import registry
from notifications.choices import DeliveryKind
from notifications.composing import Addressee, compose
from notifications.models import Delivery, Notice
from rcms import middleware
from tests.attacks.asked import (
    ELSEWHERE,
    HEADERS,
    HOSTILE,
    LED_THERE,
    STRANGE,
    columns,
    filled,
    reading,
    shapes,
    statements,
    writes,
)
from tests.attacks.beside import FORMULA, fill
from tests.attacks.marks import MARK, RAN, TRAVELS, Marks, marking, told_by, words_of
from tests.attacks.watch import Watch, plain
from tests.conftest import OWNER, end_events_with_their_test, logged_in_as
from tests.permissions.pages import Site, build
from tests.permissions.test_routes import ACTS, ROUTES, address_of, expected

pytestmark = pytest.mark.commits
REFERENCE = re.compile(r"[A-Z]{2}-[A-Z]{2}-\d{4}-")


@dataclass
class Marked:
    """The world and the marks in it."""

    site: Site
    marks: Marks


@pytest.fixture(scope="module")
def marked(module_db: str) -> Marked:
    """People of every kind, one of everything that an address can name, and what they must not learn of."""
    with marking() as marks:
        site = build(*{line["at"] for line in (*ROUTES.values(), *ACTS.values()) if "at" in line})
        fill(site)
    return Marked(site, marks)


@pytest.fixture(autouse=True)
def _store_of_the_module(
    request: pytest.FixtureRequest, _own_file_store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "marked" in request.fixturenames:
        monkeypatch.setattr(settings, "FILE_STORE_ROOT", request.getfixturevalue("marked").site.files)
        end_events_with_their_test(monkeypatch)


@pytest.fixture
def site(marked: Marked) -> Site:
    return marked.site


@pytest.fixture
def watch(marked: Marked) -> Iterator[Watch]:
    """Listens to the whole test; what it found wrong fails it."""
    found = Watch(marked.marks)
    with found.listening():
        yield found
    assert not found.faults, found.told()


@pytest.fixture
def _refusals_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of a refusal is drawn once for each person and reason: drawing it thousands of times tells nothing."""
    draw = core_views.render
    drawn: set[tuple[Any, ...]] = set()

    def draw_once(request: HttpRequest, template: str, context: Any = None, **options: Any) -> HttpResponse:
        said = sorted((name, str(value)) for name, value in (context or {}).items() if name != "current_url")
        actor = getattr(request, "actor", None)
        key = template, actor and actor.membership_id, *said
        if key in drawn:
            return HttpResponse(**options)
        drawn.add(key)
        return draw(request, template, context, **options)

    monkeypatch.setattr(core_views, "render", draw_once)


@pytest.fixture
def _actors_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who acts is worked out once for each session, and whose it is once for each person: two fifths of the time of
    thousands of requests."""
    users = cache(backends.user_by_key)
    # A request may change the person whom it got.
    monkeypatch.setattr(backends, "user_by_key", lambda key: copy(users(key)))
    find = middleware.actor_of
    found: dict[str, Any] = {}

    def find_once(request: Any) -> Any:
        key = request.session.session_key
        if key is None:
            return find(request)
        if key not in found:
            found[key] = find(request)
        return found[key]

    monkeypatch.setattr(middleware, "actor_of", find_once)


@contextmanager
def undone(signed_in: Client) -> Iterator[Client]:
    """A browser like this one; whatever it does in the block is undone, signing out as well."""
    client = Client()
    client.handler = signed_in.handler  # has its middleware already
    client.cookies = deepcopy(signed_in.cookies)
    with transaction.atomic():
        yield client
        transaction.set_rollback(True)


def answer(signed_in: Client, method: str, address: str, data: dict[str, str]) -> Any:
    with undone(signed_in) as client:
        return getattr(client, method)(address, data)


def operations(site: Site) -> Iterator[tuple[str, dict[str, Any], str, dict[str, str]]]:
    """Name, line, address and data of every operation of the tables."""
    for name, line in ROUTES.items():
        values = {**site.values, "case_id": site.cases[line.get("at", "confirmed")].id}
        data = {key: text.format(**values) for key, text in line.get("data", {}).items()}
        yield name, line, address_of(name, values), data


@pytest.mark.usefixtures("_refusals_drawn_once", "_actors_found_once")
def test_every_operation_answers_each_persona_as_the_table_says(site: Site, watch: Watch) -> None:
    wrong = []
    for name, line, address, data in operations(site):
        for persona, client in site.clients.items():
            watch.about = f"{name} to {persona}"
            response = answer(client, name.split()[1], address, data)
            watch.answered(site.everybody[persona], response, watch.about)
            if response.status_code != expected(line, persona):
                wrong.append((name, persona, response.status_code, expected(line, persona)))
    assert not wrong, "\n".join(map(str, wrong))


# Whoever may do an act does it, or is told what is missing: nothing is filled in.
MAY = {302, 422}


@pytest.mark.usefixtures("_refusals_drawn_once", "_actors_found_once")
def test_every_act_answers_each_persona_as_the_table_says(site: Site, watch: Watch) -> None:
    wrong = []
    for name, line in ACTS.items():
        case = site.cases[line["at"]]
        address = reverse("cases:act", kwargs={"case_id": case.id, "name": name})
        for persona, client in site.clients.items():
            wanted = expected(line, persona)
            statuses = []
            for method, data in (("get", {}), ("post", {"version": str(case.version)})):
                watch.about = f"{name} {method} to {persona}"
                response = answer(client, method, address, data)
                watch.answered(site.everybody[persona], response, watch.about)
                statuses.append(response.status_code)
            if statuses[0] != wanted or statuses[1] not in (MAY if wanted == 200 else {wanted}):
                wrong.append((name, persona, *statuses, wanted))
    assert not wrong, "\n".join(map(str, wrong))


# The case in each state that the tables know, as those read it who read most, and those to whom it is delegated.
OF_EVERY_CASE = ("case-detail", "case-history", "case-application")


@pytest.mark.usefixtures("_refusals_drawn_once", "_actors_found_once")
@pytest.mark.parametrize("page", OF_EVERY_CASE)
def test_no_page_of_a_case_tells_what_is_not_its_readers(site: Site, watch: Watch, page: str) -> None:
    shown = 0
    for status, case in site.cases.items():
        for persona in ("supervisor", "their_supervisor", "consul"):
            watch.about = f"{page} of {status} to {persona}"
            response = answer(site.clients[persona], "get", reverse(f"cases:{page}", args=[case.id]), {})
            watch.answered(site.everybody[persona], response, watch.about)
            shown += response.status_code == 200
    assert shown > len(site.cases)


# --- what stands in the database --------------------------------------------------------------------------------------


def test_every_text_of_every_table_is_marked_and_hidden_from_somebody(marked: Marked) -> None:
    """Else the tests above would prove nothing of it."""
    marks, site = marked.marks, marked.site
    assert marks.known is not None
    columns = {(table, column) for table, _key, column in marks.sources.values()}
    wanted = {(model._meta.db_table, column.name) for model in apps.get_models() for column in words_of(model)}
    copied = {("cases_sharednote", "text"), ("cases_operationpassenger", "family_name")}
    copied |= {("cases_operationpassenger", "given_names"), ("cases_submittedhealth", "statement")}
    copied |= {("cases_visitslot", "language")}
    assert wanted - columns <= copied, "no row has a mark there"
    everybody = [actor for actor in site.everybody.values() if actor is not None]
    for table in {table for table, _column in wanted}:
        rows = {key for source, key, _column in marks.sources.values() if source == table}
        if rows:
            seen = [any(marks.sees(actor, table, key) for actor in everybody) for key in rows]
            hidden = [not all(marks.sees(actor, table, key) for actor in everybody) for key in rows]
            assert any(seen) and any(hidden), table


# Names of people of an office stand in rows that others read as well; pages show the office alone (threat model).
NAMES_AT_REST = {
    *("cases_case", "cases_decision", "cases_handover", "cases_transfer", "cases_traveldocument"),
    *("documents_generateddocument", "documents_storedfile"),
}


def test_no_row_carries_a_text_to_somebody_who_does_not_see_its_source(marked: Marked) -> None:
    """Copies, data sheets, papers, events, notices, keys of the search, work that was promised."""
    marks, site = marked.marks, marked.site
    astray: Counter[str] = Counter()
    for mark, rows in marks.carriers.items():
        source, key, column = marks.sources[mark]
        for table, row in rows:
            if table in marks_travel(source):
                continue
            for persona, actor in site.everybody.items():
                if actor and marks.sees(actor, table, row) and not marks.sees(actor, source, key):
                    astray[f"{source}.{column} in {table}, read by {persona}"] += 1
    assert not astray, "\n".join(f"{line}: {number}" for line, number in sorted(astray.items()))


def marks_travel(source: str) -> set[str]:
    """The tables to which a text may go from this one."""
    return NAMES_AT_REST if source == "accounts_user" else set(TRAVELS.get(source, ()))


# --- what leaves the house --------------------------------------------------------------------------------------------


PAPERS = "documents_generateddocument"
EXPORTS = ("replies", "returns", "open", "flow", "transfers", "withdrawals", "workload", "audit", "cases-delivered")


@pytest.mark.usefixtures("_actors_found_once")
def test_no_export_tells_or_runs_what_is_not_its_readers(site: Site, watch: Watch) -> None:
    """In both formats; a colleague's name is a formula."""
    taken, cells = 0, list[str]()
    for table in (*EXPORTS, f"sample-{site.values['sample_id']}"):
        for persona in ("supervisor", "their_supervisor"):
            for file_format in ("csv", "xlsx"):
                watch.about = f"{table} as {file_format} to {persona}"
                address = reverse("supervision:export", args=[table])
                response = answer(site.clients[persona], "post", address, {"format": file_format})
                told = watch.answered(site.everybody[persona], response, watch.about)
                taken += response.status_code == 200
                if "<f>" in told:
                    watch.faults.add(f"{watch.about} has a formula")
                if file_format == "csv" and response.status_code == 200:
                    rows = csv.reader(StringIO(told.split("\n\n", 1)[1].removeprefix("\ufeff")))
                    cells += [cell for row in rows for cell in row]
    wrong = {cell for cell in cells if cell.startswith(FORMULA_STARTS) and not re.fullmatch(r"-?[\d.]+", cell)}
    assert taken > 30 and any(cell.startswith(f"'{FORMULA}") for cell in cells)
    assert not wrong


def test_no_paper_tells_its_readers_what_is_not_theirs(marked: Marked) -> None:
    """Drawn from what was frozen, and from nothing else; two of them as the bytes that are handed over."""
    marks, site = marked.marks, marked.site
    assert marks.known is not None
    rows = {}
    for key, row in marks.known.tables[PAPERS].items():
        readers = [name for name, actor in site.everybody.items() if actor and marks.sees(actor, PAPERS, key)]
        if readers:
            rows[row["template"]] = row, readers
    wrong, drawn = [], 0
    for template, (row, readers) in sorted(rows.items()):
        context = registry.paper_class(template).from_json(row["context"])
        told = rendering.render_html(context, language=row["language"])
        if RAN.search(told):
            wrong.append(f"{template}: what was typed is not told as text")
        if drawn < 2 and not context.photographs:
            drawn += 1
            drawing = rendering.render(context, language=row["language"])
            read = told_by(HttpResponse(drawing.data))
            assert MARK.search(read), template
            told += read
        for name in readers:
            # Who of an office wrote stands in the frozen contents (`NAMES_AT_REST`).
            foreign = {source for source in marks.foreign(site.everybody[name], told) if "accounts_user" not in source}
            wrong += [f"{template} tells {name} of {source}" for source in foreign]
    assert drawn == 2 and len(rows) > 8, sorted(rows)
    assert not wrong, "\n".join(wrong)


def test_no_mail_says_a_word_that_anybody_wrote(marked: Marked) -> None:
    """Of every notice there is: alone, and in the digest of a day."""
    with logged_in_as(OWNER):
        notices = list(Notice.objects.order_by("at"))
    first = {notice.action: [notice] for notice in notices}
    said = 0
    for country, zone in (("NLD", "Europe/Amsterdam"), ("SRB", "Europe/Belgrade")):
        person = Addressee("somebody@example.org", "en", zone, country, "Office", is_person=True)
        for kind, told in [(DeliveryKind.DIGEST, notices), *((DeliveryKind.NOTICE, one) for one in first.values())]:
            message = message_from_bytes(compose(Delivery(kind=kind), person, told), policy=policy.default)
            text = str(message["Subject"]) + "".join(
                part.get_content() for part in message.walk() if not part.is_multipart()
            )
            said += "/cases/" in text
            assert not MARK.search(text), (told[0].action, MARK.findall(text))
    assert said > 40 and len(first) > 20


# --- absent and invisible ---------------------------------------------------------------------------------------------


def absent(value: Any) -> Any:
    """A key of nothing, where this is the key of something."""
    if isinstance(value, UUID):
        return uuid7()
    return reference("NL", "RS", 2026, 987654) if REFERENCE.match(str(value)) else None


def asked(client: Client, method: str, address: str, data: dict[str, str], *keys: Any) -> tuple[int, str, list[str]]:
    """Status, answer without the keys that were asked for, statements without their values."""
    with statements() as queries:
        response = answer(client, method, address, data)
    return response.status_code, plain(told_by(response), *keys), shapes(queries)


@pytest.mark.usefixtures("_actors_found_once")
def test_what_is_not_theirs_and_what_is_not_there_are_alike(site: Site) -> None:
    """In bytes, headers and statements: for each key of each address, files, references, messages, progress."""
    wrong, compared = [], Counter[str]()
    for name, line, address, data in operations(site):
        values = {**site.values, "case_id": site.cases[line.get("at", "confirmed")].id}
        keys = {key: other for key in line.get("with", []) if (other := absent(values[key]))}
        hidden = [persona for persona in site.clients if persona != "anonymous" and expected(line, persona) == 404]
        # Somebody of each side and a stranger, of those who do not see it.
        of_country = {site.everybody[persona].country: persona for persona in hidden}  # type: ignore[union-attr]
        for persona in of_country.values():
            client, method = site.clients[persona], name.split()[1]
            there = asked(client, method, address, data, *values.values())
            for key, other in keys.items():
                elsewhere = {**values, key: other}
                gone = asked(client, method, address_of(name, elsewhere), data, *elsewhere.values())
                compared[persona] += 1
                if there != gone:  # Unless something was made for the first time.
                    there = asked(client, method, address, data, *values.values())
                if there != gone:
                    wrong.append(f"{name} to {persona}, without its {key}: {_difference(there, gone)}")
    assert len(compared) > 5 and compared.total() > 150, "the tables name too little that is hidden"
    assert not wrong, "\n".join(wrong)


def _difference(there: tuple[int, str, list[str]], gone: tuple[int, str, list[str]]) -> str:
    lines = [part.splitlines() if isinstance(part, str) else list(map(str, part)) for part in (*there[1:], *gone[1:])]
    told, other = set(lines[0]) ^ set(lines[2]), set(lines[1]) ^ set(lines[3])
    return f"{there[0]}/{gone[0]} {sorted(told)[:4]} {[line[:300] for line in sorted(other)[:3]]}"[:900]


@pytest.mark.usefixtures("_actors_found_once")
def test_a_key_of_another_case_is_the_key_of_nothing(site: Site) -> None:
    """Somebody who sees both cases asks for a part of one under the address of the other."""
    wrong, compared = [], 0
    for name, line, _address, data in operations(site):
        parts = [key for key in line.get("with", []) if key != "case_id" and absent(site.values[key])]
        if "case_id" not in line.get("with", []) or not parts:
            continue
        persona = next((found for found in site.clients if expected(line, found) in (200, 302, 422)), None)
        if persona is None or persona == "anonymous":
            continue
        client, method = site.clients[persona], name.split()[1]
        values = {**site.values, "case_id": site.cases["documented"].id}
        nothing = {**values, **{key: absent(values[key]) for key in parts}}
        asked(client, method, address_of(name, values), data)
        there, gone = (asked(client, method, address_of(name, row), data, *row.values()) for row in (values, nothing))
        compared += 1
        if there[:2] != gone[:2] or there[0] != 404:
            wrong.append(f"{name} to {persona}: {_difference(there, gone)}")
    assert compared > 8
    assert not wrong, "\n".join(wrong)


# --- requests that nobody's page makes --------------------------------------------------------------------------------


def able(site: Site, line: dict[str, Any]) -> str | None:
    """Somebody for whom the operation is."""
    return next(
        (found for found in site.clients if found != "anonymous" and expected(line, found) in (200, 302, 422)), None
    )


@pytest.mark.usefixtures("_actors_found_once")
def test_nothing_is_done_without_a_token_of_the_page(site: Site) -> None:
    checked = 0
    for name, line, address, data in operations(site):
        if name.split()[1] != "get" and (persona := able(site, line) or "anonymous"):
            client = Client(enforce_csrf_checks=True)
            client.cookies = deepcopy(site.clients[persona].cookies)
            with statements() as queries:
                status = client.post(address, data).status_code
            assert (status, writes(queries)) == (403, []), name
            checked += 1
    assert checked > 100


@pytest.mark.usefixtures("_actors_found_once")
def test_no_other_method_and_no_other_host_is_answered(site: Site) -> None:
    methods: dict[str, set[str]] = {}
    for name in ROUTES:
        route, method = name.split()[:2]
        methods.setdefault(route, set()).add(method)
    for name, line, address, _data in operations(site):
        client = site.clients[able(site, line) or "officer"]
        for method in {"get", "post", "put", "patch", "delete", "trace"} - methods[name.split()[0]]:
            with statements() as queries:
                response = answer(client, method, address, {})
            written = [sql for sql in writes(queries) if 'INTO "audit_' not in sql]
            assert response.status_code in {405, 404, 403} and not written, (name, method)
        methods[name.split()[0]] |= {"put", "patch", "delete", "trace", "get", "post"}
        # Django refuses the name before any view is asked; and what it says of it is nothing.
        response = client.get(address, headers={"host": ELSEWHERE})
        assert response.status_code == 400 and ELSEWHERE not in told_by(response), name


def hostile(names: set[str], data: dict[str, str], round_: int) -> dict[str, str]:
    """Every field that the view reads, with words of an attacker; what it needs to be understood stays."""
    kept = {"version": data.get("version", ""), "format": data.get("format", "")}
    values = (HOSTILE,) if round_ < 2 else STRANGE
    made = {name: values[number % len(values)] for number, name in enumerate(sorted(names))}
    return {**made, **{name: value for name, value in kept.items() if value and round_ < 2}}


@pytest.mark.usefixtures("_actors_found_once")
def test_whatever_is_typed_into_any_field_stays_a_text(site: Site, watch: Watch) -> None:
    """No failure, no SQL, no line of a log or header, no markup, no template, nobody led elsewhere: in every field and
    parameter that a view of any operation reads."""
    read: Counter[str] = Counter()
    for name, line, address, data in [*operations(site), *acts(site)]:
        persona = able(site, line)
        if persona is None:
            continue
        method = name.split()[1]
        names: set[str] = set()
        for round_ in range(3):
            sent = {**hostile(names, data, round_), "next": f"https://{ELSEWHERE}/"}
            watch.about = f"{name} from {persona}: {sorted(names)}"
            with undone(site.clients[persona]) as client, reading() as found:
                client.raise_request_exception = False
                response = getattr(client, method)(address, sent, headers=HEADERS)
            told = watch.answered(site.everybody[persona], response, watch.about)
            where = response.get("Location", "/")
            if response.status_code >= 500 or LED_THERE.search(told) or "FORGED" in told.split("\n\n")[0]:
                watch.faults.add(f"{watch.about}: {response.status_code} {where} {LED_THERE.search(told)}"[:400])
            found -= {"csrfmiddlewaretoken", "next"}
            if round_ == 1 and not found - names:
                round_ = 2
            names |= found
        read.update(names)
    assert len(read) > 200, len(read)


def acts(site: Site) -> Iterator[tuple[str, dict[str, Any], str, dict[str, str]]]:
    """As `operations`, for the page of every act."""
    for name, line in ACTS.items():
        case = site.cases[line["at"]]
        address = reverse("cases:act", kwargs={"case_id": case.id, "name": name})
        yield f"{name} post", line, address, {"version": str(case.version)}


@pytest.mark.usefixtures("_actors_found_once")
def test_what_no_form_asks_for_changes_nothing(site: Site, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each form is sent as its page shows it, with hostile words, and again with a field for every column of the
    database: the same is written. What was written is shown to both sides as text."""
    monkeypatch.setattr(settings, "DATA_UPLOAD_MAX_NUMBER_FIELDS", None)
    every, done, wrong = columns(), 0, []
    for name, line, address, data in [*operations(site), *acts(site)]:
        persona = able(site, line)
        if persona is None or name.split()[1] != "post":
            continue
        watch.about, browser = f"{name} from {persona}, filled in", site.clients[persona]
        page = answer(browser, "get", address, {})
        form = {**data, **filled(page.content.decode())} if page.status_code == 200 else data
        with undone(browser) as client, reading() as read:
            status, written, response = _sent(client, address, form)
            watch.answered(site.everybody[persona], response, watch.about)
            if status == 302:
                _look(site, line, watch)
        if status != 302:
            continue
        done += 1
        more = {key: value for key, value in every.items() if key not in read | form.keys()}
        with undone(browser) as client:
            other, rewritten, _response = _sent(client, address, {**form, **more})
        # Or it is refused for what nobody asked for.
        if other not in {400, 404, 422} and (status, written) != (other, rewritten):
            wrong.append(f"{name} from {persona}: {status}/{other} {sorted(set(written) ^ set(rewritten))[:3]}"[:900])
    assert not wrong, "\n".join(wrong)
    assert done > 60, f"only {done} forms were sent with success"


def _sent(client: Client, address: str, form: dict[str, Any]) -> tuple[int, list[str], Any]:
    with statements() as queries:
        response = client.post(address, form)
        return response.status_code, writes(queries), response


def _look(site: Site, line: dict[str, Any], watch: Watch) -> None:
    """What was just written, as the other side reads it; much of it may have become theirs to read."""
    case = site.cases[line.get("at", "confirmed")]
    response = site.clients["their_supervisor"].get(reverse("cases:case-detail", args=[case.id]))
    for wrong in watch.ran(response, told_by(response)):
        watch.faults.add(f"{watch.about}, read by the other side: {wrong}")
