"""An application filed again for the person of an earlier one: the draft takes over what was filed, says what is new.

What was refused, or could not be decided, is sent again only with new evidence or particulars; the guard stands at the
review and at the release (`cases.workflow.exit_guards.something_new`).
"""

from typing import Any, Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import LinkKind, Side
from cases.models import Case, CaseLink, CasePrivate, EntryRecord, Evidence, FamilyMember, Person, Refiling
from cases.models.base import AudienceOfCase
from cases.policies import is_granted
from cases.selectors.exits import REFILABLE, may_refile, needs_new
from cases.services.editing import editing, row_write
from cases.services.filing import case_start, evidence_worth
from cases.services.search_keys import search_keys_write
from cases.services.working import refused_about
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import Invalid, NotVisible
from documents.models import StoredFile
from documents.selectors import file_open
from documents.services import file_store

WORDS_AT_MOST: Final = 2000
# The check of the legal status is made anew, and so is the consent to tell of health: neither is taken over.
_PRIVATE: Final = ("file_number", "return_decision_on", "return_decision_number", "is_decision_final")


def case_refile(*, actor: Actor, case_id: UUID, what_is_new: str = "") -> Case:
    """A new draft with what the earlier application had: person, family named in it, evidence with its scans.

    One at a time. Raises NotVisible, ActRefused (not_granted, wrong_status, refiled_already), Invalid (what_is_new,
    agreement).
    """
    earlier = Case.objects.visible_to(actor).select_for_update(of=("self",)).filter(id=case_id).first()
    if earlier is None:
        raise NotVisible(f"case:{case_id}")
    if actor.country != earlier.requesting_country_id or not is_granted(actor, "draft_case", earlier):
        raise refused_about(earlier, "not_granted", _("Your office and role do not include this."))
    if not may_refile(actor, earlier):
        raise refused_about(earlier, "wrong_status", _("The case is at a stage where this cannot be done."))
    if Refiling.objects.filter(earlier=earlier).exclude(case__status__in=REFILABLE).exists():
        raise refused_about(earlier, "refiled_already", _("This application was filed again already."))
    words = what_is_new.strip()
    if needs_new(earlier) and not words:
        raise Invalid({"what_is_new": [_("Say what is new: the earlier application was not accepted")]})
    case = case_start(
        actor=actor,
        receiving_country=earlier.receiving_country_id,
        agreement=earlier.agreement_id,
        track=earlier.track,
        consulate_id=earlier.consulate_id,
    )
    copied = _take_over(actor, earlier, case)
    Refiling(
        case=case,
        earlier=earlier,
        earlier_reference=earlier.reference or "",
        what_is_new=words,
        copied=copied,
        needs_new=needs_new(earlier),
    ).save(force_insert=True)
    CaseLink(
        case=case,
        own_side=Side.REQUESTING,
        other=earlier,
        kind=LinkKind.EARLIER_CASE,
        made_by_name=actor.name,
        made_at=clock.now(),
    ).save(force_insert=True)
    # Which one, a reader who is kept out of it does not learn: the page links to it for all others.
    event_write(actor, case, "case.refiled", Readers.REQUESTING)
    event_write(actor, earlier, "case.filed_again", Readers.REQUESTING)
    return case


def refiling_save(*, actor: Actor, case_id: UUID, version: int | None, what_is_new: str) -> Refiling:
    """What the draft says is new. Raises NotVisible (also of a case that is not filed again), ActRefused, StaleVersion,
    Invalid (what_is_new)."""
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        refiling = Refiling.objects.filter(case=edit.case).first()
        if refiling is None:
            raise NotVisible(f"refiling:{case_id}")
        words = what_is_new.strip()
        if refiling.needs_new and not words:
            raise Invalid({"what_is_new": [_("Say what is new: the earlier application was not accepted")]})
        edit.changed += row_write(refiling, {"what_is_new": words})
    return refiling


def _take_over(actor: Actor, earlier: Case, case: Case) -> list[UUID]:
    """Copies what was filed; gives the ids of what is not new: evidence and photograph."""
    person, old = Person.objects.get(case=case), Person.objects.select_related("photograph").get(case=earlier)
    row_write(person, _values(old, without=("photograph",)))
    taken: list[UUID] = []
    if old.photograph is not None and not (old.photograph.is_withdrawn or old.photograph.is_destroyed):
        photograph = _file_copy(actor, old.photograph, case)
        Person.objects.filter(id=person.id).update(photograph=photograph)
        taken.append(photograph.id)
    private = CasePrivate.objects.filter(case=earlier).first()
    if private is not None:
        row_write(CasePrivate.objects.get(case=case), {name: getattr(private, name) for name in _PRIVATE})
    entry, new_entry = (EntryRecord.objects.filter(case=found).first() for found in (earlier, case))
    if entry is not None and new_entry is not None:
        row_write(new_entry, _values(entry))
    for member in FamilyMember.objects.filter(case=earlier).order_by("id"):
        FamilyMember(case=case, **_values(member, without=("own_case",))).save(force_insert=True)
    for row in Evidence.objects.filter(case=earlier).select_related("file").order_by("id"):
        worth = evidence_worth(case, row.kind, row.expires_on, issued_on=row.issued_on, purpose=row.purpose)
        copy = Evidence(case=case, **{**_values(row, without=("file",)), **worth})
        if row.file is not None and not (row.file.is_withdrawn or row.file.is_destroyed):
            copy.file = _file_copy(actor, row.file, case)
        copy.save(force_insert=True)
        taken.append(copy.id)
    Case.objects.filter(id=case.id).update(
        protective_measures=earlier.protective_measures,
        observations=earlier.observations,
        is_interview_requested=earlier.is_interview_requested,
    )
    search_keys_write(case=case)
    return taken


def _values(row: models.Model, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The contents of a part: neither its key and case nor its copy of who sees the case."""
    kept = {field.name for field in AudienceOfCase._meta.get_fields()} | {"id", "case", *without}
    return {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in kept}


def _file_copy(actor: Actor, file: StoredFile, case: Case) -> StoredFile:
    """The same bytes as a file of the new case: files are not shared between cases."""
    with file_open(file) as stream:
        return file_store(
            actor=actor,
            stream=stream,
            declared_name=file.original_name,
            kind=file.kind,
            subject=case.subject,
            audience=access.audience_requesting(case),
        )
