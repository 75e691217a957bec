"""Forms and services of the acts about time limits and of what came on paper (see `act_doings`)."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import ClockKind, ExtensionState, Outcome
from cases.clocks import clock_running
from cases.forms import limits as forms
from cases.forms.acts import ConfirmForm
from cases.models import ClockExtension
from cases.procedure_rules import extension_rule, suspension_rule
from cases.selectors.limit_previews import longer_words
from cases.services import extension, paper, suspension
from cases.views.doing import Doing, Options, Setting, confirmed, with_fields
from core.jinja import due_words
from countries.choices import ExtensionBasis
from countries.clocks import ResolvedRule
from countries.clocks.wording import limit_in_words


def _extension_rule(setting: Setting) -> ResolvedRule | None:
    return extension_rule(setting.case, setting.rules)


def _value_label(rule: ResolvedRule) -> str:
    unit = limit_in_words(rule.value, rule.unit).partition(" ")[2]
    words = _("New time limit in all, in %(unit)s") if rule.of_total else _("How much longer, in %(unit)s")
    return words % {"unit": unit}


def _value_options(setting: Setting) -> dict[str, Any]:
    rule = _extension_rule(setting)
    return {"cap": rule.value, "value_label": _value_label(rule)} if rule and rule.has_limit else {}


def _grant_options(setting: Setting) -> dict[str, Any]:
    asked = ClockExtension.objects.filter(case=setting.case, state=ExtensionState.REQUESTED).first()
    return {**_value_options(setting), **({"cap": asked.asked_value} if asked else {})}


def _request_hint(setting: Setting) -> str:
    rule = _extension_rule(setting)
    if rule is None:
        return ""
    words = {
        "limit": limit_in_words(rule.value, rule.unit),
        "source": ", ".join(filter(None, (rule.agreement_title, rule.citation))),
    }
    most = _("At most %(limit)s in all (%(source)s).") if rule.of_total else _("At most %(limit)s more (%(source)s).")
    said = [most % words, longer_words(setting.case, rule, None)]
    if not rule.is_verified:
        said.append(_("Unverified: not read in the text of the agreement."))
    if rule.extension_basis in extension.AT_ONCE:
        said.append(_("Asking is enough: the longer time limit holds at once."))
    elif rule.extension_basis == ExtensionBasis.CONSENT:
        said.append(_("The other side has to agree before the time limit passes."))
    else:
        said.append(
            _("It is not known whether asking is enough, so the other side has to agree before the time limit passes.")
        )
    return " ".join(filter(None, said))


def _grant_hint(setting: Setting) -> str:
    asked = ClockExtension.objects.filter(case=setting.case, state=ExtensionState.REQUESTED).first()
    row = clock_running(setting.case, ClockKind.REPLY)
    if asked is None or row is None:
        return ""
    words = {"reasons": asked.reasons.rstrip("."), "when": due_words(row.due_at, row.due["time_zone"])}
    said = (
        _("Reasons given: %(reasons)s. The time limit ends %(when)s; after that this can no longer be answered.")
        % words
    )
    rule = _extension_rule(setting)
    return " ".join(filter(None, [said, longer_words(setting.case, rule, asked.asked_value) if rule else ""]))


def _pause_options(setting: Setting) -> dict[str, Any]:
    rule = suspension_rule(setting.case, setting.rules)
    return {"causes": rule.suspension_causes if rule else ()}


def _paper_options(setting: Setting) -> dict[str, Any]:
    return {"zone": setting.there}


def _paper_hint(setting: Setting) -> str:
    return _("Date and time are those on the clocks of %(place)s.") % {"place": setting.place}


def _acknowledge(actor: Actor, key: UUID, version: int, form: forms.PaperAcknowledgementForm) -> Any:
    return paper.paper_acknowledge(actor=actor, case_id=key, version=version, **form.record())


def _reply(actor: Actor, key: UUID, version: int, form: forms.PaperReplyForm, *, outcome: str) -> Any:
    return paper.paper_reply(actor=actor, case_id=key, version=version, outcome=outcome, **form.record())


def _refusal_options(setting: Setting) -> dict[str, Any]:
    return {**_paper_options(setting), "track": setting.case.track}


def _paper(form_class: type[forms.PaperForm], do: Any, options: Options = _paper_options) -> Doing:
    return Doing(
        form_class,
        do,
        options,
        template="cases/acts/paper.html",
        hint=_paper_hint,
        told=lambda form: {"channel": form.cleaned_data["channel"], "dated_at": form.cleaned_data["at"].isoformat()},
    )


_ACKNOWLEDGEMENT = _paper(forms.PaperAcknowledgementForm, _acknowledge)
LIMIT_DOINGS: Mapping[str, Doing] = {
    "request_extension": Doing(
        forms.RequestExtensionForm,
        with_fields(extension.extension_request, value="value", reasons="reasons"),
        _value_options,
        hint=_request_hint,
    ),
    "grant_extension": Doing(
        forms.GrantExtensionForm,
        with_fields(extension.extension_grant, value="value", answer="answer"),
        _grant_options,
        hint=_grant_hint,
    ),
    "refuse_extension": Doing(
        forms.RefuseExtensionForm, with_fields(extension.extension_refuse, reason="reason"), hint=_grant_hint
    ),
    "pause_transfer_limit": Doing(
        forms.PauseLimitForm,
        with_fields(suspension.limit_pause, cause="cause", code="code", review_on="review_on", note="note"),
        _pause_options,
    ),
    "review_transfer_pause": Doing(forms.ReviewPauseForm, with_fields(suspension.pause_review, review_on="review_on")),
    "resume_transfer_limit": Doing(ConfirmForm, confirmed(suspension.limit_resume)),
    "acknowledge_on_paper": _ACKNOWLEDGEMENT,
    "record_acknowledgement": _ACKNOWLEDGEMENT,
    **dict.fromkeys(
        ("record_acceptance", "record_acceptance_in_time"),
        _paper(forms.PaperReplyForm, partial(_reply, outcome=Outcome.ACCEPTED)),
    ),
    **dict.fromkeys(
        ("record_refusal", "record_refusal_in_time"),
        _paper(forms.PaperRefusalForm, partial(_reply, outcome=Outcome.REFUSED), _refusal_options),
    ),
    **dict.fromkeys(
        ("record_inconclusive", "record_inconclusive_in_time"),
        _paper(forms.PaperInconclusiveForm, partial(_reply, outcome=Outcome.INCONCLUSIVE)),
    ),
}
