"""The log, its readers and their reviews in words, for `cases.wording.event_words`."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLAIN: Final[Mapping[str, Promise]] = {
    "log.read": _("Read entries of the log for its verifier"),
    "log.compared": _("Compared a kept checkpoint with the log"),
    "log.disputed": _("A kept checkpoint does not fit the log"),
    "audit.viewed": _("Looked at the audit trail"),
    "audit.searched": _("Searched the audit trail across cases"),
    "unusual.found": _("Unusual access was found"),
    "unusual.signed": _("Unusual access was signed off"),
    "unusual.listed": _("Looked at the list of unusual access"),
    "unusual.opened": _("Looked at unusual access of a person"),
    "quality.sampled": _("Drew a sample of closed cases for review"),
    "quality.drawn": _("Drawn for a quality review"),
    "quality.reviewed": _("Quality review recorded"),
}
