"""From rows to the typed contents of each printed paper: the only bridge to `documents`.

What is read here is frozen by `documents.document_request`; the paper never changes afterwards.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.roles import ROLES
from cases.apprehension_line import apprehension_line
from cases.choices import InconclusiveReason, Outcome, PaperChannel, RefusalReason
from cases.clocks import due_of
from cases.identity.dates import PartialDate
from cases.letters_entry import entry_of, form_annex
from cases.letters_reception import observations_of
from cases.models import (
    Case,
    CaseClock,
    Decision,
    Dispute,
    Evidence,
    FamilyMember,
    HealthNote,
    Person,
    TravelDocument,
)
from cases.procedure_rules import is_accelerated
from cases.selectors.family_forms import form_note, on_this_form
from core import clock
from core.jinja import date_long, partial_date
from core.kept import kept
from countries.choices import EvidenceKind, EvidencePurpose
from countries.clocks.wording import limit_in_words
from countries.models import Agreement, Authority, Country, NationalityCode
from countries.models.agreement import VERIFIED
from documents.letters import contexts, parts
from documents.models import StoredFile

_CLASSES = {"passport": "passport", "identity_card": "identity_card", "driving_licence": "driving_licence"}


def office(authority: Authority) -> parts.Office:
    """An authority as the head or the addressee of a paper."""
    return parts.Office(
        country=authority.country.display_name,
        name=authority.name,
        native_name=authority.name_native,
        native_language=authority.native_language,
        address=authority.address,
        telephone=authority.phone,
        email=authority.email,
    )


def offices_of(case: Case) -> tuple[parts.Office, parts.Office]:
    """The requesting and the receiving authority."""
    rows = _authorities(case.requesting_authority_id, case.receiving_authority_id)
    return office(rows[case.requesting_authority_id]), office(rows[case.receiving_authority_id])


@kept
def _authorities(*keys: UUID) -> dict[UUID, Authority]:
    return Authority.objects.select_related("country").in_bulk(keys)


def _nationality(code: str) -> str:
    if not code:
        return ""
    country = Country.objects.filter(code=code).first()
    if country is not None:
        return country.display_name
    special = NationalityCode.objects.filter(code=code).first()
    return special.name if special else code


def _birth(text: str) -> dict[str, date | str | None]:
    if not text:
        return {"birth_date": None, "birth_date_text": ""}
    partial = PartialDate.parse(text)
    if partial.is_complete:
        return {"birth_date": partial.earliest, "birth_date_text": ""}
    return {"birth_date": None, "birth_date_text": partial.display()}


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())


def _name(person: Person | FamilyMember) -> parts.PersonName:
    return parts.PersonName(
        surname=person.family_name,
        given_names=person.given_names,
        native_surname=getattr(person, "family_name_native", ""),
        native_given_names=getattr(person, "given_names_native", ""),
        native_language=getattr(person, "native_language", ""),
    )


def _person(person: Person) -> parts.Person:
    return parts.Person(
        name=_name(person),
        maiden_name=person.maiden_name,
        **_birth(person.birth_date),  # type: ignore[arg-type]
        birth_place=person.birth_place,
        sex=person.sex,  # type: ignore[arg-type]
        height_cm=person.height_cm,
        eye_colour=person.eye_colour,
        distinguishing_marks=person.distinguishing_marks,
        aliases=_split(person.other_names),
        nationality=_nationality(person.nationality),
        former_nationalities=_split(person.former_nationalities),
        languages=_split(person.languages),
        civil_status=str(person.get_civil_status_display()) if person.civil_status else "",
        father_name=person.father_name,
        mother_name=person.mother_name,
        last_address=person.last_address,
    )


def _member(member: FamilyMember) -> parts.Person:
    return parts.Person(
        name=_name(member),
        maiden_name=member.maiden_name,
        **_birth(member.birth_date),  # type: ignore[arg-type]
        birth_place=member.birth_place,
        sex=member.sex,  # type: ignore[arg-type]
        nationality=_nationality(member.nationality),
    )


def covered(case: Case, person: Person, travel_document: str = "") -> contexts.CoveredPerson:
    """The person as a list names them."""
    return contexts.CoveredPerson(
        name=_name(person),
        **_birth(person.birth_date),  # type: ignore[arg-type]
        birth_place=person.birth_place,
        reference=case.reference or "",
        travel_document=travel_document,
    )


def _children_along(case: Case) -> tuple[contexts.CoveredPerson, ...]:
    """Children who return on a parent's form: they stand in no case of their own, and travel all the same."""
    return tuple(
        contexts.CoveredPerson(
            name=_name(child),
            **_birth(child.birth_date),  # type: ignore[arg-type]
            birth_place=child.birth_place,
            reference=case.reference or "",
        )
        for child in on_this_form(case)
    )


