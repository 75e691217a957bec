"""Bytes are found again unchanged or not at all."""

import io
import os
import stat
from pathlib import Path

import pytest

from documents.vault import FileDamaged, StoredObject, Vault

DAY = 24 * 60 * 60


@pytest.fixture
def store(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "files")


def path_of(store: Vault, stored: StoredObject) -> Path:
    return next(store.root.glob(f"files/*/*/{stored.storage_id}"))


def age(path: Path, seconds: int) -> None:
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_put_and_read(store: Vault) -> None:
    stream = io.BytesIO(b"passport")
    stream.seek(3)
    stored = store.put(stream)
    assert stored.size == 8
    assert store.read_checked(stored.storage_id, stored.sha256) == b"passport"
    assert not list((store.root / "incoming").iterdir())


def test_the_same_bytes_are_stored_twice(store: Vault) -> None:
    assert store.put(io.BytesIO(b"same")).storage_id != store.put(io.BytesIO(b"same")).storage_id


def test_modes_are_private_whatever_the_umask(store: Vault) -> None:
    before = os.umask(0)
    try:
        stored = store.put(io.BytesIO(b"private"))
    finally:
        os.umask(before)
    path = path_of(store, stored)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (path.parent, path.parent.parent, store.root / "files", store.root):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_everything_is_synced_before_put_returns(store: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def spy(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", spy)
    stored = store.put(io.BytesIO(b"bytes"))
    path = path_of(store, stored)
    assert str(store.root / "incoming" / stored.storage_id) in synced
    assert synced[-1] == str(path.parent)
    assert str(path.parent.parent) in synced


@pytest.mark.parametrize("damage", ["changed", "shortened", "gone", "another"])
def test_damage_is_seen_before_the_first_byte(store: Vault, damage: str) -> None:
    stored = store.put(io.BytesIO(b"the right bytes"))
    path = path_of(store, stored)
    if damage == "changed":
        path.write_bytes(b"the wrong bytes")
    elif damage == "shortened":
        path.write_bytes(b"the right")
    elif damage == "gone":
        path.unlink()
    else:
        path_of(store, store.put(io.BytesIO(b"another file"))).replace(path)
    with pytest.raises(FileDamaged):
        store.open_checked(stored.storage_id, stored.sha256)


@pytest.mark.parametrize("storage_id", ["../../../etc/passwd", "", "A" * 32, "0" * 31])
def test_a_path_is_never_built_from_other_text(store: Vault, storage_id: str) -> None:
    with pytest.raises(ValueError, match="32 hexadecimal"):
        store.open_checked(storage_id, "0" * 64)


def test_a_failed_write_leaves_nothing(store: Vault) -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the upload broke off")

    with pytest.raises(OSError, match="broke off"):
        store.put(Breaks())
    assert not [path for path in store.root.rglob("*") if path.is_file()]


def test_orphans_are_old_files_that_no_row_names(store: Vault) -> None:
    kept, young, orphan = (store.put(io.BytesIO(word)) for word in (b"kept", b"young", b"orphan"))
    for stored in (kept, orphan):
        age(path_of(store, stored), 2 * DAY)
    asked: list[str] = []

    def known(ids: object) -> set[str]:
        asked.extend(ids)  # type: ignore[arg-type]
        return {kept.storage_id}

    assert list(store.orphans(DAY, known)) == [orphan.storage_id]
    assert young.storage_id not in asked


def test_an_orphan_is_set_aside_first_and_deleted_later(store: Vault) -> None:
    stored = store.put(io.BytesIO(b"orphan"))
    store.set_aside(stored.storage_id)
    with pytest.raises(FileDamaged):
        store.open_checked(stored.storage_id, stored.sha256)
    assert store.empty_aside(14 * DAY) == 0
    age(store.root / "aside" / stored.storage_id, 15 * DAY)
    assert store.empty_aside(14 * DAY) == 1


def test_what_is_destroyed_is_gone_and_a_store_that_is_not_mounted_has_lost_nothing(store: Vault) -> None:
    stored = store.put(io.BytesIO(b"passport"))
    kept = store.put(io.BytesIO(b"other"))
    assert store.destroy(stored.storage_id) and not list(store.root.glob(f"files/*/*/{stored.storage_id}"))
    assert not store.destroy(stored.storage_id)
    (store.root / "files").rename(store.root / "away")
    with pytest.raises(FileNotFoundError, match="is not there"):
        store.destroy(kept.storage_id)
    with pytest.raises(FileNotFoundError, match="is not there"):
        Vault(store.root / "nowhere").destroy(kept.storage_id)
