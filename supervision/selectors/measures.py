"""What is counted: every figure of supervision is a condition on cases, used for the number and for the list behind it.

So the two cannot differ. The conditions are the reader's side's: what only the other side may know (a proposed
decision, why a case was withdrawn) is no measure here, whatever the address names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor, Reach
from cases.choices import (
    OPEN_STATUSES,
    Basis,
    ClockKind,
    ClockState,
    Outcome,
    Side,
    Status,
    Track,
    TransferFailure,
    TransferStatus,
    WithdrawalReason,
    status_known,
)
from cases.choices_operations import NOT_CARRIED_OUT
from cases.models import Assignment, Case, Transfer, Withdrawal
from cases.selectors.monitoring_facts import monitored
from cases.wording import Words
from core.ids import uuid_or_none
from core.periods import Period
from supervision.selectors.standings import ANSWERED, CLOCKS, STANDINGS, clock_stands, judged_unverified, standings_of

OTHER: Final = {Side.REQUESTING: Side.RECEIVING, Side.RECEIVING: Side.REQUESTING}
SOON: Final = timedelta(days=3)
"""An arrival within this time that nobody has confirmed asks for attention."""
DUE_SOON: Final = timedelta(days=7)
"""A time limit that ends within this time is due soon for whoever has the case."""
DUE: Final[Mapping[str, Words]] = {"overdue": _("overdue"), "soon": _("due soon")}
"""How the next time limit of a case stands."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cases are told of: the reader's side of them, the period, and narrower where anything else is named."""

    side: Side
    period: Period
    partner: str = ""
    office: UUID | None = None
    partner_office: UUID | None = None
    track: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """An age in days: more than `over`, up to and including `to` (None: without end)."""

    code: str
    over: int
    to: int | None
    label: Words


BANDS: Final = (
    Band("d7", -1, 7, _("Up to 7 days")),
    Band("d30", 7, 30, _("8 to 30 days")),
    Band("d90", 30, 90, _("31 to 90 days")),
    Band("older", 90, None, _("Over 90 days")),
)