def _photograph(file: StoredFile | None) -> parts.Photograph | None:
    if file is None or file.is_destroyed:
        return None
    if file.viewing_storage_id:
        return parts.Photograph(
            storage_id=file.viewing_storage_id, sha256=file.viewing_sha256, media_type=file.viewing_media_type
        )
    return parts.Photograph(storage_id=file.storage_id, sha256=file.sha256, media_type=file.media_type)


def _evidence(rows: Iterable[Evidence]) -> tuple[parts.Evidence, ...]:
    labels = dict(EvidenceKind.choices)
    return tuple(
        parts.Evidence(
            kind=_CLASSES.get(row.kind, "other"),  # type: ignore[arg-type]
            title=str(labels.get(row.kind, row.kind)),
            number=row.number,
            issued_on=row.issued_on,
            issued_at=row.issued_at,
            issued_by=row.issuing_authority,
            expires_on=row.expires_on,
            worth=_printed_worth(row),  # type: ignore[arg-type]
            shows_entry=row.purpose == EvidencePurpose.ENTRY_OR_RESIDENCE,
            is_worth_unverified=bool(_printed_worth(row)) and row.worth_certainty not in VERIFIED,
        )
        for row in rows
    )


def _printed_worth(row: Evidence) -> str:
    return row.worth if row.worth in {"proof", "prima_facie"} else ""


def running_limits(case: Case) -> tuple[parts.TimeLimit, ...]:
    """The running time limits, as a paper states them."""
    limits = []
    for row in CaseClock.objects.live().filter(case=case):
        due = due_of(row)
        zone = ZoneInfo(due.time_zone)
        limits.append(
            parts.TimeLimit(
                label=str(row.get_kind_display()),
                # A document says itself until when it is valid: no number of days to name.
                wording=limit_in_words(due.rule.value, due.rule.unit) if due.rule.value is not None else "",
                citation=", ".join(filter(None, (due.rule.agreement_title, due.rule.citation))),
                due_at=due.at.astimezone(zone),
                earliest_at=due.earliest_at.astimezone(zone) if due.earliest_at < due.at else None,
                is_unverified=not due.rule.is_verified,
                is_estimated=due.rule.is_verified and not due.is_verified and not due.rests_on_worth,
                rests_on_worth=due.rests_on_worth,
            )
        )
    return tuple(limits)


def _signature(actor: Actor, place: str = "") -> parts.Signature:
    return parts.Signature(
        name=actor.name,
        function=str(ROLES[actor.role].name),
        authority=actor.authority_name,
        place=place,
        signed_on=_today(actor),
    )


def _today(actor: Actor) -> date:
    return clock.now().astimezone(actor.zone).date()


def _head(case: Case, actor: Actor) -> dict[str, object]:
    return {
        "reference": case.reference or "",
        "issued_on": _today(actor),
        "agreement": Agreement.objects.values_list("title", flat=True).get(code=case.agreement_id),
        "is_specimen": settings.DEMO_MODE or settings.TESTING,
    }


def _born_words(member: FamilyMember) -> str:
    return partial_date(member.birth_date) if member.birth_date else _("date not known")


def application_request(case: Case, actor: Actor) -> contexts.ReadmissionApplication:
    """The common application form, parts A to F. Health is printed only with the person's consent."""
    requesting, receiving = offices_of(case)
    person = Person.objects.select_related("photograph").get(case=case)
    family = list(FamilyMember.objects.filter(case=case).order_by("id"))
    spouse = next((member for member in family if member.relation == "spouse"), None)
    children = [member for member in family if member.relation == "child"]
    health = HealthNote.objects.filter(case=case).first()
    return contexts.ReadmissionApplication(
        **_head(case, actor),  # type: ignore[arg-type]
        requesting=requesting,
        receiving=receiving,
        place=actor.country_name,
        is_interview_requested=case.is_interview_requested,
        is_accelerated=is_accelerated(case),
        apprehension=apprehension_line(case),
        person=_person(person),
        photograph=_photograph(person.photograph),
        spouse_line=f"{spouse.family_name}, {spouse.given_names}" if spouse else "",
        children_line="; ".join(f"{m.given_names} ({_born_words(m)})" for m in children),
        spouse=_member(spouse) if spouse else None,
        children=tuple(_member(member) for member in children),
        family_note=form_note(case, family),
        health=health.statement if health and health.has_consent else "",
        danger=case.protective_measures,
        annex=form_annex(case),
        entry=entry_of(case),
        evidence=_evidence(Evidence.objects.filter(case=case)),
        observations=observations_of(case),
        limits=running_limits(case),
        signature=_signature(actor),
    )


