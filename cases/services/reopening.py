"""The receiving side takes up again what it refused or could not decide."""

from uuid import UUID

from accounts.actor import Actor
from cases.choices import DecisionState
from cases.models import Case, Decision
from cases.workflow.engine import applying


def case_reopen(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> Case:
    """New information makes the answer doubtful: the examination goes on, and another answer is given.

    No agreement that was read gives a time limit for it (decision record 15): none begins. A limit for the reply that
    an inconclusive answer left running runs on.
    """
    with applying(actor=actor, case_id=case_id, name="reopen", version=version, reason=reason) as act:
        Decision.objects.filter(case=act.case, state=DecisionState.COUNTERSIGNED).update(state=DecisionState.UNDONE)
        act.parameters["outcome"] = act.case.outcome
        act.case.outcome = act.case.basis = ""
        act.case.decided_at = None
    return act.case
