"""One mark, one answer: page, row and filter say the same of a case, and a mark holds by the day of who set it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.actor import Actor
from cases.choices import FlagKind
from cases.models import Case, CaseGroup, Person
from cases.selectors import queue
from cases.selectors.queue_filters import Filters
from cases.services import filing, submission
from cases.services.flags import flag_set
from core import clock
from core.scope import use_scope
from tests import world
from tests.cases.talk_pages import seen
from tests.days import local_day
from tests.families import family
from tests.world import Corridor

pytestmark = pytest.mark.django_db


def filtered(actor: Actor, kind: str) -> set[str]:
    """Family names of the cases that the filter leaves."""
    with use_scope(actor.scope):
        return {row.name.split(",")[0] for row in queue.queue_page(actor, "all", filters=Filters(flag=kind)).rows}


def rowed(actor: Actor, kind: str) -> set[str]:
    """Family names of the cases whose row shows the mark."""
    label = "family of" if kind == FlagKind.FAMILY else str(FlagKind(kind).label).lower()
    with use_scope(actor.scope):
        rows = queue.queue_page(actor, "all").rows
    return {
        row.name.split(",")[0] for row in rows if any(words.lower().startswith(label) for words, _care in row.flags)
    }


def both(actor: Actor, kind: str) -> set[str]:
    found = filtered(actor, kind)
    assert rowed(actor, kind) == found, kind
    return found


def safeguards(people: Corridor, case: Case, *codes: str) -> None:
    with use_scope(people.officer.scope):
        filing.private_save(
            actor=people.officer, case_id=case.id, version=None, values={"vulnerabilities": list(codes)}, detention={}
        )


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def test_what_the_safeguards_say_is_found_under_its_own_mark(people: Corridor) -> None:
    for name, codes in {
        "Minor": ["minor"],
        "Alone": ["minor", "unaccompanied_minor"],
        "Pregnant": ["minor", "pregnant"],
        "None": [],
    }.items():
        safeguards(people, world.draft(people, family_name=name), *codes)
    officer = people.officer
    assert both(officer, "minor") == {"Minor", "Alone", "Pregnant"}
    assert both(officer, "unaccompanied") == {"Alone"}
    assert both(officer, "vulnerable") == {"Pregnant"}, "to be a minor is a mark of its own"
    assert both(officer, "detained") == set()


def test_a_family_has_two(people: Corridor) -> None:
    case = world.draft(people, family_name="Single")
    with use_scope(people.officer.scope):
        group = CaseGroup(requesting_country_id="NLD", receiving_country_id="SRB", created_at=clock.now())
        group.save(force_insert=True)
        Case.objects.filter(id=case.id).update(group=group)
    assert both(people.officer, "family") == set()
    first, _second = family(people)
    world._as(people.officer, submission.review_send)(first.id)
    world._as(people.reviewer, submission.case_submit)(first.id)
    assert both(people.officer, "family") == both(people.registry, "family") == {"Petrović"}


LEAP_DAY, LAST_OF_FEBRUARY, NEW_YEAR = date(2028, 2, 29), date(2026, 2, 28), date(2026, 12, 31)
BORN = [
    ("", LEAP_DAY, False),
    ("2010-02-28", LEAP_DAY, False),
    ("2010-03-01", LEAP_DAY, True),
    ("2010-02", LEAP_DAY, False),
    ("2010-03", LEAP_DAY, True),
    ("2010", LEAP_DAY, True),
    ("2009", LEAP_DAY, False),
    ("2028", LEAP_DAY, True),
    ("2028-03-01", LEAP_DAY, False),
    ("2008-02-28", LAST_OF_FEBRUARY, False),
    ("2008-02-29", LAST_OF_FEBRUARY, True),
    ("2008-02", LAST_OF_FEBRUARY, True),
    ("2008-12", NEW_YEAR, False),
    ("2008", NEW_YEAR, False),
    ("2009", NEW_YEAR, True),
]


def test_age_is_counted_alike_to_the_day_and_from_dates_known_in_part(people: Corridor) -> None:
    case = world.draft(people)
    for born, day, is_minor in BORN:
        with use_scope(people.officer.scope):
            Person.objects.filter(case=case).update(birth_date=born)
        with clock.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
            assert both(people.officer, "minor") == ({"Petrović"} if is_minor else set()), (born, day)


@contextmanager
def at(day: date, hour: int, minute: int = 30) -> Iterator[None]:
    with clock.travel(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)):
        yield


@pytest.fixture
def far() -> Corridor:
    """Five hours lie between Vienna and Karachi, or four."""
    return world.corridor(
        "PAK",
        "eu-pakistan",
        desk="pak-interior",
        agency="pak-nadra",
        consulate="pak-mission-vienna",
        border="pak-fia-islamabad",
        requesting="aut-bfa",
    )


def marked(actor: Actor, case: Case, kind: str, until: date) -> None:
    with use_scope(actor.scope):
        flag_set(actor=actor, case_id=case.id, kind=kind, reason="For a while", until_on=until, is_shared=True)


def shows(actor: Actor, case: Case, kind: str) -> bool:
    """Whether page, row and filter show the mark; they agree."""
    head = seen(actor, reverse("cases:case-detail", args=[case.id])).split('class="identity"', 1)[1]
    is_on_page = str(FlagKind(kind).label) in head.split("</section>", 1)[0]
    assert (both(actor, kind) == {"Petrović"}) is is_on_page
    return is_on_page


def test_a_mark_holds_to_the_end_of_the_day_where_it_was_set(far: Corridor) -> None:
    case = world.case_at(far, "received")
    last = local_day() + timedelta(days=3)
    marked(far.registry, case, "unaccompanied", last)
    marked(far.officer, case, "urgent", last)
    for actor in (far.officer, far.registry):
        with at(last, 18):  # half past eleven at night in Karachi, evening in Vienna
            assert shows(actor, case, "unaccompanied") and shows(actor, case, "urgent")
        with at(last, 19):  # the next day in Karachi
            assert not shows(actor, case, "unaccompanied") and shows(actor, case, "urgent")
            listed = seen(actor, reverse("cases:flag-list", args=[case.id]))
            assert listed.count("Its last day has passed") == 1
        with at(last, 23):  # the next day in Vienna as well, and not yet by Greenwich
            assert not shows(actor, case, "urgent")


def test_a_person_comes_of_age_by_the_day_where_he_is_held(far: Corridor) -> None:
    birthday = date(clock.now().year + 1, 7, 10)
    case = world.case_at(far, "received", birth_date=birthday.replace(year=birthday.year - 18).isoformat())
    for actor in (far.officer, far.registry):
        with at(birthday - timedelta(days=1), 20):  # the birthday has begun in Karachi, not in Vienna
            assert shows(actor, case, "minor")
        with at(birthday - timedelta(days=1), 22):
            assert not shows(actor, case, "minor")


def test_forms_begin_with_the_day_of_whoever_fills_them_in(far: Corridor) -> None:
    case = world.case_at(far, "received")
    day = local_day() + timedelta(days=3)
    with at(day, 20):
        for actor, expected in ((far.registry, day + timedelta(days=1)), (far.officer, day)):
            text = seen(actor, reverse("cases:flag-list", args=[case.id]))
            values = [
                re.search(rf'name="since_on_{part}"[^>]*value="(\d+)"', text) for part in ("year", "month", "day")
            ]
            assert [int(found[1]) for found in values if found] == [expected.year, expected.month, expected.day]
