"""A case whose time is over: previewed, asked for by one, approved by another person, erased
by the eraser at work; the certificate is a paper, the case says that it was erased, and the log still verifies."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from audit import sealing
from tests.audit.recording import SIGNER, seal_all
from tests.browser.nursery import Nursery, stop
from tests.browser.people import Persona
from tests.browser.test_story_accelerated import paper_read
from tests.browser.test_story_access import both_widths
from tests.conftest import OWNER, SEAL, logged_in_as
from tests.protection.erasures import NAMES, YEARS, closed_case, office, pass_time
from verify import rcms_verify

BASE = "/data-protection/retention"


def test_an_erasure_from_the_preview_to_the_certificate(
    site: str,
    chromium: Any,
    nursery: Nursery,
    surroundings: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    both = office()
    case = closed_case(both.people)
    reference = str(case.reference)
    with logged_in_as(SEAL):
        sealing.key_introduce(SIGNER)
    pass_time(YEARS)

    first = Persona(chromium, site, both.officer).sign_in()
    first.press("Data protection")
    first.press("Retention")
    first.sees("a proposal", "not law")
    first.press("Due for erasure")
    first.sees(reference, "default:case_transferred:60", "and has 30 days to place a hold")
    both_widths(first, "retention-due")
    first.press("Ask for the erasure", status=422)
    first.sees("Say why: the second person needs to know")
    first.fill(reason="The time is over")
    first.press("Ask for the erasure")
    first.sees("another person must decide it")
    run = first.page.url.removeprefix(site)

    second = Persona(chromium, site, both.second).sign_in()
    second.go(run)
    both_widths(second, "retention-run-second")
    second.fill(note="Compared with the list")
    second.press("Approve")
    second.sees("RCMS carries it out when its time comes", "Parts erased")

    pass_time(YEARS + timedelta(days=31))
    register = tmp_path / "erasures.jsonl"
    environment = surroundings | {"RCMS_LOGIN": "erase", "RCMS_ERASURE_FILE": str(register)}
    eraser = nursery.start(["manage.py", "erase"], environment=environment, log=tmp_path / "eraser.log")
    try:
        second.await_made(run, second.page.get_by_role("link", name="Certificate of destruction"))
    finally:
        stop([eraser])
    second.sees("Compared with the list")
    both_widths(second, "retention-run-done")
    certificate = paper_read(second, "Certificate of destruction")
    assert all(word in certificate for word in (reference, both.officer.name, both.second.name, "default:free_text:12"))
    assert not any(name in certificate or name in register.read_text() for name in NAMES)
    second.close()
    first.go(f"/cases/{case.id}", status=410)
    first.sees("This case was erased", "default:case_transferred:60")
    both_widths(first, "case-erased")
    first.close()

    seal_all()
    with logged_in_as(SEAL):
        sealing.checkpoint_sign(SIGNER, every=timedelta(0))
    export = tmp_path / "export.jsonl"
    monkeypatch.setattr("django.conf.settings.RCMS_LOGIN", "owner")
    with logged_in_as(OWNER):
        call_command("export_log", "--output", str(export))
    assert rcms_verify.main([str(export), "--key", SIGNER.key.text, "--processes", "1"]) == 0
    assert f"values of case {reference}" in capsys.readouterr().out
