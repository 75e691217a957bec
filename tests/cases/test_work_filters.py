"""What a queue can be narrowed to, in which orders it comes, and the filters that people keep."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from accounts.roles import ROLES
from cases.models import Case, SavedFilter
from cases.selectors import queue, turns
from cases.selectors.paging import Cursor
from cases.selectors.queue_filters import Filters, options_of
from cases.services import filing, submission
from cases.services.assignment import case_release_to_office, case_take
from cases.services.saved_filters import MOST_FILTERS, saved_filter_default, saved_filter_delete, saved_filter_save
from core import clock
from core.errors import Invalid, NotVisible
from core.scope import use_scope
from tests import world
from tests.cases.work_pages import browser, copies, page
from tests.days import local_day

pytestmark = pytest.mark.django_db


def found(actor: Actor, view: str = "all", **filters: str) -> set[str]:
    """Family names of what the filters leave; the counts must say the same."""
    with use_scope(actor.scope):
        chosen = Filters.parse(filters)
        assert chosen.to_query() == filters, "the filters are well formed"
        rows = queue.queue_page(actor, view, filters=chosen).rows
        assert queue.queue_counts(actor, [view], chosen)[view].number == len(rows)
    return {row.name.split(",")[0] for row in rows}


class TestFilters:
    def test_each_filter_narrows(self) -> None:
        people = world.corridor()
        world.draft(people, family_name="Drafted")
        received = world.case_at(people, "received", family_name="Received")
        with use_scope(people.reviewer.scope):
            case_take(actor=people.reviewer, case_id=received.id)
        free = world.case_at(people, "submitted", family_name="Free")
        with use_scope(people.officer.scope):
            case_release_to_office(actor=people.officer, case_id=free.id)
            filing.private_save(
                actor=people.officer,
                case_id=free.id,
                version=None,
                values={"vulnerabilities": ["pregnant"]},
                detention={"place": "Rotterdam"},
            )
        everything = {"Drafted", "Received", "Free"}
        officer = people.officer
        assert found(officer) == everything
        assert found(officer, country="SRB") == everything and found(officer, country="ALB") == set()
        assert found(officer, status="received") == {"Received"}
        assert found(officer, assignee="me") == {"Drafted"}
        assert found(officer, assignee=str(people.reviewer.user_id)) == {"Received"}
        assert found(officer, assignee="nobody") == {"Free"} == found(officer, "available")
        assert found(officer, agreement="eu-serbia") == everything and found(officer, agreement="eu-albania") == set()
        assert found(officer, flag="detained") == {"Free"} == found(officer, flag="vulnerable")
        assert found(officer, flag="minor") == set()
        office = str(officer.authority_id)
        assert found(officer, office=office) == everything == found(officer, "office") | {"Drafted"}
        assert found(officer, office=str(people.registry.authority_id)) == set()
        assert found(people.registry, flag="detained") == set(), "the other side's own data narrow nothing here"
        assert found(people.registry, assignee=str(people.reviewer.user_id)) == set()
        assert found(people.registry, assignee="nobody") == {"Received", "Free"}

    def test_a_corrected_birth_date_narrows_the_other_sides_list_once_it_is_sent(self) -> None:
        people = world.corridor()
        ours, theirs = people.officer, people.registry
        today = local_day()
        young, old = ((today - timedelta(days=years * 366)).isoformat() for years in (15, 40))
        grown = world.case_at(people, "returned_incomplete", family_name="Young", birth_date=young)
        child = world.case_at(people, "returned_incomplete", family_name="Grown", birth_date=old)
        assert found(ours, flag="minor") == found(theirs, flag="minor") == {"Young"}
        with use_scope(ours.scope):
            for case, day in ((grown, old), (child, young)):
                filing.person_save(actor=ours, case_id=case.id, version=None, values={"birth_date": day})
        assert found(ours, flag="minor") == {"Grown"}
        assert found(theirs, flag="minor") == {"Young"}
        with use_scope(ours.scope):
            submission.case_withdraw(actor=ours, case_id=child.id, version=None, code="other")
        with use_scope(people.reviewer.scope):
            submission.case_resubmit(actor=people.reviewer, case_id=grown.id, version=None)
        assert found(ours, flag="minor") == {"Grown"}
        assert found(theirs, flag="minor") == set(), "what was withdrawn was not sent"

    def test_minors_are_found_by_the_date_of_birth_even_in_part(self) -> None:
        people = world.corridor()
        year = clock.now().year
        world.draft(people, family_name="Child", birth_date=f"{year - 10}")
        world.draft(people, family_name="Adult", birth_date=f"{year - 30}-02")
        assert found(people.officer, flag="minor") == {"Child"}

    def test_a_proposal_is_found_as_what_the_side_knows_of_it(self) -> None:
        people = world.corridor()
        world.case_at(people, "decision_proposed", family_name="Proposed")
        assert found(people.officer, status="in_verification") == {"Proposed"}
        assert found(people.officer, status="decision_proposed") == set()
        assert found(people.registry, status="in_verification") == set()
        assert found(people.registry, status="decision_proposed") == {"Proposed"}

    def test_choices_name_own_colleagues_and_offices_only(self) -> None:
        people = world.corridor()
        with use_scope(people.officer.scope):
            options = options_of(people.officer)
        names = dict(options.assignee)
        assert str(people.reviewer.user_id) in names and str(people.supervisor.user_id) in names
        assert str(people.registry.user_id) not in names and str(people.officer.user_id) not in names
        assert "SRB" in dict(options.country) and "NLD" not in dict(options.country)
        text = page(browser(people.officer), reverse("cases:case-filter"))
        assert people.reviewer.name in text and people.registry.name not in text
        page(browser(people.verifier), reverse("cases:case-filter"), status=403)

    def test_unknown_people_and_offices_are_not_told_apart(self) -> None:
        people = world.corridor()
        client = browser(people.officer)
        for key in (people.registry.user_id, "01890000-0000-7000-8000-000000000000"):
            text = page(client, reverse("cases:case-list", query={"assignee": str(key)}))
            assert "nobody whom you know" in text and people.registry.name not in text

    def test_filters_in_force_can_be_removed_one_by_one(self) -> None:
        people = world.corridor()
        world.draft(people)
        address = reverse("cases:case-list", query={"view": "all", "country": "ALB", "status": "draft"})
        text = page(browser(people.officer), address)
        assert "No case of this view fits the filters" in text and "Albania" in text
        assert "view=all&amp;status=draft" in text, "without the country"
        assert "view=all&amp;country=ALB" in text, "without the status"


class TestOrders:
    def test_every_order_pages_through_all_cases_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        people = world.corridor()
        with clock.travel(clock.now() - timedelta(days=9)):
            copies(people.officer, world.case_at(people, "received"), 3)
        copies(people.officer, world.draft(people), 3)
        monkeypatch.setattr("cases.selectors.paging.PAGE_SIZE", 3)
        for actor in (people.officer, people.registry):
            client = browser(actor)
            for sort in queue.SORTS:
                seen: list[str] = []
                with use_scope(actor.scope):
                    whole = [row.id for row in _page(actor, sort, size=50)]
                    rows = _page(actor, sort)
                    while rows:
                        seen += [row.id for row in rows]
                        last = rows[-1]
                        rows = _page(actor, sort, after=Cursor(getattr(last, queue.SORTS[sort].column), last.id))
                assert seen == whole and len(seen) == len(set(seen)) == (8 if actor is people.officer else 4)
                page(client, reverse("cases:case-list", query={"sort": sort}))

    def test_waiting_and_last_act_are_each_others_reverse(self) -> None:
        people = world.corridor()
        with clock.travel(clock.now() - timedelta(days=12)):
            world.case_at(people, "received", family_name="Older")
        world.case_at(people, "received", family_name="Newer")
        for actor in (people.officer, people.registry):
            with use_scope(actor.scope):
                waiting = queue.queue_page(actor, "open", sort="waiting").rows
                last = queue.queue_page(actor, "open", sort="last").rows
            assert [row.id for row in waiting] == [row.id for row in reversed(last)]
            assert waiting[0].name.startswith("Older") and waiting[0].waiting == "12 days"
            assert waiting[1].waiting == "since today"

    def test_a_place_in_one_order_is_the_beginning_of_another(self) -> None:
        people = world.corridor()
        world.draft(people)
        client = browser(people.officer)
        for sort in queue.SORTS:
            for after in ("NL-RS-2026-000001-0~x", "~~", "\0~01890000-0000-7000-8000-000000000000"):
                page(client, reverse("cases:case-list"), sort=sort, after=after)


def _page(actor: Actor, sort: str, **place: Any) -> list[Any]:
    from cases.selectors.paging import keyset_page
    from cases.selectors.rows import joined_for_rows

    order = queue.SORTS[sort]
    cases = joined_for_rows(queue.cases_in_view(actor, "all"), actor)
    size = place.pop("size", 3)
    return keyset_page(cases, order.column, is_descending=order.is_descending, size=size, **place).rows


class TestSavedFilters:
    def save(
        self, actor: Actor, name: str, is_default: bool = False, replace: bool = False, **query: str
    ) -> SavedFilter:
        with use_scope(actor.scope):
            return saved_filter_save(actor=actor, name=name, query=query, is_default=is_default, replace=replace)

    def test_they_are_the_persons_own(self) -> None:
        people = world.corridor()
        kept = self.save(people.officer, "Late ones", view="overdue", country="SRB", nonsense="x", status="unheard")
        assert kept.query == {"country": "SRB", "view": "overdue"}
        with use_scope(people.reviewer.scope):
            assert not SavedFilter.objects.exists()
            for act in (saved_filter_default, saved_filter_delete):
                with pytest.raises(NotVisible):
                    act(actor=people.reviewer, filter_id=kept.id)
        assert "Late ones" in page(browser(people.officer), reverse("cases:case-list") + "?view=open")
        assert "Late ones" not in page(browser(people.reviewer), reverse("cases:case-list"))

    def test_the_first_one_is_opened_first_and_only_without_an_address_of_ones_own(self) -> None:
        people = world.corridor()
        client = browser(people.officer)
        kept = self.save(people.officer, "Drafts to Serbia", is_default=True, view="drafts", country="SRB")
        answer = client.get(reverse("cases:case-list"))
        assert answer.status_code == 302 and answer.url.endswith("?view=drafts&country=SRB")
        page(client, reverse("cases:case-list") + "?view=open")
        other = self.save(people.officer, "Other", is_default=True, view="week")
        with use_scope(people.officer.scope):
            assert [row.id for row in SavedFilter.objects.filter(is_default=True)] == [other.id]
        address = reverse("cases:saved-filter-default", args=[kept.id])
        assert client.post(address).status_code == 302
        with use_scope(people.officer.scope):
            assert [row.id for row in SavedFilter.objects.filter(is_default=True)] == [kept.id]
        client.post(address)
        page(client, reverse("cases:case-list"))

    def test_keeping_renaming_and_deleting_in_the_page(self) -> None:
        people = world.corridor()
        client = browser(people.officer)
        values = {"view": "overdue", "sort": "last", "country": "SRB"}
        answer = client.post(reverse("cases:saved-filter-save"), {**values, "name": ""})
        assert answer.status_code == 422 and 'value="SRB" selected' in answer.content.decode()
        answer = client.post(reverse("cases:saved-filter-save"), {**values, "name": " Late  ones "})
        assert answer.status_code == 302
        with use_scope(people.officer.scope):
            kept = SavedFilter.objects.get()
        assert kept.name == "Late ones" and kept.query == values
        answer = client.post(reverse("cases:saved-filter-delete", args=[kept.id]))
        assert answer.status_code == 302 and "country=SRB" in answer.url, "what it was can be kept again"
        with use_scope(people.officer.scope):
            assert not SavedFilter.objects.exists()

    def test_there_is_an_end_to_them(self) -> None:
        people = world.corridor()
        for number in range(MOST_FILTERS):
            self.save(people.officer, f"Filter {number}", view="open")
        with pytest.raises(Invalid):
            self.save(people.officer, "One more", view="open")
        self.save(people.officer, "Filter 0", replace=True, view="week")

    def test_a_name_that_is_taken_is_replaced_only_where_the_box_is_ticked(self) -> None:
        people = world.corridor()
        client, address = browser(people.officer), reverse("cases:saved-filter-save")
        kept = self.save(people.officer, "Late ones", is_default=True, view="overdue")
        self.save(people.reviewer, "Week", view="week")
        assert 'name="replace"' not in page(client, reverse("cases:case-filter"))
        values = {"view": "week", "sort": "last", "country": "SRB", "name": " Late  ones", "is_default": "on"}
        answer = client.post(address, values)
        text = answer.content.decode()
        assert answer.status_code == 422 and "You keep a filter “Late ones” already" in text
        assert 'name="replace"' in text and "Late  ones" in text and 'value="SRB" selected' in text
        with use_scope(people.officer.scope):
            row = SavedFilter.objects.get()
            assert (row.query, row.is_default) == (kept.query, True), "nothing changed"
        assert client.post(address, {**values, "name": "Week"}).status_code == 302, "a colleague's name is free"
        assert client.post(address, {**values, "replace": "on"}).status_code == 302
        with use_scope(people.officer.scope):
            found = {row.name: row.query["view"] for row in SavedFilter.objects.all()}
        assert found == {"Late ones": "week", "Week": "week"}


class TestCost:
    def test_what_the_list_costs_does_not_grow_with_rows_filters_or_filters_kept(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "received")
        client = browser(people.officer)
        query = {"view": "all", "country": "SRB", "assignee": "me", "flag": "detained"}
        addresses = [reverse("cases:case-list") + "?view=all", reverse("cases:case-list", query=query)]
        for address in addresses:
            page(client, address)
        one = [_statements(client, address) for address in addresses]
        copies(people.officer, case, 30)
        with use_scope(people.officer.scope):
            for number in range(5):
                saved_filter_save(actor=people.officer, name=str(number), query={"view": "week"})
        assert [len(_statements(client, address)) for address in addresses] == [len(found) for found in one]
        assert len(one[0]) <= 15, "\n".join(one[0])

    def test_roles_have_the_views_in_which_something_can_wait_for_them(self) -> None:
        for role in ROLES.values():
            if role.is_machine:
                continue
            office = "srb-embassy-the-hague" if role.code == "consular_officer" else "nld-dtv"
            actor = world.make_actor(office, role.code)
            assert turns.has_acts(actor) == (turns.acts_waiting_for(actor) is not None), role.code

    def test_a_compiled_count_follows_clock_and_rights(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "received")
        actor = people.officer
        with use_scope(actor.scope):
            due = Case.objects.get(id=case.id).next_due_at
            assert due
            assert queue.queue_counts(actor, ["overdue"])["overdue"].number == 0
            with clock.travel(due + timedelta(seconds=1)):
                assert queue.queue_counts(actor, ["overdue"])["overdue"].number == 1
                without = replace(actor, grants={})
                assert queue.queue_counts(without, ["overdue"])["overdue"].number == 0, "the same person without rights"


def _statements(client: Any, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    control = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [query["sql"] for query in captured if not query["sql"].startswith(control)]
