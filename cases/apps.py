"""The domain: readmission cases from draft to handover."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        """Tell the notices, which know no cases, how those about a case are worded and where they lead."""
        from cases.notice_paths import access_path, notice_path, operation_path, visit_path
        from cases.wording import event_words
        from notifications.wording import subject_register

        def words(action: str, parameters: Any, is_own_side: bool) -> str:
            return event_words(action, parameters, is_own_side=is_own_side)

        subject_register("case", words=words, path=notice_path)
        subject_register("operation", words=words, path=operation_path, title=gettext_lazy("Group operation"))
        subject_register("accessrequest", words=words, path=access_path, title=gettext_lazy("Access to a case"))
        subject_register("visit", words=words, path=visit_path, title=gettext_lazy("Mission visit"))
