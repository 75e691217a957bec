"""Writing an application: who may, each step saved and shown again, what the last page says."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Access
from cases.models import Case, CasePrivate, Detention, Person
from cases.selectors import application
from cases.services import editing, filing, submission
from core.scope import Scope, use_scope
from tests import world


def client_of(actor: Actor) -> Client:
    """A browser in which the actor is signed in."""
    client = Client()
    world.enter(client, world.user_of(actor))
    session = client.session
    session["membership"] = str(actor.membership_id)
    session.save()
    return client


def address(case: Case, step: str) -> str:
    return reverse("cases:filing", kwargs={"case_id": case.id, "step": step})


def text_of(response: HttpResponse) -> str:
    """The page as a person reads it: without tags, white space joined."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def control(response: HttpResponse, name: str) -> str:
    """The value of an input or textarea as the page shows it."""
    page = response.content.decode()
    found = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', page)
    if found:
        value = re.search(r'\bvalue="([^"]*)"', found[0])
        return value[1] if value else ""
    area = re.search(rf'<textarea[^>]*\bname="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert area, f"no control {name}"
    return area[1].strip()


PERSON = {
    "family_name": "Petrović",
    "given_names": "Miloš",
    "family_name_native": "Петровић",
    "given_names_native": "Милош",
    "native_language": "sr-Cyrl",
    "birth_date_day": "14",
    "birth_date_month": "3",
    "birth_date_year": "1991",
    "birth_place": "Niš",
    "birth_country": "SRB",
    "sex": "M",
    "nationality": "SRB",
    "height_cm": "178",
}


@pytest.fixture
def people(db: None) -> world.Corridor:
    return world.corridor()


@pytest.fixture
def empty(people: world.Corridor) -> Case:
    """A draft just opened."""
    with use_scope(people.officer.scope):
        return filing.case_start(actor=people.officer, receiving_country="SRB", agreement="eu-serbia")


@pytest.fixture
def officer(people: world.Corridor) -> Client:
    return client_of(people.officer)


def fresh(people: world.Corridor, case: Case) -> Case:
    with use_scope(people.officer.scope):
        return Case.objects.select_related("person").get(id=case.id)


def sent(client: Client, case: Case, step: str, values: dict[str, Any], action: str = "continue") -> HttpResponse:
    version = case.version
    if step == "safeguards":  # own-side data have a version of their own
        with use_scope(Scope(user_id=case.created_by, country="NLD", countries=("NLD",))):
            version = CasePrivate.objects.get(case=case).version
    return client.post(address(case, step), {**values, "version": version, "action": action})


# --- a new case -------------------------------------------------------------------------------------------------------


def test_the_start_offers_countries_with_a_desk_and_then_the_agreements(
    people: world.Corridor, officer: Client
) -> None:
    first = officer.get(reverse("cases:case-start"))
    assert first.status_code == 200
    page = first.content.decode()
    assert 'value="SRB"' in page and 'value="GEO"' in page
    assert 'value="NLD"' not in page, "nobody asks his own country"
    assert 'value="FRA"' not in page, "no national desk"
    assert "Open the draft" not in page
    second = officer.get(reverse("cases:case-start"), {"country": "SRB"})
    words = text_of(second)
    assert "10 calendar days after delivery" in words and "6 calendar days more" in words
    assert "Silence counts as acceptance" in words
    assert "Own national of Serbia" in words and "Normal procedure" in words
    assert "Embassy" in words
    assert "is without prejudice to positions on status" in words, "the note to Kosovo's asterisk"
    assert "No agreement" in text_of(officer.get(reverse("cases:case-start"), {"country": "DEU"}))
    assert "no national desk" in text_of(officer.get(reverse("cases:case-start"), {"country": "FRA"}))


def test_an_unverified_agreement_is_marked(people: world.Corridor, db: None) -> None:
    client = client_of(world.make_actor("bih-security", "return_officer"))
    page = text_of(client.get(reverse("cases:case-start"), {"country": "PAK"}))
    assert "Unverified" in page


def test_a_draft_is_opened_once_even_if_the_form_is_sent_twice(people: world.Corridor, officer: Client) -> None:
    page = officer.get(reverse("cases:case-start"), {"country": "SRB"})
    values = {"country": "SRB", "agreement": "eu-serbia", "attempt": control(page, "attempt")}
    first = officer.post(reverse("cases:case-start"), values)
    assert first.status_code == 302 and first["Location"].endswith("/application/person")
    again = officer.post(reverse("cases:case-start"), values)
    assert again["Location"] == first["Location"]
    with use_scope(people.officer.scope):
        case = Case.objects.get()
        assert (case.receiving_country_id, case.agreement_id, case.track) == ("SRB", "eu-serbia", "own_national")
        assert case.consulate is not None and case.consulate.code == "srb-embassy-the-hague"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"country": "SRB", "agreement": ""}, "Choose an agreement"),
        ({"country": "SRB", "agreement": "eu-georgia"}, "binds both countries today"),
        ({"country": "SRB", "agreement": "eu-serbia", "consulate": "x"}, "not one of the available choices"),
        ({"country": "FRA", "agreement": "eu-serbia"}, "no national desk"),
        ({"country": "SR\x00", "agreement": "eu-serbia"}, "no national desk"),
    ],
)
def test_the_start_refuses_what_does_not_bind(
    people: world.Corridor, officer: Client, values: dict[str, str], words: str
) -> None:
    response = officer.post(reverse("cases:case-start"), values)
    assert response.status_code == 422 and words in text_of(response)
    with use_scope(people.officer.scope):
        assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["registry", "supervisor", "verifier", "border"])
