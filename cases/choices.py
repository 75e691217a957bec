"""The codes of cases and their parts, with the words people see. Codes are stored; words are translated by code.

Nothing here that the receiving side can read mentions asylum: see `WithdrawalReason`, which is own-side data.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    REQUESTING = "requesting", _("requesting")
    RECEIVING = "receiving", _("receiving")

    @property
    def other(self) -> "Side":
        """The side across."""
        return Side.RECEIVING if self is Side.REQUESTING else Side.REQUESTING


class Track(models.TextChoices):
    OWN_NATIONAL = "own_national", _("own national")
    THIRD_COUNTRY_NATIONAL = "third_country_national", _("third-country national")
    STATELESS = "stateless", _("stateless person")
    TRANSIT = "transit", _("transit")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED_INCOMPLETE = "returned_incomplete", _("Returned as incomplete")
    RECEIVED = "received", _("Received")
    IN_VERIFICATION = "in_verification", _("Identity being verified")
    DECISION_PROPOSED = "decision_proposed", _("Decision proposed")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    INCONCLUSIVE = "inconclusive", _("Inconclusive")
    COMPLETED = "completed", _("Completed")
    TAKEN_BACK = "taken_back", _("Taken back")
    # Of a transit: the consent was taken back, or the time for using it passed.
    REVOKED = "revoked", _("Consent revoked")
    EXPIRED = "expired", _("Consent expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TIME_BARRED = "time_barred", _("Out of time")
    CLOSED = "closed", _("Closed")


OPEN_STATUSES = (
    Status.DRAFT,
    Status.IN_REVIEW,
    Status.SUBMITTED,
    Status.RETURNED_INCOMPLETE,
    Status.RECEIVED,
    Status.IN_VERIFICATION,
    Status.DECISION_PROPOSED,
    Status.ACCEPTED,
)
# The application lies with the receiving side, and its reply is due.
UNDER_EXAMINATION = (Status.SUBMITTED, Status.RECEIVED, Status.IN_VERIFICATION, Status.DECISION_PROPOSED)
# What the requesting side must not learn before the answer is given: a proposal is shown to it as verification.
RECEIVING_ONLY_STATUSES = {Status.DECISION_PROPOSED: Status.IN_VERIFICATION}
# In a transit nobody verifies: there an answer that is only proposed looks like the receipt that came before it.
RECEIVING_ONLY_IN_TRANSIT = {Status.DECISION_PROPOSED: Status.RECEIVED}


def status_known(status: str, track: str) -> Status:
    """The status as the requesting side may know it."""
    hidden = RECEIVING_ONLY_IN_TRANSIT if track == Track.TRANSIT else RECEIVING_ONLY_STATUSES
    return Status(hidden.get(Status(status), status))


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    INCONCLUSIVE = "inconclusive", _("Inconclusive")


class Basis(models.TextChoices):
    EXPRESS = "express", _("express reply")
    SILENCE = "silence", _("no reply within the time limit")
    # Under agreements by which silence is no yes, but the transfer may be announced all the same.
    SILENCE_TRANSFER = "silence_transfer", _("no reply within the time limit, after which the transfer may go ahead")
    UPHELD_LATE_REPLY = "upheld_late_reply", _("late reply upheld")
    PAPER = "paper", _("reply on paper")


BY_SILENCE = (Basis.SILENCE, Basis.SILENCE_TRANSFER)


class Sex(models.TextChoices):
    MALE = "M", _("Male")
    FEMALE = "F", _("Female")
    UNSPECIFIED = "X", _("Unspecified")


class CivilStatus(models.TextChoices):
    SINGLE = "single", _("Single")
    MARRIED = "married", _("Married")
    PARTNERSHIP = "partnership", _("Registered partnership")
    DIVORCED = "divorced", _("Divorced")
    WIDOWED = "widowed", _("Widowed")
    UNKNOWN = "unknown", _("Not known")


class FamilyRelation(models.TextChoices):
    SPOUSE = "spouse", _("Spouse")
    CHILD = "child", _("Child")


class RefusalReason(models.TextChoices):
    """Reasons of the receiving side (domain facts 3.4); refusals are given in writing."""

    NOT_IDENTIFIED = "not_identified", _("The person could not be identified")
    NOT_A_NATIONAL = "not_a_national", _("The person is not a national of this country")
    EVIDENCE_INSUFFICIENT = "evidence_insufficient", _("The evidence is not sufficient")
    DOCUMENT_FALSE = "document_false", _("A document is false or altered")
    OTHER_NATIONALITY = "other_nationality", _("The person is a national of another country")
    ALREADY_READMITTED = "already_readmitted", _("The person was already readmitted, or the case is a duplicate")
    CONDITIONS_NOT_MET = "conditions_not_met", _("The conditions of the agreement are not met")
    DECEASED = "deceased", _("The person is deceased")
    AIRSIDE_TRANSIT = "airside_transit", _("The person was only in airside transit at an airport of this country")
    REQUESTING_COUNTRY_PERMIT = (
        "requesting_country_permit",
        _("The requesting country gave the person a visa or residence permit"),
    )
    OUT_OF_TIME = "out_of_time", _("The application came after its time limit")


class InconclusiveReason(models.TextChoices):
    """What would help when the answer is neither yes nor no."""

    MORE_DOCUMENTS = "more_documents", _("Further documents or copies")
    BETTER_PHOTOGRAPH = "better_photograph", _("A better photograph")
    FINGERPRINTS = "fingerprints", _("Fingerprints")
    FAMILY_DETAILS = "family_details", _("Details of parents and other relatives")
    ADDRESS_DETAILS = "address_details", _("Earlier addresses, schools or work places")
    INTERVIEW = "interview", _("An interview with the person")


class IncompleteReason(models.TextChoices):
    PHOTOGRAPH = "photograph", _("Photograph missing or unusable")
    PARTICULARS = "particulars", _("Particulars of the person missing or contradictory")
    EVIDENCE = "evidence", _("Copies of the evidence missing or unreadable")
    TRANSLATION = "translation", _("Translation missing")
    WRONG_AUTHORITY = "wrong_authority", _("Sent to the wrong authority")
    FORM = "form", _("The form is not filled in as the agreement asks")


class WithdrawalReason(models.TextChoices):
    """Own-side data of the requesting country. The other side learns only that the case was withdrawn."""

    COURT_SUSPENSION = "court_suspension", _("A court suspended the removal")
    PROTECTION_PROCEDURE = "protection_procedure", _("A protection procedure is pending")
    REGULARISED = "regularised", _("The stay was regularised")
    AMNESTY = "amnesty", _("An amnesty covers the person")
    LEFT_VOLUNTARILY = "left_voluntarily", _("The person left voluntarily")
    ABSCONDED = "absconded", _("The person absconded")
    UNFIT_TO_TRAVEL = "unfit_to_travel", _("The person is not fit to travel")
    ENTERED_IN_ERROR = "entered_in_error", _("The case was entered in error")
    NATIONALITY_CHANGED = "nationality_changed", _("The nationality turned out to be another")
    OTHER = "other", _("Another reason")


class VerificationStatus(models.TextChoices):
    ASKED = "asked", _("Asked")
    ANSWERED = "answered", _("Answered")
    CANCELLED = "cancelled", _("Cancelled")


class VerificationAnswer(models.TextChoices):
    CONFIRMED = "confirmed", _("Confirmed")
    NOT_CONFIRMED = "not_confirmed", _("Not confirmed")
    INCONCLUSIVE = "inconclusive", _("Inconclusive")


class DecisionState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    COUNTERSIGNED = "countersigned", _("Countersigned")
    SENT_BACK = "sent_back", _("Sent back")
    LAPSED = "lapsed", _("Overtaken by the end of the time limit")
    DEEMED = "deemed", _("By the end of the time limit")
    UNDONE = "undone", _("Undone")


class TravelDocumentStatus(models.TextChoices):
    # Asked for and not there yet: said of the case, no document has it.
    REQUESTED = "requested", _("Asked for")
    ISSUED = "issued", _("Issued")
    PRINTED = "printed", _("Printed")
    COLLECTED = "collected", _("Collected")
    USED = "used", _("Used")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    LOST = "lost", _("Lost")


class TransferStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    NOTIFIED = "notified", _("Notice given")
    CONFIRMED = "confirmed", _("Confirmed")
    COUNTER_PROPOSED = "counter_proposed", _("Other date proposed")
    # After notice another time, place or flight was announced: it wants a confirmation of its own.
    CHANGED = "changed", _("Changed, to be confirmed again")
    DEPARTED = "departed", _("Departed")
    HANDED_OVER = "handed_over", _("Handed over")
    REFUSED_AT_BORDER = "refused_at_border", _("Refused at the border")
    ABORTED = "aborted", _("Broken off")
    FAILED = "failed", _("Failed")
    REPLACED = "replaced", _("Replaced by a new plan")


class TransferMeans(models.TextChoices):
    AIR = "air", _("By air")
    LAND = "land", _("By land")
    SEA = "sea", _("By sea")


class TransferFailure(models.TextChoices):
    """Shared codes: they say what happened to the transfer, never why the person's situation changed."""

    NOT_PRESENTED = "not_presented", _("The person was not presented")
    FLIGHT_CANCELLED = "flight_cancelled", _("The flight or transport was cancelled")
    CARRIER_REFUSED = "carrier_refused", _("The carrier refused to take the person")
    MEDICAL = "medical", _("Not fit to travel on the day")
    RESISTANCE = "resistance", _("The person resisted")
    REFUSED_AT_BORDER = "refused_at_border", _("Refused at the border")
    DOCUMENTS = "documents", _("The documents were missing or not valid")
    POSTPONED = "postponed", _("The transfer was postponed")


