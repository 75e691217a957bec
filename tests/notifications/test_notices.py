"""The bell and the list: what is unread, for whom, and that it is the same everywhere."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from accounts.selectors.actors import actor_for
from accounts.services.memberships import membership_create
from core import clock
from core.audience import Audience
from core.ids import uuid7_floor
from core.outbox import wall_now
from core.scope import use_scope
from countries.models import Authority
from notifications.choices import NoticeKind
from notifications.models import Notice, NoticeMark
from notifications.selectors.notices import PAGE_SIZE, UNREAD_DAYS, unread_count
from notifications.services import notice_send
from notifications.services.notices import kind_of, notices_mark_all
from tests import world
from tests.days import local_day

LIST = "/notices/"


@pytest.fixture
def people(db: None) -> world.Corridor:
    return world.corridor()


def client_of(actor: Actor) -> Client:
    client = Client()
    world.enter(client, world.user_of(actor))
    session = client.session
    session["membership"] = str(actor.membership_id)
    session.save()
    return client


def tell(actor: Actor, number: int = 1, **values: Any) -> None:
    """So many notices for the actor's own office."""
    with use_scope(actor.scope):
        for _ in range(number):
            given = {
                "action": "case.received",
                "subject": "case:01a200d1-5542-745a-b066-11bda63c7ac6",
                "case_reference": "NL-RS-2026-000001-1",
                "audience": Audience((actor.country,), (actor.authority_id,)),
            }
            notice_send(**(given | values))


def unread(actor: Actor) -> str:
    with use_scope(actor.scope):
        return unread_count(actor)


def newest(actor: Actor) -> UUID:
    with use_scope(actor.scope):
        return Notice.objects.latest("id").id


def test_the_bell_counts_what_is_unread_up_to_its_bound(people: world.Corridor) -> None:
    officer = people.officer
    assert unread(officer) == ""
    tell(officer, 3)
    assert unread(officer) == "3"
    assert "Notices <b class=" in client_of(officer).get(reverse("home")).content.decode()
    tell(officer, 99)
    assert unread(officer) == "99+"
    assert unread(people.registry) == "", "the other side is told nothing"
    assert unread(people.verifier) == ""


def test_what_is_old_counts_as_read_by_the_clock_of_law(people: world.Corridor) -> None:
    """A demonstration tells of months within one hour of the machine's time."""
    officer = people.officer
    for days in (UNREAD_DAYS + 1, UNREAD_DAYS - 1):
        with clock.travel(clock.now() - timedelta(days=days)):
            tell(officer)
    assert unread(officer) == "1"
    assert client_of(officer).get(LIST + "?show=all").content.decode().count("NL-RS-2026-000001-1</a>") == 2


def test_each_person_reads_for_themselves(people: world.Corridor) -> None:
    tell(people.officer, 2)
    client = client_of(people.officer)
    response = client.post(reverse("notifications:read", args=[newest(people.officer)]))
    assert response.status_code == 302
    assert (unread(people.officer), unread(people.reviewer)) == ("1", "2")
    page = client.get(response.headers["Location"]).content.decode()
    assert page.count("Mark as read<span") == 1 and "Undo" in page
    batch = response.headers["Location"].split("undo=")[1]
    client_of(people.reviewer).post(reverse("notifications:undo"), {"batch": batch})
    assert unread(people.officer) == "1", "what one person did another one does not undo"
    client.post(reverse("notifications:undo"), {"batch": batch})
    assert unread(people.officer) == "2"


def test_all_can_be_marked_and_taken_back(people: world.Corridor) -> None:
    tell(people.officer, 5)
    client = client_of(people.officer)
    answer = client.post(reverse("notifications:read-all"), {"show": "all", "kind": "acts"})
    assert "show=all" in answer.headers["Location"] and "kind=acts" in answer.headers["Location"]
    assert unread(people.officer) == "" and unread(people.reviewer) == "5"
    client.post(reverse("notifications:undo"), {"batch": answer.headers["Location"].split("undo=")[1]})
    assert unread(people.officer) == "5"


