"""A supervisor of the partner state keeps a checkpoint and compares it later; then who owns the database rewrites an old
act, and page and verifier tell what and where."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings

from audit import merkle
from audit.models import Event
from audit.notes import Checkpoint, note_signed
from cases.services import submission
from core.scope import use_scope
from tests import world
from tests.api.systems import DESK, system
from tests.audit.exports import base64_of
from tests.audit.recording import SIGNER, rows, sign_all
from tests.audit.witness import NAME, SEED, key_text
from tests.browser.people import Persona
from tests.browser.test_story_access import both_widths
from tests.conftest import OWNER, logged_in_as
from verify import rcms_verify

TABLES = ("audit_event", "audit_seal", "audit_tile", "audit_checkpoint")
FALSE = "update audit_event set at = at + interval '5 days' where action = 'case.submitted'"
# The same lie in row, bytes and seal.
AGREED = (
    "update audit_event set action = 'case.submitted_late', canonical = convert_to(replace(convert_from(canonical,"
    " 'UTF8'), 'case.submitted', 'case.submitted_late'), 'UTF8') where action = 'case.submitted'",
    "update audit_event set leaf_hash = sha256('\\x00'::bytea || canonical) where action = 'case.submitted_late'",
    "update audit_seal s set leaf_hash = e.leaf_hash from audit_event e where e.id = s.entry",
)


def as_owner_of_the_tables(*statements: str) -> None:
    with logged_in_as(OWNER), transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"alter table {table} disable trigger user")
        for statement in statements:
            cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"alter table {table} enable trigger user")


def written_anew() -> list[str]:
    """The tree over the seals as they are now, and every checkpoint signed again: with the stolen key."""
    leaves = [bytes(leaf) for (leaf,) in rows("select leaf_hash from audit_seal order by position")]
    tiles: dict[tuple[int, int], bytes] = {}
    merkle.append(tiles, 0, leaves)
    notes = {
        size: note_signed(Checkpoint(SIGNER.key.name, size, merkle.root(tiles, size)).text, SIGNER)
        for (size,) in rows("select size from audit_checkpoint")
    }
    return [
        *(
            f"update audit_tile set hashes = '\\x{hashes.hex()}' where level = {level} and place = {place}"
            for (level, place), hashes in tiles.items()
        ),
        *(f"update audit_checkpoint set note = '{note}' where size = {size}" for size, note in notes.items()),
    ]


def test_a_checkpoint_that_was_kept_tells_of_a_rewritten_act(site: str, chromium: Any, tmp_path: Path) -> None:
    people = world.corridor()
    case = world.case_at(people, "submitted")
    client = system(DESK)
    (tmp_path / "secret").write_text(client.secret, encoding="utf-8")

    def verified(*options: str) -> tuple[int, str]:
        address = [f"{site}/api/v1", "--client", client.client.client_id, "--secret-file", str(tmp_path / "secret")]
        command = [sys.executable, str(rcms_verify.__file__), *address, "--key", SIGNER.key.text, *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr

    supervisor = Persona(chromium, site, people.their_supervisor).sign_in()
    supervisor.go("/supervision/log")
    supervisor.sees("Nothing is signed yet")
    both_widths(supervisor, "log-empty")
    sign_all()
    supervisor.go("/supervision/log")
    with supervisor.page.expect_download() as coming:
        supervisor.page.get_by_role("link", name="Keep the last checkpoint").or_(
            supervisor.page.get_by_role("button", name="Keep the last checkpoint")
        ).click()
    kept = tmp_path / coming.value.suggested_filename
    coming.value.save_as(kept)

    world._as(people.registry, submission.case_acknowledge)(case.id)
    sign_all()
    supervisor.page.locator("[name='file']").set_input_files(kept)
    supervisor.press("Compare with the log")
    supervisor.sees("The log still begins with your checkpoint", people.their_supervisor.authority_name)
    both_widths(supervisor, "log-fits")
    # The verifier signs what it checked; the operator knows its key.
    (tmp_path / "witness.key").write_text(base64_of(SEED), encoding="utf-8")
    with logged_in_as(OWNER), override_settings(RCMS_LOGIN="owner"):
        call_command("log_witness", DESK, key=key_text())
    signing = ["--cosign", str(tmp_path / "witness.key"), "--cosign-name", NAME]
    code, told = verified("--earlier", str(kept), "--case", str(case.reference), *signing)
    assert code == 0 and f"Case {case.reference}, 3 entries" in told and key_text() in told, told
    assert "RCMS says of the checkpoint: fits" in told
    supervisor.go("/supervision/log")
    supervisor.sees("Co-signed")
    both_widths(supervisor, "log-cosigned")

    # One column of one row, past every trigger: the tree is as it was, the row is not.
    as_owner_of_the_tables(FALSE)
    code, told = verified("--earlier", str(kept))
    assert code == 1 and ": at was changed: sealed as" in told, told
    # Now everything that RCMS holds agrees with the lie.
    as_owner_of_the_tables(FALSE.replace("+", "-"), *AGREED)
    as_owner_of_the_tables(*written_anew())
    code, told = verified()
    assert code == 0, told
    code, told = verified("--earlier", str(kept))
    assert code == 1 and "is of another history: what stood before entry" in told, told
    supervisor.page.locator("[name='note']").fill(kept.read_text(encoding="utf-8"))
    supervisor.press("Compare with the log")
    supervisor.sees("Your checkpoint does not fit this log", "at least one is not what it was")
    # Nor does what was fetched before, though the verifier has fetched the false one over as many entries since.
    assert supervisor.page.locator("tr.refused").count() == 4
    both_widths(supervisor, "log-disputed")
    with use_scope(people.their_supervisor.scope):
        assert Event.objects.filter(action="log.disputed").count() == 1
    supervisor.close()
