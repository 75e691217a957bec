"""How many persons an agreement lets be carried in a month, on a flight or in a first period, and how many are."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _

from cases.choices import TransferMeans
from cases.choices_operations import SEATED, TOLD
from cases.models import Case, Operation, OperationAuthority, OperationPassenger, Transfer
from core.jinja import date_long
from countries.choices import RuleCondition, RuleKind
from countries.clocks import ResolvedRule
from countries.models import Rule
from countries.selectors.rules import rules_for

CAPS: Final = (RuleKind.MONTHLY_CAP, RuleKind.FLIGHT_CAP, RuleKind.PERIOD_CAP)
_MEANS: Final[dict[str, RuleCondition]] = {
    TransferMeans.AIR: RuleCondition.BY_AIR,
    TransferMeans.LAND: RuleCondition.BY_LAND,
}


@dataclass(frozen=True, slots=True)
class Quota:
    """A cap of an agreement held against a number: of those announced already, those on this operation, and `more`.

    since, until: the days in which they are counted, both included; None for a single flight.
    """

    rule: ResolvedRule
    used: int
    more: int
    since: date | None = None
    until: date | None = None

    @property
    def limit(self) -> int:
        """Persons at most."""
        return self.rule.value or 0

    @property
    def is_over(self) -> bool:
        """Whether there would be more persons than the rule lets be carried."""
        return self.used + self.more > self.limit

    @property
    def binds(self) -> bool:
        """A value that nobody read warns and hinders nobody."""
        return self.rule.is_verified

    @property
    def source(self) -> str:
        """Where the cap is said."""
        return ", ".join(filter(None, (self.rule.agreement_title, self.rule.citation or self.rule.source)))

    @property
    def words(self) -> str:
        """The cap and how far it is used, in a sentence."""
        said = {"limit": self.limit, "used": self.used, "source": self.source}
        if self.since is None or self.until is None:
            sentence = _("At most %(limit)s persons on one flight; %(used)s are on it (%(source)s).") % said
        else:
            said |= {"since": date_long(self.since), "until": date_long(self.until)}
            sentence = (
                _("At most %(limit)s persons from %(since)s to %(until)s; %(used)s announced or planned (%(source)s).")
                % said
            )
            pair = _(
                "Persons between these two countries are counted; where the number is for more states, theirs are not."
            )
            sentence = f"{sentence} {pair}"
        return sentence if self.binds else f"{sentence} {_('Unverified.')}"


def quota_over(quotas: list[Quota]) -> Quota | None:
    """The first cap that binds and would be passed by those who would be added."""
    return next((quota for quota in quotas if quota.binds and quota.more and quota.is_over), None)


@dataclass(frozen=True, slots=True)
class Journey:
    """Where a cap counts a transfer: by its arrival and means, and by its group operation if it has one."""

    arrives_at: datetime
    means: str
    operation: Operation | None = None

    @property
    def is_charter(self) -> bool:
        """Whether it is a charter; only group operations are."""
        return self.operation is not None and self.operation.is_charter


def quotas_of(operation: Operation, case: Case, *, more: int = 0) -> list[Quota]:
    """The caps of the case's agreement that hold on the day of an operation's arrival, with who counts towards them:
    those on it of whom no notice was given count as well. more: persons who would be added.

    Every transfer between the two countries counts, whichever office announced it.
    """
    journey = Journey(operation.arrives_at, operation.means, operation)
    return [_quota(rule, journey, case, more, with_planned=True) for rule in _caps(journey, case)]


def quotas_at_notice(journey: Journey, case: Case, *, persons: int, before: Transfer | None = None) -> list[Quota]:
    """The caps that hold when the other side is told of a transfer, and by how many persons they would grow.

    before: the transfer that was announced already and is changed; where it counts it is not counted again.
    """
    return [
        _quota(rule, journey, case, persons, with_planned=False, before=before if _is_told(before) else None)
        for rule in _caps(journey, case)
    ]


def _is_told(transfer: Transfer | None) -> bool:
    return transfer is not None and transfer.status in TOLD


def _caps(journey: Journey, case: Case) -> list[ResolvedRule]:
    on = journey.arrives_at.astimezone(_zone_of(case)).date()
    conditions = [_MEANS[journey.means]] if journey.means in _MEANS else []
    if journey.is_charter:
        conditions.append(RuleCondition.BY_CHARTER)
    rules = rules_for(
        case.requesting_country_id,
        case.receiving_country_id,
        case.track,
        on,
        agreement=case.agreement_id,
        conditions=[str(code) for code in conditions],
    )
    return [rules[kind] for kind in CAPS if kind in rules and rules[kind].value is not None]


def _zone_of(case: Case) -> ZoneInfo:
    return ZoneInfo(Case.objects.select_related("receiving_country").get(id=case.id).receiving_country.time_zone)


def _quota(
    rule: ResolvedRule,
    journey: Journey,
    case: Case,
    more: int,
    *,
    with_planned: bool,
    before: Transfer | None = None,
) -> Quota:
    operation = journey.operation
    if rule.kind == RuleKind.FLIGHT_CAP:
        if operation is None:
            return Quota(rule, 0, more)
        taken = sum(OperationAuthority.objects.filter(operation=operation).values_list("taken", flat=True))
        # Whoever is announced has a seat already.
        return Quota(rule, taken, more) if with_planned else Quota(rule, taken - more, more)
    there = _zone_of(case)
    since, until = _period(rule, journey.arrives_at.astimezone(there).date())
    begins = datetime.combine(since, time(), there).astimezone(UTC)
    ends = datetime.combine(until + timedelta(days=1), time(), there).astimezone(UTC)
    used = _counted(case, begins, ends, by_charter=rule.condition == RuleCondition.BY_CHARTER)
    if before is not None and begins <= before.arrives_at < ends:
        more = 0
    if with_planned and operation is not None:
        aboard = OperationPassenger.objects.filter(
            operation=operation,
            case__agreement=case.agreement_id,
            country=case.requesting_country_id,
            status__in=set(SEATED) - set(TOLD),
        )
        used += sum(row.persons for row in aboard)
    return Quota(rule, used, more, since, until)


def _period(rule: ResolvedRule, on: date) -> tuple[date, date]:
    """The calendar month of the arrival, or the whole time in which the rule holds."""
    if rule.kind == RuleKind.PERIOD_CAP:
        row = Rule.objects.filter(id=rule.rule_id).first()
        if row is not None and row.valid_from and row.valid_to:
            return row.valid_from, row.valid_to
    first = on.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _counted(case: Case, begins: datetime, ends: datetime, *, by_charter: bool) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select transfers_counted(%s, %s, %s, %s, %s, %s)",
            [case.requesting_country_id, case.receiving_country_id, case.agreement_id, begins, ends, by_charter],
        )
        return int(cursor.fetchone()[0])
