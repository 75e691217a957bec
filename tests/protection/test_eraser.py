"""What the eraser may not do, whatever it is told; what happens after a restore; the certificate."""

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError
from pytest_django import DjangoDbBlocker

from audit import sealing
from audit.exporting import log_export
from cases.models import Case
from core import clock
from core.errors import ActRefused
from core.models import OutboxMessage
from core.scope import use_scope
from documents.models import GeneratedDocument, StoredFile
from protection.models import LegalHold, RetentionItem, RetentionRun
from protection.restoring import _run, erasures_ask_again
from protection.selectors.retention import retention_due
from protection.services.certificates import certificate_request
from protection.services.restriction import restriction_lift, restriction_place
from protection.services.retention import hold_lift, hold_place, run_approve, run_reject, run_request
from tests.audit.recording import SIGNER, rows, seal_all, session_of
from tests.conftest import ERASE, OWNER, SEAL, cloned_database, logged_in_as
from tests.protection.erasures import (
    NAMES,
    YEARS,
    Office,
    approved,
    case_as_owner,
    closed_case,
    erase_all,
    found_anywhere,
    not_emptied,
    office,
    pass_time,
    stored_paper,
)
from tests.protection.test_persons import register, step
from verify import rcms_verify

pytestmark = pytest.mark.commits
LATER = YEARS + timedelta(days=31)


@pytest.fixture
def both(transactional_db: None) -> Office:
    return office()


def test_nothing_is_erased_that_two_persons_did_not_decide(both: Office, tmp_path: Path) -> None:
    case = closed_case(both.people)
    pass_time(YEARS)
    with use_scope(both.officer.scope):
        run = run_request(actor=both.officer, reason="The time is over")
    with pytest.raises(ActRefused, match="second_person"), use_scope(both.officer.scope):
        run_approve(actor=both.officer, run_id=run.id)
    # Neither by plain SQL, in the own name or in somebody else's.
    for values in ({"decided_by": both.officer.user_id}, {"decided_by": both.second.user_id}):
        with pytest.raises((ProgrammingError, IntegrityError)), use_scope(both.officer.scope):
            RetentionRun.objects.filter(id=run.id).update(state="approved", decided_at=run.requested_at, **values)
    with pytest.raises((ProgrammingError, IntegrityError)), use_scope(both.officer.scope):
        RetentionItem(
            run=run,
            case=case,
            country="NLD",
            part="record",
            due_on="2026-01-01",
            not_before=run.not_before,
            rule="",
            citation="",
            certainty="",
            own_side="requesting",
            **both_audience(run),
        ).save(force_insert=True)
    pass_time(LATER)
    assert erase_all(tmp_path) == 0
    with use_scope(both.second.scope):
        run_reject(actor=both.second, run_id=run.id, note="The court has the file")
    assert erase_all(tmp_path) == 0 and case_as_owner(case.id).erased_at is None
    assert set(rows("select state, kept_back from protection_retentionitem")) == {("kept", "decided")}
    # The login of the eraser reaches no row by itself, and says of no case that it was erased.
    with session_of(ERASE) as session:
        for statement in ("update cases_person set family_name = '—'", "delete from cases_searchkey"):
            assert session.execute(f"{statement} where case_id = %s", [case.id]).rowcount == 0
        session.execute("select set_config('rcms.erasing', %s, false)", [str(case.id)])
        assert session.execute("select count(*) from erasable('record')").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("select family_name from cases_person")
    with pytest.raises(DatabaseError), use_scope(both.officer.scope):
        type(case).objects.filter(id=case.id).update(erased_at=run.requested_at)
    # Names in the log go with the record or after it: what may not go now is not said to be erased.
    with logged_in_as(OWNER):
        again = _run("NLD")
        item_of(again, case, "audit_personal", "requesting").save(force_insert=True)
    assert erase_all(tmp_path) == 0
    parts = f"select part, state from protection_retentionitem where run_id = '{again.id}' order by part"
    assert rows(parts) == [("audit_personal", "waiting")]
    with logged_in_as(OWNER):
        item_of(again, case, "record", "").save(force_insert=True)
    assert erase_all(tmp_path) == 1
    assert rows(parts) == [("audit_personal", "done"), ("record", "done")]
    named = (
        f"select distinct action from audit_event where case_key = '{case.id}' and country = 'NLD' and actor_name <> ''"
    )
    assert rows(named) == [("case.erased",)]


