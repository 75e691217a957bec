"""One act on many cases: each case is judged by itself, and what came of it is kept case by case."""

import io
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import cycle
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from pypdf import PdfWriter

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.selectors.actors import actor_for, memberships_of
from audit.services import AboutCase, access_record, case_refusal_record
from cases.models import BulkRun, Case
from cases.policies import reaches_own_side
from cases.services.assignment import NOTE_LENGTH, case_assign
from core import clock, outbox
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible
from core.models import JobProgress
from core.progress import progress_move, progress_start
from documents.models import GeneratedDocument, StoredFile
from documents.names import safe_name
from documents.querysets import papers_of
from documents.vault import vault

MOST_CASES: Final = 100
PRINT_TASK = "cases.bulk_print"
KEPT_FOR: Final = timedelta(days=30)
DONE: Final = "done"
WAITING: Final = "waiting"
NOT_VISIBLE: Final = "not_visible"


def bulk_assign(*, actor: Actor, case_ids: Sequence[UUID], to_user_ids: Sequence[UUID], note: str = "") -> BulkRun:
    """Give cases to a colleague, or to several in turn so that each gets as many as the others (give or take one).

    A case that cannot be given to the person whose turn it is counts for that person all the same: the share does not
    depend on who may do what. Raises Invalid; refusals of single cases stand in the run.
    """
    keys = _checked(case_ids)
    people = list(dict.fromkeys(to_user_ids))
    if not people:
        raise Invalid({"to": [_("Choose a colleague")]})
    if len(note.strip()) > NOTE_LENGTH:
        raise Invalid({"note": [_("The note is too long")]})
    shares = shares_of(keys, people)
    # Locked in the order of their keys: of two people who give out the same cases one waits for the other.
    codes = {key: _assigned(actor, key, shares[key], note) for key in sorted(keys)}
    return _run(actor, BulkRun.Kind.ASSIGN, {key: codes[key] for key in keys}, shares)


