"""Changes by two persons: one administrator asks, another one decides, and what was asked is checked again then."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import User
from accounts.policies import require_act
from accounts.selectors.absences import day_of
from accounts.selectors.actors import actor_for, memberships_of
from administration import payloads, policies
from administration.choices import ChangeKind, ChangeState
from administration.models import ChangeRequest
from administration.selectors.approvers import (
    approvers_of_agreement,
    approvers_of_country,
    approvers_of_new_agreement,
    lacks_administrator,
)
from administration.services.doings import DOINGS
from administration.services.recomputations import recomputations_promise
from administration.services.setting import Setting, office_of
from administration.services.trail import administrator_groups, trail
from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.scope import Scope, use_scope
from countries.models import Authority
from documents.letters.serial import ContextBroken
from notifications.services import notice_send


def change_request(*, actor: Actor, kind: str, payload: payloads.Payload, reason: str) -> ChangeRequest:
    """Ask for a change that another administrator must approve.

    Raises ActRefused (not granted, about oneself, state), NotVisible (office or person out of reach), Invalid.
    """
    doing = DOINGS[kind]
    if not reason.strip():
        raise Invalid({"reason": [_("Say why: the second person needs to know")]})
    setting = Setting(actor.country, day_of(actor, clock.now()))
    office = _concerned(actor, setting, payload, is_national=doing.is_national)
    if isinstance(payload, payloads.GiveRole | payloads.AboutPerson | payloads.MovePerson | payloads.LinkAccount):
        policies.refuse_self(actor, UUID(payload.user))
    _refuse_wrong_confirmer(actor, payload)
    doing.check(setting, payload)
    plain = payloads.payload_plain(payload)
    if ChangeRequest.objects.filter(
        kind=kind, country=actor.country, state=ChangeState.WAITING, payload=plain
    ).exists():
        raise Invalid({"reason": [_("The same change is waiting already")]})
    groups = _deciding_groups(actor, payload, office)
    change = ChangeRequest(
        kind=kind,
        country_id=actor.country,
        authority=office,
        payload=plain,
        reason=reason.strip(),
        requested_at=clock.now(),
        requested_by=actor.user_id,
        requested_office_id=actor.authority_id,
        **Audience(groups=tuple(dict.fromkeys((actor.group_id, *groups)))).fields(),
    )
    change.save(force_insert=True)
    trail(
        actor=actor,
        action="change.requested",
        subject=f"changerequest:{change.id}",
        office=office,
        parameters={"kind": kind},
        reason=change.reason,
    )
    _tell(change, "change.requested", groups)
    return change


def change_approve(
    *, actor: Actor, change_id: UUID, note: str = "", recompute: Collection[str] | None = ()
) -> tuple[ChangeRequest, str]:
    """Approve a change and carry it out. When it is no longer possible the request ends as failed, with the reason.

    recompute: which of the running time limits that the change touches are computed anew (keys; None: all of them).

    Returns the change, and what is to be shown once to the person who approved (a first password) or nothing.

    Raises NotVisible, ActRefused (own request, about oneself, not granted), StaleVersion (decided already).
    """
    change = _undecided(change_id)
    _refuse_unless_may_decide(actor, change)
    state, said = ChangeState.APPROVED, note.strip()
    shown_once = ""
    doing = DOINGS[change.kind]
    try:
        with transaction.atomic():
            payload = payloads.payload_of(change.kind, change.payload)
            requester, setting = _requester_of(change), Setting(change.country_id, day_of(actor, clock.now()))
            _concerned(requester, setting, payload, is_national=doing.is_national)
            _refuse_wrong_confirmer(requester, payload)
            doing.check(setting, payload)
            shown_once = doing.do(actor, change, payload) or ""
            recomputations_promise(actor=actor, change=change, payload=payload, chosen=recompute)
    except Invalid as invalid:
        state, said = ChangeState.FAILED, " ".join(str(text) for texts in invalid.errors.values() for text in texts)
    except ActRefused as refused:
        state, said = ChangeState.FAILED, str(refused.message)
    except (NotVisible, ContextBroken):
        state, said = ChangeState.FAILED, _("What the change is about is no longer there.")
    _decide(actor, change, state, said)
    return change, shown_once


def change_reject(*, actor: Actor, change_id: UUID, note: str) -> ChangeRequest:
    """Reject a change; the requester reads why. Raises as `change_approve`, and Invalid without a reason."""
    change = _undecided(change_id)
    _refuse_unless_may_decide(actor, change)
    if not note.strip():
        raise Invalid({"note": [_("Say why you reject it")]})
    _decide(actor, change, ChangeState.REJECTED, note.strip())
    return change


def change_withdraw(*, actor: Actor, change_id: UUID) -> ChangeRequest:
    """Take one's own request back. Raises NotVisible, ActRefused, StaleVersion."""
    change = _undecided(change_id)
    if change.requested_by != actor.user_id:
        raise ActRefused("not_requester", _("Only the person who asked for it can withdraw it."))
    _decide(actor, change, ChangeState.WITHDRAWN, "")
    return change


