"""What the pages of data protection share: the rooms, and the row of links to them."""

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor

# Name of the page, its title, what is done there.
ROOMS: Final[tuple[tuple[str, str | Promise, str | Promise], ...]] = (
    (
        "disclosure-list",
        _("Disclosures"),
        _("What went over to the other state and came from it: to whom, when, of what kind, under which article."),
    ),
    (
        "between-list",
        _("Between the sides"),
        _("Reports on the use of data, consent to share it further, notices of corrections: asked, answered, overdue."),
    ),
    (
        "person-list",
        _("Requests of persons"),
        _("What persons ask about their own data: registered, collected, looked over by two, answered in time."),
    ),
    (
        "restriction-list",
        _("Restrictions"),
        _("Cases whose data our side stores and hardly uses, because the person or the law says so."),
    ),
    (
        "retention",
        _("Retention"),
        _("How long data is kept, what is due, erasures that two persons decide, legal holds."),
    ),
    (
        "record",
        _("Record of processing"),
        _("What the law asks each controller to write down, and what persons are told, in several languages."),
    ),
)
RETENTION: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("retention", _("How long data is kept")),
    ("retention-due", _("Due for erasure")),
    ("retention-runs", _("Erasures")),
    ("retention-announced", _("Announced by the other side")),
    ("retention-holds", _("Legal holds")),
)


def links_for(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The pages of data protection, as entries of the macro `views`."""
    pages = [("overview", _("Overview")), *((name, label) for name, label, _text in ROOMS)]
    return _entries(actor, pages, "retention" if current.startswith("retention") else current)


def retention_links(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The pages of retention, likewise."""
    return _entries(actor, RETENTION, current)


def _entries(actor: Actor, pages: Iterable[tuple[str, str | Promise]], current: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": reverse(f"protection:{name}"), "current": name == current}
        for name, label in pages
        if actor.holds("protect_data")
    ]


def rooms() -> list[dict[str, Any]]:
    """The rooms with what is done in each."""
    return [{"label": label, "url": reverse(f"protection:{name}"), "text": text} for name, label, text in ROOMS]
