"""The lifecycles of a transfer and of a group operation as drawings, from their tables; as `cases.workflow.diagram`."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from cases.choices import Side, TransferStatus
from cases.choices_operations import OperationStatus
from cases.workflow.diagram import _GAP_X, _GAP_Y, _HEIGHT, _MARGIN, _WIDTH, _arrow, _box, _corner, _path, _sheet
from cases.workflow.operation_acts import OPERATION_ACTS, By
from cases.workflow.transfer_acts import TRANSFER_ACTS

_T, _O = TransferStatus, OperationStatus
# "" stands for no live transfer: nothing planned yet, or the last one ended.
_TRANSFER_PLACES: Final[dict[str, tuple[int, int]]] = {
    "": (0, 1),
    _T.PLANNED: (1, 1),
    _T.NOTIFIED: (2, 1),
    _T.CONFIRMED: (3, 1),
    _T.DEPARTED: (4, 1),
    _T.HANDED_OVER: (5, 1),
    _T.COUNTER_PROPOSED: (1, 0),
    _T.CHANGED: (3, 0),
    _T.FAILED: (2, 2),
    _T.ABORTED: (3, 2),
    _T.REFUSED_AT_BORDER: (4, 2),
}
_ENDED: Final = (_T.FAILED, _T.ABORTED, _T.REFUSED_AT_BORDER)
_TRANSFER_WORDS: Final = {"": "none planned", _T.ABORTED: "broken off"}
_OPERATION_PLACES: Final[dict[str, tuple[int, int]]] = {
    _O.DRAFT: (0, 1),
    _O.OPEN: (1, 1),
    _O.ANNOUNCED: (2, 1),
    _O.CONFIRMED: (3, 1),
    _O.DEPARTED: (4, 1),
    _O.CLOSED: (5, 1),
    _O.COUNTER_PROPOSED: (2, 0),
    _O.CANCELLED: (3, 2),
}
_SIDE_OF: Final = {By.RECEIVING: Side.RECEIVING}
Moves = dict[tuple[str, str], list[tuple[str, Side | None]]]


def moves_of(rows: Iterable[tuple[str, Iterable[str], str, Side | None]]) -> Moves:
    """(from, to) -> the acts that make this move and whose they are; acts that stay in place are left out."""
    found: Moves = {}
    for name, sources, target, side in rows:
        for source in sorted(sources):
            if target and source != target:
                found.setdefault((source, target), []).append((name, side))
    return found


def words_of(status: str, words: Mapping[str, str]) -> str:
    """A status as the box says it."""
    return words.get(status, status.replace("_", " "))


def drawn(
    title: str, moves: Moves, places: Mapping[str, tuple[int, int]], words: Mapping[str, str], notes: list[str]
) -> str:
    """The sheet: boxes at their (column, row), an arrow for each move, notes below."""
    width = _MARGIN * 2 + 6 * _WIDTH + 5 * _GAP_X
    height = _MARGIN * 2 + 3 * _HEIGHT + 2 * _GAP_Y + 18 * len(notes) + 16
    parts = _sheet(width, height, title)
    for (source, target), acts in moves.items():
        path, place = _path(source, target, places)
        parts.append(_arrow(path, " / ".join(name.replace("_", " ") for name, _side in acts), place, acts[0][1]))
    parts += [_box(words_of(status, words), *_corner(status, places)) for status in places]
    for number, note in enumerate(notes):
        y = height - 18 * (len(notes) - number) + 4
        parts.append(f'<text x="{_MARGIN}" y="{y}" font-size="12" fill="#4a5b70">{escape(note)}</text>')
    return "".join(parts) + "</svg>\n"


def draw_transfer() -> str:
    """How a transfer of an accepted case is planned, announced and carried out, as SVG text."""
    rows = [(row.name.replace("_transfer", ""), row.sources, str(row.target), row.side) for row in TRANSFER_ACTS]
    moves = moves_of(rows)
    # Into each of the three ends one arrow, from right above; from where else they are come to, the words say.
    shown = {
        pair: acts
        for pair, acts in moves.items()
        if pair[1] not in _ENDED or _TRANSFER_PLACES[pair[0]][0] == _TRANSFER_PLACES[pair[1]][0]
        if pair != (_T.COUNTER_PROPOSED, _T.FAILED)
    }
    notes = ["Blue: acts of the requesting side. Green, dashed: acts of the receiving side."]
    for end in _ENDED:
        acts: dict[str, list[str]] = {}
        for (source, target), found in moves.items():
            for name, _side in found if target == end else []:
                acts.setdefault(name, []).append(words_of(source, _TRANSFER_WORDS))
        said = "; ".join(f"{name.replace('_', ' ')} from {', '.join(sources)}" for name, sources in acts.items())
        notes.append(f"{words_of(end, _TRANSFER_WORDS).capitalize()}: {said}.")
    notes.append(
        "Failed, broken off or refused at the border: the case stays accepted and the transfer is planned anew."
    )
    notes.append(
        "A new plan or a change is a row of its own; the one before it ends as replaced. Handed over: completed."
    )
    return drawn("Statuses of a transfer and the acts that move it", shown, _TRANSFER_PLACES, _TRANSFER_WORDS, notes)


def draw_operation() -> str:
    """How a group operation is planned, announced and carried out, as SVG text."""
    rows = [(row.name, row.sources, row.target, _SIDE_OF.get(row.by, Side.REQUESTING)) for row in OPERATION_ACTS]
    moves = moves_of(rows)
    hidden = (str(_O.COUNTER_PROPOSED), str(_O.CANCELLED))
    shown = {pair: acts for pair, acts in moves.items() if pair != hidden}
    stays = ", ".join(row.name.replace("_", " ") for row in OPERATION_ACTS if not row.target)
    notes = [
        "Blue: acts of the organiser. Green, dashed: acts of the receiving side, which can close it as well.",
        f"Acts that leave the status: {stays}; those on cases and notice are each participating authority's own.",
        "It can be cancelled while another date is proposed, too." if hidden in moves else "",
        "Every passenger's transfer moves by an act on the own case; one that is refused leaves the others.",
    ]
    title = "Statuses of a group operation and the acts that move it"
    return drawn(title, shown, _OPERATION_PLACES, {}, notes)
