"""From what a reader sees of a case to the typed contents of the case file.

Everything comes from the selectors that write the pages for one reader, so that the paper can hold nothing that the
pages do not show; files are those that row security lets through.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from cases.letters import office
from cases.models import Case, Message, OwnSideNote, SharedNote, Thread
from cases.policies import side_of
from cases.selectors import case_panels as panels
from cases.selectors.case_clocks import ClockView
from cases.selectors.case_documents import CASE_FILE, CaseDocuments, DocumentRow
from cases.selectors.case_page import CasePage, OwnSide
from cases.selectors.conversation import may_read
from cases.selectors.timeline import Entry
from cases.wording_conversation import items_words
from core import clock
from core.jinja import date_long, due_words, local_time
from countries.models import Authority
from documents.letters import parts
from documents.letters.case_file import AttachedFile, Block, CaseFile, Fact, Line, Proof, Section
from documents.models import StoredFile

_CLOCK_STATES = {
    "running": gettext_lazy("running"),
    "paused": gettext_lazy("stands still"),
    "passed": gettext_lazy("passed"),
    "waiting": gettext_lazy("not yet running"),
    "unlimited": gettext_lazy("no fixed time limit"),
    "unknown": gettext_lazy("not known"),
    "stopped": gettext_lazy("stopped"),
    "replaced": gettext_lazy("replaced"),
    "done": gettext_lazy("kept"),
    "late": gettext_lazy("not kept"),
    "open": gettext_lazy("open"),
    "ended": gettext_lazy("ended"),
    "used": gettext_lazy("in time"),
    "used_late": gettext_lazy("after its end"),
}


def case_file_contents(actor: Actor, page: CasePage, documents: CaseDocuments, proof: Proof | None = None) -> CaseFile:
    """The case file of a page and its documents, both made for this actor (the timeline as a whole). proof: that its
    events stand in the sealed log."""
    case, person = page.case, page.case.person
    offices = Authority.objects.select_related("country").in_bulk(
        [case.requesting_authority_id, case.receiving_authority_id]
    )
    sections = [
        _application(page),
        _transit(page),
        _verification(page),
        _interviews(page),
        _interviews_own(page),
        _decisions(page),
        _travel(page),
        _transfers(page),
        _clocks(page.clocks),
        _timeline(actor, page.timeline or ()),
        _messages(actor, case),
        _shared_notes(actor, case),
        _own_side(actor, case, page.own_side),
    ]
    return CaseFile(
        reference=page.reference,
        issued_on=clock.now().astimezone(actor.zone).date(),
        agreement=case.agreement.title,
        is_specimen=settings.DEMO_MODE or settings.TESTING,
        requesting=office(offices[case.requesting_authority_id]),
        receiving=office(offices[case.receiving_authority_id]),
        person=parts.PersonName(
            surname=person.family_name,
            given_names=person.given_names,
            native_surname=person.family_name_native,
            native_given_names=person.given_names_native,
            native_language=person.native_language,
        ),
        birth=page.born,
        photograph=_photograph(person.photograph),
        status=page.status,
        made_for=actor.authority_name,
        made_by=actor.name,
        made_at=_there(actor, clock.now()),
        sections=tuple(section for section in sections if section.blocks or section.lines),
        files=tuple(_files(documents)),
        proof=proof,
    )


def _there(actor: Actor, at: datetime) -> datetime:
    return at.astimezone(actor.zone)


def _facts(rows: Iterable[Sequence[Any]]) -> tuple[Fact, ...]:
    return tuple(
        Fact(label=str(row[0]), value=str(row[1]), language=str(row[2]) if len(row) > 2 and row[2] else "")
        for row in rows
    )


def _application(page: CasePage) -> Section:
    case = page.case
    about = [
        (_("Agreement"), case.agreement.title),
        (_("Track"), case.get_track_display()),
        (_("Requesting authority"), case.requesting_authority.name),
        (_("Receiving authority"), case.receiving_authority.name),
        (_("Submitted"), date_long(case.submitted_at) if case.submitted_at else _("not yet")),
    ]
    blocks = [
        Block(heading=_("Agreement and offices"), facts=_facts(about)),
        Block(heading=_("Person"), facts=_facts(page.person.rows)),
        Block(heading=_("Evidence"), facts=_facts((row.title, _worth(row)) for row in page.evidence)),
        Block(heading=_("Family"), facts=_facts((row.name, _join(row.about, row.reference)) for row in page.family)),
    ]
    return Section(code="application", title=_("Application"), blocks=_filled(blocks))


def _worth(row: panels.EvidenceRow) -> str:
    mark = _("unverified") if row.is_unverified else ""
    return " · ".join(filter(None, (row.number, row.worth, row.citation, mark)))


def _join(*texts: str) -> str:
    return " · ".join(filter(None, texts))


def _filled(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block.facts or block.paragraphs)


def _transit(page: CasePage) -> Section:
    """What was asked for, what the consent says (a proposed one reaches the transit country alone), how it went."""
    found = page.transit
    if found is None:
        return Section(code="transit", title="")
    consent = [*found.consent, *([(_("Seen by"), _("own side only"))] if found.consent and found.is_proposed else [])]
    carried = [(_("Status"), found.status), *found.rows] if found.rows else []
    blocks = [
        Block(heading=_("Transit asked for"), facts=_facts(found.plan)),
        Block(heading=_("Consent: proposed") if found.is_proposed else _("Consent"), facts=_facts(consent)),
        Block(heading=_("How the transit goes"), facts=_facts(carried)),
    ]
    return Section(code="transit", title=_("Transit"), blocks=_filled(blocks))


def _verification(page: CasePage) -> Section:
    blocks = []
    for row in page.verification.rows:
        facts = [(_("Answer"), row.answer), (_("When"), row.when or "—")]
        if page.verification.is_full:
            facts += [(_("Agency"), row.agency), (_("Question"), row.question), (_("Remarks"), row.remarks)]
        heading = _("Question %(number)d") % {"number": row.number}
        blocks.append(Block(heading=heading, facts=_facts(fact for fact in facts if fact[1])))
    for found in page.verification.consolidated:
        said = [(name, words) for name, words in found.said]
        heading = _("%(particular)s: %(mark)s") % {"particular": found.label, "mark": found.words}
        blocks.append(Block(heading=heading, facts=_facts([(_("As stated"), found.value), *said])))
    return Section(
        code="verification", title=_("Verification"), blocks=tuple(blocks), is_own_side=page.verification.is_full
    )


def _interviews(page: CasePage) -> Section:
    blocks = [Block(heading=view.status, facts=_facts(view.rows)) for view in page.interviews]
    return Section(code="interviews", title=_("Interviews"), blocks=tuple(blocks))


def _interviews_own(page: CasePage) -> Section:
    """What the reader's side keeps about interviews for itself, with its check of the legal status."""
    notes = [note for view in page.interviews for note in view.notes]
    blocks = [Block(heading=note.title, facts=(), paragraphs=_filled_words(note.text, note.about)) for note in notes]
    if page.status_check is not None:
        rows = [*page.status_check.rows, (_("For the interview"), page.status_check.words)]
        facts = _facts(row for row in rows if row[1])
        blocks.append(Block(heading=_("Check of the legal status"), facts=facts))
    title = _("What our side records about interviews")
    return Section(code="interviews_own", title=title, blocks=tuple(blocks), is_own_side=True)


