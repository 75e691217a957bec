"""Forms of mission visits."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import TimeOfDayField
from core.forms import DatePartsField, NumberField, PageForm, PlainTextField, today


def _in_a_year() -> date:
    return today() + timedelta(days=366)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


class VisitForm(PageForm):
    """Where, when, in which rooms, with which interpreters."""

    place = PlainTextField(label=_("Place"), max_length=200)
    starts_on = DatePartsField(label=_("First day"), earliest=today, latest=_in_a_year)
    ends_on = DatePartsField(label=_("Last day"), earliest=today, latest=_in_a_year)
    day_begins = TimeOfDayField(label=_("Begins at"))
    day_ends = TimeOfDayField(label=_("Ends at"))
    slot_minutes = NumberField(
        label=_("Minutes for each person"),
        min_value=10,
        max_value=240,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    rooms = PlainTextField(label=_("Rooms"), help_text=_("Separate them with commas."), max_length=300)
    languages = PlainTextField(
        label=_("Interpreters by language"),
        help_text=_("One entry for each interpreter, separated with commas; no names."),
        max_length=300,
        required=False,
    )
    team = PlainTextField(
        label=_("Members of the mission’s team"),
        help_text=_("As the mission named them."),
        max_length=500,
        required=False,
    )

    def values(self) -> dict[str, Any]:
        """The values that the service takes."""
        found = {name: self.cleaned_data[name] for name in self.fields if name != "mission"}
        return {**found, "rooms": _listed(found["rooms"]), "languages": _listed(found["languages"])}

    def clean_rooms(self) -> str:
        """Names of rooms fit a line of the schedule."""
        return self._fit("rooms", 60)

    def clean_languages(self) -> str:
        """Names of languages as well."""
        return self._fit("languages", 60)

    def _fit(self, name: str, longest: int) -> str:
        text: str = self.cleaned_data[name]
        if any(len(part) > longest for part in _listed(text)):
            raise forms.ValidationError(_("Each name has at most %(n)d characters"), params={"n": longest})
        return text


class NewVisitForm(VisitForm):
    """As well: which mission."""

    mission = forms.ChoiceField(label=_("Mission"))
    field_order = ("mission",)

    def __init__(self, *args: Any, missions: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["mission"].choices = [("", _("Choose one")), *missions]  # type: ignore[attr-defined]


class SystemVisitForm(VisitForm):
    """As a national system plans one: it names the mission by its id."""

    mission = forms.UUIDField(label=_("Mission"))


class PersonForm(PageForm):
    """One person more, by the case."""

    case_id = forms.UUIDField(label=_("Case"))


class SlotForm(PageForm):
    """Another time and room, on the clocks of the place."""

    day = DatePartsField(label=_("Day"), earliest=today, latest=_in_a_year)
    time = TimeOfDayField(label=_("Time"))
    room = PlainTextField(label=_("Room"), max_length=60)


class PersonsForm(PageForm):
    """Whom to add to the schedule."""

    cases = forms.MultipleChoiceField(label=_("Persons"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["cases"].choices = people  # type: ignore[attr-defined]
        self.fields["cases"].error_messages["required"] = _("Choose at least one person")


class MoveForm(PageForm):
    """To which time and room."""

    slot = forms.ChoiceField(label=_("Time and room"))

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["slot"].choices = places  # type: ignore[attr-defined]
