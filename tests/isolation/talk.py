"""What people of the small world write and remark on their cases: messages with a file, requests, notes, marks, links."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from accounts.actor import Actor
from cases.models import Case
from cases.services import flags, information_requests, links, messages, notes
from core.scope import use_scope
from tests.cases.talk_pages import examined_once, picture
from tests.days import local_day

# Words that both sides may read, and words of one side (with the country that wrote them).
SAID = "Is the entry of 1991 complete?"
SHARED_NOTE = "The embassy was told by telephone"
FLAG_SHARED, FLAG_OWN = "Flight booked for Thursday", "Unrest in the centre"
LINK_NOTE = "Same tattoo in both files"


def converse(case: Callable[[str], UUID], person: Callable[[str], Actor]) -> None:
    """Write everything, once on the Dutch cases and once on the Austrian ones; `case` and `person` find them by name."""
    for label, about, earlier in (("nl", "confirmed", "refused"), ("at", "confirmed", "submitted")):
        officer, registry = person(f"{label} officer"), person(f"{label} registry")
        key = case(f"{label} {about}")
        _questions(officer, registry, key)
        for actor in (officer, registry):
            _remarks(actor, key, case(f"{label} {earlier}"))


def _questions(officer: Actor, registry: Actor, key: UUID) -> None:
    due_on = local_day() + timedelta(days=9)
    with use_scope(officer.scope), examined_once():
        thread = messages.thread_open(
            actor=officer, case_id=key, title="Register", text=f"{SAID} {officer.country}", files=[picture()]
        )
        information_requests.information_ask(actor=officer, case_id=key, items=["interview"], due_on=due_on)
    with use_scope(registry.scope):
        messages.thread_read(actor=registry, thread_id=thread.id)
        messages.message_send(actor=registry, thread_id=thread.id, text=f"{SAID} {registry.country}")
        request = information_requests.information_ask(
            actor=registry, case_id=key, items=["photograph"], due_on=due_on, text="A better one"
        )
    with use_scope(officer.scope):
        information_requests.information_answer(
            actor=officer, thread_id=request.thread_id, version=None, text="There is none"
        )


def _remarks(actor: Actor, key: UUID, earlier: UUID) -> None:
    with use_scope(actor.scope):
        note = notes.note_add(actor=actor, case_id=key, text=f"{SHARED_NOTE} {actor.country}")
        notes.note_share(actor=actor, note_id=note.id)
        flags.flag_set(actor=actor, case_id=key, kind="urgent", reason=f"{FLAG_SHARED} {actor.country}", is_shared=True)
        own = flags.flag_set(actor=actor, case_id=key, kind="vulnerable", reason=f"{FLAG_OWN} {actor.country}")
        flags.flag_end(actor=actor, flag_id=own.id, reason=f"{FLAG_OWN} {actor.country}")
        reference = Case.objects.values_list("reference", flat=True).get(id=earlier)
        links.link_add(
            actor=actor,
            case_id=key,
            reference=str(reference),
            kind="earlier_case",
            note=f"{LINK_NOTE} {actor.country}",
        )
