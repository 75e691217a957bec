"""What somebody had typed when the session ended, or when an act asked who is at the browser first.

It is kept encrypted on the server for its writer, never in the browser: the next person at the same machine finds
nothing. After signing in (confirming) the page comes back with the words in it. Files cannot be kept.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import secrets
from accounts.entrance import as_person
from accounts.models import KeptForm, User
from core.outbox import wall_now
from core.views import SECRET_NAMES, readable_url, words_typed

KEPT_KEY: Final = "kept"
LARGEST: Final = 200_000  # characters
_UNKEPT: Final = SECRET_NAMES | {"csrfmiddlewaretoken", "answer"}


@dataclass(frozen=True, slots=True)
class Kept:
    """page: where it was typed; action: where it was sent, or would have been; fields: names and values."""

    page: str
    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def fields_json(self) -> str:
        """For the script that puts them back."""
        return json.dumps(self.fields)

    @property
    def words(self) -> list[tuple[str, str]]:
        """For reading, where no script puts them back."""
        return words_typed(self.fields)


def own_path(request: HttpRequest, address: str) -> str:
    """The path (with its question) of an address of ours; empty for any other."""
    if not address or not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path if path.startswith("/") and not path.startswith("//") else ""


def page_of(request: HttpRequest) -> str:
    """The page on which the form of this request stands: its own address, else where the browser came from."""
    if readable_url(request):
        return request.get_full_path()
    return own_path(request, request.headers.get("Referer", "")) or "/"


def form_keep(user: User, *, page: str, action: str, fields: Iterable[tuple[str, str]]) -> None:
    """Keep a form for its writer, instead of whatever was kept before. One that says nothing or too much is not."""
    kept = [(name, value) for name, value in fields if value and name.rsplit("-", 1)[-1] not in _UNKEPT]
    content = json.dumps([page, action, kept])
    with as_person(user):
        KeptForm.objects.filter(user=user).delete()
        if kept and len(content) <= LARGEST:
            KeptForm(user=user, content=secrets.encrypt(content, about=_about(user)), kept_at=wall_now()).save(
                force_insert=True
            )


def posted_form_keep(request: HttpRequest, user: User) -> str:
    """Keep what this request brought; returns the page on which to go on."""
    page = page_of(request)
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    form_keep(user, page=page, action=request.path, fields=fields)
    return page


def kept_remember(request: HttpRequest, user: User) -> None:
    """After signing in or confirming: the session knows on which page something waits."""
    with as_person(user):
        row = KeptForm.objects.filter(user=user).order_by("-kept_at").first()
    kept = _read(user, row)
    if row is not None and kept is not None:
        request.session[KEPT_KEY] = [str(row.id), kept.page, kept.action]


def kept_here(request: HttpRequest) -> Kept | None:
    """What is to be put back on the page of this request."""
    marked = request.session.get(KEPT_KEY)
    user = request.user
    if marked is None or request.method != "GET" or marked[1] != request.get_full_path() or not isinstance(user, User):
        return None
    with as_person(user):
        row = KeptForm.objects.filter(user=user, id=UUID(marked[0])).first()
    return _read(user, row)


def kept_forget(request: HttpRequest, user: User) -> None:
    """The form was sent, or is not wanted any more."""
    marked = request.session.pop(KEPT_KEY, None)
    if marked is not None:
        with as_person(user):
            KeptForm.objects.filter(user=user, id=UUID(marked[0])).delete()


def is_kept_form(request: HttpRequest) -> bool:
    """Whether this request sends what was put back."""
    marked = request.session.get(KEPT_KEY) if request.method == "POST" else None
    return marked is not None and request.path == marked[2]


def _read(user: User, row: KeptForm | None) -> Kept | None:
    content = secrets.decrypt(row.content, about=_about(user)) if row else None
    if content is None:
        return None
    page, action, fields = json.loads(content)
    return Kept(page, action, tuple((name, value) for name, value in fields))


def _about(user: User) -> str:
    return f"form:{user.id}"
