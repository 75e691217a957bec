"""The register of document numbers: series opened and closed, numbers taken for documents, sheets recorded as void."""

from datetime import date
from secrets import randbelow
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.services import event_record
from cases.choices_documents import NumberStatus, SeriesDraw, SeriesKind, VoidReason
from cases.models import DocumentNumber, DocumentSeries
from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible, RcmsError
from countries.models import Authority

# How often a drawn number may turn out to be used before the office is asked for another way.
_TRIES = 200
_LONGEST = 9
_ADMINISTERING = ("administer", "assign_case")


def may_administer(actor: Actor, authority: Authority) -> bool:
    """Whether the actor opens and closes series of an office: its administrators and the heads of the office."""
    country, key = authority.country_id, authority.id
    return any(actor.reaches(act, country=country, authority_id=key) for act in _ADMINISTERING)


def _not_theirs(actor: Actor, subject: str) -> RcmsError:
    """Of another office for whoever administers one, and not for the role of anybody else."""
    if any(actor.holds(act) for act in _ADMINISTERING):
        return NotVisible(subject)
    return ActRefused("not_granted", _("Your office and role do not include this."))


def _audience(country: str, authority_id: UUID) -> Audience:
    return Audience((country,), (authority_id,))


def _told(actor: Actor, action: str, subject: str, row: DocumentSeries | DocumentNumber, **parameters: Any) -> None:
    audience = _audience(row.country_id, row.authority_id)
    event_record(actor=actor, action=action, subject=subject, audience=audience, parameters=parameters)


# --- series -----------------------------------------------------------------------------------------------------------


def series_open(
    *, actor: Actor, authority_id: UUID, kind: str, prefix: str, first: int, last: int, draws: str, warn_below: int = 0
) -> DocumentSeries:
    """Give an office a block of numbers. A number belongs to one series alone. Raises NotVisible, ActRefused,
    Invalid.
    """
    authority = Authority.objects.select_related("country").filter(id=authority_id, country=actor.country).first()
    if authority is None or not may_administer(actor, authority):
        raise _not_theirs(actor, f"authority:{authority_id}")
    prefix = prefix.strip().upper()
    digits = len(str(last))
    errors: dict[str, list[str]] = {}
    if prefix and not (prefix.isascii() and prefix.isalpha()):
        errors["prefix"] = [_("Letters of the Latin alphabet only")]
    if last < first:
        errors["last"] = [_("The last number must not come before the first")]
    if len(prefix) + digits > _LONGEST:
        errors["last"] = [_("Letters and digits together are nine at most: so many fit the machine-readable lines")]
    if kind not in SeriesKind.values or draws not in SeriesDraw.values:
        errors["kind"] = [_("Choose one of the list")]
    if not errors and _overlaps(actor.country, prefix, digits, first, last):
        errors["first"] = [_("Another series of this country has some of these numbers")]
    if errors:
        raise Invalid(errors)
    series = DocumentSeries(
        country_id=actor.country,
        authority=authority,
        kind=kind,
        prefix=prefix,
        first=first,
        last=last,
        digits=digits,
        draws=draws,
        next_number=first,
        warn_below=warn_below,
        made_at=clock.now(),
    )
    series.save(force_insert=True)
    about = f"documentseries:{series.id}"
    _told(actor, "document_series.opened", about, series, numbers=str(series), kind=kind)
    return series


def _overlaps(country: str, prefix: str, digits: int, first: int, last: int) -> bool:
    # One that looks the same when printed: two series are opened one after the other.
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"document_series:{country}"])
    same = DocumentSeries.objects.filter(country=country, prefix=prefix, digits=digits)
    return same.filter(first__lte=last, last__gte=first).exists()


def series_close(*, actor: Actor, series_id: UUID) -> DocumentSeries:
    """Take no more numbers of a series. Raises NotVisible, ActRefused."""
    series = (
        DocumentSeries.objects.select_for_update(of=("self",)).select_related("authority").filter(id=series_id).first()
    )
    if series is None or not may_administer(actor, series.authority):
        raise _not_theirs(actor, f"documentseries:{series_id}")
    if series.is_open:
        series.is_open = False
        series.save(force_update=True, update_fields=["is_open"])
        _told(actor, "document_series.closed", f"documentseries:{series.id}", series, numbers=str(series))
    return series


# --- numbers ----------------------------------------------------------------------------------------------------------


def number_clean(text: str) -> str:
    """A number as it is compared: capitals, without spaces."""
    return text.strip().upper().replace(" ", "")


