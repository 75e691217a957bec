"""The pages of marks on a case and of links between cases."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors.absences import day_of
from audit.services import access_record
from cases.choices import Side
from cases.forms.flags import FlagDaysForm, FlagEndForm, FlagForm, LinkEndForm, LinkForm
from cases.models import Case, CaseFlag, CaseLink
from cases.policies import reaches_own_side, side_of
from cases.selectors import flags as selector
from cases.selectors.case_page import marks_of
from cases.selectors.links import link_get
from cases.services.flags import flag_change, flag_end, flag_set
from cases.services.links import link_add, link_end
from cases.views.base import ActorRequest, ActorView, about, add_errors, case_get, leading_back, refused
from cases.views.conversation import reader_case
from core import clock
from core.errors import Invalid, StaleVersion


def working_case_page(request: ActorRequest, case_id: UUID) -> Case:
    """The case, for somebody who may mark and link it."""
    case = case_get(request.actor, case_id)
    if not reaches_own_side(request.actor, "work_case", case):
        raise refused(case, "not_granted", _("Your office and role do not include this."))
    return case


def own_zone(request: ActorRequest, case: Case) -> str:
    """The time zone of the reader's own state in the case."""
    is_requesting = side_of(request.actor, case) is Side.REQUESTING
    return (case.requesting_country if is_requesting else case.receiving_country).time_zone


def live_flag(request: ActorRequest, case: Case, flag_id: UUID) -> CaseFlag:
    """A mark of the own side; one that holds no longer is a stale page."""
    flag = selector.flag_get(request.actor, case, flag_id)
    if flag.ended_at is not None:
        words = _("Somebody changed or ended this mark after you opened the page.")
        raise refused(case, "stale", words, kind=StaleVersion, next_url=reverse("cases:flag-list", args=[case.id]))
    return flag


def links_url(case: Case) -> str:
    """Where the links of a case are listed."""
    return reverse("cases:case-detail", args=[case.id]) + "#links"


def live_link(request: ActorRequest, case: Case, link_id: UUID) -> tuple[CaseLink, Case]:
    """A link at this case with the case at its other end; one that was ended is a stale page."""
    link, other = link_get(request.actor, case, link_id)
    if link.ended_at is not None:
        words = _("Somebody ended this link after you opened the page.")
        raise refused(case, "stale", words, kind=StaleVersion, next_url=links_url(case))
    return link, other


class FlagListView(ActorView):
    """Every mark of a case with its sources, the form of a new one, and what was."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """The marks."""
        case = reader_case(request, case_id)
        access_record(actor=request.actor, action="flags.opened", subject=case.subject, about=about(case))
        return self._page(request, case, marks_of(request.actor, case), None)

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """Set a new mark."""
        case = working_case_page(request, case_id)
        marks = marks_of(request.actor, case)
        form = FlagForm(request.POST, zone=own_zone(request, case), kinds=selector.kinds_to_set(marks))
        if form.is_valid():
            try:
                flag_set(actor=request.actor, case_id=case.id, **form.values())
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The mark is set."))
                return redirect("cases:flag-list", case_id=case.id)
        return self._page(request, case, marks, form, status=422)

    def _page(
        self, request: ActorRequest, case: Case, marks: list[selector.Flag], form: FlagForm | None, status: int = 200
    ) -> HttpResponse:
        kinds = selector.kinds_to_set(marks)
        today = day_of(request.actor, clock.now())
        context: dict[str, Any] = {
            "case": case,
            "marks": marks,
            "history": selector.flag_history(case),
            "can_mark": reaches_own_side(request.actor, "work_case", case),
            "form": form or FlagForm(zone=own_zone(request, case), kinds=kinds, initial={"since_on": today}),
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
        return self._page(
            request, case, flag, FlagDaysForm(zone=own_zone(request, case), kind=flag.kind, initial=initial)
        )

    def post(self, request: ActorRequest, case_id: UUID, flag_id: UUID) -> HttpResponseBase:
        """Change it; the row before stays as history."""
        case = working_case_page(request, case_id)
        flag = live_flag(request, case, flag_id)
        form = FlagDaysForm(request.POST, zone=own_zone(request, case), kind=flag.kind)
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
        context = {"case": case, "flag": flag, "form": form}
        return render(request, "cases/conversation/flag_change.html", context, status=status)


class FlagEndView(ActorView):
    """A mark holds no longer."""

    def get(self, request: ActorRequest, case_id: UUID, flag_id: UUID) -> HttpResponseBase:
        """The form."""
        case = working_case_page(request, case_id)
        flag = live_flag(request, case, flag_id)
        return self._page(
            request,
            case,
            flag,
            FlagEndForm(zone=own_zone(request, case), initial={"until_on": day_of(request.actor, clock.now())}),
        )

    def post(self, request: ActorRequest, case_id: UUID, flag_id: UUID) -> HttpResponseBase:
        """End it."""
        case = working_case_page(request, case_id)
        flag = live_flag(request, case, flag_id)
        form = FlagEndForm(request.POST, zone=own_zone(request, case))
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
        context = {"case": case, "flag": flag, "form": form}
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
                return redirect(links_url(case))
        return self._page(request, case, form, status=422)

    def _page(self, request: ActorRequest, case: Case, form: LinkForm, status: int = 200) -> HttpResponse:
        context = {"case": case, "form": form}
        return render(request, "cases/conversation/link_add.html", context, status=status)


class LinkEndView(ActorView):
    """A link holds no longer."""

    def get(self, request: ActorRequest, case_id: UUID, link_id: UUID) -> HttpResponseBase:
        """The form."""
        case = working_case_page(request, case_id)
        _link, other = live_link(request, case, link_id)
        return self._page(request, case, other, LinkEndForm())

    def post(self, request: ActorRequest, case_id: UUID, link_id: UUID) -> HttpResponseBase:
        """End it; it stays in the history."""
        case = working_case_page(request, case_id)
        link, other = live_link(request, case, link_id)
        form = LinkEndForm(request.POST)
        if form.is_valid():
            try:
                with leading_back(links_url(case)):
                    link_end(actor=request.actor, link_id=link.id, reason=form.cleaned_data["reason"])
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The link is ended."))
                return redirect(links_url(case))
        return self._page(request, case, other, form, status=422)

    def _page(
        self, request: ActorRequest, case: Case, other: Case, form: LinkEndForm, status: int = 200
    ) -> HttpResponse:
        context = {"case": case, "other": other, "form": form}
        return render(request, "cases/conversation/link_end.html", context, status=status)
