"""Every lifecycle that is drawn, by the name under which documents and the help page show it."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from cases.workflow.diagram import draw, draw_transit
from cases.workflow.diagram_parts import draw_cost_claim, draw_error_claim, draw_interview, draw_travel_document
from cases.workflow.diagram_transfers import draw_operation, draw_transfer

DRAWINGS: Final[dict[str, Callable[[], str]]] = {
    "workflow": draw,
    "workflow-interview": draw_interview,
    "workflow-travel-document": draw_travel_document,
    "workflow-transfer": draw_transfer,
    "workflow-operation": draw_operation,
    "workflow-transit": draw_transit,
    "workflow-error-claim": draw_error_claim,
    "workflow-cost-claim": draw_cost_claim,
}


def path_of(name: str) -> Path:
    """Where a drawing stands among the documents, from the root of the product."""
    return Path("docs") / f"{name}.svg"