def reply_request(case: Case, decision: Decision, actor: Actor) -> contexts.Reply:
    """The reply to the application, with coded reasons in words."""
    requesting, receiving = offices_of(case)
    words = dict(RefusalReason.choices if decision.outcome == Outcome.REFUSED else InconclusiveReason.choices)
    assert case.submitted_at is not None
    return contexts.Reply(
        **_head(case, actor),  # type: ignore[arg-type]
        answering=receiving,
        requesting=requesting,
        place=actor.country_name,
        application_on=case.submitted_at.astimezone(actor.zone).date(),
        person=covered(case, Person.objects.get(case=case)),
        outcome=decision.outcome,  # type: ignore[arg-type]
        basis=decision.basis if decision.basis in {"express", "silence"} else "late_reply_upheld",  # type: ignore[arg-type]
        is_travel_document_promised=decision.outcome == Outcome.ACCEPTED,
        reasons=tuple(str(words[code]) for code in decision.reason_codes if code in words),
        remarks=decision.reasons,
        limits=running_limits(case) if decision.outcome == Outcome.ACCEPTED else (),
        signature=_signature(actor),
    )


def reply_record_request(case: Case, decision: Decision, dispute: Dispute) -> contexts.Reply:
    """The written record of a reply that was given in time outside RCMS, as the other side has agreed."""
    zone = ZoneInfo(case.receiving_country.time_zone)
    requesting, receiving = offices_of(case)
    assert case.submitted_at is not None and dispute.claimed_at is not None and dispute.decided_at is not None
    with translation.override("en"):
        words = dict(RefusalReason.choices if decision.outcome == Outcome.REFUSED else InconclusiveReason.choices)
        said = {
            "when": _day_and_time(dispute.claimed_at.astimezone(zone)),
            "how": str(PaperChannel(dispute.channel).label).lower(),
            "agreed": _day_and_time(dispute.decided_at.astimezone(zone)),
        }
        record = _(
            "This reply was given on %(when)s (%(how)s), within the time limit. RCMS recorded it after the Requesting "
            "State agreed on %(agreed)s that it counts; this record needs no signature."
        )
        return contexts.Reply(
            reference=case.reference or "",
            issued_on=dispute.claimed_at.astimezone(zone).date(),
            agreement=Agreement.objects.values_list("title", flat=True).get(code=case.agreement_id),
            is_specimen=settings.DEMO_MODE or settings.TESTING,
            answering=receiving,
            requesting=requesting,
            place=receiving.country,
            application_on=case.submitted_at.astimezone(zone).date(),
            person=covered(case, Person.objects.get(case=case)),
            outcome=decision.outcome,  # type: ignore[arg-type]
            basis="late_reply_upheld",
            is_travel_document_promised=decision.outcome == Outcome.ACCEPTED,
            reasons=tuple(str(words[code]) for code in decision.reason_codes if code in words),
            remarks=decision.reasons,
            record=record % said,
            limits=running_limits(case) if decision.outcome == Outcome.ACCEPTED else (),
        )


def _day_and_time(at: datetime) -> str:
    return f"{date_long(at, at.tzinfo)}, {at:%H:%M}"


def travel_document_request(
    case: Case, person: Person, document: TravelDocument, actor: Actor
) -> contexts.TravelDocument:
    """The single sheet with photograph and machine-readable lines."""
    issuing = Authority.objects.select_related("country").get(id=actor.authority_id)
    languages = issuing.country.languages
    return contexts.TravelDocument(
        **_head(case, actor),  # type: ignore[arg-type]
        issuing=office(issuing),
        document_number=document.number,
        registration_number=case.reference or "",
        valid_from=document.issued_on,
        valid_until=document.valid_until,
        journey_from=case.requesting_country.display_name,
        journey_to=case.receiving_country.display_name,
        person=_person(person),
        photograph=_photograph(person.photograph),
        issued_at=issuing.address or issuing.name,
        mrz_lines=tuple(document.mrz.split("\n")),
        label_language=languages[0] if languages else "fr",
        signature=_signature(actor),
    )


def _there(case: Case, at: datetime) -> datetime:
    """On the clocks of the country where the crossing point lies, as the screens show it."""
    return at.astimezone(ZoneInfo(case.receiving_country.time_zone))
