"""Every act of the workflow table that a national system may do, each at an address of its own."""

from collections.abc import Callable
from typing import ClassVar, Final
from uuid import UUID

from django import forms
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import ROLES
from api import documentation as docs
from api.payloads import form_data, payload_schema, refuse_invalid
from api.selectors.cases import CaseInWhole
from api.serializers.lists import ActSerializer
from api.views.base import CaseView
from cases.clocks import rules_of
from cases.models import Transfer
from cases.policies import refusal
from cases.selectors.case_head import case_head_for
from cases.selectors.interviews import with_interview
from cases.selectors.situation import live_transfer, situation_for, situation_of, status_moved, with_limits
from cases.views.act_doings import DOINGS
from cases.views.doing import Doing, Setting
from cases.workflow.engine import available_for
from cases.workflow.table import BY_NAME, TABLE
from cases.workflow.types import Subject, Transition
from core.errors import ActRefused, Invalid, NotVisible

_SCOPES: Final = {"propose_decision": "decisions:write", "work_case": "messages:write"}
_MAY: Final = ROLES["machine_client"].acts


def _takes_scan(name: str) -> bool:
    """Whether the act needs a file, which whoever holds the paper scans."""
    fields = DOINGS[name].form_class.base_fields.values()
    return any(isinstance(field, forms.FileField) and field.required for field in fields)


ACTS: Final = tuple(row for row in TABLE if row.name in DOINGS and row.permission in _MAY and not _takes_scan(row.name))
NAMES: Final = frozenset(row.name for row in ACTS)


@docs.act_list
class ActListView(CaseView):
    """What the client can do with a case now, and what is in the way of the rest."""

    scopes = {"GET": "cases:read"}

    def get(self, request: Request, case_id: UUID) -> Response:
        """The acts that the workflow offers, each with the schema of its payload."""
        self.known()
        case = case_head_for(self.actor, case_id)
        transfer = live_transfer(case)
        rules = rules_of(case)
        situation = with_interview(case, with_limits(case, situation_of(case, transfer), rules=rules))
        offers = available_for(self.actor, case, situation, transfer)
        setting = Setting(self.actor, case, transfer, rules)
        rows = [
            {
                "name": offer.row.name,
                "label": offer.row.label,
                "is_possible": offer.is_possible,
                "code": offer.code,
                "reason": offer.reason,
                "payload": payload_schema(DOINGS[offer.row.name].form(setting, None).fields),
            }
            for offer in offers
            if offer.row.name in NAMES
        ]
        return Response({"results": ActSerializer(rows, many=True).data})


class ActView(CaseView):
    """One act. The payload has the fields of the act's form; the answer is the case as it is then."""

    row: ClassVar[Transition]

    def post(self, request: Request, case_id: UUID) -> Response:
        """Do the act, once."""
        return self.once_answered(lambda: self._do(case_id))

    def _do(self, case_id: UUID) -> UUID:
        found, row, doing = self.locked(case_id), self.row, DOINGS[self.row.name]
        transfer = live_transfer(found.case)
        _refuse_unless_possible(self, row, found, transfer)
        setting = Setting(self.actor, found.case, transfer, rules_of(found.case))
        fields = doing.form(setting, None).fields
        form = doing.form(setting, form_data(fields, self.request.data))
        refuse_invalid(form)
        try:
            doing.do(self.actor, case_id, found.case.version, form)
        except Invalid as invalid:
            names = form.service_names
            raise Invalid({names.get(key, key): texts for key, texts in invalid.errors.items()}) from invalid
        return case_id


def _refuse_unless_possible(view: CaseView, row: Transition, found: CaseInWhole, transfer: Transfer | None) -> None:
    """The refusal that the service would give, before the payload is judged."""
    case = found.case
    situation = situation_for(row, case, transfer)
    refused = refusal(view.actor, row, case, status_moved(row, case, transfer, situation), situation)
    if refused is not None:
        raise ActRefused(refused.code, str(refused.message)).about(case.subject, case.reference)


class OtherActView(CaseView):
    """Acts that need a named person (release, countersignature, withdrawal, handover, closing): always refused."""

    schema = None

    def post(self, request: Request, case_id: UUID, name: str) -> Response:
        """403 for an act of the table, 404 for what is none."""
        case = case_head_for(self.actor, case_id)
        row = BY_NAME.get(name)
        if row is None or row.of is Subject.VERIFICATION or row.permission == "monitor_return":
            raise NotVisible(f"act:{name}"[:100])
        error = ActRefused("needs_a_person", _("A national system cannot do this: it needs a named person."))
        raise error.about(case.subject, case.reference)


def act_routes() -> list[URLPattern]:
    """One address for each act, and one for all that are refused."""
    routes = [
        path(f"cases/<uuid:case_id>/acts/{row.name}", _view_of(row, DOINGS[row.name]), name=f"act-{row.name}")
        for row in ACTS
    ]
    return [*routes, path("cases/<uuid:case_id>/acts/<slug:name>", OtherActView.as_view(), name="act-other")]


def _view_of(row: Transition, doing: Doing) -> Callable[..., HttpResponseBase]:
    scope = _SCOPES.get(row.permission, "cases:write")
    name = "".join(word.capitalize() for word in row.name.split("_"))
    made = type(f"{name}View", (ActView,), {"row": row, "scopes": {"POST": scope}, "__module__": __name__})
    view: Callable[..., HttpResponseBase] = docs.act(row, payload_schema(doing.form_class.base_fields))(made).as_view()
    return view
