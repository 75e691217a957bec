"""Forms and services of the acts about children, vulnerable persons, families and health (see `act_doings`)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.forms import safeguards as forms
from cases.forms.acts import ConfirmForm, OptionalReasonForm, ReasonForm
from cases.models import BestInterests, Reception, TransferHealth
from cases.selectors.safeguards import safeguards_of
from cases.services import safeguards as services
from cases.views.doing import Do, Doing, Setting, confirmed, with_fields
from countries.selectors.places import country_name


def _held(model: Any, form: Any, **found: Any) -> dict[str, Any]:
    """The form as it was filled in last."""
    row = model.objects.filter(**found).first()
    names = [name for name in form.base_fields if row is not None and hasattr(row, name)]
    return {"initial": {name: getattr(row, name) for name in names}}


def _best_interests_options(setting: Setting) -> dict[str, Any]:
    return _held(BestInterests, forms.BestInterestsForm, case=setting.case)


def _reception_options(setting: Setting) -> dict[str, Any]:
    return _held(Reception, forms.ReceptionForm, case=setting.case)


def _destination_options(setting: Setting) -> dict[str, Any]:
    return _held(Reception, forms.DestinationReceptionForm, case=setting.case)


def _destination_hint(setting: Setting) -> str:
    return _(
        "A child is returned only to a member of the family, a nominated guardian or adequate reception facilities "
        "(Directive 2008/115/EC, Article 10(2); unverified). Make sure of it with the country of destination: the "
        "transit country is not asked, and only your side reads this."
    )


def _health_options(setting: Setting) -> dict[str, Any]:
    return _held(TransferHealth, forms.TransferHealthForm, transfer=setting.transfer)


def _points_options(setting: Setting) -> dict[str, Any]:
    known = safeguards_of(setting.case)
    answers = {code: (row.answer, row.remark) for code, row in known.points.items()}
    return {"items": known.items, "answers": answers}


def _points_hint(setting: Setting) -> str:
    return _("Only your side sees the answers. The other side is told only of the help that the transfer needs.")


def _reception_hint(setting: Setting) -> str:
    words = {"country": country_name(setting.case.receiving_country)}
    return (
        _(
            "A child is returned only to a member of the family, a nominated guardian or adequate reception "
            "facilities (Directive 2008/115/EC, Article 10(2); unverified). %(country)s reads what you enter here "
            "once the case is submitted, and has to confirm it before the transfer."
        )
        % words
    )


def _separation_hint(setting: Setting) -> str:
    names = [other.person.full_name for other in safeguards_of(setting.case).staying]
    return _("These members of the family would stay: %(names)s.") % {"names": "; ".join(names)}


def _health_hint(setting: Setting) -> str:
    return _("Your side reads this, and of the other side only the border post at which the person arrives.")


def _values(service: Any) -> Do:
    """Calls the service with the form's values."""

    def do(actor: Actor, key: UUID, version: int, form: Any) -> Any:
        return service(actor=actor, case_id=key, version=version, values=form.values)

    return do


def _answer(actor: Actor, key: UUID, version: int, form: forms.PointsForm) -> Any:
    return services.points_answer(actor=actor, case_id=key, version=version, answers=form.answers)


SAFEGUARD_DOINGS: Mapping[str, Doing] = {
    "assess_best_interests": Doing(
        forms.BestInterestsForm,
        _values(services.best_interests_record),
        _best_interests_options,
        told=lambda form: {"result": form.cleaned_data["result"]},
    ),
    "answer_safeguards": Doing(forms.SafeguardPointsForm, _answer, _points_options, hint=_points_hint),
    "propose_reception": Doing(
        forms.ReceptionForm,
        _values(services.reception_propose),
        _reception_options,
        hint=_reception_hint,
        told=lambda form: {"kind": form.cleaned_data["kind"]},
    ),
    "record_reception": Doing(
        forms.DestinationReceptionForm,
        _values(services.reception_record),
        _destination_options,
        hint=_destination_hint,
        told=lambda form: {"kind": form.cleaned_data["kind"]},
    ),
    "confirm_reception": Doing(OptionalReasonForm, with_fields(services.reception_confirm, note="reason")),
    "refuse_reception": Doing(ReasonForm, with_fields(services.reception_refuse, reason="reason")),
    "allow_separation": Doing(
        ReasonForm, with_fields(services.separation_allow, reason="reason"), hint=_separation_hint
    ),
    "record_health_consent": Doing(forms.ConsentRecordForm, _values(services.consent_record)),
    "withdraw_health_consent": Doing(ConfirmForm, confirmed(services.consent_withdraw), is_warning=True),
    "record_transfer_health": Doing(
        forms.TransferHealthForm, _values(services.transfer_health_record), _health_options, hint=_health_hint
    ),
}
