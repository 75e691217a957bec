"""Acts about requests for information between the sides: rows of the workflow table (`cases.workflow.table`)."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.choices import InformationStatus, Status
from cases.workflow import guards
from cases.workflow.types import Readers, Subject, Transition

_S, _I = Status, InformationStatus
# The other side knows of the case, and it is not over: both sides can ask and answer.
_BETWEEN_SIDES = frozenset(
    {_S.SUBMITTED, _S.RETURNED_INCOMPLETE, _S.RECEIVED, _S.IN_VERIFICATION, _S.DECISION_PROPOSED, _S.ACCEPTED}
)


def _of(*statuses: str) -> frozenset[str]:
    return frozenset(statuses)


# Whether a request lets the time limit for the reply stand still is a value of the rule (`cases.services.reply_pause`).
INFORMATION_ACTS: Final = (
    Transition(
        name="request_information",
        label=_("Ask for information"),
        of=Subject.INFORMATION,
        cases=_BETWEEN_SIDES,
        sources=_of(""),
        target=_I.ASKED,
        side=None,
        permission="work_case",
        event="information.requested",
        notifies=Readers.OTHER,
        moves_version=False,
        rank=85,
    ),
    Transition(
        name="answer_information",
        label=_("Answer the request"),
        of=Subject.INFORMATION,
        cases=_BETWEEN_SIDES,
        sources=_of(_I.ASKED),
        target=_I.ANSWERED,
        side=None,
        permission="work_case",
        guards=(guards.asked_by_other_side,),
        event="information.answered",
        notifies=Readers.OTHER,
        moves_version=False,
    ),
    Transition(
        name="cancel_information",
        label=_("Take the request back"),
        of=Subject.INFORMATION,
        cases=_BETWEEN_SIDES,
        sources=_of(_I.ASKED),
        target=_I.CANCELLED,
        side=None,
        permission="work_case",
        guards=(guards.asked_by_own_side,),
        event="information.cancelled",
        notifies=Readers.OTHER,
        moves_version=False,
        rank=85,
    ),
)
