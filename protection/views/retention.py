"""How long data is kept, what is due, erasures by two persons, holds."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.policies import require_act
from accounts.views.base import tried
from cases.selectors.paging import Cursor, Page
from cases.views.base import ActorRequest, ActorView
from countries.models import Agreement, Country
from documents.views import polling
from notifications.services.notices import notices_mark_subject
from protection.forms.retention import HoldForm, HoldLiftForm, RunDecisionForm, RunForm
from protection.models import LegalHold
from protection.schedules import notice_days, schedules
from protection.selectors.retention import (
    announced,
    cases_protected,
    counted,
    due_cases,
    due_seen,
    hold_get,
    holds_page,
    part_words,
    retention_due,
    run_view,
    runs_page,
)
from protection.services.retention import hold_lift, hold_place, run_approve, run_reject, run_request, run_withdraw
from protection.views.base import links_for, retention_links


class ProtectionView(ActorView):
    """A page for whoever answers for data protection; everybody else gets 403."""

    tab = "retention"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        actor = getattr(request, "actor", None)
        if request.user.is_authenticated and actor is not None:
            require_act(actor, "protect_data")
        return super().dispatch(request, *args, **kwargs)

    def page(self, request: ActorRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
        """Render with the links of data protection."""
        links = {
            "links": links_for(request.actor, self.tab),
            "retention_links": retention_links(request.actor, self.tab),
        }
        return render(request, f"protection/{template}", links | context, status=status)


def _places(request: ActorRequest) -> dict[str, Cursor | None]:
    return {name: Cursor.parse(request.GET.get(name, "")) for name in ("after", "before")}


def _neighbours(address: str, page: Page, **view: str) -> dict[str, str]:
    return {
        "next_url": f"{address}?{urlencode({**view, 'after': str(page.after)})}" if page.after else "",
        "previous_url": f"{address}?{urlencode({**view, 'before': str(page.before)})}" if page.before else "",
    }


class ScheduleView(ProtectionView):
    """How long each class of data is kept, with the source of each period."""

    def get(self, request: ActorRequest) -> HttpResponse:
        titles = dict(Agreement.objects.values_list("code", "short_title"))
        names = dict(Country.objects.values_list("code", "name"))
        rows = [
            (
                row,
                " · ".join(
                    filter(None, (titles.get(row.agreement, row.agreement), names.get(row.country, row.country)))
                ),
            )
            for row in schedules()
        ]
        return self.page(request, "retention.html", {"rows": rows, "notice_days": notice_days()})


class DueView(ProtectionView):
    """What is due, what keeps it back, and asking for its erasure."""

    tab = "retention-due"

    def get(self, request: ActorRequest) -> HttpResponse:
        return self._page(request, None)

    def post(self, request: ActorRequest) -> HttpResponse:
        form = RunForm(request.POST)
        if form.is_valid():
            run = tried(form, lambda: run_request(actor=request.actor, **form.cleaned_data))
            if run is not None:
                messages.success(request, _("Your request waits for a second person."))
                return redirect("protection:retention-run", erasure_id=run.id)
        return self._page(request, form, status=422)

    def _page(self, request: ActorRequest, form: RunForm | None, status: int = 200) -> HttpResponse:
        due = retention_due(request.actor)
        now = [one for one in due if not one.kept_back]
        rows, files = counted(now) if now else (0, 0)
        context = {
            "cases": due_cases(due),
            "count": len({one.case.id for one in now}),
            "rows": rows,
            "files": files,
            "notice_days": notice_days() if any(one.is_shared for one in now) else 0,
            "form": form or RunForm(initial={"seen": due_seen(due)}),
        }
        return self.page(request, "retention_due.html", context, status=status)


class RunListView(ProtectionView):
    """The erasures of the own country."""

    tab = "retention-runs"

    def get(self, request: ActorRequest) -> HttpResponse:
        page = runs_page(request.actor, **_places(request))
        context = {"page": page, **_neighbours(reverse("protection:retention-runs"), page)}
        return self.page(request, "retention_runs.html", context)


class RunView(ProtectionView):
    """One erasure: what it consists of, the second person's decision, how far it is, its certificate."""

    tab = "retention-runs"

    def get(self, request: ActorRequest, erasure_id: UUID) -> HttpResponse:
        answer = self._page(request, erasure_id, RunDecisionForm())
        notices_mark_subject(actor=request.actor, subject=f"retentionrun:{erasure_id}")
        return answer

    def post(self, request: ActorRequest, erasure_id: UUID) -> HttpResponse:
        form = RunDecisionForm(request.POST)
        if not form.is_valid():
            return self._page(request, erasure_id, form, status=422)
        actor, note, decision = request.actor, form.cleaned_data["note"], request.POST.get("decision", "")
        if decision == "withdraw":
            run_withdraw(actor=actor, run_id=erasure_id)
            messages.success(request, _("Your request is withdrawn."))
        elif decision == "approve":
            run_approve(actor=actor, run_id=erasure_id, note=note)
            messages.success(request, _("The erasure is approved. RCMS carries it out when its time comes."))
        elif tried(form, lambda: run_reject(actor=actor, run_id=erasure_id, note=note)) is not None:
            messages.success(request, _("The request is rejected. The person who asked reads why."))
        else:
            return self._page(request, erasure_id, form, status=422)
        return redirect("protection:retention-run", erasure_id=erasure_id)

    def _page(self, request: ActorRequest, erasure_id: UUID, form: RunDecisionForm, status: int = 200) -> HttpResponse:
        context = {
            "view": run_view(request.actor, erasure_id),
            "form": form,
            "part_words": part_words,
            **polling(0),
        }
        return self.page(request, "retention_run.html", context, status=status)


