"""The travel document for the return: issued, printed, collected, ended, asked for anew, or replaced by another."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import Side, Status, TravelDocumentStatus
from cases.choices_documents import (
    ENTERED_REVOCATIONS,
    LIVE_DOCUMENT,
    MADE_HERE,
    LossReason,
    RevocationReason,
    SeriesKind,
)
from cases.clocks import rules_of
from cases.identity.dates import PartialDate
from cases.identity.mrz_model import MrzError
from cases.identity.mrz_write import travel_document_mrz
from cases.letters import travel_document_request
from cases.letters_documents import return_document_request, void_request
from cases.models import Case, CaseClock, Person, TravelDocument
from cases.selectors.situation import live_transfer
from cases.selectors.travel_documents import document_at
from cases.services.document_register import number_clean, number_take
from cases.workflow.document_acts import DOCUMENT_LIMITS
from cases.workflow.engine import Act, applying
from cases.workflow.system import system_actor
from core import clock
from core.errors import Invalid
from countries.choices import RuleKind, Unit
from countries.selectors.places import icao_code_of
from documents.services import document_request
from notifications.services import notice_send

_DAYS: dict[str, int] = {Unit.CALENDAR_DAY: 1, Unit.MONTH: 30, Unit.YEAR: 365}
_LONGEST_VALIDITY = timedelta(days=366)


def usual_validity(case: Case, issued_on: date) -> date:
    """The last day of validity that the agreement's rule gives; 30 days where it gives none."""
    rule = rules_of(case).get(RuleKind.TRAVEL_DOCUMENT_VALIDITY)
    days = rule.value * _DAYS.get(rule.unit, 1) if rule and rule.value else 30
    return issued_on + timedelta(days=days)


def travel_document_ask(*, actor: Actor, case_id: UUID, version: int | None, reason: str = "") -> Case:
    """Ask for a new document in place of one that has expired, was lost or revoked; after a second expiry this is the
    short second application of the agreements that know one. The consulate that issues it is told as the receiving
    office is."""
    with applying(actor=actor, case_id=case_id, name="ask_travel_document", version=version, reason=reason) as act:
        document = document_of(act.case)
        document.asked_again_at = clock.now()
        document.save(force_update=True, update_fields=["asked_again_at"])
    case = act.case
    limits = CaseClock.objects.live().filter(case=case, kind__in=DOCUMENT_LIMITS).order_by("due_at")
    limit = limits.first()
    due = {"due_at": limit.due_at, "due_zone": limit.due["time_zone"]} if limit else {}
    _consulates_tell(case, "travel_document.asked", **due)
    return case


def document_of(case: Case) -> TravelDocument:
    """The newest document of a case that has one."""
    document = TravelDocument.objects.filter(case=case).order_by("issued_at", "id").last()
    assert document is not None
    return document


def _consulates_tell(case: Case, action: str, **told: Any) -> None:
    consulates = access.audience_consulates(case)
    if consulates.groups:
        reference = case.reference or ""
        notice_send(action=action, subject=case.subject, case_reference=reference, audience=consulates, **told)


# --- issue ------------------------------------------------------------------------------------------------------------


def travel_document_issue(
    *, actor: Actor, case_id: UUID, version: int | None, number: str = "", valid_until: date
) -> TravelDocument:
    """Issue the document: number, validity, machine-readable lines with right check digits, and the sheet to print.

    number: of the series of the issuing authority; empty takes the next free one. Raises Invalid.
    """
    with applying(actor=actor, case_id=case_id, name="issue_travel_document", version=version) as act:
        case = act.case
        issued_on = _issue_day(actor, valid_until)
        person = Person.objects.select_related("photograph").get(case=case)
        document = _new(act, number, SeriesKind.TRAVEL_DOCUMENT, issued_on, valid_until)
        try:
            lines = travel_document_mrz(
                issuer=icao_code_of(case.receiving_country_id),
                surname=person.family_name,
                given_names=person.given_names,
                number=document.number,
                nationality=icao_code_of(person.nationality),
                birth_date=PartialDate.parse(person.birth_date) if person.birth_date else None,
                sex=person.sex,
                valid_until=valid_until,
                language=person.native_language or None,
            )
        except MrzError as error:
            raise Invalid({"__all__": [str(error.problem)]}) from error
        document.mrz = "\n".join(lines)
        document.paper = document_request(
            actor=actor,
            context=travel_document_request(case, person, document, actor),
            subject=case.subject,
            audience=access.audience_with_delegates(case),
            case_reference=case.reference or "",
        )
        _insert(document)
        act.parameters |= {"valid_until": valid_until.isoformat()}
    return document


