"""What was unusual in the accesses of one country's people on one day. Read by RCMS for that country, day by day, by
the index on time: never the whole table.

A day is one of the office's clock: that of the country where the office is, with its daylight saving time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from accounts.roles import ROLES
from audit.models import Access
from cases.choices import Status
from cases.identity.search_keys import NameKey, name_keys, share_a_word
from cases.models import Assignment, Case, CaseAccess, Person
from cases.selectors.audit_trail import cases_acted_on, cases_given_to
from core.scope import SYSTEM_ID
from countries.clocks import CalendarSnapshot
from countries.models import Authority, Country
from countries.selectors.calendars import calendar_for
from supervision.choices import FindingKind
from supervision.models import UnusualAccess
from supervision.watching import RULES

MOST_EVIDENCE: Final = 200
"""Looks kept with a finding; the audit trail holds them all."""
_HISTORY: Final = timedelta(days=180)
_CHUNK: Final = 1000
# Lists that name each person expected: the page opens them, not whoever looks for one.
_OF_LISTS: Final = ("arrivals.printed", "arrival.opened")
_SHIFTS: Final = ("border_officer", "monitor", "machine_client")
# Whose work is their own office's: not those who look after the work of others, nor those to whom cases are delegated.
_WITH_A_DESK: Final = frozenset(
    code
    for code, role in ROLES.items()
    if "work_case" in role.acts and "assign_case" not in role.acts and not role.is_machine and not role.is_delegate
)
_TO_DECIDE: Final = {Status.RECEIVED, Status.IN_VERIFICATION, Status.DECISION_PROPOSED}


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who acted for an office."""

    user_id: UUID
    authority_id: UUID


@dataclass(frozen=True, slots=True)
class Named:
    """How the rows of the day name that person and office."""

    user: str
    office: str
    role: str


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of the day."""

    kind: FindingKind
    who: Who
    named: Named
    number: int
    evidence: Sequence[UUID]
    cases: Sequence[UUID]
    usual: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Offices of one country whose days begin and end together, with their working calendar."""

    zone: ZoneInfo
    calendar: CalendarSnapshot
    offices: Sequence[UUID]

    def span(self, day: date) -> tuple[datetime, datetime]:
        """The first instant of the day, and the first after it."""
        return (
            datetime.combine(day, time(), self.zone),
            datetime.combine(day + timedelta(days=1), time(), self.zone),
        )