class ClockKind(models.TextChoices):
    SUBMISSION = "submission", _("Submission of the application")
    ACCELERATED_SUBMISSION = "accelerated_submission", _("Submission in the accelerated procedure")
    REPLY = "reply", _("Reply")
    TRAVEL_DOCUMENT = "travel_document_issue", _("Travel document")
    TRANSFER = "transfer", _("Transfer")
    TRAVEL_DOCUMENT_VALIDITY = "travel_document_validity", _("Validity of the travel document")
    TRAVEL_DOCUMENT_RENEWAL = "travel_document_renewal", _("New travel document")
    TRANSFER_NOTICE = "transfer_notice", _("Notice of the transfer")
    TRANSFER_NOTICE_REPLY = "transfer_notice_reply", _("Reply to the notice of transfer")
    RESUBMISSION_REPLY = "resubmission_reply", _("Reply to a short second application")
    ERROR = "error", _("Claim of readmission in error")
    INTERVIEW = "interview", _("Interview")
    TRANSIT_USE = "transit_use", _("Use of the consent to transit")
    INTERVIEW_RESULT = "interview_result", _("Result of the interview")
    COSTS = "costs", _("Payment of costs")


# Limits that run from the delivery of the application and end with the answer, or with its return as incomplete.
FROM_DELIVERY = (ClockKind.REPLY, ClockKind.INTERVIEW)


