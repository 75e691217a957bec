"""Until when an application can be submitted: from the day that it names, later where something stood in the way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from cases.choices import Track
from cases.choices_tracks import ENTRY_TRACKS
from cases.clock_starts import start_of
from cases.models import Case, EntryCheck
from countries.choices import CountingConvention, RuleKind, StartEvent, Unit
from countries.clocks import DueDate, ResolvedRule
from countries.selectors.calendars import due_date_for, extension_for


def submission_due(case: Case, rules: Mapping[str, ResolvedRule]) -> DueDate | None:
    """The time limit for the application of a draft; None where the agreement has none, or the draft names no day.

    Obstacles that the requesting side recorded put the end off as the agreement says: until they ended, for some days
    from then, or to a limit in all. They never bring it forward.
    """
    is_transit = case.track == Track.TRANSIT
    rule = rules.get(RuleKind.TRANSIT_SUBMISSION if is_transit else RuleKind.SUBMISSION)
    start = start_of(case, rule.start_event) if rule and rule.has_limit else None
    if rule is None or start is None:
        return None
    due = due_date_for(rule, start, requesting=case.requesting_country_id, receiving=case.receiving_country_id)
    return _after_obstacles(case, rules.get(RuleKind.SUBMISSION_EXTENSION), due)


def _after_obstacles(case: Case, rule: ResolvedRule | None, due: DueDate) -> DueDate:
    if rule is None or case.track not in ENTRY_TRACKS:
        return due
    ended_on = EntryCheck.objects.filter(case=case).values_list("obstacle_until", flat=True).first()
    if ended_on is None:
        return due
    ended_at = datetime.combine(ended_on, time(), ZoneInfo(case.requesting_country.time_zone))
    if rule.start_event == StartEvent.OBSTACLE_END and ended_at < due.start:
        return due
    if not rule.has_limit:
        # As long as they lasted, and no longer: there is nothing to count.
        rule = replace(rule, value=0, unit=Unit.CALENDAR_DAY, counting_convention=CountingConvention.PLAIN)
    later = extension_for(
        due,
        rule,
        requesting=case.requesting_country_id,
        receiving=case.receiving_country_id,
        obstacle_end=ended_at,
    )
    return later if later.at > due.at else due
