"""The day of a national system against the live system: the examples of docs/api.md as they stand there, each request
sent twice; and two systems that race."""

import json
import re
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import schemathesis

from cases.models import Case
from cases.services.decision import decision_countersign
from cases.services.submission import case_submit
from cases.specimens.portrait import portrait_jpeg
from core.scope import use_scope
from tests import world
from tests.api.systems import AGENCY, DESK, REQUESTING, system
from tests.api.test_schema import CHECKS
from tests.browser.people import Persona

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$|^<!-- meanwhile: (.*?) -->$", re.MULTILINE | re.DOTALL)


def steps() -> list[tuple[str, str]]:
    """("code", text) and ("meanwhile", words), in the order of the guide."""
    return [
        ("code", match[1]) if match[1] is not None else ("meanwhile", match[2])
        for match in BLOCK.finditer(GUIDE.read_text(encoding="utf-8"))
    ]


# What changes by itself while it is waited for.
WAITED_FOR = re.compile(r"/changes(\?|$)|/papers/[^/]+$|/verification-tasks(\?|$)")


def twice(send: Callable[..., Any], sent: list[str]) -> Callable[..., Any]:
    """Every request two times, as a careful network would: what is asked under a key is done once and told alike, and
    what is read twice is the same, tag and contents, but for what is waited for."""

    def send_twice(method: str, address: str, body: Any = None, headers: Any = None) -> Any:
        first = send(method, address, body, headers)
        second = send(method, address, body, headers)
        sent.append(f"{method} {address}")
        if "Idempotency-Key" in (headers or {}):
            assert _said(first) == _said(second), (address, first[2], second[2])
            is_done = first[0] < 300
            assert (second[1].get("Idempotency-Replayed") == "true") is is_done
        elif address.endswith("/oauth/token") or WAITED_FOR.search(address):
            assert first[0] == second[0], (address, first[2], second[2])
        else:
            assert _said(first) == _said(second), (address, first[2], second[2])
        return first

    return send_twice


def _said(answer: Any) -> tuple[int, str, Any]:
    status, headers, content = answer
    is_json = "json" in headers.get("Content-Type", "")
    said = json.loads(content) if is_json and content else content
    if status >= 400:
        said = {name: value for name, value in said.items() if name != "request_id"}
    return status, headers.get("ETag", ""), said


def test_the_day_of_a_national_system_with_every_request_sent_twice(site: str) -> None:
    people = world.corridor()
    clients = {"REQUESTING": system(REQUESTING), "RECEIVING": system(DESK), "AGENCY": system(AGENCY)}
    names: dict[str, Any] = {
        "BASE": f"{site}/api/v1",
        "AGENCY": str(people.agency),
        "PATIENCE": 120,
        "SCAN": portrait_jpeg(3, "M", 30),
        "PORTRAIT": portrait_jpeg(7, "M", 34),
    }
    for name, made in clients.items():
        names |= {f"{name}_ID": made.client.client_id, f"{name}_SECRET": made.secret}

    def release() -> None:
        with use_scope(people.reviewer.scope):
            case_submit(actor=people.reviewer, case_id=names["case"]["id"], version=None)

    def countersign() -> None:
        with use_scope(people.signer.scope):
            decision_countersign(actor=people.signer, case_id=names["case"]["id"], version=None)

    meanwhile = {"a person releases the case": release, "a person countersigns": countersign}
    found, sent = steps(), []
    assert {words for kind, words in found if kind == "meanwhile"} == set(meanwhile)
    for kind, text in found:
        if kind == "meanwhile":
            meanwhile[text]()
            continue
        exec(compile(text, str(GUIDE), "exec"), names)  # noqa: S102 - our own guide
        if "def send(" in text:
            names["send"] = twice(names["send"], sent)
    assert len(sent) > 40
    with use_scope(people.supervisor.scope):
        assert Case.objects.get().status == "accepted"


def test_the_running_system_answers_as_described(site: str) -> None:
    """What is read without naming a thing, asked of the server itself: right requests, and some that are not."""
    world.case_at(world.corridor(), "received")
    caller = system(DESK)
    described = json.loads(urllib.request.urlopen(f"{site}/api/v1/schema").read())  # noqa: S310 - our own server
    schema = schemathesis.openapi.from_dict(described)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.method != "get" or list(operation.path_parameters):
            continue
        for token, query, status in ((caller.token, {}, 200), (caller.token, {"no": "such"}, 400), ("none", {}, 401)):
            case = operation.Case(query=query)
            response = case.call(base_url=f"{site}/api/v1", headers={"Authorization": f"Bearer {token}"})
            assert response.status_code == status, (operation.label, response.text)
            case.validate_response(response, checks=CHECKS)
            asked += 1
    assert asked >= 30


def test_the_reference_page_is_readable_without_scripts_and_by_everybody(site: str, chromium: Any) -> None:
    visitor = Persona(chromium, site, world.make_actor(REQUESTING, "return_officer"))
    visitor.go("/api/v1/docs")
    visitor.page.locator("details").first.locator("summary").click()
    visitor.look("api-reference")
    visitor.page.set_viewport_size({"width": 420, "height": 900})
    visitor.look()
    visitor.close()


def test_two_systems_race_on_one_case(site: str) -> None:
    """Both have read the same; one act is done, the other is told to read again. Each sends everything twice."""
    people = world.corridor()
    case = world.case_at(people, "submitted")
    names: dict[str, Any] = {"BASE": f"{site}/api/v1", "PATIENCE": 1}
    helpers = next(text for kind, text in steps() if kind == "code" and "class System" in text)
    exec(compile(helpers, str(GUIDE), "exec"), names)  # noqa: S102
    names["send"] = twice(names["send"], [])
    address = f"/cases/{case.id}"
    racers = []
    for made in (system(DESK), system(DESK)):
        racer = names["System"](made.client.client_id, made.secret)
        racers.append((racer, racer.call("GET", address)[1]))
    answers: list[Any] = []
    start = threading.Barrier(2)

    def run(racer: Any, etag: str) -> None:
        start.wait()
        answers.append(racer.call("POST", f"{address}/acts/acknowledge", etag=etag, expect=(200, 412))[0])

    threads = [threading.Thread(target=run, args=pair) for pair in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer["status"] for answer in answers if isinstance(answer["status"], str)) == ["received"]
    assert [answer["code"] for answer in answers if answer["status"] == 412] == ["precondition_failed"]
