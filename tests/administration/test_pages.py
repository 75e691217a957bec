"""The pages of administration: what they show, what they do, what they refuse."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuthorityGrant, CountryGrant, Membership, SignInFailure, User
from accounts.services.memberships import membership_create
from administration import payloads
from administration.choices import ChangeKind
from administration.models import ChangeRequest
from administration.services.changes import change_request
from cases.models import Checklist
from core.outbox import wall_now
from core.scope import entrance, use_scope
from countries.models import Authority, ContactPoint, CrossingPoint
from countries.services.reference import reference_load
from documents.models import GeneratedDocument
from notifications.models import OfficeMailbox
from tests import world
from tests.administration.conftest import Administrators
from tests.days import local_day

SignIn = Callable[[Any], Client]


def page(client: Client, name: str, /, *arguments: Any, status: int = 200, **query: str) -> str:
    response = client.get(reverse(f"administration:{name}", args=arguments), query)
    assert response.status_code == status, (name, response.status_code)
    return response.content.decode()


def send(client: Client, name: str, /, *arguments: Any, status: int = 302, **data: Any) -> str:
    response = client.post(reverse(f"administration:{name}", args=arguments), data)
    assert response.status_code == status, (name, response.status_code, response.content.decode()[:3000])
    return response.content.decode() if status != 302 else response["Location"]


def office(code: str = "nld-dtv") -> Authority:
    return Authority.objects.get(code=code)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("overview", ()),
        ("office-list", ()),
        ("office-create", ()),
        ("office-detail", ("nld-dtv",)),
        ("office-edit", ("nld-dtv",)),
        ("office-move", ("nld-dtv",)),
        ("office-deactivate", ("nld-dtv",)),
        ("contact-point", ("nld-dtv", "general")),
        ("crossing-point", ("nld-kmar-schiphol", "new")),
        ("mailbox-create", ("nld-dtv",)),
        ("client-enrol", ("nld-dtv",)),
        ("person-list", ()),
        ("person-create", ()),
        ("rights", ()),
        ("change-list", ()),
        ("checklist-list", ()),
        ("checklist-edit", ("review",)),
        ("letter-list", ()),
        ("letter-detail", ("reply",)),
        ("letter-text", ("reply", "opening", "nl")),
        ("country-enrol", ()),
    ],
)
def test_pages_are_for_administrators(
    people: Administrators, client_of: SignIn, name: str, arguments: tuple[str, ...]
) -> None:
    text = page(client_of(people.first), name, *arguments)
    assert text.count("<h1") == 1
    page(client_of(people.supervisor), name, *arguments, status=403)


def test_offices_of_others_do_not_exist(people: Administrators, client_of: SignIn) -> None:
    national, regional = client_of(people.first), client_of(people.regional)
    page(national, "office-detail", "srb-mup-readmission", status=404)
    page(regional, "office-detail", "nld-dtv", status=404)
    page(regional, "office-detail", "nld-dtv-region-west")
    assert "Schiphol" not in page(regional, "office-list")
    for name in ("checklist-list", "letter-list", "country-enrol"):
        page(regional, name, status=403)


def test_an_office_is_edited_and_a_stale_form_gets_the_conflict_page(people: Administrators, client_of: SignIn) -> None:
    client = client_of(people.first)
    data = {"name": "Return Service", "kind": "central_authority", "phone": "+31 70 111", "languages": ["en"]}
    send(client, "office-edit", "nld-dtv", version=1, **data)
    row = office()
    assert (row.name, row.phone, row.version) == ("Return Service", "+31 70 111", 2)
    text = send(client, "office-edit", "nld-dtv", status=409, version=1, **{**data, "name": "Mine"})
    assert "Mine" in text and office().name == "Return Service"
    send(client, "office-edit", "nld-dtv", status=422, version=2, **{**data, "phone": "call me"})


def test_what_administrators_edited_the_reference_files_leave_alone(people: Administrators, client_of: SignIn) -> None:
    client = client_of(people.first)
    send(client, "office-edit", "nld-dtv", version=1, name="Ours", kind="central_authority")
    send(client, "contact-point", "nld-dtv", "general", version=2, email="new@example.org", phone="", hours="9-5")
    with world.as_operator():
        reference_load()
    assert office().name == "Ours"
    assert ContactPoint.objects.get(authority=office(), kind="general").email == "new@example.org"


def test_a_contact_point_left_empty_is_removed(people: Administrators, client_of: SignIn) -> None:
    client = client_of(people.first)
    send(client, "contact-point", "nld-dtv", "general", version=1, email="a@example.org", phone="", hours="")
    send(client, "contact-point", "nld-dtv", "general", version=2, email="", phone="", hours="")
    assert not ContactPoint.objects.filter(authority=office(), kind="general").exists()
    page(client, "contact-point", "nld-dtv", "nothing", status=404)


def test_crossing_points_and_mailboxes(people: Administrators, client_of: SignIn) -> None:
    client = client_of(people.first)
    post = office("nld-kmar-schiphol")
    data = {"code": "nld-ens", "name": "Enschede", "kind": "land", "authority": str(post.id), "is_active": "on"}
    send(client, "crossing-point", post.code, "new", version=0, **data)
    point = CrossingPoint.objects.get(code="nld-ens")
    assert point.authority == post and point.kind == "land"
    send(client, "crossing-point", post.code, "new", status=422, version=0, **data)
    send(client, "crossing-point", post.code, "nld-ens", version=point.version, **{**data, "is_active": ""})
    assert not CrossingPoint.objects.get(code="nld-ens").is_active
    send(client, "mailbox-create", "nld-dtv", version=1, address="box@example.org", kinds=["acts"], language="en")
    with use_scope(people.first.scope):
        mailbox = OfficeMailbox.objects.get(authority=office())
    send(
        client,
        "mailbox-create",
        "nld-dtv",
        status=422,
        version=2,
        address="box@example.org",
        kinds=["acts"],
        language="en",
    )
    send(
        client,
        "mailbox-edit",
        "nld-dtv",
        mailbox.id,
        version=2,
        address="box@example.org",
        kinds=["messages"],
        language="en",
    )
    with use_scope(people.first.scope):
        assert OfficeMailbox.objects.get(id=mailbox.id).kinds == ["messages"]


# --- people -----------------------------------------------------------------------------------------------------------


def test_a_new_person_signs_in_with_the_first_password_and_must_choose_an_own(
    people: Administrators, client_of: SignIn
) -> None:
    text = send(
        client_of(people.first),
        "person-create",
        status=200,
        full_name="New Comer",
        login_name="new.comer",
        language="en",
    )
    found = re.search(r'class="secret"[^>]*>([^<]+)<', text)
    assert found is not None
    user = world.every(User).get(login_name="new.comer")
    with world.as_operator():
        membership_create(user=user, authority=office(), role="return_officer", valid_from=local_day())
    client = Client()
    response = client.post("/account/sign-in", {"username": "new.comer", "password": found[1]})
    assert response["Location"] == "/account/password"
    assert client.get("/cases/")["Location"].startswith("/account/office")
    assert client.get("/account/office")["Location"] == "/account/password"
    own = "a long sentence of my own"
    response = client.post("/account/password", {"old_password": found[1], "new_password1": own, "new_password2": own})
    assert response["Location"] == "/"
    assert client.get("/cases/").status_code == 200
    assert found[1] not in page(client_of(people.first), "person-detail", user.id)


def test_a_first_password_ends_after_some_days(people: Administrators, client_of: SignIn) -> None:
    text = send(client_of(people.first), "person-create", status=200, full_name="N", login_name="n.n.", language="en")
    password = re.search(r'class="secret"[^>]*>([^<]+)<', text)
    world.every(User).filter(login_name="n.n.").update(first_password_until=wall_now() - timedelta(minutes=1))
    assert password is not None
    response = Client().post("/account/sign-in", {"username": "n.n.", "password": password[1]})
    assert response.status_code == 422


def test_a_person_kept_out_is_out_at_once_and_for_good(people: Administrators, client_of: SignIn) -> None:
    supervisor = client_of(people.supervisor)
    assert supervisor.get("/").status_code == 200
    send(client_of(people.first), "person-deactivate", people.supervisor.user_id)
    assert supervisor.get("/").status_code == 302
    world.every(User).filter(id=people.supervisor.user_id).update(is_active=True)
    assert supervisor.get("/").status_code == 302, "the old session must not revive"


def test_nobody_locks_out_oneself_or_the_last_administrator(people: Administrators, client_of: SignIn) -> None:
    send(client_of(people.first), "person-deactivate", people.first.user_id, status=403)
    send(client_of(people.first), "person-deactivate", people.second.user_id, status=403)
    world.every(User).filter(id=people.second.user_id).update(is_active=False)
    membership = world.every(Membership).get(user=people.first.user_id)
    send(
        client_of(people.first),
        "role-end",
        membership.id,
        status=403,
        valid_to_day=1,
        valid_to_month=1,
        valid_to_year=2030,
    )
    assert "one administrator" in page(client_of(people.first), "overview")


def test_a_paused_sign_in_is_unlocked(people: Administrators, client_of: SignIn) -> None:
    user = world.user_of(people.supervisor)
    with entrance(login=user.login_name):
        SignInFailure.objects.bulk_create(
            SignInFailure(login_name=user.login_name, address=None, at=wall_now()) for _number in range(10)
        )
    client = client_of(people.first)
    assert "sign-in paused" in page(client, "person-detail", user.id)
    send(client, "sign-in-unlock", user.id)
    assert "sign-in paused" not in page(client, "person-detail", user.id)


def test_people_of_other_countries_do_not_exist(people: Administrators, client_of: SignIn) -> None:
    client = client_of(people.first)
    for name in ("person-detail", "person-edit", "role-give", "password-reset", "person-deactivate"):
        page(client, name, people.serbian.user_id, status=404)
    send(client, "sign-in-unlock", people.serbian.user_id, status=404)
    text = page(client, "person-list")
    assert "Frits Supervisor" in text and "Dragan" not in text
    # A role with its office is one block: on a phone the next one does not run on from it.
    assert '<div>Supervisor<span class="sub">' in text


def test_a_regional_administrator_keeps_the_hands_off_the_desks_people(
    people: Administrators, client_of: SignIn
) -> None:
    client = client_of(people.regional)
    assert "Frits Supervisor" not in page(client, "person-list")
    for name in ("person-deactivate", "password-reset"):
        send(client, name, people.supervisor.user_id, status=403, reason="x")
    membership = world.every(Membership).get(user=people.supervisor.user_id)
    page(client, "role-end", membership.id, status=404)


def test_people_are_searched_and_paged(people: Administrators, client_of: SignIn) -> None:
    country = office().country
    world.every(User).bulk_create(
        User(login_name=f"many{number:03}", full_name=f"Many {number:03}", country=country) for number in range(60)
    )
    client = client_of(people.first)
    with CaptureQueriesContext(connection) as many:
        first = page(client, "person-list")
    assert "Many 000" in first and "Many 059" not in first and "after=" in first
    found = re.search(r'href="([^"]*after=[^"]*)"', first)
    assert found is not None
    second = client.get(found[1].replace("&amp;", "&")).content.decode()
    assert "Many 059" in second and "Many 000" not in second
    with CaptureQueriesContext(connection) as one:
        text = page(client, "person-list", text="many 059")
    assert "Many 059" in text and "Many 058" not in text
    assert len(one) == len(many)
    page(client, "person-list", text="\0%_'", after="x~y")


def test_roles_on_the_page(people: Administrators, client_of: SignIn) -> None:
    client = client_of(people.first)
    with world.as_operator():
        user = User.objects.create_user("just.me", "x", full_name="Just Me", country=office().country)
    data = {
        "authority": str(office().id),
        "valid_from_day": "1",
        "valid_from_month": "1",
        "valid_from_year": "2026",
        "valid_to_day": "",
        "valid_to_month": "",
        "valid_to_year": "",
    }
    text = send(client, "role-give", user.id, status=422, role="supervisor", **data)
    assert "second administrator" in text
    location = send(client, "role-give", user.id, role="supervisor", reason="Replaces a colleague", **data)
    assert "/administration/changes/" in location
    second = client_of(people.second).post(location, {"decision": "approve"})
    assert 'class="secret"' in second.content.decode(), "the first password is made anew, and shown to who approved"
    assert "Supervisor" in page(client, "person-detail", user.id)
    membership = world.every(Membership).get(user=user)
    day = local_day()
    send(client, "role-end", membership.id, valid_to_day=day.day, valid_to_month=day.month, valid_to_year=day.year)
    assert world.every(Membership).get(id=membership.id).valid_to == day


# --- rights -----------------------------------------------------------------------------------------------------------


def test_the_matrix_marks_what_differs_and_two_persons_restore_it(people: Administrators, client_of: SignIn) -> None:
    client = client_of(people.first)
    text = page(client, "rights", office="nld-dtv")
    assert "missing" not in text and "extra" not in text and "Frits Supervisor" in text
    world.every(CountryGrant).filter(
        group=people.supervisor.group_id, permission__codename="country_view_audit"
    ).delete()
    stranger = (
        world.every(AuthorityGrant).filter(permission__codename="authority_administer").values("permission_id")[0]
    )
    world.every(AuthorityGrant).create(
        group_id=people.supervisor.group_id, content_object=office("srb-mup-readmission"), **stranger
    )
    text = page(client, "rights", office="nld-dtv")
    assert "missing" in text and "extra" in text
    assert "Rights that are not as they should be" in page(client, "overview")
    text = page(client, "grants-repair", "nld-dtv", "supervisor")
    assert "given again: See the audit trail of cases" in text and "taken away: Administer" in text
    location = send(client, "grants-repair", "nld-dtv", "supervisor", reason="As it should be")
    second = client_of(people.second)
    assert second.post(location, {"decision": "approve"}).status_code == 302
    text = page(client, "rights", office="nld-dtv")
    assert "missing" not in text and "extra" not in text


def test_the_matrix_costs_the_same_for_one_office_and_many(people: Administrators, client_of: SignIn) -> None:
    client = client_of(people.first)
    page(client, "rights")
    with CaptureQueriesContext(connection) as one:
        page(client, "rights", office="nld-dtv")
    world.make_actor("nld-kmar-schiphol", "border_officer")
    world.make_actor("nld-dtv-region-west", "return_officer")
    with CaptureQueriesContext(connection) as many:
        page(client, "rights")
    assert len(one) == len(many)


# --- changes ----------------------------------------------------------------------------------------------------------


def test_the_second_person_finds_and_decides_on_the_page(people: Administrators, client_of: SignIn) -> None:
    first, second = client_of(people.first), client_of(people.second)
    data = {"code": "nld-dtv-north", "name": "Region North", "kind": "regional_office", "parent": str(office().id)}
    text = send(first, "office-create", status=422, **data)
    assert 'value="Region North"' in text, "nothing typed is lost"
    location = send(first, "office-create", reason="A new region", **data)
    assert "Administration (1)" not in first.get("/").content.decode()
    assert "Administration (1)" in second.get("/").content.decode()
    assert "another administrator must decide" in first.get(location).content.decode().lower()
    assert first.post(location, {"decision": "approve"}).status_code == 403
    assert second.post(location, {"decision": "reject"}).status_code == 422
    assert second.post(location, {"decision": "approve"}).status_code == 302
    assert Authority.objects.filter(code="nld-dtv-north").exists()
    assert second.post(location, {"decision": "approve"}).status_code == 409
    assert "Region North" in page(client_of(people.serbian), "register")
    with use_scope(people.first.scope):
        assert ChangeRequest.objects.get().state == "approved"


def test_an_office_code_begins_with_the_country(people: Administrators, client_of: SignIn) -> None:
    data = {"code": "srb-spy", "name": "X", "kind": "police", "parent": "", "reason": "x"}
    assert "begins with nld-" in send(client_of(people.first), "office-create", status=422, **data)


# --- what everybody reads ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["first", "supervisor", "serbian", "regional"])
def test_agreements_and_the_register_are_for_all_who_are_signed_in(
    people: Administrators, client_of: SignIn, who: str
) -> None:
    client = client_of(getattr(people, who))
    assert "European Union" in page(client, "agreement-list")
    text = page(client, "agreement-detail", "eu-serbia")
    assert "Article 10" in text and "read in the text" in text
    assert "unverified" in page(client, "agreement-detail", "eu-bangladesh").lower()
    assert "2026" in page(client, "calendar-detail", "SRB", year="2026")
    page(client, "agreement-detail", "nothing", status=404)
    page(client, "calendar-detail", "ZZZ", status=404)
    text = page(client, "register")
    assert not re.search("Anna First|Bert Second", text.replace(getattr(people, who).name, ""))


def test_agreements_between_two_countries(people: Administrators, client_of: SignIn) -> None:
    client = client_of(people.supervisor)
    text = page(client, "agreement-list", country="NLD", other="SRB")
    assert "eu-serbia" in text and "eu-georgia" not in text
    text = page(client, "agreement-list", country="NLD", other="AUT")
    assert "eu-serbia" not in text
    page(client, "agreement-list", country="\0", other="x'")


# --- texts ------------------------------------------------------------------------------------------------------------


def test_a_checklist_is_written_and_shown_before_the_act(people: Administrators, client_of: SignIn) -> None:
    client = client_of(people.first)
    data = {
        "place_0": "2",
        "text_0_en": "Photograph sharp?",
        "place_1": "1",
        "text_1_en": "Names checked?",
        "text_1_nl": "Namen?",
    }
    send(client, "checklist-edit", "review", version=0, **data)
    with use_scope(people.first.scope):
        row = Checklist.objects.get()
    assert [item["texts"]["en"] for item in row.items] == ["Names checked?", "Photograph sharp?"]
    send(client, "checklist-edit", "review", status=409, version=0, **data)
    code = row.items[0]["code"]
    send(client, "checklist-edit", "review", version=1, place_0="1", text_0_en="Names checked twice?")
    with use_scope(people.first.scope):
        newest = Checklist.objects.get(is_active=True)
    assert newest.version == 2 and [item["code"] for item in newest.items] == [code]
    corridor = world.corridor()
    case = world.case_at(corridor, "in_review")
    address = reverse("cases:act", args=[case.id, "release"])
    assert "Names checked twice?" in client_of(corridor.reviewer).get(address).content.decode()
    case = world.case_at(corridor, "submitted")
    address = reverse("cases:act", args=[case.id, "acknowledge"])
    assert "Names checked" not in client_of(corridor.registry).get(address).content.decode()
    with use_scope(people.serbian.scope):
        assert not Checklist.objects.exists()


def test_placeholders_and_previews_of_words(people: Administrators, client_of: SignIn) -> None:
    client = client_of(people.first)
    address = ("letter-text", "reply", "closing", "en")
    text = send(client, *address, status=422, version=0, text="Dear {someone}", do="preview")
    assert "{someone} is no placeholder" in text and "{reference}" in text
    text = send(client, *address, status=200, version=0, text="Kind regards, {office}", do="preview")
    assert "Open the preview" in text
    with use_scope(people.first.scope):
        paper = GeneratedDocument.objects.get()
    assert paper.context["is_specimen"] is True
    words = [block["text"] for block in paper.context["texts"]]
    assert words == [f"Kind regards, {people.first.authority_name}"]
    with use_scope(people.serbian.scope):
        assert not GeneratedDocument.objects.exists()
    assert "/changes/" in send(client, *address, version=0, text="Kind regards", reason="Politeness", do="propose")


def test_what_waits_is_counted_once_for_a_page_and_not_for_a_fragment(
    people: Administrators, client_of: SignIn
) -> None:
    payload = payloads.EnrolClient(authority=str(Authority.objects.get(code="nld-dtv").id), name="Register")
    with use_scope(people.first.scope):
        change_request(actor=people.first, kind=ChangeKind.ENROL_CLIENT, payload=payload, reason="Needed")
    client = client_of(people.second)

    def counted(name: str) -> int:
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(reverse(name))
        assert answer.status_code == 200
        return sum("administration_changerequest" in row["sql"] for row in statements.captured_queries)

    assert counted("administration:office-list") == 1
    assert "Administration (1)" in client.get(reverse("administration:office-list")).content.decode()
    assert counted("notifications:bell") == 0
    assert counted("accounts:profile") == 1
