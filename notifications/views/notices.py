"""The reader's notices: bell, list, reading, undoing, preferences."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.views.base import ActorRequest, ActorView
from core.errors import NotVisible
from core.ids import uuid_or_none
from notifications.choices import NoticeKind
from notifications.forms import PreferenceForm
from notifications.selectors.notices import notice_exists, notice_page, unread_count
from notifications.selectors.preferences import address_of, preference_of
from notifications.services import notices
from notifications.services.preferences import preference_save
from notifications.wording import notice_line


def _address(**values: str) -> str:
    """The list with these filters; what is empty is left out."""
    filled = {name: value for name, value in values.items() if value}
    address = reverse("notifications:notice-list")
    return f"{address}?{urlencode(filled)}" if filled else address


def _views(kind: str, *, is_all: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("Unread"), "url": _address(kind=kind), "current": not is_all},
        {"label": _("All"), "url": _address(show="all", kind=kind), "current": is_all},
    ]


# To htmx: swap what came, and ask no more.
STOP_POLLING: Final = 286


class BellView(View):
    """The bell of the page's head, for its own polling."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A fragment; once the session has ended a bell without a number, instead of a page to sign in."""
        actor = request.actor  # type: ignore[attr-defined]
        status = 200 if actor else STOP_POLLING
        unread = unread_count(actor) if actor else ""
        return render(request, "notifications/_bell.html", {"unread": unread}, status=status)


class NoticeListView(ActorView):
    """Notices, newest first: unread or all, of one kind or every kind, in pages."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """What the address names wrongly counts as not named."""
        actor = request.actor
        is_all = request.GET.get("show") == "all"
        kind = request.GET.get("kind", "")
        kind = kind if kind in NoticeKind.values else ""
        page = notice_page(actor, is_unread=not is_all, kind=kind, after=uuid_or_none(request.GET.get("after", "")))
        show = "all" if is_all else ""
        context = {
            "lines": [notice_line(row, actor.country, is_unread=row.is_unread) for row in page.rows],
            "unread": unread_count(actor),
            "is_all": is_all,
            "kind": kind,
            "views": _views(kind, is_all=is_all),
            "kinds": [{"code": code, "label": label} for code, label in [("", _("All kinds")), *NoticeKind.choices]],
            "all_url": _address(show="all", kind=kind),
            "next_url": _address(show=show, kind=kind, after=str(page.after)) if page.after else None,
            "first_url": _address(show=show, kind=kind) if request.GET.get("after") else None,
            "undo": uuid_or_none(request.GET.get("undo", "")),
            "administers": actor.holds("administer"),
        }
        return render(request, "notifications/notice_list.html", context)


def _back(request: ActorRequest, batch: UUID | None) -> HttpResponse:
    """To the list as it was filtered, with the offer to undo."""
    kind = request.POST.get("kind", "")
    show = "all" if request.POST.get("show") == "all" else ""
    kind = kind if kind in NoticeKind.values else ""
    return redirect(_address(show=show, kind=kind, undo=str(batch or "")))


class NoticeReadView(ActorView):
    """One notice is read."""

    def post(self, request: ActorRequest, notice_id: UUID) -> HttpResponse:
        """Twice does no harm; what the actor does not see cannot be marked."""
        if not notice_exists(notice_id):
            raise NotVisible(f"notice:{notice_id}")
        return _back(request, notices.notice_mark_read(actor=request.actor, notice_id=notice_id))


class NoticeReadAllView(ActorView):
    """Every notice is read."""

    def post(self, request: ActorRequest) -> HttpResponse:
        """Of all kinds, whatever the list shows."""
        return _back(request, notices.notices_mark_all(actor=request.actor))


class NoticeUndoView(ActorView):
    """What the last press marked is unread again."""

    def post(self, request: ActorRequest) -> HttpResponse:
        """A batch that is not the actor's changes nothing."""
        batch = uuid_or_none(request.POST.get("batch", ""))
        if batch is not None:
            notices.notices_unmark(actor=request.actor, batch=batch)
        messages.success(request, _("Undone: what was marked as read is unread again."))
        return _back(request, None)


class PreferencesView(ActorView):
    """How I am told."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """The choices in force."""
        return self._page(request, PreferenceForm(preference=preference_of(request.actor)))

    def post(self, request: ActorRequest) -> HttpResponse:
        """All choices together."""
        form = PreferenceForm(request.POST, preference=preference_of(request.actor))
        if not form.is_valid():
            return self._page(request, form, status=422)
        preference_save(actor=request.actor, modes=form.modes, digest_hour=form.cleaned_data["digest_hour"])
        messages.success(request, _("Your choices are saved."))
        return redirect("notifications:preferences")

    def _page(self, request: ActorRequest, form: PreferenceForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "kinds": NoticeKind.values, "address": address_of(request.actor)}
        return render(request, "notifications/preferences.html", context, status=status)
