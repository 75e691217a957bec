"""The table as a whole: complete, consistent with expected.toml, with the database and with the words people read."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from accounts.permissions import ACTS as PERMISSIONS
from cases.choices import DisputeState, ExtensionState, InformationStatus, Status, TransferStatus, VerificationStatus
from cases.models import Case
from cases.workflow.engine import available_for
from cases.workflow.table import BY_NAME, CASE_FOLLOWS, TABLE
from cases.workflow.types import Readers, Reason, Situation, Subject, Transition
from core import clock
from countries.models import Agreement, Authority
from tests.conftest import OWNER, logged_in_as
from tests.workflow.expectations import ACTS, FILE, STATUSES, case_moves
from tests.workflow.people import case_in, everybody, stance

WALLS = import_module("cases.migrations.0002_walls")
REASONS = {"must": Reason.REQUIRED, "may": Reason.OPTIONAL, "never": Reason.NONE}
ON_PAPER = {"accepted": "acceptance", "refused": "refusal", "inconclusive": "inconclusive"}
EVENTS = {
    *("case", "decision", "verification", "travel_document", "transfer", "information"),
    *("extension", "suspension", "paper", "dispute", "interview"),
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


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_each_row_says_what_is_expected(row: Transition) -> None:
    act = ACTS[row.name]
    assert (row.of, row.side or "either", row.sources, row.target) == (act.moves, act.side, set(act.when), act.to)
    assert row.cases == set(act.case)
    assert CASE_FOLLOWS.get(row.name, "") == act.case_to
    assert row.reason is REASONS[act.reason]
    assert row.readers is READERS[act.seen_by]
    assert row.notifies is READERS[act.told]
    leaves_the_case = act.moves == "information" or row.name == "review_transfer_pause"
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
        "transfer.failed": {"fail_transfer", "refuse_arrival"},
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
    without_way_out = reached - {old for old, _ in moves}
    assert without_way_out == set(FILE["final"])


def test_transfers_are_reached_and_left() -> None:
    moves = {(old, act.to) for act in ACTS.values() if act.moves == "transfer" for old in act.when}
    # A plan replaces a counter-proposal by a new row: the old one ends as "replaced".
    assert {new for _, new in moves} | {"replaced", ""} == set(FILE["transfer_statuses"])
    assert {old for old, _ in moves} == {"", "planned", "notified", "confirmed", "counter_proposed"}


def test_the_databases_list_of_moves_is_the_tables() -> None:
    rows = {(old, row.target) for row in TABLE if row.of is Subject.CASE for old in row.sources if old != row.target}
    rows |= {(old, CASE_FOLLOWS[row.name]) for row in TABLE if row.name in CASE_FOLLOWS for old in row.cases}
    assert set(WALLS.STATUS_PAIRS) == rows == case_moves()
    assert len(WALLS.STATUS_PAIRS) == len(set(WALLS.STATUS_PAIRS))


@pytest.mark.commits
def test_the_database_itself_refuses_every_other_move(transactional_db: None) -> None:
    """All 196 pairs of statuses, tried as the owner of the tables: the trigger knows no exception."""
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
                people = {"send_to_review", "withdraw"} if role in {"return_officer", "reviewer"} else set()
                assert set(offers) == ({"send_to_review"} if role == "machine_client" else people)
