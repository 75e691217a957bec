"""The files and papers of a case that a reader may see, grouped by what they are, with their earlier versions.

Row security says which rows there are; here they are put in order. Five statements, whatever their number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actor import Actor
from cases.choices import Side
from cases.models import ApplicationVersion, Case, Evidence, MessageFile, Person, ProcedureChange
from cases.policies import side_of
from cases.selectors.standing import Reader, reader_of
from cases.selectors.versions import files_in, sees_submitted_only, versions_of
from countries.choices import EvidenceKind
from documents.models import GeneratedDocument, StoredFile
from documents.previews import can_be_shown
from documents.querysets import papers_of

CASE_FILE: Final = "case_file"
SORTS: Final = ("newest", "oldest", "title", "size")
# code -> heading, in the order of the page.
GROUPS: Final[dict[str, str | Promise]] = {
    "application": gettext_lazy("Application"),
    "photograph": gettext_lazy("Photograph"),
    "evidence": gettext_lazy("Evidence"),
    "letters": gettext_lazy("Decision and letters"),
    "travel_document": gettext_lazy("Travel document"),
    "handover": gettext_lazy("Handover"),
    "messages": gettext_lazy("Files from messages"),
    CASE_FILE: gettext_lazy("Case files made for your side"),
}
_GROUP_OF_PAPER: Final = {
    "readmission_application": ("application", Side.REQUESTING),
    "reply": ("letters", Side.RECEIVING),
    # RCMS makes it, from what both sides know.
    "silence_record": ("letters", Side.RECEIVING),
    # Or of the requesting side: see `_notice_side`.
    "procedure_notice": ("letters", Side.RECEIVING),
    "travel_document": ("travel_document", Side.RECEIVING),
    "transfer_notice": ("letters", Side.REQUESTING),
    "handover_record": ("handover", Side.RECEIVING),
}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One file or paper. at: when it was put there (of a paper: issued, or asked for while it is being drawn); who: the
    person of the own side, the office of the other; number: of a paper's version, 0 for files; mark: withdrawn,
    replaced, making, failed, void (not given out any more: without a file) or ""; view_url: empty where there is
    nothing to look at page by page; earlier: latest first.
    """

    title: str
    about: str
    at: datetime
    who: str
    is_ours: bool
    number: int
    mark: str
    file: StoredFile | None
    document: GeneratedDocument | None
    view_url: str
    download_url: str
    earlier: Sequence["DocumentRow"] = ()

    @property
    def size(self) -> int:
        """Bytes, 0 while there is no file."""
        return self.file.size if self.file else 0

    @property
    def hash_short(self) -> str:
        """The first twelve digits of the SHA-256."""
        return self.file.sha256[:12] if self.file else ""


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """A heading with its files and papers."""

    code: str
    title: str
    rows: Sequence[DocumentRow]


@dataclass(frozen=True, slots=True)
class CaseDocuments:
    """The page. count: what the groups show, earlier versions apart; versions: of the application."""

    groups: Sequence[DocumentGroup]
    count: int
    versions: Sequence[ApplicationVersion]

    def rows_of(self, *codes: str) -> list[DocumentRow]:
        """The rows of these groups, in the page's order."""
        return [row for group in self.groups if group.code in codes for row in group.rows]


def case_documents_for(actor: Actor, case: Case, *, sort: str = "") -> CaseDocuments:
    """Everything that the actor may open of a case. sort: one of SORTS, within each group; "" is newest first."""
    versions = versions_of(case)
    writer = _Writer(actor, case)
    files = list(
        StoredFile.objects.filter(subject=case.subject, destroyed_at=None)
        .exclude(kind=StoredFile.Kind.GENERATED)
        .order_by("-created_at", "-id")
    )
    groups: dict[str, list[DocumentRow]] = {code: [] for code in GROUPS}
    current = _files_in_use(actor, case, versions)
    known = _documents_named(case, versions)
    groups["photograph"] = _photographs(writer, [f for f in files if f.kind == StoredFile.Kind.PHOTOGRAPH], current)
    groups["evidence"] = _evidence(writer, [f for f in files if f.kind == StoredFile.Kind.EVIDENCE], current, known)
    attached = [file for file in files if file.kind == StoredFile.Kind.ATTACHMENT]
    sides = dict(MessageFile.objects.filter(file__in=attached).values_list("file_id", "message__side"))
    groups["messages"] = [writer.file(file, file.original_name, side=sides.get(file.id, "")) for file in attached]
    for code, rows in _papers(writer, papers_of(case.subject)).items():
        groups[code] += rows
    shown = [DocumentGroup(code, str(GROUPS[code]), _sorted(rows, sort)) for code, rows in groups.items() if rows]
    return CaseDocuments(shown, sum(len(group.rows) for group in shown), versions)


