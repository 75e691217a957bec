"""Acts about travel documents: which form and which service belong to each."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.forms import documents as forms
from cases.forms.acts import OptionalReasonForm
from cases.models import CaseClock, TravelDocument
from cases.selectors.act_documents import fallback_words, resubmission_words, validity_words
from cases.selectors.situation import fallback_of
from cases.services import travel_document
from cases.views.doing import Doing, Setting, with_fields
from cases.wording import moment_words
from core import clock
from core.forms import today


def _issue_options(setting: Setting) -> dict[str, Any]:
    issued_on = clock.now().astimezone(setting.actor.zone).date()
    return {"initial": {"valid_until": travel_document.usual_validity(setting.case, issued_on)}}


def _return_options(setting: Setting) -> dict[str, Any]:
    initial = _issue_options(setting)["initial"] | {"place": setting.actor.country_name}
    transfer = setting.transfer
    # What was not announced yet does not go on a paper that the other side reads.
    if transfer is not None and not transfer.own_side:
        when = moment_words(transfer.arrives_at, setting.case.receiving_country)
        initial |= {
            "departure": ", ".join(filter(None, (transfer.departure_place, transfer.carrier_number))),
            "arrival": f"{transfer.crossing_point}, {when}",
        }
    return {"initial": initial}


def _validity_hint(setting: Setting) -> str:
    return validity_words(setting.rules)


def _resubmission_hint(setting: Setting) -> str:
    return resubmission_words(setting.case, setting.rules)


def _fallback_options(setting: Setting) -> dict[str, Any]:
    return {"fallback": fallback_of(CaseClock.objects.live().filter(case=setting.case), clock.now())}


def _fallback_hint(setting: Setting) -> str:
    return fallback_words(CaseClock.objects.live().filter(case=setting.case), clock.now())


def _return_hint(setting: Setting) -> str:
    particulars = _("The person's particulars and the photograph come from the application.")
    return f"{_fallback_hint(setting)} {particulars}"


def _print_hint(setting: Setting) -> str:
    count = (
        TravelDocument.objects.filter(case=setting.case).order_by("issued_at").values_list("printed_count", flat=True)
    )
    printed = count.last() or 0
    return _("It was printed before. Say why it is printed again.") if printed else ""


def _collect_options(setting: Setting) -> dict[str, Any]:
    return {"initial": {"collected_on": today(), "collected_by": setting.actor.name}}


def _until(form: Any) -> dict[str, Any]:
    return {"valid_until": form.cleaned_data["valid_until"].isoformat()}


def _code(form: Any) -> dict[str, Any]:
    return {"code": form.cleaned_data["code"]}


_PRINT = Doing(forms.PrintForm, with_fields(travel_document.travel_document_print, reason="reason"), hint=_print_hint)
_REVOKE = Doing(
    forms.RevokeForm,
    with_fields(travel_document.travel_document_revoke, code="code", note="note"),
    told=_code,
    is_warning=True,
)
_LOSE = Doing(
    forms.LossForm,
    with_fields(travel_document.travel_document_lose, code="code", note="note"),
    told=_code,
    is_warning=True,
)

DOCUMENT_DOINGS: Mapping[str, Doing] = {
    "issue_travel_document": Doing(
        forms.IssueTravelDocumentForm,
        with_fields(travel_document.travel_document_issue, number="number", valid_until="valid_until"),
        _issue_options,
        hint=_validity_hint,
        told=_until,
    ),
    "issue_return_document": Doing(
        forms.ReturnDocumentForm,
        with_fields(
            travel_document.return_document_issue,
            **{name: name for name in ("number", "valid_until", "place", "departure", "arrival", "remarks")},
        ),
        _return_options,
        hint=_return_hint,
        told=_until,
    ),
    "use_other_document": Doing(
        forms.OtherDocumentForm,
        with_fields(
            travel_document.other_document_record, number="number", issued_on="issued_on", valid_until="valid_until"
        ),
        _fallback_options,
        hint=_fallback_hint,
        told=lambda form: {"document": form.fallback},
    ),
    "ask_travel_document": Doing(
        OptionalReasonForm,
        with_fields(travel_document.travel_document_ask, reason="reason"),
        hint=_resubmission_hint,
    ),
    "print_travel_document": _PRINT,
    "print_return_document": _PRINT,
    "collect_travel_document": Doing(
        forms.CollectForm,
        with_fields(travel_document.travel_document_collect, collected_on="collected_on", collected_by="collected_by"),
        _collect_options,
        told=lambda form: {"on": form.cleaned_data["collected_on"].isoformat()},
    ),
    "revoke_travel_document": _REVOKE,
    "revoke_return_document": _REVOKE,
    "report_document_lost": _LOSE,
    "record_document_lost": _LOSE,
}
