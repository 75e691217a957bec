"""From rows to the contents of the notice that an application is examined in the normal procedure."""

from accounts.actor import Actor
from cases.choices import Side
from cases.letters import _head, _signature, covered, offices_of, running_limits
from cases.models import Case, Person, ProcedureChange
from documents.letters import contexts


def procedure_notice_request(case: Case, change: ProcedureChange, actor: Actor) -> contexts.ProcedureNotice:
    """The notice of the side that changed the procedure, to the other one."""
    requesting, receiving = offices_of(case)
    is_by_receiving = change.side == Side.RECEIVING
    assert case.submitted_at is not None
    return contexts.ProcedureNotice(
        **_head(case, actor),  # type: ignore[arg-type]
        writing=receiving if is_by_receiving else requesting,
        addressed=requesting if is_by_receiving else receiving,
        place=actor.country_name,
        application_on=case.submitted_at.astimezone(actor.zone).date(),
        person=covered(case, Person.objects.get(case=case)),
        is_by_receiving=is_by_receiving,
        reason=str(change.get_code_display()) if change.code else "",
        remarks=change.note,
        limits=running_limits(case),
        signature=_signature(actor),
    )
