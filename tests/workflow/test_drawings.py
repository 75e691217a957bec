"""The drawings of the lifecycles: those of today's tables, complete, and where people look for them."""

from pathlib import Path

import pytest
from django.conf import settings

from cases.workflow.diagram import _TRANSIT_WORDS
from cases.workflow.drawings import DRAWINGS, path_of
from cases.workflow.types import Subject
from tests.workflow.expectations import OF_PART

ROOT = Path(settings.BASE_DIR)
PARTS = {
    "workflow-interview": (Subject.INTERVIEW, {"": "none", "no_show": "did not come"}),
    "workflow-travel-document": (Subject.TRAVEL_DOCUMENT, {}),
    "workflow-transfer": (Subject.TRANSFER, {"": "none planned", "aborted": "broken off"}),
    "workflow-transit": (Subject.TRANSIT, {**_TRANSIT_WORDS, "": "consent given"}),
    "workflow-error-claim": (Subject.ERROR_CLAIM, {"": "handed over"}),
    "workflow-cost-claim": (Subject.COST_CLAIM, {"": "none"}),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_shows_the_tables_of_today(name: str) -> None:
    assert (ROOT / path_of(name)).read_text(encoding="utf-8") == DRAWINGS[name](), "./run manage draw_workflow"


@pytest.mark.parametrize("name", PARTS)
def test_every_status_of_a_part_is_on_its_drawing(name: str) -> None:
    part, words = PARTS[name]
    drawn = DRAWINGS[name]()
    # A transfer that was replaced stands beside the new one: the notes of the sheet say so.
    for status in set(OF_PART[part]) - {"replaced"}:
        assert f">{words.get(status, status.replace('_', ' '))}<" in drawn, status


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_shown_in_the_documents(name: str) -> None:
    texts = [ROOT / "ARCHITECTURE.md", *(ROOT / "docs").rglob("*.md")]
    assert any(f"{name}.svg" in text.read_text(encoding="utf-8") for text in texts)
