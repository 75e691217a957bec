"""The person: names in every script, dates, what is refused and what is only pointed out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from cases.models import Case
from core.scope import use_scope
from tests import world
from tests.cases.test_filing import PERSON, address, control, empty, fresh, officer, people, sent, text_of

__all__ = ["empty", "officer", "people"]

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
    assert "Date of birth: " in text_of(refused) and "Sex: Choose one" in text_of(refused)
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
        ({"native_language": "x" * 40}, "not one of the available choices"),
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
