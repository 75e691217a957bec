"""Signed notes and checkpoints: the vectors of the format's own documentation, and what is refused."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.notes import BadNote, Checkpoint, Key, Signer, note_opened, note_signed

# From the documentation of golang.org/x/mod/sumdb/note, which C2SP signed-note describes.
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PRIVATE = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"


def own(name: str = "rcms.example/log", seed: int = 1) -> Signer:
    return Signer.of(name, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def test_the_published_note_opens() -> None:
    key = Key.read(KEY)
    assert key.text == KEY
    assert note_opened(f"{TEXT}\n{LINE}", key) == TEXT


def test_the_published_key_signs_the_same() -> None:
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(PRIVATE)[1:])
    assert note_signed(TEXT, Signer.of("PeterNeumann", private)) == f"{TEXT}\n{LINE}"


def test_a_checkpoint_is_read_as_it_was_written() -> None:
    checkpoint = Checkpoint("rcms.example/log", 7, bytes(range(32)))
    signer = own()
    note = note_signed(checkpoint.text, signer)
    assert checkpoint.text == "rcms.example/log\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert Checkpoint.read(note_opened(note, signer.key)) == checkpoint


def test_a_note_of_two_is_opened_by_both_and_by_each() -> None:
    one, two = own("one", 1), own("two", 2)
    note = note_signed("text\n", one, two)
    assert note_opened(note, one.key) == note_opened(note, two.key) == note_opened(note, one.key, two.key) == "text\n"


def test_what_is_no_good_note_is_refused() -> None:
    signer = own()
    note = note_signed("text\n", signer)
    for bad in (
        "",
        "text\n",
        note.rstrip("\n"),
        note.replace("text", "Text"),
        note.replace("— ", "- "),
        note + "rest\n",
        note_signed("text\n", own(seed=2)),
        note_signed("text\n", own("another")),
    ):
        with pytest.raises(BadNote):
            note_opened(bad, signer.key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n1\n",
        "origin\n01\n" + "A" * 43 + "=\n",
        "origin\n-1\n" + "A" * 43 + "=\n",
        "origin\n1\nAAAA\n",
        "\n1\n" + "A" * 43 + "=\n",
        "origin\n1\n" + "A" * 43 + "=",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Checkpoint.read(text)


@pytest.mark.parametrize("text", ["", "a+b", KEY[:-4], KEY.replace("c74f20a3", "c74f20a4"), "a b" + KEY])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Key.read(text)


@pytest.mark.parametrize("name", ["", "two words", "a+b"])
def test_a_name_that_would_break_the_note_is_refused(name: str) -> None:
    with pytest.raises(BadNote):
        own(name)
    with pytest.raises(BadNote):
        note_signed("no end of line", own())
