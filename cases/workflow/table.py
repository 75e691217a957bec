"""The workflow: every act, one row each.

The table drives buttons, pages, audit wording, notices, the drawn diagram and the tests. Order is the order in which
acts are offered when several are possible.
"""

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.choices import FROM_DELIVERY, ClockKind, Outcome, Side, Status, VerificationStatus
from cases.workflow import exit_guards, guards, procedure_guards, track_guards, transit_guards
from cases.workflow.cost_acts import COST_ACTS
from cases.workflow.document_acts import DOCUMENT_ACTS
from cases.workflow.exit_acts import CASE_SUSPENSION_ACTS, ERROR_ACTS, ERROR_FOLLOWS, EXIT_ACTS
from cases.workflow.information_acts import INFORMATION_ACTS
from cases.workflow.interview_acts import INTERVIEW_ACTS, STATUS_CHECK_ACTS
from cases.workflow.limit_acts import EXTENSION_ACTS, PAPER_ACTS, SUSPENSION_ACTS
from cases.workflow.monitoring_acts import MONITORING_ACTS
from cases.workflow.procedure_acts import PROCEDURE_ACTS
from cases.workflow.safeguard_acts import SAFEGUARD_ACTS
from cases.workflow.safeguard_guards import BEFORE_LEAVING
from cases.workflow.silence_acts import AFTER_REPLY, DISPUTE_ACTS, SILENCE_ACTS, UPHELD_FOLLOWS
from cases.workflow.track_acts import TRACK_ACTS
from cases.workflow.transfer_acts import BEFORE_HANDOVER, TRANSFER_ACTS
from cases.workflow.transit_acts import TRANSIT_ACTS, TRANSIT_CASE_ACTS, TRANSIT_FOLLOWS
from cases.workflow.types import READMISSION, Clocks, Readers, Reason, Subject, Transition

_REQUESTING, _RECEIVING = Side.REQUESTING, Side.RECEIVING
_S, _V = Status, VerificationStatus


def _of(*statuses: str) -> frozenset[str]:
    return frozenset(statuses)


