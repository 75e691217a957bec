"""What may be recorded of a doubt about the age."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import Status
from cases.choices_safeguards import AgeDispute
from cases.models import Case, CasePrivate, Person
from cases.selectors.safeguards import is_surely_minor
from core import clock
from core.errors import Invalid


def adult_refuse(case: Case, values: Mapping[str, Any]) -> None:
    """Nobody is assessed as an adult while the application gives a child's date of birth. Raises Invalid
    (age_dispute)."""
    if values.get("age_dispute") != AgeDispute.ADULT:
        return
    today = clock.now().astimezone(ZoneInfo(case.requesting_country.time_zone)).date()
    if is_surely_minor(Person.objects.filter(case=case).first(), today):
        words = _("The date of birth in the application is a minor’s: correct it first, or leave the doubt open")
        raise Invalid({"age_dispute": [words]})


def age_decided(actor: Actor, case: Case, private: CasePrivate, values: Mapping[str, Any]) -> dict[str, Any]:
    """The column that keeps who decided on the age; empty where it does not change. What stands in a draft is looked at
    by the person who releases it; afterwards nobody does: who decides then does not give notice of the transfer.
    """
    if values.get("age_dispute", private.age_dispute) == private.age_dispute:
        return {}
    is_looked_at = case.status in {Status.DRAFT, Status.RETURNED_INCOMPLETE}
    is_adult = values["age_dispute"] == AgeDispute.ADULT
    return {"age_decided_by": actor.user_id if is_adult and not is_looked_at else None}
