"""What the two sides ask and tell each other about data: what waits for whom, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.choices import Side
from cases.models import Case
from cases.policies import reaches_own_side, side_of
from cases.selectors.paging import Count, Cursor, Page, bounded_counts, keyset_page
from cases.selectors.situation import is_restricted
from cases.workflow.restriction import RESTRICTED
from core import clock
from core.errors import NotVisible
from countries.selectors.places import country_name
from protection.between import BetweenAct, acts_of
from protection.choices import BetweenState, DataKind
from protection.models import BetweenRequest
from protection.selectors.disclosures import cases_protected

# Which rows of the list: for whom they wait.
VIEWS: Final[dict[str, str | Promise]] = {
    "us": _("Wait for us"),
    "them": _("Wait for the other side"),
    "done": _("Settled"),
}


@dataclass(frozen=True, slots=True)
class BetweenLine:
    """One request or notice as the reader's side sees it. is_late: the other side (or ours) should have answered."""

    row: BetweenRequest
    case: Case
    is_ours: bool
    waits_for: str
    partner: str
    data: Sequence[str]
    is_late: bool


def _rows(actor: Actor, view: str) -> QuerySet[BetweenRequest]:
    rows = BetweenRequest.objects.filter(case__in=cases_protected(actor).values("pk"))
    asked_by_us = Q(asked_side=Side.REQUESTING, requesting_country=actor.country) | Q(
        asked_side=Side.RECEIVING, receiving_country=actor.country
    )
    # What was consented to waits for whoever asked: to share it, or to say that nothing comes of it.
    waiting, consented = Q(state=BetweenState.WAITING), Q(state__in=[BetweenState.CONSENTED, BetweenState.CONDITIONS])
    ours = (waiting & ~asked_by_us) | (consented & asked_by_us)
    theirs = (waiting & asked_by_us) | (consented & ~asked_by_us)
    return rows.filter({"us": ours, "them": theirs}.get(view, Q(ended_at__isnull=False)))


def between_counts(actor: Actor) -> dict[str, Count]:
    """How many wait for us, and for the other side. One statement."""
    return bounded_counts({view: _rows(actor, view) for view in ("us", "them")})


def between_page(actor: Actor, view: str, *, after: Cursor | None, before: Cursor | None) -> Page:
    """One page: what waits, the most urgent first; what is settled, the latest first. One statement."""
    is_done = view == "done"
    rows = _rows(actor, view).select_related("case__requesting_country", "case__receiving_country", "case__person")
    page = keyset_page(rows, "ended_at" if is_done else "due_at", is_descending=is_done, after=after, before=before)
    return Page([_line(actor, row) for row in page.rows], page.after, page.before)


def between_of_case(actor: Actor, case: Case) -> list[BetweenLine]:
    """All of one case, the latest first. One statement."""
    rows = BetweenRequest.objects.filter(case=case).order_by("-asked_at", "-id")
    return [_line(actor, row) for row in rows.select_related("case__requesting_country", "case__receiving_country")]


def between_get(actor: Actor, request_id: UUID) -> BetweenLine:
    """One of them, for the offices of the two sides; raises NotVisible."""
    row = (
        BetweenRequest.objects.filter(id=request_id, case__in=Case.objects.visible_to(actor).values("pk"))
        .select_related("case__requesting_country", "case__receiving_country")
        .first()
    )
    if row is None or not reaches_own_side(actor, "view_case", row.case):
        raise NotVisible(f"betweenrequest:{request_id}")
    return _line(actor, row)


def acts_for(actor: Actor, line: BetweenLine) -> list[BetweenAct]:
    """What the actor can do about it now."""
    if not reaches_own_side(actor, "protect_data", line.case):
        return []
    return acts_of(line.row.kind, line.row.state, is_asker=line.is_ours)


def shares_later(actor: Actor, line: BetweenLine) -> str:
    """Why data must not be shared further now although it was consented to; "" where nothing keeps it back."""
    is_sharing = any(act.name == "share" for act in acts_for(actor, line))
    return str(RESTRICTED) if is_sharing and is_restricted(line.case) else ""


def _line(actor: Actor, row: BetweenRequest, now: datetime | None = None) -> BetweenLine:
    case = row.case
    is_ours = side_of(actor, case) == row.asked_side
    is_consented = row.state in {BetweenState.CONSENTED, BetweenState.CONDITIONS}
    waits = "" if row.ended_at else "us" if is_ours is is_consented else "them"
    is_requesting = case.requesting_country_id == actor.country
    return BetweenLine(
        row=row,
        case=case,
        is_ours=is_ours,
        waits_for=waits,
        partner=country_name(case.receiving_country if is_requesting else case.requesting_country),
        data=[str(DataKind(code).label) for code in row.data],
        is_late=row.state == BetweenState.WAITING and row.due_at < (now or clock.now()),
    )
