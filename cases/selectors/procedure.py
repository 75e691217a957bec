"""The procedure of a case in words: what the agreement asks, what the application says, why it is the normal one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import ClockKind, Side, Status
from cases.choices_procedure import ProcedureHindrance
from cases.clocks import rules_of
from cases.models import Apprehension, Case, CaseClock, ProcedureChange
from cases.procedure_rules import Rules, hindrances, is_accelerated, is_foreseen
from cases.selectors.case_clocks import ClockView, clock_views
from cases.selectors.versions import apprehension_values, sees_submitted_only, submitted_for
from cases.wording import moment_words
from core.jinja import local_time
from countries.choices import RuleKind, StartEvent, Unit
from countries.clocks import ResolvedRule
from countries.clocks.wording import limit_in_words

Row = tuple[str, str]
# The rules of the accelerated procedure, in the order in which they matter.
_KINDS: Final = (
    RuleKind.ACCELERATED_SUBMISSION,
    RuleKind.BORDER_AREA,
    RuleKind.ACCELERATED_REPLY,
    RuleKind.ACCELERATED_REPLY_EXTENSION,
    RuleKind.ACCELERATED_TRANSFER,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What the agreement says of the accelerated procedure. name: what is limited; text: to what; source: where."""

    name: str
    text: str
    source: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The procedure as an application can ask for it. conditions: of the agreement; hindrances: what stands in the way
    of the accelerated one, in sentences; clock: the time for the application, as it runs; counts_arrival: whether the
    area is told by hours from the arrival."""

    is_foreseen: bool
    conditions: Sequence[Condition]
    hindrances: Sequence[str] = ()
    clock: ClockView | None = None
    counts_arrival: bool = False


@dataclass(frozen=True, slots=True)
class ProcedurePanel:
    """The procedure on the page of a case. rows: the apprehension; changed: when and by whom it became normal."""

    is_accelerated: bool
    rows: Sequence[Row]
    changed: Sequence[Row]


def choice_for(case: Case) -> Choice:
    """What the page of the procedure needs. Two statements, and three more for an accelerated application."""
    rules = rules_of(case)
    if not is_accelerated(case):
        return Choice(is_foreseen(rules), conditions_of(rules), counts_arrival=_counts_arrival(rules))
    found = Apprehension.objects.filter(case=case).first()
    live = CaseClock.objects.live().filter(case=case, kind=ClockKind.ACCELERATED_SUBMISSION).with_working()
    codes = [code for code in hindrances(case, rules, found) if _holds(case, code)]
    return Choice(
        is_foreseen(rules),
        conditions_of(rules),
        [str(ProcedureHindrance(code).label) for code in codes],
        next(iter(clock_views(case, list(live), {})), None),
        _counts_arrival(rules),
    )


def _holds(case: Case, code: str) -> bool:
    """What was submitted once is submitted: an application that came back has no time limit to keep."""
    return code != ProcedureHindrance.OUT_OF_TIME or case.status != Status.RETURNED_INCOMPLETE


def _counts_arrival(rules: Rules) -> bool:
    area = rules.get(RuleKind.BORDER_AREA)
    return area is not None and area.start_event == StartEvent.ARRIVAL


def conditions_of(rules: Rules) -> list[Condition]:
    """What the agreement says of the accelerated procedure."""
    return [_condition(rules[kind]) for kind in _KINDS if kind in rules]


def _condition(rule: ResolvedRule) -> Condition:
    limit = limit_in_words(rule.value, rule.unit)
    if rule.unit == Unit.KILOMETRE:
        limit = _("%(number)s km from the border") % {"number": rule.value}
    event = str(StartEvent(rule.start_event).label) if rule.start_event in StartEvent.values else ""
    words = {"limit": limit, "event": event}
    text = limit if rule.unit == Unit.KILOMETRE or not event else _("%(limit)s from %(event)s") % words
    return Condition(
        name=str(RuleKind(rule.kind).label),
        text=". ".join(filter(None, (text, rule.wording))),
        source=", ".join(filter(None, (rule.agreement_title, rule.citation))),
        is_verified=rule.is_verified,
    )


# --- reading ----------------------------------------------------------------------------------------------------------


def apprehension_shown(actor: Actor, case: Case, found: Apprehension | None) -> Apprehension | None:
    """The apprehension as the actor is to be shown it: to the other side as it was submitted last. found: the row."""
    submitted = submitted_for(actor, case) if sees_submitted_only(actor, case) else None
    if submitted is None:
        return found
    sent = submitted.version.contents.get("apprehension")
    return Apprehension(case_id=case.id, **apprehension_values(sent)) if sent else None


def apprehension_rows(case: Case, found: Apprehension | None) -> list[Row]:
    """Where and when, in words, on the clocks of the requesting country."""
    if found is None:
        return []
    here = case.requesting_country
    rows = [
        (_("Apprehended"), moment_words(found.apprehended_at, here)),
        (_("Where"), ", ".join(filter(None, (found.place, str(found.get_place_kind_display()).lower())))),
        (_("Crossing, port or airport"), found.crossing_point),
        (
            _("Distance from the border"),
            _("%(number)s km") % {"number": found.distance_km} if found.distance_km is not None else "",
        ),
        (_("Arrived"), moment_words(found.arrived_at, here) if found.arrived_at else ""),
    ]
    return [row for row in rows if row[1]]


def procedure_panel(
    actor: Actor, case: Case, found: Apprehension | None, change: ProcedureChange | None
) -> ProcedurePanel | None:
    """The procedure of a case, where it is or was the accelerated one. No statement but where the other side mends."""
    rows = apprehension_rows(case, apprehension_shown(actor, case, found))
    if not is_accelerated(case) and not rows and change is None:
        return None
    changed: list[Row] = []
    if change is not None:
        country = case.receiving_country if change.side == Side.RECEIVING else case.requesting_country
        changed = [
            (_("Normal procedure since"), local_time(change.changed_at)),
            (_("By"), f"{change.office} ({country.display_name})"),
            (_("Reason"), str(change.get_code_display()) if change.code else _("at the wish of the requesting side")),
            (_("Remark"), change.note),
        ]
    return ProcedurePanel(is_accelerated(case), rows, [row for row in changed if row[1]])
