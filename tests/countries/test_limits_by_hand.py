"""Every verified time limit of the data against two tables that were written and worked out without this code.

limits_by_hand.txt has each limit as it was read: whose it is, number, unit, way of counting. counts_by_hand.txt has for
each way of counting the starts and the ends, by calendar. So an error of the data, of the resolution and of the
arithmetic all show. A limit of the data that is not in the table fails.
"""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from countries.choices import Track
from countries.clocks import codes, due, extended
from countries.models import Rule
from countries.selectors.calendars import calendar_for_rule, time_zone_for_rule
from countries.selectors.rules import resolved, rules_for

FOLDER = Path(__file__).parent
UNITS = {
    "h": codes.HOUR,
    "cd": codes.CALENDAR_DAY,
    "wd": codes.WORKING_DAY,
    "m": codes.MONTH,
    "y": codes.YEAR,
}
PERSONS = {
    "any": (Track.OWN_NATIONAL,),
    "own": (Track.OWN_NATIONAL,),
    "foreign": (Track.THIRD_COUNTRY_NATIONAL, Track.STATELESS),
}
BASES = {
    "reply_extension": "reply",
    "accelerated_reply_extension": "accelerated_reply",
    "submission_extension": "submission",
}
# The legal day of each state, from an atlas and not from countries.csv.
CAPITALS = {
    "Europe/Berlin": "ALB AUT BIH CHE DEU DNK ESP FRA LIE MKD MNE NLD POL SRB SVK XKX",
    "Europe/London": "GBR",
    "Europe/Athens": "GRC",
    "Europe/Chisinau": "MDA",
    "Europe/Kyiv": "UKR",
    "Europe/Moscow": "RUS",
    "Europe/Istanbul": "TUR",
    "Asia/Yerevan": "ARM",
    "Asia/Baku": "AZE",
    "Asia/Tbilisi": "GEO",
    "Asia/Kabul": "AFG",
    "Asia/Karachi": "PAK",
    "Asia/Colombo": "LKA",
    "Asia/Almaty": "KAZ",
    "Asia/Ashgabat": "TKM",
    "Asia/Kuwait": "KWT",
    "Asia/Ulaanbaatar": "MNG",
    "Asia/Ho_Chi_Minh": "VNM",
    "Asia/Hong_Kong": "HKG MAC",
    "Africa/Tunis": "TUN",
    "Africa/Lagos": "BEN CMR NGA",
    "Africa/Abidjan": "GMB GNB",
    "Africa/Gaborone": "BWA",
}
ZONES = {state: ZoneInfo(name) for name, states in CAPITALS.items() for state in states.split()}


@dataclass(frozen=True)
class Row:
    start: str
    earliest: str
    due: str
    over_at: str
    states: tuple[frozenset[str], ...]
    why: str


@dataclass(frozen=True)
class Limit:
    agreement: str
    requesting: str
    receiving: str
    options: str
    kind: str
    persons: str
    condition: str
    count: str
    whose: tuple[str, ...]
    certainty: str

    def __str__(self):
        return (
            f"{self.agreement} {self.requesting}-{self.receiving} {self.kind} {self.persons} {self.condition}".strip()
        )

    @property
    def on_date(self):
        found = re.search(r"on (\S+)", self.options)
        return dt.date.fromisoformat(found[1]) if found else dt.date(2026, 10, 1)

    @property
    def way(self):
        """The heading of its rows: a new total, or a period after the obstacles, is counted like any other."""
        return re.sub(r":(total|obstacle|normally\d+)", "", self.count)

    def rows(self):
        """Rows that name its state, else those for every state."""
        found = COUNTS[self.way]
        named = [row for row in found if frozenset(self.whose) in row.states]
        starts = {row.start for row in named}
        return named + [row for row in found if not row.states and row.start not in starts]


def lines(name):
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        cells, _, why = line.partition("#")
        if cells.strip():
            yield cells.strip(), why.strip()


