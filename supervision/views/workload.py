"""Work by colleague, and moving the cases of one colleague to others."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.selectors.absences import colleague_office, day_of
from accounts.views.base import ActorRequest, ActorView, tried
from cases.choices import Side
from cases.services.bulk import bulk_assign, shares_of
from core import clock
from core.errors import NotVisible
from core.exports import limit_words
from supervision.forms import SIDES, ReassignForm
from supervision.selectors.statistics import default_side
from supervision.selectors.workload import SHOWN, Colleague, colleague_for, leavers_for, workload_for
from supervision.tables import workload_table
from supervision.views.base import links_for, require_act


class WorkloadView(ActorView):
    """Open cases by colleague; from here a leaver's cases are given to others."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """The table of one side of the cases."""
        actor = request.actor
        require_act(actor, "view_statistics")
        asked = request.GET.get("side", "")
        side = Side(asked) if asked in Side.values else default_side(actor)
        loads = workload_for(actor, side, clock.now())
        query = {"side": side.value, "span": "m12", "by": "partner"}
        address = reverse("supervision:workload")
        context = {
            "links": links_for(actor, "workload"),
            "sides": [
                {"label": label, "url": f"{address}?{urlencode({'side': code})}", "current": code == side}
                for code, label in SIDES
            ],
            "loads": loads,
            "leavers": leavers_for(actor),
            "table": workload_table(loads, query),
            "query": query,
            "can_assign": actor.holds("assign_case"),
            "can_export": actor.holds("export_data"),
            "export_limit": limit_words(),
        }
        return render(request, "supervision/workload.html", context)


class ReassignView(ActorView):
    """The open cases of one colleague, to be given to others; what came of each is shown case by case."""

    def get(self, request: ActorRequest, holder_id: UUID) -> HttpResponse:
        """All cases ticked, nobody chosen."""
        colleague = self._colleague(request, holder_id)
        return self._page(request, colleague, None)

    def post(self, request: ActorRequest, holder_id: UUID) -> HttpResponse:
        """First who would get what is shown, then it is done. Only cases that this colleague has are moved; each is
        judged by itself."""
        colleague = self._colleague(request, holder_id)
        form = _form(colleague, request.POST)
        if form.is_valid() and request.POST.get("do") != "move":
            return self._preview(request, colleague, form)
        if form.is_valid():
            values = form.cleaned_data
            run = tried(
                form,
                lambda: bulk_assign(
                    actor=request.actor,
                    case_ids=[UUID(key) for key in values["cases"]],
                    to_user_ids=[UUID(key) for key in values["to"]],
                    note=values["note"],
                ),
            )
            if run is not None:
                return redirect("cases:bulk-result", run_id=run.id)
        return self._page(request, colleague, form)

    def _colleague(self, request: ActorRequest, holder_id: UUID) -> Colleague:
        require_act(request.actor, "assign_case")
        colleague = colleague_for(request.actor, holder_id)
        if colleague is None:
            raise NotVisible(f"colleague:{holder_id}")
        return colleague

    def _page(self, request: ActorRequest, colleague: Colleague, form: ReassignForm | None) -> HttpResponse:
        context = {
            "colleague": colleague,
            "form": form or _form(colleague, None),
            "shown": SHOWN,
            "back_url": reverse("supervision:workload"),
            "absence_url": _absence_url(request.actor, colleague.user_id),
            "heading": _("Cases of %(name)s") % {"name": colleague.name},
        }
        return render(request, "supervision/reassign.html", context, status=422 if form else 200)

    def _preview(self, request: ActorRequest, colleague: Colleague, form: ReassignForm) -> HttpResponse:
        values = form.cleaned_data
        shares = shares_of([UUID(key) for key in values["cases"]], [UUID(key) for key in values["to"]])
        people = {person.user_id: person for person in colleague.candidates}
        context = {
            "colleague": colleague,
            "values": values,
            "lines": [(case, people[shares[case.id]]) for case in colleague.cases if case.id in shares],
            "left": colleague.total - len(shares),
            "back_url": reverse("supervision:reassign", args=[colleague.user_id]),
            "heading": _("Who gets the cases of %(name)s") % {"name": colleague.name},
        }
        return render(request, "supervision/reassign_preview.html", context)


def _absence_url(actor: Actor, user_id: UUID) -> str:
    """Where the colleague's absence is entered; "" where that is for another office."""
    try:
        colleague_office(actor, user_id, day_of(actor, clock.now()))
    except NotVisible:
        return ""
    return reverse("supervision:absence", args=[user_id])


def _form(colleague: Colleague, data: object) -> ReassignForm:
    cases = [(str(case.id), case.words) for case in colleague.cases]
    people = [(str(person.user_id), person.words) for person in colleague.candidates]
    return ReassignForm(cases, people, data, initial={"cases": [key for key, _words in cases]})
