"""The table as a whole: complete, consistent with the files in expected/, with the database and with the words people read."""

from dataclasses import dataclass
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from accounts.permissions import ACTS as PERMISSIONS
from cases.choices import (
    DisputeState,
    ExtensionState,
    InformationStatus,
    Status,
    TransferStatus,
    TravelDocumentStatus,
    VerificationStatus,
)
from cases.choices_exits import ErrorClaimState
from cases.choices_procedure import Procedure
from cases.choices_safeguards import ConsentStatus, ReceptionStatus
from cases.choices_transit import TransitStatus
from cases.models import Case
from cases.selectors.situation import LIVE_TRANSFER
from cases.workflow.engine import available_for
from cases.workflow.table import BY_NAME, CASE_FOLLOWS, TABLE
from cases.workflow.types import Readers, Reason, Situation, Subject, Transition
from core import clock
from countries.models import Agreement, Authority
from tests.conftest import OWNER, logged_in_as
from tests.workflow.expectations import ACTS, FILE, OF_PART, STATUSES, case_moves
from tests.workflow.people import case_in, everybody, stance

WALLS = import_module("cases.migrations.0002_walls")
REASONS = {"must": Reason.REQUIRED, "may": Reason.OPTIONAL, "never": Reason.NONE}
ON_PAPER = {"accepted": "acceptance", "refused": "refusal", "inconclusive": "inconclusive"}
EVENTS = {
    *("error", "monitoring", "costs"),
    *("transit",),
    *("case", "decision", "verification", "travel_document", "transfer", "information"),
    *("extension", "suspension", "paper", "dispute", "interview", "status_check"),
    "procedure",
    *("safeguard", "reception"),
}
READERS = {"nobody": None, **{readers.value: readers for readers in Readers}}


def test_the_table_and_the_expected_file_know_the_same_words() -> None:
    assert set(BY_NAME) == set(ACTS)
    assert len(BY_NAME) == len(TABLE), "a name twice"
    assert set(Status.values) == set(STATUSES)
    assert {"", *TransferStatus.values} == set(FILE["transfer_statuses"])
    assert set(VerificationStatus.values) == set(FILE["verification_statuses"])
    assert {"", *InformationStatus.values} == set(FILE["information_statuses"])
    assert {"", *ExtensionState.values} == set(FILE["extension_statuses"])
    assert {"", *DisputeState.values} == set(FILE["dispute_statuses"])
    assert {"", *ErrorClaimState.values} == set(FILE["error_claim_statuses"])
    assert set(Procedure.values) == set(FILE["procedure_statuses"])
    assert set(TravelDocumentStatus.values) == set(FILE["travel_document_statuses"])
    assert {"", *TransitStatus.values} == set(FILE["transit_statuses"])
    assert {"", *ReceptionStatus.values} == set(FILE["reception_statuses"])
    assert {"", *ConsentStatus.values} == set(FILE["consent_statuses"])


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_each_row_says_what_is_expected(row: Transition) -> None:
    act = ACTS[row.name]
    assert (row.of, row.side or "either", row.sources, row.target) == (act.moves, act.side, set(act.when), act.to)
    assert row.cases == set(act.case)
    assert row.tracks == act.of_tracks
    assert CASE_FOLLOWS.get(row.name, "") == act.case_to
    assert row.reason is REASONS[act.reason]
    assert row.readers is READERS[act.seen_by]
    assert row.notifies is READERS[act.told]
    leaves_the_case = (
        act.moves in {"information", "status_check", "case_suspension", "record", "consent", "monitoring"}
        or row.name == "review_transfer_pause"
    )
    assert row.moves_version == (not leaves_the_case), "what passes between the sides, or one keeps to itself"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_each_row_has_words_an_event_and_a_known_permission(row: Transition) -> None:
    with translation.override("en"):
        label = str(row.label)
    assert label and label[0].isupper() and "_" not in label
    subject, _, act = row.event.partition(".")
    assert subject in EVENTS and act
    assert row.permission in PERMISSIONS


