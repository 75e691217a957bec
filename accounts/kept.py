"""What somebody had typed when the session ended, or when an act asked who is at the browser first.

It is kept encrypted on the server for its writer, never in the browser: the next person at the same machine finds
nothing. After signing in (confirming) the page comes back with the words in it. Files cannot be kept.

Whoever sits at the browser after the end of a session has its cookie, and is perhaps not the writer any more. So what
comes after the end is kept for a quarter of an hour only, and takes the place of nothing that was kept since the
session was last used: neither of what it left itself, nor of a form from a newer session.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts import secrets
from accounts.entrance import as_person
from accounts.models import KeptForm, User
from accounts.session_store import LAST_SEEN_KEY
from accounts.sessions import SEEN_SECONDS, office_of_session, seconds_left
from core.outbox import wall_now
from core.views import SECRET_NAMES, readable_url, words_typed

KEPT_KEY: Final = "kept"
LARGEST: Final = 200_000  # characters
SECONDS_AFTER_THE_END: Final = 15 * 60
_UNKEPT: Final = SECRET_NAMES | {"csrfmiddlewaretoken", "answer"}


@dataclass(frozen=True, slots=True)
class Kept:
    """page: where it was typed; action: where it was sent, or would have been; fields: names and values; office: where
    a provider let the person in, the one that the session was for."""

    page: str
    action: str
    fields: tuple[tuple[str, str], ...]
    office: str

    @property
    def fields_json(self) -> str:
        """For the script that puts them back."""
        return json.dumps(self.fields)

    @property
    def words(self) -> list[tuple[str, str]]:
        """For reading, where no script puts them back."""
        return words_typed(self.fields)


def ended_words(*, is_kept: bool | None) -> str:
    """What the sign-in page says to somebody whose session has ended. is_kept: None where nothing was typed."""
    if is_kept is False:
        return _("Your session has ended. What you had typed could not be kept. Sign in to go on.")
    if is_kept:
        return _("Your session has ended. What you had typed is kept for you: sign in and it is there again.")
    return _("Your session has ended. Sign in to go on.")


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


def form_keep(
    request: HttpRequest | None, user: User, *, page: str, action: str, fields: Iterable[tuple[str, str]]
) -> bool | None:
    """Keep a form for its writer, instead of whatever was kept before; one that says nothing changes nothing (None).
    Gives whether it is kept: not one that says too much or comes too late."""
    kept = [(name, value) for name, value in fields if value and name.rsplit("-", 1)[-1] not in _UNKEPT]
    content = json.dumps([page, action, kept, office_of_session(request)])
    if not kept:
        return None
    with as_person(user):
        rows = KeptForm.objects.filter(user=user)
        if len(content) > LARGEST or _comes_too_late(request, rows):
            return False
        rows.delete()
        row = KeptForm(user=user, content=secrets.encrypt(content, about=_about(user)), kept_at=wall_now())
        row.save(force_insert=True)
    return True


def _comes_too_late(request: HttpRequest | None, rows: QuerySet[KeptForm]) -> bool:
    if request is None or request.user.is_authenticated:
        return False
    used_at = datetime.fromtimestamp(request.session.get(LAST_SEEN_KEY, 0) + SEEN_SECONDS, UTC)
    return -seconds_left(request) > SECONDS_AFTER_THE_END or rows.filter(kept_at__gt=used_at).exists()


def posted_form_keep(request: HttpRequest, user: User) -> tuple[str, bool | None]:
    """Keep what this request brought; returns the page on which to go on, and what became of it as `form_keep` says."""
    page = page_of(request)
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    return page, form_keep(request, user, page=page, action=request.path, fields=fields)


def kept_remember(request: HttpRequest, user: User) -> None:
    """After signing in or confirming: the session knows on which page something waits."""
    with as_person(user):
        row = KeptForm.objects.filter(user=user).order_by("-kept_at").first()
    kept = _read(user, row)
    # What was typed for another office is not shown on the word of this one's provider.
    if row is not None and kept is not None and office_of_session(request) in ("", kept.office):
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
    page, action, fields, office = json.loads(content)
    return Kept(page, action, tuple((name, value) for name, value in fields), office)


def _about(user: User) -> str:
    return f"form:{user.id}"