def shares_of(case_ids: Sequence[UUID], to_user_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Who gets which case: in turn, in the order of the cases."""
    return dict(zip(case_ids, cycle(to_user_ids), strict=False))


def bulk_print(*, actor: Actor, case_ids: Sequence[UUID]) -> BulkRun:
    """Promise one PDF with the latest papers of each case that the actor may read. Raises Invalid."""
    keys = _checked(case_ids)
    run = _run(actor, BulkRun.Kind.PRINT, dict.fromkeys(keys, WAITING), {})
    run.progress = progress_start(
        kind=PRINT_TASK, subject=f"bulkrun:{run.id}", audience=_readers(actor), total=len(keys)
    )
    run.save(update_fields=["progress"])
    outbox.post(task=PRINT_TASK, key=f"bulk-print:{run.id}", arguments={"run_id": str(run.id)}, queue="heavy")
    return run


def bulk_print_do(run_id: UUID) -> None:
    """The work behind `bulk_print`, under the scope of whoever asked; repeating it changes nothing.

    What the person may see is asked again now, under the membership of then: it may have ended since.
    """
    run = BulkRun.objects.select_for_update(of=("self",)).filter(id=run_id).first()
    if run is None:
        raise NotVisible(f"bulkrun:{run_id}")
    if run.progress_id is None or all(item["code"] != WAITING for item in run.items):
        return
    actor = _actor_still(run)
    writer = PdfWriter()
    for item in run.items:
        item["code"] = _printed(actor, UUID(item["case"]), writer) if actor and item["case"] else NOT_VISIBLE
    if actor is not None and len(writer.pages):
        run.file = _stored(actor, run, writer)
    run.save(update_fields=["items", "file"])
    progress_move(run.progress_id, state=JobProgress.State.DONE, done=len(run.items))


def bulk_runs_forget() -> int:
    """Delete every run older than `KEPT_FOR`, with its bundle; returns how many. Run by rcms_sweep, which may do
    this and see none of them; the bytes of a bundle go with the sweep of the vault."""
    with connection.cursor() as cursor:
        cursor.execute("select forget_bulk_runs(%s)", [clock.now() - KEPT_FOR])
        return int(cursor.fetchone()[0])


def _checked(case_ids: Sequence[UUID]) -> list[UUID]:
    keys = list(dict.fromkeys(case_ids))
    if not keys:
        raise Invalid({"case": [_("Choose at least one case")]})
    if len(keys) > MOST_CASES:
        raise Invalid({"case": [_("Choose at most %(n)d cases at a time") % {"n": MOST_CASES}]})
    return keys


def _run(actor: Actor, kind: str, codes: Mapping[UUID, str], shares: Mapping[UUID, UUID]) -> BulkRun:
    """What came of each case. One that the actor does not see is not named: a run that names a case from which
    somebody is kept out is kept from that person whole, and one that does not exist must look the same."""
    seen = set(Case.objects.visible_to(actor).filter(id__in=codes).values_list("id", flat=True))
    items = [
        {
            "case": str(key) if key in seen else "",
            "code": code if key in seen else NOT_VISIBLE,
            "to": str(shares.get(key, "")),
        }
        for key, code in codes.items()
    ]
    run = BulkRun(
        user_id=actor.user_id, membership_id=actor.membership_id, kind=kind, items=items, created_at=clock.now()
    )
    run.save(force_insert=True)
    return run


def _assigned(actor: Actor, case_id: UUID, to_user_id: UUID, note: str) -> str:
    """Gives "done", or why not. A refusal leaves nothing of this case's act, and its trace."""
    try:
        with transaction.atomic():
            case_assign(actor=actor, case_id=case_id, to_user_id=to_user_id, note=note)
    except NotVisible:
        return NOT_VISIBLE
    except ActRefused as error:
        case_refusal_record(actor=actor, about=AboutCase(case_id, error.case_reference), error=error)
        return error.code
    return DONE


def _readers(actor: Actor) -> Audience:
    """Who may read the bundle: its maker while of the same office and role; the walls add that it is nobody else."""
    return Audience(groups=(actor.group_id,))


def _actor_still(run: BulkRun) -> Actor | None:
    user = User.objects.select_related("country").filter(id=run.user_id, is_active=True).first()
    membership: Membership | None = (
        memberships_of(user, clock.now()).filter(id=run.membership_id).first() if user else None
    )
    return actor_for(user, membership) if user and membership else None


def _printed(actor: Actor, case_id: UUID, writer: PdfWriter) -> str:
    """Append the latest version of each finished paper of a case; each case printed is a look at it."""
    case = Case.objects.visible_to(actor).filter(id=case_id).first()
    if case is None:
        return NOT_VISIBLE
    about = AboutCase(case.id, case.reference or "")
    if not reaches_own_side(actor, "view_case", case):
        # Delegates read single papers, and lose them when they are no delegates any more.
        refused = ActRefused("not_granted", _("Papers are put together for the offices that hold the case."))
        case_refusal_record(actor=actor, about=about, error=refused)
        return refused.code
    latest: dict[str, GeneratedDocument] = {}
    # A case file holds the other papers already.
    for paper in papers_of(case.subject).filter(state=GeneratedDocument.State.DONE).exclude(template="case_file"):
        latest.setdefault(paper.template, paper)
    # A void sheet is given out no more, and no earlier one in its place, while the version marked void is being drawn.
    latest = {template: paper for template, paper in latest.items() if not paper.is_void}
    if not latest:
        return "nothing_to_print"
    place = len(writer.pages)
    for paper in reversed(latest.values()):
        assert paper.file is not None  # finished papers have one, by the table's own constraint
        writer.append(io.BytesIO(vault().read_checked(paper.file.storage_id, paper.file.sha256)), import_outline=False)
    writer.add_outline_item(title=case.reference or _("Draft"), page_number=place)
    access_record(actor=actor, action="case.printed", subject=case.subject, about=about)
    return DONE


def _stored(actor: Actor, run: BulkRun, writer: PdfWriter) -> StoredFile:
    content = io.BytesIO()
    writer.write(content)
    stored = vault().put(content)
    file = StoredFile(
        kind=StoredFile.Kind.GENERATED,
        subject=f"bulkrun:{run.id}",
        named_cases=[UUID(item["case"]) for item in run.items if item["code"] == DONE],
        storage_id=stored.storage_id,
        sha256=stored.sha256,
        size=stored.size,
        media_type="application/pdf",
        original_name=safe_name(_("Papers of %(n)d cases") % {"n": len(run.items)}, "pdf"),
        pages=len(writer.pages),
        uploaded_by_name=actor.name,
        uploaded_by_id=actor.user_id,
        created_at=clock.now(),
        **_readers(actor).fields(),
    )
    file.save(force_insert=True)
    return file
