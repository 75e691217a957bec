"""The family as a group of cases: leaving it while it is written; the members named in the form."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import Status
from cases.models import Case, FamilyMember
from cases.services.editing import editing
from cases.services.working import refused_about
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core.errors import NotVisible


def family_member_change(
    *, actor: Actor, case_id: UUID, version: int | None, member_id: UUID, relation: str, values: Mapping[str, Any]
) -> FamilyMember:
    """Parts B and C: what the form says of a spouse or a child, corrected in place. A case of his or her own is not
    touched: its form says itself who the person is."""
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        member = FamilyMember.objects.filter(case=edit.case, id=member_id).first()
        if member is None:
            raise NotVisible(f"familymember:{member_id}")
        told = {**values, "relation": relation}
        changed = [name for name, value in told.items() if getattr(member, name) != value]
        for name in changed:
            setattr(member, name, told[name])
        if changed:
            member.save(force_update=True, update_fields=changed)
        edit.changed += [f"family.{name}" for name in changed]
    return member


def family_leave(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """Take a draft out of its family: it goes its own way. Only before it is sent; the last two part altogether."""
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        case = edit.case
        if case.group_id is None:
            raise refused_about(case, "no_family", _("This case belongs to no family."))
        if case.status != Status.DRAFT:
            raise refused_about(case, "wrong_status", _("A family changes only while it is a draft."))
        for member in FamilyMember.objects.filter(case__group_id=case.group_id, own_case=case).select_related("case"):
            FamilyMember.objects.filter(id=member.id).update(own_case=None)
            event_write(actor, member.case, "case.application_saved", Readers.REQUESTING, changed=["family"])
        case.group = None
        edit.changed.append("family")
    return case
