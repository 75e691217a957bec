"""Forms of group operations: flight and seats, who takes part, who travels along, and its acts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import TransferMeans
from cases.choices_operations import OperationRole
from cases.forms.acts import ActForm, CounterProposeForm, OptionalReasonForm, ReasonForm, TimeOfDayField, _in_two_years
from cases.forms.transfer import DepartForm
from core.forms import DatePartsField, NumberField, PageForm, PlainTextField

_NUMERIC = {"inputmode": "numeric"}


def instant(day: date | None, hour: Any, zone: ZoneInfo) -> datetime | None:
    """The instant on the wall clock of a zone; None for a time that the clocks skip, and where a part is missing."""
    if day is None or hour is None:
        return None
    local = datetime.combine(day, hour, zone)
    at = local.astimezone(UTC)
    return at if at.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None) else None


class OperationForm(PageForm):
    """The flight: departure on the clocks of the organiser's country, arrival on those of the receiving one."""

    name = PlainTextField(
        label=_("Name of the operation"),
        help_text=_("Without names of persons, for example Belgrade, May."),
        max_length=80,
    )
    crossing_point = forms.ChoiceField(label=_("Crossing point of arrival"))
    means = forms.ChoiceField(label=_("Means"), choices=TransferMeans.choices, widget=forms.RadioSelect)
    is_charter = forms.BooleanField(label=_("A charter, for this operation alone"), required=False)
    carrier_number = PlainTextField(label=_("Flight or vehicle number"), max_length=40, required=False)
    departure_place = PlainTextField(label=_("Place of departure"), max_length=150)
    departure_date = DatePartsField(label=_("Day of departure"), latest=_in_two_years)
    departure_time = TimeOfDayField(label=_("Time of departure"))
    arrival_date = DatePartsField(label=_("Day of arrival"), latest=_in_two_years)
    arrival_time = TimeOfDayField(label=_("Time of arrival"))
    seats = NumberField(
        label=_("Seats for passengers"), min_value=1, max_value=500, widget=forms.TextInput(attrs=_NUMERIC)
    )
    note = PlainTextField(label=_("Remark"), max_length=500, required=False)

    service_names: ClassVar[dict[str, str]] = {"departs_at": "departure_time", "arrives_at": "arrival_date"}

    def __init__(
        self,
        *args: Any,
        points: Sequence[tuple[str, str]] = (),
        zone: str = "UTC",
        arrival_zone: str = "UTC",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.zones = ZoneInfo(zone), ZoneInfo(arrival_zone)
        self.fields["crossing_point"].choices = [("", _("Choose one")), *points]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Adds the instants; a time that the clocks skip in spring does not exist."""
        values = super().clean() or {}
        for word, zone, name in zip(("departure", "arrival"), self.zones, ("departs_at", "arrives_at"), strict=True):
            parts = values.get(f"{word}_date"), values.get(f"{word}_time")
            at = instant(*parts, zone)
            if at is None and None not in parts:
                self.add_error(f"{word}_time", _("The clocks skip this time on that day"))
            values[name] = at
        return values

    def plan(self) -> dict[str, Any]:
        """The values that the services take."""
        names = ("name", "crossing_point", "means", "is_charter", "carrier_number", "departure_place", "seats", "note")
        return {name: self.cleaned_data[name] for name in (*names, "departs_at", "arrives_at")}


class ReplanForm(OperationForm):
    """The same flight at another time, and why it comes late where it does."""

    reason = PlainTextField(
        label=_("Reason, if the notice period is not kept"), multiline=True, max_length=2000, required=False
    )


class SystemOperationForm(OperationForm):
    """As a national system plans one: where it goes is said with the flight. countries: codes to choose from."""

    receiving_country = forms.ChoiceField(label=_("Receiving country"))

    def __init__(self, *args: Any, countries: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["receiving_country"].choices = [(code, code) for code in countries]  # type: ignore[attr-defined]

    def plan(self) -> dict[str, Any]:
        """The values that the services take."""
        return {**super().plan(), "receiving_country": self.cleaned_data["receiving_country"]}


class DestinationForm(PageForm):
    """Where an operation goes: what else is asked depends on it."""

    receiving_country = forms.ChoiceField(label=_("Receiving country"))

    def __init__(self, *args: Any, countries: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["receiving_country"].choices = [("", _("Choose one")), *countries]  # type: ignore[attr-defined]


class SeatsForm(PageForm):
    """How many seats an authority may fill."""

    authority = forms.ChoiceField(label=_("Authority"))
    seats = NumberField(
        label=_("Seats"),
        help_text=_("0 takes the authority out."),
        min_value=0,
        max_value=500,
        widget=forms.TextInput(attrs=_NUMERIC),
    )

    def __init__(self, *args: Any, authorities: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["authority"].choices = [("", _("Choose one")), *authorities]  # type: ignore[attr-defined]


class StaffForm(PageForm):
    """Somebody who travels along."""

    kind = forms.ChoiceField(label=_("Function"), choices=OperationRole.choices)
    name = PlainTextField(label=_("Name"), max_length=150)
    function = PlainTextField(label=_("Rank or office"), max_length=150, required=False)
    document_number = PlainTextField(label=_("Number of the document carried"), max_length=40, required=False)


class StaffMemberForm(PageForm):
    """Somebody who was to travel along, by the key that the operation gives."""

    staff_id = forms.UUIDField(label=_("Who travels along"))


class PassengerForm(PageForm):
    """The case of a person to add, by its key."""

    case_id = forms.UUIDField(label=_("Case"))


class ConfirmOperationForm(ActForm):
    """Nothing to say but a remark."""

    note = PlainTextField(label=_("Remark"), max_length=500, required=False)


class NothingForm(ActForm):
    """The button is the act."""


class DepartOperationForm(DepartForm):
    """When it left, and who was left behind."""

    left_behind = forms.MultipleChoiceField(
        label=_("Who is not aboard"),
        help_text=_("Their transfers are broken off at departure and can be planned anew."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["left_behind"].choices = people  # type: ignore[attr-defined]
        if not people:
            del self.fields["left_behind"]


__all__ = [
    "ConfirmOperationForm",
    "CounterProposeForm",
    "DepartOperationForm",
    "DestinationForm",
    "NothingForm",
    "OperationForm",
    "OptionalReasonForm",
    "PassengerForm",
    "ReasonForm",
    "ReplanForm",
    "SeatsForm",
    "StaffForm",
    "StaffMemberForm",
    "SystemOperationForm",
]
