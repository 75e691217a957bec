"""Travel documents, interviews and claims as drawings of their lifecycles; as `cases.workflow.diagram`."""

from collections.abc import Iterable
from typing import Final

from cases.choices import Side, TravelDocumentStatus
from cases.choices_costs import CostClaimStatus
from cases.choices_exits import ErrorClaimState
from cases.choices_interviews import InterviewStatus
from cases.workflow.cost_acts import COST_ACTS
from cases.workflow.diagram_transfers import Moves, drawn, moves_of, words_of
from cases.workflow.document_acts import DOCUMENT_ACTS
from cases.workflow.exit_acts import ERROR_ACTS
from cases.workflow.interview_acts import INTERVIEW_ACTS
from cases.workflow.types import Subject, Transition

_D, _I, _E, _C = TravelDocumentStatus, InterviewStatus, ErrorClaimState, CostClaimStatus
_SIDES: Final = "Blue: acts of the requesting side. Green, dashed: acts of the receiving side."
_Rows = list[tuple[str, Iterable[str], str, Side | None]]


# What an act is of stands in the title of the sheet.
_OF: Final = (
    *("_travel_document", "_return_document", "_document"),
    *("_interview", "_error_claim", "_cost_claim", "_error", "_cost"),
)
_LONGEST: Final = 13


def _short(name: str) -> str:
    for words in _OF:
        name = name.replace(words, "")
    return name


def _rows(table: Iterable[Transition], part: Subject) -> _Rows:
    return [(_short(row.name), row.sources, str(row.target), row.side) for row in table if row.of is part]


def _fitted(moves: Moves) -> Moves:
    """Acts of one move that are called alike once, long names in two lines: there is little room between the boxes."""
    fitted: Moves = {}
    for pair, acts in moves.items():
        first_side: dict[str, Side | None] = {}
        for name, side in acts:
            first_side.setdefault(name, side)
        for name, side in first_side.items():
            first, _, rest = name.partition("_")
            lines = [first, rest] if rest and len(name) > _LONGEST else [name]
            fitted.setdefault(pair, []).extend((line, side) for line in lines)
    return fitted


def _ends(rows: _Rows, ends: Iterable[str], words: dict[str, str]) -> list[str]:
    """For each end, the acts that lead there and from where: arrows of which the sheet shows one."""
    said = []
    for end in ends:
        ways = [
            f"{name.replace('_', ' ')} from {', '.join(words_of(source, words) for source in sorted(sources))}"
            for name, sources in {row[0]: row[1] for row in rows if row[2] == end}.items()
        ]
        said.append(f"{words_of(end, words).capitalize()}: {'; '.join(ways)}.")
    return said


def draw_travel_document() -> str:
    """How a travel document is asked for, issued, used or ends, as SVG text."""
    places: dict[str, tuple[int, int]] = {
        _D.REQUESTED: (0, 1),
        _D.ISSUED: (1, 1),
        _D.PRINTED: (2, 1),
        _D.COLLECTED: (3, 1),
        _D.USED: (4, 1),
        _D.REVOKED: (1, 2),
        _D.EXPIRED: (2, 2),
        _D.LOST: (3, 2),
    }
    ends = (_D.REVOKED, _D.EXPIRED, _D.LOST)
    rows = _rows(DOCUMENT_ACTS, Subject.TRAVEL_DOCUMENT)
    moves = moves_of(rows)
    shown = {
        pair: acts
        for pair, acts in moves.items()
        if pair[0] not in ends and (pair[1] not in ends or places[pair[0]][0] == places[pair[1]][0])
    }
    shown[(_D.COLLECTED, _D.USED)] = [("hand_over", Side.RECEIVING)]
    notes = [
        _SIDES,
        *_ends(rows, ends, {}),
        "The requesting State issues, prints and revokes the European document for return; either side reports a loss.",
        "In place of one that was revoked, has expired or was lost, another is asked for, or issued at once.",
    ]
    return drawn("Statuses of a travel document and the acts that move it", _fitted(shown), places, {}, notes)


