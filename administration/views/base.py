"""What the pages of administrators share."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from accounts.views.base import ActorRequest, ActorView, tried, version_of
from administration import payloads
from administration.models import ChangeRequest
from administration.policies import administers_country
from administration.selectors.changes import undecided_count
from administration.services.changes import change_request
from cases.selectors.paging import Count

__all__ = [
    "ActorRequest",
    "ActorView",
    "AdministratorView",
    "ask_for_change",
    "form_page",
    "tabs_of",
    "tried",
    "version_of",
    "waiting",
    "waiting_count",
]


def waiting_count(request: ActorRequest) -> Count:
    """How many changes wait for the actor; counted once for one answer, and only where the number is shown."""
    if not hasattr(request, "waiting_changes"):
        request.waiting_changes = undecided_count(request.actor)  # type: ignore[attr-defined]
    count: Count = request.waiting_changes  # type: ignore[attr-defined]
    return count


def tabs_of(request: ActorRequest, current: str) -> list[dict[str, Any]]:
    """The parts of administration that the actor has, for the macro `views`."""
    entries = [
        ("overview", _("Overview"), None),
        ("office-list", _("Offices"), None),
        ("person-list", _("People"), None),
        ("rights", _("Who can do what"), None),
        ("review-list", _("Review of access"), None),
        ("elevate", _("Look at one case"), None),
        ("change-list", _("Second person"), str(waiting_count(request))),
    ]
    if administers_country(request.actor):
        entries += [("checklist-list", _("Checklists"), None), ("letter-list", _("Words of papers"), None)]
        entries.append(("clock-list", _("Time limits by old rules"), None))
    return [
        {"label": label, "url": reverse(f"administration:{name}"), "count": count, "current": name == current}
        for name, label, count in entries
    ]


class AdministratorView(ActorView):
    """A page for administrators; everybody else gets 403. `tab` is the part of administration it belongs to."""

    tab = "overview"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor: Actor | None = getattr(request, "actor", None)
        if request.user.is_authenticated and actor is not None:
            require_act(actor, "administer")
        return super().dispatch(request, *args, **kwargs)

    def page(self, request: ActorRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """Render with the tabs of administration."""
        tabs = tabs_of(request, self.tab)
        return render(request, f"administration/{template}", {"tabs": tabs, **context}, status=status)


def waiting(request: ActorRequest, change: ChangeRequest) -> HttpResponse:
    """To the page of a change that was asked for."""
    messages.success(request, _("Your request waits for a second administrator."))
    return redirect("administration:change-detail", change_id=change.id)


def form_page(
    title: str,
    form: forms.BaseForm,
    *,
    button: str,
    back_url: str,
    back_text: str,
    text: str = "",
    version: int | None = None,
    consequences: list[str] | None = None,
    is_warning: bool = False,
    note: str = "",
) -> dict[str, Any]:
    """The context of `administration/form.html`: one form for one act."""
    return {
        "title": title,
        "form": form,
        "button_text": button,
        "back_url": back_url,
        "back_text": back_text,
        "text": text,
        "version": version,
        "consequences": consequences or [],
        "is_warning": is_warning,
        "note": note,
    }


def ask_for_change(
    request: ActorRequest, form: forms.Form, kind: str, payload: payloads.Payload
) -> HttpResponse | None:
    """Ask for a change and lead to its page; None when the form got errors."""
    reason = form.cleaned_data.get("reason", "")
    change = tried(form, lambda: change_request(actor=request.actor, kind=kind, payload=payload, reason=reason))
    return waiting(request, change) if change is not None else None
