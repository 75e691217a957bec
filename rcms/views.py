"""Errors outside every view: pages for people, problems for the API."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from api import errors
from core import views
from rcms.middleware import API_PREFIX


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API_PREFIX)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be understood."""
    if _is_api(request):
        return errors.problem_response(400, "malformed", _("The request cannot be read."))
    return views.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 for an address that nothing stands at."""
    return errors.not_found() if _is_api(request) else views.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: whatever failed after the view, such as the commit."""
    return errors.server_error() if _is_api(request) else views.server_error(request)