def _concerned(actor: Actor, setting: Setting, payload: payloads.Payload, *, is_national: bool) -> Authority | None:
    """The office that the change is about and that the deciding administrator must reach, after asking whether the
    requester (`actor`) does, when it is asked for and when it is approved; None: the whole country."""
    if is_national:
        policies.refuse_unless_national(actor)
        return None
    if isinstance(payload, payloads.EnrolOffice):
        return _reached(actor, setting, payload.parent, "parent")
    if isinstance(payload, payloads.AboutPerson):
        policies.refuse_unless_administers_person(actor, _person(payload.user))
        return None
    assert isinstance(
        payload,
        payloads.AboutOffice
        | payloads.MoveOffice
        | payloads.MovePerson
        | payloads.GiveRole
        | payloads.EnrolClient
        | payloads.ClientSecret
        | payloads.RepairGrants
        | payloads.SetProvider
        | payloads.LinkAccount,
    )
    office = office_of(setting, payload.authority)
    policies.refuse_unless_administers(actor, office)
    if isinstance(payload, payloads.LinkAccount):
        policies.refuse_unless_administers_person(actor, _person(payload.user))
    if isinstance(payload, payloads.MoveOffice | payloads.MovePerson):
        # Both places are concerned: who decides must reach the new one as well.
        return _reached(actor, setting, payload.parent, "parent")
    return office


def _person(key: str) -> User:
    user = User.objects.filter(id=key).first()
    if user is None:
        raise NotVisible(f"user:{key}")
    return user


def _requester_of(change: ChangeRequest) -> Actor:
    """Who asked, as the administrator of the same office that this person still is; raises ActRefused otherwise."""
    # Perhaps of another country, whose people the actor does not see.
    with use_scope(Scope(user_id=change.requested_by, country=change.country_id)):
        user = User.objects.select_related("country").filter(id=change.requested_by, is_active=True).first()
        held = memberships_of(user, clock.now()) if user else None
        membership = held.filter(role="administrator", authority=change.requested_office_id).first() if held else None
        if user is None or membership is None:
            raise ActRefused("requester_gone", _("The person who asked for it is no longer an administrator there."))
        return actor_for(user, membership)


def _reached(actor: Actor, setting: Setting, key: str, field: str) -> Authority | None:
    if not key:
        policies.refuse_unless_national(actor)
        return None
    office = office_of(setting, key, field)
    policies.refuse_unless_administers(actor, office)
    return office


def _deciding_groups(actor: Actor, payload: payloads.Payload, office: Authority | None) -> tuple[int, ...]:
    countries = sorted(_partners(actor, payload) or ())
    if countries:
        return tuple(group for country in countries for group in administrator_groups(country))
    groups = administrator_groups(actor.country, office)
    if isinstance(payload, payloads.MoveOffice | payloads.MovePerson):
        # Who decides reaches the office where it stands as well.
        moved = Authority.objects.select_related("country").get(id=payload.authority)
        present = administrator_groups(actor.country, moved)
        return tuple(group for group in groups if group in present)
    return groups


