"""Codes in words, for the reader's side and in the reader's language: statuses, whose turn it is, events, refusals.

One place for every page, notice and audit view, so that no page can say to one side what only the other may know.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import (
    wording_access,
    wording_conversation,
    wording_costs,
    wording_deadlines,
    wording_documents,
    wording_exits,
    wording_interviews,
    wording_limits,
    wording_monitoring,
    wording_operations,
    wording_privacy,
    wording_procedure,
    wording_retention,
    wording_safeguards,
    wording_silence,
    wording_supervision,
    wording_tracks,
    wording_transit,
)
from cases.choices import (
    Outcome,
    Side,
    Status,
    Track,
    TransferFailure,
    VerificationAnswer,
    WithdrawalReason,
    status_known,
)
from cases.models import Case
from cases.wording_administration import ADMINISTRATION_WORDS
from core.jinja import date_long, date_words, local_time, zone_place
from countries.models import Country
from countries.selectors.places import clock_place
from documents.letters.registry import TITLES

Words = str | Promise

# How each status is coloured: done, in want of care, ended badly, quiet.
STATUS_KINDS: Final[Mapping[str, str]] = {
    Status.RETURNED_INCOMPLETE: "warn",
    Status.ACCEPTED: "ok",
    Status.COMPLETED: "ok",
    Status.REFUSED: "late",
    Status.TIME_BARRED: "late",
    Status.INCONCLUSIVE: "warn",
    Status.TAKEN_BACK: "warn",
    Status.WITHDRAWN: "quiet",
    Status.CLOSED: "quiet",
    Status.DRAFT: "quiet",
    **wording_transit.STATUS_KINDS,
}


def status_for(case: Case, side: str | None) -> tuple[str, Words]:
    """(code, words) of the case's status as this side may know it: a proposal is verification for the others.

    side: of the reader; None (no side of this case) is treated as the requesting side, which sees less.
    """
    status = Status(case.status)
    if side != Side.RECEIVING:
        status = status_known(status, case.track)
    if case.track == Track.TRANSIT and status in wording_transit.STATUS_WORDS:
        return status.value, wording_transit.STATUS_WORDS[status]
    return status.value, wording_silence.status_words(status, case)


def status_kind(code: str) -> str:
    """The kind of tag ("", "ok", "warn", "late", "quiet") in which a status is shown."""
    return STATUS_KINDS.get(code, "")


# --- the other country ----------------------------------------------------------------------------------------------


def other_country(case: Case, side: str | None) -> Country:
    """The country on the other side of a reader on `side`."""
    return case.receiving_country if side == Side.REQUESTING else case.requesting_country


def moment_words(at: datetime, there: str | Country) -> str:
    """An instant on the wall clock of a zone or a country: "Thursday 26 November 2026, 14:30 (Belgrade)"."""
    zone, place = (there, zone_place(there)) if isinstance(there, str) else (there.time_zone, clock_place(there))
    return f"{date_words(at, zone)}, {at.astimezone(ZoneInfo(zone)):%H:%M} ({place})"


# --- refusals ---------------------------------------------------------------------------------------------------------

_REFUSALS: Final[Mapping[str, Words]] = {
    "application_incomplete": gettext_lazy("the application was not complete"),
    "return_basis_missing": gettext_lazy("return decision and legal-status check were not recorded"),
    "second_person": gettext_lazy("another person must do this"),
    "handled_case": gettext_lazy("the reviewer had a hand in the case"),
    "verification_open": gettext_lazy("an agency had not answered yet"),
    "wrong_side": gettext_lazy("this is for the other side to do"),
    "not_granted": gettext_lazy("office and role do not include this"),
    "wrong_status": gettext_lazy("the case did not stand where this is possible"),
    "other_proposal": gettext_lazy("the proposal in hand was another one"),
    **wording_documents.REFUSALS,
    **wording_interviews.REFUSALS,
    "transfer_planned": gettext_lazy("a transfer was planned already"),
    "transfer_not_confirmed": gettext_lazy("the transfer was not confirmed"),
    "has_own_case": gettext_lazy("the family member has a case of their own"),
    "assignee_no_access": gettext_lazy("the colleague's office and role do not see the case"),
    "already_assigned": gettext_lazy("the colleague had the case already"),
    "not_assigned": gettext_lazy("nobody had the case"),
    "not_assigned_to_you": gettext_lazy("the case was a colleague's"),
    "nothing_to_print": gettext_lazy("the case has no finished paper"),
    "own_access": gettext_lazy("it was about the own access"),
    "signed_already": gettext_lazy("a colleague had signed it off already"),
    **wording_conversation.REFUSALS,
    **wording_access.REFUSALS,
    **wording_limits.REFUSALS,
    **wording_silence.REFUSALS,
    **wording_transit.REFUSALS,
    **wording_safeguards.REFUSALS,
    **wording_procedure.REFUSALS,
    **wording_exits.REFUSALS,
    **wording_monitoring.REFUSALS,
    **wording_costs.REFUSALS,
    **wording_privacy.REFUSALS,
    **wording_tracks.REFUSALS,
    **wording_operations.REFUSALS,
    "stale": gettext_lazy("the page was old: the case had changed since"),
    "file_damaged": gettext_lazy("the stored file did not match its record"),
}


def refusal_words(code: str) -> str:
    """Why an act was refused, as a clause in the past; an unknown code stands for itself."""
    return str(_REFUSALS.get(code, code.replace("_", " ")))


# --- events -----------------------------------------------------------------------------------------------------------

_Parameters = Mapping[str, Any]
_Maker = Callable[[_Parameters, bool], str]


def event_words(action: str, parameters: _Parameters, result: str = "done", *, is_own_side: bool) -> str:
    """One sentence (without full stop) for an event, a notice or a look.

    action, parameters, result: as `audit.models.Event` keeps them ("seen" and "denied" of an access as well).
    is_own_side: whether the reader stands on the side that acted. An unknown action is shown by its code.
    """
    if result == "refused" or action == "act.refused":
        return _("An act was refused: %(reason)s") % {"reason": refusal_words(str(parameters.get("code", "")))}
    made = _MADE.get(action)
    if made is not None:
        return made(parameters, is_own_side)
    plain = _PLAIN.get(action)
    if plain is None:
        return action
    return str(plain if isinstance(plain, str | Promise) else plain[0 if is_own_side else 1])


def _labels(choices: Any, codes: Any) -> str:
    known = dict(choices.choices)
    return ", ".join(str(known.get(code, code)) for code in codes or ())


def _instant(value: Any) -> str:
    """A stored instant on the reader's wall clock."""
    return local_time(datetime.fromisoformat(value)) if value else ""


