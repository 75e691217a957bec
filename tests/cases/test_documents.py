"""Travel documents: printed, collected, lost, revoked, expired, replaced; whose they are; what a void sheet is."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfWriter

from cases.models import Case, CaseClock, DocumentNumber, DocumentNumberEntry, TravelDocument
from cases.return_document import facts, is_bound, is_bound_verified
from cases.selectors.arrivals import arrival_get
from cases.services import transfer, travel_document
from cases.services.bulk import _printed
from cases.services.silence import clocks_pass
from cases.workflow.system import system_scope
from core import clock
from core.errors import ActRefused, Invalid
from core.scope import use_scope
from documents.issuing import document_issue
from documents.models import GeneratedDocument
from documents.selectors import PaperVoid, file_open
from notifications.models import Notice
from tests import world
from tests.days import local_day
from tests.permissions.pages import client_of

pytestmark = pytest.mark.commits


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


def do(actor: Any, service: Any, case: Case, **arguments: Any) -> Any:
    with use_scope(actor.scope):
        return service(actor=actor, case_id=case.id, version=None, **arguments)


def newest(people: world.Corridor, case: Case) -> TravelDocument:
    with use_scope(people.supervisor.scope):
        found = TravelDocument.objects.filter(case=case).order_by("issued_at").last()
    assert found is not None
    return found


def entry_of(actor: Any, number: str) -> DocumentNumber:
    with use_scope(actor.scope):
        return DocumentNumber.objects.get(number=number)


def test_a_document_is_printed_again_with_a_reason_alone(people: world.Corridor) -> None:
    case = world.case_at(people, "document_printed")
    assert (newest(people, case).status, newest(people, case).printed_count) == ("printed", 1)
    with pytest.raises(Invalid) as refused:
        do(people.consul, travel_document.travel_document_print, case)
    assert "reason" in refused.value.errors
    do(people.consul, travel_document.travel_document_print, case, reason="The sheet was torn")
    document = newest(people, case)
    assert (document.status, document.printed_count) == ("printed", 2)
    entry = entry_of(people.consul, document.number)
    assert (entry.status, entry.printed_count) == ("printed", 2)
    with use_scope(people.consul.scope):
        lines = list(DocumentNumberEntry.objects.filter(number=entry).values_list("status", "printed_count"))
    assert lines == [("issued", 0), ("printed", 1), ("printed", 2)]


def test_who_took_the_document_over_and_when(people: world.Corridor) -> None:
    case = world.case_at(people, "document_printed")
    issued_on = newest(people, case).issued_on
    said = {"collected_by": "P. Jansen, escort leader"}
    for wrong in (issued_on - timedelta(days=1), local_day() + timedelta(days=2)):
        with pytest.raises(Invalid) as refused:
            do(people.officer, travel_document.travel_document_collect, case, collected_on=wrong, **said)
        assert "collected_on" in refused.value.errors
    do(people.officer, travel_document.travel_document_collect, case, collected_on=issued_on, **said)
    document = newest(people, case)
    assert (document.status, document.collected_on, document.collected_by) == (
        "collected",
        issued_on,
        "P. Jansen, escort leader",
    )


def test_a_lost_document_is_renewed_by_a_new_row(people: world.Corridor) -> None:
    case = world.case_at(people, "document_lost")
    lost = newest(people, case)
    assert (lost.status, lost.end_code, lost.end_note) == ("lost", "lost", "Left in a train")
    with use_scope(people.supervisor.scope):
        assert not CaseClock.objects.live().filter(case=case, kind="travel_document_validity").exists()
    do(people.officer, travel_document.travel_document_ask, case, reason="It was lost")
    with pytest.raises(ActRefused) as refused:
        do(people.officer, travel_document.travel_document_ask, case)
    assert refused.value.code == "wrong_status", "it is asked for already"
    valid_until = local_day() + timedelta(days=20)
    new = do(people.consul, travel_document.travel_document_issue, case, valid_until=valid_until)
    assert new.replaces_id == lost.id and new.number != lost.number
    assert entry_of(people.consul, lost.number).status == "lost"
    assert entry_of(people.consul, new.number).status == "issued"
    do(people.officer, travel_document.travel_document_lose, case, code="stolen")
    assert newest(people, case).end_code == "stolen"


def opened(paper: GeneratedDocument | None) -> bytes:
    """The first bytes of a paper's file, as whoever downloads it gets them."""
    assert paper is not None and paper.file is not None
    with file_open(paper.file) as content:
        return content.read(4)


