"""One shape for every error (RFC 9457, application/problem+json), with a code for machines and words for people."""

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions

from core.errors import ActRefused, Erased, Invalid, NotVisible, StaleVersion
from core.request_context import request_id
from documents.intake import UploadRefused

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
_CODES: Final[Mapping[type[exceptions.APIException], str]] = {
    exceptions.ParseError: "malformed",
    exceptions.NotAuthenticated: "token_missing",
    exceptions.AuthenticationFailed: "invalid_token",
    exceptions.PermissionDenied: "forbidden",
    exceptions.NotFound: "not_found",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    exceptions.Throttled: "too_many_requests",
}


class Problem(Exception):
    """A refusal of the API itself (precondition, scope, shape of the request); `fields`: name -> messages."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        fields: Mapping[str, Sequence[Any]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.fields = dict(fields or {})
        self.headers = dict(headers or {})


def bad_parameter(fields: Mapping[str, Sequence[Any]]) -> Problem:
    """400: a parameter of the address that does not exist, or a value that it cannot have."""
    return Problem(400, "bad_parameter", _("A parameter of the address cannot be used."), fields=fields)


def problem_response(
    status: int,
    code: str,
    detail: str,
    *,
    fields: Mapping[str, Sequence[Any]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer; `fields` is there only where the contents of the request were wrong."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": request_id.get(),
    }
    if fields:
        body["fields"] = {name: [str(text) for text in texts] for name, texts in fields.items()}
    response = HttpResponse(json.dumps(body, ensure_ascii=False), content_type=MEDIA_TYPE, status=status)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def not_found() -> HttpResponse:
    """404: the same bytes (but for the request's id) for what is not there and for what is not the reader's."""
    return problem_response(404, "not_found", _("There is nothing here for you."))


def handle(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """What Django REST framework calls for every exception of a view; the middleware rolls the act back."""
    if isinstance(error, NotVisible | ActRefused):
        # The middleware records refused acts and denied looks from here.
        context["request"]._request.refusal = error
    if isinstance(error, NotVisible | Http404 | exceptions.NotFound):
        return not_found()
    if isinstance(error, Erased):
        words = _("The data of this case were erased on %(day)s by the rule %(rule)s.")
        return problem_response(410, "erased", words % {"day": error.at.date().isoformat(), "rule": error.rule})
    if isinstance(error, StaleVersion):
        return problem_response(409, "stale", str(error.message))
    if isinstance(error, ActRefused):
        return problem_response(error.status, error.code, str(error.message))
    if isinstance(error, Invalid):
        fields = {name if name != "__all__" else "": texts for name, texts in error.errors.items()}
        return problem_response(422, "invalid", _("What was sent cannot be accepted."), fields=fields)
    if isinstance(error, UploadRefused):
        return problem_response(422, error.code, error.message, fields={"file": [error.message]})
    if isinstance(error, Problem):
        return problem_response(error.status, error.code, error.detail, fields=error.fields, headers=error.headers)
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    if isinstance(error, RequestDataTooBig):
        return problem_response(413, "too_large", _("The request is larger than what is taken here."))
    if isinstance(error, SuspiciousOperation):
        return problem_response(400, "malformed", _("The request cannot be read."))
    log.error("the API failed", exc_info=error)
    return server_error()


def server_error() -> HttpResponse:
    """500: our fault, told without what caused it."""
    return problem_response(500, "internal", _("Something went wrong here. Nothing was changed. Try again later."))


def _of_framework(error: exceptions.APIException) -> HttpResponse:
    code = next((code for kind, code in _CODES.items() if isinstance(error, kind)), "malformed")
    headers = {}
    challenge = getattr(error, "auth_header", None)
    if challenge:
        headers["WWW-Authenticate"] = challenge
    wait = getattr(error, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(int(wait))
    return problem_response(error.status_code, code, str(error.detail), headers=headers)
