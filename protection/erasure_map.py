"""What erasure does to each column of each table that can hold personal data of a case. One table, read by the eraser,
by the migration that makes its rights, and by a test that walks the database's catalogue.

Columns that can hold no words (keys, codes of a closed list, moments, marks yes/no) are not named. Each other column
is either emptied, or goes with its row, or is kept because it is a code, a date of procedure or a figure: `kept` says
so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from protection.choices import Part

# How a column is emptied, by the mark behind its name: none text, "?" null, "{}" object, "[]" list, "()" array.
_VALUES: Final = {
    "?": "null",
    "{}": "'{}'::jsonb",
    "[]": "'[]'::jsonb",
    "()": "'{}'",
    # Shown in lists where a name was.
    "=dash": "'—'",
    # Codes stay, the remarks beside them go.
    "=remarks": "(select coalesce(jsonb_object_agg(k, v - 'remark'), '{}') from jsonb_each(answers) as one (k, v))",
}


@dataclass(frozen=True, slots=True)
class Erased:
    """A table's rows of a case. emptied: column -> SQL of the value that is left; is_deleted: the rows go; where: which
    rows of the case (SQL), all by default; kept: columns that stay: codes, dates of procedure, figures."""

    part: Part
    emptied: Mapping[str, str]
    kept: frozenset[str] = frozenset()
    key: str = "case_id"
    has_side: bool = True
    is_deleted: bool = False
    where: str = ""


def _emptied(words: str) -> dict[str, str]:
    found = {}
    for word in words.split():
        mark = next((mark for mark in _VALUES if word.endswith(mark)), "")
        found[word.removesuffix(mark)] = _VALUES.get(mark, "''")
    return found


def _record(
    emptied: str, kept: str = "", *, part: Part = Part.RECORD, key: str = "case_id", side: bool = True
) -> Erased:
    return Erased(part, _emptied(emptied), frozenset(kept.split()), key=key, has_side=side)


def _words(emptied: str, kept: str = "") -> Erased:
    return _record(emptied, kept, part=Part.FREE_TEXT)


def _gone(columns: str, *, part: Part = Part.RECORD, where: str = "") -> Erased:
    """The rows go. columns: what they hold, so that a new one is looked at before it goes too."""
    return Erased(part, {}, frozenset(columns.split()), is_deleted=True, where=where)


def left(emptied: Mapping[str, str]) -> str:
    """The condition that a row has nothing in these columns any more."""
    return " and ".join(f'"{column}" is not distinct from {value}' for column, value in emptied.items())


def names(emptied: Mapping[str, str]) -> str:
    """The columns, for a grant."""
    return ", ".join(f'"{column}"' for column in emptied)


def assigned(emptied: Mapping[str, str]) -> str:
    """The columns with what is left in them, for an update."""
    return ", ".join(f'"{column}" = {value}' for column, value in emptied.items())


# In the order in which they are erased: what triggers write anew comes after what they read.
ERASED: Final[Mapping[str, Erased]] = {
    # The row of the case stays with codes and dates: statistics, the reference and the trail go by it.
    "cases_case": _record(
        "protective_measures observations created_by_name known_on?",
        "reference next_due_kind erased_rule version",
        key="id",
        side=False,
    ),
    "cases_transfer": _record(
        "children[] carrier_number departure_place escort_names special_help note planned_by_name answer_note"
        " failure_note",
        "escorts",
    ),
    "cases_person": _record(
        "family_name=dash given_names family_name_native given_names_native native_language maiden_name other_names"
        " birth_date birth_place birth_country sex height_cm? eye_colour distinguishing_marks nationality"
        " former_nationalities languages father_name mother_name civil_status last_address"
    ),
    "cases_familymember": _record("family_name given_names maiden_name birth_date birth_place sex nationality"),
    "cases_evidence": _record(
        "number issued_on? issued_at issuing_authority expires_on? mrz note",
        "kind worth worth_citation worth_certainty",
    ),
    "cases_entryrecord": _record(
        "basis_note entered_on? entry_place entry_route permit_number permit_authority permit_from? permit_until?"
    ),
    "cases_entrycheck": _record("own_permit_number own_permit_until? exception_note obstacle_until? obstacle_note"),
    "cases_apprehension": _record("place crossing_point distance_km?"),
    "cases_healthnote": _record("statement"),
    "cases_submittedhealth": _record("statement"),
    "cases_healthconsent": _record("recorded_by_name", "given_on"),
    "cases_transferhealth": _record("examined_by care medication escort recorded_by_name", "examined_on"),
    "cases_bestinterests": _record("assessed_by assisted_by representative grounds recorded_by_name", "assessed_on"),
    "cases_reception": _record("name relation place contact answer"),
    "cases_safeguardpoint": _record("remark answered_by_name", "item"),
    "cases_familyseparation": _record("reason decided_by_name"),
    "cases_caseprivate": _record(
        "file_number return_decision_on? return_decision_number legal_status_checked_on? vulnerabilities()", "version"
    ),
    "cases_detention": _record("place since?"),
    "cases_statuscheck": _record("note checked_by_name", "checked_on"),
    "cases_applicationversion": _record("contents{}", "number"),
    "cases_verificationtask": _record(
        "question sheet{} asked_by_name remarks findings{} adverse answered_by_name", "case_reference due_on version"
    ),
    "cases_decision": _record("reasons proposed_by_name countersigned_by_name", "reason_codes"),
    "cases_traveldocument": _record(
        "number issued_by_name mrz collected_by end_note", "issued_on valid_until collected_on printed_count"
    ),
    "cases_handover": _record("handed_over_by received_by papers remarks recorded_by_name"),
    "cases_handoveritem": _record("description", "count"),
    "cases_withdrawal": _record("note"),
    "cases_errorclaim": _record(
        "statement answer arrangement given_back_note received_back_note costs_note", "grounds given_back received_back"
    ),
    "cases_casesuspension": _record("note", "review_on"),
    "cases_voluntarydeparture": _record("destination note", "left_on"),
    "cases_refiling": _record("what_is_new", "earlier_reference"),
    "cases_clockextension": _record("reasons answer", "asked_value granted_value"),
    "cases_pausereason": _record("note", "review_on"),
    "cases_dispute": _record("statement reasons answer", "reason_codes"),
    "cases_paperrecord": _record("reasons note", "reason_codes"),
    "cases_procedurechange": _record("office note"),
    "cases_interview": _record("asked_office place language result_note", "zone"),
    "cases_interviewnote": _record("text written_by_name"),
    "cases_transitplan": _record(
        "entry_carrier exit_carrier escort_names document_type document_number special_care support observations",
        "other_states escorts",
    ),
    "cases_transitconsent": _record("conditions"),
    "cases_transit": _record("entry_carrier exit_carrier escort_names end_note take_back_documents", "escorts"),
    "cases_monitoringplan": _record("plan{}"),
    "cases_monitoringobservation": _record("text", "incidents"),
    "cases_monitoringreport": _record("text recommendations"),
    "cases_monitoringreply": _record("text", "side"),
    "cases_costitem": _record("note recorded_by_name", "amount currency spent_on whole"),
    "cases_costclaim": _record("statement account lines[] answer", "total currency paid_on"),
    "cases_caseaccess": _record("reason end_reason", "office reference"),
    "cases_assignment": _record("user_name assigned_by_name note"),
    "cases_processingrestriction": _record("note placed_by_name lifted_by_name lifted_note", "person_told_on version"),
    "protection_betweenrequest": _record(
        "text recipient purpose answer", "asked_office answered_office data changed shared_on reminders version"
    ),
    "cases_operationpassenger": _record(
        "family_name given_names birth_date sex document_number children[]", "reference", side=False
    ),
    "cases_searchkey": _gone("source word skeleton shown", where="kind <> 'reference'"),
    "cases_presence": _gone("user_name act"),
    "supervision_qualityreview": _record("remark reviewed_by_name answers=remarks", "number version", side=False),
    # Words that somebody typed.
    "cases_thread": _words("title opened_by_office", "due_on message_count version"),
    "cases_message": _words("office text", "number"),
    "cases_messageauthor": _words("name"),
    "cases_sharednote": _words("text office"),
    "cases_ownsidenote": _words("text author_name"),
    "cases_caseflag": _words("office reason end_reason", "since_on until_on"),
    "cases_caselink": _words("note made_by_name ended_by_name end_reason"),
}

# Rows of lower floors, which name their case as text and say themselves who reads them (protection/erasing.py).
FILE_EMPTIED: Final = _emptied("original_name uploaded_by_name")
PAPER_EMPTIED: Final = _emptied("context{} requested_by_name")
# Of entries: what was changed from and to goes with the own side's record, names, grounds and addresses later.
ENTRIES_EMPTIED: Final = {
    "audit_event": _emptied("actor_name on_behalf_of values reason address? salts{}"),
    "audit_access": _emptied("actor_name on_behalf_of address? salts{}"),
}

# Tables of cases' apps with columns that could hold words, which erasure leaves alone, and why.
KEPT: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    table: (why, frozenset(columns.split()))
    for table, why, columns in (
        (
            "cases_accessrequest",
            "who asked to see which reference: read by the supervisors of the own country as part of their"
            " own record of access; holds no particulars of the person",
            "reference user_name country office reason days answer",
        ),
        ("cases_bulkrun", "keys and codes, read by one person", "items"),
        ("cases_caseclock", "dates, rules and citations of a time limit", "due"),
        ("cases_casegrant", "which office sees the case", "id"),
        ("cases_checklist", "words of a country's administrators, of no case", "items version"),
        (
            "cases_documentnumber",
            "the register of document numbers must show no gap: number, days, reference",
            "number case_reference issued_on valid_until void_code printed_count",
        ),
        ("cases_documentnumberentry", "the register", "code printed_count"),
        ("cases_documentseries", "number series, of no case", "prefix first last digits next_number warn_below"),
        ("cases_informationrequest", "codes of what was asked for", "items"),
        (
            "cases_missionvisit",
            "a schedule of places and times, with the mission's own team",
            "place zone starts_on ends_on day_begins day_ends slot_minutes rooms languages team version",
        ),
        ("cases_visitslot", "a place in a schedule", "room language"),
        ("cases_monitoring", "which body watched", "case_reference version"),
        (
            "cases_operation",
            "a flight, of no single case",
            "name carrier_number departure_place note answer_note seats version created_by_name",
        ),
        ("cases_operationauthority", "seats", "organiser_country seats taken"),
        (
            "cases_operationstaff",
            "who travelled on duty, of no single case",
            "organiser_country name function document_number",
        ),
        ("cases_referencecounter", "numbers", "requesting receiving year last"),
        ("cases_savedfilter", "codes and ids of a person's own view", "name query"),
        ("cases_searchquery", "what somebody searched a moment ago: the sweep deletes it within the hour", "asked"),
        (
            "accounts_keptform",
            "what somebody typed before signing in again: the sweep deletes it within the day",
            "content",
        ),
        ("api_idempotencykey", "a hash and ids, deleted after a day; answers are not kept", "key request_sha256"),
        ("core_outboxmessage", "ids only, deleted when done", "task key arguments queue scope attempts last_error"),
        ("core_jobprogress", "a key", "kind subject done total"),
        (
            "notifications_notice",
            "codes, dates and ids by rule: names never stand in a notice",
            "action parameters subject case_reference by_country due_zone key",
        ),
        ("notifications_delivery", "keys", "key country attempts"),
        ("administration_recomputation", "a reference and a time zone", "clock_kind case_reference time_zone"),
        (
            "supervision_qualitysample",
            "keys and codes of a sample",
            "closed_from closed_to seed share_percent minimum maximum population population_digest items drawn_by_name",
        ),
        (
            "protection_retentionrun",
            "who decided what: holds no particulars of a case",
            "reason requested_by_name decided_by_name decision_note",
        ),
        (
            "protection_retentionitem",
            "what was erased by which rule",
            "case_reference country rule citation certainty due_on rows files",
        ),
        ("protection_destroyedfile", "hashes of what was destroyed", "storage_id sha256"),
        (
            "protection_legalhold",
            "why a case was kept, and by whom",
            "case_reference reason review_on placed_by_name lifted_by_name lift_reason",
        ),
        (
            "protection_personrequest",
            "what a person asked and was told: kept as proof of the answer for a time of its own, and emptied then",
            "name birth_date asked_by contact request arrived_on due_on extended_on extension_reason identity_note"
            " language items ground_note text registered_by_name prepared_by_name approved_by_name handed_over_on"
            " handed_over_how keep_until version",
        ),
        (
            "supervision_unusualaccess",
            "what one official did on one day, and how it was signed off: keys of cases, no particulars",
            "country office user_name role day number usual remark signed_by_name",
        ),
        ("supervision_watcheddays", "a day", "country last_day"),
        (
            "documents_storedfile",
            "ids and hashes; names are emptied",
            "subject case_reference storage_id sha256"
            " viewing_storage_id viewing_sha256 viewing_media_type size media_type pages width height",
        ),
        (
            "documents_generateddocument",
            "codes, and the hash of what it said; the contents are emptied",
            "subject case_reference template template_version language series version title context_sha256",
        ),
        ("documents_pagepreview", "goes with its file", "page storage_id sha256 width height"),
        ("documents_lettertext", "words of a country, of no case", "language version text"),
        (
            "audit_event",
            "codes; what is personal is bound by a commitment and emptied",
            "role authority_name country action"
            " subject case_reference request_id parameters changed canonical leaf_hash",
        ),
        (
            "audit_access",
            "codes; what is personal is bound by a commitment and emptied",
            "role authority_name country action subject case_reference request_id parameters canonical leaf_hash",
        ),
    )
}
