"""Acts about travel documents: asked for, issued, printed, collected, ended, and what takes their place.

A document is used by the handover, which is an act on the transfer.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.choices import ClockKind, Side, Status, TravelDocumentStatus
from cases.choices_documents import LIVE_DOCUMENT
from cases.workflow import document_guards as guards
from cases.workflow.types import READMISSION, Clocks, Readers, Reason, Subject, Transition

_D = TravelDocumentStatus
_ACCEPTED = frozenset({Status.ACCEPTED})
_LIVE = frozenset(LIVE_DOCUMENT)
_WITHOUT_PRINT = frozenset({_D.ISSUED, _D.PRINTED})
_ENDED = frozenset({_D.EXPIRED, _D.REVOKED, _D.LOST})
# The limits that a document for the journey answers, whoever issued it.
DOCUMENT_LIMITS: Final = (
    ClockKind.TRAVEL_DOCUMENT,
    ClockKind.TRAVEL_DOCUMENT_RENEWAL,
    ClockKind.RESUBMISSION_REPLY,
)
# Some agreements count the limit for the transfer from the issue, not from the yes.
AFTER_ISSUE: Final = (ClockKind.TRAVEL_DOCUMENT_VALIDITY, ClockKind.TRANSFER)
_ISSUE: Final = Clocks(meets=DOCUMENT_LIMITS, starts=AFTER_ISSUE)
_END: Final = Clocks(abandons=(ClockKind.TRAVEL_DOCUMENT_VALIDITY,))

DOCUMENT_ACTS: Final = (
    # The first document is asked for with the yes itself; an office may issue a new one before it is asked.
    Transition(
        name="issue_travel_document",
        label=_("Issue the travel document"),
        of=Subject.TRAVEL_DOCUMENT,
        cases=_ACCEPTED,
        sources=frozenset({_D.REQUESTED}) | _ENDED,
        target=_D.ISSUED,
        side=Side.RECEIVING,
        permission="issue_travel_document",
        clocks=_ISSUE,
        letter="travel_document",
        event="travel_document.issued",
        notifies=Readers.REQUESTING,
        is_weighty=True,
        tracks=READMISSION,
    ),
    Transition(
        name="print_travel_document",
        label=_("Record that the travel document was printed"),
        of=Subject.TRAVEL_DOCUMENT,
        cases=_ACCEPTED,
        sources=_WITHOUT_PRINT,
        target=_D.PRINTED,
        side=Side.RECEIVING,
        permission="issue_travel_document",
        guards=(guards.issued_by_receiving_side,),
        reason=Reason.OPTIONAL,
        event="travel_document.printed",
        tracks=READMISSION,
        rank=60,
    ),
    Transition(
        name="collect_travel_document",
        label=_("Acknowledge that the travel document was collected"),
        of=Subject.TRAVEL_DOCUMENT,
        cases=_ACCEPTED,
        sources=_WITHOUT_PRINT,
        target=_D.COLLECTED,
        side=Side.REQUESTING,
        permission="plan_transfer",
        guards=(guards.issued_by_receiving_side,),
        event="travel_document.collected",
        notifies=Readers.RECEIVING,
        tracks=READMISSION,
        rank=60,
    ),
    Transition(
        name="revoke_travel_document",
        label=_("Revoke the travel document"),
        of=Subject.TRAVEL_DOCUMENT,
        cases=_ACCEPTED,
        sources=_LIVE,
        target=_D.REVOKED,
        side=Side.RECEIVING,
        permission="issue_travel_document",
        guards=(guards.issued_by_receiving_side,),
        clocks=_END,
        event="travel_document.revoked",
        notifies=Readers.REQUESTING,
        is_weighty=True,
        tracks=READMISSION,
        rank=84,
    ),
    Transition(
        name="report_document_lost",
        label=_("Report that the travel document is lost"),
        of=Subject.TRAVEL_DOCUMENT,
        cases=_ACCEPTED,
        sources=_LIVE,
        target=_D.LOST,
        side=Side.REQUESTING,
        permission="plan_transfer",
        clocks=_END,
        event="travel_document.lost",
        notifies=Readers.BOTH,
        tracks=READMISSION,
        rank=84,
    ),
    Transition(
        name="record_document_lost",
        label=_("Record that the travel document is lost"),
        of=Subject.TRAVEL_DOCUMENT,
        cases=_ACCEPTED,
        sources=_LIVE,
        target=_D.LOST,
        side=Side.RECEIVING,
        permission="issue_travel_document",
        guards=(guards.issued_by_receiving_side,),
        clocks=_END,
        event="travel_document.lost",
        notifies=Readers.BOTH,
        tracks=READMISSION,
        rank=84,
    ),
    # The paper says itself until when it may be used; RCMS marks it once that day is over. Whoever plans the journey is
    # told by the end of that time limit.
    Transition(
        name="expire_travel_document",
        label=_("The travel document expires"),
        of=Subject.TRAVEL_DOCUMENT,
        cases=_ACCEPTED,
        sources=_LIVE,
        target=_D.EXPIRED,
        side=Side.RECEIVING,
        permission="issue_travel_document",
        event="travel_document.expired",
        by_system=True,
        tracks=READMISSION,
    ),
    Transition(
        name="ask_travel_document",
        label=_("Ask for a new travel document"),
        of=Subject.TRAVEL_DOCUMENT,
        cases=_ACCEPTED,
        sources=_ENDED,
        target=_D.REQUESTED,
        side=Side.REQUESTING,
        permission="plan_transfer",
        reason=Reason.OPTIONAL,
        clocks=Clocks(starts=(ClockKind.TRAVEL_DOCUMENT_RENEWAL, ClockKind.RESUBMISSION_REPLY)),
        event="travel_document.asked",
        notifies=Readers.RECEIVING,
        tracks=READMISSION,
    ),
    Transition(
        name="issue_return_document",
        label=_("Issue the European travel document for return"),
        of=Subject.TRAVEL_DOCUMENT,
        cases=_ACCEPTED,
        sources=frozenset({_D.REQUESTED}) | _ENDED,
        target=_D.ISSUED,
        side=Side.REQUESTING,
        permission="plan_transfer",
        guards=(guards.other_document_allowed, guards.european_document_possible),
        clocks=_ISSUE,
        letter="return_document",
        event="travel_document.return_issued",
        notifies=Readers.RECEIVING,
        is_weighty=True,
        tracks=READMISSION,
    ),
    Transition(
        name="use_other_document",
        label=_("Record the travel document used instead"),
        of=Subject.TRAVEL_DOCUMENT,
        cases=_ACCEPTED,
        sources=frozenset({_D.REQUESTED}) | _ENDED,
        target=_D.ISSUED,
        side=Side.REQUESTING,
        permission="plan_transfer",
        guards=(guards.other_document_allowed,),
        clocks=_ISSUE,
        event="travel_document.replaced",
        notifies=Readers.RECEIVING,
        is_weighty=True,
        tracks=READMISSION,
    ),
    Transition(
        name="print_return_document",
        label=_("Record that the document used instead was printed"),
        of=Subject.TRAVEL_DOCUMENT,
        cases=_ACCEPTED,
        sources=_WITHOUT_PRINT,
        target=_D.PRINTED,
        side=Side.REQUESTING,
        permission="plan_transfer",
        guards=(guards.issued_by_requesting_side,),
        reason=Reason.OPTIONAL,
        event="travel_document.printed",
        tracks=READMISSION,
        rank=60,
    ),
    Transition(
        name="revoke_return_document",
        label=_("Revoke the document used instead"),
        of=Subject.TRAVEL_DOCUMENT,
        cases=_ACCEPTED,
        sources=_LIVE,
        target=_D.REVOKED,
        side=Side.REQUESTING,
        permission="plan_transfer",
        guards=(guards.issued_by_requesting_side,),
        clocks=_END,
        event="travel_document.revoked",
        notifies=Readers.RECEIVING,
        is_weighty=True,
        tracks=READMISSION,
        rank=84,
    ),
)
