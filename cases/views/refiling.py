"""Filing an application again: the draft that follows an earlier case, and what it says is new."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.services import access_record
from cases.choices import InconclusiveReason, Outcome, RefusalReason
from cases.forms.exits import RefilingForm
from cases.models import Case, Decision, Refiling
from cases.policies import is_granted
from cases.selectors.exits import may_refile, needs_new
from cases.services.editing import EDITABLE
from cases.services.refiling import case_refile, refiling_save
from cases.views.base import ActorRequest, ActorView, about, add_errors, case_get, leading_back, refused, version_of
from core.errors import Invalid, NotVisible


class CaseRefileView(ActorView):
    """GET tells what is taken over and asks what is new; POST opens the draft."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case = self._find(request, case_id)
        access_record(actor=request.actor, action="act.opened", subject=case.subject, about=about(case))
        return self._page(request, case, RefilingForm(needs_new=needs_new(case)))

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case = self._find(request, case_id)
        form = RefilingForm(request.POST, needs_new=needs_new(case))
        if form.is_valid():
            try:
                with leading_back(reverse("cases:case-detail", args=[case.id])):
                    draft = case_refile(actor=request.actor, case_id=case.id, **form.cleaned_data)
            except Invalid as invalid:
                # What binds no more is no field of this form: it is said above it.
                add_errors(form, Invalid({form_name(key): text for key, text in invalid.errors.items()}))
            else:
                messages.success(request, _("The draft is open, with what the earlier application had."))
                return redirect("cases:filing", case_id=draft.id, step="person")
        return self._page(request, case, form, status=422)

    def _find(self, request: ActorRequest, case_id: UUID) -> Case:
        case = case_get(request.actor, case_id)
        if not may_refile(request.actor, case):
            raise refused(case, "not_granted", _("Your office and role do not include this, or the case is not over."))
        return case

    def _page(self, request: ActorRequest, case: Case, form: RefilingForm, status: int = 200) -> HttpResponse:
        text = _(
            "A new draft takes over the person, the family named in the form and the evidence with its scans. The "
            "check of the legal status is made anew. The other side sees which application it follows."
        )
        if needs_new(case):
            text = " ".join(
                [text, _("The earlier application was not accepted: it is sent again only with something new.")]
            )
        context = {
            "case": case,
            "form": form,
            "title": _("File again"),
            "text": text,
            "helps": _helps(case),
            "button_text": _("Open the draft"),
            "back_url": reverse("cases:case-detail", args=[case.id]),
            "back_text": _("Back to the case"),
            "version": case.version,
        }
        return render(request, "cases/acts/refile.html", context, status=status)


class RefilingChangeView(ActorView):
    """What a draft that is filed again says is new."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case, refiling = self._find(request, case_id)
        initial = {"what_is_new": refiling.what_is_new}
        form = RefilingForm(initial=initial, needs_new=refiling.needs_new)
        return self._page(request, case, refiling, form, case.version)

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case, refiling = self._find(request, case_id)
        form = RefilingForm(request.POST, needs_new=refiling.needs_new)
        version = version_of(request)
        if form.is_valid():
            try:
                refiling_save(actor=request.actor, case_id=case.id, version=version, **form.cleaned_data)
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("Saved."))
                return redirect("cases:case-detail", case_id=case.id)
        return self._page(request, case, refiling, form, version, status=422)

    def _find(self, request: ActorRequest, case_id: UUID) -> tuple[Case, Refiling]:
        case = case_get(request.actor, case_id)
        refiling = Refiling.objects.filter(case=case).first()
        if refiling is None:
            raise NotVisible(f"refiling:{case_id}")
        own = request.actor.country == case.requesting_country_id and is_granted(request.actor, "draft_case", case)
        if not own:
            raise refused(case, "not_granted", _("Your office and role do not include this."))
        if case.status not in EDITABLE:
            raise refused(case, "wrong_status", _("The application can no longer be changed."))
        return case, refiling

    def _page(
        self, request: ActorRequest, case: Case, refiling: Refiling, form: RefilingForm, version: int, status: int = 200
    ) -> HttpResponse:
        words = {"reference": refiling.earlier_reference}
        context = {
            "case": case,
            "form": form,
            "title": _("What is new"),
            "text": _("This application follows %(reference)s. Say what that one did not have.") % words,
            "helps": [],
            "button_text": _("Save"),
            "back_url": reverse("cases:case-detail", args=[case.id]),
            "back_text": _("Back to the case"),
            "version": version,
        }
        return render(request, "cases/acts/refile.html", context, status=status)


def form_name(key: str) -> str:
    """The field of the form that stands for a service's."""
    return "what_is_new" if key in {"what_is_new", "agreement", "receiving_country"} else key


def _helps(case: Case) -> list[str]:
    """What the earlier answer named: what would help, or why it was a no."""
    if case.outcome not in (Outcome.REFUSED, Outcome.INCONCLUSIVE):
        return []
    decision = Decision.objects.filter(case=case, outcome=case.outcome).order_by("proposed_at").last()
    if decision is None:
        return []
    words = dict(RefusalReason.choices) | dict(InconclusiveReason.choices)
    return [str(words.get(code, code)) for code in decision.reason_codes]
