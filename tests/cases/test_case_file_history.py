"""The history of a case and the versions of its application: filters, pages, and what each side is shown meanwhile."""

import json
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Access, Event
from audit.services import AboutCase, access_record, event_record
from cases import access
from cases.models import ApplicationVersion, Case, FamilyMember
from cases.selectors import history
from cases.selectors.versions import contents_of, files_in, whole_contents
from cases.services import filing, messages, notes, submission
from core import clock
from core.scope import use_scope
from documents.models import StoredFile
from tests import safe, world
from tests.cases.test_case_file import get, people, released, scan_added
from tests.cases.test_case_page import client_of
from tests.walls import finds_nothing
from tests.world import Corridor

pytestmark = pytest.mark.django_db
__all__ = ["people"]
_CONTROL = re.compile(r"^\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)", re.IGNORECASE)


def entries(text: str) -> str:
    """The words of the list alone."""
    found = re.search(r'<ol class="timeline timeline--page">.*?</ol>', text)
    return re.sub(r"<[^>]+>", " ", found[0]) if found else ""


# --- history ----------------------------------------------------------------------------------------------------------


def test_every_reader_gets_the_history_as_far_as_it_is_theirs(people: Corridor) -> None:
    case = world.case_at(people, "decision_proposed")
    with use_scope(people.registry.scope):
        notes.note_add(actor=people.registry, case_id=case.id, text="Among us")
    theirs = entries(get(people.registry, "case-history", case.id))
    ours = entries(get(people.officer, "case-history", case.id))
    for words in ("Decision proposed", "Note added for our side", people.proposer.name):
        assert words in theirs and words not in ours, words
    assert "Sent to review" in ours and "Sent to review" not in theirs
    assert people.officer.name not in theirs and people.reviewer.name not in theirs


def test_delegates_get_the_steps_that_both_sides_know(people: Corridor) -> None:
    case = world.case_at(people, "confirmed")
    text = entries(get(people.consul, "case-history", case.id))
    for words in ("Filed and delivered", "Receipt acknowledged", "Readmission accepted", "Transfer confirmed"):
        assert words in text, words
    for words in ("Sent to review", "Decision proposed", people.officer.name, people.signer.name, "Asked"):
        assert words not in text, words
    get(people.border, "case-history", case.id, status=404)


def test_the_history_is_filtered_by_kind_side_and_day(people: Corridor) -> None:
    case = released(people)
    world._as(people.registry, submission.case_acknowledge)(case.id)
    with use_scope(people.officer.scope):
        messages.thread_open(actor=people.officer, case_id=case.id, title="Which desk?", text="Who decides?")

    def shown(query: str) -> str:
        return entries(get(people.officer, "case-history", case.id, query=query))

    acts, files, talk = shown("?kind=acts"), shown("?kind=files"), shown("?kind=messages")
    assert "Receipt acknowledged" in acts and "scan-0.pdf" not in acts
    assert "Scan of evidence stored" in files and "scan-0.pdf" in files and "Receipt acknowledged" not in files
    assert talk.strip() and "Receipt" not in talk and "stored" not in talk
    assert "Receipt acknowledged" in shown("?side=theirs") and "Sent to review" not in shown("?side=theirs")
    assert "Sent to review" in shown("?side=ours") and "Receipt acknowledged" not in shown("?side=ours")
    day = clock.now().astimezone(people.officer.zone).date()
    today = f"since_day={day.day}&since_month={day.month}&since_year={day.year}"
    assert "Receipt acknowledged" in shown(f"?{today}")
    late = day + timedelta(days=1)
    tomorrow = f"since_day={late.day}&since_month={late.month}&since_year={late.year}"
    assert "No entry fits what you asked for" in get(people.officer, "case-history", case.id, query=f"?{tomorrow}")


@pytest.mark.parametrize("query", ["?since_day=31&since_month=2&since_year=2026", "?side=both", "?until_year=20"])
def test_a_filter_that_makes_no_sense_is_said_and_kept(people: Corridor, query: str) -> None:
    case = released(people)
    text = get(people.officer, "case-history", case.id, query=query, status=422)
    assert "Something needs your attention" in text


