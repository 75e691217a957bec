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
from administration.policies import administers, refuse_unless_administrator
from core import clock
from core.errors import NotVisible
from countries.models import Authority, ContactPoint, CrossingPoint


@dataclass(frozen=True, slots=True)
class OfficeNode:
    """One line of the tree: the office, how deep it stands, how many roles people hold there today."""

    office: Authority
    depth: int
    people: int
    may_edit: bool


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


def today_of(actor: Actor) -> dt.date:
    """The administrator's day."""
    return clock.now().astimezone(actor.zone).date()


def in_force(on: dt.date) -> Q:
    """The condition of memberships in force on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def office_get(actor: Actor, code: str) -> Authority:
    """An office within the administrator's reach, with country and parent; raises ActRefused, NotVisible."""
    refuse_unless_administrator(actor)
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
    counts = dict(
        Membership.objects.filter(in_force(today_of(actor)), authority__country=actor.country)
        .values_list("authority")
        .annotate(number=Count("id"))
    )
    known = {office.id for office in offices}
    below: defaultdict[UUID | None, list[Authority]] = defaultdict(list)
    for office in offices:
        below[office.parent_id if office.parent_id in known else None].append(office)
    return list(_walk(below, None, 0, counts))


def _walk(
    below: dict[UUID | None, list[Authority]], parent: UUID | None, depth: int, counts: dict[UUID, int]
) -> Iterable[OfficeNode]:
    for office in sorted(below.get(parent, ()), key=lambda item: (not item.is_national_desk, item.name)):
        yield OfficeNode(office, depth, counts.get(office.id, 0), True)
        yield from _walk(below, office.id, depth + 1, counts)


def dependents_of(office: Authority, on: dt.date) -> Dependents:
    """What depends on an office of the reader's own country. The numbers of open work come from a function of the
    database: administrators see no case. Four statements."""
    with connection.cursor() as cursor:
        cursor.execute("select cases, questions, transfers from open_work_of_office(%s)", [office.id])
        cases, questions, transfers = cursor.fetchone() or (0, 0, 0)
    held = Membership.objects.filter(authority=office).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).count()
    return Dependents(
        cases=cases,
        questions=questions,
        transfers=transfers,
        memberships=held,
        offices=Authority.objects.filter(parent=office, is_active=True).count(),
        crossing_points=CrossingPoint.objects.filter(authority=office, is_active=True).count(),
        is_desk=office.is_national_desk,
    )


def contact_points_of(office: Authority) -> dict[str, ContactPoint]:
    """Contact points by kind."""
    return {point.kind: point for point in ContactPoint.objects.filter(authority=office)}


def crossing_points_within(actor: Actor, office: Authority | None = None) -> list[CrossingPoint]:
    """Crossing points of the country (of one office), with their border posts."""
    rows = CrossingPoint.objects.filter(country=actor.country).select_related("authority").order_by("name")
    return list(rows.filter(authority=office) if office else rows)
