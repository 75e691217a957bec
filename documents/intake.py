"""Uploads are hostile until shown otherwise: what is taken, what is refused, and in which words.

The type of a file is found from its content (signature, then full decoding), never believed from its name. Size is
judged before anything is read; pixels are judged from the header before anything is decoded. Decoding happens in a
process of its own (`documents.sandbox`).
"""

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, Literal

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.errors import RcmsError
from documents import names, sandbox

Kind = Literal["pdf", "jpeg", "png"]
MEDIA_TYPES: Final[Mapping[Kind, str]] = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
VIEWING_MEDIA_TYPES: Final[Mapping[Kind, str]] = {"pdf": "image/png", "jpeg": "image/jpeg", "png": "image/png"}
KIND_LABELS: Final = {"pdf": _("a PDF file"), "jpeg": _("a JPEG picture"), "png": _("a PNG picture")}
CHUNK: Final = 256 * 1024

MESSAGES: Final[Mapping[str, Promise]] = {
    "empty": _("The file is empty. Choose the file again; if it stays empty, scan or save it anew."),
    "too_large": _("The file has %(size)s; at most %(limit)s are allowed. Scan at a lower resolution or split it."),
    "unknown_type": _(
        "The file is neither a PDF nor a JPEG or PNG picture. Save it as one of these and upload it again."
    ),
    "false_extension": _(
        "The name of the file ends in “%(extension)s”, but its content is %(kind)s. "
        "Save it again in the right format, so that the other side can open it."
    ),
    "encrypted_pdf": _("The PDF is protected by a password. Save it without a password and upload it again."),
    "broken_pdf": _("The PDF is damaged or incomplete and cannot be opened. Save or scan it again."),
    "too_many_pages": ngettext_lazy(
        "The PDF has %(pages)s page; at most %(limit)s are allowed. Split it into several files.",
        "The PDF has %(pages)s pages; at most %(limit)s are allowed. Split it into several files.",
        "pages",
    ),
    "broken_image": _("The picture is damaged or incomplete and cannot be shown. Save or scan it again."),
    "too_many_pixels": _(
        "The picture has %(width)s × %(height)s pixels; at most %(limit)s megapixels are allowed. Make it smaller."
    ),
    "moving_picture": _("The picture holds several images (an animation). Save one of them as a still picture."),
    "not_a_picture": _("A photograph must be a JPEG or PNG picture; this is a PDF file."),
}
_WORDING: Final[Mapping[str, Callable[[Any], Any]]] = {
    "size": filesizeformat,
    "kind": lambda kind: KIND_LABELS[kind],
}


class UploadRefused(RcmsError):
    """A file that is not taken: `code` is a key of MESSAGES, `parameters` its plain values (fit for an audit event)."""

    def __init__(self, code: str, **parameters: Any) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters

    @property
    def message(self) -> str:
        """What the person reads, in the language active now."""
        shown = {name: _WORDING.get(name, str)(value) for name, value in self.parameters.items()}
        if self.code == "too_large":
            shown["limit"] = filesizeformat(self.parameters["limit"])
        if self.code == "too_many_pages":
            # The plural is chosen by the number, so that value stays one.
            shown["pages"] = self.parameters["pages"]
        return str(MESSAGES[self.code] % shown)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken at most: bytes of a file, pages of a PDF, pixels of a picture."""

    size: int = 10 * 1024 * 1024
    pages: int = 100
    pixels: int = 40_000_000
    pictures_only: bool = False


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be taken. `size` in bytes; `width`, `height` in pixels as shown (0 for a PDF).

    `viewing` is the copy for screens: for a picture drawn anew without metadata, for a PDF a PNG of its first page.
    """

    kind: Kind
    media_type: str
    size: int
    sha256: str
    pages: int
    width: int
    height: int
    safe_name: str
    viewing: bytes = field(repr=False)
    viewing_media_type: str = "image/png"


