"""Workload, time keeping, audit across cases, quality sampling: for supervisors and heads of office."""

from typing import Any

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "Supervision"

    def ready(self) -> None:
        """Tell the notices how absences that others entered and unusual access are worded, and where they lead."""
        from django.urls import reverse
        from django.utils.translation import gettext as _
        from django.utils.translation import gettext_lazy

        from notifications.wording import subject_register

        def words(action: str, parameters: Any, is_own_side: bool) -> str:
            is_entered, is_cover = action == "account.absence_set", parameters.get("part") == "cover"
            if is_cover:
                entered, ended = _("You stand in for a colleague"), _("You no longer stand in for a colleague")
            else:
                entered, ended = _("An absence was entered for you"), _("Your absence was ended")
            return entered if is_entered else ended

        def path(subject: str, action: str, parameters: Any) -> str:
            return reverse("accounts:absence")

        subject_register("absence", words=words, path=path)

        def found_words(action: str, parameters: Any, is_own_side: bool) -> str:
            return _("Unusual access was found")

        def found_path(subject: str, action: str, parameters: Any) -> str:
            return reverse("supervision:unusual-list")

        subject_register("unusualaccess", words=found_words, path=found_path, title=gettext_lazy("Supervision"))
