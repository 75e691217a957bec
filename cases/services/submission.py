"""From the office to the other side and back: review, release, receipt, return, withdrawal, closing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import (
    FROM_DELIVERY,
    ClockKind,
    DisputeState,
    IncompleteReason,
    Side,
    Status,
    Track,
    TransferStatus,
    WithdrawalReason,
)
from cases.choices_documents import RevocationReason
from cases.clocks import clock_running, clock_share
from cases.followers import sent_again_follow
from cases.letters import application_request
from cases.letters_transit import transit_application_request
from cases.models import Case, CaseGroup, Dispute, Transfer, Withdrawal
from cases.services.case_suspension import suspension_end
from cases.services.extension import extensions_lapse
from cases.services.interviews import interview_of_form
from cases.services.search_keys import search_keys_write
from cases.services.transit_end import transit_withdrawn
from cases.services.travel_document import documents_revoke
from cases.services.versions import version_make
from cases.workflow.engine import Act, applying, event_write
from cases.workflow.locking import family_lock
from cases.workflow.types import Readers
from core import clock
from core.errors import Invalid
from core.references import reference
from documents.services import document_request


def review_send(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """The officer's application goes to a colleague for review; a family goes together."""
    family_lock(case_id)
    with applying(actor=actor, case_id=case_id, name="send_to_review", version=version) as act:
        act.case.prepared_by = actor.user_id
    for other in _family(act.case, Status.DRAFT):
        with applying(actor=actor, case_id=other, name="send_to_review") as further:
            further.case.prepared_by = actor.user_id
    return act.case


