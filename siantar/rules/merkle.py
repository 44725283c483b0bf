"""The tree of RFC 9162 (and 6962): one hash over many leaves, a short path from each leaf to it, and that it only grew.

Leaves and nodes are hashed apart, so that no node can be passed off as a leaf. Pure; hashes are 32 bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256().digest()


def leaf(content: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash over all leaves (2.1.1)."""
    level = list(leaves)
    while len(level) > 1:  # a last node without a neighbour rises as it is: the same tree as by halving
        pairs = [node(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0] if level else EMPTY


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes beside the way from a leaf to the root, from below (2.1.3.1)."""
    if len(leaves) <= 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*path(leaves[:half], index), root(leaves[half:])]
    return [*path(leaves[half:], index - half), root(leaves[:half])]


def climb(start: bytes, index: int, size: int, steps: Sequence[bytes]) -> bytes | None:
    """The root that a leaf leads to along a path; None where no leaf of such a tree has such a path (2.1.3.2)."""
    if not 0 <= index < size:
        return None
    place, last, reached = index, size - 1, start
    for step in steps:
        if last == 0:
            return None
        if place & 1 or place == last:
            reached = node(step, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node(reached, step)
        place, last = place >> 1, last >> 1
    return reached if last == 0 else None


def growth(leaves: Sequence[bytes], before: int) -> list[bytes]:
    """The hashes that show that the first `before` leaves (at least one) are in the tree unchanged (2.1.4.1)."""
    return _growth(leaves, before, whole=True)


def _growth(leaves: Sequence[bytes], before: int, *, whole: bool) -> list[bytes]:
    if before == len(leaves):
        return [] if whole else [root(leaves)]
    half = _half(len(leaves))
    if before <= half:
        return [*_growth(leaves[:half], before, whole=whole), root(leaves[half:])]
    return [*_growth(leaves[half:], before - half, whole=False), root(leaves[:half])]


def grew(old: bytes, before: int, new: bytes, size: int, steps: Sequence[bytes]) -> bool:
    """Whether the tree of `size` leaves begins with the tree of `before` leaves (2.1.4.2)."""
    if not 0 < before <= size:
        return False
    if before == size:
        return not steps and old == new
    rest = list(steps)
    if before & (before - 1) == 0:
        rest.insert(0, old)
    if not rest:
        return False
    place, last = before - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = rest[0]
    for step in rest[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node(step, first), node(step, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node(second, step)
        place, last = place >> 1, last >> 1
    return last == 0 and first == old and second == new


def _half(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)
