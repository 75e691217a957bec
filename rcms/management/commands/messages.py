"""Collects all texts into the catalogues of locale/, keeping the translations that are there."""

from pathlib import Path
from typing import Any

from babel.messages.frontend import CommandLineInterface
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import to_locale

KEYWORDS = ["gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "pgettext_lazy:1c,2", "gettext_noop"]


class Command(BaseCommand):
    help = "Extract messages from code and templates and bring the catalogues up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", action="append", help="begin a catalogue in this language (for example sq)")

    def handle(self, *args: Any, language: list[str] | None, **options: Any) -> None:
        base: Path = settings.BASE_DIR
        template = base / "locale" / "django.pot"
        keywords = [part for keyword in KEYWORDS for part in ("-k", keyword)]
        extract = ["-F", str(base / "babel.cfg"), "--no-location", "--sort-output", "--omit-header", *keywords]
        self._babel("extract", *extract, "-o", str(template), str(base))
        for code in [*(language or []), *(code for code, _ in settings.LANGUAGES if code != "en")]:
            locale = to_locale(code)
            catalogue = base / "locale" / locale / "LC_MESSAGES" / "django.po"
            if catalogue.exists():
                self._babel("update", "-N", "-i", str(template), "-o", str(catalogue), "-l", locale)
            else:
                catalogue.parent.mkdir(parents=True, exist_ok=True)
                self._babel("init", "-i", str(template), "-o", str(catalogue), "-l", locale)
        template.unlink()

    def _babel(self, *arguments: str) -> None:
        CommandLineInterface().run(["pybabel", "-q", *arguments])
