"""Which form and which service belong to each act of the workflow table that has a page."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import ClockKind, Side
from cases.forms import acts as forms
from cases.forms.conversation import InformationForm
from cases.models import CaseClock, VerificationTask
from cases.policies import side_of
from cases.selectors.verification import reasons_draft
from cases.services import decision, information_requests, submission, verification
from cases.services.reply_pause import information_stops_reply
from cases.services.talking import day_in
from cases.views.act_costs import COST_DOINGS
from cases.views.act_disputes import DISPUTE_DOINGS
from cases.views.act_documents import DOCUMENT_DOINGS
from cases.views.act_exits import EXIT_DOINGS
from cases.views.act_interviews import INTERVIEW_DOINGS
from cases.views.act_limits import LIMIT_DOINGS
from cases.views.act_monitoring import MONITORING_DOINGS
from cases.views.act_procedure import PROCEDURE_DOINGS
from cases.views.act_safeguards import SAFEGUARD_DOINGS
from cases.views.act_tracks import TRACK_DOINGS
from cases.views.act_transfer import TRANSFER_DOINGS
from cases.views.act_transit import TRANSIT_DOINGS
from cases.views.doing import Doing, Setting, confirmed, with_fields
from cases.wording import other_country
from core.forms import today
from countries.selectors.places import clock_place

_ANSWER_WITHIN_DAYS = 10
_BEFORE_REPLY_DAYS = 3


# --- what forms start with --------------------------------------------------------------------------------------------


def _verification_options(setting: Setting) -> dict[str, Any]:
    agencies = [(str(agency.id), agency.name) for agency in verification.agencies_of(setting.case.receiving_country_id)]
    due_on = today() + timedelta(days=_ANSWER_WITHIN_DAYS)
    reply = CaseClock.objects.live().filter(case=setting.case, kind=ClockKind.REPLY).first()
    if reply is not None:
        last_day = (reply.due_at - timedelta(seconds=1)).astimezone(setting.actor.zone).date()
        due_on = min(due_on, last_day - timedelta(days=_BEFORE_REPLY_DAYS))
    return {"agencies": agencies, "initial": {"due_on": max(due_on, today())}}


def _information_options(setting: Setting) -> dict[str, Any]:
    there = other_country(setting.case, side_of(setting.actor, setting.case)).time_zone
    return {"zone": there, "initial": {"due_on": day_in(there) + timedelta(days=_ANSWER_WITHIN_DAYS)}}


def _information_hint(setting: Setting) -> str:
    there = other_country(setting.case, side_of(setting.actor, setting.case))
    said = _("The day ends at 24:00 on the clocks of %(place)s.") % {"place": clock_place(there)}
    if side_of(setting.actor, setting.case) is not Side.RECEIVING or not information_stops_reply(setting.case):
        return said
    return f"{said} {_('Until the answer the time limit for the reply stands still, as the agreement says.')}"


# --- the acts ---------------------------------------------------------------------------------------------------------


def _propose_options(setting: Setting) -> dict[str, Any]:
    tasks = VerificationTask.objects.filter(case=setting.case).select_related("agency").order_by("asked_at", "id")
    return {"track": setting.case.track, "initial": {"reasons": reasons_draft(list(tasks))}}


def _propose(actor: Actor, key: UUID, version: int, form: forms.ProposeDecisionForm) -> Any:
    return decision.decision_propose(
        actor=actor,
        case_id=key,
        version=version,
        outcome=form.cleaned_data["outcome"],
        reason_codes=form.reason_codes(),
        reasons=form.cleaned_data["reasons"],
    )


def _ask(actor: Actor, key: UUID, version: int, form: forms.StartVerificationForm) -> Any:
    return verification.verification_ask(
        actor=actor,
        case_id=key,
        version=version,
        agencies=[UUID(agency) for agency in form.cleaned_data["agencies"]],
        question=form.cleaned_data["question"],
        due_on=form.cleaned_data["due_on"],
    )


def _ask_information(actor: Actor, key: UUID, version: int, form: InformationForm) -> Any:
    return information_requests.information_ask(
        actor=actor,
        case_id=key,
        items=form.cleaned_data["items"],
        due_on=form.cleaned_data["due_on"],
        text=form.cleaned_data["text"],
        files=form.uploads(),
    )


_COUNTERSIGN = Doing(
    forms.ConfirmForm, confirmed(decision.decision_countersign), template="cases/acts/countersign.html"
)
DOINGS: Mapping[str, Doing] = {
    "send_to_review": Doing(forms.ConfirmForm, confirmed(submission.review_send)),
    "release": Doing(forms.ConfirmForm, confirmed(submission.case_submit), template="cases/acts/release.html"),
    "return_to_draft": Doing(forms.ReasonForm, with_fields(submission.review_return, reason="reason")),
    "acknowledge": Doing(forms.ConfirmForm, confirmed(submission.case_acknowledge)),
    "return_incomplete": Doing(
        forms.ReturnIncompleteForm,
        with_fields(submission.case_return_incomplete, codes="codes", reason="reason"),
        told=lambda form: {"codes": form.cleaned_data["codes"]},
    ),
    "resubmit": Doing(
        forms.OptionalReasonForm,
        with_fields(submission.case_resubmit, reason="reason"),
        template="cases/acts/release.html",
    ),
    "start_verification": Doing(
        forms.StartVerificationForm,
        _ask,
        _verification_options,
        told=lambda form: {"count": len(form.cleaned_data["agencies"])},
    ),
    "propose_decision": Doing(
        forms.ProposeDecisionForm,
        _propose,
        _propose_options,
        template="cases/acts/propose_decision.html",
        told=lambda form: {"outcome": form.cleaned_data["outcome"]},
    ),
    "countersign_acceptance": _COUNTERSIGN,
    "countersign_refusal": _COUNTERSIGN,
    "countersign_inconclusive": _COUNTERSIGN,
    "send_back_proposal": Doing(forms.ReasonForm, with_fields(decision.decision_send_back, reason="reason")),
    "withdraw": Doing(
        forms.WithdrawForm,
        with_fields(submission.case_withdraw, code="code", note="note", is_closed="is_closed"),
        is_warning=True,
    ),
    "close": Doing(forms.ConfirmForm, confirmed(submission.case_close)),
    "request_information": Doing(
        InformationForm,
        _ask_information,
        _information_options,
        hint=_information_hint,
        told=lambda form: {
            "items": form.cleaned_data["items"],
            "due_on": form.cleaned_data["due_on"].isoformat(),
        },
    ),
    **TRANSFER_DOINGS,
    **LIMIT_DOINGS,
    **MONITORING_DOINGS,
    **COST_DOINGS,
    **DOCUMENT_DOINGS,
    **INTERVIEW_DOINGS,
    **DISPUTE_DOINGS,
    **TRANSIT_DOINGS,
    **SAFEGUARD_DOINGS,
    **PROCEDURE_DOINGS,
    **EXIT_DOINGS,
    **TRACK_DOINGS,
}
