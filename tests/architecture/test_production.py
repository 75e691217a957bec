"""Production refuses to start on what is right on a laptop: each unsafe value in a process of its own."""

import os
import subprocess
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from rcms.runner.places import ROOT
from tests.architecture.source import tracked_files

SAFE = {
    "RCMS_MODE": "production",
    "RCMS_LOGIN": "app",
    "SECRET_KEY": "x" * 60,
    "RCMS_SECRETS_KEY": "y" * 60,
    "RCMS_ALLOWED_HOSTS": "rcms.example",
    "DATABASE_URL": "postgresql://rcms_app:secret@db.example:5432/rcms",
    "REDIS_URL": "rediss://:secret@broker.example:6379/0",
    "FILE_STORE_URL": "file:///srv/rcms/files",
}
UNSAFE = {
    "DEBUG is on": {"DEBUG": "1"},
    "SECRET_KEY is missing": {"SECRET_KEY": ""},
    "SECRET_KEY is missing or shorter": {"SECRET_KEY": "short"},
    "RCMS_SECRETS_KEY is missing": {"RCMS_SECRETS_KEY": ""},
    "RCMS_SECRETS_KEY is missing or shorter": {"RCMS_SECRETS_KEY": "z" * 60 + ",short"},
    "RCMS_SECRETS_KEY is SECRET_KEY": {"RCMS_SECRETS_KEY": "x" * 60},
    "RCMS_SECOND_FACTOR is off": {"RCMS_SECOND_FACTOR": "0"},
    "RCMS_SESSION_IDLE_SECONDS": {"RCMS_SESSION_IDLE_SECONDS": "3600"},
    "RCMS_ALLOWED_HOSTS is empty": {"RCMS_ALLOWED_HOSTS": ""},
    "allows every host": {"RCMS_ALLOWED_HOSTS": "rcms.example,*"},
    "its passwords are public": {"RCMS_DEMO": "1"},
    "RCMS_CLOCK_MAY_MOVE is on": {"RCMS_CLOCK_MAY_MOVE": "1"},
    "not named by its URL": {"DATABASE_URL": ""},
    "the embedded database": {"DATABASE_URL": "postgresql://rcms_app:x@/rcms?host=/run/rcms-embedded/s"},
    "the embedded broker": {"REDIS_URL": "redis://rcms-embedded:x@127.0.0.1:6379/0"},
    "RCMS_HTTPS is off": {"RCMS_HTTPS": "0"},
    "RCMS_PUBLIC_URL is missing": {"EMAIL_URL": "smtp://mail.example"},
    "RCMS_PUBLIC_URL must be": {"RCMS_PUBLIC_URL": "rcms.example"},
    "EMAIL_URL must begin with": {"EMAIL_URL": "http://mail.example"},
    "REDIS_URL must begin with": {"REDIS_URL": "http://broker.example"},
    "FILE_STORE_URL must be": {"FILE_STORE_URL": "s3://bucket"},
    "RCMS_LOGIN is": {"RCMS_LOGIN": "postgres"},
}
PROBE = """
from django.conf import settings
secure = (settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT)
assert all(secure) and settings.SECURE_HSTS_SECONDS > 0
assert settings.CLOCK_MAY_MOVE is False and settings.DEBUG is False and settings.SCOPE_IS_STRICT is False
assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
assert "unsafe" not in str(settings.CONTENT_SECURITY_POLICY)
print("started")
"""


def start(changes: dict[str, str], program: str = PROBE) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "rcms.settings", **SAFE, **changes}
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_safe_settings_start() -> None:
    found = start({})
    assert found.stdout == "started\n", found.stderr[-800:]


def test_the_check_of_a_deployment_finds_nothing() -> None:
    secret = "".join(chr(33 + number) for number in range(80))
    program = """
from django.core.management import call_command
import django
django.setup()
call_command("check", deploy=True, fail_level="WARNING")
from django.conf import settings
names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
assert all(name.startswith("__Host-") for name in names), names
"""
    found = start({"SECRET_KEY": secret}, program)
    assert found.returncode == 0, found.stderr[-1500:]
    assert "no issues" in found.stdout + found.stderr


