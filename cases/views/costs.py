"""Costs: of one case, and of all cases of the own side by period, also as a file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from audit.services import access_record, export_record
from cases.forms.costs import CostItemForm, CostListForm
from cases.models import Case, CostItem
from cases.policies import reaches_own_side
from cases.selectors.case_tabs import tabs_for
from cases.selectors.costs import (
    SHOWN,
    cost_choices,
    cost_sheet,
    costs_narrowed,
    costs_of,
    costs_page,
    may_read_costs,
    require_costs,
    totals_of,
)
from cases.services.costs import cost_record, cost_remove
from cases.views.base import ActorRequest, ActorView, about, case_get, leading_back, refused
from cases.views.operations import complain
from core import clock
from core.errors import Invalid, NotVisible
from core.exports import LIMIT, file_response, format_of, limit_words
from core.forms import today
from core.periods import Span, period_of


class CaseCostsView(ActorView):
    """What the own side spent on a case, and what is claimed."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """Each look is recorded."""
        case = self._case(request, case_id)
        access_record(actor=request.actor, action="costs.opened", subject=case.subject, about=about(case))
        return self._page(request, case, CostItemForm(initial={"spent_on": today()}))

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """Record an amount."""
        case = self._case(request, case_id)
        if not reaches_own_side(request.actor, "settle_costs", case):
            raise refused(case, "not_granted", _("Your office and role do not include this."))
        form = CostItemForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                with leading_back(reverse("cases:case-detail", args=[case.id])):
                    cost_record(actor=request.actor, case_id=case.id, values=form.cleaned_data, upload=form.upload())
            except Invalid as invalid:
                complain(form, invalid)
            else:
                messages.success(request, _("The amount is recorded."))
                return redirect("cases:case-costs", case_id=case.id)
        return self._page(request, case, form, status=422)

    def _case(self, request: ActorRequest, case_id: UUID) -> Case:
        case = case_get(request.actor, case_id)
        if not may_read_costs(request.actor, case):
            raise refused(case, "not_granted", _("Your office and role do not include this."))
        return case

    def _page(self, request: ActorRequest, case: Case, form: CostItemForm, status: int = 200) -> HttpResponse:
        context = {
            "case": case,
            "page": costs_page(request.actor, case),
            "form": form,
            "tabs": tabs_for(request.actor, case, "costs"),
        }
        return render(request, "cases/case/costs.html", context, status=status)


class CostRemoveView(ActorView):
    """An amount that was entered by mistake is taken out."""

    def post(self, request: ActorRequest, case_id: UUID, item_id: UUID) -> HttpResponseBase:
        """Take it out."""
        case = case_get(request.actor, case_id)
        if not CostItem.objects.filter(id=item_id, case=case).exists():
            raise NotVisible(f"costitem:{item_id}")
        address = reverse("cases:case-costs", args=[case.id])
        with leading_back(address):
            cost_remove(actor=request.actor, item_id=item_id)
        return redirect(address)


def _asked(actor: Actor, asked: Any, *, act: str = "") -> tuple[CostListForm, Any]:
    """The form, and the rows that it asks for."""
    whole = period_of(Span.ALL, today(), actor.zone)
    form = CostListForm({name: asked[name] for name in asked}, **cost_choices(actor, whole))
    values = form.cleaned_data if form.is_valid() else {}
    rows = costs_of(actor, form.period(actor), act=act)
    narrower = {name: values.get(name, "") for name in ("partner", "kind", "operation")}
    return form, costs_narrowed(rows, actor, **narrower)


class CostListView(ActorView):
    """The costs of the own side by period, country, kind and group operation, with their totals."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """The list and its sums."""
        actor = request.actor
        require_costs(actor)
        form, rows = _asked(actor, request.GET)
        sums = totals_of(rows.order_by().values_list("kind", "currency", "amount"))
        context = {
            "form": form,
            "query": form.query(),
            "rows": list(rows[:SHOWN]),
            "shown": SHOWN,
            "totals": sums,
            "can_export": actor.holds("export_data"),
            "export_limit": limit_words(),
        }
        return render(request, "cases/work/costs.html", context)


class CostExportView(ActorView):
    """The list as a file: an act of its own, for those who may take data out."""

    http_method_names = ["post"]

    def post(self, request: ActorRequest) -> HttpResponseBase:
        """The file. Only rows for which both seeing and exporting are granted are in it."""
        actor = request.actor
        require_costs(actor)
        require_act(actor, "export_data")
        file_format = format_of(request.POST.get("format", ""))
        if file_format is None:
            return HttpResponse(_("Choose CSV or XLSX."), status=422, content_type="text/plain; charset=utf-8")
        asked = {name: request.POST[name] for name in request.POST if name not in {"format", "csrfmiddlewaretoken"}}
        form, rows = _asked(actor, asked, act="export_data")
        if not form.is_valid():
            raise Http404("costs")
        response, count = file_response(cost_sheet(rows[:LIMIT]), file_format, f"rcms-costs-{clock.now():%Y%m%d}")
        export_record(actor=actor, kind="costs", file_format=file_format, filters=form.query(), rows=count)
        return response