def test_only_those_who_draft_see_the_start(people: world.Corridor, who: str) -> None:
    client = client_of(getattr(people, who))
    assert client.get(reverse("cases:case-start"), {"country": "SRB"}).status_code == 403
    assert client.post(reverse("cases:case-start"), {"country": "SRB", "agreement": "eu-serbia"}).status_code == 403


# --- who may write ----------------------------------------------------------------------------------------------------


def test_every_step_opens_for_the_officer_and_is_recorded(people: world.Corridor, officer: Client, empty: Case) -> None:
    steps = application.steps_of(empty)
    for step in steps:
        response = officer.get(address(empty, step))
        assert response.status_code == 200, step
        page = response.content.decode()
        assert page.count("<h1") == 1 and "Draft saved at" in page
        assert page.count('aria-current="step"') == 1
    with use_scope(people.officer.scope):
        assert Access.objects.filter(action="application.opened", case_key=empty.id).count() == len(steps)
    for step in set(application.STEPS) - set(steps):
        assert officer.get(address(empty, step)).status_code == 302, f"{step} is of other tracks"
    assert officer.get(address(empty, "nothing")).status_code == 404


def test_others_do_not_see_a_draft(people: world.Corridor, empty: Case) -> None:
    for actor in (people.registry, people.signer, people.consul, people.verifier, people.border):
        assert client_of(actor).get(address(empty, "person")).status_code == 404
        assert client_of(actor).post(address(empty, "person"), {}).status_code == 404
    supervisor = client_of(people.supervisor)
    response = supervisor.get(address(empty, "person"), follow=True)
    assert response.redirect_chain[-1][0].endswith("/application")
    assert "You can read this application, but not change it." in text_of(response)
    assert supervisor.post(address(empty, "person"), {**PERSON, "version": 1}).status_code == 403


def test_in_review_nobody_writes(people: world.Corridor) -> None:
    case = world.case_at(people, "in_review")
    for actor in (people.officer, people.reviewer):
        client = client_of(actor)
        for step in application.STEPS:
            response = client.get(address(case, step), follow=True)
            assert response.redirect_chain[-1][0] == reverse("cases:case-application", args=[case.id])
            assert "is in review and cannot be changed" in text_of(response)
        assert sent(client, case, "safeguards", {"file_number": "other"}).status_code == 403
    with use_scope(people.officer.scope):
        assert CasePrivate.objects.get(case=case).file_number == "V-1"


