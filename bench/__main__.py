"""Prepares a database with the demonstration and runs each measurement in a process of its own."""

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
)


def main() -> int:
    """Run the steps; the first that fails ends the run."""
    for login, arguments in STEPS:
        done = subprocess.run([sys.executable, *arguments], env=os.environ | {"RCMS_LOGIN": login}, check=False)  # noqa: S603
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
