"""Where a transit stands, in sentences and stages, as far as the reader may know. No query here."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import Outcome, Status
from cases.choices_transit import TO_BE_TAKEN_BACK, TransitStatus
from cases.models import Case, Transit
from cases.wording import moment_words
from cases.wording_transit import OUTCOME_WORDS
from core.jinja import date_short

Words = str | Promise
_OVER: Final[Mapping[str, Words]] = {
    Status.COMPLETED: gettext_lazy("The transit was carried out. Nothing is left to do but to close the file."),
    Status.REFUSED: gettext_lazy("Transit was refused in writing, with reasons."),
    Status.WITHDRAWN: gettext_lazy("The application was withdrawn."),
    Status.REVOKED: gettext_lazy("The transit country took its consent back."),
    Status.EXPIRED: gettext_lazy("The consent was not used in the time that the agreement gives."),
    Status.TAKEN_BACK: gettext_lazy("The person was taken back by the requesting country."),
    Status.CLOSED: gettext_lazy("The file is closed. Everything stays readable."),
}


def over_words(status: str) -> str:
    """What is said of a transit that is over."""
    return str(_OVER.get(status, ""))


def is_to_be_taken_back(transit_status: str) -> bool:
    """Whether the person waits in the transit country to be taken back."""
    return transit_status in TO_BE_TAKEN_BACK


def sentence_of(case: Case, status: str, transit: Transit | None) -> str:
    """What there is to know before acting, in one sentence. status: as the reader may know it."""
    there = case.receiving_country
    if transit is not None and transit.status == TransitStatus.TAKE_BACK_AGREED and transit.take_back_at:
        words = {"point": str(transit.take_back_point), "moment": moment_words(transit.take_back_at, there)}
        return _("The person is taken back at %(point)s: %(moment)s.") % words
    if transit is not None and transit.status == TransitStatus.ABORTED:
        return _("The person is in the transit country and does not go on.")
    if status == Status.RECEIVED:
        return _("Receipt was acknowledged on %(date)s.") % {"date": date_short(case.received_at)}
    if status != Status.ACCEPTED:
        return ""
    if transit is not None and transit.status == TransitStatus.SCHEDULED:
        words = {"point": str(transit.entry_point), "moment": moment_words(transit.enters_at, there)}
        return _("Arrival at %(point)s: %(moment)s.") % words
    if transit is not None and transit.status == TransitStatus.ENTERED:
        words = {"point": str(transit.exit_point), "moment": moment_words(transit.leaves_at, there)}
        return _("The person has entered. Departure from %(point)s: %(moment)s.") % words
    if transit is not None and transit.status == TransitStatus.NOT_ENTERED:
        return _("The transit did not take place as scheduled; it can be scheduled anew.")
    return _("Consent was given on %(date)s.") % {"date": date_short(case.decided_at)}


def stage_rows(case: Case, transit: Transit | None) -> list[tuple[str, bool, str]]:
    """(name, whether it is done, note) of each stage of a transit."""
    is_returned = case.status == Status.RETURNED_INCOMPLETE
    is_consent = case.outcome == Outcome.ACCEPTED
    answer = ""
    if case.decided_at:
        answer = f"{OUTCOME_WORDS.get(case.outcome, '')}, {date_short(case.decided_at)}"
    standing = (TransitStatus.SCHEDULED, TransitStatus.ENTERED, TransitStatus.LEFT, *TO_BE_TAKEN_BACK)
    is_scheduled = transit is not None and transit.status in (*standing, TransitStatus.TAKEN_BACK)
    entered_at = transit.entered_at if transit else None
    left_at = transit.left_at if transit else None
    return [
        (_("Filed"), bool(case.submitted_at) and not is_returned, date_short(case.submitted_at)),
        (
            _("Received"),
            bool(case.received_at or case.decided_at),
            date_short(case.received_at) if case.received_at else "",
        ),
        (_("Answer"), bool(case.decided_at) and is_consent, answer),
        (_("Scheduled"), is_scheduled, date_short(transit.enters_at) if transit is not None else ""),
        (_("Entered"), entered_at is not None, date_short(entered_at) if entered_at else ""),
        (_("Left"), left_at is not None, date_short(left_at) if left_at else ""),
    ]


_STOPPED: Final[Mapping[str, Words]] = {
    Status.REFUSED: gettext_lazy("refused"),
    Status.WITHDRAWN: gettext_lazy("withdrawn"),
    Status.REVOKED: gettext_lazy("consent revoked"),
    Status.EXPIRED: gettext_lazy("not used in time"),
    Status.TAKEN_BACK: gettext_lazy("taken back"),
}


def stopped_words(case: Case, transit: Transit | None) -> str:
    """Why a transit that is over came no further."""
    if case.outcome == Outcome.REFUSED:
        return str(_STOPPED[Status.REFUSED])
    if case.status == Status.CLOSED and transit is not None and transit.taken_back_at:
        return str(_STOPPED[Status.TAKEN_BACK])
    if case.status == Status.CLOSED:
        return _("closed")
    return str(_STOPPED.get(case.status, ""))
