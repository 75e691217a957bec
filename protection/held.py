"""What our side holds on a person, table by table: shown by a section of the case file, read here row by row, or left
out with a reason. Read by the collector of a person's answer, and by a test that walks what erasure empties.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from cases import models as cases
from cases.models.base import AudienceOfCase
from cases.policies import side_of
from cases.selectors.versions import sees_submitted_only
from core.jinja import date_long, local_time
from core.models import AudienceModel
from protection.choices import ItemKind
from protection.models import BetweenRequest


@dataclass(frozen=True, slots=True)
class Held:
    """A table that is read row by row. kind: whose its data is; only: the columns that no section shows, all if empty;
    is_filing: of the application, in which the requesting side may be writing what it has not sent."""

    title: str | Promise
    kind: ItemKind = ItemKind.PERSON
    only: frozenset[str] = frozenset()
    is_filing: bool = False


_L = gettext_lazy
_BETWEEN: Final = ItemKind.OTHER_STATE
HELD: Final[Mapping[type[models.Model], Held]] = {
    cases.Person: Held(
        _L("Person"),
        only=frozenset({"height_cm", "eye_colour", "distinguishing_marks", "former_nationalities"}),
        is_filing=True,
    ),
    cases.FamilyMember: Held(_L("Family"), ItemKind.FAMILY, is_filing=True),
    cases.Evidence: Held(
        _L("Evidence"),
        only=frozenset({"number", "issued_on", "issued_at", "issuing_authority", "expires_on", "mrz", "note"}),
        is_filing=True,
    ),
    cases.EntryRecord: Held(_L("Entry and stay"), is_filing=True),
    cases.Apprehension: Held(_L("Apprehension"), is_filing=True),
    cases.Refiling: Held(_L("Earlier application"), is_filing=True),
    cases.HealthConsent: Held(_L("Consent on health")),
    cases.TransferHealth: Held(_L("Health at the transfer")),
    cases.BestInterests: Held(_L("Best interests of the child")),
    # A relative, as a rule.
    cases.Reception: Held(_L("Reception of the child"), ItemKind.FAMILY),
    cases.SafeguardPoint: Held(_L("Safeguards")),
    cases.FamilySeparation: Held(_L("Separation of the family")),
    cases.CaseFlag: Held(_L("Marks")),
    cases.CaseLink: Held(_L("Links to other cases"), ItemKind.FAMILY),
    cases.StatusCheck: Held(_L("Checks of the legal status")),
    cases.InterviewNote: Held(_L("What our side records about interviews")),
    cases.VoluntaryDeparture: Held(_L("Voluntary departure")),
    cases.CaseSuspension: Held(_L("Times in which the case stood still")),
    cases.PauseReason: Held(_L("Why a time limit stood still")),
    cases.ClockExtension: Held(_L("Longer time limits asked for"), _BETWEEN),
    cases.Dispute: Held(_L("Objections"), _BETWEEN),
    cases.PaperRecord: Held(_L("Replies on paper"), _BETWEEN),
    cases.ProcedureChange: Held(_L("Change of the procedure"), _BETWEEN),
    cases.ErrorClaim: Held(_L("Readmission in error"), _BETWEEN),
    cases.HandoverItem: Held(_L("Handed over with the person")),
    cases.MonitoringPlan: Held(_L("Monitoring: what the body was told")),
    cases.MonitoringObservation: Held(_L("Monitoring: observations")),
    cases.MonitoringReport: Held(_L("Monitoring: report")),
    cases.MonitoringReply: Held(_L("Monitoring: replies"), _BETWEEN),
    cases.CostItem: Held(_L("Costs")),
    cases.CostClaim: Held(_L("Claims of costs"), _BETWEEN),
    cases.OperationPassenger: Held(_L("Group operation")),
    cases.ProcessingRestriction: Held(_L("Restrictions of processing")),
    BetweenRequest: Held(_L("Between the sides"), _BETWEEN),
}
# Table -> the section of the case file (cases/case_file.py) that shows it.
SECTIONS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("cases_case", "cases_healthnote", "cases_submittedhealth"), "application"),
    **dict.fromkeys(("cases_transitplan", "cases_transitconsent", "cases_transit"), "transit"),
    "cases_verificationtask": "verification",
    "cases_interview": "interviews",
    "cases_decision": "decisions",
    "cases_traveldocument": "travel",
    **dict.fromkeys(("cases_transfer", "cases_handover"), "transfers"),
    **dict.fromkeys(("cases_thread", "cases_message"), "messages"),
    "cases_sharednote": "notes",
    **dict.fromkeys(
        ("cases_caseprivate", "cases_detention", "cases_entrycheck", "cases_withdrawal", "cases_ownsidenote"), "own"
    ),
}
EXCUSED: Final[Mapping[str, str]] = {
    "cases_applicationversion": "the application as it was sent each time: its papers are among the files",
    "cases_searchkey": "other spellings of what is collected, by which cases are found",
    "cases_messageauthor": "which official wrote a message",
    "cases_assignment": "which official has the case",
    "cases_presence": "which official has the case open now",
    "cases_caseaccess": "which officials are kept out of the case or let in, and why: about them",
    "supervision_qualityreview": "how well officials kept the file: about their work",
}
# Facts of the sections that name officials, by section and label.
OFFICIAL_FACTS: Final[Mapping[str, tuple[str | Promise, ...]]] = {
    "verification": (_L("Agency"), _L("Question"), _L("Remarks")),
    "decisions": (_L("Proposed by"), _L("Countersigned by")),
    "transfers": (_L("Names of the escorts"), _L("By"), _L("To")),
    "transit": (_L("Escorts"),),
}
# Collected here as a whole, with every row and the officials apart.
REPLACED: Final = frozenset({"interviews_own"})
_OFFICIALS: Final = frozenset({"assessed_by", "assisted_by", "representative", "examined_by", "escort"})


def is_official_fact(section: str, label: str) -> bool:
    """Whether a fact of a section names officials."""
    return any(str(each) == label for each in OFFICIAL_FACTS.get(section, ()))


@dataclass(frozen=True, slots=True)
class Piece:
    """One value of one row. column: where it stands; heading: which row, where there are several."""

    title: str
    heading: str
    label: str
    value: str
    kind: ItemKind
    column: str


def pieces_of(actor: Actor, case: cases.Case) -> Iterator[Piece]:
    """What the tables of HELD say of a case, as far as our side reads them. One statement a table.

    The other side's own rows are left out by row security, and by the condition once more.
    """
    own = ("", side_of(actor, case) or "")
    for model, held in HELD.items():
        if held.is_filing and sees_submitted_only(actor, case):
            continue
        rows = model._default_manager.filter(case=case)
        if issubclass(model, AudienceOfCase):
            rows = rows.filter(own_side__in=own)
        found = list(rows)
        for number, row in enumerate(found, start=1):
            yield from pieces(row, _("Entry %(number)d") % {"number": number} if len(found) > 1 else "")


def pieces(row: models.Model, heading: str = "") -> Iterator[Piece]:
    """What one row says, empty columns apart."""
    held = HELD[type(row)]
    for column in row._meta.concrete_fields:
        if not _is_data(column) or (held.only and column.name not in held.only):
            continue
        if value := _words(column, getattr(row, column.name)):
            is_official = column.name in _OFFICIALS or column.name.endswith("_by_name")
            kind = ItemKind.OFFICIAL if is_official else held.kind
            label = str(column.verbose_name)
            yield Piece(str(held.title), heading, label[:1].upper() + label[1:], value, kind, column.name)


_NO_DATA: Final = {
    *(column.name for base in (AudienceOfCase, AudienceModel) for column in base._meta.local_fields),
    *("version", "reminders"),
}


def _is_data(column: Any) -> bool:
    """Not a key, nor who reads the row."""
    if isinstance(column, ArrayField) and isinstance(column.base_field, models.UUIDField | models.IntegerField):
        return False
    return not (column.is_relation or column.name in _NO_DATA or isinstance(column, models.UUIDField))


def _words(column: Any, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    kept = column.base_field if isinstance(column, ArrayField) else column
    labels = dict(kept.flatchoices)
    return _said(value, labels)


def _said(value: Any, labels: Mapping[Any, Any]) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return local_time(value)
    if isinstance(value, date):
        return date_long(value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_said(each, {})}" for key, each in value.items() if each not in (None, ""))
    if isinstance(value, list):
        return ", ".join(_said(each, labels) for each in value)
    return str(labels.get(value, value))
