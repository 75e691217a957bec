"""The sheet on health for those who carry out one transfer: read by its planners and by the border post it leads to."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices_safeguards import ConsentStatus
from cases.models import Case, HealthConsent, Transfer, TransferHealth
from cases.policies import is_granted
from cases.selectors.arrivals import COMING, arrival_get
from cases.selectors.case_head import case_head_for
from cases.selectors.situation import LIVE_TRANSFER
from core.errors import ActRefused, NotVisible


@dataclass(frozen=True, slots=True)
class HealthSheet:
    """One sheet. consent: the one it rests on, which the requesting side alone reads."""

    case: Case
    transfer: Transfer
    health: TransferHealth
    consent: HealthConsent | None


def health_sheet(actor: Actor, case_id: UUID) -> HealthSheet:
    """The sheet of the transfer in hand: for who plans it and, once it is expected there, for the border post.

    Raises NotVisible where there is none for the actor; ActRefused for offices of the requesting side that plan no
    transfer, and once the consent is withdrawn: what must not be passed on is not printed either.
    """
    if actor.holds("view_arrivals"):
        detail = arrival_get(actor, case_id)
        arrival = detail.arrival
        if detail.health is None or arrival.transfer.status not in COMING:
            raise NotVisible(f"transferhealth:{case_id}")
        return HealthSheet(arrival.case, arrival.transfer, detail.health, None)
    case = case_head_for(actor, case_id)
    rows = TransferHealth.objects.filter(case=case, transfer__status__in=LIVE_TRANSFER)
    health = rows.select_related("transfer__crossing_point").order_by("-transfer__planned_at", "-id").first()
    if health is None:
        raise NotVisible(f"transferhealth:{case_id}")
    if not is_granted(actor, "plan_transfer", case):
        message = _("Your office and role do not include this.")
        raise ActRefused("not_granted", message).about(case.subject, case.reference)
    consent = HealthConsent.objects.filter(case=case, status=ConsentStatus.GIVEN).first()
    if consent is None:
        message = _("The consent was withdrawn: nothing of health is passed on any more.")
        raise ActRefused("no_health_consent", message).about(case.subject, case.reference)
    return HealthSheet(case, health.transfer, health, consent)


def health_sheet_shown(actor: Actor, case: Case, *, is_consented: bool) -> bool:
    """Whether the case page of the requesting side leads to a sheet. One statement where consent was given."""
    rows = TransferHealth.objects.filter(case=case, transfer__status__in=LIVE_TRANSFER)
    return is_consented and is_granted(actor, "plan_transfer", case) and rows.exists()
