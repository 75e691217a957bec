"""One planned case from draft to where the plan leaves it: each act by its persona, under its scope, at its time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any, Final
from uuid import UUID

from accounts.actor import Actor
from cases.demo.daily import Daily
from cases.demo.days import arrival_in, moments
from cases.demo.drawing import Drawings
from cases.demo.files import CasePlan, Corridor
from cases.demo.filing import Application, Cast
from cases.demo.further import ACTS, transit_proposal
from cases.demo.limits import is_silent, limits_pass
from cases.demo.safeguards import confirm_reception, see_to
from cases.models import Case, VerificationTask
from cases.services import (
    decision,
    disputes,
    extension,
    paper,
    submission,
    suspension,
    transfer,
    transfer_course,
    transit,
    travel_document,
    verification,
)
from cases.services.talking import Upload
from cases.specimens.letter import letter_jpeg
from core import clock
from core.scope import use_scope

# A family goes to review and to the other side together: these acts are done once, at the head's case.
_TOGETHER: Final = {"send", "submit"}
_REPLYING: Final = {"acknowledge", "return", "ask", "answer", "propose", "sign", "send_back", "ask_time", "grant_time"}
_ENDS: Final = {"hand_over", "fail", "fail_border"}
# From departure to arrival.
_FLIGHT: Final = timedelta(hours=2)
_REMARKS: Final = {
    "confirmed": "Found in the register under the particulars given; parents' names agree.",
    "not_confirmed": "No entry under these particulars, nor under near spellings.",
    "inconclusive": "Several entries with this name; the date of birth does not decide.",
}


@dataclass(slots=True)
class Story:
    """The acts of one planned case. `people` are the actors by login."""

    corridor: Corridor
    plan: CasePlan
    people: Mapping[str, Actor]
    cast: Cast
    drawings: Drawings
    main_line: tuple[str, ...]
    now: datetime
    chance: Random = field(init=False)
    application: Application = field(init=False)
    steps: list[str] = field(init=False)
    begun: datetime = field(init=False)
    head: UUID = field(init=False)
    times: list[datetime] = field(init=False)
    position: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.chance = Random(f"rcms demo story {self.plan.key}")  # noqa: S311 - a demonstration, no secret
        self.steps = list(self.plan.steps(self.main_line, len(self.corridor.verifiers)))
        acts = [("draft", self._officer), *((step, self._actor(step)) for step in self.steps)]
        self.begun, *self.times = moments(
            acts,
            self.plan.days,
            reply_days=4 if self.plan.is_transit else self.corridor.reply_days,
            document_days=self.corridor.document_days,
            now=self.now,
            chance=self.chance,
        )

    @property
    def submitted(self) -> datetime:
        """When the case goes to the other side and gets its number; the last act of one that does not."""
        return self.times[self.steps.index("submit")] if "submit" in self.steps else [self.begun, *self.times][-1]

    @property
    def _officer(self) -> Actor:
        return self.people[self.plan.office or self.corridor.officer]

    def play(self) -> int:
        """Write the draft and do every act of the plan, in one transaction; returns the number of cases made."""
        officer = self._officer
        self.application = Application(
            actor=officer,
            corridor=self.corridor,
            plan=self.plan,
            cast=self.cast,
            drawings=self.drawings,
            today=self.begun.astimezone(officer.zone).date(),
            arrives_at=self.passes_at,
        )
        # The outer scope is only the transaction: a case is there as a whole or not at all.
        with use_scope(officer.scope):
            with clock.travel(self.begun):
                keys = self.application.write()
            self.head = keys[0]
            for position, step in enumerate(self.steps):
                self.position = position
                limits_pass(keys, self.times[position], self.corridor.receiving)
                if step in _REPLYING and is_silent(keys[0]):
                    # Many holidays: the time limit was over before the reply.
                    break
                with clock.travel(self.times[position]):
                    for key in self._those(step, keys):
                        self._act(step, key)
            limits_pass(keys, self.now, self.corridor.receiving)
            daily = Daily(
                self.plan,
                officer=officer,
                registry=self.people[self.corridor.registry],
                after=[self.begun, *self.times][-1],
                now=self.now,
                chance=self.chance,
            )
            daily.play(keys[0])
        return len(keys)

    def _those(self, step: str, keys: list[UUID]) -> list[UUID]:
        """Of a family: whom the act is about. After a refusal of the spouse the head goes alone."""
        is_parted = self.plan.is_spouse_refused and "sign" in self.steps[: self.position]
        return keys[:1] if step in _TOGETHER or is_parted else keys

    def actor_of(self, who: str) -> Actor:
        """The person of the corridor with this part, or with this login."""
        return self._officer if who == "officer" else self.people[getattr(self.corridor, who, who)]

    def do(self, actor: Actor, step: str, key: UUID) -> None:
        """One act of the plan by this person, under their scope."""
        with use_scope(actor.scope):
            act: Callable[[Actor, UUID], Any] = getattr(self, f"_{step}")
            act(actor, key)

    def next_at(self, otherwise: timedelta) -> datetime:
        """An hour before the next act of the plan; so much after this one, where it is the last."""
        following = self.times[self.position + 1 :]
        return following[0] - timedelta(hours=1) if following else clock.now() + otherwise

    @property
    def passes_at(self) -> datetime:
        """When the person of a transit arrives: shortly before the border post says so, or still to come."""
        for step in ("enter_transit", "pass_transit", "miss_transit"):
            if step in self.steps:
                return self.times[self.steps.index(step)].replace(second=0, microsecond=0) - timedelta(minutes=40)
        return arrival_in(
            self.plan.arrives,
            actor=self.people[self.corridor.registry],
            now=self.now,
            chance=Random(self.plan.number),  # noqa: S311
        )

    def transfer_values(self, days_later: int = 0) -> dict[str, Any]:
        """The plan of a transfer."""
        return {
            "crossing_point": self.corridor.crossing_point,
            "means": "air",
            "carrier_number": self.corridor.carrier,
            "departure_place": self.corridor.departure,
            "arrives_at": self._arrival() + timedelta(days=days_later),
            **self.plan.transfer,
        }

    def _actor(self, step: str) -> Actor:
        corridor = self.corridor
        if step in ACTS:
            return self.actor_of(ACTS[step].who)
        logins = {
            "submit": corridor.reviewer,
            "return_to_draft": corridor.reviewer,
            "resubmit": corridor.reviewer,
            "acknowledge": corridor.registry,
            "return": corridor.registry,
            "ask": corridor.registry,
            "confirm": corridor.registry,
            "counter": corridor.registry,
            "answer": next(iter(corridor.verifiers), corridor.registry),
            "propose": corridor.proposer,
            "sign": corridor.signer,
            "ask_time": corridor.proposer,
            "grant_time": corridor.reviewer,
            "object": corridor.proposer,
            "paper": corridor.reviewer,
            "send_back": corridor.signer,
            "document": corridor.consul,
            "hand_over": corridor.border,
            "fail_border": corridor.border,
        }
        return self.people[logins[step]] if step in logins else self._officer

    def _act(self, step: str, key: UUID) -> None:
        actor = self._actor(step)
        if step == "answer":
            self._answer(key)
        elif step not in ACTS:
            self.do(actor, step, key)
        else:
            act = ACTS[step]
            with use_scope(actor.scope):
                if act.is_whole:
                    act.does(self, actor, key)
                    return
                values = {**self.plan.given.get(step, {}), **act.values(self, actor)}
                act.does(actor=actor, case_id=key, version=None, **values)

    def _send(self, actor: Actor, key: UUID) -> None:
        submission.review_send(actor=actor, case_id=key, version=None)

    def _return_to_draft(self, actor: Actor, key: UUID) -> None:
        submission.review_return(actor=actor, case_id=key, version=None, reason=self.plan.reason)

    def _submit(self, actor: Actor, key: UUID) -> None:
        submission.case_submit(actor=actor, case_id=key, version=None)

    def _acknowledge(self, actor: Actor, key: UUID) -> None:
        submission.case_acknowledge(actor=actor, case_id=key, version=None)

    def _return(self, actor: Actor, key: UUID) -> None:
        submission.case_return_incomplete(
            actor=actor, case_id=key, version=None, codes=self.plan.codes, reason=self.plan.reason
        )

    def _amend(self, actor: Actor, key: UUID) -> None:
        self.application.amend(key)

    def _resubmit(self, actor: Actor, key: UUID) -> None:
        submission.case_resubmit(actor=actor, case_id=key, version=None, reason="New photograph and translation added.")

    def _ask(self, actor: Actor, key: UUID) -> None:
        asked = self.corridor.verifiers[: self.plan.agencies]
        verification.verification_ask(
            actor=actor,
            case_id=key,
            version=None,
            agencies=[self.people[login].authority_id for login in asked],
            question="Is this person registered with you as a national of our country?",
            due_on=(clock.now() + timedelta(days=6)).date(),
        )

    def _answer(self, key: UUID) -> None:
        """The next agency in the corridor's order answers its task."""
        number = self._earlier("answer")
        actor = self.people[self.corridor.verifiers[number]]
        answer = self.plan.answers[number] if number < len(self.plan.answers) else "confirmed"
        with use_scope(actor.scope):
            task = VerificationTask.objects.get(case_id=key, agency_id=actor.authority_id, status="asked")
            verification.verification_answer(
                actor=actor, task_id=task.id, version=task.version, answer=answer, remarks=_REMARKS[answer]
            )

    def _propose(self, actor: Actor, key: UUID) -> None:
        if self.plan.is_transit:
            transit.transit_answer_propose(actor=actor, case_id=key, version=None, **transit_proposal(self))
            return
        said: dict[str, Any] = {"outcome": self.plan.outcome}
        if not self.plan.is_spouse_refused:
            said |= {"reason_codes": self.plan.codes, "reasons": self.plan.reasons}
        elif key != self.head:
            said = {"outcome": "refused", "reason_codes": self.plan.codes, "reasons": self.plan.reasons}
        decision.decision_propose(actor=actor, case_id=key, version=None, **said)

    def _sign(self, actor: Actor, key: UUID) -> None:
        sign = transit.transit_answer_countersign if self.plan.is_transit else decision.decision_countersign
        sign(actor=actor, case_id=key, version=None)

    def _send_back(self, actor: Actor, key: UUID) -> None:
        decision.decision_send_back(actor=actor, case_id=key, version=None, reason=self.plan.reason)

    def _ask_time(self, actor: Actor, key: UUID) -> None:
        extension.extension_request(
            actor=actor,
            case_id=key,
            version=None,
            value=self.plan.more_time.get("value"),
            reasons=self.plan.more_time["reasons"],
        )

    def _grant_time(self, actor: Actor, key: UUID) -> None:
        extension.extension_grant(actor=actor, case_id=key, version=None, answer="Agreed.")

    def _silence(self, actor: Actor, key: UUID) -> None:
        """Nothing is done: the time limit for the reply has passed before this moment."""
        assert is_silent(key), f"{self.plan.key}: the limit had not passed"

    def _object(self, actor: Actor, key: UUID) -> None:
        disputes.delivery_dispute(
            actor=actor,
            case_id=key,
            version=None,
            statement=self.plan.objection,
            delivered_at=clock.now() - timedelta(days=1),
        )

    def _paper(self, actor: Actor, key: UUID) -> None:
        """A letter of some days before, entered when it was found."""
        case = Case.objects.select_related("receiving_authority").get(id=key)
        assert case.delivered_at is not None, "it was sent"
        dated_at = case.delivered_at + timedelta(days=6, hours=2)
        lines = [case.receiving_authority.name, f"{dated_at:%d.%m.%Y}", "", str(case.reference), "", self.plan.reasons]
        paper.paper_reply(
            actor=actor,
            case_id=key,
            version=None,
            outcome=self.plan.outcome,
            channel="post",
            dated_at=dated_at,
            scan=Upload(BytesIO(letter_jpeg(lines)), "reply specimen.jpg"),
            reason_codes=self.plan.codes,
            reasons=self.plan.reasons,
            note="Came by post and lay in another file.",
        )

    def _pause(self, actor: Actor, key: UUID) -> None:
        review_on = (clock.now() + timedelta(days=30)).date()
        suspension.limit_pause(actor=actor, case_id=key, version=None, review_on=review_on, **self.plan.pause)

    def _resume(self, actor: Actor, key: UUID) -> None:
        suspension.limit_resume(actor=actor, case_id=key, version=None)

    def _document(self, actor: Actor, key: UUID) -> None:
        case = Case.objects.select_related("receiving_country").get(id=key)
        issued_on = clock.now().astimezone(actor.zone).date()
        travel_document.travel_document_issue(
            actor=actor,
            case_id=key,
            version=None,
            number=f"{case.receiving_country.alpha2}SP{self._earlier('document')}{self.plan.number:04d}",
            valid_until=travel_document.usual_validity(case, issued_on),
        )

    def _earlier(self, step: str) -> int:
        return self.steps[: self.position].count(step)

    def _plan(self, actor: Actor, key: UUID) -> None:
        transfer.transfer_plan(actor=actor, case_id=key, version=None, values=self.transfer_values())

    def _arrival(self) -> datetime:
        """Shortly before the act that ended this transfer, or still to come."""
        following = self.steps[self.position :]
        following = following[: following.index("plan", 1)] if "plan" in following[1:] else following
        for offset, step in enumerate(following):
            if step == "journey" and self.plan.journey:
                return self.times[self.position + offset].replace(second=0, microsecond=0) + _FLIGHT
            if step in _ENDS:
                return self.times[self.position + offset].replace(second=0) - timedelta(minutes=40)
        receiver = self.people[self.corridor.registry]
        return arrival_in(self.plan.arrives, actor=receiver, now=self.now, chance=self.chance)

    def _notify(self, actor: Actor, key: UUID) -> None:
        registry = self.people[self.corridor.registry]
        with use_scope(registry.scope):
            confirm_reception(registry, key)
        see_to(actor, key)
        transfer.transfer_notify(actor=actor, case_id=key, version=None)

    def _confirm(self, actor: Actor, key: UUID) -> None:
        transfer.transfer_confirm(actor=actor, case_id=key, version=None)

    def _counter(self, actor: Actor, key: UUID) -> None:
        later = arrival_in(self.plan.arrives + 2, actor=actor, now=self.now, chance=self.chance)
        transfer.transfer_counter_propose(
            actor=actor, case_id=key, version=None, arrives_at=later, reason=self.plan.reason
        )

    def _hand_over(self, actor: Actor, key: UUID) -> None:
        values = {
            "at": clock.now() - timedelta(minutes=15),
            "handed_over_by": "S. Jansen, escort leader" if self.plan.transfer else "Captain of the flight",
            "received_by": f"{actor.name}, border officer",
            "papers": "travel document, medical papers" if self.plan.health else "travel document",
        }
        transfer_course.handover_record(actor=actor, case_id=key, version=None, values=values)

    def _fail(self, actor: Actor, key: UUID) -> None:
        transfer_course.transfer_fail(actor=actor, case_id=key, version=None, **self.plan.failure)

    _fail_border = _fail

    def _withdraw(self, actor: Actor, key: UUID) -> None:
        submission.case_withdraw(actor=actor, case_id=key, version=None, **self.plan.withdrawal)

    def _close(self, actor: Actor, key: UUID) -> None:
        submission.case_close(actor=actor, case_id=key, version=None)
