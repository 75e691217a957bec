"""The record of silence: what proves that a time limit passed without a reply, from what both sides know and nothing
else. Frozen when the case is accepted by silence."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cases.choices import ClockKind, Side
from cases.clocks import due_of, first_limit
from cases.letters import covered, offices_of, running_limits
from cases.models import Case, CaseClock, Person
from cases.selectors.shared_acts import receiving_acts
from cases.wording import event_words
from cases.workflow.table import TABLE
from cases.workflow.types import Readers, Subject
from core.jinja import date_long
from countries.choices import Certainty, StartEvent
from countries.clocks import DueDate, ResolvedRule, codes
from countries.clocks.wording import explain, explain_silence, limit_in_words
from countries.models import Agreement
from documents.letters import contexts, parts
from documents.models import GeneratedDocument, StoredFile

_LANGUAGE: Final = "en"
# What the receiving side does and both sides may read, none of it a reply: that would have ended the time limit. The
# answer of an agency is the receiving side's own.
_SHARED_ACTS: Final = frozenset(
    row.event
    for row in TABLE
    if row.readers is Readers.BOTH and row.side is not Side.REQUESTING and row.of is not Subject.VERIFICATION
)
_CERTAIN: Final = dict(Certainty.choices)


def silence_record_request(case: Case, row: CaseClock, due: DueDate, silence: ResolvedRule) -> contexts.SilenceRecord:
    """The contents of the record. row and due: the limit that passed; silence: the rule that says what that means."""
    with translation.override(_LANGUAGE):
        return _record(case, row, due, silence)


def _record(case: Case, row: CaseClock, due: DueDate, silence: ResolvedRule) -> contexts.SilenceRecord:
    zone = ZoneInfo(due.time_zone)
    requesting, receiving = offices_of(case)
    assert case.delivered_at is not None
    # Of an extended time limit the first rule says from when it counts; what made it longer stands in the working.
    rule = due_of(first_limit(row)).rule
    return contexts.SilenceRecord(
        reference=case.reference or "",
        issued_on=_day(row.due_at, zone),
        agreement=Agreement.objects.values_list("title", flat=True).get(code=case.agreement_id),
        is_specimen=settings.DEMO_MODE or settings.TESTING,
        limits=running_limits(case),
        requesting=requesting,
        receiving=receiving,
        person=covered(case, Person.objects.get(case=case)),
        delivered_at=case.delivered_at.astimezone(zone),
        made_available=_("In the inbox of %(office)s in RCMS, with a notice to the office")
        % {"office": receiving.name},
        acknowledged_at=case.received_at.astimezone(zone) if case.received_at else None,
        started_at=row.started_at.astimezone(zone),
        start_event=str(StartEvent(rule.start_event).label),
        ended_at=row.due_at.astimezone(zone),
        time_zone=due.time_zone,
        limit=parts.TimeLimit(
            label=str(ClockKind(row.kind).label),
            wording=limit_in_words(rule.value, rule.unit),
            citation=", ".join(filter(None, (rule.agreement_title, rule.citation))),
            due_at=due.at.astimezone(zone),
        ),
        source=rule.source,
        certainty=str(_CERTAIN[rule.certainty]),
        rule_wording=rule.wording,
        silence=explain_silence(silence),
        follows=_follows(silence, _day(row.due_at, zone)),
        silence_citation=silence.silence_citation or silence.citation,
        silence_certainty=str(_CERTAIN[silence.silence_certainty or silence.certainty]),
        calendar=due.calendar_version,
        working=tuple(explain(due, silence_rule=silence)),
        acts=_acts(case, row, zone),
        enclosures=_enclosures(case),
    )


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _follows(silence: ResolvedRule, on: date) -> str:
    """What the end of the time limit brings about, and from which day."""
    words = {"day": date_long(on)}
    if silence.effect_of_silence == codes.SILENCE_TRANSFER_MAY_PROCEED:
        return _("From %(day)s the transfer may go ahead without a reply.") % words
    return _("Readmission counts as accepted as of %(day)s.") % words


def _acts(case: Case, row: CaseClock, zone: ZoneInfo) -> tuple[contexts.SharedAct, ...]:
    """The receiving side's acts while the limit ran, from the copies of its own side: the words are those of the other
    side's, and name nobody."""
    return tuple(
        contexts.SharedAct(
            at=event.at.astimezone(zone), words=event_words(event.action, event.parameters, is_own_side=False)
        )
        for event in receiving_acts(case, _SHARED_ACTS, row.started_at, row.due_at)
    )


def _enclosures(case: Case) -> tuple[contexts.Enclosed, ...]:
    """The application as it was delivered, and what was attached to it, each with its hash."""
    forms = GeneratedDocument.objects.filter(subject=case.subject, template="readmission_application")
    made = [
        contexts.Enclosed(
            title=f"{form.title} {form.version}",
            sha256=form.file.sha256 if form.file else form.context_sha256,
            note="" if form.file else _("hash of the contents"),
        )
        for form in forms.select_related("file").order_by("version")
    ]
    kinds = (StoredFile.Kind.PHOTOGRAPH, StoredFile.Kind.EVIDENCE)
    files = StoredFile.objects.filter(subject=case.subject, kind__in=kinds, is_withdrawn=False).order_by(
        "created_at", "id"
    )
    made += [contexts.Enclosed(title=str(file.get_kind_display()), sha256=file.sha256) for file in files]
    return tuple(made)