def item_of(run: RetentionRun, case: Case, part: str, own_side: str) -> RetentionItem:
    return RetentionItem(
        run=run,
        case=case,
        country=run.country_id,
        part=part,
        own_side=own_side,
        due_on=run.requested_at.date(),
        not_before=run.not_before,
        **both_audience(run),
    )


def both_audience(run: RetentionRun) -> dict[str, Any]:
    return run.audience.fields()


def test_a_case_on_hold_is_kept_back_also_when_the_hold_comes_last(both: Office, tmp_path: Path) -> None:
    case = closed_case(both.people)
    pass_time(YEARS)
    approved(both.officer, both.second)
    with use_scope(both.their_officer.scope):
        hold = hold_place(actor=both.their_officer, case_id=case.id, reason="A complaint is open")
    pass_time(LATER)
    assert erase_all(tmp_path) == 1
    assert case_as_owner(case.id).erased_at is None and found_anywhere(*NAMES)
    assert set(rows("select state, kept_back from protection_retentionitem")) == {("kept", "hold")}
    with pytest.raises(ActRefused, match="second_person"), use_scope(both.their_officer.scope):
        hold_lift(actor=both.their_officer, hold_id=hold.id, reason="Over")
    with pytest.raises(DatabaseError), use_scope(both.their_officer.scope):
        LegalHold.objects.filter(id=hold.id).update(lifted_at=hold.placed_at, lifted_by=both.their_officer.user_id)
    with use_scope(both.their_second.scope):
        hold_lift(actor=both.their_second, hold_id=hold.id, reason="The complaint is answered")
    # Nor is what a side has restricted, or is asked about by the person, erased meanwhile.
    with use_scope(both.officer.scope):
        restriction = restriction_place(actor=both.officer, case_id=case.id, ground="objection", note="May")
    hindered(both, case, "restricted")
    told = clock.now().astimezone(both.second.zone).date()
    with use_scope(both.second.scope):
        restriction_lift(actor=both.second, restriction_id=restriction.id, version=1, person_told_on=told, note="Over")
    row = register(both.officer)
    step(both.officer, row, "cases_choose", case_ids=[case.id])
    hindered(both, case, "asked")
    step(both.officer, row, "withdraw", reason="Asked by mistake")
    approved(both.officer, both.second)
    pass_time(LATER + timedelta(days=31))
    assert erase_all(tmp_path) == 1 and case_as_owner(case.id).erased_at is not None


def hindered(both: Office, case: Case, why: str) -> None:
    """The preview says why, and the eraser is told the same; for the other side's run it is that side's own affair."""
    with use_scope(both.officer.scope):
        assert {one.kept_back for one in retention_due(both.officer)} == {why}
    with session_of(ERASE) as session:
        for country, told in (("NLD", why), ("SRB", "other_side")):
            assert session.execute("select erasure_begin(%s, %s)", [case.id, country]).fetchone() == (told,)


