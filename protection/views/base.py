"""What the pages of data protection share: the row of links."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor


def links_for(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The pages of data protection, as entries of the macro `views`."""
    pages = (
        ("overview", _("Overview")),
        ("retention", _("How long data is kept")),
        ("retention-due", _("Due for erasure")),
        ("retention-runs", _("Erasures")),
        ("retention-announced", _("Announced by the other side")),
        ("retention-holds", _("Legal holds")),
    )
    return [
        {"label": label, "url": reverse(f"protection:{name}"), "current": name == current}
        for name, label in pages
        if actor.holds("protect_data")
    ]
