"""Refused acts and denied looks leave their trace although the request is rolled back."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.actor import Actor
from accounts.sessions import MEMBERSHIP_KEY
from audit.models import Access, Event
from cases.models import Case
from core.scope import use_scope
from tests import world
from tests.attacks.alike import bare
from tests.conftest import OWNER, logged_in_as

pytestmark = [pytest.mark.commits, pytest.mark.urls("tests.audit.urls")]


def browser(actor: Actor) -> Client:
    """A signed-in client, acting under the actor's membership."""
    client = Client(raise_request_exception=False, REMOTE_ADDR="192.0.2.7")
    world.enter(client, world.user_of(actor))
    session = client.session
    session[MEMBERSHIP_KEY] = str(actor.membership_id)
    session.save()
    return client


@pytest.fixture
def submitted(transactional_db: None) -> Iterator[tuple[world.Corridor, Case]]:
    people = world.corridor()
    yield people, world.case_at(people, "submitted")


def traces(case: Case) -> tuple[list[Event], list[Access]]:
    """The events of refusal and the denied looks, as the owner sees them."""
    with logged_in_as(OWNER):
        return (
            list(Event.objects.filter(action="act.refused").order_by("at")),
            list(Access.objects.filter(action="look.denied").order_by("at")),
        )


def status(case: Case) -> str:
    with logged_in_as(OWNER):
        return str(Case.objects.get(id=case.id).status)


def test_an_act_that_is_not_ones_own_is_refused_and_recorded(submitted: tuple[world.Corridor, Case]) -> None:
    people, case = submitted
    answer = browser(people.officer).post(f"/acknowledge/{case.id}")
    assert answer.status_code == 403
    refused, denied = traces(case)
    assert not denied and len(refused) == 1
    event = refused[0]
    assert (event.action, event.parameters) == ("act.refused", {"code": "wrong_side", "view": "test-acknowledge"})
    assert (event.actor_id, event.case_key, event.case_reference) == (people.officer.user_id, case.id, case.reference)
    assert event.audience_countries == ["NLD"], "a try is told to one's own side"
    assert event.address == "192.0.2.7" and event.request_id == answer["X-Request-Id"]
    assert status(case) == "submitted"


def test_a_stale_form_is_recorded_and_keeps_what_was_typed(submitted: tuple[world.Corridor, Case]) -> None:
    people, case = submitted
    answer = browser(people.registry).post(
        f"/acknowledge/{case.id}", {"version": case.version - 1, "remarks": "Typed <with> care"}
    )
    assert answer.status_code == 409
    assert "Typed &lt;with&gt; care" in answer.text
    refused, _ = traces(case)
    assert [event.parameters["code"] for event in refused] == ["stale"]


@pytest.mark.parametrize("who", ["stranger", "verifier", "border", "unknown case"])
def test_a_look_at_what_is_not_ones_own_is_the_same_404_and_recorded(
    submitted: tuple[world.Corridor, Case], who: str
) -> None:
    people, case = submitted
    key: UUID = uuid4() if who == "unknown case" else case.id
    actor = {
        "stranger": lambda: world.make_actor("alb-border-migration", "supervisor"),
        "verifier": lambda: people.verifier,
        "border": lambda: people.border,
        "unknown case": lambda: people.officer,
    }[who]()
    client = browser(actor)
    denied_page = client.get(f"/look/{key}")
    missing_page = client.get(f"/look/{uuid4()}")
    assert denied_page.status_code == missing_page.status_code == 404
    assert bare(denied_page.content.decode()) == bare(missing_page.content.decode()), (
        "the page must not tell which of the two it was"
    )
    refused, denied = traces(case)
    assert not refused and len(denied) == 2
    assert (denied[0].action, denied[0].subject) == ("look.denied", f"case:{key}")
    assert denied[0].actor_id == actor.user_id and denied[0].audience_countries == [actor.country]
    assert denied[0].case_key == UUID(str(key)) and denied[1].case_key not in {None, denied[0].case_key}
    assert {look.case_reference for look in denied} == {""}, "what is not seen is not confirmed by its trace"


def test_the_owner_of_the_case_does_not_learn_who_tried_to_look(submitted: tuple[world.Corridor, Case]) -> None:
    people, case = submitted
    stranger = world.make_actor("alb-border-migration", "supervisor")
    browser(stranger).get(f"/look/{case.id}")
    for actor, count in ((people.supervisor, 0), (people.their_supervisor, 0), (stranger, 1)):
        with use_scope(actor.scope):
            assert Access.objects.filter(action="look.denied").count() == count


@pytest.mark.parametrize(("path", "code"), [("broken", 500), ("unhappy", 422)])
def test_an_answer_that_is_an_error_rolls_the_act_back(
    submitted: tuple[world.Corridor, Case], path: str, code: int
) -> None:
    people, case = submitted
    answer = browser(people.registry).post(f"/{path}/{case.id}")
    assert answer.status_code == code
    assert status(case) == "submitted"
    with logged_in_as(OWNER):
        assert not Event.objects.filter(action="case.received").exists()


def test_the_act_itself_works_on_the_same_path(submitted: tuple[world.Corridor, Case]) -> None:
    """Otherwise the refusals above would prove nothing."""
    people, case = submitted
    assert browser(people.registry).get(f"/look/{case.id}").text == case.reference
    assert browser(people.registry).post(f"/acknowledge/{case.id}", {"version": case.version}).status_code == 200
    assert status(case) == "received"
    assert traces(case) == ([], [])


def test_a_visitor_is_led_to_sign_in_and_leaves_no_trace(submitted: tuple[world.Corridor, Case]) -> None:
    _, case = submitted
    answer = Client().get(f"/look/{case.id}")
    assert answer.status_code == 302 and answer["Location"].startswith("/account/sign-in?next=")
    assert traces(case) == ([], [])
