"""The panel of the case page on what agencies were asked and answered, written for one reader. No query here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.choices import VerificationAnswer, VerificationStatus
from cases.models import VerificationResult, VerificationTask
from cases.selectors.verification import ConsolidatedRow, consolidated
from core.jinja import date_short


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One agency's answer. agency, question, remarks: receiving side only, empty for others."""

    number: int
    answer: str
    kind: str
    when: str
    agency: str = ""
    question: str = ""
    remarks: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class VerificationPanel:
    """is_full: agencies and remarks are shown (receiving side), and what all say of each particular."""

    rows: Sequence[AnswerRow]
    note: str
    is_full: bool
    consolidated: Sequence[ConsolidatedRow] = ()


_ANSWER_KINDS = {
    VerificationAnswer.CONFIRMED: "ok",
    VerificationAnswer.NOT_CONFIRMED: "late",
    VerificationAnswer.INCONCLUSIVE: "quiet",
}


def verification_panel(answers: Sequence[VerificationTask | VerificationResult], *, is_full: bool) -> VerificationPanel:
    """answers: tasks for the receiving side (is_full); for others results: that something was asked, and the answer."""
    rows: list[AnswerRow] = []
    answered = 0
    for number, row in enumerate(answers, start=1):
        answered += bool(row.answer)
        words = str(row.get_answer_display()) if row.answer else _("Not answered yet")
        kind = _ANSWER_KINDS.get(VerificationAnswer(row.answer), "") if row.answer else "warn"
        when = date_short(row.answered_at) if row.answered_at else ""
        if isinstance(row, VerificationTask):
            if row.status == VerificationStatus.CANCELLED:
                words, kind = str(row.get_status_display()), "quiet"
            elif not when and row.due_on:
                when = _("asked for by %(date)s") % {"date": date_short(row.due_on)}
            remarks = ". ".join(filter(None, (row.remarks.rstrip("."), row.adverse)))
            url = reverse("cases:verification-question", args=[row.case_id, row.id])
            rows.append(AnswerRow(number, words, kind, when, row.agency.name, row.question, remarks, url))
        else:
            rows.append(AnswerRow(number, words, kind, when))
    note = _("%(answered)d of %(asked)d answered") % {"answered": answered, "asked": len(rows)} if rows else ""
    tasks = [row for row in answers if isinstance(row, VerificationTask)]
    return VerificationPanel(rows, note, is_full, consolidated(tasks) if is_full else ())
