"""Absence and cover: whose, for how long, with whom, and who reads of it."""

from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Absence
from accounts.selectors.absences import away_people, covered_people, office_colleagues
from accounts.selectors.colleagues import colleagues_seeing
from accounts.services.absences import absence_end, absence_set
from audit.models import Event
from core import clock
from core.errors import Invalid, NotVisible
from core.scope import use_scope
from tests import world
from tests.cases.work_pages import browser, page

pytestmark = pytest.mark.django_db


def day(offset: int = 0) -> date:
    """A day as the Dutch office counts it."""
    return clock.now().astimezone(ZoneInfo("Europe/Amsterdam")).date() + timedelta(days=offset)


def away(actor: Actor, colleague: Actor, first: int = 0, last: int = 3) -> Absence:
    with use_scope(actor.scope):
        return absence_set(actor=actor, starts_on=day(first), ends_on=day(last), covered_by=colleague.user_id)


def test_cover_counts_from_the_first_to_the_last_day() -> None:
    people = world.corridor()
    away(people.officer, people.reviewer, 2, 4)
    with use_scope(people.reviewer.scope):
        covered = [bool(covered_people(people.reviewer.user_id, day(offset))) for offset in range(1, 6)]
        found = away_people([people.officer.user_id, people.reviewer.user_id], day(3))
    assert covered == [False, True, True, True, False]
    assert {row.covered_by_name for row in found.values()} == {people.reviewer.name}


def test_what_is_no_absence() -> None:
    people = world.corridor()
    away(people.officer, people.reviewer, 5, 9)
    below = world.make_actor("nld-dtv-region-west", "return_officer")
    with use_scope(people.officer.scope):
        for first, last, covered_by, field in (
            (3, 2, people.reviewer.user_id, "ends_on"),
            (-3, -1, people.reviewer.user_id, "ends_on"),
            (0, 400, people.reviewer.user_id, "ends_on"),
            (9, 12, people.reviewer.user_id, "starts_on"),
            (0, 1, people.officer.user_id, "covered_by"),
            (0, 1, below.user_id, "covered_by"),
            (0, 1, people.registry.user_id, "covered_by"),
            (0, 1, uuid4(), "covered_by"),
        ):
            with pytest.raises(Invalid) as invalid:
                absence_set(actor=people.officer, starts_on=day(first), ends_on=day(last), covered_by=covered_by)
            assert field in invalid.value.errors, (first, last)
        assert Absence.objects.count() == 1


def test_only_whoever_works_on_cases_covers() -> None:
    people = world.corridor()
    without = [
        world.make_actor("nld-dtv", role, f"No {role}")
        for role in ("administrator", "supervisor", "verifier", "consular_officer", "border_officer")
    ]
    lead = world.make_actor("nld-dtv", "office_lead", "Lea Lead")
    with use_scope(people.officer.scope):
        today, office = day(), people.officer.authority_id
        offered = {key for key, _name in office_colleagues(office, today, apart_from=people.officer.user_id)}
        assert {people.reviewer.user_id, lead.user_id} <= offered
        assert offered <= {person.user_id for person in colleagues_seeing([office], today)}, "as the hand-over page"
        for actor in without:
            with pytest.raises(Invalid) as invalid:
                absence_set(actor=people.officer, starts_on=today, ends_on=today, covered_by=actor.user_id)
            assert list(invalid.value.errors) == ["covered_by"], actor.role
        assert not Absence.objects.exists()
    text = page(browser(people.officer), reverse("accounts:absence"))
    assert lead.name in text and not [actor.name for actor in without if actor.name in text]


def test_only_the_person_ends_it_and_then_another_fits() -> None:
    people = world.corridor()
    absence = away(people.officer, people.reviewer)
    with use_scope(people.reviewer.scope), pytest.raises(NotVisible):
        absence_end(actor=people.reviewer, absence_id=absence.id)
    with use_scope(people.officer.scope):
        absence_end(actor=people.officer, absence_id=absence.id)
        assert not covered_people(people.reviewer.user_id, day())
    away(people.officer, people.reviewer)


def test_the_page_enters_shows_and_ends() -> None:
    people = world.corridor()
    client, address = browser(people.officer), reverse("accounts:absence")
    names = {"starts_on": day(1), "ends_on": day(2)}
    values = {
        f"{name}_{part}": str(getattr(value, part))
        for name, value in names.items()
        for part in ("day", "month", "year")
    }
    answer = client.post(address, {**values, "covered_by": ""})
    assert answer.status_code == 422 and f'value="{day(1).year}"' in answer.content.decode(), "nothing typed is lost"
    answer = client.post(address, {**values, "covered_by": str(people.registry.user_id)})
    assert answer.status_code == 422, "the other side is no choice"
    answer = client.post(address, {**values, "covered_by": str(people.reviewer.user_id)})
    assert answer.status_code == 302
    text = page(client, address)
    assert people.reviewer.name in text and "End this absence" in text
    assert people.reviewer.name in page(client, reverse("accounts:profile"))
    assert people.officer.name in page(browser(people.reviewer), reverse("accounts:profile"))
    with use_scope(people.officer.scope):
        absence = Absence.objects.get()
    end = reverse("accounts:absence-end", args=[absence.id])
    assert browser(people.reviewer).post(end).status_code == 404
    assert client.post(end).status_code == 302
    assert "No absence is entered" in page(client, address)


