"""Notices in words. This app knows no cases: whoever brings notices about something registers how it is told of.

    subject_register("case", words=event_words_of_a_case, path=address_of_a_case)

`words(action, parameters, is_own_side)` gives one sentence without full stop and without personal data;
`path(subject, action, parameters)` the address of the page that it is about.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from notifications.choices import NoticeKind
from notifications.models import Notice

Words = Callable[[str, Mapping[str, Any], bool], str]
Path = Callable[[str, str, Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class _Subject:
    words: Words
    path: Path
    title: str | Promise = ""


_SUBJECTS: Final[dict[str, _Subject]] = {}


def subject_register(prefix: str, *, words: Words, path: Path, title: str | Promise = "") -> None:
    """Tell how notices about `prefix:...` are worded and where they lead; called once, in an app's `ready`. title: of
    those that are about no case."""
    _SUBJECTS[prefix] = _Subject(words, path, title)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in words for one country's readers. path: of the page that it is about."""

    id: UUID
    at: datetime
    kind: str
    title: str
    text: str
    path: str
    due_at: datetime | None
    due_zone: str
    is_unread: bool
    is_mine: bool


# What somebody typed (the name of a flight, the place of a departure): pages tell it, e-mails do not.
_TYPED: Final = frozenset({"name", "place"})


def notice_line(notice: Notice, country: str, *, is_unread: bool = False, is_mailed: bool = False) -> NoticeLine:
    """The notice for readers of `country` (alpha-3), in the language in force; in an e-mail without typed words."""
    found = _SUBJECTS.get(notice.subject.partition(":")[0])
    is_own_side = notice.by_country == country
    action, parameters = notice.action, notice.parameters
    if is_mailed:
        parameters = {name: value for name, value in parameters.items() if name not in _TYPED}
    return NoticeLine(
        id=notice.id,
        at=notice.at,
        kind=str(NoticeKind(notice.kind).label),
        title=notice.case_reference
        or (str(found.title) if found else "")
        or (_("Draft") if notice.subject.startswith("case:") else _("Administration")),
        text=found.words(action, parameters, is_own_side) if found else action,
        path=found.path(notice.subject, action, parameters) if found else reverse("notifications:notice-list"),
        due_at=notice.due_at,
        due_zone=notice.due_zone,
        is_unread=is_unread,
        is_mine=notice.recipient_id is not None,
    )
