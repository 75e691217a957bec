"""The list of papers: code, contents, title. The only place where a paper is added."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.letters.audit_trail import AuditTrail
from documents.letters.case_file import CaseFile
from documents.letters.certificate import DestructionCertificate
from documents.letters.contexts import (
    HandoverRecord,
    LetterContext,
    ProcedureNotice,
    ReadmissionApplication,
    Reply,
    SilenceRecord,
    TransferNotice,
    TravelDocument,
)
from documents.letters.costs import CostClaim
from documents.letters.disclosures import DisclosureCopy
from documents.letters.exits import ErrorClaim, ErrorReply, TakeBackRecord
from documents.letters.interview_papers import InterviewInvitation, VisitSchedule
from documents.letters.passenger_list import PassengerList
from documents.letters.persons import PersonAnswer
from documents.letters.return_document import ReturnDocument
from documents.letters.transit import TransitApplication, TransitReply

PAPERS: Final[Mapping[str, type[LetterContext]]] = {
    paper.code: paper
    for paper in (
        TransitApplication,
        TransitReply,
        ReadmissionApplication,
        Reply,
        TravelDocument,
        ReturnDocument,
        TransferNotice,
        HandoverRecord,
        ProcedureNotice,
        SilenceRecord,
        InterviewInvitation,
        VisitSchedule,
        CaseFile,
        PassengerList,
        ErrorClaim,
        ErrorReply,
        TakeBackRecord,
        CostClaim,
        AuditTrail,
        DisclosureCopy,
        PersonAnswer,
        DestructionCertificate,
    )
}
TITLES: Final[Mapping[str, Promise]] = {
    "readmission_application": _("Readmission application"),
    "reply": _("Reply to a readmission application"),
    "travel_document": _("Travel document"),
    "return_document": _("European travel document for return"),
    "transfer_notice": _("Notice of transfer"),
    "handover_record": _("Record of handover"),
    "silence_record": _("Record of silence"),
    "procedure_notice": _("Notice of the normal procedure"),
    "interview_invitation": _("Invitation to an interview"),
    "visit_schedule": _("Schedule of a mission visit"),
    "transit_application": _("Transit application"),
    "transit_reply": _("Reply to a transit application"),
    "case_file": _("Case file"),
    "passenger_list": _("Passenger list"),
    "error_claim": _("Readmission in error"),
    "error_reply": _("Answer to a claim of readmission in error"),
    "take_back_record": _("Record of taking back"),
    "cost_claim": _("Claim of costs"),
    "audit_trail": _("Audit trail"),
    "disclosure_copy": _("Copy for the person of what was sent"),
    "person_answer": _("Answer to a person's request about the own data"),
    "destruction_certificate": _("Certificate of destruction"),
}


def paper_class(code: str) -> type[LetterContext]:
    """The contents class of a paper; raises KeyError for a code that is no paper."""
    return PAPERS[code]


def template_path(code: str) -> str:
    """Where the template of a paper stands, below `templates/`."""
    if code not in PAPERS:
        raise KeyError(code)
    return f"letters/{code}.html"
