"""The ways out of a case in words: readmission in error, suspension, reopening, filing again."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import Outcome, PauseCode
from cases.choices_exits import ErrorGround, ReturnedItem
from core.jinja import date_long, local_time

_Parameters = Mapping[str, Any]
_Maker = Callable[[_Parameters, bool], str]
REFUSALS: Final[Mapping[str, str | Promise]] = {
    "error_window_passed": gettext_lazy("the time for a claim of readmission in error had ended"),
    "nobody_readmitted": gettext_lazy("nobody was readmitted in the case"),
    "person_on_the_way": gettext_lazy("the person had departed"),
    "filed_before": gettext_lazy("the application was not filed again from the earlier one"),
    "error_claim_waits": gettext_lazy("a claim of readmission in error was not settled"),
    "case_suspended": gettext_lazy("the own side had suspended the case"),
    "nothing_new": gettext_lazy("nothing was new in the application filed again"),
    "refiled_already": gettext_lazy("the application was filed again already"),
}


def labels(choices: Any, codes: Any) -> str:
    """Codes as a list in words."""
    known = dict(choices.choices)
    words = [str(known.get(code, code)) for code in codes or ()]
    return ", ".join(f"{word[:1].lower()}{word[1:]}" for word in words)


def _with(sentence: str | Promise, *details: str) -> str:
    detail = ", ".join(filter(None, details))
    return f"{sentence}: {detail}" if detail else str(sentence)


def _moment(values: _Parameters) -> str:
    return local_time(datetime.fromisoformat(values["at"])) if values.get("at") else ""


def _review(values: _Parameters) -> str:
    day = values.get("review_on")
    return _("to be reviewed on %(day)s") % {"day": date_long(date.fromisoformat(day))} if day else ""


def _grounded(sentence: str | Promise) -> _Maker:
    return lambda values, is_own: _with(sentence, labels(ErrorGround, values.get("grounds")))


MADE: Final[Mapping[str, _Maker]] = {
    "error.claimed": _grounded(gettext_lazy("Readmission in error claimed")),
    "error.reported": _grounded(gettext_lazy("Readmission in error reported")),
    "error.arranged": lambda values, is_own: _with(
        _("Taking back arranged"), str(values.get("crossing_point", "")), _moment(values)
    ),
    "error.documents_returned": lambda values, is_own: _with(
        _("What goes back with the person was recorded"), labels(ReturnedItem, values.get("items"))
    ),
    "error.taken_back": lambda values, is_own: _with(_("Person taken back"), _moment(values)),
    "case.suspended": lambda values, is_own: _with(
        _("Case suspended"), labels(PauseCode, [values["code"]] if values.get("code") else []), _review(values)
    ),
    "case.suspension_reviewed": lambda values, is_own: _with(_("The case stays suspended"), _review(values)),
    "case.reopened": lambda values, is_own: _with(
        _("Examination reopened"),
        _("it had been answered: %(outcome)s") % {"outcome": labels(Outcome, [values["outcome"]])}
        if values.get("outcome")
        else "",
    ),
}
PLAIN: Final[Mapping[str, str | Promise]] = {
    "error.accepted": gettext_lazy("Claim of readmission in error accepted"),
    "error.disputed": gettext_lazy("Claim of readmission in error not accepted"),
    "error.withdrawn": gettext_lazy("Claim of readmission in error withdrawn"),
    "case.resumed": gettext_lazy("Case resumed"),
    "case.refiled": gettext_lazy("Begun as an earlier application filed again"),
    "case.filed_again": gettext_lazy("A new application was begun for the person"),
    "deadline.suspension": gettext_lazy("A suspended case is to be reviewed: does the obstacle last?"),
}
# What the table cannot say of these acts by itself.
MORE: Final[Mapping[str, str | Promise]] = {
    **dict.fromkeys(
        ("claim_error", "claim_error_after_closing"),
        gettext_lazy("The other side accepts the claim and takes the person back, or says in writing why not."),
    ),
    **dict.fromkeys(
        ("report_error", "accept_error_claim"),
        gettext_lazy(
            "Your side takes the person back without formality and bears the costs of the journey. The taking back is "
            "arranged next."
        ),
    ),
    "dispute_error_claim": gettext_lazy("The readmission stands. While there is time, another claim can be made."),
    "withdraw_error_claim": gettext_lazy("The readmission stands."),
    "arrange_take_back": gettext_lazy("The arrangement can be replaced until the person is back."),
    "return_documents": gettext_lazy(
        "All documents and data about the identity that came with the readmission go back with the person."
    ),
    "record_take_back": gettext_lazy("The file can be closed after that."),
    "suspend_case": gettext_lazy(
        "A transfer in hand, a scheduled transit and an interview with a date end; of what it knew of, the other side "
        "reads that it was postponed, and nothing else. Nothing is planned, announced or confirmed until the case is "
        "resumed. Time limits run on: where the agreement lets one stand still, that is an act of its own."
    ),
    "resume_case": gettext_lazy("What was postponed is planned anew."),
    "review_case_suspension": gettext_lazy("Nothing else changes."),
    "reopen": gettext_lazy(
        "The earlier answer counts no longer. The agreement gives no time limit for the new one; a time limit that "
        "still runs runs on."
    ),
    "record_voluntary_departure": gettext_lazy(
        "The application ends as withdrawn, and the file is closed: time limits, questions to agencies, travel "
        "documents and a planned transfer end with it. The other side reads what it reads of every withdrawal."
    ),
}
