"""The pages of the photograph, of special circumstances, and of what the requesting side records for itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.choices import Vulnerability
from cases.choices_safeguards import ConsentStatus
from cases.forms.filing_fields import birth_of
from cases.forms.filing_more import CircumstancesForm, PhotographForm, SafeguardsForm
from cases.identity.dates import years_before
from cases.models import CasePrivate, Detention, HealthConsent, HealthNote
from cases.selectors.application import person_of
from cases.selectors.entry import tells_of_entry
from cases.selectors.filing_asked import submission_limit
from cases.services.filing import details_save, photograph_set, private_save
from cases.views.base import add_errors, version_of
from cases.views.filing_base import StepView
from core.errors import Invalid
from core.forms import today
from documents.intake import UploadRefused
from documents.models import StoredFile

# Below this many pixels a face is hard to compare (35 × 45 mm at 200 dots per inch is 276 × 354).
SMALL_PHOTOGRAPH = (276, 354)


class PhotographStepView(StepView):
    """The photograph is shown after it was sent, and can be replaced."""

    step = "evidence"
    template = "cases/filing/evidence.html"

    def blank(self) -> dict[str, Any]:
        """The photograph as it stands."""
        return self.shown(PhotographForm())

    def save(self) -> HttpResponseBase:
        """Take in a photograph and show it; without a file go on."""
        upload = self.request.FILES.get("photograph")
        if upload is None and self.action in {"continue", "return"}:
            return self.leave()
        form = PhotographForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.page(self.shown(form), status=422)
        upload = form.cleaned_data["photograph"]
        try:
            file = photograph_set(
                actor=self.request.actor,
                case_id=self.case.id,
                version=version_of(self.request),
                upload=upload,
                upload_name=upload.name,
            )
        except UploadRefused as refused:
            form.add_error("photograph", refused.message)
            return self.page(self.shown(form), status=422)
        messages.success(self.request, _("Photograph saved"))
        if is_small(file):
            size = {"width": file.width, "height": file.height}
            messages.warning(
                self.request,
                _("The photograph is small (%(width)s × %(height)s pixels): a face may be hard to compare.") % size,
            )
        return self.leave(to=self.step)

    def shown(self, form: PhotographForm) -> dict[str, Any]:
        """The form and the photograph so far."""
        person = person_of(self.case)
        file = person.photograph if person else None
        return {
            "form": form,
            "photograph": file,
            "photograph_url": reverse("documents:file-view", args=[file.id]) if file else None,
        }


def is_small(file: StoredFile) -> bool:
    """Whether the picture has few pixels; a warning, no refusal."""
    return file.width < SMALL_PHOTOGRAPH[0] or file.height < SMALL_PHOTOGRAPH[1]


class CircumstancesStepView(StepView):
    """Parts D and F of the form. What is said of health is sent only with the person's consent."""

    step = "circumstances"
    template = "cases/filing/circumstances.html"

    def blank(self) -> dict[str, Any]:
        """The stored circumstances."""
        note = HealthNote.objects.filter(case=self.case).first()
        consent = HealthConsent.objects.filter(case=self.case, status=ConsentStatus.GIVEN).first()
        stored = {
            "statement": note.statement if note else "",
            "has_consent": bool(note and note.has_consent),
            "consent_form": consent.form if consent else "",
            "consent_on": consent.given_on if consent else None,
            "protective_measures": self.case.protective_measures,
            "is_interview_requested": self.case.is_interview_requested,
            "observations": self.case.observations,
            "known_on": self.case.known_on,
        }
        return self.shown(CircumstancesForm(initial=stored))

    def save(self) -> HttpResponseBase:
        """Save, and say so when a health statement stays on the own side."""
        context = self.shown(CircumstancesForm(self.request.POST, is_strict=self.is_strict))
        form = context["form"]
        if not form.is_valid():
            return self.page(context, status=422)
        try:
            details_save(
                actor=self.request.actor,
                case_id=self.case.id,
                version=version_of(self.request),
                values=form.values,
                health=form.health,
            )
        except Invalid as invalid:
            add_errors(form, invalid)
            return self.page(context, status=422)
        if form.health["statement"] and not form.health["has_consent"]:
            messages.info(self.request, _("Without consent, what you wrote on health stays with your side."))
        return self.leave()

    def shown(self, form: CircumstancesForm) -> dict[str, Any]:
        """The form; with the day from which the time limit for the application runs where the agreement has one and no
        other page asks for it."""
        limit = None if tells_of_entry(self.case) else submission_limit(self.case)
        return {"form": form if limit is not None else form.without_limit(), "limit": limit}


class SafeguardsStepView(StepView):
    """Own-side data: may change as long as the case is open and nobody is reviewing it."""

    step = "safeguards"
    template = "cases/filing/safeguards.html"

    def version(self) -> int:
        """Own-side data have a version of their own."""
        return CasePrivate.objects.values_list("version", flat=True).get(case=self.case)

    def blank(self) -> dict[str, Any]:
        """What is recorded so far."""
        stored: dict[str, Any] = {}
        private = CasePrivate.objects.filter(case=self.case).first()
        detention = Detention.objects.filter(case=self.case).first()
        for row in (private, detention):
            names = [name for name in SafeguardsForm.base_fields if row is not None and hasattr(row, name)]
            stored |= {name: getattr(row, name) for name in names}
        return self.shown(SafeguardsForm(initial=stored), stored.get("vulnerabilities") or [])

    def save(self) -> HttpResponse:
        """Save on the own side only."""
        form = SafeguardsForm(self.request.POST, is_strict=self.is_strict)
        if not form.is_valid():
            return self.page(self.shown(form, self.request.POST.getlist("vulnerabilities")), status=422)
        try:
            private_save(
                actor=self.request.actor,
                case_id=self.case.id,
                version=version_of(self.request),
                values=form.values,
                detention=form.detention,
            )
        except Invalid as invalid:
            add_errors(form, invalid)
            return self.page(self.shown(form, self.request.POST.getlist("vulnerabilities")), status=422)
        return self.leave()

    def shown(self, form: SafeguardsForm, vulnerabilities: list[str]) -> dict[str, Any]:
        """The form, with a hint when the date of birth says minor and no box does."""
        person = person_of(self.case)
        birth = birth_of(person.birth_date) if person else None
        may_be_minor = birth is not None and birth.latest > years_before(today(), 18)
        is_marked = bool({Vulnerability.MINOR, Vulnerability.UNACCOMPANIED_MINOR} & set(vulnerabilities))
        return {"form": form, "may_be_minor": may_be_minor and not is_marked}
