"""Writes docs/agreements.md from countries/data."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from countries.services.agreement_document import agreements_document

FILE = Path(settings.BASE_DIR) / "docs" / "agreements.md"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is not current")

    def handle(self, *args: Any, **options: Any) -> None:
        text = agreements_document()
        if not options["check"]:
            FILE.write_text(text, encoding="utf-8")
            return
        if not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
            raise CommandError("docs/agreements.md is not current: ./run manage agreements_doc")
