"""More time for the reply: the receiving side asks once, with reasons, before the time limit has passed."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import ClockKind, ClockState, ExtensionState
from cases.clocks import clock_running, clock_write, due_of, rules_of
from cases.models import Case, CaseClock, ClockExtension
from cases.procedure_rules import extension_rule
from cases.workflow.engine import Act, applying
from core import clock
from core.errors import Invalid
from countries.choices import ExtensionBasis
from countries.clocks import DueDate, ResolvedRule
from countries.clocks.wording import limit_in_words
from countries.selectors.calendars import extension_for

# Under these the time limit is longer because it was asked for; else the other side has to agree.
AT_ONCE = (ExtensionBasis.REASONED_REQUEST, ExtensionBasis.NOTICE)


def extension_request(
    *, actor: Actor, case_id: UUID, version: int | None, value: int | None = None, reasons: str
) -> ClockExtension:
    """Ask for more time to reply. value: in the unit of the rule, as it counts (in all, or more); None: all it gives.

    Where the agreement lets a reasoned request or a notice suffice the new time limit holds at once. Raises Invalid
    (value, reasons).
    """
    with applying(actor=actor, case_id=case_id, name="request_extension", version=version) as act:
        if not reasons.strip():
            raise Invalid({"reasons": [_("Give the reasons")]})
        rule, row = _rule(act.case), _reply_clock(act.case)
        asked = rule.value if value is None else value
        assert asked is not None, "the guard has seen a number"
        basis = ExtensionBasis(rule.extension_basis or ExtensionBasis.UNKNOWN)
        now = clock.now()
        extension = ClockExtension(
            case=act.case,
            clock=row,
            basis=basis,
            asked_value=asked,
            reasons=reasons.strip(),
            state=ExtensionState.REQUESTED,
            asked_at=now,
        )
        longer = _longer(act.case, row, rule, asked)
        if basis in AT_ONCE:
            extension.state, extension.granted_value, extension.decided_at = ExtensionState.GRANTED, asked, now
        extension.save(force_insert=True)
        _tell(act, rule, asked)
        act.parameters["holds"] = basis in AT_ONCE
        if basis in AT_ONCE:
            clock_write(act.case, ClockKind.REPLY, longer, follows=row)
    return extension


def extension_grant(
    *, actor: Actor, case_id: UUID, version: int | None, value: int | None = None, answer: str = ""
) -> Case:
    """Grant what was asked for, or less. Raises Invalid (value)."""
    with applying(actor=actor, case_id=case_id, name="grant_extension", version=version, reason=answer) as act:
        extension, rule = _asked(act.case), _rule(act.case)
        granted = extension.asked_value if value is None else value
        if granted > extension.asked_value:
            raise Invalid({"value": [_("This is more than was asked for")]})
        longer = _longer(act.case, extension.clock, rule, granted)
        extension.state, extension.granted_value = ExtensionState.GRANTED, granted
        _answer(extension, answer)
        clock_write(act.case, ClockKind.REPLY, longer, follows=extension.clock)
        _tell(act, rule, granted)
    return act.case


def extension_refuse(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> Case:
    """The time limit stays as it is."""
    with applying(actor=actor, case_id=case_id, name="refuse_extension", version=version, reason=reason) as act:
        extension = _asked(act.case)
        extension.state = ExtensionState.REFUSED
        _answer(extension, reason)
        _tell(act, _rule(act.case), extension.asked_value)
    return act.case


def extensions_lapse(row: CaseClock, *, at: datetime | None = None) -> None:
    """The time limit has passed, or was given up `at` an instant before: what was asked for and not answered before is
    not answered any more."""
    waiting = ClockExtension.objects.filter(clock=row, state=ExtensionState.REQUESTED)
    waiting.update(state=ExtensionState.LAPSED, decided_at=at or row.due_at)


def _rule(case: Case) -> ResolvedRule:
    rule = extension_rule(case, rules_of(case))
    assert rule is not None, "the guard has seen it"
    return rule


def _reply_clock(case: Case) -> CaseClock:
    row = clock_running(case, ClockKind.REPLY)
    assert row is not None and row.state == ClockState.RUNNING, "the guard has seen it"
    return row


def _asked(case: Case) -> ClockExtension:
    """The request in hand; the workflow has made sure that there is one."""
    return ClockExtension.objects.select_related("clock").get(case=case, state=ExtensionState.REQUESTED)


def _answer(extension: ClockExtension, answer: str) -> None:
    extension.decided_at, extension.answer = clock.now(), answer.strip()
    extension.save(force_update=True)


def _longer(case: Case, row: CaseClock, rule: ResolvedRule, value: int) -> DueDate:
    first = due_of(row)
    if not 0 < value <= (rule.value or 0):
        limit = limit_in_words(rule.value, rule.unit)
        raise Invalid({"value": [_("The agreement allows at most %(limit)s") % {"limit": limit}]})
    try:
        longer = extension_for(
            first, rule, requesting=case.requesting_country_id, receiving=case.receiving_country_id, granted=value
        )
    except ValueError as error:  # a total below the first period
        raise Invalid({"value": [_("The time limit is that long already")]}) from error
    if longer.at <= first.at:
        raise Invalid({"value": [_("The time limit is that long already")]})
    return longer


def _tell(act: Act, rule: ResolvedRule, value: int) -> None:
    act.parameters |= {"value": value, "unit": rule.unit, "of_total": rule.of_total}
