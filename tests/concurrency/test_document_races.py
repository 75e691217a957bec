"""Two offices at once: a number of a travel document is taken by one of them."""

from datetime import timedelta

import pytest

from cases.models import DocumentNumber, TravelDocument
from cases.services import travel_document
from cases.services.document_register import number_void, series_open
from core.errors import Invalid
from core.scope import use_scope
from tests import world
from tests.concurrency.race import by, together
from tests.concurrency.test_races import split
from tests.conftest import OWNER, logged_in_as
from tests.days import local_day

pytestmark = pytest.mark.commits


def test_a_number_is_taken_by_one_of_two_consulates(transactional_db: None) -> None:
    people = world.corridor()
    vienna = world.corridor(requesting="aut-bmi", consulate="srb-embassy-vienna")
    issue, until = travel_document.travel_document_issue, local_day() + timedelta(days=30)
    acts = [
        by(corridor.consul, issue, case_id=case.id, version=None, number="RS777", valid_until=until)
        for corridor, case in ((people, world.case_at(people, "accepted")), (vienna, world.case_at(vienna, "accepted")))
    ]
    done, refused = split(together(*acts))
    assert len(done) == 1 and len(refused) == 1
    assert isinstance(refused[0], Invalid) and "number" in refused[0].errors
    with logged_in_as(OWNER):
        assert TravelDocument.objects.filter(number="RS777").count() == 1
        assert DocumentNumber.objects.filter(number="RS777").count() == 1


def test_two_documents_of_a_counted_series_get_two_numbers_and_a_void_sheet_is_not_issued(
    transactional_db: None,
) -> None:
    people = world.corridor()
    lead = world.make_actor("srb-embassy-the-hague", "office_lead")
    block = {"kind": "travel_document", "prefix": "PL", "first": 10, "last": 19, "draws": "next"}
    with use_scope(lead.scope):
        series_open(actor=lead, authority_id=lead.authority_id, **block)
    issue, until = travel_document.travel_document_issue, local_day() + timedelta(days=30)
    cases = [world.case_at(people, "accepted") for _case in range(2)]
    done, refused = split(
        together(
            by(people.consul, number_void, number="PL10", kind="travel_document", code="spoiled"),
            *(by(people.consul, issue, case_id=case.id, version=None, valid_until=until) for case in cases),
        )
    )
    with logged_in_as(OWNER):
        numbers = list(DocumentNumber.objects.values_list("number", "status"))
    assert len({number for number, _status in numbers}) == len(numbers)
    documents = [row.number for row in done if isinstance(row, TravelDocument)]
    assert len(documents) == 2 and len(set(documents)) == 2
    # The sheet was void first, or its number was on a document already: never both.
    assert ("PL10", "void") in numbers or isinstance(refused[0], Invalid)
