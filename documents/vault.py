"""The file store: bytes under random ids, their SHA-256 recorded by the caller and checked at every reading.

Files are written once, synced to disk before the row that names them is committed, and never changed. A file that two
cases hold is stored twice: sharing it would tell one state what another holds.
"""

import contextlib
import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from core.errors import RcmsError

CHUNK: Final = 256 * 1024
FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
_ID: Final = re.compile(r"[0-9a-f]{32}")
_BATCH: Final = 500


class FileDamaged(RcmsError):
    """The stored bytes are not those that were recorded, or are gone: nothing of them is shown to anybody."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What was stored: its random id (128 bits in hex), its size in bytes and its SHA-256 in hex."""

    storage_id: str
    size: int
    sha256: str


class Vault:
    """A file store below one folder. Folders have mode 0700 and files 0600, whatever the umask."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, stream: BinaryIO) -> StoredObject:
        """Store a stream from its beginning; returns once the bytes and their name are on disk."""
        stream.seek(0)
        storage_id = secrets.token_hex(16)
        target = self._path(storage_id)
        incoming = self._folder(self.root / "incoming")
        temporary = incoming / storage_id
        digest = hashlib.sha256()
        size = 0
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE)
        try:
            with os.fdopen(descriptor, "wb") as file:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            self._folder(target.parent)
            temporary.rename(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync(target.parent)
        return StoredObject(storage_id, size, digest.hexdigest())

    def open_checked(self, storage_id: str, sha256: str) -> BinaryIO:
        """Open a stored file for reading after its hash was compared; the caller closes it.

        The whole file is read once before the first byte is given out. Raises FileDamaged.
        """
        try:
            file = self._path(storage_id).open("rb")
        except OSError as error:
            raise FileDamaged(storage_id) from error
        try:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            if not secrets.compare_digest(digest, sha256):
                raise FileDamaged(storage_id)
            file.seek(0)
        except OSError as error:
            file.close()
            raise FileDamaged(storage_id) from error
        except FileDamaged:
            file.close()
            raise
        return file

    def read_checked(self, storage_id: str, sha256: str) -> bytes:
        """The bytes of a stored file, compared with its hash; raises FileDamaged."""
        with self.open_checked(storage_id, sha256) as file:
            return file.read()

    def orphans(self, older_than: float, known: Callable[[Collection[str]], Collection[str]]) -> Iterator[str]:
        """Ids of files that no row names and that were last touched more than `older_than` seconds ago.

        `known` gets up to 500 ids and returns those that rows name. Ages are file times, so they are compared with the
        machine's clock and not with the time of law, which a demonstration may move.
        """
        before = time.time() - older_than
        batch: list[str] = []
        for path in self._files():
            if _age_time(path) < before:
                batch.append(path.name)
            if len(batch) == _BATCH:
                yield from sorted(set(batch) - set(known(batch)))
                batch = []
        if batch:
            yield from sorted(set(batch) - set(known(batch)))

    def set_aside(self, storage_id: str) -> None:
        """Move a file without a row out of the store, to be deleted by `empty_aside` later: a sweep can be wrong."""
        aside = self._folder(self.root / "aside")
        path = self._path(storage_id)
        os.utime(path)
        path.rename(aside / storage_id)

    def empty_aside(self, older_than: float) -> int:
        """Delete what was set aside, or left half written, more than `older_than` seconds ago; returns how many."""
        before = time.time() - older_than
        count = 0
        for name in ("aside", "incoming"):
            folder = self.root / name
            for path in folder.iterdir() if folder.is_dir() else ():
                if _age_time(path) < before:
                    path.unlink(missing_ok=True)
                    count += 1
        return count

    def destroy(self, storage_id: str) -> bool:
        """Overwrite a file and remove it, wherever it stands; returns once that is on disk. False: it was gone already.
        Raises OSError, also when there is no store at all.

        What the disk keeps of overwritten bytes by its own make is beyond this: the volume is to be encrypted.
        """
        is_found = False
        for path in (self._path(storage_id), self.root / "aside" / storage_id, self.root / "incoming" / storage_id):
            try:
                with path.open("r+b") as file:
                    left = os.fstat(file.fileno()).st_size
                    while left > 0:
                        left -= file.write(bytes(min(left, CHUNK)))
                    file.flush()
                    os.fsync(file.fileno())
            except FileNotFoundError:
                continue
            path.unlink(missing_ok=True)
            _sync(path.parent)
            is_found = True
        if not is_found and not (self.root / "files").is_dir():
            # A volume that is not mounted has lost nothing.
            raise FileNotFoundError(f"{self.root / 'files'} is not there")
        return is_found

    def _path(self, storage_id: str) -> Path:
        # The id comes from our own rows, yet a path is never built from text that was not looked at.
        if not _ID.fullmatch(storage_id):
            raise ValueError("a storage id has 32 hexadecimal digits")
        return self.root / "files" / storage_id[:2] / storage_id[2:4] / storage_id

    def _files(self) -> Iterator[Path]:
        for path in sorted((self.root / "files").glob("??/??/*")):
            if _ID.fullmatch(path.name):
                yield path

    def _folder(self, folder: Path) -> Path:
        """Make a folder and those above it up to the root, each private and itself synced into its parent."""
        missing = []
        step = folder
        while not step.is_dir():
            missing.append(step)
            step = step.parent
        for step in reversed(missing):
            # Another process may make the same folder at the same time.
            with contextlib.suppress(FileExistsError):
                step.mkdir(mode=FOLDER_MODE)
            step.chmod(FOLDER_MODE)
            _sync(step.parent)
        return folder


def vault() -> Vault:
    """The vault of this installation (`FILE_STORE_URL`)."""
    return Vault(Path(settings.FILE_STORE_ROOT))


def _age_time(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
