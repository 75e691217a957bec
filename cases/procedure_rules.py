"""What the agreement says of the accelerated procedure, judged for one case. Reads, never writes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from cases.choices import ClockKind, Track
from cases.choices_procedure import ApprehensionPlace, Procedure, ProcedureHindrance
from cases.models import Apprehension, Case
from core import clock
from countries.choices import ExtensionBasis, RuleKind, StartEvent, Unit
from countries.clocks import ResolvedRule
from countries.selectors.calendars import due_date_for
from countries.selectors.rules import rules_for

Rules = Mapping[str, ResolvedRule]
# Where a loaded case keeps whether there is such a procedure: every page of its application asks.
_KEPT: Final = "_accelerated_is_foreseen"
# A time limit that the agreement gives anew for the accelerated procedure.
_ACCELERATED: Final[Mapping[str, str]] = {
    ClockKind.REPLY: RuleKind.ACCELERATED_REPLY,
    ClockKind.TRANSFER: RuleKind.ACCELERATED_TRANSFER,
}


def is_accelerated(case: Case) -> bool:
    """Whether the application is examined in the accelerated procedure."""
    return case.procedure == Procedure.ACCELERATED


def is_foreseen(rules: Rules) -> bool:
    """Whether the agreement has an accelerated procedure: a time of its own for the reply or the application."""
    return RuleKind.ACCELERATED_REPLY in rules or RuleKind.ACCELERATED_SUBMISSION in rules


def is_foreseen_for(case: Case) -> bool:
    """The same, of a case; a transit has no such procedure. Two statements, once for a loaded case."""
    if case.track == Track.TRANSIT:
        return False
    if _KEPT not in case.__dict__:
        on = (case.delivered_at or clock.now()).date()
        pair = case.requesting_country_id, case.receiving_country_id
        case.__dict__[_KEPT] = is_foreseen(rules_for(*pair, case.track, on, agreement=case.agreement_id))
    return bool(case.__dict__[_KEPT])


def accelerated_rule(case: Case, kind: str, rules: Rules) -> ResolvedRule | None:
    """What the agreement says of this time limit for the accelerated procedure alone; None in the normal one, and where
    it says nothing."""
    return rules.get(_ACCELERATED[kind]) if is_accelerated(case) and kind in _ACCELERATED else None


def extension_rule(case: Case, rules: Rules) -> ResolvedRule | None:
    """The rule by which the time limit for the reply can be made longer.

    Where the agreement has none for the accelerated procedure, no text that was read says that its general one holds
    there too: then the other side has to agree (decision record 14).
    """
    general = rules.get(RuleKind.REPLY_EXTENSION)
    if not is_accelerated(case):
        return general
    own = rules.get(RuleKind.ACCELERATED_REPLY_EXTENSION)
    return own or (replace(general, extension_basis=ExtensionBasis.CONSENT) if general else None)


def suspension_rule(case: Case, rules: Rules) -> ResolvedRule | None:
    """The rule whose obstacles let the time limit for the transfer stand still: the accelerated one, where it names
    any, else the general one."""
    own = accelerated_rule(case, ClockKind.TRANSFER, rules)
    return own if own is not None and own.suspension_causes else rules.get(RuleKind.TRANSFER)


def hindrances(case: Case, rules: Rules, found: Apprehension | None) -> tuple[str, ...]:
    """What stands in the way of the accelerated procedure that an application asks for, codes of `ProcedureHindrance`.

    What nobody has read, a number or a day, stands in nobody's way.
    """
    if case.track == Track.TRANSIT or not is_foreseen(rules):
        return (ProcedureHindrance.NOT_FORESEEN,)
    if found is None:
        return (ProcedureHindrance.OUTSIDE_AREA,)
    said = []
    if not _lies_in_area(rules.get(RuleKind.BORDER_AREA), found):
        said.append(ProcedureHindrance.OUTSIDE_AREA)
    if _is_too_late(case, rules.get(RuleKind.ACCELERATED_SUBMISSION), found):
        said.append(ProcedureHindrance.OUT_OF_TIME)
    return tuple(said)


def _lies_in_area(rule: ResolvedRule | None, found: Apprehension) -> bool:
    """Every agreement here speaks of the border, ports and airports; how far that reaches, some of them say."""
    if found.place_kind == ApprehensionPlace.ELSEWHERE:
        return False
    if rule is None or rule.value is None or not rule.is_verified:
        return True
    if rule.unit == Unit.KILOMETRE and found.place_kind == ApprehensionPlace.BORDER:
        return found.distance_km is not None and found.distance_km <= rule.value
    if rule.unit == Unit.HOUR and rule.start_event == StartEvent.ARRIVAL:
        # Hours from the arrival are counted at an airport, where that is known.
        is_soon = found.arrived_at is not None and found.apprehended_at - found.arrived_at <= timedelta(
            hours=rule.value
        )
        return found.place_kind == ApprehensionPlace.AIRPORT and is_soon
    return True


def _is_too_late(case: Case, rule: ResolvedRule | None, found: Apprehension) -> bool:
    if rule is None or not rule.has_limit or not rule.is_verified:
        return False
    pair = {"requesting": case.requesting_country_id, "receiving": case.receiving_country_id}
    return due_date_for(rule, found.apprehended_at, **pair).at <= clock.now()
