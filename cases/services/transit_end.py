"""What a withdrawal means for a transit."""

from cases.choices_transit import TransitEnd, TransitStatus
from cases.models import Case, Transit
from core import clock


def transit_withdrawn(case: Case) -> None:
    """The application was withdrawn: what was scheduled does not take place."""
    scheduled = Transit.objects.filter(case=case, status=TransitStatus.SCHEDULED)
    scheduled.update(status=TransitStatus.NOT_ENTERED, end_code=TransitEnd.WITHDRAWN, ended_at=clock.now())
