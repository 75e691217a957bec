"""The panels of the case page, written for one reader: what a side may not see is not in them. No query here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from cases.choices import (
    BY_SILENCE,
    DecisionState,
    InconclusiveReason,
    Outcome,
    RefusalReason,
    Track,
    TransferStatus,
    Vulnerability,
    WithdrawalReason,
)
from cases.choices_transit import RevocationGround, TransitGround
from cases.models import Case, Decision, Evidence, HealthNote, Transfer
from cases.selectors.standing import Reader
from cases.transit_rules import is_revocation
from cases.wording import moment_words, status_for, status_kind
from cases.wording_silence import outcome_words
from cases.wording_transit import OUTCOME_WORDS as TRANSIT_OUTCOMES
from core.jinja import date_long, date_short, file_size, local_time, partial_date
from countries.choices import EvidenceKind, EvidencePurpose, EvidenceWorth
from countries.models import Country
from countries.models.agreement import VERIFIED

Row = tuple[str, Any] | tuple[str, Any, str]


@dataclass(frozen=True, slots=True)
class PersonPanel:
    """Who the person is. rows: (label, value[, language of the value])."""

    name: str
    photo_url: str | None
    rows: Sequence[Row]


def person_panel(case: Case, names: Mapping[str, str], health: HealthNote | None) -> PersonPanel:
    """names: country or nationality code -> name in the reader's language."""
    person = case.person
    born = ", ".join(
        part
        for part in (
            partial_date(person.birth_date) if person.birth_date else "",
            person.birth_place,
            names.get(person.birth_country, person.birth_country),
        )
        if part
    )
    shown = ", ".join(filter(None, (person.family_name.upper(), person.given_names)))
    rows: list[Row] = [(_("Full name"), shown)]
    if person.native_name:
        rows.append((_native_label(person.native_language), person.native_name, person.native_language))
    optional = [
        (_("Name at birth"), person.maiden_name),
        (_("Also known as"), person.other_names),
        (_("Born"), born),
        (_("Sex"), str(person.get_sex_display()) if person.sex else ""),
        (_("Claimed nationality"), names.get(person.nationality, person.nationality)),
        (_("Father · mother"), " · ".join(filter(None, (person.father_name, person.mother_name)))),
        (_("Civil status"), str(person.get_civil_status_display()) if person.civil_status else ""),
        (_("Languages"), person.languages),
        (_("Last address there"), person.last_address),
        (_("State of health"), health.statement if health else ""),
        (_("Unlawful entry or stay known since"), date_long(case.known_on) if case.known_on else ""),
        (_("Protective measures"), case.protective_measures),
        (_("Observations"), case.observations),
        (_("Interview"), _("requested") if case.is_interview_requested else ""),
    ]
    rows += [(str(label), value) for label, value in optional if value]
    file = person.photograph
    photo = reverse("documents:file-view", args=[file.id]) if file and not file.is_destroyed else None
    return PersonPanel(person.full_name or _("Name not given yet"), photo, rows)


def _native_label(language: str) -> str:
    try:
        return _("In %(language)s") % {"language": get_language_info(language.split("-")[0])["name_translated"]}
    except KeyError:
        return _("In native script")


# --- evidence ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One means of evidence. worth: in words with its citation; is_proof: it proves; is_unverified: not read."""

    title: str
    number: str
    worth: str
    citation: str
    is_proof: bool
    is_unverified: bool
    file_url: str
    file_words: str
    file_about: str


def _shown(row: Evidence) -> str:
    """What the evidence is to show, where that is not the nationality."""
    is_of_entry = row.purpose == EvidencePurpose.ENTRY_OR_RESIDENCE
    return f"{row.get_purpose_display()}: " if is_of_entry else ""


def evidence_rows(rows: Sequence[Evidence]) -> list[EvidenceRow]:
    """Form part E as a table."""
    kinds, worths = dict(EvidenceKind.choices), dict(EvidenceWorth.choices)
    made = []
    for row in rows:
        title = str(kinds.get(row.kind, row.kind))
        if row.expires_on:
            title = _("%(document)s, valid until %(date)s") % {"document": title, "date": date_short(row.expires_on)}
        file = row.file if row.file and not row.file.is_destroyed else None
        pages = ngettext("%(n)d page", "%(n)d pages", file.pages) % {"n": file.pages} if file else ""
        made.append(
            EvidenceRow(
                title=title,
                number=row.number,
                worth=_shown(row) + str(worths.get(row.worth, _("Not on the list of the agreement"))),
                citation=row.worth_citation,
                is_proof=row.worth == EvidenceWorth.PROOF,
                is_unverified=bool(row.worth) and row.worth_certainty not in VERIFIED,
                file_url=reverse("documents:file-view", args=[file.id]) if file else "",
                file_words=_("Scan, %(pages)s") % {"pages": pages} if file else "",
                file_about=file_size(file.size) if file else "",
            )
        )
    return made


