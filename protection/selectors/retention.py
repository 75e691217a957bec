"""What is due to be erased, what keeps it back, runs with their items, and holds."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actor import Actor, Reach
from cases.choices import ClockKind, ClockState, Side, Status
from cases.choices_costs import LIVE_COST_CLAIM
from cases.choices_exits import LIVE_CLAIM
from cases.models import Case, CaseClock, CostClaim, ErrorClaim
from cases.selectors.holds import holds_on
from cases.selectors.paging import Cursor, Page, keyset_page
from core import clock
from core.errors import NotVisible
from core.jinja import date_long
from documents.models import GeneratedDocument, StoredFile
from protection.choices import ItemState, KeptBack, Part, RunState, Starts
from protection.erasure_map import ERASED
from protection.models import LegalHold, RetentionItem, RetentionRun
from protection.schedules import Schedule, class_of, schedule_for

MOST: Final = 200
"""Cases in one run, the longest closed ones first."""
_PARTS: Final = (Part.RECORD, Part.BIOMETRICS, Part.FREE_TEXT, Part.PAPERS)


@dataclass(frozen=True, slots=True)
class Due:
    """One part of one case whose time has come. until: how long the other side keeps it, where that is what is waited
    for."""

    case: Case
    part: Part
    own_side: str
    schedule: Schedule
    due_on: date
    kept_back: str = ""
    until: date | None = None

    @property
    def is_shared(self) -> bool:
        """Whether it is the shared record's, of a case that the other side has seen."""
        return not self.own_side and self.case.shared


def cases_protected(actor: Actor) -> QuerySet[Case]:
    """The visible cases of the actor's own side for whose office or country the actor answers for data protection."""
    reach = actor.grants.get("protect_data", Reach())
    found = Q()
    for side in Side:
        own = Q(**{f"{side}_country": actor.country})
        if actor.country not in reach.countries:
            own &= Q(**{f"{side}_authority__in": sorted(reach.authorities)})
        found |= own
    return Case.objects.visible_to(actor).filter(found)


def side_of(case: Case, country: str) -> Side:
    """On which side of a case a country stands."""
    return Side.REQUESTING if case.requesting_country_id == country else Side.RECEIVING


def other_country(case: Case, country: str) -> str:
    """The country across from `country`."""
    return case.receiving_country_id if case.requesting_country_id == country else case.requesting_country_id


def case_protected(actor: Actor, case_id: UUID) -> Case:
    """One of `cases_protected`; raises NotVisible."""
    case = cases_protected(actor).filter(id=case_id).first()
    if case is None:
        raise NotVisible(f"case:{case_id}")
    return case


def retention_due(actor: Actor) -> list[Due]:
    """Everything whose time has come, with what keeps it back, of at most MOST cases."""
    closed = cases_protected(actor).filter(status=Status.CLOSED, closed_at__isnull=False).order_by("closed_at", "id")
    zone, today = actor.zone, clock.now().astimezone(actor.zone).date()
    # Nothing is due of a case that was closed later than this.
    candidates = list(
        closed.select_related("agreement").annotate(
            error_limit=Max("caseclocks__due_at", filter=Q(caseclocks__kind=ClockKind.ERROR))
        )
    )
    if not candidates:
        return []
    settled = _settled(candidates)
    due: list[Due] = []
    taken: set[UUID] = set()
    for case in candidates:
        found = [
            one
            for one in _due_of(case, actor.country, zone, today)
            if (case.id, one.part.value, one.own_side) not in settled
        ]
        if found:
            taken.add(case.id)
            due += found
        if len(taken) == MOST:
            break
    back = _kept_back([case for case in candidates if case.id in taken])
    running = _running([case for case in candidates if case.id in taken])
    return [
        Due(
            one.case,
            one.part,
            one.own_side,
            one.schedule,
            one.due_on,
            one.kept_back
            or back.get(one.case.id, "")
            or (KeptBack.RUNNING if (one.case.id, one.part.value, one.own_side) in running else ""),
            one.until,
        )
        for one in due
    ]


