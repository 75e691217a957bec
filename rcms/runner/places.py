"""Where things lie: the clone, the data folder, the system user, and the stamps that let a step be skipped.

An ordinary user keeps data in `.data/` of the clone. PostgreSQL refuses to run as root, so root's data belongs to a
system user of its own and lies outside the clone, whose parent folders that user may be unable to enter. No parent
folder's mode is ever changed.
"""

import base64
import fcntl
import hashlib
import json
import os
import pwd
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rcms.logins import LOGINS
from rcms.runner.console import RunError

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
CLONE_DATA = ROOT / ".data"
SETUP_LOG = CLONE_DATA / "logs" / "setup.log"
SYSTEM_DATA = Path("/var/lib/rcms")
SYSTEM_USER = "rcms-demo"
MEMORY = Path("/dev/shm")  # noqa: S108 (what lies there is ours and private: checked)
MEMORY_NEEDED_BYTES = 3 * 1024**3
# The kernel's limit for the path of a socket, less the names that the servers put into the folder.
SOCKET_FOLDER_LIMIT = 107 - len("/.s.PGSQL.5432.lock")
SECRET_NAMES = ("postgres", *LOGINS, "valkey", "django", "factors")


@dataclass(frozen=True)
class Account:
    """The system user that runs what must not run as root."""

    name: str
    uid: int
    gid: int


def clone_hash() -> str:
    """Eight characters that tell this clone's data from another clone's."""
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]