def evidence_count(rows: Sequence[Evidence]) -> str:
    """ "1 proof · 2 prima facie" """
    proofs = sum(row.worth == EvidenceWorth.PROOF for row in rows)
    likely = sum(row.worth == EvidenceWorth.PRIMA_FACIE for row in rows)
    words = [
        ngettext("%(n)d proof", "%(n)d proofs", proofs) % {"n": proofs} if proofs else "",
        _("%(n)d prima facie") % {"n": likely} if likely else "",
    ]
    return " · ".join(filter(None, words))


# --- family -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A member named in the form, or another case of the family; case_id, url and status where there is a case to
    open."""

    name: str
    about: str
    reference: str = ""
    url: str = ""
    status: str = ""
    kind: str = ""
    case_id: UUID | None = None


def family_rows(case: Case, members: Sequence[Any], cases: Sequence[Case], side: str | None) -> list[FamilyRow]:
    """Members of the form first, each with his or her own case; then cases of the family that the form does not name.

    cases: those of them that the reader may open.
    """
    by_id = {other.id: other for other in cases}
    rows = []
    for member in members:
        name = f"{member.family_name}, {member.given_names}"
        about = " · ".join(filter(None, (str(member.get_relation_display()), _born(member.birth_date))))
        rows.append(_family_row(name, about, by_id.pop(member.own_case_id, None), side))
    for other in by_id.values():
        rows.append(_family_row(other.person.full_name, _born(other.person.birth_date), other, side))
    return rows


def _born(text: str) -> str:
    return _("born %(date)s") % {"date": partial_date(text, short=True)} if text else ""


def _family_row(name: str, about: str, case: Case | None, side: str | None) -> FamilyRow:
    if case is None:
        return FamilyRow(name, about)
    code, words = status_for(case, side)
    url = reverse("cases:case-detail", args=[case.id])
    return FamilyRow(name, about, case.reference or _("Draft"), url, str(words), status_kind(code), case.id)


# --- decision ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision. is_own_side: a proposal, seen by the receiving side only."""

    outcome: str
    kind: str
    state: str
    is_own_side: bool
    rows: Sequence[Row]
    codes: Sequence[str]
    reasons: str


_ANSWERS = (DecisionState.COUNTERSIGNED, DecisionState.DEEMED, DecisionState.UNDONE)


def decision_views(
    decisions: Sequence[Decision], reader: Reader, authority: str, track: str = ""
) -> list[DecisionView]:
    """Newest first, what was undone last. Others than the receiving side get only what counted as an answer, and the
    office that signed."""
    kinds = {Outcome.ACCEPTED: "ok", Outcome.REFUSED: "late", Outcome.INCONCLUSIVE: "warn"}
    views = []
    newest = list(reversed(decisions))
    for decision in sorted(newest, key=lambda row: row.state == DecisionState.UNDONE):
        is_signed = decision.state in _ANSWERS
        if not is_signed and reader is not Reader.RECEIVING:
            continue
        rows: list[Row] = []
        if is_signed:
            rows.append((_("Basis"), str(decision.get_basis_display())))
            by = authority if decision.basis not in BY_SILENCE else "RCMS"
            rows.append((_("Decided"), f"{date_long(decision.countersigned_at)}, {by}"))
        if decision.state == DecisionState.UNDONE:
            rows.append((_("State"), str(decision.get_state_display())))
        if reader is Reader.RECEIVING and decision.proposed_by_name:
            rows.append((_("Proposed by"), f"{decision.proposed_by_name}, {local_time(decision.proposed_at)}"))
            if is_signed:
                signed = f"{decision.countersigned_by_name}, {local_time(decision.countersigned_at)}"
                rows.append((_("Countersigned by"), signed))
        views.append(
            DecisionView(
                outcome=answer_words(decision, track),
                kind="quiet" if decision.state == DecisionState.UNDONE else kinds[Outcome(decision.outcome)],
                state=str(decision.get_state_display()),
                is_own_side=not is_signed,
                rows=rows,
                codes=decision_reasons(decision),
                reasons=decision.reasons,
            )
        )
    return views


def answer_words(decision: Decision, track: str) -> str:
    """What a decision says; of a transit it is no readmission that is accepted."""
    if track == Track.TRANSIT and is_revocation(decision):
        return _("Consent revoked") if decision.state in _ANSWERS else _("Revocation of the consent")
    if track == Track.TRANSIT:
        return str(TRANSIT_OUTCOMES[decision.outcome])
    return outcome_words(decision.outcome, decision.basis)


