"""A family is filed together and decided one by one."""

from uuid import UUID

import pytest
from django.db import transaction

from cases.models import Case, CaseGroup
from cases.services import filing, submission
from core.errors import ActRefused
from core.scope import use_scope
from tests import world
from tests.families import family

pytestmark = pytest.mark.commits


def reload(people: world.Corridor, key: UUID) -> Case:
    with use_scope(people.supervisor.scope):
        return Case.objects.get(id=key)


def test_a_family_goes_together_and_is_decided_one_by_one(transactional_db: None) -> None:
    people = world.corridor()
    first, second = family(people)
    with use_scope(people.officer.scope):
        submission.review_send(actor=people.officer, case_id=second.id, version=None)
        assert reload(people, first.id).status == "in_review"
    with use_scope(people.registry.scope):
        assert not CaseGroup.objects.exists(), "a family in preparation is nobody else's business"
    with use_scope(people.reviewer.scope):
        submission.case_submit(actor=people.reviewer, case_id=first.id, version=None)
    cases = [reload(people, key) for key in (first.id, second.id)]
    assert {case.status for case in cases} == {"submitted"} and len({case.reference for case in cases}) == 2
    with use_scope(people.registry.scope):
        assert CaseGroup.objects.count() == 1
        submission.case_acknowledge(actor=people.registry, case_id=first.id, version=None)
    assert [reload(people, key).status for key in (first.id, second.id)] == ["received", "submitted"]


def test_a_family_with_an_incomplete_member_does_not_go_at_all(transactional_db: None) -> None:
    people = world.corridor()
    first = world.draft(people)
    with use_scope(people.officer.scope):
        second = filing.family_case_start(actor=people.officer, case_id=first.id)
        with pytest.raises(ActRefused) as refused, transaction.atomic():
            submission.review_send(actor=people.officer, case_id=first.id, version=None)
    assert refused.value.code == "application_incomplete" and refused.value.subject == second.subject
    assert reload(people, first.id).status == "draft", "nobody of the family went"
