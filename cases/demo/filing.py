"""Writing the application of a planned case: what the officer's pages do, through the same services."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from accounts.actor import Actor
from cases.choices import Track
from cases.choices_procedure import Procedure
from cases.demo.drawing import Drawings
from cases.demo.files import CasePlan, Corridor
from cases.demo.further import passage
from cases.demo.persons import Invented, Inventor
from cases.demo.safeguards import see_to
from cases.models import CasePrivate
from cases.services import filing, procedure
from cases.services.entry import entry_save
from cases.services.transit_plan import transit_plan_save
from core import clock
from core.scope import use_scope


def file_number(plan: CasePlan) -> str:
    """The requesting side's own number of a planned case: known before the case, so that a seeding can be taken up
    again after it was cut off."""
    return f"SP-{plan.number:04d}"


def filed_already(supervisors: list[Actor]) -> set[str]:
    """The own file numbers of the cases that these requesting countries have."""
    found: set[str] = set()
    for actor in supervisors:
        with use_scope(actor.scope):
            found |= set(CasePrivate.objects.values_list("file_number", flat=True))
    return found


@dataclass(frozen=True, slots=True)
class Cast:
    """The persons of a planned case."""

    inventor: Inventor
    person: Invented
    spouse: Invented | None

    @classmethod
    def of(cls, inventor: Inventor) -> "Cast":
        """Invent everybody, always in the same order."""
        person = inventor.person()
        return cls(inventor, person, inventor.spouse() if inventor.case.spouse else None)

    def order(self, drawings: Drawings) -> None:
        """Ask for the pictures that the application will carry."""
        if not self.inventor.case.is_incomplete and not self.inventor.case.is_transit:
            drawings.order(self.person)
            if self.spouse is not None and self.inventor.case.spouse_case:
                drawings.order(self.spouse)


@dataclass(frozen=True, slots=True)
class Application:
    """The drafting of one planned case by its officer, at the instant that the clock shows."""

    actor: Actor
    corridor: Corridor
    plan: CasePlan
    cast: Cast
    drawings: Drawings
    today: date
    arrives_at: datetime

    def write(self) -> list[UUID]:
        """The draft and, for a family, those of its members; the first is the head's."""
        with use_scope(self.actor.scope):
            case = filing.case_start(
                actor=self.actor,
                receiving_country=self.corridor.receiving,
                agreement=self.corridor.agreement,
                track=self.plan.track or Track.OWN_NATIONAL,
            )
            self._form(case.id, self.cast.person)
            if self.plan.is_transit:
                self._do(transit_plan_save, case.id, values=passage(self.plan, self.corridor, self.arrives_at))
            if self.plan.entry:
                self._entry(case.id)
            if self.plan.apprehended:
                self._apprehension(case.id)
            keys = [case.id]
            if self.plan.spouse:
                keys += self._family(case.id)
            for key in keys:
                see_to(self.actor, key)
        return keys

    def amend(self, key: UUID) -> None:
        """A better photograph and a further document for an application that came back."""
        with use_scope(self.actor.scope):
            self._photograph(key, self.cast.person)
            filing.evidence_add(
                actor=self.actor,
                case_id=key,
                version=None,
                values={"kind": "other", "note": "Translation of the copy, by a sworn translator"},
            )
            checked = {"legal_status_checked_on": clock.now().astimezone(self.actor.zone).date()}
            self._do(filing.private_save, key, values=checked, detention=self._detention())

    def _form(self, key: UUID, person: Invented) -> None:
        plan = self.plan
        values = dict(person.values)
        if plan.is_incomplete:
            values = {name: values[name] for name in ("family_name", "given_names", "nationality", "sex")}
        self._do(filing.person_save, key, values=values)
        if plan.is_incomplete:
            self._do(filing.private_save, key, values={"file_number": file_number(plan)}, detention={})
            return
        for proof in person.proofs:
            upload: dict[str, Any] = {}
            if proof.passport is not None and proof.pages:
                extension = "jpg" if proof.pages == 1 else "pdf"
                data = self.drawings.scan(proof.passport, proof.pages)
                upload = {"upload": BytesIO(data), "upload_name": f"passport specimen.{extension}"}
            self._do(filing.evidence_add, key, values=proof.values, **upload)
        if not plan.is_transit:
            self._photograph(key, person)
        if plan.details or plan.health:
            self._do(filing.details_save, key, values=plan.details, health=self._health())
        self._do(filing.private_save, key, values=self._private(), detention=self._detention())

    def _family(self, key: UUID) -> list[UUID]:
        """Spouse and children in the form of the head; the spouse with a case of her own in the same group."""
        spouse = self.cast.spouse
        assert spouse is not None
        named = ("family_name", "given_names", "birth_date", "birth_place", "sex", "nationality")
        values = {name: spouse.values[name] for name in named}
        member = self._do(filing.family_member_add, key, relation="spouse", values=values)
        for who in self.plan.children:
            self._do(filing.family_member_add, key, relation="child", values=self.cast.inventor.member(who))
        if not self.plan.spouse_case:
            return []
        further = filing.family_case_start(actor=self.actor, case_id=key, member_id=member.id)
        self._form(further.id, spouse)
        return [further.id]

    def _entry(self, key: UUID) -> None:
        """How somebody of a third country came, and what proves it."""
        known_on = self.today - timedelta(days=self.plan.known_days or 40)
        values = {"entered_on": known_on - timedelta(days=9), **self.plan.entry}
        self._do(entry_save, key, values=values, check={}, known_on=known_on)
        ticket = {"purpose": "entry_or_residence", "kind": "ticket", "number": f"SP-T{self.plan.number:05d}"}
        self._do(filing.evidence_add, key, values=ticket)

    def _apprehension(self, key: UUID) -> None:
        """Apprehended shortly before, where the accelerated procedure applies."""
        values = {"apprehended_at": clock.now() - timedelta(hours=3), "arrived_at": None, **self.plan.apprehended}
        self._do(procedure.procedure_save, key, procedure=Procedure.ACCELERATED, apprehension=values)

    def _photograph(self, key: UUID, person: Invented) -> None:
        data = BytesIO(self.drawings.portrait(person.portrait))
        self._do(filing.photograph_set, key, upload=data, upload_name="photograph specimen.jpg")

    def _private(self) -> dict[str, Any]:
        return {
            "file_number": file_number(self.plan),
            "return_decision_on": self.today - timedelta(days=35),
            "return_decision_number": f"RD-{self.plan.number:04d}/SP",
            "is_decision_final": True,
            "legal_status_checked_on": self.today,
            **{name: list(value) if isinstance(value, tuple) else value for name, value in self.plan.private.items()},
        }

    def _health(self) -> dict[str, Any]:
        """With a consent that was given, how and when it was."""
        given = {"consent_form": "written", "consent_on": self.today} if self.plan.health.get("has_consent") else {}
        return {**self.plan.health, **given}

    def _detention(self) -> dict[str, Any]:
        if not self.plan.detention:
            return {}
        return {"since": self.today - timedelta(days=9), **self.plan.detention}

    def _do(self, service: Any, key: UUID, **arguments: Any) -> Any:
        return service(actor=self.actor, case_id=key, version=None, **arguments)
