"""Forced-return monitoring: a body is assigned to a transfer, records what it sees, and reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.services.memberships import group_name
from audit.services import AboutCase, event_record
from cases.choices import Side
from cases.choices_monitoring import MonitoringIncident, MonitoringPhase, MonitoringStatus
from cases.identity.dates import PartialDate
from cases.models import (
    Case,
    CasePrivate,
    Monitoring,
    MonitoringObservation,
    MonitoringPlan,
    MonitoringReply,
    MonitoringReport,
    Person,
)
from cases.policies import side_of
from cases.workflow.engine import Act, applying
from cases.workflow.locking import monitoring_lock
from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.forms import today
from countries.choices import AuthorityKind
from countries.models import Authority
from notifications.services import notice_send


def monitoring_bodies(country: str) -> list[Authority]:
    """The bodies that monitor returns of this country, by name."""
    found = Authority.objects.active_on(today())
    return list(found.filter(country_id=country, kind=AuthorityKind.MONITORING_BODY).order_by("name"))


def monitor_assign(*, actor: Actor, case_id: UUID, version: int | None, body: UUID) -> Monitoring:
    """Assign a body to the planned transfer: from now on it sees the redacted plan. Raises Invalid (body)."""
    with applying(actor=actor, case_id=case_id, name="assign_monitor", version=version) as act:
        case, transfer = act.case, act.transfer
        assert transfer is not None
        chosen = next((item for item in monitoring_bodies(case.requesting_country_id) if item.id == body), None)
        if chosen is None:
            raise Invalid({"body": [_("Choose a monitoring body of your country")]})
        monitoring = Monitoring(
            case=case,
            own_side=transfer.own_side,
            body=chosen,
            case_reference=case.reference or "",
            assigned_at=clock.now(),
        )
        monitoring.save(force_insert=True)
        MonitoringPlan(
            case=case,
            own_side=Side.REQUESTING,
            monitoring=monitoring,
            body=chosen,
            transfer=transfer,
            plan=_person_facts(case),
            written_at=clock.now(),
        ).save(force_insert=True)
        _own_if_unannounced(act, monitoring)
        act.parameters["body"] = chosen.name
    group = Group.objects.filter(name=group_name(chosen.code, "monitor")).first()
    if group is not None:
        notice_send(
            action="monitoring.wanted",
            subject=case.subject,
            case_reference=case.reference or "",
            audience=Audience(groups=(group.id,)),
            parameters={"monitoring": str(monitoring.id)},
        )
    return monitoring


def _person_facts(case: Case) -> dict[str, Any]:
    """By what a monitor tells the person apart at the place of departure, without a name."""
    person = Person.objects.get(case=case)
    private = CasePrivate.objects.filter(case=case).first()
    birth = PartialDate.parse(person.birth_date) if person.birth_date else None
    initials = " ".join(f"{part[0]}." for part in (person.given_names, person.family_name) if part)
    return {
        "initials": initials,
        "sex": person.sex,
        "birth_year": birth.earliest.year if birth else None,
        "languages": person.languages,
        "is_vulnerable": bool(private and private.vulnerabilities),
        "is_family": case.group_id is not None,
        "from": case.requesting_country_id,
        "to": case.receiving_country_id,
    }


def _own_if_unannounced(act: Act, monitoring: Monitoring) -> None:
    """What concerns a transfer that the other side does not know of is not told there."""
    if monitoring.own_side:
        act.row = act.row.unannounced()


def monitor_withdraw(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> Case:
    """The body does not monitor this transfer after all; it learns so, and sees the plan no more."""
    with applying(actor=actor, case_id=case_id, name="withdraw_monitor", version=version, reason=reason) as act:
        monitoring = Monitoring.objects.select_for_update().get(case=act.case, status=MonitoringStatus.ASSIGNED)
        monitoring.status, monitoring.ended_at = MonitoringStatus.WITHDRAWN, clock.now()
        monitoring.version += 1
        monitoring.save(force_update=True)
        _own_if_unannounced(act, monitoring)
    return act.case


def _locked(actor: Actor, monitoring_id: UUID, version: int | None) -> Monitoring:
    """The body's own assignment that goes on, its case locked first; raises NotVisible, ActRefused, StaleVersion."""
    monitoring_lock(monitoring_id)
    row = Monitoring.objects.select_for_update(of=("self",)).filter(id=monitoring_id).first()
    if row is None or not actor.reaches("monitor_return", country="", authority_id=row.body_id):
        raise NotVisible(f"monitoring:{monitoring_id}")
    subject = f"case:{row.case_id}"
    if row.status != MonitoringStatus.ASSIGNED:
        refused = ActRefused("wrong_status", _("This assignment has ended."))
        raise refused.about(subject, row.case_reference)
    if version is not None and version != row.version:
        stale = StaleVersion("stale", _("Somebody of your office changed this after you opened the page."))
        raise stale.about(subject, row.case_reference)
    return row