def service_account() -> Account | None:
    """The user of the services: None for an ordinary user (they run as that user), the system user for root.

    Raises RunError when root cannot make the system user.
    """
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_DATA)]
        command += ["--shell", "/usr/sbin/nologin", SYSTEM_USER]
        if shutil.which("useradd") is None or subprocess.run(command, capture_output=True).returncode != 0:
            raise RunError(
                f"the system user {SYSTEM_USER} could not be made; make it with `{' '.join(command)}`, "
                "or start ./run as an ordinary user."
            ) from None
        entry = pwd.getpwnam(SYSTEM_USER)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def package_folder(package: str) -> Path:
    """Where an installed Python package lies, without importing it. Raises RunError when it is missing."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise RunError(f"the Python package {package} is missing; delete .venv and start ./run again.")
    return Path(spec.origin).parent


def make_folder(path: Path, mode: int = 0o700, account: Account | None = None) -> Path:
    """Make a folder of our own with this mode and owner; the folders above it keep theirs."""
    path.mkdir(parents=True, exist_ok=True)
    if account is not None and path.stat().st_uid != account.uid:
        os.chown(path, account.uid, account.gid)
    if path.stat().st_mode & 0o777 != mode:
        path.chmod(mode)
    return path


def give_tree(path: Path, uid: int, gid: int) -> None:
    """Give a folder of ours and all in it to another user; links are given, not followed."""
    if path.stat().st_uid == uid:
        return
    for folder, folders, files in os.walk(path, topdown=False):
        for name in (*folders, *files):
            os.chown(Path(folder) / name, uid, gid, follow_symlinks=False)
    os.chown(path, uid, gid)


class DataFolder:
    """One instance's data: databases, files, logs, secrets. The demo's is kept, a test run's is thrown away."""

    def __init__(self, path: Path, account: Account | None) -> None:
        self.path = path
        self.account = account

    @classmethod
    def of_demo(cls) -> "DataFolder":
        """The data folder of this clone's demo; made when it is missing."""
        account = service_account()
        if account is None:
            return cls(make_folder(CLONE_DATA), None)
        make_folder(SYSTEM_DATA, 0o755)
        return cls(make_folder(SYSTEM_DATA / clone_hash(), 0o711), account)

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def logs(self) -> Path:
        return make_folder(self.path / "logs")

    @property
    def scratch(self) -> Path:
        """Caches and schedule files of the processes: worth keeping, no loss when deleted."""
        return self.path / "scratch"

    def in_memory(self) -> Path:
        """Where data lie that are thrown away: in memory where there is room for them, else in this folder."""
        folder = MEMORY / self.path.name
        if not folder.exists() and not has_room_in_memory():
            return self.path
        make_private(folder, self.account)
        return folder

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def sockets(self) -> Path:
        """The folder of the services' sockets, mode 0700, on a path short enough for the kernel.

        Its name contains `rcms-embedded`: production settings refuse a service that lies there.
        """
        folder = self.path / "rcms-embedded"
        if len(os.fsencode(folder)) > SOCKET_FOLDER_LIMIT:
            digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:8]
            folder = Path("/tmp") / f"rcms-embedded-{os.geteuid()}-{digest}"  # noqa: S108 (checked below)
        make_private(folder, self.account)
        return folder

    def secrets(self) -> dict[str, str]:
        """The passwords and keys of this instance, made once and kept in a file that only its owner reads."""
        path = self.path / "state.json"
        known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        missing = [name for name in SECRET_NAMES if name not in known]
        if missing:
            known |= {name: secrets.token_urlsafe(48) for name in missing}
            fresh = path.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(known, file, indent=1)
            fresh.replace(path)
        return known

    def seal_key(self, account: Account | None) -> Path:
        """The key that signs checkpoints of the log, made once: a file of the account that runs the sealer."""
        path = self.path / "seal.key"
        if not path.exists():
            fresh = path.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
            if account is not None:
                os.chown(fresh, account.uid, account.gid)
            fresh.replace(path)
        return path

    def erasures(self, account: Account | None) -> Path:
        """The register of what was erased, beside the database: a file of the account that runs the eraser."""
        folder = self.path / "erasures"
        make_private(folder, account)
        return folder / "erasures.jsonl"

    def holder(self) -> dict[str, str]:
        """Who last took this instance: its process, its command, its address."""
        try:
            holder: dict[str, str] = json.loads((self.path / "running.json").read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return holder

    def describe_holder(self, **facts: str) -> None:
        """Leave a note for the next `./run` about who is running."""
        (self.path / "running.json").write_text(json.dumps({"process": str(os.getpid()), **facts}))

    def discard(self) -> None:
        """Delete the whole instance, its sockets included."""
        shutil.rmtree(self.sockets(), ignore_errors=True)
        self.forget()

    def forget(self) -> None:
        """Delete its folders."""
        shutil.rmtree(MEMORY / self.path.name, ignore_errors=True)
        shutil.rmtree(self.path, ignore_errors=True)

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Try to take the instance for this process; yields whether it was free. The kernel frees it when we die."""
        with (self.path / "running.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True


def has_room_in_memory() -> bool:
    """Whether the folder that lies in memory takes a test run's databases, and leaves as much to the machine."""
    try:
        room = shutil.disk_usage(MEMORY).free
        told = Path("/proc/meminfo").read_text()
    except OSError:
        return False
    available = next((line.split()[1] for line in told.splitlines() if line.startswith("MemAvailable:")), "0")
    return min(room, int(available) * 1024 // 2) >= MEMORY_NEEDED_BYTES and os.access(MEMORY, os.W_OK)


def make_private(folder: Path, account: Account | None) -> None:
    """Make a folder that only its owner enters; refuses one that somebody else laid there before us."""
    owner = os.geteuid() if account is None else account.uid
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in {owner, os.geteuid()}:
        raise RunError(f"{folder} belongs to somebody else; delete it, or move the clone to a shorter path.")
    make_folder(folder, 0o700, account)


def digest_of(paths: Iterable[Path], *facts: str) -> str:
    """A fingerprint of files (their paths and contents) and of further facts."""
    digest = hashlib.sha256("\0".join(facts).encode())
    for path in sorted(paths):
        digest.update(str(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


class Stamp:
    """Remembers the fingerprint of what a set-up step was last made from, so that it is skipped until that changes."""

    def __init__(self, name: str, fingerprint: str, *results: Path) -> None:
        self.path = CLONE_DATA / "stamps" / name
        self.fingerprint = fingerprint
        self.results = results

    def is_current(self) -> bool:
        return (
            self.path.exists()
            and self.path.read_text() == self.fingerprint
            and all(result.exists() for result in self.results)
        )

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)

    def write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.fingerprint)
