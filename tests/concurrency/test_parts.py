"""Writing in a part of a case (thread, mark, note, link): the case is locked first, by whoever comes."""

from collections.abc import Callable
from threading import Thread as Running
from typing import Any

import pytest
from django.db import connection

from cases.models import Case, CaseFlag, CaseLink, Message, Thread
from cases.services import flags, information_requests, links, messages, notes, submission
from core.errors import ActRefused, Invalid
from core.scope import use_scope
from tests import world
from tests.api.systems import DESK, system
from tests.cases.talk_pages import ask
from tests.concurrency.race import LONGEST_SECONDS, by, together
from tests.days import local_day

pytestmark = pytest.mark.commits

# The act, and the part of the case that it is about.
Prepared = tuple[Callable[[], Any], Any]


def _of_thread(service: Callable[..., Any], **values: Any) -> Callable[[world.Corridor, Case], Prepared]:
    def prepared(people: world.Corridor, case: Case) -> Prepared:
        thread = ask(people, case)
        return by(people.officer, service, thread_id=thread.id, **values), thread

    return prepared


def _asked(people: world.Corridor, case: Case) -> Thread:
    with use_scope(people.officer.scope):
        due_on = local_day() + world._days(5)
        return information_requests.information_ask(
            actor=people.officer, case_id=case.id, items=["photograph"], due_on=due_on
        ).thread


def _answer(people: world.Corridor, case: Case) -> Prepared:
    thread = _asked(people, case)
    act = information_requests.information_answer
    return by(people.registry, act, thread_id=thread.id, version=None, text="Here it is."), thread


def _cancel(people: world.Corridor, case: Case) -> Prepared:
    thread = _asked(people, case)
    return by(people.officer, information_requests.information_cancel, thread_id=thread.id, version=None), thread


def _read(people: world.Corridor, case: Case) -> Prepared:
    thread = ask(people, case)
    with use_scope(people.officer.scope):
        message = Message.objects.get(thread=thread)
    return by(people.registry, messages.thread_read, thread_id=thread.id), message


def _by_api(people: world.Corridor, case: Case) -> Prepared:
    thread, client = ask(people, case), system(DESK)
    address = f"/threads/{thread.id}/messages"
    return lambda: client.post(address, {"text": "It is complete."}), thread


def _marked(people: world.Corridor, case: Case) -> CaseFlag:
    with use_scope(people.officer.scope):
        return flags.flag_set(actor=people.officer, case_id=case.id, kind="urgent", reason="Flight booked")


def _mark_change(people: world.Corridor, case: Case) -> Prepared:
    mark = _marked(people, case)
    values = {"flag_id": mark.id, "reason": "Another flight", "since_on": mark.since_on}
    return by(people.officer, flags.flag_change, **values), mark


def _mark_end(people: world.Corridor, case: Case) -> Prepared:
    mark = _marked(people, case)
    return by(people.officer, flags.flag_end, flag_id=mark.id, reason="Over"), mark


def _share(people: world.Corridor, case: Case) -> Prepared:
    with use_scope(people.officer.scope):
        note = notes.note_add(actor=people.officer, case_id=case.id, text="Asked twice by telephone")
    return by(people.officer, notes.note_share, note_id=note.id), note


def _unlink(people: world.Corridor, case: Case) -> Prepared:
    other = world.case_at(people, "submitted")
    with use_scope(people.officer.scope):
        link = links.link_add(actor=people.officer, case_id=case.id, reference=str(other.reference), kind="related")
    return by(people.officer, links.link_end, link_id=link.id, reason="Another person"), link


@pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(_of_thread(messages.message_send, text="One more thing"), id="message"),
        pytest.param(_of_thread(messages.thread_close, version=None), id="close"),
        pytest.param(_answer, id="answer"),
        pytest.param(_cancel, id="take back"),
        pytest.param(_read, id="read"),
        pytest.param(_by_api, id="message of a system"),
        pytest.param(_mark_change, id="change a mark"),
        pytest.param(_mark_end, id="end a mark"),
        pytest.param(_share, id="share a note"),
        pytest.param(_unlink, id="end a link"),
    ],
)
def test_who_waits_for_the_case_holds_no_part_of_it(
    transactional_db: None, prepare: Callable[[world.Corridor, Case], Prepared]
) -> None:
    """An act has the case and goes on to its parts: whoever waited for the case with a part in the hand would wait
    for ever, and the database would end one of the two."""
    people = world.corridor()
    case = world.case_at(people, "in_verification")
    act, part = prepare(people, case)
    results: list[Any] = []
    running = Running(target=lambda: results.extend(together(act)))
    with use_scope(people.officer.scope):
        Case.objects.select_for_update().get(id=case.id)
        running.start()
        _until_somebody_waits(running)
        assert running.is_alive(), results
        # Refused with an error when somebody holds the row.
        type(part).objects.select_for_update(nowait=True).get(pk=part.pk)
    running.join(LONGEST_SECONDS)
    assert len(results) == 1 and not isinstance(results[0], Exception), results
    assert getattr(results[0], "status_code", 200) in {200, 201}, results[0].content


def _until_somebody_waits(running: Running) -> None:
    """Returns once another connection to this database waits for a lock, or the act is over."""
    with connection.cursor() as cursor:
        while running.is_alive():
            # Within a transaction the list of connections is the one first seen: the other may not have begun by then.
            cursor.execute("select pg_stat_clear_snapshot()")
            cursor.execute(
                "select count(*) from pg_locks join pg_stat_activity using (pid)"
                " where not granted and pg_stat_activity.datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
            running.join(0.05)


def test_the_same_mark_set_twice_at_once_is_one(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    act = by(people.officer, flags.flag_set, case_id=case.id, kind="urgent", reason="Flight booked")
    results = together(act, act, act)
    refused = [result for result in results if isinstance(result, Exception)]
    assert [type(error) for error in refused] == [Invalid, Invalid], results
    with use_scope(people.officer.scope):
        assert CaseFlag.objects.filter(case=case).count() == 1


@pytest.mark.parametrize("is_turned", [False, True], ids=["from one end", "from both ends"])
def test_the_same_link_made_twice_at_once_is_one(transactional_db: None, is_turned: bool) -> None:
    people = world.corridor()
    case, other = world.case_at(people, "submitted"), world.case_at(people, "submitted")
    second = (other, case) if is_turned else (case, other)
    results = together(
        *(
            by(people.officer, links.link_add, case_id=one.id, reference=str(two.reference), kind="related")
            for one, two in ((case, other), second, (case, other), second)
        )
    )
    refused = [result for result in results if isinstance(result, Exception)]
    assert [type(error) for error in refused] == [Invalid] * 3, results
    with use_scope(people.officer.scope):
        assert CaseLink.objects.count() == 1


def test_nobody_writes_into_a_case_that_is_being_closed(transactional_db: None) -> None:
    """The stage that is asked for is the one after the act under way, not the one before."""
    people = world.corridor()
    case = world.case_at(people, "refused")
    results: list[Any] = []
    act = by(people.officer, messages.thread_open, case_id=case.id, title="Late", text="Is it closed?")
    running = Running(target=lambda: results.extend(together(act)))
    with use_scope(people.officer.scope):
        Case.objects.select_for_update().get(id=case.id)
        running.start()
        _until_somebody_waits(running)
        submission.case_close(actor=people.officer, case_id=case.id, version=None)
    running.join(LONGEST_SECONDS)
    assert isinstance(results[0], ActRefused) and results[0].code == "wrong_status", results
