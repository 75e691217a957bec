"""Filters of the queue that a person keeps. They are a person's own: no case is touched, so no event is written."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.models import SavedFilter
from cases.selectors.queue import SORTS, VIEWS
from cases.selectors.queue_filters import Filters
from core import clock
from core.errors import Invalid, NotVisible

MOST_FILTERS = 20
NAME_LENGTH = 60


def saved_filter_save(
    *, actor: Actor, name: str, query: Mapping[str, str], is_default: bool = False, replace: bool = False
) -> SavedFilter:
    """Keep a view with order and filters under a name. replace: also where a filter has this name, which is lost then.

    Raises Invalid (name; replace where the name is taken).
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH:
        raise Invalid({"name": [_("Give the filter a name of at most %(n)d characters") % {"n": NAME_LENGTH}]})
    own = SavedFilter.objects.filter(user_id=actor.user_id)
    names = set(own.values_list("name", flat=True))
    if name in names and not replace:
        words = _("You keep a filter “%(name)s” already. Tick the box to replace it, or give another name.")
        raise Invalid({"replace": [words % {"name": name}]})
    if len(names - {name}) >= MOST_FILTERS:
        raise Invalid({"name": [_("You keep %(n)d filters already: delete one first") % {"n": MOST_FILTERS}]})
    if is_default:
        own.update(is_default=False)
    values = {"query": _clean(query), "is_default": is_default, "created_at": clock.now()}
    saved, _is_new = SavedFilter.objects.update_or_create(user_id=actor.user_id, name=name, defaults=values)
    return saved


def saved_filter_default(*, actor: Actor, filter_id: UUID) -> None:
    """Begin with this filter whenever the list of cases is opened, or no longer if it was it. Raises NotVisible."""
    own = SavedFilter.objects.filter(user_id=actor.user_id)
    row = own.filter(id=filter_id).first()
    if row is None:
        raise NotVisible(f"filter:{filter_id}")
    own.exclude(id=filter_id).update(is_default=False)
    own.filter(id=filter_id).update(is_default=not row.is_default)


def saved_filter_delete(*, actor: Actor, filter_id: UUID) -> SavedFilter:
    """Forget a filter; gives what it was, so that it can be kept again. Raises NotVisible."""
    row = SavedFilter.objects.filter(user_id=actor.user_id, id=filter_id).first()
    if row is None:
        raise NotVisible(f"filter:{filter_id}")
    row.delete()
    return row


def _clean(query: Mapping[str, str]) -> dict[str, str]:
    """Only what a queue can be told: a view, an order, filters."""
    kept = Filters.parse(query).to_query()
    if query.get("view", "") in VIEWS:
        kept["view"] = query["view"]
    if query.get("sort", "") in SORTS:
        kept["sort"] = query["sort"]
    return kept
