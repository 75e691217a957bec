"""What supervisors ask for: filters of the figures and of the audit trail, a draw, a review, a reassignment."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.choices import Side, Track
from cases.forms.audit import PeriodForm
from core.forms import DatePartsField, PageForm, PlainTextField, today
from core.periods import Span
from supervision.choices import Dimension, FindingKind, FindingOutcome, ReviewAnswer
from supervision.selectors.measures import Filters
from supervision.selectors.statistics import Choices
from supervision.selectors.unusual import UnusualFilters

SIDES: Final = [
    (Side.REQUESTING, _("We ask: our applications")),
    (Side.RECEIVING, _("We are asked: applications to us")),
]


class StatisticsForm(PeriodForm):
    """Which cases the figures tell of. The choices are what occurs among the cases that the reader supervises."""

    side = forms.ChoiceField(label=_("Side"), choices=SIDES)
    partner = forms.ChoiceField(label=_("Partner country"), required=False)
    office = forms.ChoiceField(label=_("Our office"), required=False)
    partner_office = forms.ChoiceField(label=_("Their office"), required=False)
    span = forms.ChoiceField(label=_("Period"), choices=[pair for pair in Span.choices if pair[0] != Span.ALL])
    track = forms.ChoiceField(label=_("Track"), required=False, choices=[("", _("All tracks")), *Track.choices])
    by = forms.ChoiceField(label=_("Tell the replies"), choices=Dimension.choices)

    def __init__(self, asked: Mapping[str, Any], side: Side, choices: Choices) -> None:
        initial = {"side": side, "span": Span.LAST_12_MONTHS, "by": Dimension.PARTNER}
        super().__init__({**initial, **asked}, initial=initial)
        for name, first, found in (
            ("partner", _("All countries"), choices.partners),
            ("office", _("All our offices"), choices.offices),
            ("partner_office", _("All their offices"), choices.partner_offices),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", first), *found]

    def filters(self, actor: Actor) -> Filters:
        """The filters meant; of a form with errors, the reader's side and the first span."""
        period = self.period(actor)
        values = self.cleaned_data if self.is_valid() else {}
        return Filters(
            side=Side(values.get("side") or self.initial["side"]),
            period=period,
            partner=values.get("partner", ""),
            office=_key(values.get("office")),
            partner_office=_key(values.get("partner_office")),
            track=values.get("track", ""),
        )

    @property
    def dimension(self) -> Dimension:
        """By what the replies are told."""
        return Dimension(self.cleaned_data["by"]) if self.is_valid() else Dimension.PARTNER


