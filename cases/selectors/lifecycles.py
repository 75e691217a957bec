"""The lifecycles in words, for the help page: what each drawing of the tables shows, act by act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import Side, Status, TransferStatus, TravelDocumentStatus
from cases.choices_costs import CostClaimStatus
from cases.choices_exits import ErrorClaimState
from cases.choices_interviews import InterviewStatus
from cases.choices_operations import OperationStatus
from cases.choices_transit import TransitStatus
from cases.workflow.operation_acts import OPERATION_ACTS, By
from cases.workflow.table import TABLE
from cases.workflow.types import Subject


@dataclass(frozen=True, slots=True)
class Step:
    """One act: its button, whose it is, from which statuses, and what follows; target is "" where the status stays."""

    label: str
    whose: str
    sources: str
    target: str


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """name: of its drawing (`cases.workflow.drawings`)."""

    name: str
    title: str
    steps: tuple[Step, ...]


_Part = tuple[str, Promise, tuple[Subject, ...], tuple[type[TextChoices], ...]]
_PARTS: Final[tuple[_Part, ...]] = (
    ("workflow", gettext_lazy("The case"), (Subject.CASE,), (Status,)),
    ("workflow-interview", gettext_lazy("An interview"), (Subject.INTERVIEW,), (InterviewStatus,)),
    (
        "workflow-travel-document",
        gettext_lazy("A travel document"),
        (Subject.TRAVEL_DOCUMENT,),
        (TravelDocumentStatus,),
    ),
    ("workflow-transfer", gettext_lazy("A transfer"), (Subject.TRANSFER,), (TransferStatus,)),
    ("workflow-transit", gettext_lazy("A transit"), (Subject.TRANSIT,), (TransitStatus,)),
    ("workflow-error-claim", gettext_lazy("A readmission in error"), (Subject.ERROR_CLAIM,), (ErrorClaimState,)),
    ("workflow-cost-claim", gettext_lazy("A claim of costs"), (Subject.COST_CLAIM,), (CostClaimStatus,)),
)
_WHOSE: Final[Mapping[str, Promise]] = {
    Side.REQUESTING: gettext_lazy("requesting side"),
    Side.RECEIVING: gettext_lazy("receiving side"),
    By.ORGANISER: gettext_lazy("organiser"),
    By.PARTICIPANT: gettext_lazy("each authority that takes part"),
    By.RECEIVING: gettext_lazy("receiving side"),
    By.EITHER: gettext_lazy("organiser or receiving side"),
}


def lifecycles() -> list[Lifecycle]:
    """Every lifecycle that is drawn, the case first."""
    found = [
        Lifecycle(
            name,
            str(title),
            tuple(
                Step(
                    str(row.label),
                    str(_WHOSE[row.side]) if row.side else _("either side"),
                    _named(row.sources, choices),
                    _named([row.target], choices) if row.sources != {row.target} else "",
                )
                for row in TABLE
                if row.of in parts
            ),
        )
        for name, title, parts, choices in _PARTS
    ]
    operation = Lifecycle(
        "workflow-operation",
        _("A group operation"),
        tuple(
            Step(
                str(row.label),
                str(_WHOSE[row.by]),
                _named(row.sources, (OperationStatus,)),
                _named([row.target], (OperationStatus,)) if row.target else "",
            )
            for row in OPERATION_ACTS
        ),
    )
    # After the transfers that it carries.
    return [*found[:4], operation, *found[4:]]


def _named(statuses: Iterable[str], choices: tuple[type[TextChoices], ...]) -> str:
    """Statuses in words, in the order in which they are usually come to."""
    held = set(statuses)
    words = [_("nothing yet")] if "" in held else []
    return ", ".join(words + [str(choice.label) for kind in choices for choice in kind if choice.value in held])
