"""The copy for the person of what was sent: drawn from the register of one case, in a language for persons."""

from uuid import UUID

from accounts.actor import Actor
from cases.choices import Side
from cases.identity.dates import PartialDate
from cases.letters import _head, _name, offices_of
from cases.models import Case, Person
from cases.services.working import working_case
from cases.workflow.engine import readers_audience
from cases.workflow.types import Readers
from countries.models.agreement import VERIFIED
from documents.letters.disclosures import DisclosureCopy, Label, Sent
from documents.models import GeneratedDocument
from documents.services import document_request
from protection.articles import article_of
from protection.choices import DataKind, Direction
from protection.selectors.disclosures import DisclosureFilters, disclosures_oldest_first
from protection.words import Words, words


def copy_request(*, actor: Actor, case_id: UUID, language: str) -> GeneratedDocument:
    """Ask for the copy of what the actor's side has given to others in this case; it holds what is recorded now. Only
    the actor's side can open it: it hands it to the person. Raises NotVisible, ActRefused (not_granted)."""
    case, side = working_case(actor=actor, case_id=case_id, acts=("protect_data",))
    return document_request(
        actor=actor,
        context=copy_of(actor, case, side, words()[language]),
        subject=case.subject,
        audience=readers_audience(case, Readers(side.value)),
        case_reference=case.reference or "",
        series=side.value,
    )


def copy_of(actor: Actor, case: Case, side: Side, language: Words) -> DisclosureCopy:
    """The contents of the copy. What was received is not in it, nor are receipts: nothing went over with them."""
    requesting, receiving = offices_of(case)
    person = Person.objects.get(case=case)
    article = article_of(case.agreement_id)
    given = [
        row
        for row in disclosures_oldest_first(actor, DisclosureFilters(case=case.id))
        if row.direction is not Direction.RECEIVED and DataKind.RECEIPT not in row.kinds
    ]
    return DisclosureCopy(
        **_head(case, actor),  # type: ignore[arg-type]
        office=requesting if side is Side.REQUESTING else receiving,
        person=_name(person),
        birth=PartialDate.parse(person.birth_date).display() if person.birth_date else "",
        language=language.language,
        direction=language.direction,
        labels=tuple(Label(code=code, text=text) for code, text in sorted(language.copy.items())),
        article=article.citation if article is not None and article.certainty in VERIFIED else "",
        is_reviewed=language.is_reviewed,
        lines=tuple(
            Sent(
                on=row.at.astimezone(actor.zone).strftime("%d.%m.%Y"),
                to=", ".join(filter(None, (row.recipient, row.recipient_country or actor.country_name))),
                kinds=tuple(language.kinds[kind] for kind in row.kinds),
                why=language.why[row.why],
                law=row.legal_basis,
            )
            for row in given
        ),
    )
