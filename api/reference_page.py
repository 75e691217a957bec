"""The description as a page: flat rows that a template can print, from the OpenAPI document alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body or of an answer. depth: how far it is nested."""

    name: str
    kind: str
    is_required: bool
    words: str
    depth: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    anchor: str
    method: str
    path: str
    summary: str
    words: str
    scopes: tuple[str, ...]
    parameters: tuple[Field, ...]
    bodies: tuple[tuple[str, tuple[Field, ...]], ...]
    answers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """The page: sections of operations, and the objects that answers are made of."""

    title: str
    words: str
    version: str
    sections: tuple[tuple[str, tuple[Operation, ...]], ...]
    objects: tuple[tuple[str, str, tuple[Field, ...]], ...]
    scopes: tuple[tuple[str, str], ...]


def page_of(document: Mapping[str, Any]) -> ReferencePage:
    """Everything that the description says, in the order of its addresses."""
    sections: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            sections.setdefault(operation["tags"][0], []).append(_operation(path, method, operation, document))
    objects = tuple(
        (name, str(schema.get("description", "")), _fields(schema))
        for name, schema in document["components"]["schemas"].items()
    )
    flows = document["components"]["securitySchemes"]["oauth2"]["flows"]
    return ReferencePage(
        title=document["info"]["title"],
        words=document["info"].get("description", ""),
        version=document["info"]["version"],
        sections=tuple((tag, tuple(rows)) for tag, rows in sections.items()),
        objects=objects,
        scopes=tuple(flows["clientCredentials"]["scopes"].items()),
    )


def _operation(path: str, method: str, operation: Mapping[str, Any], document: Mapping[str, Any]) -> Operation:
    body = operation.get("requestBody", {}).get("content", {})
    answers = []
    for code, answer in sorted(operation["responses"].items()):
        if "$ref" in answer:
            answer = document["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
        content: Mapping[str, Any] = next(iter(answer.get("content", {}).values()), {})
        answers.append((code, _kind(content["schema"]) if content else "", str(answer.get("description", ""))))
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        words=operation.get("description", ""),
        scopes=tuple(scope for row in operation.get("security", ()) for scopes in row.values() for scope in scopes),
        parameters=tuple(
            Field(row["name"], _kind(row["schema"]), row.get("required", False), row.get("description", ""), 0)
            for row in operation.get("parameters", ())
        ),
        bodies=tuple((kind, _fields(content["schema"])) for kind, content in body.items()),
        answers=tuple(answers),
    )


def _fields(schema: Mapping[str, Any], depth: int = 0) -> tuple[Field, ...]:
    required = set(schema.get("required", ()))
    found: list[Field] = []
    for name, field in schema.get("properties", {}).items():
        found.append(Field(name, _kind(field), name in required, str(field.get("description", "")), depth))
        if "properties" in field:
            found += _fields(field, depth + 1)
    return tuple(found)


def _kind(schema: Mapping[str, Any]) -> str:
    """A type in one line: a name of an object, a list of one, codes."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    for word in ("oneOf", "anyOf", "allOf"):
        if word in schema:
            return " | ".join(_kind(inner) for inner in schema[word])
    if "enum" in schema:
        return ", ".join(str(code) for code in schema["enum"] if code not in ("", None))
    kind = schema.get("type", "object")
    text = " | ".join(kind) if isinstance(kind, list) else str(kind)
    if text == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return f"{text} ({schema['format']})" if "format" in schema else text
