from cases.models.base import CasePart
from cases.models.case import Case, CaseGroup
from cases.models.clock import CaseClock
from cases.models.decision import Decision
from cases.models.grants import CaseGrant
from cases.models.person import Evidence, FamilyMember, HealthNote, Person
from cases.models.private import CasePrivate, Detention, OwnSideNote, Withdrawal
from cases.models.transfer import Handover, Transfer
from cases.models.travel_document import TravelDocument
from cases.models.verification import VerificationResult, VerificationTask

__all__ = [
    "Case",
    "CaseClock",
    "CaseGrant",
    "CaseGroup",
    "CasePart",
    "CasePrivate",
    "Decision",
    "Detention",
    "Evidence",
    "FamilyMember",
    "Handover",
    "HealthNote",
    "OwnSideNote",
    "Person",
    "Transfer",
    "TravelDocument",
    "VerificationResult",
    "VerificationTask",
    "Withdrawal",
]
