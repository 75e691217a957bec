"""Error pages and the home redirect; nothing here touches a row."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from core.errors import ActRefused, Erased, NotVisible, RcmsError, StaleVersion
from core.forms import names_of_words

SECRET_NAMES = frozenset({"password", "old_password", "new_password1", "new_password2", "code"})


def typed_values(request: HttpRequest) -> list[tuple[str, str]]:
    """The words that the person wrote into the form that was refused, so that nothing is lost; what was chosen, and
    the codes that travel with a form, help nobody."""
    if request.method != "POST":
        return []
    return words_typed((name, str(value)) for name, values in request.POST.lists() for value in values)


def words_typed(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of names and values those that somebody wrote, with names to read."""
    words = names_of_words() - SECRET_NAMES
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, value in fields
        if value.strip() and name.rsplit("-", 1)[-1] in words
    ]


def readable_url(request: HttpRequest) -> str:
    """The address that was asked for, if it is a page to open again; empty for one that only takes what is sent."""
    view = getattr(request.resolver_match and request.resolver_match.func, "view_class", None)
    return request.path if view is None or hasattr(view, "get") else ""


def refused_response(request: HttpRequest, error: RcmsError) -> HttpResponse:
    """The page for a knowing refusal: 404 for what is not visible, 410 for what was erased, 409 for a stale
    form, 403 with the reason else."""
    if isinstance(error, NotVisible):
        return render(request, "errors/404.html", status=404)
    if isinstance(error, Erased):
        return render(request, "errors/410.html", {"error": error}, status=410)
    assert isinstance(error, ActRefused)
    current_url = error.next_url or readable_url(request)
    context = {
        "reason": error.message,
        "lines": error.lines,
        "typed": typed_values(request),
        "current_url": current_url,
    }
    template = "errors/409.html" if isinstance(error, StaleVersion) else "errors/403.html"
    return render(request, template, context, status=error.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be understood."""
    return render(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 of Django's own checks."""
    return render(request, "errors/403.html", {"reason": ""}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that is too old or came from elsewhere; what was typed is shown again."""
    context = {
        "reason": _("The form was too old or came from another site. Open the page again and repeat the act."),
        "typed": typed_values(request),
        "current_url": readable_url(request),
    }
    return render(request, "errors/403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same page as for a row that is not the reader's."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, which may be the cause."""
    return HttpResponse(loader.render_to_string("errors/500.html"), status=500)
