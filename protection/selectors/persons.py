"""Requests of persons: the list, one of them, and what our side holds on a person, collected as items."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor, Reach
from cases.case_file import case_file_contents
from cases.models import Case
from cases.selectors.case_documents import CASE_FILE, CaseDocuments, DocumentRow, case_documents_for
from cases.selectors.case_head import case_head_for
from cases.selectors.case_page import case_page_for
from cases.selectors.paging import Cursor, Page, keyset_page
from cases.selectors.search import cases_found, meanings_of
from cases.selectors.search_hits import Hit, hits_of
from core.errors import NotVisible
from core.forms import today
from core.jinja import local_time
from countries.selectors.places import country_name
from documents.letters.case_file import Section
from documents.models import GeneratedDocument
from protection.choices import AskState, DataKind, Direction, ItemKind
from protection.held import REPLACED, is_official_fact, pieces_of
from protection.models import PersonRequest
from protection.selectors.disclosures import DisclosureFilters, cases_answered_for, disclosures_oldest_first

ANSWER: Final = "person_answer"
VIEWS: Final[Mapping[str, str | Promise]] = {
    "open": gettext_lazy("To be answered"),
    "late": gettext_lazy("Late"),
    "done": gettext_lazy("Answered"),
}
ENDED: Final = (AskState.HANDED_OVER, AskState.WITHDRAWN)
HITS: Final = 50
Item = dict[str, Any]


def _own(actor: Actor) -> Q:
    reach = actor.grants.get("protect_data", Reach())
    return Q(audience_countries__overlap=sorted(reach.countries)) | Q(
        audience_authorities__overlap=sorted(reach.authorities)
    )


def person_requests(actor: Actor, view: str) -> QuerySet[PersonRequest]:
    """The requests that the actor answers for, by how they stand."""
    rows = PersonRequest.objects.filter(_own(actor))
    if view == "done":
        return rows.filter(state__in=ENDED)
    rows = rows.exclude(state__in=ENDED)
    return rows.filter(due_on__lt=today()) if view == "late" else rows


def person_page(actor: Actor, view: str, *, after: Cursor | None, before: Cursor | None) -> Page:
    """One page, the oldest that waits first, what is answered with the latest first. One statement."""
    is_done = view == "done"
    column = "ended_at" if is_done else "registered_at"
    rows = person_requests(actor, view).defer("items")
    return keyset_page(rows, column, is_descending=is_done, after=after, before=before)


def person_get(actor: Actor, request_id: UUID, *, lock: bool = False) -> PersonRequest:
    """The request, or NotVisible."""
    rows = PersonRequest.objects.filter(_own(actor), id=request_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotVisible(f"personrequest:{request_id}")
    return found


def answers_of(row: PersonRequest) -> list[GeneratedDocument]:
    """The answers as papers, the newest first."""
    papers = GeneratedDocument.objects.filter(subject=row.subject, template=ANSWER)
    return list(papers.select_related("file", "progress").defer("context").order_by("-version"))


def candidates(actor: Actor, asked: Mapping[str, str]) -> tuple[list[tuple[UUID, Hit]], Sequence[Any]]:
    """Cases that may be this person's, the likeliest first, as far as this side may see them; the meanings of what was
    asked, for the record of the look."""
    reading = meanings_of(asked)
    found = cases_found(actor, reading.meanings)
    matches = found.matches[:HITS]
    hits = hits_of(actor, matches)
    return list(zip((match.case_id for match in matches), hits, strict=True)), reading.meanings


def cases_of(actor: Actor, row: PersonRequest) -> list[Case]:
    """The cases that were chosen, as far as the actor answers for them."""
    cases = cases_answered_for(actor).filter(id__in=row.case_ids).select_related("person", "agreement")
    return sorted(cases, key=lambda case: case.created_at)


# --- what is held -----------------------------------------------------------------------------------------------------


def items_collected(actor: Actor, cases: Iterable[Case]) -> list[Item]:
    """All that our side holds on the person in these cases: what the pages of the case show to our side, where it came
    from, to whom it went. What is not about the person alone is left out until somebody says otherwise."""
    items: list[Item] = []
    for case in cases:
        items += [
            {"case": str(case.id), **each, "is_shown": each["kind"] == ItemKind.PERSON}
            for each in _of_case(actor, case)
        ]
    return items


def _of_case(actor: Actor, case: Case) -> Iterator[Item]:
    head = case_head_for(actor, case.id)
    page = case_page_for(actor, head, is_whole=True)
    documents = case_documents_for(actor, head)
    contents = case_file_contents(actor, page, documents)
    title = case.reference or _("Draft")
    about = f"{title}: {_('Person')}"
    name = " · ".join(filter(None, (contents.person.latin, contents.person.native)))
    yield _item(about, "", _("Name"), name, ItemKind.PERSON)
    yield _item(about, "", _("Born"), contents.birth or "—", ItemKind.PERSON)
    for section in contents.sections:
        yield from _of_section(f"{title}: {section.title}", section)
    for piece in pieces_of(actor, head):
        yield _item(f"{title}: {piece.title}", piece.heading, piece.label, piece.value, piece.kind)
    for file in _files(documents):
        # The copy itself is handed over from the documents of the case. Who of us put it there is not the person's.
        about = " · ".join(filter(None, (file.about, "" if file.is_ours else file.who, local_time(file.at))))
        yield _item(f"{title}: {_('Files')}", "", file.title, about, ItemKind.PERSON)
    if contents.photograph is not None:
        yield _item(f"{title}: {_('Files')}", "", _("Photograph"), _("held"), ItemKind.PERSON)
    yield _item(f"{title}: {_('Where the data came from')}", "", _("Source"), _source(actor, case), ItemKind.PERSON)
    if case.shared:
        yield from _recipients(actor, case, title)


def _files(documents: CaseDocuments) -> Iterator[DocumentRow]:
    """Files and papers that are held, with their earlier versions; what we made of the whole is no more than the
    whole."""
    for group in documents.groups:
        if group.code not in {CASE_FILE, "photograph"}:
            for row in group.rows:
                yield from (each for each in (row, *row.earlier) if each.file is not None)


def _of_section(title: str, section: Section) -> Iterator[Item]:
    if section.code in REPLACED:
        return
    between = section.code in {"messages", "notes"}
    for block in section.blocks:
        kind = ItemKind.FAMILY if section.code == "application" and block.heading == _("Family") else ItemKind.PERSON
        for fact in block.facts:
            is_official = is_official_fact(section.code, fact.label)
            yield _item(title, block.heading, fact.label, fact.value, ItemKind.OFFICIAL if is_official else kind)
        for paragraph in block.paragraphs:
            yield _item(title, block.heading, "", paragraph, kind)
    for line in section.lines:
        # Who of our colleagues did it is not the person's to know; what was done is.
        text = " · ".join(filter(None, (line.text, line.detail)))
        kind = ItemKind.OTHER_STATE if between else ItemKind.PERSON
        yield _item(title, "", local_time(line.at), text, kind)


def _item(section: str, heading: str, label: str, value: str, kind: ItemKind) -> Item:
    return {"section": section, "heading": heading, "label": label, "value": value, "kind": kind.value}


def _source(actor: Actor, case: Case) -> str:
    if case.requesting_country_id == actor.country:
        return _("The person, the person's papers, offices of our state, and the replies of the other state")
    words = {"office": case.requesting_authority.name, "country": country_name(case.requesting_country)}
    return _("The application of %(office)s, %(country)s, and offices of our state that were asked") % words


def _recipients(actor: Actor, case: Case, title: str) -> Iterator[Item]:
    for row in disclosures_oldest_first(actor, DisclosureFilters(case=case.id)):
        if row.direction is Direction.RECEIVED or DataKind.RECEIPT in row.kinds:
            continue
        to = ", ".join(filter(None, (row.recipient, row.recipient_country)))
        what = f"{to}: {'; '.join(row.kind_words)} ({row.why.label})"
        yield _item(f"{title}: {_('Who was given data')}", "", local_time(row.at), what, ItemKind.PERSON)
