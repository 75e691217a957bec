"""Everything that the case page shows, loaded in a fixed number of statements and written for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import BY_SILENCE, OPEN_STATUSES, Basis, IncompleteReason, Status
from cases.choices_monitoring import MonitoringStatus
from cases.clocks import rules_of
from cases.models import (
    Case,
    CaseClock,
    CaseFlag,
    CaseLink,
    Decision,
    Dispute,
    Evidence,
    FamilyMember,
    Interview,
    Monitoring,
    SharedNote,
    StatusCheck,
    Thread,
    Transfer,
    TravelDocument,
    VerificationResult,
    VerificationTask,
)
from cases.policies import is_granted, reaches_own_side, side_of
from cases.selectors import case_panels as panels
from cases.selectors.case_clocks import ClockView, asked_views, clock_views
from cases.selectors.conversation import ConversationPanel, conversation_panel
from cases.selectors.disputes import DisputeView, dispute_view
from cases.selectors.document_panel import TravelDocumentView, document_views
from cases.selectors.entry import check_rows, entry_check_of, entry_facts_of, entry_record_of, entry_rows
from cases.selectors.exit_panels import ExitPanel, departure_rows, exit_annotations, exit_panel
from cases.selectors.flags import Flag, case_flags
from cases.selectors.flags import facts_of as flag_facts
from cases.selectors.interviews import (
    CheckView,
    InterviewView,
    check_view,
    interview_views,
    interviews_of,
    with_interview,
)
from cases.selectors.links import LinkRow, links_of
from cases.selectors.notes import NotesPanel, notes_panel
from cases.selectors.on_paper import OnPaper, on_paper, with_papers
from cases.selectors.procedure import ProcedurePanel, procedure_panel
from cases.selectors.safeguard_panel import SafeguardPanel, safeguard_panel
from cases.selectors.safeguards import OWN_PARTS, safeguards_of
from cases.selectors.situation import BEING_WRITTEN, LIVE_TRANSFER, CaseRows, situation_of, with_limits
from cases.selectors.stages import Stage, stages_of
from cases.selectors.standing import (
    ActLink,
    Band,
    Facts,
    Reader,
    band_of,
    rare_links,
    reader_of,
)
from cases.selectors.status_checks import status_check_of
from cases.selectors.timeline import FIRST, Entry, entries_of, timeline_events
from cases.selectors.transit import TransitPanel, transit_panel
from cases.selectors.travel_documents import document_for_stage
from cases.selectors.verification_panel import VerificationPanel, verification_panel
from cases.selectors.versions import submitted_for, with_persons
from cases.wording import status_for, status_kind
from cases.workflow.engine import available_for
from core.jinja import partial_date
from countries.models import Country, NationalityCode
from countries.selectors.places import country_name
from documents.models import GeneratedDocument
from documents.querysets import papers_of


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """The versions of one paper, newest first."""

    latest: GeneratedDocument
    earlier: Sequence[GeneratedDocument]


@dataclass(frozen=True, slots=True)
class OwnSide:
    """What only the reader's side sees. rows: the requesting side's private data; edit_url: where they are changed."""

    rows: Sequence[panels.Row]
    notes: NotesPanel
    edit_url: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """The page. `own_side` is None for delegates, `timeline` is None where the reader has no part in the history."""

    case: Case
    reader: Reader
    reference: str
    person: panels.PersonPanel
    status: str
    status_kind: str
    born: str
    nationality: str
    marks: Sequence[Flag]
    links: Sequence[LinkRow]
    conversation: ConversationPanel | None
    can_work: bool
    band: Band
    other_acts: Sequence[ActLink]
    objections: Sequence[ActLink]
    stages: Sequence[Stage]
    evidence: Sequence[panels.EvidenceRow]
    evidence_note: str
    entry: Sequence[tuple[str, str]]
    family: Sequence[panels.FamilyRow]
    verification: VerificationPanel
    decisions: Sequence[panels.DecisionView]
    disputes: Sequence[DisputeView]
    documents: Sequence[TravelDocumentView]
    on_paper: Sequence[OnPaper]
    transfers: Sequence[panels.TransferView]
    interviews: Sequence[InterviewView]
    status_check: CheckView | None
    papers: Sequence[PaperGroup]
    safeguards: SafeguardPanel
    own_side: OwnSide | None
    exits: ExitPanel
    clocks: Sequence[ClockView]
    timeline: Sequence[Entry] | None
    has_more: bool
    audit_url: str
    monitoring_url: str
    procedure: ProcedurePanel | None
    is_draft: bool
    has_transfer_stage: bool
    transit: TransitPanel | None


def case_page_for(actor: Actor, case: Case, *, is_whole: bool = False) -> CasePage:
    """The page of a case loaded by `cases.views.base.case_get`. is_whole: the timeline without an end."""
    reader = reader_of(actor, case)
    side = side_of(actor, case)
    own = _own_parts(case, reader)
    exits = exit_panel(actor, case, own)
    transfers = _transfers(case)
    live = next((row for row in reversed(transfers) if row.status in LIVE_TRANSFER), None)
    submitted = submitted_for(actor, case)
    if submitted is not None:
        evidence, members = list(submitted.evidence), list(submitted.family)
    else:
        evidence = list(Evidence.objects.filter(case=case).select_related("file").order_by("id"))
        members = list(FamilyMember.objects.filter(case=case).order_by("id"))
    documents = _documents(case)
    decisions = _decisions(case, reader)
    disputes = _disputes(case, decisions)
    answers = _answers(case, reader)
    clocks = list(CaseClock.objects.filter(case=case).with_working().order_by("due_at", "id"))
    safeguards = safeguards_of(case, own)
    check = status_check_of(case) if own.has_checks else None
    rows = CaseRows(
        person=case.person,
        private=getattr(own, "caseprivate", None) if reader is Reader.REQUESTING else None,
        has_evidence=bool(evidence),
        entry=entry_facts_of(case, evidence) if case.status in BEING_WRITTEN and reader is Reader.REQUESTING else None,
        tasks=[row for row in answers if isinstance(row, VerificationTask)],
        decisions=decisions,
        documents=documents,
        disputes=disputes,
        clocks=clocks,
        safeguards=safeguards,
        exits=exits.rows,
        check=check,
        may_be_checked=own.has_checks,
        may_be_monitored=own.has_monitoring,
    )
    rules = rules_of(case) if case.status in OPEN_STATUSES else {}
    situation = with_limits(case, situation_of(case, live, rows), clocks=clocks, rules=rules)
    interviews = interviews_of(case) if own.has_interviews else []
    situation = with_interview(case, situation, interviews, check)
    events = timeline_events(actor, case, is_whole=is_whole) if reader is not Reader.DELEGATE else []
    conversation = conversation_panel(actor, case, has_threads=own.has_threads, is_restricted=situation.is_restricted)
    transit = transit_panel(actor, case)
    facts = Facts(
        actor=actor,
        case=case,
        situation=situation,
        transfer=live,
        last_transfer=transfers[-1] if transfers else None,
        document=document_for_stage(documents),
        running=[row for row in clocks if row.is_live],
        asked=len(answers),
        answered=sum(1 for row in answers if row.answered_at),
        answered_at=max((row.answered_at for row in answers if row.answered_at), default=None),
        returned_for=_returned_for(case, events),
        request_url=conversation.request_url if conversation is not None else "",
        offers=available_for(actor, case, situation, live),
        transit=transit.transit if transit is not None else None,
    )
    names = _names(case)
    health = getattr(own, "healthnote", None)
    if health is not None and submitted is not None:
        health.statement = submitted.health
    family_cases = _family_cases(actor, case, members)
    papers = list(papers_of(case.subject).exclude(template="case_file")) if case.shared else []
    code, words = status_for(case, side)
    rare = rare_links(facts)
    # They stand with the decision that they object to.
    objections = [link for link in rare if link.name.startswith("dispute_") and not link.reason] if decisions else []
    asked = asked_views(case, conversation.rows if conversation else (), answers)
    return CasePage(
        case=case,
        reader=reader,
        reference=case.reference or _("Draft"),
        person=panels.person_panel(case, names, health),
        status=str(words),
        status_kind=status_kind(code),
        born=_born(case),
        nationality=names.get(case.person.nationality, case.person.nationality),
        marks=case_flags(actor, case, flag_facts(case, own, reader, 1 + len(family_cases)), has_rows=own.has_flags),
        links=links_of(actor, case, family_cases, has_links=own.has_links) if reader is not Reader.DELEGATE else [],
        conversation=conversation,
        can_work=reaches_own_side(actor, "work_case", case),
        band=band_of(facts),
        other_acts=[link for link in rare if link not in objections],
        objections=objections,
        stages=stages_of(facts),
        evidence=panels.evidence_rows(evidence),
        evidence_note=panels.evidence_count(evidence),
        entry=entry_rows(submitted.entry if submitted is not None else entry_record_of(case)),
        family=panels.family_rows(case, members, family_cases, side),
        verification=verification_panel(answers, is_full=reader is Reader.RECEIVING),
        decisions=panels.decision_views(decisions, reader, case.receiving_authority.name, case.track),
        disputes=[dispute_view(case, row) for row in reversed(disputes)],
        on_paper=on_paper(case, own.on_paper),
        documents=document_views(case, documents, papers),
        transfers=[panels.transfer_view(row, case.receiving_country) for row in reversed(transfers)],
        interviews=interview_views(case, interviews),
        status_check=check_view(case, interviews, check) if check else None,
        papers=_grouped(papers),
        safeguards=safeguard_panel(actor, case, safeguards, side),
        own_side=_own_side(actor, case, own, reader, is_restricted=situation.is_restricted),
        exits=exits,
        clocks=[*clock_views(case, clocks, rules), *asked],
        timeline=entries_of(actor, events if is_whole else events[:FIRST]) if reader is not Reader.DELEGATE else None,
        has_more=not is_whole and len(events) > FIRST,
        audit_url=reverse("cases:case-audit", args=[case.id]) if is_granted(actor, "view_audit", case) else "",
        monitoring_url=reverse("cases:case-monitoring", args=[case.id])
        if own.has_monitoring and is_granted(actor, "view_audit", case)
        else "",
        procedure=procedure_panel(
            actor, case, getattr(own, "apprehension", None), getattr(own, "procedurechange", None)
        ),
        is_draft=case.status in {Status.DRAFT, Status.IN_REVIEW},
        has_transfer_stage=transit is None and (case.status in {Status.ACCEPTED, Status.COMPLETED} or bool(transfers)),
        transit=transit,
    )


def marks_of(actor: Actor, case: Case) -> list[Flag]:
    """The marks of a case loaded by `cases.views.base.case_get`, as its page shows them. Four statements."""
    reader = reader_of(actor, case)
    members = list(FamilyMember.objects.filter(case=case).order_by("id"))
    family = 1 + len(_family_cases(actor, case, members))
    return case_flags(actor, case, flag_facts(case, _own_parts(case, reader), reader, family))


def _own_parts(case: Case, reader: Reader) -> Any:
    """The case with its one-of-a-kind parts joined, each as far as row security shows it; one statement.

    Only the requesting side asks for private data at all; health is shared once the person has consented. The has_*
    columns tell which of the parts that most cases have none of are worth a statement of their own.
    """
    parts = ["healthnote", "apprehension", "procedurechange"]
    if reader is not Reader.DELEGATE:
        parts.append("reception")
    if reader is Reader.REQUESTING:
        parts += [*(name for name in OWN_PARTS if name != "reception"), "detention", "withdrawal", "voluntarydeparture"]
    here = {"case": OuterRef("pk")}
    return (
        Case.objects.select_related(*parts)
        .annotate(
            has_flags=Exists(CaseFlag.objects.filter(**here)),
            has_links=Exists(CaseLink.objects.filter(Q(**here) | Q(other=OuterRef("pk")))),
            has_threads=Exists(Thread.objects.filter(**here)),
            has_interviews=Exists(Interview.objects.filter(**here)),
            has_checks=Exists(StatusCheck.objects.filter(**here)),
            has_shared_notes=Exists(SharedNote.objects.filter(**here)),
            has_monitoring=Exists(Monitoring.objects.filter(**here).exclude(status=MonitoringStatus.WITHDRAWN)),
            on_paper=with_papers(),
            **exit_annotations(),
        )
        .get(id=case.id)
    )


def _transfers(case: Case) -> list[Transfer]:
    """Oldest first. Nothing is planned before a decision."""
    if not case.decided_at:
        return []
    rows = Transfer.objects.filter(case=case).select_related("crossing_point", "handover")
    return list(rows.order_by("planned_at", "id"))


def _documents(case: Case) -> list[TravelDocument]:
    """Oldest first. None is issued before a decision."""
    if not case.decided_at:
        return []
    rows = TravelDocument.objects.filter(case=case).select_related("issuing_authority")
    return list(rows.order_by("issued_at", "id"))


def _answers(case: Case, reader: Reader) -> Sequence[VerificationTask | VerificationResult]:
    """The agencies' tasks for the receiving side, for others only their results."""
    if not case.shared:
        return []
    if reader is Reader.RECEIVING:
        return list(VerificationTask.objects.filter(case=case).select_related("agency").order_by("asked_at", "id"))
    return list(VerificationResult.objects.filter(case=case).order_by("id"))


