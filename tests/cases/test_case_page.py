"""The case page, per side: what is shown, what is not, and in how many statements."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from accounts.sessions import MEMBERSHIP_KEY
from audit.models import Access, Event
from audit.services import AboutCase, event_record
from cases import access
from cases.choices import Side, Status
from cases.models import Case, Evidence, OwnSideNote, VerificationTask
from cases.services import filing, notes, submission
from cases.services.decision import decision_propose
from cases.wording import event_words, refusal_words, status_for
from cases.wording_turns import turn_of
from cases.workflow.table import TABLE
from core.scope import use_scope
from documents.models import GeneratedDocument
from tests import safe, world
from tests.attacks.alike import bare
from tests.families import family
from tests.world import Corridor

pytestmark = pytest.mark.django_db
REMARK = "Entry 4711 of the register of Niš"
PRIVATE = ["V-77", "Rotterdam centre", "Pregnant woman", "Detained", "return decision"]
# The case itself takes 21; two are of who else has it open, one of who has it, one of the bell.
MOST_QUERIES = 28  # the first six find out who asks, and for whom the database is read
_CONTROL = re.compile(r"^\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)", re.IGNORECASE)


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def client_of(actor: Actor) -> Client:
    """A browser signed in as this actor."""
    client = Client()
    world.enter(client, world.user_of(actor))
    session = client.session
    session[MEMBERSHIP_KEY] = str(actor.membership_id)
    session.save()
    return client


def page(actor: Actor, case: Case, query: str = "", status: int = 200) -> str:
    """The case page as this actor gets it."""
    answer = client_of(actor).get(reverse("cases:case-detail", args=[case.id]) + query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def band(text: str) -> str:
    """The words of the "your turn" band."""
    found = re.search(r'<section class="turn.*?</section>', text)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()).replace("&#39;", "'")


def secrets(people: Corridor, case: Case) -> None:
    """Give the requesting side everything that the other must not see."""
    with use_scope(people.officer.scope):
        filing.private_save(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={"file_number": "V-77", "vulnerabilities": ["pregnant"]},
            detention={"place": "Rotterdam centre", "since": date(2026, 3, 1)},
        )
        notes.note_add(actor=people.officer, case_id=case.id, text="Lawyer asked for the file")


# --- who sees the page ------------------------------------------------------------------------------------------------


def test_a_draft_is_nobody_elses(people: Corridor) -> None:
    case = world.draft(people)
    for actor in (people.registry, people.their_supervisor, people.consul, people.border, people.verifier):
        page(actor, case, status=404)
    assert "Nobody in Serbia sees this application yet" in page(people.officer, case)


@pytest.mark.parametrize(
    ("status", "officer", "receiver"),
    [
        ("submitted", "Waiting for Serbia: acknowledge receipt", "Your turn: acknowledge receipt"),
        ("received", "Waiting for Serbia: verify identity and decide", "Your turn: verify identity and decide"),
        ("in_verification", "0 of 1 agency has answered", "Waiting for the agencies' answers"),
        ("notified", "Waiting for Serbia: confirm the transfer", "Your turn: confirm the transfer"),
        ("planned", "Your turn: give notice of the transfer", "Waiting for Netherlands: plan the transfer"),
        ("refused", "Close the case", "Refused"),
        ("completed", "Close the case", "The person was handed over."),
    ],
)
def test_each_side_is_told_whose_turn_it_is(people: Corridor, status: str, officer: str, receiver: str) -> None:
    case = world.case_at(people, status)
    assert officer in band(page(people.officer, case))
    theirs = band(page(people.registry, case))
    assert receiver in theirs and "Close the case" not in theirs


def test_one_strong_act_and_the_reason_of_a_blocked_one(people: Corridor) -> None:
    case = world.case_at(people, "decision_proposed")
    mine = page(people.signer, case)
    assert reverse("cases:act", args=[case.id, "countersign_acceptance"]) in mine
    assert "countersign_refusal" not in mine
    said = band(page(people.proposer, case))
    assert "Your side's turn" in said and "Another person must countersign what you proposed." in said
    assert "A colleague whose role includes it does this." in band(page(people.registry, case))


def test_an_incomplete_draft_says_what_is_missing_and_where(people: Corridor) -> None:
    with use_scope(people.officer.scope):
        case = filing.case_start(actor=people.officer, receiving_country=people.receiving, agreement=people.agreement)
    text = page(people.officer, case)
    assert "Continue the application" in band(text) and "Still missing:" in band(text)
    assert reverse("cases:filing", args=[case.id, "evidence"]) in text
    assert "Send to review" not in band(text)


def test_a_returned_application_tells_why(people: Corridor) -> None:
    case = world.case_at(people, "received")
    with use_scope(people.registry.scope):
        submission.case_return_incomplete(
            actor=people.registry, case_id=case.id, version=None, codes=["photograph"], reason="Face not visible"
        )
    said = band(page(people.officer, case))
    assert "Photograph missing or unusable" in said and "Face not visible" in said


# --- what each side sees ----------------------------------------------------------------------------------------------


def test_own_side_data_stay_on_their_side(people: Corridor) -> None:
    case = world.case_at(people, "accepted")
    secrets(people, case)
    ours = page(people.officer, case)
    for words in ("V-77", "Rotterdam centre", "Pregnant woman", "Lawyer asked for the file", "Detained"):
        assert words in ours
    for actor in (people.registry, people.signer, people.their_supervisor, people.consul):
        theirs = page(actor, case)
        for words in (*PRIVATE, "Lawyer asked", "case.application_saved", "Application changed"):
            assert words not in theirs, words


def test_receiving_notes_stay_there_too(people: Corridor) -> None:
    case = world.case_at(people, "accepted")
    with use_scope(people.registry.scope):
        notes.note_add(actor=people.registry, case_id=case.id, text="Ask the archive in Niš as well")
    assert "Ask the archive" in page(people.signer, case)
    assert "Ask the archive" not in page(people.officer, case)
    assert "Ask the archive" not in page(people.consul, case)


def test_agencies_and_remarks_are_the_receiving_sides(people: Corridor) -> None:
    case = world.case_at(people, "in_verification")
    world.answer(people, case.id, "inconclusive", REMARK)
    with use_scope(people.registry.scope):
        agency = VerificationTask.objects.select_related("agency").get(case=case).agency.name
    ours, theirs = page(people.registry, case), page(people.officer, case)
    assert agency in ours and REMARK in ours and people.verifier.name in ours
    assert "1 of 1 answered" in theirs and "Inconclusive" in theirs and "Agency 1" in theirs
    for words in (agency, REMARK, people.verifier.name, people.registry.name):
        assert words not in theirs


def test_a_proposal_is_verification_for_the_other_side(people: Corridor) -> None:
    """Apart from the hidden numbers that every form carries, the page before and after a proposal is the same."""
    case = world.case_at(people, "in_verification")
    world.answer(people, case.id)

    def seen() -> str:
        return re.sub(r'(name="version" value=")[^"]*|\d\d:\d\d', r"\1", bare(page(people.officer, case)))

    before = seen()
    with use_scope(people.proposer.scope):
        decision_propose(actor=people.proposer, case_id=case.id, version=None, outcome="accepted", reasons="In order")
    assert seen() == before
    assert "Decision proposed" in page(people.signer, case)


def test_a_plan_is_the_requesting_sides_until_notice(people: Corridor) -> None:
    case = world.case_at(people, "planned")
    assert "JU 123" in page(people.officer, case)
    for actor in (people.registry, people.consul):
        theirs = page(actor, case)
        assert "JU 123" not in theirs and "Transfer planned" not in theirs


def test_a_delegate_sees_what_both_share_and_nothing_of_one_side(people: Corridor) -> None:
    case = world.case_at(people, "documented")
    text = page(people.consul, case)
    assert "Petrović" in text and "Travel document" in text and "mrz" in text
    for words in ("Our side", "New note", "What happened", REMARK, "Proposed by"):
        assert words not in text


def test_health_is_seen_only_with_consent(people: Corridor) -> None:
    case, silent = world.draft(people), world.draft(people)
    for row, statement in ((case, "Needs insulin"), (silent, "Needs a wheelchair")):
        with use_scope(people.officer.scope):
            filing.details_save(
                actor=people.officer,
                case_id=row.id,
                version=None,
                values={},
                health=safe.statement(statement) if row is case else {"statement": statement, "has_consent": False},
            )
    for key in (case.id, silent.id):
        with use_scope(people.officer.scope):
            submission.review_send(actor=people.officer, case_id=key, version=None)
        with use_scope(people.reviewer.scope):
            submission.case_submit(actor=people.reviewer, case_id=key, version=None)
    assert "Needs insulin" in page(people.registry, case)
    assert "Needs a wheelchair" not in page(people.registry, silent)
    assert "Needs a wheelchair" in page(people.officer, silent)


def test_why_a_case_was_withdrawn_is_own_side(people: Corridor) -> None:
    case = world.case_at(people, "received")
    with use_scope(people.officer.scope):
        submission.case_withdraw(
            actor=people.officer, case_id=case.id, version=None, code="protection_procedure", note="Letter of 3 May"
        )
    ours, theirs = page(people.officer, case), page(people.registry, case)
    assert "A protection procedure is pending" in ours and "Letter of 3 May" in ours
    assert "Case withdrawn" in theirs
    for words in ("protection", "asylum", "Letter of 3 May", "Reason of the withdrawal"):
        assert words not in theirs


def test_clocks_tell_their_reasons_and_what_is_not_sure(people: Corridor) -> None:
    text = page(people.officer, world.case_at(people, "submitted"))
    assert "10 calendar days from delivery" in text and "Article 10(2)" in text
    assert "Unverified counting: counted most strictly it ends on" in text
    assert "(Belgrade)" in text and "Travel document: not yet running" in text


def test_a_paper_being_made_is_polled_and_one_made_is_linked(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    with use_scope(people.officer.scope):
        paper = GeneratedDocument.objects.get(subject=case.subject)
    text = page(people.registry, case)
    assert reverse("documents:document-status", args=[paper.id]) in text and "the paper is being made" in text


def test_the_family_is_shown_to_whom_it_belongs(people: Corridor) -> None:
    first, second = family(people)
    text = page(people.officer, first)
    assert "Petrović, Jelena" in text and reverse("cases:case-detail", args=[second.id]) in text
    assert "family of 2" in text


# --- timeline ---------------------------------------------------------------------------------------------------------


def test_the_timeline_ends_after_thirty_and_goes_on_when_asked(people: Corridor) -> None:
    case = world.case_at(people, "received")
    with use_scope(people.officer.scope):
        for number in range(40):
            notes.note_add(actor=people.officer, case_id=case.id, text=f"Note {number}")
    first = page(people.officer, case)
    assert first.count("Note added for our side") == 30 and "?all=1" in first
    whole = page(people.officer, case, "?all=1")
    assert whole.count("Note added for our side") == 40 and "?all=1" not in whole
    theirs = page(people.registry, case)
    assert "Note added" not in theirs and "Filed and delivered" in theirs
    assert people.reviewer.name not in theirs, "the other side is told the office, not the colleague"


def test_opening_is_recorded_for_the_own_side(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    page(people.registry, case)
    with use_scope(people.their_supervisor.scope):
        assert Access.objects.get(case_key=case.id, action="case.opened").actor_id == people.registry.user_id
    with use_scope(people.supervisor.scope):
        assert not Access.objects.filter(case_key=case.id, action="case.opened").exists()


# --- statements -------------------------------------------------------------------------------------------------------


def statements(actor: Actor, address: str) -> int:
    """How many statements a page takes; transaction control is not counted."""
    client = client_of(actor)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return sum(not _CONTROL.match(query["sql"]) for query in queries.captured_queries)


def address_of(case: Case) -> str:
    return reverse("cases:case-detail", args=[case.id])


@pytest.mark.parametrize("status", ["draft", "decision_proposed", "confirmed"])
def test_statements_do_not_grow_with_rows(people: Corridor, status: str) -> None:
    case = world.case_at(people, status)
    actors = [people.officer] if status == "draft" else [people.officer, people.signer]
    before = [statements(actor, address_of(case)) for actor in actors]
    with use_scope(people.officer.scope):
        Evidence.objects.bulk_create(Evidence(case=case, kind="passport", number=str(n)) for n in range(50))
        for number in range(50):
            notes.note_add(actor=people.officer, case_id=case.id, text=f"Note {number}")
            event_record(
                actor=people.officer,
                action="case.application_saved",
                subject=case.subject,
                about=AboutCase(case.id, case.reference or ""),
                audience=access.audience_both(case),
            )
    after = [statements(actor, address_of(case)) for actor in actors]
    assert after == before
    assert max(after) <= MOST_QUERIES


def test_statements_of_a_family_are_within_the_limit(people: Corridor) -> None:
    first, _second = family(people)
    assert statements(people.officer, address_of(first)) <= MOST_QUERIES


# --- notes ------------------------------------------------------------------------------------------------------------


def test_a_note_is_added_and_an_empty_one_is_not(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    client = client_of(people.officer)
    address = reverse("cases:note-add", args=[case.id])
    assert client.post(address, {"text": "Called the consulate"}).status_code == 302
    assert "Called the consulate" in page(people.reviewer, case)
    answer = client.post(address, {"text": "  "})
    assert answer.status_code == 422 and "Fill this in" in answer.content.decode()
    with use_scope(people.officer.scope):
        assert OwnSideNote.objects.filter(case=case).count() == 1


def test_a_delegate_and_a_stranger_add_no_note(people: Corridor) -> None:
    case = world.case_at(people, "accepted")
    address = reverse("cases:note-add", args=[case.id])
    assert client_of(people.consul).post(address, {"text": "x"}).status_code == 403
    stranger = world.make_actor("alb-border-migration", "registry_officer")
    assert client_of(stranger).post(address, {"text": "x"}).status_code == 404


# --- the audit trail --------------------------------------------------------------------------------------------------


def audit(actor: Actor, case: Case, query: str = "", status: int = 200) -> str:
    """The supervisor's page as this actor gets it."""
    answer = client_of(actor).get(reverse("cases:case-audit", args=[case.id]) + query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_the_audit_trail_is_for_supervisors(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    audit(people.officer, case, status=403)
    audit(people.verifier, case, status=404)
    page(people.registry, case)
    text = audit(people.their_supervisor, case)
    assert people.registry.name in text and "Opened the case" in text
    assert people.reviewer.name not in text and "case.application_saved" not in text
    ours = audit(people.supervisor, case)
    assert people.reviewer.name in ours and people.registry.name not in ours
    with use_scope(people.supervisor.scope):
        assert Access.objects.filter(case_key=case.id, action="audit.viewed").count() == 1


def test_the_audit_trail_is_filtered_and_paged(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    with use_scope(people.officer.scope):
        for number in range(60):
            notes.note_add(actor=people.officer, case_id=case.id, text=f"Note {number}")
    looks = audit(people.supervisor, case, "?result=seen")
    assert "audit.viewed" in looks and "case.submitted" not in looks
    first = audit(people.supervisor, case, "?result=done")
    assert first.count('data-label="What"') == 50 and "case.submitted" not in first
    found = re.search(r'href="([^"]*after=[^"]*)"', first)
    assert found
    second = client_of(people.supervisor).get(found[1].replace("&amp;", "&")).content.decode()
    assert "case.submitted" in second and "audit.viewed" not in second
    assert audit(people.supervisor, case, "?result=done&after=nonsense").count('data-label="What"') == 50
    with use_scope(people.supervisor.scope):
        acts = Event.objects.filter(case_key=case.id).count()
    assert second.count('data-label="What"') == acts - 50, "no record is lost or shown twice"


# --- words ------------------------------------------------------------------------------------------------------------


def test_every_event_of_the_table_has_words() -> None:
    for row in TABLE:
        for is_own_side in (True, False):
            words = event_words(row.event, {}, is_own_side=is_own_side)
            assert words and words != row.event and "." not in words
    assert event_words("act.refused", {"code": "second_person"}, "refused", is_own_side=True).endswith(
        refusal_words("second_person")
    )


def test_turn_and_status_tell_nothing_of_a_proposal(people: Corridor) -> None:
    case = world.case_at(people, "decision_proposed")
    with use_scope(people.supervisor.scope):
        case = Case.objects.select_related("requesting_country", "receiving_country").get(id=case.id)
    assert status_for(case, Side.REQUESTING)[0] == Status.IN_VERIFICATION
    assert status_for(case, None)[0] == Status.IN_VERIFICATION
    assert status_for(case, Side.RECEIVING)[0] == Status.DECISION_PROPOSED
    assert turn_of(case, Side.REQUESTING).what == "verify identity and decide"
    assert turn_of(case, Side.RECEIVING).whose == "ours"