def file_title(file: StoredFile, paper: GeneratedDocument | None = None) -> str:
    """How a file is called where only the file is at hand: a paper by what it is, others by their name."""
    return paper_title(paper) if paper is not None else file.original_name


def paper_title(paper: GeneratedDocument) -> str:
    """A paper with its version, whether it is drawn yet or not."""
    return _("%(paper)s, version %(number)s") % {"paper": paper.label, "number": paper.version}


class _Writer:
    """Makes rows for one reader of one case."""

    def __init__(self, actor: Actor, case: Case) -> None:
        self.actor = actor
        self.case = case
        self.side = side_of(actor, case)
        self.is_delegate = reader_of(actor, case) is Reader.DELEGATE

    def who(self, side: str, name: str, user_id: UUID | None) -> tuple[str, bool]:
        """(name of the own side's person, or the other side's office; whether it is ours)."""
        if user_id == self.actor.user_id:
            return name, True
        is_ours = bool(side) and side == self.side
        if is_ours and not self.is_delegate:
            return name, True
        offices = {
            Side.REQUESTING: self.case.requesting_authority.name,
            Side.RECEIVING: self.case.receiving_authority.name,
        }
        return (offices[Side(side)] if side else ""), is_ours

    def file(self, file: StoredFile, title: str, *, about: str = "", mark: str = "", side: str) -> DocumentRow:
        who, is_ours = self.who(side, file.uploaded_by_name, file.uploaded_by_id)
        return DocumentRow(
            title=title,
            about=about,
            at=file.created_at,
            who=who,
            is_ours=is_ours,
            number=0,
            mark=mark,
            file=file,
            document=None,
            view_url=self.view_url(file),
            download_url=reverse("documents:file-download", args=[file.id]),
        )

    def paper(self, paper: GeneratedDocument, side: str, *, is_latest: bool) -> DocumentRow:
        who, is_ours = self.who(side, paper.requested_by_name, paper.requested_by_id)
        states = {GeneratedDocument.State.REQUESTED: "making", GeneratedDocument.State.FAILED: "failed"}
        file = None if paper.is_void else paper.file
        return DocumentRow(
            title=paper.label,
            about=_("Version %(number)s") % {"number": paper.version},
            at=paper.issued_at or paper.requested_at,
            who=who,
            is_ours=is_ours,
            number=paper.version,
            mark="void"
            if paper.is_void
            else states.get(GeneratedDocument.State(paper.state), "" if is_latest else "replaced"),
            file=file,
            document=paper,
            view_url=self.view_url(file) if file else "",
            download_url=reverse("documents:file-download", args=[file.id]) if file else "",
        )

    def view_url(self, file: StoredFile) -> str:
        return reverse("cases:case-file", args=[self.case.id, file.id]) if can_be_shown(file) else ""


def _files_in_use(actor: Actor, case: Case, versions: Sequence[ApplicationVersion]) -> set[UUID]:
    """The files of the application as the reader is shown it: a correction in hand withdraws nothing there."""
    if versions and sees_submitted_only(actor, case):
        return files_in(versions[-1].contents)
    scans = Evidence.objects.filter(case=case).values_list("file_id", flat=True)
    photographs = Person.objects.filter(case=case).values_list("photograph_id", flat=True)
    return {key for key in (*scans, *photographs) if key}