def _decisions(case: Case, reader: Reader) -> list[Decision]:
    """Of a decision that is only proposed nobody but the receiving side knows."""
    if not case.shared or not (case.decided_at or reader is Reader.RECEIVING):
        return []
    return list(Decision.objects.filter(case=case).order_by("proposed_at", "id"))


def _disputes(case: Case, decisions: Sequence[Decision]) -> list[Dispute]:
    """Oldest first. Nothing is objected to but what followed from silence, and a reply on paper."""
    if not any(row.basis in (*BY_SILENCE, Basis.PAPER) for row in decisions):
        return []
    return list(Dispute.objects.filter(case=case))


def _returned_for(case: Case, events: Sequence[object]) -> str:
    """Why an application came back, for the band: what was said to be missing."""
    if case.status != Status.RETURNED_INCOMPLETE:
        return ""
    known = dict(IncompleteReason.choices)
    for event in events:
        if getattr(event, "action", "") == "case.returned_incomplete":
            codes = getattr(event, "parameters", {}).get("codes", ())
            said = [str(known.get(code, code)) for code in codes]
            return "; ".join(filter(None, (*said, getattr(event, "reason", ""))))
    return ""


def _names(case: Case) -> dict[str, str]:
    """Names of the person's nationality and country of birth; special codes (stateless, refugee) included."""
    codes = {code for code in (case.person.nationality, case.person.birth_country) if code}
    known = {country.code: country for country in (case.requesting_country, case.receiving_country)}
    rows = {code: known[code] for code in codes & known.keys()}
    if codes - rows.keys():
        rows |= Country.objects.in_bulk(codes - rows.keys())
    names = {code: country_name(row) for code, row in rows.items()}
    if codes - names.keys():
        names |= dict(NationalityCode.objects.filter(code__in=codes - names.keys()).values_list("code", "name"))
    return names


