"""Papers with made-up people in five scripts, for the tests of this area."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from documents.letters.audit_trail import AuditTrail, TrailLine
from documents.letters.case_file import Block, CaseFile, Fact, Line, Section
from documents.letters.certificate import DestroyedClass, DestructionCertificate
from documents.letters.contexts import (
    Assistance,
    CoveredPerson,
    Enclosed,
    Escort,
    HandoverRecord,
    ProcedureNotice,
    ReadmissionApplication,
    Reply,
    SharedAct,
    SilenceRecord,
    TransferNotice,
    TravelDocument,
)
from documents.letters.costs import CostClaim, CostLine
from documents.letters.disclosures import DisclosureCopy, Label, Sent
from documents.letters.exits import ErrorClaim, ErrorReply, ReturnedThing, TakeBackRecord
from documents.letters.interview_papers import InterviewInvitation, Slot, VisitSchedule
from documents.letters.parts import Evidence, Office, Person, PersonName, Photograph, Signature, TimeLimit
from documents.letters.passenger_list import PassengerList, SeatedOffice
from documents.letters.persons import AnswerRow, AnswerSection, PersonAnswer
from documents.letters.return_document import ReturnDocument
from documents.letters.transit import TransitApplication, TransitReply
from documents.rendering import Picture

BELGRADE = ZoneInfo("Europe/Belgrade")
REFERENCE = "NL-RS-2026-000123-7"
AGREEMENT = "Agreement between the European Community and the Republic of Serbia on the readmission of persons residing without authorisation"

NAMES = {
    "sr-Latn": PersonName(
        surname="Đorđević",
        given_names="Željko",
        native_surname="Ђорђевић",
        native_given_names="Жељко",
        native_language="sr-Cyrl",
    ),
    "ka": PersonName(
        surname="Beridze",
        given_names="Giorgi",
        native_surname="ბერიძე",
        native_given_names="გიორგი",
        native_language="ka",
    ),
    "bn": PersonName(
        surname="Chowdhury",
        given_names="Rahim",
        native_surname="চৌধুরী",
        native_given_names="রহিম",
        native_language="bn",
    ),
    "ar": PersonName(
        surname="Al-Khatib",
        given_names="Yusuf",
        native_surname="الخطيب",
        native_given_names="يوسف",
        native_language="ar",
    ),
    "ur": PersonName(
        surname="Malik",
        given_names="Ahmed Shehzad",
        native_surname="ملک",
        native_given_names="احمد شہزاد",
        native_language="ur",
    ),
}
DTV = Office(
    country="Kingdom of the Netherlands",
    name="Repatriation and Departure Service",
    native_name="Dienst Terugkeer en Vertrek",
    native_language="nl",
    address="Turfmarkt 147, 2511 DP The Hague",
    telephone="+31 70 000 00 00",
    email="readmission@example.org",
)
MUP = Office(
    country="Republic of Serbia",
    name="Ministry of the Interior, Readmission Unit",
    native_name="Министарство унутрашњих послова",
    native_language="sr-Cyrl",
    address="Bulevar Mihajla Pupina 2, 11070 Belgrade",
)
PHOTOGRAPH = Photograph(storage_id="0" * 32, sha256="0" * 64)
UNVERIFIED = TimeLimit(
    label="Travel document",
    wording="within 3 working days of the acceptance",
    citation="EU–Serbia agreement, Article 2(4)",
    is_unverified=True,
)
VERIFIED = TimeLimit(
    label="Reply",
    wording="within 10 calendar days of receipt; silence counts as consent",
    citation="EU–Serbia agreement, Article 10(2)",
    due_at=dt.datetime(2026, 12, 2, 0, 0, tzinfo=BELGRADE),
)


def picture() -> Picture:
    """A drawn face: clearly nobody."""
    image = Image.new("RGB", (350, 450), "#dde6f0")
    draw = ImageDraw.Draw(image)
    draw.ellipse((105, 90, 245, 250), fill="#8ea5bd")
    draw.ellipse((30, 290, 320, 640), fill="#8ea5bd")
    out = io.BytesIO()
    image.save(out, "JPEG")
    return Picture(out.getvalue(), "image/jpeg")


def person(name: str = "sr-Latn", **changes: object) -> Person:
    fields: dict[str, object] = {
        "name": NAMES[name],
        "birth_date": dt.date(1988, 7, 2),
        "birth_place": "Novi Pazar",
        "sex": "M",
        "height_cm": 181,
        "eye_colour": "brown eyes",
        "distinguishing_marks": "scar on the left forearm",
        "aliases": ("Zeljko Djordjevic", "“Džo”"),
        "nationality": "Serbia",
        "languages": ("Serbian", "German"),
        "civil_status": "married",
        "father_name": "Milan",
        "mother_name": "Ljiljana",
        "last_address": "Stevana Nemanje 12, 36300 Novi Pazar",
    }
    return Person(**{**fields, **changes})  # type: ignore[arg-type]


def application(**changes: object) -> ReadmissionApplication:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 11, 21),
        "agreement": AGREEMENT,
        "article": "Articles 2 and 7",
        "annex": "Annex 6",
        "requesting": DTV,
        "receiving": MUP,
        "place": "The Hague",
        "is_interview_requested": True,
        "person": person(),
        "photograph": PHOTOGRAPH,
        "spouse_line": "ĐORĐEVIĆ, Šejla",
        "children_line": "Džana (7), Mina (4)",
        "spouse": person(name="ka", sex="F", maiden_name="Beridze", civil_status=""),
        "children": (person(name="ur", birth_date=dt.date(2019, 5, 3), height_cm=None),),
        "health": "None known.",
        "evidence": (
            Evidence(
                kind="passport",
                title="Passport",
                number="012345678",
                issued_on=dt.date(2014, 3, 1),
                issued_at="Novi Pazar",
                issued_by="MUP Novi Pazar",
                expires_on=dt.date(2024, 3, 1),
                worth="prima_facie",
            ),
            Evidence(
                kind="identity_card",
                title="Identity card",
                number="007654321",
                issued_by="MUP Novi Pazar",
                worth="proof",
            ),
            Evidence(kind="other", title="Statement of the person", worth="prima_facie"),
        ),
        "observations": "The person agrees to travel with his wife and child on one flight.",
        "limits": (VERIFIED, UNVERIFIED),
        "signature": Signature(name="M. de Vries", function="Reviewer", authority="Repatriation and Departure Service"),
    }
    return ReadmissionApplication(**{**fields, **changes})  # type: ignore[arg-type]


def covered(name: str) -> CoveredPerson:
    return CoveredPerson(
        name=NAMES[name],
        birth_date=dt.date(1988, 7, 2),
        birth_place="Kutaisi",
        reference=REFERENCE,
        travel_document="PL0012345",
    )


def reply(**changes: object) -> Reply:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 12, 1),
        "agreement": AGREEMENT,
        "answering": MUP,
        "requesting": DTV,
        "place": "Belgrade",
        "reply_number": "03-1234/26",
        "application_on": dt.date(2026, 11, 21),
        "person": covered("sr-Latn"),
        "outcome": "accepted",
        "basis": "express",
        "article": "Article 2",
        "is_travel_document_promised": True,
        "family": (covered("ka"), covered("ur")),
        "limits": (UNVERIFIED,),
        "signature": Signature(
            name="J. Petrović", function="Head of unit", place="Belgrade", signed_on=dt.date(2026, 12, 1)
        ),
    }
    return Reply(**{**fields, **changes})  # type: ignore[arg-type]


def travel_document(**changes: object) -> TravelDocument:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 12, 3),
        "is_specimen": True,
        "issuing": MUP,
        "document_number": "PL0012345",
        "valid_from": dt.date(2026, 12, 3),
        "valid_until": dt.date(2027, 1, 2),
        "journey_from": "Netherlands",
        "journey_to": "Serbia",
        "person": person(),
        "photograph": PHOTOGRAPH,
        "issued_at": "The Hague",
        "mrz_lines": ("PUSRBDORDEVIC<<ZELJKO<<<<<<<<<<<<<<<<<<<<<<<", "PL00123452SRB8807024M2701021<<<<<<<<<<<<<<02"),
        "label_language": "sr-Cyrl",
        "signature": Signature(name="J. Petrović", function="Consul"),
    }
    return TravelDocument(**{**fields, **changes})  # type: ignore[arg-type]


def return_document(**changes: object) -> ReturnDocument:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 12, 3),
        "is_specimen": True,
        "issuing": DTV,
        "document_number": "NL0012345",
        "valid_from": dt.date(2026, 12, 3),
        "valid_until": dt.date(2027, 1, 2),
        "journey_from": "Netherlands",
        "journey_to": "Serbia",
        "departure": "Amsterdam Schiphol, JU 361",
        "arrival": "Belgrade Nikola Tesla Airport, 14 December 2026",
        "person": person(),
        "photograph": PHOTOGRAPH,
        "issued_at": "The Hague",
        "label_languages": ("nl",),
        "unverified": ("Annex: model of the sheet",),
        "signature": Signature(name="M. de Vries", function="Return officer"),
    }
    return ReturnDocument(**{**fields, **changes})  # type: ignore[arg-type]


def transfer_notice(**changes: object) -> TransferNotice:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 12, 5),
        "agreement": AGREEMENT,
        "sending": DTV,
        "receiving": MUP,
        "place": "The Hague",
        "crossing_point": "Belgrade Nikola Tesla Airport (BEG)",
        "departure_place": "Amsterdam Schiphol (AMS)",
        "departs_at": dt.datetime(2026, 12, 14, 9, 40, tzinfo=ZoneInfo("Europe/Amsterdam")),
        "arrives_at": dt.datetime(2026, 12, 14, 12, 5, tzinfo=BELGRADE),
        "means": "air",
        "carrier": "Flight JU 361",
        "persons": tuple(covered(name) for name in NAMES),
        "escorts": (Escort(name="P. Jansen", function="Escort leader", document_number="NX1234567"),),
        "assistance": (Assistance(name=NAMES["bn"], reason="illness", help_needed="insulin, wheelchair"),),
        "signature": Signature(name="M. de Vries", function="Transfer officer"),
    }
    return TransferNotice(**{**fields, **changes})  # type: ignore[arg-type]


def handover_record(**changes: object) -> HandoverRecord:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 12, 14),
        "agreement": AGREEMENT,
        "sending": DTV,
        "receiving": MUP,
        "crossing_point": "Belgrade Nikola Tesla Airport (BEG)",
        "handed_over_at": dt.datetime(2026, 12, 14, 12, 40, tzinfo=BELGRADE),
        "persons": (covered("sr-Latn"), covered("ur")),
        "papers": ("Travel document PL0012345", "Birth certificate (original)"),
        "belongings": "One suitcase, one telephone",
        "condition": "No complaints.",
        "handed_over_by": Signature(name="P. Jansen", function="Escort leader"),
        "received_by": Signature(name="D. Ilić", function="Border officer"),
    }
    return HandoverRecord(**{**fields, **changes})  # type: ignore[arg-type]


def silence_record(**changes: object) -> SilenceRecord:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 12, 14),
        "agreement": AGREEMENT,
        "requesting": DTV,
        "receiving": MUP,
        "person": covered("sr-Latn"),
        "delivered_at": dt.datetime(2026, 12, 3, 12, 40, tzinfo=BELGRADE),
        "made_available": "In the inbox of the authority in RCMS, with a notice to it",
        "started_at": dt.datetime(2026, 12, 3, 12, 40, tzinfo=BELGRADE),
        "start_event": "delivery",
        "ended_at": dt.datetime(2026, 12, 14, 0, 0, tzinfo=BELGRADE),
        "time_zone": "Europe/Belgrade",
        "limit": TimeLimit(
            label="Reply",
            wording="10 calendar days",
            citation="EU–Serbia, Article 10(2)",
            due_at=dt.datetime(2026, 12, 14, 0, 0, tzinfo=BELGRADE),
        ),
        "source": "OJ L 334, 19.12.2007, p. 46",
        "certainty": "read in the text",
        "silence": "Silence counts as acceptance.",
        "follows": "Readmission counts as accepted as of 14 December 2026.",
        "silence_citation": "Article 10(2)",
        "silence_certainty": "read in the text",
        "calendar": "SRB-1",
        "working": ("10 calendar days from delivery on 3 December 2026.",),
        "acts": (SharedAct(at=dt.datetime(2026, 12, 4, 9, 0, tzinfo=BELGRADE), words="Receipt acknowledged"),),
        "enclosures": (Enclosed(title="Readmission application 1", sha256="0" * 64),),
    }
    return SilenceRecord(**{**fields, **changes})  # type: ignore[arg-type]


def case_file(**changes: object) -> CaseFile:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 12, 14),
        "agreement": AGREEMENT,
        "requesting": DTV,
        "receiving": MUP,
        "person": NAMES["sr-Latn"],
        "birth": "14 March 1991, Niš",
        "status": "Accepted",
        "made_for": DTV.name,
        "made_by": "M. de Vries",
        "made_at": dt.datetime(2026, 12, 14, 12, 40, tzinfo=BELGRADE),
        "sections": (
            Section(
                code="application",
                title="Application",
                blocks=(Block(heading="Person", facts=(Fact(label="Name", value="Ђорђевић", language="sr-Cyrl"),)),),
            ),
            Section(
                code="timeline",
                title="What happened",
                lines=(
                    Line(at=dt.datetime(2026, 12, 1, 9, 0, tzinfo=BELGRADE), text="Filed and delivered", who="DTV"),
                ),
            ),
        ),
    }
    return CaseFile(**{**fields, **changes})  # type: ignore[arg-type]


def transit_application() -> TransitApplication:
    return TransitApplication(
        reference=REFERENCE,
        issued_on=dt.date(2026, 11, 20),
        agreement=AGREEMENT,
        requesting=application().requesting,
        requested=application().receiving,
        place="The Hague",
        annex="Annex 7",
        person=application().person,
        document_type="Passport",
        document_number="BA1234567",
        means="air",
        destination="Albania",
        other_states=("Montenegro",),
        entry_point="Belgrade Nikola Tesla Airport (BEG)",
        enters_at=dt.datetime(2026, 12, 10, 9, 30, tzinfo=BELGRADE),
        entry_carrier="JU 361",
        exit_point="Belgrade Nikola Tesla Airport (BEG)",
        leaves_at=dt.datetime(2026, 12, 10, 14, 5, tzinfo=BELGRADE),
        exit_carrier="JU 162",
        escort_count=2,
        escorts=(Escort(name="S. Jansen"), Escort(name="P. de Boer")),
        special_care="Walks with a stick",
        support="A room near the gate",
        is_declared=True,
        observations="The person speaks English.",
        no_visa="No airport transit visa is needed for the person and the escorts.",
        signature=Signature(name="A. Visser", function="Reviewer", authority="DT&V", place="The Hague"),
    )


def transit_reply() -> TransitReply:
    return TransitReply(
        reference=REFERENCE,
        issued_on=dt.date(2026, 11, 24),
        agreement=AGREEMENT,
        answering=application().receiving,
        requesting=application().requesting,
        place="Belgrade",
        application_on=dt.date(2026, 11, 20),
        person=reply().person,
        outcome="accepted",
        entry_point="Belgrade Nikola Tesla Airport (BEG)",
        enters_at=dt.datetime(2026, 12, 10, 9, 30, tzinfo=BELGRADE),
        conditions="Escorts in plain clothes",
        no_visa="No airport transit visa is needed for the person and the escorts.",
        signature=Signature(name="D. Ilić", function="Decision maker", place="Belgrade"),
    )


def interview_invitation(**changes: object) -> InterviewInvitation:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 12, 3),
        "agreement": AGREEMENT,
        "inviting": DTV,
        "mission": "Embassy of Serbia in The Hague, consular section",
        "mission_country": "Serbia",
        "place": "Netherlands",
        "person": covered("sr-Latn"),
        "starts_at": dt.datetime(2026, 12, 10, 9, 30, tzinfo=ZoneInfo("Europe/Amsterdam")),
        "form": "In person",
        "where": "Centre for interviews, Rotterdam, room 2",
        "language": "Serbian",
        "has_interpreter": True,
    }
    return InterviewInvitation(**{**fields, **changes})  # type: ignore[arg-type]


def visit_schedule(**changes: object) -> VisitSchedule:
    zone = ZoneInfo("Europe/Amsterdam")
    slots = tuple(
        Slot(
            starts_at=dt.datetime(2026, 12, 10, 9, 0, tzinfo=zone) + dt.timedelta(minutes=30 * (number // 2)),
            room=f"Room {number % 2 + 1}",
            language="Serbian",
            person=covered("sr-Latn"),
            file_number=f"V-{number}",
        )
        for number in range(12)
    )
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 12, 3),
        "organising": DTV,
        "mission": MUP,
        "place": "Centre for interviews, Rotterdam",
        "first_day": dt.date(2026, 12, 10),
        "last_day": dt.date(2026, 12, 11),
        "rooms": ("Room 1", "Room 2"),
        "interpreters": ("Serbian", "Romani"),
        "team": "Two consular officers",
        "slots": slots,
        "has_own_numbers": True,
    }
    return VisitSchedule(**{**fields, **changes})  # type: ignore[arg-type]


def procedure_notice(**changes: object) -> ProcedureNotice:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 12, 1),
        "agreement": AGREEMENT,
        "writing": MUP,
        "addressed": DTV,
        "place": "Belgrade",
        "application_on": dt.date(2026, 11, 30),
        "person": covered("sr-Latn"),
        "is_by_receiving": True,
        "reason": "The person was not apprehended in the area that the agreement names",
        "remarks": "Found in Niš, 90 km from the border.",
        "limits": (UNVERIFIED,),
        "signature": Signature(name="J. Petrović", function="Registry officer", place="Belgrade"),
    }
    return ProcedureNotice(**{**fields, **changes})  # type: ignore[arg-type]


def error_claim(**changes: object) -> ErrorClaim:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2027, 1, 20),
        "agreement": AGREEMENT,
        "writing": MUP,
        "addressed": DTV,
        "place": "Belgrade",
        "person": covered("sr-Latn"),
        "handed_over_on": dt.date(2026, 12, 14),
        "grounds": ("The person is a national of another country",),
        "statement": "The register of another country knows the fingerprints.",
        "enclosure": "reply-of-the-register.pdf",
        "window": "Sunday 14 March 2027, 24:00 (EU–Serbia)",
        "is_window_doubted": True,
        "signature": Signature(name="J. Petrović", function="Decision maker", place="Belgrade"),
    }
    return ErrorClaim(**{**fields, **changes})  # type: ignore[arg-type]


def error_reply(**changes: object) -> ErrorReply:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2027, 1, 25),
        "agreement": AGREEMENT,
        "writing": DTV,
        "addressed": MUP,
        "place": "Netherlands",
        "person": covered("sr-Latn"),
        "claimed_on": dt.date(2027, 1, 20),
        "is_accepted": True,
        "reasons": "We agree.",
        "signature": Signature(name="M. de Vries", function="Reviewer"),
    }
    return ErrorReply(**{**fields, **changes})  # type: ignore[arg-type]


def take_back_record(**changes: object) -> TakeBackRecord:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2027, 2, 1),
        "agreement": AGREEMENT,
        "sending": MUP,
        "receiving": DTV,
        "place": "Netherlands",
        "person": covered("sr-Latn"),
        "crossing_point": "Belgrade Nikola Tesla Airport",
        "taken_back_at": dt.datetime(2027, 2, 1, 10, 30, tzinfo=BELGRADE),
        "returned": (
            ReturnedThing(name="The travel document issued for the journey", is_given=True, is_received=True),
            ReturnedThing(name="The person's original documents", is_given=True, is_received=False),
        ),
        "received_back_note": "The identity card did not come.",
        "costs": "Borne by the Requesting State",
        "signature": Signature(name="M. de Vries", function="Return officer"),
    }
    return TakeBackRecord(**{**fields, **changes})  # type: ignore[arg-type]


def cost_claim(**changes: object) -> CostClaim:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2027, 1, 20),
        "agreement": AGREEMENT,
        "writing": MUP,
        "addressed": DTV,
        "place": "Belgrade",
        "person": covered("sr-Latn"),
        "basis": "Readmission in error",
        "statement": "The receipts are enclosed.",
        "lines": (
            CostLine(what="Tickets or charter", spent_on=dt.date(2027, 1, 14), amount="412.50"),
            CostLine(what="Escorts", spent_on=dt.date(2027, 1, 14), amount="1250.00"),
        ),
        "total": "1662.50",
        "currency": "EUR",
        "account": "Ministry of Interior, RS35 1050 0812 3123 1231 73",
        "due": "Sunday 21 March 2027, 24:00 (Benelux–Serbia protocol, Article 10)",
        "enclosure": "receipts.pdf",
        "signature": Signature(name="J. Petrović", function="Registry officer", place="Belgrade"),
    }
    return CostClaim(**{**fields, **changes})  # type: ignore[arg-type]


def disclosure_copy(**changes: object) -> DisclosureCopy:
    codes = ("title", "opening", "person", "case", "authority", "agreement", "article", "when", "whom", "what", "why")
    labels = tuple(Label(code=code, text=f"Word {code}") for code in (*codes, "law", "empty", "rights", "not_read"))
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2027, 1, 20),
        "agreement": AGREEMENT,
        "office": DTV,
        "person": covered("ur").name,
        "birth": "27.03.1990",
        "language": "ur",
        "direction": "rtl",
        "labels": (*labels, Label(code="unreviewed", text="Nobody checked this")),
        "article": "Article 16",
        "is_reviewed": False,
        "lines": (
            Sent(
                on="14.01.2027", to=f"{MUP.name}, {MUP.country}", kinds=("Your photograph", "Who you are"), why="To ask"
            ),
        ),
    }
    return DisclosureCopy(**{**fields, **changes})  # type: ignore[arg-type]


def person_answer(**changes: object) -> PersonAnswer:
    codes = ("title", "opening", "person", "number", "date", "outcome", "ground", "said", "withheld", "sources")
    labels = (
        Label(code=code, text=f"Word {code}")
        for code in (*codes, "retention", "rights", "rights_enforcement", "unreviewed")
    )
    rows = (AnswerRow(heading="Person", label="Surname", value="Đorđević"), AnswerRow(value="A note without a label"))
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2027, 1, 20),
        "office": DTV,
        "name": "Željko Đorđević",
        "language": "en",
        "direction": "ltr",
        "labels": tuple(labels),
        "is_reviewed": True,
        "outcome": "You are given a part.",
        "ground": "Rights of others",
        "ground_note": "The brother is named",
        "text": "The photograph is enclosed",
        "sections": (AnswerSection(title="Application", rows=rows),),
        "withheld": 4,
        "is_enforcement": True,
    }
    return PersonAnswer(**{**fields, **changes})  # type: ignore[arg-type]


def passenger_list(**changes: object) -> PassengerList:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 12, 10),
        "written_for": f"{DTV.name}, {DTV.country}",
        "office": DTV,
        "name": f"Charter Belgrade {REFERENCE}",
        "status": "Confirmed",
        "crossing_point": "Belgrade Nikola Tesla Airport (BEG)",
        "departure_place": "Schiphol",
        "departs_at": dt.datetime(2026, 12, 14, 9, 40, tzinfo=BELGRADE),
        "arrives_at": dt.datetime(2026, 12, 14, 12, 40, tzinfo=BELGRADE),
        "means": "air",
        "carrier": "JU 901",
        "is_charter": True,
        "persons": (covered("sr-Latn"), covered("ur")),
        "others": 3,
        "offices": (SeatedOffice(name=DTV.name, country=DTV.country, seats=5, taken=5),),
        "staff": (Escort(name="P. Jansen", function="Escort leader", document_number="NN1234567"),),
    }
    return PassengerList(**{**fields, **changes})  # type: ignore[arg-type]


def audit_trail(**changes: object) -> AuditTrail:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2026, 12, 10),
        "made_by": "S. de Vries",
        "office": DTV.name,
        "made_at": dt.datetime(2026, 12, 10, 9, 30, tzinfo=BELGRADE),
        "place": "Amsterdam",
        "asked": ("Last 7 days", "Looks"),
        "lines": (
            TrailLine(
                at=dt.datetime(2026, 12, 9, 9, 40, 5, tzinfo=BELGRADE),
                kind="Look",
                what="Opened the case",
                about=REFERENCE,
                who="P. Jansen",
                office=DTV.name,
                address="192.0.2.7",
            ),
        ),
        "left_out": True,
    }
    return AuditTrail(**{**fields, **changes})  # type: ignore[arg-type]


def destruction_certificate(**changes: object) -> DestructionCertificate:
    fields: dict[str, object] = {
        "reference": REFERENCE,
        "issued_on": dt.date(2033, 1, 10),
        "office": DTV,
        "run": "019f9a6e-0000-7000-8000-000000000001",
        "reasons": "The time of keeping is over",
        "asked_by": "A. de Vries",
        "asked_at": dt.datetime(2032, 12, 1, 9, 40, tzinfo=BELGRADE),
        "approved_by": "P. Jansen",
        "approved_at": dt.datetime(2032, 12, 2, 9, 40, tzinfo=BELGRADE),
        "done_at": dt.datetime(2033, 1, 10, 9, 40, tzinfo=BELGRADE),
        "classes": (
            DestroyedClass(
                what="The record of the case",
                rule="default:case_transferred:60",
                citation="GDPR Art. 5(1)(e)",
                certainty="D",
                cases=2,
                rows=214,
                files=0,
            ),
        ),
        "cases": (REFERENCE,),
        "kept": 1,
        "hashes": ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",),
    }
    return DestructionCertificate(**{**fields, **changes})  # type: ignore[arg-type]


ALL = {
    "audit_trail": audit_trail,
    "destruction_certificate": destruction_certificate,
    "cost_claim": cost_claim,
    "disclosure_copy": disclosure_copy,
    "person_answer": person_answer,
    "passenger_list": passenger_list,
    "error_claim": error_claim,
    "error_reply": error_reply,
    "take_back_record": take_back_record,
    "transit_application": transit_application,
    "transit_reply": transit_reply,
    "case_file": case_file,
    "readmission_application": application,
    "reply": reply,
    "travel_document": travel_document,
    "return_document": return_document,
    "transfer_notice": transfer_notice,
    "handover_record": handover_record,
    "silence_record": silence_record,
    "procedure_notice": procedure_notice,
    "interview_invitation": interview_invitation,
    "visit_schedule": visit_schedule,
}