class ClockState(models.TextChoices):
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Standing still")
    MET = "met", _("Met")
    MISSED = "missed", _("Missed")
    # A right that lapsed: nobody failed to do anything.
    EXPIRED = "expired", _("Ended")
    CANCELLED = "cancelled", _("Cancelled")
    SUPERSEDED = "superseded", _("Replaced")


class ExtensionState(models.TextChoices):
    REQUESTED = "requested", _("Asked for")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Not granted")
    LAPSED = "lapsed", _("Not answered in time")


class PauseCode(models.TextChoices):
    """Why a transfer really waits: own-side data of the requesting country."""

    COURT_SUSPENSION = "court_suspension", _("A court suspended the removal")
    PROTECTION_PROCEDURE = "protection_procedure", _("A protection procedure is pending")
    UNFIT_TO_TRAVEL = "unfit_to_travel", _("The person is not fit to travel")
    ABSCONDED = "absconded", _("The person absconded")
    TRANSPORT = "transport", _("There is no transport")
    OTHER = "other", _("Another reason")


class DisputeKind(models.TextChoices):
    DELIVERY = "delivery", _("The application was not delivered, or later")
    REPLY_IN_TIME = "reply_in_time", _("A reply was given in time")
    PAPER = "paper", _("The reply on paper was not given, or says something else")


