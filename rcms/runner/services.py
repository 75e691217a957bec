"""Which servers RCMS uses, named by the environment or embedded, and what each process is told of them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rcms.embedded import PostgreSQL, Valkey
from rcms.logins import VARIABLES
from rcms.runner.children import Part, Supervisor
from rcms.runner.console import RunError, step
from rcms.runner.places import PYTHON, ROOT, Account, DataFolder, give_tree, make_folder

READY_SECONDS = 60


def has_own_database() -> bool:
    """Whether the environment names a PostgreSQL server. Raises RunError when it names only some of its logins."""
    missing = [name for name in VARIABLES.values() if not os.environ.get(name)]
    if missing and len(missing) < len(VARIABLES):
        raise RunError(
            f"{' and '.join(missing)} not set: a database of your own needs all of "
            f"{', '.join(VARIABLES.values())} (docs/operations.md); unset them all to use the embedded one."
        )
    return not missing


def python_account(data: DataFolder) -> Account | None:
    """The user that root's processes drop to, or None: an ordinary user's need not, and some clones are closed to it.

    A clone in root's home, or a Python there, cannot be entered by the system user; the processes then run as root.
    """
    if data.account is None:
        return None
    probe = [PYTHON, "-c", "import django, rcms.runner, pathlib; pathlib.Path('manage.py').read_bytes()"]
    account = data.account
    try:
        found = subprocess.run(
            probe, cwd=ROOT, capture_output=True, user=account.uid, group=account.gid, extra_groups=[], env={}
        )
    except PermissionError:
        return None
    return account if found.returncode == 0 else None


class Services:
    """The database and the broker of one instance, embedded or named by the environment."""

    def __init__(self, data: DataFolder, *, mode: str, durable: bool = True) -> None:
        """`mode` is RCMS_MODE of the processes (development, test); `durable` as in rcms.embedded."""
        self.data = data
        self.mode = mode
        self.database = None if has_own_database() else PostgreSQL(data, durable=durable)
        self.broker = None if os.environ.get("REDIS_URL") else Valkey(data)
        self.account = python_account(data) if mode != "test" else None
        for folder in (data.files, data.scratch, data.scratch / "templates"):
            make_folder(folder, 0o700)
            if os.geteuid() == 0:
                uid, gid = (self.account.uid, self.account.gid) if self.account else (0, 0)
                give_tree(folder, uid, gid)

    def start(self, supervisor: Supervisor) -> None:
        """Start what is embedded and wait until it answers. Raises RunError."""
        started: list[tuple[PostgreSQL | Valkey, Part]] = []
        with step("Database and broker"):
            for server in (self.database, self.broker):
                if server is not None:
                    server.prepare()
                    part = Part(server.name, server.launch, server.log, server.stop_signal, grace_seconds=30)
                    supervisor.add(part)
                    started.append((server, part))
            for server, part in started:
                supervisor.wait_for(part, server.is_ready, READY_SECONDS)
            if self.database is not None:
                self.database.grant()

    def database_address(self, login: str) -> str:
        """The address of the database for one login."""
        return self.database.address(login) if self.database else os.environ[VARIABLES[login]]

    def environment(self, login: str, *, all_logins: bool = False) -> dict[str, str]:
        """The environment of a process that signs in as `login`: it is given no other login's password.

        `all_logins` is for the tests alone, which change their login as they go.
        """
        logins = set(VARIABLES) if all_logins else {login}
        names = set(VARIABLES.values())
        environment = {name: value for name, value in os.environ.items() if name not in names}
        environment |= {VARIABLES[name]: self.database_address(name) for name in logins}
        environment |= {
            "RCMS_MODE": self.mode,
            "RCMS_LOGIN": login,
            "REDIS_URL": self.broker.address() if self.broker else os.environ["REDIS_URL"],
            "PYTHONUNBUFFERED": "1",
            "XDG_CACHE_HOME": str(self.data.scratch / "cache"),
            "RCMS_TEMPLATE_CACHE": str(self.data.scratch / "templates"),
        }
        if self.mode != "test":
            environment.setdefault("RCMS_DEMO", "1")
            # Its personas have no devices; RCMS_SECOND_FACTOR=1 shows the enrolment.
            environment.setdefault("RCMS_SECOND_FACTOR", "0")
        environment.setdefault("SECRET_KEY", self.data.secrets()["django"])
        environment.setdefault("RCMS_SECRETS_KEY", self.data.secrets()["factors"])
        environment.setdefault("FILE_STORE_URL", self.data.files.as_uri())
        if "seal" in logins:
            environment.setdefault("RCMS_SEAL_KEY_FILE", str(self.data.seal_key(self.account)))
            if self.mode != "test":
                environment.setdefault("RCMS_CHECKPOINT_FILE", str(self.data.files.parent / "checkpoints.jsonl"))
        if logins & {"erase", "owner"}:
            environment.setdefault("RCMS_ERASURE_FILE", str(self.data.erasures(self.account)))
        if self.account is not None:
            environment |= {"HOME": str(self.data.scratch), "USER": self.account.name, "LOGNAME": self.account.name}
        return environment

    def psql(self, login: str) -> tuple[Path, dict[str, str]]:
        """The psql program and the environment with which it signs in. Raises RunError when there is no psql."""
        if self.database is not None:
            return self.database.programs / "psql", self.database.psql_environment(login)
        found = shutil.which("psql")
        if found is None:
            raise RunError("psql is missing. On Debian: sudo apt-get install postgresql-client")
        from psycopg.conninfo import conninfo_to_dict

        known = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
        known |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
        given = conninfo_to_dict(self.database_address(login))
        return Path(found), os.environ | {known[name]: str(value) for name, value in given.items() if name in known}


@contextmanager
def borrowed_services() -> Iterator[Services]:
    """The demo's services for one command: those of a running demo, or started for the command alone."""
    data = DataFolder.of_demo()
    with data.taken() as free:
        services = Services(data, mode=os.environ.get("RCMS_MODE", "development"))
        if not free:
            yield services
            return
        data.describe_holder(command="a single command")
        supervisor = Supervisor()
        try:
            services.start(supervisor)
            yield services
        finally:
            supervisor.stop()
