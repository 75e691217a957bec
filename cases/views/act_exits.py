"""Forms and services of the acts about the ways out of a case (see `act_doings`)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import ClockKind
from cases.clocks import due_of
from cases.forms import exits as forms
from cases.forms.acts import ConfirmForm, OptionalReasonForm, ReasonForm
from cases.forms.limits import ReviewPauseForm
from cases.models import CaseClock, ErrorClaim
from cases.selectors.exits import error_window
from cases.services import case_suspension, departure, error_claims, reopening
from cases.views.doing import Doing, Setting, confirmed, with_fields
from core.jinja import due_words
from countries.selectors.places import crossing_points_of


def _window_hint(setting: Setting) -> str:
    """Until when a claim comes in time, with the source; or that nobody has read it."""
    row = CaseClock.objects.filter(case=setting.case, kind=ClockKind.ERROR).with_working().order_by("due_at").last()
    stands = error_window(setting.case, [row] if row else [])
    if row is None:
        return _("No time limit for a claim is known for this agreement: nobody has read one. Claim without delay.")
    due = due_of(row)
    words = {
        "end": due_words(row.due_at, due.time_zone),
        "source": ", ".join(filter(None, (due.rule.agreement_title, due.rule.citation))),
    }
    if stands == "doubted":
        return (
            _("The time for a claim ended %(end)s (%(source)s), but this limit is unverified: a claim is still taken.")
            % words
        )
    said = _("The time for a claim ends %(end)s (%(source)s).") % words
    return said if due.is_verified else f"{said} {_('Unverified.')}"


def _claim(actor: Actor, key: UUID, version: int, form: forms.ErrorClaimForm) -> Any:
    return error_claims.error_claim(
        actor=actor,
        case_id=key,
        version=version,
        grounds=form.cleaned_data["grounds"],
        statement=form.cleaned_data["statement"],
        upload=form.upload(),
    )


def _points(setting: Setting) -> dict[str, Any]:
    """Crossing points of both countries: where the person is given back, or arrives."""
    case = setting.case
    points = [*crossing_points_of(case.requesting_country_id), *crossing_points_of(case.receiving_country_id)]
    found: dict[str, Any] = {"points": [(point.code, str(point)) for point in points], "zone": setting.there}
    claim = ErrorClaim.objects.filter(case=case, state="arranged").first()
    if claim is not None:
        found["initial"] = {
            "crossing_point": claim.crossing_point_id,
            "arrangement": claim.arrangement,
            "costs_note": claim.costs_note,
        }
    return found


def _there(setting: Setting) -> dict[str, Any]:
    return {"zone": setting.there}


def _clock_hint(setting: Setting) -> str:
    return _("Date and time are those on the clocks of %(place)s.") % {"place": setting.place}


def _grounds(form: Any) -> dict[str, Any]:
    return {"grounds": form.cleaned_data["grounds"]}


_CLAIM = Doing(forms.ErrorClaimForm, _claim, hint=_window_hint, told=_grounds)
EXIT_DOINGS: Mapping[str, Doing] = {
    "claim_error": _CLAIM,
    "claim_error_after_closing": _CLAIM,
    "report_error": Doing(
        forms.ErrorReportForm,
        with_fields(error_claims.error_report, grounds="grounds", statement="statement"),
        told=_grounds,
        is_warning=True,
    ),
    "accept_error_claim": Doing(OptionalReasonForm, with_fields(error_claims.error_accept, reason="reason")),
    "dispute_error_claim": Doing(ReasonForm, with_fields(error_claims.error_dispute, reason="reason"), is_warning=True),
    "withdraw_error_claim": Doing(ConfirmForm, confirmed(error_claims.error_withdraw), is_warning=True),
    "arrange_take_back": Doing(
        forms.TakeBackForm,
        with_fields(
            error_claims.take_back_arrange,
            crossing_point="crossing_point",
            at="at",
            arrangement="arrangement",
            costs_note="costs_note",
        ),
        _points,
        hint=_clock_hint,
    ),
    "return_documents": Doing(
        forms.ReturnedForm,
        with_fields(error_claims.documents_return, items="items", note="note"),
        told=lambda form: {"items": form.cleaned_data["items"]},
    ),
    "record_take_back": Doing(
        forms.TakenBackForm,
        with_fields(error_claims.take_back_record, at="at", items="items", note="note"),
        _there,
        hint=_clock_hint,
    ),
    "suspend_case": Doing(
        forms.SuspendCaseForm,
        with_fields(case_suspension.case_suspend, code="code", review_on="review_on", note="note"),
    ),
    "resume_case": Doing(ConfirmForm, confirmed(case_suspension.case_resume)),
    "review_case_suspension": Doing(
        ReviewPauseForm, with_fields(case_suspension.suspension_review, review_on="review_on")
    ),
    "reopen": Doing(ReasonForm, with_fields(reopening.case_reopen, reason="reason")),
    "record_voluntary_departure": Doing(
        forms.DepartureForm,
        with_fields(
            departure.voluntary_departure_record,
            left_on="left_on",
            destination="destination",
            proof="proof",
            is_assisted="is_assisted",
            note="note",
        ),
        is_warning=True,
    ),
}
