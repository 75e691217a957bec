"""Which cases an actor sees. `visible_to` is the only door; nothing here writes or decides."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from cases.choices import OPEN_STATUSES
from core.scope import current_exceptions

if TYPE_CHECKING:
    from cases.models import Case  # noqa: F401  (named in the base class as text)


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, narrowed by who asks and what is asked for."""

    def visible_to(self, actor: Actor) -> "CaseQuerySet":
        """The cases that the actor may open: by office or country on the actor's side, or delegated to the group.

        One condition on the row's own columns; the receiving side sees nothing before submission. Single cases that the
        person of the scope in force is kept out of are left out, those that he or she is let in to stand beside.
        """
        reach, single = actor.grants.get("view_case"), current_exceptions()
        own = Q(requesting_country=actor.country) | Q(shared=True, receiving_country=actor.country)
        admitted = Q(id__in=single.admitted) & own
        if reach is None:
            return self.filter(admitted, ~Q(id__in=single.excluded)) if single.admitted else self.none()
        countries, authorities = list(reach.countries), list(reach.authorities)
        found = (
            Q(requesting_country__in=countries)
            | Q(requesting_authority__in=authorities)
            | Q(shared=True) & (Q(receiving_country__in=countries) | Q(receiving_authority__in=authorities))
            | Q(delegates__contains=[actor.group_id]) & (Q(shared=True) | Q(requesting_country=actor.country))
        )
        if single.admitted:
            found |= admitted
        return self.filter(found, ~Q(id__in=single.excluded)) if single.excluded else self.filter(found)

    def open(self) -> "CaseQuerySet":
        """Cases that still move."""
        return self.filter(status__in=OPEN_STATUSES)

    def overdue(self, at: datetime) -> "CaseQuerySet":
        """Open cases whose nearest due date has passed at `at`."""
        return self.open().filter(next_due_at__lte=at)
