"""Writing the audit trail. Every act calls `event_record` in its own transaction; there is no other writer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest

from accounts.actor import Actor
from audit.models import Access, Event
from core import clock
from core.audience import Audience
from core.errors import ActRefused, NotVisible, RcmsError
from core.independent import run_independently
from core.kept import kept
from core.request_context import client_address, request_id
from core.scope import use_scope
from countries.models import Authority

ERASED_ACTION: Final = "case.erased"
SYSTEM_NAME: Final = "RCMS"


@dataclass(frozen=True, slots=True)
class AboutCase:
    """Which case an event is about, as text: lower floors hold no key to cases."""

    key: UUID
    reference: str = ""


def _stamp(actor: Actor, action: str, subject: str, about: AboutCase | None, audience: Audience) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "actor_id": actor.user_id,
        "actor_name": actor.name,
        "role": actor.role,
        "authority_id": actor.authority_id,
        "authority_name": actor.authority_name,
        "country": actor.country,
        "action": action,
        "subject": subject,
        "case_key": about.key if about else None,
        "case_reference": about.reference if about else "",
        "request_id": request_id.get(),
        "address": client_address.get(),
        **audience.fields(),
    }


def own_audience(actor: Actor) -> Audience:
    """The actor's own side: the national desk of the country and the actor's office."""
    return Audience(countries=(actor.country,), authorities=(actor.authority_id,))


def event_record(
    *,
    actor: Actor,
    action: str,
    subject: str,
    audience: Audience,
    about: AboutCase | None = None,
    parameters: Mapping[str, Any] | None = None,
    changed: Sequence[str] = (),
    reason: str = "",
    is_own_reason: bool = False,
    names_country_only: bool = False,
    values: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """One act done, in the caller's transaction.

    action: dotted code such as `case.submitted`; audience: who may read the event, which may be wider or narrower
    than who may read the case; is_own_reason: the reason is for readers of the actor's own country alone;
    names_country_only: the readers learn which country acted, not even which office (another event of the same
    transaction names it to its own side); values: by name of a changed field what it said before and says now, which
    the actor's own side alone reads.

    Readers of the actor's own country learn person, role and address. For all others the same event is written a second
    time and names the office alone: row security hides rows, not columns.
    """
    own, others = _own_and_others(actor, audience)
    if names_country_only:
        own, others = Audience(), audience
    at = clock.now()
    for readers, is_own in ((own, True), (others, False)):
        if readers == Audience() and not (is_own and others == Audience()):
            continue
        stamp = {**_stamp(actor, action, subject, about, readers), "at": at}
        if not is_own:
            office = "" if names_country_only else actor.authority_name
            stamp |= {
                "actor_id": None,
                "actor_name": office or actor.country_name,
                "role": "",
                "authority_id": None,
                "authority_name": office,
                "request_id": "",
                "address": None,
            }
        words = reason if is_own or not is_own_reason else ""
        Event(
            **stamp,
            parameters=dict(parameters or {}),
            changed=list(changed),
            reason=words,
            values=json.dumps(values, ensure_ascii=False) if values and is_own else "",
        ).save(force_insert=True)


def _own_and_others(actor: Actor, audience: Audience) -> tuple[Audience, Audience]:
    """The readers of the actor's country (and the actor's own delegated group), and all others."""
    if set(audience.countries) <= {actor.country} and not set(audience.groups) - {actor.group_id}:
        return audience, Audience()
    offices = _countries_of(audience.authorities)
    own = Audience(
        tuple(code for code in audience.countries if code == actor.country),
        tuple(key for key in audience.authorities if offices.get(key) == actor.country),
        tuple(group for group in audience.groups if group == actor.group_id),
    )
    others = Audience(
        tuple(code for code in audience.countries if code not in own.countries),
        tuple(key for key in audience.authorities if key not in own.authorities),
        tuple(group for group in audience.groups if group not in own.groups),
    )
    return own, others


@kept
def _countries_of(authorities: tuple[UUID, ...]) -> dict[UUID, str]:
    return dict(Authority.objects.filter(id__in=authorities).values_list("id", "country_id"))


def access_record(
    *,
    actor: Actor,
    action: str,
    subject: str,
    about: AboutCase | None = None,
    audience: Audience | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> None:
    """One look, in the caller's transaction; readable by the looker's own side. parameters: codes, numbers and ids."""
    stamp = _stamp(actor, action, subject, about, audience or own_audience(actor))
    Access(**stamp, parameters=dict(parameters or {})).save(force_insert=True)


def accesses_record(*, actor: Actor, action: str, looks: Sequence[tuple[str, AboutCase]]) -> None:
    """A look at many subjects at once, each with its case: a row for each, one statement."""
    own = own_audience(actor)
    Access.objects.bulk_create(
        Access(**_stamp(actor, action, subject, about, own), parameters={}) for subject, about in looks
    )


def export_record(
    *,
    actor: Actor,
    kind: str,
    file_format: str,
    filters: Mapping[str, str],
    rows: int,
    about: AboutCase | None = None,
) -> None:
    """Data left the system as a file: an act of its own, read by the own side of whoever took it.

    kind: which table; filters: codes and ids, as an address would name them; rows: how many went out.
    """
    event_record(
        actor=actor,
        action="data.exported",
        subject=f"case:{about.key}" if about else f"export:{kind}",
        about=about,
        audience=own_audience(actor),
        parameters={"kind": kind, "format": file_format, "filters": dict(filters), "rows": rows},
    )


def erasure_record(
    *, country: str, about: AboutCase, audience: Audience, at: datetime, parameters: Mapping[str, Any]
) -> UUID:
    """Data of a case was erased by RCMS for a country, in the caller's transaction; returns the event's key, by which
    emptied entries of the trail name it. parameters: the run, the rules and the parts, as codes."""
    event = Event(
        at=at,
        actor_name=SYSTEM_NAME,
        authority_name=SYSTEM_NAME,
        country=country,
        action=ERASED_ACTION,
        subject=f"case:{about.key}",
        case_key=about.key,
        case_reference=about.reference,
        parameters=dict(parameters),
        **audience.fields(),
    )
    event.save(force_insert=True)
    return event.id


def case_refusal_record(*, actor: Actor, about: AboutCase, error: ActRefused) -> None:
    """An act refused for one case among many, in the caller's transaction: the others' acts are kept, and this is."""
    stamp = _stamp(actor, "act.refused", f"case:{about.key}", about, own_audience(actor))
    Event(**stamp, result=Event.Result.REFUSED, parameters={"code": error.code}).save(force_insert=True)


def _case_named(subject: str) -> AboutCase | None:
    """The case that a denied look was about, where the subject says it: the looker's own side reads it in the case's
    history, if it sees that case."""
    if not subject.startswith("case:"):
        return None
    try:
        return AboutCase(UUID(subject.removeprefix("case:")))
    except ValueError:
        return None


def refusal_record(*, actor: Actor, request: HttpRequest, error: RcmsError) -> None:
    """A refused act or a denied look, on a connection of its own: the request's transaction is rolled back."""
    audience = own_audience(actor)
    view = request.resolver_match.view_name if request.resolver_match else ""
    # The subject may be what somebody typed into the address; the database takes no NUL.
    subject = error.subject.replace("\0", "")[:100] if isinstance(error, NotVisible | ActRefused) else ""

    def write() -> None:
        with use_scope(actor.scope):
            if isinstance(error, NotVisible):
                stamp = _stamp(actor, "look.denied", subject, _case_named(subject), audience)
                Access(**stamp, result=Access.Result.DENIED).save(force_insert=True)
            elif isinstance(error, ActRefused):
                about = None
                if error.subject.startswith("case:"):
                    about = AboutCase(UUID(error.subject.removeprefix("case:")), error.case_reference)
                stamp = _stamp(actor, "act.refused", subject, about, audience)
                Event(
                    **stamp,
                    result=Event.Result.REFUSED,
                    parameters={"code": error.code, "view": view},
                ).save(force_insert=True)

    run_independently(write)
