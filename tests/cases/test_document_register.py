"""The register of documents: series, numbers taken and void, its pages, its export; the database refuses a number twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from audit.models import Event
from cases.models import Case, DocumentNumber, DocumentSeries
from cases.services import travel_document
from cases.services.document_register import number_void, series_close, series_open
from core import clock
from core.errors import ActRefused, Invalid, NotVisible
from core.scope import use_scope
from countries.models import Authority
from tests import world
from tests.conftest import OWNER, logged_in_as
from tests.days import local_day
from tests.permissions.pages import client_of

pytestmark = pytest.mark.commits


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


@pytest.fixture
def lead(people: world.Corridor) -> Any:
    return world.make_actor("srb-embassy-the-hague", "office_lead")


def block(lead: Any, **changed: Any) -> DocumentSeries:
    values = {"kind": "travel_document", "prefix": "PL", "first": 100, "last": 102, "draws": "next", "warn_below": 1}
    with use_scope(lead.scope):
        return series_open(actor=lead, authority_id=lead.authority_id, **{**values, **changed})


def issue(people: world.Corridor, case: Case, number: str = "") -> Any:
    valid_until = local_day() + timedelta(days=30)
    with use_scope(people.consul.scope):
        return travel_document.travel_document_issue(
            actor=people.consul, case_id=case.id, version=None, number=number, valid_until=valid_until
        )


def test_a_counted_series_gives_its_numbers_in_order_until_it_is_used_up(people: world.Corridor, lead: Any) -> None:
    series = block(lead)
    cases = [world.case_at(people, "accepted") for _case in range(3)]
    with use_scope(people.consul.scope):
        number_void(actor=people.consul, number="PL101", kind="travel_document", code="spoiled")
    assert [issue(people, case).number for case in cases[:2]] == ["PL100", "PL102"]
    with pytest.raises(Invalid) as refused:
        issue(people, cases[2])
    assert "used up" in str(refused.value.errors["number"])
    block(lead, prefix="PM")
    assert issue(people, cases[2]).number == "PM100"
    with use_scope(lead.scope):
        series.refresh_from_db()
        assert series.next_number == 103


def test_a_random_series_gives_each_of_its_numbers_once(people: world.Corridor, lead: Any) -> None:
    block(lead, draws="random")
    cases = [world.case_at(people, "accepted") for _case in range(3)]
    assert sorted(issue(people, case).number for case in cases) == ["PL100", "PL101", "PL102"]


def test_a_typed_number_must_be_of_the_offices_own_series(people: world.Corridor, lead: Any) -> None:
    case = world.case_at(people, "accepted")
    vienna = world.make_actor("srb-embassy-vienna", "office_lead")
    block(vienna, prefix="VI")
    for number, words in (
        ("VI101", "another office"),
        ("A-1", "letters and digits"),
        ("1234567890", "letters and digits"),
    ):
        with pytest.raises(Invalid) as refused:
            issue(people, case, number)
        assert words in str(refused.value.errors["number"]), number
    block(lead)
    with pytest.raises(Invalid) as refused:
        issue(people, case, "XX999")
    assert "not of an open series" in str(refused.value.errors["number"])
    assert issue(people, case, "pl 101").number == "PL101"


def test_a_number_is_used_once_in_a_country_whoever_has_it(people: world.Corridor, lead: Any) -> None:
    block(lead)
    first, second = world.case_at(people, "accepted"), world.case_at(people, "accepted")
    issue(people, first, "PL101")
    with pytest.raises(Invalid) as refused:
        issue(people, second, "PL101")
    assert "used already" in str(refused.value.errors["number"])
    with use_scope(people.consul.scope), pytest.raises(Invalid):
        number_void(actor=people.consul, number="PL101", kind="travel_document", code="spoiled")
    with use_scope(people.consul.scope):
        number_void(actor=people.consul, number="PL102", kind="travel_document", code="missing")
    with pytest.raises(Invalid):
        issue(people, second, "PL102")
    embassy = Authority.objects.get(code="srb-embassy-vienna")
    with logged_in_as(OWNER), pytest.raises(IntegrityError), transaction.atomic():
        DocumentNumber(
            country_id="SRB",
            authority=embassy,
            kind="travel_document",
            number="PL102",
            status="issued",
            changed_at=clock.now(),
        ).save(force_insert=True)


def test_a_number_of_the_register_is_neither_changed_nor_deleted(people: world.Corridor) -> None:
    case = world.case_at(people, "documented")
    with use_scope(people.consul.scope):
        entry = DocumentNumber.objects.get(case_reference=case.reference)
        for change in (lambda: DocumentNumber.objects.filter(id=entry.id).update(number="X1"), entry.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_who_opens_and_closes_series(people: world.Corridor, lead: Any) -> None:
    series = block(lead)
    with pytest.raises(Invalid) as refused:
        block(lead, first=102, last=200)
    assert "Another series" in str(refused.value.errors["first"])
    for wrong, field in (
        ({"first": 9, "last": 3}, "last"),
        ({"prefix": "Ж"}, "prefix"),
        ({"last": 99_999_999}, "last"),
    ):
        with pytest.raises(Invalid) as refused:
            block(lead, **wrong)
        assert field in refused.value.errors
    with use_scope(people.consul.scope), pytest.raises(ActRefused):
        series_open(
            actor=people.consul,
            authority_id=people.consul.authority_id,
            kind="travel_document",
            prefix="Q",
            first=1,
            last=2,
            draws="next",
        )
    vienna = world.make_actor("srb-embassy-vienna", "office_lead")
    with use_scope(vienna.scope), pytest.raises(NotVisible):
        series_close(actor=vienna, series_id=series.id)
    with use_scope(lead.scope):
        assert not series_close(actor=lead, series_id=series.id).is_open
        actions = Event.objects.filter(subject=f"documentseries:{series.id}").values_list("action", flat=True)
        assert set(actions) == {"document_series.opened", "document_series.closed"}


def test_the_page_warns_when_few_numbers_are_left(people: world.Corridor, lead: Any) -> None:
    block(lead, warn_below=2)
    address = reverse("cases:document-series")
    assert "few left" not in client_of(lead).get(address).content.decode()
    issue(people, world.case_at(people, "accepted"))
    assert "few left" in client_of(lead).get(address).content.decode()
    administrator = world.make_actor("srb-mup-readmission", "administrator")
    shown = client_of(administrator).get(address).content.decode()
    assert "PL100–PL102" in shown and "few left" in shown, "who administers sees the count without the documents"


def test_the_register_shows_the_offices_own_numbers_under_its_filters(people: world.Corridor) -> None:
    case = world.case_at(people, "document_lost")
    other = world.case_at(people, "document_collected")
    consul = client_of(people.consul)
    shown = consul.get(reverse("cases:register")).content.decode()
    assert case.reference in shown and other.reference in shown and "It was lost" in shown
    lost = consul.get(reverse("cases:register"), {"status": "lost"}).content.decode()
    assert case.reference in lost and other.reference not in lost
    valid = consul.get(reverse("cases:register"), {"validity": "valid"}).content.decode()
    assert other.reference in valid and case.reference not in valid
    assert "No number" in consul.get(reverse("cases:register"), {"number": "QQ"}).content.decode()
    assert consul.get(reverse("cases:register"), {"status": "nonsense"}).status_code == 422
    # The other side reads of the document on the case, never in the register of the office.
    assert case.reference not in client_of(people.officer).get(reverse("cases:register")).content.decode()
    with use_scope(people.consul.scope):
        entry = DocumentNumber.objects.get(case_reference=case.reference)
    page = consul.get(reverse("cases:register-number", args=[entry.id])).content.decode()
    assert "Issued" in page and "Lost" in page and case.reference in page


def test_the_export_has_no_names_and_is_recorded(people: world.Corridor) -> None:
    case = world.case_at(people, "documented")
    answer = client_of(people.their_supervisor).post(reverse("cases:register-export"), {"format": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert case.reference in text and "Petrović" not in text and text.count("\n") == 2
    with use_scope(people.their_supervisor.scope):
        event = Event.objects.get(action="data.exported")
    assert event.parameters == {"kind": "document_register", "format": "csv", "filters": {}, "rows": 1}


def test_the_forms_keep_what_was_typed(people: world.Corridor, lead: Any) -> None:
    sent = {"kind": "travel_document", "number": "ZZ9", "code": "spoiled"}
    answer = client_of(people.consul).post(reverse("cases:register-void"), sent)
    assert answer.status_code == 422 and "ZZ9" in answer.content.decode()
    block(lead)
    assert client_of(people.consul).post(reverse("cases:register-void"), {**sent, "number": "PL101"}).status_code == 302
    wrong = {"authority": str(lead.authority_id), "kind": "travel_document", "first": "9", "last": "3", "draws": "next"}
    answer = client_of(lead).post(reverse("cases:document-series"), wrong)
    assert answer.status_code == 422 and "must not come before" in answer.content.decode()
    right = {**wrong, "first": "1", "last": "50"}
    assert client_of(lead).post(reverse("cases:document-series"), right).status_code == 302
