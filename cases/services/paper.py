"""What came by post, fax or e-mail: an acknowledgement or a reply, entered with its own date and a scan; and a reply
undone that the receiving side says it never gave.

Time limits go by the date of the paper, not by the day on which somebody entered it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import (
    FROM_DELIVERY,
    Basis,
    ClockKind,
    DecisionState,
    ExtensionState,
    Outcome,
    PaperChannel,
    PaperKind,
    Side,
    Status,
)
from cases.clock_starts import start_of
from cases.clocks import clock_running, clock_write, clocks_met_by, due_of, rule_of, rules_of
from cases.models import Case, CaseClock, ClockExtension, Decision, PaperRecord
from cases.services.decision import reasons_checked, track_reasons_check
from cases.services.silence import preparations_end, reply_limit, silence_undo_by_reply
from cases.services.talking import Upload
from cases.silence_rules import basis_of
from cases.workflow.engine import Act, applying
from core import clock
from core.errors import Invalid
from core.jinja import SOON_DAYS, due_words
from countries.choices import Unit
from countries.clocks import DueDate
from countries.selectors.calendars import due_date_for, resumption_for
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
    knows_it_is_over: bool = False,
) -> PaperRecord:
    """Receipt was confirmed on paper: entered by the side that gave or the side that got it. The time limit for the
    reply starts with the paper's date where the agreement counts from confirmed receipt.

    A limit that would be over at once, or soon, is started by the receiving side alone, and where silence then decides
    at once only if it `knows_it_is_over`: nobody loses by the other side's entry a limit that was never seen to run.
    Raises Invalid (channel, dated_at, scan, knows_it_is_over).
    """
    case = Case.objects.filter(id=case_id).only("receiving_country_id").first()
    is_receiving = case is not None and case.receiving_country_id == actor.country
    name = "acknowledge_on_paper" if is_receiving else "record_acknowledgement"
    with applying(actor=actor, case_id=case_id, name=name, version=version) as act:
        side = Side.RECEIVING if is_receiving else Side.REQUESTING
        if act.case.delivered_at is not None and act.case.delivered_at <= dated_at <= clock.now():
            _refuse_what_is_nearly_over(act.case, side, dated_at, knows_it_is_over)
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
        track_reasons_check(act.case, outcome, codes)
        is_in_time = act.row.sources == {Status.ACCEPTED}
        if is_in_time and dated_at >= reply_limit(act.case).due_at:
            raise Invalid({"dated_at": [_late_words(act.case)]})
        record = _record(act, Side.REQUESTING, PaperKind.REPLY, channel, dated_at, scan)
        record.outcome, record.reason_codes, record.reasons = outcome, codes, reasons.strip()
        record.note = note.strip()
        record.save(force_insert=True)
        Decision(
            case=act.case,
            status_before=_stood_before(act.case),
            outcome=outcome,
            basis=Basis.PAPER,
            reason_codes=codes,
            reasons=reasons.strip(),
            state=DecisionState.COUNTERSIGNED,
            proposed_at=dated_at,
            countersigned_at=dated_at,
        ).save(force_insert=True)
        act.case.outcome, act.case.basis, act.case.decided_at = outcome, Basis.PAPER, dated_at
        if is_in_time:
            silence_undo_by_reply(act, replied_at=dated_at, outcome=outcome)
        act.happened_at = dated_at
        act.meets = clocks_met_by(outcome, act.case, act.meets)
        act.parameters |= {"outcome": outcome, "codes": codes}
    with connection.cursor() as cursor:
        cursor.execute("select lapse_proposal_of_answered(%s)", [act.case.id])
    return record


def _stood_before(case: Case) -> str:
    """Where the case goes back to if this reply turns out not to be the receiving side's. What silence had decided it
    decides again then; that a decision was proposed is the receiving side's own, and both sides read this row.
    """
    if case.status == Status.ACCEPTED:
        return Decision.objects.values_list("status_before", flat=True).get(case=case, state=DecisionState.DEEMED)
    return Status.IN_VERIFICATION if case.status == Status.DECISION_PROPOSED else case.status


def reply_undo(act: Act) -> None:
    """The reply on paper turned out not to be the receiving side's: the case stands where it stood before.

    The time limits that it ended run on for what was left when it was entered, from the next day: nobody loses time
    because another one's entry stood, and silence takes no effect in days in which no reply was possible. A limit that
    had passed before keeps its end: what silence decides then, the sweep decides again.
    """
    case = act.case
    Decision.objects.filter(case=case, state=DecisionState.COUNTERSIGNED, basis=Basis.PAPER).update(
        state=DecisionState.UNDONE
    )
    preparations_end(act)
    case.outcome = case.basis = ""
    case.decided_at = None
    reply = PaperRecord.objects.filter(case=case, kind=PaperKind.REPLY).latest("entered_at")
    for row in CaseClock.objects.filter(case=case, kind__in=FROM_DELIVERY, followed_by=None):
        if not row.is_live and row.ended_at != reply.dated_at:
            continue  # something else ended it
        new = clock_write(case, row.kind, _due_after(case, row, reply.entered_at), follows=row)
        # What was asked for this time limit is asked for the one in its place.
        ClockExtension.objects.filter(clock=row, state=ExtensionState.REQUESTED).update(clock=new)


def _due_after(case: Case, row: CaseClock, entered_at: datetime) -> DueDate:
    """When a time limit ends that stood still since a reply was entered that was none."""
    due, now = due_of(row), clock.now()
    if entered_at >= due.at:
        return due
    goes_on = now if due.rule.unit == Unit.HOUR else now + timedelta(days=1)
    return resumption_for(
        due, entered_at, goes_on, requesting=case.requesting_country_id, receiving=case.receiving_country_id
    )


def _refuse_what_is_nearly_over(case: Case, side: Side, dated_at: datetime, knows_it_is_over: bool) -> None:
    """Raise Invalid where the time limit for the reply, started by a receipt at that moment, would be over already; for
    the side that waits for the reply also where it would end in less than SOON_DAYS."""
    due, now = _reply_due(case, dated_at), clock.now()
    if due is None or due.at >= now + timedelta(days=SOON_DAYS):
        return
    is_over = due.at <= now
    words = {"end": due_words(due.at, due.time_zone), "days": SOON_DAYS}
    if side is Side.REQUESTING:
        said = _(
            "By this date the time limit for the reply would end in less than %(days)d days (%(end)s). The receiving "
            "side did not see it run and has to enter the acknowledgement itself."
        )
        if is_over:
            said = _(
                "By this date the time limit for the reply ended %(end)s. The receiving side did not see it run and "
                "has to enter the acknowledgement itself."
            )
        raise Invalid({"dated_at": [said % words]})
    if not is_over or knows_it_is_over or not (basis := basis_of(due)):
        return
    said = _("By this date the time limit for the reply ended %(end)s, and the case is accepted by silence at once.")
    if basis == Basis.SILENCE_TRANSFER:
        said = _(
            "By this date the time limit for the reply ended %(end)s, and the transfer may go ahead without a reply."
        )
    raise Invalid({"knows_it_is_over": [said % words]})


def _reply_due(case: Case, received_at: datetime) -> DueDate | None:
    """The time limit for the reply that starts with a receipt at that moment; None where none does."""
    rule = rule_of(case, ClockKind.REPLY, rules_of(case))
    if rule is None or not rule.has_limit or clock_running(case, ClockKind.REPLY) is not None:
        return None
    case.received_at = received_at
    start = start_of(case, rule.start_event)
    if start is None:
        return None
    return due_date_for(rule, start, requesting=case.requesting_country_id, receiving=case.receiving_country_id)


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
