"""Who is kept out of cases and let in to them, for those who decide about it; what a person asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.roles import ROLES
from accounts.selectors.absences import day_of
from cases.choices import Side
from cases.choices_access import AccessKind, RequestState
from cases.models import AccessRequest, Case, CaseAccess, Monitoring, VerificationTask
from cases.policies import SUPERVISING, side_of, supervises
from cases.wording import event_words
from core import clock
from core.errors import NotVisible
from core.references import normalised
from core.scope import current_exceptions
from countries.models import Authority

# What ended longer ago stands in the audit trail.
SHOWN_FOR: Final = timedelta(days=90)
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the own side, with the office and role by which the case is his or hers to see. is_above: supervises
    the case by an office that the reader does not, and is kept out by nobody below."""

    user_id: UUID
    name: str
    authority_id: UUID
    office: str
    role: str
    is_above: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What an administrator looked at, and when; what: empty for the other side."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One exception as it is shown. who: the person for the own side, the office for the other; by: who decided."""

    id: UUID
    kind: str
    case_id: UUID
    reference: str
    who: str
    office: str
    reason: str
    starts_at: datetime
    ends_at: datetime | None
    is_live: bool
    is_own_side: bool
    by: str = ""
    end_reason: str = ""
    can_end: bool = False
    looks: Sequence[Look] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """What somebody asked for; case_id: of the case, where whoever answers supervises it; is_kept_out: of this case."""

    request: AccessRequest
    case_id: UUID | None
    is_mine: bool
    is_kept_out: bool


def case_named(actor: Actor, reference: str) -> Case | None:
    """The case with this reference, if the actor supervises it."""
    found = normalised(reference)
    case = Case.objects.visible_to(actor).filter(reference=found).first() if found else None
    return case if case is not None and supervises(actor, case) else None


def people_of_side(actor: Actor, case: Case) -> list[Person]:
    """Everybody of the actor's country who sees the case by office, delegation or a question put to an agency, by name,
    without the actor. Three statements."""
    side = side_of(actor, case)
    if side is None:
        return []
    offices = {row.id: row for row in Authority.objects.filter(country=actor.country)}
    near = {row.id for row in offices.values() if row.is_national_desk}
    office = offices.get(case.requesting_authority_id if side is Side.REQUESTING else case.receiving_authority_id)
    while office is not None:
        near.add(office.id)
        office = offices.get(office.parent_id) if office.parent_id else None
    asked = set(VerificationTask.objects.filter(case=case).values_list("agency_id", flat=True))
    asked |= set(Monitoring.objects.filter(case=case).values_list("body_id", flat=True))
    seeing = [role.code for role in ROLES.values() if "view_case" in role.acts and not role.is_machine]
    answering = [
        role.code
        for role in ROLES.values()
        if {"answer_verification", "monitor_return"} & role.acts and not role.is_machine
    ]
    rows = (
        Membership.objects.in_force(day_of(actor, clock.now()))
        .filter(
            Q(authority_id__in=near, role__in=seeing)
            | Q(group_id__in=case.delegates)
            | Q(authority_id__in=asked, role__in=answering)
        )
        .filter(user__country=actor.country, user__is_active=True)
        .exclude(user_id=actor.user_id)
        .select_related("user", "authority")
        .order_by("user__full_name", "user_id", "valid_from", "id")
    )
    above = {row.user_id for row in rows if _supervises_above(actor, row)}
    people: dict[UUID, Person] = {}
    for row in rows:
        words = str(ROLES[row.role].name) if row.role in ROLES else row.role
        found = Person(
            row.user_id, row.user.full_name, row.authority_id, row.authority.name, words, row.user_id in above
        )
        people.setdefault(row.user_id, found)
    return list(people.values())


def _supervises_above(actor: Actor, row: Membership) -> bool:
    acts = ROLES[row.role].acts if row.role in ROLES else frozenset()
    return acts >= SUPERVISING and not all(
        actor.reaches(act, country=actor.country, authority_id=row.authority_id) for act in SUPERVISING
    )


