"""What belongs to an act that has a page: its form with its options, the service behind it, what is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.actor import Actor
from cases.forms import acts as forms
from cases.models import Case, Transfer
from countries.clocks import ResolvedRule
from countries.selectors.places import clock_place


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an act is done: by whom, to which case, with which live transfer, under which rules."""

    actor: Actor
    case: Case
    transfer: Transfer | None
    rules: Mapping[str, ResolvedRule]

    @property
    def there(self) -> str:
        """The time zone of the place where people are handed over."""
        return self.case.receiving_country.time_zone

    @property
    def place(self) -> str:
        """What names the time there."""
        return clock_place(self.case.receiving_country)


Options = Callable[[Setting], dict[str, Any]]
Do = Callable[[Actor, UUID, int, Any], Any]


def _no_options(setting: Setting) -> dict[str, Any]:
    return {}


def _no_hint(setting: Setting) -> str:
    return ""


def _nothing(form: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Doing:
    """form_class with its options (choices, initial values); do: the service; hint: what to know before filling in;
    told: parameters of the sentence shown afterwards; is_warning: a red button."""

    form_class: type[forms.ActForm]
    do: Do
    options: Options = _no_options
    template: str = "cases/acts/act.html"
    hint: Callable[[Setting], str] = _no_hint
    told: Callable[[Any], dict[str, Any]] = _nothing
    is_warning: bool = False

    def form(self, setting: Setting, data: QueryDict | None, files: MultiValueDict | None = None) -> forms.ActForm:
        """The form, empty or with what was sent."""
        return self.form_class(data, files, **self.options(setting))


def confirmed(service: Callable[..., Any]) -> Do:
    """Calls the service with nothing but the case."""
    return lambda actor, key, version, form: service(actor=actor, case_id=key, version=version)


def with_fields(service: Callable[..., Any], **names: str) -> Do:
    """Calls the service with cleaned fields under the service's names."""
    return lambda actor, key, version, form: service(
        actor=actor, case_id=key, version=version, **{name: form.cleaned_data[field] for name, field in names.items()}
    )
