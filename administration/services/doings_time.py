"""Changes of what time limits are computed from: values of agreements, suspensions, working days; and their doing over
again for cases that run. Called by `administration.services.doings`."""

from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.actor import Actor
from administration import payloads
from administration.models import ChangeRequest
from administration.services.setting import Setting
from administration.services.trail import trail
from core import clock
from core.errors import Invalid, NotVisible
from core.ids import uuid_or_none
from countries.choices import CountingConvention, EffectOfSilence, RuleKind, Unit
from countries.models import Agreement, AgreementMember, AgreementSuspension, PublicHoliday, Rule, WorkingCalendar
from countries.models.agreement import VERIFIED
from countries.services import editing
from countries.services.authorities import stale

EXTENSIONS: Final = frozenset(
    {RuleKind.REPLY_EXTENSION, RuleKind.SUBMISSION_EXTENSION, RuleKind.ACCELERATED_REPLY_EXTENSION}
)
DAYS_AT_MOST: Final = 400

# --- agreements -------------------------------------------------------------------------------------------------------


def agreement_check(setting: Setting, payload: payloads.EditAgreement) -> None:
    """Whether an agreement of the requester's country can be changed so. Raises NotVisible, Invalid, StaleVersion."""
    agreement = agreement_of(setting.country, payload.agreement)
    if not payload.rules and not payload.suspensions:
        raise Invalid({"reason": [_("Nothing would change")]})
    members = set(AgreementMember.objects.filter(agreement=agreement).values_list("country_id", flat=True))
    for edit in payload.rules:
        _rule_check(agreement, members, edit)
    for suspension in payload.suspensions:
        _suspension_check(members, suspension)


def agreement_of(country: str, code: str) -> Agreement:
    """An agreement to which the country is party; raises NotVisible."""
    agreement = Agreement.objects.filter(code=code, members__country=country).first()
    if agreement is None:
        raise NotVisible(f"agreement:{code}"[:100])
    return agreement


def _rule_check(agreement: Agreement, members: set[str], edit: payloads.RuleEdit) -> None:
    columns = payloads.rule_columns(edit)
    _known_values(edit, members)
    _agree_with_each_other(edit)
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
            raise Invalid({"reason": [_("Nothing would change")]})
    elif Rule.objects.filter(
        agreement=agreement,
        kind=edit.kind,
        track=edit.track,
        requesting_country=edit.requesting_country or None,
        receiving_country=edit.receiving_country or None,
        condition=edit.condition,
        valid_from=edit.valid_from,
    ).exists():
        raise Invalid({"kind": [_("There is such a value already: change it, or give the day from which yours holds")]})


def _known_values(edit: payloads.RuleEdit, members: set[str]) -> None:
    """Codes and lengths are those of the columns; countries are bound by the agreement."""
    errors: dict[str, list[str]] = {}
    for name, value in payloads.rule_columns(edit).items():
        field = Rule._meta.get_field(name)
        if name.endswith("_country"):
            if value and value not in members:
                errors[name] = [_("This country is not bound by the agreement")]
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


def _suspension_check(members: set[str], edit: payloads.SuspensionEdit) -> None:
    if edit.country and edit.country not in members:
        raise Invalid({"country": [_("This country is not bound by the agreement")]})
    if edit.to_date is not None and edit.to_date < edit.from_date:
        raise Invalid({"to_date": [_("The last day cannot be before the first one")]})
    if not edit.source.strip():
        raise Invalid({"source": [_("Say where this stands")]})
    for name in ("citation", "source", "certainty", "note"):
        if faults := _column_faults(AgreementSuspension._meta.get_field(name), getattr(edit, name)):
            raise Invalid({name: faults})


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def agreement_apply(payload: payloads.EditAgreement, requested_by: str, confirmed_by: str, reason: str) -> list[Rule]:
    """Write the rules and suspensions; gives the rules."""
    rules = [
        editing.rule_write(
            agreement=payload.agreement,
            rule_id=uuid_or_none(edit.rule) if edit.rule else None,
            values=payloads.rule_columns(edit),
            requested_by=requested_by,
            confirmed_by=confirmed_by,
            reason=reason,
            at=clock.now(),
        )
        for edit in payload.rules
    ]
    for edit in payload.suspensions:
        values = {name: getattr(edit, name) for name in ("to_date", "citation", "source", "certainty", "note")}
        editing.suspension_write(
            agreement=payload.agreement, country=edit.country, from_date=edit.from_date, values=values
        )
    return rules


