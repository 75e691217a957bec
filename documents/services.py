"""Acts on files and papers. Each runs in the caller's transaction and writes its audit event there."""

import io
from collections.abc import Iterable
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import translation

from accounts.actor import Actor
from audit.services import AboutCase, event_record
from core import clock, outbox
from core.audience import Audience
from core.progress import progress_start
from core.scope import Scope
from documents import intake
from documents.letters import registry, serial
from documents.letters.contexts import LetterContext
from documents.letters.texts import LETTERS_WITH_TEXTS
from documents.models import GeneratedDocument, StoredFile, Subject
from documents.selectors import file_get
from documents.texts import text_blocks_for
from documents.vault import vault

RENDER_TASK = "documents.render"


def file_store(
    *,
    actor: Actor,
    stream: BinaryIO,
    declared_name: str,
    kind: str,
    subject: str,
    audience: Audience,
    case_reference: str = "",
) -> StoredFile:
    """Take in an upload: examine it, write it to the vault, then write its row.

    kind: a StoredFile.Kind; a photograph must be a picture. Raises documents.intake.UploadRefused. The bytes are on
    disk before the row commits; if the transaction fails they have no row and the sweep removes them.
    """
    limits = intake.Limits(size=settings.UPLOAD_LIMIT_BYTES, pictures_only=kind == StoredFile.Kind.PHOTOGRAPH)
    inspected = intake.inspect(stream, declared_name=declared_name, limits=limits)
    store = vault()
    stored = store.put(stream)
    viewing = store.put(io.BytesIO(inspected.viewing))
    file = StoredFile(
        kind=kind,
        subject=subject,
        case_reference=case_reference,
        storage_id=stored.storage_id,
        sha256=stored.sha256,
        viewing_storage_id=viewing.storage_id,
        viewing_sha256=viewing.sha256,
        viewing_media_type=inspected.viewing_media_type,
        size=stored.size,
        media_type=inspected.media_type,
        original_name=inspected.safe_name,
        pages=inspected.pages,
        width=inspected.width,
        height=inspected.height,
        uploaded_by_name=actor.name,
        uploaded_by_id=actor.user_id,
        created_at=clock.now(),
        **audience.fields(),
    )
    file.save(force_insert=True)
    event_record(
        actor=actor,
        action="file.stored",
        subject=f"storedfile:{file.id}",
        about=about_case(file),
        audience=audience,
        parameters={"kind": kind, "sha256": file.sha256, "size": file.size, "media_type": file.media_type},
    )
    return file


def file_withdraw(*, actor: Actor, file_id: UUID, reason: str = "", told_to: Audience | None = None) -> StoredFile:
    """Take a file out of the lists; its bytes and its row stay. told_to: who reads the event (default: the file's
    readers). Raises NotVisible.
    """
    file = file_get(file_id)
    if not file.is_withdrawn:
        StoredFile.objects.filter(id=file.id).update(is_withdrawn=True)
        file.is_withdrawn = True
        event_record(
            actor=actor,
            action="file.withdrawn",
            subject=f"storedfile:{file.id}",
            about=about_case(file),
            audience=told_to or file.audience,
            reason=reason,
        )
    return file


def document_request(
    *,
    actor: Actor,
    context: LetterContext,
    subject: str,
    audience: Audience,
    language: str = "en",
    case_reference: str = "",
    series: str = "",
    named_cases: Iterable[UUID] = (),
    steps: int = 1,
    has_own_words: bool = False,
) -> GeneratedDocument:
    """Ask for a paper: freezes its contents as the next version and promises the drawing.

    series: papers that only some readers see are numbered for themselves; named_cases: single cases that it names and
    is not about; steps: of the drawing, for its progress.

    The caller holds the lock on what `subject` names, so that two requests do not take the same version number. The
    words that the actor's country has for this paper are taken as they are now, unless the contents bring their own
    (a preview of other words).
    """
    if not has_own_words and context.code in LETTERS_WITH_TEXTS:
        context = context.with_texts(text_blocks_for(context, actor, language, audience.countries))
    plain = context.to_json()
    document = GeneratedDocument(
        subject=subject,
        case_reference=case_reference,
        template=context.code,
        template_version=context.version,
        language=language,
        series=series,
        version=_next_version(subject, context.code, series),
        title=_title(context.code, language),
        context=plain,
        context_sha256=serial.digest(plain),
        requested_at=clock.now(),
        requested_by_name=actor.name,
        requested_by_id=actor.user_id,
        named_cases=sorted(set(named_cases)),
        **audience.fields(),
    )
    document.progress = progress_start(
        kind=RENDER_TASK, subject=f"generateddocument:{document.id}", audience=audience, total=steps
    )
    document.save(force_insert=True)
    event_record(
        actor=actor,
        action="document.requested",
        subject=f"generateddocument:{document.id}",
        about=about_case(document),
        audience=audience,
        parameters={
            "template": document.template,
            "version": document.version,
            "context_sha256": document.context_sha256,
        },
    )
    outbox.post(
        task=RENDER_TASK,
        key=f"render:{document.id}",
        arguments={"document_id": str(document.id)},
        queue="heavy",
        scope=_drawing_scope(actor, audience),
    )
    return document


def _next_version(subject: str, template: str, series: str) -> int:
    """Asked of the database: whoever is kept out of a case does not see every earlier paper that names it."""
    with connection.cursor() as cursor:
        cursor.execute("select next_paper_version(%s, %s, %s)", [subject, template, series])
        return int(cursor.fetchone()[0])


def _drawing_scope(actor: Actor, audience: Audience) -> Scope:
    """For whom a paper is drawn: all its readers. Whoever asked may have lost the case when the worker comes to it (the
    handover ends the border post's delegation), and the paper was promised to all."""
    return Scope(
        user_id=actor.user_id,
        country=actor.country,
        countries=audience.countries,
        authorities=audience.authorities,
        group=actor.group_id,
    )


def about_case(row: Subject) -> AboutCase | None:
    """The case that a row is about, in the form audit wants, or None."""
    return AboutCase(row.case_key, row.case_reference) if row.case_key else None


def _title(code: str, language: str) -> str:
    """The paper's title as it stands on the paper."""
    with translation.override(language):
        return str(registry.TITLES[code])