def test_every_unsafe_value_is_refused_by_name() -> None:
    """One process tries all, each time with fresh settings modules; so a start of Python is paid once."""
    program = f"""
import importlib, os, sys
SAFE, UNSAFE = {SAFE!r}, {UNSAFE!r}
for words, changes in UNSAFE.items():
    os.environ.update(SAFE | changes)
    for name in list(sys.modules):
        if name.startswith("rcms"):
            del sys.modules[name]
    try:
        importlib.import_module("rcms.settings")
    except Exception as error:
        assert type(error).__name__ == "ImproperlyConfigured", (words, error)
        assert words in str(error), (words, str(error))
    else:
        raise SystemExit("started although: " + words)
print("all refused")
"""
    found = start({}, program)
    assert found.stdout == "all refused\n", found.stderr[-800:]


def test_every_unsafe_value_at_once_is_told_at_once() -> None:
    found = start({"DEBUG": "1", "SECRET_KEY": "short", "RCMS_DEMO": "1"})
    assert found.returncode != 0
    for words in ("DEBUG is on", "SECRET_KEY is missing", "RCMS_DEMO is on"):
        assert words in found.stderr


# --- what may be in the house ----------------------------------------------------------------------------------------

# The Free Software Foundation's licences that would reach over to the whole; the Lesser one does not.
REACHING = ("agpl", "affero", "gpl")
HARMLESS = ("lgpl", "lesser general public", "library or lesser")


def locked(name: str) -> list[str]:
    """The packages of a lock file."""
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line.split(" \\")[0].strip()).name for line in lines if line and line[0].isalnum()]


def licences(package: Distribution) -> list[str]:
    """Each licence that the package offers; a choice ("or", several classifiers) is a choice."""
    metadata = package.metadata
    expression = metadata.get("License-Expression") or ""
    if expression:
        return [part.strip(" ()") for part in expression.replace(" or ", " OR ").split(" OR ")]
    classifiers = [c.split(" :: ")[-1] for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    return classifiers or [(metadata.get("License") or "unknown").splitlines()[0]]


def reaches_over(licence: str) -> bool:
    text = licence.lower()
    for word in HARMLESS:
        text = text.replace(word, "")
    return any(word in text for word in (*REACHING, "general public license", "unknown"))


def test_the_question_about_licences_can_be_answered_no() -> None:
    assert reaches_over("GNU Affero General Public License v3") and reaches_over("GPL-2.0-only")
    assert not reaches_over("GNU Lesser General Public License v3 (LGPLv3)") and not reaches_over("LGPL-3.0-only")
    assert not reaches_over("MIT")


def test_no_package_of_the_base_has_a_licence_that_reaches_over() -> None:
    names = locked("base.txt")
    assert len(names) > 30
    found, missing = {}, []
    for name in names:
        try:
            offered = licences(distribution(name))
        except PackageNotFoundError:
            missing.append(name)  # for another platform or version of Python
            continue
        if all(reaches_over(licence) for licence in offered):
            found[name] = offered
    assert found == {}
    assert len(missing) < len(names) // 4, missing


@pytest.mark.parametrize("name", ["base.txt", "demo.txt", "dev.txt", "bootstrap.txt"])
def test_locks_carry_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert text.count("--hash=sha256:") >= len(locked(name)) > 0
    assert "://" not in text and "index-url" not in text and "--find-links" not in text


def test_nothing_built_or_downloaded_is_committed() -> None:
    files = tracked_files()
    assert files
    names = {str(path.relative_to(ROOT)) for path in files}
    assert not {name for name in names if "node_modules" in Path(name).parts or name.startswith((".venv/", ".data/"))}
    assert not {name for name in names if name.endswith((".pyc", ".whl", ".sqlite3", ".env"))}


def test_no_secret_and_no_path_of_a_machine_is_committed() -> None:
    home, temporary = "/" + "root/", "/" + "tmp/dev"
    wrong = []
    for path in tracked_files():
        if not path.is_file() or path.stat().st_size > 400_000:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if home in text or temporary in text or str(ROOT) + "/" in text or "BEGIN " + "PRIVATE KEY" in text:
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []
