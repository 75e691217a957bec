"""The row of stages of a case, as far as the reader may know how far it is. No query here."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.choices import Outcome, Status, Track, TransferStatus, TravelDocumentStatus
from cases.models import Case, Transfer
from cases.selectors.standing import Facts, is_over
from cases.selectors.transit_words import stage_rows, stopped_words
from cases.wording import status_for
from cases.wording_silence import outcome_words
from core.jinja import date_short, due_short


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the row; state: done | now | next | stopped."""

    name: str
    note: str
    state: str


def stages_of(facts: Facts) -> list[Stage]:
    """Filed, Received, Verified, Decision, Travel document, Transfer, Handed over: with dates the reader may know."""
    case = facts.case
    transfer = facts.last_transfer
    is_returned = case.status == Status.RETURNED_INCOMPLETE
    is_verified = bool(facts.asked and facts.asked == facts.answered) or bool(case.decided_at)
    is_verified = is_verified or facts.public_status == Status.DECISION_PROPOSED
    refused = case.outcome in {Outcome.REFUSED, Outcome.INCONCLUSIVE}
    agreed = {TransferStatus.CONFIRMED, TransferStatus.DEPARTED, TransferStatus.HANDED_OVER}
    is_agreed = transfer is not None and transfer.status in agreed
    issued_on = facts.document.issued_on if facts.document is not None else None
    rows: list[tuple[str, bool, str]] = [
        (_("Filed"), bool(case.submitted_at) and not is_returned, date_short(case.submitted_at)),
        (
            _("Received"),
            bool(case.received_at or case.decided_at),
            date_short(case.received_at) if case.received_at else "",
        ),
        (_("Verified"), is_verified, date_short(facts.answered_at) if facts.answered_at else ""),
        (_("Decision"), bool(case.decided_at) and not refused, _decision_note(case)),
        (
            _("Travel document"),
            facts.document is not None,
            date_short(issued_on),
        ),
        (_("Transfer"), is_agreed, _transfer_note(transfer)),
        (_("Handed over"), bool(case.completed_at), date_short(case.completed_at)),
    ]
    if case.track == Track.TRANSIT:
        rows = stage_rows(case, facts.transit)
    over = is_over(case)
    stages: list[Stage] = []
    current = True
    for index, (name, is_done, note) in enumerate(rows):
        if is_done:
            stages.append(Stage(name, note, "done"))
        elif current:
            current = False
            stages.append(Stage(name, _current_note(facts, index), "stopped" if over else "now"))
        else:
            stages.append(Stage(name, "", "next"))
    return stages


def _current_note(facts: Facts, index: int) -> str:
    case = facts.case
    if case.track == Track.TRANSIT and is_over(case):
        return stopped_words(case, facts.transit)
    if case.status in {Status.WITHDRAWN, Status.CLOSED} and not case.decided_at:
        return _("withdrawn")
    if case.outcome in {Outcome.REFUSED, Outcome.INCONCLUSIVE} and index == 3:
        return _decision_note(case)
    if case.status == Status.TIME_BARRED:
        return _("out of time")
    if is_over(case):
        return _("withdrawn")
    if case.status == Status.RETURNED_INCOMPLETE and index == 0:
        return _("returned")
    if case.status in {Status.DRAFT, Status.IN_REVIEW}:
        return str(status_for(case, facts.side)[1]).lower()
    kinds = {0: "reply", 1: "reply", 2: "reply", 3: "reply", 4: "travel_document_issue", 5: "transfer", 6: "transfer"}
    ended = (TravelDocumentStatus.EXPIRED, TravelDocumentStatus.LOST, TravelDocumentStatus.REVOKED)
    if index == 4 and facts.situation.document in ended:
        return str(TravelDocumentStatus(facts.situation.document).label).lower()
    if index >= 5 and facts.postponed:
        return _("stands still")
    if case.track == Track.TRANSIT:
        kinds = {0: "reply", 1: "reply", 2: "reply", 3: "transit_use", 4: "transit_use"}
    due = next((row for row in facts.going if row.kind == kinds.get(index)), None)
    if due is not None:
        return _("due %(day)s") % {"day": due_short(due.due_at, due.due["time_zone"])}
    return _transfer_note(facts.transfer) if index in {5, 6} else ""


def _decision_note(case: Case) -> str:
    if not case.decided_at:
        return ""
    return f"{outcome_words(case.outcome, case.basis)}, {date_short(case.decided_at)}"


def _transfer_note(transfer: Transfer | None) -> str:
    return date_short(transfer.arrives_at) if transfer is not None else ""
