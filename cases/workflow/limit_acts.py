"""Acts about time limits, and what came on paper: rows of the workflow table (`cases.workflow.table`)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.choices import FROM_DELIVERY, UNDER_EXAMINATION, ClockKind, ExtensionState, Side, Status
from cases.workflow import guards
from cases.workflow.silence_acts import AFTER_ACCEPTANCE, AFTER_REPLY
from cases.workflow.types import READMISSION, Clocks, Readers, Reason, Subject, Transition

_S, _E = Status, ExtensionState
_UNDER_EXAMINATION = frozenset(UNDER_EXAMINATION)
_RUNNING, _PAUSED = "running", "paused"

EXTENSION_ACTS: Final = (
    Transition(
        name="request_extension",
        label=_("Ask for more time to reply"),
        of=Subject.EXTENSION,
        cases=_UNDER_EXAMINATION,
        # Once: no agreement in force gives a second extension.
        sources=frozenset({""}),
        target=_E.REQUESTED,
        side=Side.RECEIVING,
        permission="propose_decision",
        guards=(guards.extension_foreseen, guards.reply_limit_runs),
        event="extension.requested",
        notifies=Readers.REQUESTING,
        rank=84,
        tracks=READMISSION,
    ),
    Transition(
        name="grant_extension",
        label=_("Grant more time to reply"),
        of=Subject.EXTENSION,
        cases=_UNDER_EXAMINATION,
        sources=frozenset({_E.REQUESTED}),
        target=_E.GRANTED,
        side=Side.REQUESTING,
        permission="release_case",
        guards=(guards.reply_limit_runs,),
        reason=Reason.OPTIONAL,
        event="extension.granted",
        notifies=Readers.RECEIVING,
        tracks=READMISSION,
    ),
    Transition(
        name="refuse_extension",
        label=_("Refuse more time to reply"),
        of=Subject.EXTENSION,
        cases=_UNDER_EXAMINATION,
        sources=frozenset({_E.REQUESTED}),
        target=_E.REFUSED,
        side=Side.REQUESTING,
        permission="release_case",
        guards=(guards.reply_limit_runs,),
        reason=Reason.REQUIRED,
        event="extension.refused",
        notifies=Readers.RECEIVING,
        tracks=READMISSION,
    ),
)

SUSPENSION_ACTS: Final = (
    Transition(
        name="pause_transfer_limit",
        label=_("Postpone the transfer: let the time limit stand still"),
        of=Subject.SUSPENSION,
        cases=frozenset({_S.ACCEPTED}),
        sources=frozenset({_RUNNING}),
        target=_PAUSED,
        side=Side.REQUESTING,
        permission="plan_transfer",
        guards=(guards.suspension_foreseen,),
        event="suspension.begun",
        notifies=Readers.RECEIVING,
        rank=84,
        tracks=READMISSION,
    ),
    Transition(
        name="resume_transfer_limit",
        label=_("The obstacle is gone: let the time limit run on"),
        of=Subject.SUSPENSION,
        cases=frozenset({_S.ACCEPTED}),
        sources=frozenset({_PAUSED}),
        target=_RUNNING,
        side=Side.REQUESTING,
        permission="plan_transfer",
        event="suspension.ended",
        notifies=Readers.RECEIVING,
        tracks=READMISSION,
    ),
    # The day is of the requesting side alone, and so is that it was changed.
    Transition(
        name="review_transfer_pause",
        label=_("The obstacle lasts: set the next day of review"),
        of=Subject.SUSPENSION,
        cases=frozenset({_S.ACCEPTED}),
        sources=frozenset({_PAUSED}),
        target=_PAUSED,
        side=Side.REQUESTING,
        permission="plan_transfer",
        event="suspension.reviewed",
        readers=Readers.REQUESTING,
        moves_version=False,
        rank=84,
        tracks=READMISSION,
    ),
)


def _acknowledgement(name: str, label: Promise, side: Side, permission: str) -> Transition:
    return Transition(
        name=name,
        label=label,
        sources=frozenset({_S.SUBMITTED}),
        target=_S.RECEIVED,
        side=side,
        permission=permission,
        guards=(guards.not_own_application,) if side is Side.REQUESTING else (),
        clocks=Clocks(starts=FROM_DELIVERY),
        event="paper.acknowledged",
        notifies=Readers.OTHER,
        rank=84,
    )


def _reply(name: str, label: Promise, target: Status, starts: tuple[ClockKind, ...] = ()) -> Transition:
    return Transition(
        name=name,
        label=label,
        sources=_UNDER_EXAMINATION,
        target=target,
        side=Side.REQUESTING,
        permission="release_case",
        guards=(guards.not_own_application,),
        clocks=Clocks(meets=FROM_DELIVERY, starts=starts),
        event=f"paper.{target}",
        notifies=Readers.RECEIVING,
        is_weighty=True,
        rank=84,
        tracks=READMISSION,
    )


def _reply_in_time(name: str, label: Promise, target: Status) -> Transition:
    return Transition(
        name=name,
        label=label,
        sources=frozenset({_S.ACCEPTED}),
        target=target,
        side=Side.REQUESTING,
        permission="release_case",
        guards=(guards.accepted_by_silence, guards.not_own_application),
        clocks=Clocks(abandons=() if target is _S.ACCEPTED else AFTER_ACCEPTANCE),
        event=f"paper.{target}",
        notifies=Readers.RECEIVING,
        is_weighty=True,
        rank=84,
        tracks=READMISSION,
    )


# What came by post, fax or e-mail, entered with its own date. A reply holds whoever entered it: it is the other side's.
# So the requesting side enters none on an application that the same person prepared.
PAPER_ACTS: Final = (
    _acknowledgement(
        "acknowledge_on_paper", _("Enter an acknowledgement given on paper"), Side.RECEIVING, "acknowledge_case"
    ),
    _acknowledgement(
        "record_acknowledgement", _("Enter an acknowledgement that came on paper"), Side.REQUESTING, "release_case"
    ),
    _reply(
        "record_acceptance",
        _("Enter an acceptance that came on paper"),
        _S.ACCEPTED,
        starts=AFTER_REPLY,
    ),
    _reply("record_refusal", _("Enter a refusal that came on paper"), _S.REFUSED),
    _reply("record_inconclusive", _("Enter an inconclusive reply that came on paper"), _S.INCONCLUSIVE),
    # The case was accepted by silence, and there was a reply in time: it counts instead.
    _reply_in_time("record_acceptance_in_time", _("Enter an acceptance that came in time on paper"), _S.ACCEPTED),
    _reply_in_time("record_refusal_in_time", _("Enter a refusal that came in time on paper"), _S.REFUSED),
    _reply_in_time(
        "record_inconclusive_in_time", _("Enter an inconclusive reply that came in time on paper"), _S.INCONCLUSIVE
    ),
)
