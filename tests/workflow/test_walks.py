"""Walks through the workflow that nobody thought of: people of both sides do what is offered to them, and try what is not.

Hypothesis draws who acts, which act and what is said; the form and the service are the product's own. After each step the
case stands where the files in `expected/` let it come, an event tells of it, and what was refused changed nothing. At the end
of a walk everybody's rows are compared with the rules of `tests/isolation/rules.py`. Each walk is rolled back.
"""

import json
import os
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django import forms
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.actor import Actor
from api.payloads import form_data
from audit.models import Event
from cases.clocks import rules_of
from cases.forms.acts import TimeOfDayField
from cases.models import Case, CaseClock
from cases.selectors.interviews import with_interview
from cases.selectors.situation import live_transfer, situation_of, with_limits
from cases.services import silence
from cases.views.act_doings import DOINGS
from cases.views.doing import Setting
from cases.workflow.engine import applying, available_for
from cases.workflow.table import BY_NAME
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.forms import DatePartsField, today
from core.scope import use_scope
from countries.models import Authority
from tests import world
from tests.api.systems import DESK, REQUESTING, system
from tests.conftest import end_events_with_their_test
from tests.days import CORRIDOR
from tests.isolation.house import House, Persona
from tests.isolation.rules import RULES, Known
from tests.permissions.pages import MORE_PEOPLE, OF_THE_CORRIDOR, client_of
from tests.workflow.expectations import ACTS, STATUSES, case_moves