def observation_record(
    *,
    actor: Actor,
    monitoring_id: UUID,
    phase: str,
    at: datetime,
    text: str,
    incidents: Sequence[str] = (),
) -> MonitoringObservation:
    """What the monitor saw. Raises Invalid (phase, at, text, incidents)."""
    row = _locked(actor, monitoring_id, None)
    errors: dict[str, list[str]] = {}
    if phase not in MonitoringPhase.values:
        errors["phase"] = [_("Choose the phase")]
    if at > clock.now():
        errors["at"] = [_("What was seen cannot lie in the future")]
    if not text.strip():
        errors["text"] = [_("Say what you saw")]
    if not set(incidents) <= set(MonitoringIncident.values):
        errors["incidents"] = [_("Choose from the list")]
    if errors:
        raise Invalid(errors)
    found = MonitoringObservation(
        case_id=row.case_id,
        monitoring=row,
        body_id=row.body_id,
        phase=phase,
        at=at,
        incidents=list(incidents),
        text=text.strip(),
        written_at=clock.now(),
    )
    found.save(force_insert=True)
    # Of a transfer that the other side does not know of it is not told what was seen.
    found.refresh_from_db(fields=["own_side"])
    told = _readers(row, found.own_side)
    _event(actor, row, "monitoring.observed", {"phase": phase, "incidents": list(incidents)}, told)
    return found


def report_submit(
    *, actor: Actor, monitoring_id: UUID, version: int | None, text: str, recommendations: str = ""
) -> MonitoringReport:
    """The final report: the supervisors of both sides read it, and nothing can be added. Raises Invalid (text)."""
    row = _locked(actor, monitoring_id, version)
    if row.own_side:
        refused = ActRefused(
            "transfer_not_announced", _("Notice of this transfer was never given: there is nothing to report on yet.")
        )
        raise refused.about(f"case:{row.case_id}", row.case_reference)
    if not text.strip():
        raise Invalid({"text": [_("Write the report")]})
    report = MonitoringReport(
        case_id=row.case_id,
        monitoring=row,
        body_id=row.body_id,
        text=text.strip(),
        recommendations=recommendations.strip(),
        submitted_at=clock.now(),
    )
    report.save(force_insert=True)
    row.status, row.ended_at = MonitoringStatus.REPORTED, clock.now()
    row.version += 1
    row.save(force_update=True)
    told = _readers(row, row.own_side)
    _event(actor, row, "monitoring.reported", {}, told)
    notice_send(
        action="monitoring.reported",
        subject=f"case:{row.case_id}",
        case_reference=row.case_reference,
        audience=told,
        parameters={"report": str(row.id)},
    )
    return report


def report_answer(*, actor: Actor, case_id: UUID, version: int | None, text: str) -> MonitoringReply:
    """What a supervisor says to the report, for the other side's supervisors and the body. Raises Invalid (text)."""
    with applying(actor=actor, case_id=case_id, name="answer_monitoring_report", version=version) as act:
        if not text.strip():
            raise Invalid({"text": [_("Write the reply")]})
        monitoring = (
            Monitoring.objects.filter(case=act.case, status=MonitoringStatus.REPORTED).order_by("assigned_at").last()
        )
        assert monitoring is not None
        side = side_of(actor, act.case)
        assert side is not None
        reply = MonitoringReply(
            case=act.case,
            monitoring=monitoring,
            body_id=monitoring.body_id,
            side=side,
            text=text.strip(),
            written_at=clock.now(),
        )
        reply.save(force_insert=True)
    return reply


def _readers(row: Monitoring, own_side: str) -> Audience:
    requesting = Audience((row.requesting_country,), tuple(filter(None, (row.requesting_authority,))))
    if own_side:
        return requesting
    return requesting | Audience((row.receiving_country,), tuple(filter(None, (row.receiving_authority,))))


def _event(actor: Actor, row: Monitoring, action: str, parameters: dict[str, Any], told: Audience) -> None:
    """An event of the body's act; the other country reads the body alone."""
    event_record(
        actor=actor,
        action=action,
        subject=f"case:{row.case_id}",
        about=AboutCase(row.case_id, row.case_reference),
        audience=told,
        parameters=parameters,
    )
