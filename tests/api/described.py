"""Whether an answer is one that the description tells: used for every answer that a test's system gets."""

import functools
import json
import re
from typing import Any

from jsonschema import Draft202012Validator

from api.openapi import kept_text


@functools.cache
def _described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(kept_text())
    return found


@functools.cache
def _addresses() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """Addresses as patterns, the plainest first: an act has one of its own."""
    paths = sorted(_described()["paths"].items(), key=lambda pair: pair[0].count("{"))
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), methods) for path, methods in paths]


@functools.cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({**json.loads(schema), "components": _described()["components"]})


def _told(method: str, address: str) -> dict[str, Any]:
    methods = next((found for pattern, found in _addresses() if pattern.fullmatch(address)), {})
    told: dict[str, Any] = methods.get(method, {})
    return told


def complaints(method: str, address: str, response: Any) -> list[str]:
    """What is wrong with an answer: a status, a type, a header or contents that the description does not tell. Addresses
    and methods that it does not name are answered 403, 404 or 405 by a problem."""
    path = address.partition("?")[0]
    told = _told(method, path).get("responses", {})
    status = str(response.status_code)
    if not told and response.status_code in {403, 404, 405}:
        told = {status: {"$ref": "#/components/responses/Problem404"}}
    if status not in told:
        return [f"{method} {path}: {status} is not described"]
    answer = told[status]
    if "$ref" in answer:
        answer = _described()["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
    wrong = [f"{method} {path}: no {name}" for name in answer.get("headers", {}) if name not in response]
    kinds = answer.get("content", {})
    kind = response.get("Content-Type", "").partition(";")[0]
    if not kinds:
        return wrong
    if kind not in kinds:
        return [*wrong, f"{method} {path}: {status} as {kind}"]
    if "json" in kind:
        errors = _validator(json.dumps(kinds[kind]["schema"])).iter_errors(json.loads(response.content))
        wrong += [f"{method} {path}: {status}: {error.json_path}: {error.message}" for error in errors]
    return wrong


def body_of(method: str, address: str) -> dict[str, Any] | None:
    """The schema of the JSON that an operation takes; None for one that takes none."""
    kinds = _told(method, address).get("requestBody", {}).get("content", {})
    schema: dict[str, Any] | None = kinds.get("application/json", {}).get("schema")
    if schema is not None and "$ref" in schema:
        schema = _described()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def parameters_of(method: str, address: str) -> list[str]:
    """The parameters of an address after its question mark."""
    return [row["name"] for row in _told(method, address).get("parameters", []) if row.get("in") == "query"]
