"""The page of an application on which its procedure is chosen."""

from typing import Any

from django.http.response import HttpResponseBase

from cases.choices import Status
from cases.choices_procedure import Procedure
from cases.forms.procedure import ProcedureForm, procedure_initial
from cases.models import Apprehension
from cases.selectors.procedure import Choice, choice_for
from cases.services.procedure import procedure_save
from cases.views.base import add_errors, version_of
from cases.views.filing_base import StepView
from core.errors import Invalid


class ProcedureStepView(StepView):
    """Normal or accelerated; for the accelerated one the apprehension, from which its time limit runs."""

    step = "procedure"
    template = "cases/filing/procedure.html"

    def blank(self) -> dict[str, Any]:
        """The procedure as it stands."""
        form = ProcedureForm(initial=self.stored(), zone=self.zone)
        return self.shown(form)

    def save(self) -> HttpResponseBase:
        """Save, and stay where the agreement stands in the way, which the page then says."""
        form = ProcedureForm(self.request.POST, zone=self.zone)
        context = self.shown(form)
        if not form.is_valid():
            return self.page(context, status=422)
        is_accelerated = form.cleaned_data["procedure"] == Procedure.ACCELERATED
        try:
            procedure_save(
                actor=self.request.actor,
                case_id=self.case.id,
                version=version_of(self.request),
                procedure=form.cleaned_data["procedure"],
                apprehension=form.apprehension if is_accelerated else {},
            )
        except Invalid as invalid:
            names = form.service_names
            add_errors(form, Invalid({names.get(key, key): texts for key, texts in invalid.errors.items()}))
            return self.page(context, status=422)
        self.case.refresh_from_db(fields=["procedure"])
        stays = is_accelerated and bool(choice_for(self.case).hindrances)
        return self.leave(to=self.step) if stays and self.action == "continue" else self.leave()

    @property
    def zone(self) -> str:
        """Where people were apprehended."""
        return self.case.requesting_country.time_zone

    def stored(self) -> dict[str, Any]:
        """What is kept, as the form asks it."""
        found = Apprehension.objects.filter(case=self.case).first()
        return procedure_initial(self.case.procedure, found, self.zone)

    def shown(self, form: ProcedureForm) -> dict[str, Any]:
        """The form with what the agreement says; what cannot be asked for is not offered."""
        choice: Choice = choice_for(self.case)
        held = Procedure(self.case.procedure)
        is_open = self.case.status == Status.DRAFT and (choice.is_foreseen or held is Procedure.ACCELERATED)
        if not is_open:
            form.fields["procedure"].choices = [(held.value, held.label)]  # type: ignore[attr-defined]
        return {"form": form, "choice": choice, "is_open": is_open, "is_accelerated": held is Procedure.ACCELERATED}
