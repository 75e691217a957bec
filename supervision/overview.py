"""The overview: figures, charts and tables of one reader, put together from the selectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actor import Actor
from cases.choices import ClockKind, Side, Status, TransferFailure
from cases.wording import Words
from supervision import tables
from supervision.charts import Bar, LineChart, Row, count_bars, line_chart, share_bars
from supervision.choices import Dimension
from supervision.selectors import statistics
from supervision.selectors.measures import BANDS, Filters
from supervision.selectors.standings import JUDGED, standings_of
from supervision.selectors.statistics import Figures

SHOWN: Final = 12
"""Bars in a chart; the table has every group."""

REPLY_KINDS: Final[Mapping[str, Words]] = {
    "ok": gettext_lazy("in time"),
    "late": gettext_lazy("late"),
    "none": gettext_lazy("no reply by then"),
}
DOCUMENT_KINDS: Final[Mapping[str, Words]] = {
    "ok": gettext_lazy("in time"),
    "late": gettext_lazy("late"),
    "none": gettext_lazy("not issued by then"),
}
AGE_KINDS: Final[Mapping[str, Words]] = {f"age{number}": band.label for number, band in enumerate(BANDS, 1)}
FAILURE_KINDS: Final[Mapping[str, Words]] = {"ok": gettext_lazy("cases")}


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the row of figures."""

    number: str
    text: str
    url: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class AttentionLine:
    """One line of what cannot wait."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the page shows."""

    title: str
    delivered: int
    tiles: Sequence[Tile]
    attention: Sequence[AttentionLine]
    replies: tables.Table
    replies_bars: Sequence[Bar]
    replies_words: str
    returns: tables.Table
    returns_bars: Sequence[Bar]
    open: tables.Table
    open_bars: Sequence[Bar]
    flow: tables.Table
    flow_chart: LineChart
    transfers: tables.Table
    failure_bars: Sequence[Bar]
    withdrawals: tables.Table | None


def overview_for(
    actor: Actor, filters: Filters, dimension: Dimension, query: Mapping[str, str], now: datetime
) -> Overview:
    """The overview of the cases that the filters name, in a number of statements that does not grow with them."""
    total = statistics.totals(actor, filters, now)
    groups = statistics.by_dimension(actor, filters, dimension, now)
    open_rows = statistics.open_by_status(actor, filters, now)
    months = statistics.flows(actor, filters)
    transfers = statistics.transfers(actor, filters)
    withdrawals = statistics.withdrawals(actor, filters)
    lines = [
        (kind, words, [numbers[code] for _month, numbers in months])
        for kind, (code, words) in zip(("one", "two", "three"), tables.flow_words().items(), strict=True)
    ]
    failures = dict(TransferFailure.choices)
    return Overview(
        title=_title(filters.side),
        delivered=total["delivered"],
        tiles=_tiles(total, query),
        attention=_attention(actor, filters, query, now),
        replies=tables.replies_table(groups, total, dimension, query),
        replies_bars=share_bars(_clock_rows(groups, ClockKind.REPLY), REPLY_KINDS),
        replies_words=_replies_words(groups),
        returns=tables.returns_table(groups, total, dimension, query),
        returns_bars=share_bars(_clock_rows(groups, ClockKind.TRAVEL_DOCUMENT), DOCUMENT_KINDS),
        open=tables.open_table(open_rows, query),
        open_bars=count_bars(
            [
                Row(
                    str(Status(row.status).label),
                    {f"age{number}": row.ages[band.code] for number, band in enumerate(BANDS, 1)},
                )
                for row in open_rows
            ],
            AGE_KINDS,
        ),
        flow=tables.flow_table(months, query),
        flow_chart=line_chart([tables.month_words(month) for month, _numbers in months], lines),
        transfers=tables.transfers_table(transfers, query),
        failure_bars=count_bars(
            [Row(str(failures.get(code, code)), {"ok": number}) for code, number in transfers.reasons.items()],
            FAILURE_KINDS,
        ),
        withdrawals=tables.withdrawals_table(withdrawals, query) if withdrawals else None,
    )


def _title(side: Side) -> str:
    return _("Are their replies on time?") if side is Side.REQUESTING else _("Are our replies on time?")


def _tiles(total: Figures, query: Mapping[str, str]) -> list[Tile]:
    in_time = f"{ClockKind.REPLY}-in_time"
    document = ClockKind.TRAVEL_DOCUMENT
    accepted = tables.share_words(total["accepted"], total.decided)
    silence, transfers = total["by_silence"], total["transfer_by_silence"]
    of_answers = _("accepted, %(number)s by silence") % {"number": silence} if silence else _("of answers accepted")
    if transfers:
        words = {"accepted": of_answers, "number": transfers}
        of_answers = _("%(accepted)s; without a reply the transfer may go ahead in %(number)s") % words
    return [
        Tile(
            tables.share_words(total[in_time], total.judged(ClockKind.REPLY)),
            _of_due(_("of the replies due came in time"), total, ClockKind.REPLY),
            tables.drill_url(in_time, query),
        ),
        Tile(_days(total.median), _("median to reply")),
        Tile(_days(total.ninetieth), _("nine in ten within")),
        Tile(
            accepted,
            of_answers,
            tables.drill_url("accepted", query),
        ),
        Tile(
            tables.share_words(total[f"{document}-in_time"], total.judged(document)),
            _of_due(_("of the travel documents due came in time"), total, document),
            tables.drill_url(f"{document}-in_time", query),
        ),
        Tile(str(total["handed_over"]), _("handed over"), tables.drill_url("handed_over", query)),
    ]


