"""The pages of marks on a case and of links between cases."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.services import access_record
from cases.forms.flags import FlagDaysForm, FlagEndForm, FlagForm, LinkEndForm, LinkForm
from cases.models import Case, CaseFlag
from cases.policies import reaches_own_side
from cases.selectors import flags as selector
from cases.selectors.case_page import marks_of
from cases.selectors.links import link_get
from cases.services.flags import flag_change, flag_end, flag_set
from cases.services.links import link_add, link_end
from cases.views.base import ActorRequest, ActorView, add_errors, case_get
from cases.views.case import about, refused
from cases.views.conversation import case_context, reader_case
from core.errors import Invalid, StaleVersion


def working_case_page(request: ActorRequest, case_id: UUID) -> Case:
    """The case, for somebody who may mark and link it."""
    case = case_get(request.actor, case_id)
    if not reaches_own_side(request.actor, "work_case", case):
        raise refused(case, "not_granted", _("Your office and role do not include this."))
    return case


def live_flag(request: ActorRequest, case: Case, flag_id: UUID) -> CaseFlag:
    """A mark of the own side; one that holds no longer is a stale page."""
    flag = selector.flag_get(request.actor, case, flag_id)
    if flag.ended_at is not None:
        error = StaleVersion("stale", _("Somebody changed or ended this mark after you opened the page."))
        error.subject, error.case_reference = case.subject, case.reference or ""
        error.next_url = reverse("cases:flag-list", args=[case.id])
        raise error
    return flag


class FlagListView(ActorView):
    """Every mark of a case with its sources, the form of a new one, and what was."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """The marks."""
        case = reader_case(request, case_id)
        access_record(actor=request.actor, action="flags.opened", subject=case.subject, about=about(case))
        return self._page(request, case, None)

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """Set a new mark."""
        case = working_case_page(request, case_id)
        marks = marks_of(request.actor, case)
        form = FlagForm(request.POST, kinds=selector.kinds_to_set(marks))
        if form.is_valid():
            try:
                flag_set(actor=request.actor, case_id=case.id, **form.values())
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The mark is set."))
                return redirect("cases:flag-list", case_id=case.id)
        return self._page(request, case, form, status=422)

    def _page(self, request: ActorRequest, case: Case, form: FlagForm | None, status: int = 200) -> HttpResponse:
        marks = marks_of(request.actor, case)
        kinds = selector.kinds_to_set(marks)
        on = selector.today_of(case)
        context: dict[str, Any] = {
            **case_context(request, case, ""),
            "marks": marks,
            "history": selector.flag_history(case, on),
            "can_mark": reaches_own_side(request.actor, "work_case", case),
            "form": form if form is not None else FlagForm(kinds=kinds, initial={"since_on": on}),
            "kinds": kinds,
        }
        return render(request, "cases/conversation/flag_list.html", context, status=status)


class FlagChangeView(ActorView):
    """Other days, another reason, or the other side may read it."""

    def get(self, request: ActorRequest, case_id: UUID, flag_id: UUID) -> HttpResponseBase:
        """The form with what stands."""
        case = working_case_page(request, case_id)
        flag = live_flag(request, case, flag_id)
        initial = {
            "since_on": flag.since_on,
            "until_on": flag.until_on,
            "reason": flag.reason,
            "is_shared": not flag.own_side,
        }
        return self._page(request, case, flag, FlagDaysForm(kind=flag.kind, initial=initial))

    def post(self, request: ActorRequest, case_id: UUID, flag_id: UUID) -> HttpResponseBase:
        """Change it; the row before stays as history."""
        case = working_case_page(request, case_id)
        flag = live_flag(request, case, flag_id)
        form = FlagDaysForm(request.POST, kind=flag.kind)
        if form.is_valid():
            try:
                flag_change(actor=request.actor, flag_id=flag.id, **form.values())
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The mark is changed."))
                return redirect("cases:flag-list", case_id=case.id)
        return self._page(request, case, flag, form, status=422)

    def _page(
        self, request: ActorRequest, case: Case, flag: CaseFlag, form: FlagDaysForm, status: int = 200
    ) -> HttpResponse:
        context = {**case_context(request, case, ""), "flag": flag, "form": form}
        return render(request, "cases/conversation/flag_change.html", context, status=status)


class FlagEndView(ActorView):
    """A mark holds no longer."""

    def get(self, request: ActorRequest, case_id: UUID, flag_id: UUID) -> HttpResponseBase:
        """The form."""
        case = working_case_page(request, case_id)
        flag = live_flag(request, case, flag_id)
        return self._page(request, case, flag, FlagEndForm(initial={"until_on": selector.today_of(case)}))

    def post(self, request: ActorRequest, case_id: UUID, flag_id: UUID) -> HttpResponseBase:
        """End it."""
        case = working_case_page(request, case_id)
        flag = live_flag(request, case, flag_id)
        form = FlagEndForm(request.POST)
        if form.is_valid():
            try:
                flag_end(actor=request.actor, flag_id=flag.id, **form.cleaned_data)
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The mark is ended."))
                return redirect("cases:flag-list", case_id=case.id)
        return self._page(request, case, flag, form, status=422)

    def _page(
        self, request: ActorRequest, case: Case, flag: CaseFlag, form: FlagEndForm, status: int = 200
    ) -> HttpResponse:
        context = {**case_context(request, case, ""), "flag": flag, "form": form}
        return render(request, "cases/conversation/flag_end.html", context, status=status)


class LinkAddView(ActorView):
    """Link the case with another one by its reference."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """The empty form."""
        return self._page(request, working_case_page(request, case_id), LinkForm())

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """Make the link."""
        case = working_case_page(request, case_id)
        form = LinkForm(request.POST)
        if form.is_valid():
            try:
                link_add(actor=request.actor, case_id=case.id, **form.cleaned_data)
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The two cases are linked. Only your side sees it."))
                return redirect(reverse("cases:case-detail", args=[case.id]) + "#links")
        return self._page(request, case, form, status=422)

    def _page(self, request: ActorRequest, case: Case, form: LinkForm, status: int = 200) -> HttpResponse:
        context = {**case_context(request, case, ""), "form": form}
        return render(request, "cases/conversation/link_add.html", context, status=status)


class LinkEndView(ActorView):
    """A link holds no longer."""

    def get(self, request: ActorRequest, case_id: UUID, link_id: UUID) -> HttpResponseBase:
        """The form."""
        return self._page(request, working_case_page(request, case_id), link_id, LinkEndForm())

    def post(self, request: ActorRequest, case_id: UUID, link_id: UUID) -> HttpResponseBase:
        """End it; it stays in the history."""
        case = working_case_page(request, case_id)
        link, _other = link_get(request.actor, case, link_id)
        form = LinkEndForm(request.POST)
        if form.is_valid():
            try:
                link_end(actor=request.actor, link_id=link.id, reason=form.cleaned_data["reason"])
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The link is ended."))
                return redirect(reverse("cases:case-detail", args=[case.id]) + "#links")
        return self._page(request, case, link_id, form, status=422)

    def _page(
        self, request: ActorRequest, case: Case, link_id: UUID, form: LinkEndForm, status: int = 200
    ) -> HttpResponse:
        link, other = link_get(request.actor, case, link_id)
        context = {**case_context(request, case, ""), "link": link, "other": other, "form": form}
        return render(request, "cases/conversation/link_end.html", context, status=status)
