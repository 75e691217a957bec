"""Acts on a group operation, one row each. An operation spans cases: what becomes of each passenger is an act on that
passenger's case (`cases.workflow.transfer_acts`); these rows move the operation itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.choices_operations import OperationStatus
from cases.models import Operation, OperationAuthority
from cases.workflow.types import Refusal

_S = OperationStatus


class By(StrEnum):
    """Whose act it is."""

    ORGANISER = "organiser"
    PARTICIPANT = "participant"
    RECEIVING = "receiving"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class OperationAct:
    """sources: statuses of the operation in which it is possible; target: the status that follows, "" where it stays;
    told: who gets a notice (participants, receiving, all, or nobody)."""

    name: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    by: By
    event: str
    told: str = ""
    is_warning: bool = False
    has_page: bool = True

    @property
    def permission(self) -> str:
        """What the actor must be granted on the office whose act it is."""
        return "confirm_transfer" if self.by is By.RECEIVING else "plan_transfer"


def _of(*statuses: str) -> frozenset[str]:
    return frozenset(statuses)


_BEFORE_NOTICE = _of(_S.DRAFT, _S.OPEN)
OPERATION_ACTS: Final = (
    OperationAct(
        "save", _("Change the operation"), _BEFORE_NOTICE, "", By.ORGANISER, "operation.saved", has_page=False
    ),
    OperationAct(
        "set_authorities",
        _("Divide the seats"),
        _of(_S.DRAFT, _S.OPEN, _S.ANNOUNCED, _S.CONFIRMED),
        "",
        By.ORGANISER,
        "operation.authorities_set",
        has_page=False,
    ),
    OperationAct(
        "add_staff",
        _("Enter who travels along"),
        _of(_S.DRAFT, _S.OPEN, _S.ANNOUNCED, _S.CONFIRMED),
        "",
        By.ORGANISER,
        "operation.staff_added",
        has_page=False,
    ),
    OperationAct(
        "open",
        _("Open it to the participants"),
        _of(_S.DRAFT),
        _S.OPEN,
        By.ORGANISER,
        "operation.opened",
        "participants",
    ),
    OperationAct(
        "add_case",
        _("Add persons"),
        _of(_S.DRAFT, _S.OPEN, _S.ANNOUNCED, _S.CONFIRMED),
        "",
        By.PARTICIPANT,
        "operation.case_added",
        has_page=False,
    ),
    OperationAct(
        "remove_case",
        _("Take a person off"),
        _of(_S.DRAFT, _S.OPEN, _S.ANNOUNCED, _S.CONFIRMED, _S.COUNTER_PROPOSED),
        "",
        By.PARTICIPANT,
        "operation.case_removed",
        has_page=False,
    ),
    OperationAct(
        "announce",
        _("Give notice of the operation"),
        _of(_S.OPEN),
        _S.ANNOUNCED,
        By.ORGANISER,
        "operation.announced",
        "all",
    ),
    OperationAct(
        "notify",
        _("Give notice for our persons"),
        _of(_S.ANNOUNCED, _S.CONFIRMED),
        "",
        By.PARTICIPANT,
        "operation.notified",
        "receiving",
    ),
    OperationAct(
        "replan",
        _("Announce another time"),
        _of(_S.ANNOUNCED, _S.CONFIRMED, _S.COUNTER_PROPOSED),
        _S.ANNOUNCED,
        By.ORGANISER,
        "operation.replanned",
        "all",
    ),
    OperationAct(
        "confirm",
        _("Confirm the operation"),
        _of(_S.ANNOUNCED, _S.CONFIRMED),
        _S.CONFIRMED,
        By.RECEIVING,
        "operation.confirmed",
        "participants",
    ),
    OperationAct(
        "counter_propose",
        _("Propose another date"),
        _of(_S.ANNOUNCED),
        _S.COUNTER_PROPOSED,
        By.RECEIVING,
        "operation.counter_proposed",
        "participants",
    ),
    OperationAct(
        "depart", _("Record the departure"), _of(_S.CONFIRMED), _S.DEPARTED, By.ORGANISER, "operation.departed", "all"
    ),
    OperationAct(
        "close",
        _("Close the operation"),
        _of(_S.CONFIRMED, _S.DEPARTED),
        _S.CLOSED,
        By.EITHER,
        "operation.closed",
        "all",
    ),
    OperationAct(
        "cancel",
        _("Cancel the operation"),
        _of(_S.DRAFT, _S.OPEN, _S.ANNOUNCED, _S.COUNTER_PROPOSED, _S.CONFIRMED),
        _S.CANCELLED,
        By.ORGANISER,
        "operation.cancelled",
        "all",
        is_warning=True,
    ),
)
OPERATION_ACT: Final = {row.name: row for row in OPERATION_ACTS}


def organises(actor: Actor, operation: Operation) -> bool:
    """Whether the actor plans transfers for the organiser."""
    country = operation.organiser_country_id
    is_there = actor.country == country
    return is_there and actor.reaches("plan_transfer", country=country, authority_id=operation.organiser_id)


def participates(actor: Actor, authorities: list[OperationAuthority]) -> bool:
    """Whether the actor plans transfers for one of the authorities that take part."""
    return any(own_seats(actor, row) for row in authorities)


def own_seats(actor: Actor, row: OperationAuthority) -> bool:
    """Whether these seats are for the actor to fill."""
    is_there = actor.country == row.country_id
    return is_there and actor.reaches("plan_transfer", country=row.country_id, authority_id=row.authority_id)


def receives(actor: Actor, operation: Operation) -> bool:
    """Whether the actor confirms transfers to the receiving country, for its national desk."""
    keys = operation.audience_authorities
    reach = actor.grants.get("confirm_transfer")
    is_there = actor.country == operation.receiving_country_id and reach is not None
    return bool(is_there and reach and (actor.country in reach.countries or reach.authorities & set(keys)))


def operation_refusal(
    actor: Actor, row: OperationAct, operation: Operation, authorities: list[OperationAuthority]
) -> Refusal | None:
    """Why the act cannot be done now by this actor, or None when it can."""
    may = {
        By.ORGANISER: organises(actor, operation),
        By.PARTICIPANT: participates(actor, authorities),
        By.RECEIVING: receives(actor, operation),
        By.EITHER: organises(actor, operation) or receives(actor, operation),
    }[row.by]
    if not may:
        return Refusal("not_granted", _("Your office and role do not include this."))
    if operation.status not in row.sources:
        return Refusal("wrong_status", _("The operation is at a stage where this cannot be done."))
    return None
