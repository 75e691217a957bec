"""Codes of data protection."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """What of a case is erased at a time of its own; the record takes all but the last with it."""

    BIOMETRICS = "biometrics", _("Photographs")
    FREE_TEXT = "free_text", _("Messages and notes")
    PAPERS = "papers_and_files", _("Papers and files")
    RECORD = "record", _("The record of the case")
    AUDIT = "audit_personal", _("Names, grounds and addresses in the log")


class DataClass(models.TextChoices):
    """Of which a schedule says how long it is kept."""

    NOT_TRANSFERRED = "case_not_transferred", _("Record of a case without a transfer")
    TRANSFERRED = "case_transferred", _("Record of a case with a transfer")
    BIOMETRICS = "biometrics", _("Photographs")
    FREE_TEXT = "free_text", _("Messages and notes")
    PAPERS = "papers_and_files", _("Papers and files")
    AUDIT = "audit_personal", _("Names, grounds and addresses in the log")


class Starts(models.TextChoices):
    """From what a period of keeping runs."""

    CLOSED = "case_closed", _("the closing of the case")
    ERROR_LIMIT = "error_limit", _("the end of the time for a claim of readmission in error, or the closing if later")
    ERASED = "record_erased", _("the erasure of the record")


class RunState(models.TextChoices):
    """How far a run of erasure has come."""

    WAITING = "waiting", _("Waits for a second person")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DONE = "done", _("Done")


class ItemState(models.TextChoices):
    """What has become of one part of one case in a run."""

    WAITING = "waiting", _("Waits")
    DONE = "done", _("Erased")
    KEPT = "kept", _("Kept back")


class Origin(models.TextChoices):
    """How a run came about."""

    ASKED = "asked", _("Asked for and approved")
    RESTORED = "restored", _("Applied again after a restore")


class KeptBack(models.TextChoices):
    """What keeps a part back although its time has come."""

    HOLD = "hold", _("A legal hold")
    OPEN = "open", _("The case is not closed")
    CLAIM = "claim", _("A claim of readmission in error is open")
    COSTS = "costs", _("A claim of costs is open")
    CLOCK = "clock", _("A time limit runs")
    RUNNING = "running", _("Another run has it in hand")
    DECIDED = "decided", _("The erasure was rejected or withdrawn")
    OTHER_SIDE = "other_side", _("The other side keeps it longer")