def _filled_words(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _decisions(page: CasePage) -> Section:
    blocks = []
    for view in page.decisions:
        rows = [(_("Outcome"), view.outcome), (_("State"), view.state), *view.rows]
        if view.is_own_side:
            rows.append((_("Seen by"), _("own side only")))
        paragraphs = [*view.codes, *([view.reasons] if view.reasons else [])]
        blocks.append(Block(heading=view.outcome, facts=_facts(rows), paragraphs=tuple(paragraphs)))
    return Section(code="decisions", title=_("Decisions"), blocks=tuple(blocks))


def _travel(page: CasePage) -> Section:
    blocks = [
        Block(heading=view.number, facts=_facts([(_("Status"), view.status), *view.rows])) for view in page.documents
    ]
    return Section(code="travel", title=_("Travel documents"), blocks=tuple(blocks))


def _transfers(page: CasePage) -> Section:
    blocks = []
    for view in page.transfers:
        rows = [(_("Status"), view.status), *view.rows, *view.handover]
        if view.is_own_side:
            rows.append((_("Seen by"), _("own side only")))
        blocks.append(Block(heading=view.status, facts=_facts(rows)))
    return Section(code="transfers", title=_("Transfers"), blocks=tuple(blocks))


def _clocks(rows: Iterable[ClockView]) -> Section:
    blocks = []
    for row in rows:
        facts = [(_("State"), str(_CLOCK_STATES.get(row.state, row.state)))]
        if row.due_at is not None:
            facts.append((_("Due"), _join(due_words(row.due_at, row.zone), row.place)))
        if row.ended_at is not None:
            facts.append((_("Ended"), local_time(row.ended_at, row.zone)))
        words = [text for text in (row.why, row.unverified) if text]
        blocks.append(Block(heading=row.name, facts=_facts(facts), paragraphs=tuple(words)))
    return Section(code="clocks", title=_("Time limits"), blocks=tuple(blocks))


def _timeline(actor: Actor, entries: Iterable[Entry]) -> Section:
    lines = tuple(
        Line(at=_there(actor, entry.at), text=entry.text, who=entry.actor, detail=entry.detail) for entry in entries
    )
    return Section(code="timeline", title=_("What happened"), lines=lines)


def _messages(actor: Actor, case: Case) -> Section:
    """Every message between the sides, by question, oldest first; of the own side's with the person who wrote it."""
    lines: list[Line] = []
    if case.shared and may_read(actor, case):
        threads = {
            row.id: row for row in Thread.objects.filter(case=case).select_related("information").order_by("opened_at")
        }
        order = {key: place for place, key in enumerate(threads)}
        rows = Message.objects.filter(case=case).select_related("author").order_by("number")
        for message in sorted(rows, key=lambda row: (order[row.thread_id], row.number)):
            thread = threads[message.thread_id]
            information = getattr(thread, "information", None)
            title = items_words(information.items) if information else thread.title
            author = getattr(message, "author", None)
            lines.append(
                Line(
                    at=_there(actor, message.sent_at),
                    text=title,
                    who=_join(author.name if author else "", message.office),
                    detail=message.text,
                )
            )
    return Section(code="messages", title=_("Messages between the sides"), lines=tuple(lines))


def _own_side(actor: Actor, case: Case, own: OwnSide | None) -> Section:
    if own is None:
        return Section(code="own", title="")
    notes = OwnSideNote.objects.filter(case=case, own_side=side_of(actor, case)).order_by("created_at", "id")
    lines = tuple(Line(at=_there(actor, note.created_at), text=note.text, who=note.author_name) for note in notes)
    blocks = _filled([Block(facts=_facts(own.rows))])
    return Section(code="own", title=_("What our side records"), is_own_side=True, blocks=blocks, lines=lines)


def _shared_notes(actor: Actor, case: Case) -> Section:
    """Notes that one side let the other read."""
    notes = SharedNote.objects.filter(case=case).order_by("shared_at", "id") if may_read(actor, case) else ()
    lines = tuple(Line(at=_there(actor, note.shared_at), text=note.text, who=note.office) for note in notes)
    return Section(code="notes", title=_("Notes for both sides"), lines=lines)


# --- files ------------------------------------------------------------------------------------------------------------


def _photograph(file: StoredFile | None) -> parts.Photograph | None:
    if file is None or file.is_destroyed or not file.viewing_storage_id:
        return None
    return parts.Photograph(
        storage_id=file.viewing_storage_id, sha256=file.viewing_sha256, media_type=file.viewing_media_type
    )


def _files(documents: CaseDocuments) -> list[AttachedFile]:
    """The latest version of each file and paper that is there and in use; earlier case files are not put into one."""
    made = []
    for group in documents.groups:
        if group.code in {CASE_FILE, "photograph"}:
            continue
        made += [_file(row, row.file) for row in group.rows if row.file is not None and not row.mark]
    return made


def _file(row: DocumentRow, file: StoredFile) -> AttachedFile:
    about = _join(row.about, row.who, local_time(row.at))
    if row.document is not None:
        kind, place = "paper", (file.storage_id, file.sha256, file.media_type)
    elif file.is_picture and file.viewing_storage_id:
        kind, place = "picture", (file.viewing_storage_id, file.viewing_sha256, file.viewing_media_type)
    else:
        kind, place = "pdf", (file.storage_id, file.sha256, file.media_type)
    return AttachedFile(
        title=row.title,
        about=about,
        kind=kind,  # type: ignore[arg-type]
        storage_id=place[0],
        sha256=place[1],
        media_type=place[2],
        pages=file.pages,
    )