def return_document_issue(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    number: str = "",
    valid_until: date,
    place: str,
    departure: str = "",
    arrival: str = "",
    remarks: str = "",
) -> TravelDocument:
    """Issue the European travel document for return, because none of the receiving country came in time.

    place: of the issue; departure and arrival: of the journey as far as they are known (Regulation (EU) 2016/1953,
    Article 3(1)(c) and (d)). Raises Invalid.
    """
    with applying(actor=actor, case_id=case_id, name="issue_return_document", version=version) as act:
        case = act.case
        issued_on = _issue_day(actor, valid_until)
        person = Person.objects.select_related("photograph").get(case=case)
        document = _new(act, number, SeriesKind.RETURN_DOCUMENT, issued_on, valid_until)
        document.fallback = MADE_HERE
        context = return_document_request(
            case, person, document, actor, place=place, departure=departure, arrival=arrival, remarks=remarks
        )
        document.paper = document_request(
            actor=actor,
            context=context,
            subject=case.subject,
            audience=access.audience_with_delegates(case),
            case_reference=case.reference or "",
        )
        _insert(document)
        act.parameters |= {"valid_until": valid_until.isoformat()}
    return document


def other_document_record(
    *, actor: Actor, case_id: UUID, version: int | None, number: str, issued_on: date, valid_until: date
) -> TravelDocument:
    """Record the document that the agreement lets the requesting country use, because none was issued in time.

    Raises Invalid.
    """
    with applying(actor=actor, case_id=case_id, name="use_other_document", version=version) as act:
        today = clock.now().astimezone(actor.zone).date()
        number = number_clean(number)
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
        document = _blank(act, number, issued_on, valid_until)
        document.fallback = fallback
        document.save(force_insert=True)
        act.parameters |= {"document": fallback, "valid_until": valid_until.isoformat()}
    return document


def _issue_day(actor: Actor, valid_until: date) -> date:
    """Today where the document is issued; raises Invalid for a validity that is none."""
    issued_on = clock.now().astimezone(actor.zone).date()
    if valid_until <= issued_on:
        raise Invalid({"valid_until": [_("The document must be valid beyond today")]})
    if valid_until > issued_on + _LONGEST_VALIDITY:
        raise Invalid({"valid_until": [_("A single-journey document is valid for a year at most")]})
    return issued_on


def _new(act: Act, number: str, kind: SeriesKind, issued_on: date, valid_until: date) -> TravelDocument:
    """A document with a number of the register; raises Invalid."""
    entry = number_take(
        actor=act.actor,
        kind=kind,
        number=number,
        case_reference=act.case.reference or "",
        issued_on=issued_on,
        valid_until=valid_until,
    )
    document = _blank(act, entry.number, issued_on, valid_until)
    document.registered = entry
    return document


def _blank(act: Act, number: str, issued_on: date, valid_until: date) -> TravelDocument:
    now, actor = clock.now(), act.actor
    earlier = TravelDocument.objects.filter(case=act.case).order_by("issued_at", "id").last()
    return TravelDocument(
        case=act.case,
        number=number,
        issued_on=issued_on,
        valid_until=valid_until,
        issuing_authority_id=actor.authority_id,
        issued_by_name=actor.name,
        issued_at=now,
        status_at=now,
        replaces=earlier,
    )


def _insert(document: TravelDocument) -> None:
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError as error:
        # A number from before there was a register, of a case that this office does not see.
        raise Invalid({"number": [_("This number was used already")]}) from error


# --- printing and collection ------------------------------------------------------------------------------------------


def travel_document_print(*, actor: Actor, case_id: UUID, version: int | None, reason: str = "") -> TravelDocument:
    """Record that the sheet was printed; printing it again needs a reason. Either side prints what it issued itself.

    Raises Invalid (reason).
    """
    with applying(
        actor=actor, case_id=case_id, name=_by_side(actor, case_id, "print"), version=version, reason=reason
    ) as act:
        document = document_of(act.case)
        if document.printed_count and not reason.strip():
            raise Invalid({"reason": [_("It was printed already: say why it is printed again")]})
        document.printed_count += 1
        document.printed_at = clock.now()
        _move(document, TravelDocumentStatus.PRINTED, "printed_count", "printed_at")
        act.parameters |= {"count": document.printed_count}
    return document


def travel_document_collect(
    *, actor: Actor, case_id: UUID, version: int | None, collected_on: date, collected_by: str
) -> TravelDocument:
    """The requesting side has the paper in hand: who took it over, and when. Raises Invalid."""
    with applying(actor=actor, case_id=case_id, name="collect_travel_document", version=version) as act:
        document = document_of(act.case)
        errors: dict[str, list[str]] = {}
        if collected_on > clock.now().astimezone(actor.zone).date():
            errors["collected_on"] = [_("The day cannot lie in the future")]
        elif collected_on < document.issued_on:
            errors["collected_on"] = [_("The document was issued after this day")]
        if not collected_by.strip():
            errors["collected_by"] = [_("Say who took the document over")]
        if errors:
            raise Invalid(errors)
        document.collected_on, document.collected_by = collected_on, collected_by.strip()
        _move(document, TravelDocumentStatus.COLLECTED, "collected_on", "collected_by")
        act.parameters |= {"on": collected_on.isoformat()}
    _consulates_tell(act.case, "travel_document.collected", parameters=act.parameters)
    return document