class DisputeState(models.TextChoices):
    RAISED = "raised", _("Raised")
    UPHELD = "upheld", _("Upheld")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PaperKind(models.TextChoices):
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement of receipt")
    REPLY = "reply", _("Reply")


class PaperChannel(models.TextChoices):
    POST = "post", _("Post")
    FAX = "fax", _("Fax")
    EMAIL = "email", _("E-mail")
    HAND = "hand", _("By hand")


class GroupKind(models.TextChoices):
    FAMILY = "family", _("Family")


class Vulnerability(models.TextChoices):
    """Vulnerable persons, Directive 2008/115/EC, Article 3(9). Own-side data of the requesting country."""

    MINOR = "minor", _("Minor")
    UNACCOMPANIED_MINOR = "unaccompanied_minor", _("Unaccompanied minor")
    DISABLED = "disabled", _("Person with a disability")
    ELDERLY = "elderly", _("Elderly person")
    PREGNANT = "pregnant", _("Pregnant woman")
    SINGLE_PARENT = "single_parent", _("Single parent with minor children")
    SERIOUS_VIOLENCE = "serious_violence", _("Victim of torture, rape or other serious violence")


class ChecklistPurpose(models.TextChoices):
    """Before which act a country's list of reminders is shown."""

    REVIEW = "review", _("Before an application is released")
    RECEIPT = "receipt", _("When an application is received")
    DECISION = "decision", _("Before a decision is proposed")
    TRANSFER = "transfer", _("Before a transfer is planned or announced")
    QUALITY = "quality", _("When closed cases are reviewed")


class ThreadKind(models.TextChoices):
    QUESTION = "question", _("Question")
    INFORMATION_REQUEST = "information_request", _("Information request")


class ThreadState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class InformationStatus(models.TextChoices):
    ASKED = "asked", _("Asked")
    ANSWERED = "answered", _("Answered")
    CANCELLED = "cancelled", _("Cancelled")


class InformationItem(models.TextChoices):
    """What one side asks of the other; the same things as would help an inconclusive answer (InconclusiveReason)."""

    DOCUMENTS = "documents", _("Further documents or copies")
    PHOTOGRAPH = "photograph", _("A better photograph")
    FINGERPRINTS = "fingerprints", _("Fingerprints")
    FAMILY_DETAILS = "family_details", _("Details of parents and other relatives")
    ADDRESS_DETAILS = "address_details", _("Earlier addresses, schools or work places")
    INTERVIEW = "interview", _("An interview with the person")
    OTHER = "other", _("Something else")


class FlagKind(models.TextChoices):
    VULNERABLE = "vulnerable", _("Vulnerable")
    MINOR = "minor", _("Minor")
    UNACCOMPANIED = "unaccompanied", _("Unaccompanied minor")
    FAMILY = "family", _("Family")
    DETAINED = "detained", _("Detained")
    URGENT = "urgent", _("Urgent")


# What a side keeps to itself whoever asks: the database refuses such a flag for both sides as well.
NEVER_SHARED_FLAGS = (FlagKind.VULNERABLE, FlagKind.DETAINED)


class FlagEnd(models.TextChoices):
    """Why a row of a flag holds no longer: the flag was changed (another row follows) or ended."""

    CHANGED = "changed", _("Changed")
    ENDED = "ended", _("Ended")


class LinkKind(models.TextChoices):
    EARLIER_CASE = "earlier_case", _("Earlier case")
    SAME_PERSON = "same_person", _("Same person")
    RELATED = "related", _("Related case")
