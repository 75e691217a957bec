"""Asking and telling the other side about data, answering, sharing with consent, reminding. None of it moves the case.

What is written here is for the other side to read. Names of people stay on their own side: the event names them there.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.services import AboutCase, event_record
from cases import access
from cases.choices import Side
from cases.models import ApplicationVersion, Case
from cases.services.talking import day_in, other_side_tell, zone_of
from cases.services.working import part_locked, refuse_restricted, refused_about, working_case
from cases.workflow.engine import event_write, readers_audience
from cases.workflow.system import system_of
from cases.workflow.types import Readers
from core import clock, outbox
from core.errors import Invalid, StaleVersion
from core.forms import today
from core.scope import SYSTEM_ID, Scope
from countries.clocks import end_of_day
from notifications.services import notice_send
from protection.between import ASKED, BY_NAME, NOTICES, BetweenAct, periods
from protection.choices import BetweenKind, BetweenState, DataKind
from protection.corrections import corrections
from protection.models import BetweenRequest

REMIND_TASK: Final = "protection.remind"
TEXT_LENGTH: Final = 2000
# What one side tells the other about: the receipt of something is no data of a person.
TOLD_OF: Final = tuple(kind for kind in DataKind if kind not in {DataKind.RECEIPT, DataKind.REQUEST})


def _shared_case(*, actor: Actor, case_id: UUID) -> tuple[Case, Side]:
    """The case, locked, for whoever answers for data on a side of it, once the other side knows of it. Closed files
    are asked about too: what was sent stays with whoever received it."""
    case, side = working_case(actor=actor, case_id=case_id, acts=("protect_data",))
    if not case.shared:
        raise refused_about(case, "not_shared", _("The other side does not see this case yet."))
    return case, side


def between_ask(
    *,
    actor: Actor,
    case_id: UUID,
    kind: str,
    data: Sequence[str],
    text: str = "",
    recipient: str = "",
    purpose: str = "",
    changed: Collection[str] = (),
) -> BetweenRequest:
    """Ask the other side, or tell it that data was corrected, erased or blocked here.

    data: kinds of data that it is about; recipient, purpose: of onward sharing alone. Raises NotVisible, ActRefused
    (not_granted, not_shared, already_asked), Invalid (kind, data, text, recipient, purpose).
    """
    case, side = _shared_case(actor=actor, case_id=case_id)
    errors: dict[str, list[str]] = {}
    if kind not in BetweenKind.values:
        raise Invalid({"kind": [_("Choose one")]})
    if not data or not set(data) <= {value.value for value in TOLD_OF}:
        errors["data"] = [_("Say which data it is about")]
    text, recipient, purpose = text.strip(), " ".join(recipient.split()), " ".join(purpose.split())
    if kind in NOTICES and not text:
        errors["text"] = [_("Say what changed")]
    if len(text) > TEXT_LENGTH:
        errors["text"] = [_("At most %(number)d characters") % {"number": TEXT_LENGTH}]
    if kind == BetweenKind.ONWARD_SHARING:
        if not recipient:
            errors["recipient"] = [_("Name the body that is to receive the data")]
        if not purpose:
            errors["purpose"] = [_("Say what the body needs the data for")]
    else:
        recipient = purpose = ""
    if errors:
        raise Invalid(errors)
    said = {"data": list(dict.fromkeys(data)), "text": text, "recipient": recipient, "purpose": purpose}
    waiting = BetweenRequest.objects.filter(case=case, asked_side=side, kind=kind, state=BetweenState.WAITING)
    if waiting.filter(**said).exists():
        raise refused_about(case, "already_asked", _("The other side has this already: it waits for the answer."))
    return _made(actor=actor, case=case, side=side, kind=BetweenKind(kind), changed=sorted(changed), **said)


def notice_push(
    *,
    actor: Actor,
    case: Case,
    side: Side,
    kind: BetweenKind,
    data: Sequence[str],
    changed: Sequence[str] = (),
) -> BetweenRequest:
    """RCMS tells the other side of something that the actor did to data: the agreement asks for it, so nobody has to
    think of it. Within that act, which has locked the case."""
    return _made(
        actor=actor, case=case, side=side, kind=kind, data=list(data), changed=list(changed), is_by_system=True
    )


def sent_again(actor: Actor, case: Case, version: ApplicationVersion) -> None:
    """An application was sent again: the other side is told of what it holds and is wrong now."""
    before = ApplicationVersion.objects.filter(case=case, number=version.number - 1).first()
    if before is None:
        return
    data, changed = corrections(before.contents, version.contents)
    if changed:
        notice_push(
            actor=actor,
            case=case,
            side=Side.REQUESTING,
            kind=BetweenKind.CORRECTION,
            data=data,
            changed=changed,
        )


def _made(*, actor: Actor, case: Case, side: Side, kind: BetweenKind, **values: Any) -> BetweenRequest:
    now = clock.now()
    zone = zone_of(case, side.other)
    last = day_in(zone) + timedelta(days=periods()["days"][kind])
    row = BetweenRequest(
        case=case,
        kind=kind,
        asked_side=side,
        asked_office=actor.authority_name,
        asked_at=now,
        due_at=end_of_day(last, ZoneInfo(zone)),
        **values,
    )
    row.save(force_insert=True)
    told = {"between": str(row.id), "kind": kind.value}
    event_write(actor, case, ASKED[kind], Readers.BOTH, told, changed=row.changed)
    other_side_tell(actor=actor, case=case, action=ASKED[kind], parameters=told)
    _remind_later(row, case)
    return row


def between_act(
    *, actor: Actor, request_id: UUID, name: str, version: int | None, text: str = "", shared_on: date | None = None
) -> BetweenRequest:
    """One act of `protection.between` on a request that stands.

    text: what the other side is told; shared_on: of an onward sharing, the day on which it was shared. Raises
    NotVisible, ActRefused (not_granted, not_shared, wrong_side, wrong_status, no_consent, restricted), StaleVersion,
    Invalid.
    """
    act = BY_NAME[name]
    row, case, side = part_locked(BetweenRequest.objects.all(), actor=actor, part_id=request_id, case_for=_shared_case)
    is_asker = side == row.asked_side
    if row.kind not in act.kinds or act.by_asker is not is_asker:
        raise refused_about(case, "wrong_side", _("This is for the other side to do."))
    if version is not None and version != row.version:
        raise refused_about(
            case, "stale", _("Somebody did something here after you opened the page."), kind=StaleVersion
        )
    if row.state not in act.sources:
        if name == "share":
            raise refused_about(case, "no_consent", _("The other side has not consented: the data must not be shared."))
        raise refused_about(case, "wrong_status", _("This request is at a stage where this cannot be done."))
    if name == "share":
        refuse_restricted(case)
    _checked(act, row, case, side, text, shared_on)
    _done(act, row, actor, text.strip(), shared_on)
    told = {"between": str(row.id), "kind": row.kind, "state": row.state}
    event_write(actor, case, act.event, Readers.BOTH, told)
    other_side_tell(actor=actor, case=case, action=act.event, parameters=told)
    return row


def _checked(act: BetweenAct, row: BetweenRequest, case: Case, side: Side, text: str, shared_on: date | None) -> None:
    errors: dict[str, list[str]] = {}
    if act.text == "required" and not text.strip():
        errors["text"] = [_("Write the answer")]
    if len(text) > TEXT_LENGTH:
        errors["text"] = [_("At most %(number)d characters") % {"number": TEXT_LENGTH}]
    if act.name == "share":
        here = ZoneInfo(zone_of(case, side))
        consented_on = row.answered_at.astimezone(here).date() if row.answered_at else None
        if shared_on is None:
            errors["shared_on"] = [_("Give the day on which it was shared")]
        elif consented_on is None or shared_on < consented_on:
            errors["shared_on"] = [_("It must not be shared before the other side consented")]
        elif shared_on > today():
            errors["shared_on"] = [_("The date must not be in the future")]
    if errors:
        raise Invalid(errors)


def _done(act: BetweenAct, row: BetweenRequest, actor: Actor, text: str, shared_on: date | None) -> None:
    now = clock.now()
    row.state = act.target
    if act.is_end:
        row.ended_at = now
    if act.target == BetweenState.SHARED:
        row.shared_on = shared_on
    elif not act.by_asker:
        row.answered_office, row.answered_at, row.answer = actor.authority_name, now, text
    row.version += 1
    row.save(force_update=True)


# --- reminders --------------------------------------------------------------------------------------------------------


def _remind_later(row: BetweenRequest, case: Case) -> None:
    """Promise the next reminder, for the side that must answer: at the end of the period, then again and again."""
    again: dict[str, int] = periods()["reminders"]
    if row.reminders >= again["at_most"]:
        return
    at = row.due_at if row.reminders == 0 else clock.now() + timedelta(days=again["every_days"])
    wait = at - clock.now()
    country = case.receiving_country_id if row.asked_side == Side.REQUESTING else case.requesting_country_id
    outbox.post(
        task=REMIND_TASK,
        key=f"remind:{row.id}:{row.reminders}",
        arguments={"request_id": str(row.id)},
        scope=Scope(user_id=SYSTEM_ID, country=country, countries=(country,)),
        available_at=outbox.wall_now() + wait,
    )


def between_remind(request_id: UUID) -> None:
    """Remind the side that has not answered; runs for that side, and promises the next one. Nothing where it has."""
    row = BetweenRequest.objects.select_related("case").filter(id=request_id).first()
    if row is None or row.state != BetweenState.WAITING:
        return
    case = Case.objects.select_for_update(of=("self",), no_key=True).get(id=row.case_id)
    row = BetweenRequest.objects.select_for_update(of=("self",)).get(id=request_id)
    if row.state != BetweenState.WAITING:
        return
    row.reminders += 1
    row.reminded_at = clock.now()
    row.save(force_update=True)
    is_requesting = row.asked_side == Side.RECEIVING
    country, office = (
        (case.requesting_country_id, case.requesting_authority_id)
        if is_requesting
        else (case.receiving_country_id, case.receiving_authority_id)
    )
    waited_for = readers_audience(case, Readers.REQUESTING if is_requesting else Readers.RECEIVING)
    told = {"between": str(row.id), "kind": row.kind, "number": row.reminders}
    event_record(
        actor=system_of(country, office),
        action="privacy.reminded",
        subject=case.subject,
        about=AboutCase(case.id, case.reference or ""),
        audience=access.audience_both(case),
        parameters=told,
    )
    notice_send(
        action="privacy.reminded",
        subject=case.subject,
        case_reference=case.reference or "",
        audience=waited_for,
        parameters=told,
        is_by_system=True,
    )
    _remind_later(row, case)
