"""What a person asked and was told is kept for a time of its own; when it has passed, RCMS forgets it by itself.

The sweep promises the work for each country, once a day. What the request said goes here, in one transaction with its
event; that there was one, of what kind, when, and how it was answered, stays. The papers of the answer are the eraser's
to destroy: no login of the application may (`protection.erasing.answers_destroy`).
"""

from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection

from audit.services import AboutCase, event_record
from cases.selectors.holds import holds_on
from cases.workflow.system import system_of
from core import clock, outbox
from core.scope import SYSTEM_ID, Scope, use_scope
from countries.models import Country
from protection.models import PersonRequest

FORGET_TASK: Final = "protection.forget"
MOST: Final = 500
"""Requests forgotten at a time; the next day goes on."""
# Shown in lists where a name was, as of an erased case.
_FORGOTTEN: Final[dict[str, Any]] = {
    "name": "—",
    "case_ids": [],
    "items": [],
    **dict.fromkeys(("birth_date", "asked_by", "contact", "request", "extension_reason", "identity_note"), ""),
    **dict.fromkeys(("ground_note", "text", "handed_over_how"), ""),
    **dict.fromkeys(("registered_by_name", "prepared_by_name", "approved_by_name"), ""),
}


# --- the sweep (rcms_sweep) ------------------------------------------------------------------------------------------


def forget_sweep() -> int:
    """Promise the work once a day for each country that has people; gives how many countries."""
    with use_scope(Scope(user_id=SYSTEM_ID)):
        with connection.cursor() as cursor:
            cursor.execute("select country from countries_with_people()")
            countries = [country for (country,) in cursor.fetchall()]
        return sum(_promise(country) for country in countries)


def _promise(country: str) -> bool:
    scope = Scope(user_id=SYSTEM_ID, country=country, countries=(country,))
    key = f"forget:{country}:{clock.now():%Y%m%d}"
    return (
        outbox.post(task=FORGET_TASK, key=key, arguments={"country": country}, queue="heavy", scope=scope) is not None
    )


# --- the work (for one country) ---------------------------------------------------------------------------------------


def forget(country: str) -> int:
    """Forget the requests that were kept until yesterday or earlier; gives how many. One that names a case on hold is
    kept for as long as the case is."""
    today = clock.now().astimezone(ZoneInfo(Country.objects.get(code=country).time_zone)).date()
    due = PersonRequest.objects.filter(audience_countries__contains=[country], forgotten_at=None, keep_until__lt=today)
    count = 0
    for row in due.select_for_update().defer("items").order_by("keep_until", "id")[:MOST]:
        if not holds_on(row.case_ids):
            _forget_one(country, row)
            count += 1
    return count


def _forget_one(country: str, row: PersonRequest) -> None:
    for field, value in _FORGOTTEN.items():
        setattr(row, field, value)
    row.forgotten_at = clock.now()
    row.version += 1
    row.save(update_fields=[*_FORGOTTEN, "forgotten_at", "version"])
    event_record(
        actor=system_of(country, row.audience_authorities[0]),
        action="privacy.person_forgotten",
        subject=row.subject,
        about=AboutCase(row.id),
        audience=row.audience,
        parameters={"kept_until": row.keep_until.isoformat() if row.keep_until else ""},
    )