CASE_ACTS: Final = (
    Transition(
        name="send_to_review",
        label=_("Send to review"),
        sources=_of(_S.DRAFT),
        target=_S.IN_REVIEW,
        side=_REQUESTING,
        permission="draft_case",
        guards=(
            guards.application_complete,
            guards.return_basis_recorded,
            procedure_guards.accelerated_foreseen,
            procedure_guards.apprehended_in_area,
            procedure_guards.accelerated_in_time,
            track_guards.exception_answered,
            track_guards.submission_in_time,
            exit_guards.something_new,
            exit_guards.filed_as_such,
            *BEFORE_LEAVING,
        ),
        event="case.sent_to_review",
        readers=Readers.REQUESTING,
        notifies=Readers.REQUESTING,
    ),
    Transition(
        name="release",
        label=_("Release to the other side"),
        sources=_of(_S.IN_REVIEW),
        target=_S.SUBMITTED,
        side=_REQUESTING,
        permission="release_case",
        guards=(
            guards.application_complete,
            guards.return_basis_recorded,
            procedure_guards.accelerated_foreseen,
            procedure_guards.apprehended_in_area,
            procedure_guards.accelerated_in_time,
            track_guards.exception_answered,
            track_guards.submission_in_time,
            exit_guards.something_new,
            exit_guards.filed_as_such,
            *BEFORE_LEAVING,
            guards.prepared_by_another_person,
        ),
        clocks=Clocks(meets=(ClockKind.SUBMISSION, ClockKind.ACCELERATED_SUBMISSION), starts=FROM_DELIVERY),
        letter="application",
        event="case.submitted",
        notifies=Readers.RECEIVING,
        is_weighty=True,
    ),
    Transition(
        name="return_to_draft",
        label=_("Return to the officer"),
        sources=_of(_S.IN_REVIEW),
        target=_S.DRAFT,
        side=_REQUESTING,
        permission="release_case",
        reason=Reason.REQUIRED,
        event="case.returned_to_draft",
        readers=Readers.REQUESTING,
        notifies=Readers.REQUESTING,
    ),
    Transition(
        name="acknowledge",
        label=_("Acknowledge receipt"),
        sources=_of(_S.SUBMITTED),
        target=_S.RECEIVED,
        side=_RECEIVING,
        permission="acknowledge_case",
        clocks=Clocks(starts=FROM_DELIVERY),
        event="case.received",
        notifies=Readers.REQUESTING,
    ),
    Transition(
        name="return_incomplete",
        label=_("Return as incomplete"),
        sources=_of(_S.SUBMITTED, _S.RECEIVED),
        target=_S.RETURNED_INCOMPLETE,
        side=_RECEIVING,
        permission="acknowledge_case",
        reason=Reason.OPTIONAL,
        # Nothing lies with the receiving side any more (decision record 12).
        clocks=Clocks(abandons=FROM_DELIVERY),
        event="case.returned_incomplete",
        notifies=Readers.REQUESTING,
    ),
    Transition(
        name="resubmit",
        label=_("Submit again"),
        sources=_of(_S.RETURNED_INCOMPLETE),
        target=_S.SUBMITTED,
        side=_REQUESTING,
        permission="release_case",
        guards=(
            guards.application_complete,
            guards.return_basis_recorded,
            procedure_guards.accelerated_foreseen,
            procedure_guards.apprehended_in_area,
            track_guards.exception_answered,
            *BEFORE_LEAVING,
            guards.prepared_by_another_person,
        ),
        reason=Reason.OPTIONAL,
        clocks=Clocks(starts=FROM_DELIVERY),
        letter="application",
        event="case.resubmitted",
        notifies=Readers.RECEIVING,
        is_weighty=True,
    ),
    Transition(
        name="start_verification",
        label=_("Ask agencies to verify identity"),
        sources=_of(_S.RECEIVED, _S.IN_VERIFICATION),
        target=_S.IN_VERIFICATION,
        side=_RECEIVING,
        permission="assign_verification",
        event="verification.asked",
        tracks=READMISSION,
    ),
    Transition(
        name="propose_decision",
        label=_("Propose a decision"),
        sources=_of(_S.RECEIVED, _S.IN_VERIFICATION),
        target=_S.DECISION_PROPOSED,
        side=_RECEIVING,
        permission="propose_decision",
        guards=(guards.verification_concluded,),
        event="decision.proposed",
        readers=Readers.RECEIVING,
        notifies=Readers.RECEIVING,
        tracks=READMISSION,
    ),
    Transition(
        name="countersign_acceptance",
        label=_("Countersign the acceptance"),
        sources=_of(_S.DECISION_PROPOSED),
        target=_S.ACCEPTED,
        side=_RECEIVING,
        permission="countersign_decision",
        guards=(guards.proposal_is(Outcome.ACCEPTED), guards.second_person),
        clocks=Clocks(meets=FROM_DELIVERY, starts=AFTER_REPLY),
        letter="reply",
        event="case.accepted",
        notifies=Readers.REQUESTING,
        is_weighty=True,
        tracks=READMISSION,
    ),
    Transition(
        name="countersign_refusal",
        label=_("Countersign the refusal"),
        sources=_of(_S.DECISION_PROPOSED),
        target=_S.REFUSED,
        side=_RECEIVING,
        permission="countersign_decision",
        guards=(guards.proposal_is(Outcome.REFUSED), guards.second_person),
        clocks=Clocks(meets=FROM_DELIVERY),
        letter="reply",
        event="case.refused",
        notifies=Readers.REQUESTING,
        is_weighty=True,
        tracks=READMISSION,
    ),
    Transition(
        name="countersign_inconclusive",
        label=_("Countersign “inconclusive”"),
        sources=_of(_S.DECISION_PROPOSED),
        target=_S.INCONCLUSIVE,
        side=_RECEIVING,
        permission="countersign_decision",
        guards=(guards.proposal_is(Outcome.INCONCLUSIVE), guards.second_person),
        # Whether "inconclusive" answers the reply limit is a value of the rule: the engine asks it.
        clocks=Clocks(meets=FROM_DELIVERY),
        letter="reply",
        event="case.inconclusive",
        notifies=Readers.REQUESTING,
        is_weighty=True,
        tracks=READMISSION,
    ),
    Transition(
        name="send_back_proposal",
        label=_("Send the proposal back"),
        sources=_of(_S.DECISION_PROPOSED),
        target=_S.IN_VERIFICATION,
        side=_RECEIVING,
        permission="countersign_decision",
        guards=(guards.second_person,),
        reason=Reason.REQUIRED,
        event="decision.sent_back",
        readers=Readers.RECEIVING,
        notifies=Readers.RECEIVING,
        tracks=READMISSION,
    ),
    Transition(
        name="withdraw",
        label=_("Withdraw the case"),
        sources=_of(
            _S.DRAFT,
            _S.IN_REVIEW,
            _S.SUBMITTED,
            _S.RETURNED_INCOMPLETE,
            _S.RECEIVED,
            _S.IN_VERIFICATION,
            _S.DECISION_PROPOSED,
            _S.ACCEPTED,
        ),
        target=_S.WITHDRAWN,
        side=_REQUESTING,
        permission="withdraw_case",
        guards=(transit_guards.not_in_transit, exit_guards.not_on_the_way),
        clocks=Clocks(abandons=tuple(ClockKind)),
        event="case.withdrawn",
        notifies=Readers.RECEIVING,
        is_weighty=True,
        rank=90,
    ),
    Transition(
        name="close",
        label=_("Close the case"),
        sources=_of(
            _S.COMPLETED,
            _S.REFUSED,
            _S.INCONCLUSIVE,
            _S.WITHDRAWN,
            _S.TIME_BARRED,
            _S.REVOKED,
            _S.EXPIRED,
            _S.TAKEN_BACK,
        ),
        target=_S.CLOSED,
        side=_REQUESTING,
        permission="close_case",
        guards=(guards.no_objection, transit_guards.nobody_to_take_back, exit_guards.no_error_claim),
        # An inconclusive answer may have left the reply limit running; only the window for a claim of error runs on.
        clocks=Clocks(abandons=BEFORE_HANDOVER),
        event="case.closed",
        rank=80,
    ),
)

