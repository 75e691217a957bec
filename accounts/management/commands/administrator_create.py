"""The operator makes the first administrators of a country's national desk, and helps where nobody can sign in."""

from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from accounts.models import Membership, User
from accounts.selectors.disuse import FIRST_PASSWORD_DAYS
from accounts.services import users
from accounts.services.factors import second_factors_forget
from accounts.services.memberships import membership_create
from accounts.signals import account_acted
from core import clock
from core.commands import LoginCommand
from core.errors import Invalid
from core.scope import operator_scope, use_scope
from countries.models import Authority

# From then on administrators make each other, two persons each time.
ENOUGH = 2


class Command(LoginCommand):
    help = (
        "Makes an administrator of a national desk while it has fewer than two, and prints the first password once. "
        "With --replaces: keeps an administrator out who has left, in whose place the new one comes. "
        "With --reset: a new first password and second step for an administrator whom no second person can help."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help="code of the national desk, for example nld-dtv")
        parser.add_argument("login_name", help="user name")
        parser.add_argument("--name", default="", help="full name of a new person")
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--replaces", default="", help="user name of an administrator of the desk who has left")
        way.add_argument("--reset", action="store_true", help="a new first password for an administrator of the desk")

    def handle(self, *args: Any, **options: Any) -> None:
        office = Authority.objects.select_related("country").filter(code=options["office"]).first()
        if office is None or not office.is_national_desk:
            raise CommandError(f"{options['office']} is no national desk")
        with use_scope(operator_scope(office.country_id)):
            login_name = str(options["login_name"]).lower()
            left = self._keep_out(office, options["replaces"].lower()) if options["replaces"] else None
            user, password = self._reset(office, login_name) if options["reset"] else self._create(office, options)
        action = "account.password_by_operator" if options["reset"] else "account.created_by_operator"
        account_acted.send(Command, user=user, action=action)
        account_acted.send(Command, user=left, action="account.deactivated_by_operator")
        self.stdout.write(f"User name: {user.login_name}")
        self.stdout.write(f"First password, valid for {FIRST_PASSWORD_DAYS} days: {password}")

    def _create(self, office: Authority, options: dict[str, Any]) -> tuple[User, str]:
        held = Membership.objects.filter(
            authority=office, role="administrator", valid_to__isnull=True, user__is_active=True
        )
        if held.count() >= ENOUGH:
            raise CommandError(f"{office.code} has two administrators: they make others on the pages")
        if not options["name"].strip():
            raise CommandError("--name is needed for a new person")
        try:
            user, password = users.user_create(
                login_name=options["login_name"],
                country=office.country_id,
                values={"full_name": options["name"].strip()},
            )
        except Invalid as invalid:
            raise CommandError("somebody has this user name already") from invalid
        today = clock.now().date()
        membership_create(user=user, authority=office, role="administrator", valid_from=today)
        return user, password

    def _keep_out(self, office: Authority, login_name: str) -> User:
        """On the pages two administrators must remain, so that the one who is left could remove nobody."""
        return users.user_deactivate(user_id=self._administrator(office, login_name))

    def _reset(self, office: Authority, login_name: str) -> tuple[User, str]:
        user_id = self._administrator(office, login_name)
        # Whoever lost the password has often lost the telephone too, and nobody else could help.
        with use_scope(operator_scope(office.country_id)):
            second_factors_forget(user_id)
        return users.password_reset(user_id=user_id)

    def _administrator(self, office: Authority, login_name: str) -> UUID:
        held = Membership.objects.filter(authority=office, role="administrator", user__login_name=login_name).first()
        if held is None:
            raise CommandError(f"{login_name} is no administrator of {office.code}")
        return held.user_id
