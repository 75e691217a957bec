"""Writing an application: the draft, saved page by page."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import OPEN_STATUSES, GroupKind, Side, Status, Track
from cases.choices_tracks import ENTRY_TRACKS, STATELESS
from cases.clocks import submission_clock_set, submission_is_limited
from cases.models import (
    Case,
    CaseGroup,
    CasePrivate,
    Detention,
    EntryCheck,
    EntryRecord,
    Evidence,
    FamilyMember,
    HealthNote,
    Person,
    TransitPlan,
)
from cases.policies import is_granted
from cases.protection import protected_refuse
from cases.services.age import adult_refuse, age_decided
from cases.services.apprehension import apprehension_take_over
from cases.services.assignment import creator_assign
from cases.services.consents import health_write
from cases.services.search_keys import KEYED_FIELDS, search_keys_write
from cases.services.working import refused_about
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.forms import today
from countries.choices import Certainty, EvidenceKind, EvidencePurpose
from countries.clocks.counting import plus_months
from countries.models import Authority, EvidenceItem
from countries.models.agreement import VERIFIED
from countries.selectors.lists import evidence_for
from countries.selectors.places import national_desk_of
from countries.selectors.rules import agreements_between
from documents.models import StoredFile
from documents.services import file_store, file_withdraw

EDITABLE = (Status.DRAFT, Status.RETURNED_INCOMPLETE)


@dataclass(slots=True)
class Edit:
    """A draft being changed. changed: names of changed fields, for the event; values: what the fields of persons said
    before and say now, as text."""

    case: Case
    changed: list[str] = field(default_factory=list)
    values: dict[str, tuple[str, str]] = field(default_factory=dict)

    def row_save(self, row: models.Model, values: Mapping[str, Any]) -> None:
        """Save what differs in a row, and remember what it said before."""
        before = {name: getattr(row, name) for name in values}
        for name in row_write(row, values):
            self.changed.append(name)
            self.values[name] = (_as_text(before[name]), _as_text(values[name]))


def _as_text(value: Any) -> str:
    if isinstance(value, models.Model):
        return str(value.pk)
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)


@contextmanager
def editing(*, actor: Actor, case_id: UUID, version: int | None, is_private: bool = False) -> Iterator[Edit]:
    """Lock a draft (or a case returned as incomplete) for a change of its contents.

    Private data of the requesting side may change as long as the case is open, and have a version of their own.
    Raises NotVisible, ActRefused, StaleVersion.
    """
    case = Case.objects.visible_to(actor).select_for_update(of=("self",)).filter(id=case_id).first()
    if case is None:
        raise NotVisible(f"case:{case_id}")
    if actor.country != case.requesting_country_id or not is_granted(actor, "draft_case", case):
        raise refused_about(case, "not_granted", _("Your office and role do not include this."))
    if case.status == Status.IN_REVIEW:
        words = _(
            "The application is being reviewed: have it returned first. What the reviewer looks at does not change."
        )
        raise refused_about(case, "wrong_status", words)
    if case.status not in (OPEN_STATUSES if is_private else EDITABLE):
        raise refused_about(case, "wrong_status", _("The application can no longer be changed."))
    private = CasePrivate.objects.select_for_update().get(case=case) if is_private else None
    if version is not None and version != (private or case).version:
        raise refused_about(
            case, "stale", _("Somebody changed this case after you opened the page."), kind=StaleVersion
        )
    edit = Edit(case)
    yield edit
    if KEYED_FIELDS.intersection(edit.changed):
        search_keys_write(case=case)
    if private is not None:
        # The case itself does not change: its version and date would tell the other side that something did.
        CasePrivate.objects.filter(id=private.id).update(version=private.version + 1)
    else:
        if case.status == Status.RETURNED_INCOMPLETE:
            # Whoever completes it does not send it again: a second person does.
            case.prepared_by = actor.user_id
        case.version += 1
        case.changed_at = clock.now()
        case.save(force_update=True)
    # What is corrected in an application that came back is the own side's until it is submitted again.
    event_write(
        actor,
        case,
        "case.application_saved",
        Readers.REQUESTING,
        changed=sorted(set(edit.changed)),
        values=edit.values,
    )


def case_start(
    *,
    actor: Actor,
    receiving_country: str,
    agreement: str,
    track: str = Track.OWN_NATIONAL,
    consulate_id: UUID | None = None,
    group: CaseGroup | None = None,
) -> Case:
    """A new draft of the actor's office under an agreement that binds the two countries today.

    The receiving authority is the national desk of the receiving country. Raises Invalid when nothing binds the pair
    or that country has no desk here.
    """
    if not actor.reaches("draft_case", country=actor.country, authority_id=actor.authority_id):
        raise ActRefused("not_granted", _("Your office and role do not include this."))
    now = clock.now()
    today = now.date()
    binding = {a.code for a in agreements_between(actor.country, receiving_country, today, track=track)}
    if agreement not in binding:
        raise Invalid({"agreement": [_("Choose an agreement that binds both countries today")]})
    desk = national_desk_of(receiving_country, today)
    if desk is None:
        raise Invalid({"receiving_country": [_("This country has no authority in this system yet")]})
    consulate = (
        Authority.objects.filter(id=consulate_id, country_id=receiving_country, host_country_id=actor.country).first()
        if consulate_id
        else consulate_for(receiving_country, actor.country)
    )
    case = Case(
        requesting_country_id=actor.country,
        receiving_country_id=receiving_country,
        requesting_authority_id=actor.authority_id,
        receiving_authority=desk,
        consulate=consulate,
        agreement_id=agreement,
        track=track,
        group=group,
        created_by=actor.user_id,
        created_by_name=actor.name,
        created_at=now,
        changed_at=now,
    )
    case.save(force_insert=True)
    parts = (EntryRecord, EntryCheck) if track in ENTRY_TRACKS else ()
    for model in (Person, CasePrivate, Detention, HealthNote, *parts):
        own_side = "" if model in (Person, EntryRecord) else Side.REQUESTING
        row = model(case=case, own_side=own_side)
        if isinstance(row, Person):
            known = {Track.OWN_NATIONAL.value: receiving_country, Track.STATELESS.value: STATELESS}
            row.nationality = known.get(track, "")
        row.save(force_insert=True)
    if track == Track.TRANSIT:
        TransitPlan(case=case).save(force_insert=True)
    creator_assign(actor=actor, case=case)
    event_write(actor, case, "case.started", Readers.REQUESTING, {"agreement": agreement, "track": track})
    return case


def consulate_for(country: str, host: str) -> Authority | None:
    """The consulate of `country` that serves people in `host`, if there is one."""
    return (
        Authority.objects.active_on(today())
        .filter(country_id=country, host_country_id=host, kind="consulate")
        .order_by("name")
        .first()
    )


def family_case_start(*, actor: Actor, case_id: UUID, member_id: UUID | None = None) -> Case:
    """A draft for another member of the family: same agreement, same group, what the form said of the member."""
    with editing(actor=actor, case_id=case_id, version=None) as edit:
        first = edit.case
        if first.status != Status.DRAFT:
            raise refused_about(
                first, "wrong_status", _("A family is filed together: add its members while it is a draft.")
            )
        if first.group is None:
            first.group = CaseGroup(
                kind=GroupKind.FAMILY,
                requesting_country_id=first.requesting_country_id,
                receiving_country_id=first.receiving_country_id,
                created_at=clock.now(),
            )
            first.group.save(force_insert=True)
        case = case_start(
            actor=actor,
            receiving_country=first.receiving_country_id,
            agreement=first.agreement_id,
            track=first.track,
            consulate_id=first.consulate_id,
            group=first.group,
        )
        apprehension_take_over(first, case)
        edit.changed.append("family")
        member = FamilyMember.objects.filter(case=first, id=member_id).first() if member_id else None
        if member is not None:
            names = ("family_name", "given_names", "maiden_name", "birth_date", "birth_place", "sex", "nationality")
            values = {name: getattr(member, name) for name in names}
            head = Person.objects.get(case=first)
            Person.objects.filter(case=case).update(**values, last_address=head.last_address)
            FamilyMember.objects.filter(id=member.id).update(own_case=case)
            search_keys_write(case=case)
    return case


def row_write(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Save what differs; returns the names of the changed fields."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(force_update=True, update_fields=changed)
    return changed


def person_save(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Case:
    """Part A of the form."""
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        edit.row_save(Person.objects.get(case=edit.case), values)
    return edit.case


def details_save(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    values: Mapping[str, Any],
    health: Mapping[str, Any],
) -> Case:
    """Parts D and F: special circumstances, observations, the request for an interview.

    What is said of health goes to the other side only with the person's recorded consent. known_on starts the time
    limit for the application, where the agreement has one; elsewhere it is Invalid.
    """
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        if values.get("known_on") and not submission_is_limited(edit.case):
            raise Invalid({"known_on": [_("The agreement counts no time limit for the application from this day")]})
        is_counted_anew = "known_on" in values and values["known_on"] != edit.case.known_on
        for name, value in values.items():
            if getattr(edit.case, name) != value:
                setattr(edit.case, name, value)
                edit.changed.append(name)
        edit.changed += health_write(actor, edit.case, health)
        # What was submitted once is submitted: an application that came back has no such limit to keep.
        if is_counted_anew and edit.case.status == Status.DRAFT:
            submission_clock_set(edit.case)
    return edit.case


def private_save(
    *, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any], detention: Mapping[str, Any]
) -> Case:
    """What the requesting side records for itself; possible while the case is open. Raises Invalid (age_dispute)."""
    with editing(actor=actor, case_id=case_id, version=version, is_private=True) as edit:
        adult_refuse(edit.case, values)
        private = CasePrivate.objects.get(case=edit.case)
        row_write(private, age_decided(actor, edit.case, private, values))
        edit.row_save(private, values)
        edit.row_save(Detention.objects.get(case=edit.case), detention)
    return edit.case


def family_member_add(
    *, actor: Actor, case_id: UUID, version: int | None, relation: str, values: Mapping[str, Any]
) -> FamilyMember:
    """Parts B and C: a spouse or a child named in the form."""
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        member = FamilyMember(case=edit.case, relation=relation, **values)
        member.save(force_insert=True)
        edit.changed.append(f"family.{relation}")
    return member


def family_member_remove(*, actor: Actor, case_id: UUID, version: int | None, member_id: UUID) -> None:
    """Take a family member out of the form; one with a case of their own stays."""
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        member = FamilyMember.objects.filter(case=edit.case, id=member_id).first()
        if member is None:
            raise NotVisible(f"familymember:{member_id}")
        if member.own_case_id:
            raise refused_about(edit.case, "has_own_case", _("This person has a case of their own in the family."))
        member.delete()
        edit.changed.append("family")


def evidence_add(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    values: Mapping[str, Any],
    upload: BinaryIO | None = None,
    upload_name: str = "",
) -> Evidence:
    """Part E: one means of evidence with its scan. What it is worth under the agreement is kept with its citation.

    Raises documents.intake.UploadRefused for a file that is not taken in.
    """
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        purpose = values.get("purpose") or EvidencePurpose.NATIONALITY
        if purpose != EvidencePurpose.NATIONALITY and edit.case.track not in ENTRY_TRACKS:
            raise Invalid({"purpose": [_("An application of this kind tells nothing of entry and residence")]})
        protected_refuse(values)
        kind, expires_on = str(values["kind"]), values.get("expires_on")
        worth = evidence_worth(edit.case, kind, expires_on, issued_on=values.get("issued_on"), purpose=purpose)
        evidence = Evidence(case=edit.case, **{**values, "purpose": purpose}, **worth)
        if upload is not None:
            evidence.file = _store(actor, edit.case, upload, upload_name, StoredFile.Kind.EVIDENCE)
        evidence.save(force_insert=True)
        edit.changed.append("evidence")
    return evidence


def evidence_worth(
    case: Case,
    kind: str,
    expires_on: date | None,
    *,
    issued_on: date | None = None,
    purpose: str = EvidencePurpose.NATIONALITY,
) -> dict[str, str]:
    """What the lists of the protocol and the agreement give to a kind of evidence of nationality, or of entry or
    residence; an expired document counts as listed for expired ones, and where a list tells documents apart by their
    day of issue that day decides.
    """
    on = today()
    items: dict[str, EvidenceItem] = {}
    for listed in evidence_for(case.requesting_country_id, case.receiving_country_id, on, agreement=case.agreement_id):
        if listed.purpose == purpose and listed.holds_for(issued_on):
            items.setdefault(listed.kind, listed)
    if expires_on is not None and expires_on < on:
        expired = EvidenceKind.EXPIRED_DOCUMENT if kind in {EvidenceKind.PASSPORT, EvidenceKind.IDENTITY_CARD} else ""
        item = items.get(f"expired_{kind}") or items.get(expired) or items.get(kind)
    else:
        item = items.get(kind)
    if item is not None and item.expired_at_most_months and expires_on is not None:
        # The list names only what expired not longer ago than that.
        item = item if on <= plus_months(expires_on, item.expired_at_most_months)[0] else None
    if item is None:
        # That a list does not name it is known only of a list that was read whole.
        is_read = bool(items) and all(listed.certainty in VERIFIED for listed in items.values())
        return {"worth": "", "worth_citation": "", "worth_certainty": Certainty.TEXT if is_read else Certainty.MEMORY}
    return {"worth": item.worth, "worth_citation": item.citation[:100], "worth_certainty": item.certainty}


def evidence_remove(*, actor: Actor, case_id: UUID, version: int | None, evidence_id: UUID) -> None:
    """Take a means of evidence out of the form; its file stays in the vault, withdrawn."""
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        evidence = Evidence.objects.filter(case=edit.case, id=evidence_id).first()
        if evidence is None:
            raise NotVisible(f"evidence:{evidence_id}")
        if evidence.file_id:
            _withdraw(actor, edit.case, evidence.file_id)
        evidence.delete()
        edit.changed.append("evidence")


def photograph_set(
    *, actor: Actor, case_id: UUID, version: int | None, upload: BinaryIO, upload_name: str
) -> StoredFile:
    """The person's photograph; an earlier one is withdrawn. Raises documents.intake.UploadRefused."""
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        person = Person.objects.get(case=edit.case)
        file = _store(actor, edit.case, upload, upload_name, StoredFile.Kind.PHOTOGRAPH)
        if person.photograph_id:
            _withdraw(actor, edit.case, person.photograph_id)
        Person.objects.filter(id=person.id).update(photograph=file)
        edit.changed.append("photograph")
    return file


def _store(actor: Actor, case: Case, upload: BinaryIO, name: str, kind: str) -> StoredFile:
    """A file of the application: the own side's until it is submitted (again), when `access.files_share` shares it."""
    return file_store(
        actor=actor,
        stream=upload,
        declared_name=name,
        kind=kind,
        subject=case.subject,
        audience=access.audience_requesting(case),
    )


def _withdraw(actor: Actor, case: Case, file_id: UUID) -> None:
    """Take a file out of the application; whoever was given it keeps it, and is not told of the correction."""
    file_withdraw(actor=actor, file_id=file_id, told_to=access.audience_requesting(case))
