"""Changes of agreements, between two countries that are bound by them. Called by `administration.services.doings`.

An agreement binds many countries; two of them agree for themselves alone. Where it binds only these two, its values are
changed; where it binds more, a value for all stays, and one that names the two stands in its place between them.
"""

import datetime as dt
import re
from typing import Any, Final

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.translation import gettext as _

from accounts.actor import Actor
from administration import payloads
from administration.models import ChangeRequest
from administration.services.setting import Setting
from administration.services.trail import trail
from core import clock
from core.errors import Invalid, NotVisible
from core.ids import uuid_or_none
from countries.choices import AgreedPart, CountingConvention, EffectOfSilence, RuleKind, Unit
from countries.models import Agreement, AgreementMember, Rule
from countries.models.agreement import VERIFIED
from countries.selectors import agreed
from countries.services import editing
from countries.services.authorities import stale

EXTENSIONS: Final = frozenset(
    {RuleKind.REPLY_EXTENSION, RuleKind.SUBMISSION_EXTENSION, RuleKind.ACCELERATED_REPLY_EXTENSION}
)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
_COUNTRIES: Final = ("requesting_country", "receiving_country")


def agreement_check(setting: Setting, payload: payloads.EditAgreement) -> None:
    """Whether an agreement of the requester's country can be changed so, between it and the partner.

    Raises NotVisible, Invalid, StaleVersion."""
    agreement = agreement_of(setting.country, payload.agreement)
    if payload.partner not in partners_in(agreement, setting.country):
        raise Invalid({"partner": [_("Choose a country of the other party")]})
    if not payload.rules and not payload.items:
        raise Invalid({NON_FIELD_ERRORS: [_("Nothing would change")]})
    pair = (setting.country, payload.partner)
    for edit in payload.rules:
        _rule_check(agreement, pair, edit)
    if payload.items:
        held = agreed.held_items(agreement, *pair)
        for item in payload.items:
            _item_check(held, pair, item)


def agreement_of(country: str, code: str) -> Agreement:
    """An agreement to which the country is party; raises NotVisible."""
    agreement = Agreement.objects.filter(code=code, members__country=country).first()
    if agreement is None:
        raise NotVisible(f"agreement:{code}"[:100])
    return agreement


def partners_in(agreement: Agreement, country: str) -> list[str]:
    """The countries of the other party. One query."""
    members = list(AgreementMember.objects.filter(agreement=agreement).values_list("country_id", "side"))
    own = {side for code, side in members if code == country}
    return sorted({code for code, side in members if side not in own and code != country})


def _is_for_two(agreement: Agreement) -> bool:
    return AgreementMember.objects.filter(agreement=agreement).values("country").distinct().count() == 2


def _directions(agreement: Agreement, pair: tuple[str, str], edit: payloads.RuleEdit) -> list[tuple[str, str]]:
    """The (requesting, receiving) countries of the rules that an edit is written as: as it says where the agreement
    binds only the two, else those of the two that it covers."""
    said = (edit.requesting_country, edit.receiving_country)
    if _is_for_two(agreement):
        return [said]
    return [
        cell
        for cell in (pair, pair[::-1])
        if all(name in ("", country) for name, country in zip(said, cell, strict=True))
    ]


def _in_cell(agreement: Agreement, edit: payloads.RuleEdit, cell: tuple[str, str]) -> Rule | None:
    return Rule.objects.filter(
        agreement=agreement,
        kind=edit.kind,
        track=edit.track,
        requesting_country=cell[0] or None,
        receiving_country=cell[1] or None,
        condition=edit.condition,
        valid_from=edit.valid_from,
    ).first()


def _rule_check(agreement: Agreement, pair: tuple[str, str], edit: payloads.RuleEdit) -> None:
    columns = payloads.rule_columns(edit)
    _known_values(edit, pair)
    _agree_with_each_other(edit)
    directions = _directions(agreement, pair, edit)
    if not directions:
        raise Invalid({"receiving_country": [_("A value is about both of the countries that agree on it")]})
    if edit.rule:
        key = uuid_or_none(edit.rule)
        rule = Rule.objects.filter(id=key, agreement=agreement).first() if key else None
        if rule is None:
            raise NotVisible(f"rule:{edit.rule}"[:100])
        if rule.version != edit.based_on:
            raise stale()
        before = editing.rule_plain(rule)
        after = {**columns, "valid_from": _iso(edit.valid_from), "valid_to": _iso(edit.valid_to)}
        if any(before[name] != after[name] for name in editing.RULE_CELL):
            raise Invalid({"kind": [_("A value for another case is a new value")]})
        if before == after:
            raise Invalid({NON_FIELD_ERRORS: [_("Nothing would change")]})
    held = [row for cell in directions if (row := _in_cell(agreement, edit, cell)) is not None]
    if any(str(row.id) != edit.rule for row in held):
        if edit.rule:
            raise Invalid({"reason": [_("There is a value for these two countries already: change that one")]})
        raise Invalid({"kind": [_("There is such a value already: change it, or give the day from which yours holds")]})


