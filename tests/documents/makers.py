"""Files for the intake tests, good and bad, made on the spot."""

import io
import struct
import zlib
from typing import Any

from PIL import Image
from pypdf import PdfWriter


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(out, kind, **options)
    out.seek(0)
    return out


def pdf(pages: int = 1, password: str = "") -> io.BytesIO:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    out.seek(0)
    return out


def png_of_header(width: int, height: int) -> io.BytesIO:
    """A PNG whose header promises these pixels and whose data hold none of them."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(64))) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + body)


def animation() -> io.BytesIO:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    out.seek(0)
    return out


def photograph_with_position() -> io.BytesIO:
    """A JPEG 60 × 40, left half red, right half blue, to be turned by 90 degrees, with a position and a comment."""
    image = Image.new("RGB", (60, 40), "red")
    image.paste("blue", (30, 0, 60, 40))
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn clockwise
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (52.0, 4.0, 18.0)  # latitude
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"secret comment", quality=95)
    out.seek(0)
    return out


class Unreadable(io.BytesIO):
    """A file whose content must not be read: only its size may be asked for."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.size if whence == io.SEEK_END else offset

    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError("read although it is too large")
