"""A worth of evidence that nobody has read: it is marked, and a time limit that rests on it takes no effect by itself."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from cases.clock_starts import conditions_of
from cases.clocks import due_of, rules_of, warns_at
from cases.models import Case, Evidence
from cases.services import silence
from cases.services.case_file import case_file_request
from cases.workflow.system import system_scope
from core import clock
from core.scope import use_scope
from countries.clocks import DueDate
from countries.models import EvidenceItem, Rule
from countries.selectors.conditions import Held
from countries.selectors.recomputing import Recomputer
from documents import issuing
from documents.models import GeneratedDocument
from documents.vault import vault
from tests import world
from tests.cases.limits import clocks_of, fresh, utc
from tests.cases.work_pages import browser, page

pytestmark = pytest.mark.commits


class _TakenBackError(Exception):
    """What was written to the case is rolled back: evidence changes only with an event."""


MONDAY = utc("2026-03-02 10:00")


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    """Serbia has no list of its own: what a passport is worth is remembered from the typical one."""
    return world.corridor()


def tiers(**days: int) -> None:
    """The reply of Serbia by the evidence, as Switzerland–United Kingdom: everything read, and silence is a yes."""
    [general] = Rule.objects.filter(agreement="eu-serbia", kind="reply").values()
    world.every(Rule).filter(agreement="eu-serbia", kind="reply").delete()
    for condition, value in days.items():
        row = {**general, "condition": condition, "value": value}
        del row["id"]
        world.every(Rule).create(**row)


def received(people: world.Corridor, *, certainty: str = "") -> Case:
    """Acknowledged on Monday 2 March; certainty: how sure it is what a passport is worth, if not as in the data."""
    if certainty:
        world.every(EvidenceItem).filter(agreement=None, kind="passport").update(certainty=certainty)
    with clock.travel(MONDAY):
        case = world.draft(people)
        for reached, act in world._way(people, "received"):
            if reached == "received":
                return case
            act(case.id)
    raise AssertionError


def reply_of(people: world.Corridor, case: Case) -> DueDate:
    [row] = clocks_of(people.officer, case, "reply")
    assert row.warn_at == warns_at(due_of(row))
    return due_of(row)


def passes(people: world.Corridor, case: Case) -> Case:
    [row] = clocks_of(people.officer, case, "reply")
    with clock.travel(row.due_at + timedelta(minutes=1)), use_scope(system_scope(people.receiving)):
        silence.clocks_pass([row.id])
    return fresh(people.officer, case)


def test_evidence_of_unread_worth_may_be_worth_anything_from_what_is_read(people: world.Corridor) -> None:
    case = received(people)
    with pytest.raises(_TakenBackError), use_scope(people.officer.scope):
        assert conditions_of(case) == Held("proof", frozenset(), ("no_evidence", "prima_facie", "proof"))
        Evidence.objects.filter(case=case).update(worth_certainty="T")
        assert conditions_of(case) == Held("proof")
        Evidence.objects.filter(case=case).update(worth="prima_facie")
        assert conditions_of(case) == Held("prima_facie")
        Evidence.objects.filter(case=case).update(worth_certainty="M")
        assert conditions_of(case) == Held("prima_facie", frozenset(), ("no_evidence", "prima_facie", "proof"))
        # Not on a list that was read, and on one that nobody has read.
        Evidence.objects.filter(case=case).update(worth="", worth_certainty="T")
        assert conditions_of(case) == Held("no_evidence")
        Evidence.objects.filter(case=case).update(worth="", worth_certainty="M")
        assert conditions_of(case) == Held("no_evidence", frozenset(), ("no_evidence", "prima_facie", "proof"))
        raise _TakenBackError


def test_the_later_limit_has_effect_and_the_earlier_one_warns(people: world.Corridor) -> None:
    tiers(proof=5, prima_facie=8)
    case = received(people)
    due = reply_of(people, case)
    # Eight days after Monday 2 March end with Tuesday the 10th, five (the first day counted) with Friday the 6th.
    assert (due.at, due.earliest_at) == (utc("2026-03-10 23:00"), utc("2026-03-06 23:00"))
    assert due.rests_on_worth and not due.is_verified and due.rule.value == 8 and due.rule.is_verified
    assert DueDate.from_json(json.loads(json.dumps(due.to_json()))) == due
    with use_scope(people.officer.scope):
        rule = rules_of(case)["reply"]
        assert (rule.value, [other.value for other in rule.others]) == (5, [8])
    html = page(browser(people.registry), reverse("cases:case-detail", args=[case.id]))
    text = " ".join(html.split())
    assert "Unverified: this time limit rests on the worth of the evidence, which nobody has read." in text
    assert "By another worth it is 5 calendar days" in text
    assert "public holidays of these days are not known" not in text


def test_silence_decides_nothing_by_itself_where_the_worth_was_not_read(people: world.Corridor) -> None:
    tiers(proof=5, prima_facie=8)
    case = passes(people, received(people))
    assert (case.status, case.basis) == ("received", "")
    [row] = clocks_of(people.officer, case, "reply")
    assert (row.state, row.ended_at) == ("missed", None)


def test_silence_decides_where_the_worth_was_read(people: world.Corridor) -> None:
    tiers(proof=5, prima_facie=8)
    case = received(people, certainty="T")
    due = reply_of(people, case)
    assert due.rule.value == 5 and due.is_verified and not due.rests_on_worth
    assert passes(people, case).basis == "silence"


def test_a_limit_that_another_worth_would_not_have_is_unverified_too(people: world.Corridor) -> None:
    tiers(proof=5)
    due = reply_of(people, received(people))
    assert due.rule.value == 5 and due.rests_on_worth and not due.is_verified


def test_a_worth_that_changes_no_limit_leaves_it_verified(people: world.Corridor) -> None:
    due = reply_of(people, received(people))
    assert due.is_verified and not due.rests_on_worth


def test_computed_anew_it_rests_on_the_worth_as_before(people: world.Corridor) -> None:
    tiers(proof=5, prima_facie=8)
    case = received(people)
    stored = reply_of(people, case)
    place = {"requesting": "NLD", "receiving": "SRB", "track": "own_national", "agreement": "eu-serbia"}
    with use_scope(people.officer.scope):
        then = Recomputer().due(stored, "reply", **place, on_date=MONDAY.date())
    assert then == stored


def drawn(people: world.Corridor, document: GeneratedDocument) -> str:
    with use_scope(people.officer.scope):
        issuing.document_issue(document.id)
        document = GeneratedDocument.objects.select_related("file").get(id=document.id)
        assert document.file is not None
        data = vault().read_checked(document.file.storage_id, document.file.sha256)
    return " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(data)).pages)


def test_the_worth_is_marked_on_page_application_and_case_file(people: world.Corridor) -> None:
    case = received(people)
    html = " ".join(page(browser(people.officer), reverse("cases:case-detail", args=[case.id])).split())
    assert "<b>Proof</b> (Annex 1)" in html and "unverified" in html[html.index("<b>Proof</b>") :][:300]
    with use_scope(people.officer.scope):
        application = GeneratedDocument.objects.get(subject=case.subject, template="readmission_application")
        file = case_file_request(actor=people.officer, case_id=case.id)
    printed = drawn(people, application)
    assert "Proof *" in printed.replace("\u202f", " ") or "Proof*" in printed.replace("\u202f", "")
    assert "* This worth was not read in the lists of the agreement." in printed
    assert "Proof · Annex 1 · unverified" in drawn(people, file)


def test_a_worth_that_was_read_bears_no_mark(people: world.Corridor) -> None:
    case = received(people, certainty="T")
    with use_scope(people.officer.scope):
        application = GeneratedDocument.objects.get(subject=case.subject, template="readmission_application")
    assert "This worth was not read" not in drawn(people, application)


def test_a_limit_that_rests_on_the_worth_is_marked_on_the_application(people: world.Corridor) -> None:
    tiers(proof=5, prima_facie=8)
    case = received(people)
    with use_scope(people.officer.scope):
        application = GeneratedDocument.objects.get(subject=case.subject, template="readmission_application")
    printed = drawn(people, application)
    assert "Which time limit holds depends on the worth of the evidence" in printed
    assert "public holidays of these days" not in printed
