"""Writes the log, or the entries of one case with their proofs, for `verify/rcms_verify.py`. Runs as the owner."""

import json
import sys
from argparse import ArgumentParser, FileType
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandError

from audit.exporting import log_export
from audit.log import stamps_read
from core.commands import LoginCommand


class Command(LoginCommand):
    login = "owner"
    help = "Export the log for rcms-verify (docs/verification.md). It holds personal data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=FileType("w", encoding="utf-8"), default=sys.stdout)
        parser.add_argument("--case", default="", help="only the entries of this case: its reference or its key")
        parser.add_argument(
            "--earlier",
            type=int,
            nargs="*",
            default=[],
            metavar="SIZE",
            help="with a case: show that the log begins with a checkpoint over so many entries, which the reader kept",
        )

        parser.add_argument("--stamps", type=Path, metavar="FOLDER", help="put time-stamps (RFC 3161) there")

    def handle(
        self, *, output: TextIO, case: str, earlier: list[int], stamps: Path | None = None, **options: Any
    ) -> None:
        try:
            for record in log_export(case=case, earlier=earlier):
                output.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
        except ValueError as error:
            raise CommandError(str(error)) from None
        output.flush()
        if stamps is not None:
            stamps.mkdir(parents=True, exist_ok=True)
            for size, note, answer in stamps_read():
                # As it was stamped: `openssl ts -verify -data checkpoint-N.txt -in checkpoint-N.tsr -CAfile ...`
                (stamps / f"checkpoint-{size}.txt").write_text(note, encoding="utf-8")
                (stamps / f"checkpoint-{size}.tsr").write_bytes(answer)