def agreement_do(actor: Actor, change: ChangeRequest, payload: payloads.EditAgreement) -> None:
    """Carry the changes out, each with its event; the reason stands beside the version before."""
    rules = agreement_apply(payload, change.country_id, actor.country, change.reason)
    others = [change.country_id] if change.country_id != actor.country else []
    for edit, rule in zip(payload.rules, rules, strict=True):
        trail(
            actor=actor,
            action="rule.changed" if edit.rule else "rule.added",
            subject=f"rule:{rule.id}",
            parameters={"agreement": payload.agreement, "kind": rule.kind, "version": rule.version},
            countries=others,
        )
    for suspension in payload.suspensions:
        trail(
            actor=actor,
            action="agreement.suspended",
            subject=f"agreement:{payload.agreement}",
            parameters={"agreement": payload.agreement, "country": suspension.country},
            countries=others,
        )


# --- calendars --------------------------------------------------------------------------------------------------------


def calendar_check(setting: Setting, payload: payloads.EditCalendar) -> None:
    """Whether the own country's calendar can be changed so. Raises NotVisible, Invalid, StaleVersion."""
    calendar = WorkingCalendar.objects.filter(country=payload.calendar).first()
    if calendar is None or payload.calendar != setting.country:
        raise NotVisible(f"calendar:{payload.calendar}"[:100])
    if calendar.version != payload.based_on:
        raise stale()
    if not set(payload.weekend_days) <= set(range(1, 8)) or len(set(payload.weekend_days)) > 6:
        raise Invalid({"weekend_days": [_("At least one day of the week is a working day")]})
    if payload.covers_to < payload.covers_from:
        raise Invalid({"covers_to": [_("The last day cannot be before the first one")]})
    dates = [day.date for day in payload.days]
    if len(dates) + len(payload.removed) > DAYS_AT_MOST or len(set(dates)) != len(dates):
        raise Invalid({"days": [_("Each day once")]})
    longest = PublicHoliday._meta.get_field("name").max_length or 0
    for day in payload.days:
        if not payload.covers_from <= day.date <= payload.covers_to:
            raise Invalid({"days": [_("%(day)s lies outside the days that are known") % {"day": day.date}]})
        if not day.name.strip() or len(day.name) > longest:
            raise Invalid(
                {"days": [_("Each holiday needs a name of at most %(count)d characters") % {"count": longest}]}
            )
    held = {row.date: row for row in calendar.holidays.all()}
    if not set(payload.removed) <= set(held):
        raise stale()
    is_same = all(
        day.date in held and (held[day.date].name, held[day.date].is_estimated) == (day.name, day.is_estimated)
        for day in payload.days
    )
    kept = (sorted(calendar.weekend_days), calendar.covers_from, calendar.covers_to)
    if (
        is_same
        and not payload.removed
        and kept
        == (
            sorted(payload.weekend_days),
            payload.covers_from,
            payload.covers_to,
        )
    ):
        raise Invalid({"reason": [_("Nothing would change")]})


def calendar_apply(payload: payloads.EditCalendar) -> WorkingCalendar:
    """Write the calendar."""
    return editing.calendar_write(
        country=payload.calendar,
        weekend_days=payload.weekend_days,
        covers_from=payload.covers_from,
        covers_to=payload.covers_to,
        removed=payload.removed,
        days=[(day.date, day.name, day.is_estimated) for day in payload.days],
        source=payload.source,
    )


def calendar_do(actor: Actor, change: ChangeRequest, payload: payloads.EditCalendar) -> None:
    """Carry the change out, with its event."""
    calendar = calendar_apply(payload)
    trail(
        actor=actor,
        action="calendar.changed",
        subject=f"calendar:{payload.calendar}",
        parameters={"country": payload.calendar, "version": calendar.version},
        changed=["holidays", "weekend_days"],
    )


# --- doing over -------------------------------------------------------------------------------------------------------


def recompute_check(setting: Setting, payload: payloads.RecomputeClocks) -> None:
    """Something must be chosen; what was touched meanwhile is left out when it is done."""
    if not payload.clocks:
        raise Invalid({"clocks": [_("Choose at least one")]})


def recompute_do(actor: Actor, change: ChangeRequest, payload: payloads.RecomputeClocks) -> None:
    """Nothing of its own: the time limits are promised as after every other change of rules or calendars."""
