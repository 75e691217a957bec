"""The travel document for the return: issued, asked for anew, or replaced by one of the requesting country."""

from datetime import date, datetime, time, timedelta
from secrets import randbelow
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.clocks import rules_of
from cases.identity.dates import PartialDate
from cases.identity.mrz_model import MrzError
from cases.identity.mrz_write import travel_document_mrz
from cases.letters import travel_document_request
from cases.models import Case, CaseClock, Person, TravelDocument
from cases.workflow.document_acts import DOCUMENT_LIMITS
from cases.workflow.engine import applying
from core import clock
from core.errors import Invalid
from countries.choices import RuleKind, Unit
from countries.selectors.places import icao_code_of
from documents.services import document_request
from notifications.services import notice_send

_DAYS: dict[str, int] = {Unit.CALENDAR_DAY: 1, Unit.MONTH: 30, Unit.YEAR: 365}


def usual_validity(case: Case, issued_on: date) -> date:
    """The last day of validity that the agreement's rule gives; 30 days where it gives none."""
    rule = rules_of(case).get(RuleKind.TRAVEL_DOCUMENT_VALIDITY)
    days = rule.value * _DAYS.get(rule.unit, 1) if rule and rule.value else 30
    return issued_on + timedelta(days=days)


def travel_document_ask(*, actor: Actor, case_id: UUID, version: int | None, reason: str = "") -> Case:
    """Ask for a new document in place of one that has expired; after a second expiry this is the short second
    application of the agreements that know one. The consulate that issues it is told as the receiving office is."""
    with applying(actor=actor, case_id=case_id, name="ask_travel_document", version=version, reason=reason) as act:
        pass
    case, consulates = act.case, access.audience_consulates(act.case)
    if consulates.groups:
        limits = CaseClock.objects.live().filter(case=case, kind__in=DOCUMENT_LIMITS).order_by("due_at")
        limit = limits.first()
        due = {"due_at": limit.due_at, "due_zone": limit.due["time_zone"]} if limit else {}
        notice_send(
            action="travel_document.asked",
            subject=case.subject,
            case_reference=case.reference or "",
            audience=consulates,
            **due,
        )
    return case


def interview_record(*, actor: Actor, case_id: UUID, version: int | None, held_on: date) -> Case:
    """Record the day on which the person was heard: what the agreement counts from the interview runs from there.

    Raises Invalid (held_on).
    """
    with applying(actor=actor, case_id=case_id, name="record_interview", version=version) as act:
        case = act.case
        zone = ZoneInfo(case.receiving_country.time_zone)
        if held_on > clock.now().astimezone(zone).date():
            raise Invalid({"held_on": [_("The interview cannot lie in the future")]})
        if case.delivered_at is not None and held_on < case.delivered_at.astimezone(zone).date():
            raise Invalid({"held_on": [_("The application was delivered after this date")]})
        # The beginning of that day, where it was held for: what is held on the last day of a time limit is in time.
        case.interviewed_at = act.happened_at = datetime.combine(held_on, time(), zone)
        act.parameters |= {"held_on": held_on.isoformat()}
        return case


def other_document_record(
    *, actor: Actor, case_id: UUID, version: int | None, number: str, issued_on: date, valid_until: date
) -> TravelDocument:
    """Record the document that the agreement lets the requesting country use, because none was issued in time.

    Raises Invalid.
    """
    with applying(actor=actor, case_id=case_id, name="use_other_document", version=version) as act:
        today = clock.now().astimezone(actor.zone).date()
        number = number.strip().upper().replace(" ", "")
        errors: dict[str, list[str]] = {}
        if not number.isascii() or not number.isalnum() or len(number) > 20:
            errors["number"] = [_("The number has at most twenty letters and digits")]
        if issued_on > today:
            errors["issued_on"] = [_("The day of issue cannot lie in the future")]
        if valid_until < max(today, issued_on):
            errors["valid_until"] = [_("The document must be valid today or longer")]
        if errors:
            raise Invalid(errors)
        fallback = act.situation.fallback_document
        document = TravelDocument(
            case=act.case,
            number=number,
            issued_on=issued_on,
            valid_until=valid_until,
            issuing_authority_id=actor.authority_id,
            issued_by_name=actor.name,
            issued_at=clock.now(),
            fallback=fallback,
        )
        document.save(force_insert=True)
        act.parameters |= {"document": fallback, "valid_until": valid_until.isoformat()}
    return document


def next_number(case: Case) -> str:
    """A number that this country has not used: two letters of the country, then seven digits of chance.

    Random, not counted: a gap in a series would tell how many documents others were issued.
    """
    prefix = case.receiving_country.alpha2
    while True:
        number = f"{prefix}{randbelow(10_000_000):07d}"
        if not TravelDocument.objects.filter(receiving_country=case.receiving_country_id, number=number).exists():
            return number


def travel_document_issue(
    *, actor: Actor, case_id: UUID, version: int | None, number: str = "", valid_until: date
) -> TravelDocument:
    """Issue the document: number, validity, machine-readable lines with right check digits, and the printed sheet.

    number: of the issuing authority's own series; empty gives a free one. Raises Invalid.
    """
    with applying(actor=actor, case_id=case_id, name="issue_travel_document", version=version) as act:
        case, now = act.case, clock.now()
        issued_on = now.astimezone(actor.zone).date()
        number = number.strip().upper().replace(" ", "") or next_number(case)
        errors: dict[str, list[str]] = {}
        if not number.isascii() or not number.isalnum() or len(number) > 9:
            errors["number"] = [_("The number has at most nine letters and digits")]
        elif TravelDocument.objects.filter(receiving_country=case.receiving_country_id, number=number).exists():
            errors["number"] = [_("This number was used already")]
        if valid_until <= issued_on:
            errors["valid_until"] = [_("The document must be valid beyond today")]
        if valid_until > issued_on + timedelta(days=366):
            errors["valid_until"] = [_("A single-journey document is valid for a year at most")]
        if errors:
            raise Invalid(errors)
        person = Person.objects.select_related("photograph").get(case=case)
        try:
            lines = travel_document_mrz(
                issuer=icao_code_of(case.receiving_country_id),
                surname=person.family_name,
                given_names=person.given_names,
                number=number,
                nationality=icao_code_of(person.nationality),
                birth_date=PartialDate.parse(person.birth_date) if person.birth_date else None,
                sex=person.sex,
                valid_until=valid_until,
                language=person.native_language or None,
            )
        except MrzError as error:
            raise Invalid({"__all__": [str(error.problem)]}) from error
        document = TravelDocument(
            case=case,
            number=number,
            issued_on=issued_on,
            valid_until=valid_until,
            issuing_authority_id=actor.authority_id,
            issued_by_name=actor.name,
            issued_at=now,
            mrz="\n".join(lines),
        )
        document.paper = document_request(
            actor=actor,
            context=travel_document_request(case, person, document, actor),
            subject=case.subject,
            audience=access.audience_with_delegates(case),
            case_reference=case.reference or "",
        )
        try:
            with transaction.atomic():
                document.save(force_insert=True)
        except IntegrityError as error:
            # Another consulate of the country used the number, for a case that this one does not see.
            raise Invalid({"number": [_("This number was used already")]}) from error
        act.parameters |= {"valid_until": valid_until.isoformat()}
    return document
