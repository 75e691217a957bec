"""What every page's frame shows."""

from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.kept import kept_here
from accounts.sessions import MEMBERSHIPS_COUNT_KEY, seconds_left
from administration.views.base import waiting_count
from notifications.selectors.notices import unread_count

try:
    PRODUCT_VERSION = version("rcms")
except PackageNotFoundError:
    PRODUCT_VERSION = "0.1.0"


def page(request: HttpRequest) -> dict[str, Any]:
    """Navigation for the actor's role, number of memberships, product version, demonstration banner."""
    actor = getattr(request, "actor", None)
    session = getattr(request, "session", {})
    return {
        # Called by the frame alone: a fragment has neither, and costs no count.
        "navigation": partial(navigation, request) if actor else list,
        "memberships_count": session.get(MEMBERSHIPS_COUNT_KEY, 1) if actor else 0,
        "unread_notices": partial(unread_count, actor) if actor else str,
        "kept_form": partial(kept_here, request) if actor else none_kept,
        "session_clock": partial(session_clock, request),
        "demo_mode": settings.DEMO_MODE,
        "product_version": PRODUCT_VERSION,
    }


def none_kept() -> None:
    """Nothing is kept for somebody who is not known."""


def session_clock(request: HttpRequest) -> dict[str, int] | None:
    """When the page must warn that the session ends; None where nobody is signed in."""
    user = getattr(request, "user", None)  # a request for a strange host is refused before anybody is looked up
    if user is None or not user.is_authenticated:
        return None
    return {"left": seconds_left(request), "warning": settings.SESSION_WARNING_SECONDS}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The main pages that the actor's membership has something on."""
    actor = request.actor  # type: ignore[attr-defined]
    entries = [("home", _("Work"))]
    if actor.holds("view_case"):
        entries.append(("cases:case-list", _("Cases")))
    if actor.holds("plan_transfer") or actor.holds("hold_interview"):
        entries.append(("cases:visit-list", _("Mission visits")))
    if actor.holds("answer_verification"):
        entries.append(("cases:verification-list", _("Verification")))
    if actor.holds("monitor_return"):
        entries.append(("cases:monitoring-list", _("Monitoring")))
    if actor.holds("issue_travel_document") or actor.holds("assign_case"):
        entries.append(("cases:register", _("Register of documents")))
    if actor.holds("view_arrivals"):
        entries.append(("cases:arrival-list", _("Expected arrivals")))
    if actor.holds("plan_transfer") or actor.holds("confirm_transfer"):
        entries.append(("cases:operation-list", _("Operations")))
    if actor.holds("view_statistics"):
        entries.append(("supervision:overview", _("Supervision")))
    elif actor.holds("view_audit"):
        entries.append(("supervision:audit", _("Supervision")))
    if actor.holds("protect_data"):
        entries.append(("protection:overview", _("Data protection")))
    if actor.holds("administer"):
        waiting = waiting_count(request)  # type: ignore[arg-type]
        label = _("Administration (%(count)s)") % {"count": waiting} if waiting.number else _("Administration")
        entries.append(("administration:overview", label))
    current = request.resolver_match.view_name if request.resolver_match else ""
    # Supervision and administration are rooms of their own: each of their pages belongs to the entry.
    rooms = {name.split(":")[0]: name for name, _label in entries if name.endswith((":overview", ":audit"))}
    current = rooms.get(current.split(":")[0], current)
    return [{"label": label, "url": reverse(name), "current": name == current} for name, label in entries]