def test_the_sheet_of_a_lost_document_is_void_and_the_valid_one_is_not_given_out(people: world.Corridor) -> None:
    case = world.case_at(people, "documented")
    with use_scope(people.consul.scope):
        first = newest(people, case).paper
        assert first is not None
        document_issue(first.id)
        first.refresh_from_db()
        assert opened(first) == b"%PDF"
    do(people.officer, travel_document.travel_document_lose, case, code="lost")
    for actor in (people.consul, people.officer, people.registry):
        with use_scope(actor.scope):
            with pytest.raises(PaperVoid):
                opened(first)
            void = newest(people, case).paper
            assert void is not None and void.context["voids"] == str(first.id)
    answer = client_of(people.officer).get(reverse("documents:file-download", args=[first.file_id]))
    assert answer.status_code == 403 and "not valid any more" in answer.content.decode()
    # No page offers it, and a bundle leaves it out, also while the version marked void is being drawn.
    for page in ("case-detail", "case-documents"):
        text = client_of(people.officer).get(reverse(f"cases:{page}", args=[case.id])).content.decode()
        assert str(first.file_id) not in text
    with use_scope(people.officer.scope):
        finished = GeneratedDocument.objects.filter(subject=case.subject, state="done")
        assert [paper.id for paper in finished] == [first.id]
        assert _printed(people.officer, case.id, PdfWriter()) == "nothing_to_print"
    with use_scope(people.consul.scope):
        assert void is not None
        document_issue(void.id)
        void.refresh_from_db()
        assert opened(void) == b"%PDF"


def test_a_sheet_that_was_not_drawn_in_time_is_void_as_well(people: world.Corridor) -> None:
    case = world.case_at(people, "document_revoked")
    with use_scope(people.consul.scope):
        first = GeneratedDocument.objects.filter(subject=case.subject, template="travel_document").order_by("version")[
            0
        ]
        document_issue(first.id)
        first.refresh_from_db()
        with pytest.raises(PaperVoid):
            opened(first)


