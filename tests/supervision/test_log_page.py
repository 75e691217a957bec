"""The page of the sealed log: what is signed and who holds it, a checkpoint kept and compared, and what comes of each."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit import merkle
from audit.models import Access, Event
from audit.notes import Checkpoint, note_signed
from core.scope import use_scope
from tests import world
from tests.audit.recording import SIGNER, record, rows, sign_all, signer_of
from tests.cases.work_pages import browser, page
from tests.conftest import OWNER, logged_in_as

pytestmark = pytest.mark.commits
FITS, DISPUTED, ELSEWHERE = "still begins with your checkpoint", "does not fit this log", "Not of this log"


def compare(client: Client, note: Any = "", file: Any = None) -> tuple[int, str]:
    content = SimpleUploadedFile("kept.txt", file) if file is not None else ""
    answer = client.post(reverse("supervision:log"), {"note": note, "file": content})
    return answer.status_code, answer.content.decode()


def forged(size: int, signer: Any = SIGNER, name: str = "") -> str:
    return note_signed(Checkpoint(name or signer.key.name, size, b"x" * 32).text, signer)


def rewrite_the_tree() -> None:
    """Who owns the tables gives the log another first entry, with a tree that agrees."""
    leaves = [bytes(leaf) for (leaf,) in rows("select leaf_hash from audit_seal order by position")]
    tiles: dict[tuple[int, int], bytes] = {}
    merkle.append(tiles, 0, [b"y" * 32, *leaves[1:]])
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute("alter table audit_tile disable trigger user")
        cursor.execute("update audit_tile set hashes = %s where level = 0 and place = 0", [tiles[0, 0]])
        cursor.execute("alter table audit_tile enable trigger user")


def test_a_checkpoint_is_kept_compared_and_tells_of_a_rewritten_log(transactional_db: None) -> None:
    ours, theirs = world.make_actor("nld-dtv", "supervisor"), world.make_actor("srb-mup-readmission", "supervisor")
    officer = world.make_actor("nld-dtv", "return_officer")
    address = reverse("supervision:log")
    dutch, serbian, curious = browser(ours), browser(theirs), browser(officer)

    text = page(serbian, address)
    assert "Nothing is signed yet" in text and "Nobody holds a checkpoint yet" in text
    assert "Keep the last checkpoint" not in text
    assert compare(serbian, forged(6))[1].count(ELSEWHERE) == 1, "a log without keys knows no name as its own"

    record(ours, 3)
    sign_all()
    [(size, note)] = rows("select size, note from audit_checkpoint")
    keep = reverse("supervision:checkpoint", args=[size])
    for path in (address, keep):
        page(curious, path, status=403)
    assert compare(curious, note)[0] == 403

    assert page(dutch, address).count("Keep the last checkpoint") == 1
    answer = serbian.get(keep)
    assert answer.content.decode() == note and f'filename="checkpoint-{size}.txt"' in answer["Content-Disposition"]
    page(serbian, reverse("supervision:checkpoint", args=[size + 1]), status=404)
    for client in (dutch, serbian):
        text = page(client, address)
        assert theirs.authority_name in text and "consistent" in text and SIGNER.key.text in text
    assert "No country but yours" in page(serbian, address) and "No country but yours" not in page(dutch, address)

    record(ours, 3)
    sign_all()
    compared, disputed = 1, []
    for sent, status, words, verdict in (
        ({"note": note}, 200, FITS, ""),
        ({"file": note.encode()}, 200, FITS, ""),
        ({"file": b"\xef\xbb\xbf" + note.replace("\n", "\r\n").encode()}, 200, FITS, ""),
        ({"note": forged(size, name="elsewhere/log")}, 200, ELSEWHERE, ""),
        ({"note": forged(size)}, 200, DISPUTED, "different"),
        ({"note": forged(10**6)}, 200, "its end was removed, or an older state was restored", "larger"),
        ({"note": forged(size, signer_of(2))}, 200, "the key was replaced", "unsigned"),
        ({}, 422, "Paste a checkpoint, or choose its file", ""),
        ({"note": "a word"}, 422, "This is no checkpoint", ""),
        ({"note": note[:-20]}, 422, "This is no checkpoint", ""),
        ({"note": "x" * 20_001}, 422, "at most 20000 characters", ""),
        ({"file": b"\xff\xd8\xff\xe0 a picture"}, 422, "This file is no text", ""),
        ({"file": b"x" * 100_001}, 422, "This file is too large to be a checkpoint", ""),
        ({"file": b"a word"}, 422, "This is no checkpoint", ""),
    ):
        got, text = compare(serbian, **sent)
        assert (got, words in text) == (status, True), (sent, text)
        compared += status == 200
        disputed += [verdict] if verdict else []
    with use_scope(theirs.scope):
        assert Access.objects.filter(action="log.compared", actor_id=theirs.user_id).count() == compared
        told = Event.objects.filter(action="log.disputed").order_by("at").values_list("parameters__verdict", flat=True)
        assert list(told) == disputed
    with use_scope(ours.scope):
        assert not Event.objects.filter(action="log.disputed").exists(), "what an office disputes is its own matter"

    rewrite_the_tree()
    got, text = compare(serbian, note)
    assert (got, "at least one is not what it was" in text) == (200, True)
    # What each office was given is reckoned anew for whoever looks.
    text = page(dutch, address)
    assert "does not fit" in text and "consistent</" not in text