def test_two_acts_share_an_event_only_where_they_say_the_same() -> None:
    by_event: dict[str, set[str]] = {}
    for row in TABLE:
        by_event.setdefault(row.event, set()).add(row.name)
    assert {event: names for event, names in by_event.items() if len(names) > 1} == {
        "travel_document.printed": {"print_travel_document", "print_return_document"},
        "travel_document.revoked": {"revoke_travel_document", "revoke_return_document"},
        "travel_document.lost": {"report_document_lost", "record_document_lost"},
        "transfer.failed": {"fail_transfer", "refuse_arrival"},
        # The other side is not told why a case was withdrawn: were it told of some, it could infer of others.
        "case.withdrawn": {"withdraw", "record_voluntary_departure"},
        "error.claimed": {"claim_error", "claim_error_after_closing"},
        "transit.entered": {"record_transit_entry", "record_transit_entry_late"},
        "transit.not_entered": {"record_transit_no_entry", "cancel_transit"},
        "transit.aborted": {"abort_transit", "break_off_transit"},
        "paper.acknowledged": {"acknowledge_on_paper", "record_acknowledgement"},
        **{f"paper.{end}": {f"record_{act}", f"record_{act}_in_time"} for end, act in ON_PAPER.items()},
        "dispute.delivery_upheld": {f"uphold_delivery_{old}" for old in ("submitted", "received", "in_verification")},
        "dispute.paper_upheld": {f"uphold_paper_{old}" for old in ("submitted", "received", "in_verification")},
        "dispute.reply_upheld": {f"uphold_reply_{end}" for end in ON_PAPER},
    }


def test_no_event_or_label_that_the_receiving_side_reads_speaks_of_asylum() -> None:
    for row in TABLE:
        text = f"{row.name} {row.event} {row.label}".lower()
        assert not any(word in text for word in ("asylum", "protection", "refugee", "detain", "detention"))


def test_what_the_other_side_must_not_know_is_told_to_nobody_there() -> None:
    for row in TABLE:
        if row.readers is Readers.REQUESTING:
            assert row.notifies in {None, Readers.REQUESTING}
        if row.readers is Readers.RECEIVING:
            assert row.notifies in {None, Readers.RECEIVING}


def test_every_status_is_reached_and_left() -> None:
    moves, reached, fresh = case_moves(), {"draft"}, {"draft"}
    while fresh:
        fresh = {new for old, new in moves if old in fresh} - reached
        reached |= fresh
    assert set(STATUSES) - reached == set(FILE["not_yet_reachable"])
    # A final status is left by nothing but what opens the case again, which the files name.
    reopened = {(old, ACTS[name].case_to) for name in FILE["reopens"] for old in ACTS[name].case}
    assert reopened <= moves and {old for old, _ in reopened} <= set(FILE["final"])
    without_way_out = reached - {old for old, _ in moves - reopened}
    assert without_way_out == set(FILE["final"])


# Of each part, beside its acts: where it stands before the first of them, what a step of the case or the passing of time
# makes of it, and where it ends for good.
@dataclass(frozen=True)
class _Course:
    begins: frozenset[str]
    final: frozenset[str]
    brought: frozenset[str] = frozenset()


def _course(begins: str, final: str = "", brought: str = "") -> _Course:
    """Words of statuses; "-" for none yet."""
    return _Course(*(frozenset(word.replace("-", "") for word in words.split()) for words in (begins, final, brought)))


COURSES = {
    # What ended is planned anew, from nothing; a plan replaces a counter-proposal, and a change what was announced.
    "transfer": _course("-", "handed_over failed refused_at_border aborted replaced", brought="replaced"),
    # The yes asks for the first one; the handover, an act on the transfer, uses it.
    "travel_document": _course("requested", "used", brought="used"),
    "verification": _course("asked", "cancelled"),
    "information": _course("-", "answered cancelled"),
    # The end of the limit leaves what was asked unanswered.
    "extension": _course("-", "granted refused lapsed", brought="lapsed"),
    # Of the limit for the transfer: none runs, it runs, or it has passed.
    "suspension": _course("- running", "- passed", brought="passed"),
    "dispute": _course("-", "rejected upheld withdrawn"),
    "error_claim": _course("-", "disputed taken_back withdrawn"),
    "case_suspension": _course("-"),
    "transit": _course("-", "left taken_back"),
    "interview": _course("-", "concluded cancelled"),
    # Checks and records are rows of their own, each final; the next stands beside it.
    "status_check": _course("-", "recorded"),
    "procedure": _course("accelerated", "normal"),
    "reception": _course("-"),
    "consent": _course("-"),
    "record": _course("-", "recorded"),
    # A report on a transfer that failed leaves the next one unmonitored.
    "monitoring": _course("-", "reported withdrawn"),
    "cost_claim": _course("-", "paid withdrawn"),
}


