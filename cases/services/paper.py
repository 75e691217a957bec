"""What came by post, fax or e-mail: an acknowledgement or a reply, entered with its own date and a scan.

Time limits go by the date of the paper, not by the day on which somebody entered it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import Basis, DecisionState, Outcome, PaperChannel, PaperKind, Side, Status
from cases.clocks import clocks_met_by
from cases.models import Case, Decision, PaperRecord
from cases.services.decision import reasons_checked
from cases.services.silence import reply_limit, silence_undo_by_reply
from cases.services.talking import Upload
from cases.workflow.engine import Act, applying
from core import clock
from core.errors import Invalid
from documents.intake import UploadRefused
from documents.models import StoredFile
from documents.services import file_store

RECORDS = {
    Outcome.ACCEPTED: "record_acceptance",
    Outcome.REFUSED: "record_refusal",
    Outcome.INCONCLUSIVE: "record_inconclusive",
}


def paper_acknowledge(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    channel: str,
    dated_at: datetime,
    scan: Upload,
    note: str = "",
) -> PaperRecord:
    """Receipt was confirmed on paper: entered by the side that gave or the side that got it. The time limit for the
    reply starts with the paper's date where the agreement counts from confirmed receipt. Raises Invalid (channel,
    dated_at, scan).
    """
    case = Case.objects.filter(id=case_id).only("receiving_country_id").first()
    is_receiving = case is not None and case.receiving_country_id == actor.country
    name = "acknowledge_on_paper" if is_receiving else "record_acknowledgement"
    with applying(actor=actor, case_id=case_id, name=name, version=version) as act:
        side = Side.RECEIVING if is_receiving else Side.REQUESTING
        record = _record(act, side, PaperKind.ACKNOWLEDGEMENT, channel, dated_at, scan)
        record.note = note.strip()
        record.save(force_insert=True)
        act.case.received_at = dated_at
    return record


def paper_reply(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    outcome: str,
    channel: str,
    dated_at: datetime,
    scan: Upload,
    reason_codes: Sequence[str] = (),
    reasons: str = "",
    note: str = "",
) -> PaperRecord:
    """The other side replied on paper: the reply holds like one given here, and meets its time limit at its own date.

    A proposal that the other side had in hand here lapses. Where the case was accepted by silence, a reply that came in
    time undoes that; a late one changes nothing. Raises Invalid (outcome, reason_codes, reasons, channel,
    dated_at, scan).
    """
    codes = reasons_checked(outcome, reason_codes, reasons)
    name = _entering(case_id, Outcome(outcome))
    with applying(actor=actor, case_id=case_id, name=name, version=version) as act:
        if act.row.sources == {Status.ACCEPTED} and dated_at >= reply_limit(act.case).due_at:
            raise Invalid({"dated_at": [_late_words(act.case)]})
        record = _record(act, Side.REQUESTING, PaperKind.REPLY, channel, dated_at, scan)
        record.outcome, record.reason_codes, record.reasons = outcome, codes, reasons.strip()
        record.note = note.strip()
        record.save(force_insert=True)
        Decision(
            case=act.case,
            outcome=outcome,
            basis=Basis.PAPER,
            reason_codes=codes,
            reasons=reasons.strip(),
            state=DecisionState.COUNTERSIGNED,
            proposed_at=dated_at,
            countersigned_at=dated_at,
        ).save(force_insert=True)
        act.case.outcome, act.case.basis, act.case.decided_at = outcome, Basis.PAPER, dated_at
        if act.row.sources == {Status.ACCEPTED}:
            silence_undo_by_reply(act, replied_at=dated_at, outcome=outcome)
        act.happened_at = dated_at
        act.meets = clocks_met_by(outcome, act.case, act.meets)
        act.parameters |= {"outcome": outcome, "codes": codes}
    with connection.cursor() as cursor:
        cursor.execute("select lapse_proposal_of_answered(%s)", [act.case.id])
    return record


def _late_words(case: Case) -> str:
    if case.basis == Basis.SILENCE_TRANSFER:
        return _("The time limit had passed: the transfer may go ahead without a reply")
    return _("The time limit had passed: the case was accepted by silence")


def _entering(case_id: UUID, outcome: Outcome) -> str:
    """Which row of the table enters a reply: another one where silence was taken for acceptance before."""
    status = Case.objects.filter(id=case_id).values_list("status", flat=True).first()
    return f"{RECORDS[outcome]}_in_time" if status == Status.ACCEPTED else RECORDS[outcome]


def _record(act: Act, side: Side, kind: PaperKind, channel: str, dated_at: datetime, scan: Upload) -> PaperRecord:
    """The record with its scan stored, not yet saved."""
    now, delivered_at = clock.now(), act.case.delivered_at
    errors: dict[str, list[str]] = {}
    if channel not in PaperChannel.values:
        errors["channel"] = [_("Choose how it came")]
    if dated_at > now:
        errors["dated_at"] = [_("The date cannot lie in the future")]
    elif delivered_at is not None and dated_at < delivered_at:
        errors["dated_at"] = [_("The application was delivered after this date")]
    if errors:
        raise Invalid(errors)
    try:
        file = file_store(
            actor=act.actor,
            stream=scan.stream,
            declared_name=scan.name,
            kind=StoredFile.Kind.ATTACHMENT,
            subject=act.case.subject,
            audience=access.audience_both(act.case),
            case_reference=act.case.reference or "",
        )
    except UploadRefused as refused:
        raise Invalid({"scan": [refused.message]}) from refused
    act.parameters |= {"channel": channel, "dated_at": dated_at.isoformat()}
    return PaperRecord(
        case=act.case,
        kind=kind,
        channel=channel,
        dated_at=dated_at,
        file=file,
        entered_side=side,
        entered_at=now,
    )
