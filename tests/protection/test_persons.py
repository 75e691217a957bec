"""A person's request: registered, searched for, collected, redacted, looked over by two, answered, handed over."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db.models import DateField, DecimalField

from accounts.actor import Actor
from audit.models import Event
from cases.models import Case
from cases.selectors.case_head import case_head_for
from cases.services import messages, notes
from cases.services.case_access import person_exclude
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.scope import use_scope
from countries.clocks.counting import plus_months
from documents.letters.persons import PersonAnswer
from documents.models import GeneratedDocument
from protection.choices import ItemKind, Part
from protection.erasure_map import ERASED
from protection.held import EXCUSED, HELD, SECTIONS, pieces
from protection.models import PersonRequest
from protection.selectors.persons import candidates, items_collected
from protection.services import persons
from tests import world
from tests.days import local_day

REASON = "The lawyer of the brother objects"


@pytest.fixture
def people(db: None) -> world.Corridor:
    return world.corridor()


def register(actor: Actor, **more: Any) -> PersonRequest:
    values = {
        "kind": "access",
        "name": "Miloš Petrović",
        "birth_date": "1991-03-14",
        "contact": "By hand",
        "arrived_on": local_day(),
        "identity_check": "present",
        "language": "en",
        **more,
    }
    with use_scope(actor.scope):
        return persons.person_register(actor=actor, values=values)


def step(actor: Actor, row: PersonRequest, name: str, **more: Any) -> PersonRequest:
    with use_scope(actor.scope):
        found: PersonRequest = getattr(persons, f"person_{name}")(
            actor=actor, request_id=row.id, version=more.pop("version", None), **more
        )
        return found


def collected(actor: Actor, case: Case, **more: Any) -> PersonRequest:
    row = register(actor, **more)
    step(actor, row, "cases_choose", case_ids=[case.id])
    return step(actor, row, "collect")


def test_everything_that_our_side_holds_is_collected_or_excused() -> None:
    """Each table that erasure empties of what is said of a person; each column of those that are read row by row."""
    held = {model._meta.db_table: model for model in HELD}
    told = {table for table, what in ERASED.items() if what.part in {Part.RECORD, Part.FREE_TEXT}}
    named = [*held, *SECTIONS, *EXCUSED]
    assert told <= set(named) and len(named) == len(set(named)), told ^ set(named)
    for table, model in held.items():
        columns = HELD[model].only or ERASED[table].emptied
        row = model()
        for name in columns:
            column = model._meta.get_field(name)
            value: Any = 1.5 if isinstance(column, DecimalField) else local_day() if type(column) is DateField else name
            setattr(row, name, [value] if isinstance(column, ArrayField) else value)
        found = {piece.column: piece for piece in pieces(row)}
        assert set(columns) <= set(found), (table, set(columns) - set(found))
        for name in columns:
            if name.endswith("_by_name"):
                assert found[name].kind is ItemKind.OFFICIAL, (table, name)


def test_the_answer_holds_what_is_the_persons_and_leaves_out_the_others(people: world.Corridor) -> None:
    case = world.case_at(people, "completed")
    with use_scope(people.officer.scope):
        notes.note_add(actor=people.officer, case_id=case.id, text="Asked for protection on Monday")
        messages.thread_open(actor=people.officer, case_id=case.id, title="A word", text="Is the brother there?")
    with use_scope(people.supervisor.scope):
        hits, _meanings = candidates(people.supervisor, {"name": "Petrovic", "birth": "1991"})
        assert case.id in {key for key, _hit in hits}
    row = collected(people.supervisor, case)
    text = json.dumps(row.items, ensure_ascii=False)
    assert "PETROVIĆ" in text and "Who was given data" in text and "Where the data came from" in text
    by_kind = {kind: [item for item in row.items if item["kind"] == kind] for kind in ItemKind.values}
    assert all(item["is_shown"] for item in by_kind["person"])
    assert by_kind["other_state"] and not any(item["is_shown"] for item in by_kind["other_state"])
    # What the own side knows of a protection procedure is the person's own.
    assert any("protection on Monday" in item["value"] for item in by_kind["person"])
    # Who of the officials did it is not given, by neither side.
    assert any("S. Jansen" in item["value"] for item in by_kind["official"])
    with use_scope(people.their_supervisor.scope):
        theirs = items_collected(people.their_supervisor, [case_head_for(people.their_supervisor, case.id)])
    assert "Handed over with the person" in text and any(people.proposer.name in item["value"] for item in theirs)
    assert "protection on Monday" not in json.dumps(theirs)
    officials = (people.officer, people.reviewer, people.registry, people.proposer, people.signer)
    for name in ("S. Jansen", "D. Ilić", *(actor.name for actor in officials)):
        assert not [item for item in (*row.items, *theirs) if item["is_shown"] and name in item["value"]], name

    place = next(place for place, item in enumerate(row.items) if "protection on Monday" in item["value"])
    shown = {number for number, item in enumerate(row.items) if item["is_shown"]} - {place}
    row = step(people.supervisor, row, "items_save", shown=shown)
    with pytest.raises(Invalid) as invalid:
        step(people.supervisor, row, "propose", outcome="granted")
    assert list(invalid.value.errors) == ["outcome"]
    with pytest.raises(Invalid) as invalid:
        step(people.supervisor, row, "propose", outcome="partly")
    assert set(invalid.value.errors) == {"ground", "ground_note"}
    # A refusal says so, with its ground and where to complain, and hands nothing over.
    row = step(people.supervisor, row, "propose", outcome="refused", ground="others", ground_note=REASON)
    with use_scope(people.supervisor.scope):
        paper, machine = persons.answer_of(people.supervisor, row), persons.answer_json(row)
    assert (paper.sections, paper.withheld, machine["data"], machine["withheld"]) == ((), 0, [], {})
    assert "Article 17" in paper.words["rights_enforcement"] and not paper.is_enforcement
    assert machine["ground_note"] == paper.ground_note == REASON and "supervises" in paper.words["rights"]
    row = step(people.supervisor, row, "send_back", reason="In part, rather")
    row = step(people.supervisor, row, "propose", outcome="partly", ground="others", ground_note=REASON)
    with pytest.raises(ActRefused) as refused:
        step(people.supervisor, row, "approve")
    assert refused.value.code == "same_person"
    colleague = world.make_actor("nld-dtv", "data_protection_officer")
    with use_scope(colleague.scope), pytest.raises(ActRefused):
        persons.answer_ready(row)
    row = step(colleague, row, "approve")
    answer = persons.answer_json(row)
    assert "protection on Monday" not in json.dumps(answer) and answer["withheld"]["person"] == 1
    with use_scope(colleague.scope):
        context = GeneratedDocument.objects.get(template="person_answer").context
    drawn = PersonAnswer.from_json(context)
    assert "protection on Monday" not in str(drawn) and drawn.ground_note == REASON and drawn.withheld > 1
    assert "Is the brother there?" not in str(drawn)
    row = step(colleague, row, "hand_over", handed_over_on=local_day(), how="Against signature")
    assert (row.state, row.keep_until) == ("handed_over", plus_months(local_day(), 36)[0])
    with use_scope(people.supervisor.scope):
        done = set(Event.objects.filter(subject=row.subject).values_list("action", flat=True))
        assert Event.objects.filter(case_key=case.id, action="privacy.person_data_collected").exists()
    assert {f"privacy.person_{name}" for name in ("registered", "collected", "redacted", "proposed", "approved")} < done


def test_nobody_else_reads_a_request(people: world.Corridor) -> None:
    case = world.case_at(people, "submitted")
    row = collected(people.supervisor, case)
    for stranger in (people.their_supervisor, world.make_actor("alb-border-migration", "supervisor")):
        with use_scope(stranger.scope):
            assert not PersonRequest.objects.exists()
            assert not Event.objects.filter(subject=row.subject).exists()
        with pytest.raises(NotVisible):
            step(stranger, row, "collect")
    with pytest.raises(ActRefused):
        step(people.officer, row, "collect")
    # Whoever is kept out of the case is kept out of the request that names it.
    colleague = world.make_actor("nld-dtv", "data_protection_officer")
    with use_scope(people.supervisor.scope):
        person_exclude(actor=people.supervisor, case_id=case.id, user_id=colleague.user_id, reason="A relative")
    with pytest.raises(NotVisible):
        step(colleague, row, "collect")
    # A case of others is nobody's to give away.
    other = world.corridor(
        "PAK",
        "eu-pakistan",
        desk="pak-interior",
        agency="pak-nadra",
        requesting="aut-bfa",
        consulate="pak-mission-vienna",
        border="pak-fia-islamabad",
    )
    theirs = world.case_at(other, "submitted")
    with pytest.raises(Invalid):
        step(people.supervisor, row, "cases_choose", case_ids=[theirs.id])


def test_the_month_and_the_two_further_ones(people: world.Corridor) -> None:
    arrived = local_day() - timedelta(days=3)
    row = register(people.supervisor, arrived_on=arrived)
    assert row.due_on == plus_months(arrived, 1)[0]
    with pytest.raises(StaleVersion):
        step(people.supervisor, row, "extend", reason="Many cases", version=7)
    row = step(people.supervisor, row, "extend", reason="Many cases")
    assert row.due_on == plus_months(arrived, 3)[0]
    with pytest.raises(ActRefused):
        step(people.supervisor, row, "extend", reason="Again")
    late = register(people.supervisor, arrived_on=local_day() - timedelta(days=60))
    with pytest.raises(ActRefused):
        step(people.supervisor, late, "extend", reason="Too late")


def test_other_requests_are_answered_in_words_and_nothing_held_is_said(people: world.Corridor) -> None:
    case = world.case_at(people, "submitted")
    row = collected(people.supervisor, case, kind="rectification")
    assert row.items == [] and row.state == "collected"
    with pytest.raises(Invalid) as invalid:
        step(people.supervisor, row, "propose", outcome="granted")
    assert list(invalid.value.errors) == ["text"]
    row = step(people.supervisor, row, "propose", outcome="granted", text="The name was corrected")
    row = step(people.supervisor, row, "send_back", reason="Say which name")
    assert row.state == "collected"
    nobody = register(people.supervisor, name="Nobody", kind="restriction")
    with pytest.raises(Invalid) as invalid:
        register(people.supervisor, name="Nobody", kind="restriction")
    assert nobody.number in invalid.value.errors["name"][0]
    nobody = step(people.supervisor, nobody, "collect")
    assert nobody.outcome == "nothing"
    with pytest.raises(Invalid):
        step(people.supervisor, row, "propose", outcome="nothing", text="x")
    row = step(people.supervisor, row, "propose", outcome="refused", text="No", ground="enforcement", ground_note="§ 3")
    with use_scope(people.supervisor.scope):
        assert persons.answer_of(people.supervisor, row).is_enforcement
    row = step(people.supervisor, nobody, "withdraw", reason="Taken back by letter")
    assert row.state == "withdrawn"
