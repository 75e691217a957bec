"""Who of one side works on a case: give, take, hand over, give back.

Every act takes `holder`: who had the case when the form was shown, as a user id, or "" for nobody. Where somebody else
has it now, the act is refused (StaleVersion) and changes nothing. None: whoever has it, for acts on many cases.

None of this moves the case's version or `changed_at`, and nobody of the other side can tell that it happened.
"""

from collections import Counter
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Membership
from accounts.roles import ROLES
from accounts.selectors.absences import covered_people, day_of
from accounts.selectors.colleagues import ASSIGNABLE_ROLES, Colleague, colleagues_seeing
from cases.choices import Side, Status
from cases.models import Assignment, Case
from cases.policies import reaches_own_side
from cases.selectors.case_access import kept_out_of
from cases.services.deadlines import leads_of
from cases.services.working import refused_about, working_case
from cases.workflow.engine import event_write, readers_audience
from cases.workflow.system import system_of
from cases.workflow.types import Readers
from core import clock
from core.audience import Audience
from core.errors import Invalid, StaleVersion
from notifications.choices import NoticeKind
from notifications.services import notice_send

NOTE_LENGTH = 500
# What the person who gets a case is told, by the act of whoever gave it.
_TOLD = {"case.assigned": "case.assigned_to_you", "case.handed_over": "case.handed_to_you"}


def case_assign(
    *, actor: Actor, case_id: UUID, to_user_id: UUID, note: str = "", holder: str | None = None
) -> Assignment:
    """Give a case to a colleague, whoever has it now; giving it to oneself is taking it.

    Needs `assign_case` on the own side. Raises NotVisible, ActRefused (not_granted, wrong_status, assignee_no_access,
    already_assigned), StaleVersion, Invalid.
    """
    if to_user_id == actor.user_id:
        return case_take(actor=actor, case_id=case_id, holder=holder)
    case, side, held = _case_of(actor, case_id, holder, "assign_case")
    return _give(actor, case, side, held, _assignee(actor, case, side, to_user_id), "case.assigned", note)


def case_take(*, actor: Actor, case_id: UUID, holder: str | None = None) -> Assignment:
    """Take a case that nobody has, or that a colleague has: the colleague is told.

    Needs `work_case` on the own side. Raises NotVisible, ActRefused (not_granted, wrong_status, assignee_no_access,
    already_assigned), StaleVersion.
    """
    case, side, held = _case_of(actor, case_id, holder, "work_case")
    return _give(actor, case, side, held, _assignee(actor, case, side, actor.user_id), "case.taken", "")


def case_hand_over(
    *, actor: Actor, case_id: UUID, to_user_id: UUID, note: str, holder: str | None = None
) -> Assignment:
    """Hand one's own case (or one of a colleague for whom one stands in) to a colleague, with a note for that person.

    Raises NotVisible, ActRefused (not_granted, wrong_status, not_assigned_to_you, assignee_no_access,
    already_assigned), StaleVersion, Invalid without a note.
    """
    case, side, held = _case_of(actor, case_id, holder, "work_case")
    _refuse_unless_held(actor, case, held)
    if not note.strip():
        raise Invalid({"note": [_("Say where the case stands, so that your colleague can go on")]})
    return _give(actor, case, side, held, _assignee(actor, case, side, to_user_id), "case.handed_over", note)


def case_release_to_office(*, actor: Actor, case_id: UUID, note: str = "", holder: str | None = None) -> None:
    """Give a case back to the office: nobody has it any more, everybody may take it.

    One's own case (or that of a colleague for whom one stands in) with `work_case`, any with `assign_case`. Raises
    NotVisible, ActRefused (not_granted, wrong_status, not_assigned, not_assigned_to_you), StaleVersion,
    Invalid.
    """
    case, side, held = _case_of(actor, case_id, holder, "work_case", "assign_case")
    if not reaches_own_side(actor, "assign_case", case):
        _refuse_unless_held(actor, case, held)
    note = _checked(note)
    if held is None:
        raise refused_about(case, "not_assigned", _("Nobody has this case."))
    held.delete()
    event_write(actor, case, "case.given_back", Readers(side.value), {"from": str(held.user_id)}, reason=note)
    if held.user_id != actor.user_id:
        _tell(case, side, "case.given_back", held.user_id)


