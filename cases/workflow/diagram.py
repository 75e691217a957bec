"""The workflow table as a drawing: an SVG without scripts or styles, for documents and help.

Boxes are statuses, arrows are acts. Blue: acts of the requesting side; green and dashed: of the receiving side.
"""

from collections.abc import Mapping
from html import escape

from cases.choices import Side, Status
from cases.choices_transit import TransitStatus
from cases.workflow.table import BY_NAME, CASE_ACTS, TABLE
from cases.workflow.track_acts import TRACK_ACTS
from cases.workflow.transit_acts import TRANSIT_ACTS, TRANSIT_CASE_ACTS
from cases.workflow.types import TRANSIT, Subject, Transition

# (column, row) of each status on the sheet; the main line is row 1.
_PLACES: dict[str, tuple[int, int]] = {
    Status.DRAFT: (0, 1),
    Status.IN_REVIEW: (1, 1),
    Status.SUBMITTED: (2, 1),
    Status.RECEIVED: (3, 1),
    Status.IN_VERIFICATION: (4, 1),
    Status.DECISION_PROPOSED: (5, 1),
    Status.ACCEPTED: (6, 1),
    Status.COMPLETED: (7, 1),
    Status.WITHDRAWN: (7, 0),
    Status.CLOSED: (8, 2),
    Status.RETURNED_INCOMPLETE: (2, 2),
    Status.REFUSED: (6, 2),
    Status.INCONCLUSIVE: (6, 3),
    Status.TIME_BARRED: (0, 4),
    Status.TAKEN_BACK: (9, 1),
}
_WIDTH, _HEIGHT, _GAP_X, _GAP_Y, _MARGIN = 138, 46, 84, 84, 24
_COLOURS = {Side.REQUESTING: "#1c4e8f", Side.RECEIVING: "#0b6e4f"}


def _corner(status: str, places: Mapping[str, tuple[int, int]] = _PLACES) -> tuple[int, int]:
    column, row = places[status]
    return _MARGIN + column * (_WIDTH + _GAP_X), _MARGIN + row * (_HEIGHT + _GAP_Y)


def moves() -> dict[tuple[str, str], list[Transition]]:
    """(from, to) -> the acts of the case's own lifecycle that make this move; acts that stay in place are left out."""
    found: dict[tuple[str, str], list[Transition]] = {}
    for row in (*CASE_ACTS, *TRACK_ACTS):
        for source in sorted(row.sources):
            # Statuses of other lifecycles (a transit) stand on no place of this sheet.
            if source in _PLACES and source != row.target:
                found.setdefault((source, str(row.target)), []).append(row)
    handover = next(row for row in TABLE if row.name == "record_handover")
    found[(Status.ACCEPTED, Status.COMPLETED)] = [handover]
    found[(Status.COMPLETED, Status.TAKEN_BACK)] = [BY_NAME["record_take_back"]]
    return found


