"""The European travel document for return, Regulation (EU) 2016/1953: its contents and its labels.

Fields after Article 3(1). The drawing of the sheet follows the description of the Annex from memory and says so on the
paper until somebody has compared it with the printed model.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from documents.letters.contexts import LetterContext
from documents.letters.parts import UNSIGNED, Office, Person, Photograph, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDocument(LetterContext):
    """One sheet for one journey, issued by the requesting state.

    label_languages: the issuer's official languages, whose labels stand beside English and French (Article 3(2)) as far
    as RCMS has them; departure and arrival: what is known of the journey (Article 3(1)(d)); unverified: citations of
    what was not compared with the published text; voids: the key of the paper in whose place this version stands,
    marked void.
    """

    code: ClassVar[str] = "return_document"

    issuing: Office
    document_number: str
    valid_from: dt.date
    valid_until: dt.date
    journey_from: str
    journey_to: str
    departure: str = ""
    arrival: str = ""
    person: Person
    photograph: Photograph | None = None
    issued_at: str
    remarks: str = ""
    label_languages: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    voids: str = ""
    signature: Signature = UNSIGNED


RETURN_DOCUMENT_LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "European travel document for return",
        "of": "of illegally staying third-country nationals",
        "document_number": "Document No.",
        "valid": "Valid for one journey from",
        "to": "to",
        "surname": "Surname",
        "given_names": "Name",
        "birth_date": "Date of birth",
        "sex": "Sex",
        "nationality": "Nationality",
        "height": "Height",
        "marks": "Distinguishing marks",
        "address": "Address in the country of return (if known)",
        "issuing_authority": "Issuing authority",
        "issued_at": "Issued at",
        "issued_on": "Issued on",
        "valid_until": "Valid until",
        "departure": "Departure",
        "arrival": "Arrival",
        "signature": "Signature",
        "seal": "Seal",
        "remarks": "Remarks",
    },
    "fr": {
        "title": "Document de voyage européen destiné au retour",
        "of": "des ressortissants de pays tiers en séjour irrégulier",
        "document_number": "N° du document",
        "valid": "Valable pour un seul voyage de",
        "to": "à",
        "surname": "Nom",
        "given_names": "Prénom",
        "birth_date": "Date de naissance",
        "sex": "Sexe",
        "nationality": "Nationalité",
        "height": "Taille",
        "marks": "Signes particuliers",
        "address": "Adresse dans le pays de retour (si connue)",
        "issuing_authority": "Autorité de délivrance",
        "issued_at": "Délivré à",
        "issued_on": "Délivré le",
        "valid_until": "Valable jusqu’au",
        "departure": "Départ",
        "arrival": "Arrivée",
        "signature": "Signature",
        "seal": "Sceau",
        "remarks": "Observations",
    },
    "de": {
        "title": "Europäisches Reisedokument für die Rückkehr",
        "of": "illegal aufhältiger Drittstaatsangehöriger",
        "document_number": "Dokument Nr.",
        "valid": "Gültig für eine Reise von",
        "to": "nach",
        "surname": "Nachname",
        "given_names": "Vorname",
        "birth_date": "Geburtsdatum",
        "sex": "Geschlecht",
        "nationality": "Staatsangehörigkeit",
        "height": "Größe",
        "marks": "Besondere Kennzeichen",
        "address": "Anschrift im Rückkehrland (sofern bekannt)",
        "issuing_authority": "Ausstellende Behörde",
        "issued_at": "Ausgestellt in",
        "issued_on": "Ausgestellt am",
        "valid_until": "Gültig bis",
        "departure": "Abreise",
        "arrival": "Ankunft",
        "signature": "Unterschrift",
        "seal": "Siegel",
        "remarks": "Bemerkungen",
    },
    "nl": {
        "title": "Europees reisdocument voor terugkeer",
        "of": "van illegaal verblijvende onderdanen van derde landen",
        "document_number": "Documentnr.",
        "valid": "Geldig voor één reis van",
        "to": "naar",
        "surname": "Achternaam",
        "given_names": "Voornaam",
        "birth_date": "Geboortedatum",
        "sex": "Geslacht",
        "nationality": "Nationaliteit",
        "height": "Lengte",
        "marks": "Bijzondere kenmerken",
        "address": "Adres in het land van terugkeer (indien bekend)",
        "issuing_authority": "Instantie van afgifte",
        "issued_at": "Afgegeven te",
        "issued_on": "Afgegeven op",
        "valid_until": "Geldig tot en met",
        "departure": "Vertrek",
        "arrival": "Aankomst",
        "signature": "Handtekening",
        "seal": "Stempel",
        "remarks": "Opmerkingen",
    },
}


def return_document_labels(languages: tuple[str, ...]) -> list[tuple[str, Mapping[str, str]]]:
    """(language, labels) in the order of the sheet: the issuer's languages, English, French, each once."""
    own = [tag.split("-", maxsplit=1)[0] for tag in languages]
    wanted = dict.fromkeys([*(tag for tag in own if tag in RETURN_DOCUMENT_LABELS), "en", "fr"])
    return [(tag, RETURN_DOCUMENT_LABELS[tag]) for tag in wanted]
