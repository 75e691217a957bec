"""Forms of the conversation between the sides: a question, a message, a request for information."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.choices import InformationItem
from cases.forms.acts import ActForm
from cases.services.messages import TITLE_LENGTH
from cases.services.talking import TEXT_LENGTH, Upload, day_in
from core.forms import DatePartsField, PageForm, PlainTextField, today


def _in_a_year() -> date:
    return today() + timedelta(days=366)


class FilesInput(forms.FileInput):
    """A file control that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All files that were chosen."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Several files; cleans to a list of uploads. What is in them is for the intake to judge."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", FilesInput({"accept": ".pdf,.jpg,.jpeg,.png"}))
        # An empty file is refused by the intake, in the same words as everywhere.
        super().__init__(required=False, allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """A list, empty when nothing was chosen."""
        chosen: Sequence[UploadedFile] = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in chosen]


class MessageText(PlainTextField):
    """The words of a message. The control takes more than the limit: a browser that cuts would lose what was typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(multiline=True, max_length=TEXT_LENGTH[1], widget=forms.Textarea({"rows": 6}), **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No limit for the browser."""
        return {}


class WithFiles(forms.Form):
    """A form whose message takes files with it."""

    attachments = FilesField(
        label=_("Files"), help_text=_("PDF, JPEG or PNG, at most five files of 10 MB each. They are no evidence.")
    )

    def uploads(self) -> list[Upload]:
        """The files as services take them."""
        return [Upload(file, file.name or "") for file in self.cleaned_data["attachments"]]


class MessageForm(WithFiles, PageForm):
    """A message in a thread, or the answer to a request for information."""

    text = MessageText(label=_("Message"), min_length=TEXT_LENGTH[0])

    field_order = ["text", "attachments"]


class QuestionForm(MessageForm):
    """A new question to the other side."""

    title = PlainTextField(label=_("Subject"), help_text=_("A few words, as in a letter."), max_length=TITLE_LENGTH)
    due_on = DatePartsField(
        label=_("Answer wished by"),
        help_text=_("A wish, not a time limit. To set a day, ask for information."),
        required=False,
        latest=_in_a_year,
    )

    field_order = ["title", "text", "due_on", "attachments"]

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        """zone: of the state that must answer; its calendar says which day is past."""
        super().__init__(*args, **options)
        self.fields["due_on"].earliest = day_in(zone)  # type: ignore[attr-defined]


class InformationForm(WithFiles, ActForm):
    """What is asked of the other side, by when."""

    service_names = {"files": "attachments"}

    items = forms.MultipleChoiceField(
        label=_("What is needed"), choices=InformationItem.choices, widget=forms.CheckboxSelectMultiple
    )
    text = MessageText(
        label=_("In words"),
        help_text=_("What exactly, and why. Needed for “Something else”."),
        required=False,
    )
    due_on = DatePartsField(label=_("Answer by"), latest=_in_a_year)

    field_order = ["items", "text", "attachments", "due_on"]

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        """zone: of the state that must answer; its calendar says which day is past."""
        super().__init__(*args, **options)
        self.fields["due_on"].earliest = day_in(zone)  # type: ignore[attr-defined]


class ShareForm(PageForm):
    """The person has understood what sharing means."""

    is_understood = forms.BooleanField(label=_("I have read the note again and want the other side to read it"))
