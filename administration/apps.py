"""Offices, people, grants, texts: what national administrators keep; dangerous changes by two persons."""

from typing import Any

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "administration"
    verbose_name = "Administration"

    def ready(self) -> None:
        """Tell the notices how those about changes are worded and where they lead."""
        from django.urls import reverse

        from administration.choices import ChangeKind
        from cases.wording import event_words
        from notifications.wording import subject_register

        def words(action: str, parameters: Any, is_own_side: bool) -> str:
            kind = parameters.get("kind", "")
            label = str(ChangeKind(kind).label) if kind in ChangeKind.values else kind
            return f"{event_words(action, parameters, is_own_side=is_own_side)}: {label}"

        def path(subject: str, action: str, parameters: Any) -> str:
            return reverse("administration:change-detail", args=[subject.removeprefix("changerequest:")])

        subject_register("changerequest", words=words, path=path)
