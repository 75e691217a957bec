"""The closed lists of this app: a code in the database, a translated label on the screen.

The codes that the arithmetic of time limits reads stand in `countries.clocks.codes`; a test keeps the two equal.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.clocks import codes


class AuthorityKind(models.TextChoices):
    CENTRAL_AUTHORITY = "central_authority", _("Central authority")
    POLICE = "police", _("Police")
    CIVIL_REGISTRY = "civil_registry", _("Civil registry")
    IDENTITY_REGISTRY = "identity_registry", _("Identity registry")
    PASSPORTS_DIRECTORATE = "passports_directorate", _("Passports directorate")
    CONSULATE = "consulate", _("Embassy or consulate")
    BORDER_POST = "border_post", _("Border post")
    MIGRATION_SERVICE = "migration_service", _("Migration service")
    IMMIGRATION_AUTHORITY = "immigration_authority", _("Immigration authority")
    FOREIGN_MINISTRY = "foreign_ministry", _("Ministry of foreign affairs")
    ARCHIVE = "archive", _("Archive or information centre")
    REGIONAL_OFFICE = "regional_office", _("Regional office")
    MONITORING_BODY = "monitoring_body", _("Forced-return monitoring body")


class ContactKind(models.TextChoices):
    GENERAL = "general", _("General")
    DUTY_OFFICER = "duty_officer", _("Duty officer, day and night")


class CrossingKind(models.TextChoices):
    AIR = "air", _("Airport")
    LAND = "land", _("Land border")
    SEA = "sea", _("Sea port")


class AgreementKind(models.TextChoices):
    EU_AGREEMENT = "eu_agreement", _("Agreement of the European Union")
    IMPLEMENTING_PROTOCOL = "implementing_protocol", _("Implementing protocol")
    BILATERAL = "bilateral", _("Bilateral agreement")
    ARRANGEMENT = "arrangement", _("Arrangement")


class AgreementSide(models.TextChoices):
    A = "A", _("First party")
    B = "B", _("Second party")


class AgreedPart(models.TextChoices):
    """What of an agreement two countries may agree on between themselves, beside its rules."""

    HEAD = "head", _("Head of the agreement")
    FORM = "form", _("Printed form")
    EVIDENCE = "evidence", _("Means of evidence")
    ATTACHMENT = "attachment", _("Attachment")
    SUSPENSION = "suspension", _("Not applied for a time")


class RuleKind(models.TextChoices):
    RECEIPT = "receipt", _("Receipt of the application")
    SUBMISSION = "submission", _("Submission of the application")
    SUBMISSION_EXTENSION = "submission_extension", _("Later submission after obstacles")
    REPLY = "reply", _("Reply to the application")
    REPLY_EXTENSION = "reply_extension", _("Extension of the time limit for the reply")
    ACCELERATED_SUBMISSION = "accelerated_submission", _("Submission in the accelerated procedure")
    ACCELERATED_REPLY = "accelerated_reply", _("Reply in the accelerated procedure")
    ACCELERATED_REPLY_EXTENSION = "accelerated_reply_extension", _("Extension of the accelerated reply")
    ACCELERATED_TRANSFER = "accelerated_transfer", _("Transfer in the accelerated procedure")
    REGISTER_CHECK = "register_check", _("Check in the civil register")
    OBJECTION = "objection", _("Objection to the nationality")
    INTERVIEW = "interview", _("Interview")
    INTERVIEW_RESULT = "interview_result", _("Result of the interview")
    TRAVEL_DOCUMENT_ISSUE = "travel_document_issue", _("Issue of the travel document")
    TRAVEL_DOCUMENT_VALIDITY = "travel_document_validity", _("Validity of the travel document")
    TRAVEL_DOCUMENT_RENEWAL = "travel_document_renewal", _("New travel document after expiry")
    ENTRY_VISA_ISSUE = "entry_visa_issue", _("Entry visa for a third-country national")
    ENTRY_VISA_VALIDITY = "entry_visa_validity", _("Validity of the entry visa")
    RESUBMISSION_REPLY = "resubmission_reply", _("Reply to a short second application")
    TRANSFER = "transfer", _("Transfer")
    TRANSFER_NOTICE = "transfer_notice", _("Notice of the transfer")
    TRANSFER_NOTICE_REPLY = "transfer_notice_reply", _("Reply to the notice of transfer")
    TRANSFER_CHANGE = "transfer_change", _("Change of an announced transfer")
    ERROR = "error", _("Readmission in error")
    TRANSIT_SUBMISSION = "transit_submission", _("Submission of the transit application")
    TRANSIT_REPLY = "transit_reply", _("Reply to the transit application")
    TRANSIT_EXECUTION = "transit_execution", _("Carrying out of the transit")
    TRANSIT_CHANGE = "transit_change", _("Change of an announced transit")
    TRANSIT_STAY = "transit_stay", _("Longest stay in transit")
    COSTS = "costs", _("Payment of costs")
    MONTHLY_CAP = "monthly_cap", _("Persons per month")
    FLIGHT_CAP = "flight_cap", _("Persons per flight")
    PERIOD_CAP = "period_cap", _("Persons in a first period")
    BORDER_AREA = "border_area", _("Border area of the accelerated procedure")


class Track(models.TextChoices):
    OWN_NATIONAL = "own_national", _("Own national")
    THIRD_COUNTRY_NATIONAL = "third_country_national", _("Third-country national")
    STATELESS = "stateless", _("Stateless person")
    TRANSIT = "transit", _("Transit")
    ANY = "any", _("Any person")


class Unit(models.TextChoices):
    HOUR = codes.HOUR, _("hour")
    CALENDAR_DAY = codes.CALENDAR_DAY, _("calendar day")
    WORKING_DAY = codes.WORKING_DAY, _("working day")
    MONTH = codes.MONTH, _("month")
    YEAR = codes.YEAR, _("year")
    PERSON = codes.PERSON, _("person")
    KILOMETRE = codes.KILOMETRE, _("kilometre")
    NONE = codes.NO_UNIT, _("no number")


class StartEvent(models.TextChoices):
    DELIVERY = "delivery", _("delivery")
    CONFIRMED_RECEIPT = "confirmed_receipt", _("confirmed receipt")
    REGISTRATION = "registration", _("registration as incoming by the receiving authority")
    COMPLETE_FILE = "complete_file", _("receipt of the complete file")
    KNOWLEDGE = "knowledge", _("knowledge of the unlawful stay")
    UNLAWFUL_ENTRY = "unlawful_entry", _("the unlawful entry")
    UNLAWFUL_STAY = "unlawful_stay", _("the beginning of the unlawful stay")
    OBSTACLE_END = "obstacle_end", _("the end of the obstacles")
    REPLY = "reply", _("the reply")
    ACCEPTANCE = "acceptance", _("acceptance")
    ACCEPTANCE_RECEIVED = "acceptance_received", _("receipt of the acceptance")
    TRAVEL_DOCUMENT_REQUEST = "travel_document_request", _("receipt of the request for the travel document")
    TRAVEL_DOCUMENT_ISSUE = "travel_document_issue", _("issue of the travel document")
    DOCUMENT_EXPIRY = "document_expiry", _("expiry of the travel document")
    ENTRY_VISA_ISSUE = "entry_visa_issue", _("issue of the entry visa")
    REPLY_PERIOD_END = "reply_period_end", _("the end of the time limit for the reply")
    RESUBMISSION = "resubmission", _("the short second application")
    INTERVIEW_REQUEST = "interview_request", _("the request for an interview")
    INTERVIEW = "interview", _("the interview")
    PLANNED_TRANSFER = "planned_transfer", _("the planned transfer")
    TRANSFER_NOTICE = "transfer_notice", _("receipt of the notice of transfer")
    TRANSFER = "transfer", _("the transfer")
    APPREHENSION = "apprehension", _("apprehension")
    ARRIVAL = "arrival", _("arrival in the requesting country")
    TRANSIT_REQUEST = "transit_request", _("receipt of the transit application")
    TRANSIT_CONSENT = "transit_consent", _("consent to the transit")
    PLANNED_TRANSIT = "planned_transit", _("the planned transit")
    INVOICE = "invoice", _("receipt of the invoice")
    CALENDAR_MONTH = "calendar_month", _("the calendar month")
    FLIGHT = "flight", _("the flight")
    ENTRY_INTO_FORCE = "entry_into_force", _("the beginning of the arrangement")


class RuleCondition(models.TextChoices):
    """In which cases alone a value holds; a rule without one holds in all."""

    PROOF = "proof", _("where the nationality is proved by a listed document")
    PRIMA_FACIE = "prima_facie", _("where there is prima facie evidence only")
    NO_EVIDENCE = "no_evidence", _("where there is no listed evidence")
    POLICE_ESCORT = "police_escort", _("with a police escort")
    BY_AIR = "by_air", _("by air")
    BY_LAND = "by_land", _("by land")
    BY_CHARTER = "by_charter", _("by charter flight")


class ExtensionBasis(models.TextChoices):
    """What gives an extension."""

    REASONED_REQUEST = "reasoned_request", _("on a reasoned request")
    NOTICE = "notice", _("by mere notice")
    CONSENT = "consent", _("with the consent of the other side")
    UNKNOWN = "unknown", _("on terms that are not known")


class SuspensionCause(models.TextChoices):
    """Which obstacles let a time limit stand still under an agreement."""

    LEGAL_OBSTACLE = "legal_obstacle", _("a legal obstacle")
    PRACTICAL_OBSTACLE = "practical_obstacle", _("a practical obstacle")
    # Of the time limit for the reply alone: it stands still while the receiving side waits for information asked for.
    INFORMATION_REQUEST = "information_request", _("a request for information that waits for its answer")


class FallbackDocument(models.TextChoices):
    """On which document a person may travel when the travel document was not issued in time."""

    OWN = "own", _("a travel document of the requesting country")
    EUROPEAN = "european", _("the European travel document for return, Regulation (EU) 2016/1953")
    STANDARD = "standard", _("the common document annexed to the agreement")
    EXPIRED = "expired", _("the expired travel document")


class ReceiptProof(models.TextChoices):
    """What proves that something was received, where the text says so."""

    DELIVERY_REPORT = "delivery_report", _("the delivery report of the e-mail or fax")
    TRANSMISSION_REPORT = "transmission_report", _("the transmission report")
    SYSTEM_REPORT = "system_report", _("the sending report of the electronic system")
    PROCEDURE_STARTED = "procedure_started", _("an e-mail that the procedure has started")


class StateSide(models.TextChoices):
    REQUESTING = codes.REQUESTING, _("requesting country")
    RECEIVING = codes.RECEIVING, _("receiving country")


class WorkingDaysOf(models.TextChoices):
    REQUESTING = codes.REQUESTING, _("of the requesting country")
    RECEIVING = codes.RECEIVING, _("of the receiving country")
    BOTH = codes.BOTH, _("of both countries")


class Direction(models.TextChoices):
    AFTER = codes.AFTER, _("at the latest after")
    BEFORE = codes.BEFORE, _("at least before")


class CountingConvention(models.TextChoices):
    PLAIN = codes.PLAIN, _("the last day counts whatever day it is")
    ROLL_TO_WORKING_DAY = codes.ROLL_TO_WORKING_DAY, _("a last day that is not a working day moves to the next one")
    REGULATION_1182_71 = codes.REGULATION_1182_71, _("as in Regulation (EEC, Euratom) No 1182/71")
    NEXT_WORKING_DAY_AFTER_END = codes.NEXT_WORKING_DAY_AFTER_END, _("ends one working day after the last day")
    UNVERIFIED = codes.UNVERIFIED, _("not known: both ways of counting are shown")


class EffectOfSilence(models.TextChoices):
    ACCEPTED = codes.SILENCE_ACCEPTED, _("counts as acceptance")
    RECOGNISED = codes.SILENCE_RECOGNISED, _("counts as recognition of the nationality")
    CONSENT = codes.SILENCE_CONSENT, _("counts as consent to what was announced")
    NONE = codes.SILENCE_NONE, _("has no effect")
    TRANSFER_MAY_PROCEED = codes.SILENCE_TRANSFER_MAY_PROCEED, _("lets the transfer proceed")
    NOT_APPLICABLE = codes.SILENCE_NOT_APPLICABLE, _("not applicable")
    UNKNOWN = codes.SILENCE_UNKNOWN, _("not known")


class Certainty(models.TextChoices):
    """How sure a value is: only read texts and secondary sources are shown without a mark."""

    TEXT = "T", _("read in the text")
    SECONDARY = "S", _("read in a secondary source")
    MEMORY = "M", _("not verified")
    DOUBTFUL = "M?", _("not verified, doubtful")


class EvidencePurpose(models.TextChoices):
    NATIONALITY = "nationality", _("Nationality")
    ENTRY_OR_RESIDENCE = "entry_or_residence", _("Entry or residence")


class EvidenceWorth(models.TextChoices):
    PROOF = "proof", _("Proof")
    PRIMA_FACIE = "prima_facie", _("Prima facie evidence")
    STARTS_PROCESS = "starts_process", _("Starts the verification, does not bind")


class EvidenceKind(models.TextChoices):
    PASSPORT = "passport", _("Passport")
    EMERGENCY_PASSPORT = "emergency_passport", _("Emergency or substitute passport")
    IDENTITY_CARD = "identity_card", _("Identity card")
    TEMPORARY_IDENTITY_CARD = "temporary_identity_card", _("Temporary identity card")
    MILITARY_IDENTITY_CARD = "military_identity_card", _("Military identity card")
    SERVICE_CARD = "service_card", _("Service card")
    SEAMAN_BOOK = "seaman_book", _("Seaman's book")
    CITIZENSHIP_CERTIFICATE = "citizenship_certificate", _("Citizenship certificate")
    DRIVING_LICENCE = "driving_licence", _("Driving licence")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    PHOTOCOPY = "photocopy", _("Photocopy of a listed document")
    EXPIRED_DOCUMENT = "expired_passport", _("Expired passport or identity card")
    STATEMENT_OF_PERSON = "statement_of_person", _("Statement of the person")
    STATEMENT_OF_WITNESS = "statement_of_witness", _("Statement of a witness")
    LANGUAGE = "language", _("Language spoken")
    FINGERPRINTS = "fingerprints", _("Fingerprints or other biometric data")
    BORDER_STAMP = "border_stamp", _("Entry or departure stamp")
    VISA = "visa", _("Visa of the receiving country")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit of the receiving country")
    TICKET = "ticket", _("Ticket or passenger list")
    BILL = "bill", _("Bill or receipt")
    COURIER_DATA = "courier_data", _("Data of a courier or travel agency")
    EXPIRED_VISA = "expired_visa", _("Expired visa of the receiving country")
    EXPIRED_RESIDENCE_PERMIT = "expired_residence_permit", _("Expired residence permit of the receiving country")
    CONSULAR_CARD = "consular_card", _("Consular identity document")
    WEAPONS_PERMIT = "weapons_permit", _("Weapons permit")
    DNA_TEST = "dna_test", _("Result of a DNA test")
    OFFICIAL_STATEMENT = "official_statement", _("Official statement of border staff")
    PLACE_OF_INTERCEPTION = "place_of_interception", _("Place and circumstances of interception")
    INTERNATIONAL_ORGANISATION = "international_organisation", _("Information from an international organisation")
    OTHER = "other", _("Other")


class FormKind(models.TextChoices):
    APPLICATION = "application", _("Readmission application")
    TRANSIT = "transit", _("Transit application")
    REPLY = "reply", _("Reply")
    TRANSFER_NOTICE = "transfer_notice", _("Notice of the transfer")
    TRAVEL_DOCUMENT = "travel_document", _("Travel document")


class AttachmentKind(models.TextChoices):
    """What a receiving country asks to be attached to an application."""

    APPLICATION_FORM = "application_form", _("Application form")
    PHOTOGRAPH = "photograph", _("Photograph")
    FINGERPRINTS = "fingerprints", _("Fingerprints")
    EVIDENCE_COPIES = "evidence_copies", _("Copies of the evidence")
    TRANSLATION = "translation", _("Translation of the evidence")
    WHOLE_PASSPORT = "whole_passport", _("All pages of a passport")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    LAST_ADDRESS = "last_address", _("Last official address in full")
    BIOGRAPHY = "biography", _("Family members, schools, work places and earlier addresses")
    ORIGINAL_DOCUMENT = "original_document", _("Original document, handed over")
    FLIGHT_DETAILS = "flight_details", _("Flight details")
    NEW_INFORMATION = "new_information", _("New information, when an application is filed again")
