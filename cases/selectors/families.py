"""The family as a group of cases: filed together, decided one by one, transferred together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from cases.choices import Side, Status, Track
from cases.completeness import REQUIREMENTS, missing_of
from cases.models import Case, Evidence, Transfer
from cases.policies import is_granted, refusal, side_of
from cases.selectors.family_forms import FormRule, form_rule_of
from cases.selectors.family_transfers import NOTIFY, PLAN, hindrance
from cases.selectors.situation import LIVE_TRANSFER, situation_for
from cases.selectors.versions import with_persons
from cases.wording import moment_words, status_for, status_kind
from cases.wording_turns import Turn, turn_of
from cases.workflow.table import BY_NAME
from cases.workflow.types import Transition
from core.jinja import partial_date


def group_members(case: Case) -> list[Case]:
    """All cases of the family that row security shows, this one among them, oldest first; the case alone where it
    belongs to no family. Countries joined. One statement."""
    rows = Case.objects.filter(Q(id=case.id) | Q(group__isnull=False, group=case.group_id))
    return list(rows.select_related("requesting_country", "receiving_country").order_by("id"))


def transfer_of_family(case: Case) -> Transfer | None:
    """The live transfer of another member of the family that was planned first, as far as row security shows it: the
    others are planned like it. No statement for a case without family."""
    if case.group_id is None:
        return None
    rows = Transfer.objects.filter(case__group_id=case.group_id, status__in=LIVE_TRANSFER).exclude(case=case)
    return rows.order_by("planned_at", "id").first()


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A case of the family. code: of its status; what: what comes next, in words; arrival: of the transfer planned;
    missing: what the application lacks; may_leave: whether the reader may take it out of the family; plan_url: where
    the reader plans this person's transfer, "" where there is nothing to plan."""

    case: Case
    name: str
    born: str
    reference: str
    url: str
    code: str
    status: str
    kind: str
    what: str
    arrival: str
    missing: Sequence[str] = ()
    may_leave: bool = False
    plan_url: str = ""


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """The page of a family. together: acts that take all along, with their address; is_parting: somebody is accepted
    and somebody is not; is_apart: of those whose transfer is to come, not all arrive together."""

    members: Sequence[MemberRow]
    rule: FormRule
    together: Sequence[tuple[str, str]]
    is_parting: bool
    is_apart: bool
    may_add: bool


# Acts that take along whoever of the family stands there as well.
FILED_TOGETHER: Final = {Status.DRAFT: "send_to_review", Status.IN_REVIEW: "release"}
_TRANSFER_LABELS: Final = {
    PLAN: gettext_lazy("Plan the transfer of the family"),
    NOTIFY: gettext_lazy("Give notice of the family’s transfer"),
}


def family_page(actor: Actor, case: Case) -> FamilyPage:
    """The family of a case loaded by `cases.views.base.case_get`, for its reader. As many statements for few members as
    for many."""
    family = group_members(case)
    visible = Case.objects.visible_to(actor).filter(id__in=[found.id for found in family])
    has_evidence = Exists(Evidence.objects.filter(case=OuterRef("pk")))
    shown = visible.select_related("requesting_country", "receiving_country").annotate(has_evidence=has_evidence)
    members = with_persons(actor, shown.order_by("id"))
    live = Transfer.objects.filter(case__in=members, status__in=LIVE_TRANSFER).order_by("planned_at", "id")
    transfers = {row.case_id: row for row in live}
    side = side_of(actor, case)
    together: dict[str, tuple[str, str]] = {}
    for member in members:
        name = FILED_TOGETHER.get(Status(member.status))
        row = BY_NAME[name] if name else None
        if row is not None and side is row.side and is_granted(actor, row.permission, member):
            together.setdefault(row.name, (str(row.label), reverse("cases:act", args=[member.id, row.name])))
    rows = [_member_row(actor, member, side, transfers.get(member.id)) for member in members]
    # What comes first for the family stands first.
    for name in (PLAN, NOTIFY) if any(row.plan_url for row in rows) else (NOTIFY, PLAN):
        if any(not hindrance(actor, member, transfers.get(member.id), name)[0] for member in members):
            together[name] = (str(_TRANSFER_LABELS[name]), reverse("cases:family-act", args=[case.id, name]))
    coming = [transfers.get(member.id) for member in members if member.status == Status.ACCEPTED]
    arrivals = {(row.crossing_point_id, row.arrives_at) if row else None for row in coming}
    accepted = sum(member.status in {Status.ACCEPTED, Status.COMPLETED} for member in members)
    may_add = side is Side.REQUESTING and case.status == Status.DRAFT and is_granted(actor, "draft_case", case)
    return FamilyPage(
        members=rows,
        rule=form_rule_of(case),
        together=list(together.values()),
        is_parting=0 < accepted < len(members),
        is_apart=len(arrivals) > 1,
        may_add=may_add,
    )


def filing_hindrances(actor: Actor, case: Case, row: Transition) -> list[tuple[str, str]]:
    """What hinders each of the family, by name, when an act of `FILED_TOGETHER` was refused: all go or nobody. For the
    page of a refusal alone: it asks for the facts of each case."""
    family = Case.objects.visible_to(actor).filter(id__in=[found.id for found in group_members(case)])
    shown = family.select_related("requesting_country", "receiving_country").order_by("id")
    told = []
    for member in with_persons(actor, shown):
        found = refusal(actor, row, member, member.status, situation_for(row, member, None))
        if found is not None and found.code == "wrong_status":
            words = _("The case stands at: %(status)s.") % {"status": status_for(member, side_of(actor, member))[1]}
        else:
            words = str(found.message) if found else _("Could go; waits for the others.")
        told.append((member.person.full_name or _("Name not entered yet"), words))
    return told


def _next(turn: Turn) -> str:
    """Who must do what next, in words."""
    return _("%(who)s: %(what)s") % {"who": capfirst(turn.who), "what": turn.what} if turn.what else ""


def _member_row(actor: Actor, case: Any, side: Side | None, transfer: Transfer | None) -> MemberRow:
    code, words = status_for(case, side)
    is_written = side is Side.REQUESTING and case.status == Status.DRAFT
    plans = BY_NAME["plan_transfer"]
    is_to_plan = transfer is None and side is plans.side and case.status == Status.ACCEPTED
    return MemberRow(
        case=case,
        name=case.person.full_name or _("Name not entered yet"),
        born=partial_date(case.person.birth_date, short=True) if case.person.birth_date else "",
        reference=case.reference or _("Draft"),
        url=reverse("cases:case-detail", args=[case.id]),
        code=code,
        status=str(words),
        kind=status_kind(code),
        what=_next(turn_of(case, side, transfer)),
        arrival=moment_words(transfer.arrives_at, case.receiving_country) if transfer else "",
        missing=_missing(case) if is_written else (),
        may_leave=is_written and case.group_id is not None and is_granted(actor, "draft_case", case),
        plan_url=reverse("cases:act", args=[case.id, plans.name])
        if is_to_plan and is_granted(actor, plans.permission, case)
        else "",
    )


def _missing(case: Any) -> list[str]:
    """What the application lacks; on tracks that tell of entry and residence the case's own page says it."""
    if case.track != Track.OWN_NATIONAL:
        return []
    codes = missing_of(case, case.person, has_evidence=case.has_evidence)
    return [str(REQUIREMENTS[code][0]) for code in codes]
