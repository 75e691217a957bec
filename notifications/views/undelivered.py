"""E-mail that did not arrive and background work that failed: for administrators of the own country or office."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from accounts.views.base import ActorRequest, ActorView
from core.dead_letters import dead_letter_task, dead_letters
from core.errors import NotVisible
from core.ids import uuid_or_none
from notifications.selectors.deliveries import undelivered_get, undelivered_page
from notifications.services import undelivered


def _tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    entries = [("notifications:delivery-list", _("E-mail that did not arrive"))]
    if actor.reaches("administer", country=actor.country, authority_id=None):
        entries.append(("notifications:dead-letter-list", _("Background work that failed")))
    return [{"label": label, "url": reverse(name), "current": name == current} for name, label in entries]


_Rows = Callable[[UUID | None], tuple[Any, UUID | None]]


def _page(request: ActorRequest, name: str, rows_after: _Rows) -> HttpResponse:
    """One page of the list at the address `notifications:<name>`, with the way to the next one and to the first."""
    given = request.GET.get("after", "")
    rows, after = rows_after(uuid_or_none(given))
    address = reverse(f"notifications:{name}")
    context = {
        "rows": rows,
        "tabs": _tabs(request.actor, f"notifications:{name}"),
        "next_url": f"{address}?after={after}" if after else None,
        "first_url": address if given else None,
    }
    return render(request, f"notifications/{name.replace('-', '_')}.html", context)


class DeliveryListView(ActorView):
    """E-mails that need a decision: refused, given up, or nobody knows."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """One page."""
        require_act(request.actor, "administer")
        return _page(request, "delivery-list", partial(undelivered_page, request.actor))


class DeliveryRetryView(ActorView):
    """Try one again; asked once more where it may arrive twice."""

    def get(self, request: ActorRequest, delivery_id: UUID) -> HttpResponse:
        """What will happen."""
        require_act(request.actor, "administer")
        row = undelivered_get(request.actor, delivery_id)
        if row is None:
            raise NotVisible(f"delivery:{delivery_id}")
        return render(request, "notifications/delivery_retry.html", {"row": row})

    def post(self, request: ActorRequest, delivery_id: UUID) -> HttpResponse:
        """It is promised again."""
        undelivered.delivery_retry(actor=request.actor, delivery_id=delivery_id)
        messages.success(request, _("The e-mail is being sent again. If it fails, it will stand here again."))
        return redirect("notifications:delivery-list")


class DeliveryDismissView(ActorView):
    """Lay one aside."""

    def post(self, request: ActorRequest, delivery_id: UUID) -> HttpResponse:
        """The notice stays in the product's list."""
        undelivered.delivery_dismiss(actor=request.actor, delivery_id=delivery_id)
        messages.success(request, _("The e-mail is laid aside. The notice itself stays in the recipient's list."))
        return redirect("notifications:delivery-list")


class DeadLetterListView(ActorView):
    """Background work of the country that failed too often."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """One page."""
        undelivered.require_national_administrator(request.actor)
        return _page(request, "dead-letter-list", partial(dead_letters, request.actor.country))


class DeadLetterRetryView(ActorView):
    """Let one be tried again."""

    def post(self, request: ActorRequest, message_id: UUID) -> HttpResponse:
        """From the beginning, now."""
        undelivered.dead_letter_retry(actor=request.actor, message_id=message_id)
        messages.success(request, _("The work is being tried again. If it fails, it will stand here again."))
        return redirect("notifications:dead-letter-list")


class DeadLetterDismissView(ActorView):
    """Lay one aside, after a question: it will never be done."""

    def get(self, request: ActorRequest, message_id: UUID) -> HttpResponse:
        """What will not happen."""
        undelivered.require_national_administrator(request.actor)
        if dead_letter_task(message_id, request.actor.country) is None:
            raise NotVisible(f"outbox:{message_id}")
        return render(request, "notifications/dead_letter_dismiss.html", {"message_id": message_id})

    def post(self, request: ActorRequest, message_id: UUID) -> HttpResponse:
        """It is laid aside."""
        undelivered.dead_letter_dismiss(actor=request.actor, message_id=message_id)
        messages.success(request, _("The work is laid aside."))
        return redirect("notifications:dead-letter-list")
