"""Acts about interviews and the fresh check of the legal status: rows of the workflow table (`cases.workflow.table`).

The receiving side's mission sets the date and hears the person; the requesting side brings the person, and confirms so
only after it has checked the legal status anew.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.choices import ClockKind, Side, Status
from cases.choices_interviews import InterviewStatus
from cases.workflow import exit_guards
from cases.workflow import interview_guards as guards
from cases.workflow.types import READMISSION, Clocks, Readers, Reason, Subject, Transition

_REQUESTING, _RECEIVING = Side.REQUESTING, Side.RECEIVING
_S, _I = Status, InterviewStatus
# The person can be heard before the reply and after an acceptance.
WITH_INTERVIEW: Final = frozenset({_S.SUBMITTED, _S.RECEIVED, _S.IN_VERIFICATION, _S.DECISION_PROPOSED, _S.ACCEPTED})
_CHECKED: Final = WITH_INTERVIEW | {_S.RETURNED_INCOMPLETE}


def _of(*statuses: str) -> frozenset[str]:
    return frozenset(statuses)


_TO_BE_SET: Final = _of(_I.REQUESTED, _I.SCHEDULED, _I.CONFIRMED, _I.POSTPONED, _I.NO_SHOW)

INTERVIEW_ACTS: Final = (
    Transition(
        name="request_interview",
        label=_("Ask for an interview"),
        of=Subject.INTERVIEW,
        cases=WITH_INTERVIEW,
        sources=_of(""),
        target=_I.REQUESTED,
        side=None,
        permission="work_case",
        reason=Reason.OPTIONAL,
        clocks=Clocks(starts=(ClockKind.INTERVIEW,)),
        event="interview.requested",
        notifies=Readers.OTHER,
        tracks=READMISSION,
        rank=85,
    ),
    Transition(
        name="schedule_interview",
        label=_("Set the date of the interview"),
        of=Subject.INTERVIEW,
        cases=WITH_INTERVIEW,
        sources=_TO_BE_SET,
        target=_I.SCHEDULED,
        side=_RECEIVING,
        permission="hold_interview",
        event="interview.scheduled",
        notifies=Readers.REQUESTING,
        tracks=READMISSION,
        rank=60,
    ),
    # On the page of the visit, for many persons: the office that organises it sets their times.
    Transition(
        name="schedule_at_visit",
        label=_("Give a time in a mission visit"),
        of=Subject.INTERVIEW,
        cases=WITH_INTERVIEW,
        sources=_TO_BE_SET,
        target=_I.SCHEDULED,
        side=_REQUESTING,
        permission="plan_transfer",
        guards=(exit_guards.not_suspended,),
        event="interview.slot_given",
        notifies=Readers.RECEIVING,
        tracks=READMISSION,
        rank=60,
    ),
    Transition(
        name="confirm_presentation",
        label=_("Confirm that the person will be presented"),
        of=Subject.INTERVIEW,
        cases=WITH_INTERVIEW,
        sources=_of(_I.SCHEDULED),
        target=_I.CONFIRMED,
        side=_REQUESTING,
        permission="plan_transfer",
        guards=(exit_guards.not_suspended, guards.may_be_presented, guards.legal_status_fresh),
        letter="interview_invitation",
        event="interview.presentation_confirmed",
        notifies=Readers.RECEIVING,
        tracks=READMISSION,
        rank=60,
    ),
    # Why is own-side data: a code of its own, never words in a shared event.
    Transition(
        name="postpone_interview",
        label=_("Postpone the interview"),
        of=Subject.INTERVIEW,
        cases=_CHECKED,
        sources=_of(_I.SCHEDULED, _I.CONFIRMED),
        target=_I.POSTPONED,
        side=_REQUESTING,
        permission="plan_transfer",
        event="interview.postponed",
        notifies=Readers.RECEIVING,
        tracks=READMISSION,
        rank=85,
    ),
    Transition(
        name="record_interview",
        label=_("Record the interview"),
        of=Subject.INTERVIEW,
        cases=WITH_INTERVIEW,
        sources=_of(_I.CONFIRMED),
        target=_I.HELD,
        side=_RECEIVING,
        permission="hold_interview",
        clocks=Clocks(meets=(ClockKind.INTERVIEW,), starts=(ClockKind.INTERVIEW_RESULT, ClockKind.TRAVEL_DOCUMENT)),
        event="interview.held",
        notifies=Readers.REQUESTING,
        tracks=READMISSION,
        rank=60,
    ),
    Transition(
        name="record_no_show",
        label=_("Record that the person did not appear"),
        of=Subject.INTERVIEW,
        cases=WITH_INTERVIEW,
        sources=_of(_I.SCHEDULED, _I.CONFIRMED),
        target=_I.NO_SHOW,
        side=_RECEIVING,
        permission="hold_interview",
        event="interview.no_show",
        notifies=Readers.REQUESTING,
        tracks=READMISSION,
        rank=85,
    ),
    Transition(
        name="give_interview_result",
        label=_("Give the result of the interview"),
        of=Subject.INTERVIEW,
        cases=WITH_INTERVIEW,
        sources=_of(_I.HELD),
        target=_I.CONCLUDED,
        side=_RECEIVING,
        permission="hold_interview",
        clocks=Clocks(meets=(ClockKind.INTERVIEW_RESULT,)),
        event="interview.result_given",
        notifies=Readers.REQUESTING,
        tracks=READMISSION,
        rank=60,
    ),
    Transition(
        name="cancel_interview",
        label=_("Give up the interview"),
        of=Subject.INTERVIEW,
        cases=WITH_INTERVIEW,
        sources=_TO_BE_SET,
        target=_I.CANCELLED,
        side=None,
        permission="work_case",
        guards=(guards.interview_of_own_side,),
        clocks=Clocks(abandons=(ClockKind.INTERVIEW,)),
        event="interview.cancelled",
        notifies=Readers.OTHER,
        tracks=READMISSION,
        rank=86,
    ),
)

STATUS_CHECK_ACTS: Final = (
    Transition(
        name="record_status_check",
        label=_("Record a check of the legal status"),
        of=Subject.STATUS_CHECK,
        cases=_CHECKED,
        sources=_of(""),
        target="recorded",
        side=_REQUESTING,
        permission="plan_transfer",
        event="status_check.recorded",
        readers=Readers.REQUESTING,
        moves_version=False,
        tracks=READMISSION,
        rank=84,
    ),
)
