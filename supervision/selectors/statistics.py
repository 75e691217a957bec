"""The figures of supervision. All counting is done by the database: what Python loads is one row per group.

Days to reply are whole days on the calendar of the receiving State, which must act: from the day on which the
application was delivered (`delivered_at`) to the day of the answer (`decided_at`); an answer on the same day took 0
days, and silence is no answer. The median and the 90th percentile are interpolated between neighbouring values
(PostgreSQL `percentile_cont`); they tell of cases that were answered, and nothing of those that still wait. Whether an
answer was in time is told by the time limit of the case itself (`CaseClock`): met at or before its due instant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Aggregate, Count, DateField, F, FloatField, Func, IntegerField, When
from django.db.models import Case as Choose
from django.db.models.functions import Cast, TruncMonth

from accounts.actor import Actor
from cases.choices import OPEN_STATUSES, Side, Track
from cases.choices_operations import NOT_CARRIED_OUT
from cases.choices_procedure import Procedure
from cases.models import Assignment, Transfer, Withdrawal
from cases.selectors.monitoring_facts import monitored
from countries.models import Authority, Country
from countries.selectors.places import country_name
from supervision.choices import Dimension
from supervision.selectors.measures import (
    BANDS,
    FLOWS,
    OF_PERIOD,
    OTHER,
    Filters,
    aged,
    cases_filtered,
    cases_supervised,
    delivered_within,
    due,
    shown_as,
    shown_statuses,
    unconfirmed,
)
from supervision.selectors.standings import ANSWERED, CLOCKS, JUDGED, clock_stands, judged_unverified, standings_of

# Codes of measures hold dashes, names of columns do not.
_COLUMN: Final = str.maketrans("-", "_")


class PercentileCont(Aggregate):
    """A percentile by linear interpolation; rows without a value do not count."""

    template = "percentile_cont(%(fraction)s) within group (order by %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: Any, fraction: float) -> None:
        super().__init__(expression, fraction=fraction)


def days_to_reply() -> Choose:
    """Whole days from delivery to answer on the receiving State's calendar; null while there is no answer."""

    def local_day(column: str) -> Cast:
        return Cast(Func(F("receiving_country__time_zone"), F(column), function="timezone"), DateField())

    days = Func(
        local_day("decided_at"),
        local_day("delivered_at"),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )
    return Choose(When(ANSWERED, then=days), output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Figures:
    """One group of cases of the period. counts: by measure; median and ninetieth: days to reply."""

    counts: Mapping[str, int]
    median: float | None
    ninetieth: float | None
    key: str = ""
    label: str = ""

    def __getitem__(self, measure: str) -> int:
        return self.counts[measure]

    def judged(self, kind: str) -> int:
        """Time limits that were kept or have passed, whether or not what was due was done."""
        return sum(self.counts[f"{kind}-{how}"] for how in standings_of(kind) if how in JUDGED)

    @property
    def decided(self) -> int:
        """Cases with an outcome: answered, or accepted by silence."""
        return self.counts["answered"] + self.counts["by_silence"]


def _counters(now: datetime) -> dict[str, Any]:
    """One aggregate per measure of the period, the failed transfers apart (a subquery would run once per aggregate)."""
    found: dict[str, Any] = {
        code: Count("pk", filter=condition) for code, (_title, condition) in OF_PERIOD.items() if code != "failed"
    }
    for kind in CLOCKS:
        for standing in standings_of(kind):
            column = f"{kind}-{standing}".translate(_COLUMN)
            found[column] = Count("pk", filter=clock_stands(kind, standing, now))
        found[f"{kind}_unverified"] = Count("pk", filter=judged_unverified(kind, now))
    days = days_to_reply()
    return {**found, "median": PercentileCont(days, 0.5), "ninetieth": PercentileCont(days, 0.9)}


def _figures(row: Mapping[str, Any], key: str = "", label: str = "") -> Figures:
    counts = {code: row[code] for code in OF_PERIOD if code != "failed"}
    for kind in CLOCKS:
        for standing in standings_of(kind):
            counts[f"{kind}-{standing}"] = row[f"{kind}-{standing}".translate(_COLUMN)]
        counts[f"{kind}-unverified"] = row[f"{kind}_unverified"]
    return Figures(counts, row["median"], row["ninetieth"], key, label)


def totals(actor: Actor, filters: Filters, now: datetime) -> Figures:
    """All cases delivered in the period. One statement."""
    cases = cases_filtered(actor, filters).filter(delivered_within(filters.period))
    return _figures(cases.aggregate(**_counters(now)))


def by_dimension(actor: Actor, filters: Filters, dimension: Dimension, now: datetime) -> list[Figures]:
    """The same per partner, office or track, the largest group first. Two statements."""
    column = _column(filters.side, dimension)
    cases = cases_filtered(actor, filters).filter(delivered_within(filters.period))
    rows = list(cases.order_by().values(group_key=F(column)).annotate(**_counters(now)))
    labels = _labels(dimension, [row["group_key"] for row in rows])
    found = [_figures(row, str(row["group_key"]), labels[row["group_key"]]) for row in rows]
    return sorted(found, key=lambda group: (-group["delivered"], group.label))


def _column(side: Side, dimension: Dimension) -> str:
    return {
        Dimension.PARTNER: f"{OTHER[side]}_country_id",
        Dimension.OFFICE: f"{side}_authority_id",
        Dimension.PARTNER_OFFICE: f"{OTHER[side]}_authority_id",
        Dimension.TRACK: "track",
        Dimension.PROCEDURE: "procedure",
    }[dimension]


def _labels(dimension: Dimension, keys: list[Any]) -> dict[Any, str]:
    if dimension in (Dimension.TRACK, Dimension.PROCEDURE):
        known = dict(Track.choices if dimension is Dimension.TRACK else Procedure.choices)
        return {key: str(known.get(key, key)) for key in keys}
    if dimension is Dimension.PARTNER:
        return {country.code: country_name(country) for country in Country.objects.filter(code__in=keys)}
    return dict(Authority.objects.filter(id__in=keys).values_list("id", "name"))


# --- what stands open -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenRow:
    """Open cases of one status as the reader's side is shown it. ages: number by code of the band."""

    status: str
    ages: Mapping[str, int]

    @property
    def number(self) -> int:
        """All ages together."""
        return sum(self.ages.values())


def open_by_status(actor: Actor, filters: Filters, now: datetime) -> list[OpenRow]:
    """Open cases by status and age, whenever delivered, in the order of the procedure. One statement."""
    cases = cases_filtered(actor, filters).filter(status__in=OPEN_STATUSES)
    ages = {band.code: Count("pk", filter=aged(band, now)) for band in BANDS}
    found: dict[str, list[dict[str, int]]] = {}
    for row in cases.order_by().values("status", "track").annotate(**ages):
        found.setdefault(shown_as(row.pop("status"), row.pop("track"), filters.side), []).append(row)
    rows = []
    for shown in shown_statuses(filters.side):
        parts = found.get(shown, [])
        rows.append(OpenRow(shown, {band.code: sum(part[band.code] for part in parts) for band in BANDS}))
    return [row for row in rows if row.number]


@dataclass(frozen=True, slots=True)
class Attention:
    """What cannot wait. overdue: number by kind of clock; unconfirmed: arrivals soon that nobody confirmed."""

    overdue: Mapping[str, int]
    unconfirmed: int
    unassigned: int


def attention(actor: Actor, filters: Filters, now: datetime) -> Attention:
    """Limits passed, arrivals without confirmation, cases without anybody: of all open cases. Three statements."""
    cases = cases_filtered(actor, filters).filter(status__in=OPEN_STATUSES)
    overdue = {name: Count("pk", filter=clock_stands(kind, "overdue", now)) for kind, name in CLOCKS.items()}
    row = cases.aggregate(**overdue, number=Count("pk"))
    assigned = Assignment.objects.filter(case__in=cases.values("pk"), own_side=filters.side).count()
    return Attention(
        {kind: row[name] for kind, name in CLOCKS.items()},
        cases_filtered(actor, filters).filter(unconfirmed(now)).count(),
        row["number"] - assigned,
    )


# --- in and out -------------------------------------------------------------------------------------------------------


def flows(actor: Actor, filters: Filters) -> list[tuple[date, Mapping[str, int]]]:
    """(first day of the month, number by flow): what came, was answered and was handed over. Three statements."""
    period = filters.period
    months = {month: dict.fromkeys(FLOWS, 0) for month in period.months()}
    for name, (_title, column, condition) in FLOWS.items():
        within = {f"{column}__gte": period.begins_at, f"{column}__lt": period.ends_at}
        rows = (
            cases_filtered(actor, filters)
            .filter(condition, **within)
            .order_by()
            .values(month=TruncMonth(column, tzinfo=period.zone, output_field=DateField()))
            .annotate(number=Count("pk"))
        )
        for row in rows:
            months[row["month"]][name] = row["number"]
    return list(months.items())


# --- transfers and withdrawals ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Transfers:
    """Cases of the period by how transfers went. monitored: of those handed over, with a forced-return monitor;
    reasons: cases with a failed transfer, by reason, most first."""

    handed_over: int
    monitored: int
    failed: int
    reasons: Mapping[str, int]


def transfers(actor: Actor, filters: Filters) -> Transfers:
    """How transfers of the period's cases went. Counts are of cases: one may have failed twice. Four statements."""
    cases = cases_filtered(actor, filters).filter(delivered_within(filters.period))
    of_cases = Transfer.objects.filter(case__in=cases.values("pk"))
    failed = of_cases.filter(status__in=NOT_CARRIED_OUT)
    numbers = cases.aggregate(handed_over=Count("pk", filter=OF_PERIOD["handed_over"][1]))
    rows = failed.order_by().values("failure_code").annotate(number=Count("case", distinct=True))
    reasons = {row["failure_code"]: row["number"] for row in rows}
    number = failed.aggregate(number=Count("case", distinct=True))["number"]
    watched = cases.filter(monitored()).count()
    return Transfers(numbers["handed_over"], watched, number, dict(sorted(reasons.items(), key=lambda pair: -pair[1])))


def withdrawals(actor: Actor, filters: Filters) -> Mapping[str, int]:
    """Cases of the period that our side withdrew, by reason: own-side data, empty for the receiving side."""
    if filters.side is not Side.REQUESTING:
        return {}
    cases = cases_filtered(actor, filters).filter(delivered_within(filters.period))
    rows = (
        Withdrawal.objects.filter(case__in=cases.values("pk"))
        .order_by()
        .values("reason_code")
        .annotate(number=Count("pk"))
    )
    return dict(sorted(((row["reason_code"], row["number"]) for row in rows), key=lambda pair: -pair[1]))


# --- who has what -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Workload:
    """The open cases of one colleague, or of nobody (`user_id` None)."""

    user_id: UUID | None
    name: str
    number: int
    overdue: int
    soon: int


def workloads(actor: Actor, filters: Filters, now: datetime) -> list[Workload]:
    """Open cases by colleague, the most loaded first, then those that nobody has. Two statements."""
    cases = cases_filtered(actor, filters).filter(status__in=OPEN_STATUSES)
    rows = (
        Assignment.objects.filter(case__in=cases.values("pk"), own_side=filters.side)
        .order_by()
        .values("user_id", "user_name")
        .annotate(
            number=Count("pk"),
            overdue=Count("pk", filter=due("overdue", now, "case__")),
            soon=Count("pk", filter=due("soon", now, "case__")),
        )
    )
    found = [Workload(row["user_id"], row["user_name"], row["number"], row["overdue"], row["soon"]) for row in rows]
    found.sort(key=lambda load: (-load.number, load.name))
    whole = cases.aggregate(
        number=Count("pk"),
        overdue=Count("pk", filter=due("overdue", now)),
        soon=Count("pk", filter=due("soon", now)),
    )
    rest = {name: whole[name] - sum(getattr(load, name) for load in found) for name in ("number", "overdue", "soon")}
    return [*found, Workload(None, "", **rest)] if rest["number"] else found


# --- what can be chosen -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer, as (code, words)."""

    partners: list[tuple[str, str]]
    offices: list[tuple[str, str]]
    partner_offices: list[tuple[str, str]]


def filter_choices(actor: Actor, side: Side) -> Choices:
    """Partners and offices that occur among the supervised cases. Three statements."""
    other = OTHER[side]
    rows = list(
        cases_supervised(actor, side)
        .order_by()
        .values_list(f"{other}_country_id", f"{side}_authority_id", f"{other}_authority_id")
        .distinct()
    )
    countries = Country.objects.filter(code__in={row[0] for row in rows})
    offices = {
        str(key): name
        for key, name in Authority.objects.filter(id__in={key for row in rows for key in row[1:]}).values_list(
            "id", "name"
        )
    }

    def named(position: int) -> list[tuple[str, str]]:
        return sorted({(str(row[position]), offices[str(row[position])]) for row in rows}, key=lambda pair: pair[1])

    partners = sorted(((row.code, country_name(row)) for row in countries), key=lambda pair: pair[1])
    return Choices(partners, named(1), named(2))


def default_side(actor: Actor) -> Side:
    """The side on which the reader supervises anything: requesting first."""
    has_filed = cases_supervised(actor, Side.REQUESTING).exists()
    return Side.REQUESTING if has_filed or not cases_supervised(actor, Side.RECEIVING).exists() else Side.RECEIVING
