"""Every operation of the API × systems of own, other and no country: it answers as `tests/permissions/api.toml` says, tells
nothing foreign, and takes nothing that it does not name.

One world, filled with marks (`marks.py`), for all tests of this module; every request is rolled back. What is asked of
each answer stands in `watch.py`; that it is one of those described is asked by `tests.api.systems`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Replace
from django.test import Client
from django.urls import reverse

import api.payloads
import api.views
from cases.models import FamilyMember, Person
from core.ids import uuid7
from tests import world
from tests.api.described import body_of, parameters_of
from tests.api.systems import REQUESTING, System, bearers_found_once, system
from tests.attacks.asked import HEADERS, PAYLOAD, TYPED, columns, shapes, statements, writes
from tests.attacks.beside import fill
from tests.attacks.marks import Marks, marking, told_by, words_of
from tests.attacks.watch import Watch, plain
from tests.conftest import OWNER, end_events_with_their_test, logged_in_as
from tests.permissions.api_site import OPERATIONS, PUBLIC, ApiSite, build, expected
from tests.permissions.pages import client_of

pytestmark = pytest.mark.commits
REQUEST_ID = re.compile(r'"request_id": "[^"]*"')


@pytest.fixture(scope="module")
def marked(module_db: str) -> Iterator[tuple[ApiSite, Marks]]:
    """Systems of every kind, one of everything that an address can name, and what they must not learn of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "API_REQUESTS_PER_MINUTE", 10**9)
        with marking() as marks:
            site = build()
            site.cases["monitor_reported"] = world.case_at(site.people, "monitor_reported")
            fill(site)
        _without_payload(site)
        yield site, marks


def _without_payload(site: ApiSite) -> None:
    """What stands in the draft can be saved again: a change of one field judges the others with it."""
    with logged_in_as(OWNER), transaction.atomic():
        for model in (Person, FamilyMember):
            rows = model.objects.filter(case=site.cases["draft"])
            rows.update(**{column.name: Replace(column.name, Value(PAYLOAD), Value("")) for column in words_of(model)})


@pytest.fixture
def site(marked: tuple[ApiSite, Marks], _own_file_store: None, monkeypatch: pytest.MonkeyPatch) -> ApiSite:
    monkeypatch.setattr(settings, "FILE_STORE_ROOT", marked[0].files)
    end_events_with_their_test(monkeypatch)
    bearers_found_once(monkeypatch)
    return marked[0]


@pytest.fixture
def watch(marked: tuple[ApiSite, Marks]) -> Iterator[Watch]:
    """Listens to the whole test; what it found wrong fails it."""
    found = Watch(marked[1])
    with found.listening():
        yield found
    assert not found.faults, found.told()


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def able(operation: str) -> str | None:
    """A system for which the operation is."""
    return next((name for name in OPERATIONS[operation] if OPERATIONS[operation][name] in (200, 201)), None)


def callers_of(site: ApiSite) -> Iterator[tuple[str, str, System]]:
    """Each operation with a system that may; "others" stands for all that are not named."""
    for operation in OPERATIONS:
        name = able(operation)
        if name is not None:
            name = "requesting" if name == "others" else name
            yield operation, name, site.callers[name]


def test_every_operation_answers_each_system_as_the_table_says(site: ApiSite, watch: Watch) -> None:
    wrong = []
    for operation in OPERATIONS:
        for name, caller in site.callers.items():
            watch.about = f"{operation} to {name}"
            with undone():
                response = site.ask(caller, operation)
            watch.answered(site.actors[name], response, watch.about)
            if response.status_code != expected(operation, name):
                wrong.append((operation, name, response.status_code, expected(operation, name)))
    assert not wrong, "\n".join(map(str, wrong))
    # Else the silence of the watch would prove nothing.
    assert {"cases_person", "cases_message", "cases_verificationtask"} <= set.union(*watch.seen.values())


# --- absent and invisible ---------------------------------------------------------------------------------------------


def asked(site: ApiSite, caller: System, operation: str, *keys: Any, **options: Any) -> tuple[int, str, list[str]]:
    """Status, answer without the keys that were asked for, statements without their values."""
    with undone(), statements() as queries:
        response = site.ask(caller, operation, **options)
    return response.status_code, plain(REQUEST_ID.sub("", told_by(response)), *keys), shapes(queries)


def absent(value: Any) -> Any:
    """A key of nothing, where this is the key of something."""
    is_key = isinstance(value, UUID) or (isinstance(value, str) and re.fullmatch(r"[0-9a-f-]{36}", value))
    return uuid7() if is_key else None


