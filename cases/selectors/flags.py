"""The marks of a case for one reader: those that offices set, and those that follow from the file itself.

Of what follows from the file, the birth date and the family are shared; detention and vulnerability are private data of
the requesting side, which row security shows to nobody else. A mark is shown once, with everything it comes from.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from cases.choices import FlagEnd, FlagKind, Side, Vulnerability
from cases.identity.dates import DateFormError, PartialDate
from cases.models import Case, CaseFlag, CasePrivate, Detention
from cases.policies import side_of
from cases.selectors.standing import Reader
from core import clock
from core.errors import NotVisible
from core.jinja import date_short

OF_AGE: Final = 18
# Marks that ask for care; the others only say how the case is to be seen.
CARE: Final = frozenset(FlagKind) - {FlagKind.FAMILY}
_ORDER: Final = {kind: number for number, kind in enumerate(FlagKind)}
# The codes of the private data that have a mark of their own; the others make a person vulnerable.
OWN_MARK: Final[Mapping[str, FlagKind]] = {
    Vulnerability.MINOR: FlagKind.MINOR,
    Vulnerability.UNACCOMPANIED_MINOR: FlagKind.UNACCOMPANIED,
}


@dataclass(slots=True)
class Flag:
    """A mark as it is shown. words: on the page's head; sources: where it comes from, in words; row: the own side's
    live row, which may be changed; reason: given by whoever set it; is_shared: the other side may know it as well."""

    kind: FlagKind
    words: str
    sources: list[str] = field(default_factory=list)
    row: CaseFlag | None = None
    reason: str = ""
    is_shared: bool = False

    @property
    def is_care(self) -> bool:
        """Whether it asks for care."""
        return self.kind in CARE


@dataclass(frozen=True, slots=True)
class FlagHistory:
    """A mark that holds no longer, or whose last day has passed. how: what ended it, in words."""

    words: str
    office: str
    since_on: date
    until_on: date | None
    reason: str
    how: str
    end_reason: str
    ended_at: datetime | None
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What marks follow from: birth date as text, size of the family, and private data where the reader has them."""

    birth_date: str = ""
    family: int = 0
    detention: Detention | None = None
    private: CasePrivate | None = None


def flag_words(kind: str) -> str:
    """A kind of mark in words."""
    return str(FlagKind(kind).label)


def today_of(case: Case, side: str = Side.REQUESTING) -> date:
    """The calendar day in the state of a side: a mark holds by the day of the side that set it, an age is counted where
    the person is held. `cases.selectors.queue_filters` asks the database for the same day."""
    country = case.requesting_country if side == Side.REQUESTING else case.receiving_country
    return clock.now().astimezone(ZoneInfo(country.time_zone)).date()


def _is_past(until_on: date | None, side: str, case: Case) -> bool:
    return until_on is not None and until_on < today_of(case, side)


# --- what follows from the file ---------------------------------------------------------------------------------------


def minor_words(birth_date: str, on: date) -> tuple[str, str]:
    """(mark, source) for somebody under 18 on a day, or who may be; empty for adults and unknown dates.

    A birth date known in part makes a range of ages: certainly a minor, or perhaps one.
    """
    try:
        born = PartialDate.parse(birth_date) if birth_date else None
    except DateFormError:
        return "", ""
    if born is None:
        return "", ""
    oldest, youngest = _age(born.earliest, on), _age(born.latest, on)
    if youngest >= OF_AGE or oldest < 0:
        return "", ""
    source = _("by the date of birth")
    if oldest >= OF_AGE:
        return _("Perhaps a minor (%(ages)s)") % {"ages": f"{youngest}–{oldest}"}, source
    words = ngettext("Minor (%(age)d year old)", "Minor (%(age)d years old)", youngest) % {"age": max(youngest, 0)}
    return words, source


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def derived_flags(facts: Facts, on: date) -> dict[FlagKind, Flag]:
    """The marks that follow from the file, by kind."""
    found: dict[FlagKind, Flag] = {}
    words, source = minor_words(facts.birth_date, on)
    if words:
        found[FlagKind.MINOR] = Flag(FlagKind.MINOR, words, [source], is_shared=True)
    if facts.family > 1:
        words = ngettext("family of %(n)d", "family of %(n)d", facts.family) % {"n": facts.family}
        found[FlagKind.FAMILY] = Flag(FlagKind.FAMILY, words, [_("filed together")], is_shared=True)
    detention = facts.detention
    if detention is not None and (detention.place or detention.since):
        since = _("detained since %(date)s") % {"date": date_short(detention.since)} if detention.since else ""
        found[FlagKind.DETAINED] = Flag(FlagKind.DETAINED, flag_words(FlagKind.DETAINED), [since or _("by the file")])
    _add_vulnerabilities(found, facts.private)
    return found