def draw_interview() -> str:
    """How an interview is asked for, set, held and answered, as SVG text."""
    places: dict[str, tuple[int, int]] = {
        "": (0, 1),
        _I.REQUESTED: (1, 1),
        _I.SCHEDULED: (2, 1),
        _I.CONFIRMED: (3, 1),
        _I.HELD: (4, 1),
        _I.CONCLUDED: (5, 1),
        _I.POSTPONED: (2, 0),
        _I.NO_SHOW: (3, 2),
        _I.CANCELLED: (1, 2),
    }
    words = {"": "none", _I.NO_SHOW: "did not come"}
    rows = _rows(INTERVIEW_ACTS, Subject.INTERVIEW)
    moves = moves_of(rows)
    hidden = {(_I.CONFIRMED, _I.SCHEDULED), (_I.REQUESTED, _I.POSTPONED), (_I.SCHEDULED, _I.NO_SHOW)}
    shown = {
        pair: acts
        for pair, acts in moves.items()
        if pair not in hidden and pair[0] != _I.NO_SHOW and (pair[1] != _I.CANCELLED or pair[0] == _I.REQUESTED)
    }
    notes = [
        _SIDES + " Either side asks for one and cancels it.",
        *_ends(rows, (_I.SCHEDULED, _I.NO_SHOW, _I.CANCELLED), words),
        "Before it is confirmed the legal status is checked afresh; a person who may not be presented is not.",
    ]
    return drawn("Statuses of an interview and the acts that move it", _fitted(shown), places, words, notes)


def draw_error_claim() -> str:
    """How a readmission in error is claimed and put right, as SVG text."""
    places: dict[str, tuple[int, int]] = {
        "": (0, 1),
        _E.CLAIMED: (1, 1),
        _E.ACCEPTED: (2, 1),
        _E.ARRANGED: (3, 1),
        _E.TAKEN_BACK: (4, 1),
        _E.DISPUTED: (1, 2),
        _E.WITHDRAWN: (3, 2),
    }
    words = {"": "handed over"}
    rows = _rows(ERROR_ACTS, Subject.ERROR_CLAIM)
    shown = {pair: acts for pair, acts in moves_of(rows).items() if pair[1] != _E.WITHDRAWN or pair[0] == _E.ARRANGED}
    notes = [_SIDES, *_ends(rows, (_E.WITHDRAWN,), words), "Once the person is taken back, so is the case."]
    return drawn("Statuses of a claim of readmission in error", _fitted(shown), places, words, notes)


def draw_cost_claim() -> str:
    """How costs are claimed and paid, as SVG text."""
    places: dict[str, tuple[int, int]] = {
        "": (0, 1),
        _C.SENT: (1, 1),
        _C.ACCEPTED: (2, 1),
        _C.PAID: (3, 1),
        _C.DISPUTED: (2, 2),
        _C.WITHDRAWN: (0, 2),
    }
    words = {"": "none"}
    # Either side may claim: what the other one does is drawn as the acts of the other side.
    others = {"accept_cost_claim", "dispute_cost_claim"}
    rows: _Rows = [
        (_short(row.name), row.sources, str(row.target), Side.RECEIVING if row.name in others else Side.REQUESTING)
        for row in COST_ACTS
        if row.of is Subject.COST_CLAIM
    ]
    shown = {
        pair: acts
        for pair, acts in moves_of(rows).items()
        if (pair[1] != _C.WITHDRAWN or pair[0] == _C.SENT) and pair != (_C.DISPUTED, _C.PAID)
    }
    notes = [
        "Blue: acts of the side that claims. Green, dashed: acts of the side that is asked to pay.",
        *_ends(rows, (_C.PAID, _C.WITHDRAWN), words),
    ]
    return drawn("Statuses of a claim of costs and the acts that move it", _fitted(shown), places, words, notes)
