"""From the accelerated procedure to the normal one: rows of the workflow table (`cases.workflow.table`)."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.choices import UNDER_EXAMINATION, ClockKind, Side, Status
from cases.choices_procedure import Procedure
from cases.workflow import procedure_guards as guards
from cases.workflow.types import READMISSION, Clocks, Readers, Reason, Subject, Transition

_ACCELERATED = frozenset({Procedure.ACCELERATED.value})

# The accelerated procedure is asked for in the application; there is no way into it afterwards. The service gives the
# reply its other time limit, from the delivery that was (decision record 14).
PROCEDURE_ACTS: Final = (
    Transition(
        name="use_normal_procedure",
        label=_("Use the normal procedure"),
        of=Subject.PROCEDURE,
        # Before the other side knows of the application.
        cases=frozenset({Status.DRAFT, Status.IN_REVIEW}),
        sources=_ACCELERATED,
        target=Procedure.NORMAL,
        side=Side.REQUESTING,
        permission="draft_case",
        clocks=Clocks(abandons=(ClockKind.ACCELERATED_SUBMISSION,)),
        event="procedure.normal_used",
        readers=Readers.REQUESTING,
        tracks=READMISSION,
        rank=60,
    ),
    Transition(
        name="convert_to_normal",
        label=_("Go on in the normal procedure"),
        of=Subject.PROCEDURE,
        cases=frozenset(UNDER_EXAMINATION) | {Status.RETURNED_INCOMPLETE},
        sources=_ACCELERATED,
        target=Procedure.NORMAL,
        side=Side.REQUESTING,
        permission="draft_case",
        guards=(guards.reply_limit_open,),
        reason=Reason.OPTIONAL,
        letter="procedure_notice",
        event="procedure.converted",
        notifies=Readers.RECEIVING,
        tracks=READMISSION,
        rank=84,
    ),
    Transition(
        name="treat_as_normal",
        label=_("Treat in the normal procedure"),
        of=Subject.PROCEDURE,
        cases=frozenset(UNDER_EXAMINATION),
        sources=_ACCELERATED,
        target=Procedure.NORMAL,
        side=Side.RECEIVING,
        permission="acknowledge_case",
        guards=(guards.reply_limit_open,),
        reason=Reason.OPTIONAL,
        letter="procedure_notice",
        event="procedure.treated_as_normal",
        notifies=Readers.REQUESTING,
        tracks=READMISSION,
        rank=84,
    ),
)
