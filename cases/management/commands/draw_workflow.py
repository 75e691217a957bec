"""Writes the drawings of the workflow tables into the documents."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.workflow.drawings import DRAWINGS, path_of


class Command(BaseCommand):
    help = "Draw the lifecycles (docs/workflow*.svg) from the tables of the workflow."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, drawn in DRAWINGS.items():
            (settings.BASE_DIR / path_of(name)).write_text(drawn(), encoding="utf-8")
        self.stdout.write(" ".join(str(path_of(name)) for name in DRAWINGS))
