"""Who has a case on the reader's side, what the reader can do about it, and who could have it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.roles import ROLES
from accounts.selectors.absences import away_people, covered_people, day_of
from accounts.selectors.colleagues import colleagues_seeing
from cases.choices import Side, Status
from cases.models import Assignment, Case
from cases.policies import reaches_own_side, side_of
from cases.selectors.case_access import kept_out_of
from core import clock
from core.jinja import date_short


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who could have a case; away: a warning in words, or empty."""

    user_id: UUID
    name: str
    role: str
    away: str = ""

    @property
    def words(self) -> str:
        """The person as a choice: name, role, and that the person is away."""
        return ", ".join(filter(None, (self.name, self.role, self.away)))


@dataclass(frozen=True, slots=True)
class Holding:
    """Who has the case. is_covered: a colleague for whom the reader stands in."""

    user_id: UUID | None = None
    name: str = ""
    since: datetime | None = None
    by: str = ""
    note: str = ""
    is_mine: bool = False
    is_covered: bool = False

    @property
    def is_held(self) -> bool:
        """Whether anybody has it."""
        return self.since is not None


@dataclass(frozen=True, slots=True)
class AssignmentPanel:
    """What the case page shows about it, and which acts it offers. None of this exists for delegates."""

    held: Holding
    can_take: bool
    can_assign: bool
    can_hand_over: bool
    can_release: bool

    @property
    def has_acts(self) -> bool:
        """Whether there is a page to go to."""
        return self.can_assign or self.can_hand_over or self.can_release


def assignment_panel(actor: Actor, case: Case) -> AssignmentPanel | None:
    """The panel for a reader with a side of the case; two statements."""
    side = side_of(actor, case)
    if side is None or not reaches_own_side(actor, "view_case", case):
        return None
    row = Assignment.objects.filter(case=case, own_side=side).first()
    is_covered = row is not None and row.user_id != actor.user_id and _covers(actor, row.user_id)
    held = Holding()
    if row is not None:
        is_mine = row.user_id == actor.user_id
        held = Holding(row.user_id, row.user_name, row.assigned_at, row.assigned_by_name, row.note, is_mine, is_covered)
    works = reaches_own_side(actor, "work_case", case) and case.status != Status.CLOSED
    assigns = reaches_own_side(actor, "assign_case", case) and case.status != Status.CLOSED
    has = held.is_mine or held.is_covered
    return AssignmentPanel(
        held=held,
        can_take=works and not held.is_mine,
        can_assign=assigns,
        can_hand_over=works and has,
        can_release=held.is_held and (assigns or (works and has)),
    )


def _covers(actor: Actor, user_id: UUID) -> bool:
    """Whether the actor stands in for this person today; asked only of those who could go on with the case."""
    return actor.holds("work_case") and user_id in covered_people(actor.user_id, day_of(actor, clock.now()))


def offices_of(actor: Actor, cases: Iterable[Case]) -> set[UUID]:
    """The offices that have these cases on the actor's side."""
    return {
        case.requesting_authority_id if side_of(actor, case) is Side.REQUESTING else case.receiving_authority_id
        for case in cases
    }


def candidates_for_cases(actor: Actor, cases: Iterable[Case], *, with_self: bool = False) -> list[Candidate]:
    """The people to whom all these cases can be given: of whoever is kept out of one of them nothing is said. Three
    statements."""
    cases = list(cases)
    kept_out = {user_id for _case, user_id in kept_out_of(case.id for case in cases)}
    people = candidates_for(actor, offices_of(actor, cases), with_self=with_self)
    return [person for person in people if person.user_id not in kept_out]


def candidates_for(actor: Actor, offices: Iterable[UUID], *, with_self: bool = False) -> list[Candidate]:
    """The people who see the cases of these offices, with a warning for those who are away. Two statements."""
    on = day_of(actor, clock.now())
    people = [person for person in colleagues_seeing(offices, on) if with_self or person.user_id != actor.user_id]
    away = away_people((person.user_id for person in people), on)
    return [
        Candidate(
            person.user_id,
            person.name,
            str(ROLES[person.role].name),
            _("away until %(day)s, covered by %(name)s")
            % {"day": date_short(away[person.user_id].ends_on), "name": away[person.user_id].covered_by_name}
            if person.user_id in away
            else "",
        )
        for person in people
    ]
