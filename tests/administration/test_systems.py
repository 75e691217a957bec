"""National systems of an office on the pages of administrators: enrolled and given new secrets by two, taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import MachineClient, Membership, User
from accounts.selectors.absences import office_colleagues
from accounts.services.machine_clients import machine_client_create
from administration import payloads
from administration.choices import ChangeKind
from administration.selectors.offices import dependents_of, office_tree
from administration.services.changes import change_approve, change_request
from administration.services.offices import client_revoke
from audit.models import Event
from core.errors import ActRefused, Invalid, NotVisible
from core.scope import use_scope
from countries.models import Authority
from tests import world
from tests.administration.conftest import Administrators
from tests.administration.test_pages import SignIn
from tests.days import local_day

pytestmark = pytest.mark.django_db
WEST = "nld-dtv-region-west"


def office(code: str) -> Authority:
    return Authority.objects.select_related("country").get(code=code)


def enrol(people: Administrators, code: str = WEST) -> tuple[MachineClient, str]:
    payload = payloads.EnrolClient(authority=str(office(code).id), name="National register")
    with use_scope(people.first.scope):
        change = change_request(actor=people.first, kind=ChangeKind.ENROL_CLIENT, payload=payload, reason="Needed")
    with use_scope(people.second.scope):
        _change, shown = change_approve(actor=people.second, change_id=change.id)
    client_id, secret = shown.split("\n")
    return world.every(MachineClient).get(client_id=client_id), secret


def ask_secret(people: Administrators, client: MachineClient, code: str = WEST) -> payloads.ClientSecret:
    return payloads.ClientSecret(authority=str(office(code).id), client=client.client_id)


def test_an_office_whose_system_was_taken_back_can_go_out_of_use(people: Administrators) -> None:
    client, _secret = enrol(people)
    west, today = office(WEST), local_day()
    with use_scope(people.first.scope):
        assert dependents_of(west, today + timedelta(days=1)).memberships == 2
        client_revoke(actor=people.first, authority_id=west.id, client_id=client.client_id)
        assert dependents_of(west, today + timedelta(days=1)).memberships == 1, "the regional administrator's alone"
    membership = world.every(Membership).get(user=client.user_id)
    assert membership.valid_to is not None and membership.valid_to >= membership.valid_from


def test_the_tree_counts_people_and_names_systems(people: Administrators) -> None:
    def line() -> tuple[int, bool]:
        with use_scope(people.first.scope):
            node = next(node for node in office_tree(people.first) if node.office.code == WEST)
        return node.people, node.has_system

    assert line() == (1, False)
    client, _secret = enrol(people)
    assert line() == (1, True)
    with use_scope(people.first.scope):
        client_revoke(actor=people.first, authority_id=office(WEST).id, client_id=client.client_id)
    assert line() == (1, False)


def test_no_system_stands_in_for_a_person() -> None:
    officer = world.make_actor(WEST, "return_officer")
    with world.as_operator():
        machine_client_create(authority=office(WEST), name="National register")
    with use_scope(officer.scope):
        found = office_colleagues(officer.authority_id, local_day(), apart_from=officer.user_id)
    assert found == []


def test_what_an_administrator_does_with_a_system_stands_once_in_the_trail_under_the_own_name(
    people: Administrators,
) -> None:
    client, _secret = enrol(people)
    with use_scope(people.first.scope):
        client_revoke(actor=people.first, authority_id=office(WEST).id, client_id=client.client_id)
    with use_scope(people.supervisor.scope):
        told = Event.objects.filter(subject=f"user:{client.user_id}").order_by("id")
        assert list(told.values_list("action", "actor_name")) == [
            ("client.enrolled", "Bert Second"),
            ("client.revoked", "Anna First"),
        ]
        assert not Event.objects.filter(actor_id=client.user_id).exists()


def test_a_new_secret_is_made_by_two_and_shown_to_the_second(people: Administrators, client_of: SignIn) -> None:
    client, _secret = enrol(people)
    before = world.every(MachineClient).get(pk=client.pk).client_secret
    address = reverse("administration:client-secret", args=[WEST, client.client_id])
    answer = client_of(people.first).post(address, {"reason": "It was sent by e-mail"})
    assert answer.status_code == 302
    assert world.every(MachineClient).get(pk=client.pk).client_secret == before, (
        "nothing happens before the second agrees"
    )
    approved = client_of(people.second).post(answer["Location"], {"decision": "approve", "note": ""})
    assert client.client_id in approved.content.decode() and "Client secret" in approved.content.decode()
    assert world.every(MachineClient).get(pk=client.pk).client_secret != before
    with use_scope(people.supervisor.scope):
        assert Event.objects.filter(action="client.secret_changed", actor_name="Bert Second").count() == 1


def test_nobody_approves_an_own_new_secret(people: Administrators) -> None:
    client, _secret = enrol(people)
    with use_scope(people.first.scope):
        change = change_request(
            actor=people.first, kind=ChangeKind.CLIENT_SECRET, payload=ask_secret(people, client), reason="Leaked"
        )
        with pytest.raises(ActRefused):
            change_approve(actor=people.first, change_id=change.id)


def test_secrets_of_other_offices_and_of_systems_taken_back_are_not_changed(
    people: Administrators, client_of: SignIn
) -> None:
    client, _secret = enrol(people, "nld-dtv")
    with use_scope(people.regional.scope), pytest.raises(NotVisible):
        change_request(
            actor=people.regional,
            kind=ChangeKind.CLIENT_SECRET,
            payload=ask_secret(people, client, "nld-dtv"),
            reason="Curious",
        )
    with use_scope(people.first.scope):
        with pytest.raises(NotVisible):
            change_request(
                actor=people.first, kind=ChangeKind.CLIENT_SECRET, payload=ask_secret(people, client), reason="Leaked"
            )
        client_revoke(actor=people.first, authority_id=office("nld-dtv").id, client_id=client.client_id)
        with pytest.raises(Invalid):
            change_request(
                actor=people.first,
                kind=ChangeKind.CLIENT_SECRET,
                payload=ask_secret(people, client, "nld-dtv"),
                reason="Leaked",
            )
    for name in ("administration:client-secret", "administration:client-revoke"):
        assert client_of(people.first).get(reverse(name, args=[WEST, client.client_id])).status_code == 404
    assert world.every(User).get(id=client.user_id).is_machine
