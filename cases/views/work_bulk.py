"""Acts on many cases of the queue: what is to be done with the ticked ones, doing it, and what came of each."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.policies import require_act
from cases.forms.work import BulkAssignForm
from cases.models import Case
from cases.selectors.assignment import Candidate, candidates_for_cases
from cases.selectors.bulk import bulk_result
from cases.selectors.rows import draft_title
from cases.selectors.versions import with_persons
from cases.services.bulk import MOST_CASES, bulk_assign, bulk_print
from cases.views.base import ActorRequest, ActorView, add_errors
from core.errors import Invalid
from core.ids import uuid_or_none
from documents.views import polling


def _keys(values: Iterable[str]) -> list[UUID]:
    """The ids among what a form sent, without what is none."""
    return list(dict.fromkeys(key for key in map(uuid_or_none, values) if key))


def _next(request: ActorRequest) -> str:
    """The queue from which the cases were ticked, if the form names one of ours."""
    asked = request.POST.get("next", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        try:
            is_queue = resolve(asked.partition("?")[0]).view_name == "cases:case-list"
        except Resolver404:
            is_queue = False
        if is_queue:
            return asked
    return reverse("cases:case-list")


class BulkView(ActorView):
    """From the queue: `act` is "assign" (asks to whom) or "print" (begins at once)."""

    def post(self, request: ActorRequest) -> HttpResponse:
        require_act(request.actor, "view_case")
        keys = _keys(request.POST.getlist("case"))
        if not keys or len(keys) > MOST_CASES:
            return _too_few_or_many(request, len(keys))
        if request.POST.get("act") == "print":
            return redirect("cases:bulk-result", run_id=bulk_print(actor=request.actor, case_ids=keys).id)
        require_act(request.actor, "assign_case")
        cases = _cases(request, keys)
        return _assign_page(request, keys, cases, BulkAssignForm(_candidates(request, cases)))


class BulkAssignView(ActorView):
    """Give the cases to the colleagues that were chosen."""

    def post(self, request: ActorRequest) -> HttpResponse:
        require_act(request.actor, "assign_case")
        keys = _keys(request.POST.getlist("case"))
        if not keys or len(keys) > MOST_CASES:
            return _too_few_or_many(request, len(keys))
        cases = _cases(request, keys)
        form = BulkAssignForm(_candidates(request, cases), request.POST)
        if form.is_valid():
            people = [UUID(key) for key in form.cleaned_data["to"]]
            try:
                run = bulk_assign(
                    actor=request.actor, case_ids=keys, to_user_ids=people, note=form.cleaned_data["note"]
                )
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                return redirect("cases:bulk-result", run_id=run.id)
        return _assign_page(request, keys, cases, form, status=422)


class BulkResultView(ActorView):
    """What came of each case. While papers are being put together, a part of the page asks again."""

    def get(self, request: ActorRequest, run_id: UUID) -> HttpResponse:
        run = bulk_result(request.actor, run_id)
        text = request.GET.get("step", "")
        step = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        template = "cases/work/_bulk_run.html" if getattr(request, "htmx", False) else "cases/work/bulk_result.html"
        return render(request, template, {"run": run, **polling(step)})


def _cases(request: ActorRequest, keys: list[UUID]) -> list[Case]:
    """The ticked cases that the actor sees, in the order of the queue."""
    cases = Case.objects.visible_to(request.actor).filter(id__in=keys)
    found = {case.id: case for case in with_persons(request.actor, cases)}
    return [found[key] for key in keys if key in found]


def _candidates(request: ActorRequest, cases: list[Case]) -> list[Candidate]:
    return candidates_for_cases(request.actor, cases, with_self=True)


def _assign_page(
    request: ActorRequest, keys: list[UUID], cases: list[Case], form: BulkAssignForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "keys": keys,
        "cases": [(case.reference or draft_title(case.created_at), case.person.full_name) for case in cases],
        "unseen": len(keys) - len(cases),
        "back_url": _next(request),
        "back_text": _("Back to the cases"),
    }
    return render(request, "cases/work/bulk_assign.html", context, status=status)


def _too_few_or_many(request: ActorRequest, number: int) -> HttpResponse:
    words = (
        _("You chose %(n)d cases. Choose at most %(most)d at a time.") % {"n": number, "most": MOST_CASES}
        if number
        else _("You chose no case. Tick the boxes before the cases first.")
    )
    context = {"text": words, "back_url": _next(request), "back_text": _("Back to the cases")}
    return render(request, "cases/work/bulk_nothing.html", context, status=422)
