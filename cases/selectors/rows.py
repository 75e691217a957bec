"""What a row of a work list says about a case, to one reader.

Own-side data (marks of private data, who has the case) are put into rows of the reader's own side only; what happened
last comes from events that the reader may read, because the case's own `changed_at` moves with own-side data too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case as Choose
from django.db.models import DateTimeField, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Greatest
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.actor import Actor
from audit.models import Event
from cases.choices import ClockKind, ClockState, Side, Track
from cases.clocks import NOT_NEXT
from cases.models import Case, CaseClock, PauseReason, Transfer, Transit
from cases.policies import side_of
from cases.procedure_rules import is_accelerated
from cases.selectors import turns
from cases.selectors.flags import row_flags
from cases.selectors.situation import LIVE_TRANSFER
from cases.selectors.versions import all_shown_as_submitted
from cases.wording import Words, event_words, other_country, status_for, status_kind
from cases.wording_turns import Turn, turn_of
from cases.workflow.table import TABLE
from core import clock
from core.jinja import date_long, days_left, due_short, urgency
from countries.selectors.places import country_name

# A time limit that ends within this time is due soon.
WEEK: Final = timedelta(days=7)
# What a row reads of a case: the rest stays in the database.
_COLUMNS: Final = (
    *("id", "reference", "track", "status", "delegates", "group_id", "next_due_at", "next_due_kind", "created_at"),
    *("basis", "procedure", "requesting_authority_id", "receiving_authority_id"),
    *(f"requesting_country__{name}" for name in ("code", "name", "alpha2", "footnote", "is_historical", "time_zone")),
    *(f"receiving_country__{name}" for name in ("code", "name", "alpha2", "footnote", "is_historical", "time_zone")),
    *(f"person__{name}" for name in ("family_name", "given_names", "family_name_native", "given_names_native")),
    *("person__native_language", "person__birth_date"),
)

# What a line needs that only says what a case is called and whom it is about.
NAMED: Final = (
    *("id", "reference", "track", "status", "requesting_country", "receiving_country", "created_at"),
    *("person__family_name", "person__given_names"),
)


def joined_for_rows(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """The cases with the columns that `case_rows` reads, in the same statement; `moment`: when something last happened
    to them, as the actor may know it."""
    live = Transfer.objects.filter(case=OuterRef("pk"), status__in=LIVE_TRANSFER)
    assigned = FilteredRelation(
        "assignments",
        condition=Q(assignments__own_side=Side.REQUESTING, assignments__requesting_country=actor.country)
        | Q(assignments__own_side=Side.RECEIVING, assignments__receiving_country=actor.country),
    )
    return (
        cases.select_related("person", "requesting_country", "receiving_country")
        .only(*_COLUMNS)
        .annotate(
            own_assignment=assigned,
            assignee=F("own_assignment__user_name"),
            assignee_key=F("own_assignment__user_id"),
            transfer_status=Subquery(live.values("status")[:1]),
            has_document=turns.of_each(turns.travel_documents()),
            is_suspended=turns.of_each(turns.suspensions()),
            transit_status=Subquery(Transit.objects.filter(case=OuterRef("pk")).values("status")[:1]),
            **turns.owed_annotations(),
            moment=_moment(actor),
        )
    )


def _moment(actor: Actor) -> Choose:
    """When something last happened, as the actor may know it.

    `changed_at` moves with own-side data as well, so it orders the cases of the own side only; the other side's are
    ordered by the steps that both sides know.
    """
    announced = Transfer.objects.filter(case=OuterRef("pk"), own_side="").order_by("-planned_at")
    step = Greatest("notified_at", "confirmed_at", "ended_at")
    known = Greatest(
        *("submitted_at", "received_at", "decided_at", "completed_at", "closed_at"),
        Subquery(announced.annotate(step=step).values("step")[:1]),
    )
    return Choose(
        When(requesting_country=actor.country, then=F("changed_at")), default=known, output_field=DateTimeField()
    )


@dataclass(frozen=True, slots=True)
class ClockCell:
    """A running time limit. left: days left in words; is_verified: whether value and days were read; by_stricter: the
    last day by a stricter count, in words, where counting is not verified, else empty; urgency ("late", "soon" or ""):
    of the row, by the stricter count; left_kind: of `left`; standing: which other one stands still, and when the own
    side looks again at what stands in the way; also: behind one that has passed, the next one, near its end.
    """

    due_at: datetime
    zone: str
    left: str
    left_kind: str
    text: str
    is_verified: bool
    by_stricter: str
    urgency: str
    standing: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list, for one reader. flags: (words, whether it calls for care); assignee: of the reader's side;
    waiting_days: since the last act that the reader knows of, none once nothing is to be done."""

    id: UUID
    title: str
    is_ours: bool
    country: str
    track: Words
    name: str
    native_name: str
    native_language: str
    birth_date: str
    flags: tuple[tuple[str, bool], ...]
    status: Words
    status_kind: str
    clock: ClockCell | None
    turn: Turn
    assignee: str
    is_mine: bool
    waiting_days: int | None
    last_at: datetime | None
    last_words: str

    @property
    def urgency(self) -> str:
        """The class of the row."""
        return self.clock.urgency if self.clock else ""

    @property
    def shows_native(self) -> bool:
        """Whether the name in the native script says anything that the Latin one does not."""
        return bool(self.native_name) and self.native_name != self.name.replace(",", "")

    @property
    def waiting(self) -> str:
        """How long the case has waited, in words; empty once nothing is to be done."""
        if self.waiting_days is None:
            return ""
        days = max(self.waiting_days, 0)
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else _("since today")

    @property
    def to_do(self) -> str:
        """What the side whose turn it is has to do, as a line of its own."""
        return self.turn.what[:1].upper() + self.turn.what[1:]


