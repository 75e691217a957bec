"""Asking agencies to verify identity, and their answers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.roles import ROLES
from accounts.services.memberships import group_name
from audit.services import AboutCase, event_record
from cases import access
from cases.agency_sheets import FINDING_FIELDS, asked_kinds, sheet_rule
from cases.choices import Side, VerificationAnswer, VerificationStatus
from cases.choices_interviews import Finding
from cases.models import Case, Evidence, Person, VerificationResult, VerificationTask
from cases.selectors.entry import entry_record_of
from cases.workflow.engine import applying
from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.forms import today
from countries.clocks import end_of_day
from countries.models import Authority
from documents.models import StoredFile
from notifications.services import notice_send

# What is verified of somebody who is no national: the visa or permit, and the entry.
ENTRY_SHEET_FIELDS = (
    "entered_on",
    "entry_place",
    "permit_kind",
    "permit_number",
    "permit_authority",
    "permit_from",
    "permit_until",
)


def agencies_of(country: str) -> list[Authority]:
    """The offices of a country that can be asked: registries, police, archives."""
    return list(
        Authority.objects.active_on(today())
        .filter(country_id=country, kind__in=asked_kinds(), is_national_desk=False)
        .select_related("country")
        .order_by("name")
    )


def verification_ask(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    agencies: Sequence[UUID],
    question: str = "",
    due_on: date | None = None,
) -> Case:
    """Put the question to one or more agencies; each gets its own copy of the minimal data and the photograph."""
    with applying(actor=actor, case_id=case_id, name="start_verification", version=version) as act:
        case = act.case
        possible = {agency.id: agency for agency in agencies_of(case.receiving_country_id)}
        chosen = [possible[key] for key in dict.fromkeys(agencies) if key in possible]
        if not chosen or len(chosen) != len(set(agencies)):
            raise Invalid({"agencies": [_("Choose at least one agency of your country")]})
        open_already = set(
            VerificationTask.objects.filter(case=case, status=VerificationStatus.ASKED).values_list(
                "agency_id", flat=True
            )
        )
        if open_already & {agency.id for agency in chosen}:
            raise Invalid({"agencies": [_("One of these agencies has not answered an earlier question yet")]})
        person = Person.objects.select_related("photograph").get(case=case)
        for agency in chosen:
            question_put(actor=actor, case=case, person=person, agency=agency, question=question, due_on=due_on)
        act.parameters["count"] = len(chosen)
    event_record(
        actor=actor,
        action="verification.agencies",
        subject=case.subject,
        about=AboutCase(case.id, case.reference or ""),
        audience=access.audience_receiving(case),
        parameters={"agencies": [agency.name for agency in chosen]},
    )
    return case


def question_put(
    *,
    actor: Actor,
    case: Case,
    person: Person,
    agency: Authority,
    question: str,
    due_on: date | None,
    follows: VerificationTask | None = None,
) -> VerificationTask:
    """One agency's question with its own copy of what its kind may see, and a notice to it; within an act on the case.
    follows: the question that is asked again; the agency comes with its country."""
    rule = sheet_rule(agency.kind)
    photograph = person.photograph if rule.photograph else None
    task = VerificationTask(
        case=case,
        own_side=Side.RECEIVING,
        agency=agency,
        case_reference=case.reference or "",
        question=question,
        sheet=data_sheet(case, person, agency.kind),
        photograph=photograph,
        asked_by_name=actor.name,
        asked_at=clock.now(),
        due_on=due_on,
        follows=follows,
    )
    task.save(force_insert=True)
    VerificationResult(case=case, task=task.id).save(force_insert=True)
    agency_tell(task, "verification.wanted")
    if photograph is not None:
        _show_photograph(photograph, [agency.code])
    return task


def data_sheet(case: Case, person: Person, kind: str) -> dict[str, Any]:
    """The minimal data for an agency of this kind, as they are now."""
    rule = sheet_rule(kind)
    sheet: dict[str, Any] = {name: getattr(person, name) for name in rule.fields if getattr(person, name)}
    if rule.documents:
        documents = Evidence.objects.filter(case=case).exclude(number="").values_list("kind", "number")
        sheet["documents"] = [{"kind": kind, "number": number} for kind, number in documents]
    entry = entry_record_of(case)
    if entry is not None:
        # Of a foreigner the registers of visas, permits and border crossings are asked.
        found = {name: getattr(entry, name) for name in ENTRY_SHEET_FIELDS if getattr(entry, name)}
        sheet["entry"] = {
            name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()
        }
    return sheet


def _show_photograph(photograph: StoredFile, agency_codes: Sequence[str]) -> None:
    """Who answers for the asked agencies may see the photograph: their groups join its readers."""
    audience = photograph.audience | _answering(agency_codes)
    StoredFile.objects.filter(id=photograph.id).update(**audience.fields())


def _answering(agency_codes: Sequence[str]) -> Audience:
    """Who answers for these agencies: the groups of people and of systems."""
    roles = [role.code for role in ROLES.values() if "answer_verification" in role.acts]
    names = [group_name(code, role) for code in agency_codes for role in roles]
    return Audience(groups=tuple(Group.objects.filter(name__in=names).order_by("id").values_list("id", flat=True)))


def question_ends_at(task: VerificationTask) -> datetime | None:
    """When the day ends by which the agency is to answer, where it is; the agency and its country joined."""
    return end_of_day(task.due_on, ZoneInfo(task.agency.country.time_zone)) if task.due_on else None


def agency_tell(
    task: VerificationTask, action: str, parameters: Mapping[str, Any] | None = None, **options: Any
) -> None:
    """A notice to those who answer for the agency, leading to its question: it has no page of the case.

    options: as `notice_send` takes them.
    """
    audience = _answering([task.agency.code])
    if not audience.groups:
        return
    notice_send(
        action=action,
        subject=f"case:{task.case_id}",
        case_reference=task.case_reference,
        audience=audience,
        parameters={**(parameters or {}), "task": str(task.id)},
        due_at=question_ends_at(task),
        due_zone=task.agency.country.time_zone,
        **options,
    )


def verification_answer(
    *,
    actor: Actor,
    task_id: UUID,
    version: int | None,
    answer: str,
    remarks: str = "",
    findings: Mapping[str, str] | None = None,
    adverse: str = "",
) -> VerificationTask:
    """An agency's answer, in whole and of single fields of its sheet (`findings`); adverse: what speaks against the
    identity. The requesting side sees the result, the receiving side all of it.

    The agency has no row of the case: policy and status are judged by the task alone.
    """
    task = VerificationTask.objects.select_for_update(of=("self",)).filter(id=task_id).select_related("agency").first()
    if task is None or not actor.reaches("answer_verification", country="", authority_id=task.agency_id):
        raise NotVisible(f"verificationtask:{task_id}")
    about, subject = AboutCase(task.case_id, task.case_reference), f"case:{task.case_id}"
    if task.status != VerificationStatus.ASKED:
        refused = ActRefused("wrong_status", _("This question was answered already, or withdrawn."))
        raise refused.about(subject, task.case_reference)
    if version is not None and version != task.version:
        stale = StaleVersion("stale", _("Somebody changed this case after you opened the page."))
        raise stale.about(subject, task.case_reference)
    if answer not in VerificationAnswer.values:
        raise Invalid({"answer": [_("Choose an answer")]})
    if answer != VerificationAnswer.CONFIRMED and not remarks.strip():
        raise Invalid({"remarks": [_("Say what was looked up and what was found")]})
    found = {name: value for name, value in (findings or {}).items() if value}
    if not set(found) <= set(FINDING_FIELDS) & set(task.sheet) or not set(found.values()) <= set(Finding.values):
        raise Invalid({"answer": [_("Only fields of the data sheet are answered")]})
    now = clock.now()
    task.findings, task.adverse = found, adverse.strip()
    task.status, task.answer, task.remarks = VerificationStatus.ANSWERED, answer, remarks.strip()
    task.answered_by_name, task.answered_at = actor.name, now
    task.version += 1
    task.save(force_update=True)
    own = Audience((task.receiving_country,), tuple(filter(None, (task.receiving_authority, task.agency_id))))
    parameters = {"agency": task.agency.name, "answer": answer}
    event_record(
        actor=actor,
        action="verification.answered",
        subject=subject,
        about=about,
        audience=own,
        parameters=parameters,
    )
    others = Audience((task.requesting_country,), tuple(filter(None, (task.requesting_authority,))))
    event_record(
        actor=actor,
        names_country_only=True,
        action="verification.result",
        subject=subject,
        about=about,
        audience=others,
        parameters={"answer": answer},
    )
    notice_send(
        action="verification.answered",
        subject=subject,
        case_reference=task.case_reference,
        audience=own,
        parameters=parameters,
    )
    return task