def _of_due(words: str, figures: Figures, kind: str) -> str:
    """With how many of them are judged by a time limit that nobody has read."""
    number = figures[f"{kind}-unverified"]
    if not number:
        return words
    return _("%(words)s; ⚠ %(number)s by an unverified limit") % {"words": words, "number": number}


def _days(days: float | None) -> str:
    if days is None:
        return "—"
    return ngettext("%(days)s day", "%(days)s days", round(days)) % {"days": tables.days_words(days)}


def _clock_rows(groups: Sequence[Figures], kind: str) -> list[Row]:
    """In time, late, not done when it had passed: of cases whose limit was kept or has passed. Those that still wait
    within it, or ended without it, are left out."""
    undone = [how for how in standings_of(kind) if how in JUDGED and how not in ("in_time", "late")]
    return [
        Row(
            _of_due(group.label, group, kind),
            {
                "ok": group[f"{kind}-in_time"],
                "late": group[f"{kind}-late"],
                "none": sum(group[f"{kind}-{how}"] for how in undone),
            },
        )
        for group in groups[:SHOWN]
    ]


def _replies_words(groups: Sequence[Figures]) -> str:
    """What the chart shows, in a sentence: the best and the worst of its groups with five replies due and more, if
    there are two. The share is that of the bar: of all replies that were due, those that did not come included."""
    rated = [
        (round(100 * row.numbers["ok"] / sum(row.numbers.values())), group.label)
        for group, row in zip(groups, _clock_rows(groups, ClockKind.REPLY), strict=False)
        if group.judged(ClockKind.REPLY) >= 5
    ]
    if len(rated) < 2:
        return ""
    best, worst = max(rated), min(rated)
    return _("%(best)s: %(most)s %% of the replies due came in time; %(worst)s: %(least)s %%.") % {
        "best": best[1],
        "most": best[0],
        "worst": worst[1],
        "least": worst[0],
    }


def _attention(actor: Actor, filters: Filters, query: Mapping[str, str], now: datetime) -> list[AttentionLine]:
    found = statistics.attention(actor, filters, now)
    overdue = {
        ClockKind.REPLY: ngettext(
            "%(number)s reply overdue", "%(number)s replies overdue", found.overdue[ClockKind.REPLY]
        ),
        ClockKind.TRAVEL_DOCUMENT: ngettext(
            "%(number)s travel document past its limit",
            "%(number)s travel documents past their limit",
            found.overdue[ClockKind.TRAVEL_DOCUMENT],
        ),
        ClockKind.TRANSFER: ngettext(
            "%(number)s transfer past its limit",
            "%(number)s transfers past their limit",
            found.overdue[ClockKind.TRANSFER],
        ),
    }
    lines = [
        AttentionLine(words % {"number": found.overdue[kind]}, tables.drill_url(f"overdue-{kind}", query))
        for kind, words in overdue.items()
        if found.overdue[kind]
    ]
    if found.unconfirmed:
        words = ngettext(
            "%(number)s arrival within three days, not confirmed",
            "%(number)s arrivals within three days, not confirmed",
            found.unconfirmed,
        )
        lines.append(AttentionLine(words % {"number": found.unconfirmed}, tables.drill_url("unconfirmed", query)))
    if found.unassigned:
        words = ngettext(
            "%(number)s open case assigned to nobody", "%(number)s open cases assigned to nobody", found.unassigned
        )
        lines.append(AttentionLine(words % {"number": found.unassigned}, tables.drill_url("unassigned", query)))
    return lines


def table_for(
    code: str, actor: Actor, filters: Filters, dimension: Dimension, query: Mapping[str, str], now: datetime
) -> tables.Table | None:
    """One table of the overview alone, for a file; None for a code that is none (or not the reader's side's)."""
    builders: dict[str, Any] = {
        "replies": lambda: tables.replies_table(*_grouped(actor, filters, dimension, now), dimension, query),
        "returns": lambda: tables.returns_table(*_grouped(actor, filters, dimension, now), dimension, query),
        "open": lambda: tables.open_table(statistics.open_by_status(actor, filters, now), query),
        "flow": lambda: tables.flow_table(statistics.flows(actor, filters), query),
        "transfers": lambda: tables.transfers_table(statistics.transfers(actor, filters), query),
    }
    if filters.side is Side.REQUESTING:
        builders["withdrawals"] = lambda: tables.withdrawals_table(statistics.withdrawals(actor, filters), query)
    return builders[code]() if code in builders else None


def _grouped(actor: Actor, filters: Filters, dimension: Dimension, now: datetime) -> tuple[list[Figures], Figures]:
    return (
        statistics.by_dimension(actor, filters, dimension, now),
        statistics.totals(actor, filters, now),
    )
