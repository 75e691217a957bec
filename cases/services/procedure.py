"""The accelerated procedure: asked for in the application, and given up for the normal one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import ClockKind, ClockState, Side, Status
from cases.choices_procedure import ApprehensionPlace, NotAccelerated, Procedure
from cases.clock_starts import start_of
from cases.clocks import accelerated_clock_set, clock_running, clock_write, clocks_end, is_extended, rule_of, rules_of
from cases.letters_procedure import procedure_notice_request
from cases.models import Apprehension, Case, CaseClock, ProcedureChange
from cases.procedure_rules import is_foreseen_for
from cases.services.apprehension import FIELDS
from cases.services.editing import editing
from cases.services.extension import extensions_lapse
from cases.workflow.engine import Act, applying
from core import clock
from core.errors import Invalid
from countries.selectors.calendars import due_date_for
from documents.services import document_request


def procedure_save(
    *, actor: Actor, case_id: UUID, version: int | None, procedure: str, apprehension: Mapping[str, Any]
) -> Case:
    """In which procedure a draft asks to be examined. apprehension: `FIELDS`, for the accelerated one, whose time for
    the application then runs from the apprehension. In the normal procedure nothing is kept of it.

    Raises Invalid (procedure, and the names of the fields), and as `cases.services.filing.editing`.
    """
    with editing(actor=actor, case_id=case_id, version=version) as edit:
        case = edit.case
        if procedure != case.procedure and case.status != Status.DRAFT:
            raise Invalid(
                {"procedure": [_("The other side knows the procedure: it is changed on the page of the case")]}
            )
        if procedure == Procedure.ACCELERATED:
            _refuse_wrong(case, apprehension)
            edit.changed += _apprehension_write(case, apprehension)
        else:
            Apprehension.objects.filter(case=case).delete()
        if case.procedure != procedure:
            edit.changed.append("procedure")
        case.procedure = procedure
        # What was submitted once is submitted: an application that came back has no such limit to keep.
        if case.status == Status.DRAFT:
            accelerated_clock_set(case)
    return case


def _refuse_wrong(case: Case, values: Mapping[str, Any]) -> None:
    errors: dict[str, list[str]] = {}
    if case.procedure == Procedure.NORMAL and not is_foreseen_for(case):
        errors["procedure"] = [_("The agreement has no accelerated procedure")]
    at, arrived_at = values.get("apprehended_at"), values.get("arrived_at")
    if at is None:
        errors["apprehended_at"] = [_("Give the day and time of the apprehension")]
    elif at > clock.now():
        errors["apprehended_at"] = [_("The apprehension cannot lie in the future")]
    elif arrived_at is not None and arrived_at > at:
        errors["arrived_at"] = [_("The arrival cannot lie after the apprehension")]
    if values.get("place_kind") not in ApprehensionPlace.values:
        errors["place_kind"] = [_("Say where the person was apprehended")]
    if not str(values.get("place") or "").strip():
        errors["place"] = [_("Name the place")]
    if errors:
        raise Invalid(errors)


def _apprehension_write(case: Case, values: Mapping[str, Any]) -> list[str]:
    """Save what differs; gives the names of the changed fields."""
    row = Apprehension.objects.filter(case=case).first()
    is_new = row is None
    row = row or Apprehension(case=case)
    changed = [name for name in FIELDS if name in values and getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    if is_new or changed:
        row.save(force_insert=is_new, force_update=not is_new)
    return changed


def normal_procedure_use(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """The requesting side asks for the normal procedure after all, before the application goes. What was entered of the
    apprehension is given up."""
    with applying(actor=actor, case_id=case_id, name="use_normal_procedure", version=version) as act:
        act.case.procedure = Procedure.NORMAL
        Apprehension.objects.filter(case=act.case).delete()
    return act.case


def procedure_convert(*, actor: Actor, case_id: UUID, version: int | None, reason: str = "") -> Case:
    """The requesting side gives up the accelerated procedure for an application that the other side has."""
    with applying(actor=actor, case_id=case_id, name="convert_to_normal", version=version, reason=reason) as act:
        change = _fall_back(act, Side.REQUESTING, "", reason)
    _notice_request(act, actor, change)
    return act.case


def procedure_treat_as_normal(*, actor: Actor, case_id: UUID, version: int | None, code: str, reason: str = "") -> Case:
    """The receiving side finds that the conditions of the accelerated procedure are not met: it examines the
    application in the normal one. code: of `NotAccelerated`. Raises Invalid (code)."""
    if code not in NotAccelerated.values:
        raise Invalid({"code": [_("Choose a reason")]})
    with applying(actor=actor, case_id=case_id, name="treat_as_normal", version=version, reason=reason) as act:
        act.parameters["code"] = code
        change = _fall_back(act, Side.RECEIVING, code, reason)
    _notice_request(act, actor, change)
    return act.case


def _fall_back(act: Act, side: Side, code: str, note: str) -> ProcedureChange:
    act.case.procedure = Procedure.NORMAL
    change = ProcedureChange(
        case=act.case,
        side=side,
        office=act.actor.authority_name,
        code=code,
        note=note.strip(),
        changed_at=clock.now(),
    )
    change.save(force_insert=True)
    # What came back as incomplete gets its time limit with the next delivery.
    if act.case.status != Status.RETURNED_INCOMPLETE:
        reply_restart(act.case)
    return change


def reply_restart(case: Case) -> None:
    """The time limit for the reply of the normal procedure takes the place of that of the accelerated one, counted from
    the same delivery or receipt (decision record 14).

    More time that was asked for and not answered is not answered any more. More time that was granted stays, where it
    is longer than what the normal procedure gives.
    """
    row = clock_running(case, ClockKind.REPLY)
    rule = rule_of(case, ClockKind.REPLY, rules_of(case))
    start = start_of(case, rule.start_event) if rule and rule.has_limit else None
    if rule is None or start is None:
        if row is not None:
            extensions_lapse(row, at=clock.now())
        # It begins with the receipt, or the normal procedure has none.
        clocks_end(case, [ClockKind.REPLY], ClockState.CANCELLED)
        return
    due = due_date_for(rule, start, requesting=case.requesting_country_id, receiving=case.receiving_country_id)
    if row is not None and is_extended(row) and row.due_at >= due.at:
        return
    if row is not None:
        extensions_lapse(row, at=clock.now())
    last = row or CaseClock.objects.filter(case=case, kind=ClockKind.REPLY, followed_by=None).first()
    clock_write(case, ClockKind.REPLY, due, follows=last)


def _notice_request(act: Act, actor: Actor, change: ProcedureChange) -> None:
    document_request(
        actor=actor,
        context=procedure_notice_request(act.case, change, actor),
        subject=act.case.subject,
        audience=access.audience_both(act.case),
        case_reference=act.case.reference or "",
    )
