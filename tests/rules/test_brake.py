"""Delays grow with wrong tries, are forgotten with time, and count a household's addresses as one."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules.brake import Allowance, Tries, network_of, open_at, wait_after, wrong_by

NOON = datetime(2026, 11, 26, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OWN = Allowance(5, MINUTE / 2, 15 * MINUTE, timedelta(hours=1))


@given(st.integers(0, 10_000))
def test_a_wait_never_shrinks_and_never_passes_its_bound(wrong):
    assert timedelta(0) <= wait_after(wrong, OWN) <= wait_after(wrong + 1, OWN) <= OWN.most


def test_the_free_ones_cost_nothing_and_then_it_doubles():
    waits = [wait_after(wrong, OWN) / MINUTE for wrong in range(12)]
    assert waits == [0, 0, 0, 0, 0, 0, 0.5, 1, 2, 4, 8, 15]


@given(st.integers(0, 100), st.timedeltas(timedelta(0), timedelta(hours=3)))
def test_after_the_quiet_time_the_count_begins_anew(wrong, later):
    tries = Tries(wrong, NOON)
    begins_anew = later >= OWN.forgets
    assert wrong_by(tries, OWN, NOON + later) == (0 if begins_anew else wrong)
    if begins_anew:
        assert open_at(tries, OWN, NOON + later) <= NOON + later


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_all_addresses_of_a_64_count_as_one_and_others_apart(prefix, first, second):
    def at(prefix: int, host: int) -> str:
        return network_of(str(IPv6Address((prefix << 64) | host)))

    if prefix not in {0, 1}:  # where mapped and local addresses live
        assert at(prefix, first) == at(prefix, second) != at(prefix ^ (1 << 40), first)


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.9", "203.0.113.9"), ("::ffff:203.0.113.9", "203.0.113.9"), ("fe80::1%eth0", "fe80::/64"), ("", ""),
     ("2001:db8::1", "2001:db8::/64"), ("bukan alamat", "bukan alamat")],
)  # fmt: skip
def test_addresses_as_servers_tell_them(address, network):
    assert network_of(address) == network
