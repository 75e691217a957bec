"""Tables of data protection, each of one side or shared by the two sides of a case."""

from protection.models.between import BetweenRequest
from protection.models.person import PersonRequest
from protection.models.record import ControllerRecord
from protection.models.retention import DestroyedFile, LegalHold, RetentionItem, RetentionRun

__all__ = [
    "BetweenRequest",
    "ControllerRecord",
    "DestroyedFile",
    "LegalHold",
    "PersonRequest",
    "RetentionItem",
    "RetentionRun",
]