class AnnouncedView(ProtectionView):
    """What the other side is going to erase of records that both share: there is time to place a hold."""

    tab = "retention-announced"

    def get(self, request: ActorRequest) -> HttpResponse:
        context = {"items": announced(request.actor), "part_words": part_words}
        return self.page(request, "retention_announced.html", context)


class HoldListView(ProtectionView):
    """Cases that are not erased, and placing a hold."""

    tab = "retention-holds"

    def get(self, request: ActorRequest) -> HttpResponse:
        return self._page(request, HoldForm(initial={"reference": request.GET.get("case", "")}))

    def post(self, request: ActorRequest) -> HttpResponse:
        form = HoldForm(request.POST)
        if form.is_valid() and tried(form, lambda: self._place(request, form)) is not None:
            messages.success(request, _("The case is on hold: nothing of it is erased."))
            return redirect("protection:retention-holds")
        return self._page(request, form, status=422)

    def _place(self, request: ActorRequest, form: HoldForm) -> LegalHold | None:
        values = dict(form.cleaned_data)
        key = (
            cases_protected(request.actor)
            .filter(reference=values.pop("reference"))
            .values_list("id", flat=True)
            .first()
        )
        if key is None:
            form.add_error("reference", _("There is no case with this reference that you answer for"))
            return None
        return hold_place(actor=request.actor, case_id=key, **values)

    def _page(self, request: ActorRequest, form: HoldForm, status: int = 200) -> HttpResponse:
        is_over = request.GET.get("view") == "lifted"
        page = holds_page(request.actor, is_over=is_over, **_places(request))
        address = reverse("protection:retention-holds")
        context = {
            "page": page,
            "form": form,
            "is_over": is_over,
            "views_of": [
                {"label": _("In force"), "url": address, "current": not is_over},
                {"label": _("Lifted"), "url": f"{address}?view=lifted", "current": is_over},
            ],
            **_neighbours(address, page, **({"view": "lifted"} if is_over else {})),
        }
        return self.page(request, "retention_holds.html", context, status=status)


class HoldView(ProtectionView):
    """One hold, and lifting it."""

    tab = "retention-holds"

    def get(self, request: ActorRequest, hold_id: UUID) -> HttpResponse:
        return self._page(request, hold_id, HoldLiftForm())

    def post(self, request: ActorRequest, hold_id: UUID) -> HttpResponse:
        form = HoldLiftForm(request.POST)
        if form.is_valid():
            lifted = tried(form, lambda: hold_lift(actor=request.actor, hold_id=hold_id, **form.cleaned_data))
            if lifted is not None:
                messages.success(request, _("The hold is lifted."))
                return redirect("protection:retention-holds")
        return self._page(request, hold_id, form, status=422)

    def _page(self, request: ActorRequest, hold_id: UUID, form: HoldLiftForm, status: int = 200) -> HttpResponse:
        hold = hold_get(hold_id)
        return self.page(request, "retention_hold.html", {"hold": hold, "form": form}, status=status)
