"""Write the OpenAPI description into docs/openapi.json, or tell whether the one there is up to date."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from api.openapi import document, kept_path


def described() -> str:
    """The description as the file keeps it: in English, indented, with a line end."""
    with translation.override("en"):
        return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


class Command(BaseCommand):
    """`manage.py api_schema [--check]`"""

    help = "Write docs/openapi.json from the views, or with --check compare."

    def add_arguments(self, parser: CommandParser) -> None:
        """--check"""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, or fail where the file says something else."""
        path = kept_path()
        text = described()
        if not options["check"]:
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{path.name} written")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            raise CommandError(
                f"{path.name} is not what the views say; review the difference and run manage.py api_schema"
            )