class SampleForm(PageForm):
    """A draw: of the cases closed between two days a share, within bounds."""

    closed_from = DatePartsField(label=_("Closed from"), latest=today)
    closed_to = DatePartsField(label=_("Closed up to and including"), latest=today)
    share_percent = forms.IntegerField(label=_("Share in per cent"), min_value=1, max_value=100, initial=5)
    minimum = forms.IntegerField(label=_("At least"), min_value=1, max_value=200, initial=3)
    maximum = forms.IntegerField(label=_("At most"), min_value=1, max_value=200, initial=50)

    def clean(self) -> dict[str, Any]:
        """The bounds stand in their order."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("closed_from") and values.get("closed_to") and values["closed_from"] > values["closed_to"]:
            self.add_error("closed_to", _("The last day must not be before the first"))
        if values.get("minimum") and values.get("maximum") and values["minimum"] > values["maximum"]:
            self.add_error("maximum", _("This must not be less than “at least”"))
        return values


class ReviewForm(PageForm):
    """The answers to a checklist, one field and one remark an item, and a remark on the whole."""

    remark = PlainTextField(label=_("Remark on the whole"), required=False, multiline=True, max_length=2000)

    def __init__(self, items: Sequence[tuple[str, str]], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.codes = [code for code, _text in items]
        remark = self.fields.pop("remark")
        for code, text in items:
            self.fields[f"answer_{code}"] = forms.ChoiceField(
                label=text,
                choices=ReviewAnswer.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one")},
            )
            self.fields[f"remark_{code}"] = PlainTextField(label=_("Remark"), required=False, max_length=500)
        self.fields["remark"] = remark

    def answers(self) -> dict[str, dict[str, str]]:
        """Answer and remark by code of the item."""
        values = self.cleaned_data
        return {code: {"answer": values[f"answer_{code}"], "remark": values[f"remark_{code}"]} for code in self.codes}


class ReassignForm(PageForm):
    """Cases of one colleague, and who gets them: one person, or several in turn."""

    cases = forms.MultipleChoiceField(label=_("Cases"), widget=forms.CheckboxSelectMultiple)
    to = forms.MultipleChoiceField(label=_("Give them to"), widget=forms.CheckboxSelectMultiple)
    note = PlainTextField(label=_("Note to them"), required=False, max_length=500)

    def __init__(
        self, cases: Sequence[tuple[str, str]], people: Sequence[tuple[str, str]], *arguments: Any, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        for name, choices in (("cases", cases), ("to", people)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = list(choices)


class UnusualForm(PeriodForm):
    """Which findings: by kind, person and the days of the looks. People are chosen, never typed."""

    kind = forms.ChoiceField(
        label=_("What is unusual"), required=False, choices=[("", _("Everything")), *FindingKind.choices]
    )
    who = forms.ChoiceField(label=_("Who"), required=False)

    def __init__(self, asked: Mapping[str, Any], people: Sequence[tuple[str, str]]) -> None:
        initial = {"span": Span.ALL}
        super().__init__({**initial, **asked}, initial=initial)
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = [("", _("Anybody")), *people]

    @property
    def is_narrowed(self) -> bool:
        """Whether fewer than all are asked for."""
        return any(self.data.get(name) for name in ("kind", "who")) or self.data.get("span") != Span.ALL

    def filters(self, actor: Actor, state: str) -> UnusualFilters:
        """The filters meant; of a form with errors, all."""
        values = self.cleaned_data if self.is_valid() else {}
        period = self.period(actor)
        return UnusualFilters(
            state=state,
            kind=values.get("kind", ""),
            person=_key(values.get("who")),
            first=period.first,
            last=period.last,
        )


class SignForm(PageForm):
    """What came of a finding, and what was found out."""

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=FindingOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it")},
    )
    remark = PlainTextField(
        label=_("What you found out"),
        multiline=True,
        max_length=2000,
        error_messages={"required": _("Say what you found out")},
    )


def _key(text: str | None) -> UUID | None:
    return UUID(text) if text else None


class CheckpointForm(PageForm):
    """A checkpoint of the log that somebody kept. text: as typed, or as the file holds it; given: which of both."""

    MOST_BYTES: Final = 100_000

    note = PlainTextField(
        label=_("Checkpoint"),
        required=False,
        multiline=True,
        max_length=20_000,
        help_text=_("The whole text, with its first line and the signatures below."),
    )
    file = forms.FileField(
        label=_("or the file in which you kept it"),
        required=False,
        widget=forms.FileInput,  # nothing stands there that could be cleared
    )

    def clean(self) -> dict[str, Any]:
        """One of both."""
        values: dict[str, Any] = super().clean() or {}
        self.text: str = values.get("note", "")
        upload = values.get("file")
        self.given = "note" if upload is None else "file"
        if upload is not None and upload.size > self.MOST_BYTES:
            self.add_error("file", _("This file is too large to be a checkpoint"))
        elif upload is not None:
            try:
                self.text = upload.read().decode("utf-8-sig")  # some editors put a mark before the text
            except UnicodeDecodeError:
                self.add_error("file", _("This file is no text"))
        if not self.text and not self.errors:
            self.add_error("note", _("Paste a checkpoint, or choose its file"))
        return values
