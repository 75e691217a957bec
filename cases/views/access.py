"""Who is kept out of a case and let in to it: the page of one case, a declared conflict, asking for access."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.policies import require_act
from accounts.views.base import tried
from audit.services import access_record
from cases.choices_access import AccessKind
from cases.forms.access import AccessAskForm, ConflictForm, ExcludeForm
from cases.models import Case
from cases.policies import supervises
from cases.selectors.case_access import access_of_case, access_of_person, kept_out_of, people_of_side, requests_of
from cases.services.case_access import access_request, conflict_declare, person_exclude
from cases.views.base import ActorRequest, ActorView, about, case_get, refused


class CaseAccessView(ActorView):
    """The exceptions on one case, and keeping a colleague out of it: for its supervisors."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case = self._case(request, case_id)
        access_record(actor=request.actor, action="access.opened", subject=case.subject, about=about(case))
        return self._page(request, case, self._form(request, case))

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case = self._case(request, case_id)
        form = self._form(request, case, request.POST)
        if form.is_valid():
            user_id, reason = UUID(form.cleaned_data["user_id"]), form.cleaned_data["reason"]
            row = tried(
                form,
                lambda: person_exclude(actor=request.actor, case_id=case.id, user_id=user_id, reason=reason),
            )
            if row is not None:
                messages.success(
                    request, _("The colleague is kept out: for this person there is no such case any more.")
                )
                return redirect("cases:case-access", case_id=case.id)
        return self._page(request, case, form, status=422)

    def _case(self, request: ActorRequest, case_id: UUID) -> Case:
        case = case_get(request.actor, case_id)
        if not supervises(request.actor, case):
            raise refused(case, "not_granted", _("Your office and role do not include this."))
        return case

    def _form(self, request: ActorRequest, case: Case, *data: object) -> ExcludeForm:
        # Whoever was kept out after the form was opened stays in it, with a word about that.
        kept_out = {str(user_id) for _case, user_id in kept_out_of([case.id])} - {request.POST.get("user_id")}
        people = [
            person
            for person in people_of_side(request.actor, case)
            if not person.is_above and str(person.user_id) not in kept_out
        ]
        return ExcludeForm(
            [(str(person.user_id), f"{person.name}, {person.role}, {person.office}") for person in people], *data
        )

    def _page(self, request: ActorRequest, case: Case, form: ExcludeForm, status: int = 200) -> HttpResponse:
        context = {"case": case, "form": form, "rows": access_of_case(request.actor, case)}
        return render(request, "cases/access/case.html", context, status=status)


class ConflictView(ActorView):
    """Somebody says that he or she has a conflict of interest."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        return self._page(request, case_get(request.actor, case_id), ConflictForm())

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case = case_get(request.actor, case_id)
        form = ConflictForm(request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if tried(form, lambda: conflict_declare(actor=request.actor, case_id=case.id, reason=reason)):
                messages.success(request, _("You do not see this case any more. Your supervisors are told."))
                return redirect("home")
        return self._page(request, case, form, status=422)

    def _page(self, request: ActorRequest, case: Case, form: ConflictForm, status: int = 200) -> HttpResponse:
        return render(request, "cases/access/conflict.html", {"case": case, "form": form}, status=status)


class AccessAskView(ActorView):
    """Ask to see a case of another office, and what became of it."""

    def get(self, request: ActorRequest) -> HttpResponse:
        require_act(request.actor, "view_case")
        return self._page(request, AccessAskForm())

    def post(self, request: ActorRequest) -> HttpResponse:
        form = AccessAskForm(request.POST)
        require_act(request.actor, "view_case")
        if form.is_valid():
            values = form.cleaned_data
            if tried(form, lambda: access_request(actor=request.actor, **values)):
                words = _("You have asked. If there is such a case in your country, a supervisor answers you here.")
                messages.success(request, words)
                return redirect("cases:access-ask")
        return self._page(request, form, status=422)

    def _page(self, request: ActorRequest, form: AccessAskForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "requests": requests_of(request.actor),
            "rows": access_of_person(request.actor, AccessKind.ACCESS),
            "back_url": reverse("home"),
        }
        return render(request, "cases/access/ask.html", context, status=status)
