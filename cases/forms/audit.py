"""Filters of the audit trail: who did what, when, to which case, with which result."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.selectors.audit_trail import RESULTS, TrailFilters
from cases.wording import Words
from core.forms import DatePartsField, PageForm, PlainTextField, today
from core.jinja import date_long
from core.periods import BEGINNING, Period, Span, period_of
from core.references import normalised


class PeriodForm(PageForm):
    """A span with a name, or two dates."""

    span = forms.ChoiceField(label=_("Period"), choices=Span.choices)
    first = DatePartsField(label=_("From"), required=False, latest=today)
    last = DatePartsField(label=_("To"), required=False, latest=today)

    def clean(self) -> dict[str, Any]:
        """Two dates stand in their order, and a span between two dates has at least one."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if values.get("span") == Span.CUSTOM and not self.errors:
            if first and last and first > last:
                self.add_error("last", _("The last day must not be before the first"))
            if not first and not last:
                self.add_error("first", _("Give the first day, the last day, or both"))
        return values

    def period(self, actor: Actor) -> Period:
        """The days meant; of a form with errors, those of its first span."""
        values = self.cleaned_data if self.is_valid() else {}
        span = values.get("span") or str(self.initial["span"])
        return period_of(span, today(), actor.zone, values.get("first"), values.get("last"))

    def query(self) -> dict[str, str]:
        """What an address needs to ask for the same again; dates only where they count."""
        is_custom = self.data.get("span") == Span.CUSTOM
        names = [name for name in self.fields if name not in {"first", "last"}]
        if is_custom:
            names += [f"{field}_{part}" for field in ("first", "last") for part in ("day", "month", "year")]
        return {name: str(self.data[name]) for name in names if self.data.get(name)}


# Beginnings of action codes by what people call them. Together they meet every code that is written anywhere.
GROUPS: Final[Mapping[str, tuple[Words, tuple[str, ...]]]] = {
    "case": (_("Steps of the case"), ("case.", "act.", "application.", "procedure.")),
    "transit": (_("Transits"), ("transit.",)),
    "safeguard": (
        _("Children, vulnerable persons, health"),
        ("safeguard.", "reception.", "health_sheet."),
    ),
    "verification": (_("Verification and interviews"), ("verification.", "interview.", "status_check.", "visit.")),
    "decision": (_("Decisions"), ("decision.", "paper.")),
    "return": (
        _("Travel documents and transfers"),
        (
            *("travel_document.", "document_series.", "document_number.", "register.", "transfer.", "arrival."),
            *("arrivals.", "operation.", "monitoring.", "costs.", "error."),
        ),
    ),
    "limit": (_("Time limits and objections"), ("clock.", "dispute.", "extension.", "suspension.")),
    "file": (_("Files and papers"), ("file.", "document.")),
    "talk": (
        _("Messages, notes and flags"),
        ("message.", "messages.", "thread.", "information.", "note.", "notes.", "flag.", "flags.", "link."),
    ),
    "work": (
        _("Dividing the work"),
        ("case.assigned", "case.taken", "case.handed_over", "case.given_back", "account.absence_", "quality."),
    ),
    "protection": (_("Data protection"), ("retention.", "hold.")),
    "access": (_("Exceptions for single cases, reviews of access"), ("access.",)),
    "audit": (_("Audit trail, searches and exports"), ("audit.", "search.", "data.", "log.", "unusual.")),
    "privacy": (_("Data protection"), ("privacy.",)),
    "administration": (
        _("Administration"),
        (
            "account.",
            "agreement.",
            "calendar.",
            "change.",
            "checklist.",
            "client.",
            "clocks.",
            "country.",
            "crossing_point.",
            "delivery.",
            "grants.",
            "provider.",
            "letter_text.",
            "membership.",
            "office.",
            "rule.",
            "user.",
            "work.",
        ),
    ),
    "denied": (_("Looks denied and acts refused"), ("look.", "act.refused")),
}
OURS, THEIRS = "ours", "theirs"


class AuditForm(PeriodForm):
    """Who did what, when, to which case, with which result. People and offices are chosen, never typed: an address
    holds no name."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    office = forms.ChoiceField(label=_("Office"), required=False)
    group = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[("", _("Everything")), *((code, words) for code, (words, _prefixes) in GROUPS.items())],
    )
    result = forms.ChoiceField(label=_("Result"), required=False, choices=list(RESULTS.items()))
    reference = PlainTextField(label=_("Case"), required=False, max_length=40)
    action = forms.RegexField(
        r"^[a-z_]+\.[a-z_]+$",
        label=_("Code of the action"),
        required=False,
        max_length=60,
        error_messages={"invalid": _("Write the code as it stands below each line, such as case.opened")},
    )

    def __init__(
        self,
        asked: Mapping[str, Any],
        people: Sequence[tuple[str, str]],
        offices: Sequence[tuple[str, str]],
        theirs: Sequence[tuple[str, str, tuple[str, str]]],
        *,
        span: Span,
    ) -> None:
        initial = {"span": span}
        super().__init__({**initial, **asked}, initial=initial)
        who, office = self.fields["who"], self.fields["office"]
        assert isinstance(who, forms.ChoiceField) and isinstance(office, forms.ChoiceField)
        who.choices = [("", _("Anybody")), (OURS, _("Our side")), (THEIRS, _("The other side")), *people]
        office.choices = [("", _("All offices")), *offices, *((key, words) for key, words, _named in theirs)]
        self._theirs = {key: named for key, _words, named in theirs}

    def clean_reference(self) -> str:
        """A reference as it was typed or dictated; a wrong check character is told."""
        typed = str(self.cleaned_data["reference"])
        if not typed:
            return ""
        found = normalised(typed)
        if found is None:
            raise forms.ValidationError(_("This is no reference: compare it letter by letter"), code="reference")
        return found

    def words(self, actor: Actor) -> list[str]:
        """The filters in words, for a paper: the days, and what was chosen."""
        period = self.period(actor)
        days = [date_long(day) for day in (period.first, period.last) if day != BEGINNING]
        values = self.cleaned_data if self.is_valid() else {}
        chosen = [
            str(words)
            for name, field in self.fields.items()
            if name != "span" and isinstance(field, forms.ChoiceField) and values.get(name)
            for code, words in field.widget.choices
            if code == values[name]
        ]
        return [" – ".join(days), *chosen, *filter(None, (values.get("reference"), values.get("action")))]

    def trail_filters(self, actor: Actor, case: UUID | None = None) -> TrailFilters:
        """What to look for. case: the key of the case that the reference names, or of the page."""
        period = self.period(actor)
        values = self.cleaned_data if self.is_valid() else {}
        who, office = values.get("who", ""), values.get("office", "")
        return TrailFilters(
            result=values.get("result", ""),
            action=values.get("action", ""),
            prefixes=GROUPS[values["group"]][1] if values.get("group") else (),
            person=UUID(who) if who not in {"", OURS, THEIRS} else None,
            side=who if who in {OURS, THEIRS} else "",
            office=UUID(office) if office and office not in self._theirs else None,
            their_office=self._theirs.get(office, ("", "")),
            case=case,
            begins_at=period.begins_at,
            ends_at=period.ends_at,
        )