def _path(source: str, target: str, places: Mapping[str, tuple[int, int]] = _PLACES) -> tuple[str, tuple[int, int]]:
    """The path of an arrow and the place of its words."""
    (x1, y1), (x2, y2) = _corner(source, places), _corner(target, places)
    (_, row1), (_, row2) = places[source], places[target]
    middle1, middle2 = y1 + _HEIGHT // 2, y2 + _HEIGHT // 2
    if row1 == row2 and places[target][0] - places[source][0] > 1:
        above, start, end = y1 - 26, x1 + _WIDTH // 2 + 30, x2 + _WIDTH // 2 - 30
        return f"M{start} {y1}V{above}H{end}V{y2}", ((start + end) // 2, above - 6)
    if row1 == row2 and x2 > x1:
        return f"M{x1 + _WIDTH} {middle1}H{x2}", ((x1 + _WIDTH + x2) // 2, middle1 - 8)
    if row1 == row2:
        below = y1 + _HEIGHT + 22
        start, end = x1 + _WIDTH // 2, x2 + _WIDTH // 2
        return f"M{start} {y1 + _HEIGHT}V{below}H{end}V{y2 + _HEIGHT}", ((start + end) // 2, below + 13)
    if x1 == x2:
        offset = 40 if row2 > row1 else -40
        start, end = (y1 + _HEIGHT, y2) if row2 > row1 else (y1, y2 + _HEIGHT)
        x = x1 + _WIDTH // 2 + offset
        return f"M{x} {start}V{end}", (x, (start + end) // 2 + 4)
    if target == Status.CLOSED:
        x = x2 + _WIDTH // 2 + (40 if row1 == 0 else 0)
        end = y2 if row1 < row2 else y2 + _HEIGHT
        if row1 == row2:
            return f"M{x1 + _WIDTH} {middle1}H{x2}", ((x1 + _WIDTH + x2) // 2, middle1 - 8)
        return f"M{x1 + _WIDTH} {middle1}H{x}V{end}", ((x1 + _WIDTH + x) // 2, middle1 - 8)
    x = x1 + _WIDTH // 2 + (50 if x2 > x1 else -50)
    start = y1 + _HEIGHT if row2 > row1 else y1
    end = x2 if x2 > x1 else x2 + _WIDTH
    return f"M{x} {start}V{middle2}H{end}", ((x + end) // 2, middle2 - 8)


def _arrow(path: str, words: str, place: tuple[int, int], side: Side | None) -> str:
    colour = _COLOURS.get(side or Side.REQUESTING, "#4a5b70")
    dashes = ' stroke-dasharray="7 4"' if side is Side.RECEIVING else ""
    head = "receiving" if side is Side.RECEIVING else "requesting"
    lines = words.split(" / ")
    text = "".join(
        f'<text x="{place[0]}" y="{place[1] - 12 * (len(lines) - 1 - number)}" text-anchor="middle" font-size="10.5"'
        f' fill="{colour}" stroke="#ffffff" stroke-width="3" paint-order="stroke">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.6"{dashes} marker-end="url(#{head})"/>{text}'
    )


def _in_two(name: str) -> str:
    """A long name in two lines, broken before its last word."""
    words = name.split("_")
    return " ".join(words) if len(name) < 17 else f"{' '.join(words[:-1])} / {words[-1]}"


def _withdrawals() -> str:
    """One rail above the main line collects the withdrawals from every status that allows them."""
    row = next(row for row in CASE_ACTS if row.name == "withdraw")
    colour = _COLOURS[Side.REQUESTING]
    x2, y2 = _corner(Status.WITHDRAWN)
    rail = y2 + _HEIGHT // 2
    parts = []
    starts = []
    for source in sorted(row.sources, key=lambda status: _PLACES[status]):
        x1, y1 = _corner(source)
        if _PLACES[source][1] != 1:
            continue
        starts.append(x1 + _WIDTH // 2)
        parts.append(f'<path d="M{starts[-1]} {y1}V{rail}" fill="none" stroke="{colour}" stroke-width="1"/>')
    parts.append(_arrow(f"M{min(starts)} {rail}H{x2}", "withdraw", (x2 - 70, rail - 8), Side.REQUESTING))
    return "".join(parts)


def _box(words: str, x: int, y: int) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="4" fill="#f4f7fa" stroke="#10233a"/>'
        f'<text x="{x + _WIDTH // 2}" y="{y + 28}" text-anchor="middle" font-size="13" font-weight="600"'
        f' fill="#10233a">{escape(words)}</text>'
    )


def _sheet(width: int, height: int, title: str) -> list[str]:
    """The beginning of a drawing: its size, its title, the heads of arrows."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        ' font-family="Noto Sans, sans-serif" aria-labelledby="workflow-title">',
        f'<title id="workflow-title">{title}</title>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/><defs>',
    ]
    for name, colour in (("requesting", _COLOURS[Side.REQUESTING]), ("receiving", _COLOURS[Side.RECEIVING])):
        parts.append(
            f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7"'
            f' orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
        )
    parts.append("</defs>")
    return parts


def draw() -> str:
    """The whole drawing as SVG text; the same table gives the same text."""
    width = _MARGIN * 2 + 10 * _WIDTH + 9 * _GAP_X
    height = _MARGIN * 2 + 5 * _HEIGHT + 4 * _GAP_Y + 142
    parts = _sheet(width, height, "Statuses of a case and the acts that move it")
    parts.append(_withdrawals())
    for (source, target), rows in moves().items():
        if target == Status.WITHDRAWN:
            continue
        path, place = _path(source, target)
        parts.append(_arrow(path, " / ".join(_in_two(row.name) for row in rows), place, rows[0].side))
    parts += [_box(status.replace("_", " "), *_corner(status)) for status in _PLACES]
    stays = [
        row.name
        for row in TABLE
        if row.of is Subject.TRANSFER or (row.is_of_case and row.sources == {row.target} and row.tracks != TRANSIT)
    ]
    examined = ", ".join(name.replace("_", " ") for name in _PLACES if name in BY_NAME["deem_accepted"].sources)
    notes = [
        "Blue: acts of the requesting side. Green, dashed: acts of the receiving side.",
        "While accepted: " + ", ".join(name.replace("_", " ") for name in stays) + ".",
        "From submission to the end, either side can ask the other for information; that moves no status of the case.",
        "While in verification: each agency answers its own task. It can be withdrawn while returned incomplete, too.",
        f"From {examined}: accepted by RCMS where the time limit has passed and the agreement takes silence for"
        " acceptance. An objection that is upheld leads back, or to what was replied in time.",
        "A claim of readmission in error, accepted, leads from completed to taken back; it opens a closed file again."
        " What was refused or inconclusive can be reopened: it is in verification again.",
        "An acknowledgement or a reply on paper, once entered, moves the case as one that was given here.",
    ]
    for number, note in enumerate(notes):
        parts.append(
            f'<text x="{_MARGIN}" y="{height - 130 + 18 * number}" font-size="12" fill="#4a5b70">{escape(note)}</text>'
        )
    return "".join(parts) + "</svg>\n"


# The lifecycle of a transit from its receipt: statuses of the case, then of how it is carried out.
_TRANSIT_PLACES: dict[str, tuple[int, int]] = {
    Status.RECEIVED: (0, 1),
    Status.DECISION_PROPOSED: (1, 1),
    Status.ACCEPTED: (2, 1),
    TransitStatus.SCHEDULED: (3, 1),
    TransitStatus.ENTERED: (4, 1),
    TransitStatus.LEFT: (5, 1),
    Status.EXPIRED: (2, 0),
    Status.REFUSED: (1, 2),
    Status.REVOKED: (2, 2),
    TransitStatus.NOT_ENTERED: (3, 2),
    TransitStatus.ABORTED: (4, 2),
    TransitStatus.TAKE_BACK_AGREED: (5, 2),
    TransitStatus.TAKEN_BACK: (6, 2),
}
_TRANSIT_WORDS: dict[str, str] = {
    Status.DECISION_PROPOSED: "answer proposed",
    Status.ACCEPTED: "consent given",
    TransitStatus.ENTERED: "in transit",
    TransitStatus.ABORTED: "broken off",
}


def draw_transit() -> str:
    """How a transit is answered and carried out, as SVG text."""
    found: dict[tuple[str, str], list[Transition]] = {}
    for row in (*TRANSIT_CASE_ACTS, *TRANSIT_ACTS):
        for source in sorted(row.sources - {row.target}):
            if row.cases == {Status.EXPIRED}:
                continue  # in words below: it leads past the consent and the schedule
            # Before anything is scheduled it stands where the consent stands.
            found.setdefault((source or Status.ACCEPTED, str(row.target)), []).append(row)
    width = _MARGIN * 2 + 7 * _WIDTH + 6 * _GAP_X
    height = _MARGIN * 2 + 3 * _HEIGHT + 2 * _GAP_Y + 96
    parts = _sheet(width, height, "How a transit is answered and carried out, and the acts that move it")
    for (source, target), rows in found.items():
        path, place = _path(source, target, _TRANSIT_PLACES)
        words = " / ".join(_in_two(row.name.replace("_transit", "")) for row in rows)
        parts.append(_arrow(path, words, place, rows[0].side))
    for status in _TRANSIT_PLACES:
        words = _TRANSIT_WORDS.get(status, status.replace("_", " "))
        parts.append(_box(words, *_corner(status, _TRANSIT_PLACES)))
    notes = [
        "Blue: acts of the requesting side, as cancel and break off. Green, dashed: acts of the transit country.",
        "Left: the case is completed. Revoked or expired ends what was scheduled; revoked breaks off what had begun.",
        "A revocation is proposed by one person and countersigned by another, while the consent stands.",
        "Expired: an entry in time is still recorded late; the consent then stands, and the person is in transit.",
    ]
    for number, note in enumerate(notes):
        parts.append(
            f'<text x="{_MARGIN}" y="{height - 74 + 18 * number}" font-size="12" fill="#4a5b70">{escape(note)}</text>'
        )
    return "".join(parts) + "</svg>\n"
