"""One person in the place of two: twice at the same moment, in two browsers, for an own proposal. With real commits."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.actor import Actor
from administration.models import ChangeRequest
from administration.payloads import ChangeLetterText
from administration.services.changes import change_approve, change_request
from audit.models import Event
from cases.models import Case, Decision
from cases.services import decision
from core.errors import ActRefused
from core.scope import use_scope
from documents.models import GeneratedDocument
from tests import world
from tests.concurrency.race import by, together
from tests.conftest import OWNER, logged_in_as
from tests.permissions.pages import client_of

pytestmark = pytest.mark.commits


@pytest.fixture(scope="module")
def people(module_db: str) -> world.Corridor:
    return world.corridor()


def effects(case: Case) -> tuple[str, str, int, int]:
    """Status, state of the decision, how often it was told, how many letters went out."""
    with logged_in_as(OWNER):
        found = Decision.objects.get(case=case)
        told = Event.objects.filter(case_key=case.id, action="case.accepted").values("at").distinct().count()
        letters = GeneratedDocument.objects.filter(subject=case.subject, template="reply").count()
        return Case.objects.get(id=case.id).status, found.state, told, letters


def by_browser(actor: Actor, case: Case, name: str) -> Callable[[], Any]:
    """The act on its page, in a browser that is open already."""
    client, address = client_of(actor), reverse("cases:act", args=[case.id, name])
    version = re.search(r'name="version" value="(\d+)"', client.get(address).content.decode())
    data = {"version": version[1] if version else case.version}
    return lambda: client.post(address, data).status_code


def test_who_countersigns_twice_at_once_countersigns_once(people: world.Corridor) -> None:
    case = world.case_at(people, "decision_proposed")
    act = by(people.signer, decision.decision_countersign, case_id=case.id, version=None)
    results = together(act, act)
    assert sorted(isinstance(result, ActRefused) for result in results) == [False, True], results
    assert effects(case) == ("accepted", "countersigned", 1, 1)


def test_two_browsers_of_one_person_countersign_once(people: world.Corridor) -> None:
    case = world.case_at(people, "decision_proposed")
    browsers = [by_browser(people.signer, case, "countersign_acceptance") for _ in range(2)]
    assert sorted(together(*browsers)) == [302, 409]
    assert effects(case) == ("accepted", "countersigned", 1, 1)


def test_who_proposed_never_countersigns_however_quickly(people: world.Corridor) -> None:
    """In two browsers, by the service, and while somebody else sends the proposal back."""
    case = world.case_at(people, "decision_proposed")
    by_hand = by(people.proposer, decision.decision_countersign, case_id=case.id, version=None)
    results = together(by_browser(people.proposer, case, "countersign_acceptance"), by_hand, by_hand)
    assert results[0] == 403 and {type(result) for result in results[1:]} == {ActRefused}
    assert effects(case) == ("decision_proposed", "proposed", 0, 0)
    back = by(people.signer, decision.decision_send_back, case_id=case.id, version=None, reason="Look again")
    results = together(by_hand, back, by_hand)
    assert [isinstance(result, Exception) for result in results] == [True, False, True]
    assert effects(case)[1:] == ("sent_back", 0, 0)


def test_who_asks_for_a_change_never_approves_it_and_who_approves_does_so_once(people: world.Corridor) -> None:
    one, other = (world.make_actor("nld-dtv", "administrator") for _ in range(2))
    words = ChangeLetterText(letter="reply", block="opening", language="en", text="Dear colleagues", based_on=0)
    with use_scope(one.scope):
        change = change_request(actor=one, kind="letter_text", payload=words, reason="Politeness")
    own = by(one, change_approve, change_id=change.id)
    assert {type(result) for result in together(own, own)} == {ActRefused}
    theirs = by(other, change_approve, change_id=change.id)
    assert sorted(isinstance(result, Exception) for result in together(theirs, theirs)) == [False, True]
    with logged_in_as(OWNER):
        assert ChangeRequest.objects.get(id=change.id).decided_by == other.user_id
