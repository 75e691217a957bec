"""The page of a transit: part B of the transit application."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from cases.completeness_transit import plan_of
from cases.forms.transit import TransitPlanForm
from cases.models import Case, TransitPlan
from cases.selectors.application import Application
from cases.selectors.filing import place_options
from cases.selectors.transit import plan_rows
from cases.services.transit_plan import transit_plan_save
from cases.transit_rules import no_visa_words
from cases.views.base import add_errors, version_of
from cases.views.filing_base import StepView
from cases.views.filing_words import Section
from core.errors import Invalid
from countries.selectors.places import clock_place, crossing_points_of

_PLAIN = (
    *("means", "other_states", "entry_carrier", "exit_carrier", "escorts", "escort_names", "document_type"),
    *("document_number", "special_care", "support", "observations", "is_declared"),
)


def plan_stored(case: Case, plan: TransitPlan) -> dict[str, Any]:
    """A plan as the form has it: days and times on the clocks of the transit country."""
    stored: dict[str, Any] = {name: getattr(plan, name) for name in _PLAIN}
    stored |= {
        "destination": plan.destination_id,
        "entry_point": plan.entry_point_id,
        "exit_point": plan.exit_point_id,
    }
    zone = ZoneInfo(case.receiving_country.time_zone)
    for name, at in (("enters", plan.enters_at), ("leaves", plan.leaves_at)):
        if at is not None:
            local = at.astimezone(zone)
            stored |= {f"{name}_on": local.date(), f"{name}_time": f"{local:%H:%M}"}
    return stored


def plan_form(case: Case, data: Any = None, *, is_strict: bool = True, **options: Any) -> TransitPlanForm:
    """The form with the crossing points of the transit country and all other countries."""
    there = case.receiving_country
    return TransitPlanForm(
        data,
        points=[(point.code, str(point)) for point in crossing_points_of(there.code)],
        countries=[(code, name) for code, name in place_options().countries if code != there.code],
        zone=there.time_zone,
        is_strict=is_strict,
        **options,
    )


class TransitStepView(StepView):
    """Where the person goes, when and where the transit country is entered and left, with whom; and the declaration."""

    step = "transit"
    template = "cases/filing/transit.html"

    def blank(self) -> dict[str, Any]:
        """The plan as it stands."""
        plan = plan_of(self.case) or TransitPlan(case=self.case)
        return self.shown(self.form(initial=plan_stored(self.case, plan)))

    def save(self) -> HttpResponseBase:
        """Save; a place or a time that does not fit comes back with what was typed."""
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.page(self.shown(form), status=422)
        try:
            transit_plan_save(
                actor=self.request.actor, case_id=self.case.id, version=version_of(self.request), values=form.plan()
            )
        except Invalid as invalid:
            names = form.service_names
            add_errors(form, Invalid({names.get(key, key): text for key, text in invalid.errors.items()}))
            return self.page(self.shown(form), status=422)
        return self.leave()

    def form(self, data: Any = None, **options: Any) -> TransitPlanForm:
        """The form for this case."""
        return plan_form(self.case, data, is_strict=self.is_strict, **options)

    def shown(self, form: TransitPlanForm) -> dict[str, Any]:
        """The form, whose clocks it goes by, and what the agreements say of visas."""
        return {
            "form": form,
            "clocks": _("Days and times are those on the clocks of %(place)s.")
            % {"place": clock_place(self.case.receiving_country)},
            "no_visa": no_visa_words(self.case.agreement.kind),
        }


def transit_section(application: Application) -> Section | None:
    """Part B in words, to read and to check; None where the case is no transit."""
    if application.transit is None:
        return None
    return Section(_("Transit"), tuple(plan_rows(application.case, application.transit)), "transit")