def _documents_named(case: Case, versions: Sequence[ApplicationVersion]) -> dict[UUID, tuple[str, str]]:
    """What each scan is of, (kind, number), from the rows and from every version: a file does not say it itself."""
    found: dict[UUID, tuple[str, str]] = {}
    for version in versions:
        for row in version.contents["evidence"]:
            if row["file"]:
                found[UUID(row["file"])] = (row["kind"], row["number"])
    for key, kind, number in Evidence.objects.filter(case=case, file__isnull=False).values_list(
        "file_id", "kind", "number"
    ):
        if key is not None:
            found[key] = (kind, number)
    return found


def _photographs(writer: _Writer, files: Sequence[StoredFile], current: set[UUID]) -> list[DocumentRow]:
    """One entry: the photograph in use, the replaced ones behind it."""
    rows = [
        writer.file(file, _("Photograph"), side=Side.REQUESTING, mark="" if file.id in current else "replaced")
        for file in sorted(files, key=lambda file: file.id not in current)
    ]
    return [replace(rows[0], earlier=rows[1:])] if rows else []


def _evidence(
    writer: _Writer, files: Sequence[StoredFile], current: set[UUID], known: dict[UUID, tuple[str, str]]
) -> list[DocumentRow]:
    """One entry a document; what was replaced by a scan of the same kind stands behind that one."""
    labels = dict(EvidenceKind.choices)
    made: list[tuple[str, DocumentRow]] = []
    for file in files:
        kind, number = known.get(file.id, ("", ""))
        title = str(labels.get(kind, _("Evidence")))
        about = ", ".join(filter(None, (number, file.original_name)))
        mark = "" if file.id in current else "withdrawn"
        made.append((kind, writer.file(file, title, about=about, mark=mark, side=Side.REQUESTING)))
    used = [(kind, row) for kind, row in made if not row.mark]
    entries: list[DocumentRow] = []
    for position, (kind, row) in enumerate(used):
        is_first = bool(kind) and kind not in {other for other, _row in used[:position]}
        earlier = [replace(old, mark="replaced") for other, old in made if old.mark and is_first and other == kind]
        entries.append(replace(row, earlier=earlier))
    kinds = {kind for kind, _row in used if kind}
    return entries + [row for kind, row in made if row.mark and kind not in kinds]


def _papers(writer: _Writer, papers: Iterable[GeneratedDocument]) -> dict[str, list[DocumentRow]]:
    """Papers by group; one entry a template, the latest version first (`papers` come newest first)."""
    versions: dict[str, list[DocumentRow]] = {}
    for paper in papers:
        side = _GROUP_OF_PAPER[paper.template][1] if paper.template in _GROUP_OF_PAPER else writer.side or ""
        if paper.template == "procedure_notice":
            side = _notice_side(writer.case) or side
        rows = versions.setdefault(paper.template, [])
        rows.append(writer.paper(paper, side, is_latest=not rows))
    groups: dict[str, list[DocumentRow]] = {}
    for template, rows in versions.items():
        group = CASE_FILE if template == CASE_FILE else _GROUP_OF_PAPER.get(template, ("letters", ""))[0]
        groups.setdefault(group, []).append(replace(rows[0], earlier=rows[1:]))
    return groups


def _notice_side(case: Case) -> str:
    """Who gave up the accelerated procedure, and wrote the notice: a case has one."""
    return ProcedureChange.objects.filter(case=case).values_list("side", flat=True).first() or ""


def _sorted(rows: list[DocumentRow], sort: str) -> list[DocumentRow]:
    if sort == "title":
        return sorted(rows, key=lambda row: (row.title.casefold(), row.about))
    if sort == "size":
        return sorted(rows, key=lambda row: row.size, reverse=True)
    return sorted(rows, key=lambda row: row.at, reverse=sort != "oldest")


def pages_words(file: StoredFile) -> str:
    """ "2 pages", or the measure of a picture."""
    if file.is_picture:
        return _("%(width)s × %(height)s pixels") % {"width": file.width, "height": file.height}
    return ngettext("%(n)d page", "%(n)d pages", file.pages) % {"n": file.pages}