def read_counts():
    found, names = {}, []
    for cells, why in lines("counts_by_hand.txt"):
        if cells.startswith("["):
            names = cells.strip("[]").split()
            continue
        start, earliest, end, *states = cells.split()
        last, _, over_at = end.partition("/")
        whose = tuple(frozenset(text.split("+")) for text in states if text != "*")
        row = Row(start, earliest, last, over_at, whose, why)
        for name in names:
            found.setdefault(name, []).append(row)
    return found


def read_limits():
    found, heading = [], ()
    for cells, _ in lines("limits_by_hand.txt"):
        if cells.startswith("["):
            code, rest = cells[1:].split("]")
            requesting, receiving, *options = rest.split()
            heading = (code, requesting, receiving, " ".join(options))
            continue
        kind, persons, count, whose, certainty = cells.split()
        persons, _, condition = persons.partition("/")
        found.append(Limit(*heading, kind, persons, condition, count, tuple(whose.split("+")), certainty))
    return found


COUNTS = read_counts()
LIMITS = read_limits()


def rules_of(limit, track):
    """The rules of the data for a case of this pair, as the application finds them."""
    if "overlaid" in limit.options:
        rows = Rule.objects.filter(agreement=limit.agreement, track__in=(track, Track.ANY), condition=limit.condition)
        return {rule.kind: resolved(rule, rule.agreement) for rule in rows.select_related("agreement")}
    return rules_for(
        limit.requesting,
        limit.receiving,
        Track.TRANSIT if limit.kind.startswith("transit_") else track,
        limit.on_date,
        agreement=limit.agreement if "by name" in limit.options else None,
        conditions=(limit.condition,) if limit.condition else (),
    )


@pytest.fixture(scope="module")
def data(django_db_setup, django_db_blocker):
    """Each limit of the table resolved once, with its calendar and its zone; and the limits of the data."""
    found = {}
    with django_db_blocker.unblock():
        for limit in LIMITS:
            pair = {"requesting": limit.requesting, "receiving": limit.receiving}
            for track in PERSONS[limit.persons]:
                rules = rules_of(limit, track)
                rule, base = rules.get(limit.kind), rules.get(BASES.get(limit.kind, ""))
                if rule is not None:
                    places = (calendar_for_rule(rule, **pair), time_zone_for_rule(rule, **pair))
                    found[limit, track] = (rule, base, *places)
        verified = Rule.objects.filter(
            certainty__in=codes.VERIFIED_CERTAINTIES, unit__in=codes.UNITS_OF_TIME, value__isnull=False
        )
        return found, list(verified.select_related("agreement"))


def end_of(limit, start, rule, base, calendar, zone):
    """The due date as a case gets it: what extends is computed from the period that it extends."""
    if limit.kind not in BASES:
        return due(rule, start, calendar, zone)
    if ":obstacle" in limit.count:
        # The period itself was over long ago: what counts is the end of the obstacles.
        long_ago = due(base, start - dt.timedelta(days=1200), calendar, zone)
        return extended(long_ago, rule, calendar, zone, obstacle_end=start)
    return extended(due(base, start, calendar, zone), rule, calendar, zone)


def stated(text):
    """(value, unit, day of the event, convention, direction, normal value) as the table writes a period."""
    value, unit = re.match(r"(\d+)([a-z]+)", text).groups()
    normally = re.search(r":normally(\d+)", text)
    return (
        int(value),
        UNITS[unit],
        True if ":first" in text else None,
        codes.NEXT_WORKING_DAY_AFTER_END if ":next" in text else codes.UNVERIFIED,
        codes.BEFORE if ":before" in text else codes.AFTER,
        int(normally[1]) if normally else None,
    )


def held(rule):
    counted = (rule.value, rule.unit, rule.first_day_counts, rule.counting_convention, rule.direction)
    return (*counted, rule.normal_value)


