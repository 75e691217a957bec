"""The steps of a due date in words, in the language that is active. The only module here that knows Django."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from countries.choices import ReceiptProof, StartEvent
from countries.clocks import codes
from countries.clocks.types import DueDate, ResolvedRule, Step

# The steps that say how long a limit is, with what made it longer.
_LENGTH = ("stated", "counts", "extended", "stood_still")


def explain(due_date: DueDate, *, event: str = "", silence_rule: ResolvedRule | None = None) -> list[str]:
    """One sentence per step: what is counted from when, under which article, what moved the end, what silence means.

    event: what the limit began with, in words, where that is not the event that the rule names. silence_rule: the rule
    that says what silence means, where it is another one.
    """
    lines = _lines(due_date, due_date.steps, event)
    silence = explain_silence(silence_rule or due_date.rule)
    if silence:
        lines.append(silence)
    if not due_date.rule.is_verified:
        lines.append(_("This value is not verified: it was not read in the text of the agreement."))
    return lines


def explain_length(due_date: DueDate, *, event: str = "") -> list[str]:
    """The sentences of `explain` that say how long the limit is and from when: of an extended one, or one that stood
    still, that as well."""
    return _lines(due_date, [step for step in due_date.steps if step.code in _LENGTH], event)


def _lines(due_date: DueDate, steps: Iterable[Step], event: str) -> list[str]:
    return [line for step in steps if (line := _step(step, due_date, event))]


def _step(step: Step, due_date: DueDate, event: str) -> str:
    if step.code == "counts":
        return _counts(step, due_date, event)
    return _WORDINGS[step.code](step, due_date)


def explain_silence(rule: ResolvedRule) -> str:
    """What happens when the time limit passes without an answer; empty where the question does not arise."""
    sentences = {
        codes.SILENCE_ACCEPTED: _("Silence counts as acceptance."),
        codes.SILENCE_RECOGNISED: _("Silence counts as recognition of the nationality."),
        codes.SILENCE_CONSENT: _("Silence counts as consent to what was announced."),
        codes.SILENCE_NONE: _("Silence has no effect: an answer is still needed."),
        codes.SILENCE_TRANSFER_MAY_PROCEED: _("After the time limit the transfer may proceed without an answer."),
        codes.SILENCE_UNKNOWN: _("It is not known what silence means under this agreement."),
    }
    sentence = sentences.get(rule.effect_of_silence, "")
    if sentence and rule.silence_citation:
        sentence = _("%(sentence)s Source: %(citation)s.") % {"sentence": sentence, "citation": rule.silence_citation}
    if sentence and not rule.silence_is_verified and rule.effect_of_silence != codes.SILENCE_UNKNOWN:
        sentence = f"{sentence} {_('This effect is not verified.')}"
    return sentence


def limit_in_words(value: int | None, unit: str, *, is_read: bool = False) -> str:
    """ "12 calendar days". Of a rule without a number: whether a text was read that gives none (is_read), or nothing is
    known.
    """
    if value is None:
        return _("no number of days") if is_read else _("not known")
    words = {
        codes.HOUR: ngettext("%(count)d hour", "%(count)d hours", value),
        codes.CALENDAR_DAY: ngettext("%(count)d calendar day", "%(count)d calendar days", value),
        codes.WORKING_DAY: ngettext("%(count)d working day", "%(count)d working days", value),
        codes.MONTH: ngettext("%(count)d month", "%(count)d months", value),
        codes.YEAR: ngettext("%(count)d year", "%(count)d years", value),
    }
    return words.get(unit, "%(count)d") % {"count": value}


def obstacle_words(article: str) -> str:
    """Why a limit stands still, as the other side may know it: the kind of obstacle would tell of a court."""
    return ", ".join(filter(None, (_("an obstacle that the agreement names"), article)))


def _day(day: datetime.date | None) -> str:
    return formats.date_format(day, pgettext("date format", "j F Y")) if day else ""


def _event(code: str) -> str:
    return str(StartEvent(code).label) if code in StartEvent.values else code


def _cited(due_date: DueDate, citation: str) -> str:
    return ", ".join(part for part in (due_date.rule.agreement_title, citation) if part)


def _counts(step: Step, due_date: DueDate, event: str = "") -> str:
    values: Mapping[str, Any] = step.parameters
    words = {
        "limit": limit_in_words(values["value"], values["unit"]),
        "event": event or _event(values["event"]),
        "date": _day(step.date),
        "source": _cited(due_date, step.citation),
    }
    sentence = _counted(values, words)
    proof = due_date.rule.receipt_proof
    if not proof or proof not in ReceiptProof.values:
        return sentence
    said = {"sentence": sentence, "proof": ReceiptProof(proof).label, "source": due_date.rule.receipt_citation}
    return _("%(sentence)s Receipt is proved by %(proof)s (%(source)s).") % said


def _counted(values: Mapping[str, Any], words: Mapping[str, str]) -> str:
    if values["direction"] == codes.BEFORE:
        return _("At least %(limit)s before %(event)s on %(date)s (%(source)s).") % words
    if values["unit"] == codes.HOUR:
        return _("%(limit)s from %(event)s on %(date)s (%(source)s).") % words
    if values["first_day_counts"] is True:
        return _("%(limit)s from %(event)s on %(date)s; that day is counted (%(source)s).") % words
    if values["first_day_counts"] is False or values["convention"] == codes.REGULATION_1182_71:
        return _("%(limit)s from %(event)s on %(date)s; that day is not counted (%(source)s).") % words
    return _("%(limit)s from %(event)s on %(date)s; whether that day counts is not verified (%(source)s).") % words


def _worth(step: Step, due_date: DueDate) -> str:
    values = step.parameters
    said = _(
        "Which time limit holds depends on the worth of the evidence; that was not read in the lists of the agreement."
    )
    if not values["is_other"]:
        return said
    words = {
        "said": said,
        "limit": limit_in_words(values["value"], values["unit"]),
        "source": _cited(due_date, step.citation),
        "date": _day(step.date),
    }
    return (
        _(
            "%(said)s By another worth it is %(limit)s (%(source)s) and can end on %(date)s. "
            "Warnings use that day; legal effect uses the later one."
        )
        % words
    )


def _extended(step: Step, due_date: DueDate) -> str:
    values = step.parameters
    limit = limit_in_words(values["value"], values["unit"])
    words = {"limit": limit, "date": _day(step.date), "source": _cited(due_date, step.citation)}
    if values.get("after_obstacle") and not values["value"]:
        return _("Put off until the obstacles ended on %(date)s (%(source)s).") % words
    if values.get("after_obstacle"):
        return _("Extended by %(limit)s after the obstacles ended on %(date)s (%(source)s).") % words
    if values["of_total"]:
        return _("Extended to %(limit)s in all (%(source)s); the first time limit ended on %(date)s.") % words
    return _("Extended by %(limit)s after %(date)s (%(source)s).") % words


def _stood_still(step: Step, due_date: DueDate) -> str:
    values = step.parameters
    words = {
        "from": _day(step.date),
        "to": _day(datetime.date.fromisoformat(values["to"])),
        "lost": limit_in_words(values["lost"], _day_unit(due_date.rule.unit)),
    }
    if due_date.rule.unit == codes.HOUR:
        sentence = _("From %(from)s to %(to)s the time limit stood still; that time is added.") % words
    elif not values["lost"]:
        # Of days the one on which it goes on is not lost.
        sentence = _("From %(from)s to %(to)s the time limit stood still: no day is added.") % words
    else:
        sentence = (
            ngettext(
                "From %(from)s to %(to)s the time limit stood still: %(lost)s is added.",
                "From %(from)s to %(to)s the time limit stood still: %(lost)s are added.",
                values["lost"],
            )
            % words
        )
    source = _cited(due_date, step.citation) if step.citation else ""
    return _("%(sentence)s Source: %(citation)s.") % {"sentence": sentence, "citation": source} if source else sentence


def _day_unit(unit: str) -> str:
    return codes.WORKING_DAY if unit == codes.WORKING_DAY else codes.CALENDAR_DAY


def _holiday(step: Step, due_date: DueDate) -> str:
    words = {"date": _day(step.date), "holiday": step.parameters["holiday"]}
    if step.parameters["is_estimated"]:
        return _("%(date)s (%(holiday)s, estimated date) is not a working day.") % words
    return _("%(date)s (%(holiday)s) is not a working day.") % words


def _moved(step: Step, due_date: DueDate) -> str:
    origin = _day(datetime.date.fromisoformat(step.parameters["from"]))
    if step.parameters["convention"] == codes.NEXT_WORKING_DAY_AFTER_END:
        return _("The time limit ends one working day after %(from)s.") % {"from": origin}
    if step.parameters["convention"] == codes.REGULATION_1182_71:
        words = {"from": origin, "date": _day(step.date), "article": step.citation}
        if due_date.rule.counting_convention == codes.UNVERIFIED:
            return (
                _(
                    "If the last day, %(from)s, moves to a working day, as under Regulation (EEC, Euratom) No 1182/71, "
                    "%(article)s, it becomes %(date)s."
                )
                % words
            )
        return (
            _("The last day, %(from)s, moves to %(date)s (Regulation (EEC, Euratom) No 1182/71, %(article)s).") % words
        )
    return _("The last day, %(from)s, is not a working day and moves to %(date)s.") % {
        "from": origin,
        "date": _day(step.date),
    }


def _ends(step: Step, due_date: DueDate) -> str:
    words = {"date": _day(step.date), "zone": step.parameters["time_zone"]}
    if step.parameters["in_hours"]:
        local = due_date.at.astimezone(_zone(due_date))
        return _("The time limit ends at %(time)s on %(date)s (time zone %(zone)s).") % {
            "time": local.strftime("%H:%M"),
            "date": _day(local.date()),
            "zone": words["zone"],
        }
    return _("The time limit ends with the last hour of %(date)s (time zone %(zone)s).") % words


def _zone(due_date: DueDate) -> datetime.tzinfo:
    return ZoneInfo(due_date.time_zone)


def _stated(step: Step, due_date: DueDate) -> str:
    return _("The travel document itself says: valid until %(date)s.") % {"date": _day(step.date)}


def _earliest(step: Step, due_date: DueDate) -> str:
    return _(
        "How days are counted is not verified: counted most strictly the time limit ends on %(earliest)s. "
        "Warnings use that day; legal effect uses the later one."
    ) % {"earliest": _day(step.date)}


def _normally(step: Step, due_date: DueDate) -> str:
    return _("The answer is normally due after %(limit)s, on %(date)s; this limit has no legal effect.") % {
        "limit": limit_in_words(step.parameters["value"], due_date.rule.unit),
        "date": _day(step.date),
    }


def _estimated(step: Step, due_date: DueDate) -> str:
    return _("A feast near these days is fixed by sighting; its date is an estimate.")


def _not_covered(step: Step, due_date: DueDate) -> str:
    return _("The public holidays of these days are not known yet; only weekends were left out.")


_WORDINGS: dict[str, Callable[[Step, DueDate], str]] = {
    "counts": _counts,
    "worth": _worth,
    "extended": _extended,
    "stood_still": _stood_still,
    "holiday_skipped": _holiday,
    "moved": _moved,
    "ends": _ends,
    "stated": _stated,
    "earliest": _earliest,
    "normally": _normally,
    "holiday_estimated": _estimated,
    "calendar_not_covered": _not_covered,
}