# What the desk does about a question that it put: own-side, and on the page of the question.
_QUESTION = Transition(
    name="remind_verification",
    label=_("Remind the agency"),
    of=Subject.VERIFICATION,
    cases=frozenset({_S.IN_VERIFICATION}),
    sources=_of(_V.ASKED),
    target=_V.ASKED,
    side=_RECEIVING,
    permission="assign_verification",
    event="verification.reminder_sent",
    readers=Readers.RECEIVING,
    tracks=READMISSION,
)
VERIFICATION_ACTS: Final = (
    _QUESTION,
    replace(
        _QUESTION,
        name="reask_verification",
        label=_("Ask the agency again"),
        sources=_of(_V.ASKED, _V.ANSWERED),
        event="verification.asked_again",
    ),
    replace(
        _QUESTION,
        name="cancel_verification",
        label=_("Withdraw the question"),
        target=_V.CANCELLED,
        event="verification.question_withdrawn",
    ),
    Transition(
        name="answer_verification",
        label=_("Answer"),
        of=Subject.VERIFICATION,
        cases=frozenset({_S.IN_VERIFICATION}),
        sources=_of(_V.ASKED),
        target=_V.ANSWERED,
        side=_RECEIVING,
        permission="answer_verification",
        event="verification.answered",
        notifies=Readers.RECEIVING,
        tracks=READMISSION,
    ),
)

TABLE: Final = (
    *CASE_ACTS,
    *SILENCE_ACTS,
    *VERIFICATION_ACTS,
    *DOCUMENT_ACTS,
    *TRANSFER_ACTS,
    *INFORMATION_ACTS,
    *INTERVIEW_ACTS,
    *STATUS_CHECK_ACTS,
    *EXTENSION_ACTS,
    *SUSPENSION_ACTS,
    *PAPER_ACTS,
    *TRACK_ACTS,
    *DISPUTE_ACTS,
    *SAFEGUARD_ACTS,
    *PROCEDURE_ACTS,
    *EXIT_ACTS,
    *ERROR_ACTS,
    *CASE_SUSPENSION_ACTS,
    *TRANSIT_CASE_ACTS,
    *TRANSIT_ACTS,
    *MONITORING_ACTS,
    *COST_ACTS,
)
BY_NAME: Final = {row.name: row for row in TABLE}
# Acts on parts that move the case along in the same transaction: a handover ends it.
CASE_FOLLOWS: Final = {"record_handover": Status.COMPLETED, **UPHELD_FOLLOWS, **ERROR_FOLLOWS, **TRANSIT_FOLLOWS}