pytestmark = pytest.mark.commits
IS_FULL = bool(os.environ.get("RCMS_TEST_FULL"))
# From each start, and how much happens on each.
WALKS, STEPS = (40, 40) if IS_FULL else (2, 5)
# Where walks begin; each takes some of the way itself.
STARTS = (
    *("draft", "submitted", "received", "decision_proposed", "accepted", "documented", "confirmed", "completed"),
    *("interview_requested", "error_claimed", "costs_claimed", "transit_received", "transit_scheduled", "silent"),
)
REFUSALS = (ActRefused, Invalid, NotVisible, StaleVersion)
SEED = 20261123
LIMITS = settings(
    max_examples=WALKS,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
WHO = st.integers(0, len(OF_THE_CORRIDOR) + len(MORE_PEOPLE) + 1)
# What is read of everybody at the end of a walk.
TABLES = [table for table in RULES if table.startswith(("cases_", "documents_", "audit_event", "notifications_notice"))]
ROWS = " union all ".join(f"select '{table}', id::text, to_jsonb(t) from {table} t" for table in TABLES)
# Those who read most on each side, one to whom cases are delegated, a third country.
READERS = ("supervisor", "their_supervisor", "consul", "stranger")


@dataclass
class People:
    """Who acts, the cases where walks begin, and what all walks of the run came to."""

    everybody: dict[str, Actor]
    starts: dict[str, UUID]
    browsers: dict[str, Client]
    personas: list[Persona]
    files: Any
    done: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    not_said: Counter[str] = field(default_factory=Counter)
    passed: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def people(module_db: str) -> People:
    corridor = world.corridor()
    everybody: dict[str, Actor] = {name: getattr(corridor, name) for name in OF_THE_CORRIDOR}
    everybody |= {name: world.make_actor(office, role) for name, (office, role) in MORE_PEOPLE.items()}
    everybody |= {"system": system(REQUESTING).actor, "their_system": system(DESK).actor}
    starts = {status: world.case_at(corridor, status).id for status in STARTS}
    browsers = {name: client_of(everybody[name]) for name in ("supervisor", "their_supervisor")}
    codes = dict(Authority.objects.values_list("id", "code"))
    personas = [Persona(name, actor, codes[actor.authority_id]) for name, actor in everybody.items()]
    return People(everybody, starts, browsers, personas, django_settings.FILE_STORE_ROOT)


class Walk(RuleBasedStateMachine):
    """One case, and people who come to it in any order."""

    people: People
    start: str

    def __init__(self) -> None:
        super().__init__()
        self.ends = ExitStack()
        self.ends.enter_context(transaction.atomic())
        self.case_id = self.people.starts[self.start]
        self.did: set[str] = set()
        self.stood, self.events = self._case(), self._events()

    # --- what happens ---

    @rule(firsts=st.lists(WHO, min_size=3, max_size=3), pick=st.integers(0, 30), data=st.data())
    def people_do_what_is_offered(self, firsts: list[int], pick: int, data: st.DataObject) -> None:
        for first in firsts:
            who, acts = self._somebody(first)
            if who:
                name = sorted(acts)[pick % len(acts)]
                self.did.add(name)
                self._do(who, name, data)
                self.the_case_stands_where_it_may()

    @rule(who=WHO, pick=st.integers(0, 200))
    def somebody_tries_what_is_not_offered(self, who: int, pick: int) -> None:
        actor = self.people.everybody[self._from(who)[0]]
        others = sorted(set(DOINGS) - self._offered(actor, is_possible=True))
        for name in [others[(pick + step) % len(others)] for step in (0, 17, 41)]:
            # Past the form, which might be refused for what it says.
            with use_scope(actor.scope):
                try:
                    with transaction.atomic(), applying(actor=actor, case_id=self.case_id, name=name, reason="x"):
                        raise AssertionError(f"{name} is not offered to {actor.role} and was let through")
                except REFUSALS:
                    self.people.refused += 1

    @rule(first=WHO, pick=st.integers(0, 30), data=st.data())
    def somebody_acts_on_an_old_page(self, first: int, pick: int, data: st.DataObject) -> None:
        for name in self._from(first):
            offered = self._offered(self.people.everybody[name], is_possible=True)
            # What leaves the case as it is goes with any page.
            possible = sorted(act for act in offered if BY_NAME[act].moves_version)
            if possible:
                assert not self._do(name, possible[pick % len(possible)], data, is_old=True)
                return

    @rule(days=st.sampled_from((1, 9, 60)))
    def time_passes(self, days: int) -> None:
        self.ends.enter_context(clock.travel(clock.now() + timedelta(days=days)))
        with use_scope(silence.system_scope("SRB")):
            passed = CaseClock.objects.filter(case=self.case_id, state="running", due_at__lte=clock.now())
            silence.clocks_pass([row.id for row in passed])

    # --- what holds ---

    @invariant()
    def the_case_stands_where_it_may(self) -> None:
        case, events = self._case(), self._events()
        assert case.status in STATUSES
        least = moves(self.stood.status, case.status) or int(case.version > self.stood.version)
        assert events - self.events >= least, f"{self.stood.status} → {case.status}"
        # What a commit would ask: that each changed row of the case has its event.
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate; set constraints all deferred")
        self.stood, self.events = case, events
        self.people.passed.add(case.status)

    def teardown(self) -> None:
        try:
            self._everybody_reads_what_is_theirs()
            for browser in self.people.browsers.values():
                for page in ("case-detail", "case-history"):
                    answer = browser.get(reverse(f"cases:{page}", args=[self.case_id]))
                    assert answer.status_code in {200, 404}, (page, answer.status_code)
        finally:
            transaction.set_rollback(True)
            self.ends.close()

    # --- how ---

    def _from(self, first: int) -> list[str]:
        """Everybody, beginning with one of them."""
        names = list(self.people.everybody)
        first %= len(names)
        return names[first:] + names[:first]

    def _somebody(self, first: int) -> tuple[str, set[str]]:
        """Who can do what: something not done on this walk yet if possible, else people ask and take back for ever."""
        anything: tuple[str, set[str]] = "", set()
        for name in self._from(first):
            offered = self._offered(self.people.everybody[name], is_possible=True)
            if offered - self.did:
                return name, offered - self.did
            if offered and not anything[0]:
                anything = name, offered
        return anything

    def _case(self) -> Case:
        with use_scope(self.people.everybody["supervisor"].scope):
            return Case.objects.get(id=self.case_id)

    def _events(self) -> int:
        """How many events of the case either side reads."""
        found = 0
        for reader in ("supervisor", "their_supervisor"):
            with use_scope(self.people.everybody[reader].scope):
                found += Event.objects.filter(case_key=self.case_id).count()
        return found

    def _seen(self, actor: Actor) -> Case | None:
        """The case, as whoever acts comes to it: by the door or by its delegation."""
        rows = Case.objects.filter(id=self.case_id).select_related(
            "requesting_country", "receiving_country", "agreement", "person"
        )
        return rows.visible_to(actor).first() or rows.filter(delegates__contains=[actor.group_id], shared=True).first()

    def _offered(self, actor: Actor, *, is_possible: bool) -> set[str]:
        with use_scope(actor.scope):
            case = self._seen(actor)
            if case is None:
                return set()
            transfer = live_transfer(case)
            situation = with_limits(case, situation_of(case, transfer), rules=rules_of(case))
            offers = available_for(actor, case, with_interview(case, situation), transfer)
        return {offer.row.name for offer in offers if offer.is_possible is is_possible and offer.row.name in DOINGS}

    def _do(self, who: str, name: str, data: st.DataObject, *, is_old: bool = False) -> bool:
        """Whether it was done; if not, because of what was said."""
        actor, row = self.people.everybody[who], BY_NAME[name]
        told = ACTS[name]
        assert actor.role in told.roles and self.stood.status in (told.when if told.moves == "case" else told.case), (
            name,
            who,
        )
        case = self._case()
        for days in (0, 6):
            with use_scope(actor.scope):
                seen = self._seen(actor)
                assert seen is not None
                setting = Setting(actor, seen, live_transfer(seen), rules_of(seen))
                fields = DOINGS[name].form(setting, None).fields
                if any(isinstance(found, forms.FileField) and found.required for found in fields.values()):
                    return False
                form = DOINGS[name].form(setting, form_data(fields, said(fields, days, data)))
                if not form.is_valid():
                    self.people.not_said[f"{name}: {sorted(form.errors)}"] += 1
                    continue
                try:
                    with transaction.atomic():
                        DOINGS[name].do(actor, case.id, case.version - is_old, form)
                except StaleVersion:
                    assert is_old, name
                    break
                except Invalid as invalid:
                    self.people.not_said[f"{name}: {sorted(invalid.errors)}"] += 1
                    continue
                self.people.done[name] += 1
                after = self._case()
                assert told.moves != "case" or moves(told.to, after.status) < MANY, (name, after.status)
                assert not row.moves_version or after.version > case.version, name
                return True
        assert self._case().version == case.version, f"{name} was refused and changed the case"
        return False

    def _everybody_reads_what_is_theirs(self) -> None:
        house, read = House(), dict[str, dict[tuple[str, str], Any]]()
        for name in READERS:
            with use_scope(self.people.everybody[name].scope), connection.cursor() as cursor:
                cursor.execute(ROWS)
                read[name] = {(table, key): row for table, key, row in cursor.fetchall()}
        tables: dict[str, dict[str, Any]] = {table: {} for table in RULES}
        for rows in read.values():
            for (table, key), row in rows.items():
                tables[table][key] = json.loads(row)
        groups = dict(Group.objects.values_list("id", "name"))
        for key, row in tables["cases_case"].items():
            house.delegated[UUID(key)] = {groups[group] for group in row["delegates"]}
        house.personas = self.people.personas
        known = Known(house, tables, groups)
        for name in READERS:
            who = house.persona(name)
            for table, key in read[name]:
                assert RULES[table](who, tables[table][key], known), (
                    f"{name} reads of {table}: {read[name][table, key]}"
                )


MANY = 999


def moves(old: str, new: str) -> int:
    """How many moves of the table lead there: an act may close the file in the same breath. MANY for none."""
    if old == new:
        return 0
    if (old, new) in case_moves():
        return 1
    return 2 if new == "closed" and any((old, via) in case_moves() for via in ("withdrawn", "completed")) else MANY


def said(fields: dict[str, Any], days: int, data: st.DataObject) -> dict[str, Any]:
    """What somebody fills in: choices are drawn, days lie so many days ahead, words are words."""
    return {name: value for name, found in fields.items() if (value := _said(name, found, days, data.draw)) is not None}


def _said(name: str, found: Any, days: int, draw: Any) -> Any:
    if isinstance(found, forms.FileField):
        return None
    if isinstance(found, DatePartsField):
        return (today() + timedelta(days=days)).isoformat()
    if isinstance(found, TimeOfDayField):
        return clock.now().astimezone(CORRIDOR).strftime("%H:%M") if not days else "10:00"
    if isinstance(found, forms.MultipleChoiceField):
        codes = _codes(found)
        return draw(st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True)) if codes else None
    if isinstance(found, forms.BooleanField):
        return found.required or draw(st.booleans())
    if isinstance(found, forms.DecimalField):
        return "80.00"
    if isinstance(found, forms.IntegerField):
        return max(found.min_value or 0, 1)
    if isinstance(found, forms.ChoiceField):
        codes = _codes(found)
        return draw(st.sampled_from(codes)) if codes else None
    return "Said once"[: getattr(found, "max_length", None) or 99]


