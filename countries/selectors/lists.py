"""Means of evidence, printed forms and attachments of the agreement that binds two countries. Never a write."""

from __future__ import annotations

import datetime

from django.db.models import Q

from countries.choices import AgreedPart, Track
from countries.models import AgreementForm, AttachmentRequirement, EvidenceItem
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
    requesting: str, receiving: str, on_date: datetime.date, *, agreement: str, track: str = Track.ANY
) -> dict[str, AgreementForm]:
    """The printed forms for the pair by kind: what the implementing protocol says, else the agreement. Three
    queries."""
    binding = agreements_between(requesting, receiving, on_date, track=track)
    codes_of = [item.code for item in binding if agreement in (item.code, item.parent_id)]
    forms = list(AgreementForm.objects.filter(agreement__in=codes_of))
    for code, said in agreed_between(requesting, receiving, AgreedPart.FORM, codes_of).items():
        mine = [form for form in forms if form.agreement_id == code]
        forms = [form for form in forms if form.agreement_id != code]
        forms += overlaid(AgreedPart.FORM, code, mine, said)
    found: dict[str, AgreementForm] = {}
    for form in forms:
        if form.kind not in found or form.agreement_id != agreement:
            found[form.kind] = form
    return found


def attachments_for(requesting: str, receiving: str, *, agreement: str) -> list[AttachmentRequirement]:
    """What the receiving country asks to be attached; a line for this agreement stands before the general one, and
    what the two countries agreed on before both. Two queries."""
    rows = AttachmentRequirement.objects.filter(receiving_country=receiving)
    found: dict[str, AttachmentRequirement] = {}
    for row in rows:
        if row.agreement_id == agreement or (row.agreement_id is None and row.kind not in found):
            found[row.kind] = row
    said = agreed_between(requesting, receiving, AgreedPart.ATTACHMENT, [agreement]).get(agreement, {})
    mine = {key: values for key, values in said.items() if key.startswith(f"{receiving}:")}
    return overlaid(AgreedPart.ATTACHMENT, agreement, found.values(), mine)