def test_after_submission_only_the_safeguards_can_be_written(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    client = client_of(people.officer)
    assert client.get(address(case, "person")).status_code == 302
    response = client.get(address(case, "safeguards"))
    assert response.status_code == 200
    assert "Last changed at" in text_of(response)
    values = {"place": "Rotterdam detention centre", "file_number": "V-2"}
    assert sent(client, case, "safeguards", values)["Location"] == reverse("cases:case-detail", args=[case.id])
    with use_scope(people.officer.scope):
        assert Detention.objects.get(case=case).place == "Rotterdam detention centre"
        unmoved = Case.objects.get(id=case.id)
        assert (unmoved.version, unmoved.changed_at) == (case.version, case.changed_at), "the other side could tell"
    stale = client.post(address(case, "safeguards"), {"place": "Elsewhere", "version": 1, "action": "continue"})
    assert stale.status_code == 409 and "Elsewhere" in text_of(stale)
    receiving = client_of(people.registry)
    assert receiving.get(address(case, "safeguards")).status_code == 302
    assert receiving.post(address(case, "safeguards"), {"version": case.version}).status_code == 403


def test_the_writable_statuses_are_those_of_the_service() -> None:
    assert set(application.WRITABLE) == set(editing.EDITABLE)


# --- check and send ---------------------------------------------------------------------------------------------------


def test_what_is_missing_is_listed_with_its_page(people: world.Corridor, officer: Client, empty: Case) -> None:
    response = officer.get(address(empty, "check"))
    page, words = response.content.decode(), text_of(response)
    assert "Still missing" in words
    for text in ("Family name", "Photograph", "At least one means of evidence", "final return decision"):
        assert text in words
    for step in ("person", "documents", "evidence", "safeguards"):
        assert f'href="{address(empty, step)}"' in page
    assert "acts/send_to_review" not in page
    assert "The application is not complete yet." in words


def test_a_complete_application_can_be_sent(people: world.Corridor, officer: Client) -> None:
    case = world.draft(people)
    page = officer.get(address(case, "check")).content.decode()
    assert "Still missing" not in page
    assert f'action="{reverse("cases:act", kwargs={"case_id": case.id, "name": "send_to_review"})}"' in page
    assert f'name="version" value="{case.version}"' in page
    assert "(needs attention)" not in page


def test_the_button_sends_it_to_review(people: world.Corridor, officer: Client) -> None:
    case = world.draft(people)
    act = reverse("cases:act", kwargs={"case_id": case.id, "name": "send_to_review"})
    assert officer.post(act, {"version": case.version}).status_code == 302
    assert fresh(people, case).status == "in_review"


def test_an_application_that_came_back_says_why_and_who_submits_again(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    with use_scope(people.registry.scope):
        submission.case_return_incomplete(
            actor=people.registry, case_id=case.id, version=None, codes=["photograph"], reason="Too dark"
        )
    officer, reviewer = client_of(people.officer), client_of(people.reviewer)
    words = text_of(officer.get(address(case, "person")))
    assert "Serbia returned this application as incomplete" in words
    assert "Photograph missing or unusable" in words and "Too dark" in words
    # The legal status is looked at again before anything leaves the country.
    assert "acts/resubmit" not in reviewer.get(address(case, "check")).content.decode()
    world.recheck(people, case.id)
    assert "acts/resubmit" not in officer.get(address(case, "check")).content.decode()
    assert "acts/resubmit" in reviewer.get(address(case, "check")).content.decode()


def test_a_draft_sent_back_by_the_reviewer_says_why(people: world.Corridor) -> None:
    case = world.case_at(people, "in_review")
    with use_scope(people.reviewer.scope):
        submission.review_return(actor=people.reviewer, case_id=case.id, version=None, reason="Add the birth place")
    words = text_of(client_of(people.officer).get(address(case, "person")))
    assert "returned this application to you" in words and "Add the birth place" in words


def test_the_number_of_queries_does_not_grow(
    people: world.Corridor, officer: Client, django_assert_max_num_queries: Any
) -> None:
    case = world.draft(people)
    with use_scope(people.officer.scope):
        for number in range(12):
            filing.evidence_add(
                actor=people.officer, case_id=case.id, version=None, values={"kind": "bill", "number": str(number)}
            )
            filing.family_member_add(
                actor=people.officer,
                case_id=case.id,
                version=None,
                relation="child",
                values={"family_name": "Petrović", "given_names": f"Child {number}", "nationality": "SRB"},
            )
    for step in application.steps_of(case):
        with django_assert_max_num_queries(
            36
        ):  # 26, and what finds out who asks, opens and closes transaction and scope
            assert officer.get(address(case, step)).status_code == 200, step


def test_the_person_of_a_case_is_one_row(people: world.Corridor, empty: Case) -> None:
    with use_scope(people.officer.scope):
        assert Person.objects.filter(case=empty).count() == 1