def assignments_return(country: str, on: date) -> int:
    """Give back to the office what stands in the hands of nobody: open cases of people whose account is closed or who
    have no membership any more in the office by which they had the case. Cases do not move along with a person.

    Gives how many. Done by RCMS for the country, one event a case; the heads of each office are told once.
    """
    held = Membership.objects.in_force(on).filter(
        user=OuterRef("user_id"), authority=OuterRef("authority_id"), role__in=ASSIGNABLE_ROLES, user__is_active=True
    )
    own = Q(own_side=Side.REQUESTING, requesting_country=country) | Q(
        own_side=Side.RECEIVING, receiving_country=country
    )
    adrift = Assignment.objects.filter(own).exclude(case__status=Status.CLOSED).exclude(Exists(held))
    returned = Counter[UUID]()
    for key, case_id in adrift.order_by("case_id", "id").values_list("id", "case_id"):
        case = Case.objects.select_for_update(of=("self",)).get(id=case_id)
        row = adrift.filter(id=key).first()
        if row is None:
            continue  # Handed over a moment ago.
        row.delete()
        side = Side(row.own_side)
        office = office_of_side(case, side)
        actor = system_of(country, office)
        event_write(actor, case, "case.given_back", Readers(side.value), {"from": str(row.user_id)})
        returned[office] += 1
    for office, count in returned.items():
        notice_send(
            action="office.work_returned",
            subject=f"office:{office}",
            case_reference="",
            audience=Audience(groups=leads_of(office)),
            parameters={"count": count},
            kind=NoticeKind.ESCALATIONS,
            is_by_system=True,
        )
    return returned.total()


def office_of_side(case: Case, side: Side) -> UUID:
    """The office that has the case on this side."""
    return case.requesting_authority_id if side is Side.REQUESTING else case.receiving_authority_id


def creator_assign(*, actor: Actor, case: Case) -> None:
    """Whoever begins a draft has it, unless a machine did. Within the act that makes the case, which has the event."""
    if actor.role in ROLES and ROLES[actor.role].is_machine:
        return
    Assignment(
        case=case,
        own_side=Side.REQUESTING,
        user_id=actor.user_id,
        user_name=actor.name,
        authority_id=actor.authority_id,
        assigned_at=case.created_at,
        assigned_by_name=actor.name,
    ).save(force_insert=True)


def _case_of(actor: Actor, case_id: UUID, holder: str | None, *acts: str) -> tuple[Case, Side, Assignment | None]:
    """The case, locked, the actor's side of it and who has it there, where one of the acts is granted on it, there is
    work to do, and `holder` has it still."""
    case, side = working_case(actor=actor, case_id=case_id, acts=acts)
    if case.status == Status.CLOSED:
        raise refused_about(case, "wrong_status", _("The case is closed: nobody has to work on it."))
    held = Assignment.objects.filter(case=case, own_side=side).first()
    if holder is not None and holder != (str(held.user_id) if held else ""):
        raise refused_about(case, "stale", _words_stale(actor, held), kind=StaleVersion)
    return case, side, held


def _words_stale(actor: Actor, held: Assignment | None) -> str:
    if held is None:
        return _("The case was given back after you opened the page: nobody has it now.")
    if held.user_id == actor.user_id:
        return _("You got this case after you opened the page.")
    return _("%(name)s got this case after you opened the page.") % {"name": held.user_name}


def _refuse_unless_held(actor: Actor, case: Case, held: Assignment | None) -> None:
    mine = {actor.user_id, *covered_people(actor.user_id, day_of(actor, clock.now()))}
    if held is None or held.user_id not in mine:
        raise refused_about(case, "not_assigned_to_you", _("The case is not yours. Take it first."))


def _assignee(actor: Actor, case: Case, side: Side, user_id: UUID) -> Colleague:
    """The person, if he or she sees the case by an office of this side."""
    office = office_of_side(case, side)
    on = day_of(actor, clock.now())
    found = next(iter(colleagues_seeing([office], on, user_id=user_id)), None)
    if found is None or (case.id, user_id) in kept_out_of([case.id]):
        raise refused_about(case, "assignee_no_access", _("This person's office and role do not see the case."))
    return found


def _give(
    actor: Actor, case: Case, side: Side, held: Assignment | None, to: Colleague, action: str, note: str
) -> Assignment:
    note = _checked(note)
    if held is not None and held.user_id == to.user_id:
        raise refused_about(case, "already_assigned", _("This person has the case already."))
    values = {
        "user_id": to.user_id,
        "user_name": to.name,
        "authority_id": to.authority_id,
        "assigned_at": clock.now(),
        "assigned_by_name": actor.name,
        "note": note,
    }
    given, _is_new = Assignment.objects.update_or_create(case=case, own_side=side, defaults=values)
    parameters = {"to": str(to.user_id)} | ({"from": str(held.user_id)} if held else {})
    event_write(actor, case, action, Readers(side.value), parameters, reason=note)
    if to.user_id != actor.user_id:
        _tell(case, side, _TOLD[action], to.user_id)
    if held is not None and held.user_id != actor.user_id:
        _tell(case, side, "case.taken_from", held.user_id)
    return given


def _tell(case: Case, side: Side, action: str, user_id: UUID) -> None:
    """A notice of the own side, for one person: whoever shows or sends notices goes by `assignee`."""
    notice_send(
        action=action,
        subject=case.subject,
        case_reference=case.reference or "",
        audience=readers_audience(case, Readers(side.value)),
        parameters={"assignee": str(user_id)},
    )


def _checked(note: str) -> str:
    note = note.strip()
    if len(note) > NOTE_LENGTH:
        raise Invalid({"note": [_("The note is too long")]})
    return note
