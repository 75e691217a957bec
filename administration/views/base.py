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
from accounts.views.base import ActorRequest, ActorView
from administration import payloads
from administration.policies import administers_country, refuse_unless_administrator
from administration.selectors.changes import undecided_count
from administration.services.changes import change_request
from cases.views.base import add_errors, version_of
from core.errors import Invalid

__all__ = [
    "ActorRequest",
    "ActorView",
    "AdministratorView",
    "add_errors",
    "ask_for_change",
    "form_page",
    "tabs_of",
    "version_of",
]


def tabs_of(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The parts of administration that the actor has, for the macro `views`."""
    entries = [
        ("overview", _("Overview"), None),
        ("office-list", _("Offices"), None),
        ("person-list", _("People"), None),
        ("rights", _("Who can do what"), None),
        ("change-list", _("Second person"), str(undecided_count(actor))),
    ]
    if administers_country(actor):
        entries += [("checklist-list", _("Checklists"), None), ("letter-list", _("Words of papers"), None)]
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
            refuse_unless_administrator(actor)
        return super().dispatch(request, *args, **kwargs)

    def page(self, request: ActorRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """Render with the tabs of administration."""
        tabs = tabs_of(request.actor, self.tab)
        return render(request, f"administration/{template}", {"tabs": tabs, **context}, status=status)


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
    try:
        change = change_request(
            actor=request.actor, kind=kind, payload=payload, reason=form.cleaned_data.get("reason", "")
        )
    except Invalid as invalid:
        add_errors(form, invalid)
        return None
    messages.success(request, _("Your request waits for a second administrator."))
    return redirect("administration:change-detail", change_id=change.id)
