"""Forms and services of the acts of third-country nationals and stateless persons (see `act_doings`)."""

from collections.abc import Mapping

from cases.choices import ClockKind
from cases.clocks import due_of
from cases.forms.acts import OptionalReasonForm
from cases.models import CaseClock
from cases.services import entry
from cases.views.doing import Doing, Setting, with_fields
from core.jinja import due_words
from countries.clocks.wording import explain


def _limit_hint(setting: Setting) -> str:
    """How the time limit that has passed was counted."""
    row = CaseClock.objects.live().filter(case=setting.case, kind=ClockKind.SUBMISSION).first()
    if row is None:
        return ""
    due = due_of(row)
    return " ".join([*explain(due), f"({due_words(row.due_at, due.time_zone)})"])


TRACK_DOINGS: Mapping[str, Doing] = {
    "record_time_barred": Doing(
        OptionalReasonForm,
        with_fields(entry.time_bar_record, reason="reason"),
        hint=_limit_hint,
        is_warning=True,
    ),
}
