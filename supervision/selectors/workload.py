"""Who of the own side has how many cases, and the cases of one colleague."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Membership
from accounts.roles import ROLES
from accounts.selectors.colleagues import ASSIGNABLE_ROLES
from cases.choices import OPEN_STATUSES, Side, Status
from cases.models import Assignment, Case
from cases.selectors.assignment import Candidate, candidates_for
from cases.selectors.rows import draft_title
from cases.selectors.versions import all_shown_as_submitted
from cases.wording import Words, status_for
from core.forms import today
from core.jinja import date_long
from core.periods import Span, period_of
from countries.selectors.places import country_name
from supervision.selectors.measures import OTHER, Filters, cases_supervised
from supervision.selectors.statistics import Workload, workloads

LEAVING_SOON: Final = timedelta(days=30)
SHOWN: Final = 100
"""Cases of one colleague on a page: as many as are moved in one go."""


@dataclass(frozen=True, slots=True)
class AssignedCase:
    """One open case of a colleague."""

    id: UUID
    title: str
    name: str
    partner: str
    status: Words
    due_at: datetime | None
    assigned_at: datetime

    @property
    def words(self) -> str:
        """The case as a choice, with the day of its next time limit."""
        due = _("due on %(day)s") % {"day": date_long(self.due_at)} if self.due_at else ""
        return ", ".join(filter(None, (self.title, self.name, self.partner, str(self.status), due)))


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody whose cases are moved: at most SHOWN of them, the most urgent first; total: how many there are."""

    user_id: UUID
    name: str
    cases: Sequence[AssignedCase]
    total: int
    candidates: Sequence[Candidate]


def workload_for(actor: Actor, side: Side, now: datetime) -> list[Workload]:
    """Open cases by colleague on one side. Two statements."""
    filters = Filters(side, period_of(Span.ALL, today(), actor.zone))
    return workloads(actor, filters, now)


def colleague_for(actor: Actor, user_id: UUID) -> Colleague | None:
    """The open cases of a colleague on either side, as far as the actor may assign them, and who could have them.

    None where the actor sees no case of that person. Five statements, and one where an application is being mended.
    """
    held: list[Any] = []
    total = 0
    for side in Side:
        rows = (
            Assignment.objects.filter(case__in=_assignable(actor, side).values("pk"), own_side=side, user_id=user_id)
            .select_related("case__person", "case__requesting_country", "case__receiving_country")
            .order_by("case__next_due_at", "id")
        )
        found = list(rows[: SHOWN + 1])
        total += len(found) if len(found) <= SHOWN else rows.count()
        held += [(row, side) for row in found]
    if not held:
        return None
    all_shown_as_submitted(actor, [row.case for row, _side in held])
    cases = [_row(row, side) for row, side in held[:SHOWN]]
    offices = {getattr(row.case, f"{side}_authority_id") for row, side in held}
    candidates = [person for person in candidates_for(actor, offices) if person.user_id != user_id]
    return Colleague(user_id, held[0][0].user_name, cases, total, candidates)


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody whose membership in an office ends soon. cases: open ones in hand there, drafts among them; what is
    left goes back to the office after the last day."""

    user_id: UUID
    name: str
    role: str
    office: str
    last_day: date
    cases: int
    drafts: int


def leavers_for(actor: Actor) -> list[Leaver]:
    """The people who leave an office whose cases the actor assigns, the next first. Two statements."""
    on = today()
    reach = actor.grants.get("assign_case")
    if reach is None:
        return []
    # Whoever goes on in the same office does not leave it.
    after = Membership.objects.filter(user=OuterRef("user"), authority=OuterRef("authority")).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_to"))
    )
    rows = (
        Membership.objects.in_force(on)
        .filter(valid_to__lte=on + LEAVING_SOON, authority__country=actor.country, role__in=ASSIGNABLE_ROLES)
        .filter(user__is_active=True, user__is_machine=False)
        .exclude(Exists(after))
        .select_related("user", "authority")
        .order_by("valid_to", "user__full_name", "id")
    )
    if actor.country not in reach.countries:
        rows = rows.filter(authority__in=sorted(reach.authorities))
    people = list(rows)
    held = Assignment.objects.filter(user_id__in=[row.user_id for row in people], case__status__in=OPEN_STATUSES)
    counted = {
        (user, place): (cases, drafts)
        for user, place, cases, drafts in held.values_list("user_id", "authority_id").annotate(
            cases=Count("id"), drafts=Count("id", filter=Q(case__status__in=(Status.DRAFT, Status.IN_REVIEW)))
        )
    }
    return [
        Leaver(
            row.user_id,
            row.user.full_name,
            str(ROLES[row.role].name),
            row.authority.name,
            row.valid_to,
            *counted.get((row.user_id, row.authority_id), (0, 0)),
        )
        for row in people
        if row.valid_to is not None
    ]


def _assignable(actor: Actor, side: Side) -> Any:
    return cases_supervised(actor, side, "assign_case").filter(status__in=OPEN_STATUSES)


def _row(row: Any, side: Side) -> AssignedCase:
    case: Case = row.case
    person = getattr(case, "person", None)
    return AssignedCase(
        id=case.id,
        title=case.reference or draft_title(case.created_at),
        name=person.full_name if person else "",
        partner=country_name(getattr(case, f"{OTHER[side]}_country")),
        status=status_for(case, side)[1],
        due_at=case.next_due_at,
        assigned_at=row.assigned_at,
    )
