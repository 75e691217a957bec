"""What of an agreement nobody has read yet, as it holds between two countries, and what they agreed on alone."""

from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse

from administration.selectors.agreements import certainty_words, rule_line
from administration.selectors.rule_words import item_facts, item_name
from countries.choices import AgreedPart
from countries.models import AgreedValue, Agreement, AgreementMember, Country, Rule
from countries.selectors.agreed import HeldItem, held_items
from countries.selectors.places import country_name
from documents.letters.serial import digest


@dataclass(frozen=True, slots=True)
class UnverifiedLine:
    """One row that nobody has read. name: what it is; said: what it says; address: where it is confirmed; key: of a row
    that can be confirmed together with others that stand in the same text, with what it says; else empty."""

    key: str
    name: str
    said: str
    source: str
    certainty: str
    address: str


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """What two countries agreed on alone. versions: (version, row) of what stood before and stands, newest first."""

    pair: str
    name: str
    facts: list[tuple[str, str]]
    rows: list[AgreedValue]


def unverified_lines(agreement: Agreement, own: str, partner: str) -> list[UnverifiedLine]:
    """The head, forms, evidence, attachments and suspensions that are not verified, then the values. Seven queries."""
    items = held_items(agreement, own, partner).values()
    lines = [_item_line(agreement, item, partner) for item in items if not item.is_verified]
    rules = [
        rule
        for rule in Rule.objects.filter(agreement=agreement).select_related("requesting_country", "receiving_country")
        if {rule.requesting_country_id, rule.receiving_country_id} <= {None, own, partner}
    ]
    # A value of the two stands in the place of the one for all.
    named = {_cell(rule) for rule in rules if rule.requesting_country_id and rule.receiving_country_id}
    shown = [rule for rule in rules if _cell(rule) not in named or rule.requesting_country_id]
    return lines + [_rule_line(rule, partner) for rule in shown if not rule.is_verified]


def partner_choices(agreement: Agreement, country: str) -> list[tuple[str, str]]:
    """(code, name) of the countries of the other party, by name; none for a country that is not bound. One query."""
    rows = AgreementMember.objects.filter(agreement=agreement).select_related("country")
    own = {row.side for row in rows if row.country_id == country}
    found = {row.country_id: country_name(row.country) for row in rows if own and row.side not in own}
    return sorted(found.items(), key=lambda item: item[1])


def agreed_lines(agreement: Agreement) -> list[AgreedLine]:
    """What pairs of countries agreed on in place of the rows of an agreement, by pair. Two queries."""
    found: dict[tuple[str, ...], list[AgreedValue]] = {}
    related = ("requested_by", "confirmed_by")
    for row in AgreedValue.objects.filter(agreement=agreement).select_related(*related).order_by("-version"):
        found.setdefault((row.first_id, row.second_id, row.part, row.key), []).append(row)
    codes = {code for first, second, *_rest in found for code in (first, second)}
    names = {row.code: country_name(row) for row in Country.objects.filter(code__in=codes)}
    return [
        AgreedLine(f"{names[first]} – {names[second]}", item_name(part, key), item_facts(part, rows[0].values), rows)
        for (first, second, part, key), rows in sorted(found.items())
    ]


def item_address(agreement: Agreement, item: HeldItem, partner: str) -> str:
    """Where a row is changed."""
    address = reverse("administration:item-edit", args=[agreement.code, item.part, item.key or "-"])
    return f"{address}?with={quote(partner)}"


def _cell(rule: Rule) -> tuple[object, ...]:
    return (rule.kind, rule.track, rule.condition, rule.valid_from)


def _item_line(agreement: Agreement, item: HeldItem, partner: str) -> UnverifiedLine:
    said = {name: value for name, value in item.values.items() if name not in ("source", "certainty")}
    return UnverifiedLine(
        # The head is confirmed by itself: its source is where it was published.
        # With a digest of what is shown: nobody confirms what another one changed meanwhile.
        key=f"{item.part}/{item.key}/{digest(item.values)[:16]}" if item.part != AgreedPart.HEAD else "",
        name=item_name(item.part, item.key),
        said="; ".join(f"{label}: {words}" for label, words in item_facts(item.part, said)),
        source=item.values.get("source", ""),
        certainty=certainty_words(item.values["certainty"]),
        address=f"{item_address(agreement, item, partner)}&confirm=1",
    )


def _rule_line(rule: Rule, partner: str) -> UnverifiedLine:
    line = rule_line(rule)
    address = reverse("administration:rule-edit", args=[rule.agreement_id, rule.id])
    return UnverifiedLine(
        key="",
        name=f"{line.kind}: {line.track} · {line.pair}",
        said=line.value,
        source=line.source or line.citation,
        certainty=line.certainty,
        address=f"{address}?with={quote(partner)}&confirm=1",
    )