def kept_out_of(cases: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """(case, person) for everybody of the own side who is kept out of one of these cases now. One statement."""
    rows = CaseAccess.objects.filter(case__in=list(cases), kind=AccessKind.EXCLUSION, ended_at=None)
    return set(rows.values_list("case_id", "user_id"))


def request_for(actor: Actor, requests: QuerySet[AccessRequest], request_id: UUID) -> AccessRequest:
    """A request of the actor's country, by somebody of an office that the actor supervises or about a case that he or
    she does. Raises NotVisible."""
    request = requests.filter(id=request_id, country=actor.country).first()
    if request is None or not (
        actor.reaches("view_audit", country=request.country, authority_id=request.authority_id)
        or case_named(actor, request.reference) is not None
    ):
        raise NotVisible(f"accessrequest:{request_id}")
    return request


def requests_waiting(actor: Actor) -> list[RequestRow]:
    """What waits for the actor's answer, oldest first. Three statements."""
    waiting = list(
        AccessRequest.objects.filter(country=actor.country, state=RequestState.WAITING).order_by("asked_at", "id")[
            :MOST
        ]
    )
    references = {row.reference for row in waiting}
    found = {
        case.reference: case.id
        for case in Case.objects.visible_to(actor).filter(reference__in=references)
        if supervises(actor, case)
    }
    kept_out = kept_out_of(found.values())
    return [
        RequestRow(
            row,
            found.get(row.reference),
            row.user_id == actor.user_id,
            (found.get(row.reference), row.user_id) in kept_out,
        )
        for row in waiting
        if row.reference in found or actor.reaches("view_audit", country=row.country, authority_id=row.authority_id)
    ]


def requests_of(actor: Actor) -> list[AccessRequest]:
    """What the actor asked for, newest first."""
    since = clock.now() - SHOWN_FOR
    return list(AccessRequest.objects.filter(user_id=actor.user_id, asked_at__gte=since)[:MOST])


def access_of_person(actor: Actor, kind: AccessKind) -> list[AccessRow]:
    """What the actor is let in to now, and lately was, newest first."""
    rows = CaseAccess.objects.filter(user_id=actor.user_id, kind=kind, starts_at__gte=clock.now() - SHOWN_FOR)
    return access_rows(actor, rows)


def reading_of(actor: Actor, case: Case) -> CaseAccess | None:
    """By which exception the actor sees this case, to read it alone; None, and no statement, for everybody else."""
    if case.id not in current_exceptions().admitted or actor.reaches(
        "view_case",
        country=actor.country,
        authority_id=case.requesting_authority_id
        if side_of(actor, case) is Side.REQUESTING
        else case.receiving_authority_id,
    ):
        return None
    rows = CaseAccess.objects.filter(case=case, user_id=actor.user_id, ended_at=None, ends_at__gt=clock.now())
    return rows.order_by("-ends_at").first()


def access_of_cases(actor: Actor) -> list[AccessRow]:
    """All exceptions on cases that the actor supervises, and elevations on either side of them, newest first."""
    since = clock.now() - SHOWN_FOR
    rows = CaseAccess.objects.filter(case__in=Case.objects.visible_to(actor))
    return access_rows(actor, rows.filter(Q(ended_at=None, ends_at=None) | Q(starts_at__gte=since)))


def access_of_case(actor: Actor, case: Case) -> list[AccessRow]:
    """All exceptions on one case, newest first."""
    return access_rows(actor, CaseAccess.objects.filter(case=case))


def exclusion_of(actor: Actor, case: Case, user_id: UUID) -> AccessRow | None:
    """By what somebody is kept out of a case now."""
    kept_out = CaseAccess.objects.filter(case=case, user_id=user_id, kind=AccessKind.EXCLUSION, ended_at=None)
    return next(iter(access_rows(actor, kept_out)), None)


def access_get(actor: Actor, access_id: UUID) -> AccessRow:
    """One of them. Raises NotVisible."""
    found = access_rows(actor, CaseAccess.objects.filter(id=access_id, case__in=Case.objects.visible_to(actor)))
    if not found:
        raise NotVisible(f"caseaccess:{access_id}")
    return found[0]


def access_rows(actor: Actor, rows: QuerySet[CaseAccess]) -> list[AccessRow]:
    """In words for this reader. Four statements, whatever their number."""
    shown = list(rows.order_by("-starts_at", "-id")[:MOST])
    cases = {case.id: case for case in Case.objects.visible_to(actor).filter(id__in=[row.case_id for row in shown])}
    people = {row.user_id for row in shown} | {row.decided_by for row in shown}
    names = dict(User.objects.filter(id__in=people).values_list("id", "full_name"))
    looks = _looks([row.id for row in shown])
    return [_row(actor, row, cases.get(row.case_id), names, looks.get(row.id, ())) for row in shown]


def _row(actor: Actor, row: CaseAccess, case: Case | None, names: dict[UUID, str], looks: Sequence[Look]) -> AccessRow:
    now = clock.now()
    own = row.requesting_country if row.side == Side.REQUESTING else row.receiving_country
    is_own = own == actor.country
    is_live = row.ended_at is None and (row.ends_at is None or row.ends_at > now)
    may = case is not None and is_own and supervises(actor, case)
    return AccessRow(
        id=row.id,
        kind=row.kind,
        case_id=row.case_id,
        reference=(case.reference or _("draft")) if case else row.reference,
        who=names.get(row.user_id, "") if is_own else "",
        office=row.office,
        reason=row.reason,
        starts_at=row.starts_at,
        ends_at=row.ended_at or row.ends_at,
        is_live=is_live,
        is_own_side=is_own,
        by=names.get(row.decided_by, "") if is_own and row.decided_by != row.user_id else "",
        end_reason=row.end_reason if is_own else "",
        can_end=is_live and (may or (row.kind == AccessKind.ELEVATION and row.user_id == actor.user_id)),
        looks=looks,
    )


def _looks(keys: list[UUID]) -> dict[UUID, list[Look]]:
    """What was read during elevations, as the database tells the reader's side."""
    found: dict[UUID, list[Look]] = {}
    with connection.cursor() as cursor:
        cursor.execute("select access, looked_at, action from looks_of_elevations(%s)", [keys])
        for key, at, action in cursor.fetchall():
            found.setdefault(key, []).append(Look(at, event_words(action, {}, is_own_side=True) if action else ""))
    return found