def test_who_looked_is_for_supervisors_and_names_the_file(people: Corridor) -> None:
    case = released(people)
    with use_scope(people.officer.scope):
        file = StoredFile.objects.get(subject=case.subject, kind="evidence")
    client_of(people.officer).get(reverse("documents:file-download", args=[file.id]))
    for actor in (people.officer, people.registry):
        get(actor, "case-history", case.id, query="?kind=reads", status=403)
        assert "Who looked" not in get(actor, "case-history", case.id)
    text = get(people.supervisor, "case-history", case.id, query="?kind=reads")
    assert "Downloaded a file: scan-0.pdf" in " ".join(entries(text).split()).replace(" :", ":")
    assert people.officer.name in entries(text)
    assert people.officer.name not in entries(
        get(people.their_supervisor, "case-history", case.id, query="?kind=reads")
    )
    with use_scope(people.supervisor.scope):
        assert Access.objects.filter(action="audit.viewed", actor_id=people.supervisor.user_id).exists()


def test_a_denied_look_stands_in_the_history_of_the_lookers_own_country(people: Corridor) -> None:
    case = released(people)
    colleague = world.make_actor("nld-dtv-region-west", "return_officer")
    client_of(colleague).get(reverse("cases:case-detail", args=[case.id]))
    ours = entries(get(people.supervisor, "case-history", case.id, query="?kind=reads"))
    assert colleague.name in ours and "Tried to open" in ours
    assert colleague.name not in get(people.their_supervisor, "case-history", case.id, query="?kind=reads")


def test_pages_follow_each_other_without_a_gap(people: Corridor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 4)
    case = world.case_at(people, "accepted")
    with use_scope(people.officer.scope):
        total = len(_all_of(people, case))
    seen, query = 0, ""
    for _page in range(20):
        text = get(people.officer, "case-history", case.id, query=query)
        seen += text.count("<time datetime=")
        following = re.search(r'href="[^"]*(\?[^"]*after=[^"]*)"', text)
        if not following:
            break
        query = following[1].replace("&amp;", "&")
    assert seen == total > 4
    assert "Newest" in text
    assert get(people.officer, "case-history", case.id, query="?after=nonsense").count("<time datetime=") == 4


def _all_of(people: Corridor, case: Case) -> list[history.HistoryEntry]:
    """Every line at once, counted in pages as the page does."""
    found: list[history.HistoryEntry] = []
    cursor = ""
    while True:
        page = history.history_page(people.officer, case, history.Filter(), cursor=cursor)
        found += page.entries
        cursor = page.next_cursor
        if not cursor:
            return found


def test_statements_do_not_grow_with_the_history(people: Corridor) -> None:
    case = released(people)
    clients = [client_of(people.officer), client_of(people.supervisor)]
    address = reverse("cases:case-history", args=[case.id])
    with use_scope(people.officer.scope):
        file = StoredFile.objects.get(subject=case.subject, kind="evidence")
    clients[0].get(reverse("documents:file-download", args=[file.id]))

    def counts() -> list[int]:
        found = []
        for client, query in zip(clients, ("", "?kind=reads"), strict=True):
            client.get(address + query)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address + query).status_code == 200
            found.append(len([q for q in queries.captured_queries if not _CONTROL.match(q["sql"])]))
        return found

    before = counts()
    with use_scope(people.officer.scope):
        for _number in range(20):
            about = AboutCase(case.id, case.reference or "")
            event_record(
                actor=people.officer,
                action="file.stored",
                subject=f"storedfile:{file.id}",
                about=about,
                audience=access.audience_both(case),
                parameters={"kind": "evidence"},
            )
            access_record(actor=people.officer, action="file.viewed", subject=f"storedfile:{file.id}", about=about)
    assert counts() == before
    assert max(before) <= 18


# --- versions ---------------------------------------------------------------------------------------------------------


