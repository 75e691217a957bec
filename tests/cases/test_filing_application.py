"""The whole application to read: what each side sees, and what it does not."""

from typing import Any

import pytest
from django.urls import reverse

from audit.models import Access
from cases.models import Case
from cases.services import filing
from core.scope import use_scope
from tests import safe, world
from tests.cases.test_filing import client_of, people, text_of

__all__ = ["people"]

OWN = ["V-1", "Rotterdam detention centre", "Pregnant", "10 January 2026", "seen by your side only", "Detained"]


def application_of(case: Case) -> str:
    return reverse("cases:case-application", kwargs={"case_id": case.id})


def telling_draft(people: world.Corridor, *, has_consent: bool = False) -> Case:
    """A complete draft in which every part says something."""
    case = world.draft(people, last_address="Kragujevac, Glavna 1", other_names="Misha")
    officer = people.officer
    with use_scope(officer.scope):
        filing.details_save(
            actor=officer,
            case_id=case.id,
            version=None,
            values={
                "protective_measures": "Two escorts",
                "is_interview_requested": True,
                "observations": "First line\nSecond line",
            },
            health={**safe.statement("Needs insulin"), "has_consent": has_consent},
        )
        filing.private_save(
            actor=officer,
            case_id=case.id,
            version=None,
            values={"vulnerabilities": ["pregnant"]},
            detention={"place": "Rotterdam detention centre"},
        )
        filing.family_member_add(
            actor=officer,
            case_id=case.id,
            version=None,
            relation="child",
            values={"family_name": "Petrović", "given_names": "Ana", "birth_date": "2015-04"},
        )
    safe.answer(people, case)
    return case


def submitted(people: world.Corridor, monkeypatch: pytest.MonkeyPatch, **options: Any) -> Case:
    """The telling draft, released to the other side."""
    case = telling_draft(people, **options)
    monkeypatch.setattr(world, "draft", lambda *_a, **_k: case)
    return world.case_at(people, "received")


def test_the_requesting_side_reads_everything(people: world.Corridor, monkeypatch: pytest.MonkeyPatch) -> None:
    case = submitted(people, monkeypatch)
    for actor in (people.officer, people.reviewer, people.supervisor):
        response = client_of(actor).get(application_of(case))
        page, words = response.content.decode(), text_of(response)
        assert response.status_code == 200 and page.count("<h1") == 1
        for text in [
            *OWN,
            "Needs insulin",
            "Not given: stays with your side",
            "Two escorts",
            "Kragujevac",
            "April 2015",
        ]:
            assert text in words, text
        assert '<bdi class="native" lang="sr-Cyrl">Петровић</bdi>' in page
        assert "First line<br>Second line" in page
        assert case.reference and case.reference in words


@pytest.mark.parametrize("has_consent", [False, True])
def test_the_other_side_reads_only_what_is_its_to_read(
    people: world.Corridor, monkeypatch: pytest.MonkeyPatch, has_consent: bool
) -> None:
    case = submitted(people, monkeypatch, has_consent=has_consent)
    for actor in (people.registry, people.signer, people.their_supervisor):
        response = client_of(actor).get(application_of(case))
        page, words = response.content.decode(), text_of(response)
        assert response.status_code == 200
        for text in ["Petrović", "Two escorts", "First line", "Ana", "Passport", "012345678", "EU–Serbia"]:
            assert text in words, text
        for text in [*OWN, "Safeguards", "Return decision", "Consent", "stays with your side"]:
            assert text not in page, text
        assert ("Needs insulin" in page) is has_consent
        assert "/application/" not in page, "nothing to write"


def test_a_draft_is_no_business_of_the_other_side(people: world.Corridor) -> None:
    case = telling_draft(people)
    for actor in (people.registry, people.signer, people.consul, people.verifier, people.border):
        assert client_of(actor).get(application_of(case)).status_code == 404
    page = client_of(people.officer).get(application_of(case)).content.decode()
    assert "Continue writing" in page and "Draft saved at" in page
    assert "Continue writing" not in client_of(people.supervisor).get(application_of(case)).content.decode()


def test_each_look_is_recorded(people: world.Corridor, monkeypatch: pytest.MonkeyPatch) -> None:
    case = submitted(people, monkeypatch)
    client_of(people.registry).get(application_of(case))
    with use_scope(people.registry.scope):
        look = Access.objects.get(action="application.opened", case_key=case.id)
        assert (look.actor_id, look.case_reference) == (people.registry.user_id, case.reference)


def test_the_number_of_queries_does_not_grow(
    people: world.Corridor, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    case = world.draft(people)
    client = client_of(people.officer)
    client.get(application_of(case))  # a new session costs statements of its own
    with django_assert_max_num_queries(32) as one:  # 25, and what opens and closes transaction and scope
        client.get(application_of(case))
    with use_scope(people.officer.scope):
        for number in range(20):
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
    with django_assert_num_queries(len(one.captured_queries)):
        client.get(application_of(case))
