"""One page that plans the transfer of a whole family, and one that gives notice of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from audit.services import access_record
from cases.clocks import rules_of
from cases.forms.acts import ActForm, LateReasonForm
from cases.forms.transfer import FamilyTransferForm
from cases.models import Case
from cases.selectors.act_page import consequences_of
from cases.selectors.families import transfer_of_family
from cases.selectors.family_transfers import NOTIFY, PLAN, Traveller, travellers
from cases.selectors.limit_previews import notice_period
from cases.services.family_transfer import MemberResult, family_transfer_notify, family_transfer_plan
from cases.views.act_transfer import plan_options
from cases.views.base import ActorRequest, ActorView, about, add_errors, case_get, leading_back, refused
from cases.views.doing import Setting
from cases.views.family import family_shown
from cases.workflow.table import BY_NAME
from core.errors import Invalid, NotVisible
from core.ids import uuid_or_none
from countries.selectors.places import clock_place

Versions = Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class _FamilyDoing:
    """form and service of an act; done: the sentence afterwards, for one and for more."""

    title: Callable[[], str]
    form: Callable[[Setting, Any], ActForm]
    do: Callable[[Actor, UUID, Versions, Any], list[MemberResult]]
    done: Callable[[int], str]
    template: str


def _plan(actor: Actor, key: UUID, versions: Versions, form: FamilyTransferForm) -> list[MemberResult]:
    return family_transfer_plan(actor=actor, case_id=key, versions=versions, values=form.plan())


def _notify(actor: Actor, key: UUID, versions: Versions, form: Any) -> list[MemberResult]:
    return family_transfer_notify(actor=actor, case_id=key, versions=versions, reason=form.cleaned_data["reason"])


_DOINGS: Mapping[str, _FamilyDoing] = {
    PLAN: _FamilyDoing(
        lambda: _("Plan the transfer of the family"),
        lambda setting, data: FamilyTransferForm(data, **plan_options(setting)),
        _plan,
        lambda count: ngettext(
            "The transfer of %(n)d person is planned.", "The transfer of %(n)d persons is planned.", count
        ),
        "cases/case/family_plan.html",
    ),
    NOTIFY: _FamilyDoing(
        lambda: _("Give notice of the family’s transfer"),
        lambda setting, data: LateReasonForm(data),
        _notify,
        lambda count: ngettext(
            "Notice was given of the transfer of %(n)d person.",
            "Notice was given of the transfer of %(n)d persons.",
            count,
        ),
        "cases/case/family_act.html",
    ),
}


class FamilyActView(ActorView):
    """GET shows who goes along and asks what the act needs; POST does it for each of them."""

    def get(self, request: ActorRequest, case_id: UUID, family_act: str) -> HttpResponse:
        """The form; only the list where nobody goes."""
        case, rows = self._find(request.actor, case_id, family_act)
        access_record(actor=request.actor, action="act.opened", subject=case.subject, about=about(case))
        return self._page(request, case, rows, family_act, None)

    def post(self, request: ActorRequest, case_id: UUID, family_act: str) -> HttpResponse:
        """Do it; a person who is refused leaves the others, and the page of the family says why."""
        case, rows = self._find(request.actor, case_id, family_act)
        doing = _DOINGS[family_act]
        form = doing.form(self._setting(request.actor, case, rows), request.POST)
        if form.is_valid():
            try:
                with leading_back(reverse("cases:family", args=[case.id])):
                    results = doing.do(request.actor, case.id, _versions(request), form)
            except Invalid as invalid:
                add_errors(
                    form, Invalid({form.service_names.get(key, key): text for key, text in invalid.errors.items()})
                )
            else:
                count = sum(result.is_done for result in results)
                messages.success(request, doing.done(count) % {"n": count})
                if count == len(results):
                    return redirect("cases:family", case_id=case.id)
                # Shown at once, not after a redirect: why somebody was left out is nowhere else.
                return family_shown(request, case, results)
        return self._page(request, case, rows, family_act, form, status=422)

    def _find(self, actor: Actor, case_id: UUID, name: str) -> tuple[Case, list[Traveller]]:
        if name not in _DOINGS:
            raise NotVisible(f"act:{name}"[:100])
        case = case_get(actor, case_id)
        rows = travellers(actor, case, name)
        if all(row.code == "not_granted" for row in rows):
            raise refused(case, "not_granted", _("Your office and role do not include this."))
        return case, rows

    def _setting(self, actor: Actor, case: Case, rows: list[Traveller]) -> Setting:
        """What the form starts with: the plan of whoever goes and has one, else that of somebody of the family."""
        planned = [row.transfer for row in rows if row.goes and row.transfer is not None]
        earlier = planned[0] if planned else transfer_of_family(case)
        return Setting(actor, case, earlier, rules_of(case))

    def _page(
        self,
        request: ActorRequest,
        case: Case,
        rows: list[Traveller],
        name: str,
        form: ActForm | None,
        status: int = 200,
    ) -> HttpResponse:
        doing = _DOINGS[name]
        setting = self._setting(request.actor, case, rows)
        goes = any(row.goes for row in rows)
        period = None
        if name == NOTIFY and setting.transfer is not None:
            period = notice_period(case, setting.transfer, setting.rules)
        context = {
            "case": case,
            "title": doing.title(),
            "rows": rows,
            "goes": goes,
            "form": form or doing.form(setting, None),
            "place": clock_place(case.receiving_country),
            "consequences": consequences_of(request.actor, case, BY_NAME[name], setting.rules) if goes else [],
            "notice_period": period,
            "back_url": reverse("cases:family", args=[case.id]),
            "back_text": _("Back to the family"),
        }
        return render(request, doing.template, context, status=status)


def _versions(request: ActorRequest) -> dict[UUID, int]:
    """The cases that the form showed, with the version of each; what cannot be read counts as not shown."""
    found = {}
    for text in request.POST.getlist("member"):
        key, _separator, version = text.partition(":")
        case_id = uuid_or_none(key)
        if case_id is not None and version.isascii() and version.isdigit():
            found[case_id] = int(version)
    return found
