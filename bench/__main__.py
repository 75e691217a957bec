"""Prepares a database with the demonstration and runs each measurement, or those named, in a process of its own."""

import os
import subprocess
import sys

STEPS = (
    ("owner", ["manage.py", "migrate", "--noinput", "-v", "0"]),
    ("app", ["manage.py", "seed_demo", "--if-empty"]),
    ("app", ["-m", "bench.pages"]),
    ("app", ["-m", "bench.search"]),
    ("app", ["-m", "bench.statistics"]),
    ("app", ["-m", "bench.api"]),
    ("app", ["-m", "bench.papers"]),
    ("app", ["-m", "bench.clocks"]),
)


def main() -> int:
    """Run the steps; the first that fails ends the run."""
    named = {f"bench.{name}" for name in sys.argv[1:]}
    for login, arguments in STEPS:
        if named and arguments[0] == "-m" and arguments[1] not in named:
            continue
        done = subprocess.run([sys.executable, *arguments], env=os.environ | {"RCMS_LOGIN": login}, check=False)  # noqa: S603
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
