"""When a time limit of the reply would end if something were done that nobody has done yet: what to know before asking,
granting or upholding."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.choices import Basis, ClockKind
from cases.clocks import clock_running, due_of, first_limit
from cases.models import Case, CaseClock, Dispute, Transfer
from cases.selectors.case_panels import Row
from cases.silence_rules import basis_by_silence, basis_of, silence_rule
from cases.wording import moment_words
from core import clock
from core.jinja import date_long, days_left, due_words
from countries.choices import RuleKind
from countries.clocks import DueDate, ResolvedRule
from countries.clocks.wording import explain, explain_silence, limit_in_words
from countries.selectors.calendars import due_date_for, extension_for


def longer_words(case: Case, rule: ResolvedRule, value: int | None) -> str:
    """When the time limit of the reply would end with so much more time, and what silence means then; empty where it
    does not run, or would be no longer."""
    row = clock_running(case, ClockKind.REPLY)
    if row is None:
        return ""
    first = due_of(row)
    try:
        longer = extension_for(
            first, rule, requesting=case.requesting_country_id, receiving=case.receiving_country_id, granted=value
        )
    except ValueError:
        return ""
    if longer.at <= first.at:
        return ""
    words = {
        "limit": limit_in_words(longer.rule.value, longer.rule.unit),
        "now": due_words(first.at, first.time_zone),
        "then": due_words(longer.at, longer.time_zone),
        "earliest": date_long(longer.earliest_last_day),
    }
    whole = _("With %(limit)s in all it ends %(then)s, not %(now)s.")
    said = [(whole if rule.of_total else _("With %(limit)s more it ends %(then)s, not %(now)s.")) % words]
    if longer.earliest_at != longer.at:
        said.append(_("Counted most strictly that is %(earliest)s; legal effect uses the later day.") % words)
    return " ".join([*said, *_silence_then(CaseClock(case=case, kind=row.kind, follows=row), row, longer)])


def _silence_then(new: CaseClock, row: CaseClock, longer: DueDate) -> list[str]:
    """What silence means at the later end, and that RCMS draws no conclusion from it where it would have before."""
    new.due = longer.to_json()
    said = [explain_silence(silence_rule(new, longer))]
    if basis_by_silence(row, due_of(row)) and not basis_by_silence(new, longer):
        said.append(_("RCMS will not accept by silence then: what that rests on is not verified."))
    return [words for words in said if words]


def delivered_rows(case: Case, dispute: Dispute) -> list[Row]:
    """What an objection to the delivery leads to: when receipt was acknowledged, and the time limit that runs anew."""
    there = case.receiving_country
    row = CaseClock.objects.get(case=case, kind=ClockKind.REPLY, followed_by=None)
    due = due_date_for(
        due_of(first_limit(row)).rule,
        dispute.claimed_at or clock.now(),
        requesting=case.requesting_country_id,
        receiving=case.receiving_country_id,
    )
    words = {"when": due_words(due.at, due.time_zone)}
    if due.at > clock.now():
        then = _("ends %(when)s")
    elif not (basis := basis_of(due)):
        then = _("over since %(when)s: the reply is overdue at once")
    elif basis == Basis.SILENCE_TRANSFER:
        then = _("over since %(when)s: the transfer may go ahead again at once")
    else:
        then = _("over since %(when)s: silence takes effect again at once")
    return [
        (_("Receipt acknowledged"), moment_words(case.received_at, there) if case.received_at else _("never")),
        (_("Time limit for the reply then"), then % words),
    ]


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """Whether notice of a transfer would be given in time. words: the rule; late: what is not kept, or empty."""

    words: str
    late: str


def notice_period(case: Case, transfer: Transfer, rules: Mapping[str, ResolvedRule]) -> NoticePeriod | None:
    """The agreement's rule on notice before the planned transfer, judged now; None where it has none with a number."""
    rule = rules.get(RuleKind.TRANSFER_NOTICE)
    if rule is None or not rule.has_limit or rule.direction != "before":
        return None
    due = due_date_for(
        rule, transfer.arrives_at, requesting=case.requesting_country_id, receiving=case.receiving_country_id
    )
    late = ""
    if clock.now() >= due.at:
        words = {
            "latest": due_words(due.at, due.time_zone),
            "arrival": moment_words(transfer.arrives_at, due.time_zone),
        }
        late = (
            _(
                "The notice period is not kept: for an arrival on %(arrival)s notice was due by %(latest)s. "
                "The other side may refuse the date."
            )
            % words
        )
    return NoticePeriod(" ".join(explain(due)), late)


def reply_due_words(case: Case) -> str:
    """When the reply is due, with days left; empty without a running reply clock."""
    row = CaseClock.objects.filter(case=case, kind=ClockKind.REPLY, state="running").first()
    if row is None:
        return ""
    zone = row.due["time_zone"]
    words = {"when": due_words(row.due_at, zone), "left": days_left(row.due_at, zone)}
    if due_of(row).earliest_at <= clock.now() < row.due_at:
        return _("Reply due %(when)s (%(left)s; already passed by the stricter count).") % words
    return _("Reply due %(when)s (%(left)s).") % words
