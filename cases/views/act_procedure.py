"""Forms and services of the acts that lead from the accelerated procedure to the normal one (see `act_doings`)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cases.choices import ClockKind
from cases.clock_starts import start_of
from cases.forms.acts import ConfirmForm
from cases.forms.procedure import ConvertForm, TreatAsNormalForm
from cases.services import procedure
from cases.views.doing import Doing, Setting, confirmed, with_fields
from core import clock
from core.jinja import due_words
from countries.choices import RuleKind
from countries.selectors.calendars import due_date_for


def _hint(setting: Setting) -> str:
    """When the reply would be due in the normal procedure."""
    case, rule = setting.case, setting.rules.get(RuleKind.REPLY)
    start = start_of(case, rule.start_event) if rule is not None and rule.has_limit else None
    if rule is None or start is None:
        return _("In the normal procedure the time limit for the reply begins with the receipt, or has no number.")
    due = due_date_for(rule, start, requesting=case.requesting_country_id, receiving=case.receiving_country_id)
    words = {"limit": ClockKind.REPLY.label, "when": due_words(due.at, due.time_zone)}
    if due.at <= clock.now():
        return _("In the normal procedure the reply was due %(when)s.") % words
    return _("In the normal procedure the reply is due %(when)s, counted from the same delivery.") % words


PROCEDURE_DOINGS: Mapping[str, Doing] = {
    "use_normal_procedure": Doing(ConfirmForm, confirmed(procedure.normal_procedure_use)),
    "convert_to_normal": Doing(ConvertForm, with_fields(procedure.procedure_convert, reason="reason"), hint=_hint),
    "treat_as_normal": Doing(
        TreatAsNormalForm,
        with_fields(procedure.procedure_treat_as_normal, code="code", reason="reason"),
        hint=_hint,
        told=lambda form: {"code": form.cleaned_data["code"]},
    ),
}