def case_rows(actor: Actor, cases: Iterable[Any]) -> list[CaseRow]:
    """Rows for cases that carry what `joined_for_rows` joins: three statements more, whatever their number, and one
    where an application is being mended on the other side."""
    cases = list(cases)
    if not cases:
        return []
    all_shown_as_submitted(actor, cases)
    keys = [case.id for case in cases]
    clocks = _clocks(keys)
    flags = row_flags(actor, cases)
    last = _last_events(keys, actor)
    return [_row(actor, case, clocks.get(case.id), flags.get(case.id, ()), last.get(case.id)) for case in cases]


def _row(
    actor: Actor,
    case: Any,
    clock_cell: ClockCell | None,
    flags: tuple[tuple[str, bool], ...],
    last: tuple[datetime, str] | None,
) -> CaseRow:
    side = side_of(actor, case)
    is_ours = side is Side.REQUESTING
    code, words = status_for(case, side)
    person = getattr(case, "person", None)
    transfer = Transfer(status=case.transfer_status) if case.transfer_status else None
    turn = turn_of(
        case,
        side,
        transfer,
        has_travel_document=case.has_document,
        owed=turns.owed_of(case),
        transit=case.transit_status or "",
        is_suspended=case.is_suspended,
    )
    return CaseRow(
        id=case.id,
        title=case.reference or draft_title(case.created_at),
        is_ours=is_ours,
        country=country_name(other_country(case, side)),
        track=Track(case.track).label,
        name=person.full_name if person else "",
        native_name=person.native_name if person else "",
        native_language=person.native_language if person else "",
        birth_date=person.birth_date if person else "",
        flags=((_("Accelerated"), True), *flags) if is_accelerated(case) else flags,
        status=words,
        status_kind=status_kind(code),
        clock=clock_cell,
        turn=turn,
        assignee=case.assignee or "",
        is_mine=case.assignee_key == actor.user_id,
        waiting_days=(clock.now() - case.moment).days if turn.whose != "nobody" and case.moment else None,
        # Delegates read no events: for them the last step that every reader of the case knows.
        last_at=last[0] if last else case.moment,
        last_words=last[1] if last else "",
    )


def draft_title(created_at: datetime) -> str:
    """How a case without a reference is called: "Draft of 20 November" (the year when it is another)."""
    day = timezone.localtime(created_at)
    is_of_this_year = day.year == timezone.localtime(clock.now()).year
    pattern = (
        pgettext("date pattern: day and whole month", "j F")
        if is_of_this_year
        else pgettext("date pattern: whole date", "j F Y")
    )
    return _("Draft of %(date)s") % {"date": dateformat.format(day, pattern)}


_DUE: Final[Mapping[str, tuple[Words, Words]]] = {
    ClockKind.REPLY: (gettext_lazy("Reply due %(day)s"), gettext_lazy("Reply was due %(day)s")),
    ClockKind.TRAVEL_DOCUMENT: (
        gettext_lazy("Travel document due %(day)s"),
        gettext_lazy("Travel document was due %(day)s"),
    ),
    ClockKind.TRANSFER: (gettext_lazy("Transfer by %(day)s"), gettext_lazy("Transfer was due by %(day)s")),
    ClockKind.TRAVEL_DOCUMENT_VALIDITY: (
        gettext_lazy("Travel document valid until %(day)s"),
        gettext_lazy("Travel document was valid until %(day)s"),
    ),
    ClockKind.SUBMISSION: (
        gettext_lazy("To be submitted by %(day)s"),
        gettext_lazy("Could be submitted until %(day)s"),
    ),
    ClockKind.ACCELERATED_SUBMISSION: (
        gettext_lazy("To be submitted by %(day)s for the accelerated procedure"),
        gettext_lazy("Could be submitted until %(day)s for the accelerated procedure"),
    ),
}
_ANY: Final[tuple[Words, Words]] = (gettext_lazy("%(limit)s: by %(day)s"), gettext_lazy("%(limit)s: was due %(day)s"))


