"""Means of evidence, printed forms and attachments of the agreement that binds two countries. Never a write."""

from __future__ import annotations

import datetime

from django.db.models import Q

from countries.choices import AgreedPart, Track
from countries.models import Agreement, AgreementForm, AttachmentRequirement, EvidenceItem
from countries.selectors.agreed import agreed_between, overlaid
from countries.selectors.rules import agreements_between


def evidence_for(requesting: str, receiving: str, on_date: datetime.date, *, agreement: str) -> list[EvidenceItem]:
    """The evidence lists that hold for the pair on this day, those of an implementing protocol first. Three queries.

    A protocol's list adds to that of its agreement, and its items come before the agreement's items of the same kind.
    Where the agreement has no list of its own the typical one is taken, whose items are unverified.
    """
    binding = agreements_between(requesting, receiving, on_date)
    bound = {item.code for item in binding if agreement in (item.code, item.parent_id)} | {agreement}
    items = EvidenceItem.objects.filter(Q(agreement__in=bound) | Q(agreement__isnull=True))
    found: dict[str, list[EvidenceItem]] = {"protocol": [], "agreement": [], "typical": []}
    for item in items:
        layer = "agreement" if item.agreement_id == agreement else "protocol" if item.agreement_id else "typical"
        found[layer].append(item)
    agreed = agreed_between(requesting, receiving, AgreedPart.EVIDENCE, bound)
    for code, said in agreed.items():
        layer = "agreement" if code == agreement else "protocol"
        base = found[layer] or (found["typical"] if layer == "agreement" else [])
        mine = [item for item in base if item.agreement_id in (code, None)]
        others = [item for item in base if item.agreement_id not in (code, None)]
        found[layer] = others + overlaid(AgreedPart.EVIDENCE, code, mine, said)
    # An item of the protocol for some days of issue leaves the agreement's item of that kind for the others.
    always = [item for item in found["protocol"] if item.issued_from is None and item.issued_before is None]
    named = {(item.purpose, item.kind) for item in always}
    rest = [item for item in found["agreement"] or found["typical"] if (item.purpose, item.kind) not in named]
    return found["protocol"] + rest


def forms_for(
    requesting: str,
    receiving: str,
    on_date: datetime.date,
    *,
    agreement: str,
    track: str = Track.ANY,
    binding: list[Agreement] | None = None,
) -> dict[str, AgreementForm]:
    """The printed forms for the pair by kind: what the implementing protocol says, else the agreement. Two queries, one
    where `binding` is given: what `agreements_between` says of the same pair, day and track."""
    if binding is None:
        binding = agreements_between(requesting, receiving, on_date, track=track)
    layers = [item for item in binding if agreement in (item.code, item.parent_id)]
    forms = list(AgreementForm.objects.filter(agreement__in=[item.code for item in layers]))
    found: dict[str, AgreementForm] = {}
    for layer in layers:
        own = [form for form in forms if form.agreement_id == layer.code]
        for form in overlaid(AgreedPart.FORM, layer.code, own, layer.agreed.get(AgreedPart.FORM, {})):
            if form.kind not in found or layer.code != agreement:
                found[form.kind] = form
    return found


def attachments_for(
    requesting: str, receiving: str, *, agreement: str, binding: list[Agreement] | None = None
) -> list[AttachmentRequirement]:
    """What the receiving country asks to be attached; a line for this agreement stands before the general one, and
    what the two countries agreed on before both. Two queries, one where `binding` has the agreement."""
    rows = AttachmentRequirement.objects.filter(receiving_country=receiving)
    found: dict[str, AttachmentRequirement] = {}
    for row in rows:
        if row.agreement_id == agreement or (row.agreement_id is None and row.kind not in found):
            found[row.kind] = row
    part, ruling = AgreedPart.ATTACHMENT, next((item for item in binding or () if item.code == agreement), None)
    if ruling is not None:
        said = ruling.agreed.get(part, {})
    else:
        said = agreed_between(requesting, receiving, part, [agreement]).get(agreement, {})
    mine = {key: values for key, values in said.items() if key.startswith(f"{receiving}:")}
    return overlaid(part, agreement, found.values(), mine)
