"""The offices that an administrator keeps: tree, one office, what still depends on it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from accounts.models import Membership
from accounts.policies import require_act
from accounts.selectors.absences import day_of
from administration.policies import administers
from core import clock
from core.errors import NotVisible
from countries.models import Authority, ContactPoint, CrossingPoint


@dataclass(frozen=True, slots=True)
class OfficeNode:
    """One line of the tree: the office, how deep it stands, how many roles people hold there today; has_system: a
    national system works for it."""

    office: Authority
    depth: int
    people: int
    has_system: bool


@dataclass(frozen=True, slots=True)
class Dependents:
    """What stands against taking an office out of use."""

    cases: int
    questions: int
    transfers: int
    memberships: int
    offices: int
    crossing_points: int
    is_desk: bool

    def reasons(self) -> list[str]:
        """One sentence for each kind of dependent; empty when nothing stands against it."""
        counted = (
            (ngettext("%(n)d open case belongs to it", "%(n)d open cases belong to it", self.cases), self.cases),
            (
                ngettext(
                    "it has %(n)d unanswered question about identity",
                    "it has %(n)d unanswered questions about identity",
                    self.questions,
                ),
                self.questions,
            ),
            (
                ngettext("%(n)d transfer is expected there", "%(n)d transfers are expected there", self.transfers),
                self.transfers,
            ),
            (
                ngettext("%(n)d role is still held there", "%(n)d roles are still held there", self.memberships),
                self.memberships,
            ),
            (
                ngettext("%(n)d office in use stands below it", "%(n)d offices in use stand below it", self.offices),
                self.offices,
            ),
            (
                ngettext(
                    "it receives people at %(n)d crossing point",
                    "it receives people at %(n)d crossing points",
                    self.crossing_points,
                ),
                self.crossing_points,
            ),
        )
        found = [words % {"n": number} for words, number in counted if number]
        if self.is_desk:
            found.append(_("it is the national desk: choose another one first"))
        return found


def office_get(actor: Actor, code: str) -> Authority:
    """An office within the administrator's reach, with country and parent; raises ActRefused, NotVisible."""
    require_act(actor, "administer")
    office = Authority.objects.select_related("country", "parent", "host_country").filter(code=code).first()
    if office is None or not administers(actor, office):
        raise NotVisible(f"authority:{code}"[:100])
    return office


def offices_within(actor: Actor) -> list[Authority]:
    """Every office within reach, by name. One statement."""
    rows = Authority.objects.filter(country=actor.country).order_by("name")
    return [office for office in rows if administers(actor, office)]


def office_tree(actor: Actor) -> list[OfficeNode]:
    """The offices within reach as a tree, children after their parents. Two statements."""
    offices = offices_within(actor)
    held = Membership.objects.in_force(day_of(actor, clock.now())).filter(authority__country=actor.country)
    is_machine = Q(user__is_machine=True)
    counts = {
        key: (people, bool(systems))
        for key, people, systems in held.values_list("authority").annotate(
            people=Count("id", filter=~is_machine),
            systems=Count("id", filter=is_machine & Q(user__machine_client__revoked_at__isnull=True)),
        )
    }
    known = {office.id for office in offices}
    below: defaultdict[UUID | None, list[Authority]] = defaultdict(list)
    for office in offices:
        below[office.parent_id if office.parent_id in known else None].append(office)
    return list(_walk(below, None, 0, counts))


def _walk(
    below: dict[UUID | None, list[Authority]], parent: UUID | None, depth: int, counts: dict[UUID, tuple[int, bool]]
) -> Iterable[OfficeNode]:
    for office in sorted(below.get(parent, ()), key=lambda item: (not item.is_national_desk, item.name)):
        yield OfficeNode(office, depth, *counts.get(office.id, (0, False)))
        yield from _walk(below, office.id, depth + 1, counts)


def dependents_of(office: Authority, on: dt.date) -> Dependents:
    """What depends on an office of the reader's own country. The numbers of open work come from a function of the
    database: administrators see no case. Four statements."""
    with connection.cursor() as cursor:
        cursor.execute("select cases, questions, transfers from open_work_of_office(%s)", [office.id])
        cases, questions, transfers = cursor.fetchone() or (0, 0, 0)
    return Dependents(
        cases=cases,
        questions=questions,
        transfers=transfers,
        memberships=Membership.objects.not_ended(on).filter(authority=office).count(),
        offices=Authority.objects.filter(parent=office, is_active=True).count(),
        crossing_points=CrossingPoint.objects.filter(authority=office, is_active=True).count(),
        is_desk=office.is_national_desk,
    )


def contact_points_of(office: Authority) -> dict[str, ContactPoint]:
    """Contact points by kind."""
    return {point.kind: point for point in ContactPoint.objects.filter(authority=office)}


def crossing_points_of(office: Authority) -> list[CrossingPoint]:
    """The crossing points of an office, by name. One statement."""
    return list(CrossingPoint.objects.filter(authority=office, country=office.country_id).order_by("name"))
