"""Third-country nationals and stateless persons: what their application must tell, what excludes it, and until when it
can be submitted (domain facts 1, 2.2, 2.3, 3.2, 3.4)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from audit.models import Event
from cases.choices_tracks import refusal_reasons
from cases.identity.dates import PartialDate
from cases.identity.mrz import MrzKind, generate
from cases.letters import application_request
from cases.models import ApplicationVersion, Case, EntryCheck, EntryRecord, Evidence, VerificationTask
from cases.selectors.filing import agreement_terms
from cases.selectors.situation import situation_of
from cases.services import decision, filing, submission
from cases.services.entry import entry_save, time_bar_record
from cases.wording import event_words
from core import clock
from core.errors import ActRefused, Invalid, NotVisible
from core.scope import use_scope
from notifications.models import Notice
from tests import world
from tests.cases.limits import clocks_of, do, fresh, utc
from tests.cases.work_pages import browser, page
from tests.conftest import OWNER, logged_in_as
from tests.foreigners import ENTRY, STATELESS, THIRD_COUNTRY, foreign_case_at, foreign_draft

pytestmark = pytest.mark.commits
STARTED = utc("2026-03-02 10:00")  # a Monday
OWN_PERMIT = {"has_own_permit": True, "own_permit_kind": "visa", "own_permit_until": date(2026, 5, 1)}


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


def missing(people: world.Corridor, case: Case) -> tuple[str, ...]:
    with use_scope(people.officer.scope):
        return situation_of(Case.objects.get(id=case.id), None).missing


def entry(people: world.Corridor, case: Case, values: dict[str, Any], check: Any = None, **options: Any) -> None:
    known_on = options.get("known_on", fresh(people.officer, case).known_on)
    do(people.officer, entry_save, case, values=values, check=check or {}, known_on=known_on)


# --- what can be begun ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "own", "foreign"),
    [
        # EU–Turkey, Article 24(3): towards third-country nationals three years after its entry into force.
        (date(2017, 9, 30), True, False),
        (date(2017, 10, 1), True, True),
    ],
)
def test_an_agreement_is_offered_only_for_the_tracks_that_it_binds_for_on_the_day(
    on: date, own: bool, foreign: bool
) -> None:
    assert bool(agreement_terms("NLD", "TUR", on)) == own
    for track in (THIRD_COUNTRY, STATELESS):
        assert bool(agreement_terms("NLD", "TUR", on, track)) == foreign


def test_a_draft_of_the_track_has_its_parts_and_nationality(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        for track, nationality in ((THIRD_COUNTRY, ""), (STATELESS, "XXA"), ("own_national", "SRB")):
            with use_scope(people.officer.scope):
                case = filing.case_start(
                    actor=people.officer, receiving_country="SRB", agreement="eu-serbia", track=track
                )
                assert (case.track, case.person.nationality) == (track, nationality)
                parts = EntryRecord.objects.filter(case=case).count(), EntryCheck.objects.filter(case=case).count()
                assert parts == ((0, 0) if track == "own_national" else (1, 1))


def test_a_member_of_the_family_is_filed_on_the_same_track(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = foreign_draft(people)
        with use_scope(people.officer.scope):
            other = filing.family_case_start(actor=people.officer, case_id=case.id)
            assert other.track == THIRD_COUNTRY and EntryRecord.objects.filter(case=other).exists()


# --- what it must have ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("track", "nationality", "is_right"),
    [
        (THIRD_COUNTRY, "AFG", True),
        (THIRD_COUNTRY, "SRB", False),
        (THIRD_COUNTRY, "NLD", False),
        (THIRD_COUNTRY, "XXA", False),
        (THIRD_COUNTRY, "XXX", False),
        # What says that somebody is protected never goes to the other side.
        (THIRD_COUNTRY, "XXB", False),
        (THIRD_COUNTRY, "XXC", False),
        (STATELESS, "XXA", True),
        (STATELESS, "AFG", False),
        (STATELESS, "XXB", False),
    ],
)
def test_the_nationality_fits_the_track(people: world.Corridor, track: str, nationality: str, is_right: bool) -> None:
    with clock.travel(STARTED):
        case = foreign_draft(people, track, nationality=nationality)
        wrong = {THIRD_COUNTRY: "nationality_of_third_country", STATELESS: "nationality_stateless"}[track]
        assert missing(people, case) == (() if is_right else (wrong,))


@pytest.mark.parametrize(
    ("values", "lacks"),
    [
        (ENTRY, ()),
        ({"basis": ""}, ("entry_basis",)),
        ({"basis": "direct_entry", "entered_on": None}, ("entry_facts",)),
        ({"basis": "direct_entry", "entry_place": ""}, ("entry_facts",)),
        ({"basis": "document"}, ("entry_permit",)),
        ({"basis": "document", "permit_kind": "visa", "permit_number": "S 1"}, ()),
        ({"basis": "other", "basis_note": "Article 3(3)"}, ()),
    ],
)
def test_the_ground_asks_for_its_own_facts(
    people: world.Corridor, values: dict[str, Any], lacks: tuple[str, ...]
) -> None:
    with clock.travel(STARTED):
        case = foreign_draft(people)
        entry(people, case, {**ENTRY, **values})
        assert missing(people, case) == lacks
        if lacks:
            with pytest.raises(ActRefused) as refused:
                do(people.officer, submission.review_send, case)
            assert refused.value.code == "application_incomplete"


def test_evidence_of_entry_is_needed_and_evidence_of_nationality_does_not_replace_it(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = foreign_draft(people, with_evidence=False)
        assert missing(people, case) == ("evidence_of_entry",)
        do(people.officer, filing.evidence_add, case, values={"kind": "passport", "number": "P 1"})
        assert missing(people, case) == ("evidence_of_entry",)
        do(people.officer, filing.evidence_add, case, values={"purpose": "entry_or_residence", "kind": "border_stamp"})
        assert missing(people, case) == ()


def test_the_day_is_needed_where_the_agreement_counts_from_it(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = foreign_draft(people)
        entry(people, case, ENTRY, known_on=None)
        assert missing(people, case) == ("known_on",)
        assert [row.state for row in clocks_of(people.officer, case, "submission")] == ["cancelled"]


def test_evidence_is_worth_what_the_list_of_its_purpose_says(people: world.Corridor) -> None:
    """The typical lists: a statement of the person is prima facie evidence of either, a stamp proves the entry alone."""
    with clock.travel(STARTED):
        case = foreign_draft(people, with_evidence=False)
        for purpose, kind in (
            ("entry_or_residence", "border_stamp"),
            ("nationality", "border_stamp"),
            ("entry_or_residence", "statement_of_person"),
        ):
            do(people.officer, filing.evidence_add, case, values={"purpose": purpose, "kind": kind})
        with use_scope(people.officer.scope):
            rows = [(row.worth, row.worth_citation) for row in Evidence.objects.filter(case=case)]
        assert rows == [("proof", "Annex 3"), ("", ""), ("prima_facie", "Annex 4")]


@pytest.mark.parametrize("code", ["XXB", "XXC"])
def test_the_document_of_a_refugee_is_kept_out_of_every_application(people: world.Corridor, code: str) -> None:
    """Its lines say that the person is protected (ICAO Doc 9303-3, section 5): the other side would read it."""
    said = {"document_code": "P", "issuer": "D", "surname": "Karimi", "given_names": "Reza", "sex": "M"}
    born, until = PartialDate.parse("1991-03-14"), date(2030, 1, 1)
    zone = generate(MrzKind.TD3, **said, number="E00000001", nationality=code, birth_date=born, expiry=until)
    lines = "\n".join(zone)
    with clock.travel(STARTED):
        for case in (foreign_draft(people), world.draft(people)):
            before = evidence_of(people, case)
            with pytest.raises(Invalid) as refused:
                do(people.officer, filing.evidence_add, case, values={"kind": "passport", "mrz": lines})
            assert "refugee" in refused.value.errors["mrz"][0]
            address = reverse("cases:filing", args=[case.id, "documents"])
            for action in ("continue", "fill"):
                typed = {"kind": "passport", "purpose": "nationality", "mrz": lines, "action": action}
                typed["version"] = str(fresh(people.officer, case).version)
                answer = browser(people.officer).post(address, typed)
                assert answer.status_code == 422 and "refugee’s travel document" in answer.content.decode()
                assert 'value="E00000001"' not in answer.content.decode(), "the number is not taken over"
            assert evidence_of(people, case) == before
        other = "\n".join(
            generate(MrzKind.TD3, **said, number="E00000001", nationality="AFG", birth_date=born, expiry=until)
        )
        do(people.officer, filing.evidence_add, foreign_draft(people), values={"kind": "passport", "mrz": other})


def evidence_of(people: world.Corridor, case: Case) -> int:
    with use_scope(people.officer.scope):
        return Evidence.objects.filter(case=case).count()


def test_own_nationals_tell_nothing_of_entry(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = world.draft(people)
        with pytest.raises(Invalid):
            do(people.officer, entry_save, case, values=ENTRY, check={})
        with pytest.raises(Invalid):
            do(people.officer, filing.evidence_add, case, values={"purpose": "entry_or_residence", "kind": "ticket"})
        client = browser(people.officer)
        answer = client.get(reverse("cases:filing", args=[case.id, "entry"]))
        assert answer.status_code == 302 and answer.headers["location"].endswith("/application")
        shown = page(client, reverse("cases:filing", args=[case.id, "documents"]))
        assert "What it shows" not in shown and "Entry and residence" not in shown


# --- exceptions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "stands"),
    [
        ({}, False),
        ({"is_airside_only": True}, True),
        (OWN_PERMIT, True),
        ({**OWN_PERMIT, "exception_answer": "forged", "exception_note": "Report of the laboratory"}, False),
        ({**OWN_PERMIT, "exception_answer": "theirs_ends_later"}, False),
        # No reason of one exception answers the other.
        ({**OWN_PERMIT, "is_airside_only": True, "exception_answer": "forged"}, True),
    ],
)
def test_an_exception_stands_in_the_way_until_it_is_answered(
    people: world.Corridor, check: dict[str, Any], stands: bool
) -> None:
    with clock.travel(STARTED):
        case = foreign_draft(people)
        do(people.officer, submission.review_send, case)
        do(people.reviewer, submission.review_return, case, reason="Look at the visa again")
        entry(people, case, ENTRY, check)
        if not stands:
            do(people.officer, submission.review_send, case)
            do(people.reviewer, submission.case_submit, case)
            return
        with pytest.raises(ActRefused) as refused:
            do(people.officer, submission.review_send, case)
        assert refused.value.code == "exception_stands"
        shown = page(browser(people.officer), reverse("cases:filing", args=[case.id, "check"]))
        assert "although an exception of the agreement applies" in shown


def test_what_was_examined_stays_with_the_requesting_side(people: world.Corridor) -> None:
    """A permit that the requesting country gave would tell why the person was allowed to stay."""
    check = {**OWN_PERMIT, "own_permit_number": "NL-PERMIT-77", "exception_answer": "forged"}
    check |= {"exception_note": "Birth certificate invented", "obstacle_until": None}
    with clock.travel(STARTED):
        case = foreign_case_at(people, "received", check=check)
        with use_scope(people.officer.scope):
            assert EntryCheck.objects.get(case=case).own_permit_number == "NL-PERMIT-77"
        for actor in (people.registry, people.proposer, people.their_supervisor):
            with use_scope(actor.scope):
                assert EntryRecord.objects.get(case=case).entry_place == "Horgoš"
                assert not EntryCheck.objects.filter(case=case).exists()
        for name in ("cases:case-detail", "cases:case-application", "cases:case-versions", "cases:case-history"):
            address = reverse(name, args=[case.id])
            theirs = page(browser(people.registry), address)
            assert "NL-PERMIT-77" not in theirs and "invented" not in theirs and "airside" not in theirs
        assert "NL-PERMIT-77" in page(browser(people.officer), reverse("cases:case-detail", args=[case.id]))
        assert "Horgoš" in page(browser(people.registry), reverse("cases:case-detail", args=[case.id]))
        with use_scope(people.registry.scope):
            assert "NL-PERMIT" not in str(ApplicationVersion.objects.get(case=case).contents)


# --- until when -------------------------------------------------------------------------------------------------------


def late_draft(people: world.Corridor, known_on: date = date(2025, 2, 10)) -> Case:
    """EU–Serbia, Article 10: one year from the knowledge, which has passed on 2 March 2026."""
    return foreign_draft(people, known_on=known_on)


def test_in_time_it_is_filed_and_the_limit_is_met(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = foreign_case_at(people, "submitted", known_on=date(2025, 6, 2))
        [limit] = clocks_of(people.registry, case, "submission")
        assert (limit.state, limit.due_at, limit.own_side) == ("met", utc("2026-06-02 22:00"), "")


def test_what_is_out_of_time_is_not_filed_but_recorded_and_closed(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = late_draft(people)
        with pytest.raises(ActRefused) as refused:
            do(people.officer, submission.review_send, case)
        assert refused.value.code == "submission_limit_passed"
        client = browser(people.officer)
        shown = page(client, reverse("cases:filing", args=[case.id, "check"]))
        assert "cannot be sent any more" in shown
        act = reverse("cases:act", args=[case.id, "record_time_barred"])
        assert "Serbia does not see this" in page(client, act)
        do(people.officer, time_bar_record, case, reason="The file came too late from the police")
        case = fresh(people.officer, case)
        assert (case.status, case.next_due_at, case.shared, case.reference) == ("time_barred", None, False, None)
        [limit] = clocks_of(people.officer, case, "submission")
        assert (limit.state, limit.ended_at) == ("expired", limit.due_at), "it ended then, not when it was recorded"
        shown = strip_tags(page(client, reverse("cases:case-detail", args=[case.id])))
        assert "Out of time" in shown and "Close the case" in shown
        for actor in (people.registry, people.their_supervisor):
            with pytest.raises(NotVisible):
                do(actor, submission.case_acknowledge, case)
        with logged_in_as(OWNER):
            event = Event.objects.get(case_key=case.id, action="case.time_barred")
            assert event.audience_countries == ["NLD"]
            assert event_words(event.action, event.parameters, is_own_side=True).startswith(
                "Recorded: the application is out of time; the time limit ended "
            )
            told = Notice.objects.filter(subject=case.subject, action="case.time_barred")
            assert {code for row in told for code in row.audience_countries} == {"NLD"}
        do(people.officer, submission.case_close, case)
        assert fresh(people.officer, case).status == "closed"


def test_it_can_pass_while_the_application_is_in_review(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = foreign_draft(people, known_on=date(2025, 3, 10))
        do(people.officer, submission.review_send, case)
    with clock.travel(STARTED + timedelta(days=20)):
        with pytest.raises(ActRefused) as refused:
            do(people.reviewer, submission.case_submit, case)
        assert refused.value.code == "submission_limit_passed"
        do(people.reviewer, time_bar_record, case)
        assert fresh(people.reviewer, case).status == "time_barred"


def test_what_is_in_time_is_not_out_of_time(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = foreign_draft(people)
        with pytest.raises(ActRefused) as refused:
            do(people.officer, time_bar_record, case)
        assert refused.value.code == "submission_limit_open"


def test_a_limit_that_nobody_has_read_warns_and_bars_nothing(people: world.Corridor) -> None:
    with clock.travel(STARTED), world.rule_with(people, "submission", certainty="M"):
        case = late_draft(people)
        shown = page(browser(people.officer), reverse("cases:filing", args=[case.id, "check"]))
        assert "The application can still be sent" in shown
        do(people.officer, submission.review_send, case)
        do(people.reviewer, submission.case_submit, case)
        [limit] = clocks_of(people.registry, case, "submission")
        assert limit.state == "expired"


def test_what_was_submitted_once_is_not_barred_when_it_comes_back(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = foreign_case_at(people, "submitted", known_on=date(2025, 3, 3))
        do(people.registry, submission.case_return_incomplete, case, codes=["form"])
    with clock.travel(STARTED + timedelta(days=4)):
        # The legal status is looked at again before anything leaves the country.
        again = {"legal_status_checked_on": date(2026, 3, 5)}
        do(people.officer, filing.private_save, case, values=again, detention={})
        do(people.reviewer, submission.case_resubmit, case)
        assert fresh(people.reviewer, case).status == "submitted"


def with_extension(people: world.Corridor, **values: Any) -> None:
    from countries.models import Rule

    with logged_in_as(OWNER):
        for rule in Rule.objects.filter(agreement=people.agreement, kind="submission"):
            rule.pk, rule.kind, rule.certainty = None, "submission_extension", "T"
            for name, value in {"start_event": "obstacle_end", "value": None, "unit": "none", **values}.items():
                setattr(rule, name, value)
            rule.save(force_insert=True)


@pytest.mark.parametrize(
    ("rule", "ended_on", "due"),
    [
        # Only until they end (EU–Turkey as paraphrased).
        ({}, date(2026, 3, 1), "2026-03-01 23:00"),
        # They ended before the limit: nothing is put off.
        ({}, date(2026, 1, 1), "2026-02-10 23:00"),
        # So many days from their end (Switzerland–North Macedonia, Article 8: 60); 1 March + 30 days, summer time.
        ({"value": 30, "unit": "calendar_day"}, date(2026, 3, 1), "2026-03-31 22:00"),
        # To so much in all (Switzerland–Armenia, Article 5(3)).
        (
            {"value": 14, "unit": "month", "of_total": True, "start_event": "knowledge"},
            date(2026, 3, 1),
            "2026-04-10 22:00",
        ),
    ],
)
def test_obstacles_put_the_end_off_as_the_agreement_says(
    people: world.Corridor, rule: dict[str, Any], ended_on: date, due: str
) -> None:
    with_extension(people, **rule)
    with clock.travel(STARTED):
        case = late_draft(people)
        entry(people, case, ENTRY, {"obstacle_until": ended_on, "obstacle_note": "The court had forbidden it"})
        limit = clocks_of(people.officer, case, "submission")[-1]
        assert (limit.state, limit.due_at) == ("running", utc(due))
        shown = page(browser(people.officer), reverse("cases:filing", args=[case.id, "entry"]))
        assert "Obstacles to the application" in shown


def test_where_the_agreement_gives_no_more_time_no_obstacle_is_taken(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = late_draft(people)
        with pytest.raises(Invalid) as invalid:
            entry(people, case, ENTRY, {"obstacle_until": date(2026, 3, 1)})
        assert set(invalid.value.errors) == {"obstacle_until"}
        shown = page(browser(people.officer), reverse("cases:filing", args=[case.id, "entry"]))
        assert "Obstacles to the application" not in shown


# --- the other side ---------------------------------------------------------------------------------------------------


def test_each_track_is_refused_for_its_own_reasons(people: world.Corridor) -> None:
    foreign = {"airside_transit", "requesting_country_permit"}
    codes = {
        track: {code for code, _ in refusal_reasons(track)} for track in ("own_national", THIRD_COUNTRY, STATELESS)
    }
    assert not foreign & codes["own_national"] and foreign <= codes[THIRD_COUNTRY] & codes[STATELESS]
    assert "not_a_national" in codes["own_national"] and "not_a_national" not in codes[THIRD_COUNTRY] | codes[STATELESS]
    assert all("out_of_time" in held for held in codes.values())
    with clock.travel(STARTED):
        case = foreign_case_at(people, "received")
        refuse = {"outcome": "refused", "reasons": "It was filed too late."}
        with pytest.raises(Invalid) as invalid:
            do(people.proposer, decision.decision_propose, case, reason_codes=["not_a_national"], **refuse)
        assert set(invalid.value.errors) == {"reason_codes"}
        shown = page(browser(people.proposer), reverse("cases:act", args=[case.id, "propose_decision"]))
        assert "airside transit" in shown and "is not a national of this country" not in shown
        do(people.proposer, decision.decision_propose, case, reason_codes=["out_of_time"], **refuse)
        do(people.signer, decision.decision_countersign, case)
        case = fresh(people.officer, case)
        assert (case.status, case.outcome) == ("refused", "refused")
        shown = page(browser(people.officer), reverse("cases:case-detail", args=[case.id]))
        assert "The application came after its time limit" in shown


def test_an_agency_is_asked_about_visa_and_entry_and_sees_nothing_of_the_exceptions(people: world.Corridor) -> None:
    record = {"basis": "document", "permit_kind": "visa", "permit_number": "SRB-V-9", "permit_until": date(2026, 1, 30)}
    with clock.travel(STARTED):
        case = foreign_case_at(people, "in_verification", entry=record)
        with use_scope(people.verifier.scope):
            task = VerificationTask.objects.get(case_id=case.id)
            assert task.sheet["entry"]["permit_number"] == "SRB-V-9"
            assert "entry_route" not in task.sheet["entry"], "the route is of no use to a register"
        shown = page(browser(people.verifier), reverse("cases:verification-task", args=[task.id]))
        assert "SRB-V-9" in shown and "Horgoš" in shown and "lorry" not in shown
        own = world.case_at(people, "in_verification")
        with use_scope(people.verifier.scope):
            assert "entry" not in VerificationTask.objects.get(case_id=own.id).sheet


def test_the_form_of_the_track_tells_entry_visa_and_its_evidence(people: world.Corridor) -> None:
    record = {"basis": "document", "permit_kind": "visa", "permit_number": "SRB-V-9", "permit_until": date(2026, 1, 30)}
    with clock.travel(STARTED):
        case = foreign_case_at(people, "submitted", entry=record)
        own = world.case_at(people, "submitted")
        with use_scope(people.reviewer.scope):
            paper = application_request(Case.objects.get(id=case.id), people.reviewer)
            plain = application_request(Case.objects.get(id=own.id), people.reviewer)
    assert paper.entry is not None and plain.entry is None
    assert paper.annex == plain.annex == "Annex 6"
    assert (paper.entry.track, paper.entry.document) == ("Third-country national", "Visa, SRB-V-9")
    assert (paper.entry.place, paper.entry.means, paper.entry.known_on) == ("Horgoš", "By land", date(2026, 1, 31))
    assert [item.shows_entry for item in paper.evidence] == [True]
    assert type(paper).from_json(paper.to_json()) == paper


def test_corrections_are_compared_and_not_shown_before_they_are_sent(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = foreign_case_at(people, "submitted")
        do(people.registry, submission.case_return_incomplete, case, codes=["form"])
        entry(people, case, {**ENTRY, "entry_place": "Bačka Palanka"})
        address = reverse("cases:case-application", args=[case.id])
        assert "Bačka Palanka" in page(browser(people.officer), address)
        for name in ("cases:case-application", "cases:case-detail"):
            shown = page(browser(people.registry), reverse(name, args=[case.id]))
            assert "Horgoš" in shown and "Bačka" not in shown
        compared = reverse("cases:case-versions", args=[case.id])
        shown = strip_tags(page(browser(people.officer), compared))
        assert "Entry and residence" in shown and "Bačka Palanka" in shown
        assert "Bačka" not in page(browser(people.registry), compared)
        # The legal status is looked at again before anything leaves the country.
        again = {"legal_status_checked_on": STARTED.date()}
        do(people.officer, filing.private_save, case, values=again, detention={})
        do(people.reviewer, submission.case_resubmit, case)
        assert "Bačka Palanka" in page(browser(people.registry), address)


# --- the pages --------------------------------------------------------------------------------------------------------


def test_the_start_asks_for_the_track_and_opens_the_draft(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        client = browser(people.officer)
        address = reverse("cases:case-start")
        shown = page(client, f"{address}?country=SRB&track={STATELESS}")
        assert "Whom the application is about" in shown and "A stateless person" in shown
        sent = {"country": "SRB", "track": STATELESS, "agreement": "eu-serbia", "attempt": "one"}
        answer = client.post(address, sent)
        assert answer.status_code == 302
        with use_scope(people.officer.scope):
            assert Case.objects.get().track == STATELESS
        wrong = client.post(address, {**sent, "track": "nonsense", "attempt": "two"})
        assert wrong.status_code == 422


def test_the_page_of_entry_keeps_what_was_typed_and_says_what_is_wrong(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case, client = foreign_draft(people), browser(people.officer)
        address = reverse("cases:filing", args=[case.id, "entry"])
        assert "within 1 year of knowledge of the unlawful stay" in page(client, address)
        wrong = {"basis": "other", "entry_route": "Through the woods", "exception_answer": "forged"}
        wrong |= {"version": str(fresh(people.officer, case).version), "action": "continue"}
        answer = client.post(address, wrong)
        text = answer.content.decode()
        assert answer.status_code == 422 and "Through the woods" in text
        for words in ("Say which ground", "Tick this if our country", "Say how that is known"):
            assert words in text
        days = {"own_permit_until_day": "1", "own_permit_until_month": "5", "own_permit_until_year": "2026"}
        later = {"basis": "document", "has_own_permit": "on", "exception_answer": "theirs_ends_later", **days}
        answer = client.post(address, {**later, "version": wrong["version"], "action": "continue"})
        assert "does not expire later" in answer.content.decode()
        right = {"basis": "document", "permit_kind": "visa", "permit_number": "S 5", "action": "continue"}
        known = {"known_on_day": "2", "known_on_month": "2", "known_on_year": "2026"}
        answer = client.post(address, {**right, **known, "version": wrong["version"]})
        assert answer.headers["location"].endswith("/documents")
        with use_scope(people.officer.scope):
            assert EntryRecord.objects.get(case=case).permit_number == "S 5"
        stale = client.post(address, {**right, **known, "version": wrong["version"]})
        assert stale.status_code == 409 and "S 5" in stale.content.decode()


def test_only_the_office_that_drafts_writes_it(people: world.Corridor) -> None:
    with clock.travel(STARTED):
        case = foreign_draft(people)
        for actor, error in ((people.registry, NotVisible), (people.supervisor, ActRefused)):
            with pytest.raises(error):
                do(actor, entry_save, case, values=ENTRY, check={})
        do(people.officer, submission.review_send, case)
        with pytest.raises(ActRefused) as refused:
            do(people.officer, entry_save, case, values=ENTRY, check={})
        assert refused.value.code == "wrong_status"