@pytest.mark.parametrize("part", sorted(OF_PART))
def test_every_status_of_a_part_is_reached_and_left(part: str) -> None:
    course = COURSES[part]
    moves = {(old, act.to) for act in ACTS.values() if act.moves == part for old in act.when}
    reached = set(course.begins | course.brought)
    fresh = set(reached)
    while fresh:
        fresh = {new for old, new in moves if old in fresh} - reached
        reached |= fresh
    assert reached == set(OF_PART[part])
    assert reached - {old for old, new in moves if old != new} == course.final


def test_every_part_has_its_course() -> None:
    assert set(COURSES) == set(OF_PART) == {subject.value for subject in Subject} - {"case"}


def test_what_ended_of_a_transfer_stands_beside_a_new_plan() -> None:
    ended = COURSES["transfer"].final
    assert not ended & set(LIVE_TRANSFER) and {"", *LIVE_TRANSFER} | ended == set(OF_PART["transfer"])


def test_the_databases_list_of_moves_is_the_tables() -> None:
    rows = {(old, row.target) for row in TABLE if row.of is Subject.CASE for old in row.sources if old != row.target}
    rows |= {(old, CASE_FOLLOWS[row.name]) for row in TABLE if row.name in CASE_FOLLOWS for old in row.cases}
    assert set(WALLS.STATUS_PAIRS) == rows == case_moves()
    assert len(WALLS.STATUS_PAIRS) == len(set(WALLS.STATUS_PAIRS))


@pytest.mark.commits
def test_the_database_itself_refuses_every_other_move(transactional_db: None) -> None:
    """All pairs of statuses, tried as the owner of the tables: the trigger knows no exception."""
    wrong = []
    with logged_in_as(OWNER), transaction.atomic():
        for old in STATUSES:
            case = _stored(old)
            for new in STATUSES:
                try:
                    with transaction.atomic():
                        Case.objects.filter(id=case.id).update(status=new)
                        changed = True
                        transaction.set_rollback(True)
                except IntegrityError:
                    changed = False
                if changed != (old == new or (old, new) in case_moves()):
                    wrong.append((old, new, changed))
        transaction.set_rollback(True)
    assert wrong == []


@pytest.mark.commits
@pytest.mark.parametrize(
    "change",
    [
        "status = 'nonsense'",
        "requesting_country_id = 'ALB'",
        "receiving_country_id = 'ALB'",
        "receiving_country_id = 'NLD'",
        "shared = false",
        "reference = 'NL-RS-2026-999999-X'",
        "reference = null",
    ],
)
def test_what_never_changes_in_a_submitted_case(transactional_db: None, change: str) -> None:
    with logged_in_as(OWNER), transaction.atomic():
        case = _stored("submitted", shared=True, reference="NL-RS-2026-000001-1")
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"update cases_case set {change} where id = %s", [case.id])
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("delete from cases_case where id = %s", [case.id])
        transaction.set_rollback(True)


def _stored(status: str, **fields: object) -> Case:
    case = case_in(status)
    offices = [Authority.objects.get(code=code) for code in ("nld-dtv", "srb-mup-readmission")]
    case.requesting_authority, case.receiving_authority = offices
    case.agreement, case.shared = Agreement.objects.get(code="eu-serbia"), False
    case.created_by, case.created_by_name = stance("requesting, office").actor("reviewer").user_id, "A. Person"
    case.created_at = case.changed_at = clock.now()
    for name, value in fields.items():
        setattr(case, name, value)
    case.save(force_insert=True)
    return case


def test_offers_are_what_the_table_allows_and_nothing_of_other_people() -> None:
    """Buttons: possible ones are those of the cells; blocked ones tell why; other people's and statuses' are not shown."""
    situation = Situation(is_basis_recorded=True, proposal_outcome="accepted")
    for status in STATUSES:
        case = case_in(status)
        for where, role, actor in everybody():
            offers = {offer.row.name: offer for offer in available_for(actor, case, situation, None)}
            for name, offer in offers.items():
                act = ACTS[name]
                assert where.side in act.sides and role in act.roles, (name, where.name, role)
                assert status in (act.when if act.moves == "case" else act.case)
                assert offer.is_possible or (offer.reason and offer.code in act.blocked)
            if where.grant == "country" and where.side == "requesting" and status == "draft":
                everyone = {"send_to_review", "record_health_consent"}
                people = (
                    everyone | {"withdraw", "record_time_barred"} if role in {"return_officer", "reviewer"} else set()
                )
                assert set(offers) == (everyone if role == "machine_client" else people)
