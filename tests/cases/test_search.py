"""Finding people: spellings, scripts, dates, numbers, places; who finds what; pages, filters, what is recorded."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.actor import Actor
from audit.models import Access, Event
from cases.identity.search_keys import asked_words, likeness, name_keys
from cases.models import Case, SearchKey, SearchQuery
from cases.selectors.search import Filters, cases_found, meanings_of
from cases.selectors.search_hits import hits_of
from cases.services import filing, submission
from core.outbox import wall_now
from core.scope import use_scope
from tests import world
from tests.cases.work_pages import browser, copies
from tests.world import Corridor

pytestmark = pytest.mark.django_db

HUSSAIN = {
    "family_name": "Hussain",
    "given_names": "Muhammad",
    "family_name_native": "حسین",
    "given_names_native": "محمد",
    "native_language": "ur",
    "birth_date": "1995-01-01",
}
RAHMAN = {
    "family_name": "Rahman",
    "given_names": "Abdur",
    "family_name_native": "রহমান",
    "given_names_native": "আবদুর",
    "native_language": "bn",
    "birth_date": "1990-12",
}
GVARAMIA = {
    "family_name": "Gvaramia",
    "given_names": "Giorgi",
    "family_name_native": "გვარამია",
    "given_names_native": "გიორგი",
    "native_language": "ka",
    "birth_date": "1988",
    "other_names": "Gia Lomidze",
    "father_name": "Zurab",
}


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def found(actor: Actor, text: str = "", **fields: str) -> list[Any]:
    """Ids of the cases found, the likeliest first."""
    with use_scope(actor.scope):
        reading = meanings_of({"text": text, **fields})
        return [match.case_id for match in cases_found(actor, reading.meanings).matches]


def reasons(actor: Actor, text: str, **fields: str) -> list[tuple[str, str, str]]:
    with use_scope(actor.scope):
        matches = cases_found(actor, meanings_of({"text": text, **fields}).meanings).matches
        return [(row.label, row.found, row.typed) for hit in hits_of(actor, matches) for row in hit.reasons]


# --- what is found ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("Petrovic", "Petrowitsch", "Петровић", "Milos Petrovik", "Petrović, Miloš", "Милош Петровић", "Pertovic"),
        *("Petrovic Mlios", "petro", "Miloš 1991", "Petrović 14.3.1991", "petrovic serbia"),
    ],
)
def test_a_person_is_found_however_the_name_is_written(people: Corridor, text: str) -> None:
    case = world.draft(people)
    other = world.draft(people, **HUSSAIN)
    assert found(people.officer, text) == [case.id]
    assert other.id not in found(people.officer, text)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        *((text, HUSSAIN) for text in ("Muhamad Husain", "محمد حسین", "Hossein Mohammed", "Md Hussain", "حسين")),
        *((text, RAHMAN) for text in ("Rahman", "রহমান", "Abdur Rehman", "December 1990", "1990")),
        *((text, GVARAMIA) for text in ("Gvaramia", "გვარამია", "Georgi Gvaramya", "Lomidze", "5.6.1988")),
    ],
)
def test_in_other_scripts_as_well(people: Corridor, text: str, person: dict[str, str]) -> None:
    case = world.draft(people, **person)
    world.draft(people)
    assert found(people.officer, text) == [case.id]


def test_two_words_that_do_not_belong_together_find_nobody(people: Corridor) -> None:
    world.draft(people)
    world.draft(people, **HUSSAIN)
    assert found(people.officer, "Miloš Hussain") == []
    assert found(people.officer, "Petrović 1995") == []


def test_the_likelier_stands_first(people: Corridor) -> None:
    alike = world.draft(people, family_name="Petković", family_name_native="", given_names_native="")
    same = world.draft(people)
    assert found(people.officer, "Petrović Miloš") == [same.id, alike.id]


def test_relatives_are_found_behind_the_person(people: Corridor) -> None:
    child_of = world.draft(people, **{**GVARAMIA, "father_name": "Zurab"})
    own = world.draft(people, **{**GVARAMIA, "given_names": "Zurab", "given_names_native": "ზურაბ", "father_name": ""})
    assert found(people.officer, "Zurab Gvaramia") == [own.id, child_of.id]
    assert ("Father's name", "Zurab", "") in reasons(people.officer, "Zurab Gvaramia")


def test_numbers_are_found_whole_and_in_part(people: Corridor) -> None:
    case = world.draft(people)
    for text in ("012345678", "012 345 678", "01234", "V-1", "v1"):
        assert found(people.officer, text) == [case.id], text
    assert found(people.officer, "99999") == []
    assert reasons(people.officer, "012345678") == [("Passport", "012345678", "")]
    assert reasons(people.officer, "V-1") == [("Own file number", "V-1", "")]


def test_a_reference_is_found_whole_in_part_and_with_a_wrong_check_character(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    assert case.reference
    compact = case.reference.replace("-", "")
    number = case.reference.split("-")[3]
    for text in (case.reference, compact.lower(), compact[:-1], number, number.lstrip("0"), case.reference[:-1] + "*"):
        assert found(people.officer, text) == [case.id], text
    wrong = case.reference[:-1] + ("A" if case.reference[-1] != "A" else "B")
    assert found(people.officer, wrong) == [case.id]


def test_places_are_found(people: Corridor) -> None:
    case = world.draft(people)
    assert found(people.officer, "Serbia") == [case.id]
    assert found(people.officer, country="SRB") == [case.id]
    assert found(people.officer, country="ALB") == []
    assert found(people.officer, authority="repatriation departure") == [case.id]
    assert found(people.officer, authority="no such office") == []
    assert found(people.officer, "Petrović", country="GEO") == []


def test_fields_narrow_the_line(people: Corridor) -> None:
    case = world.draft(people)
    world.draft(people, birth_date="1970-01-02")
    assert found(people.officer, "Petrović", birth="1991-03-14") == [case.id]
    assert found(people.officer, name="Petrović", number="012345678", birth="1991") == [case.id]


def test_the_reasons_say_what_is_alike_and_how_much(people: Corridor) -> None:
    world.draft(people, **HUSSAIN)
    with use_scope(people.officer.scope):
        matches = cases_found(people.officer, meanings_of({"text": "Husain 1995"}).meanings).matches
        (hit,) = hits_of(people.officer, matches)
    name, born = hit.reasons
    assert (name.label, name.found, name.typed) == ("Family name", "Hussain", "Husain") and 0.6 < float(
        name.likeness
    ) <= 1
    assert (born.label, born.found) == ("Born", "1 January 1995")
    assert ("Hussain", True) in hit.name and ("Muhammad", False) in hit.name


# --- keys stay in step ------------------------------------------------------------------------------------------------


def test_keys_follow_the_person(people: Corridor) -> None:
    case = world.draft(people)
    with use_scope(people.officer.scope):
        filing.person_save(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={"family_name": "Hadžić", "family_name_native": "Хаџић"},
        )
    assert found(people.officer, "Petrović") == []
    assert found(people.officer, "Hadzic") == [case.id]


def test_family_and_evidence_come_and_go_with_their_keys(people: Corridor) -> None:
    case = world.draft(people)
    common = {"actor": people.officer, "case_id": case.id, "version": None}
    with use_scope(people.officer.scope):
        values = {"family_name": "Nikolić", "given_names": "Snežana"}
        member = filing.family_member_add(**common, relation="spouse", values=values)
        evidence = filing.evidence_add(**common, values={"kind": "identity_card", "number": "ID-77 001"})
    assert found(people.officer, "Snezana Nikolic") == found(people.officer, "id77001") == [case.id]
    with use_scope(people.officer.scope):
        filing.family_member_remove(**common, member_id=member.id)
        filing.evidence_remove(**common, evidence_id=evidence.id)
    assert found(people.officer, "Snezana Nikolic") == found(people.officer, "id77001") == []


def test_saving_the_same_again_writes_no_key(people: Corridor) -> None:
    case = world.draft(people)
    with use_scope(people.officer.scope):
        before = set(SearchKey.objects.filter(case=case).values_list("id", flat=True))
        filing.person_save(actor=people.officer, case_id=case.id, version=None, values={"maiden_name": "Ilić"})
        after = set(SearchKey.objects.filter(case=case).values_list("id", flat=True))
    assert before < after and len(after) == len(before) + 1


def test_a_member_of_a_family_has_keys_from_the_first(people: Corridor) -> None:
    first = world.draft(people)
    with use_scope(people.officer.scope):
        member = filing.family_member_add(
            actor=people.officer,
            case_id=first.id,
            version=None,
            relation="spouse",
            values={"family_name": "Petrović", "given_names": "Jelena"},
        )
        second = filing.family_case_start(actor=people.officer, case_id=first.id, member_id=member.id)
    assert set(found(people.officer, "Jelena Petrovic")) == {first.id, second.id}
    assert found(people.officer, "Jelena Petrovic")[0] == second.id


# --- the database measures as Python does -----------------------------------------------------------------------------

_words = st.text(alphabet="abčćđehijkmnoprsštuvž мишепт محد", min_size=1, max_size=14)


@given(_words, _words)
@settings(max_examples=60, deadline=None)
def test_the_database_and_python_agree_on_likeness(asked: str, written: str) -> None:
    for word in asked_words(asked):
        for key in name_keys(written):
            with connection.cursor() as cursor:
                cursor.execute(
                    "select search_name_likeness(%s, %s, %s::text[], %s, %s)",
                    [word.word, word.skeleton, sorted(word.variants), key.word, key.skeleton],
                )
                assert cursor.fetchone()[0] == pytest.approx(likeness(word, key.word, key.skeleton))


# --- pages ------------------------------------------------------------------------------------------------------------


def searched(client: Any, text: str, **fields: str) -> Any:
    """The page after a search, wherever it leads."""
    return client.post(reverse("cases:search"), {"text": text, **fields}, follow=True)


def test_the_answer_has_an_address_that_names_nobody(people: Corridor) -> None:
    world.draft(people)
    client = browser(people.officer)
    answer = searched(client, "Petrowitsch")
    address, status = answer.redirect_chain[-1]
    assert status in {302, 303} and "etro" not in address.lower()
    page = answer.content.decode()
    assert "1 case found" in page and "<mark>Petrović</mark>" in page and "Petrowitsch" in page
    again = client.get(address).content.decode()
    assert "1 case found" in again, "back and reload show it again"
    assert "Petro" not in page.split("<title>")[1].split("</title>")[0], "nor does the title, which histories keep"


def test_a_whole_reference_leads_to_its_case(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    answer = browser(people.registry).post(reverse("cases:search"), {"text": str(case.reference).replace("-", " ")})
    assert answer["Location"] == reverse("cases:case-detail", args=[case.id])


def test_a_wrong_check_character_is_said(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    wrong = str(case.reference)[:-1] + ("A" if str(case.reference)[-1] != "A" else "B")
    page = searched(browser(people.registry), wrong).content.decode()
    assert "last character does not fit" in page and str(case.reference) in page


@pytest.mark.parametrize("text", ["", "  ", "!!"])
def test_nothing_typed_is_said_beside_the_field(people: Corridor, text: str) -> None:
    answer = browser(people.officer).post(reverse("cases:search"), {"text": text})
    assert answer.status_code == 422 and "Something needs your attention" in answer.content.decode()


def test_errors_keep_what_was_typed(people: Corridor) -> None:
    values = {"text": "Petrović", "birth_day": "31", "birth_month": "2", "birth_year": "1991"}
    answer = browser(people.officer).post(reverse("cases:search"), values)
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="Petrović"' in page and 'value="31"' in page


def test_hits_are_narrowed_by_what_occurs_among_them(people: Corridor) -> None:
    world.draft(people)
    world.case_at(people, "submitted")
    client = browser(people.officer)
    answer = searched(client, "Petrović")
    address = answer.redirect_chain[-1][0]
    assert "2 cases found" in answer.content.decode()
    assert 'value="accepted"' not in answer.content.decode()
    assert "1 case found" in client.get(address, {"status": "draft"}).content.decode()
    assert "2 cases found" in client.get(address, {"country": "SRB"}).content.decode()
    assert "2 cases found" in client.get(address, {"country": "nonsense", "status": "x", "page": "x"}).content.decode()


def test_hits_come_in_pages(people: Corridor) -> None:
    case = world.draft(people)
    copies(people.officer, case, 24)
    with use_scope(people.officer.scope):
        keys = list(SearchKey.objects.filter(case=case))
        for other in Case.objects.exclude(id=case.id):
            SearchKey.objects.bulk_create(
                SearchKey(case=other, kind=k.kind, source=k.source, word=k.word, skeleton=k.skeleton, shown=k.shown)
                for k in keys
            )
    client = browser(people.officer)
    answer = searched(client, "Petrović")
    address = answer.redirect_chain[-1][0]
    first, second = answer.content.decode(), client.get(address, {"page": 2}).content.decode()
    assert "25 cases found" in first and first.count('class="hit"') == 20 and "Next page" in first
    assert second.count('class="hit"') == 5 and "Previous page" in second
    assert client.get(address, {"page": 99}).content.decode().count('class="hit"') == 5


def test_statements_do_not_grow_with_the_hits(people: Corridor) -> None:
    case = world.draft(people)
    client = browser(people.officer)

    def statements() -> int:
        address = searched(client, "Petrović").redirect_chain[-1][0]
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    few = statements()
    for _ in range(3):
        world.draft(people)
    assert found(people.officer, "Petrović")[-1] == case.id
    assert statements() == few


def test_suggestions_are_links_to_what_is_seen(people: Corridor) -> None:
    case = world.draft(people)
    client = browser(people.officer)
    address = reverse("cases:search-suggestions")
    page = client.post(address, {"text": "Petrow"}).content.decode()
    assert reverse("cases:case-detail", args=[case.id]) in page and "<mark>Petrović</mark>" in page
    assert "href" not in client.post(address, {"text": "Pe"}).content.decode()
    assert "No case that you see" in client.post(address, {"text": "Zzyzx"}).content.decode()
    assert client.get(address).status_code == 405


def test_what_is_typed_is_never_markup(people: Corridor) -> None:
    world.draft(people, other_names="Bob <img src=x onerror=alert(1)>")
    page = searched(browser(people.officer), '"><script>alert(1)</script> Bob').content.decode()
    assert "<script>alert" not in page and "<img" not in page
    page = searched(browser(people.officer), "Bob").content.decode()
    assert "1 case found" in page and "<img" not in page


def test_every_search_is_recorded_without_its_terms(people: Corridor) -> None:
    world.draft(people)
    client = browser(people.officer)
    searched(client, "Petrowitsch 1991")
    client.post(reverse("cases:search-suggestions"), {"text": "Petrow"})
    with use_scope(people.officer.scope):
        made = Access.objects.get(action="search.made")
        suggested = Access.objects.get(action="search.suggested")
        everything = json.dumps(
            [list(model.objects.values()) for model in (Access, Event)], default=str, ensure_ascii=False
        )
    assert made.parameters == {"kinds": ["birth", "name"], "results": 1}
    assert suggested.parameters == {"kinds": ["name"], "results": 1}
    assert "etrow" not in everything


def test_a_search_that_has_ended_is_asked_for_again(people: Corridor) -> None:
    world.draft(people)
    client = browser(people.officer)
    address = searched(client, "Petrović").redirect_chain[-1][0]
    past = wall_now() - timedelta(seconds=1)
    with use_scope(people.officer.scope):
        SearchQuery.objects.update(expires_at=past)
    page = client.get(address, follow=True).content.decode()
    assert "no longer kept" in page and "case found" not in page


def test_keys_are_not_changed_without_an_event(people: Corridor) -> None:
    """The table has the trigger of every part of a case (tests/audit shows that it refuses)."""
    with connection.cursor() as cursor:
        cursor.execute("select tgname from pg_trigger where tgrelid = 'cases_searchkey'::regclass")
        assert "needs_event" in {name for (name,) in cursor.fetchall()}


def test_corrections_are_the_own_sides_until_they_are_sent(people: Corridor) -> None:
    case = world.case_at(people, "returned_incomplete")
    with use_scope(people.officer.scope):
        filing.person_save(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={"family_name": "Hadžić", "family_name_native": "Хаџић"},
        )
    assert found(people.officer, "Hadzic") == found(people.officer, "Petrovic") == [case.id]
    assert found(people.registry, "Hadzic") == []
    assert found(people.registry, "Petrovic") == [case.id]
    with use_scope(people.reviewer.scope):
        submission.case_resubmit(actor=people.reviewer, case_id=case.id, version=None)
    assert found(people.registry, "Hadzic") == [case.id]
    assert found(people.registry, "Petrovic") == []


def test_a_status_that_one_side_must_not_know_narrows_nothing_for_it(people: Corridor) -> None:
    world.case_at(people, "decision_proposed")
    for actor, status, number in (
        (people.officer, "decision_proposed", 0),
        (people.officer, "in_verification", 1),
        (people.registry, "decision_proposed", 1),
    ):
        with use_scope(actor.scope):
            result = cases_found(actor, meanings_of({"text": "Petrović"}).meanings, Filters(status=status))
        assert len(result.matches) == number, (actor.role, status)
