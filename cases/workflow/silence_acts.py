"""Acts about silence: the acceptance that follows from it, and the objection by which it, or a paper, is undone."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.choices import UNDER_EXAMINATION, ClockKind, DisputeState, Outcome, Side, Status
from cases.workflow import guards
from cases.workflow.types import READMISSION, Clocks, Readers, Reason, Subject, Transition

_ACCEPTED = frozenset({Status.ACCEPTED})
# What a reply on paper leads to, as long as nobody was handed over and the file is open.
_ANSWERED = frozenset({Status.ACCEPTED, Status.REFUSED, Status.INCONCLUSIVE})
# An objection that waits when the person is handed over can still be rejected or taken back, and then the file closed.
_STILL_HELD = _ANSWERED | {Status.COMPLETED}
_NONE, _RAISED = frozenset({""}), frozenset({DisputeState.RAISED.value})
# What an acceptance starts: of the interview only one that counts from the reply.
AFTER_REPLY: Final = (ClockKind.INTERVIEW, ClockKind.TRAVEL_DOCUMENT, ClockKind.TRANSFER)
# What the acceptance started, and what followed from it.
AFTER_ACCEPTANCE: Final = (
    ClockKind.TRAVEL_DOCUMENT,
    ClockKind.TRANSFER,
    ClockKind.TRAVEL_DOCUMENT_VALIDITY,
    ClockKind.TRAVEL_DOCUMENT_RENEWAL,
    ClockKind.RESUBMISSION_REPLY,
    ClockKind.TRANSFER_NOTICE,
    ClockKind.TRANSFER_NOTICE_REPLY,
)
# Where a case can stand again; a proposal that silence overtook is made anew.
STANDS_AGAIN: Final = (Status.SUBMITTED, Status.RECEIVED, Status.IN_VERIFICATION)

SILENCE_ACTS: Final = (
    Transition(
        name="deem_accepted",
        label=_("Accept by silence"),
        sources=frozenset(UNDER_EXAMINATION),
        target=Status.ACCEPTED,
        side=Side.RECEIVING,
        permission="countersign_decision",
        clocks=Clocks(starts=AFTER_REPLY),
        letter="silence_record",
        event="case.accepted_by_silence",
        notifies=Readers.BOTH,
        by_system=True,
        tracks=READMISSION,
    ),
)

DISPUTE_ACTS: Final = (
    Transition(
        name="dispute_delivery",
        label=_("Object: not delivered in time"),
        of=Subject.DISPUTE,
        cases=_ACCEPTED,
        sources=_NONE,
        target=DisputeState.RAISED,
        side=Side.RECEIVING,
        permission="propose_decision",
        guards=(guards.accepted_by_silence,),
        event="dispute.delivery",
        notifies=Readers.REQUESTING,
        is_weighty=True,
        rank=86,
        tracks=READMISSION,
    ),
    Transition(
        name="dispute_reply",
        label=_("Object: a reply was given in time"),
        of=Subject.DISPUTE,
        cases=_ACCEPTED,
        sources=_NONE,
        target=DisputeState.RAISED,
        side=Side.RECEIVING,
        # It needs a scan and a person who answers for it: no national system does it.
        permission="countersign_decision",
        guards=(guards.accepted_by_silence,),
        event="dispute.reply",
        notifies=Readers.REQUESTING,
        is_weighty=True,
        rank=86,
        tracks=READMISSION,
    ),
    Transition(
        name="dispute_paper",
        label=_("Object: this reply on paper is not ours"),
        of=Subject.DISPUTE,
        cases=_ANSWERED,
        sources=_NONE,
        target=DisputeState.RAISED,
        side=Side.RECEIVING,
        permission="countersign_decision",
        guards=(guards.decided_on_paper,),
        event="dispute.paper",
        notifies=Readers.REQUESTING,
        is_weighty=True,
        rank=86,
        tracks=READMISSION,
    ),
    Transition(
        name="withdraw_dispute",
        label=_("Withdraw the objection"),
        of=Subject.DISPUTE,
        cases=_STILL_HELD,
        sources=_RAISED,
        target=DisputeState.WITHDRAWN,
        side=Side.RECEIVING,
        permission="propose_decision",
        event="dispute.withdrawn",
        notifies=Readers.REQUESTING,
        rank=86,
        tracks=READMISSION,
    ),
    Transition(
        name="reject_dispute",
        label=_("Reject the objection"),
        of=Subject.DISPUTE,
        cases=_STILL_HELD,
        sources=_RAISED,
        target=DisputeState.REJECTED,
        side=Side.REQUESTING,
        permission="release_case",
        guards=(guards.not_own_application,),
        reason=Reason.REQUIRED,
        event="dispute.rejected",
        notifies=Readers.RECEIVING,
        is_weighty=True,
        rank=10,
        tracks=READMISSION,
    ),
    *(
        Transition(
            name=f"uphold_delivery_{status}",
            label=_("Uphold the objection"),
            of=Subject.DISPUTE,
            cases=_ACCEPTED,
            sources=_RAISED,
            target=DisputeState.UPHELD,
            side=Side.REQUESTING,
            permission="release_case",
            guards=(guards.dispute_leads_to(f"delivery:{status}"), guards.not_own_application),
            reason=Reason.REQUIRED,
            clocks=Clocks(abandons=AFTER_ACCEPTANCE),
            event="dispute.delivery_upheld",
            notifies=Readers.RECEIVING,
            is_weighty=True,
            rank=10,
            tracks=READMISSION,
        )
        for status in STANDS_AGAIN
    ),
    *(
        Transition(
            name=f"uphold_reply_{outcome}",
            label=_("Uphold the objection"),
            of=Subject.DISPUTE,
            cases=_ACCEPTED,
            sources=_RAISED,
            target=DisputeState.UPHELD,
            side=Side.REQUESTING,
            permission="release_case",
            guards=(guards.dispute_leads_to(f"reply:{outcome}"), guards.not_own_application),
            reason=Reason.REQUIRED,
            # The limit of the reply ended in silence: the service says when it was met after all.
            clocks=Clocks(abandons=() if outcome == Outcome.ACCEPTED else AFTER_ACCEPTANCE),
            event="dispute.reply_upheld",
            notifies=Readers.RECEIVING,
            is_weighty=True,
            rank=10,
            tracks=READMISSION,
        )
        for outcome in Outcome.values
    ),
    *(
        Transition(
            name=f"uphold_paper_{status}",
            label=_("Uphold the objection"),
            of=Subject.DISPUTE,
            cases=_ANSWERED,
            sources=_RAISED,
            target=DisputeState.UPHELD,
            side=Side.REQUESTING,
            permission="release_case",
            guards=(guards.dispute_leads_to(f"paper:{status}"), guards.not_own_application),
            reason=Reason.REQUIRED,
            clocks=Clocks(abandons=AFTER_ACCEPTANCE),
            event="dispute.paper_upheld",
            notifies=Readers.RECEIVING,
            is_weighty=True,
            rank=10,
            tracks=READMISSION,
        )
        for status in STANDS_AGAIN
    ),
)
# The case goes back to where it stood, or to where the reply leads.
UPHELD_FOLLOWS: Final = {
    **{f"uphold_{kind}_{status}": status for kind in ("delivery", "paper") for status in STANDS_AGAIN},
    "uphold_reply_refused": Status.REFUSED,
    "uphold_reply_inconclusive": Status.INCONCLUSIVE,
}
