"""Tables of data protection, each of one side or shared by the two sides of a case."""

from protection.models.retention import DestroyedFile, LegalHold, RetentionItem, RetentionRun

__all__ = ["DestroyedFile", "LegalHold", "RetentionItem", "RetentionRun"]
