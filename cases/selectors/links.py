"""Cases that have to do with a case: the family filed with it, and the own side's remarks; both must be visible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import LinkKind
from cases.models import Case, CaseLink
from cases.policies import reaches_own_side, side_of
from cases.selectors.versions import all_shown_as_submitted
from cases.wording import status_for, status_kind
from core.errors import NotVisible


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One other case. what: how it is tied, in words; end_url: where the link is ended, empty where it cannot be."""

    what: str
    reference: str
    name: str
    url: str
    status: str
    kind: str
    note: str = ""
    made_by: str = ""
    made_at: datetime | None = None
    end_url: str = ""


def links_of(actor: Actor, case: Case, family: Sequence[Case] = (), *, has_links: bool = True) -> list[LinkRow]:
    """The family's other cases, then the links that the actor's side made, from either end.

    One statement (none without `has_links`), and one where an application is being mended on the other side.

    family: the other cases of the group that the actor sees, with their persons.
    """
    rows = [_row(actor, other, _("Family, filed together")) for other in family]
    if not has_links:
        return rows
    visible = Case.objects.visible_to(actor)
    found = (
        CaseLink.objects.filter(Q(case=case) | Q(other=case), ended_at=None, case__in=visible, other__in=visible)
        .select_related("case__person", "other__person")
        .order_by("made_at", "id")
    )
    links = list(found)
    all_shown_as_submitted(actor, [link.other if link.case_id == case.id else link.case for link in links])
    for link in links:
        if link.own_side != side_of(actor, link.case):
            continue
        is_from_here = link.case_id == case.id
        may_end = reaches_own_side(actor, "work_case", link.case)
        rows.append(
            _row(
                actor,
                link.other if is_from_here else link.case,
                _what(link, is_from_here=is_from_here),
                note=link.note,
                made_by=link.made_by_name,
                made_at=link.made_at,
                end_url=reverse("cases:link-end", args=[case.id, link.id]) if may_end else "",
            )
        )
    return rows


def _what(link: CaseLink, *, is_from_here: bool) -> str:
    if link.kind == LinkKind.EARLIER_CASE and not is_from_here:
        return _("Later case")
    return str(LinkKind(link.kind).label)


def _row(
    actor: Actor,
    other: Case,
    what: str,
    *,
    note: str = "",
    made_by: str = "",
    made_at: datetime | None = None,
    end_url: str = "",
) -> LinkRow:
    code, words = status_for(other, side_of(actor, other))
    person = getattr(other, "person", None)
    return LinkRow(
        what=what,
        reference=other.reference or _("Draft"),
        name=person.full_name if person else "",
        url=reverse("cases:case-detail", args=[other.id]),
        status=str(words),
        kind=status_kind(code),
        note=note,
        made_by=made_by,
        made_at=made_at,
        end_url=end_url,
    )


def link_get(actor: Actor, case: Case, link_id: UUID) -> tuple[CaseLink, Case]:
    """A link of the actor's side at this case, ended or not, and the case at its other end; raises NotVisible unless
    both cases are the actor's to see."""
    visible = Case.objects.visible_to(actor)
    link = (
        CaseLink.objects.filter(Q(case=case) | Q(other=case), id=link_id, case__in=visible, other__in=visible)
        .select_related("case", "other")
        .first()
    )
    if link is None or link.own_side != side_of(actor, link.case):
        raise NotVisible(f"caselink:{link_id}")
    return link, link.other if link.case_id == case.id else link.case
