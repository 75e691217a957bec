"""What one side could learn of the other: by files, papers, events, order, versions."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse

from audit.models import Event
from cases.models import Case, CaseClock, Evidence, TravelDocument
from cases.services import decision, filing, submission, transfer, transfer_course
from cases.specimens.portrait import portrait_jpeg
from core import clock
from core.scope import use_scope
from documents.models import GeneratedDocument, StoredFile
from notifications.models import Notice
from tests import world
from tests.attacks.alike import bare
from tests.cases.test_case_page import client_of
from tests.days import local_day
from tests.world import Corridor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def test_a_file_taken_out_of_the_draft_never_reaches_the_other_side(people: Corridor) -> None:
    case = world.draft(people)
    with use_scope(people.officer.scope):
        evidence = filing.evidence_add(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={"kind": "other"},
            upload=BytesIO(portrait_jpeg(3, "M", 30)),
            upload_name="asylum application.jpg",
        )
        assert evidence.file is not None
        taken_out = evidence.file.id
        filing.evidence_remove(actor=people.officer, case_id=case.id, version=None, evidence_id=evidence.id)
        submission.review_send(actor=people.officer, case_id=case.id, version=None)
    with use_scope(people.reviewer.scope):
        submission.case_submit(actor=people.reviewer, case_id=case.id, version=None)
    with use_scope(people.registry.scope):
        assert not StoredFile.objects.filter(id=taken_out).exists()
        assert StoredFile.objects.filter(subject=case.subject, kind="photograph").exists()
    for name in ("file-view", "file-preview", "file-download"):
        assert client_of(people.registry).get(reverse(f"documents:{name}", args=[taken_out])).status_code == 404


@pytest.mark.parametrize("ended", ["withdrawn", "closed"])
def test_delegates_lose_the_papers_with_the_case(people: Corridor, ended: str) -> None:
    case = world.case_at(people, "confirmed" if ended == "withdrawn" else "completed")
    with use_scope(people.border.scope):
        assert GeneratedDocument.objects.filter(subject=case.subject).exists()
    with use_scope(people.officer.scope):
        if ended == "withdrawn":
            submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="protection_procedure")
        else:
            submission.case_close(actor=people.officer, case_id=case.id, version=None)
    for delegate in (people.border, people.consul):
        with use_scope(delegate.scope):
            assert not StoredFile.objects.filter(subject=case.subject).exists()
            assert not GeneratedDocument.objects.filter(subject=case.subject).exists()
    for owner in (people.officer, people.registry):
        with use_scope(owner.scope):
            assert GeneratedDocument.objects.filter(subject=case.subject, template="travel_document").exists()


def test_an_agency_loses_the_photograph_of_a_withdrawn_case(people: Corridor) -> None:
    case = world.case_at(people, "in_verification")
    with use_scope(people.verifier.scope):
        assert StoredFile.objects.filter(subject=case.subject).count() == 1
    with use_scope(people.officer.scope):
        submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="other")
    with use_scope(people.verifier.scope):
        assert not StoredFile.objects.filter(subject=case.subject).exists()


def test_a_plan_that_was_never_announced_fails_in_silence(people: Corridor) -> None:
    case = world.case_at(people, "planned")
    client = client_of(people.officer)
    address = reverse("cases:act", args=[case.id, "fail_transfer"])
    page = client.get(address).content.decode()
    assert "told at once" not in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    assert client.post(address, {"version": version[1], "code": "resistance", "note": ""}).status_code == 302
    with use_scope(people.officer.scope):
        assert Event.objects.filter(case_key=case.id, action="transfer.failed").exists()
    with use_scope(people.registry.scope):
        assert not Event.objects.filter(case_key=case.id, action="transfer.failed").exists()
        assert not Notice.objects.filter(subject=case.subject, action="transfer.failed").exists()
    shown = client_of(people.registry).get(reverse("cases:case-detail", args=[case.id])).content.decode()
    assert "resist" not in shown


def test_notice_of_a_second_plan_tells_nothing_of_the_first() -> None:
    """The first plan was given up in silence: when it would have been, and by when notice of it, is not told later."""
    people = world.georgian_corridor()
    case = world.case_at(people, "planned")
    with use_scope(people.officer.scope):
        first = CaseClock.objects.get(case=case, kind="transfer_notice")
        transfer_course.transfer_fail(actor=people.officer, case_id=case.id, version=None, code="resistance")
        plan = {"crossing_point": people.crossing_point, "arrives_at": clock.now() + timedelta(days=9), "means": "air"}
        transfer.transfer_plan(actor=people.officer, case_id=case.id, version=None, values=plan)
        transfer.transfer_notify(actor=people.officer, case_id=case.id, version=None)
        assert CaseClock.objects.filter(case=case, kind="transfer_notice").count() == 2
    with use_scope(people.registry.scope):
        [seen] = CaseClock.objects.filter(case=case, kind="transfer_notice")
        assert (seen.started_at, seen.follows_id) == (plan["arrives_at"], None) != (first.started_at, None)


def test_an_announced_transfer_fails_before_both(people: Corridor) -> None:
    case = world.case_at(people, "notified")
    with use_scope(people.officer.scope):
        transfer_course.transfer_fail(actor=people.officer, case_id=case.id, version=None, code="postponed")
    with use_scope(people.registry.scope):
        assert Event.objects.filter(case_key=case.id, action="transfer.failed").exists()
        assert Notice.objects.filter(subject=case.subject, action="transfer.failed").exists()


def _seen(page: bytes) -> str:
    return bare(page.decode())


def test_a_proposal_changes_nothing_that_the_requesting_side_sees(people: Corridor) -> None:
    case = world.case_at(people, "answered")
    client = client_of(people.officer)
    addresses = [
        reverse("cases:case-detail", args=[case.id]),
        reverse("cases:case-list") + "?sort=last",
        reverse("cases:case-application", args=[case.id]),
        reverse("home"),
    ]
    before = [_seen(client.get(address).content) for address in addresses]
    with use_scope(people.officer.scope):
        moment = Case.objects.get(id=case.id).changed_at
    with use_scope(people.proposer.scope):
        decision.decision_propose(
            actor=people.proposer,
            case_id=case.id,
            version=None,
            outcome="refused",
            reason_codes=["not_identified"],
            reasons="Checked",
        )
    assert [_seen(client.get(address).content) for address in addresses] == before
    with use_scope(people.officer.scope):
        # It orders the requesting side's list, and the addresses of further pages carry it.
        assert Case.objects.get(id=case.id).changed_at == moment


def test_a_plan_changes_nothing_that_the_receiving_side_sees(people: Corridor) -> None:
    case = world.case_at(people, "documented")
    client = client_of(people.registry)
    addresses = [reverse("cases:case-detail", args=[case.id]), reverse("cases:case-list") + "?sort=last"]
    before = [_seen(client.get(address).content) for address in addresses]
    plan = {
        "crossing_point": people.crossing_point,
        "arrives_at": clock.now() + timedelta(days=5),
        "means": "air",
    }
    with use_scope(people.officer.scope):
        transfer.transfer_plan(actor=people.officer, case_id=case.id, version=None, values=plan)
    assert [_seen(client.get(address).content) for address in addresses] == before


def test_a_number_used_by_another_consulate_is_an_error_beside_the_field(people: Corridor) -> None:
    first = world.case_at(people, "documented")
    with use_scope(people.consul.scope):
        number = TravelDocument.objects.get(case=first).number
    other = world.corridor(requesting="aut-bfa", consulate="srb-embassy-vienna")
    second = world.case_at(other, "accepted")
    client = client_of(other.consul)
    with use_scope(other.consul.scope):
        assert not TravelDocument.objects.filter(number=number).exists()
    day = local_day() + timedelta(days=20)
    answer = client.post(
        reverse("cases:act", args=[second.id, "issue_travel_document"]),
        {
            "version": second.version,
            "number": number,
            "valid_until_day": day.day,
            "valid_until_month": day.month,
            "valid_until_year": day.year,
        },
    )
    assert answer.status_code == 422 and "used already" in answer.content.decode()
    with use_scope(other.consul.scope):
        assert not TravelDocument.objects.filter(case=second).exists()


def test_no_foreign_officer_is_named_by_a_stale_form(people: Corridor) -> None:
    case = world.case_at(people, "confirmed")
    with use_scope(people.border.scope):
        transfer_course.transfer_fail(actor=people.border, case_id=case.id, version=None, code="refused_at_border")
    answer = client_of(people.officer).post(
        reverse("cases:act", args=[case.id, "fail_transfer"]), {"version": case.version, "code": "postponed"}
    )
    assert answer.status_code == 409
    assert people.border.name not in answer.content.decode()


def test_ids_of_another_case_do_nothing(people: Corridor) -> None:
    mine, other = world.draft(people), world.draft(people)
    with use_scope(people.officer.scope):
        foreign = Evidence.objects.get(case=other)
    client = client_of(people.officer)
    address = reverse("cases:filing", args=[mine.id, "documents"])
    answer = client.post(address, {"action": "remove", "evidence": foreign.id, "version": mine.version})
    assert answer.status_code == 404
    family = reverse("cases:filing", args=[mine.id, "family"])
    for action in ("remove", "own_case"):
        assert client.post(family, {"action": action, "member": foreign.id, "version": mine.version}).status_code == 404
    with use_scope(people.officer.scope):
        assert Evidence.objects.filter(id=foreign.id).exists()
