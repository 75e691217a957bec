"""Papers with made-up people in five scripts, for the tests of this area."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from documents.letters.case_file import Block, CaseFile, Fact, Line, Section
from documents.letters.contexts import (
    Assistance,
    CoveredPerson,
    Enclosed,
    Escort,
    HandoverRecord,
    ReadmissionApplication,
    Reply,
    SharedAct,
    SilenceRecord,
    TransferNotice,
    TravelDocument,
)
from documents.letters.parts import Evidence, Office, Person, PersonName, Photograph, Signature, TimeLimit
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


ALL = {
    "case_file": case_file,
    "readmission_application": application,
    "reply": reply,
    "travel_document": travel_document,
    "transfer_notice": transfer_notice,
    "handover_record": handover_record,
    "silence_record": silence_record,
}
