"""The Merkle log: published vectors of Certificate Transparency, and an implementation straight from the RFC."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import merkle

# The eight standard leaves and their roots, as the implementations of RFC 6962 publish them.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
NODE_01 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
NODE_23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
NODE_45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
NODE_67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
NODE_0_3 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
NODE_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
LEAF_0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
LEAF_6 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
INCLUSION = {
    (0, 1): [],
    (0, 8): [LEAF_1, NODE_23, NODE_4_7],
    (5, 8): [LEAF_4, NODE_67, NODE_0_3],
    (2, 3): [NODE_01],
    (1, 5): [LEAF_0, NODE_23, LEAF_4],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [LEAF_1, NODE_23, NODE_4_7],
    (6, 8): [NODE_45, NODE_67, NODE_0_3],
    (2, 5): [NODE_23, LEAF_4],
    (2, 8): [NODE_23, NODE_4_7],
    (6, 7): [NODE_45, LEAF_6, NODE_0_3],
}
Tiles = dict[tuple[int, int], bytes]


def log_of(contents: list[bytes]) -> Tiles:
    tiles: Tiles = {}
    assert merkle.append(tiles, 0, map(merkle.leaf_hash, contents)) == len(contents)
    return tiles


def test_published_roots() -> None:
    tiles = log_of(LEAVES)
    assert [merkle.root(tiles, size).hex() for size in range(9)] == ROOTS


def test_published_proofs() -> None:
    tiles = log_of(LEAVES)
    for (position, size), proof in INCLUSION.items():
        assert [step.hex() for step in merkle.inclusion_proof(tiles, position, size)] == proof, (position, size)
    for (old, new), proof in CONSISTENCY.items():
        assert [step.hex() for step in merkle.consistency_proof(tiles, old, new)] == proof, (old, new)


def test_what_has_no_proof_is_refused() -> None:
    tiles = log_of(LEAVES)
    for position, size in ((8, 8), (-1, 8), (0, 0)):
        with pytest.raises(IndexError):
            merkle.inclusion_proof(tiles, position, size)
    with pytest.raises(IndexError):
        merkle.consistency_proof(tiles, 8, 7)


# --- RFC 9162, 2.1.1, 2.1.3.1 and 2.1.4.1, word by word: D[0:n] is a list.


def largest_power_below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(d: list[bytes]) -> bytes:
    if not d:
        return hashlib.sha256().digest()
    if len(d) == 1:
        return hashlib.sha256(b"\x00" + d[0]).digest()
    k = largest_power_below(len(d))
    return hashlib.sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: list[bytes]) -> list[bytes]:
    if len(d) == 1:
        return []
    k = largest_power_below(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: list[bytes], b: bool) -> list[bytes]:
    if m == len(d):
        return [] if b else [mth(d)]
    k = largest_power_below(len(d))
    if m <= k:
        return [*subproof(m, d[:k], b), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


# Sizes around the edges of tiles of one and two levels are few among random ones: they are named.
sizes = st.integers(0, 70) | st.sampled_from([255, 256, 257, 511, 512, 513, 767, 1030])


@settings(max_examples=60, deadline=None)
@given(size=sizes, cut=st.floats(0, 1), data=st.data())
def test_as_the_rfc_defines_it(size: int, cut: float, data: st.DataObject) -> None:
    contents = [number.to_bytes(2, "big") for number in range(size)]
    tiles, first = {}, int(size * cut)
    merkle.append(tiles, 0, [merkle.leaf_hash(one) for one in contents[:first]])  # in two steps
    assert merkle.append(tiles, first, [merkle.leaf_hash(one) for one in contents[first:]]) == size
    assert merkle.root(tiles, size) == mth(contents)
    assert merkle.root(tiles, first) == mth(contents[:first])
    if size:
        position = data.draw(st.integers(0, size - 1))
        old = data.draw(st.integers(1, size))
        assert merkle.inclusion_proof(tiles, position, size) == path(position, contents)
        assert merkle.consistency_proof(tiles, old, size) == subproof(old, contents, True)


def test_a_log_beyond_two_levels_of_tiles() -> None:
    """65536 leaves fill a tile of the second level: the third begins."""
    count = 256 * 256 + 3
    tiles = log_of([number.to_bytes(3, "big") for number in range(count)])
    contents = [number.to_bytes(3, "big") for number in range(count)]
    assert {level for level, _ in tiles} == {0, 1, 2}
    assert merkle.root(tiles, count) == mth(contents)
    assert merkle.inclusion_proof(tiles, 65535, count) == path(65535, contents)
    assert merkle.consistency_proof(tiles, 300, count) == subproof(300, contents, True)


def test_what_stood_beyond_the_log_is_written_anew() -> None:
    """A sealer that died left tiles of a batch that never was."""
    tiles = log_of(LEAVES)
    merkle.append(tiles, 5, [merkle.leaf_hash(LEAVES[0])])
    assert merkle.root(tiles, 6) == mth([*LEAVES[:5], LEAVES[0]])
