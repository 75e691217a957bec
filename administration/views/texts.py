"""Checklists and the words of papers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.selectors.absences import day_of
from administration.forms.texts import ChecklistForm, LetterTextForm
from administration.policies import refuse_unless_national
from administration.selectors.letters import BlockLine, block_lines, languages_of, letters_overview
from administration.services.texts import checklist_save, letter_text_preview, letter_text_request
from administration.views.base import ActorRequest, AdministratorView, tried, version_of, waiting
from cases.choices import ChecklistPurpose
from cases.selectors.checklists import checklist_row, checklist_rows
from core import clock
from core.errors import NotVisible
from documents.letters.registry import TITLES
from documents.letters.texts import LETTERS_WITH_TEXTS, PLACEHOLDERS


class ChecklistListView(AdministratorView):
    """The country's lists, one for each purpose."""

    tab = "checklist-list"

    def get(self, request: ActorRequest) -> HttpResponse:
        refuse_unless_national(request.actor)
        rows = checklist_rows(request.actor.country)
        lines = [(purpose.value, str(purpose.label), rows.get(purpose.value)) for purpose in ChecklistPurpose]
        return self.page(request, "checklists.html", {"lines": lines})


class ChecklistEditView(AdministratorView):
    """The points of one list."""

    tab = "checklist-list"

    def get(self, request: ActorRequest, purpose: str) -> HttpResponse:
        row, form = self._form(request, purpose, None)
        return self._page(request, purpose, form, row.version if row else 0)

    def post(self, request: ActorRequest, purpose: str) -> HttpResponse:
        _row, form = self._form(request, purpose, request.POST)
        if form.is_valid():
            saved = tried(
                form,
                lambda: checklist_save(
                    actor=request.actor, purpose=purpose, version=version_of(request), items=form.items()
                ),
            )
            if saved is not None:
                messages.success(request, _("The checklist is saved. It is shown from now on."))
                return redirect("administration:checklist-edit", purpose=purpose)
        return self._page(request, purpose, form, version_of(request), 422)

    def _form(self, request: ActorRequest, purpose: str, data: Any) -> tuple[Any, ChecklistForm]:
        refuse_unless_national(request.actor)
        if purpose not in ChecklistPurpose.values:
            raise NotVisible(f"checklist:{purpose}"[:100])
        row = checklist_row(request.actor.country, purpose)
        items = row.items if row else []
        return row, ChecklistForm(data, items=items, languages=languages_of(request.actor.country))

    def _page(
        self, request: ActorRequest, purpose: str, form: ChecklistForm, version: int, status: int = 200
    ) -> HttpResponse:
        context = {
            "title": str(ChecklistPurpose(purpose).label),
            "form": form,
            "version": version,
            "back_url": reverse("administration:checklist-list"),
        }
        return self.page(request, "checklist.html", context, status)


class LetterListView(AdministratorView):
    """Papers that take words of the country."""

    tab = "letter-list"

    def get(self, request: ActorRequest) -> HttpResponse:
        refuse_unless_national(request.actor)
        return self.page(request, "letters.html", {"lines": letters_overview(request.actor.country)})


class LetterDetailView(AdministratorView):
    """The blocks of one paper in the country's languages."""

    tab = "letter-list"

    def get(self, request: ActorRequest, letter: str) -> HttpResponse:
        refuse_unless_national(request.actor)
        context = {"lines": _lines(request.actor, letter), "title": str(TITLES[letter])}
        return self.page(request, "letter.html", context)


class LetterTextView(AdministratorView):
    """New words for one block: looked at as a real paper first, then proposed to a second administrator."""

    tab = "letter-list"

    def get(self, request: ActorRequest, letter: str, block: str, language: str) -> HttpResponse:
        line = self._line(request, letter, block, language)
        text = line.current.text if line.current else ""
        return self._page(request, line, LetterTextForm(language=language, initial={"text": text}), _version(line))

    def post(self, request: ActorRequest, letter: str, block: str, language: str) -> HttpResponse:
        line = self._line(request, letter, block, language)
        is_preview = request.POST.get("do") == "preview"
        form = LetterTextForm(request.POST, language=language, is_preview=is_preview)
        version = version_of(request)
        paper = None
        if form.is_valid():
            values: dict[str, Any] = {
                "actor": request.actor,
                "letter": letter,
                "block": block,
                "language": language,
                "text": form.cleaned_data["text"],
                "based_on": version,
            }
            if is_preview:
                paper = tried(form, lambda: letter_text_preview(**values))
            else:
                reason = form.cleaned_data["reason"]
                change = tried(form, lambda: letter_text_request(**values, reason=reason))
                if change is not None:
                    return waiting(request, change)
        return self._page(request, line, form, version, paper, 200 if paper else 422)

    def _line(self, request: ActorRequest, letter: str, block: str, language: str) -> BlockLine:
        refuse_unless_national(request.actor)
        lines = _lines(request.actor, letter)
        line = next((item for item in lines if (item.block, item.language) == (block, language)), None)
        if line is None:
            raise NotVisible(f"lettertext:{letter}"[:100])
        return line

    def _page(
        self,
        request: ActorRequest,
        line: BlockLine,
        form: LetterTextForm,
        version: int,
        paper: Any = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "line": line,
            "form": form,
            "version": version,
            "paper": paper,
            "placeholders": list(PLACEHOLDERS.items()),
            "back_url": reverse("administration:letter-detail", args=[line.letter]),
        }
        return self.page(request, "letter_text.html", context, status)


def _lines(actor: Actor, letter: str) -> list[BlockLine]:
    if letter not in LETTERS_WITH_TEXTS:
        raise NotVisible(f"lettertext:{letter}"[:100])
    return block_lines(actor.country, letter, day_of(actor, clock.now()))


def _version(line: BlockLine) -> int:
    return line.current.version if line.current else 0