def number_take(
    *, actor: Actor, kind: SeriesKind, number: str = "", case_reference: str, issued_on: date, valid_until: date
) -> DocumentNumber:
    """Take a number for a document of the actor's office: the one that was typed, or one of its series; where it has
    none, a random one of the country.

    The database refuses a number twice, whoever takes it and at whatever moment. Raises Invalid (number).
    """
    series = _series_of(actor, kind)
    wanted = number_clean(number)
    if wanted:
        return _typed(actor, kind, wanted, series, case_reference, issued_on, valid_until)
    for row in series:
        for text in _drawn(row):
            entry = _entry_try(actor, kind, text, row, case_reference, issued_on, valid_until)
            if entry is not None:
                return entry
    if series:
        raise Invalid({"number": [_("The numbers of your office are used up: ask for a new series")]})
    prefix = actor.country[:2] if kind is SeriesKind.RETURN_DOCUMENT else _alpha2(actor)
    for _try in range(_TRIES):
        entry = _entry_try(
            actor, kind, f"{prefix}{randbelow(10_000_000):07d}", None, case_reference, issued_on, valid_until
        )
        if entry is not None:
            return entry
    raise Invalid({"number": [_("No free number was found: type one")]})


def _alpha2(actor: Actor) -> str:
    return str(Authority.objects.values_list("country__alpha2", flat=True).get(id=actor.authority_id))


def _series_of(actor: Actor, kind: str) -> list[DocumentSeries]:
    """The open series of the office, locked: two counted numbers are not taken at once."""
    rows = DocumentSeries.objects.select_for_update(of=("self",)).filter(
        authority=actor.authority_id, kind=kind, is_open=True
    )
    return list(rows.order_by("made_at", "id"))


def _typed(
    actor: Actor,
    kind: str,
    wanted: str,
    series: list[DocumentSeries],
    case_reference: str,
    issued_on: date,
    valid_until: date,
) -> DocumentNumber:
    if not wanted.isascii() or not wanted.isalnum() or len(wanted) > _LONGEST:
        raise Invalid({"number": [_("The number has at most nine letters and digits")]})
    of_country = DocumentSeries.objects.filter(country=actor.country)
    home = next((row for row in of_country if row.position_of(wanted) is not None), None)
    own = next((row for row in series if row.position_of(wanted) is not None), None)
    if series and own is None:
        raise Invalid({"number": [_("This number is not of an open series of your office")]})
    if home is not None and own is None:
        raise Invalid({"number": [_("This number belongs to the series of another office")]})
    entry = _entry_try(actor, kind, wanted, own, case_reference, issued_on, valid_until)
    if entry is None:
        raise Invalid({"number": [_("This number was used already")]})
    return entry


def _drawn(series: DocumentSeries) -> Any:
    """Numbers of a series to try, one after another; a counted series goes on from where it stood."""
    if series.draws == SeriesDraw.RANDOM:
        for _try in range(min(_TRIES, series.size * 4)):
            yield series.numbered(series.first + randbelow(series.size))
        # Nearly used up: look for what is left, in order.
        used = set(series.numbers.values_list("number", flat=True))
        yield from (text for text in map(series.numbered, range(series.first, series.last + 1)) if text not in used)
        return
    while series.next_number <= series.last:
        number, series.next_number = series.next_number, series.next_number + 1
        series.save(force_update=True, update_fields=["next_number"])
        yield series.numbered(number)


def _entry_try(
    actor: Actor,
    kind: str,
    text: str,
    series: DocumentSeries | None,
    case_reference: str,
    issued_on: date,
    valid_until: date,
) -> DocumentNumber | None:
    """The number entered as taken, or None where the country has used it."""
    entry = DocumentNumber(
        country_id=actor.country,
        authority_id=actor.authority_id,
        series=series,
        kind=kind,
        number=text,
        status=NumberStatus.ISSUED,
        case_reference=case_reference,
        issued_on=issued_on,
        valid_until=valid_until,
        changed_at=clock.now(),
    )
    return entry if _saved(entry) else None


def _saved(entry: DocumentNumber) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select document_number_used(%s, %s)", [entry.country_id, entry.number])
        if cursor.fetchone()[0]:
            return False
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        # Somebody took it in this very moment.
        return False
    return True


def number_void(*, actor: Actor, number: str, kind: str, code: str) -> DocumentNumber:
    """Record that a number is used for no document: its blank sheet was spoiled, damaged, or is missing.

    Raises Invalid.
    """
    wanted, errors = number_clean(number), {}
    if not wanted.isascii() or not wanted.isalnum() or len(wanted) > _LONGEST:
        errors["number"] = [_("The number has at most nine letters and digits")]
    if code not in VoidReason.values:
        errors["code"] = [_("Choose what became of the sheet")]
    if errors:
        raise Invalid(errors)
    series = _series_of(actor, kind)
    own = next((row for row in series if row.position_of(wanted) is not None), None)
    if own is None:
        raise Invalid({"number": [_("This number is not of an open series of your office")]})
    entry = DocumentNumber(
        country_id=actor.country,
        authority_id=actor.authority_id,
        series=own,
        kind=kind,
        number=wanted,
        status=NumberStatus.VOID,
        void_code=code,
        changed_at=clock.now(),
    )
    if not _saved(entry):
        raise Invalid({"number": [_("This number was used already")]})
    _told(actor, "document_number.voided", f"documentnumber:{entry.id}", entry, number=wanted, code=code)
    return entry
