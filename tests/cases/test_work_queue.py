"""The work queue: who finds which case in which view, what a row says to which side, pages, counts."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from cases.choices import OPEN_STATUSES
from cases.models import Case, CaseClock, TravelDocument
from cases.policies import side_of
from cases.selectors import paging, queue, rows, turns
from cases.selectors.situation import live_transfer, situation_of
from cases.services import filing, suspension
from cases.wording_turns import Turn, turn_of
from cases.workflow.engine import available_for
from cases.workflow.types import Reason, Subject, Transition
from core import clock
from core.scope import use_scope
from tests import world
from tests.cases.work_pages import browser, copies, page

pytestmark = pytest.mark.django_db


def case_list(**values: str) -> str:
    return reverse("cases:case-list", query=values)


def named(people: world.Corridor, **cases: str) -> dict[str, Case]:
    """A case at each status, its person named after it."""
    return {name: world.case_at(people, status, family_name=name.capitalize()) for name, status in cases.items()}


def titles(actor: Actor, view: str) -> set[str]:
    """Family names of the cases in a view."""
    with use_scope(actor.scope):
        return {row.name.split(",")[0].lower() for row in queue.queue_page(actor, view).rows}


class TestWhoSeesWhat:
    def test_a_case_is_in_the_lists_of_its_two_sides_only(self) -> None:
        people = world.corridor()
        named(people, erstwhile="draft", zoran="received")
        stranger = world.make_actor("alb-border-migration", "registry_officer")
        ours, theirs = page(browser(people.officer), case_list()), page(browser(people.registry), case_list())
        assert "Erstwhile" in ours and "Zoran" in ours
        assert "Zoran" in theirs and "Erstwhile" not in theirs, "a draft gives no sign of itself"
        assert "Zoran" not in page(browser(stranger), case_list())

    def test_flags_and_names_of_officers_stay_on_their_side(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "received")
        with use_scope(people.officer.scope):
            filing.private_save(
                actor=people.officer,
                case_id=case.id,
                version=None,
                values={"vulnerabilities": ["pregnant"]},
                detention={"place": "Rotterdam", "since": date(2026, 1, 5)},
            )
        ours, theirs = page(browser(people.officer), case_list()), page(browser(people.registry), case_list())
        for word in ("detained", "vulnerable", people.officer.name):
            assert word in ours
            assert word not in theirs
        assert "Application changed" in ours and "Application changed" not in theirs
        assert "Receipt acknowledged" in theirs, "the other side's last act is the last that it may know"

    def test_the_order_by_last_act_does_not_tell_of_own_side_changes(self) -> None:
        people = world.corridor()
        older, newer = named(people, older="received", newer="received").values()
        with use_scope(people.officer.scope):
            filing.private_save(
                actor=people.officer, case_id=older.id, version=None, values={"file_number": "V-2"}, detention={}
            )
        order = {}
        for actor in (people.officer, people.registry):
            with use_scope(actor.scope):
                order[actor.country] = [row.id for row in queue.queue_page(actor, "open", sort="last").rows]
        assert order == {"NLD": [newer.id, older.id], "SRB": [newer.id, older.id]}

    def test_a_proposal_is_verification_to_the_requesting_side(self) -> None:
        people = world.corridor()
        world.case_at(people, "decision_proposed")
        ours, theirs = page(browser(people.officer), case_list()), page(browser(people.registry), case_list())
        assert "Decision proposed" in theirs
        assert "Decision proposed" not in ours and "proposed" not in ours
        assert "Identity being verified" in ours

    def test_a_row_shows_both_scripts_the_country_and_the_time_limit(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "received")
        text = page(browser(people.officer), case_list())
        assert case.reference and case.reference in text
        assert '<bdi class="native" lang="sr-Cyrl">Петровић Милош</bdi>' in text
        assert "Serbia" in text and "own national" in text and "14 Mar 1991" in text
        assert "Reply due" in text and "days left" in text
        assert "Netherlands" in page(browser(people.registry), case_list())

    def test_roles_without_cases_are_refused(self) -> None:
        people = world.corridor()
        for actor in (people.verifier, people.border):
            assert "do not include this" in page(browser(actor), case_list(), status=403)

    def test_a_stranger_to_the_house_is_led_to_sign_in(self, client: Any) -> None:
        answer = client.get(case_list())
        assert answer.status_code == 302 and answer.url.startswith(reverse("accounts:sign-in"))


class TestTurns:
    """The conditions on rows say the same as the table, the guards and the words, at each step of the main line."""

    def test_turns(self) -> None:
        people = world.corridor()
        actors = {
            name: actor for name, actor in vars(people).items() if isinstance(actor, Actor) and actor.holds("view_case")
        }
        mine: dict[str, set[str]] = {name: set() for name in actors}
        theirs: dict[str, set[str]] = {name: set() for name in actors}
        for step, key in steps(people):
            for name, actor in actors.items():
                with use_scope(actor.scope):
                    joined = Case.objects.visible_to(actor).select_related("requesting_country", "receiving_country")
                    case = joined.filter(id=key).first()
                    is_mine = queue.cases_in_view(actor, "turn").filter(id=key).exists()
                    is_theirs = queue.cases_in_view(actor, "theirs").filter(id=key).exists()
                    assert is_mine == (case is not None and _is_waited_for(actor, case)), (step, name)
                    assert is_theirs == (case is not None and _waits_for_the_others(actor, case)), (step, name)
                mine[name] |= {step} if is_mine else set()
                theirs[name] |= {step} if is_theirs else set()
        written, transfers = {"draft"}, {"documented", "planned"}
        ended = {"completed", "refused", "inconclusive"}
        assert mine["officer"] == written | transfers | ended, "after acceptance the travel document comes first"
        assert mine["reviewer"] == mine["officer"] | {"in_review"}, "a second person releases"
        assert mine["registry"] == {"submitted", "received", "notified"}
        assert mine["proposer"] == {"received", "answered", "notified"}, "nobody countersigns their own proposal"
        assert mine["signer"] == mine["proposer"] | {"decision_proposed"}
        assert mine["consul"] == {"accepted"}
        assert not mine["supervisor"] and turns.acts_waiting_for(people.supervisor) is None
        assert {"submitted", "in_verification", "accepted", "confirmed"} <= theirs["supervisor"]
        assert theirs["registry"] == transfers


def steps(people: world.Corridor) -> Iterator[tuple[str, UUID]]:
    """One case at each step of the main line in turn, then two that were not accepted."""
    key = world.draft(people).id
    for step, act in world._way(people, "closed"):
        yield step, key
        act(key)
    for status in ("refused", "inconclusive"):
        yield status, world.case_at(people, status).id


def _turn(actor: Actor, case: Case) -> Turn:
    has_document = TravelDocument.objects.filter(case=case, status="issued").exists()
    return turn_of(case, side_of(actor, case), live_transfer(case), has_travel_document=has_document)


def _waits_for_the_others(actor: Actor, case: Case) -> bool:
    return case.status in OPEN_STATUSES and _turn(actor, case).whose == "theirs"


def _is_on_the_main_line(row: Transition) -> bool:
    """Of papers beside it (safeguards, consent, what becomes of a document) nobody waits for more than the issue."""
    return row.of in (Subject.CASE, Subject.TRANSFER) or row.name == "issue_travel_document"


def _is_waited_for(actor: Actor, case: Case) -> bool:
    """The oracle: the engine's own answer, act by act."""
    transfer = live_transfer(case)
    offers = available_for(actor, case, situation_of(case, transfer), transfer)
    forward = [
        offer
        for offer in offers
        if offer.is_possible
        and _is_on_the_main_line(offer.row)
        and offer.row.rank < turns.BREAKING_OFF_RANK
        and offer.row.reason is not Reason.REQUIRED
        and not (offer.row.is_of_case and offer.row.target == case.status and not offer.row.guards)
    ]
    is_written = case.status in turns.WRITTEN_IN and actor.holds("draft_case")
    return (bool(forward) or is_written) and _turn(actor, case).is_ours


