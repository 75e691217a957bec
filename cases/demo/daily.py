"""The day's work around a planned case: who has taken it, what the sides ask each other, what is marked."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from accounts.actor import Actor
from cases.demo.days import lately
from cases.demo.files import CasePlan
from cases.models import Thread
from cases.services import assignment, flags, information_requests, messages, notes
from core import clock
from core.scope import use_scope


class Daily:
    """Plays `plan`'s notes, questions, requests and marks after its acts: they are of the last working day.

    officer, registry: who writes for the requesting and for the receiving side; after: the last act of the case.
    """

    def __init__(
        self, plan: CasePlan, *, officer: Actor, registry: Actor, after: datetime, now: datetime, chance: Random
    ) -> None:
        self.plan, self.officer, self.registry = plan, officer, registry
        self.now, self.chance, self.last = now, chance, after

    def play(self, key: UUID) -> None:
        """Everything that the plan says of the case with this id."""
        if self.plan.taken:
            with self._acting(self.registry):
                assignment.case_take(actor=self.registry, case_id=key)
        for text, writer in ((self.plan.note, self.officer), (self.plan.their_note, self.registry)):
            if text:
                with self._acting(writer):
                    notes.note_add(actor=writer, case_id=key, text=text)
        if self.plan.urgent:
            with self._acting(self.officer):
                flags.flag_set(actor=self.officer, case_id=key, kind="urgent", reason=self.plan.urgent, is_shared=True)
        for talk in self.plan.talk:
            self._talk(key, talk)
        if self.plan.request:
            self._request(key, self.plan.request)

    def _talk(self, key: UUID, talk: Mapping[str, Any]) -> None:
        asking, answering = self._sides(talk.get("asked_by", "registry"))
        with self._acting(asking):
            thread = messages.thread_open(actor=asking, case_id=key, title=talk["title"], text=talk["text"])
        if talk.get("answer"):
            with self._acting(answering):
                messages.thread_read(actor=answering, thread_id=thread.id)
                messages.message_send(actor=answering, thread_id=thread.id, text=talk["answer"])

    def _request(self, key: UUID, request: Mapping[str, Any]) -> None:
        due_on = (self.now + timedelta(days=request["days"])).date()
        with self._acting(self.registry):
            asked = information_requests.information_ask(
                actor=self.registry, case_id=key, items=request["items"], due_on=due_on, text=request["text"]
            )
        if request.get("answer"):
            with self._acting(self.officer):
                version = Thread.objects.values_list("version", flat=True).get(id=asked.thread_id)
                information_requests.information_answer(
                    actor=self.officer, thread_id=asked.thread_id, version=version, text=request["answer"]
                )

    def _sides(self, asked_by: str) -> tuple[Actor, Actor]:
        return (self.registry, self.officer) if asked_by == "registry" else (self.officer, self.registry)

    @contextmanager
    def _acting(self, actor: Actor) -> Iterator[None]:
        """Under the actor's scope, some minutes after what was done before."""
        latest = lately(actor, now=self.now, chance=self.chance)
        self.last = min(max(latest, self.last + timedelta(minutes=5)), max(self.now, self.last))
        with clock.travel(self.last), use_scope(actor.scope):
            yield
