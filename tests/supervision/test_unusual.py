"""Unusual access: what each rule lists and what it leaves alone, that days are looked through once, who reads and signs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Access, Event
from audit.services import own_audience
from cases.services.assignment import case_assign
from cases.services.case_access import person_exclude
from cases.services.notes import note_add
from core import clock
from core.errors import ActRefused, Invalid, NotVisible
from core.ids import uuid7
from core.scope import SYSTEM_ID, Scope, use_scope
from countries.models import Country
from notifications.models import Notice
from notifications.wording import notice_line
from supervision.choices import FindingKind
from supervision.models import UnusualAccess, WatchedDays
from supervision.selectors.unusual import UnusualFilters, unusual_counts
from supervision.selectors.watching import found_on, places_of
from supervision.services import watching
from supervision.services.watching import unusual_sign, watch
from supervision.watching import RULES, Value
from tests import world
from tests.cases.work_pages import browser, page
from tests.supervision.conftest import Office

pytestmark = pytest.mark.commits
AMSTERDAM, KARACHI = ZoneInfo("Europe/Amsterdam"), ZoneInfo("Asia/Karachi")
TUESDAY, SATURDAY, CHRISTMAS = date(2026, 11, 10), date(2026, 11, 14), date(2026, 12, 25)
Line = tuple[str, UUID, int, int | None]


def at(day: date, hour: int, minute: int = 0, zone: ZoneInfo = AMSTERDAM) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def keys(number: int) -> list[UUID]:
    """Cases that need not be there: a look keeps the key alone."""
    return [uuid7() for _number in range(number)]


def look(
    actor: Actor,
    cases: Sequence[UUID | None],
    begins: datetime,
    *,
    step: timedelta = timedelta(seconds=30),
    action: str = "case.opened",
    result: str = "seen",
) -> list[UUID]:
    rows = [
        Access(
            at=begins + number * step,
            actor_id=actor.user_id,
            actor_name=actor.name,
            role=actor.role,
            authority_id=actor.authority_id,
            authority_name=actor.authority_name,
            country=actor.country,
            action=action,
            subject=f"case:{key}" if key else f"storedfile:{uuid7()}",
            case_key=key,
            result=result,
            **own_audience(actor).fields(),
        )
        for number, key in enumerate(cases)
    ]
    with use_scope(actor.scope):
        Access.objects.bulk_create(rows)
    return [row.id for row in rows]


def deny(actor: Actor, number: int, begins: datetime, step: timedelta = timedelta(minutes=1)) -> list[UUID]:
    return look(actor, [None] * number, begins, step=step, action="look.denied", result="denied")


def rcms(country: str = "NLD") -> Scope:
    return Scope(user_id=SYSTEM_ID, country=country, countries=(country,))


def found(day: date = TUESDAY, country: str = "NLD") -> list[Line]:
    """What the rules say of a day: kind, person, number, own median."""
    with use_scope(rcms(country)):
        places = places_of(Country.objects.get(code=country))
        lines = [(one.kind.value, one.who.user_id, one.number, one.usual) for one in found_on(country, places, day)]
    return sorted(lines, key=lambda line: (line[0], str(line[1])))


def make(role: str = "return_officer", office: str = "nld-dtv", name: str = "") -> Actor:
    return world.make_actor(office, role, name)


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cases of other offices are a finding: ten would be ten cases to make."""
    values = dict(RULES[FindingKind.NEVER_ASSIGNED].values)
    monkeypatch.setattr("supervision.watching._ALL", ())
    values["cases"] = Value(2, "", "")
    rule = RULES[FindingKind.NEVER_ASSIGNED]
    changed = type(rule)(rule.kind, rule.what, rule.counted, values)
    monkeypatch.setattr("supervision.selectors.watching.RULES", {**RULES, FindingKind.NEVER_ASSIGNED: changed})