def test_what_is_not_theirs_and_what_is_not_there_are_alike(site: ApiSite) -> None:
    """In bytes, headers and statements: for each key of each address, for a system of each country that does not see it."""
    wrong, compared = [], 0
    for operation in OPERATIONS:
        hidden = {site.actors[name].country: name for name in site.callers if expected(operation, name) == 404}
        keys = site.keys(operation)
        for name in hidden.values():
            caller = site.callers[name]
            # A tag of nothing: whoever sees nothing has none.
            there = asked(site, caller, operation, *keys.values(), etag='"none"')
            for key, value in keys.items():
                if (other := absent(value)) is None:
                    continue
                address = site.address(operation, **{key: other})
                gone = asked(site, caller, operation, *keys.values(), other, address=address, etag='"none"')
                compared += 1
                if there != gone:  # Unless something was looked up for the first time in a while.
                    there = asked(site, caller, operation, *keys.values(), etag='"none"')
                if there != gone:
                    wrong.append(f"{operation} to {name}, without its {key}: {_difference(there, gone)}")
    assert compared > 300
    assert not wrong, "\n".join(wrong)


def _difference(there: tuple[int, str, list[str]], gone: tuple[int, str, list[str]]) -> str:
    told = set(there[1].splitlines()) ^ set(gone[1].splitlines())
    other = sorted(line[:300] for line in set(there[2]) ^ set(gone[2]))
    return f"{there[0]}/{gone[0]} {sorted(told)[:4]} {other[:3]}"[:900]


def test_a_key_in_a_body_or_a_parameter_opens_nothing(site: ApiSite, marked: tuple[ApiSite, Marks]) -> None:
    """What is named beside the address, by somebody who may ask: keys of others' things are keys of nothing. Cases by
    reference as well, and places in a list."""
    wrong, compared = [], 0
    known = marked[1].known
    assert known is not None
    foreign = next(row for row in known.tables["cases_case"].values() if row["requesting_country_id"] == "AUT")
    for operation, _name, caller in callers_of(site):
        body = site.body(operation)
        for field, value in body.items():
            if absent(value[0] if isinstance(value, list) and value else value) is None:
                continue
            answers = []
            for key in (foreign["id"], str(uuid7())):
                changed = {**body, field: [key] if isinstance(value, list) else key}
                answers.append(asked(site, caller, operation, key, body=changed))
            compared += 1
            if answers[0][:2] != answers[1][:2] or answers[0][0] < 400:
                wrong.append(f"{operation}, {field}: {_difference(*answers)}")
    stranger = site.callers["stranger"]
    nothing = "NL-RS-2026-987654-3"
    for address, query, other in (
        ("/cases", {"reference": str(site.cases["received"].reference)}, {"reference": nothing}),
        *((page, {"cursor": foreign["id"]}, {"cursor": str(uuid7())}) for page in ("/changes", "/notices")),
    ):
        answers = []
        for asked_for in (query, other):
            with undone():
                response = stranger.get(address, asked_for)
            answers.append(plain(REQUEST_ID.sub("", told_by(response)), *query.values(), *other.values()))
        compared += 1
        if answers[0] != answers[1]:
            wrong.append(f"{address} {query}: {answers}")
    assert compared > 8
    assert not wrong, "\n".join(wrong)


def test_every_id_of_another_kind_is_absent(site: ApiSite) -> None:
    """The id of one thing where another is named: never a failure, never somebody else's row."""
    caller = site.callers["requesting"]
    keys = [key for key in site.named.values() if isinstance(key, UUID)]
    for address in ("/cases", "/papers", "/threads", "/verification-tasks"):
        own = {"/papers": "document_id", "/threads": "thread_id"}.get(address)
        for key in keys:
            if key not in {site.named.get(own or ""), site.named["request_id"]}:
                assert caller.get(f"{address}/{key}").status_code == 404, (address, key)


# --- who does not come with a token of the whole ----------------------------------------------------------------------