# --- the end of a document --------------------------------------------------------------------------------------------


def travel_document_revoke(
    *, actor: Actor, case_id: UUID, version: int | None, code: str, note: str = ""
) -> TravelDocument:
    """Take the document back, with a reason that both sides read; its sheet is void from now on. A transfer that is
    announced cannot go on without another one: whoever plans it is told. Raises Invalid (code)."""
    if code not in dict(ENTERED_REVOCATIONS):
        raise Invalid({"code": [_("Choose the reason")]})
    with applying(actor=actor, case_id=case_id, name=_by_side(actor, case_id, "revoke"), version=version) as act:
        return _end(act, TravelDocumentStatus.REVOKED, code, note)


def travel_document_lose(
    *, actor: Actor, case_id: UUID, version: int | None, code: str, note: str = ""
) -> TravelDocument:
    """The document is not there any more; either side says so, and what became of it. Raises Invalid (code)."""
    if code not in LossReason.values:
        raise Invalid({"code": [_("Choose what became of the document")]})
    name = "report_document_lost" if _is_requesting(actor, case_id) else "record_document_lost"
    with applying(actor=actor, case_id=case_id, name=name, version=version) as act:
        document = _end(act, TravelDocumentStatus.LOST, code, note)
    _consulates_tell(act.case, "travel_document.lost", parameters=act.parameters)
    return document


def travel_document_expire(case: Case) -> None:
    """The last day of validity is over: marked by RCMS. Nothing where the document ended otherwise, or another one is
    valid. The caller holds the lock of the case."""
    newest = TravelDocument.objects.filter(case=case).order_by("issued_at", "id").last()
    is_over = newest is not None and newest.status in LIVE_DOCUMENT
    if case.status != Status.ACCEPTED or newest is None or not is_over:
        return
    with applying(actor=system_actor(case), case_id=case.id, name="expire_travel_document") as act:
        _move(newest, TravelDocumentStatus.EXPIRED)
        act.parameters |= {"valid_until": newest.valid_until.isoformat()}


def documents_revoke(act: Act, code: str = "") -> None:
    """The acceptance is undone or given up: no document of it is travelled on. Part of the act by which that happens.
    code: a `RevocationReason` that both sides may read."""
    for document in TravelDocument.objects.filter(case=act.case, status__in=LIVE_DOCUMENT):
        _revoke(act, document, code)


def document_use(act: Act, at: datetime) -> bool:
    """The person was handed over then: the document that was valid was used, though its validity may have ended since;
    another one that was issued meanwhile is not needed. False, and nothing done, where none was valid. Part of the act
    that records the handover."""
    documents = list(TravelDocument.objects.filter(case=act.case).order_by("issued_at", "id"))
    used = document_at(documents, at)
    if used is None:
        return False
    _move(used, TravelDocumentStatus.USED)
    for document in documents:
        if document is not used and document.status in LIVE_DOCUMENT:
            _revoke(act, document, RevocationReason.NOT_NEEDED)
    return True


def _revoke(act: Act, document: TravelDocument, code: str) -> None:
    document.end_code = code
    _move(document, TravelDocumentStatus.REVOKED, "end_code")
    _sheet_void(act.actor, act.case, document)


def _end(act: Act, status: TravelDocumentStatus, code: str, note: str) -> TravelDocument:
    document = document_of(act.case)
    document.end_code, document.end_note = code, note.strip()
    _move(document, status, "end_code", "end_note")
    _sheet_void(act.actor, act.case, document)
    transfer = live_transfer(act.case)
    is_announced = transfer is not None and not transfer.own_side
    act.parameters |= {"code": code} | ({"transfer": "stopped"} if is_announced else {})
    return document


def _move(document: TravelDocument, status: TravelDocumentStatus, *fields: str) -> None:
    document.status, document.status_at = status, clock.now()
    document.save(force_update=True, update_fields=["status", "status_at", *fields])


def _sheet_void(actor: Actor, case: Case, document: TravelDocument) -> None:
    """A version of the sheet marked void takes the place of the valid one, which is not given out any more."""
    paper = document.paper
    if paper is None:
        return
    document.paper = document_request(
        actor=actor,
        context=void_request(paper),
        subject=paper.subject,
        audience=access.audience_with_delegates(case),
        language=paper.language,
        case_reference=paper.case_reference,
    )
    document.save(force_update=True, update_fields=["paper"])


def _is_requesting(actor: Actor, case_id: UUID) -> bool:
    """Whether the actor's country asked for the readmission; what the actor does not see is refused by the act."""
    country = Case.objects.filter(id=case_id).values_list("requesting_country_id", flat=True).first()
    return country == actor.country


def _by_side(actor: Actor, case_id: UUID, act: str) -> str:
    """The act of the side on which the actor stands: each prints and revokes what it issued."""
    side = Side.REQUESTING if _is_requesting(actor, case_id) else Side.RECEIVING
    return f"{act}_{'return' if side is Side.REQUESTING else 'travel'}_document"