def _add_vulnerabilities(found: dict[FlagKind, Flag], private: CasePrivate | None) -> None:
    labels = dict(Vulnerability.choices)
    said: list[str] = []
    for code in private.vulnerabilities if private is not None else ():
        kind = OWN_MARK.get(code)
        if kind is None:
            said.append(str(labels.get(code, code)))
        elif kind in found:
            found[kind].sources.append(_("by the safeguards"))
        else:
            found[kind] = Flag(kind, flag_words(kind), [_("by the safeguards")])
    if said:
        found[FlagKind.VULNERABLE] = Flag(FlagKind.VULNERABLE, ", ".join(said), [_("by the safeguards")])


# --- one case ---------------------------------------------------------------------------------------------------------


def case_flags(actor: Actor, case: Case, facts: Facts, *, has_rows: bool = True) -> list[Flag]:
    """Every mark of a case that the actor may know, each kind once. One statement, none without `has_rows`."""
    live = CaseFlag.objects.filter(case=case, ended_at=None).order_by("set_at", "id")
    rows = list(live) if has_rows else []
    return merged(rows, facts, side_of(actor, case), case)


def merged(rows: Iterable[CaseFlag], facts: Facts, side: Side | None, case: Case) -> list[Flag]:
    """The live rows and what follows from the file, one mark a kind, in the order of FlagKind."""
    found = derived_flags(facts, today_of(case))
    for row in rows:
        if _is_past(row.until_on, row.side, case):
            continue
        kind = FlagKind(row.kind)
        flag = found.setdefault(kind, Flag(kind, flag_words(kind)))
        flag.reason = flag.reason or row.reason
        flag.is_shared |= not row.own_side
        if row.side == side:
            flag.row, flag.reason = row, row.reason
            flag.sources.append(_set_words(row))
        else:
            words = {"office": row.office, "date": date_short(row.since_on)}
            flag.sources.append(_("set by %(office)s, since %(date)s") % words)
    return sorted(found.values(), key=lambda flag: _ORDER[flag.kind])


def _set_words(row: CaseFlag) -> str:
    words = {"date": date_short(row.since_on), "until": date_short(row.until_on) if row.until_on else ""}
    if row.until_on:
        return _("set by our side, %(date)s to %(until)s") % words
    return _("set by our side, since %(date)s") % words


def flag_history(case: Case) -> list[FlagHistory]:
    """Marks of the case that hold no longer, the latest first, as far as the reader sees them. One statement."""
    rows = CaseFlag.objects.filter(case=case).order_by("-set_at", "-id")
    made = []
    for row in rows:
        if row.ended_at is None and not _is_past(row.until_on, row.side, case):
            continue
        how = str(FlagEnd(row.ended_how).label) if row.ended_how else _("Its last day has passed")
        made.append(
            FlagHistory(
                words=flag_words(row.kind),
                office=row.office,
                since_on=row.since_on,
                until_on=row.until_on,
                reason=row.reason,
                how=how,
                end_reason=row.end_reason,
                ended_at=row.ended_at,
                is_shared=not row.own_side,
            )
        )
    return made


