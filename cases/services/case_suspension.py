"""The requesting side lets a whole case stand still: a court, illness, an absconded person.

It is that side's own business. The other side goes on with its own, and the time limits of the agreement run on unless
the agreement lets one stand still, which is an act of its own (`cases.services.suspension`). A transfer in hand, a
scheduled transit and an interview with a date end; the other side reads that they were postponed, not why.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import PauseCode, Side, TransferFailure
from cases.choices_interviews import InterviewStatus, PostponementCode
from cases.choices_transit import TransitEnd, TransitStatus
from cases.models import Case, CaseSuspension, Interview
from cases.selectors.situation import live_transfer
from cases.services.interviews import interview_postpone
from cases.services.suspension import review_errors
from cases.services.transfer_course import transfer_fail
from cases.services.transit import transit_end
from cases.workflow.engine import applying
from core import clock
from core.errors import Invalid

# The person would be brought to the mission on a day that was set.
_SET: Final = (InterviewStatus.SCHEDULED, InterviewStatus.CONFIRMED)
# Why an interview is postponed with the case, for the own side.
_WHY: Final[Mapping[PauseCode, PostponementCode]] = {
    PauseCode.COURT_SUSPENSION: PostponementCode.COURT_SUSPENSION,
    PauseCode.PROTECTION_PROCEDURE: PostponementCode.PROTECTION_PROCEDURE,
    PauseCode.UNFIT_TO_TRAVEL: PostponementCode.UNFIT,
    PauseCode.ABSCONDED: PostponementCode.ABSCONDED,
    PauseCode.TRANSPORT: PostponementCode.TRANSPORT,
    PauseCode.OTHER: PostponementCode.OTHER,
}


def case_suspend(
    *, actor: Actor, case_id: UUID, version: int | None, code: str, review_on: date, note: str = ""
) -> CaseSuspension:
    """The own side brings the person nowhere from now on: neither to a border nor to a mission. code, note: why;
    review_on: when to look again whether it lasts. What was set is postponed. Raises Invalid (code, review_on).
    """
    with applying(actor=actor, case_id=case_id, name="suspend_case", version=version) as act:
        errors: dict[str, list[str]] = review_errors(actor, review_on)
        if code not in PauseCode.values:
            errors["code"] = [_("Choose a reason")]
        if errors:
            raise Invalid(errors)
        suspension = CaseSuspension(
            case=act.case,
            own_side=Side.REQUESTING,
            code=code,
            note=note.strip(),
            review_on=review_on,
            since=clock.now(),
        )
        suspension.save(force_insert=True)
        act.parameters |= {"code": code, "review_on": review_on.isoformat()}
    on_case: dict[str, Any] = {"actor": actor, "case_id": case_id, "version": None}
    if live_transfer(act.case) is not None:
        transfer_fail(**on_case, code=TransferFailure.POSTPONED)
    if act.situation.transit_status == TransitStatus.SCHEDULED:
        transit_end(**on_case, name="cancel_transit", code=TransitEnd.POSTPONED)
    if Interview.objects.filter(case=act.case, status__in=_SET).exists():
        interview_postpone(**on_case, code=_WHY[PauseCode(code)], note=note)
    return suspension


def case_resume(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """The obstacle is gone; a transfer is planned anew."""
    with applying(actor=actor, case_id=case_id, name="resume_case", version=version) as act:
        suspension_end(act.case)
    return act.case


def suspension_end(case: Case) -> None:
    """Whatever ends the case ends its suspension."""
    CaseSuspension.objects.filter(case=case, ended_at=None).update(ended_at=clock.now())


def suspension_review(*, actor: Actor, case_id: UUID, version: int | None, review_on: date) -> CaseSuspension:
    """The obstacle lasts: look again on another day. Raises Invalid (review_on)."""
    with applying(actor=actor, case_id=case_id, name="review_case_suspension", version=version) as act:
        errors = review_errors(actor, review_on)
        if errors:
            raise Invalid(errors)
        suspension = CaseSuspension.objects.get(case=act.case, ended_at=None)
        suspension.review_on = review_on
        suspension.save(force_update=True, update_fields=["review_on"])
        act.parameters["review_on"] = review_on.isoformat()
    return suspension