def _codes(found: Any) -> list[str]:
    flat = [
        str(code)
        for value, label in found.choices
        for code in ([inner for inner, _label in label] if isinstance(label, list | tuple) else [value])
    ]
    return [code for code in flat if code]


@pytest.fixture(autouse=True)
def _world_of_the_module(people: People, _own_file_store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(django_settings, "FILE_STORE_ROOT", people.files)
    end_events_with_their_test(monkeypatch)


def test_no_walk_leaves_the_table(people: People) -> None:
    for number, status in enumerate(STARTS):
        walk = type("WalkFrom", (Walk,), {"people": people, "start": status})
        # Without a least number of steps the first walk is none at all.
        run_state_machine_as_test(seed(SEED + number)(walk) if not IS_FULL else walk, settings=LIMITS, _min_steps=STEPS)
    # Else nothing was walked.
    told = f"{sorted(people.done)}\n{sorted(people.passed)}\n{people.not_said}"
    assert len(people.done) > 20 and people.refused > 50 and len(people.passed) > 8, told


def _nothing(*args: Any, **options: Any) -> None:
    return None


@pytest.mark.parametrize("broken", ["cases.workflow.engine.refusal", "cases.workflow.engine.event_write"])
def test_a_walk_sees_an_act_that_is_nobodys_and_one_that_is_not_told(
    people: People, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the silence of the walks would prove nothing."""
    monkeypatch.setattr(broken, _nothing)
    walk = type("WalkFrom", (Walk,), {"people": people, "start": "submitted"})()
    with pytest.raises(AssertionError):
        # The registry acknowledges; or, where nothing is refused to anybody, the officer does the first act of all.
        walk.people_do_what_is_offered(firsts=[2 if broken.endswith("write") else 0] * 3, pick=0, data=None)
    transaction.set_rollback(True)
    walk.ends.close()