def flag_get(actor: Actor, case: Case, flag_id: UUID) -> CaseFlag:
    """A mark of this case that the actor's side set; raises NotVisible."""
    flag = CaseFlag.objects.filter(case=case, id=flag_id, side=side_of(actor, case) or "").first()
    if flag is None:
        raise NotVisible(f"caseflag:{flag_id}")
    return flag


def kinds_to_set(flags: Sequence[Flag]) -> list[tuple[str, str]]:
    """The kinds that the actor's side can still set, with what is said of sharing them."""
    taken = {flag.kind for flag in flags if flag.row is not None}
    return [(kind.value, str(kind.label)) for kind in FlagKind if kind not in taken]


def facts_of(case: Case, own: Case, reader: Reader, family: int) -> Facts:
    """The facts of one case. own: the case with its private parts joined, which only the requesting side's has."""
    if reader is not Reader.REQUESTING:
        return Facts(case.person.birth_date, family)
    return Facts(case.person.birth_date, family, getattr(own, "detention", None), getattr(own, "caseprivate", None))


# --- rows of lists ----------------------------------------------------------------------------------------------------

RowFlags = tuple[tuple[str, bool], ...]


def row_flags(actor: Actor, cases: Sequence[Any]) -> dict[UUID, RowFlags]:
    """The marks of rows of a list, as (words, whether it calls for care), each kind once. One statement.

    cases: with the person and both countries joined. Of private data only the requesting side's reader is told, as row
    security has it.
    """
    rows = _marked([case.id for case in cases])
    found = {}
    for case in cases:
        marks: dict[FlagKind, str] = {}
        if case.id in rows:
            vulnerabilities, place, since, family, live = rows[case.id]
            if side_of(actor, case) is Side.REQUESTING:
                marks = _private_marks(vulnerabilities or (), is_detained=bool(place or since))
            if family and family > 1:
                marks[FlagKind.FAMILY] = ngettext("family of %(size)d", "family of %(size)d", family) % {"size": family}
            for row in live:
                if not _is_past(_day(row["until_on"]), row["side"], case):
                    marks.setdefault(FlagKind(row["kind"]), _lower(FlagKind(row["kind"])))
        person = getattr(case, "person", None)
        if person is not None and minor_words(person.birth_date, today_of(case))[0]:
            marks.setdefault(FlagKind.MINOR, _lower(FlagKind.MINOR))
        found[case.id] = tuple((marks[kind], kind in CARE) for kind in sorted(marks, key=_ORDER.__getitem__))
    return found


def _marked(keys: Sequence[UUID]) -> dict[UUID, Any]:
    """Case id -> (vulnerabilities, place and day of detention, size of the family, live rows), as row security lets
    each through. One statement."""
    family = Case.objects.filter(group=OuterRef("group")).order_by().values("group").annotate(size=Count("pk"))
    live = CaseFlag.objects.filter(case=OuterRef("pk"), ended_at=None)
    rows = Case.objects.filter(id__in=keys).values_list(
        "id",
        "caseprivate__vulnerabilities",
        "detention__place",
        "detention__since",
        Subquery(family.values("size")),
        ArraySubquery(live.values(row=JSONObject(kind="kind", side="side", until_on="until_on"))),
    )
    return {key: rest for key, *rest in rows}


def _private_marks(vulnerabilities: Sequence[str], *, is_detained: bool) -> dict[FlagKind, str]:
    kinds = [kind for code, kind in OWN_MARK.items() if code in vulnerabilities]
    if set(vulnerabilities) - set(OWN_MARK):
        kinds.append(FlagKind.VULNERABLE)
    if is_detained:
        kinds.append(FlagKind.DETAINED)
    return {kind: _lower(kind) for kind in kinds}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _lower(kind: FlagKind) -> str:
    label = str(kind.label)
    return label[:1].lower() + label[1:]
