"""Acts about travel documents beyond the first issue: a new one asked for, and one that takes its place."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.choices import ClockKind, Side, Status
from cases.workflow import guards
from cases.workflow.types import Clocks, Readers, Reason, Transition

_ACCEPTED = frozenset({Status.ACCEPTED.value})
# The limits that a document for the journey answers, whoever issued it.
DOCUMENT_LIMITS: Final = (
    ClockKind.TRAVEL_DOCUMENT,
    ClockKind.TRAVEL_DOCUMENT_RENEWAL,
    ClockKind.RESUBMISSION_REPLY,
)
# Some agreements count the limit for the transfer from the issue, not from the yes.
AFTER_ISSUE: Final = (ClockKind.TRAVEL_DOCUMENT_VALIDITY, ClockKind.TRANSFER)

DOCUMENT_ACTS: Final = (
    # Under some agreements the person is heard after the reply, and the travel document is due after that.
    Transition(
        name="record_interview",
        label=_("Record the interview"),
        sources=_ACCEPTED,
        target=Status.ACCEPTED,
        side=Side.RECEIVING,
        permission="issue_travel_document",
        guards=(guards.interview_awaited,),
        clocks=Clocks(meets=(ClockKind.INTERVIEW,), starts=(ClockKind.TRAVEL_DOCUMENT,)),
        event="interview.held",
        notifies=Readers.REQUESTING,
    ),
    Transition(
        name="ask_travel_document",
        label=_("Ask for a new travel document"),
        sources=_ACCEPTED,
        target=Status.ACCEPTED,
        side=Side.REQUESTING,
        permission="plan_transfer",
        guards=(guards.no_valid_travel_document, guards.travel_document_expired),
        reason=Reason.OPTIONAL,
        clocks=Clocks(starts=(ClockKind.TRAVEL_DOCUMENT_RENEWAL, ClockKind.RESUBMISSION_REPLY)),
        event="travel_document.asked",
        notifies=Readers.RECEIVING,
    ),
    Transition(
        name="use_other_document",
        label=_("Record the travel document used instead"),
        sources=_ACCEPTED,
        target=Status.ACCEPTED,
        side=Side.REQUESTING,
        permission="plan_transfer",
        guards=(guards.no_valid_travel_document, guards.other_document_allowed),
        clocks=Clocks(meets=DOCUMENT_LIMITS, starts=AFTER_ISSUE),
        event="travel_document.replaced",
        notifies=Readers.RECEIVING,
        is_weighty=True,
    ),
)
