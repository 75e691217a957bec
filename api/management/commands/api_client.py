"""Enrol a national system, give it a new secret, or take it back."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.api_scopes import API_SCOPES
from accounts.models import MachineClient, User
from accounts.services import machine_clients
from accounts.signals import account_acted
from core.commands import LoginCommand
from core.errors import Invalid, NotVisible
from core.scope import entrance, operator_scope, use_scope
from countries.models import Authority


class Command(LoginCommand):
    """`manage.py api_client create OFFICE NAME [--scope S]… | secret CLIENT | revoke CLIENT`"""

    help = "National systems: enrol one of an office, change its secret, take it back. The secret is shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Three acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        create = acts.add_parser("create")
        create.add_argument("office", help="code of the office, for example nld-dtv")
        create.add_argument("name", help="name of the system")
        create.add_argument("--scope", action="append", choices=sorted(API_SCOPES), help="default: all")
        for act in ("secret", "revoke"):
            acts.add_parser(act).add_argument("client_id")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act; print what the other end needs."""
        try:
            with use_scope(operator_scope(self._country(options))):
                client, action = getattr(self, options["act"])(options)
                user = client.user
        except NotVisible as error:
            raise CommandError("There is no such client.") from error
        except Invalid as error:
            raise CommandError("; ".join(str(text) for texts in error.errors.values() for text in texts)) from error
        account_acted.send(Command, user=user, action=action)

    def _country(self, options: dict[str, Any]) -> str:
        """Whose system it is, or shall be: the operator works as the administration of that country."""
        if options["act"] == "create":
            office = Authority.objects.filter(code=options["office"]).first()
            return office.country_id if office else ""
        with entrance(client=options["client_id"]):
            user_id = MachineClient.objects.filter(client_id=options["client_id"]).values_list("user_id").first()
        if user_id is None:
            raise NotVisible(f"machineclient:{options['client_id'][:40]}")
        with entrance(user=user_id[0]):
            return User.objects.values_list("country_id", flat=True).get(id=user_id[0])

    def create(self, options: dict[str, Any]) -> tuple[MachineClient, str]:
        """Enrol."""
        office = Authority.objects.select_related("country").filter(code=options["office"]).first()
        if office is None:
            raise CommandError("There is no such office.")
        scopes = options["scope"] or tuple(API_SCOPES)
        client, secret = machine_clients.machine_client_create(authority=office, name=options["name"], scopes=scopes)
        self._tell(client.client_id, secret)
        return client, "account.client_created"

    def secret(self, options: dict[str, Any]) -> tuple[MachineClient, str]:
        """A new secret."""
        client, secret = machine_clients.machine_client_secret_change(client_id=options["client_id"])
        self._tell(client.client_id, secret)
        return client, "account.client_secret_changed"

    def revoke(self, options: dict[str, Any]) -> tuple[MachineClient, str]:
        """Take back."""
        client = machine_clients.machine_client_revoke(client_id=options["client_id"])
        self.stdout.write(f"{client.client_id} is let in no more.")
        return client, "account.client_revoked"

    def _tell(self, client_id: str, secret: str) -> None:
        self.stdout.write(f"client_id={client_id}")
        self.stdout.write(f"client_secret={secret}")
        self.stderr.write("The secret is shown this once. Keep it where the system keeps its secrets.")
