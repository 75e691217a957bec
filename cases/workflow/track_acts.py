"""Acts of the tracks of third-country nationals and stateless persons: rows of the workflow table."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.choices import Side, Status
from cases.workflow import track_guards
from cases.workflow.types import READMISSION, Readers, Reason, Transition

TRACK_ACTS: Final = (
    # Nobody over there ever saw the application, and nobody is told (decision record 13).
    Transition(
        name="record_time_barred",
        label=_("Record that the application is out of time"),
        sources=frozenset({Status.DRAFT, Status.IN_REVIEW}),
        target=Status.TIME_BARRED,
        side=Side.REQUESTING,
        permission="withdraw_case",
        guards=(track_guards.submission_limit_passed,),
        reason=Reason.OPTIONAL,
        event="case.time_barred",
        readers=Readers.REQUESTING,
        notifies=Readers.REQUESTING,
        is_weighty=True,
        rank=89,
        tracks=READMISSION,
    ),
)
