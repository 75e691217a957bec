from cases.models.base import CasePart
from cases.models.case import Case, CaseGroup
from cases.models.checklist import Checklist
from cases.models.clock import CaseClock, ClockExtension, ClockPause, Dispute, PaperRecord, PauseReason
from cases.models.conversation import (
    InformationRequest,
    Message,
    MessageAuthor,
    MessageFile,
    SharedNote,
    Thread,
)
from cases.models.decision import Decision
from cases.models.flags import CaseFlag, CaseLink
from cases.models.grants import CaseGrant
from cases.models.person import Evidence, FamilyMember, HealthNote, Person
from cases.models.private import CasePrivate, Detention, OwnSideNote, Withdrawal
from cases.models.search import SearchKey, SearchQuery
from cases.models.transfer import Handover, Transfer
from cases.models.travel_document import TravelDocument
from cases.models.verification import VerificationResult, VerificationTask
from cases.models.versions import ApplicationVersion
from cases.models.work import Assignment, BulkRun, Presence, SavedFilter

__all__ = [
    "ApplicationVersion",
    "Assignment",
    "BulkRun",
    "Case",
    "CaseClock",
    "CaseFlag",
    "CaseGrant",
    "CaseGroup",
    "CaseLink",
    "CasePart",
    "CasePrivate",
    "Checklist",
    "ClockExtension",
    "ClockPause",
    "Decision",
    "Detention",
    "Dispute",
    "Evidence",
    "FamilyMember",
    "Handover",
    "HealthNote",
    "InformationRequest",
    "Message",
    "MessageAuthor",
    "MessageFile",
    "OwnSideNote",
    "PaperRecord",
    "PauseReason",
    "Person",
    "Presence",
    "SavedFilter",
    "SearchKey",
    "SearchQuery",
    "SharedNote",
    "Thread",
    "Transfer",
    "TravelDocument",
    "VerificationResult",
    "VerificationTask",
    "Withdrawal",
]
