"""The OpenAPI 3.1 description: what the views say of themselves, and what is true of all of them."""

import functools
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from accounts.api_scopes import SCOPE_LABELS

# What a view may say of an operation, for the machinery here: taken out of the published description.
MATCHED: Final = "x-rcms-matched"
TAGGED: Final = "x-rcms-tagged"
TOKEN_PATH: Final = "/oauth/token"  # noqa: S105 - an address
PROBLEM: Final = {
    "type": "object",
    "description": "Every error (RFC 9457). `code` is for machines, `detail` for people.",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "fields": {
            "type": "object",
            "description": "What is wrong with the contents: name of a field (empty: of the whole) to sentences.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
_PROBLEMS: Final = {
    "400": "The request cannot be read, or names what does not exist.",
    "401": "No token, or one that is not valid any more.",
    "403": "The token, the role or the workflow does not allow it; `code` says which rule.",
    "404": "It does not exist, or not for you: the two cannot be told apart.",
    "409": "Somebody changed it at the same moment.",
    "412": "It has changed since you read it.",
    "413": "The body is too large.",
    "415": "The type of the body is not taken here.",
    "422": "The contents cannot be accepted; `fields` says what is wrong.",
    "428": "The header If-Match is missing.",
    "429": "Too many requests; wait as long as Retry-After says.",
}
_IF_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The entity tag of what you saw. A weak tag matches nothing.",
    "schema": {"type": "string"},
}
_IF_NONE_MATCH: Final = {
    "name": "If-None-Match",
    "in": "header",
    "description": "Tags that you hold: the answer is 304 where nothing changed.",
    "schema": {"type": "string"},
}
_ETAG: Final = {"ETag": {"description": "The strong entity tag.", "schema": {"type": "string"}}}


def _key(*, is_required: bool) -> dict[str, Any]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": is_required,
        "description": "A key of your own for this request: under it the same is done once within 24 hours.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": r"^[\x21-\x7e]{1,100}$"},
    }


class Schema(AutoSchema):
    """One operation, with the headers and errors that follow from what it is."""

    def get_operation_id(self) -> str:
        """Method and address."""
        address = self.path.removeprefix("/api/v1").strip("/")
        words = [word.strip("{}").replace("-", "_") for word in address.split("/")]
        return "_".join([self.method.lower(), *words])

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The description of one method of one view."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        is_matched, is_tagged = operation.pop(MATCHED, False), operation.pop(TAGGED, False)
        parameters = operation.setdefault("parameters", [])
        codes = ["400", "401", "403", "429"]
        if "{" in self.path or self.method != "GET" or any(row["name"] == "cursor" for row in parameters):
            codes.append("404")
        if is_matched:
            parameters.append(_IF_MATCH)
            codes += ["409", "412", "428"]
        if self.method == "GET" and is_tagged:
            parameters.append(_IF_NONE_MATCH)
            operation["responses"]["304"] = {"description": "You hold this already.", "headers": _ETAG}
        if self.method != "GET":
            parameters.append(_key(is_required=self.method == "POST"))
            codes += ["409", "413", "415", "422"]
        for code, answer in operation["responses"].items():
            answer["description"] = answer["description"] or operation["summary"]
            if code.startswith("2") and (is_tagged or is_matched):
                answer["headers"] = _ETAG
        for code in sorted(set(codes)):
            operation["responses"][code] = {"$ref": f"#/components/responses/Problem{code}"}
        return operation


class BearerScheme(OpenApiAuthenticationExtension):
    """OAuth2, client credentials."""

    target_class = "api.authentication.BearerAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Where tokens come from and what they can carry."""
        scopes = {code: str(label) for code, label in SCOPE_LABELS.items()}
        return {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": f"/api/v1{TOKEN_PATH}", "scopes": scopes}},
        }

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        """The scope that the view names for the method."""
        scope = getattr(auto_schema.view, "scopes", {}).get(auto_schema.method)
        return {self.name: [scope] if scope else []}


_TOKEN_ERROR: Final = {
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["error"],
                "properties": {"error": {"type": "string"}, "error_description": {"type": "string"}},
            }
        }
    }
}
_TOKEN: Final = {
    "post": {
        "operationId": "post_oauth_token",
        "summary": "A token",
        "description": "Client credentials (RFC 6749, section 4.4). Send id and secret by HTTP Basic authentication. "
        "A token lives ten minutes; ask for the next one when it ends, not for one per request.",
        "tags": ["Token"],
        "security": [],
        "requestBody": {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "required": ["grant_type"],
                        "properties": {
                            "grant_type": {"type": "string", "enum": ["client_credentials"]},
                            "scope": {"type": "string", "description": "Scopes, separated by blanks; default: all."},
                            "client_id": {"type": "string"},
                            "client_secret": {"type": "string", "format": "password"},
                        },
                    }
                }
            },
        },
        "responses": {
            "200": {
                "description": "The token.",
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "required": ["access_token", "expires_in", "token_type", "scope"],
                            "properties": {
                                "access_token": {"type": "string"},
                                "expires_in": {"type": "integer"},
                                "token_type": {"type": "string"},
                                "scope": {"type": "string"},
                            },
                        }
                    }
                },
            },
            "400": {
                "description": "Another grant, or a scope that is not yours.",
                **_TOKEN_ERROR,
            },
            "401": {"description": "Unknown client, wrong secret, or taken back.", **_TOKEN_ERROR},
            "429": {"$ref": "#/components/responses/Problem429"},
        },
    }
}


def kept_path() -> Path:
    """Where the description is kept: docs/openapi.json, in English."""
    return Path(settings.BASE_DIR) / "docs" / "openapi.json"


@functools.cache
def kept_text() -> str:
    """The kept description, which is what is published: to make it anew takes seconds in each process."""
    return kept_path().read_text(encoding="utf-8")


def document() -> dict[str, Any]:
    """The whole description as the views tell it, in the language in force."""
    from_views: dict[str, Any] = SchemaGenerator(urlconf="rcms.urls").get_schema(request=None, public=True)
    from_views["paths"] = {TOKEN_PATH: _TOKEN, **dict(sorted(from_views["paths"].items()))}
    components = from_views["components"]
    components["schemas"]["Problem"] = PROBLEM
    components["schemas"] = dict(sorted(components["schemas"].items()))
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {
        f"Problem{code}": {"description": words, "content": content} for code, words in _PROBLEMS.items()
    }
    found: dict[str, Any] = _without_marks(from_views)
    return found


def _without_marks(value: Any) -> Any:
    """Without what the kit notes for itself."""
    if isinstance(value, dict):
        return {name: _without_marks(inner) for name, inner in value.items() if name != "x-spec-enum-id"}
    return [_without_marks(inner) for inner in value] if isinstance(value, list) else value
