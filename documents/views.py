"""Files to the browser, and the state of a paper. Who may see a row is row security's answer; each look is recorded."""

import logging
from typing import Any, BinaryIO, Final
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View

from accounts.actor import Actor
from audit.services import access_record
from core.errors import ActRefused, NotVisible
from documents import selectors
from documents.models import StoredFile
from documents.services import about_case
from documents.vault import FileDamaged

log = logging.getLogger(__name__)

# What a stranger made is shown as a picture at most: no scripts, no forms, no frames, an origin of its own.
FILE_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
POLL_SECONDS: Final = (1, 2, 3, 5, 8, 13, 21, 30)


class FileUnreadable(ActRefused):
    """The bytes in the store are not those that were recorded: our fault, not the reader's."""

    status = 500


class _FileView(View):
    """Finds the file, records the look, opens the bytes; the answer is made by the three views below."""

    action = ""

    def get(self, request: HttpRequest, file_id: UUID) -> HttpResponseBase:
        actor = _actor_of(request, f"storedfile:{file_id}")
        file = selectors.file_get(file_id)
        access_record(actor=actor, action=self.action, subject=f"storedfile:{file.id}", about=about_case(file))
        try:
            return self.answer(file)
        except FileDamaged as error:
            # Neither half a file nor another one: the person is told, and the log tells those who keep the store.
            log.error("stored file %s does not match its hash", file.id)
            raise _damaged(file) from error

    def answer(self, file: StoredFile) -> HttpResponseBase:
        """The bytes as this view gives them."""
        raise NotImplementedError


class FileView(_FileView):
    """A picture in the page (its viewing copy); anything else as an attachment."""

    action = "file.viewed"

    def answer(self, file: StoredFile) -> HttpResponseBase:
        """Inline only what we drew ourselves."""
        content = selectors.file_open_viewing(file) if file.is_picture else None
        if content is None:
            return _original(file)
        return _response(content, file.viewing_media_type, file.original_name, is_attachment=False)


class FilePreviewView(_FileView):
    """A small look: of a picture its viewing copy, of a PDF its first page; 404 for what has none."""

    action = "file.previewed"

    def answer(self, file: StoredFile) -> HttpResponseBase:
        """Always a picture that we drew ourselves."""
        content = selectors.file_open_viewing(file)
        if content is None:
            raise NotVisible(f"storedfile:{file.id}")
        return _response(content, file.viewing_media_type, "preview", is_attachment=False)


class FileDownloadView(_FileView):
    """The original, byte for byte, as an attachment."""

    action = "file.downloaded"

    def answer(self, file: StoredFile) -> HttpResponseBase:
        """The bytes that were stored."""
        return _original(file)


class FilePageView(View):
    """The picture of one page of a file, as the viewer shows it; 404 while there is none."""

    def get(self, request: HttpRequest, file_id: UUID, page: int) -> HttpResponseBase:
        """The picture; the look is recorded and names the file."""
        subject = f"storedfile:{file_id}"
        actor = _actor_of(request, subject)
        file = selectors.file_get(file_id)
        try:
            found = selectors.page_open(file, page)
        except FileDamaged as error:
            log.error("a picture of stored file %s does not match its hash", file.id)
            raise _damaged(file) from error
        if found is None:
            raise NotVisible(subject)
        access_record(actor=actor, action="file.viewed", subject=subject, about=about_case(file))
        content, media_type = found
        return _response(content, media_type, f"page-{page}", is_attachment=False)


class DocumentStatusView(View):
    """Whether a paper is drawn: a fragment that asks again, more and more slowly; a whole page without htmx.

    The fragment sends the header that marks polling, so that waiting does not keep an idle session alive.
    """

    def get(self, request: HttpRequest, document_id: UUID) -> HttpResponse:
        """The state of one paper."""
        _actor_of(request, f"generateddocument:{document_id}")
        document = selectors.document_get(document_id)
        template = "documents/_status.html" if getattr(request, "htmx", False) else "documents/status.html"
        return render(request, template, {"document": document, **polling(step_of(request))})


def polling(step: int = 0) -> dict[str, Any]:
    """What `documents/_status.html` needs beside `document`: how long to wait, and the number of the next question."""
    return {"poll_seconds": POLL_SECONDS[min(step, len(POLL_SECONDS) - 1)], "poll_step": step + 1}


def step_of(request: HttpRequest) -> int:
    """The number of the question that a polling fragment asks; 0 for none or a strange one."""
    text = request.GET.get("step", "")
    return min(int(text), 1000) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _actor_of(request: HttpRequest, subject: str) -> Actor:
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise NotVisible(subject)
    return actor


def _damaged(file: StoredFile) -> FileUnreadable:
    words = _("The stored file does not match what was recorded, so it is not shown. Tell your administrator.")
    return FileUnreadable("file_damaged", words).about(file.subject, file.case_reference)


def download_response(file: StoredFile) -> HttpResponseBase:
    """The original as an attachment; raises FileUnreadable where the bytes are not those that were recorded."""
    try:
        return _original(file)
    except FileDamaged as error:
        log.error("stored file %s does not match its hash", file.id)
        raise _damaged(file) from error


def _original(file: StoredFile) -> HttpResponseBase:
    return _response(selectors.file_open(file), file.media_type, file.original_name, is_attachment=True)


def _response(content: BinaryIO, media_type: str, name: str, *, is_attachment: bool) -> FileResponse:
    response = FileResponse(content, content_type=media_type)
    # The name of RFC 6266 with the encoding of RFC 8187: names in every script survive.
    response["Content-Disposition"] = content_disposition_header(is_attachment, name) or "attachment"
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
