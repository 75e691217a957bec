"""`./run test` and `./run bench`: throw-away services, so that neither touches the demo's data nor waits for it."""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

from rcms.runner.children import Supervisor, run_in_front
from rcms.runner.console import RunError, say
from rcms.runner.places import PYTHON, ROOT, DataFolder, service_account
from rcms.runner.services import Services
from rcms.runner.setting_up import set_up

PREFIX = "rcms-test-"
RESULTS = ROOT / "test-results"
# The two runs of the suite. The order of files is that of tests/conftest.py: xdist's own puts a long file of few tests
# last, where one of two workers waits for it. A browser story waits much, for processes to start and for pages: two
# at a time, each with services of its own; a third one finds no processor free. Each run reads its own files alone:
# what one leaves out is the other's.
STORIES = "tests/browser"
RUNS = {
    "house": ["tests", f"--ignore={STORIES}", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"],
    "browser": [STORIES, "-n", "2", "--dist", "worksteal"],
}
NO_TESTS = 5  # pytest's exit code when nothing was selected


def clear_forgotten() -> None:
    """Delete the data of test runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        lock = folder / "running.lock"
        try:
            is_ours = folder.stat().st_uid == os.geteuid() and time.time() - lock.stat().st_mtime > 60
        except OSError:
            continue
        if is_ours:
            data = DataFolder(folder, None)
            with data.taken() as free:
                if free:
                    data.forget()


@contextmanager
def throw_away_folder() -> Iterator[DataFolder]:
    """A data folder in the temporary folder, gone afterwards."""
    clear_forgotten()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    account = service_account()
    if account is not None:
        folder.chmod(0o711)  # the services' user passes through to the folders that are its own
    data = DataFolder(folder, account)
    try:
        with data.taken():
            yield data
    finally:
        data.discard()


@contextmanager
def throw_away_services(*, mode: str, durable: bool = False) -> Iterator[Services]:
    """Services on fresh data; both are gone afterwards."""
    with throw_away_folder() as data:
        supervisor = Supervisor()
        try:
            services = Services(data, mode=mode, durable=durable)
            services.start(supervisor)
            yield services
        finally:
            supervisor.stop()


def run_tests(arguments: Sequence[str]) -> int:
    """Run the suite, or pytest once with exactly the given arguments; `--full` chooses the long tier.

    Returns the exit code: not 0 when any test failed, or when the suite ran no test at all.
    """
    full = "--full" in arguments
    given = [argument for argument in arguments if argument != "--full"]
    set_up(browser=True)
    with throw_away_services(mode="test") as services:
        environment = services.environment("app", all_logins=True) | {"RCMS_TEST_FULL": "1" if full else ""}
        # What is compiled once serves all workers of both runs, also where an image says that nothing be written.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if services.database is not None:
            environment["KEEP_TEST_DATABASE"] = "yes"  # it goes with this server: the workers of both runs copy one
        if given:
            return run_in_front([PYTHON, "-m", "pytest", *given], environment=environment)
        RESULTS.mkdir(exist_ok=True)
        codes: list[int] = []
        for name, selection in RUNS.items():
            say(f"\nTests: {name}")
            results = RESULTS / f"{name}.xml"
            results.unlink(missing_ok=True)
            code = run_in_front([PYTHON, "-m", "pytest", *selection, f"--junit-xml={results}"], environment=environment)
            codes.append(0 if code == NO_TESTS else code)
            if code in {2, 130}:  # interrupted by the person
                break
    return conclude(codes, [RESULTS / f"{name}.xml" for name in RUNS])


def counted(results: Path) -> dict[str, int]:
    """How many tests passed, failed and were skipped, from pytest's results file; an error counts as failed."""
    total = {"passed": 0, "failed": 0, "skipped": 0}
    if results.exists():
        for suite in ElementTree.parse(results).getroot().iter("testsuite"):  # noqa: S314 (our own pytest wrote it)
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            total["failed"] += failed
            total["skipped"] += skipped
            total["passed"] += max(int(suite.get("tests", 0)) - failed - skipped, 0)
    return total


def conclude(codes: Sequence[int], results: Sequence[Path]) -> int:
    """Print one closing line for all runs; returns the exit code."""
    total = {"passed": 0, "failed": 0, "skipped": 0}
    for path in results:
        for name, number in counted(path).items():
            total[name] += number
    say(f"\nTests: {total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    worst = next((code for code in codes if code), 0)
    if not worst and not total["passed"]:
        raise RunError("no test ran", NO_TESTS)
    return worst or int(total["failed"] > 0)


def run_bench(arguments: Sequence[str]) -> int:
    """Run the measurements of bench/ on durable services of their own; returns their exit code. Raises RunError."""
    if not (ROOT / "bench" / "__main__.py").exists():
        raise RunError("this version has no measurements: bench/__main__.py is missing.")
    set_up()
    with throw_away_services(mode="development", durable=True) as services:
        environment = services.environment("owner", all_logins=True)
        return run_in_front([PYTHON, "-m", "bench", *arguments], environment=environment, account=services.account)
