"""Children, vulnerable persons, families and health in words. Only those on reception are for both sides."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices_safeguards import BestInterestsResult, ReceptionKind

_Parameters = Mapping[str, Any]
REFUSALS: Final[Mapping[str, str | Promise]] = {
    "legal_status_old": gettext_lazy("the check of the legal status was too old"),
    "best_interests_missing": gettext_lazy("the best interests of the child were not assessed"),
    "best_interests_against": gettext_lazy("the return was found not to be in the child’s best interests"),
    "reception_missing": gettext_lazy("nobody was named who receives the child"),
    "reception_unconfirmed": gettext_lazy("it was not confirmed who receives the child"),
    "reception_open": gettext_lazy("it was not answered who receives the child"),
    "child_awaited": gettext_lazy("the other side already awaited the child"),
    "safeguards_open": gettext_lazy("the checklist for a vulnerable person was not answered"),
    "family_separated": gettext_lazy("the family would have been separated without a decision on it"),
    "family_not_parted": gettext_lazy("nobody of the family would have stayed"),
    "not_a_minor": gettext_lazy("nothing said that the person is a minor"),
    "not_alone": gettext_lazy("the person was no unaccompanied minor"),
    "not_vulnerable": gettext_lazy("nothing said that the person is vulnerable"),
    "no_health_consent": gettext_lazy("there was no consent to passing on health information"),
    "no_transfer_planned": gettext_lazy("no transfer was planned"),
    "no_family": gettext_lazy("the case belonged to no family"),
}
PLAIN: Final[Mapping[str, str | Promise]] = {
    "safeguard.checklist": gettext_lazy("Checklist for a vulnerable person answered"),
    "safeguard.separation": gettext_lazy("Decided that the family may be separated"),
    "safeguard.consent_given": gettext_lazy("Consent to passing on health information recorded"),
    "safeguard.consent_withdrawn": gettext_lazy("Consent to passing on health information withdrawn"),
    "safeguard.transfer_health": gettext_lazy("Health for the journey recorded"),
    "reception.confirmed": gettext_lazy("Reception of the child confirmed"),
    "reception.refused": gettext_lazy("Reception of the child not confirmed"),
}


def _of(choices: Any, code: Any, sentence: str) -> str:
    label = str(dict(choices.choices).get(code, ""))
    return f"{sentence}: {label[:1].lower()}{label[1:]}" if label else sentence


def _assessed(values: _Parameters, is_own: bool) -> str:
    return _of(BestInterestsResult, values.get("result"), _("Best interests of the child assessed"))


def _proposed(values: _Parameters, is_own: bool) -> str:
    return _of(ReceptionKind, values.get("kind"), _("Reception of the child named"))


MADE: Final[Mapping[str, Callable[[_Parameters, bool], str]]] = {
    "safeguard.best_interests": _assessed,
    "reception.proposed": _proposed,
    "safeguard.reception": _proposed,
}
# What follows from each act, for its page (`cases.selectors.act_page`).
CONSEQUENCES: Final[Mapping[str, str | Promise]] = {
    "assess_best_interests": gettext_lazy(
        "A return that is not in the child’s best interests cannot be released, nor a transfer announced."
    ),
    "answer_safeguards": gettext_lazy(
        "Before the application is released, and again before a transfer is announced, every point has an answer."
    ),
    "propose_reception": gettext_lazy("What was confirmed before has to be confirmed anew."),
    "record_reception": gettext_lazy("The application can be released, and the transit scheduled."),
    "confirm_reception": gettext_lazy("From now on the transfer of the child can be announced."),
    "refuse_reception": gettext_lazy("The transfer cannot be announced until another reception is confirmed."),
    "allow_separation": gettext_lazy("The decision holds for those who would stay now, and for nobody else."),
    "record_health_consent": gettext_lazy(
        "Health for the journey can be recorded. The statement in the application is sent only if it is ticked there."
    ),
    "withdraw_health_consent": gettext_lazy(
        "The statement on health is your side’s alone again, and the border post reads nothing of health any more. "
        "Papers that were sent before stay where they are: ask the other side to destroy them."
    ),
}
