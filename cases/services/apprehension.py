"""What an application for the accelerated procedure shows, taken over for those who were apprehended together."""

from typing import Final

from cases.choices_procedure import Procedure
from cases.clocks import accelerated_clock_set
from cases.models import Apprehension, Case

FIELDS: Final = ("apprehended_at", "place_kind", "place", "distance_km", "crossing_point", "arrived_at")


def apprehension_take_over(first: Case, case: Case) -> None:
    """The draft of a relative asks for the procedure of the first case, with its apprehension: a family is apprehended
    together, and the short time limit runs for each of them. It is changed on the page of the procedure."""
    found = Apprehension.objects.filter(case=first).first()
    if first.procedure != Procedure.ACCELERATED or found is None:
        return
    Apprehension(case=case, **{name: getattr(found, name) for name in FIELDS}).save(force_insert=True)
    case.procedure = Procedure.ACCELERATED
    accelerated_clock_set(case)
    case.save(force_update=True, update_fields=["procedure", "next_due_at", "next_due_kind"])
