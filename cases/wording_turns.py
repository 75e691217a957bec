"""Whose turn it is, in words, told to a reader on either side."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import ClockKind, Side, Status, Track, TransferStatus
from cases.choices_transit import TO_BE_TAKEN_BACK
from cases.models import Case, Transfer
from cases.wording import Words, status_for
from cases.wording_transit import RECEIVING_DOES as TRANSIT_RECEIVING_DOES
from cases.wording_transit import TRANSIT_DOES
from countries.selectors.places import country_name


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is. whose: "ours" | "theirs" | "nobody"; who: "you", the other country's name, or ""; what: what
    that side has to do now, in words; side: the code of the side that must act, or ""."""

    whose: str
    who: str
    what: str
    side: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether the reader's side must act."""
        return self.whose == "ours"


_REQUESTING_DOES: Final[Mapping[str, Words]] = {
    Status.DRAFT: gettext_lazy("complete the application"),
    Status.IN_REVIEW: gettext_lazy("review and release the application"),
    Status.RETURNED_INCOMPLETE: gettext_lazy("complete the application and submit it again"),
    Status.COMPLETED: gettext_lazy("close the case"),
    Status.TAKEN_BACK: gettext_lazy("close the case"),
    Status.REFUSED: gettext_lazy("close the case"),
    Status.INCONCLUSIVE: gettext_lazy("close the case"),
    Status.WITHDRAWN: gettext_lazy("close the case"),
    Status.TIME_BARRED: gettext_lazy("close the case"),
}
_RECEIVING_DOES: Final[Mapping[str, Words]] = {
    Status.SUBMITTED: gettext_lazy("acknowledge receipt"),
    Status.RECEIVED: gettext_lazy("verify identity and decide"),
    Status.IN_VERIFICATION: gettext_lazy("verify identity and decide"),
    Status.DECISION_PROPOSED: gettext_lazy("countersign the decision"),
}
_TRANSFER_DOES: Final[Mapping[str, tuple[Side, Words]]] = {
    TransferStatus.PLANNED: (Side.REQUESTING, gettext_lazy("give notice of the transfer")),
    TransferStatus.NOTIFIED: (Side.RECEIVING, gettext_lazy("confirm the transfer")),
    TransferStatus.COUNTER_PROPOSED: (Side.REQUESTING, gettext_lazy("plan the transfer for another date")),
    TransferStatus.CHANGED: (Side.RECEIVING, gettext_lazy("confirm the changed transfer")),
    TransferStatus.CONFIRMED: (Side.RECEIVING, gettext_lazy("receive the person and record the handover")),
    TransferStatus.DEPARTED: (Side.RECEIVING, gettext_lazy("receive the person and record the handover")),
}


# What one side asked of the other beside the main line. An objection and more time come before all else; what is in
# `MEANWHILE` is answered while the side has nothing else to do.
ANSWER_DOES: Final[Mapping[str, Words]] = {
    "dispute": gettext_lazy("answer the objection"),
    "extension": gettext_lazy("grant or refuse more time"),
    "error": gettext_lazy("answer the claim of readmission in error"),
    "take_back": gettext_lazy("arrange the taking back and record it"),
    "reception": gettext_lazy("confirm who receives the child"),
    "information": gettext_lazy("answer the request for information"),
}
MEANWHILE: Final = frozenset({"reception", "information"})


def turn_of(
    case: Case,
    side: str | None,
    transfer: Transfer | None = None,
    *,
    has_travel_document: bool | None = None,
    owed: Mapping[str, str] = MappingProxyType({}),
    transit: str = "",
    is_suspended: bool = False,
) -> Turn:
    """Whose turn it is, told to a reader on `side`. Needs the case's two countries joined; makes no query.

    transfer: the live one, as far as the reader sees it. has_travel_document: None where the caller has not looked;
    then a running travel-document clock says that there is none yet. owed: side -> the answer (a code of ANSWER_DOES)
    that it owes the other one. Both sides can have something to do: each is told of its own. transit: how far a transit
    that was consented to has come. is_suspended: the reader's side suspended the case.
    """
    turn = _main_turn(case, side, transfer, has_travel_document, transit)
    ours, theirs = owed.get(side or ""), owed.get(turn.side)
    if ours and (not turn.is_ours or ours not in MEANWHILE):
        return Turn("ours", _("you"), str(ANSWER_DOES[ours]), str(side))
    if theirs and theirs not in MEANWHILE and turn.whose == "theirs":
        return replace(turn, what=str(ANSWER_DOES[theirs]))
    if is_suspended and turn.is_ours:
        return Turn("nobody", _("Suspended"), "")
    return turn


def _main_turn(
    case: Case, side: str | None, transfer: Transfer | None, has_travel_document: bool | None, transit: str
) -> Turn:
    status, _label = status_for(case, side)
    if case.track == Track.TRANSIT and (status == Status.ACCEPTED or transit in TO_BE_TAKEN_BACK):
        acting, what = TRANSIT_DOES.get(transit, TRANSIT_DOES[""])
    elif case.track == Track.TRANSIT and status in TRANSIT_RECEIVING_DOES:
        acting, what = Side.RECEIVING, TRANSIT_RECEIVING_DOES[status]
    elif status == Status.ACCEPTED:
        acting, what = _after_acceptance(case, transfer, has_travel_document)
    elif status in _REQUESTING_DOES:
        acting, what = Side.REQUESTING, _REQUESTING_DOES[status]
    elif status in _RECEIVING_DOES:
        acting, what = Side.RECEIVING, _RECEIVING_DOES[status]
    else:
        return Turn("nobody", "", "")
    if acting == side:
        return Turn("ours", _("you"), str(what), acting.value)
    country = case.requesting_country if acting is Side.REQUESTING else case.receiving_country
    return Turn("theirs", country_name(country), str(what), acting.value)


def _after_acceptance(case: Case, transfer: Transfer | None, has_document: bool | None) -> tuple[Side, Words]:
    if has_document is None:
        has_document = case.next_due_kind != ClockKind.TRAVEL_DOCUMENT
    waiting = (TransferStatus.NOTIFIED, TransferStatus.CHANGED)
    waits_for_confirmation = transfer is not None and transfer.status in waiting
    if not has_document and not waits_for_confirmation:
        return Side.RECEIVING, gettext_lazy("issue the travel document")
    if transfer is not None and transfer.status in _TRANSFER_DOES:
        return _TRANSFER_DOES[transfer.status]
    return Side.REQUESTING, gettext_lazy("plan the transfer")
