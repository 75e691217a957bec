"""Writes the drawing of the workflow table into the documents."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.workflow.diagram import draw

PATH = Path("docs") / "workflow.svg"


class Command(BaseCommand):
    help = "Draw docs/workflow.svg from the workflow table."

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / PATH).write_text(draw(), encoding="utf-8")
        self.stdout.write(str(PATH))
