"""Costs as their readers see them: of one case, and of all cases of the reader's side by period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor, Reach
from cases.choices import ClockKind, Side
from cases.choices_costs import CostKind
from cases.clocks import due_of, rules_of
from cases.models import Case, CaseClock, CostClaim, CostItem
from cases.policies import reaches_own_side, side_of
from cases.selectors.case_tabs import READS_COSTS
from cases.wording import other_country
from core.errors import ActRefused
from core.exports import Sheet
from core.jinja import date_long, due_words
from core.periods import Period
from countries.choices import RuleKind
from countries.models import Country
from countries.selectors.places import country_name

SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Total:
    """A sum in one currency of one kind of costs, or of all ("")."""

    words: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim in words. kind: of the tag; lines: (what, day, amount); is_ours: the reader's side claims."""

    claim: CostClaim
    title: str
    kind: str
    rows: Sequence[tuple[str, str]]
    lines: Sequence[tuple[str, str, str]]
    file_url: str


@dataclass(frozen=True, slots=True)
class CostsPage:
    """The costs of one case for one side. rule: the time for payment with its source, or that none is known."""

    items: Sequence[CostItem]
    totals: Sequence[Total]
    claims: Sequence[ClaimView]
    rule: str
    can_record: bool


def may_read_costs(actor: Actor, case: Case) -> bool:
    """Whether the actor settles the costs of the own side of the case, or oversees it."""
    return any(reaches_own_side(actor, act, case) for act in READS_COSTS)


def costs_page(actor: Actor, case: Case) -> CostsPage:
    """The amounts of the reader's side, and the claims that both sides read. A fixed number of statements."""
    side = side_of(actor, case)
    items = items_of(actor, case)
    return CostsPage(
        items=items,
        totals=totals_of((item.kind, item.currency, item.amount) for item in items),
        claims=_claim_views(case, side),
        rule=_rule_words(case),
        can_record=reaches_own_side(actor, "settle_costs", case),
    )


def items_of(actor: Actor, case: Case) -> list[CostItem]:
    """The amounts of the actor's side, by day."""
    rows = CostItem.objects.filter(case=case, own_side=side_of(actor, case) or "")
    return list(rows.select_related("operation"))


def claims_of_costs(case: Case) -> list[CostClaim]:
    """Every claim, newest first."""
    return list(CostClaim.objects.filter(case=case).select_related("file").order_by("-sent_at", "-id"))


def totals_of(amounts: Iterable[tuple[str, str, Decimal]]) -> list[Total]:
    """Sums by kind and currency, then of all by currency. amounts: (kind, currency, amount)."""
    sums: dict[tuple[str, str], Decimal] = {}
    for kind, currency, amount in amounts:
        for key in ((kind, currency), ("", currency)):
            sums[key] = sums.get(key, Decimal(0)) + amount
    words = dict(CostKind.choices)
    ordered = sorted(sums, key=lambda key: (key[1], key[0] == "", key[0]))
    return [Total(str(words.get(kind, _("Total"))), currency, sums[kind, currency]) for kind, currency in ordered]


def _rule_words(case: Case) -> str:
    rule = rules_of(case).get(RuleKind.COSTS)
    bears = _("The requesting State bears the costs of transport to the border of the destination.")
    if rule is None or not rule.has_limit:
        return f"{bears} {_('No time for the payment of a claim is known for this agreement.')}"
    words = {
        "days": rule.value,
        "source": ", ".join(filter(None, (rule.agreement_title, rule.citation))),
    }
    return f"{bears} {_('A claim is paid within %(days)s days of the invoice (%(source)s).') % words}"


_KINDS: Final = {"sent": "warn", "accepted": "ok", "disputed": "late", "paid": "ok", "withdrawn": "quiet"}


def _claim_views(case: Case, side: Side | None) -> list[ClaimView]:
    claims = claims_of_costs(case)
    if not claims:
        return []
    clocks = {row.started_at: row for row in CaseClock.objects.filter(case=case, kind=ClockKind.COSTS).with_working()}
    return [_claim_view(case, claim, side, clocks.get(claim.sent_at)) for claim in claims]