def _known_values(edit: payloads.RuleEdit, pair: tuple[str, str]) -> None:
    """Codes and lengths are those of the columns; a country that is named is one of the two that agree."""
    errors: dict[str, list[str]] = {}
    for name, value in payloads.rule_columns(edit).items():
        field = Rule._meta.get_field(name)
        if name.endswith("_country"):
            if value and value not in pair:
                errors[name] = [_("Two countries agree on values between themselves: this is a third one")]
            continue
        if name == "suspension_causes":
            field = field.base_field  # type: ignore[union-attr]
        if faults := _column_faults(field, value):
            errors[name] = faults
    for name in ("value", "normal_value"):
        number = getattr(edit, name)
        if number is not None and not 0 <= number <= 100_000:
            errors[name] = [_("A number from 0 to 100000")]
    if len(edit.wording) > 4000:
        errors["wording"] = [_("At most %(count)d characters") % {"count": 4000}]
    if errors:
        raise Invalid(errors)


def _column_faults(field: Any, value: Any) -> list[str]:
    """What of a value does not fit its column: a code that is none, a text that is too long."""
    faults = []
    for item in value if isinstance(value, list) else [value]:
        if field.choices and item not in dict(field.choices) and not (field.blank and item == ""):
            faults = [_("Choose one")]
        if isinstance(item, str) and field.max_length and len(item) > field.max_length:
            faults = [_("At most %(count)d characters") % {"count": field.max_length}]
    return faults


def _agree_with_each_other(edit: payloads.RuleEdit) -> None:
    """What the columns together must say: a sure value has its source, a known way of counting its text."""
    errors: dict[str, list[str]] = {}
    if not edit.source.strip() and not edit.citation.strip():
        errors["source"] = [_("Say where the value stands: an article, or a source")]
    if edit.certainty in VERIFIED and not edit.source.strip():
        errors["source"] = [_("A value that counts as read needs its source")]
    if (edit.value is None) != (edit.unit == Unit.NONE):
        errors["unit"] = [_("A number and its unit belong together")]
    if edit.normal_value is not None and (edit.value is None or edit.normal_value > edit.value):
        errors["normal_value"] = [_("The normal limit is not longer than the longest one")]
    is_counted = edit.counting_convention != CountingConvention.UNVERIFIED or edit.first_day_counts is not None
    if is_counted and not edit.counting_certainty:
        errors["counting_certainty"] = [_("Say how sure the way of counting is")]
    if edit.counting_certainty in VERIFIED and not edit.counting_citation.strip():
        errors["counting_citation"] = [_("Say which text states the way of counting")]
    plain = (EffectOfSilence.NOT_APPLICABLE, EffectOfSilence.UNKNOWN)
    if edit.silence_certainty in VERIFIED and edit.effect_of_silence not in plain and not edit.silence_citation.strip():
        errors["silence_citation"] = [_("Say which text states the effect of silence")]
    if edit.extension_basis and edit.kind not in EXTENSIONS:
        errors["extension_basis"] = [_("Only an extension has this")]
    if edit.valid_from and edit.valid_to and edit.valid_to < edit.valid_from:
        errors["valid_to"] = [_("The last day cannot be before the first one")]
    if errors:
        raise Invalid(errors)


def new_rule_check(edit: payloads.RuleEdit, pair: tuple[str, str]) -> None:
    """Whether the columns of a rule of an agreement of two countries are right by themselves. Raises Invalid."""
    _known_values(edit, pair)
    _agree_with_each_other(edit)


def row_check(edit: payloads.ItemEdit, pair: tuple[str, str]) -> None:
    """Whether another row is right by itself: a known part and key, columns that fit. Raises Invalid."""
    if edit.part not in agreed.MODELS:
        raise Invalid({"part": [_("Choose one")]})
    if not _is_key(edit, pair):
        raise Invalid({"key": [_("There is no such row")]})
    if errors := _item_faults(edit):
        raise Invalid(errors)


def _item_check(held: dict[tuple[str, str], agreed.HeldItem], pair: tuple[str, str], edit: payloads.ItemEdit) -> None:
    """A row that is right, and says something else than the one it replaces."""
    row_check(edit, pair)
    present = held.get((edit.part, edit.key))
    before = payloads.item_plain(edit.part, edit.before) if edit.before else None
    if (before, edit.based_on) != ((present.values, present.version) if present else (None, 0)):
        raise stale()
    after = payloads.item_plain(edit.part, edit.after)
    if before == after:
        raise Invalid({NON_FIELD_ERRORS: [_("Nothing would change")]})
    if edit.after.is_removed and (before is None or edit.part == AgreedPart.HEAD):
        raise Invalid({agreed.REMOVED: [_("There is no such row")]})


