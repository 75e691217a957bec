"""Of what kind the personal data are that a recorded act gives to somebody, and why they go over.

Which acts do is not said here: an act is in the register when the other side was told of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from countries.choices import FormKind, RuleKind
from protection.choices import DataKind, Why


@dataclass(frozen=True, slots=True)
class Disclosing:
    """What an act gives."""

    kinds: tuple[DataKind, ...]
    why: Why


# Of what the articles are cited that let data go over: the printed form first, then the rule.
BASES: Final[Mapping[Why, tuple[tuple[FormKind, ...], tuple[RuleKind, ...]]]] = {
    Why.APPLICATION: ((FormKind.APPLICATION,), (RuleKind.SUBMISSION,)),
    Why.REPLY: ((FormKind.REPLY,), (RuleKind.REPLY,)),
    Why.IDENTIFICATION: ((), (RuleKind.REPLY,)),
    Why.TRAVEL: ((FormKind.TRAVEL_DOCUMENT,), (RuleKind.TRAVEL_DOCUMENT_ISSUE,)),
    Why.TRANSFER: ((FormKind.TRANSFER_NOTICE,), (RuleKind.TRANSFER,)),
    Why.TRANSIT: ((FormKind.TRANSIT,), ()),
}

_K = DataKind
# Beginnings of action codes; the longest that fits counts.
_ACTS: Final[Mapping[str, Disclosing]] = {
    # What an application holds is read from the version that was sent.
    "case.submitted": Disclosing((_K.IDENTITY,), Why.APPLICATION),
    "case.resubmitted": Disclosing((_K.IDENTITY,), Why.APPLICATION),
    "case.received": Disclosing((_K.RECEIPT,), Why.PROCEDURE),
    "case.accepted": Disclosing((_K.DECISION,), Why.REPLY),
    "case.refused": Disclosing((_K.DECISION,), Why.REPLY),
    "case.inconclusive": Disclosing((_K.DECISION,), Why.REPLY),
    "case.": Disclosing((_K.PROCEDURE,), Why.PROCEDURE),
    "clock.": Disclosing((_K.PROCEDURE,), Why.PROCEDURE),
    "procedure.": Disclosing((_K.PROCEDURE,), Why.PROCEDURE),
    "extension.": Disclosing((_K.PROCEDURE,), Why.PROCEDURE),
    "suspension.": Disclosing((_K.PROCEDURE,), Why.PROCEDURE),
    "dispute.": Disclosing((_K.PROCEDURE,), Why.PROCEDURE),
    "paper.acknowledged": Disclosing((_K.RECEIPT,), Why.PROCEDURE),
    "paper.": Disclosing((_K.DECISION,), Why.REPLY),
    "verification.agencies": Disclosing((_K.IDENTITY, _K.DOCUMENTS), Why.IDENTIFICATION),
    "verification.": Disclosing((_K.VERIFICATION,), Why.IDENTIFICATION),
    "interview.": Disclosing((_K.VERIFICATION,), Why.IDENTIFICATION),
    "travel_document.": Disclosing((_K.TRAVEL_DOCUMENT,), Why.TRAVEL),
    "transfer.": Disclosing((_K.TRANSFER,), Why.TRANSFER),
    "transit.consented": Disclosing((_K.DECISION,), Why.TRANSIT),
    "transit.refused": Disclosing((_K.DECISION,), Why.TRANSIT),
    "transit.revoked": Disclosing((_K.DECISION,), Why.TRANSIT),
    "transit.": Disclosing((_K.TRANSFER,), Why.TRANSIT),
    "operation.": Disclosing((_K.TRANSFER,), Why.TRANSFER),
    "visit.": Disclosing((_K.VERIFICATION,), Why.IDENTIFICATION),
    "reception.": Disclosing((_K.RECEPTION,), Why.TRANSFER),
    "monitoring.": Disclosing((_K.MONITORING,), Why.TRANSFER),
    "message.read": Disclosing((_K.RECEIPT,), Why.PROCEDURE),
    "message.": Disclosing((_K.MESSAGES,), Why.PROCEDURE),
    "thread.": Disclosing((_K.MESSAGES,), Why.PROCEDURE),
    "information.": Disclosing((_K.MESSAGES,), Why.PROCEDURE),
    "note.shared": Disclosing((_K.MESSAGES,), Why.PROCEDURE),
    "flag.": Disclosing((_K.MARKS,), Why.PROCEDURE),
    "error.": Disclosing((_K.TRANSFER,), Why.ERROR),
    "costs.": Disclosing((_K.COSTS,), Why.COSTS),
    "file.": Disclosing((_K.FILES,), Why.PROCEDURE),
    "document.": Disclosing((_K.FILES,), Why.PROCEDURE),
    # That an administrator opened a case for a time is told to the other side.
    "access.": Disclosing((_K.RECEIPT,), Why.PROCEDURE),
    "privacy.": Disclosing((_K.REQUEST,), Why.PROTECTION),
}
_OTHER: Final = Disclosing((_K.PROCEDURE,), Why.PROCEDURE)
_LONGEST_FIRST: Final = sorted(_ACTS, key=len, reverse=True)


def disclosing(action: str) -> Disclosing:
    """What an act that was told to the other side gives. One that nobody described gives where the procedure stands."""
    return next((_ACTS[prefix] for prefix in _LONGEST_FIRST if action.startswith(prefix)), _OTHER)