def decision_reasons(decision: Decision) -> list[str]:
    """The coded reasons in words."""
    refusals = (*RefusalReason.choices, *TransitGround.choices, *RevocationGround.choices)
    words = dict(refusals if decision.outcome == Outcome.REFUSED else InconclusiveReason.choices)
    return [str(words.get(code, code)) for code in decision.reason_codes]


# --- transfer ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TransferView:
    """One transfer. is_own_side: planned, not announced: seen by the requesting side only."""

    status: str
    kind: str
    is_own_side: bool
    rows: Sequence[Row]
    handover: Sequence[Row]


_TRANSFER_KINDS = {
    "confirmed": "ok",
    "departed": "ok",
    "handed_over": "ok",
    "failed": "late",
    "aborted": "late",
    "refused_at_border": "late",
    "counter_proposed": "warn",
    "changed": "warn",
}


def transfer_view(transfer: Transfer, there: Country) -> TransferView:
    """there: the country where the crossing point lies."""
    means = " · ".join(filter(None, (str(transfer.get_means_display()), transfer.carrier_number)))
    rows: list[Row] = [
        (_("Crossing point"), str(transfer.crossing_point)),
        (_("Arrival"), moment_words(transfer.arrives_at, there)),
        (_("Means"), means),
        (_("From"), transfer.departure_place),
        (_("Escorts"), str(transfer.escorts) if transfer.escorts else _("none")),
    ]
    optional = [
        (_("Names of the escorts"), transfer.escort_names),
        (_("Special help"), transfer.special_help),
        (_("Remark"), transfer.note),
        (_("Notice given"), local_time(transfer.notified_at) if transfer.notified_at else ""),
        (_("Other date proposed"), moment_words(transfer.proposed_arrival, there) if transfer.proposed_arrival else ""),
        (_("Confirmed"), local_time(transfer.confirmed_at) if transfer.confirmed_at else ""),
        (_("Remark of the receiving side"), transfer.answer_note),
        (_("Departed"), local_time(transfer.departed_at) if transfer.departed_at else ""),
        (_("What happened"), str(transfer.get_failure_code_display()) if transfer.failure_code else ""),
        (_("Where"), str(transfer.get_abort_place_display()) if transfer.abort_place else ""),
        (_("Why refused"), str(transfer.get_refusal_code_display()) if transfer.refusal_code else ""),
        (_("Remark on the failure"), transfer.failure_note),
    ]
    rows = [row for row in rows if row[1]] + [(label, value) for label, value in optional if value]
    handover = getattr(transfer, "handover", None)
    done: list[Row] = []
    if handover is not None:
        done = [
            (_("Handed over"), moment_words(handover.at, there)),
            (_("By"), handover.handed_over_by),
            (_("To"), handover.received_by),
            (_("Documents and belongings"), handover.papers),
            (_("Remarks"), handover.remarks),
        ]
    kind = _TRANSFER_KINDS.get(transfer.status, "quiet" if transfer.ended_at else "")
    # A plan also ends without another one: when the case is withdrawn.
    words = _("No longer planned") if transfer.status == TransferStatus.REPLACED else transfer.get_status_display()
    is_own = bool(transfer.own_side)
    return TransferView(str(words), kind, is_own, rows, [row for row in done if row[1]])


# --- own side ---------------------------------------------------------------------------------------------------------


def private_rows(case: Case) -> list[Row]:
    """What the requesting side records for itself. `case` carries its private parts (joined)."""
    private, detention = getattr(case, "caseprivate", None), getattr(case, "detention", None)
    withdrawal = getattr(case, "withdrawal", None)
    rows: list[Row] = []
    if private is not None:
        final = _("final and enforceable") if private.is_decision_final else _("not final yet")
        given = private.return_decision_on
        decision = ", ".join(filter(None, (private.return_decision_number, date_long(given) if given else "")))
        words = dict(Vulnerability.choices)
        marks = ", ".join(str(words.get(code, code)) for code in private.vulnerabilities)
        checked = date_long(private.legal_status_checked_on) if private.legal_status_checked_on else _("not yet")
        rows += [
            (_("File number"), private.file_number),
            (_("Return decision"), f"{decision} ({final})" if decision else _("not recorded")),
            (_("Legal status checked"), checked),
        ]
        # What follows from the date of birth stands among the safeguards: here only what somebody marked.
        rows += [(_("Marked as vulnerable"), marks)] if marks else []
    if detention is not None and (detention.place or detention.since):
        since = _("since %(date)s") % {"date": date_long(detention.since)} if detention.since else ""
        rows.append((_("Detained"), ", ".join(filter(None, (detention.place, since)))))
    if withdrawal is not None:
        reason = str(dict(WithdrawalReason.choices).get(withdrawal.reason_code, withdrawal.reason_code))
        rows.append((_("Why withdrawn"), ": ".join(filter(None, (reason, withdrawal.note)))))
    return rows