def _item_faults(edit: payloads.ItemEdit) -> dict[str, list[str]]:
    """Codes and lengths are those of the columns; what counts as read has its source; days are in their order."""
    errors: dict[str, list[str]] = {}
    for name in agreed.ITEM_VALUES[edit.part]:
        value = getattr(edit.after, name)
        field = agreed.MODELS[edit.part]._meta.get_field(name)
        if isinstance(value, tuple):
            field, value = field.base_field, list(value)  # type: ignore[union-attr]
        if faults := _column_faults(field, value):
            errors[name] = faults
    if not all(_LANGUAGE.fullmatch(tag) for tag in edit.after.languages):
        errors["languages"] = [_("Give the codes of languages, such as en or sr-Latn")]
    if len(edit.after.legal_note) > 4000:
        errors["legal_note"] = [_("At most %(count)d characters") % {"count": 4000}]
    months = edit.after.expired_at_most_months
    if months is not None and not 0 <= months <= 1200:
        errors["expired_at_most_months"] = [_("A number from 0 to 1200")]
    # The head has its source in the citation.
    where = "citation" if edit.part == AgreedPart.HEAD else "source"
    if edit.after.certainty in VERIFIED and not getattr(edit.after, where).strip():
        errors[where] = [_("A value that counts as read needs its source")]
    begins = {"in_force_to": edit.after.in_force_from}
    if edit.part == AgreedPart.SUSPENSION:
        begins["to_date"] = dt.date.fromisoformat(edit.key)
    for end, begin in begins.items():
        last = getattr(edit.after, end)
        if last is not None and begin is not None and last < begin:
            errors[end] = [_("The last day cannot be before the first one")]
    return errors


def _is_key(edit: payloads.ItemEdit, pair: tuple[str, str]) -> bool:
    """Whether the key is one: codes of the closed lists, days, and a receiving country that is one of the two."""
    names = agreed.ITEM_KEYS[edit.part]
    said = edit.key.split(":") if names else []
    if len(said) != len(names) or (not names and edit.key):
        return False
    for name, text in zip(names, said, strict=True):
        field = agreed.MODELS[edit.part]._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            is_right = text in pair
        elif isinstance(field, models.DateField):
            is_right = (not text and field.null) or _is_day(text)
        else:
            is_right = text in dict(field.choices or ())  # type: ignore[union-attr]
        if not is_right:
            return False
    return True


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def agreement_apply(
    payload: payloads.EditAgreement, requested_by: str, confirmed_by: str, reason: str
) -> list[tuple[payloads.RuleEdit, Rule]]:
    """Write the changes; gives the rules that were written, each with its edit. requested_by: in whose name."""
    agreement = Agreement.objects.get(code=payload.agreement)
    pair = (requested_by, payload.partner)
    who: dict[str, Any] = {
        "requested_by": requested_by,
        "confirmed_by": confirmed_by,
        "reason": reason,
        "at": clock.now(),
    }
    rules = []
    for edit in payload.rules:
        general = Rule.objects.get(id=edit.rule) if edit.rule else None
        columns = payloads.rule_columns(edit)
        for cell in _directions(agreement, pair, edit):
            held = _in_cell(agreement, edit, cell)
            values = columns | dict(zip(_COUNTRIES, cell, strict=True))
            rule = editing.rule_write(
                agreement=agreement.code,
                rule_id=held.id if held else None,
                values=values,
                instead_of=None if held else general,
                **who,
            )
            rules.append((edit, rule))
    for item in payload.items:
        editing.agreed_write(
            agreement=agreement.code,
            pair=pair,
            part=item.part,
            key=item.key,
            values=payloads.item_plain(item.part, item.after),
            **who,
        )
    return rules


def agreement_do(actor: Actor, change: ChangeRequest, payload: payloads.EditAgreement) -> None:
    """Carry the changes out, each with its event; the reason stands beside the version before."""
    rules = agreement_apply(payload, change.country_id, actor.country, change.reason)
    others = [change.country_id] if change.country_id != actor.country else []
    for edit, rule in rules:
        trail(
            actor=actor,
            action="rule.changed" if edit.rule else "rule.added",
            subject=f"rule:{rule.id}",
            parameters={"agreement": payload.agreement, "kind": rule.kind, "version": rule.version},
            countries=others,
        )
    for item in payload.items:
        trail(
            actor=actor,
            action="agreement.suspended" if item.part == AgreedPart.SUSPENSION else "agreement.agreed",
            subject=f"agreement:{payload.agreement}",
            parameters={"agreement": payload.agreement, "part": item.part, "partner": payload.partner},
            countries=others,
        )
