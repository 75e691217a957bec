"""The domain: readmission cases from draft to handover."""

from typing import Any

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        """Tell the notices, which know no cases, how those about a case are worded and where they lead."""
        from django.urls import reverse

        from cases.wording import event_words
        from notifications.wording import subject_register

        def words(action: str, parameters: Any, is_own_side: bool) -> str:
            return event_words(action, parameters, is_own_side=is_own_side)

        def path(subject: str) -> str:
            return reverse("cases:case-detail", args=[subject.removeprefix("case:")])

        subject_register("case", words=words, path=path)
