"""Data protection: what goes to the other side and comes back, requests of persons, retention and erasure."""

from typing import Any

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "protection"
    verbose_name = "Data protection"

    def ready(self) -> None:
        """Follow applications that are sent again; tell the notices how erasures are worded and where they lead."""
        from django.urls import reverse

        from cases.followers import sent_again_register
        from cases.wording import event_words
        from notifications.wording import subject_register
        from protection.services.between import sent_again

        sent_again_register(sent_again)

        def words(action: str, parameters: Any, is_own_side: bool) -> str:
            return event_words(action, parameters, is_own_side=is_own_side)

        def path(subject: str, action: str, parameters: Any) -> str:
            if action == "retention.announced":
                return reverse("protection:retention-announced")
            return reverse("protection:retention-run", args=[subject.removeprefix("retentionrun:")])

        subject_register("retentionrun", words=words, path=path)