def test_without_a_token_there_is_nothing(site: ApiSite) -> None:
    signed_in = client_of(world.make_actor(REQUESTING, "return_officer"))
    wrong = []
    for client in (Client(), signed_in):
        for operation in OPERATIONS:
            address = f"/api/v1{site.address(operation)}"
            status = getattr(client, operation.split()[1])(address).status_code
            if status != 401:
                wrong.append((operation, status))
        for operation, wanted in PUBLIC.items():
            name, method = operation.split()
            address = "/api/v1/nothing" if name == "nothing" else reverse(f"api:{name}")
            data = {"grant_type": "client_credentials"} if name == "token" else {}
            status = getattr(client, method)(address, data).status_code
            if status != wanted:
                wrong.append((operation, status))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_token_without_scopes_reads_reference_data_alone(site: ApiSite) -> None:
    caller = system(REQUESTING, token_scopes=[])
    free = {"client get", "countries get", "authorities get", "crossing-points get", "agreements get", "agreement get"}
    # Hashes of the log are for everybody to keep.
    free |= {"log get", "checkpoint-list get", "checkpoint-list post", "log-consistency get"}
    wrong = []
    for operation in OPERATIONS:
        with undone():
            status = site.ask(caller, operation, etag='"none"').status_code
        wanted = 200 if operation in free | {"codes get"} else 404 if operation == "act-other post" else 403
        if status != wanted:
            wrong.append((operation, status, wanted))
    assert not wrong, "\n".join(map(str, wrong))


# --- what nobody's system sends ---------------------------------------------------------------------------------------

# A formula, a template, lines of a header and a log, letters that turn a line around: as text that may be kept.
HOSTILE = (
    f"=1+1;{TYPED}",
    f"{TYPED}'; drop table x;-- %s %(a)s\r\nFORGED: 1\r\n",
    f"@SUM(1){TYPED}{{% debug %}}",
    f"{TYPED}\u202e\u2066\u200f\ufeff",
)
# What no field takes, and what none takes that is for something else.
BROKEN = ("\x00", "\ud800")
STRANGE = ("9" * 3000, -1, {"$ne": ""}, "../../../../etc/passwd", 10**30, ["x"], True)


Fields = Iterable[tuple[tuple[str, ...], int]]


