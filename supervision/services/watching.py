"""Unusual access: RCMS looks through each day once, supervisors sign off what was found.

The sweep promises the work for each country, once an hour; the days that have ended since are looked through one by one
under a lock on the country's row, and what was found commits with the day that it is of: killed anywhere, a day was
looked through or it was not.
"""

import datetime as dt
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from audit.services import event_record
from cases.selectors.supervisors import supervisors_of_office
from cases.workflow.system import system_of
from core import clock, outbox
from core.audience import Audience
from core.errors import ActRefused, Invalid
from core.scope import SYSTEM_ID, Scope, use_scope
from countries.models import Country
from notifications.choices import NoticeKind
from notifications.services import notice_send
from supervision.choices import FindingOutcome, FindingState
from supervision.models import UnusualAccess, WatchedDays
from supervision.selectors.unusual import unusual_get
from supervision.selectors.watching import Found, Place, found_on, places_of

WATCH_TASK: Final = "supervision.watch"
# What was written just before midnight has been committed by then.
GRACE: Final = dt.timedelta(hours=1)
MOST_DAYS: Final = 7
"""Days looked through at a time, where the sweep stood still; the next hour goes on."""


# --- the sweep (rcms_sweep) ------------------------------------------------------------------------------------------


def watch_sweep() -> int:
    """Promise the work once an hour for each country that has people; gives how many countries."""
    with use_scope(Scope(user_id=SYSTEM_ID)):
        with connection.cursor() as cursor:
            cursor.execute("select country from countries_with_people()")
            countries = [country for (country,) in cursor.fetchall()]
        return sum(watch_promise(country) for country in countries)


def watch_promise(country: str) -> bool:
    """Promise to look through the days of a country that have ended; once an hour."""
    scope = Scope(user_id=SYSTEM_ID, country=country, countries=(country,))
    key = f"watch:{country}:{clock.now():%Y%m%d%H}"
    return outbox.post(task=WATCH_TASK, key=key, arguments={"country": country}, queue="heavy", scope=scope) is not None


# --- the work (for one country) ---------------------------------------------------------------------------------------


def watch(country: str) -> int:
    """Look through every day that has ended since the last one, the first time through yesterday; gives how many
    findings are new."""
    row = Country.objects.get(code=country)
    places = places_of(row)
    offices = tuple(key for place in places for key in place.offices)
    # Some looks are told to the office alone.
    with use_scope(Scope(user_id=SYSTEM_ID, country=country, countries=(country,), authorities=offices)):
        last = _last_ended(places)
        if last is None:
            return 0
        WatchedDays.objects.get_or_create(country=country, defaults={"last_day": last - dt.timedelta(days=1)})
        watched = WatchedDays.objects.select_for_update().get(country=country)
        new: list[UnusualAccess] = []
        for _number in range(MOST_DAYS):
            if watched.last_day >= last:
                break
            watched.last_day += dt.timedelta(days=1)
            new += _keep(country, watched.last_day, list(found_on(country, places, watched.last_day)))
        watched.save(update_fields=["last_day"])
        _tell(country, new)
        return len(new)


def _last_ended(places: list[Place]) -> dt.date | None:
    """The latest day that has ended wherever the country has an office."""
    ended = [(clock.now() - GRACE).astimezone(place.zone).date() - dt.timedelta(days=1) for place in places]
    return min(ended, default=None)


def _keep(country: str, day: dt.date, found: list[Found]) -> list[UnusualAccess]:
    """The rows of findings that are not there yet, each with its event: who removes one past RCMS removes no event."""
    known = set(UnusualAccess.objects.filter(country=country, day=day).values_list("kind", "user_id", "authority_id"))
    rows = [
        UnusualAccess(
            kind=one.kind,
            country=country,
            authority_id=one.who.authority_id,
            office=one.named.office,
            user_id=one.who.user_id,
            user_name=one.named.user,
            role=one.named.role,
            day=day,
            number=one.number,
            usual=one.usual,
            evidence=list(one.evidence),
            named_cases=list(one.cases),
            found_at=clock.now(),
        )
        for one in found
        if (one.kind.value, one.who.user_id, one.who.authority_id) not in known
    ]
    UnusualAccess.objects.bulk_create(rows)
    for row in rows:
        event_record(
            actor=system_of(country, row.authority_id),
            action="unusual.found",
            subject=row.subject,
            audience=_readers(row),
            parameters={"kind": row.kind, "day": row.day.isoformat(), "number": row.number},
        )
    return rows


def _readers(row: UnusualAccess) -> Audience:
    return Audience((row.country,), (row.authority_id,))


def _tell(country: str, rows: list[UnusualAccess]) -> None:
    """Each group of supervisors concerned, once a day: that there is something, not about whom nor about which case."""
    offices = {row.authority_id for row in rows}
    groups = {group for office in offices for group in supervisors_of_office(country, office)}
    for group in sorted(groups):
        notice_send(
            action="unusual.found",
            subject=f"unusualaccess:{country}",
            case_reference="",
            audience=Audience(groups=(group,)),
            kind=NoticeKind.ESCALATIONS,
            is_by_system=True,
            key=f"unusual:{group}:{clock.now():%Y%m%d}",
        )


# --- signing off ------------------------------------------------------------------------------------------------------


def unusual_sign(*, actor: Actor, finding_id: UUID, outcome: str, remark: str) -> UnusualAccess:
    """Say what came of a finding, once. What is written stays.

    Nobody signs off what is about himself: a colleague does, or whoever supervises the office from above. The remark
    stays with the finding, which whoever is kept out of a case concerned does not see; the event has only the outcome.
    Raises NotVisible, ActRefused (own_access, signed_already), Invalid.
    """
    require_act(actor, "view_audit")
    row = unusual_get(actor, finding_id)
    if row.user_id == actor.user_id:
        words = _("This is about your own access: another supervisor signs it off.")
        raise ActRefused("own_access", words).about(row.subject, "")
    row = UnusualAccess.objects.select_for_update().get(id=row.id)
    if row.state != FindingState.OPEN:
        raise ActRefused("signed_already", _("Somebody signed this off before you.")).about(row.subject, "")
    if outcome not in FindingOutcome.values:
        raise Invalid({"outcome": [_("Choose what came of it")]})
    if not remark.strip():
        raise Invalid({"remark": [_("Say what you found out")]})
    row.state, row.outcome, row.remark = FindingState.SIGNED, outcome, remark.strip()
    row.signed_by, row.signed_by_name, row.signed_at = actor.user_id, actor.name, clock.now()
    row.save(update_fields=["state", "outcome", "remark", "signed_by", "signed_by_name", "signed_at"])
    event_record(
        actor=actor,
        action="unusual.signed",
        subject=row.subject,
        audience=_readers(row),
        parameters={"kind": row.kind, "outcome": outcome},
        changed=["state", "outcome"],
    )
    return row
