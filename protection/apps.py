"""Data protection: what goes to the other side and comes back, requests of persons, retention and erasure."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "protection"
    verbose_name = "Data protection"

    def ready(self) -> None:
        """Follow applications that are sent again."""
        from cases.followers import sent_again_register
        from protection.services.between import sent_again

        sent_again_register(sent_again)