class TestRules:
    def test_ordinary_work_is_not_listed(self, office: Office) -> None:
        """A full day of an officer, a nightly run of a national system, a night at the border, an evening at one case."""
        look(make(), keys(40), at(TUESDAY, 9), step=timedelta(minutes=10))
        late = keys(2)
        look(make("reviewer"), late * 9, at(TUESDAY, 20, 30))
        look(make("machine_client"), keys(400), at(TUESDAY, 2))
        look(make("supervisor"), keys(30), at(TUESDAY, 10))
        look(make("border_officer", "srb-border-belgrade"), keys(30), at(TUESDAY, 2))
        look(make("return_officer"), keys(60), at(TUESDAY, 11), action="arrivals.printed")
        deny(make(), 9, at(TUESDAY, 14))
        assert found() == found(country="SRB") == []

    def test_many_cases_are_more_than_the_floor_and_more_than_the_own_habit(self, office: Office) -> None:
        rule = RULES[FindingKind.MANY_CASES]
        floor = rule["floor"]
        below, above, busy, busier, new, robot = (make(role) for role in [*["return_officer"] * 5, "machine_client"])
        look(below, keys(floor - 1), at(TUESDAY, 9))
        look(above, keys(floor) * 2, at(TUESDAY, 9))
        look(robot, keys(rule["floor_of_systems"] - 1), at(TUESDAY, 9), step=timedelta(seconds=1))
        for days in range(1, 6):
            for actor, number in ((busy, floor // 3), (busier, floor // 3), (new, floor)):
                if actor is not new or days < 5:
                    look(actor, keys(number), at(TUESDAY - timedelta(days=7 * days), 9))
        look(busy, keys(floor), at(TUESDAY, 9))
        look(busier, keys(floor + 1), at(TUESDAY, 9))
        look(new, keys(floor), at(TUESDAY, 9))
        assert {(line[1], line[2], line[3]) for line in found()} == {
            (above.user_id, floor, None),
            (busier.user_id, floor + 1, floor // 3),
            (new.user_id, floor, None),
        }

    @pytest.mark.parametrize(
        ("moment", "is_listed"),
        [
            (at(TUESDAY, 5, 58), True),
            (at(TUESDAY, 6), False),
            (at(TUESDAY, 19, 58), False),
            (at(TUESDAY, 20), True),
            (at(SATURDAY, 11), True),
            (at(CHRISTMAS, 11), True),
            # Daylight saving time ended on 25 October 2026: the same hour of UTC before and after it.
            (datetime(2026, 10, 23, 4, 30, tzinfo=UTC), False),
            (datetime(2026, 10, 26, 4, 30, tzinfo=UTC), True),
            # Monday in Amsterdam, where UTC has Sunday still, and the night after.
            (at(date(2026, 11, 9), 0, 10), True),
        ],
    )
    def test_working_hours_are_those_of_the_office(self, office: Office, moment: datetime, is_listed: bool) -> None:
        officer, brief = make(), make()
        look(officer, keys(3), moment, step=timedelta(seconds=1))
        look(brief, keys(2), moment, step=timedelta(seconds=1))
        day = moment.astimezone(AMSTERDAM).date()
        assert found(day) == ([("off_hours", officer.user_id, 3, None)] if is_listed else [])
        assert found(day - timedelta(days=1)) == found(day + timedelta(days=1)) == []

    def test_an_embassy_goes_by_the_clock_of_its_host_and_both_calendars(self, office: Office) -> None:
        """Seven in Karachi is three in The Hague; Christmas is a day off in The Hague, Pakistan Day is one at home."""
        home, abroad = make(office="pak-interior"), make("consular_officer", "pak-mission-the-hague")
        for actor in (home, abroad):
            look(actor, keys(3), at(TUESDAY, 7, zone=KARACHI))
        assert found(country="PAK") == [("off_hours", abroad.user_id, 3, None)]
        for actor in (home, abroad):
            look(actor, keys(3), at(date(2026, 3, 23), 12))
            look(actor, keys(3), at(date(2026, 12, 28), 12))
        assert {line[1] for line in found(date(2026, 3, 23), "PAK")} == {home.user_id, abroad.user_id}
        boxing = {line[1] for line in found(date(2026, 12, 28), "PAK")}
        assert home.user_id not in boxing

    def test_the_own_family_name_is_known_in_any_spelling_and_listed_once(self, office: Office) -> None:
        case, other = office.cases["refused"].id, office.cases["completed"].id
        bears = [
            make(name=name) for name in ("Ana Petrovic", "Петровић, Ана", "Јован Петровић", "J. van der Petrowitsch")
        ]
        others = [make(name=name) for name in ("Petrovic", "Miloš Petrov", "Petar Milošević", "return_officer")]
        others[:1] = []
        file = make(name="Eva Petrović")
        for actor in (*bears, *others):
            look(actor, [case], at(TUESDAY, 10))
        look(file, [case], at(TUESDAY, 10), action="file.viewed")
        denied = make(name="Iva Petrović")
        look(denied, [case], at(TUESDAY, 10), action="look.denied", result="denied")
        assert {line[1] for line in found()} == {actor.user_id for actor in (*bears, file)}
        assert {line[0] for line in found()} == {"own_name"}
        with clock.travel(at(TUESDAY, 12) + timedelta(days=1)), use_scope(rcms()):
            watch("NLD")
        next_day = TUESDAY + timedelta(days=1)
        look(file, [case, other], at(next_day, 10))
        look(bears[0], [case], at(next_day, 10))
        assert found(next_day) == [("own_name", file.user_id, 1, None)], "the other case alone"

    def test_cases_of_others_count_where_nothing_explains_the_look(self, office: Office, low: None) -> None:
        people = world.corridor(requesting="nld-dtv-region-west")
        one, two, three = (world.draft(people).id for _number in range(3))
        curious, worker, given, lead, watcher = make(), make(), make(), make("office_lead"), make("supervisor")
        for actor in (curious, worker, lead, watcher, people.officer):
            look(actor, [one, two], at(TUESDAY, 10))
        for actor in (curious, worker):
            look(actor, [office.cases["draft"].id, office.cases["refused"].id], at(TUESDAY, 11))
        look(given, [two, three], at(TUESDAY, 10))
        with use_scope(worker.scope):
            note_add(actor=worker, case_id=one, text="Seen by the desk")
        with use_scope(watcher.scope):
            case_assign(actor=watcher, case_id=three, to_user_id=given.user_id)
        assert found() == [("never_assigned", curious.user_id, 2, None)]
        with use_scope(watcher.scope):
            case_assign(actor=watcher, case_id=three, to_user_id=people.officer.user_id)
        assert found() == [("never_assigned", curious.user_id, 2, None)], "what was given once was given"

    def test_what_waits_for_a_decision_is_for_whoever_decides(self, office: Office, low: None) -> None:
        signer, curious = make("decision_maker", "srb-border-belgrade"), make("registry_officer", "srb-border-belgrade")
        cases = [office.cases["decision_proposed"].id, office.cases["in_verification"].id]
        for actor in (signer, curious):
            look(actor, cases, at(TUESDAY, 10))
        assert found(country="SRB") == [("never_assigned", curious.user_id, 2, None)]

    def test_denied_looks_count_within_an_hour(self, office: Office) -> None:
        often, slow, midnight, robot = make(), make(), make(), make("machine_client")
        deny(often, 10, at(TUESDAY, 10), timedelta(minutes=6))
        deny(slow, 10, at(TUESDAY, 10), timedelta(minutes=7))
        evidence = deny(midnight, 12, at(TUESDAY, 0) - timedelta(minutes=5))
        deny(robot, 30, at(TUESDAY, 3), timedelta(seconds=1))
        assert {(line[1], line[2]) for line in found()} == {
            (often.user_id, 10),
            (midnight.user_id, 12),
            (robot.user_id, 30),
        }
        assert found(TUESDAY - timedelta(days=1)) == [], "five before midnight"
        with clock.travel(at(TUESDAY, 12) + timedelta(days=1)), use_scope(rcms()):
            watch("NLD")
            assert UnusualAccess.objects.get(user_id=midnight.user_id).evidence == evidence


NEXT = at(TUESDAY, 1, 1) + timedelta(days=1)


def watched(moment: datetime = NEXT, country: str = "NLD") -> int:
    with clock.travel(moment), use_scope(rcms(country)):
        return watch(country)


def rows(**filters: Any) -> list[UnusualAccess]:
    with use_scope(rcms()):
        return list(UnusualAccess.objects.filter(**filters).order_by("day", "kind"))


class TestDays:
    def test_a_day_is_looked_through_once_when_it_has_ended(self, office: Office) -> None:
        officer = make()
        deny(officer, 10, at(TUESDAY, 10))
        assert watched(at(TUESDAY, 23, 59)) == 0
        assert watched(NEXT - timedelta(minutes=2)) == 0, "what is written at midnight may not be committed"
        assert rows() == []
        assert watched() == 1 and watched() == watched(NEXT + timedelta(hours=5)) == 0
        [row] = rows()
        assert (row.kind, row.user_id, row.day, row.number) == ("denied", officer.user_id, TUESDAY, 10)
        assert (row.user_name, row.office, row.state) == (officer.name, officer.authority_name, "open")
        with use_scope(office.people.supervisor.scope):
            event = Event.objects.get(action="unusual.found")
            assert event.subject == row.subject and officer.name not in str(event.__dict__)

    def test_what_was_found_is_not_found_twice_though_the_day_is_looked_through_again(self, office: Office) -> None:
        deny(make(), 10, at(TUESDAY, 10))
        assert watched() == 1
        with use_scope(rcms()):
            WatchedDays.objects.update(last_day=TUESDAY - timedelta(days=1))
        assert watched() == 0 and len(rows()) == 1

    def test_killed_halfway_nothing_is_lost(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        def die(*_arguments: Any) -> None:
            raise SystemExit

        deny(make(), 10, at(TUESDAY, 10))
        with monkeypatch.context() as patch:
            patch.setattr(watching, "_tell", die)
            with pytest.raises(SystemExit):
                watched()
        assert rows() == []
        assert watched() == 1

    def test_days_in_which_the_sweep_stood_still_are_made_up_for(self, office: Office) -> None:
        officer = make()
        assert watched() == 0
        for day in (11, 12, 15):
            deny(officer, 10, at(date(2026, 11, day), 10))
        assert watched(at(date(2026, 11, 16), 8)) == 3
        assert [row.day.day for row in rows()] == [11, 12, 15]

    def test_the_sweep_promises_it_once_an_hour_for_each_country(self, office: Office) -> None:
        with use_scope(Scope(user_id=SYSTEM_ID)):
            assert watching.watch_promise("NLD") and watching.watch_promise("SRB")
            assert not watching.watch_promise("NLD")

    def test_supervisors_are_told_once_a_day_without_names(self, office: Office) -> None:
        west, officer = make("supervisor", "nld-dtv-region-west"), make(name="Bram Bakker")
        deny(officer, 10, at(TUESDAY, 10))
        deny(officer, 10, at(TUESDAY - timedelta(days=1), 10))
        watched(NEXT - timedelta(days=1))
        watched()
        with use_scope(office.people.supervisor.scope):
            told = list(Notice.objects.filter(action="unusual.found"))
            assert len(told) == 2 and len({notice.at.date() for notice in told}) == 2
            line = notice_line(told[0], "NLD")
            assert (line.text, line.path) == ("Unusual access was found", reverse("supervision:unusual-list"))
            assert "Bakker" not in str([notice.__dict__ for notice in told])
        for other in (west, office.people.officer, office.people.their_supervisor):
            with use_scope(other.scope):
                assert not Notice.objects.filter(action="unusual.found").exists()


@pytest.fixture
def finding(office: Office) -> UnusualAccess:
    """An officer of the desk was denied ten looks, one of them at a case."""
    officer = make(name="Bram Bakker")
    look(officer, [office.cases["refused"].id] * 10, at(TUESDAY, 10), action="look.denied", result="denied")
    watched()
    [row] = rows()
    return row


def sees(actor: Actor) -> bool:
    with use_scope(actor.scope):
        return UnusualAccess.objects.exists()


def sign(actor: Actor, row: UnusualAccess, outcome: str = "justified", remark: str = "A broken link") -> UnusualAccess:
    with use_scope(actor.scope), transaction.atomic():
        return unusual_sign(actor=actor, finding_id=row.id, outcome=outcome, remark=remark)


class TestWhoReadsAndSigns:
    def test_supervisors_of_the_office_and_above_read_it_and_nobody_else(self, office: Office) -> None:
        west = make("supervisor", "nld-dtv-region-west")
        deny(make(office="nld-dtv-region-west"), 10, at(TUESDAY, 10))
        watched()
        people = office.people
        protects = make("data_protection_officer")
        assert all(sees(actor) for actor in (west, people.supervisor, protects))
        for other in (people.officer, people.reviewer, make("office_lead"), make("administrator"), people.border):
            assert not sees(other), other.role
        assert not sees(people.their_supervisor) and not sees(office.stranger)
        deny(make(), 10, at(TUESDAY + timedelta(days=1), 10))
        watched(NEXT + timedelta(days=1))
        with use_scope(west.scope):
            assert UnusualAccess.objects.count() == 1, "of the office below, not of the desk"
        with use_scope(people.supervisor.scope):
            assert UnusualAccess.objects.count() == 2

    def test_whoever_is_kept_out_of_a_case_concerned_does_not_learn_of_it(
        self, office: Office, finding: UnusualAccess
    ) -> None:
        people, kept_out = office.people, make("supervisor")
        with use_scope(people.supervisor.scope):
            case = office.cases["refused"].id
            person_exclude(actor=people.supervisor, case_id=case, user_id=kept_out.user_id, reason="A relative")
        assert sees(people.supervisor) and not sees(kept_out)
        with pytest.raises(NotVisible):
            sign(kept_out, finding)
        text = page(browser(kept_out), reverse("supervision:unusual-list"))
        assert "Nothing unusual waits" in text
        sign(people.supervisor, finding, remark="The brother of the person")
        with use_scope(kept_out.scope):
            assert "brother" not in str(list(Event.objects.values()))

    def test_it_is_signed_once_by_somebody_else(self, office: Office) -> None:
        people, colleague = office.people, make("supervisor")
        deny(people.supervisor, 10, at(TUESDAY, 10))
        watched()
        [row] = rows()
        for wrong in ({"outcome": "forgiven"}, {"remark": "  "}):
            with pytest.raises(Invalid):
                sign(colleague, row, **wrong)
        with pytest.raises(ActRefused, match="own_access"):
            sign(people.supervisor, row)
        with pytest.raises(ActRefused):
            sign(people.officer, row)
        sign(colleague, row, "forwarded", "Told the head of the service")
        with pytest.raises(ActRefused, match="signed_already"):
            sign(make("supervisor"), row)
        with use_scope(people.supervisor.scope):
            event = Event.objects.get(action="unusual.signed")
            assert (
                event.parameters == {"kind": "denied", "outcome": "forwarded"} and event.actor_id == colleague.user_id
            )

    def test_past_the_services_the_database_refuses(self, office: Office, finding: UnusualAccess) -> None:
        people, colleague = office.people, make("supervisor")
        signing = "state = 'signed', outcome = 'justified', signed_at = now(), signed_by_name = 'x', signed_by = "

        def run(actor: Actor, statement: str) -> int:
            with use_scope(actor.scope), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
                count = int(cursor.rowcount)
                transaction.set_rollback(True)
                return count

        table = "supervision_unusualaccess"
        own = f"update {table} set {signing} '{colleague.user_id}'"
        assert run(colleague, own) == 1
        assert run(people.officer, own) == run(people.their_supervisor, own) == 0
        for wrong in (
            f"update {table} set {signing} '{people.supervisor.user_id}'",
            f"update {table} set number = 1",
            f"update {table} set user_id = '{people.supervisor.user_id}'",
            f"delete from {table}",
            f"insert into {table} select * from {table}",
        ):
            with pytest.raises(DatabaseError):
                run(colleague, wrong)
        subject = make("supervisor")
        deny(subject, 10, at(TUESDAY + timedelta(days=1), 10))
        watched(NEXT + timedelta(days=1))
        mine = f"update {table} set {signing} '{subject.user_id}' where user_id = '{subject.user_id}'"
        assert run(subject, mine) == 0
        sign(colleague, finding)
        with pytest.raises(DatabaseError):
            run(people.supervisor, f"update {table} set remark = 'Quietly', signed_by = '{people.supervisor.user_id}'")


class TestPages:
    def test_it_is_listed_opened_and_signed_off(self, office: Office, finding: UnusualAccess) -> None:
        people = office.people
        address, detail = reverse("supervision:unusual-list"), reverse("supervision:unusual", args=[finding.id])
        client = browser(people.supervisor)
        page(browser(people.officer), address, status=403)
        page(browser(people.officer), detail, status=403)
        page(browser(people.their_supervisor), detail, status=404)
        text = page(client, address)
        assert (
            "Bram Bakker" in text
            and "Looks denied within an hour: 10" in text
            and "Looked through up to 10 November 2026" in text
        )
        assert "A case every ten minutes in a working day" in text, "the values stand on the page"
        text = page(client, detail)
        assert text.count("Tried to open what is not theirs") == 10 and str(office.cases["refused"].id) in text
        wrong = client.post(detail, {"outcome": "", "remark": ""})
        assert wrong.status_code == 422
        assert "Choose what came of it" in wrong.content.decode() and "Say what you found out" in wrong.content.decode()
        done = client.post(detail, {"outcome": "followed_up", "remark": "Spoken with B."}, follow=True)
        assert "It is signed off." in done.content.decode() and "Nothing unusual waits" in done.content.decode()
        again = client.post(detail, {"outcome": "justified", "remark": "Once more"})
        assert again.status_code == 409 or again.status_code == 403
        text = page(client, detail)
        assert "Spoken with B." in text and people.supervisor.name in text and "What you found out" not in text
        text = page(browser(make("supervisor")), address, state="signed")
        assert "Followed up with the person" in text and people.supervisor.name in text
        with use_scope(people.supervisor.scope):
            looks = set(Access.objects.values_list("action", "subject"))
        assert {("unusual.listed", "unusual"), ("unusual.opened", finding.subject)} <= looks

    def test_filters(self, office: Office, finding: UnusualAccess) -> None:
        client, address = browser(office.people.supervisor), reverse("supervision:unusual-list")
        other = make(name="Carla Citroen")
        look(other, keys(3), at(TUESDAY + timedelta(days=1), 3))
        watched(NEXT + timedelta(days=1))
        days = {"span": "custom", "first_day": "11", "first_month": "11", "first_year": "2026"}
        table = "</thead>"
        for asked, names in (
            ({}, {"Bram Bakker", "Carla Citroen"}),
            ({"kind": "off_hours"}, {"Carla Citroen"}),
            ({"who": str(finding.user_id)}, {"Bram Bakker"}),
            (days, {"Carla Citroen"}),
            ({"state": "signed"}, set()),
        ):
            text = page(client, address, **asked).partition(table)[2]
            assert {name for name in ("Bram Bakker", "Carla Citroen") if name in text} == names, asked
        assert "Nothing of this kind" in page(client, address, kind="own_name")
        page(client, address, status=422, kind="typed by hand")
        with use_scope(office.people.supervisor.scope):
            counts = unusual_counts(office.people.supervisor, UnusualFilters())
        assert {code: str(count) for code, count in counts.items()} == {"open": "2", "signed": "0"}

    def test_the_own_access_has_no_form(self, office: Office) -> None:
        supervisor = office.people.supervisor
        deny(supervisor, 10, at(TUESDAY, 10))
        watched()
        [row] = rows()
        client, address = browser(supervisor), reverse("supervision:unusual", args=[row.id])
        assert "about you" in page(client, reverse("supervision:unusual-list"))
        text = page(client, address)
        assert "another supervisor signs it off" in text and 'name="outcome"' not in text
        answer = client.post(address, {"outcome": "justified", "remark": "It was me"})
        assert answer.status_code == 403 and rows()[0].state == "open"
