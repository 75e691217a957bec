"""Dated exceptions to who sees a case: keeping a person out, letting one in on request.

The database itself adds them to a scope when it is entered (`scope_enter`), so they hold from the next request on, and
end by themselves. None of this moves the case's version, and the other side does not learn of it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from audit.services import AboutCase, event_record, own_audience
from cases.choices import Side
from cases.choices_access import ACCESS_DAYS, REASON_LENGTH, AccessKind, RequestState
from cases.models import AccessRequest, Assignment, Case, CaseAccess
from cases.policies import SUPERVISING, side_of, supervises
from cases.selectors.case_access import case_named, people_of_side, request_for
from cases.selectors.supervisors import supervisors_of_case, supervisors_of_country
from cases.services.working import refused_about, working_case
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.jinja import local_time
from core.references import normalised
from core.scope import current_exceptions
from notifications.choices import NoticeKind
from notifications.services import notice_send


def reason_checked(reason: str, name: str = "reason") -> str:
    """What somebody gives as grounds. Raises Invalid for none, or for too much."""
    reason = reason.strip()
    if not reason:
        raise Invalid({name: [_("Give the reason")]})
    if len(reason) > REASON_LENGTH:
        raise Invalid({name: [_("At most %(number)d characters") % {"number": REASON_LENGTH}]})
    return reason


# --- kept out ---------------------------------------------------------------------------------------------------------


def person_exclude(*, actor: Actor, case_id: UUID, user_id: UUID, reason: str) -> CaseAccess:
    """A supervisor keeps a colleague out of a case: from the next request on there is no such case for this person.

    A case that the person had in hand goes back to the office. The supervisors of the side are told. Raises NotVisible,
    ActRefused (not_granted, supervises_above), Invalid (user_id, also of whoever is kept out already; reason).
    """
    case, side = supervised_case(actor, case_id)
    reason = reason_checked(reason)
    person = next((row for row in people_of_side(actor, case) if row.user_id == user_id), None)
    if person is None:
        raise Invalid({"user_id": [_("Choose one")]})
    if person.is_above:
        words = _("This person supervises the case above your office: only a supervisor up there can do this.")
        raise refused_about(case, "supervises_above", words)
    office = (person.authority_id, person.office)
    return _exclude(actor, case, side, user_id, office, reason, "access.excluded", "user_id")


def conflict_declare(*, actor: Actor, case_id: UUID, reason: str) -> CaseAccess:
    """Somebody says that he or she has a conflict of interest, and sees the case no more. The supervisors are told, and
    one of them can lift it. Raises NotVisible, Invalid (reason)."""
    case = Case.objects.visible_to(actor).filter(id=case_id).first()
    side = side_of(actor, case) if case else None
    if case is None or side is None:
        raise NotVisible(f"case:{case_id}")
    office = (actor.authority_id, actor.authority_name)
    reason = reason_checked(reason)
    return _exclude(actor, case, side, actor.user_id, office, reason, "access.conflict_declared", "reason")


def exclusion_lift(*, actor: Actor, access_id: UUID, reason: str) -> None:
    """A supervisor lets a person see the case again. Raises NotVisible, ActRefused (not_granted), StaleVersion,
    Invalid (reason)."""
    row, case, side = _live(actor, access_id, AccessKind.EXCLUSION)
    _end(actor, row, reason_checked(reason))
    event_write(
        actor, case, "access.exclusion_lifted", Readers(side.value), {"person": str(row.user_id)}, reason=row.end_reason
    )


def _exclude(
    actor: Actor, case: Case, side: Side, user_id: UUID, office: tuple[UUID, str], reason: str, action: str, name: str
) -> CaseAccess:
    """name: of the field at which is said that the person is kept out already."""
    live = CaseAccess.objects.filter(case=case, user_id=user_id, ended_at=None)
    already = Invalid({name: [_("This person is kept out of the case already.")]})
    if live.filter(kind=AccessKind.EXCLUSION).exists():
        raise already
    # A case that nobody could go on with would lie. Whoever was let in is let in no more.
    held = Assignment.objects.filter(case=case, own_side=side, user_id=user_id)
    if held.exists():
        held.delete()
        event_write(actor, case, "case.given_back", Readers(side.value), {"from": str(user_id)})
    for given in live.filter(side=side).exclude(kind=AccessKind.EXCLUSION):
        _end(actor, given, reason)
    event_write(actor, case, action, Readers(side.value), {"person": str(user_id)}, reason=reason)
    row = CaseAccess(
        case=case,
        own_side=side,
        side=side,
        kind=AccessKind.EXCLUSION,
        user_id=user_id,
        authority_id=office[0],
        office=office[1],
        reason=reason,
        starts_at=clock.now(),
        decided_by=actor.user_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        # A supervisor and the person at the same moment.
        raise already from error
    supervisors_tell(action, case, Audience(groups=supervisors_of_case(case, side)))
    return row


# --- let in on request ------------------------------------------------------------------------------------------------


def access_request(*, actor: Actor, reference: str, reason: str, days: int) -> AccessRequest:
    """Ask to see a case for some days. What is answered, and what is done, does not depend on whether there is such a
    case: nothing is looked up but what the actor asked for before. The supervisors of the country are told.

    Raises ActRefused (not_granted), Invalid (reference, which also for what waits or was granted; reason, days).
    """
    require_act(actor, "view_case")
    found = normalised(reference)
    if found is None:
        # Whether a reference is written rightly says nothing about whether there is such a case.
        raise Invalid({"reference": [_("This is not a reference. Check it for slips.")]})
    if days not in ACCESS_DAYS:
        raise Invalid({"days": [_("Choose one")]})
    _asked_once(actor, found)
    request = AccessRequest(
        reference=found,
        user_id=actor.user_id,
        user_name=actor.name,
        country=actor.country,
        authority_id=actor.authority_id,
        office=actor.authority_name,
        reason=reason_checked(reason),
        days=days,
        asked_at=clock.now(),
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        # Twice at the same moment.
        raise _waits_already(request.asked_at) from error
    _tell_request(actor, request, "access.asked")
    notice_send(
        action="access.asked",
        subject=request.subject,
        case_reference="",
        audience=Audience(groups=supervisors_of_country(actor.country)),
        kind=NoticeKind.ESCALATIONS,
    )
    return request


def _asked_once(actor: Actor, reference: str) -> None:
    """Nothing of the actor's waits, or runs, for this reference. In this order: what is granted meanwhile waited, or
    runs. Raises Invalid (reference)."""
    own = AccessRequest.objects.filter(user_id=actor.user_id, reference=reference, state=RequestState.WAITING)
    since = own.values_list("asked_at", flat=True).first()
    if since is not None:
        raise _waits_already(since)
    # Of another office nobody is let in by it any more, and may ask again.
    running = _running(actor.user_id).filter(request__reference=reference, case_id__in=current_exceptions().admitted)
    if (row := running.first()) is not None:
        words = _("You see this case already, until %(moment)s.")
        raise Invalid({"reference": [words % {"moment": local_time(row.ends_at)}]})


def _waits_already(since: datetime) -> Invalid:
    words = _("You asked for this case already: your request of %(moment)s waits for an answer.")
    return Invalid({"reference": [words % {"moment": local_time(since)}]})


def _running(user_id: UUID) -> QuerySet[CaseAccess]:
    """What a person was let in to on request, and is now; what lasts longest first."""
    rows = CaseAccess.objects.filter(user_id=user_id, kind=AccessKind.ACCESS, ended_at=None, ends_at__gt=clock.now())
    return rows.order_by("-ends_at")


def request_grant(*, actor: Actor, request_id: UUID, days: int) -> CaseAccess:
    """A supervisor of the case lets the person read it for so many days.

    Raises NotVisible, ActRefused (not_granted, own_access_request, no_such_case), StaleVersion (answered meanwhile),
    Invalid (days, also for whoever is kept out, or sees the case already).
    """
    request = _waiting(actor, request_id)
    if days not in ACCESS_DAYS:
        raise Invalid({"days": [_("Choose one")]})
    found = case_named(actor, request.reference)
    if found is None:
        raise ActRefused("no_such_case", _("There is no case with this reference that you supervise."))
    case, side = supervised_case(actor, found.id)
    if CaseAccess.objects.filter(case=case, user_id=request.user_id, kind=AccessKind.EXCLUSION, ended_at=None).exists():
        raise Invalid({"days": [_("This person is kept out of the case. Lift that first, or refuse.")]})
    running = _running(request.user_id).filter(case=case, authority_id=request.authority_id).first()
    if running is not None:
        words = _("This person sees the case already, until %(moment)s. End that first, or refuse.")
        raise Invalid({"days": [words % {"moment": local_time(running.ends_at)}]})
    now = clock.now()
    row = CaseAccess(
        case=case,
        own_side=side,
        side=side,
        kind=AccessKind.ACCESS,
        user_id=request.user_id,
        authority_id=request.authority_id,
        office=request.office,
        reference=request.reference,
        reason=request.reason,
        starts_at=now,
        ends_at=now + timedelta(days=days),
        decided_by=actor.user_id,
        request=request,
    )
    row.save(force_insert=True)
    event_write(
        actor,
        case,
        "access.granted",
        Readers(side.value),
        {"person": str(request.user_id), "days": days},
        reason=request.reason,
    )
    _answer(actor, request, RequestState.GRANTED, "")
    return row


def request_refuse(*, actor: Actor, request_id: UUID, answer: str) -> None:
    """A supervisor says no, in words that the person reads. Raises NotVisible, ActRefused (not_granted,
    own_access_request), StaleVersion, Invalid (answer)."""
    request = _waiting(actor, request_id)
    _answer(actor, request, RequestState.REFUSED, reason_checked(answer, "answer"))


def access_end(*, actor: Actor, access_id: UUID, reason: str) -> None:
    """A supervisor ends what was given before its time, with all by which this person is let in to the case on request:
    afterwards he or she does not see it. Raises NotVisible, ActRefused, StaleVersion, Invalid (reason)."""
    row, case, side = _live(actor, access_id, AccessKind.ACCESS)
    _end(actor, row, reason_checked(reason))
    for other in _running(row.user_id).filter(case=case, side=side).select_for_update(of=("self",)):
        _end(actor, other, row.end_reason)
    event_write(actor, case, "access.ended", Readers(side.value), {"person": str(row.user_id)}, reason=row.end_reason)


def _waiting(actor: Actor, request_id: UUID) -> AccessRequest:
    """A request of the actor's country that waits, locked: one of two supervisors answers it."""
    for act in SUPERVISING:
        require_act(actor, act)
    request = request_for(actor, AccessRequest.objects.select_for_update(), request_id)
    if request.user_id == actor.user_id:
        raise ActRefused("own_access_request", _("Somebody else answers what you asked for."))
    if request.state != RequestState.WAITING:
        raise StaleVersion("stale", _("Somebody answered this request after you opened the page."))
    return request


