"""Entry and residence of a case on the tracks that tell of them. Reads only; nothing is asked on other tracks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.choices import ClockKind, Status
from cases.choices_tracks import ENTRY_TRACKS
from cases.clocks import due_of, rules_of, submission_is_limited
from cases.completeness_tracks import EntryFacts
from cases.models import Case, CaseClock, EntryCheck, EntryRecord, Evidence
from core import clock
from core.jinja import date_long
from countries.choices import EvidencePurpose, RuleKind
from countries.clocks.wording import limit_in_words

Row = tuple[str, Any]


def tells_of_entry(case: Case) -> bool:
    """Whether the application of this track tells of entry and residence."""
    return case.track in ENTRY_TRACKS


def entry_record_of(case: Case) -> EntryRecord | None:
    """What the application tells, or None for a track that tells nothing. One statement at most."""
    return EntryRecord.objects.filter(case=case).first() if tells_of_entry(case) else None


def entry_check_of(case: Case) -> EntryCheck | None:
    """What the requesting side examined, for that side alone (row security keeps it back from others)."""
    return EntryCheck.objects.filter(case=case).first() if tells_of_entry(case) else None


def entry_facts_of(case: Case, evidence: Iterable[Evidence] | None = None) -> EntryFacts | None:
    """By what completeness and exceptions are judged; None on other tracks. evidence: what the caller holds."""
    if not tells_of_entry(case):
        return None
    if evidence is None:
        evidence = Evidence.objects.filter(case=case)
    return EntryFacts(
        record=entry_record_of(case),
        check=entry_check_of(case),
        has_evidence=any(row.purpose == EvidencePurpose.ENTRY_OR_RESIDENCE for row in evidence),
        is_day_wanted=submission_is_limited(case),
    )


def submission_stands(case: Case, clocks: Sequence[CaseClock] | None = None) -> str:
    """How the time limit for an application that was never submitted stands: "" (none runs, or there is time),
    "barred" (it has passed, and its length was read), "doubtful" (it has passed, by a length that nobody has read).

    clocks: what the caller holds of the case; asked for if none, and only where a day is named.
    """
    if case.known_on is None or case.status not in (Status.DRAFT, Status.IN_REVIEW):
        return ""
    if clocks is None:
        clocks = list(CaseClock.objects.live().filter(case=case, kind=ClockKind.SUBMISSION))
    live = next((row for row in clocks if row.is_live and row.kind == ClockKind.SUBMISSION), None)
    if live is None or live.due_at > clock.now():
        return ""
    return "barred" if due_of(live).rule.is_verified else "doubtful"


def submission_can_be_extended(case: Case) -> bool:
    """Whether the agreement gives more time for the application where something stood in the way."""
    return RuleKind.SUBMISSION_EXTENSION in rules_of(case)


def submission_extension_words(case: Case) -> str:
    """What the agreement says of obstacles, with its source; "" where it gives no more time."""
    rule = rules_of(case).get(RuleKind.SUBMISSION_EXTENSION)
    if rule is None:
        return ""
    source = ", ".join(filter(None, (rule.agreement_title, rule.citation)))
    limit = limit_in_words(rule.value, rule.unit) if rule.has_limit else ""
    said = _("More time for the application after obstacles: %(limit)s") % {"limit": limit} if limit else ""
    words = rule.wording or said or _("Obstacles put off the end of the time limit.")
    doubt = "" if rule.is_verified else _("Unverified: not read in the text of the agreement.")
    return " ".join(filter(None, (f"{words.rstrip('.')} ({source}).", doubt)))


# --- in words ---------------------------------------------------------------------------------------------------------


def entry_rows(record: EntryRecord | None) -> list[Row]:
    """What the application tells, for both sides: (label, value), empty values left out."""
    if record is None:
        return []
    basis = str(record.get_basis_display()) if record.basis else ""
    document = ", ".join(
        filter(None, (str(record.get_permit_kind_display()) if record.permit_kind else "", record.permit_number))
    )
    rows = [
        (_("Ground of the readmission"), ": ".join(filter(None, (basis, record.basis_note)))),
        (
            _("Entry"),
            ", ".join(filter(None, (date_long(record.entered_on) if record.entered_on else "", record.entry_place))),
        ),
        (_("Means of entry"), str(record.get_entry_means_display()) if record.entry_means else ""),
        (_("Route"), record.entry_route),
        (_("Visa or residence permit of the receiving country"), document),
        (_("Issued by"), record.permit_authority),
        (_("Valid"), validity_words(record)),
    ]
    return [(str(label), value) for label, value in rows if value]


def validity_words(record: EntryRecord) -> str:
    """From when until when the document is valid, as far as it is known."""
    words = {
        "first": date_long(record.permit_from) if record.permit_from else "",
        "last": date_long(record.permit_until) if record.permit_until else "",
    }
    if record.permit_from and record.permit_until:
        return _("%(first)s to %(last)s") % words
    if record.permit_until:
        return _("until %(last)s") % words
    return _("from %(first)s") % words if record.permit_from else ""


def sheet_rows(values: Mapping[str, str]) -> list[Row]:
    """What an agency that is asked about a foreigner gets to see of entry, visa and permit."""
    days = ("entered_on", "permit_from", "permit_until")
    typed = {name: date.fromisoformat(value) if name in days else value for name, value in values.items()}
    return entry_rows(EntryRecord(**typed)) if typed else []


def check_rows(check: EntryCheck | None) -> list[Row]:
    """What the requesting side examined, for that side alone."""
    if check is None:
        return []
    own = ", ".join(
        filter(
            None,
            (
                str(check.get_own_permit_kind_display()) if check.own_permit_kind else "",
                check.own_permit_number,
                _("until %(last)s") % {"last": date_long(check.own_permit_until)} if check.own_permit_until else "",
            ),
        )
    )
    answer = str(check.get_exception_answer_display()) if check.exception_answer else ""
    rows: list[Row] = [
        (_("Only airside transit"), _("Yes") if check.is_airside_only else _("No")),
        (_("Visa or residence permit of our country"), (own or _("Yes")) if check.has_own_permit else _("No")),
        (_("Why the readmission is owed all the same"), ": ".join(filter(None, (answer, check.exception_note)))),
        (_("Obstacles to the application ended on"), date_long(check.obstacle_until) if check.obstacle_until else ""),
        (_("What stood in the way"), check.obstacle_note),
    ]
    return [(str(label), value) for label, value in rows if value]