@dataclass(slots=True)
class Looks:
    """The cases that each person opened, and how the rows name the person."""

    cases: dict[Who, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    named: dict[Who, Named] = field(default_factory=dict)


def places_of(country: Country) -> list[Place]:
    """The offices of a country by where they are: at home, and in each country that hosts one. Abroad a day is a
    working day where it is one both at home and there."""
    by_host: dict[str, list[UUID]] = defaultdict(list)
    hosts: dict[str, Country] = {country.code: country}
    for row in Authority.objects.filter(country=country).select_related("host_country"):
        host = row.host_country or country
        hosts[host.code] = host
        by_host[host.code].append(row.id)
    home = calendar_for(country.code)
    return [
        Place(ZoneInfo(hosts[code].time_zone), home.union(calendar_for(code)), offices)
        for code, offices in sorted(by_host.items())
    ]


def found_on(country: str, places: Sequence[Place], day: date) -> Iterator[Found]:
    """Everything unusual of a day that has ended in all places."""
    for place in places:
        rows = _looks(country, place, *place.span(day))
        looks = _read(rows)
        yield from _many_cases(country, place, day, rows, looks)
        yield from _off_hours(place, day, rows)
        yield from _own_name(rows, looks)
        yield from _never_assigned(rows, looks, place.span(day)[1])
        yield from _denied(country, place, day)


def _looks(country: str, place: Place, begins_at: datetime, ends_at: datetime) -> QuerySet[Access]:
    return (
        Access.objects.filter(
            country=country,
            authority_id__in=place.offices,
            at__gte=begins_at,
            at__lt=ends_at,
            result=Access.Result.SEEN,
            case_key__isnull=False,
            actor_id__isnull=False,
        )
        .exclude(actor_id=SYSTEM_ID)
        .exclude(action__in=_OF_LISTS)
    )


def _read(rows: QuerySet[Access]) -> Looks:
    """Each case once for each person: one statement."""
    looks = Looks()
    columns = ("actor_id", "authority_id", "actor_name", "authority_name", "role", "case_key")
    for user, office, name, office_name, role, case in rows.order_by().values_list(*columns).distinct().iterator():
        if user is None or office is None or case is None:
            continue
        who = Who(user, office)
        looks.cases[who].add(case)
        looks.named[who] = Named(name, office_name, role)
    return looks


def _found(
    kind: FindingKind, who: Who, named: Named, rows: QuerySet[Access], cases: Iterable[UUID], usual: int | None = None
) -> Found:
    """A finding about cases, with the first look of the day at each."""
    keys = sorted(cases)
    looks = rows.filter(actor_id=who.user_id, authority_id=who.authority_id, case_key__in=keys)
    first = looks.order_by("case_key", "at", "id").distinct("case_key").values_list("at", "id")
    evidence = [key for _at, key in sorted(first)][:MOST_EVIDENCE]
    return Found(kind, who, named, len(keys), evidence, keys, usual)


# --- many cases -------------------------------------------------------------------------------------------------------


def _many_cases(country: str, place: Place, day: date, rows: QuerySet[Access], looks: Looks) -> Iterator[Found]:
    rule = RULES[FindingKind.MANY_CASES]
    for who, cases in looks.cases.items():
        named = looks.named[who]
        is_system = named.role in ROLES and ROLES[named.role].is_machine
        if len(cases) < rule["floor_of_systems" if is_system else "floor"]:
            continue
        usual = _usual(country, place, day, who)
        if usual is None or len(cases) > rule["times"] * usual:
            kept = None if usual is None else round(usual)
            yield _found(FindingKind.MANY_CASES, who, named, rows, cases, kept)


def _usual(country: str, place: Place, day: date, who: Who) -> float | None:
    """The median of different cases on the person's last active days before this one; None of too few days."""
    rule = RULES[FindingKind.MANY_CASES]
    begins_at, _ends_at = place.span(day)
    before = _looks(country, place, begins_at - _HISTORY, begins_at)
    days = (
        before.filter(actor_id=who.user_id, authority_id=who.authority_id)
        .order_by()
        .annotate(on=TruncDate("at", tzinfo=place.zone))
        .values("on")
        .annotate(number=Count("case_key", distinct=True))
        .order_by("-on")
        .values_list("number", flat=True)[: rule["days"]]
    )
    numbers = list(days)
    return median(numbers) if len(numbers) >= rule["fewest_days"] else None


# --- outside working hours --------------------------------------------------------------------------------------------


def _off_hours(place: Place, day: date, rows: QuerySet[Access]) -> Iterator[Found]:
    rule = RULES[FindingKind.OFF_HOURS]
    outside = rows.exclude(role__in=_SHIFTS)
    if place.calendar.is_working_day(day):
        opens_at = datetime.combine(day, time(rule["opens"]), place.zone)
        closes_at = datetime.combine(day, time(rule["closes"]), place.zone)
        outside = outside.filter(Q(at__lt=opens_at) | Q(at__gte=closes_at))
    looks = _read(outside)
    for who, cases in looks.cases.items():
        if len(cases) >= rule["cases"]:
            yield _found(FindingKind.OFF_HOURS, who, looks.named[who], outside, cases)


# --- the own name -----------------------------------------------------------------------------------------------------


def _own_name(rows: QuerySet[Access], looks: Looks) -> Iterator[Found]:
    """Whoever opened a case of the own family name that was not found for that person before."""
    people = {who: keys for who, named in looks.named.items() if (keys := _family_keys(named))}
    names = _names_of({case for who in people for case in looks.cases[who]})
    told = _told_before({who.user_id for who in people})
    for who, own in people.items():
        alike = {
            case for case in looks.cases[who] - told.get(who.user_id, set()) if share_a_word(own, names.get(case, ()))
        }
        if len(alike) >= RULES[FindingKind.OWN_NAME]["cases"]:
            yield _found(FindingKind.OWN_NAME, who, looks.named[who], rows, alike)


def _family_keys(named: Named) -> tuple[NameKey, ...]:
    """Of a full name what may be the family name: what stands before a comma, else all but the first word."""
    if named.role in ROLES and ROLES[named.role].is_machine:
        return ()
    family, comma, _given = named.user.partition(",")
    words = named.user.split()
    return name_keys(family if comma else " ".join(words[1:] or words))


def _names_of(cases: set[UUID]) -> dict[UUID, tuple[NameKey, ...]]:
    """The keys of the family names of the persons, the name before marriage included."""
    columns = ("case_id", "family_name", "family_name_native", "native_language", "maiden_name")
    found = {}
    for chunk in _chunks(cases):
        for case, latin, native, language, maiden in Person.objects.filter(case__in=chunk).values_list(*columns):
            found[case] = (*name_keys(latin), *name_keys(native, language or None), *name_keys(maiden))
    return found


def _told_before(people: set[UUID]) -> Mapping[UUID, set[UUID]]:
    told: dict[UUID, set[UUID]] = defaultdict(set)
    earlier = UnusualAccess.objects.filter(kind=FindingKind.OWN_NAME, user_id__in=people)
    for user, cases in earlier.values_list("user_id", "named_cases"):
        told[user] |= set(cases)
    return told


def _chunks(keys: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(keys)
    return (ordered[place : place + _CHUNK] for place in range(0, len(ordered), _CHUNK))


# --- cases of others --------------------------------------------------------------------------------------------------


def _never_assigned(rows: QuerySet[Access], looks: Looks, ends_at: datetime) -> Iterator[Found]:
    rule = RULES[FindingKind.NEVER_ASSIGNED]
    people = {
        who: cases
        for who, cases in looks.cases.items()
        if looks.named[who].role in _WITH_A_DESK and len(cases) >= rule["cases"]
    }
    for who, cases in people.items():
        role = looks.named[who].role
        others = {case for chunk in _chunks(cases) for case in _of_other_offices(who, role, chunk)}
        if len(others) < rule["cases"]:
            continue
        others -= cases_acted_on(who.user_id, sorted(others), apart_from=())
        if len(others) >= rule["cases"]:
            yield _found(FindingKind.NEVER_ASSIGNED, who, looks.named[who], rows, others)


def _of_other_offices(who: Who, role: str, cases: list[UUID]) -> set[UUID]:
    """Those of the cases that are not of the person's office, nor given to either, nor opened for the person, nor wait
    for what the person decides."""
    own = Q(requesting_authority=who.authority_id) | Q(receiving_authority=who.authority_id)
    own |= Q(consulate=who.authority_id)
    if role == "decision_maker":
        own |= Q(status__in=_TO_DECIDE)
    found = set(Case.objects.filter(id__in=cases).exclude(own).values_list("id", flat=True))
    given = Assignment.objects.filter(Q(user_id=who.user_id) | Q(authority=who.authority_id), case__in=found)
    let_in = CaseAccess.objects.filter(user_id=who.user_id, case__in=found).exclude(kind="exclusion")
    explained = set(given.values_list("case_id", flat=True)) | set(let_in.values_list("case_id", flat=True))
    return found - explained - cases_given_to(who.user_id, found)


# --- denied looks -----------------------------------------------------------------------------------------------------


def _denied(country: str, place: Place, day: date) -> Iterator[Found]:
    """Whoever was denied often enough within the span that ends on this day; it may have begun the day before."""
    rule = RULES[FindingKind.DENIED]
    within = timedelta(minutes=rule["minutes"])
    begins_at, ends_at = place.span(day)
    rows = (
        Access.objects.filter(
            country=country,
            authority_id__in=place.offices,
            at__gte=begins_at - within,
            at__lt=ends_at,
            result=Access.Result.DENIED,
            actor_id__isnull=False,
        )
        .order_by("at", "id")
        .values_list("actor_id", "authority_id", "actor_name", "authority_name", "role", "id", "at", "case_key")
    )
    denied: dict[Who, list[tuple[datetime, UUID, UUID | None]]] = defaultdict(list)
    named: dict[Who, Named] = {}
    for user, office, name, office_name, role, key, at, case in rows.iterator():
        if user is not None and office is not None:
            who = Who(user, office)
            denied[who].append((at, key, case))
            named[who] = Named(name, office_name, role)
    for who, looks in denied.items():
        worst = _densest(looks, within, begins_at)
        if len(worst) >= rule["looks"]:
            cases = sorted({case for _at, _key, case in worst if case is not None})
            evidence = [key for _at, key, _case in worst][:MOST_EVIDENCE]
            yield Found(FindingKind.DENIED, who, named[who], len(worst), evidence, cases)


def _densest(
    looks: Sequence[tuple[datetime, UUID, UUID | None]], within: timedelta, begins_at: datetime
) -> Sequence[tuple[datetime, UUID, UUID | None]]:
    """The most looks that fell within such a span and ended after `begins_at`."""
    best: Sequence[tuple[datetime, UUID, UUID | None]] = ()
    first = 0
    for last, (at, _key, _case) in enumerate(looks):
        while at - looks[first][0] > within:
            first += 1
        if at >= begins_at and last + 1 - first > len(best):
            best = looks[first : last + 1]
    return best