def texts_of(schema: Mapping[str, Any], *path: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """The fields of a body into which words go, as the description has them, with how long they may be."""
    for name, field in schema.get("properties", {}).items():
        kinds = field.get("type", "object")
        if field.get("properties"):
            yield from texts_of(field, *path, name)
        elif "string" in kinds and not {"enum", "format", "pattern"} & field.keys():
            yield (*path, name), field.get("maxLength", 2000)


def put(body: Mapping[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """The body with another value in a field."""
    first, *rest = path
    return {**body, first: put(body.get(first, {}), tuple(rest), value) if rest else value}


def filled(body: dict[str, Any], fields: Fields, words: tuple[Any, ...], turn: int) -> dict[str, Any]:
    """The body with words in all of these fields, others in each."""
    for number, (path, length) in enumerate(fields, start=turn):
        word = words[number % len(words)]
        body = put(body, path, word[:length] if words is HOSTILE else word)
    return body


def test_whatever_is_typed_into_any_field_stays_a_text(site: ApiSite, watch: Watch) -> None:
    """No failure, no SQL, no line of a log or header; and what was kept is shown to the other side as text."""
    tried, kept = set(), set()
    reader = client_of(site.people.their_supervisor)
    for turn, (operation, name, caller) in enumerate(callers_of(site)):
        fields = list(texts_of(body_of(operation.split()[1], site.address(operation)) or {}))
        tried |= {(operation, path) for path, _length in fields}
        # What belongs together is sent together, for a case may have no section of the other kind. What a field of
        # numbers or names does not take is left as it was, so that the rest gets its turn.
        for _section, group in groupby(fields, key=lambda found: found[0][:-1]):
            left, refused = list(group), {"": ""}
            while left and refused:
                watch.about = f"{operation} from {name}: {[path for path, _length in left]}"
                with undone():
                    response = _sent(site, caller, operation, left, HOSTILE, turn, watch, name)
                    refused = response.json().get("fields", {}) if response.status_code in (400, 422) else {}
                    if response.status_code < 300:
                        kept |= {(operation, path) for path, _length in left}
                        _look(site, operation, reader, watch)
                still = [found for found in left if ".".join(found[0]) not in refused]
                left = still if len(still) < len(left) else []
        for words, number in ((BROKEN, turn), (STRANGE, turn), (STRANGE, turn + 1)) if fields else ():
            watch.about = f"{operation} from {name}: {words[number % len(words)]!r:.40}"
            with undone():
                _sent(site, caller, operation, fields, words, number, watch, name)
    assert len(tried) > 100 and len(kept) > 60, (len(tried), len(kept))


def _sent(
    site: ApiSite, caller: System, operation: str, fields: Fields, words: Any, turn: int, watch: Watch, name: str
) -> Any:
    body = json.dumps(filled(site.body(operation), fields, words, turn))
    response = site.ask(caller, operation, body, **HEADERS)
    _judge(watch, site.actors[name], response)
    return response


def _judge(watch: Watch, actor: Any, response: Any) -> None:
    told = watch.answered(actor, response, watch.about)
    if response.status_code >= 500 or "FORGED" in told.split("\n\n")[0] or PAYLOAD in told.split("\n\n")[0]:
        watch.faults.add(f"{watch.about}: {response.status_code}")


def _look(site: ApiSite, operation: str, reader: Client, watch: Watch) -> None:
    """The page of the case, as the other side reads it."""
    case_id = site.keys(operation).get("case_id")
    if case_id is not None:
        response = reader.get(reverse("cases:case-detail", args=[case_id]))
        for wrong in watch.ran(response, told_by(response)):
            watch.faults.add(f"{watch.about}, read by the other side: {wrong}")


def test_no_parameter_and_no_header_is_more_than_a_text(site: ApiSite, watch: Watch) -> None:
    asked_for = 0
    for operation, name, caller in callers_of(site):
        actor, address = site.actors[name], site.address(operation)
        method = operation.split()[1]
        for parameter in parameters_of(method, address) if method == "get" else ():
            for value in (*HOSTILE, "\x00", "-1", "9" * 400, str(site.cases["draft"].id)):
                watch.about = f"{operation} from {name}: {parameter} = {value!r:.40}"
                with undone():
                    response = caller.get(address, {parameter: value}, **HEADERS)
                _judge(watch, actor, response)
                asked_for += 1
        if method != "get" and operation in ("thread-list post", "case-list post", "case-detail patch"):
            for header in ("Idempotency_Key", "etag", "Accept_Language", "Authorization"):
                watch.about = f"{operation} from {name}: {header}"
                with undone():
                    response = site.ask(caller, operation, **{header: f"{TYPED}%s{{{{7*7}}}}"})
                _judge(watch, actor, response)
    assert asked_for > 50


def test_a_field_that_is_not_named_is_refused_by_name(site: ApiSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each body is sent again with a field for every column of the database, in every object of it: every one that the
    description does not name is refused, and nothing is written."""
    taken: list[set[str]] = []
    refuse = api.payloads.refuse_unknown

    def spying(payload: Mapping[str, Any], names: Iterable[str]) -> None:
        names = set(names)
        taken.append(set(payload) & names)
        refuse(payload, names)

    for module in [api.payloads, *vars(api.views).values()]:
        if hasattr(module, "refuse_unknown"):
            monkeypatch.setattr(module, "refuse_unknown", spying)
    every, wrong, compared = columns(), [], 0
    for operation, _name, caller in callers_of(site):
        method, address = operation.split()[1], site.address(operation)
        schema = body_of(method, address)
        if method in {"get", "delete"} or "upload" in OPERATIONS[operation]:
            continue
        for path in objects_of(schema or {}):
            named, inner = _at(schema or {}, path), _at_body(site.body(operation), path)
            more = {name: value for name, value in every.items() if name not in named}
            body = put({}, path, {**more, **inner}) if path else {**more, **inner}
            taken.clear()
            tag = site.tag(caller, address)
            with undone(), statements() as queries:
                response = site.ask(caller, operation, body, etag=tag)
            written = [sql for sql in writes(queries) if '"api_idempotencykey"' not in sql]
            said = response.json()
            if said.get("code") == "other_track":
                # Cases of this kind have no such section.
                continue
            compared += 1
            # Only the first names are told; that all are refused is seen where they are compared.
            extra = taken[-1] & more.keys() if taken else {"nothing was compared"}
            if (response.status_code, said.get("code"), written) != (400, "unknown_field", []) or extra:
                wrong.append(
                    f"{operation} {path}: {response.status_code} {said.get('code')} {extra} {written[:2]}"[:600]
                )
    assert compared > 100
    assert not wrong, "\n".join(wrong)


def objects_of(schema: Mapping[str, Any], *path: str) -> Iterator[tuple[str, ...]]:
    """The body, and each object in it."""
    yield path
    for name, field in schema.get("properties", {}).items():
        if field.get("properties"):
            yield from objects_of(field, *path, name)


def _at(schema: Mapping[str, Any], path: tuple[str, ...]) -> Mapping[str, Any]:
    for name in path:
        schema = schema["properties"][name]
    named: Mapping[str, Any] = schema.get("properties", {})
    return named


def _at_body(body: Any, path: tuple[str, ...]) -> dict[str, Any]:
    for name in path:
        body = body.get(name, {})
    return dict(body)
