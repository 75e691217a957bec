"""Several agencies: minimum data by kind, answers of single particulars, conflicts, reminders, asking again."""

from typing import Any

import pytest
from django.utils import translation

from audit.models import Event
from cases.agency_sheets import asked_kinds, sheet_rule
from cases.models import Case, Person, VerificationResult, VerificationTask
from cases.selectors.verification import consolidated, reasons_draft
from cases.services import verification, verification_tasks
from core.errors import ActRefused, Invalid
from core.scope import use_scope
from notifications.models import Notice
from tests import world
from tests.cases.work_pages import browser
from tests.interviews import done

pytestmark = pytest.mark.commits


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


def two_agencies(people: world.Corridor) -> tuple[Case, list[VerificationTask], Any]:
    """A case with questions to the civil registry and another agency, and somebody of that one."""
    case = world.case_at(people, "received")
    kinds = ("police", "identity_registry", "passports_directorate", "archive")
    with use_scope(people.registry.scope):
        other = next(row for row in verification.agencies_of("SRB") if row.kind in kinds)
    colleague = world.make_actor(other.code, "verifier")
    done(people.registry, verification.verification_ask, case.id, agencies=[people.agency, other.id])
    with use_scope(people.registry.scope):
        tasks = list(VerificationTask.objects.filter(case=case).select_related("agency").order_by("id"))
    tasks.sort(key=lambda task: task.agency_id != people.agency)
    return case, tasks, colleague


def answer(actor: Any, task: VerificationTask, value: str, **more: Any) -> None:
    with use_scope(actor.scope):
        verification.verification_answer(
            actor=actor, task_id=task.id, version=None, answer=value, remarks="Looked up", **more
        )


def test_each_kind_of_agency_gets_its_own_minimum(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    with use_scope(people.registry.scope):
        person = Person.objects.get(case=case)
        sheets = {kind: verification.data_sheet(case, person, kind) for kind in asked_kinds()}
    for kind, sheet in sheets.items():
        assert set(sheet) - {"documents", "entry"} <= set(sheet_rule(kind).fields)
    assert "documents" not in sheets["archive"] and sheets["police"]["documents"]
    assert all("observations" not in sheet for sheet in sheets.values())


def test_conflicting_answers_stand_side_by_side_and_draft_the_reasons(people: world.Corridor) -> None:
    case, [registry, other], colleague = two_agencies(people)
    answer(people.verifier, registry, "confirmed", findings={"family_name": "confirmed", "birth_date": "confirmed"})
    answer(
        colleague,
        other,
        "inconclusive",
        findings={"family_name": "confirmed", "birth_date": "not_confirmed", "birth_place": "not_known"},
        adverse="A person with this name died in 2019",
    )
    with use_scope(people.registry.scope), translation.override("en"):
        tasks = list(VerificationTask.objects.filter(case=case).select_related("agency"))
        marks = {row.label: row.mark for row in consolidated(tasks)}
        assert sorted(marks.values()) == ["agreed", "conflicting", "unknown"]
        draft = reasons_draft(tasks)
        assert "contradict each other" in draft and "date of birth" in draft
        assert registry.agency.name not in draft, "the other side reads the reasons"
    page = browser(people.registry).get(f"/cases/{case.id}").content.decode()
    assert "Contradictory" in page and "died in 2019" in page
    theirs = browser(people.officer).get(f"/cases/{case.id}").content.decode()
    assert "Contradictory" not in theirs and "2019" not in theirs and registry.agency.name not in theirs
    proposed = browser(people.proposer).get(f"/cases/{case.id}/acts/propose_decision").content.decode()
    assert "contradict each other" in proposed


def test_only_what_was_asked_is_answered(people: world.Corridor) -> None:
    _case, [registry, _other], _colleague = two_agencies(people)
    with pytest.raises(Invalid):
        answer(people.verifier, registry, "confirmed", findings={"eye_colour": "confirmed"})
    with pytest.raises(Invalid):
        answer(people.verifier, registry, "confirmed", findings={"family_name": "perhaps"})


def test_the_desk_reminds_withdraws_and_asks_again(people: world.Corridor) -> None:
    case, [registry, other], colleague = two_agencies(people)
    done(people.registry, verification_tasks.question_remind, case.id, task_id=registry.id)
    with use_scope(people.verifier.scope):
        assert Notice.objects.filter(action="verification.reminded").exists()
    done(people.registry, verification_tasks.question_cancel, case.id, task_id=other.id)
    with use_scope(people.officer.scope):
        assert VerificationResult.objects.filter(case=case).count() == 1
        assert not Event.objects.filter(case_key=case.id, action="verification.question_withdrawn").exists()
    with pytest.raises(ActRefused):
        answer(colleague, other, "confirmed")
    answer(people.verifier, registry, "inconclusive")
    again = done(
        people.registry, verification_tasks.question_again, case.id, task_id=registry.id, question="And his father?"
    )
    assert again.follows_id == registry.id
    with pytest.raises(Invalid):
        done(people.registry, verification_tasks.question_again, case.id, task_id=registry.id, question="Once more?")
    with pytest.raises(ActRefused) as refused:
        done(people.proposer, verification_tasks.question_remind, case.id, task_id=again.id)
    assert refused.value.code == "not_granted"


def test_the_page_of_a_question_is_the_desks_alone(people: world.Corridor) -> None:
    case, [registry, _other], _colleague = two_agencies(people)
    address = f"/cases/{case.id}/questions/{registry.id}"
    assert browser(people.registry).get(address).status_code == 200
    assert browser(people.proposer).post(address, {"act": "remind"}).status_code == 403
    for actor in (people.officer, people.verifier):
        assert browser(actor).get(address).status_code == 404
    client = browser(people.registry)
    version = str(case.version + 1)
    assert client.post(address, {"act": "again", "version": version}).status_code == 422
    assert client.post(address, {"act": "remind", "version": version}).status_code == 302
    page = browser(people.verifier).get(f"/verification/{registry.id}").content.decode()
    assert "Answer for single particulars" in page and "finding_birth_date" in page
