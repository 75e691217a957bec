"""The papers of travel documents beyond the receiving country's own: the European travel document for return, and the
version of a sheet that is marked void."""

from typing import Any

from accounts.actor import Actor
from cases import return_document
from cases.letters import _head, _person, _photograph, _signature, office
from cases.models import Case, Person, TravelDocument
from countries.models import Authority
from documents.letters import registry
from documents.letters.contexts import LetterContext
from documents.letters.return_document import ReturnDocument
from documents.models import GeneratedDocument


def return_document_request(
    case: Case,
    person: Person,
    document: TravelDocument,
    actor: Actor,
    *,
    place: str,
    departure: str,
    arrival: str,
    remarks: str,
) -> ReturnDocument:
    """The European travel document for return, with what Article 3(1) of the Regulation names."""
    issuing = Authority.objects.select_related("country").get(id=actor.authority_id)
    return ReturnDocument(
        **_head(case, actor),  # type: ignore[arg-type]
        issuing=office(issuing),
        document_number=document.number,
        valid_from=document.issued_on,
        valid_until=document.valid_until,
        journey_from=case.requesting_country.display_name,
        journey_to=case.receiving_country.display_name,
        departure=departure,
        arrival=arrival,
        person=_person(person),
        photograph=_photograph(person.photograph),
        issued_at=place,
        remarks=remarks,
        label_languages=tuple(issuing.country.languages),
        unverified=return_document.unverified_fields(),
        signature=_signature(actor),
    )


def void_request(paper: GeneratedDocument) -> LetterContext:
    """The same sheet, marked void, from what was frozen for it: whoever asks sees nothing that was not on it."""
    kind: Any = registry.paper_class(paper.template)
    context = kind.from_json({**paper.context, "voids": str(paper.id)})
    assert isinstance(context, LetterContext)
    return context