def _partners(actor: Actor, payload: payloads.Payload) -> set[str] | None:
    """The countries whose administrators decide in place of the requester's own; None for changes of the own country,
    an empty set where no such country takes part."""
    if isinstance(payload, payloads.EnrolCountry):
        return approvers_of_country(payload.country, actor)
    if isinstance(payload, payloads.EditAgreement):
        return approvers_of_agreement(payload.agreement, payload.partner, actor)
    if isinstance(payload, payloads.AddAgreement):
        return approvers_of_new_agreement(payload.partner, actor)
    return None


def _refuse_wrong_confirmer(actor: Actor, payload: payloads.Payload) -> None:
    """Where another country takes part it must be asked; a second person of the own one is for where none does. No
    country binds another one that takes part, and none that does not to an agreement of its own making."""
    if not isinstance(payload, payloads.EnrolCountry | payloads.EditAgreement | payloads.AddAgreement):
        return
    partners = _partners(actor, payload)
    if isinstance(payload, payloads.AddAgreement):
        is_alone = not partners
    else:
        is_alone = isinstance(payload, payloads.EditAgreement) and lacks_administrator(payload.partner, actor)
    if is_alone:
        said = _("Nobody there can agree yet: no administrator of that country's national desk is in office.")
        raise Invalid({"partner": [said]})
    if payload.is_for_partners != bool(partners):
        field = "country" if isinstance(payload, payloads.EnrolCountry) else "reason"
        raise Invalid({field: [_("Who confirms this has changed meanwhile. Send it again.")]})


def _undecided(change_id: UUID) -> ChangeRequest:
    change = ChangeRequest.objects.select_for_update().filter(id=change_id).first()
    if change is None:
        raise NotVisible(f"changerequest:{change_id}")
    if change.state != ChangeState.WAITING:
        raise StaleVersion("decided", _("This change was decided or withdrawn in the meantime."))
    return change


def _refuse_unless_may_decide(actor: Actor, change: ChangeRequest) -> None:
    require_act(actor, "administer")
    if change.requested_by == actor.user_id:
        raise ActRefused("second_person", _("You asked for this change: another administrator must decide it."))
    if not policies.may_decide(actor, change):
        raise ActRefused("not_granted", _("This change is for another administrator to decide."))


def _decide(actor: Actor, change: ChangeRequest, state: ChangeState, note: str) -> None:
    change.state = state
    change.decided_at = clock.now()
    change.decided_by = actor.user_id
    change.decided_office_id = actor.authority_id
    change.decision_note = note[:1000]
    change.save(update_fields=["state", "decided_at", "decided_by", "decided_office", "decision_note"])
    others = [change.country_id] if change.country_id != actor.country else []
    trail(
        actor=actor,
        action=f"change.{state.value}",
        subject=f"changerequest:{change.id}",
        office=change.authority,
        parameters={"kind": change.kind},
        reason="" if state is ChangeState.FAILED else change.decision_note,
        countries=others,
    )
    if state is not ChangeState.WITHDRAWN:
        told = administrator_groups(change.country_id, change.requested_office)
        if state is ChangeState.APPROVED and change.payload.get("partner") and change.payload["is_for_partners"]:
            # What two countries agreed on binds both: all their administrators hear of it, whoever decided.
            told = tuple(dict.fromkeys((*told, *administrator_groups(change.payload["partner"]))))
        _tell(change, f"change.{state.value}", told)


def _tell(change: ChangeRequest, action: str, groups: tuple[int, ...]) -> None:
    notice_send(
        action=action,
        subject=f"changerequest:{change.id}",
        case_reference="",
        audience=Audience(groups=groups),
        parameters={"kind": change.kind},
    )


__all__ = ["ChangeKind", "change_approve", "change_reject", "change_request", "change_withdraw"]
