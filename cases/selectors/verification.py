"""The verifier's questions: tasks of the actor's own agency, each with its own copy of the minimal data.

An agency has no row of the case; everything shown here is read from the task.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.actor import Actor, Reach
from cases.agency_sheets import FINDING_FIELDS
from cases.choices import Sex, VerificationStatus
from cases.choices_interviews import Finding
from cases.models import Person, VerificationTask
from cases.selectors.entry import sheet_rows
from cases.selectors.paging import Count, bounded_counts
from core.errors import NotVisible
from core.jinja import partial_date
from countries.choices import EvidenceKind
from countries.models import Country
from countries.selectors.places import country_name

OPEN_SHOWN: Final = 100
ANSWERED_SHOWN: Final = 50
# In the order in which a register is asked; names stand above them, documents below.
_FACTS: Final = (
    "maiden_name",
    "other_names",
    "birth_date",
    "birth_place",
    "birth_country",
    "sex",
    "father_name",
    "mother_name",
    "last_address",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The data sheet of a task in words: name in both scripts, (label, value) rows, (document, number) rows."""

    name: str
    native_name: str
    native_language: str
    facts: list[tuple[str, str]]
    documents: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task in a list."""

    task: VerificationTask
    name: str
    native_name: str
    native_language: str
    birth_date: str


@dataclass(frozen=True, slots=True)
class TaskList:
    """Open tasks by due date (at most OPEN_SHOWN) and the latest answered ones (at most ANSWERED_SHOWN)."""

    open: list[TaskRow]
    answered: list[TaskRow]


def tasks_of(actor: Actor) -> QuerySet[VerificationTask]:
    """The tasks that the actor's agency answers."""
    reach = actor.grants.get("answer_verification", Reach())
    return VerificationTask.objects.filter(agency__in=sorted(reach.authorities))


def task_count(actor: Actor) -> Count:
    """How many tasks are open, bounded."""
    return bounded_counts({"open": tasks_of(actor).filter(status=VerificationStatus.ASKED)})["open"]


def open_tasks(actor: Actor, number: int = OPEN_SHOWN) -> list[TaskRow]:
    """Open tasks, those due first on top, those without a date last."""
    tasks = tasks_of(actor).filter(status=VerificationStatus.ASKED)
    return _rows(tasks.order_by(F("due_on").asc(nulls_last=True), "asked_at", "id")[:number])


def task_list(actor: Actor) -> TaskList:
    """The agency's tasks. Two statements."""
    answered = tasks_of(actor).filter(status=VerificationStatus.ANSWERED)
    return TaskList(open_tasks(actor), _rows(answered.order_by("-answered_at", "-id")[:ANSWERED_SHOWN]))


def task_get(actor: Actor, task_id: UUID) -> VerificationTask:
    """One task of the actor's agency with its photograph (None where its row is not the actor's), or NotVisible."""
    task = tasks_of(actor).select_related("photograph").filter(id=task_id).first()
    if task is None:
        raise NotVisible(f"verificationtask:{task_id}")
    return task


def sheet_of(task: VerificationTask) -> Sheet:
    """The data sheet in words; what was not known when the question was put is left out. At most one statement."""
    sheet: Mapping[str, Any] = task.sheet
    name, native = _names(sheet)
    facts = [(_label(key), _value(key, str(sheet[key]))) for key in _FACTS if sheet.get(key)]
    facts += sheet_rows(sheet.get("entry", {}))
    kinds = dict(EvidenceKind.choices)
    documents = [(str(kinds.get(row["kind"], row["kind"])), str(row["number"])) for row in sheet.get("documents", ())]
    return Sheet(name, native, str(sheet.get("native_language", "")), facts, documents)


def finding_rows(task: VerificationTask) -> list[tuple[str, str]]:
    """(particular, what the register says of it), in the order of the sheet."""
    words = dict(Finding.choices)
    return [(_label(key), str(words[task.findings[key]])) for key in FINDING_FIELDS if key in task.findings]


@dataclass(frozen=True, slots=True)
class ConsolidatedRow:
    """One particular with what each agency says of it. mark: agreed, conflicting, refuted or unknown; words, kind: of
    the mark."""

    label: str
    value: str
    said: list[tuple[str, str]]
    mark: str
    words: str
    kind: str


def consolidated(tasks: Sequence[VerificationTask]) -> list[ConsolidatedRow]:
    """All agencies' findings, particular by particular, conflicts marked: for the receiving desk alone. No statement
    beyond those of `_value`; tasks come with their agency."""
    marks = {
        "agreed": (_("Confirmed"), "ok"),
        "conflicting": (_("Contradictory"), "late"),
        "refuted": (_("Does not agree"), "late"),
        "unknown": (_("Not known"), "quiet"),
    }
    words = dict(Finding.choices)
    rows = []
    for key in FINDING_FIELDS:
        said = [(task, task.findings[key]) for task in tasks if task.findings.get(key)]
        if not said:
            continue
        found = {value for _task, value in said} - {Finding.NOT_KNOWN}
        mark = "conflicting" if len(found) > 1 else "unknown"
        if len(found) == 1:
            mark = "agreed" if Finding.CONFIRMED in found else "refuted"
        value = _value(key, str(said[-1][0].sheet.get(key, "")))
        told = [(task.agency.name, str(words[finding])) for task, finding in said]
        rows.append(ConsolidatedRow(_label(key), value, told, mark, *marks[mark]))
    return rows


def reasons_draft(tasks: Sequence[VerificationTask]) -> str:
    """A first draft of the reasons of a decision from the findings; no agency is named, because the other side reads
    it."""
    by_mark: dict[str, list[str]] = {}
    for row in consolidated(tasks):
        by_mark.setdefault(row.mark, []).append(row.label.lower())
    said = {
        "agreed": _("Confirmed by the registers: %(fields)s."),
        "refuted": _("Not confirmed: %(fields)s."),
        "conflicting": _("The registers contradict each other on: %(fields)s."),
        "unknown": _("Nothing could be found on: %(fields)s."),
    }
    return " ".join(words % {"fields": ", ".join(by_mark[mark])} for mark, words in said.items() if mark in by_mark)


def other_country_of(task: VerificationTask) -> str:
    """The name of the country whose application raised the question."""
    country = Country.objects.filter(code=task.requesting_country).first()
    return country_name(country) if country else task.requesting_country


def _rows(tasks: QuerySet[VerificationTask]) -> list[TaskRow]:
    rows = []
    for task in tasks.defer("remarks"):
        name, native = _names(task.sheet)
        language, birth = task.sheet.get("native_language", ""), task.sheet.get("birth_date", "")
        rows.append(TaskRow(task, name, native, language, birth))
    return rows


def _names(sheet: Mapping[str, Any]) -> tuple[str, str]:
    latin = ", ".join(filter(None, (sheet.get("family_name"), sheet.get("given_names"))))
    native = " ".join(filter(None, (sheet.get("family_name_native"), sheet.get("given_names_native"))))
    return latin or _("Name not known"), native


def _value(key: str, value: str) -> str:
    if key == "birth_date":
        return partial_date(value)
    if key == "sex":
        return str(dict(Sex.choices).get(value, value))
    if key == "birth_country":
        country = Country.objects.filter(code=value).first()
        return country_name(country) if country else value
    return value


def _label(key: str) -> str:
    """What the application form calls this field."""
    field: Any = Person._meta.get_field(key)
    text = str(field.verbose_name)
    return text[:1].upper() + text[1:]
