"""Forms and services of the acts about an objection to silence or to a paper (see `act_doings`)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import Outcome, PaperChannel, PaperKind
from cases.forms.acts import ConfirmForm, ReasonForm
from cases.forms.disputes import DisputeDeliveryForm, DisputePaperForm, DisputeReplyForm
from cases.models import PaperRecord
from cases.services import disputes
from cases.services.silence import reply_limit
from cases.views.doing import Doing, Setting, confirmed, with_fields
from cases.wording import moment_words
from cases.workflow.silence_acts import DISPUTE_ACTS
from core.jinja import due_words
from countries.selectors.places import country_name


def _options(setting: Setting) -> dict[str, Any]:
    return {"zone": setting.there}


def _reply_options(setting: Setting) -> dict[str, Any]:
    return {**_options(setting), "track": setting.case.track}


def _hint(setting: Setting) -> str:
    limit, there = reply_limit(setting.case), setting.case.receiving_country
    words = {
        "place": setting.place,
        "start": moment_words(limit.started_at, there),
        "end": due_words(limit.due_at, there.time_zone),
    }
    said = _("The time limit was counted from %(start)s and ended %(end)s.") % words
    return f"{said} {_('Date and time are those on the clocks of %(place)s.') % words}"


def _delivery(actor: Actor, key: UUID, version: int, form: DisputeDeliveryForm) -> Any:
    return disputes.delivery_dispute(
        actor=actor,
        case_id=key,
        version=version,
        statement=form.cleaned_data["statement"],
        delivered_at=form.cleaned_data.get("at"),
        upload=form.upload(),
    )


def _reply(actor: Actor, key: UUID, version: int, form: DisputeReplyForm) -> Any:
    return disputes.reply_dispute(
        actor=actor,
        case_id=key,
        version=version,
        statement=form.cleaned_data["statement"],
        replied_at=form.cleaned_data["at"],
        channel=form.cleaned_data["channel"],
        outcome=form.cleaned_data["outcome"],
        reason_codes=form.reason_codes(),
        reasons=form.cleaned_data["reasons"],
        upload=form.upload(),
    )


def _paper_hint(setting: Setting) -> str:
    reply = PaperRecord.objects.filter(case=setting.case, kind=PaperKind.REPLY).latest("entered_at")
    words = {
        "country": country_name(setting.case.requesting_country),
        "outcome": str(Outcome(reply.outcome).label),
        "channel": str(PaperChannel(reply.channel).label),
        "when": moment_words(reply.dated_at, setting.case.receiving_country),
    }
    return _("%(country)s entered a reply on paper: %(outcome)s (%(channel)s), dated %(when)s.") % words


def _paper(actor: Actor, key: UUID, version: int, form: DisputePaperForm) -> Any:
    return disputes.paper_dispute(
        actor=actor, case_id=key, version=version, statement=form.cleaned_data["statement"], upload=form.upload()
    )


_UPHOLD = Doing(ReasonForm, with_fields(disputes.dispute_uphold, reason="reason"), is_warning=True)
DISPUTE_DOINGS: Mapping[str, Doing] = {
    "dispute_delivery": Doing(
        DisputeDeliveryForm, _delivery, _options, hint=_hint, template="cases/acts/dispute_delivery.html"
    ),
    "dispute_reply": Doing(
        DisputeReplyForm, _reply, _reply_options, hint=_hint, template="cases/acts/dispute_reply.html"
    ),
    "dispute_paper": Doing(DisputePaperForm, _paper, hint=_paper_hint),
    "withdraw_dispute": Doing(ConfirmForm, confirmed(disputes.dispute_withdraw)),
    "reject_dispute": Doing(ReasonForm, with_fields(disputes.dispute_reject, reason="reason")),
    **{row.name: _UPHOLD for row in DISPUTE_ACTS if row.name.startswith("uphold_")},
}