def _answer(actor: Actor, request: AccessRequest, state: RequestState, answer: str) -> None:
    request.state, request.answer = state, answer
    request.answered_at, request.answered_by = clock.now(), actor.user_id
    request.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    action = "access.request_granted" if state == RequestState.GRANTED else "access.request_refused"
    _tell_request(actor, request, action, answer)
    notice_send(
        action=action,
        subject=request.subject,
        case_reference="",
        audience=Audience((request.country,), (request.authority_id,)),
        kind=NoticeKind.ADMINISTRATION,
        recipient_id=request.user_id,
    )


def _tell_request(actor: Actor, request: AccessRequest, action: str, reason: str = "") -> None:
    """In the trail of the country's supervisors alone: what was typed as a reference is nobody else's business. Why
    somebody asks stands in the request, which whoever is kept out of the case does not read."""
    event_record(
        actor=actor,
        action=action,
        subject=request.subject,
        about=AboutCase(request.id),
        audience=own_audience(actor),
        parameters={"days": request.days},
        reason=reason,
    )


# --- what the three have in common ------------------------------------------------------------------------------------


def supervised_case(actor: Actor, case_id: UUID) -> tuple[Case, Side]:
    """The case, locked, and the side on which the actor supervises it. Raises NotVisible, ActRefused (not_granted)."""
    case, side = working_case(actor=actor, case_id=case_id, acts=("assign_case",))
    if not supervises(actor, case):
        raise refused_about(case, "not_granted", _("Your office and role do not include this."))
    return case, side


def _live(actor: Actor, access_id: UUID, kind: AccessKind) -> tuple[CaseAccess, Case, Side]:
    """One that has not been ended yet, of the actor's side, locked after its case."""
    missing = NotVisible(f"caseaccess:{access_id}")
    rows = CaseAccess.objects.filter(id=access_id, kind=kind)
    case_id = rows.values_list("case_id", flat=True).first()
    if case_id is None:
        raise missing
    case, side = supervised_case(actor, case_id)
    row = rows.select_for_update(of=("self",)).filter(side=side).first()
    if row is None:
        raise missing
    if row.ended_at is not None:
        raise refused_about(case, "stale", _("Somebody ended this after you opened the page."), kind=StaleVersion)
    return row, case, side


def _end(actor: Actor, row: CaseAccess, reason: str) -> None:
    row.ended_at, row.ended_by, row.end_reason = clock.now(), actor.user_id, reason
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])


def supervisors_tell(action: str, case: Case, audience: Audience) -> None:
    """A notice to the supervisors of a case, at once."""
    notice_send(
        action=action,
        subject=case.subject,
        case_reference=case.reference or "",
        audience=audience,
        kind=NoticeKind.ADMINISTRATION,
    )