_CLOCK_WORDS: Final[Mapping[str, Words]] = {
    ClockKind.REPLY: _("Reply"),
    ClockKind.TRAVEL_DOCUMENT: _("Travel document"),
    ClockKind.TRANSFER: _("Transfer"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """Something counted. is_of_period: only cases delivered within the period; otherwise all, whenever delivered."""

    code: str
    title: Words
    condition: Q
    is_of_period: bool = True
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The title in the reader's language."""
        return str(self.title) % self.parameters if self.parameters else str(self.title)


# --- whose cases ------------------------------------------------------------------------------------------------------


def narrowed(actor: Actor, act: str, *also: str) -> Actor:
    """The actor with the reach of `act` cut down to where the other acts are granted too (an export needs both)."""
    reach = actor.grants.get(act, Reach())
    for other in also:
        further = actor.grants.get(other, Reach())
        reach = Reach(reach.countries & further.countries, reach.authorities & further.authorities)
    return replace(actor, grants={**actor.grants, act: reach})


def cases_supervised(actor: Actor, side: Side, act: str = "view_statistics") -> QuerySet[Case]:
    """The visible cases on the actor's own side for whose office or country `act` is granted."""
    reach = actor.grants.get(act)
    if reach is None:
        return Case.objects.none()
    own = Q(**{f"{side}_country": actor.country})
    if actor.country not in reach.countries:
        own &= Q(**{f"{side}_authority__in": sorted(reach.authorities)})
    return Case.objects.visible_to(actor).filter(own)


def cases_filtered(actor: Actor, filters: Filters) -> Any:
    """The supervised cases that the filters name, of any time, with their clocks joined for the conditions below.

    Of the time limits of a kind one alone is not replaced by another, so the joins add no row.
    """
    cases = cases_supervised(actor, filters.side)
    other = OTHER[filters.side]
    if filters.partner:
        cases = cases.filter(**{f"{other}_country": filters.partner})
    if filters.office:
        cases = cases.filter(**{f"{filters.side}_authority": filters.office})
    if filters.partner_office:
        cases = cases.filter(**{f"{other}_authority": filters.partner_office})
    if filters.track:
        cases = cases.filter(track=filters.track)
    joined = {
        name: FilteredRelation(
            "caseclocks", condition=Q(caseclocks__kind=kind) & ~Q(caseclocks__state=ClockState.SUPERSEDED)
        )
        for kind, name in CLOCKS.items()
    }
    return cases.annotate(**joined, since=Coalesce("delivered_at", "created_at"))


def cases_of(actor: Actor, filters: Filters, measure: Measure) -> Any:
    """The cases behind a figure."""
    cases = cases_filtered(actor, filters)
    if measure.is_of_period:
        cases = cases.filter(delivered_within(filters.period))
    return cases.filter(measure.condition)


def delivered_within(period: Period) -> Q:
    """The condition that the application reached the other side's inbox within the period."""
    return _within("delivered_at", period)


def _within(column: str, period: Period) -> Q:
    return Q(**{f"{column}__gte": period.begins_at, f"{column}__lt": period.ends_at})


# --- conditions -------------------------------------------------------------------------------------------------------


def aged(band: Band, now: datetime) -> Q:
    """The condition that the case is of this age at `now`: since delivery, or since it was begun before that."""
    condition = Q(since__gte=now - timedelta(days=band.to)) if band.to is not None else Q()
    return condition & Q(since__lt=now - timedelta(days=band.over)) if band.over >= 0 else condition


def shown_as(status: str, track: str, side: Side) -> Status:
    """An open status as this side is shown it: a proposal is what came before it for the others."""
    return Status(status) if side is Side.RECEIVING else status_known(status, track)


def shown_statuses(side: Side) -> dict[str, Q]:
    """Each open status that this side is shown -> the condition that a case is shown so, in the order of the
    procedure."""
    found: dict[str, Q] = {}
    for status in OPEN_STATUSES:
        for track in Track:
            shown = shown_as(status, track, side)
            found[shown] = found.get(shown, Q()) | Q(status=status, track=track)
    return found


def failed_transfer(code: str = "") -> Q:
    """The condition that a transfer of the case failed, for this reason if one is named."""
    failed = Transfer.objects.filter(case=OuterRef("pk"), status__in=NOT_CARRIED_OUT)
    return Q(Exists(failed.filter(failure_code=code) if code else failed))


_WITHDRAWN: Final = Q(status=Status.WITHDRAWN) | Q(
    status=Status.CLOSED, completed_at__isnull=True, outcome__in=["", Outcome.ACCEPTED]
)
OF_PERIOD: Final[Mapping[str, tuple[Words, Q]]] = {
    "delivered": (_("Applications delivered"), Q()),
    "answered": (_("Answered"), ANSWERED),
    "accepted": (_("Accepted"), Q(outcome=Outcome.ACCEPTED) & ~Q(basis=Basis.SILENCE_TRANSFER)),
    "by_silence": (_("Accepted by silence"), Q(outcome=Outcome.ACCEPTED, basis=Basis.SILENCE)),
    # Silence that is no yes, but lets the transfer go ahead.
    "transfer_by_silence": (
        _("Transfer may go ahead without a reply"),
        Q(outcome=Outcome.ACCEPTED, basis=Basis.SILENCE_TRANSFER),
    ),
    "refused": (_("Refused"), Q(outcome=Outcome.REFUSED)),
    "inconclusive": (_("Answered: inconclusive"), Q(outcome=Outcome.INCONCLUSIVE)),
    "withdrawn": (_("Withdrawn"), _WITHDRAWN),
    "handed_over": (_("Handed over"), Q(completed_at__isnull=False)),
    "failed": (_("With a transfer that failed"), failed_transfer()),
}
# What happens within a month, whenever the case was delivered: when it happened, and of which cases it is told.
FLOWS: Final[Mapping[str, tuple[Words, str, Q]]] = {
    "came": (_("Delivered in %(month)s"), "delivered_at", Q()),
    "replied": (_("Answered in %(month)s"), "decided_at", ANSWERED),
    "returned": (_("Handed over in %(month)s"), "completed_at", Q()),
}


def measure_get(code: str, filters: Filters, now: datetime) -> Measure | None:
    """The measure that a code names for a reader on this side, or None.

    Codes: a name of OF_PERIOD; `<clock>-<standing>`; `<clock>-unverified`; `failed-<reason>`; `monitored`;
    `withdrawal-<reason>` (requesting side alone);
    `open`, `open-<status>`, `open-<status>-<band>`, `open-all-<band>`; `overdue-<clock>`; `unconfirmed`;
    `assigned-<person>`, `unassigned`, each also with `-overdue` or `-soon`; `<flow>-<year>-<month>`.
    """
    name, _dash, rest = code.partition("-")
    if code in OF_PERIOD:
        return Measure(code, *OF_PERIOD[code])
    if name in CLOCKS and rest in standings_of(name):
        words = {"what": _CLOCK_WORDS[name], "how": STANDINGS[rest]}
        return Measure(code, _("%(what)s: %(how)s"), clock_stands(name, rest, now), parameters=words)
    if name in CLOCKS and rest == "unverified":
        words = {"what": _CLOCK_WORDS[name]}
        return Measure(
            code, _("%(what)s: judged by an unverified limit"), judged_unverified(name, now), parameters=words
        )
    if code == "monitored":
        return Measure(code, _("Handed over, with a forced-return monitor"), monitored())
    if name == "failed" and rest in TransferFailure.values:
        words = {"reason": TransferFailure(rest).label}
        return Measure(code, _("Transfer failed: %(reason)s"), failed_transfer(rest), parameters=words)
    if name == "withdrawal" and rest in WithdrawalReason.values and filters.side is Side.REQUESTING:
        reasons = Withdrawal.objects.filter(case=OuterRef("pk"), reason_code=rest)
        words = {"reason": WithdrawalReason(rest).label}
        return Measure(code, _("Withdrawn: %(reason)s"), Q(Exists(reasons)), parameters=words)
    if name in FLOWS:
        return _flow(code, name, rest, filters.period)
    return _of_stock(code, name, rest, filters, now)


def _of_stock(code: str, name: str, rest: str, filters: Filters, now: datetime) -> Measure | None:
    """Measures of what stands open now, whenever it was delivered."""
    if name == "open":
        return _open(code, rest, filters.side, now)
    if name == "overdue" and rest in CLOCKS:
        words = {"what": _CLOCK_WORDS[rest]}
        condition = clock_stands(rest, "overdue", now)
        return Measure(code, _("%(what)s overdue"), condition, is_of_period=False, parameters=words)
    if code == "unconfirmed":
        return Measure(code, _("Arrival soon, not confirmed"), unconfirmed(now), is_of_period=False)
    return _assigned(code, filters.side, now)


def due(how: str, now: datetime, case: str = "") -> Q:
    """The condition that the case's next time limit has passed at `now`, or ends within DUE_SOON. case: the way to it
    from the rows that are counted."""
    at = f"{case}next_due_at"
    return Q(**{f"{at}__lte": now} if how == "overdue" else {f"{at}__gt": now, f"{at}__lt": now + DUE_SOON})


def _assigned(code: str, side: Side, now: datetime) -> Measure | None:
    """What one colleague has, or nobody; all of it, or by its next time limit."""
    whole, _dash, how = code.rpartition("-")
    if how not in DUE:
        whole, how = code, ""
    own = Assignment.objects.filter(case=OuterRef("pk"), own_side=side)
    if whole == "unassigned":
        condition, title = ~Q(Exists(own)), _("Open, assigned to nobody")
    elif whole.startswith("assigned-") and (person := uuid_or_none(whole.removeprefix("assigned-"))):
        condition, title = Q(Exists(own.filter(user_id=person))), _("Open cases of one colleague")
    else:
        return None
    condition &= Q(status__in=OPEN_STATUSES)
    if not how:
        return Measure(code, title, condition, is_of_period=False)
    words = {"what": title, "how": DUE[how]}
    return Measure(code, _("%(what)s: %(how)s"), condition & due(how, now), is_of_period=False, parameters=words)


def unconfirmed(now: datetime) -> Q:
    """The condition that a transfer was announced, arrives soon, and nobody has confirmed it."""
    announced = (TransferStatus.NOTIFIED, TransferStatus.CHANGED)
    waiting = Transfer.objects.filter(
        case=OuterRef("pk"), status__in=announced, arrives_at__gte=now, arrives_at__lt=now + SOON
    )
    return Q(Exists(waiting))


def _open(code: str, rest: str, side: Side, now: datetime) -> Measure | None:
    status, _dash, age = rest.partition("-")
    shown = shown_statuses(side)
    condition, title = Q(status__in=OPEN_STATUSES), _("Open")
    words: dict[str, Words] = {}
    if status and status != "all":
        if status not in shown:
            return None
        condition, title = shown[status], _("Open: %(status)s")
        words = {"status": Status(status).label}
    if age:
        band = next((band for band in BANDS if band.code == age), None)
        if band is None:
            return None
        condition &= aged(band, now)
        words = {"status": Status(status).label if words else _("all"), "age": band.label}
        title = _("Open: %(status)s, %(age)s")
    return Measure(code, title, condition, is_of_period=False, parameters=words)


def _flow(code: str, name: str, rest: str, period: Period) -> Measure | None:
    try:
        month = date.fromisoformat(f"{rest}-01")
    except ValueError:
        return None
    title, column, condition = FLOWS[name]
    # Of the first and the last month only what lies within the period, as in the chart.
    end = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    within = Period(max(month, period.first), min(end, period.last), period.zone)
    condition &= _within(column, within)
    return Measure(code, title, condition, is_of_period=False, parameters={"month": f"{month:%Y-%m}"})
