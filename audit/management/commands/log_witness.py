"""Which partners the log is shown to, and by which key their signatures are known. Runs as the owner."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from audit.models import Witness
from audit.notes import COSIGNATURE, BadNote, Key
from core import clock
from core.commands import LoginCommand
from countries.models import Authority


class Command(LoginCommand):
    login = "owner"
    help = "Name the witness of an office: its cosignature key (C2SP), and its address where RCMS shall send."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("authority", help="code of the office, such as srb-mup-readmission")
        parser.add_argument("--key", default="", help="name+id+key; without one the office only fetches")
        parser.add_argument("--url", default="", help="where /add-checkpoint stands (C2SP tlog-witness)")
        parser.add_argument("--off", action="store_true", help="no more: what it signed stays")

    def handle(self, *, authority: str, key: str, url: str, off: bool, **options: Any) -> None:
        office = Authority.objects.filter(code=authority).first()
        if office is None:
            raise CommandError(f"There is no office {authority}.")
        if off:
            if not Witness.objects.filter(authority=office).update(is_active=False):
                raise CommandError(f"{authority} has no witness.")
            return
        try:
            if key and Key.read(key).kind != COSIGNATURE:
                raise CommandError("That key signs checkpoints of a log. A witness's key is of kind 4.")
        except BadNote as error:
            raise CommandError(f"--key: {error}.") from None
        if url and not key:
            raise CommandError("Without its key nobody would know the witness's signature: give --key.")
        Witness.objects.update_or_create(
            authority=office,
            defaults={
                "country": office.country_id,
                "key": key,
                "url": url,
                "is_active": True,
                "added_at": clock.now(),
            },
        )