def test_a_version_is_kept_each_time_the_application_is_submitted(people: Corridor) -> None:
    case = world.draft(people)
    with use_scope(people.officer.scope):
        assert not ApplicationVersion.objects.filter(case=case).exists()
    world._as(people.officer, submission.review_send)(case.id)
    world._as(people.reviewer, submission.case_submit)(case.id)
    world._as(people.registry, submission.case_return_incomplete, codes=["particulars"])(case.id)
    with use_scope(people.officer.scope):
        filing.person_save(actor=people.officer, case_id=case.id, version=None, values={"birth_place": "Pirot"})
    world.recheck(people, case.id)
    world._as(people.reviewer, submission.case_resubmit)(case.id)
    for actor in (people.officer, people.registry):
        with use_scope(actor.scope):
            versions = list(ApplicationVersion.objects.filter(case=case))
            assert [row.number for row in versions] == [1, 2]
            assert [row.contents["person"]["birth_place"] for row in versions] == ["Niš", "Pirot"]
            assert whole_contents(versions[1]) == contents_of(Case.objects.get(id=case.id))
            assert "health" not in versions[1].contents, "it stands in a row of its own"
            assert StoredFile.objects.filter(id__in=files_in(versions[1].contents)).count() == 1


def test_a_version_does_not_change_and_is_nobody_elses_to_make(people: Corridor) -> None:
    case = released(people)
    with use_scope(people.officer.scope):
        row = ApplicationVersion.objects.get(case=case)
        for change in ({"contents": {}}, {"number": 7}, {"own_side": "requesting"}):
            assert finds_nothing(lambda change=change: ApplicationVersion.objects.filter(id=row.id).update(**change))  # type: ignore[misc]
        assert finds_nothing(ApplicationVersion.objects.filter(id=row.id).delete)
        with pytest.raises(IntegrityError), transaction.atomic():
            ApplicationVersion(case=case, number=1, made_at=clock.now(), contents={}).save(force_insert=True)
    with use_scope(people.registry.scope), pytest.raises(ProgrammingError), transaction.atomic():
        ApplicationVersion(case=case, number=2, made_at=clock.now(), contents={}).save(force_insert=True)


@pytest.fixture
def returned(people: Corridor) -> Case:
    """An application that came back and is being mended: name, family, evidence, photograph, texts."""
    case = released(people)
    world._as(people.registry, submission.case_return_incomplete, codes=["particulars"])(case.id)
    officer = people.officer
    with use_scope(officer.scope):
        filing.person_save(actor=officer, case_id=case.id, version=None, values={"family_name": "Corrected"})
        filing.family_member_add(
            actor=officer,
            case_id=case.id,
            version=None,
            relation="child",
            values={"family_name": "Newborn", "given_names": "Ana"},
        )
        filing.details_save(
            actor=officer,
            case_id=case.id,
            version=None,
            values={"observations": "Not sent yet", "protective_measures": "Also not"},
            health=safe.statement("Needs a ramp"),
        )
        world.photograph_take(people, case, world._portrait)
    scan_added(people, case, "not-sent.pdf", kind="birth_certificate")
    return case


UNSENT = ("Corrected", "CORRECTED", "Newborn", "Not sent yet", "Also not", "Needs a ramp", "not-sent.pdf")


@pytest.mark.parametrize("name", ["case-detail", "case-application", "case-documents", "case-history", "case-versions"])
def test_the_other_side_is_shown_what_was_submitted_while_it_is_mended(
    people: Corridor, returned: Case, name: str
) -> None:
    theirs = get(people.registry, name, returned.id)
    for words in (*UNSENT, "Application changed", "File withdrawn", "stands now"):
        assert words not in theirs, words
    assert "Petrović" in theirs
    ours = get(people.officer, name, returned.id)
    if name in {"case-detail", "case-application"}:
        for words in ("Newborn", "Not sent yet"):
            assert words in ours, words


