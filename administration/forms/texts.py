"""Forms of checklists and of the words of papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from administration.forms.changes import ReasonForm
from core.forms import PageForm, PlainTextField
from documents.letters.texts import TEXT_LIMIT

SPARE_ROWS = 3
ROWS_AT_MOST = 40


class ChecklistForm(PageForm):
    """The points of a list: for each its place and its words in every language. A point without words is left out."""

    def __init__(
        self, data: Any, *, items: list[dict[str, Any]], languages: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.codes = [str(item["code"]) for item in items] + [""] * SPARE_ROWS
        self.codes = self.codes[:ROWS_AT_MOST]
        self.languages = languages
        for number, _code in enumerate(self.codes):
            texts = items[number]["texts"] if number < len(items) else {}
            self.fields[f"place_{number}"] = forms.IntegerField(
                label=_("Place"), min_value=1, max_value=99, initial=number + 1, required=False
            )
            for tag, name in languages:
                self.fields[f"text_{number}_{tag}"] = PlainTextField(
                    label=name,
                    max_length=300,
                    required=False,
                    initial=texts.get(tag, ""),
                    widget=forms.TextInput(attrs={"lang": tag, "dir": "auto"}),
                )

    def rows(self) -> list[dict[str, Any]]:
        """The fields as they are drawn: [{number, place, texts}]."""
        return [
            {
                "number": number + 1,
                "place": self[f"place_{number}"],
                "texts": [self[f"text_{number}_{tag}"] for tag, _name in self.languages],
            }
            for number in range(len(self.codes))
        ]

    def items(self) -> list[dict[str, Any]]:
        """The points in their new order."""
        found = []
        for number, code in enumerate(self.codes):
            texts = {tag: self.cleaned_data[f"text_{number}_{tag}"] for tag, _name in self.languages}
            if any(texts.values()):
                place = self.cleaned_data[f"place_{number}"] or number + 1
                found.append((place, number, {"code": code, "texts": texts}))
        return [item for _place, _number, item in sorted(found, key=lambda entry: entry[:2])]


class LetterTextForm(ReasonForm):
    """Words for one block of a paper."""

    text = PlainTextField(
        label=gettext_lazy("Words"), multiline=True, required=False, max_length=TEXT_LIMIT, strip=True
    )

    field_order = ["text", "reason"]

    def __init__(self, *args: Any, language: str, is_preview: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs.update({"lang": language, "dir": "auto", "rows": 8})
        # A look at the paper needs no reason yet.
        self.fields["reason"].required = not is_preview
