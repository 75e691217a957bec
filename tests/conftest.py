"""The test harness: real PostgreSQL, tests logged in as rcms_app, commits on clones.

The test database is created, migrated and filled with reference data as rcms_owner; then the connection becomes
rcms_app, so that every test runs behind row security. Tests that commit take `transactional_db`: a clone of the template
database, dropped afterwards (append-only tables cannot be flushed).
"""

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases
from whitenoise.base import WhiteNoise

from rcms.environment import database_from_url
from rcms.logins import LOGINS

OWNER, APP, RELAY, SWEEP, SEAL, ERASE = (
    {key: database_from_url(login)[key] for key in ("USER", "PASSWORD", "HOST", "PORT")} for login in LOGINS
)
# These take minutes and begin first: two workers share the suite by files, and the last must not be a long one.
LONGEST = (
    "attacks/test_everywhere.py",
    "api/test_schema.py",
    "permissions/test_statements.py",
    "cases/test_demo.py",
    "workflow/test_cells.py",
    "browser/test_every_page.py",
    "browser/test_story.py",
    "browser/test_story_clocks.py",
)
CORRIDOR = {
    "nld-dtv": ("return_officer", "reviewer", "supervisor"),
    "srb-mup-readmission": ("registry_officer", "decision_maker", "supervisor"),
    "srb-civil-registry": ("verifier",),
    "srb-embassy-the-hague": ("consular_officer",),
    "srb-border-belgrade": ("border_officer",),
}
_clones = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next((n for n, end in enumerate(LONGEST) if item.path.as_posix().endswith(end)), 99))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is imported by now stays: the collector need not look through it again and again (a twelfth of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


def become(login: dict[str, Any]) -> None:
    """Change the login of the one connection."""
    connection.close()
    connection.settings_dict.update(login)


def admin(statement: str) -> None:
    """One statement as rcms_owner outside any test database."""
    with _outside() as session:
        session.execute(statement)


def _outside() -> psycopg.Connection:
    return psycopg.connect(
        dbname="postgres",
        user=OWNER["USER"],
        password=OWNER["PASSWORD"],
        host=OWNER["HOST"],
        port=OWNER["PORT"] or None,
        autocommit=True,
    )


def drop_database(name: str) -> None:
    """Drop a database of a test. The server waits some seconds for sessions that were closed just now; it is not asked
    to end any by force, which the owner may not do to the application's.
    """
    for patience in (True, True, True, True, True, False):
        try:
            admin(f'drop database "{name}"')
        except psycopg.errors.ObjectInUse:
            if not patience:
                raise
        else:
            return


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    from accounts.services.memberships import permissions_sync
    from countries.services.reference import reference_load

    suffix = "" if worker_id == "master" else f"_{worker_id}"
    connection.settings_dict["TEST"]["NAME"] = f"test_rcms_{os.getppid() if suffix else os.getpid()}{suffix}"
    name = connection.settings_dict["TEST"]["NAME"]
    kept = _kept_template()
    with django_db_blocker.unblock(), _one_at_a_time(kept):
        become(OWNER)
        if kept and _exists(kept):
            admin(f'create database "{name}" template "{kept}"')
            old = setup_databases(verbosity=0, interactive=False, keepdb=True)
        else:
            old = setup_databases(verbosity=0, interactive=False)
            reference_load()
            permissions_sync()
            _groups_sync()
            _keep(name, kept)
        become(APP)
    with django_db_blocker.unblock():
        yield
        become(OWNER)
        teardown_databases(old, verbosity=0)


def _groups_sync() -> None:
    """The groups of those whom nearly every test needs (`world.corridor`) are there with their grants."""
    from accounts.services.memberships import group_sync
    from countries.models import Authority

    for code, roles in CORRIDOR.items():
        for role in roles:
            group_sync(Authority.objects.select_related("country").get(code=code), role)


@contextmanager
def _one_at_a_time(kept: str) -> Iterator[None]:
    """Within the block no other worker makes the database that is kept: the second one copies what the first made."""
    with _outside() as session:
        if kept:
            session.execute("select pg_advisory_lock(hashtext(%s))", [kept])
        yield


def _kept_template() -> str:
    """The name of a finished database to copy, where `KEEP_TEST_DATABASE=yes`: for the workers of one suite, and for those
    who run a few tests often. It says of what it was made: a change of migrations or reference data makes another."""
    if not os.environ.get("KEEP_TEST_DATABASE"):
        return ""
    root = Path(settings.BASE_DIR)
    made_of = (
        "*/migrations/*.py",
        "*/models/*.py",
        "core/*.py",
        "countries/**/*.py",
        "countries/data/**/*",
        "accounts/*.py",
        "accounts/services/*.py",
        "tests/conftest.py",
    )
    digest = hashlib.sha256()
    for path in sorted({path for pattern in made_of for path in root.glob(pattern) if path.is_file()}):
        if "__pycache__" not in path.parts:
            digest.update(path.read_bytes())
    return f"kept_rcms_{digest.hexdigest()[:16]}"


def _exists(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("select 1 from pg_database where datname = %s", [name])
        return cursor.fetchone() is not None


def _keep(name: str, kept: str) -> None:
    """Copy the finished database; another run may have been quicker."""
    if kept:
        connections.close_all()
        with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.ObjectInUse, psycopg.errors.UniqueViolation):
            admin(f'create database "{kept}" template "{name}"')


@pytest.fixture(scope="session", autouse=True)
def _signed_in_by_force_is_proved() -> Iterator[None]:
    """`force_login` stands for a whole sign-in: dangerous acts need not be confirmed a moment later."""
    from django.contrib.auth.signals import user_logged_in

    from accounts.sessions import session_prove

    def prove(sender: Any, request: Any, **_: Any) -> None:
        session_prove(request)

    user_logged_in.connect(prove)
    yield
    user_logged_in.disconnect(prove)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> Iterator[None]:
    """Each `Client()` makes the middleware anew, which would look at all static files again: 10 ms a test client."""
    listed: dict[tuple[str, str], dict[str, Any]] = {}
    look = WhiteNoise.update_files_dictionary

    def look_once(self: Any, root: str, prefix: str) -> None:
        if (root, prefix) not in listed:
            look(self, root, prefix)
            listed[root, prefix] = dict(self.files)
        self.files.update(listed[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", look_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_need_not_outlive_the_machine() -> Iterator[None]:
    """What tests keep has to outlive killed processes, not a power cut: the disk is not waited for, as in the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(scope="session")
def worker_id(request: Any) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "master")


@contextmanager
def cloned_database(django_db_blocker: Any) -> Iterator[str]:
    """Within the block the connection is in a copy of the present database, dropped afterwards; gives its name."""
    template = connection.settings_dict["NAME"]
    clone = f"{template}_c{next(_clones)}"
    with django_db_blocker.unblock():
        connections.close_all()
        # Files are copied whole: a third of the time of writing each page to the log of a server that keeps none.
        admin(f'create database "{clone}" template "{template}" strategy file_copy')
        connection.settings_dict["NAME"] = clone
        try:
            yield clone
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = template
            drop_database(clone)


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of the test's own, in which commits are real."""
    with cloned_database(django_db_blocker):
        yield


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[str]:
    """As `transactional_db`, but one for all tests of a module: for a world that is dear to make. Gives its name."""
    with cloned_database(django_db_blocker) as clone, pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "FILE_STORE_ROOT", tmp_path_factory.mktemp("files"))
        yield clone


@contextmanager
def logged_in_as(login: dict[str, Any]) -> Iterator[None]:
    """Within the block the connection is another login's (owner, sweep): for tests that look behind the wall."""
    become(login)
    try:
        yield
    finally:
        become(APP)


@pytest.fixture(autouse=True)
def _own_file_store(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILE_STORE_ROOT", tmp_path / "files")


def end_events_with_their_test(patch: pytest.MonkeyPatch) -> None:
    """Events that must outlive a rolled-back request are written on the test's own connection."""
    for place in ("audit.services", "audit.receivers"):
        patch.setattr(f"{place}.run_independently", lambda function: function())


@pytest.fixture(autouse=True)
def _events_end_with_their_test(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a test that is rolled back, refused acts, denied looks and what accounts tell are not written on a second
    connection, where they would be committed and stay for the tests after it. Tests on a clone keep that connection.
    """
    if not {"transactional_db", "module_db"} & set(request.fixturenames):
        end_events_with_their_test(monkeypatch)
