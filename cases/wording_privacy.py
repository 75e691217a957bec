"""Acts of data protection in words. Their codes begin with "privacy": a word that the other side may read."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_Maker = Callable[[Mapping[str, Any], bool], str]
_NOTICES: Final[Mapping[str, str | Promise]] = {
    "correction": gettext_lazy("a correction of data"),
    "erasure": gettext_lazy("an erasure of data"),
    "blocking": gettext_lazy("a blocking of data"),
    "use_report": gettext_lazy("a report on the use of data"),
    "onward_sharing": gettext_lazy("consent to share data"),
}


def _about(sentence: str | Promise) -> _Maker:
    def make(values: Mapping[str, Any], is_own: bool) -> str:
        what = _NOTICES.get(str(values.get("kind", "")))
        return _("%(what)s: %(about)s") % {"what": sentence, "about": what} if what else str(sentence)

    return make


MADE: Final[Mapping[str, _Maker]] = {
    "privacy.notice_sent": _about(gettext_lazy("Told the other side")),
    "privacy.notice_applied": _about(gettext_lazy("Acknowledged and applied")),
    "privacy.notice_not_applied": _about(gettext_lazy("Acknowledged, not applied")),
    "privacy.request_withdrawn": _about(gettext_lazy("Withdrawn")),
    "privacy.reminded": _about(gettext_lazy("Reminder: still to be answered")),
}
PLAIN: Final[Mapping[str, str | Promise | tuple[str | Promise, str | Promise]]] = {
    "privacy.disclosures_opened": gettext_lazy("Opened the register of disclosures"),
    "privacy.requests_opened": gettext_lazy("Opened the requests between the sides about data"),
    "privacy.request_opened": gettext_lazy("Opened a request about data"),
    "privacy.use_asked": gettext_lazy("Asked how the data was used"),
    "privacy.use_told": gettext_lazy("Told how the data was used"),
    "privacy.onward_asked": gettext_lazy("Asked for consent to share data with another body"),
    "privacy.onward_consented": gettext_lazy("Consented to the sharing of data"),
    "privacy.onward_refused": gettext_lazy("Refused the sharing of data"),
    "privacy.restrictions_opened": gettext_lazy("Opened the list of restrictions"),
    "privacy.restriction_opened": gettext_lazy("Opened the restriction of the case's data"),
    "privacy.restricted": gettext_lazy("Use of the data restricted"),
    "privacy.restriction_lifted": gettext_lazy("Restriction of the data lifted"),
    "privacy.person_registered": gettext_lazy("Request of a person registered"),
    "privacy.person_extended": gettext_lazy("More time taken for a person's request"),
    "privacy.person_cases_chosen": gettext_lazy("Cases of a person's request chosen"),
    "privacy.person_collected": gettext_lazy("Data for a person's request collected"),
    "privacy.person_data_collected": gettext_lazy("Data of the case collected for the person"),
    "privacy.person_redacted": gettext_lazy("Said what is left out of the answer to a person"),
    "privacy.person_proposed": gettext_lazy("Answer to a person ready for a second look"),
    "privacy.person_sent_back": gettext_lazy("Answer to a person sent back"),
    "privacy.person_approved": gettext_lazy("Answer to a person approved"),
    "privacy.person_handed_over": gettext_lazy("Answer handed over to the person"),
    "privacy.person_withdrawn": gettext_lazy("Request of a person withdrawn"),
    "privacy.person_forgotten": gettext_lazy("Request of a person forgotten: its time has passed"),
    "privacy.persons_opened": gettext_lazy("Opened the requests of persons"),
    "privacy.person_opened": gettext_lazy("Opened a request of a person"),
    "privacy.record_changed": gettext_lazy("Changed the record of processing"),
    "privacy.block_ended": gettext_lazy("Blocked data may be used again"),
    "privacy.onward_shared": gettext_lazy("Data was shared as consented"),
}
REFUSALS: Final[Mapping[str, str | Promise]] = {
    "no_consent": gettext_lazy("the other side had not consented"),
    "restricted": gettext_lazy("the processing of the case's data was restricted"),
    "already_restricted": gettext_lazy("the data was restricted already"),
    "same_person": gettext_lazy("another person must do this"),
}
