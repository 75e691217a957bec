"""Writing the application of a planned case: what the officer's pages do, through the same services."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from accounts.actor import Actor
from cases.demo.drawing import Drawings
from cases.demo.files import CasePlan, Corridor
from cases.demo.persons import Invented, Inventor
from cases.models import CasePrivate
from cases.services import filing
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
        if not self.inventor.case.is_incomplete:
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

    def write(self) -> list[UUID]:
        """The draft and, for a family, those of its members; the first is the head's."""
        with use_scope(self.actor.scope):
            case = filing.case_start(
                actor=self.actor, receiving_country=self.corridor.receiving, agreement=self.corridor.agreement
            )
            self._form(case.id, self.cast.person)
            keys = [case.id]
            if self.plan.spouse:
                keys += self._family(case.id)
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
        self._photograph(key, person)
        if plan.details or plan.health:
            self._do(filing.details_save, key, values=plan.details, health=plan.health)
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

    def _detention(self) -> dict[str, Any]:
        if not self.plan.detention:
            return {}
        return {"since": self.today - timedelta(days=9), **self.plan.detention}

    def _do(self, service: Any, key: UUID, **arguments: Any) -> Any:
        return service(actor=self.actor, case_id=key, version=None, **arguments)
