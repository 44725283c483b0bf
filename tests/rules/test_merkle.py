"""The tree of RFC 9162: every leaf leads to the root, nothing else does, and a tree that grew can show it."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import merkle

# Certificate Transparency's own test data (RFC 6962, the eight leaves of its reference tests): roots by size.
LEAVES = [
    merkle.leaf(bytes.fromhex(text))
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SOME = st.lists(st.binary(max_size=8), min_size=1, max_size=70)
FLIP = st.integers(0, 255)


def by_the_definition(leaves):
    """MTH as section 2.1.1 words it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + by_the_definition(leaves[:half]) + by_the_definition(leaves[half:])).digest()


def flipped(hash: bytes, bit: int) -> bytes:
    raw = bytearray(hash)
    raw[bit // 8] ^= 1 << bit % 8
    return bytes(raw)


def test_roots_are_those_of_certificate_transparency():
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [merkle.root(LEAVES[:size]).hex() for size in range(1, 9)] == ROOTS


@given(SOME)
def test_the_root_is_the_one_of_the_definition(contents):
    leaves = [merkle.leaf(content) for content in contents]
    assert merkle.root(leaves) == by_the_definition(leaves)


@given(SOME)
def test_every_leaf_leads_to_the_root(contents):
    leaves = [merkle.leaf(content) for content in contents]
    for index, leaf in enumerate(leaves):
        assert merkle.climb(leaf, index, len(leaves), merkle.path(leaves, index)) == merkle.root(leaves)


@given(SOME, st.data(), FLIP)
def test_a_changed_leaf_and_a_changed_path_lead_elsewhere(contents, data, bit):
    leaves = [merkle.leaf(content) for content in contents]
    size, root = len(leaves), merkle.root(leaves)
    index = data.draw(st.integers(0, size - 1))
    steps = merkle.path(leaves, index)
    assert merkle.climb(flipped(leaves[index], bit), index, size, steps) != root
    for place, step in enumerate(steps):
        changed = [*steps[:place], flipped(step, bit), *steps[place + 1 :]]
        assert merkle.climb(leaves[index], index, size, changed) != root
    assert merkle.climb(leaves[index], index, size, [*steps, root]) is None
    assert merkle.climb(leaves[index], size, size, steps) is None
    assert merkle.climb(leaves[index], -1, size, steps) is None
    if steps:
        assert merkle.climb(leaves[index], index, size, steps[:-1]) != root
    for other in range(size):
        if leaves[other] != leaves[index]:
            assert merkle.climb(leaves[index], other, size, merkle.path(leaves, other)) != root


def test_a_node_is_no_leaf():
    content = LEAVES[0] + LEAVES[1]
    assert merkle.leaf(content) != merkle.node(LEAVES[0], LEAVES[1])


@given(SOME, st.data(), FLIP)
def test_a_tree_that_grew_shows_it_and_no_other_does(contents, data, bit):
    leaves = [merkle.leaf(content) for content in contents]
    size, new = len(leaves), merkle.root(leaves)
    before = data.draw(st.integers(1, size))
    old, steps = merkle.root(leaves[:before]), merkle.growth(leaves, before)
    assert merkle.grew(old, before, new, size, steps)
    assert not merkle.grew(flipped(old, bit), before, new, size, steps)
    assert not merkle.grew(old, before, flipped(new, bit), size, steps)
    for place, step in enumerate(steps):
        changed = [*steps[:place], flipped(step, bit), *steps[place + 1 :]]
        assert not merkle.grew(old, before, new, size, changed)
    assert not merkle.grew(old, before, new, size, [*steps, new])
    assert not merkle.grew(old, size + 1, new, size, steps)
    assert not merkle.grew(old, 0, new, size, steps)
    if before < size:
        cut = [flipped(leaves[before - 1], bit) if place == before - 1 else leaf for place, leaf in enumerate(leaves)]
        assert not merkle.grew(old, before, merkle.root(cut), size, merkle.growth(cut, before))