class TestViews:
    def test_overdue_and_due_this_week(self) -> None:
        people = world.corridor()
        now = clock.now()
        with clock.travel(now - timedelta(days=300)):
            named(people, late="received")
        with use_scope(people.officer.scope):
            late = Case.objects.get(person__family_name="Late")
            assert late.next_due_at and late.next_due_at < now
        named(people, fresh="received", gone="refused")
        client = browser(people.officer)
        assert titles(people.officer, "overdue") == {"late"}
        text = page(client, case_list(view="overdue"))
        assert 'class="late"' in text and "days over" in text and "Reply was due" in text
        with use_scope(people.officer.scope):
            due = Case.objects.get(person__family_name="Fresh").next_due_at
        assert due
        with clock.travel(due - timedelta(days=2)):
            assert titles(people.officer, "week") == {"fresh"}
            assert "2 overdue" not in page(client, case_list()) and "1 due this week" in page(client, case_list())
        assert titles(people.officer, "closed") == {"gone"}
        assert titles(people.officer, "open") == {"late", "fresh"}

    def test_at_risk_from_the_warning_to_the_end(self) -> None:
        people = world.corridor()
        named(people, fresh="received")
        with use_scope(people.officer.scope):
            row = CaseClock.objects.get(case__person__family_name="Fresh", kind="reply")
        moment = timedelta(seconds=1)
        for at, expected in (
            (row.warn_at - moment, set()),
            (row.warn_at, {"fresh"}),
            (row.due_at - moment, {"fresh"}),
            (row.due_at, set()),
        ):
            with clock.travel(at):
                assert titles(people.officer, "risk") == expected, at
        with clock.travel(row.due_at):
            assert titles(people.officer, "overdue") == {"fresh"}

    def test_behind_what_is_overdue_the_limit_at_risk_is_seen(self) -> None:
        people = world.corridor()
        named(people, fresh="received")
        with use_scope(people.officer.scope):
            reply = CaseClock.objects.get(case__person__family_name="Fresh", kind="reply")
            CaseClock(
                case_id=reply.case_id,
                kind="interview",
                acting_side=reply.acting_side,
                started_at=reply.started_at,
                due_at=reply.started_at + timedelta(days=1),
                warn_at=reply.started_at,
                due=reply.due,
            ).save(force_insert=True)
            with clock.travel(reply.due_at - timedelta(seconds=1)):
                (row,) = queue.queue_page(people.officer, "risk").rows
            assert row.clock is not None and "nterview" in row.clock.text and row.clock.also.startswith("Reply due ")
            with clock.travel(reply.started_at + timedelta(hours=1)):
                (row,) = queue.queue_page(people.officer, "open").rows
            assert row.clock is not None and not row.clock.also, "nothing has passed"

    def test_standing_still_while_it_is_paused(self) -> None:
        people = world.corridor()
        named(people, still="paused", fresh="accepted")
        assert titles(people.officer, "paused") == titles(people.signer, "paused") == {"still"}
        with use_scope(people.officer.scope):
            case = Case.objects.get(person__family_name="Still")
            suspension.limit_resume(actor=people.officer, case_id=case.id, version=None)
        assert titles(people.officer, "paused") == set()

    def test_drafts_are_called_by_their_day_and_only_where_cases_are_filed(self) -> None:
        people = world.corridor()
        world.draft(people)
        client = browser(people.officer)
        text = page(client, case_list(view="drafts"))
        with timezone.override(people.officer.zone):  # the page tells the reader's day
            title = rows.draft_title(clock.now())
        assert title in text and "Draft of" in text
        assert ">Drafts" in text and ">Drafts" not in page(browser(people.registry), case_list())

    def test_the_other_country_narrows_rows_and_counts(self) -> None:
        people = world.corridor()
        world.case_at(people, "received")
        client = browser(people.officer)
        assert "Petrović" in page(client, case_list(country="SRB"))
        text = page(client, case_list(country="ALB"))
        assert "Petrović" not in text and "No case of this view fits" in text and "0 open cases" in text
        assert "Petrović" in page(client, case_list(country="xyz")), "what is no code is no filter"

    def test_empty_views_say_what_would_be_here(self) -> None:
        people = world.corridor()
        for code, view in queue.VIEWS.items():
            assert str(view.empty_text)[:40] in page(browser(people.officer), case_list(view=code))
        assert "Start a new case" not in page(browser(people.registry), case_list())

    def test_nonsense_in_the_address_is_the_first_page(self) -> None:
        people = world.corridor()
        world.draft(people)
        client = browser(people.officer)
        for after in ("x", "~", "~x", "2026-01-01~00000000-0000-0000-0000-000000000000", "\0~\0"):
            assert "Petrović" in page(client, case_list(view="nothing", sort="nothing", after=after))

    def test_the_dates_of_uncertain_limits_are_marked(self) -> None:
        people = world.corridor("PAK", "eu-pakistan", desk="pak-interior", agency="pak-nadra",
                                consulate="pak-mission-the-hague", border="pak-fia-islamabad")  # fmt: skip
        world.case_at(people, "received")
        with use_scope(people.officer.scope):
            (row,) = queue.queue_page(people.officer, "open").rows
        assert row.clock is not None
        text = page(browser(people.officer), case_list())
        assert ("unverified" in text) == (not row.clock.is_verified)
        certain = rows._clock_cell("reply", clock.now(), "UTC", True, True, clock.now().isoformat())
        doubtful = rows._clock_cell("reply", clock.now(), "UTC", False, True, clock.now().isoformat())
        strict = rows._clock_cell(
            "reply", clock.now() + timedelta(days=9), "UTC", True, False, (clock.now() + timedelta(days=2)).isoformat()
        )
        over = rows._clock_cell(
            "reply", clock.now() + timedelta(days=1), "UTC", True, False, (clock.now() - timedelta(days=1)).isoformat()
        )
        assert certain.is_verified and not doubtful.is_verified and not doubtful.by_stricter
        # A value that was read is not called unverified because of the way in which its days are counted.
        assert strict.is_verified and strict.by_stricter.startswith("or ")
        assert strict.urgency == "soon", "warnings go by the earlier day"
        assert over.left == "1 day left" and over.by_stricter.startswith("passed ")