def _clocks(keys: Sequence[UUID]) -> dict[UUID, ClockCell]:
    """The nearest running time limit of each case, or one that stands still where none runs; of the stored working only
    what a row shows. The day on which an obstacle is looked at again is read by its own side alone."""
    review = PauseReason.objects.filter(pause__clock=OuterRef("pk"), pause__resumed_at=None)
    rows = (
        CaseClock.objects.live()
        .filter(case__in=keys)
        .exclude(kind__in=NOT_NEXT)
        .order_by("-due_at")
        .values_list(
            "state",
            Subquery(review.values("review_on")[:1]),
            "case_id",
            "kind",
            "due_at",
            "due__time_zone",
            "due__is_verified",
            "due__counting_is_verified",
            "due__earliest_at",
        )
    )
    # The nearest last, so that it stands for its case.
    found = list(rows)
    standing = {
        key: _paused_cell(review_on, *rest[:3]) for state, review_on, key, *rest in found if state == ClockState.PAUSED
    }
    running = {key: _clock_cell(*rest) for state, _day, key, *rest in found if state != ClockState.PAUSED}
    for key in standing.keys() & running.keys():
        still = standing[key]
        words = ", ".join(filter(None, (_("%(limit)s: stands still") % {"limit": still.text}, still.standing)))
        running[key] = replace(running[key], standing=words, urgency=running[key].urgency or still.urgency)
    for key, words in _still_to_come([row for row in found if row[0] != ClockState.PAUSED]).items():
        if running[key].due_at <= clock.now():
            running[key] = replace(running[key], also=words)
    return standing | running


def _still_to_come(rows: Iterable[Sequence[Any]]) -> dict[UUID, str]:
    """Of each case the nearest time limit that has not passed and ends within a week by the stricter count: behind one
    that is overdue it would not be seen."""
    now = clock.now()
    words = {}
    for _state, _review, key, kind, due_at, zone, *_certain, earliest in rows:
        if now < due_at and datetime.fromisoformat(earliest) < now + WEEK:
            said = {"limit": _DUE.get(kind, _ANY)[0] % {"limit": ClockKind(kind).label, "day": due_short(due_at, zone)}}
            words[key] = _("%(limit)s, %(left)s") % (said | {"left": days_left(due_at, zone)})
    return words


def _paused_cell(review_on: date | None, kind: str, due_at: datetime, zone: str) -> ClockCell:
    """review_on: None where the other side's obstacle stands in the way."""
    review = urgent = ""
    if review_on is not None:
        is_over = review_on < clock.now().astimezone(ZoneInfo(zone)).date()
        words = _("review overdue since %(day)s") if is_over else _("review on %(day)s")
        review, urgent = words % {"day": date_long(review_on)}, "late" if is_over else ""
    return ClockCell(due_at, zone, _("stands still"), urgent, str(ClockKind(kind).label), True, "", urgent, review)


def _clock_cell(
    kind: str, due_at: datetime, zone: str, is_verified: bool, is_counted: bool, earliest: str
) -> ClockCell:
    is_past = clock.now() >= due_at
    earliest_at = datetime.fromisoformat(earliest)
    left_kind = urgency(due_at, zone)
    # Warnings go by the earlier reading of a limit whose counting is not known; being late goes by the later one.
    is_earlier = earliest_at < due_at
    urgent = "late" if is_past else "soon" if left_kind or (is_earlier and urgency(earliest_at, zone)) else ""
    by_stricter = _by_stricter(earliest_at, due_at, zone) if not is_counted and is_earlier else ""
    words = {"limit": ClockKind(kind).label, "day": due_short(due_at, zone)}
    text = str(_DUE.get(kind, _ANY)[is_past]) % words
    left = days_left(due_at, zone)
    return ClockCell(due_at, zone, left, left_kind, text, is_verified, by_stricter, urgent)


def _by_stricter(earliest_at: datetime, due_at: datetime, zone: str) -> str:
    """What the stricter count says: the other day, or that by it the limit has passed while it still runs."""
    words = {"day": due_short(earliest_at, zone)}
    if earliest_at <= clock.now() < due_at:
        return _("passed %(day)s by the stricter count") % words
    return _("or %(day)s by the stricter count") % words


# Acts and changes of the case; papers made and files looked at are no acts.
_ACT_EVENTS: Final = frozenset(row.event for row in TABLE) | {
    "case.started",
    "case.application_saved",
    "verification.result",
}


def _last_events(keys: Sequence[UUID], actor: Actor) -> dict[UUID, tuple[datetime, str]]:
    """When each case was last acted on, with words, as far as the actor may read its events. One statement."""
    rows = (
        Event.objects.filter(case_key__in=keys, action__in=_ACT_EVENTS, result=Event.Result.DONE)
        .order_by("case_key", "-at", "-id")
        .distinct("case_key")
        .values_list("case_key", "at", "action", "parameters", "country")
    )
    return {
        key: (at, event_words(action, parameters, is_own_side=country == actor.country))
        for key, at, action, parameters, country in rows
        if key is not None
    }
