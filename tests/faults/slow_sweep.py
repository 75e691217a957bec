"""The sweep of time limits in a process of its own that stays in the middle: to be killed there.

After its second promise it notes `sweep.begun` in FAULTS_FOLDER and waits, with rows written and nothing committed.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcms.settings")
LONGEST_SECONDS = 60


def main() -> None:
    """Sweep as the system worker does, slowly."""
    django.setup()
    from celery import current_app

    from cases.services import silence
    from rcms.celery import app

    really = silence._promise
    promised: list[Sequence[UUID]] = []

    def promise(ids: Sequence[UUID], country: str) -> None:
        really(ids, country)
        promised.append(ids)
        if len(promised) == 2:
            (Path(os.environ["FAULTS_FOLDER"]) / "sweep.begun").write_text(f"{os.getpid()}\n")
            time.sleep(LONGEST_SECONDS)

    vars(silence).update(BATCH=2, _promise=promise)
    app.loader.import_default_modules()
    current_app.tasks["cases.sweep_clocks"]()


if __name__ == "__main__":
    main()
