"""Forms of the accelerated procedure: asked for in the application, and given up for the normal one."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices_procedure import ApprehensionPlace, NotAccelerated, Procedure
from cases.forms.acts import ActForm, TimeOfDayField
from cases.forms.filing_fields import FilingForm
from cases.models import Apprehension
from core.forms import DatePartsField, NumberField, PlainTextField, today


class _OptionalTimeField(TimeOfDayField):
    """A time of day that may be left out."""

    def clean(self, value: Any) -> Any:
        """None where nothing was written."""
        return super().clean(value) if str(value or "").strip() else None


class ProcedureForm(FilingForm):
    """In which procedure the application is to be examined; for the accelerated one where and when the person was
    apprehended, by the clocks of the requesting country (`zone`)."""

    service_names: ClassVar[Mapping[str, str]] = {"apprehended_at": "apprehended_date", "arrived_at": "arrived_date"}

    procedure = forms.ChoiceField(label=_("Procedure"), choices=Procedure.choices, widget=forms.RadioSelect)
    apprehended_date = DatePartsField(required=False, latest=today, label=_("Day of the apprehension"))
    apprehended_time = _OptionalTimeField(required=False, label=_("Time of the apprehension"))
    place_kind = forms.ChoiceField(
        required=False,
        choices=ApprehensionPlace.choices,
        widget=forms.RadioSelect,
        label=_("Where the person was apprehended"),
    )
    place = PlainTextField(required=False, max_length=200, label=_("Place"))
    distance_km = NumberField(
        required=False,
        min_value=0,
        max_value=9999,
        label=_("Distance from the border in kilometres"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    crossing_point = PlainTextField(
        required=False, max_length=150, label=_("Nearest border crossing, or name of the port or airport")
    )
    arrived_date = DatePartsField(required=False, latest=today, label=_("Day of arrival"))
    arrived_time = _OptionalTimeField(required=False, label=_("Time of arrival"))

    def __init__(self, *args: Any, zone: str = "UTC", **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = ZoneInfo(zone)

    def clean(self) -> dict[str, Any]:
        """Days and times of day make instants; the accelerated procedure needs the apprehension."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("procedure") == Procedure.ACCELERATED:
            words = {
                "apprehended_date": _("Give the day of the apprehension"),
                "apprehended_time": _("Give the time of the apprehension"),
                "place_kind": _("Say where the person was apprehended"),
                "place": _("Name the place"),
            }
            for name, said in words.items():
                # Midnight is a time of day.
                if cleaned.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, said)
            if (
                cleaned.get("arrived_date")
                and cleaned.get("arrived_time") is None
                and "arrived_time" not in self.errors
            ):
                self.add_error("arrived_time", _("Give the time of day as well"))
        return cleaned

    def _instant(self, kind: str) -> datetime | None:
        day, hour = self.cleaned_data.get(f"{kind}_date"), self.cleaned_data.get(f"{kind}_time")
        if day is None or hour is None:
            return None
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    @property
    def apprehension(self) -> dict[str, Any]:
        """What the service keeps of the apprehension."""
        names = ("place_kind", "place", "distance_km", "crossing_point")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "apprehended_at": self._instant("apprehended"),
            "arrived_at": self._instant("arrived"),
        }


class TreatAsNormalForm(ActForm):
    """Why the accelerated procedure does not apply."""

    code = forms.ChoiceField(label=_("Reason"), choices=NotAccelerated.choices, widget=forms.RadioSelect)
    reason = PlainTextField(
        label=_("In words"), help_text=_("The other side reads this."), multiline=True, max_length=1000, required=False
    )


class ConvertForm(ActForm):
    """What there is to say to the other side."""

    reason = PlainTextField(label=_("Remark to the other side"), multiline=True, max_length=1000, required=False)


def procedure_initial(procedure: str, found: Apprehension | None, zone: str) -> dict[str, Any]:
    """A stored procedure as the fields of `ProcedureForm`."""
    initial: dict[str, Any] = {"procedure": procedure}
    if found is None:
        return initial
    for kind in ("apprehended", "arrived"):
        at = getattr(found, f"{kind}_at")
        if at is not None:
            local = at.astimezone(ZoneInfo(zone))
            initial |= {f"{kind}_date": local.date(), f"{kind}_time": f"{local:%H:%M}"}
    names = ("place_kind", "place", "distance_km", "crossing_point")
    return initial | {name: getattr(found, name) for name in names}
