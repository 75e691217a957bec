"""A transit in words: its statuses, whose turn it is, its events and refusals."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import Outcome, Side, Status
from cases.choices_transit import RevocationGround, TransitEnd, TransitStatus
from core.jinja import due_short, local_time

Words = str | Promise
_Parameters = Mapping[str, Any]

# What a status is called of a transit; the others have one name for all.
STATUS_WORDS: Final[Mapping[str, Words]] = {
    Status.DECISION_PROPOSED: gettext_lazy("Answer proposed"),
    Status.ACCEPTED: gettext_lazy("Consent given"),
    Status.REFUSED: gettext_lazy("Transit refused"),
    Status.COMPLETED: gettext_lazy("Carried out"),
}
OUTCOME_WORDS: Final[Mapping[str, Words]] = {
    Outcome.ACCEPTED: gettext_lazy("Consent given"),
    Outcome.REFUSED: gettext_lazy("Transit refused"),
}
STATUS_KINDS: Final[Mapping[str, str]] = {
    Status.REVOKED: "late",
    Status.EXPIRED: "late",
    Status.TAKEN_BACK: "warn",
}
RECEIVING_DOES: Final[Mapping[str, Words]] = {
    Status.SUBMITTED: gettext_lazy("acknowledge receipt"),
    Status.RECEIVED: gettext_lazy("answer the transit application"),
    Status.DECISION_PROPOSED: gettext_lazy("countersign the answer"),
}
# After the consent, by how far the transit is.
TRANSIT_DOES: Final[Mapping[str, tuple[Side, Words]]] = {
    "": (Side.REQUESTING, gettext_lazy("schedule the transit")),
    TransitStatus.NOT_ENTERED: (Side.REQUESTING, gettext_lazy("schedule the transit anew")),
    TransitStatus.SCHEDULED: (Side.RECEIVING, gettext_lazy("let the person enter and record it")),
    TransitStatus.ENTERED: (Side.RECEIVING, gettext_lazy("record the departure")),
    TransitStatus.ABORTED: (Side.REQUESTING, gettext_lazy("say when the person is taken back")),
    TransitStatus.TAKE_BACK_AGREED: (Side.REQUESTING, gettext_lazy("take the person back and record it")),
}
REFUSALS: Final[Mapping[str, Words]] = {
    "other_track": gettext_lazy("cases of this kind have no such step"),
    "revocation_proposed": gettext_lazy("a revocation was proposed already"),
    "person_in_transit": gettext_lazy("the person was in the transit country"),
    "not_expired": gettext_lazy("it was recorded that the person did not enter"),
    "take_back_waits": gettext_lazy("the person was still to be taken back"),
}


def _at(sentence: Words) -> Callable[[_Parameters, bool], str]:
    def make(values: _Parameters, is_own: bool) -> str:
        at = local_time(datetime.fromisoformat(values["at"])) if values.get("at") else ""
        detail = ", ".join(filter(None, (values.get("crossing_point", ""), at)))
        return f"{sentence}: {detail}" if detail else str(sentence)

    return make


def _coded(sentence: Words, choices: Any) -> Callable[[_Parameters, bool], str]:
    def make(values: _Parameters, is_own: bool) -> str:
        words = str(dict(choices.choices).get(values.get("code"), ""))
        return f"{sentence}: {words[:1].lower()}{words[1:]}" if words else str(sentence)

    return make


def _scheduled(values: _Parameters, is_own: bool) -> str:
    sentence = gettext_lazy("Schedule of the transit changed") if values.get("is_change") else None
    return _at(sentence or gettext_lazy("Transit scheduled"))(values, is_own)


def _proposed(values: _Parameters, is_own: bool) -> str:
    words = str(OUTCOME_WORDS.get(values.get("outcome", ""), ""))
    if not words:
        return _("Answer proposed")
    return _("Answer proposed: %(answer)s") % {"answer": words[:1].lower() + words[1:]}


def _expired(values: _Parameters, is_own: bool) -> str:
    if not values.get("at"):
        return _("The consent to transit was not used in time")
    end = due_short(datetime.fromisoformat(values["at"]), values.get("zone"))
    return _("The consent to transit was not used in time: it ended %(end)s") % {"end": end}


MADE: Final[Mapping[str, Callable[[_Parameters, bool], str]]] = {
    "transit.proposed": _proposed,
    "transit.consented": _at(gettext_lazy("Consent to transit given")),
    "transit.revocation_proposed": _coded(gettext_lazy("Revocation of the consent proposed"), RevocationGround),
    "transit.revoked": _coded(gettext_lazy("Consent to transit revoked"), RevocationGround),
    "transit.expired": _expired,
    "transit.scheduled": _scheduled,
    "transit.expected": _at(gettext_lazy("Person in transit expected")),
    "transit.entered": _at(gettext_lazy("Entry for transit recorded")),
    "transit.left": _at(gettext_lazy("Departure recorded: the transit is carried out")),
    "transit.not_entered": _coded(gettext_lazy("The transit did not take place as scheduled"), TransitEnd),
    "transit.aborted": _coded(gettext_lazy("The transit was broken off"), TransitEnd),
    "transit.take_back_agreed": _at(gettext_lazy("The person will be taken back")),
    "transit.taken_back": _at(gettext_lazy("The person was taken back")),
}
PLAIN: Final[Mapping[str, Words]] = {
    "transit.refused": gettext_lazy("Transit refused"),
    "transit.sent_back": gettext_lazy("Proposed answer sent back"),
    "transit.revocation_sent_back": gettext_lazy("Proposed revocation sent back"),
}
# What the table cannot say by itself about an act.
MORE_OF_TRANSIT: Final[Mapping[str, Words]] = {
    "propose_transit_answer": gettext_lazy("Another person must countersign before the answer counts."),
    "send_back_transit_answer": gettext_lazy("The proposal is kept in the history; another one can be made."),
    "propose_transit_revocation": gettext_lazy(
        "The consent stands until another person countersigns. The other side learns nothing of the proposal."
    ),
    "send_back_transit_revocation": gettext_lazy("The consent stands, and the transit goes on."),
    "revoke_transit": gettext_lazy(
        "What was scheduled does not take place. A person who has entered is to be taken back by the requesting side."
    ),
    "record_transit_entry_late": gettext_lazy(
        "The consent was used in time: it stands again, and the transit goes on from the entry."
    ),
    "schedule_transit": gettext_lazy(
        "The border posts of entry and exit expect the person from now on. It can be changed until the person enters."
    ),
    "record_transit_entry": gettext_lazy("The time in which the consent may be used ends with the entry."),
    "record_transit_exit": gettext_lazy("The transit is carried out, and the case is completed."),
    **dict.fromkeys(
        ("record_transit_no_entry", "cancel_transit"),
        gettext_lazy("The consent stays, and the transit can be scheduled anew as long as it may be used."),
    ),
    "abort_transit": gettext_lazy("The requesting country is to take the person back without delay."),
    "break_off_transit": gettext_lazy("The person is to be taken back without delay: say when and where."),
    "agree_transit_take_back": gettext_lazy("Day and place can be changed until the person is taken back."),
    "record_transit_take_back": gettext_lazy("Nothing is left of the transit but to close the file."),
}