class TestPages:
    def test_pages_follow_each_other_in_both_directions_and_orders(self) -> None:
        people = world.corridor()
        first = world.case_at(people, "received")
        copies(people.officer, first, 4)
        copies(people.officer, world.draft(people), 3)  # no time limit: the last ones
        with use_scope(people.officer.scope):
            cases = Case.objects.visible_to(people.officer)
            for moment, is_descending in (("next_due_at", False), ("next_due_at", True), ("changed_at", True)):
                whole = paging.keyset_page(cases, moment, is_descending=is_descending).rows
                assert len(whole) == 9
                pages = [paging.keyset_page(cases, moment, is_descending=is_descending, size=2)]
                while pages[-1].after:
                    pages.append(
                        paging.keyset_page(cases, moment, is_descending=is_descending, size=2, after=pages[-1].after)
                    )
                assert [row.id for one in pages for row in one.rows] == [row.id for row in whole]
                back = paging.keyset_page(cases, moment, is_descending=is_descending, size=2, before=pages[-1].before)
                assert [row.id for row in back.rows] == [row.id for row in pages[-2].rows]
                assert pages[0].before is None and back.before and back.after

    def test_counts_are_bounded_and_one_statement(self, monkeypatch: pytest.MonkeyPatch) -> None:
        people = world.corridor()
        copies(people.officer, world.draft(people), 3)
        monkeypatch.setattr(paging, "COUNT_BOUND", 2)
        with (
            use_scope(people.officer.scope),
            CaptureQueriesContext(
                connection,
            ) as captured,
        ):
            counts = queue.queue_counts(people.officer, ["open", "turn", "closed"])
        assert {name: str(count) for name, count in counts.items()} == {"open": "2+", "turn": "2+", "closed": "0"}
        assert sum("counted" in query["sql"] for query in captured) == 1

    def test_statements_do_not_grow_with_rows(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "received")
        clients = [browser(actor) for actor in (people.officer, people.registry, people.signer, people.supervisor)]
        for client in clients:
            page(client, case_list())  # the session's own writes are done with
        one = [_statements(client, case_list()) for client in clients]
        copies(people.officer, case, 59)
        for client, few in zip(clients, one, strict=True):
            many = _statements(client, case_list())
            assert len(many) == len(few) <= 15, "\n".join(many)
            assert "Next page" in page(client, case_list())


def _statements(client: Any, address: str) -> list[str]:
    """The statements of one page, transaction control left out."""
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    control = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [query["sql"] for query in captured if not query["sql"].startswith(control)]


class TestReference:
    def test_a_reference_leads_to_the_case(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "received")
        assert case.reference
        for typed in (case.reference, case.reference.lower()):
            answer = browser(people.registry).get(reverse("cases:case-by-reference", args=[typed]))
            assert answer.status_code == 302 and answer.url == reverse("cases:case-detail", args=[case.id])

    def test_wrong_ones_and_others_cases_give_the_same_answer(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "received")
        assert case.reference
        wrong = case.reference[:-1] + ("0" if case.reference[-1] != "0" else "1")
        stranger = world.make_actor("alb-border-migration", "registry_officer")
        for actor, typed in ((people.officer, wrong), (people.officer, "x"), (stranger, case.reference)):
            page(browser(actor), reverse("cases:case-by-reference", args=[typed]), status=404)
