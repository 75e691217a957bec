"""While a side has restricted the use of a case's data, it takes the person no further; time limits and the other side
go on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Access, Event
from cases.models import Case, CaseClock, ProcessingRestriction, SharedNote
from cases.selectors.situation import situation_for
from cases.services import messages, notes, submission, travel_document
from cases.workflow.restriction import CLAIMING, DURING_RESTRICTION, ENDING, PROTECTING, RECORDING
from cases.workflow.table import BY_NAME, TABLE
from core.errors import ActRefused, Invalid
from core.scope import use_scope
from notifications.models import Notice
from protection.models import BetweenRequest
from protection.services.between import between_act, between_ask
from protection.services.restriction import restriction_lift, restriction_place
from tests import world
from tests.cases.work_pages import browser
from tests.days import local_day


@pytest.fixture
def people(db: None) -> world.Corridor:
    return world.corridor()


def place(actor: Actor, case: Case) -> ProcessingRestriction:
    with use_scope(actor.scope):
        return restriction_place(actor=actor, case_id=case.id, ground="objection", note="Asked for protection in May")


def is_restricted(actor: Actor, case: Case, name: str = "acknowledge") -> bool:
    with use_scope(actor.scope):
        return situation_for(BY_NAME[name], case, None).is_restricted


def test_every_act_is_said_to_go_on_or_to_wait() -> None:
    """An act of the system goes on by itself; each of the others stands in one group, or waits."""
    groups = (ENDING, RECORDING, CLAIMING, PROTECTING)
    assert sum(len(group) for group in groups) == len(DURING_RESTRICTION) and {*BY_NAME} > DURING_RESTRICTION
    waits = {row.name for row in TABLE if not row.by_system} - DURING_RESTRICTION
    assert waits == {
        *("send_to_review", "release", "resubmit", "reopen", "resume_case"),
        *("start_verification", "remind_verification", "reask_verification"),
        *("propose_decision", "countersign_acceptance", "countersign_refusal", "countersign_inconclusive"),
        *("issue_travel_document", "print_travel_document", "collect_travel_document", "ask_travel_document"),
        *("issue_return_document", "print_return_document", "use_other_document"),
        *("plan_transfer", "notify_transfer", "confirm_transfer", "counter_propose_transfer", "replan_transfer"),
        *("change_transfer", "depart_transfer", "withdraw_monitor", "allow_separation", "record_health_consent"),
        *("request_interview", "schedule_interview", "schedule_at_visit", "confirm_presentation"),
        *("give_interview_result", "schedule_transit", "propose_transit_answer", "countersign_transit_consent"),
        *("countersign_transit_refusal", "propose_transit_revocation", "revoke_transit"),
    }


def test_it_binds_its_own_side_delegates_included_and_nobody_else(people: world.Corridor) -> None:
    case = world.case_at(people, "accepted")
    with use_scope(people.officer.scope):
        limits = dict(CaseClock.objects.filter(case=case).values_list("id", "due_at"))
    place(people.their_supervisor, case)
    for actor in (people.registry, people.consul):
        assert is_restricted(actor, case), actor.role
    assert not is_restricted(people.officer, case)
    with pytest.raises(ActRefused) as refused, use_scope(people.consul.scope):
        until = local_day() + timedelta(days=30)
        travel_document.travel_document_issue(actor=people.consul, case_id=case.id, version=None, valid_until=until)
    assert refused.value.code == "restricted"
    with use_scope(people.officer.scope):
        assert dict(CaseClock.objects.filter(case=case).values_list("id", "due_at")) == limits
        # The other side is told that the data is blocked, and goes on with its own.
        row = BetweenRequest.objects.get()
        assert (row.kind, row.is_by_system, row.text) == ("blocking", True, "")
        told = [*Notice.objects.all(), *Event.objects.filter(action__startswith="privacy.")]
        assert told and not any("objection" in str(each.__dict__) or "May" in str(each.__dict__) for each in told)
        assert not ProcessingRestriction.objects.exists()
        submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="other")


def test_nothing_goes_over_of_ones_own_accord_and_what_was_asked_is_answered(people: world.Corridor) -> None:
    case = world.case_at(people, "accepted")
    theirs, ours = people.their_supervisor, people.supervisor
    with use_scope(people.officer.scope):
        note = notes.note_add(actor=people.officer, case_id=case.id, text="For us alone")
        own = messages.thread_open(actor=people.officer, case_id=case.id, title="A word", text="Where is he?")
    with use_scope(people.registry.scope):
        asked = messages.thread_open(actor=people.registry, case_id=case.id, title="A word", text="Who is he?")
    with use_scope(ours.scope):
        row = between_ask(
            actor=ours, case_id=case.id, kind="onward_sharing", data=["identity"], recipient="Red Cross", purpose="Help"
        )
    with use_scope(theirs.scope):
        between_act(actor=theirs, request_id=row.id, name="consent", version=None)
    place(ours, case)
    officer = people.officer
    refused_acts: list[tuple[Actor, Callable[[], object]]] = [
        (officer, lambda: messages.thread_open(actor=officer, case_id=case.id, title="One more", text="And so?")),
        (officer, lambda: messages.message_send(actor=officer, thread_id=own.id, text="One more")),
        (officer, lambda: notes.note_share(actor=officer, note_id=note.id)),
        (ours, lambda: between_act(actor=ours, request_id=row.id, name="share", version=None, shared_on=local_day())),
    ]
    for actor, act in refused_acts:
        with pytest.raises(ActRefused) as refused, use_scope(actor.scope):
            act()
        assert refused.value.code == "restricted"
    with use_scope(officer.scope):
        messages.message_send(actor=officer, thread_id=asked.id, text="As the form says")
        assert not SharedNote.objects.exists()
    with use_scope(people.registry.scope):
        messages.message_send(actor=people.registry, thread_id=own.id, text="At home")
    # The pages say so where the form would stand.
    page, supervisor = browser(officer), browser(ours)
    words = "Your side has restricted the use"
    for name, keys in (("case-messages", []), ("note-list", []), ("thread", [own.id])):
        assert words in page.get(reverse(f"cases:{name}", args=[case.id, *keys])).content.decode(), name
    assert 'name="text"' in page.get(reverse("cases:thread", args=[case.id, asked.id])).content.decode()
    assert page.get(reverse("cases:thread-start", args=[case.id])).status_code == 403
    assert page.get(reverse("cases:note-share", args=[case.id, note.id])).status_code == 403
    between = supervisor.get(reverse("protection:between", args=[row.id])).content.decode()
    assert words in between and "Record that it was shared" not in between
    whole = page.get(reverse("cases:case-detail", args=[case.id])).content.decode()
    assert reverse("cases:thread-start", args=[case.id]) not in whole
    assert reverse("cases:note-share", args=[case.id, note.id]) not in whole


def test_another_person_lifts_it_once_the_person_was_told(people: world.Corridor) -> None:
    case = world.case_at(people, "draft")
    row = place(people.supervisor, case)
    with use_scope(people.supervisor.scope):
        assert not BetweenRequest.objects.exists(), "nobody over there knows of the case"
    said = {"restriction_id": row.id, "version": 1, "person_told_on": local_day(), "note": "Checked"}
    with pytest.raises(ActRefused) as refused, use_scope(people.supervisor.scope):
        restriction_lift(actor=people.supervisor, **said)
    assert refused.value.code == "same_person"
    with pytest.raises(ActRefused) as refused:
        place(people.supervisor, case)
    assert refused.value.code == "already_restricted"
    officer = world.make_actor("nld-dtv", "data_protection_officer")
    with use_scope(officer.scope):
        for missing in ("person_told_on", "note"):
            with pytest.raises(Invalid) as invalid:
                restriction_lift(actor=officer, **{**said, missing: None if missing == "person_told_on" else " "})
            assert list(invalid.value.errors) == [missing]
        restriction_lift(actor=officer, **said)
    assert not is_restricted(people.officer, case)


def test_pages(people: world.Corridor) -> None:
    case = world.case_at(people, "submitted")
    page, colleague = browser(people.supervisor), browser(world.make_actor("nld-dtv", "data_protection_officer"))
    address = reverse("protection:restriction", args=[case.id])
    assert "Restrict the use of the data" in page.get(address).content.decode()
    assert page.post(address, {"ground": "accuracy"}).status_code == 422
    assert page.post(address, {"ground": "accuracy", "note": "By letter"}).status_code == 302
    assert "Another person lifts it" in page.get(address).content.decode()
    assert page.post(address, {"act": "lift", "version": 1, "note": "x", **_day("person_told_on")}).status_code == 403
    with use_scope(people.supervisor.scope):
        before = Access.objects.filter(action="privacy.restrictions_opened").count()
    listed = colleague.get(reverse("protection:restriction-list")).content.decode()
    assert case.reference and case.reference in listed
    with use_scope(people.supervisor.scope):
        assert Access.objects.filter(action="privacy.restrictions_opened").count() == before + 1
    assert colleague.post(address, {"act": "lift", "version": 1}).status_code == 422
    assert (
        colleague.post(address, {"act": "lift", "version": 1, "note": "x", **_day("person_told_on")}).status_code == 302
    )
    assert "No restrictions" in page.get(reverse("protection:restriction-list")).content.decode()
    lifted = page.get(reverse("protection:restriction-list"), {"view": "lifted"}).content.decode()
    assert case.reference in lifted


def _day(name: str) -> dict[str, int]:
    today = local_day()
    return {f"{name}_day": today.day, f"{name}_month": today.month, f"{name}_year": today.year}