def _due_of(case: Case, country: str, zone: ZoneInfo, today: date) -> Iterable[Due]:
    """What is due of a closed case for a country: of its own side's data by its own schedule, of the shared record by
    the later of the two sides'."""
    own = side_of(case, country).value
    if case.erased_at is not None:
        schedule = _schedule(Part.AUDIT, case, country)
        on = schedule.ends_on(case.erased_at.astimezone(zone).date())
        if on <= today:
            yield Due(case, Part.AUDIT, own, schedule, on)
    ours = _ends(case, country, zone)
    theirs = _ends(case, other_country(case, country), zone) if case.shared else ours
    for part in _PARTS:
        (schedule, on), (_theirs, their_day) = ours[part], theirs[part]
        if on > today:
            continue
        yield Due(case, part, own, schedule, on)
        if case.erased_at is not None:
            continue
        if their_day > today:
            yield Due(case, part, "", schedule, on, KeptBack.OTHER_SIDE, their_day)
        else:
            yield Due(case, part, "", schedule, max(on, their_day))


def _ends(case: Case, country: str, zone: ZoneInfo) -> Mapping[Part, tuple[Schedule, date]]:
    """When each part is due by a country's schedules: none later than the record that it belongs to."""
    assert case.closed_at is not None
    found = {}
    for part in _PARTS:
        schedule = _schedule(part, case, country)
        begins: datetime = case.closed_at
        limit: datetime | None = getattr(case, "error_limit", None)
        if schedule.starts is Starts.ERROR_LIMIT and limit is not None:
            begins = max(begins, limit)
        found[part] = (schedule, schedule.ends_on(begins.astimezone(zone).date()))
    record = found[Part.RECORD]
    return {part: min((one, record), key=lambda pair: pair[1]) for part, one in found.items()}


def _schedule(part: Part, case: Case, country: str) -> Schedule:
    data_class = class_of(part, was_transferred=case.completed_at is not None)
    return schedule_for(data_class, agreement=case.agreement.code, country=country)


def _settled(cases: Collection[Case]) -> set[tuple[UUID, str, str]]:
    done = RetentionItem.objects.filter(case__in=[case.id for case in cases], state=ItemState.DONE)
    return set(done.values_list("case_id", "part", "own_side"))


def _running(cases: Collection[Case]) -> set[tuple[UUID, str, str]]:
    waiting = RetentionItem.objects.filter(
        case__in=[case.id for case in cases],
        state=ItemState.WAITING,
    )
    return set(waiting.values_list("case_id", "part", "own_side"))


def _kept_back(cases: Collection[Case]) -> dict[UUID, str]:
    """What keeps whole cases back. The database asks the same once more before it lets anything be erased."""
    keys = [case.id for case in cases]
    stands = Q(state=ClockState.PAUSED) | Q(state=ClockState.RUNNING, due_at__gt=clock.now())
    running = CaseClock.objects.filter(stands, case__in=keys)
    claims = ErrorClaim.objects.filter(case__in=keys, state__in=LIVE_CLAIM)
    costs = CostClaim.objects.filter(case__in=keys, status__in=LIVE_COST_CLAIM)
    found: dict[UUID, str] = dict.fromkeys(running.values_list("case_id", flat=True), KeptBack.CLOCK)
    found |= dict.fromkeys(costs.values_list("case_id", flat=True), KeptBack.COSTS)
    found |= dict.fromkeys(claims.values_list("case_id", flat=True), KeptBack.CLAIM)
    return found | dict.fromkeys(holds_on(keys), KeptBack.HOLD)


def counted(due: Collection[Due]) -> tuple[int, int]:
    """How many rows and files an erasure of this would touch, as far as the reader sees them."""
    questions, values = [], []
    for part in {one.part for one in due} & {Part.RECORD, Part.FREE_TEXT}:
        keys = list({one.case.id for one in due if one.part is part})
        for table, what in ERASED.items():
            if what.part is part:
                where = f" and {what.where}" if what.where else ""
                questions.append(f"select count(*) from {table} where {what.key} = any(%s){where}")  # noqa: S608
                values.append(keys)
    rows = 0
    if questions:
        with connection.cursor() as cursor:
            cursor.execute(f"select sum(count) from ({' union all '.join(questions)}) as one", values)  # noqa: S608
            rows = int(cursor.fetchone()[0] or 0)
    photographs = {f"case:{one.case.id}" for one in due if one.part is Part.BIOMETRICS}
    others = {f"case:{one.case.id}" for one in due if one.part is Part.PAPERS}
    files = StoredFile.objects.filter(destroyed_at=None).filter(
        Q(subject__in=photographs, kind=StoredFile.Kind.PHOTOGRAPH)
        | Q(Q(subject__in=others), ~Q(kind=StoredFile.Kind.PHOTOGRAPH))
    )
    return rows, files.count()


