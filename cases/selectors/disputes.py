"""The objections to an acceptance by silence or a reply on paper, as both sides read them. No query here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.choices import DisputeKind, DisputeState, InconclusiveReason, Outcome, RefusalReason
from cases.models import Case, Dispute
from cases.selectors.case_panels import Row
from cases.wording import moment_words

_KINDS = {DisputeState.RAISED: "warn", DisputeState.UPHELD: "ok", DisputeState.REJECTED: "late"}


@dataclass(frozen=True, slots=True)
class DisputeView:
    """One objection. kind: the colour of its state; file_url: its scan."""

    title: str
    state: str
    kind: str
    rows: Sequence[Row]
    file_url: str


def dispute_view(case: Case, dispute: Dispute) -> DisputeView:
    """What was objected, and what came of it."""
    there = case.receiving_country
    is_reply = dispute.kind == DisputeKind.REPLY_IN_TIME
    claimed = moment_words(dispute.claimed_at, there) if dispute.claimed_at else _("never")
    reasons = RefusalReason if dispute.outcome == Outcome.REFUSED else InconclusiveReason
    words = dict(reasons.choices)
    rows: list[Row] = [
        (_("Raised"), moment_words(dispute.raised_at, there)),
        (_("Reply given") if is_reply else _("Delivered"), "" if dispute.kind == DisputeKind.PAPER else claimed),
        (_("How"), str(dispute.get_channel_display()) if dispute.channel else ""),
        (_("What it said"), str(dispute.get_outcome_display()) if dispute.outcome else ""),
        (_("Reason"), "; ".join(str(words.get(code, code)) for code in dispute.reason_codes)),
        (_("In words"), dispute.reasons),
        (_("Statement"), dispute.statement),
        (_("Answered"), moment_words(dispute.decided_at, there) if dispute.decided_at else ""),
        (_("Answer"), dispute.answer),
    ]
    return DisputeView(
        title=str(dispute.get_kind_display()),
        state=str(dispute.get_state_display()),
        kind=_KINDS.get(DisputeState(dispute.state), "quiet"),
        rows=[row for row in rows if row[1]],
        file_url=reverse("documents:file-view", args=[dispute.file_id]) if dispute.file_id else "",
    )
