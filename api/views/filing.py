"""The parts of an application: evidence with its scan, photograph, family."""

from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation as docs
from api.errors import Problem
from api.parsing import PlainJSONParser
from api.payloads import form_data, payload_of, refuse_invalid, refuse_unknown
from api.views.base import CaseView
from cases.forms.filing_documents import EvidenceForm
from cases.forms.filing_family import FamilyMemberForm
from cases.forms.filing_more import PhotographForm
from cases.selectors.filing import evidence_kinds, place_options
from cases.services.family_group import family_member_change
from cases.services.filing import (
    evidence_add,
    evidence_remove,
    family_case_start,
    family_member_add,
    family_member_remove,
    photograph_set,
)


class PartView(CaseView):
    """A part of the application; the case is locked and was compared with what the client saw, so that services get no
    version."""

    scopes = {"POST": "cases:write", "PATCH": "cases:write", "DELETE": "cases:write"}


@docs.evidence
class EvidenceView(PartView):
    """One more means of evidence, with its scan if the request is multipart."""

    scopes = {"POST": "files:write"}
    parser_classes = [PlainJSONParser, MultiPartParser]
    files_at_most = 1

    def post(self, request: Request, case_id: UUID) -> Response:
        """Add it, once."""
        return self.once_answered(lambda: self._add(case_id), status=201)

    def _add(self, case_id: UUID) -> UUID:
        found = self.locked(case_id)
        fields, files, is_text = self.sent("scan")
        person = found.application.person
        form = EvidenceForm(
            form_data(EvidenceForm.base_fields, fields, is_text=is_text),
            files,
            kinds=evidence_kinds(found.case).groups,
            birth_date=person.birth_date if person else "",
        )
        refuse_invalid(form)
        upload = form.cleaned_data["scan"]
        evidence_add(
            actor=self.actor,
            case_id=case_id,
            version=None,
            values=form.values,
            upload=upload,
            upload_name=upload.name if upload else "",
        )
        return case_id


@docs.evidence_item
class EvidenceItemView(PartView):
    """One means of evidence."""

    def delete(self, request: Request, case_id: UUID, evidence_id: UUID) -> Response:
        """Take it out of the application; its file stays in the vault, withdrawn."""
        return self.once_answered(lambda: self._remove(case_id, evidence_id))

    def _remove(self, case_id: UUID, evidence_id: UUID) -> UUID:
        self.locked(case_id)
        evidence_remove(actor=self.actor, case_id=case_id, version=None, evidence_id=evidence_id)
        return case_id


@docs.photograph
class PhotographView(PartView):
    """The person's photograph."""

    scopes = {"POST": "files:write"}
    parser_classes = [MultiPartParser]
    files_at_most = 1

    def post(self, request: Request, case_id: UUID) -> Response:
        """Set it; an earlier one is withdrawn."""
        return self.once_answered(lambda: self._set(case_id), status=201)

    def _set(self, case_id: UUID) -> UUID:
        self.locked(case_id)
        fields, files, _is_text = self.sent("photograph")
        refuse_unknown(fields, ())
        form = PhotographForm({}, files)
        refuse_invalid(form)
        upload = form.cleaned_data["photograph"]
        photograph_set(actor=self.actor, case_id=case_id, version=None, upload=upload, upload_name=upload.name)
        return case_id


@docs.family
class FamilyView(PartView):
    """A spouse or a child named in the form."""

    def post(self, request: Request, case_id: UUID) -> Response:
        """Add a member, once."""
        return self.once_answered(lambda: self._add(case_id), status=201)

    def _add(self, case_id: UUID) -> UUID:
        self.locked(case_id)
        data = form_data(FamilyMemberForm.base_fields, self.request.data)
        form = FamilyMemberForm(data, nationalities=place_options().nationalities)
        refuse_invalid(form)
        family_member_add(
            actor=self.actor,
            case_id=case_id,
            version=None,
            relation=form.cleaned_data["relation"],
            values=form.values,
        )
        return case_id


@docs.family_member
class FamilyMemberView(PartView):
    """One member of the family."""

    def patch(self, request: Request, case_id: UUID, member_id: UUID) -> Response:
        """Correct what the form says of the member; what is not named stays as it is."""
        return self.once_answered(lambda: self._change(case_id, member_id))

    def _change(self, case_id: UUID, member_id: UUID) -> UUID:
        found = self.locked(case_id)
        member = next((row for row in found.application.family if row.id == member_id), None)
        fields = FamilyMemberForm.base_fields
        stored = payload_of(fields, member)
        data = form_data(fields, {**stored, **dict(self.request.data)})
        form = FamilyMemberForm(data, nationalities=place_options().nationalities)
        refuse_invalid(form)
        family_member_change(
            actor=self.actor,
            case_id=case_id,
            version=None,
            member_id=member_id,
            relation=form.cleaned_data["relation"],
            values=form.values,
        )
        return case_id

    def delete(self, request: Request, case_id: UUID, member_id: UUID) -> Response:
        """Take the member out of the form; one with a case of their own stays."""
        return self.once_answered(lambda: self._remove(case_id, member_id))

    def _remove(self, case_id: UUID, member_id: UUID) -> UUID:
        self.locked(case_id)
        family_member_remove(actor=self.actor, case_id=case_id, version=None, member_id=member_id)
        return case_id


@docs.family_case
class FamilyCaseView(PartView):
    """A case of their own for a member of the family."""

    def post(self, request: Request, case_id: UUID, member_id: UUID) -> Response:
        """A draft with what the form says of the member; the answer is the new case."""
        return self.once_answered(lambda: self._start(case_id, member_id), status=201)

    def _start(self, case_id: UUID, member_id: UUID) -> UUID:
        found = self.locked(case_id)
        refuse_unknown(self.request.data, ())
        members = {member.id: member for member in found.application.family}
        if member_id not in members or members[member_id].own_case_id is not None:
            raise Problem(422, "invalid", _("There is no such member, or the member has a case already."))
        case = family_case_start(actor=self.actor, case_id=case_id, member_id=member_id)
        return case.id
