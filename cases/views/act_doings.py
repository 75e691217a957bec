"""Which form and which service belong to each act of the workflow table that has a page."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import ClockKind, TransferStatus
from cases.forms import acts as forms
from cases.forms.conversation import InformationForm
from cases.models import CaseClock, TravelDocument
from cases.policies import side_of
from cases.selectors.act_documents import fallback_words, resubmission_words, validity_words
from cases.selectors.situation import fallback_of
from cases.services import decision, information_requests, submission, transfer, travel_document, verification
from cases.services.talking import day_in
from cases.views.act_disputes import DISPUTE_DOINGS
from cases.views.act_limits import LIMIT_DOINGS
from cases.views.doing import Doing, Setting, confirmed, with_fields
from cases.wording import moment_words, other_country
from core import clock
from core.forms import today
from countries.selectors.places import clock_place, crossing_points_of

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


def _document_options(setting: Setting) -> dict[str, Any]:
    issued_on = clock.now().astimezone(setting.actor.zone).date()
    return {"initial": {"valid_until": travel_document.usual_validity(setting.case, issued_on)}}


def _plan_options(setting: Setting) -> dict[str, Any]:
    points = [(point.code, str(point)) for point in crossing_points_of(setting.case.receiving_country_id)]
    initial: dict[str, Any] = {"means": "air"}
    earlier = setting.transfer
    if earlier is not None and earlier.status == TransferStatus.COUNTER_PROPOSED:
        names = ("means", "carrier_number", "departure_place", "escorts", "escort_names", "special_help", "note")
        initial = {name: getattr(earlier, name) for name in names}
        initial["crossing_point"] = earlier.crossing_point_id
        if earlier.proposed_arrival is not None:
            local = earlier.proposed_arrival.astimezone(ZoneInfo(setting.there))
            initial |= {"arrival_date": local.date(), "arrival_time": f"{local:%H:%M}"}
    return {"points": points, "zone": setting.there, "initial": initial}


def _plan_hint(setting: Setting) -> str:
    earlier = setting.transfer
    said = [_("Date and time are those on the clocks of %(place)s.") % {"place": setting.place}]
    if earlier is not None and earlier.proposed_arrival is not None:
        there = setting.case.receiving_country
        words = {"moment": moment_words(earlier.proposed_arrival, there), "remark": earlier.answer_note}
        said.insert(0, _("The other side proposed %(moment)s: %(remark)s.") % words)
    return " ".join(said)


def _clock_hint(setting: Setting) -> str:
    return _("Date and time are those on the clocks of %(place)s.") % {"place": setting.place}


def _there(setting: Setting) -> dict[str, Any]:
    return {"zone": setting.there}


def _handover_options(setting: Setting) -> dict[str, Any]:
    local = clock.now().astimezone(ZoneInfo(setting.there))
    number = TravelDocument.objects.filter(case=setting.case).order_by("issued_at").values_list("number", flat=True)
    found = number.last()
    return {
        "zone": setting.there,
        "initial": {
            "handover_date": local.date(),
            "handover_time": f"{local:%H:%M}",
            "received_by": setting.actor.name,
            "papers": _("travel document %(number)s") % {"number": found} if found else "",
        },
    }


def _information_options(setting: Setting) -> dict[str, Any]:
    there = other_country(setting.case, side_of(setting.actor, setting.case)).time_zone
    return {"zone": there, "initial": {"due_on": day_in(there) + timedelta(days=_ANSWER_WITHIN_DAYS)}}


def _information_hint(setting: Setting) -> str:
    there = other_country(setting.case, side_of(setting.actor, setting.case))
    return _("The day ends at 24:00 on the clocks of %(place)s.") % {"place": clock_place(there)}


def _validity_hint(setting: Setting) -> str:
    return validity_words(setting.rules)


def _resubmission_hint(setting: Setting) -> str:
    return resubmission_words(setting.case, setting.rules)


def _other_document_options(setting: Setting) -> dict[str, Any]:
    return {"fallback": fallback_of(CaseClock.objects.live().filter(case=setting.case), clock.now())}


def _other_document_hint(setting: Setting) -> str:
    return fallback_words(CaseClock.objects.live().filter(case=setting.case), clock.now())


# --- the acts ---------------------------------------------------------------------------------------------------------


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


def _plan(actor: Actor, key: UUID, version: int, form: forms.PlanTransferForm) -> Any:
    return transfer.transfer_plan(actor=actor, case_id=key, version=version, values=form.plan())


def _record(actor: Actor, key: UUID, version: int, form: forms.HandoverForm) -> Any:
    return transfer.handover_record(actor=actor, case_id=key, version=version, values=form.record())


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
_FAIL = Doing(
    forms.FailTransferForm,
    with_fields(transfer.transfer_fail, code="code", note="note"),
    told=lambda form: {"code": form.cleaned_data["code"]},
    is_warning=True,
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
        template="cases/acts/propose_decision.html",
        told=lambda form: {"outcome": form.cleaned_data["outcome"]},
    ),
    "countersign_acceptance": _COUNTERSIGN,
    "countersign_refusal": _COUNTERSIGN,
    "countersign_inconclusive": _COUNTERSIGN,
    "send_back_proposal": Doing(forms.ReasonForm, with_fields(decision.decision_send_back, reason="reason")),
    "issue_travel_document": Doing(
        forms.IssueTravelDocumentForm,
        with_fields(travel_document.travel_document_issue, number="number", valid_until="valid_until"),
        _document_options,
        hint=_validity_hint,
        told=lambda form: {"valid_until": form.cleaned_data["valid_until"].isoformat()},
    ),
    "withdraw": Doing(
        forms.WithdrawForm, with_fields(submission.case_withdraw, code="code", note="note"), is_warning=True
    ),
    "close": Doing(forms.ConfirmForm, confirmed(submission.case_close)),
    "plan_transfer": Doing(
        forms.PlanTransferForm, _plan, _plan_options, template="cases/acts/plan_transfer.html", hint=_plan_hint
    ),
    "record_interview": Doing(
        forms.InterviewForm,
        with_fields(travel_document.interview_record, held_on="held_on"),
        told=lambda form: {"held_on": form.cleaned_data["held_on"].isoformat()},
    ),
    "ask_travel_document": Doing(
        forms.OptionalReasonForm,
        with_fields(travel_document.travel_document_ask, reason="reason"),
        hint=_resubmission_hint,
    ),
    "use_other_document": Doing(
        forms.OtherDocumentForm,
        with_fields(
            travel_document.other_document_record, number="number", issued_on="issued_on", valid_until="valid_until"
        ),
        _other_document_options,
        hint=_other_document_hint,
        told=lambda form: {"document": form.fallback},
    ),
    "notify_transfer": Doing(forms.LateReasonForm, with_fields(transfer.transfer_notify, reason="reason")),
    "confirm_transfer": Doing(forms.ConfirmTransferForm, with_fields(transfer.transfer_confirm, note="note")),
    "counter_propose_transfer": Doing(
        forms.CounterProposeForm,
        with_fields(transfer.transfer_counter_propose, arrives_at="at", reason="reason"),
        _there,
        hint=_clock_hint,
        template="cases/acts/counter_propose.html",
    ),
    "record_handover": Doing(
        forms.HandoverForm, _record, _handover_options, hint=_clock_hint, template="cases/acts/record_handover.html"
    ),
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
    "fail_transfer": _FAIL,
    "refuse_arrival": _FAIL,
    **LIMIT_DOINGS,
    **DISPUTE_DOINGS,
}
