"""Filters of the register of disclosures, and the copy for the person."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.forms.audit import PeriodForm
from core.forms import PageForm, PlainTextField
from core.periods import Span
from core.references import normalised
from protection.choices import Direction
from protection.selectors.disclosures import DisclosureFilters, offices_of_others, partners_of
from protection.words import languages


class DisclosureForm(PeriodForm):
    """Which disclosures: which way, of which case, to and from whom, when."""

    direction = forms.ChoiceField(
        label=_("Which way"), required=False, choices=[("", _("Both ways")), *Direction.choices]
    )
    partner = forms.ChoiceField(label=_("Other state"), required=False)
    office = forms.ChoiceField(label=_("Office of the other state"), required=False)
    reference = PlainTextField(label=_("Case"), required=False, max_length=40)

    def __init__(self, asked: Mapping[str, Any], actor: Actor) -> None:
        initial = {"span": Span.LAST_30_DAYS}
        super().__init__({**initial, **asked}, initial=initial)
        partner, office = self.fields["partner"], self.fields["office"]
        assert isinstance(partner, forms.ChoiceField) and isinstance(office, forms.ChoiceField)
        partner.choices = [("", _("Every state")), *partners_of(actor)]
        office.choices = [("", _("Every office")), *offices_of_others(actor)]

    def clean_reference(self) -> str:
        """A reference as it was typed or dictated; a wrong check character is told."""
        typed = str(self.cleaned_data["reference"])
        if not typed:
            return ""
        found = normalised(typed)
        if found is None:
            raise forms.ValidationError(_("This is no reference: compare it letter by letter"), code="reference")
        return found

    def filters(self, actor: Actor, case: UUID | None) -> DisclosureFilters:
        """What to look for. case: the key of the case that the reference names."""
        period = self.period(actor)
        values = self.cleaned_data if self.is_valid() else {}
        return DisclosureFilters(
            direction=values.get("direction", ""),
            partner=values.get("partner", ""),
            office=UUID(values["office"]) if values.get("office") else None,
            case=case,
            begins_at=period.begins_at,
            ends_at=period.ends_at,
        )


class CopyForm(PageForm):
    """The copy for the person of what was sent."""

    language = forms.ChoiceField(label=_("Language of the copy"), choices=languages)