def _family_cases(actor: Actor, case: Case, members: Sequence[FamilyMember]) -> list[Case]:
    keys = [member.own_case_id for member in members if member.own_case_id]
    if case.group_id is None and not keys:
        return []
    wanted = Q(id__in=keys) | (Q(group_id=case.group_id) if case.group_id else Q())
    return with_persons(actor, Case.objects.visible_to(actor).filter(wanted).exclude(id=case.id).order_by("id"))


def _born(case: Case) -> str:
    person = case.person
    when = partial_date(person.birth_date, short=True) if person.birth_date else ""
    return ", ".join(filter(None, (when, person.birth_place)))


def _grouped(papers: Sequence[GeneratedDocument]) -> list[PaperGroup]:
    """One group a template, in the order in which they were first asked for."""
    versions: dict[str, list[GeneratedDocument]] = {}
    for paper in reversed(papers):
        versions.setdefault(paper.template, []).insert(0, paper)
    return [PaperGroup(group[0], group[1:]) for group in versions.values()]


def _own_side(actor: Actor, case: Case, own: Any, reader: Reader, *, is_restricted: bool) -> OwnSide | None:
    notes = notes_panel(actor, case, has_shared=own.has_shared_notes, is_restricted=is_restricted)
    if notes is None:
        return None
    if reader is Reader.RECEIVING:
        return OwnSide([], notes, "")
    may_edit = is_granted(actor, "draft_case", case) and case.status in OPEN_STATUSES
    url = reverse("cases:filing", args=[case.id, "safeguards"]) if may_edit else ""
    return OwnSide([*panels.private_rows(own), *departure_rows(own), *check_rows(entry_check_of(case))], notes, url)