def test_whoever_assigns_the_cases_of_the_office_enters_it_and_ends_it() -> None:
    people = world.corridor()
    lead = world.make_actor("nld-dtv", "office_lead", "Lea Lead")
    with use_scope(lead.scope):
        absence = absence_set(
            actor=lead,
            for_user=people.officer.user_id,
            starts_on=day(),
            ends_on=day(3),
            covered_by=people.reviewer.user_id,
        )
        assert (absence.entered_by_id, absence.authority_id) == (lead.user_id, people.officer.authority_id)
        with pytest.raises(NotVisible):
            absence_end(actor=lead, absence_id=absence.id)
    with use_scope(people.reviewer.scope):
        assert covered_people(people.reviewer.user_id, day()) == {people.officer.user_id}
    assert "entered by Lea Lead" in page(browser(people.officer), reverse("accounts:absence"))
    with use_scope(lead.scope):
        assert absence_end(actor=lead, absence_id=absence.id, is_colleagues=True).ended_at is not None
    with use_scope(people.supervisor.scope):
        told = Event.objects.filter(subject=f"user:{people.officer.user_id}", action__startswith="account.absence")
        assert list(told.order_by("id").values_list("action", "actor_name", "role")) == [
            ("account.absence_set", "Lea Lead", "office_lead"),
            ("account.absence_ended", "Lea Lead", "office_lead"),
        ]


def test_the_person_ends_what_somebody_else_entered() -> None:
    people = world.corridor()
    lead = world.make_actor("nld-dtv", "office_lead")
    with use_scope(lead.scope):
        absence = absence_set(
            actor=lead,
            for_user=people.officer.user_id,
            starts_on=day(),
            ends_on=day(3),
            covered_by=people.reviewer.user_id,
        )
    with use_scope(people.officer.scope):
        assert absence_end(actor=people.officer, absence_id=absence.id).ended_at is not None


@pytest.mark.parametrize("who", ["reviewer", "their_supervisor", "region lead", "administrator", "agency"])
def test_nobody_else_says_of_a_colleague_that_he_is_away(who: str) -> None:
    people = world.corridor()
    others = {
        "region lead": ("nld-dtv-region-west", "office_lead"),
        "administrator": ("nld-dtv", "administrator"),
        "agency": ("srb-civil-registry", "verifier"),
    }
    actor = world.make_actor(*others[who]) if who in others else getattr(people, who)
    with use_scope(actor.scope), pytest.raises(NotVisible):
        absence_set(
            actor=actor,
            for_user=people.officer.user_id,
            starts_on=day(),
            ends_on=day(1),
            covered_by=people.reviewer.user_id,
        )
    absence = away(people.officer, people.reviewer)
    with use_scope(actor.scope), pytest.raises(NotVisible):
        absence_end(actor=actor, absence_id=absence.id, is_colleagues=True)


def test_whoever_assigns_for_the_region_does_so_for_those_below_and_no_cover_comes_from_elsewhere() -> None:
    people = world.corridor()
    west, cover = (world.make_actor("nld-dtv-region-west", "return_officer") for _number in range(2))
    with use_scope(people.supervisor.scope):
        with pytest.raises(Invalid) as invalid:
            absence_set(
                actor=people.supervisor,
                for_user=west.user_id,
                starts_on=day(),
                ends_on=day(1),
                covered_by=people.reviewer.user_id,
            )
        assert "covered_by" in invalid.value.errors
        absence = absence_set(
            actor=people.supervisor, for_user=west.user_id, starts_on=day(), ends_on=day(1), covered_by=cover.user_id
        )
    assert absence.authority_id == west.authority_id


@pytest.mark.parametrize(
    ("who", "entered_by"), [("their_supervisor", "their_supervisor"), ("reviewer", "officer"), ("verifier", "verifier")]
)
def test_the_database_takes_no_absence_from_strangers_or_in_another_name(who: str, entered_by: str) -> None:
    people = world.corridor()
    actor = getattr(people, who)
    absence = Absence(
        user_id=people.officer.user_id,
        covered_by_id=people.reviewer.user_id,
        authority_id=people.officer.authority_id,
        country="NLD",
        starts_on=day(),
        ends_on=day(),
        created_at=clock.now(),
        entered_by_id=getattr(people, entered_by).user_id,
    )
    with pytest.raises(ProgrammingError, match="row-level security"), use_scope(actor.scope):
        absence.save(force_insert=True)


def test_the_database_deletes_no_absence() -> None:
    people = world.corridor()
    away(people.officer, people.reviewer)
    with pytest.raises(ProgrammingError, match="permission denied"), use_scope(people.officer.scope):
        Absence.objects.all()._raw_delete("default")


def test_what_is_rolled_back_leaves_no_event() -> None:
    """The trail tells what was done: the event belongs to the transaction of the act."""
    people = world.corridor()
    with use_scope(people.officer.scope), pytest.raises(ZeroDivisionError), transaction.atomic():
        absence_set(actor=people.officer, starts_on=day(), ends_on=day(1), covered_by=people.reviewer.user_id)
        raise ZeroDivisionError
    with use_scope(people.supervisor.scope):
        assert not Event.objects.filter(action="account.absence_set").exists()


def test_both_acts_are_in_the_audit_trail() -> None:
    people = world.corridor()
    absence = away(people.officer, people.reviewer)
    with use_scope(people.officer.scope):
        absence_end(actor=people.officer, absence_id=absence.id)
    with use_scope(people.supervisor.scope):
        told = Event.objects.filter(actor_id=people.officer.user_id, action__startswith="account.absence")
        assert sorted(told.values_list("action", flat=True)) == ["account.absence_ended", "account.absence_set"]
