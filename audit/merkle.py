"""The Merkle log of RFC 6962 and RFC 9162 over a store of tiles: leaves are added, roots and proofs are read. Pure.

A tile holds up to 256 hashes that stand side by side at one height of the tree; tiles stand on heights 0, 8, 16 …, each
hash of an upper one being the root of a full tile below it. Full tiles never change; the right edge's grow.
"""

import hashlib
from collections.abc import Iterable, Mapping, MutableMapping

HASH_BYTES = 32
TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT

# (level, index) -> the hashes that stand in the tile, one after the other.
TileKey = tuple[int, int]


def leaf_hash(content: bytes) -> bytes:
    """The hash of an entry. It begins otherwise than a node's: no node can be given out as an entry."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(tiles: MutableMapping[TileKey, bytes], size: int, leaves: Iterable[bytes]) -> int:
    """Add leaf hashes to a log of `size` entries; returns its new size.

    Reads and writes the tiles of the right edge alone: one for each level.
    """
    for leaf in leaves:
        level, position, grown = 0, size, leaf
        while True:
            key = (level, position // TILE_WIDTH)
            # What stands beyond `size` was never part of the log: it is written anew.
            tiles[key] = tiles.get(key, b"")[: position % TILE_WIDTH * HASH_BYTES] + grown
            if position % TILE_WIDTH != TILE_WIDTH - 1:
                break
            level, position, grown = level + 1, position // TILE_WIDTH, _perfect(tiles[key])
        size += 1
    return size


def root(tiles: Mapping[TileKey, bytes], size: int) -> bytes:
    """The root of the first `size` entries."""
    return _edge(tiles, 0, size) if size else hashlib.sha256(b"").digest()


def inclusion_proof(tiles: Mapping[TileKey, bytes], position: int, size: int) -> list[bytes]:
    """What leads from the entry at `position` to the root of the first `size`, from the leaf upwards.

    Raises IndexError when the entry is not among them.
    """
    if not 0 <= position < size:
        raise IndexError(f"entry {position} is not among the first {size}")
    return _path(tiles, 0, position, size)


def consistency_proof(tiles: Mapping[TileKey, bytes], old: int, new: int) -> list[bytes]:
    """What shows that the first `old` entries are the beginning of the first `new`. Raises IndexError."""
    if not 0 <= old <= new:
        raise IndexError(f"{old} entries are not the beginning of {new}")
    if old in (0, new):
        return []
    height, position = 0, old - 1
    while position & 1:  # the largest complete subtree that ends the old log
        height, position = height + 1, position >> 1
    start = [_node(tiles, height, position)] if position else []
    return start + _path(tiles, height, position, new)


def _path(tiles: Mapping[TileKey, bytes], height: int, position: int, size: int) -> list[bytes]:
    """The neighbours of a node and of all above it, in the tree of `size` entries."""
    path = []
    last = (size - 1) >> height
    while last:
        if position & 1:
            path.append(_node(tiles, height, position - 1))
        elif position < last:
            start = (position + 1) << height
            path.append(_edge(tiles, start, min(size, start + (1 << height))))
        height, position, last = height + 1, position >> 1, last >> 1
    return path


def _edge(tiles: Mapping[TileKey, bytes], start: int, end: int) -> bytes:
    """The root over the entries from `start` to before `end`, where `start` begins a subtree that is as large."""
    complete = []
    while start < end:
        height = (end - start).bit_length() - 1
        complete.append(_node(tiles, height, start >> height))
        start += 1 << height
    joined = complete.pop()
    while complete:
        joined = node_hash(complete.pop(), joined)
    return joined


def _node(tiles: Mapping[TileKey, bytes], height: int, position: int) -> bytes:
    """The root of a complete subtree: the node at this height and position. Raises KeyError where it is not there."""
    level, above = divmod(height, TILE_HEIGHT)
    first = position << above
    hashes = tiles[level, first // TILE_WIDTH]
    begin = first % TILE_WIDTH * HASH_BYTES
    found = hashes[begin : begin + (HASH_BYTES << above)]
    if len(found) != HASH_BYTES << above:
        raise KeyError((level, first // TILE_WIDTH))
    return _perfect(found)


def _perfect(hashes: bytes) -> bytes:
    """The root over a power of two of hashes."""
    while len(hashes) > HASH_BYTES:
        hashes = b"".join(
            node_hash(hashes[at : at + HASH_BYTES], hashes[at + HASH_BYTES : at + 2 * HASH_BYTES])
            for at in range(0, len(hashes), 2 * HASH_BYTES)
        )
    return hashes
