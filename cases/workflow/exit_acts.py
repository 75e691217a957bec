"""Acts about the ways out of a case: readmission in error, suspension, reopening, departure. Rows of the workflow table
(`cases.workflow.table`)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.choices import ClockKind, Side, Status
from cases.choices_exits import LIVE_CLAIM, ErrorClaimState
from cases.workflow import exit_guards, guards, transit_guards
from cases.workflow.types import READMISSION, Clocks, Readers, Reason, Subject, Transition

_S, _E = Status, ErrorClaimState
_COMPLETED = frozenset({_S.COMPLETED})
_NONE = frozenset({""})
# The other side knows of the case, and it is not decided against or over.
AFTER_SUBMISSION: Final = (
    _S.SUBMITTED,
    _S.RETURNED_INCOMPLETE,
    _S.RECEIVED,
    _S.IN_VERIFICATION,
    _S.DECISION_PROPOSED,
    _S.ACCEPTED,
)


def _claim(name: str, label: Promise, case: Status) -> Transition:
    return Transition(
        name=name,
        label=label,
        of=Subject.ERROR_CLAIM,
        cases=frozenset({case}),
        sources=_NONE,
        target=_E.CLAIMED,
        side=Side.RECEIVING,
        permission="propose_decision",
        guards=(exit_guards.was_readmitted, exit_guards.error_window_open),
        letter="error_claim",
        event="error.claimed",
        notifies=Readers.REQUESTING,
        is_weighty=True,
        rank=86,
        tracks=READMISSION,
    )


# The duty to take back is the requesting State's. Who establishes the error the texts leave open ("if it is
# established"): mostly the receiving side does, and the requesting side may own it (decision record 15).
ERROR_ACTS: Final = (
    _claim("claim_error", _("Claim readmission in error"), _S.COMPLETED),
    # Closing is the requesting side's housekeeping and takes nothing from the other one: the case is open again.
    _claim("claim_error_after_closing", _("Claim readmission in error, and open the case again"), _S.CLOSED),
    Transition(
        name="report_error",
        label=_("Own a readmission in error and take the person back"),
        of=Subject.ERROR_CLAIM,
        cases=_COMPLETED,
        sources=_NONE,
        target=_E.ACCEPTED,
        side=Side.REQUESTING,
        permission="release_case",
        letter="error_claim",
        event="error.reported",
        notifies=Readers.RECEIVING,
        is_weighty=True,
        rank=86,
        tracks=READMISSION,
    ),
    Transition(
        name="accept_error_claim",
        label=_("Accept the claim of error"),
        of=Subject.ERROR_CLAIM,
        cases=_COMPLETED,
        sources=frozenset({_E.CLAIMED}),
        target=_E.ACCEPTED,
        side=Side.REQUESTING,
        permission="release_case",
        guards=(guards.not_own_application,),
        reason=Reason.OPTIONAL,
        letter="error_reply",
        event="error.accepted",
        notifies=Readers.RECEIVING,
        is_weighty=True,
        rank=10,
        tracks=READMISSION,
    ),
    Transition(
        name="dispute_error_claim",
        label=_("Dispute the claim of error"),
        of=Subject.ERROR_CLAIM,
        cases=_COMPLETED,
        sources=frozenset({_E.CLAIMED}),
        target=_E.DISPUTED,
        side=Side.REQUESTING,
        permission="release_case",
        guards=(guards.not_own_application,),
        reason=Reason.REQUIRED,
        letter="error_reply",
        event="error.disputed",
        notifies=Readers.RECEIVING,
        is_weighty=True,
        rank=11,
        tracks=READMISSION,
    ),
    Transition(
        name="withdraw_error_claim",
        label=_("Withdraw the claim of error"),
        of=Subject.ERROR_CLAIM,
        cases=_COMPLETED,
        sources=frozenset(LIVE_CLAIM),
        target=_E.WITHDRAWN,
        side=Side.RECEIVING,
        permission="propose_decision",
        event="error.withdrawn",
        notifies=Readers.REQUESTING,
        rank=87,
        tracks=READMISSION,
    ),
    Transition(
        name="arrange_take_back",
        label=_("Arrange the taking back"),
        of=Subject.ERROR_CLAIM,
        cases=_COMPLETED,
        sources=frozenset({_E.ACCEPTED, _E.ARRANGED}),
        target=_E.ARRANGED,
        side=Side.REQUESTING,
        permission="plan_transfer",
        event="error.arranged",
        notifies=Readers.RECEIVING,
        rank=20,
        tracks=READMISSION,
    ),
    Transition(
        name="return_documents",
        label=_("Record what goes back with the person"),
        of=Subject.ERROR_CLAIM,
        cases=_COMPLETED,
        sources=frozenset({_E.ARRANGED}),
        target=_E.ARRANGED,
        side=Side.RECEIVING,
        permission="confirm_transfer",
        event="error.documents_returned",
        notifies=Readers.REQUESTING,
        rank=15,
        tracks=READMISSION,
    ),
    Transition(
        name="record_take_back",
        label=_("Record that the person was taken back"),
        of=Subject.ERROR_CLAIM,
        cases=_COMPLETED,
        sources=frozenset({_E.ARRANGED}),
        target=_E.TAKEN_BACK,
        side=Side.REQUESTING,
        permission="plan_transfer",
        clocks=Clocks(abandons=(ClockKind.ERROR,)),
        letter="take_back_record",
        event="error.taken_back",
        notifies=Readers.BOTH,
        is_weighty=True,
        rank=15,
        tracks=READMISSION,
    ),
)

# Of all this the other side learns nothing but, where it knew of a day that was set, that this was postponed.
CASE_SUSPENSION_ACTS: Final = (
    Transition(
        name="suspend_case",
        label=_("Suspend the case"),
        of=Subject.CASE_SUSPENSION,
        cases=frozenset(AFTER_SUBMISSION),
        sources=_NONE,
        target="suspended",
        side=Side.REQUESTING,
        permission="withdraw_case",
        guards=(exit_guards.not_on_the_way, transit_guards.not_in_transit),
        event="case.suspended",
        readers=Readers.REQUESTING,
        moves_version=False,
        rank=88,
    ),
    Transition(
        name="resume_case",
        label=_("Resume the case"),
        of=Subject.CASE_SUSPENSION,
        cases=frozenset(AFTER_SUBMISSION),
        sources=frozenset({"suspended"}),
        target="",
        side=Side.REQUESTING,
        permission="withdraw_case",
        event="case.resumed",
        readers=Readers.REQUESTING,
        moves_version=False,
        rank=84,
    ),
    Transition(
        name="review_case_suspension",
        label=_("The case stays suspended: set the next day of review"),
        of=Subject.CASE_SUSPENSION,
        cases=frozenset(AFTER_SUBMISSION),
        sources=frozenset({"suspended"}),
        target="suspended",
        side=Side.REQUESTING,
        permission="withdraw_case",
        event="case.suspension_reviewed",
        readers=Readers.REQUESTING,
        moves_version=False,
        rank=84,
    ),
)

EXIT_ACTS: Final = (
    Transition(
        name="reopen",
        label=_("Reopen the examination"),
        sources=frozenset({_S.REFUSED, _S.INCONCLUSIVE}),
        target=_S.IN_VERIFICATION,
        side=Side.RECEIVING,
        permission="countersign_decision",
        guards=(guards.no_objection,),
        reason=Reason.REQUIRED,
        event="case.reopened",
        notifies=Readers.REQUESTING,
        is_weighty=True,
        rank=84,
        tracks=READMISSION,
    ),
    # The event is that of every withdrawal: were only some of them explained, the others would tell as much. The file
    # is closed with it, by the act of that name.
    Transition(
        name="record_voluntary_departure",
        label=_("Record that the person left voluntarily"),
        sources=frozenset(AFTER_SUBMISSION),
        target=_S.WITHDRAWN,
        side=Side.REQUESTING,
        permission="withdraw_case",
        guards=(transit_guards.not_in_transit, exit_guards.not_on_the_way),
        clocks=Clocks(abandons=tuple(ClockKind)),
        event="case.withdrawn",
        notifies=Readers.RECEIVING,
        is_weighty=True,
        rank=89,
    ),
)
# The case goes along with its claim.
ERROR_FOLLOWS: Final = {
    "claim_error_after_closing": Status.COMPLETED,
    "record_take_back": Status.TAKEN_BACK,
}
