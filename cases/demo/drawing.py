"""Drawing portraits and scans in a thread of its own, while the cases are being written.

Drawing knows nothing of the database; beside the seeding, which mostly waits for it, it costs little further time.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from cases.demo.persons import Invented, Portrait
from cases.specimens.passport import PassportFields, observations_jpeg, passport_jpeg, scan_pdf
from cases.specimens.portrait import portrait_jpeg


class Drawings:
    """The pictures of the demonstration, each drawn once. Use as a context manager."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")
        self._portraits: dict[Portrait, Future[bytes]] = {}
        self._scans: dict[tuple[PassportFields, int], Future[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def order(self, person: Invented) -> None:
        """Ask for the pictures of a person; they are drawn in the order asked for."""
        portrait = person.portrait
        if portrait not in self._portraits:
            self._portraits[portrait] = self._pool.submit(portrait_jpeg, portrait.seed, portrait.sex, portrait.age)
        for proof in person.proofs:
            if proof.passport is not None and proof.pages:
                self._scans[proof.passport, proof.pages] = self._pool.submit(scan, proof.passport, proof.pages)

    def portrait(self, portrait: Portrait) -> bytes:
        """The JPEG of a portrait that was ordered; waits for it."""
        return self._portraits[portrait].result()

    def scan(self, passport: PassportFields, pages: int) -> bytes:
        """The scan that was ordered (see `scan`); waits for it."""
        return self._scans[passport, pages].result()


def scan(passport: PassportFields, pages: int) -> bytes:
    """A JPEG of the data page, or with two pages a PDF of data page and observations."""
    if pages == 1:
        return passport_jpeg(passport)
    return scan_pdf([passport_jpeg(passport), observations_jpeg(passport)])