def _claim_view(case: Case, claim: CostClaim, side: Side | None, clock: CaseClock | None) -> ClaimView:
    ours = claim.claimed_side == side
    country = country_name(other_country(case, side))
    labels = dict(CostKind.choices)
    rows = [
        (_("Ground"), str(claim.get_basis_display())),
        (_("Total"), f"{claim.total:.2f} {claim.currency}"),
        (_("Sent"), date_long(claim.sent_at)),
        (_("Payable until"), due_words(clock.due_at, due_of(clock).time_zone) if clock else "—"),
        (_("Payment to"), claim.account),
        (_("Statement"), claim.statement),
        (_("Answer"), claim.answer),
        (_("Paid on"), date_long(claim.paid_on) if claim.paid_on else ""),
    ]
    return ClaimView(
        claim=claim,
        title=_("Claimed by us from %(country)s") % {"country": country}
        if ours
        else _("Claimed by %(country)s from us") % {"country": country},
        kind=_KINDS[claim.status],
        rows=[row for row in rows if row[1]],
        lines=[
            (
                str(labels.get(line["kind"], line["kind"])),
                date_long(date.fromisoformat(line["spent_on"])),
                f"{line['amount']} {claim.currency}",
            )
            for line in claim.lines
        ],
        file_url=reverse("documents:file-download", args=[claim.file_id]) if claim.file_id else "",
    )


# --- by period --------------------------------------------------------------------------------------------------------


def require_costs(actor: Actor) -> None:
    """Raises ActRefused for roles that have nothing to do with costs."""
    if not any(actor.holds(act) for act in READS_COSTS):
        raise ActRefused("not_granted", _("Your office and role do not include this."))


def costs_own(actor: Actor, *, act: str = "") -> QuerySet[CostItem]:
    """What the actor's side spent on cases of the offices that the actor settles for or oversees; with `act` on those
    alone for which that is granted too."""
    own = Q(pk__in=[])
    for name in READS_COSTS:
        reach = actor.grants.get(name)
        if reach is None:
            continue
        further = actor.grants.get(act, Reach()) if act else reach
        countries, authorities = reach.countries & further.countries, reach.authorities & further.authorities
        for side in Side:
            of_side = Q(own_side=side, **{f"{side}_country": actor.country})
            if actor.country not in countries:
                of_side &= Q(**{f"{side}_authority__in": sorted(authorities)})
            own |= of_side
    return CostItem.objects.filter(own)


def costs_of(actor: Actor, period: Period, *, act: str = "") -> QuerySet[CostItem]:
    """As `costs_own`, of one period, the latest first."""
    rows = costs_own(actor, act=act).filter(spent_on__gte=period.first, spent_on__lte=period.last)
    return rows.select_related("case", "operation").order_by("-spent_on", "-id")


def costs_narrowed(
    rows: QuerySet[CostItem], actor: Actor, *, partner: str = "", kind: str = "", operation: str = ""
) -> QuerySet[CostItem]:
    """Of one country across, one kind, one group operation."""
    if partner:
        ours, theirs = Q(requesting_country=actor.country), Q(receiving_country=actor.country)
        rows = rows.filter(ours & Q(receiving_country=partner) | theirs & Q(requesting_country=partner))
    if kind:
        rows = rows.filter(kind=kind)
    if operation:
        rows = rows.filter(operation=UUID(operation))
    return rows


def cost_choices(actor: Actor, period: Period) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: countries across and group operations that occur in the period."""
    found = list(
        costs_of(actor, period)
        .order_by()
        .values_list("requesting_country", "receiving_country", "operation_id", "operation__name")
        .distinct()
    )
    codes = {code for row in found for code in row[:2] if code != actor.country}
    countries = Country.objects.filter(code__in=codes)
    return {
        "partners": sorted(((row.code, country_name(row)) for row in countries), key=lambda pair: pair[1]),
        "operations": sorted({(str(row[2]), row[3]) for row in found if row[2]}, key=lambda pair: pair[1]),
    }


def cost_sheet(rows: Iterable[CostItem]) -> Sheet:
    """The list as a file. Amounts are figures without the currency, which stands beside."""
    headers = [
        *(_("Case"), _("Day"), _("What for"), _("Amount"), _("Currency"), _("Borne by"), _("Group operation")),
        *(_("Claimed"), _("Remark")),
    ]

    def cells(item: CostItem) -> list[Any]:
        return [
            item.case.reference or "",
            item.spent_on,
            str(item.get_kind_display()),
            float(item.amount),
            item.currency,
            str(item.get_bearer_display()),
            item.operation.name if item.operation else "",
            _("yes") if item.claim_id else _("no"),
            item.note,
        ]

    return Sheet(_("Costs"), headers, (cells(item) for item in rows))


def claimable_words(items: Iterable[CostItem]) -> list[tuple[str, str]]:
    """Choices of a claim: (id, words)."""
    return [
        (
            str(item.id),
            f"{item.get_kind_display()}, {date_long(item.spent_on)}: {item.amount:.2f} {item.currency}",
        )
        for item in items
    ]
