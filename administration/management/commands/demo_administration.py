from typing import Any

from django.core.management.base import CommandError

from administration.demo import administration_seed
from cases.demo import seeding
from core.commands import LoginCommand


class Command(LoginCommand):
    help = "Add what administrators of the demonstration did, where nothing is there yet. Refused in production."

    def handle(self, *args: Any, **options: Any) -> None:
        refused = seeding.refusal()
        if refused:
            raise CommandError(refused)
        self.stdout.write("Made." if administration_seed() else "There is something already; nothing was changed.")
