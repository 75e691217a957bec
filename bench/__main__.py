"""Prepares a database with the demonstration and runs each measurement, or those named, in a process of its own.

Options after the names go to the measurements: `./run bench clocks --due 2000`.
"""

import os
import subprocess
import sys
from itertools import takewhile

STEPS = (
    ("owner", ["manage.py", "migrate", "--noinput", "-v", "0"]),
    ("owner", ["manage.py", "load_reference"]),
    ("app", ["manage.py", "seed_demo", "--if-empty"]),
    ("app", ["-m", "bench.pages"]),
    ("app", ["-m", "bench.access"]),
    ("app", ["-m", "bench.search"]),
    ("app", ["-m", "bench.statistics"]),
    ("app", ["-m", "bench.api"]),
    ("app", ["-m", "bench.papers"]),
    ("app", ["-m", "bench.clocks"]),
    ("app", ["-m", "bench.audit"]),
)


def main() -> int:
    """Run the steps; the first that fails ends the run."""
    words = sys.argv[1:]
    names = list(takewhile(lambda word: not word.startswith("-"), words))
    named = {f"bench.{name}" for name in names}
    for login, arguments in STEPS:
        is_measurement = arguments[0] == "-m"
        if named and is_measurement and arguments[1] not in named:
            continue
        more = words[len(names) :] if is_measurement else []
        done = subprocess.run([sys.executable, *arguments, *more], env=os.environ | {"RCMS_LOGIN": login}, check=False)  # noqa: S603
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