def run_get(run_id: UUID) -> RetentionRun:
    """A run that the reader sees; raises NotVisible."""
    run = RetentionRun.objects.filter(id=run_id).first()
    if run is None:
        raise NotVisible(f"retentionrun:{run_id}")
    return run


def hold_get(hold_id: UUID) -> LegalHold:
    """A hold that the reader sees; raises NotVisible."""
    hold = LegalHold.objects.select_related("case").filter(id=hold_id).first()
    if hold is None:
        raise NotVisible(f"legalhold:{hold_id}")
    return hold


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case of the preview. parts: what goes, in words; kept: why something stays for now, and what."""

    case: Case
    parts: Sequence[str]
    kept: Mapping[str, Sequence[str]]
    rules: Sequence[str]
    due_on: date


def due_seen(due: Collection[Due]) -> str:
    """A digest of what may be erased now: a form that showed something else is stale."""
    keys = sorted(f"{one.case.id}:{one.part.value}:{one.own_side}" for one in due if not one.kept_back)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def due_cases(due: Collection[Due]) -> list[DueCase]:
    """The preview, a row for each case."""
    found: dict[UUID, list[Due]] = {}
    for one in due:
        found.setdefault(one.case.id, []).append(one)
    rows = []
    for ones in found.values():
        kept: dict[str, list[str]] = {}
        for one in ones:
            if one.kept_back:
                why = str(KeptBack(one.kept_back).label)
                if one.until is not None:
                    why = _("%(why)s, until %(day)s") % {"why": why, "day": date_long(one.until)}
                kept.setdefault(why, []).append(part_words(one.part, one.own_side))
        parts = [part_words(one.part, one.own_side) for one in ones if not one.kept_back]
        rules = dict.fromkeys(one.schedule.code for one in ones)
        rows.append(DueCase(ones[0].case, parts, kept, list(rules), min(one.due_on for one in ones)))
    return rows


def part_words(part: str, own_side: str) -> str:
    """What goes, in words: whose it is, where it is one side's."""
    label = str(Part(part).label)
    return _("%(what)s (own side)") % {"what": label} if own_side else label


@dataclass(frozen=True, slots=True)
class RunView:
    """A run for its page."""

    run: RetentionRun
    items: Sequence[RetentionItem]
    cases: int
    done: int
    kept: int
    rows: int
    files: int
    may_decide: bool
    may_withdraw: bool
    paper: GeneratedDocument | None


def run_view(actor: Actor, run_id: UUID) -> RunView:
    """A run of the actor's country, with what became of it; raises NotVisible."""
    run = RetentionRun.objects.select_related("requested_office").filter(id=run_id, country=actor.country).first()
    if run is None:
        raise NotVisible(f"retentionrun:{run_id}")
    items = list(RetentionItem.objects.filter(run=run).order_by("case_reference", "case_id", "part", "own_side"))
    is_waiting = run.state == RunState.WAITING
    return RunView(
        run=run,
        items=items,
        cases=len({item.case_id for item in items}),
        done=sum(item.state == ItemState.DONE for item in items),
        kept=sum(item.state == ItemState.KEPT for item in items),
        rows=sum(item.rows for item in items),
        files=sum(item.files for item in items),
        may_decide=is_waiting and run.requested_by != actor.user_id,
        may_withdraw=is_waiting and run.requested_by == actor.user_id,
        paper=GeneratedDocument.objects.select_related("file", "progress").filter(subject=run.subject).first(),
    )


def runs_page(actor: Actor, after: Cursor | None, before: Cursor | None) -> Page:
    """The runs of the actor's country, newest first."""
    rows = RetentionRun.objects.filter(country=actor.country).annotate(cases=Count("items__case", distinct=True))
    return keyset_page(rows, "requested_at", is_descending=True, after=after, before=before, size=25)


def announced(actor: Actor) -> list[RetentionItem]:
    """What the other side is going to erase of records that both share, soonest first."""
    theirs = RetentionItem.objects.exclude(country=actor.country).filter(own_side="", state=ItemState.WAITING)
    return list(theirs.select_related("case").order_by("not_before", "case_reference", "part")[:MOST])


def holds_page(actor: Actor, *, is_over: bool, after: Cursor | None, before: Cursor | None) -> Page:
    """The holds of the actor's country."""
    rows = LegalHold.objects.filter(country=actor.country, lifted_at__isnull=not is_over)
    return keyset_page(rows, "placed_at", is_descending=True, after=after, before=before, size=25)
