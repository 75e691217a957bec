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

        def plain_words(action: str, parameters: Any, is_own_side: bool) -> str:
            return event_words(action, parameters, is_own_side=is_own_side)

        def person_path(subject: str, action: str, parameters: Any) -> str:
            if action == "user.factors_reset":
                return reverse("accounts:factor-list")
            if action == "account.unused_own":
                return reverse("accounts:profile")
            if action == "account.unused_last":
                # Of a national desk the supervisors are told, who open no person.
                return reverse("administration:register")
            return reverse("administration:person-detail", args=[subject.removeprefix("user:")])

        def free_cases(subject: str, action: str, parameters: Any) -> str:
            return f"{reverse('cases:case-list')}?assignee=nobody"

        subject_register("user", words=plain_words, path=person_path)

        def review_path(subject: str, action: str, parameters: Any) -> str:
            return reverse("administration:review-fill", args=[subject.removeprefix("access:")])

        subject_register("access", words=plain_words, path=review_path)
        subject_register("office", words=plain_words, path=free_cases)
