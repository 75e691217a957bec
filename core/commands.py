"""The ground of our `manage.py` commands that use the database: each states with which login it works."""

from typing import Any

from django.core.management.base import BaseCommand

from core.logins import need_login


class LoginCommand(BaseCommand):
    """login: the RCMS_LOGIN without which the command refuses to begin."""

    login = "app"

    def execute(self, *args: Any, **options: Any) -> Any:
        need_login(self.login)
        return super().execute(*args, **options)
