"""The register of disclosures as pages, files and the copy for the person."""

import csv
import io
from typing import Any

import pytest
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from cases.models import Case
from cases.services import messages
from core.scope import use_scope
from documents.letters.disclosures import DisclosureCopy
from documents.models import GeneratedDocument
from protection.choices import DataKind, Direction, Why
from protection.selectors.disclosures import Disclosure, DisclosureFilters, disclosures_oldest_first
from protection.services.disclosures import copy_request
from protection.words import words
from tests import world
from tests.cases.work_pages import browser


@pytest.fixture
def people(db: None) -> world.Corridor:
    return world.corridor()


def register(actor: Actor, case: Case, **asked: Any) -> list[Disclosure]:
    with use_scope(actor.scope):
        return disclosures_oldest_first(actor, DisclosureFilters(case=case.id, **asked))


def test_a_line_says_to_whom_what_why_and_under_which_article(people: world.Corridor) -> None:
    case = world.case_at(people, "accepted")
    ours, theirs = register(people.supervisor, case), register(people.their_supervisor, case)
    sent = ours[0]
    assert (sent.direction, sent.person, sent.recipient_country) == (Direction.GIVEN, people.reviewer.name, "Serbia")
    assert {DataKind.IDENTITY, DataKind.PHOTOGRAPH, DataKind.DOCUMENTS} <= set(sent.kinds)
    assert sent.why is Why.APPLICATION and sent.legal_basis.startswith("Article 4") and sent.article == "Article 16"
    same = next(row for row in theirs if row.why is Why.APPLICATION)
    assert same.direction is Direction.RECEIVED and same.person == "" and same.giver.startswith("Netherlands: ")
    # Which agencies were asked stays with the side that asked.
    assert [row.recipient for row in theirs if row.direction is Direction.WITHIN]
    assert not [row for row in ours if row.direction is Direction.WITHIN]
    reply = next(row for row in ours if row.why is Why.REPLY and DataKind.DECISION in row.kinds)
    assert reply.direction is Direction.RECEIVED
    assert [row.direction for row in register(people.supervisor, case, direction="received")] == [
        Direction.RECEIVED for row in ours if row.direction is Direction.RECEIVED
    ]
    assert register(people.supervisor, case, partner="ALB") == []


def test_pages_and_file_hold_the_same_lines_and_leave_a_trace(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    page = browser(people.supervisor)
    listed = page.get(reverse("protection:disclosure-list"), {"reference": case.reference}).content.decode()
    assert case.reference and case.reference in listed and "Article 16" in listed and "who the person is" in listed
    assert page.get(reverse("protection:disclosure-list"), {"span": "custom"}).status_code == 422
    nothing = page.get(reverse("protection:disclosure-list"), {"partner": "ALB"}).content.decode()
    assert "Nothing went over" in nothing
    one = page.get(reverse("protection:case-disclosures", args=[case.id])).content.decode()
    assert "Copy for the person" in one and "Receipt acknowledged" in one
    answer = page.post(reverse("protection:disclosure-export"), {"format": "csv", "span": "d30"})
    assert answer.status_code == 200, answer.content
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 1 + len(register(people.supervisor, case))
    with use_scope(people.supervisor.scope):
        taken = Event.objects.get(action="data.exported")
        assert taken.parameters["kind"] == "disclosures" and taken.parameters["rows"] == len(rows) - 1


def test_the_copy_for_the_person_tells_what_was_given_and_no_more(people: world.Corridor) -> None:
    case = world.case_at(people, "accepted", native_language="sr-Cyrl")
    with use_scope(people.officer.scope):
        messages.thread_open(actor=people.officer, case_id=case.id, title="A word", text="Shared on purpose")
    with use_scope(people.supervisor.scope):
        made = copy_request(actor=people.supervisor, case_id=case.id, language="en")
    copy = DisclosureCopy.from_json(made.context)
    assert all(line.to.endswith("Serbia") for line in copy.lines)
    assert words()["en"].kinds["photograph"] in copy.lines[0].kinds and copy.lines[0].law.startswith("Article 4")
    assert words()["en"].kinds["messages"] in copy.lines[-1].kinds
    assert "receipt" not in str(copy.lines).lower() and "Shared on purpose" not in str(made.context)
    with use_scope(people.their_supervisor.scope):
        assert not GeneratedDocument.objects.filter(id=made.id).exists(), "it is for the own side to hand over"
        # Agencies of the own state are recipients too; what Serbia received is not what it gave.
        theirs = copy_request(actor=people.their_supervisor, case_id=case.id, language="en")
    of_them = DisclosureCopy.from_json(theirs.context)
    assert {line.to.rsplit(", ", 1)[1] for line in of_them.lines} == {"Netherlands", "Serbia"}


def test_words_for_persons_are_whole_in_every_language() -> None:
    english = words()["en"]
    for found in words().values():
        for part in ("copy", "kinds", "why", "answer"):
            said = getattr(found, part)
            assert set(said) == set(getattr(english, part)) and all(said.values()), (found.language, part)
    assert set(english.kinds) == set(DataKind.values) and set(english.why) == set(Why.values)