def inspect(data_stream: BinaryIO, *, declared_name: str, limits: Limits | None = None) -> Inspected:
    """Examine an upload from its beginning; leaves the stream at its beginning.

    Raises UploadRefused with a message for the person. A file over the limit is refused without being read.
    """
    limits = limits or Limits()
    size = data_stream.seek(0, io.SEEK_END)
    data_stream.seek(0)
    if size == 0:
        raise UploadRefused("empty")
    if size > limits.size:
        raise UploadRefused("too_large", size=size, limit=limits.size)
    kind = kind_of(data_stream.read(1024))
    _refuse_by_type(kind, names.declared_extension(declared_name), limits)
    digest = _sha256(data_stream)
    findings = _findings(data_stream, kind, limits)
    data_stream.seek(0)
    return Inspected(
        kind=kind,
        media_type=MEDIA_TYPES[kind],
        size=size,
        sha256=digest,
        pages=findings.values["pages"],
        width=findings.values["width"],
        height=findings.values["height"],
        safe_name=names.safe_name(declared_name, kind),
        viewing=findings.payload,
        viewing_media_type=VIEWING_MEDIA_TYPES[kind],
    )


def viewing_copy(data: bytes, kind: Kind) -> bytes:
    """The copy for screens of one picture or PDF (see Inspected); raises UploadRefused when it cannot be decoded."""
    return _findings(io.BytesIO(data), kind, Limits(size=max(len(data), 1))).payload


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page of a PDF as a JPEG; `width` and `height` in pixels."""

    data: bytes = field(repr=False)
    width: int
    height: int


def page_pictures(content: BinaryIO, *, first: int, count: int, side: int) -> list[PagePicture | None]:
    """JPEGs of up to `count` pages from `first` on (counted from 0), their longest side `side` pixels; None for a page
    that cannot be drawn. For background work. Raises UploadRefused for a file that cannot be opened at all.
    """
    size = content.seek(0, io.SEEK_END)
    try:
        findings = sandbox.run("pages", content, byte_limit=size, first=first, count=count, side=side)
    except sandbox.SandboxError as error:
        raise UploadRefused("broken_pdf") from error
    if findings.refusal is not None:
        raise UploadRefused("broken_pdf")
    pictures: list[PagePicture | None] = []
    place = 0
    for length, width, height in findings.values["pictures"]:
        data = findings.payload[place : place + length]
        pictures.append(PagePicture(data, width, height) if length else None)
        place += length
    return pictures


def kind_of(head: bytes) -> Kind:
    """The kind that the first bytes show; raises UploadRefused for every other.

    A PDF may begin with up to 1,024 other bytes for lenient readers (ISO 32000 annex notes); we ask for it at the very
    beginning, since a file that is two things at once is the usual way to smuggle one past a check.
    """
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    raise UploadRefused("unknown_type")


def _refuse_by_type(kind: Kind, extension: str, limits: Limits) -> None:
    if extension and names.KIND_OF_EXTENSION.get(extension) != kind:
        raise UploadRefused("false_extension", extension=extension[:12], kind=kind)
    if limits.pictures_only and kind == "pdf":
        raise UploadRefused("not_a_picture")


def _findings(content: BinaryIO, kind: Kind, limits: Limits) -> sandbox.Findings:
    """Let the sandbox decode; its refusals, and its death, become ours."""
    broken = "broken_pdf" if kind == "pdf" else "broken_image"
    try:
        findings = sandbox.run(
            "inspect", content, kind=kind, byte_limit=limits.size, page_limit=limits.pages, pixel_limit=limits.pixels
        )
    except sandbox.SandboxError as error:
        raise UploadRefused(broken) from error
    if findings.refusal is None:
        return findings
    numbers = {name: value for name, value in findings.values.items() if name != "refused"}
    if findings.refusal == "too_many_pages":
        numbers["limit"] = limits.pages
    if findings.refusal == "too_many_pixels":
        numbers["limit"] = limits.pixels // 1_000_000
    raise UploadRefused(findings.refusal, **numbers)


def _sha256(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