def test_a_held_case_keeps_its_papers_and_holds_up_no_other(
    both: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, other = closed_case(both.people), closed_case(both.people)
    file, lists, full = (
        stored_paper(subject, both.officer, *named)
        for subject, *named in ((held.subject, other), ("operation:1", other), ("operation:2", other, held))
    )
    with use_scope(both.officer.scope):
        hold_place(actor=both.officer, case_id=held.id, reason="A court asks for it")
    pass_time(YEARS)
    # The case that was closed first is not the one case of the run.
    monkeypatch.setattr("protection.selectors.retention.MOST", 1)
    with use_scope(both.officer.scope):
        found = {one.case.id: one.kept_back for one in retention_due(both.officer)}
    assert found == {held.id: "hold", other.id: ""}
    approved(both.officer, both.second)
    pass_time(LATER)
    assert erase_all(tmp_path) == 1
    assert case_as_owner(other.id).erased_at is not None and case_as_owner(held.id).erased_at is None
    with logged_in_as(OWNER):
        gone = set(StoredFile.objects.filter(destroyed_at__isnull=False).values_list("id", flat=True))
    assert gone & {file.id, lists.id, full.id} == {lists.id}, "what is about a case goes with that case alone"
    with use_scope(both.officer.scope):
        assert {one.case.id for one in retention_due(both.officer)} == {held.id}


def test_what_was_erased_is_erased_once_more_after_a_restore(
    both: Office,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = closed_case(both.people)
    with logged_in_as(SEAL):
        sealing.key_introduce(SIGNER)
    seal_all()
    with logged_in_as(SEAL):
        sealing.checkpoint_sign(SIGNER, every=timedelta(0))
    ((earlier,),) = rows("select note from audit_checkpoint")
    pass_time(YEARS)
    register, files = tmp_path / "erasures.jsonl", Path(settings.FILE_STORE_ROOT)
    shutil.copytree(files, tmp_path / "backup")
    with cloned_database(django_db_blocker):
        # Database and files that are lost: this database is the backup of the one.
        approved(both.officer, both.second)
        pass_time(LATER)
        assert erase_all(tmp_path) == 1
        lines = [json.loads(line) for line in register.read_text().splitlines()]
        assert {line["state"] for line in lines} == {"begun", "done"}
        assert all(name not in register.read_text() for name in (*NAMES, both.officer.name))
        destroyed = {name for (name,) in rows("select storage_id from protection_destroyedfile")}
        assert destroyed and not destroyed & {path.name for path in files.glob("files/??/??/*")}
    shutil.rmtree(files)
    shutil.copytree(tmp_path / "backup", files)
    assert case_as_owner(case.id).erased_at is None
    assert destroyed <= {path.name for path in files.glob("files/??/??/*")}
    pass_time(LATER)
    monkeypatch.setattr("django.conf.settings.ERASURE_FILE", str(register))
    monkeypatch.setattr("django.conf.settings.RCMS_LOGIN", "owner")
    with logged_in_as(OWNER):
        call_command("erase", "--again")
        assert "8 parts of 1 cases" in capsys.readouterr().out
        assert erasures_ask_again(register).parts == 0, "asked for once"
    assert erase_all(tmp_path) == 1
    case = case_as_owner(case.id)
    assert case.erased_at is not None and case.erased_rule == "default:case_transferred:60"
    assert not_emptied(case.id) == ["cases_verificationtask"], "the receiving side's own"
    assert not destroyed & {path.name for path in files.glob("files/??/??/*")}, "the files of the backup too"
    with logged_in_as(OWNER):
        assert erasures_ask_again(register).parts == 0
    told = "select parameters ->> 'run' from audit_event where action = 'case.erased'"
    assert len(rows(told)) == 2
    # The log goes on from where the backup stood, and says that values were erased.
    seal_all()
    with logged_in_as(SEAL):
        sealing.checkpoint_sign(SIGNER, every=timedelta(0))
    export, note = tmp_path / "export.jsonl", tmp_path / "earlier.txt"
    note.write_text(earlier, encoding="utf-8")
    with logged_in_as(OWNER):
        export.write_text("".join(json.dumps(record) + "\n" for record in log_export()), encoding="utf-8")
    options = ["--key", SIGNER.key.text, "--earlier", str(note), "--processes", "1"]
    assert rcms_verify.main([str(export), *options]) == 0
    assert f"values of case {case.reference}" in capsys.readouterr().out


def test_the_certificate_says_what_by_which_rule_and_by_whom(both: Office, tmp_path: Path) -> None:
    case = closed_case(both.people)
    pass_time(YEARS)
    run = approved(both.officer, both.second)
    pass_time(LATER)
    with session_of(ERASE) as session:
        session.execute("select set_config('rcms.erasing', %s, false)", [str(case.id)])
        of_case = f"where case_id = '{case.id}'"
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            session.execute(f"update cases_person set family_name = 'Other' {of_case}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
            session.execute(f"update cases_person set case_id = null {of_case}")
        assert session.execute(f"delete from cases_presence {of_case.replace(str(case.id), str(run.id))}").rowcount == 0
    erase_all(tmp_path)
    with logged_in_as(OWNER):
        promised = OutboxMessage.objects.get(task="protection.certificate")
    assert promised.arguments == {"run": str(run.id)}
    with use_scope(both.officer.scope):
        for _ in range(2):
            certificate_request(run.id)
        paper = GeneratedDocument.objects.get(subject=run.subject)
    assert paper.named_cases == [case.id], "not shown to whoever is kept out of one of them"
    said = paper.context
    assert said["asked_by"] == both.officer.name and said["approved_by"] == both.second.name
    assert said["cases"] == [case.reference] and said["hashes"]
    assert {line["rule"] for line in said["classes"]} >= {"default:case_transferred:60", "default:free_text:12"}
    assert not any(name in json.dumps(said) for name in NAMES)
