"""A new agreement between two countries, from a file like those of countries/data. Called by
`administration.services.doings`."""

import datetime as dt
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.actor import Actor
from administration import payloads
from administration.models import ChangeRequest
from administration.services.doings_agreements import new_rule_check, row_check
from administration.services.setting import Setting
from administration.services.trail import trail
from core.errors import Invalid
from countries.choices import AgreementKind
from countries.models import Agreement, AgreementMember, AgreementParty, Country
from countries.selectors.partners import enrolled_countries
from countries.services.agreement_differences import NewAgreement, agreement_new, file_read
from countries.services.files import DataFileError
from countries.services.reference_agreements import HEADER, READMITS, agreement_load
from documents.letters.serial import ContextBroken, from_plain

_DAYS: Final = frozenset({"in_force_from", "in_force_to"})


def code_begins(pair: tuple[str, str]) -> str:
    """How the code of an agreement that two countries add begins: the reference files have no such code."""
    return "-".join(sorted(pair)).lower() + "-"


def add_check(setting: Setting, payload: payloads.AddAgreement) -> None:
    """Whether the file is an agreement of these two countries alone, new and right in all its parts. Raises Invalid."""
    pair = (setting.country, payload.partner)
    if payload.partner == setting.country or not Country.objects.filter(code=payload.partner).exists():
        raise Invalid({"partner": [_("Choose another country")]})
    found = new_agreement_of(payload.text)
    content = found.content
    errors = [*_code_faults(content, pair), *_party_faults(content, pair), *_head_faults(content)]
    parent = content.get("parent")
    if parent is not None:
        members = AgreementMember.objects.filter(agreement=str(parent), country__in=pair)
        if members.values("country").distinct().count() != 2:
            errors.append(_("parent: no agreement that binds both countries"))
    if (content.get("kind") == AgreementKind.IMPLEMENTING_PROTOCOL) != (parent is not None):
        errors.append(_("parent: a protocol carries out an agreement, others do not"))
    if content.get("short_title") != payload.short_title:
        errors.append(_("short_title: not the one that is asked for"))
    if errors:
        raise Invalid({"file": errors})
    for columns in found.rules:
        _as_fault_of_file(lambda columns=columns: new_rule_check(rule_edit(columns), pair))
    for part, key, values in found.items:
        _as_fault_of_file(lambda part=part, key=key, values=values: row_check(item_edit(part, key, values), pair))


def new_agreement_of(text: str) -> NewAgreement:
    """What the file says; raises Invalid on `file`."""
    try:
        return agreement_new("agreement", file_read("agreement", text.encode()))
    except DataFileError as error:
        raise Invalid({"file": [str(error)]}) from error


def rule_edit(columns: dict[str, Any]) -> payloads.RuleEdit:
    """A rule of the file as an edit; raises Invalid on `file`."""
    try:
        return from_plain(payloads.RuleEdit, columns)
    except ContextBroken as error:
        raise Invalid({"file": [str(error)]}) from error


def item_edit(part: str, key: str, values: dict[str, Any]) -> payloads.ItemEdit:
    """Another row of the file as an edit."""
    return payloads.ItemEdit(part=part, key=key, after=payloads.item_values(values))


def add_do(actor: Actor, change: ChangeRequest, payload: payloads.AddAgreement) -> None:
    """Enter the agreement, with its event."""
    content = new_agreement_of(payload.text).content
    agreement_load("agreement", content, {})
    trail(
        actor=actor,
        action="agreement.added",
        subject=f"agreement:{content['code']}",
        parameters={"agreement": content["code"], "partner": payload.partner},
        countries=[change.country_id] if change.country_id != actor.country else [],
    )


def partners_to_add(country: str, today: dt.date) -> list[str]:
    """With which countries an agreement can be added: all that take part."""
    return sorted(enrolled_countries(today) - {country})


def _as_fault_of_file(check: Any) -> None:
    try:
        check()
    except Invalid as invalid:
        said = [f"{name}: {text}" for name, texts in invalid.errors.items() for text in texts]
        raise Invalid({"file": said}) from invalid


def _code_faults(content: dict[str, Any], pair: tuple[str, str]) -> list[str]:
    code, begins = content["code"], code_begins(pair)
    is_slug = isinstance(code, str) and len(code) <= 60 and code.isascii() and code.replace("-", "").isalnum()
    if not is_slug or code != code.lower() or not code.startswith(begins) or code == begins:
        return [_("code: small letters, digits and hyphens, beginning with %(begins)s") % {"begins": begins}]
    if Agreement.objects.filter(code=code).exists():
        return [_("code: there is such an agreement already")]
    return []


def _party_faults(content: dict[str, Any], pair: tuple[str, str]) -> list[str]:
    parties = [content["party_a"], content["party_b"]]
    faults = []
    members = [party.get("members") for party in parties]
    if members not in ([[pair[0]], [pair[1]]], [[pair[1]], [pair[0]]]):
        faults.append(_("members: one of the two countries on each side, and no other"))
    longest = AgreementParty._meta.get_field("name").max_length or 0
    for party in parties:
        name, later = party.get("name"), party.get("third_country_nationals_from")
        if not isinstance(name, str) or not 0 < len(name) <= longest:
            faults.append(_("name: of each party, at most %(count)d characters") % {"count": longest})
        if later is not None and type(later) is not dt.date:
            faults.append(_("third_country_nationals_from: a day"))
        if not all(isinstance(party.get(flag, True), bool) for flag in READMITS):
            faults.append(_("readmits: true or false"))
    return faults


def _head_faults(content: dict[str, Any]) -> list[str]:
    faults = []
    for name in HEADER:
        field: Any = Agreement._meta.get_field(name)
        value = content.get(name)
        if name in _DAYS:
            is_right = value is None or type(value) is dt.date
        elif value is None:
            is_right = name in ("citation", "legal_note")
        else:
            is_right = isinstance(value, str) and len(value) <= (field.max_length or 4000)
            is_right = is_right and (not field.choices or value in dict(field.choices))
        if not is_right:
            faults.append(_("%(name)s: missing, too long or unknown") % {"name": name})
    first, last = content.get("in_force_from"), content.get("in_force_to")
    if not faults and first and last and last < first:
        faults.append(_("The last day cannot be before the first one"))
    if content.get("kind") == AgreementKind.EU_AGREEMENT:
        faults.append(_("kind: two countries add no agreement of the Union"))
    return faults