def test_revoked_under_a_confirmed_transfer_nothing_goes_on_and_the_planners_are_told(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    with use_scope(people.border.scope):
        before = arrival_get(people.border, case.id)
    assert before.arrival.document is not None
    assert [paper.template for paper in before.papers] == ["travel_document", "transfer_notice"]
    do(people.consul, travel_document.travel_document_revoke, case, code="other_person")
    with use_scope(people.reviewer.scope):
        [notice] = Notice.objects.filter(subject=case.subject, action="travel_document.revoked")
    assert notice.parameters == {"code": "other_person", "transfer": "stopped"}
    with use_scope(people.border.scope):
        after = arrival_get(people.border, case.id)
        assert after.arrival.document is None
        assert [paper.template for paper in after.papers] == ["transfer_notice"]
        assert {offer.row.name: offer.code for offer in after.offers}["record_handover"] == "no_travel_document"


def test_a_document_that_ends_before_the_arrival_stops_notice_and_confirmation(people: world.Corridor) -> None:
    soon = clock.now() + timedelta(days=5)
    plan = {"crossing_point": people.crossing_point, "arrives_at": soon, "means": "air"}
    case = world.case_at(people, "accepted")
    short = local_day() + timedelta(days=2)
    do(people.consul, travel_document.travel_document_issue, case, valid_until=short)
    do(people.officer, transfer.transfer_plan, case, values=plan)
    with pytest.raises(ActRefused) as refused:
        do(people.officer, transfer.transfer_notify, case)
    assert refused.value.code == "document_ends_early"
    do(people.consul, travel_document.travel_document_revoke, case, code="wrong_data")
    long = local_day() + timedelta(days=20)
    do(people.consul, travel_document.travel_document_issue, case, valid_until=long)
    do(people.officer, transfer.transfer_notify, case)


def test_the_sweep_marks_the_end_of_the_validity_once(people: world.Corridor) -> None:
    case = world.case_at(people, "documented")
    document = newest(people, case)
    with clock.travel(clock.now() + timedelta(days=40)):
        for _time in range(2):
            with use_scope(system_scope(people.receiving)):
                clocks_pass(list(CaseClock.objects.filter(case=case).values_list("id", flat=True)))
        after = newest(people, case)
        assert (after.status, after.id) == ("expired", document.id)
        assert entry_of(people.consul, document.number).status == "expired"
        do(people.officer, travel_document.travel_document_ask, case)
        with pytest.raises(ActRefused):
            do(
                people.officer,
                travel_document.travel_document_collect,
                case,
                collected_on=local_day(),
                collected_by="A",
            )


def test_the_handover_uses_the_document(people: world.Corridor) -> None:
    case = world.case_at(people, "completed")
    document = newest(people, case)
    assert document.status == "used"
    assert entry_of(people.consul, document.number).status == "used"


def test_nobody_takes_back_what_the_other_side_issued(people: world.Corridor) -> None:
    case = world.case_at(people, "documented")
    with pytest.raises(ActRefused) as refused:
        do(people.officer, travel_document.travel_document_revoke, case, code="wrong_data")
    assert refused.value.code == "document_of_receiving"
    other = world.case_at(people, "return_document")
    for service, values in (
        (travel_document.travel_document_revoke, {"code": "wrong_data"}),
        (travel_document.travel_document_print, {}),
        (travel_document.travel_document_lose, {"code": "lost"}),
    ):
        with pytest.raises(ActRefused) as refused:
            do(people.consul, service, other, **values)
        assert refused.value.code == "document_of_requesting"


def test_the_european_document_takes_the_place_of_one_that_did_not_come(people: world.Corridor) -> None:
    case = world.case_at(people, "overdue_european")
    with use_scope(people.supervisor.scope):
        assert CaseClock.objects.live().filter(case=case, kind="travel_document_issue").exists()
    valid_until = local_day() + timedelta(days=20)
    document = do(
        people.officer,
        travel_document.return_document_issue,
        case,
        valid_until=valid_until,
        place="The Hague",
        departure="Amsterdam Schiphol, JU 361",
        arrival="Belgrade",
    )
    assert (document.fallback, document.status, document.mrz) == ("european", "issued", "")
    assert document.paper.template == "return_document"
    context = document.paper.context
    assert context["issued_at"] == "The Hague" and context["person"]["name"]["surname"] == "Petrović"
    assert "Annex: model of the sheet" in context["unverified"]
    with use_scope(people.supervisor.scope):
        clocks = dict(CaseClock.objects.filter(case=case).values_list("kind", "state"))
    # Met, but late: the receiving side missed it.
    assert clocks["travel_document_issue"] == "missed" and clocks["travel_document_validity"] == "running"
    entry = entry_of(people.officer, document.number)
    assert (entry.kind, entry.country_id, entry.status) == ("return_document", "NLD", "issued")
    with use_scope(people.consul.scope):
        assert not DocumentNumber.objects.filter(number=document.number).exists(), "the register of another country"
    do(people.officer, travel_document.travel_document_print, case)
    do(people.officer, travel_document.travel_document_revoke, case, code="not_needed")
    assert newest(people, case).status == "revoked"


def test_where_the_agreement_names_another_document_the_european_one_is_refused(people: world.Corridor) -> None:
    case = world.case_at(people, "overdue")
    with pytest.raises(ActRefused) as refused:
        do(
            people.officer,
            travel_document.return_document_issue,
            case,
            valid_until=local_day() + timedelta(days=9),
            place="The Hague",
        )
    assert refused.value.code == "no_european_document"


def test_who_is_bound_by_the_regulation_has_a_source() -> None:
    assert is_bound("NLD") and is_bound_verified("NLD")
    assert is_bound("CHE") and not is_bound_verified("CHE"), "not read, so shown as unverified"
    assert not is_bound("SRB") and not is_bound("IRL") and not is_bound("GBR")
    assert all(citation and certainty in {"T", "S", "M"} for citation, certainty in facts().fields.values())


def test_the_pages_of_the_case_say_what_became_of_it(people: world.Corridor) -> None:
    case = world.case_at(people, "document_lost")
    for actor in (people.officer, people.registry, people.consul):
        shown = client_of(actor).get(reverse("cases:case-detail", args=[case.id])).content.decode()
        assert "Lost" in shown and "Left in a train" in shown and "It was lost" in shown
    answer = client_of(people.officer).get(reverse("cases:act", args=[case.id, "ask_travel_document"]))
    assert answer.status_code == 200


def test_no_name_of_whoever_acted_crosses_to_the_other_side(people: world.Corridor) -> None:
    case = world.case_at(people, "document_lost")
    shown = client_of(people.registry).get(reverse("cases:case-detail", args=[case.id])).content.decode()
    assert people.officer.name not in shown