def review_return(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> Case:
    """Back to the officer, with the reason."""
    with applying(actor=actor, case_id=case_id, name="return_to_draft", version=version, reason=reason) as act:
        act.case.prepared_by = None
    return act.case


def case_submit(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """A second person releases the case: it gets its reference, is delivered to the receiving authority, its reply
    clock starts (unless the rule waits for confirmed receipt), and the application form is made. A family
    goes together.
    """
    family_lock(case_id)
    with applying(actor=actor, case_id=case_id, name="release", version=version) as act:
        _deliver(act, actor)
    _after_delivery(act, actor)
    for other in _family(act.case, Status.IN_REVIEW):
        with applying(actor=actor, case_id=other, name="release") as further:
            _deliver(further, actor)
        _after_delivery(further, actor)
    return act.case


def _family(case: Case, status: Status) -> list[UUID]:
    """The other cases of the family that stand at this status."""
    if case.group_id is None:
        return []
    others = Case.objects.filter(group_id=case.group_id, status=status).exclude(id=case.id)
    return list(others.order_by("id").values_list("id", flat=True))


def _deliver(act: Act, actor: Actor) -> None:
    case, now = act.case, clock.now()
    case.reference = _next_reference(case)
    case.submitted_at = case.delivered_at = now
    case.shared = True
    clock_share(case, ClockKind.SUBMISSION)
    interview_of_form(case, actor.authority_name)
    clock_share(case, ClockKind.ACCELERATED_SUBMISSION)
    act.parameters["reference"] = case.reference
    if case.group_id:
        CaseGroup.objects.filter(id=case.group_id).update(shared=True)


def _after_delivery(act: Act, actor: Actor) -> None:
    version_make(case=act.case)
    search_keys_write(case=act.case)
    access.files_share(act.case)
    _request_form(act.case, actor)


def _request_form(case: Case, actor: Actor) -> None:
    is_transit = case.track == Track.TRANSIT
    document_request(
        actor=actor,
        context=transit_application_request(case, actor) if is_transit else application_request(case, actor),
        subject=case.subject,
        audience=access.audience_both(case),
        case_reference=case.reference or "",
    )


def _next_reference(case: Case) -> str:
    codes = case.requesting_country.alpha2, case.receiving_country.alpha2
    year = clock.now().year
    with connection.cursor() as cursor:
        cursor.execute("select next_reference_number(%s, %s, %s)", [*codes, year])
        return reference(*codes, year, cursor.fetchone()[0])


def case_acknowledge(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """Receipt is confirmed; starts the reply clock where the agreement says so."""
    with applying(actor=actor, case_id=case_id, name="acknowledge", version=version) as act:
        act.case.received_at = clock.now()
    return act.case


def case_return_incomplete(
    *, actor: Actor, case_id: UUID, version: int | None, codes: Sequence[str], reason: str = ""
) -> Case:
    """The application goes back with coded reasons. Nothing lies with the receiving side any more: the time limits that
    ran from the delivery end, more time that was asked for lapses, and they begin anew with the completed application.
    """
    if not codes or not set(codes) <= set(IncompleteReason.values):
        raise Invalid({"codes": [_("Say what is missing")]})
    with applying(actor=actor, case_id=case_id, name="return_incomplete", version=version, reason=reason) as act:
        act.parameters["codes"] = list(codes)
        now = act.case.returned_at = clock.now()
        live = [row for kind in FROM_DELIVERY if (row := clock_running(act.case, kind))]
        act.parameters["ended"] = [row.kind for row in live if row.due_at > now]
        for row in live:
            # Where the limit has passed, what was asked for lapsed with it; the sweep marks no limit that is given up.
            extensions_lapse(row, at=min(now, row.due_at))
    return act.case


def case_resubmit(*, actor: Actor, case_id: UUID, version: int | None, reason: str = "") -> Case:
    """The completed application goes to the receiving side again: this delivery counts from now on, for the rules that
    hold and for the time limits that run from it. The form is made anew.
    """
    with applying(actor=actor, case_id=case_id, name="resubmit", version=version, reason=reason) as act:
        act.case.submitted_at = act.case.delivered_at = clock.now()
        act.case.received_at = None
        interview_of_form(act.case, actor.authority_name)
    sent = version_make(case=act.case)
    search_keys_write(case=act.case)
    access.files_share(act.case)
    _request_form(act.case, actor)
    sent_again_follow(actor, act.case, sent)
    return act.case


def case_withdraw(
    *, actor: Actor, case_id: UUID, version: int | None, code: str, note: str = "", is_closed: bool = False
) -> Case:
    """Withdraw the case. Why is own-side data: the other side learns only that it was withdrawn. Agencies that were
    asked need not answer any more. is_closed: the file is closed with it.
    """
    if code not in WithdrawalReason.values:
        raise Invalid({"code": [_("Choose a reason")]})
    with withdrawing(actor=actor, case_id=case_id, version=version, name="withdraw", code=code, note=note) as act:
        pass
    return case_close(actor=actor, case_id=case_id, version=None) if is_closed else act.case


@contextmanager
def withdrawing(
    *, actor: Actor, case_id: UUID, version: int | None, name: str, code: str, note: str = ""
) -> Iterator[Act]:
    """An act by which the requesting side ends its application: whatever waited for somebody waits no longer."""
    with applying(actor=actor, case_id=case_id, name=name, version=version) as act:
        yield act
        Withdrawal(case=act.case, own_side=Side.REQUESTING, reason_code=code, note=note).save(force_insert=True)
        transit_withdrawn(act.case)
        documents_revoke(act, RevocationReason.APPLICATION_WITHDRAWN)
        if act.transfer is not None:
            Transfer.objects.filter(id=act.transfer.id).update(status=TransferStatus.REPLACED, ended_at=clock.now())
        # There is nothing left that it could undo.
        waiting = Dispute.objects.filter(case=act.case, state=DisputeState.RAISED)
        waiting.update(state=DisputeState.WITHDRAWN, decided_at=clock.now())
        suspension_end(act.case)
    with connection.cursor() as cursor:
        cursor.execute("select cancel_questions_of_withdrawn(%s)", [act.case.id])
    # The agencies that were asked need the photograph no longer.
    access.files_share(act.case)
    event_write(actor, act.case, "case.withdrawal_reason", Readers.REQUESTING, {"code": code})


def case_close(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """The file is closed; retention counts from here."""
    with applying(actor=actor, case_id=case_id, name="close", version=version) as act:
        act.case.closed_at = clock.now()
    return act.case
