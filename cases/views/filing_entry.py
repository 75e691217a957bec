"""The page on entry and residence, for third-country nationals and stateless persons."""

from typing import Any

from django.http import HttpResponseBase

from cases.forms.filing_entry import CHECK_FIELDS, RECORD_FIELDS, EntryForm
from cases.selectors.entry import entry_check_of, entry_record_of, submission_extension_words
from cases.selectors.filing_asked import submission_limit
from cases.services.entry import entry_save
from cases.views.base import add_errors, version_of
from cases.views.filing_base import StepView
from core.errors import Invalid


class EntryStepView(StepView):
    """What the application tells of entry and residence; the exceptions stay with the own side."""

    step = "entry"
    template = "cases/filing/entry.html"

    def blank(self) -> dict[str, Any]:
        """What is stored."""
        stored: dict[str, Any] = {"known_on": self.case.known_on}
        for row, names in ((entry_record_of(self.case), RECORD_FIELDS), (entry_check_of(self.case), CHECK_FIELDS)):
            stored |= {name: getattr(row, name) for name in names if row is not None}
        return self.shown(EntryForm(initial=stored))

    def save(self) -> HttpResponseBase:
        """Save both rows and the day."""
        context = self.shown(EntryForm(self.request.POST, is_strict=self.is_strict))
        form = context["form"]
        if not form.is_valid():
            return self.page(context, status=422)
        try:
            entry_save(
                actor=self.request.actor,
                case_id=self.case.id,
                version=version_of(self.request),
                values=form.values,
                check=form.check,
                known_on=form.cleaned_data.get("known_on"),
            )
        except Invalid as invalid:
            add_errors(form, invalid)
            return self.page(context, status=422)
        return self.leave()

    def shown(self, form: EntryForm) -> dict[str, Any]:
        """The form, with the day and the obstacles where the agreement counts them."""
        limit, more = submission_limit(self.case), submission_extension_words(self.case)
        return {"form": form.without(day=limit is None, obstacles=not more), "limit": limit, "more_time": more}