def test_marking_all_swallows_nothing_that_comes_later(people: world.Corridor) -> None:
    """Also not a notice whose key is older than the press: its transaction was still under way."""
    tell(people.officer)
    with use_scope(people.officer.scope):
        notices_mark_all(actor=people.officer)
    late = uuid7_floor(wall_now() - timedelta(seconds=200))
    with use_scope(people.officer.scope):
        Notice(
            id=late,
            at=clock.now(),
            action="case.received",
            subject="case:x",
            audience_countries=["NLD"],
        ).save(force_insert=True)
    assert unread(people.officer) == "1"


def test_marking_all_under_one_office_leaves_the_other_one_alone(people: world.Corridor) -> None:
    user = world.user_of(people.officer)
    region = Authority.objects.get(code="nld-dtv-region-west")
    with world.as_operator():
        membership = membership_create(user=user, authority=region, role="return_officer", valid_from=local_day())
        there = actor_for(user, membership)
    tell(people.officer)
    tell(there, audience=Audience((), (region.id,)))
    with use_scope(people.officer.scope):
        notices_mark_all(actor=people.officer)
    tell(there, audience=Audience((), (region.id,)))
    assert int(unread(there)) >= 1


def test_opening_a_case_marks_its_notices(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    assert int(unread(people.officer)) >= 1
    client_of(people.officer).get(reverse("cases:case-detail", args=[case.id]))
    assert unread(people.officer) == ""
    assert int(unread(people.reviewer)) >= 1


def test_a_notice_for_one_person_is_that_persons(people: world.Corridor) -> None:
    tell(people.officer, action="case.assigned", parameters={"assignee": str(people.reviewer.user_id)})
    assert (unread(people.reviewer), unread(people.officer)) == ("1", "")
    page = client_of(people.reviewer).get(LIST).content.decode()
    assert "Assigned to a colleague" in page and "for you" in page and str(people.reviewer.user_id) not in page
    answer = client_of(people.officer).post(reverse("notifications:read", args=[newest(people.reviewer)]))
    assert answer.status_code == 404
    with use_scope(people.reviewer.scope):
        assert Notice.objects.get(action="case.assigned").kind == NoticeKind.ASSIGNMENTS


def test_the_list_filters_by_kind_and_read(people: world.Corridor) -> None:
    tell(people.officer)
    tell(people.officer, action="message.sent", case_reference="NL-RS-2026-000002-2")
    client = client_of(people.officer)
    client.post(reverse("notifications:read", args=[newest(people.officer)]))
    assert "NL-RS-2026-000002-2" not in client.get(LIST).content.decode()
    assert "NL-RS-2026-000002-2" in client.get(LIST + "?show=all").content.decode()
    only = client.get(LIST + "?show=all&kind=messages").content.decode()
    assert "NL-RS-2026-000002-2" in only and "NL-RS-2026-000001-1" not in only
    assert "Nothing unread" in client.get(LIST + "?kind=messages").content.decode()
    assert client.get(LIST + "?kind=nonsense&after=nonsense").status_code == 200


def test_pages_hold_every_notice_once(people: world.Corridor) -> None:
    total = PAGE_SIZE * 2 + 5
    tell(people.officer, total)
    client, address, seen = client_of(people.officer), LIST, []
    for _ in range(3):
        page = client.get(address).content.decode()
        seen += re.findall(r'action="/notices/([0-9a-f-]{36})/read"', page)
        further = re.search(r'href="(/notices/\?after=[^"]+)"', page)
        address = further[1] if further else ""
    assert len(seen) == len(set(seen)) == total


@pytest.mark.parametrize("address", [LIST, LIST + "?show=all"])
def test_a_page_costs_the_same_whatever_its_length(people: world.Corridor, address: str) -> None:
    client = client_of(people.officer)
    counts = []
    for number in (1, PAGE_SIZE + 20):
        tell(people.officer, number)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    # Four of them name keys of entrances; within a test's transaction each clears the scope of the request before.
    assert counts[0] == counts[1] <= 20


def test_the_bell_asks_by_itself_and_stops_after_the_session(people: world.Corridor) -> None:
    tell(people.officer, 4)
    answer = client_of(people.officer).get(reverse("notifications:bell"), headers={"X-RCMS-Poll": "1"})
    assert answer.status_code == 200 and ">4</b>" in answer.content.decode() and "<html" not in answer.content.decode()
    stopped = Client().get(reverse("notifications:bell"))
    assert stopped.status_code == 286 and "<b" not in stopped.content.decode()


def test_the_words_are_those_of_the_readers_side(people: world.Corridor) -> None:
    case = world.case_at(people, "submitted")
    page = client_of(people.registry).get(LIST).content.decode()
    assert "Filed and delivered" in page and case.reference and case.reference in page
    assert "Petrović" not in page
    assert "Filed and delivered" not in client_of(people.officer).get(LIST).content.decode()


def test_what_one_side_proposes_stands_in_no_notice_of_the_other(people: world.Corridor) -> None:
    world.case_at(people, "decision_proposed")
    for actor in (people.officer, people.supervisor):
        assert "roposed" not in client_of(actor).get(LIST + "?show=all").content.decode()
    assert "Decision proposed" in client_of(people.registry).get(LIST).content.decode()


def test_a_notice_tells_the_time_limit_that_runs(people: world.Corridor) -> None:
    case = world.case_at(people, "submitted")
    with use_scope(people.registry.scope):
        notice = Notice.objects.get(subject=case.subject, action="case.submitted")
        assert notice.due_at == case.next_due_at and notice.due_zone == "Europe/Belgrade"
        assert notice.by_country == "NLD"


def test_marks_are_seen_by_their_owner_alone(people: world.Corridor) -> None:
    tell(people.officer)
    with use_scope(people.officer.scope):
        notices_mark_all(actor=people.officer)
        assert NoticeMark.objects.count() == 1
    with use_scope(people.supervisor.scope):
        assert NoticeMark.objects.count() == 0


@pytest.mark.parametrize(
    ("action", "subject", "kind"),
    [
        ("case.received", "case:x", NoticeKind.ACTS),
        ("transfer.failed", "case:x", NoticeKind.ACTS),
        ("message.sent", "case:x", NoticeKind.MESSAGES),
        ("thread.opened", "case:x", NoticeKind.MESSAGES),
        ("information.requested", "case:x", NoticeKind.MESSAGES),
        ("deadline.overdue", "case:x", NoticeKind.DEADLINES),
        ("escalation.overdue", "case:x", NoticeKind.ESCALATIONS),
        ("change.requested", "change:x", NoticeKind.ADMINISTRATION),
    ],
)
def test_the_kind_follows_from_the_act(action: str, subject: str, kind: str) -> None:
    assert kind_of(action, subject, None) == kind


# --- how I am told ----------------------------------------------------------------------------------------------------


def preferences(client: Client, **values: str) -> Any:
    data = {kind.value: "digest" for kind in NoticeKind} | {"digest_hour": "6"} | values
    return client.post(reverse("notifications:preferences"), data)


def test_the_choices_are_shown_saved_and_recorded(people: world.Corridor) -> None:
    from audit.models import Event

    client = client_of(people.officer)
    page = client.get(reverse("notifications:preferences")).content.decode()
    assert page.count("checked") == len(NoticeKind) and "No e-mail address is known" in page
    assert preferences(client, messages="at_once").status_code == 302
    page = client.get(reverse("notifications:preferences")).content.decode()
    assert 'value="at_once" checked' in page.split('name="messages"', 1)[1][:400]
    assert '<option value="6" selected>' in page
    with use_scope(people.supervisor.scope):
        assert Event.objects.filter(action="account.notices_chosen").count() == 1


@pytest.mark.parametrize("wrong", [{"messages": "by pigeon"}, {"digest_hour": "25"}, {"acts": ""}])
def test_a_choice_that_is_none_is_said_beside_its_field(people: world.Corridor, wrong: dict[str, str]) -> None:
    answer = preferences(client_of(people.officer), **wrong)
    assert answer.status_code == 422 and "Something needs your attention" in answer.content.decode()
