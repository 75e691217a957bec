"""What the pages of supervision share: who may open them, the row of links, the filters of the figures."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from cases.choices import Side
from supervision.forms import StatisticsForm
from supervision.selectors.statistics import default_side, filter_choices

__all__ = ["links_for", "require_act", "statistics_form"]


def links_for(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The pages of supervision that the actor's role includes, as entries of the macro `views`."""
    pages = (
        ("overview", _("Time keeping"), "view_statistics"),
        ("workload", _("Work by colleague"), "view_statistics"),
        ("audit", _("Audit trail"), "view_audit"),
        ("unusual-list", _("Unusual access"), "view_audit"),
        ("log", _("The sealed log"), "view_audit"),
        ("access", _("Kept out and let in"), "view_audit"),
        ("sample-list", _("Quality reviews"), "review_quality"),
    )
    links = [
        {"label": label, "url": reverse(f"supervision:{name}"), "current": name == current}
        for name, label, act in pages
        if actor.holds(act)
    ]
    if actor.holds("view_audit"):
        links.append({"label": _("Review of access"), "url": reverse("administration:review-done"), "current": False})
    return links


def statistics_form(actor: Actor, asked: Mapping[str, Any]) -> StatisticsForm:
    """The filters as somebody asked for them, with the choices of the side that they name."""
    side = Side(asked["side"]) if asked.get("side") in Side.values else default_side(actor)
    return StatisticsForm({name: asked[name] for name in asked}, side, filter_choices(actor, side))
