"""The ground floor: time, scope, ids, errors, outbox, progress. It knows nothing of the other rooms."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from core.scope import guard_connection  # models must be loaded before table names are known

        connection_created.connect(guard_connection, dispatch_uid="core.scope.guard_connection")