def test_the_photograph_of_the_correction_is_not_the_other_sides(people: Corridor, returned: Case) -> None:
    with use_scope(people.officer.scope):
        new = StoredFile.objects.get(subject=returned.subject, kind="photograph", is_withdrawn=False)
        old = StoredFile.objects.get(subject=returned.subject, kind="photograph", is_withdrawn=True)
    for name in ("file-view", "file-download", "file-preview"):
        assert client_of(people.registry).get(reverse(f"documents:{name}", args=[new.id])).status_code == 404
    text = get(people.registry, "case-detail", returned.id)
    assert reverse("documents:file-view", args=[old.id]) in text
    world.recheck(people, returned.id)
    world._as(people.reviewer, submission.case_resubmit)(returned.id)
    assert reverse("documents:file-view", args=[new.id]) in get(people.registry, "case-detail", returned.id)


def test_a_withdrawal_sends_no_correction(people: Corridor, returned: Case) -> None:
    world._as(people.officer, submission.case_withdraw, code="other")(returned.id)
    for name in ("case-detail", "case-application", "case-documents"):
        theirs = get(people.registry, name, returned.id)
        assert not [words for words in UNSENT if words in theirs], name
    world._as(people.officer, submission.case_close)(returned.id)
    assert "Corrected" not in get(people.registry, "case-detail", returned.id)


def test_two_versions_are_compared_field_by_field(people: Corridor, returned: Case) -> None:
    before = get(people.registry, "case-versions", returned.id)
    assert "The application was submitted once" in before
    working = get(people.officer, "case-versions", returned.id)
    assert "As it stands now, not submitted" in working
    for words in ("Petrović", "Corrected", "Newborn, Ana", "not-sent.pdf"):
        assert words.split(",")[0] in working, words
    world.recheck(people, returned.id)
    world._as(people.reviewer, submission.case_resubmit)(returned.id)
    for actor in (people.officer, people.registry):
        text = get(actor, "case-versions", returned.id)
        assert '<del><span class="govuk-visually-hidden">removed: </span><bdi>Petrović</bdi></del>' in text
        assert '<ins><span class="govuk-visually-hidden">added: </span><bdi>Corrected</bdi></ins>' in text
        assert "Miloš" not in re.sub(r"<section class=\"identity.*?</section>", "", text)
        whole = get(actor, "case-versions", returned.id, query="?whole=on")
        assert "<bdi>Miloš</bdi>" in whole
    same = get(people.registry, "case-versions", returned.id, query="?old=2&new=2")
    assert "No difference" in same
    back = get(people.registry, "case-versions", returned.id, query="?old=2&new=1")
    assert "<bdi>Corrected</bdi></del>" in back
    for query in ("?old=9&new=1", "?old=working&new=1", "?old=x"):
        get(people.registry, "case-versions", returned.id, query=query, status=422)


def test_health_is_compared_as_long_as_the_person_consents(people: Corridor, returned: Case) -> None:
    world.recheck(people, returned.id)
    world._as(people.reviewer, submission.case_resubmit)(returned.id)
    assert "Needs a ramp" in get(people.registry, "case-versions", returned.id)
    world._as(people.registry, submission.case_return_incomplete, codes=["form"])(returned.id)
    with use_scope(people.officer.scope):
        filing.details_save(
            actor=people.officer,
            case_id=returned.id,
            version=None,
            values={},
            health={"statement": "Needs a ramp", "has_consent": False},
        )
    for name in ("case-versions", "case-detail", "case-application"):
        assert "Needs a ramp" not in get(people.registry, name, returned.id), name
    assert "Needs a ramp" in get(people.officer, "case-application", returned.id)


def test_events_of_a_correction_are_the_own_sides(people: Corridor, returned: Case) -> None:
    with use_scope(people.registry.scope):
        told = Event.objects.filter(case_key=returned.id).values_list("action", "changed", "parameters")
        text = json.dumps([list(row) for row in told])
    for word in ("case.application_saved", "file.withdrawn", "family_name", "observations"):
        assert word not in text
    with use_scope(people.registry.scope):
        assert FamilyMember.objects.filter(case=returned).exists(), "rows themselves are read: the threat model says so"
