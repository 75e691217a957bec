"""Forms and services of the acts about monitoring (see `act_doings`)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.forms import monitoring as forms
from cases.forms.acts import ReasonForm
from cases.services import monitoring
from cases.views.doing import Doing, Setting, with_fields


def _bodies(setting: Setting) -> dict[str, Any]:
    found = monitoring.monitoring_bodies(setting.case.requesting_country_id)
    return {"bodies": [(str(body.id), body.name) for body in found]}


def _hint(setting: Setting) -> str:
    if not monitoring.monitoring_bodies(setting.case.requesting_country_id):
        return _("No monitoring body is entered for your country. An administrator adds it to the offices.")
    return _("The body sees when, where and how the transfer takes place, and no name, file or ground.")


def _assign(actor: Actor, key: UUID, version: int, form: forms.AssignMonitorForm) -> Any:
    return monitoring.monitor_assign(actor=actor, case_id=key, version=version, body=UUID(form.cleaned_data["body"]))


MONITORING_DOINGS: Mapping[str, Doing] = {
    "assign_monitor": Doing(forms.AssignMonitorForm, _assign, _bodies, hint=_hint),
    "withdraw_monitor": Doing(ReasonForm, with_fields(monitoring.monitor_withdraw, reason="reason")),
    "answer_monitoring_report": Doing(forms.MonitorReplyForm, with_fields(monitoring.report_answer, text="text")),
}
