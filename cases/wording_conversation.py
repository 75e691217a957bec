"""Words for events of daily work around a case: messages, requests for information, notes, marks, links.

Joined to the other events in `cases.wording`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.choices import FlagKind, InformationItem, LinkKind
from core.jinja import date_long

Words = str | Promise
_Parameters = Mapping[str, Any]


def items_words(codes: Any) -> str:
    """What is asked for, as one line: "A better photograph, fingerprints"."""
    known = dict(InformationItem.choices)
    labels = [str(known.get(code, code)) for code in codes or ()]
    return ", ".join(label if number == 0 else label[:1].lower() + label[1:] for number, label in enumerate(labels))


def _requested(values: _Parameters, is_own: bool) -> str:
    words = {"what": items_words(values.get("items")), "day": ""}
    sentence = _("Information asked for") if is_own else _("The other side asks for information")
    if values.get("due_on"):
        words["day"] = date_long(date.fromisoformat(values["due_on"]))
        return _("%(sentence)s by %(day)s: %(what)s") % {**words, "sentence": sentence}
    return f"{sentence}: {words['what']}" if words["what"] else sentence


def _read(values: _Parameters, is_own: bool) -> str:
    count = int(values.get("count", 1))
    if is_own:
        words = ngettext("%(n)d message of the other side read", "%(n)d messages of the other side read", count)
    else:
        words = ngettext("The other side read %(n)d message", "The other side read %(n)d messages", count)
    return words % {"n": count}


def _of_kind(choices: Any, sentence: Words) -> Callable[[_Parameters, bool], str]:
    def make(values: _Parameters, is_own: bool) -> str:
        label = str(dict(choices.choices).get(values.get("kind", ""), ""))
        return f"{sentence}: {label[:1].lower()}{label[1:]}" if label else str(sentence)

    return make


MADE: Final[Mapping[str, Callable[[_Parameters, bool], str]]] = {
    "information.requested": _requested,
    "message.read": _read,
    "flag.set": _of_kind(FlagKind, gettext_lazy("Marked")),
    "flag.changed": _of_kind(FlagKind, gettext_lazy("Mark changed")),
    "flag.ended": _of_kind(FlagKind, gettext_lazy("Mark ended")),
    "link.added": _of_kind(LinkKind, gettext_lazy("Linked with another case")),
    "link.ended": _of_kind(LinkKind, gettext_lazy("Link with another case ended")),
}
# One wording for both sides, or (for the side that acted, for the other side).
PLAIN: Final[Mapping[str, Words | tuple[Words, Words]]] = {
    "thread.opened": (gettext_lazy("Question put to the other side"), gettext_lazy("Question of the other side")),
    "thread.closed": (gettext_lazy("Question closed"), gettext_lazy("The other side closed its question")),
    "thread.reopened": (
        gettext_lazy("Question opened again"),
        gettext_lazy("The other side opened its question again"),
    ),
    "messages.opened": gettext_lazy("Opened the messages of the case"),
    "notes.opened": gettext_lazy("Opened the notes of the case"),
    "flags.opened": gettext_lazy("Opened the marks of the case"),
    "thread.viewed": gettext_lazy("Opened the messages of a question"),
    "message.sent": (gettext_lazy("Message sent to the other side"), gettext_lazy("Message of the other side")),
    "information.answered": (
        gettext_lazy("Request for information answered"),
        gettext_lazy("The other side answered the request for information"),
    ),
    "information.cancelled": (
        gettext_lazy("Request for information taken back"),
        gettext_lazy("The other side took its request for information back"),
    ),
    "note.shared": (gettext_lazy("Note given to the other side to read"), gettext_lazy("Note of the other side")),
}
# Why an act was refused, as a clause in the past.
REFUSALS: Final[Mapping[str, Words]] = {
    "not_shared": gettext_lazy("the other side did not see the case yet"),
    "question_of_other_side": gettext_lazy("the side that asked closes its question"),
    "information_open": gettext_lazy("the answer was still awaited"),
    "information_cancelled": gettext_lazy("the request had been taken back"),
    "own_request": gettext_lazy("the other side answers what this side asked"),
    "request_of_other_side": gettext_lazy("the side that asked takes its request back"),
    "already_shared": gettext_lazy("the other side had the note already"),
}
