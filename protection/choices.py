"""Codes of data protection with their words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataKind(models.TextChoices):
    """Of what kind the data are that went over to somebody."""

    IDENTITY = "identity", _("who the person is: names, birth, sex, nationality, family particulars")
    DOCUMENTS = "documents", _("documents of the person and their numbers")
    PHOTOGRAPH = "photograph", _("the photograph")
    ENTRY = "entry", _("entry, stay and route")
    FAMILY = "family", _("members of the family")
    HEALTH = "health", _("health and care, with the person's consent")
    MEASURES = "measures", _("measures of protection or security, observations")
    VERIFICATION = "verification", _("the check of the identity, and interviews")
    DECISION = "decision", _("the reply to the application")
    TRAVEL_DOCUMENT = "travel_document", _("the travel document")
    TRANSFER = "transfer", _("the journey and the handover")
    MESSAGES = "messages", _("messages, questions and notes between the two sides")
    FILES = "files", _("files")
    MARKS = "marks", _("marks of the case, such as a child or a vulnerable person")
    RECEPTION = "reception", _("who receives a child")
    MONITORING = "monitoring", _("the monitoring of the transfer")
    COSTS = "costs", _("costs")
    PROCEDURE = "procedure", _("where the procedure stands, and its time limits")
    REQUEST = "request", _("what the two sides ask each other about the data")
    RECEIPT = "receipt", _("a receipt: nothing new about the person")


class Why(models.TextChoices):
    """For what purpose data went over."""

    APPLICATION = "application", _("to ask for the readmission")
    REPLY = "reply", _("to answer the application")
    IDENTIFICATION = "identification", _("to find out who the person is")
    TRAVEL = "travel", _("to give the person a travel document")
    TRANSFER = "transfer", _("to carry out the journey and the handover")
    TRANSIT = "transit", _("to let the person through on the way to another state")
    PROCEDURE = "procedure", _("to carry on the procedure between the two states")
    COSTS = "costs", _("to settle the costs")
    ERROR = "error", _("to settle a readmission in error")
    PROTECTION = "protection", _("to protect the person's data")


class Direction(models.TextChoices):
    """Which way data went, as the reader's side sees it."""

    GIVEN = "given", _("We gave it")
    RECEIVED = "received", _("We were given it")
    WITHIN = "within", _("Within our state")


class BetweenKind(models.TextChoices):
    """What one side asks or tells the other about the data of a case."""

    USE_REPORT = "use_report", _("Report on the use of the data")
    ONWARD_SHARING = "onward_sharing", _("Consent to share the data with another body")
    CORRECTION = "correction", _("Notice of a correction")
    ERASURE = "erasure", _("Notice of an erasure")
    BLOCKING = "blocking", _("Notice of a blocking")


class BetweenState(models.TextChoices):
    """Where a request or notice stands."""

    WAITING = "waiting", _("Waits for an answer")
    TOLD = "told", _("Answered")
    CONSENTED = "consented", _("Consented")
    CONDITIONS = "conditions", _("Consented with conditions")
    REFUSED = "refused", _("Refused")
    SHARED = "shared", _("Shared, as consented")
    APPLIED = "applied", _("Applied")
    NOT_APPLIED = "not_applied", _("Not applied")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PersonAsks(models.TextChoices):
    """What a person asks for (GDPR, Articles 15 to 18, 21)."""

    ACCESS = "access", _("Access to the data (Article 15)")
    RECTIFICATION = "rectification", _("Rectification (Article 16)")
    ERASURE = "erasure", _("Erasure (Article 17)")
    RESTRICTION = "restriction", _("Restriction of processing (Article 18)")
    OBJECTION = "objection", _("Objection (Article 21)")


class AskState(models.TextChoices):
    """Where the request of a person stands."""

    REGISTERED = "registered", _("Registered")
    COLLECTED = "collected", _("Being answered")
    PROPOSED = "proposed", _("Waits for a second look")
    APPROVED = "approved", _("Ready to be handed over")
    HANDED_OVER = "handed_over", _("Handed over")
    WITHDRAWN = "withdrawn", _("Withdrawn by the person")


class AskOutcome(models.TextChoices):
    """How a request is answered."""

    GRANTED = "granted", _("As asked for")
    PARTLY = "partly", _("In part")
    REFUSED = "refused", _("Refused")
    NOTHING = "nothing", _("We hold no data on this person")


class RefusalGround(models.TextChoices):
    """On what a refusal or a restriction of the answer rests."""

    IDENTITY = "identity", _("The person could not be identified (GDPR, Articles 11(2) and 12(6))")
    EXCESSIVE = "excessive", _("Manifestly unfounded or excessive (GDPR, Article 12(5))")
    OTHERS = "others", _("Rights and freedoms of others (GDPR, Article 15(4))")
    NATIONAL = "national", _("A restriction by national law (GDPR, Article 23; name the provision)")
    ENFORCEMENT = "enforcement", _("Law enforcement (Directive 2016/680, Articles 15 and 16(4); name the provision)")
    OBLIGATION = "obligation", _("A legal obligation or public task asks for the data (GDPR, Article 17(3)(b))")
    CLAIMS = "claims", _("Legal claims (GDPR, Articles 17(3)(e) and 21(1))")


class IdentityCheck(models.TextChoices):
    """How it was checked who asks."""

    DOCUMENT = "document", _("A document with a photograph, seen")
    COPY = "copy", _("A copy of a document, compared with the file")
    PRESENT = "present", _("Known in person: in our care")
    REPRESENTATIVE = "representative", _("A lawyer or other representative, with a power of attorney")
    SIGNED = "signed", _("An electronic signature or identification")


class ItemKind(models.TextChoices):
    """Whose an item of an answer is; all but the person's own is left out unless somebody says otherwise."""

    PERSON = "person", _("about the person")
    FAMILY = "family", _("about members of the family")
    OFFICIAL = "official", _("about officials")
    OTHER_STATE = "other_state", _("written by the other state, or to it")


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
    RESTRICTED = "restricted", _("Its processing is restricted")
    ASKED = "asked", _("A person's request about it is not answered yet")
    OPEN = "open", _("The case is not closed")
    CLAIM = "claim", _("A claim of readmission in error is open")
    COSTS = "costs", _("A claim of costs is open")
    CLOCK = "clock", _("A time limit runs")
    RUNNING = "running", _("Another run has it in hand")
    DECIDED = "decided", _("The erasure was rejected or withdrawn")
    OTHER_SIDE = "other_side", _("The other side keeps it longer")
