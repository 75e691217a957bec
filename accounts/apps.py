"""Users, memberships, roles, grants, sign-in."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _permissions_sync(**_: Any) -> None:
    from accounts.services.memberships import permissions_sync

    permissions_sync()


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Names of acts are rows that the owner makes with the tables: the application only reads them."""
        post_migrate.connect(_permissions_sync, sender=self, dispatch_uid="accounts.permissions")
