"""One case: who has it, and the acts on that."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.forms.work import AssignForm, HandOverForm
from cases.models import Case
from cases.selectors.assignment import assignment_panel, candidates_for_cases
from cases.services.assignment import case_assign, case_hand_over, case_release_to_office, case_take
from cases.views.base import ActorRequest, ActorView, add_errors, case_get, refused
from core.errors import Invalid


class AssignmentView(ActorView):
    """GET shows who has the case and what can be done; POST does one of take, assign, hand_over, release."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        return self._page(request, case_get(request.actor, case_id))

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case = case_get(request.actor, case_id)
        doings: dict[str, Callable[[ActorRequest, Case], HttpResponse]] = {
            "take": self._take,
            "assign": self._give,
            "hand_over": self._give,
            "release": self._release,
        }
        doing = doings.get(request.POST.get("act", ""))
        return doing(request, case) if doing else self._page(request, case, status=422)

    def _take(self, request: ActorRequest, case: Case) -> HttpResponse:
        case_take(actor=request.actor, case_id=case.id, holder=_holder(request))
        messages.success(request, _("The case is yours."))
        return _home(case)

    def _release(self, request: ActorRequest, case: Case) -> HttpResponse:
        case_release_to_office(actor=request.actor, case_id=case.id, holder=_holder(request))
        messages.success(request, _("The case is given back to the office: nobody has it now."))
        return _home(case)

    def _give(self, request: ActorRequest, case: Case) -> HttpResponse:
        is_handed_over = request.POST["act"] == "hand_over"
        candidates = candidates_for_cases(request.actor, [case])
        form = (HandOverForm if is_handed_over else AssignForm)(candidates, request.POST)
        if form.is_valid():
            give = case_hand_over if is_handed_over else case_assign
            to, note = UUID(form.cleaned_data["to"]), form.cleaned_data["note"]
            try:
                given = give(actor=request.actor, case_id=case.id, to_user_id=to, note=note, holder=_holder(request))
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                words = _("The case is with %(name)s now.") % {"name": given.user_name}
                messages.success(request, words)
                return _home(case)
        return self._page(request, case, form, status=422)

    def _page(
        self, request: ActorRequest, case: Case, form: AssignForm | None = None, status: int = 200
    ) -> HttpResponse:
        panel = assignment_panel(request.actor, case)
        if panel is None or not (panel.has_acts or panel.can_take):
            raise refused(case, "not_granted", _("Your office and role do not include this."))
        if form is None and (panel.can_assign or panel.can_hand_over):
            candidates = candidates_for_cases(request.actor, [case])
            form = (HandOverForm if panel.can_hand_over else AssignForm)(candidates)
        context: dict[str, Any] = {
            "case": case,
            "assignment": panel,
            "form": form,
            # A form sent back for a mistake goes on from what its first page showed.
            "holder": _holder(request) if form is not None and form.is_bound else panel.held.user_id or "",
            "give": "hand_over" if panel.can_hand_over else "assign",
            "back_url": reverse("cases:case-detail", args=[case.id]),
            "back_text": _("Back to the case"),
        }
        return render(request, "cases/work/assignment.html", context, status=status)


def _holder(request: ActorRequest) -> str:
    """Who had the case when the form was shown, "" for nobody. A form that does not say is stale by definition."""
    return request.POST.get("holder", "unknown")


def _home(case: Case) -> HttpResponse:
    return redirect("cases:case-detail", case_id=case.id)
