from cases.models.access import AccessRequest, CaseAccess
from cases.models.apprehension import Apprehension, ProcedureChange
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
from cases.models.costs import CostClaim, CostItem
from cases.models.decision import Decision
from cases.models.document_series import DocumentNumber, DocumentNumberEntry, DocumentSeries
from cases.models.entry import EntryCheck, EntryRecord
from cases.models.exits import CaseSuspension, ErrorClaim, Refiling, VoluntaryDeparture
from cases.models.flags import CaseFlag, CaseLink
from cases.models.grants import CaseGrant
from cases.models.interview import Interview, InterviewNote, StatusCheck
from cases.models.monitoring import (
    Monitoring,
    MonitoringObservation,
    MonitoringPlan,
    MonitoringReply,
    MonitoringReport,
)
from cases.models.operation import Operation, OperationAuthority, OperationPassenger, OperationStaff
from cases.models.person import Evidence, FamilyMember, HealthNote, Person
from cases.models.private import CasePrivate, Detention, OwnSideNote, Withdrawal
from cases.models.restriction import ProcessingRestriction
from cases.models.safeguards import (
    BestInterests,
    FamilySeparation,
    HealthConsent,
    Reception,
    SafeguardPoint,
    TransferHealth,
)
from cases.models.search import SearchKey, SearchQuery
from cases.models.transfer import Handover, HandoverItem, Transfer
from cases.models.transit import Transit, TransitConsent, TransitPlan
from cases.models.travel_document import TravelDocument
from cases.models.verification import VerificationResult, VerificationTask
from cases.models.versions import ApplicationVersion, SubmittedHealth
from cases.models.visit import MissionVisit, VisitSlot
from cases.models.work import Assignment, BulkRun, Presence, SavedFilter

__all__ = [
    "AccessRequest",
    "ApplicationVersion",
    "Apprehension",
    "Assignment",
    "BestInterests",
    "BulkRun",
    "Case",
    "CaseAccess",
    "CaseClock",
    "CaseFlag",
    "CaseGrant",
    "CaseGroup",
    "CaseLink",
    "CasePart",
    "CasePrivate",
    "CaseSuspension",
    "Checklist",
    "ClockExtension",
    "ClockPause",
    "CostClaim",
    "CostItem",
    "Decision",
    "Detention",
    "Dispute",
    "DocumentNumber",
    "DocumentNumberEntry",
    "DocumentSeries",
    "EntryCheck",
    "EntryRecord",
    "ErrorClaim",
    "Evidence",
    "FamilyMember",
    "FamilySeparation",
    "Handover",
    "HandoverItem",
    "HealthConsent",
    "HealthNote",
    "InformationRequest",
    "Interview",
    "InterviewNote",
    "Message",
    "MessageAuthor",
    "MessageFile",
    "MissionVisit",
    "Monitoring",
    "MonitoringObservation",
    "MonitoringPlan",
    "MonitoringReply",
    "MonitoringReport",
    "Operation",
    "OperationAuthority",
    "OperationPassenger",
    "OperationStaff",
    "OwnSideNote",
    "PaperRecord",
    "PauseReason",
    "Person",
    "Presence",
    "ProcedureChange",
    "ProcessingRestriction",
    "Reception",
    "Refiling",
    "SafeguardPoint",
    "SavedFilter",
    "SearchKey",
    "SearchQuery",
    "SharedNote",
    "StatusCheck",
    "SubmittedHealth",
    "Thread",
    "Transfer",
    "TransferHealth",
    "Transit",
    "TransitConsent",
    "TransitPlan",
    "TravelDocument",
    "VerificationResult",
    "VerificationTask",
    "VisitSlot",
    "VoluntaryDeparture",
    "Withdrawal",
]
