"""File names are what strangers typed: shown and offered for saving after cleaning, never used to store anything."""

import unicodedata
from pathlib import PurePosixPath
from typing import Final

NAME_LIMIT: Final = 120
EXTENSIONS: Final = {"pdf": "pdf", "jpeg": "jpg", "png": "png"}
KIND_OF_EXTENSION: Final = {
    ".pdf": "pdf",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".jpe": "jpeg",
    ".jfif": "jpeg",
    ".png": "png",
}
_FORBIDDEN_ON_DISKS: Final = frozenset('<>:"|?*')


def declared_extension(name: str) -> str:
    """The lower-case extension with its dot that a name claims, or an empty string."""
    return PurePosixPath(_last_part(name)).suffix.lower()


def safe_name(name: str, kind: str) -> str:
    """A name fit for showing and saving: no folders, no control or direction characters, at most 120 characters.

    The extension is that of the content found (`kind`: pdf, jpeg, png), so that `report.pdf.exe` cannot pass as what it
    claims. Never empty: without a usable name it is `document.pdf` and the like.
    """
    stem = _cleaned(_last_part(name))
    while (suffix := PurePosixPath(stem).suffix) and suffix.lower() in KIND_OF_EXTENSION:
        stem = stem[: -len(suffix)].strip(" .")
    extension = EXTENSIONS[kind]
    stem = stem[: NAME_LIMIT - len(extension) - 1].strip(" .") or "document"
    return f"{stem}.{extension}"


def _last_part(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]


def _cleaned(name: str) -> str:
    """NFC, without control, format (also bidirectional), surrogate, private and line-separating characters."""
    kept = (
        "_" if character in _FORBIDDEN_ON_DISKS else character
        for character in unicodedata.normalize("NFC", name)
        if not unicodedata.category(character).startswith("C") and unicodedata.category(character) not in {"Zl", "Zp"}
    )
    return " ".join("".join(kept).split()).strip(" .")
