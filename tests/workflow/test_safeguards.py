"""Children, vulnerable persons, families and health: what holds an application or a transfer back, and what frees it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from cases.choices_safeguards import SafeguardPhase
from cases.models import Case, HealthNote, Reception, SafeguardPoint, TransferHealth
from cases.safeguard_items import AgeLimit
from cases.selectors import safeguards as selector
from cases.selectors.families import family_page, group_members
from cases.selectors.family_forms import form_rule_of, without_own_form
from cases.selectors.safeguards import safeguards_of
from cases.services import family_group, filing, safeguards, submission, transfer
from core import clock
from core.errors import ActRefused, Invalid, StaleVersion
from core.scope import use_scope
from countries.choices import Certainty
from tests import safe, world
from tests.days import local_day
from tests.families import family

pytestmark = pytest.mark.commits

CHILD = {"birth_date": "2012-06-01", "given_names": "Luka"}


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


def reload(people: world.Corridor, key: UUID) -> Case:
    with use_scope(people.supervisor.scope):
        return Case.objects.get(id=key)


def refused(actor: Any, service: Any, key: UUID, **arguments: Any) -> str:
    with use_scope(actor.scope), pytest.raises(ActRefused) as found, transaction.atomic():
        service(actor=actor, case_id=key, version=None, **arguments)
    return str(found.value.code)


def test_an_unaccompanied_minor_is_stopped_and_then_released(people: world.Corridor) -> None:
    """No tick is needed: the date of birth says it. Each step is refused until the one before is recorded."""
    child = safe.unprepared_child(people)
    officer = people.officer
    assert refused(officer, submission.review_send, child.id) == "best_interests_missing"
    assert refused(officer, safeguards.reception_propose, child.id, values=safe.RECEPTION) == "best_interests_missing"
    safe.assess(people, child, result="against")
    assert refused(officer, submission.review_send, child.id) == "best_interests_against"
    safe.assess(people, child)
    assert refused(officer, submission.review_send, child.id) == "reception_missing"
    safe.receive(people, child)
    assert refused(officer, submission.review_send, child.id) == "safeguards_open"
    safe.answer(people, child)
    world._as(officer, submission.review_send)(child.id)
    world._as(people.reviewer, submission.case_submit)(child.id)
    assert reload(people, child.id).status == "submitted"


def test_the_transfer_waits_for_the_confirmed_reception(people: world.Corridor) -> None:
    child = safe.accepted_child(people)
    assert refused(people.officer, transfer.transfer_notify, child.id) == "reception_unconfirmed"
    world._as(people.registry, safeguards.reception_refuse, reason="Nobody lives there")(child.id)
    assert refused(people.officer, transfer.transfer_notify, child.id) == "reception_unconfirmed"
    safe.receive(people, child, name="Centre for children, Niš", kind="facility")
    world._as(people.registry, safeguards.reception_confirm, note="A place is kept")(child.id)
    assert refused(people.officer, transfer.transfer_notify, child.id) == "safeguards_open"
    safe.answer(people, child)
    world._as(people.officer, transfer.transfer_notify)(child.id)
    with use_scope(people.registry.scope):
        row = Reception.objects.get(case=child)
        assert (row.status, row.kind, row.answer) == ("confirmed", "facility", "A place is kept")


def test_a_changed_reception_is_confirmed_anew(people: world.Corridor) -> None:
    child = safe.accepted_child(people)
    world._as(people.registry, safeguards.reception_confirm)(child.id)
    safe.receive(people, child, name="An aunt")
    with use_scope(people.officer.scope):
        assert safeguards_of(Case.objects.get(id=child.id)).facts.reception == "proposed"


def test_nobody_of_the_other_side_reads_why(people: world.Corridor) -> None:
    child = safe.accepted_child(people)
    for actor in (people.registry, people.consul):
        with use_scope(actor.scope):
            known = safeguards_of(Case.objects.get(id=child.id))
            assert known.best_interests is None and known.private is None and not known.items
            assert not SafeguardPoint.objects.exists()
    with use_scope(people.registry.scope):
        assert Reception.objects.filter(case=child).exists()
    with use_scope(people.consul.scope):
        assert not Reception.objects.exists(), "the consulate does not receive children"


@pytest.mark.parametrize(
    ("values", "private", "expected"),
    [
        ({"birth_date": "2012-06-01"}, {}, (True, True)),
        ({"birth_date": "1991-03-14"}, {}, (False, False)),
        # A date known in part counts as its last day.
        ({"birth_date": "year"}, {}, (True, True)),
        ({"birth_date": "1991"}, {}, (False, False)),
        ({"birth_date": "1991-03-14"}, {"vulnerabilities": ["unaccompanied_minor"]}, (True, True)),
        ({"birth_date": "1991-03-14"}, {"age_dispute": "open"}, (True, True)),
        # An assessment decides where the date leaves it open; see `test_children_at_transfer` for where it does not.
        ({"birth_date": "year"}, {"age_dispute": "adult"}, (False, False)),
        ({"birth_date": "1991-03-14"}, {"age_dispute": "minor"}, (True, True)),
    ],
)
def test_who_is_a_minor(
    people: world.Corridor, values: dict[str, str], private: dict[str, Any], expected: tuple[bool, bool]
) -> None:
    if values["birth_date"] == "year":
        values = {"birth_date": str(clock.now().year - 18)}
    case = world.draft(people, **values)
    with use_scope(people.officer.scope):
        filing.private_save(actor=people.officer, case_id=case.id, version=None, values=private, detention={})
        known = safeguards_of(Case.objects.get(id=case.id))
    assert (known.is_minor, known.is_alone) == expected


def test_a_child_with_an_adult_of_the_family_is_not_alone(people: world.Corridor) -> None:
    first, second = family(people)
    with use_scope(people.officer.scope):
        filing.person_save(actor=people.officer, case_id=second.id, version=None, values={"birth_date": "2015"})
        known = safeguards_of(Case.objects.get(id=second.id))
        assert known.is_minor and not known.is_alone and known.kinds == ("minor",)
        family_group.family_leave(actor=people.officer, case_id=second.id, version=None)
        assert safeguards_of(Case.objects.get(id=second.id)).is_alone
        assert [row.id for row in group_members(Case.objects.get(id=first.id))] == [first.id]


def test_an_adult_who_will_not_return_leaves_the_child_alone(people: world.Corridor) -> None:
    first, second = family(people)
    with use_scope(people.officer.scope):
        filing.person_save(actor=people.officer, case_id=second.id, version=None, values={"birth_date": "2015"})
        submission.case_withdraw(actor=people.officer, case_id=first.id, version=None, code="other")
        assert safeguards_of(Case.objects.get(id=second.id)).is_alone


def test_a_vulnerable_person_has_a_checklist_before_each_step(people: world.Corridor) -> None:
    case = world.draft(people)
    safe.vulnerable(people, case, "pregnant")
    assert refused(people.officer, submission.review_send, case.id) == "safeguards_open"
    with use_scope(people.officer.scope):
        items = [item.code for item in safeguards_of(case).items]
    assert items == ["needs_assessed", "heard", "medical_opinion"]
    with use_scope(people.officer.scope), pytest.raises(Invalid) as bad, transaction.atomic():
        answers = dict.fromkeys(items[1:], ("done", "")) | {"medical_opinion": ("not_applicable", " ")}
        safeguards.points_answer(actor=people.officer, case_id=case.id, version=None, answers=answers)
    assert set(bad.value.errors) == {"needs_assessed", "medical_opinion_remark"}
    safe.answer(people, case)
    before = reload(people, case.id).version
    with use_scope(people.officer.scope):
        assert set(SafeguardPoint.objects.values_list("phase", flat=True)) == {SafeguardPhase.RELEASE}
    assert reload(people, case.id).version == before, "what one side keeps to itself moves no version"
    world._as(people.officer, submission.review_send)(case.id)


def test_a_person_who_is_not_vulnerable_needs_no_checklist(people: world.Corridor) -> None:
    case = world.draft(people)
    assert refused(people.officer, safeguards.points_answer, case.id, answers={}) == "not_vulnerable"
    assert (
        refused(people.officer, safeguards.best_interests_record, case.id, values=safe.BEST_INTERESTS) == "not_a_minor"
    )


# --- families ---------------------------------------------------------------------------------------------------------


def test_one_refusal_leaves_the_others_and_parting_needs_a_decision(people: world.Corridor) -> None:
    first, second = safe.family_with_refusal(people)
    assert [reload(people, key.id).status for key in (first, second)] == ["accepted", "refused"]
    assert refused(people.officer, transfer.transfer_notify, first.id) == "family_separated"
    assert refused(people.officer, safeguards.separation_allow, first.id, reason="x") == "not_granted"
    with use_scope(people.reviewer.scope):
        page = family_page(people.reviewer, Case.objects.get(id=first.id))
        assert page.is_parting and [row.status for row in page.members] == ["Accepted", "Refused"]
        with pytest.raises(Invalid), transaction.atomic():
            safeguards.separation_allow(actor=people.reviewer, case_id=first.id, version=None, reason=" ")
    world._as(people.reviewer, safeguards.separation_allow, reason="The spouse has a passport and follows")(first.id)
    assert refused(people.reviewer, transfer.transfer_notify, first.id) == "own_decision"
    world._as(people.officer, transfer.transfer_notify)(first.id)


def test_a_family_that_is_whole_is_not_asked(people: world.Corridor) -> None:
    case = world.case_at(people, "planned")
    assert refused(people.reviewer, safeguards.separation_allow, case.id, reason="x") == "family_not_parted"


def test_who_returns_along_needs_a_case_unless_children_stand_on_the_form(people: world.Corridor) -> None:
    """Serbia takes children on a parent's form, an adult never; see the agreement's own value."""
    case = world.draft(people)
    named = {"family_name": "Petrović", "is_accompanying": True}
    with use_scope(people.officer.scope):
        for relation, given in (("child", "Ana"), ("spouse", "Jelena")):
            filing.family_member_add(
                actor=people.officer,
                case_id=case.id,
                version=None,
                relation=relation,
                values={**named, "given_names": given},
            )
        assert form_rule_of(case).is_combined and form_rule_of(case).source
        assert [member.given_names for member in without_own_form(case)] == ["Jelena"]
    assert refused(people.officer, submission.review_send, case.id) == "application_incomplete"


def test_where_it_is_not_known_each_person_has_a_form(transactional_db: None) -> None:
    """Nobody has read it for Georgia: a child who returns along has a case too."""
    georgian = world.georgian_corridor()
    case = world.draft(georgian)
    with use_scope(georgian.officer.scope):
        assert not form_rule_of(case).is_known
        filing.family_member_add(
            actor=georgian.officer,
            case_id=case.id,
            version=None,
            relation="child",
            values={"family_name": "A", "given_names": "Ani", "is_accompanying": True},
        )
    assert refused(georgian.officer, submission.review_send, case.id) == "application_incomplete"


def test_a_member_is_corrected_in_place(people: world.Corridor) -> None:
    case = world.draft(people)
    with use_scope(people.officer.scope):
        common = {"actor": people.officer, "case_id": case.id}
        named = {"family_name": "Petrović", "given_names": "Ana"}
        member = filing.family_member_add(**common, version=None, relation="child", values=named)
        stale = Case.objects.get(id=case.id).version
        family_group.family_member_change(
            **common, version=stale, member_id=member.id, relation="spouse", values={"given_names": "Anna"}
        )
        member.refresh_from_db()
        assert (member.relation, member.given_names, member.family_name) == ("spouse", "Anna", "Petrović")
        with pytest.raises(StaleVersion):
            family_group.family_member_change(**common, version=stale, member_id=member.id, relation="child", values={})


# --- health -----------------------------------------------------------------------------------------------------------


def test_health_needs_consent_and_reaches_those_who_carry_out_the_transfer(people: world.Corridor) -> None:
    case = world.case_at(people, "planned")
    officer = people.officer
    assert refused(officer, safeguards.transfer_health_record, case.id, values=safe.HEALTH) == "no_health_consent"
    world._as(officer, safeguards.consent_record, values=safe.CONSENT)(case.id)
    world._as(officer, safeguards.transfer_health_record, values=safe.HEALTH)(case.id)
    for actor in (people.registry, people.consul, people.border):
        with use_scope(actor.scope):
            assert not TransferHealth.objects.exists(), "nobody expects the person yet"
    world._as(officer, transfer.transfer_notify)(case.id)
    world._as(people.registry, transfer.transfer_confirm)(case.id)
    for actor, is_seen in ((people.registry, False), (people.consul, False), (people.border, True), (officer, True)):
        with use_scope(actor.scope):
            assert TransferHealth.objects.filter(case=case).exists() is is_seen, actor.role
    world._as(officer, safeguards.consent_withdraw)(case.id)
    with use_scope(people.border.scope):
        assert not TransferHealth.objects.exists()


def test_the_statement_is_the_offices_alone_and_goes_back_with_the_consent(people: world.Corridor) -> None:
    case = world.draft(people)
    with use_scope(people.officer.scope):
        common = {"actor": people.officer, "case_id": case.id, "version": None}
        with pytest.raises(Invalid) as bad, transaction.atomic():
            filing.details_save(**common, values={}, health={"statement": "Needs a ramp", "has_consent": True})
        assert set(bad.value.errors) == {"consent_form", "consent_on"}
        filing.details_save(**common, values={}, health=safe.statement("Needs a ramp"))
        submission.review_send(**common)
    for service, actor in (
        (submission.case_submit, people.reviewer),
        (submission.case_acknowledge, people.registry),
    ):
        world._as(actor, service)(case.id)
    with use_scope(people.registry.scope):
        assert HealthNote.objects.get(case=case).statement == "Needs a ramp"
    world._as(people.officer, safeguards.consent_withdraw)(case.id)
    with use_scope(people.registry.scope):
        assert not HealthNote.objects.filter(case=case).exists()


# --- before an application leaves once more ---------------------------------------------------------------------------


def test_what_came_back_is_checked_again_and_sent_by_another_person(people: world.Corridor) -> None:
    case = world.case_at(people, "returned_incomplete")
    reviewer = people.reviewer
    with use_scope(people.officer.scope):
        stale = {"legal_status_checked_on": local_day() - timedelta(days=3)}
        filing.private_save(actor=people.officer, case_id=case.id, version=None, values=stale, detention={})
    assert refused(reviewer, submission.case_resubmit, case.id) == "legal_status_old"
    world.recheck(people, case.id)
    with use_scope(reviewer.scope):
        filing.person_save(actor=reviewer, case_id=case.id, version=None, values={"birth_place": "Niš"})
    assert refused(reviewer, submission.case_resubmit, case.id) == "second_person"
    with use_scope(people.officer.scope):
        filing.person_save(actor=people.officer, case_id=case.id, version=None, values={"birth_place": "Pirot"})
    world._as(reviewer, submission.case_resubmit)(case.id)
    assert reload(people, case.id).status == "submitted"


def test_where_the_age_of_the_check_is_limited_an_old_one_stops(
    people: world.Corridor, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = world.draft(people)
    monkeypatch.setattr(selector, "STATUS_CHECK_AGES", {"NLD": AgeLimit(30, "A circular", Certainty.TEXT)})
    with use_scope(people.officer.scope):
        filing.private_save(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={"legal_status_checked_on": local_day() - timedelta(days=31)},
            detention={},
        )
    assert refused(people.officer, submission.review_send, case.id) == "legal_status_old"
    world.recheck(people, case.id)
    world._as(people.officer, submission.review_send)(case.id)


def test_the_reviewer_who_prepared_does_not_decide_on_the_family(people: world.Corridor) -> None:
    first, _second = safe.family_with_refusal(people, prepared_by=people.reviewer)
    assert refused(people.reviewer, safeguards.separation_allow, first.id, reason="x") == "second_person"
