"""The figures against the cases they tell of; what each side may not learn from them; the same numbers in the lists."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from accounts.selectors.absences import day_of
from audit.models import Access
from cases.choices import OPEN_STATUSES, ClockKind, Outcome, Side, Status
from cases.models import Case, CaseClock
from cases.services import submission
from core import clock
from core.periods import Period, Span, period_of
from core.scope import use_scope
from supervision.charts import share_bars
from supervision.choices import Dimension
from supervision.overview import REPLY_KINDS, _clock_rows, _replies_words, overview_for
from supervision.selectors import statistics
from supervision.selectors.case_list import case_list
from supervision.selectors.measures import OF_PERIOD, Filters, cases_of, measure_get, narrowed
from supervision.selectors.standings import CLOCKS, STANDINGS
from tests import world
from tests.cases.work_pages import browser, copies, page
from tests.supervision.conftest import Office, make_late, shift

pytestmark = pytest.mark.commits

IN_TIME, LATE = f"{ClockKind.REPLY}-in_time", f"{ClockKind.REPLY}-late"
OVERDUE, WAITING = f"{ClockKind.REPLY}-overdue", f"{ClockKind.REPLY}-waiting"
SILENT, MISSED = f"{ClockKind.REPLY}-silent", f"{ClockKind.REPLY}-missed"
UNVERIFIED = f"{ClockKind.REPLY}-unverified"


def asked(actor: Actor, side: Side = Side.REQUESTING, **values: Any) -> Filters:
    return Filters(
        side, values.pop("period", period_of(Span.LAST_12_MONTHS, day_of(actor, clock.now()), actor.zone)), **values
    )


def totals(actor: Actor, side: Side = Side.REQUESTING, **values: Any) -> statistics.Figures:
    with use_scope(actor.scope):
        return statistics.totals(actor, asked(actor, side, **values), clock.now())


class TestFigures:
    def test_counts_of_a_corridor(self, office: Office) -> None:
        found = totals(office.people.supervisor)
        assert found["delivered"] == 9, "all but the draft"
        assert found["answered"] == 5 and found["accepted"] == 4 and found["refused"] == 1
        assert found["withdrawn"] == 1 and found["handed_over"] == 2
        assert found[IN_TIME] == 5 and found[LATE] == 0 and found[WAITING] == 3 and found[OVERDUE] == 0
        assert found["reply-stopped"] == 1, "the withdrawn one"
        assert totals(office.people.their_supervisor, Side.RECEIVING).counts == found.counts

    def test_late_and_overdue_go_by_the_limit_of_the_case(self, office: Office) -> None:
        with use_scope(office.people.supervisor.scope):
            make_late(office.cases["refused"])
            make_late(office.cases["submitted"])
        found = totals(office.people.supervisor)
        assert (found[IN_TIME], found[LATE], found[OVERDUE], found[WAITING]) == (4, 1, 1, 2)

    def test_what_passed_and_was_given_up_counts_as_missed(self, office: Office) -> None:
        actor, case = office.people.supervisor, office.cases["submitted"]
        with use_scope(actor.scope):
            make_late(case)
            assert statistics.attention(actor, asked(actor), clock.now()).overdue[ClockKind.REPLY] == 1
        with use_scope(office.people.officer.scope):
            submission.case_withdraw(
                actor=office.people.officer, case_id=case.id, version=None, code="absconded", note=""
            )
        found = totals(actor)
        assert (found[MISSED], found[LATE], found[OVERDUE], found["reply-stopped"]) == (1, 0, 0, 1)
        assert sum(found[f"reply-{how}"] for how in STANDINGS) == 9, "each limit stands in exactly one way"

    def test_a_limit_that_passed_after_an_inconclusive_answer_is_not_missed_when_the_case_is_closed(
        self, office: Office
    ) -> None:
        actor, case = office.people.supervisor, office.cases["decision_proposed"]
        with use_scope(actor.scope):
            make_late(case)
            CaseClock.objects.filter(case=case, kind="reply").update(state="missed", ended_at=F("due_at"))
            answer = {"outcome": Outcome.INCONCLUSIVE, "decided_at": clock.now()}
            Case.objects.filter(id=case.id).update(status=Status.INCONCLUSIVE, **answer)
            Case.objects.filter(id=case.id).update(status=Status.CLOSED)
        found = totals(actor)
        assert (found[MISSED], found["reply-stopped"]) == (0, 2)

    def test_an_inconclusive_answer_is_no_missing_reply(self, office: Office) -> None:
        """Its clock runs until the case is closed; nowhere is the reply told to be overdue."""
        actor, case = office.people.supervisor, office.cases["decision_proposed"]
        with use_scope(actor.scope):
            make_late(case)
            assert statistics.attention(actor, asked(actor), clock.now()).overdue[ClockKind.REPLY] == 1
            answer = {"outcome": Outcome.INCONCLUSIVE, "decided_at": clock.now()}
            Case.objects.filter(id=case.id).update(status=Status.INCONCLUSIVE, **answer)
            assert statistics.attention(actor, asked(actor), clock.now()).overdue[ClockKind.REPLY] == 0
        found = totals(actor)
        assert (found[OVERDUE], found["reply-stopped"]) == (0, 2), "each limit still stands in exactly one way"

    def test_silence_is_no_reply_whatever_becomes_of_the_case(self, office: Office) -> None:
        """Neither in time nor late nor given up: nobody replied, and no figure of answers tells of it."""
        actor = office.people.supervisor
        before = totals(actor)
        case = world.case_at(office.people, "silent")
        for status in (Status.ACCEPTED, Status.COMPLETED, Status.CLOSED):
            with use_scope(actor.scope):
                Case.objects.filter(id=case.id).update(status=status)
                filters = asked(actor)
                measure = measure_get("reply-silent", filters, clock.now())
                assert measure is not None
                [row] = case_list(actor, filters, measure, clock.now()).rows
                flows = statistics.flows(actor, asked(actor))
            assert (row.id, row.decided_at, row.days) == (case.id, None, None)
            found = totals(actor)
            more = {code: found[code] - before[code] for code in found.counts if code.startswith("reply-")}
            assert {code: number for code, number in more.items() if number} == {"reply-silent": 1}, status
            assert found["accepted"] - before["accepted"] == found["by_silence"] == 1
            assert found["answered"] == before["answered"] == sum(row["replied"] for _month, row in flows)
            assert found.decided == before.decided + 1
            assert (found.median, found.ninetieth) == (before.median, before.ninetieth)
        assert measure_get("transfer-silent", asked(actor), clock.now()) is None

    def test_a_limit_that_passed_counts_whether_or_not_it_was_answered(self, office: Office) -> None:
        with use_scope(office.people.supervisor.scope):
            make_late(office.cases["submitted"])
        found = totals(office.people.supervisor)
        assert (found[IN_TIME], found[OVERDUE], found.judged(ClockKind.REPLY)) == (5, 1, 6), "who waits is not judged"
        assert found[UNVERIFIED] == 0
        text = page(browser(office.people.supervisor), reverse("supervision:overview"))
        assert "83 %" in text and "of the replies due came in time</span>" in text

    def test_who_is_judged_by_a_limit_that_nobody_read_is_marked(self, office: Office) -> None:
        cases = [office.cases["refused"], office.cases["submitted"]]
        with use_scope(office.people.supervisor.scope):
            for row in CaseClock.objects.filter(case__in=cases, kind=ClockKind.REPLY):
                CaseClock.objects.filter(id=row.id).update(due=row.due | {"is_verified": False})
        actor = office.people.supervisor
        assert totals(actor)[UNVERIFIED] == 1, "the other one still waits"
        text = page(browser(actor), reverse("supervision:overview"))
        assert "of the replies due came in time; ⚠ 1 by an unverified limit" in text

    def test_the_sentence_says_what_the_bars_show(self) -> None:
        def group(label: str, in_time: int, late: int, overdue: int) -> statistics.Figures:
            counts = {IN_TIME: in_time, LATE: late, SILENT: 0, MISSED: 0, OVERDUE: overdue, WAITING: 0, UNVERIFIED: 0}
            return statistics.Figures(counts, None, None, label, label)

        groups = [group("Albania", 8, 2, 4), group("Serbia", 9, 1, 0), group("Georgia", 1, 0, 0)]
        bars = share_bars(_clock_rows(groups, ClockKind.REPLY), REPLY_KINDS)
        assert "in time: 57 %" in bars[0].summary
        assert _replies_words(groups) == "Serbia: 90 % of the replies due came in time; Albania: 57 %."

    def test_median_and_ninetieth_percentile_interpolate_over_answered_cases(self, office: Office) -> None:
        with use_scope(office.people.supervisor.scope):
            for name, days in (("accepted", 1), ("refused", 2), ("completed", 4), ("closed", 10), ("failed", 30)):
                shift(office.cases[name], 60, answered_after=days)
        found = totals(office.people.supervisor)
        assert found.median == 4
        assert found.ninetieth == pytest.approx(10 + 0.6 * 20), "between the fourth and the fifth of five"

    def test_days_are_those_of_the_receiving_states_calendar(self, office: Office) -> None:
        case = office.cases["refused"]
        late_evening = clock.now().replace(hour=21, minute=50, second=0, microsecond=0) - timedelta(days=3)
        with use_scope(office.people.supervisor.scope):
            Case.objects.filter(id=case.id).update(
                delivered_at=late_evening, decided_at=late_evening + timedelta(minutes=20)
            )
            row = (
                Case.objects.filter(id=case.id)
                .annotate(days=statistics.days_to_reply())
                .values_list("days", "receiving_country__time_zone")
                .get()
            )
        begin, end = (
            at.astimezone(ZoneInfo(row[1])).date() for at in (late_evening, late_evening + timedelta(minutes=20))
        )
        assert row[0] == (end - begin).days

    def test_the_period_is_of_delivery_in_the_readers_zone(self, office: Office) -> None:
        with use_scope(office.people.supervisor.scope):
            shift(office.cases["refused"], 500)
        assert totals(office.people.supervisor)["delivered"] == 8
        zone, today = office.people.supervisor.zone, day_of(office.people.supervisor, clock.now())
        long_ago = Period(today - timedelta(days=600), today - timedelta(days=400), zone)
        assert totals(office.people.supervisor, period=long_ago)["delivered"] == 1

    def test_no_figure_of_nothing_is_a_division_by_nothing(self, office: Office) -> None:
        with use_scope(office.stranger.scope):
            found = overview_for(office.stranger, asked(office.stranger), Dimension.PARTNER, {}, clock.now())
        assert found.delivered == 0 and found.tiles[0].number == "—" and found.replies_bars == []


class TestWhoLearnsWhat:
    def test_a_stranger_counts_nothing(self, office: Office) -> None:
        for side in Side:
            assert set(totals(office.stranger, side).counts.values()) == {0}

    def test_the_requesting_side_sees_a_proposal_as_verification(self, office: Office) -> None:
        with use_scope(office.people.supervisor.scope):
            ours = statistics.open_by_status(office.people.supervisor, asked(office.people.supervisor), clock.now())
        with use_scope(office.people.their_supervisor.scope):
            filters = asked(office.people.their_supervisor, Side.RECEIVING)
            theirs = statistics.open_by_status(office.people.their_supervisor, filters, clock.now())
        assert {row.status: row.number for row in ours}["in_verification"] == 2
        assert "decision_proposed" not in {row.status for row in ours}
        assert {row.status: row.number for row in theirs}["decision_proposed"] == 1
        assert measure_get("open-decision_proposed", asked(office.people.supervisor), clock.now()) is None
        text = page(browser(office.people.supervisor), reverse("supervision:overview"))
        assert "Decision proposed" not in text

    def test_drafts_are_counted_by_their_own_side_alone(self, office: Office) -> None:
        with use_scope(office.people.their_supervisor.scope):
            filters = asked(office.people.their_supervisor, Side.RECEIVING)
            theirs = statistics.open_by_status(office.people.their_supervisor, filters, clock.now())
        assert not {"draft", "in_review"} & {row.status for row in theirs}

    def test_why_a_case_was_withdrawn_is_told_to_its_own_side(self, office: Office) -> None:
        address = reverse("supervision:overview")
        ours = page(browser(office.people.supervisor), address)
        theirs = page(browser(office.people.their_supervisor), address)
        assert "The person absconded" in ours and "absconded" not in theirs
        for actor, side, status in (
            (office.people.supervisor, Side.REQUESTING, 200),
            (office.people.their_supervisor, Side.RECEIVING, 404),
        ):
            address = reverse("supervision:case-list", args=["withdrawal-absconded"])
            page(browser(actor), address, status=status, side=side.value)

    def test_a_supervisor_of_an_office_counts_that_office(self, office: Office) -> None:
        west = world.make_actor("nld-dtv-region-west", "supervisor")
        assert totals(west)["delivered"] == 0
        desk = office.people.supervisor
        with use_scope(desk.scope):
            Case.objects.filter(id=office.cases["refused"].id).update(requesting_authority=west.authority_id)
        assert totals(west)["delivered"] == 1 and totals(desk)["delivered"] == 9

    def test_an_export_is_cut_to_where_exporting_is_granted(self, office: Office) -> None:
        desk = office.people.supervisor
        without = {act: reach for act, reach in desk.grants.items() if act != "export_data"}
        cut = narrowed(replace(desk, grants=without), "view_statistics", "export_data")
        assert totals(cut)["delivered"] == 0 and totals(narrowed(desk, "view_statistics", "export_data"))["delivered"]

    def test_the_pages_are_for_those_who_hold_the_act(self, office: Office) -> None:
        lead = world.make_actor("nld-dtv", "office_lead")
        address = reverse("supervision:overview")
        assert "Download" not in page(browser(lead), address), "a head of office takes nothing out"
        page(browser(office.people.officer), address, status=403)
        page(browser(lead), reverse("supervision:audit"), status=403)


class TestDrillDown:
    def codes(self, office: Office, actor: Actor, side: Side) -> list[str]:
        clocks = [f"{kind}-{how}" for kind in CLOCKS for how in ("in_time", "late", "overdue", "waiting")]
        open_codes = [f"open-{status}" for status in OPEN_STATUSES] + ["open", "open-all-d7", "open-all-older"]
        more = ["failed-flight_cancelled", "withdrawal-absconded", "unconfirmed", "unassigned", "overdue-reply"]
        month = f"{clock.now().astimezone(actor.zone):%Y-%m}"
        return [
            *OF_PERIOD,
            *clocks,
            *open_codes,
            *more,
            *(f"{flow}-{month}" for flow in ("came", "replied", "returned")),
        ]

    @pytest.mark.parametrize("side", list(Side))
    def test_every_figure_is_as_long_as_its_list(self, office: Office, side: Side) -> None:
        people = office.people
        actor = people.supervisor if side is Side.REQUESTING else people.their_supervisor
        with use_scope(actor.scope):
            make_late(office.cases["refused"])
            filters, now = asked(actor, side), clock.now()
            figures = statistics.totals(actor, filters, now)
            told = 0
            for code in self.codes(office, actor, side):
                measure = measure_get(code, filters, now)
                if measure is None:
                    assert code.startswith(("withdrawal-", "open-decision_proposed"))
                    continue
                found = case_list(actor, filters, measure, now)
                assert found.total == len(found.rows) == len(set(cases_of(actor, filters, measure).values_list("id")))
                assert {row.id for row in found.rows} <= set(
                    Case.objects.visible_to(actor).values_list("id", flat=True)
                )
                if code in figures.counts:
                    assert figures[code] == found.total, code
                    told += 1
            assert told >= 15

    @pytest.mark.parametrize("by", Dimension.values)
    def test_every_number_of_the_page_leads_to_that_many_cases(self, office: Office, by: str) -> None:
        client = browser(office.people.supervisor)
        text = page(client, reverse("supervision:overview"), by=by)
        links = re.findall(r'<td class="number"[^>]*><a class="govuk-link" href="([^"]+)">(\d+)<', text)
        assert len(links) > 20
        for address, number in links:
            answer = client.get(address.replace("&amp;", "&"))
            assert answer.status_code == 200
            assert answer.content.decode().count('class="govuk-link reference"') == int(number), address

    def test_totals_are_the_sum_of_the_groups(self, office: Office) -> None:
        actor = office.people.supervisor
        with use_scope(actor.scope):
            filters, now = asked(actor), clock.now()
            groups = statistics.by_dimension(actor, filters, Dimension.TRACK, now)
            total = statistics.totals(actor, filters, now)
        for code in total.counts:
            assert sum(group[code] for group in groups) == total[code], code

    def test_what_is_no_measure_does_not_exist(self, office: Office) -> None:
        for code in (
            "nonsense",
            "open-nonsense",
            "reply-nonsense",
            "came-2026-13",
            "assigned-x",
            "failed-x",
            "unassigned-x",
            "assigned-overdue",
        ):
            page(browser(office.people.supervisor), reverse("supervision:case-list", args=[code]), status=404)
        with use_scope(office.people.supervisor.scope):
            assert not Access.objects.filter(action="look.denied").exists(), "a slip of the pen is no denied look"


class TestCost:
    def statements(self, client: Any, address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    @pytest.mark.parametrize("name", ["overview", "list", "workload"])
    def test_statements_do_not_grow_with_the_cases(self, office: Office, name: str) -> None:
        client = browser(office.people.supervisor)
        address = {
            "overview": reverse("supervision:overview"),
            "list": reverse("supervision:case-list", args=["open"]),
            "workload": reverse("supervision:workload"),
        }[name]
        self.statements(client, address)
        before = self.statements(client, address)
        copies(office.people.officer, office.cases["submitted"], 40)
        assert self.statements(client, address) == before


def test_filters_that_make_no_sense_are_told_and_kept(office: Office) -> None:
    answer = browser(office.people.supervisor).get(
        reverse("supervision:overview"),
        {
            "span": "custom",
            "first_day": "9",
            "first_month": "9",
            "first_year": "2026",
            "last_day": "1",
            "last_month": "2",
        },
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Give the year as well" in text and 'value="9"' in text
    page(browser(office.people.supervisor), reverse("supervision:overview"), status=422, partner="ALB")
    page(browser(office.people.supervisor), reverse("supervision:overview"), status=422, office="nonsense")
