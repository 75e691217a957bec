"""What stands in the way of a postponed transfer, since when, and when its time limit would end if it went on now: what
the requesting side looks at before it says that the obstacle is gone, or lasts."""

from django.utils.translation import gettext as _

from cases.choices import ClockKind
from cases.clocks import due_of
from cases.models import Case, CaseClock, ClockPause, PauseReason
from cases.selectors.case_panels import Row
from cases.wording import moment_words
from core import clock
from core.jinja import date_long, due_words
from countries.selectors.calendars import resumption_for


def postponed_rows(case: Case) -> list[Row]:
    """Empty where the time limit for the transfer does not stand still. Three statements."""
    pause = (
        ClockPause.objects.filter(case=case, clock__kind=ClockKind.TRANSFER, resumed_at=None)
        .select_related("clock")
        .first()
    )
    if pause is None:
        return []
    row, due = pause.clock, due_of(pause.clock)
    reason = PauseReason.objects.filter(pause=pause).first()
    obstacle = [str(reason.get_cause_display()), str(reason.get_code_display()), reason.note] if reason else []
    rows: list[Row] = [
        (_("Stands still since"), moment_words(pause.paused_at, due.time_zone)),
        (_("Obstacle"), ". ".join(filter(None, obstacle))),
        (_("To be reviewed on"), date_long(reason.review_on) if reason else ""),
        (_("Was due"), due_words(row.due_at, due.time_zone)),
        (_("Ends, if it goes on today"), _goes_on(case, row, pause)),
    ]
    return [line for line in rows if line[1]]


def _goes_on(case: Case, row: CaseClock, pause: ClockPause) -> str:
    due = due_of(row)
    longer = resumption_for(
        due,
        pause.paused_at,
        clock.now(),
        requesting=case.requesting_country_id,
        receiving=case.receiving_country_id,
        citation=due.rule.citation,
    )
    when = due_words(longer.at, longer.time_zone)
    if longer.earliest_at == longer.at:
        return when
    words = {"when": when, "earliest": date_long(longer.earliest_last_day)}
    return _("%(when)s; counted most strictly %(earliest)s") % words
