"""The page of the person's particulars: Latin and native names, birth, description, family of origin."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.forms.filing_documents import checked_values, read_zone
from cases.forms.filing_fields import birth_of, native_language_options, typed_values
from cases.forms.filing_person import PersonForm, latin_suggestions, name_warnings
from cases.identity.dates import years_before
from cases.identity.mrz import Mrz
from cases.models import Evidence
from cases.selectors.application import person_of
from cases.selectors.filing import PlaceOptions, place_options
from cases.services.filing import person_save
from cases.views.base import add_errors, version_of
from cases.views.filing_base import StepView
from core.errors import Invalid
from core.forms import DATE_PARTS, today
from countries.selectors.places import nationality_of_icao


class PersonStepView(StepView):
    """Part A. Latin spellings are offered, never filled in by themselves; odd letters are pointed out and saved."""

    step = "person"
    template = "cases/filing/person.html"

    def blank(self) -> dict[str, Any]:
        """The stored particulars, with an offer where the Latin names are missing or differ."""
        person = person_of(self.case)
        stored = {name: getattr(person, name) for name in PersonForm.base_fields} if person else {}
        if not stored.get("native_language"):
            stored["native_language"] = next((tag for tag, _label in self.languages() if tag), "")
        return self.shown(self.form(None, stored), stored)

    def save(self) -> HttpResponseBase:
        """Save; or only offer a spelling, or fill in what a document says."""
        action = self.action
        if action == "suggest" and getattr(self.request, "htmx", False):
            context = {"offers": latin_suggestions(self.request.POST), "warnings": name_warnings(self.request.POST)}
            return render(self.request, "cases/filing/_latin_offer.html", context)
        if action in {"suggest", "use_latin"} or action.startswith("fill:"):
            return self.refilled(action)
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.page(self.shown(form, form.data), status=422)
        try:
            person_save(
                actor=self.request.actor, case_id=self.case.id, version=version_of(self.request), values=form.values
            )
        except Invalid as invalid:
            add_errors(form, invalid)
            return self.page(self.shown(form, form.data), status=422)
        for warning in name_warnings(form.values):
            messages.warning(self.request, warning)
        return self.leave()

    def refilled(self, action: str) -> HttpResponse:
        """The form as it was sent, completed with what was asked for; nothing is saved and nothing typed is replaced
        except where the officer asked for the Latin spelling."""
        data = self.request.POST.copy()
        if action == "use_latin":
            for part, offered in latin_suggestions(data).items():
                data[part] = offered
        elif action.startswith("fill:"):
            self._fill(data, action.removeprefix("fill:"))
        typed = typed_values(PersonForm, data)
        return self.page(self.shown(self.form(None, typed), typed))

    def _fill(self, data: QueryDict, key: str) -> None:
        found = next((zone for row, zone in self.zones() if str(row.id) == key), None)
        if found is None:
            return
        for name, value in zone_particulars(found).items():
            if name == "birth_date":
                if not any(data.get(f"birth_date_{part}") for part in DATE_PARTS):
                    year, month, day = (*value.split("-"), "", "")[:3]
                    for part, text in zip(DATE_PARTS, (day, month, year), strict=True):
                        data[f"birth_date_{part}"] = text.lstrip("0")
            elif not data.get(name):
                data[name] = value

    def form(self, data: Any, initial: Any = None) -> PersonForm:
        """The form with the lists of countries and languages."""
        options = self.places()
        return PersonForm(
            data,
            initial=initial,
            is_strict=self.is_strict,
            nationalities=options.nationalities,
            countries=options.countries,
            languages=self.languages(),
            issued=[row.issued_on for row in self.evidence() if row.issued_on],
        )

    def shown(self, form: PersonForm, values: Any) -> dict[str, Any]:
        """What the page shows beside the form."""
        return {
            "form": form,
            "offers": latin_suggestions(values),
            "warnings": name_warnings(values),
            "fillers": [(str(row.id), zone) for row, zone in self.zones()],
            "hint_of_age": self._age_hint(form),
        }

    def _age_hint(self, form: PersonForm) -> str:
        person = person_of(self.case)
        birth = birth_of(person.birth_date) if person and not form.is_bound else None
        if birth is not None and birth.latest > years_before(today(), 18):
            return _("By this date of birth the person may be a minor. Record it under “Safeguards”.")
        return ""

    def languages(self) -> list[tuple[str, str]]:
        """Languages to choose for the native script; one that is stored already stays."""
        person = person_of(self.case)
        return native_language_options(self.case.receiving_country.languages, person.native_language if person else "")

    def places(self) -> PlaceOptions:
        """The lists of countries, read once for the page."""
        if not hasattr(self, "_places"):
            self._places = place_options()
        return self._places

    def evidence(self) -> list[Evidence]:
        """The documents entered so far, read once for the page."""
        if not hasattr(self, "_evidence"):
            self._evidence = list(Evidence.objects.filter(case=self.case))
        return self._evidence

    def zones(self) -> list[tuple[Evidence, Mrz]]:
        """The documents whose machine-readable lines can fill in this page."""
        read = ((row, read_zone(row.mrz)[0]) for row in self.evidence() if row.mrz)
        return [(row, zone) for row, zone in read if zone is not None]


def zone_particulars(zone: Mrz) -> dict[str, str]:
    """What the lines say of a person, as fields of the person: only what is readable and rightly checked."""
    wrong = {problem.field for problem in zone.problems}
    found = {
        "family_name": "" if "name" in wrong else zone.surname.title(),
        "given_names": "" if "name" in wrong else zone.given_names.title(),
        "sex": "" if "sex" in wrong else zone.sex,
        "nationality": "" if "nationality" in wrong else nationality_of_icao(zone.nationality) or "",
        "birth_date": str(checked_values(zone, today()).get("birth_date") or ""),
    }
    return {name: value for name, value in found.items() if value}
