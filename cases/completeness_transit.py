"""What a transit application must have before it may leave the country (domain facts 2.4)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Person, TransitPlan

# code -> (words, the filing page on which it is mended)
TRANSIT_REQUIREMENTS: Final[dict[str, tuple[str | Promise, str]]] = {
    "transit_means": (_("Type of transit"), "transit"),
    "transit_destination": (_("Final destination"), "transit"),
    "transit_entry_point": (_("Entry point"), "transit"),
    "transit_enters_at": (_("Date and time of arrival"), "transit"),
    "transit_exit_point": (_("Exit point"), "transit"),
    "transit_leaves_at": (_("Date and time of departure"), "transit"),
    "transit_document_type": (_("Travel document"), "transit"),
    "transit_is_declared": (_("Declaration that the conditions are met"), "transit"),
}
_COLUMNS: Final = {"destination": "destination_id", "entry_point": "entry_point_id", "exit_point": "exit_point_id"}


def plan_of(case: Case) -> TransitPlan | None:
    """Part B of the application as its row stands, or None where the case is no transit."""
    return TransitPlan.objects.select_related("entry_point", "exit_point", "destination").filter(case=case).first()


def transit_missing(case: Case, person: Person | None) -> tuple[str, ...]:
    """The codes of what is missing, in the order of the form. One statement."""
    plan = plan_of(case)
    missing = [
        code
        for code in ("family_name", "birth_date", "sex", "nationality")
        if person is None or not getattr(person, code)
    ]
    for code in TRANSIT_REQUIREMENTS:
        name = code.removeprefix("transit_")
        if plan is None or not getattr(plan, _COLUMNS.get(name, name)):
            missing.append(code)
    return tuple(missing)
