"""The bodies that requests send, for the OpenAPI description."""

from typing import Any

from api.payloads import payload_schema
from cases.forms.filing_entry import EntryForm
from cases.forms.filing_more import CircumstancesForm, SafeguardsForm, StartForm
from cases.forms.filing_person import PersonForm
from cases.forms.procedure import ProcedureForm
from cases.forms.transit import TransitPlanForm

JSON, MULTIPART = "application/json", "multipart/form-data"


def partial_body(form: Any) -> dict[str, Any]:
    """The fields of a form, none of which must be sent."""
    return payload_schema(form.base_fields, is_partial=True)


START = payload_schema(StartForm.base_fields)
START["properties"]["receiving_country"] = {"type": "string", "description": "Alpha-3 code of the country asked."}
START["required"] = ["receiving_country", "agreement"]
SECTIONS = {
    "type": "object",
    "additionalProperties": False,
    "minProperties": 1,
    "properties": {
        "person": partial_body(PersonForm),
        "transit": partial_body(TransitPlanForm),
        "entry": partial_body(EntryForm),
        "procedure": partial_body(ProcedureForm),
        "circumstances": partial_body(CircumstancesForm),
        "safeguards": partial_body(SafeguardsForm),
    },
}
NO_PERSONS = "What is not named stays as it is; null empties a field. All of it is written or nothing."


def with_files_body(form: Any) -> dict[str, Any]:
    """A multipart body: the same fields as text, and files."""
    schema = payload_schema(form.base_fields, with_files=True)
    for name, field in schema["properties"].items():
        if name == "attachments":
            schema["properties"][name] = {"type": "array", "items": field, "maxItems": 5}
    return schema


def plain_and_files(form: Any) -> dict[str, Any]:
    """The fields of a form as JSON, or with files."""
    return {JSON: payload_schema(form.base_fields), MULTIPART: with_files_body(form)}