def _day(value: Any) -> str:
    return date_long(date.fromisoformat(value)) if value else ""


def _with(sentence: str, detail: str) -> str:
    return f"{sentence}: {detail}" if detail else sentence


def _asked(values: _Parameters, is_own: bool) -> str:
    count = int(values.get("count", 1))
    return ngettext(
        "%(count)d agency was asked to verify identity", "%(count)d agencies were asked to verify identity", count
    ) % {"count": count}


def _answered(values: _Parameters, is_own: bool) -> str:
    words = {"agency": values.get("agency", ""), "answer": _lower(_labels(VerificationAnswer, [values.get("answer")]))}
    return _("%(agency)s answered: %(answer)s") % words


def _result(values: _Parameters, is_own: bool) -> str:
    answer = _lower(_labels(VerificationAnswer, [values.get("answer")]))
    return _("An agency of the other side answered: %(answer)s") % {"answer": answer}


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _proposed(values: _Parameters, is_own: bool) -> str:
    return _with(_("Decision proposed"), _lower(_labels(Outcome, [values.get("outcome")])))


def _document(values: _Parameters, is_own: bool) -> str:
    words = {"paper": str(TITLES.get(values.get("template", ""), "")), "version": values.get("version", 1)}
    return _("Paper asked for: %(paper)s, version %(version)s") % words


def _transfer_at(sentence: Words) -> _Maker:
    def make(values: _Parameters, is_own: bool) -> str:
        detail = ", ".join(filter(None, (values.get("crossing_point", ""), _instant(values.get("at")))))
        return _with(str(sentence), detail)

    return make


_FILE_KINDS: Final[Mapping[str, Words]] = {
    "photograph": gettext_lazy("Photograph stored"),
    "evidence": gettext_lazy("Scan of evidence stored"),
    "attachment": gettext_lazy("File stored"),
    "generated": gettext_lazy("Paper stored"),
}


def _exported(values: _Parameters, is_own: bool) -> str:
    words = {
        "table": str(_EXPORTS.get(str(values.get("kind", "")).partition("-")[0], _EXPORTS["table"])),
        "format": str(values.get("format", "")).upper(),
        "rows": values.get("rows", 0),
    }
    return _("Downloaded as a file: %(table)s (%(format)s, %(rows)s rows)") % words


