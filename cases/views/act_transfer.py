"""Forms and services of the acts on a transfer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import TransferStatus
from cases.choices_operations import HandoverItemKind
from cases.forms import acts as forms
from cases.forms import transfer as more
from cases.models import TravelDocument
from cases.selectors.families import transfer_of_family
from cases.selectors.travel_documents import document_in_hand
from cases.services import transfer, transfer_course
from cases.views.doing import Doing, Setting, with_fields
from cases.wording import moment_words
from core import clock
from countries.selectors.places import crossing_points_of

# Of a family's other transfer: what all of them travel by, nothing of one person.
_TOGETHER = ("means", "carrier_number", "departure_place", "escorts", "escort_names")
_KEPT = ("means", "carrier_number", "departure_place", "escorts", "escort_names", "special_help", "note")


def plan_options(setting: Setting) -> dict[str, Any]:
    """Crossing points, zone and what the form starts with: the plan in hand, a counter-proposal, the family's plan."""
    points = [(point.code, str(point)) for point in crossing_points_of(setting.case.receiving_country_id)]
    initial: dict[str, Any] = {"means": "air"}
    earlier = setting.transfer
    if earlier is None and (shared := transfer_of_family(setting.case)) is not None:
        initial = {name: getattr(shared, name) for name in _TOGETHER}
        local = shared.arrives_at.astimezone(ZoneInfo(setting.there))
        initial |= {"crossing_point": shared.crossing_point_id}
        initial |= {"arrival_date": local.date(), "arrival_time": f"{local:%H:%M}"}
    if earlier is not None:
        initial = {name: getattr(earlier, name) for name in _KEPT}
        initial["crossing_point"] = earlier.crossing_point_id
        is_countered = earlier.status == TransferStatus.COUNTER_PROPOSED
        at = earlier.proposed_arrival if is_countered else earlier.arrives_at
        if at is not None:
            local = at.astimezone(ZoneInfo(setting.there))
            initial |= {"arrival_date": local.date(), "arrival_time": f"{local:%H:%M}"}
    return {"points": points, "zone": setting.there, "initial": initial}


def _plan_hint(setting: Setting) -> str:
    earlier = setting.transfer
    said = [_clock_hint(setting)]
    if earlier is None and transfer_of_family(setting.case) is not None:
        said.insert(0, _("Filled in like the transfer of the family, so that all travel together."))
    if earlier is not None and earlier.proposed_arrival is not None:
        there = setting.case.receiving_country
        words = {"moment": moment_words(earlier.proposed_arrival, there), "remark": earlier.answer_note}
        said.insert(0, _("The other side proposed %(moment)s: %(remark)s.") % words)
    return " ".join(said)


def _clock_hint(setting: Setting) -> str:
    return _("Date and time are those on the clocks of %(place)s.") % {"place": setting.place}


def _there(setting: Setting) -> dict[str, Any]:
    return {"zone": setting.there}


def _departure_options(setting: Setting) -> dict[str, Any]:
    zone = setting.case.requesting_country.time_zone
    local = clock.now().astimezone(ZoneInfo(zone))
    return {"zone": zone, "initial": {"departure_date": local.date(), "departure_time": f"{local:%H:%M}"}}


def _departure_hint(setting: Setting) -> str:
    return _("Date and time are those where the person departs, in the requesting country.")


def _handover_options(setting: Setting) -> dict[str, Any]:
    local = clock.now().astimezone(ZoneInfo(setting.there))
    in_hand = document_in_hand(list(TravelDocument.objects.filter(case=setting.case)))
    initial = {
        "handover_date": local.date(),
        "handover_time": f"{local:%H:%M}",
        "received_by": setting.actor.name,
    }
    if in_hand is not None:
        initial |= {
            "item1_kind": HandoverItemKind.TRAVEL_DOCUMENT,
            "item1_description": in_hand.number,
            "item1_count": 1,
        }
    return {"zone": setting.there, "initial": initial}


def _handover_hint(setting: Setting) -> str:
    paper = _("What was written on paper first is entered with its own time.")
    return f"{_clock_hint(setting)} {paper}"


def _plan(actor: Actor, key: UUID, version: int, form: forms.PlanTransferForm) -> Any:
    return transfer.transfer_plan(actor=actor, case_id=key, version=version, values=form.plan())


def _replan(actor: Actor, key: UUID, version: int, form: forms.PlanTransferForm) -> Any:
    return transfer.transfer_replan(actor=actor, case_id=key, version=version, values=form.plan())


def _change(actor: Actor, key: UUID, version: int, form: more.ChangeTransferForm) -> Any:
    reason = form.cleaned_data["reason"]
    return transfer.transfer_change(actor=actor, case_id=key, version=version, values=form.plan(), reason=reason)


def _record(actor: Actor, key: UUID, version: int, form: more.HandoverRecordForm) -> Any:
    return transfer_course.handover_record(
        actor=actor, case_id=key, version=version, values=form.record(), items=form.items_given()
    )


def _code(form: Any) -> dict[str, Any]:
    return {"code": form.cleaned_data["code"]}


_FAIL = Doing(
    more.TransferEndForm,
    with_fields(transfer_course.transfer_fail, code="code", note="note"),
    told=_code,
    is_warning=True,
)
_PLAN_PAGE = "cases/acts/plan_transfer.html"

TRANSFER_DOINGS: Mapping[str, Doing] = {
    "plan_transfer": Doing(forms.PlanTransferForm, _plan, plan_options, template=_PLAN_PAGE, hint=_plan_hint),
    "replan_transfer": Doing(forms.PlanTransferForm, _replan, plan_options, template=_PLAN_PAGE, hint=_plan_hint),
    "notify_transfer": Doing(forms.LateReasonForm, with_fields(transfer.transfer_notify, reason="reason")),
    "change_transfer": Doing(
        more.ChangeTransferForm, _change, plan_options, template="cases/acts/change_transfer.html", hint=_plan_hint
    ),
    "confirm_transfer": Doing(forms.ConfirmTransferForm, with_fields(transfer.transfer_confirm, note="note")),
    "counter_propose_transfer": Doing(
        forms.CounterProposeForm,
        with_fields(transfer.transfer_counter_propose, arrives_at="at", reason="reason"),
        _there,
        hint=_clock_hint,
        template="cases/acts/counter_propose.html",
    ),
    "depart_transfer": Doing(
        more.DepartForm,
        with_fields(transfer_course.transfer_depart, departed_at="at"),
        _departure_options,
        hint=_departure_hint,
        told=lambda form: {"at": form.cleaned_data["at"].isoformat()},
    ),
    "record_handover": Doing(
        more.HandoverRecordForm,
        _record,
        _handover_options,
        hint=_handover_hint,
        template="cases/acts/record_handover.html",
    ),
    "fail_transfer": _FAIL,
    "refuse_arrival": _FAIL,
    "abort_transfer": Doing(
        more.AbortTransferForm,
        with_fields(transfer_course.transfer_abort, code="code", place="abort_place", note="note"),
        told=_code,
        is_warning=True,
    ),
    "refuse_entry": Doing(
        more.RefuseEntryForm,
        with_fields(transfer_course.entry_refuse, code="code", note="note"),
        told=_code,
        is_warning=True,
    ),
}