AGREEMENTS = sorted({limit.agreement for limit in LIMITS})


def of_agreement(data, code):
    """(limit, track, what was resolved) of each line of an agreement."""
    for limit in LIMITS:
        if limit.agreement == code:
            for track in PERSONS[limit.persons]:
                assert (limit, track) in data[0], f"no rule for {limit}"
                yield limit, track, data[0][limit, track]


def expected_of(limit, row):
    """The instants at which the earliest and the last day are over in the state that must act."""
    if "T" in row.start:
        return dt.datetime.fromisoformat(row.earliest), dt.datetime.fromisoformat(row.due)
    first, last = (dt.date.fromisoformat(day) + dt.timedelta(days=1) for day in (row.earliest, row.due))
    legal = ZONES[limit.whose[0]]
    midnights = dt.datetime.combine(first, dt.time(), legal), dt.datetime.combine(last, dt.time(), legal)
    assert not row.over_at or midnights[1] == dt.datetime.fromisoformat(row.over_at), row
    return midnights


@pytest.mark.parametrize("code", AGREEMENTS)
def test_the_data_has_the_limits_as_they_were_read(data, code):
    for limit, _, (rule, base, _, _) in of_agreement(data, code):
        first, _, second = limit.count.partition("+")
        assert (rule.agreement_code, rule.certainty) == (limit.agreement, limit.certainty), str(limit)
        assert held(rule) == stated(second or first), str(limit)
        assert not second or held(base) == stated(first), str(limit)
        assert rule.of_total == (":total" in limit.count), str(limit)
        assert (rule.start_event == codes.OBSTACLE_END) == (":obstacle" in limit.count), str(limit)
        assert rule.condition == limit.condition, str(limit)
        sides = {codes.REQUESTING: [limit.requesting], codes.RECEIVING: [limit.receiving]}
        assert sides[rule.acting_side] == [limit.whose[0]], str(limit)
        if rule.unit == codes.WORKING_DAY:
            both = sides | {codes.BOTH: [limit.requesting, limit.receiving]}
            assert set(both[rule.working_days_of]) == set(limit.whose), str(limit)


@pytest.mark.parametrize("code", AGREEMENTS)
def test_the_limits_end_when_they_were_worked_out_to_end(data, code):
    for limit, _, found in of_agreement(data, code):
        for row in limit.rows():
            start = dt.datetime.fromisoformat(row.start if "T" in row.start else f"{row.start}T12:00")
            result = end_of(limit, start.replace(tzinfo=ZONES[limit.whose[0]]), *found)
            assert (result.earliest_at, result.at) == expected_of(limit, row), (str(limit), row)
            assert (result.normally_at is not None) == (":normally" in limit.count), str(limit)
            assert not result.normally_at or result.normally_at < result.earliest_at, (str(limit), row)


def test_every_verified_limit_of_the_data_stands_in_the_table(data):
    in_table = {rule.rule_id for rule, *_ in data[0].values()}
    missing = [
        f"{rule.agreement_id} {rule.kind} {rule.track} {rule.condition} {rule.value} {rule.unit}"
        for rule in data[1]
        if str(rule.pk) not in in_table
    ]
    assert data[1]
    assert not missing
    assert len({str(limit) for limit in LIMITS}) == len(LIMITS), "a limit twice"


def test_every_limit_has_three_starts_and_every_row_says_why():
    assert [str(limit) for limit in LIMITS if len({row.start for row in limit.rows()}) < 3] == []
    used = {id(row) for limit in LIMITS for row in limit.rows()}
    rows = [(name, row) for name in COUNTS for row in COUNTS[name]]
    assert [(name, row) for name, row in rows if not row.why] == []
    assert [(name, row.start, row.due) for name, row in rows if id(row) not in used] == []
    for name, found in COUNTS.items():
        whose = [(row.start, state) for row in found for state in row.states or ("*",)]
        assert len(set(whose)) == len(whose), f"{name}: a start twice"
