"""How an operation of the API is described: what the modules of descriptions share."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view, inline_serializer
from rest_framework import serializers

from api.bodies import JSON
from api.openapi import MATCHED, TAGGED
from api.selectors.paging import LIMIT, LIMIT_AT_MOST

NOTHING = {JSON: {"type": "object", "additionalProperties": False}}


def op(
    tag: str,
    summary: str,
    *,
    answer: Any,
    status: int = 200,
    body: Mapping[str, Any] | None = None,
    query: Sequence[OpenApiParameter] = (),
    is_matched: bool = False,
    is_tagged: bool = True,
    description: str = "",
) -> Any:
    """One operation. body: media type -> schema; is_matched: it needs If-Match; is_tagged: the answer has an ETag."""
    return extend_schema(
        tags=[tag],
        summary=summary,
        description=description or None,
        request=dict(body) if body is not None else None,
        responses={status: answer},
        parameters=list(query),
        extensions={MATCHED: is_matched, TAGGED: is_tagged},
    )


def view(**operations: Any) -> Callable[[Any], Any]:
    return extend_schema_view(**operations)


def parameter(name: str, words: str, *, codes: Sequence[str] = (), kind: Any = OpenApiTypes.STR) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=words, enum=list(codes) or None)


CURSOR = parameter("cursor", "Where to go on: `next` of the page before.", kind=OpenApiTypes.UUID)
LIMIT_PARAMETER = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": LIMIT_AT_MOST, "default": LIMIT},
    description="How many at most.",
)
PAGING = (CURSOR, LIMIT_PARAMETER)


def page(serializer: type[serializers.BaseSerializer[Any]], **more: serializers.Field) -> Any:
    """A page: results, and the cursor of the next one (null: nothing more now)."""
    name = serializer.__name__.removesuffix("Serializer")
    following = serializers.CharField(allow_null=True, read_only=True)
    fields: dict[str, Any] = {"results": serializer(many=True, read_only=True), "next": following, **more}
    return inline_serializer(f"{name}Page", fields)


def whole(serializer: type[serializers.BaseSerializer[Any]]) -> Any:
    """A list that comes whole."""
    name = serializer.__name__.removesuffix("Serializer")
    return inline_serializer(f"{name}List", {"results": serializer(many=True, read_only=True)})