_EXPORTS: Final[Mapping[str, Words]] = {
    "audit": gettext_lazy("the audit trail across cases"),
    "case_audit": gettext_lazy("the audit trail of this case"),
    "cases": gettext_lazy("a list of cases"),
    "disclosures": gettext_lazy("the register of disclosures"),
    "person_answer": gettext_lazy("the answer to a person's request"),
    "sample": gettext_lazy("a quality review"),
    "table": gettext_lazy("a table of figures"),
}


def _searched(values: _Parameters, is_own: bool) -> str:
    kinds = ", ".join(str(_SEARCHED.get(kind, kind)) for kind in values.get("kinds", ()))
    found = int(values.get("results", 0))
    hits = ngettext("%(count)d case found", "%(count)d cases found", found) % {"count": found}
    return _with(_("Searched for cases"), ", ".join(filter(None, (kinds, hits))))


_SEARCHED: Final[Mapping[str, Words]] = {
    "name": gettext_lazy("by name"),
    "birth": gettext_lazy("by date of birth"),
    "number": gettext_lazy("by number"),
    "country": gettext_lazy("by country"),
    "authority": gettext_lazy("by authority"),
}

_MADE: Final[Mapping[str, _Maker]] = {
    "search.made": _searched,
    "search.suggested": _searched,
    **wording_conversation.MADE,
    **wording_deadlines.MADE,
    **wording_silence.MADE,
    **wording_transit.MADE,
    **wording_safeguards.MADE,
    **wording_procedure.MADE,
    **wording_exits.MADE,
    **wording_tracks.MADE,
    **wording_operations.MADE,
    **wording_monitoring.MADE,
    **wording_costs.MADE,
    **wording_privacy.MADE,
    "case.withdrawal_reason": lambda values, is_own: _with(
        _("Reason of the withdrawal"), _labels(WithdrawalReason, [values["code"]] if values.get("code") else [])
    ),
    "verification.asked": _asked,
    "verification.agencies": lambda values, is_own: _with(_("Asked"), ", ".join(values.get("agencies", ()))),
    "verification.answered": _answered,
    "verification.result": _result,
    "decision.proposed": _proposed,
    **wording_documents.MADE,
    **wording_interviews.MADE,
    "transfer.notified": _transfer_at(gettext_lazy("Notice of the transfer given")),
    "transfer.confirmed": _transfer_at(gettext_lazy("Transfer confirmed")),
    "transfer.counter_proposed": _transfer_at(gettext_lazy("Another date proposed for the transfer")),
    "arrival.expected": _transfer_at(gettext_lazy("Person to receive")),
    "transfer.handed_over": _transfer_at(gettext_lazy("Person handed over")),
    "transfer.failed": lambda values, is_own: _with(
        _("The transfer failed"), _lower(_labels(TransferFailure, [values["code"]] if values.get("code") else []))
    ),
    "data.exported": _exported,
    "file.stored": lambda values, is_own: str(_FILE_KINDS.get(values.get("kind", ""), _FILE_KINDS["attachment"])),
    "document.requested": _document,
}
# One wording for both sides, or (for the side that acted, for the other side).
_PLAIN: Final[Mapping[str, Words | tuple[Words, Words]]] = {
    **ADMINISTRATION_WORDS,
    **wording_retention.PLAIN,
    **wording_documents.PLAIN,
    **wording_interviews.PLAIN,
    "case.started": gettext_lazy("Application begun"),
    "case.application_saved": gettext_lazy("Application changed"),
    "case.sent_to_review": gettext_lazy("Sent to review"),
    "case.returned_to_draft": gettext_lazy("Returned to the officer"),
    "case.submitted": (gettext_lazy("Released and delivered to the other side"), gettext_lazy("Filed and delivered")),
    "case.resubmitted": gettext_lazy("Completed and submitted again"),
    "case.received": gettext_lazy("Receipt acknowledged"),
    "case.accepted": gettext_lazy("Readmission accepted"),
    "case.refused": gettext_lazy("Readmission refused"),
    "case.inconclusive": gettext_lazy("Answered: inconclusive"),
    "case.withdrawn": gettext_lazy("Case withdrawn"),
    "case.closed": gettext_lazy("Case closed"),
    "case.opened": gettext_lazy("Opened the case"),
    "act.opened": gettext_lazy("Opened the page of an act"),
    "decision.sent_back": gettext_lazy("Proposal sent back"),
    "transfer.planned": gettext_lazy("Transfer planned"),
    "note.added": gettext_lazy("Note added for our side"),
    **wording_conversation.PLAIN,
    **wording_access.PLAIN,
    **wording_deadlines.PLAIN,
    **wording_silence.PLAIN,
    **wording_transit.PLAIN,
    **wording_safeguards.PLAIN,
    **wording_procedure.PLAIN,
    **wording_exits.PLAIN,
    **wording_operations.PLAIN,
    **wording_monitoring.PLAIN,
    **wording_costs.PLAIN,
    **wording_privacy.PLAIN,
    "case.assigned": gettext_lazy("Assigned to a colleague"),
    "case.taken": gettext_lazy("Taken"),
    "case.assigned_to_you": gettext_lazy("Assigned to you"),
    "case.handed_to_you": gettext_lazy("Handed over to you"),
    "case.taken_from": gettext_lazy("Your case is with a colleague now"),
    "case.handed_over": gettext_lazy("Handed over to a colleague"),
    "case.given_back": gettext_lazy("Given back to the office"),
    "case.printed": gettext_lazy("Printed the papers of the case"),
    "account.signed_in": gettext_lazy("Signed in"),
    "account.signed_in_with_authority": gettext_lazy("Signed in with the sign-in of the authority"),
    "account.role_claimed": gettext_lazy("A role was given because the sign-in of the authority says so"),
    "account.role_unclaimed": gettext_lazy("A role ended because the sign-in of the authority names it no more"),
    "account.sign_in_refused": gettext_lazy("Sign-in refused"),
    "account.signed_out": gettext_lazy("Signed out"),
    "account.office_chosen": gettext_lazy("Chose the office to act for"),
    "account.profile_changed": gettext_lazy("Changed the own profile"),
    "account.password_changed": gettext_lazy("Changed the own password"),
    "account.second_factor_refused": gettext_lazy("Second step of the sign-in refused"),
    "account.app_enrolled": gettext_lazy("Set up an authenticator app"),
    "account.app_removed": gettext_lazy("Removed an authenticator app"),
    "account.passkey_enrolled": gettext_lazy("Set up a passkey"),
    "account.passkey_removed": gettext_lazy("Removed a passkey"),
    "account.recovery_codes_made": gettext_lazy("Made new recovery codes"),
    "account.recovery_code_used": gettext_lazy("Used a recovery code"),
    "account.sessions_ended": gettext_lazy("Ended sessions in other browsers"),
    "account.confirmed": gettext_lazy("Confirmed who is at the browser"),
    "account.absence_set": gettext_lazy("Absence entered"),
    "account.absence_ended": gettext_lazy("Absence ended"),
    "account.deactivated_by_operator": gettext_lazy("Administrator kept out by the operator"),
    "account.client_created": gettext_lazy("National system enrolled by the operator"),
    "account.client_secret_changed": gettext_lazy("National system given a new secret by the operator"),
    "account.client_revoked": gettext_lazy("National system let in no more by the operator"),
    "file.withdrawn": gettext_lazy("File withdrawn"),
    "file.viewed": gettext_lazy("Looked at a file"),
    "file.previewed": gettext_lazy("Looked at a file"),
    "file.downloaded": gettext_lazy("Downloaded a file"),
    "look.denied": gettext_lazy("Tried to open what is not theirs to see"),
    **wording_supervision.PLAIN,
    "application.opened": gettext_lazy("Opened the whole application"),
    "travel_document.wanted": gettext_lazy("Travel document to issue"),
    "verification.wanted": gettext_lazy("Question of identity to answer"),
    "health_sheet.opened": gettext_lazy("Opened the sheet on health for the journey"),
    "arrival.opened": gettext_lazy("Opened the expected arrival"),
    "verification.opened": gettext_lazy("Opened a verification question"),
}


def answers_words(asked: int, answered: int) -> str:
    """ "All 3 agencies have answered." or "1 of 3 agencies has answered." """
    if asked == answered:
        one, many = _("The agency has answered."), ngettext("%(n)d agency", "%(n)d agencies", asked) % {"n": asked}
        return one if asked == 1 else _("All %(agencies)s have answered.") % {"agencies": many}
    return ngettext(
        "%(answered)d of %(asked)d agency has answered.", "%(answered)d of %(asked)d agencies have answered.", asked
    ) % {"answered": answered, "asked": asked}
