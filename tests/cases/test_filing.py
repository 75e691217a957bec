"""Writing an application: who may, each step saved and shown again, what the last page says."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Access, Event
from cases.models import Case, CasePrivate, Detention, FamilyMember, HealthNote, Person
from cases.selectors import application
from cases.services import filing, submission
from core.scope import use_scope
from tests import world


def client_of(actor: Actor) -> Client:
    """A browser in which the actor is signed in."""
    client = Client()
    client.force_login(world.user_of(actor))
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
    return client.post(address(case, step), {**values, "version": case.version, "action": action})


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
    assert "No agreement" in text_of(officer.get(reverse("cases:case-start"), {"country": "MAR"}))
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
    for step in application.STEPS:
        response = officer.get(address(empty, step))
        assert response.status_code == 200, step
        page = response.content.decode()
        assert page.count("<h1") == 1 and "Draft saved at" in page
        assert page.count('aria-current="step"') == 1
    with use_scope(people.officer.scope):
        assert Access.objects.filter(action="application.opened", case_key=empty.id).count() == len(application.STEPS)
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
    receiving = client_of(people.registry)
    assert receiving.get(address(case, "safeguards")).status_code == 302
    assert receiving.post(address(case, "safeguards"), {"version": case.version}).status_code == 403


def test_the_writable_statuses_are_those_of_the_service() -> None:
    assert set(application.WRITABLE) == set(filing.EDITABLE)


# --- the person -------------------------------------------------------------------------------------------------------


def test_the_person_is_saved_and_shown_again(people: world.Corridor, officer: Client, empty: Case) -> None:
    response = sent(officer, empty, "person", PERSON)
    assert response["Location"] == address(empty, "documents")
    case = fresh(people, empty)
    assert case.person.family_name == "Petrović" and case.person.birth_date == "1991-03-14"
    assert case.person.height_cm == 178 and case.person.nationality == "SRB"
    page = officer.get(address(case, "person"))
    assert control(page, "family_name_native") == "Петровић"
    assert '<bdi class="native" lang="sr-Cyrl">' in page.content.decode()
    with use_scope(people.officer.scope):
        saved = Event.objects.filter(case_key=case.id, action="case.application_saved").get()
        assert "family_name" in saved.changed and saved.audience_countries == ["NLD"]


def test_saving_to_come_back_later_asks_for_nothing(people: world.Corridor, officer: Client, empty: Case) -> None:
    refused = sent(officer, empty, "person", {"family_name": "Petrović"})
    assert refused.status_code == 422
    assert control(refused, "family_name") == "Petrović"
    assert "Given names: Fill this in" in text_of(refused) and "Sex: Choose one" in text_of(refused)
    kept = sent(officer, empty, "person", {"family_name": "Petrović"}, action="return")
    assert kept["Location"] == reverse("cases:case-detail", args=[empty.id])
    assert fresh(people, empty).person.family_name == "Petrović"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"family_name": "A" * 200}, "The name has 200 characters; at most 150 are allowed."),
        ({"family_name": "Petro\x00vić"}, "invisible control character"),
        ({"given_names": "Mi‮loš"}, "hidden text direction mark"),
        ({"family_name": "Петровић"}, "Write the name in Latin letters"),
        ({"family_name": "Petr☃"}, "is not part of a name"),
        ({"birth_date_year": "2999"}, "The date must not be in the future"),
        ({"birth_date_day": "31", "birth_date_month": "2"}, "There is no such day in the calendar"),
        ({"birth_date_year": "1901"}, "more than 120 years ago"),
        ({"height_cm": "1,78"}, "whole number of centimetres"),
        ({"height_cm": "900"}, "at most 260"),
        ({"native_language": ""}, "Choose the language in which the native name is written"),
        ({"nationality": "ZZZ"}, "not one of the available choices"),
        ({"birth_place": "Niš‏"}, "invisible direction marks"),
        ({"last_address": "x" * 400}, "at most 300 characters"),
    ],
)
def test_wrong_particulars_are_refused_and_nothing_typed_is_lost(
    people: world.Corridor, officer: Client, empty: Case, change: dict[str, str], words: str
) -> None:
    response = sent(officer, empty, "person", {**PERSON, **change})
    assert response.status_code == 422
    assert words in text_of(response)
    assert "govuk-error-summary" in response.content.decode()
    kept = {**PERSON, **change}
    for name in ("birth_place", "height_cm", "family_name_native", "birth_date_year"):
        if name not in change:
            assert control(response, name) == kept[name]
    assert control(response, "version") == str(empty.version)
    assert fresh(people, empty).person.given_names == ""


@pytest.mark.parametrize(
    "change",
    [
        {"family_name": "O’Neil-Müller d'Ávila"},
        {"birth_date_day": "", "birth_date_month": ""},
        {"family_name_native": "محمد", "given_names_native": "علی", "native_language": "ur"},
        {"family_name_native": "চৌধুরী", "given_names_native": "রহমান", "native_language": "bn"},
    ],
)
def test_names_and_dates_as_they_are_pass(people: world.Corridor, officer: Client, empty: Case, change: Any) -> None:
    assert sent(officer, empty, "person", {**PERSON, **change}).status_code == 302
    person = fresh(people, empty).person
    for name, value in change.items():
        if not name.startswith("birth"):
            assert getattr(person, name) == value
    if "birth_date_day" in change:
        assert person.birth_date == "1991"


def test_look_alike_letters_are_pointed_out_and_saved(people: world.Corridor, officer: Client, empty: Case) -> None:
    mixed = {**PERSON, "family_name": "Pеtrović"}  # a Cyrillic е
    response = officer.post(
        address(empty, "person"), {**mixed, "version": empty.version, "action": "continue"}, follow=True
    )
    assert "mixes letters of two alphabets" in text_of(response)
    assert fresh(people, empty).person.family_name == "Pеtrović"


def test_a_latin_spelling_is_offered_and_taken_only_when_asked(
    people: world.Corridor, officer: Client, empty: Case
) -> None:
    native = {**PERSON, "family_name": "", "given_names": "Milos"}
    offered = sent(officer, empty, "person", native)
    assert offered.status_code == 422
    assert "Petrović, Miloš" in text_of(offered) and control(offered, "family_name") == ""
    taken = sent(officer, empty, "person", native, action="use_latin")
    assert taken.status_code == 200
    assert (control(taken, "family_name"), control(taken, "given_names")) == ("Petrović", "Miloš")
    assert control(taken, "birth_date_day") == "14" and control(taken, "height_cm") == "178"
    assert fresh(people, empty).person.family_name == "", "offered, not saved"
    fragment = officer.post(address(empty, "person"), {**native, "action": "suggest"}, headers={"HX-Request": "true"})
    assert "Petrović, Miloš" in text_of(fragment) and "<h1" not in fragment.content.decode()
    agreeing = sent(officer, empty, "person", PERSON, action="suggest")
    assert "Use this spelling" not in text_of(agreeing)


def test_a_stale_page_is_refused_and_shows_what_was_typed(people: world.Corridor, officer: Client, empty: Case) -> None:
    assert sent(officer, empty, "person", PERSON).status_code == 302
    stale = sent(officer, empty, "person", {**PERSON, "birth_place": "Kragujevac"})
    assert stale.status_code == 409 and "Kragujevac" in text_of(stale)
    missing = officer.post(address(empty, "person"), PERSON)
    assert missing.status_code == 409
    assert fresh(people, empty).person.birth_place == "Niš"


# --- family -----------------------------------------------------------------------------------------------------------

CHILD = {
    "relation": "child",
    "family_name": "Petrović",
    "given_names": "Ana",
    "birth_date_year": "2015",
    "sex": "F",
    "nationality": "SRB",
}


def test_family_members_are_added_and_removed(people: world.Corridor, officer: Client, empty: Case) -> None:
    added = sent(officer, empty, "family", CHILD, action="another")
    assert added["Location"] == address(empty, "family")
    case = fresh(people, empty)
    with use_scope(people.officer.scope):
        member = FamilyMember.objects.get(case=case)
    assert (member.given_names, member.birth_date) == ("Ana", "2015")
    question = officer.get(address(case, "family"), {"remove": str(member.id)})
    assert "Remove Ana Petrović?" in text_of(question)
    assert sent(officer, case, "family", {"member": str(member.id)}, action="remove").status_code == 302
    with use_scope(people.officer.scope):
        assert not FamilyMember.objects.exists()


def test_an_empty_family_page_goes_on_and_a_wrong_one_does_not(
    people: world.Corridor, officer: Client, empty: Case
) -> None:
    assert sent(officer, empty, "family", {"nationality": "SRB"})["Location"] == address(empty, "evidence")
    wrong = sent(officer, empty, "family", {**CHILD, "given_names": "", "birth_date_year": "2999"})
    assert wrong.status_code == 422 and control(wrong, "family_name") == "Petrović"
    assert "Given names: Fill this in" in text_of(wrong) and "must not be in the future" in text_of(wrong)


def test_a_member_gets_a_case_of_their_own_in_the_family(people: world.Corridor, officer: Client, empty: Case) -> None:
    sent(officer, empty, "family", CHILD)
    case = fresh(people, empty)
    with use_scope(people.officer.scope):
        member = FamilyMember.objects.get()
    opened = sent(officer, case, "family", {"member": str(member.id)}, action="own_case")
    found = re.search(r"/cases/([0-9a-f-]{36})/", opened["Location"])
    assert found
    own = UUID(found[1])
    with use_scope(people.officer.scope):
        child = Case.objects.select_related("person").get(id=own)
        assert child.person.given_names == "Ana" and child.group_id == Case.objects.get(id=case.id).group_id
    page = text_of(officer.get(address(case, "family")))
    assert "Has a case of his or her own" in page and "Petrović, Ana" in page
    again = sent(officer, fresh(people, case), "family", {"member": str(member.id)}, action="own_case")
    assert again.status_code == 404
    for wrong in ("", "x", str(own)):
        answer = sent(officer, fresh(people, case), "family", {"member": wrong}, action="remove")
        assert answer.status_code == 404


# --- circumstances and safeguards -------------------------------------------------------------------------------------


def test_health_without_consent_stays_on_the_own_side(people: world.Corridor, officer: Client, empty: Case) -> None:
    page = text_of(officer.get(address(empty, "circumstances")))
    assert "The other side reads these observations" in page
    values = {"statement": "Diabetes", "observations": "Speaks Serbian\nand Hungarian", "is_interview_requested": "on"}
    response = officer.post(
        address(empty, "circumstances"), {**values, "version": empty.version, "action": "continue"}, follow=True
    )
    assert "stays with your side" in text_of(response)
    with use_scope(people.officer.scope):
        note = HealthNote.objects.get(case=empty)
        assert (note.statement, note.own_side) == ("Diabetes", "requesting")
    case = fresh(people, empty)
    assert case.is_interview_requested and case.observations == "Speaks Serbian\nand Hungarian"
    long = sent(officer, case, "circumstances", {**values, "statement": "x" * 1001})
    assert long.status_code == 422 and control(long, "observations").startswith("Speaks Serbian")


def test_safeguards_are_marked_as_own_and_checked(people: world.Corridor, officer: Client, empty: Case) -> None:
    assert "Only your side sees this page" in text_of(officer.get(address(empty, "safeguards")))
    values = {
        "is_decision_final": "on",
        "legal_status_checked_on_day": "1",
        "legal_status_checked_on_month": "2",
        "legal_status_checked_on_year": "2999",
        "since_day": "1",
        "since_month": "3",
        "since_year": "2026",
        "vulnerabilities": ["minor", "pregnant"],
    }
    wrong = sent(officer, empty, "safeguards", values)
    words = text_of(wrong)
    assert wrong.status_code == 422
    assert "Give the date of the decision that is final" in words and "must not be in the future" in words
    assert "Say where the person is detained" in words
    right = values | {
        "return_decision_on_day": "1",
        "return_decision_on_month": "1",
        "return_decision_on_year": "2026",
        "legal_status_checked_on_year": "2026",
        "place": "Rotterdam",
    }
    assert sent(officer, empty, "safeguards", right)["Location"] == address(empty, "check")
    with use_scope(people.officer.scope):
        private = CasePrivate.objects.get(case=empty)
    assert private.vulnerabilities == ["minor", "pregnant"] and private.return_decision_on == date(2026, 1, 1)
    early = right | {"return_decision_on_month": "3"}
    assert "check again" in text_of(sent(officer, fresh(people, empty), "safeguards", early))


def test_a_probable_minor_is_pointed_out(people: world.Corridor, officer: Client, empty: Case) -> None:
    sent(officer, empty, "person", {**PERSON, "birth_date_year": "2020"})
    assert "may be a minor" in text_of(officer.get(address(empty, "person")))
    assert "may be a minor" in text_of(officer.get(address(empty, "safeguards")))


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
    for step in application.STEPS:
        with django_assert_max_num_queries(32):  # 25, and what opens and closes transaction and scope
            assert officer.get(address(case, step)).status_code == 200


def test_the_person_of_a_case_is_one_row(people: world.Corridor, empty: Case) -> None:
    with use_scope(people.officer.scope):
        assert Person.objects.filter(case=empty).count() == 1
