from collections.abc import Iterable
from typing import Any

from accounts.roles import ROLES
from cases.demo.files import PASSWORD, Persona, personas
from core.commands import LoginCommand
from countries.models import Authority


class Command(LoginCommand):
    help = "Print who can sign in to the demonstration, with what, and what is worth trying."

    def handle(self, *args: Any, **options: Any) -> None:
        offices = {office.code: office for office in Authority.objects.select_related("country")}
        rows = [("User name", "Role", "Office", "Worth trying")]
        for persona in personas():
            rows += _rows(persona, offices)
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for index, row in enumerate(rows):
            cells = [row[column].ljust(widths[column]) for column in range(3)]
            self.stdout.write("  ".join([*cells, row[3]]).rstrip())
            if index == 0:
                self.stdout.write("  ".join("-" * width for width in [*widths, 40]))
        self.stdout.write(f"\nEverybody's password: {PASSWORD}")


def _rows(persona: Persona, offices: dict[str, Authority]) -> Iterable[tuple[str, str, str, str]]:
    """One line per membership; name of the persona and hint on the first."""
    for index, place in enumerate(persona.offices):
        office = offices.get(place.office)
        where = f"{office.country.alpha2}  {office.name}" if office else place.office
        first = index == 0
        yield persona.login if first else "", str(ROLES[place.role].name), _short(where), persona.hint if first else ""


def _short(text: str, limit: int = 46) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
