import random

from hypothesis import given
from hypothesis import strategies as st

from siantar.forecasting.backtest import Experience, Life, forecasts_on, judged, spells
from siantar.forecasting.forecast import Outlook, Spell

NOW = 1000.0


def done(stay: float, until: float, began: float = NOW - 200) -> Spell:
    return Spell(began, stay, True, until, True)


def test_with_too_little_behind_it_nothing_is_foretold():
    assert Outlook([done(5, 10)] * 15, NOW, 40).window(0) is None
    assert Outlook([], NOW, 40).window(0) is None


def test_the_window_holds_the_middle_eight_of_ten():
    spells = [done(n, n) for n in range(1, 101)]
    window = Outlook(spells, NOW, 60).window(0)
    assert 8 <= window.low <= 12
    assert 88 <= window.high <= 92


def test_who_has_waited_long_is_compared_with_those_who_waited_as_long():
    quick, slow = [done(5, 6)] * 60, [done(50, 60 + n) for n in range(60)]
    outlook = Outlook([*quick, *slow], NOW, 40)
    assert outlook.window(0).low <= 6
    waited = outlook.window(20)
    assert 38 <= waited.low <= 50
    assert waited.high <= 100


def test_files_still_on_their_way_make_the_window_longer():
    finished = [done(n / 2, n / 2) for n in range(1, 61)]
    stuck = [Spell(NOW - 80, 80, False, 80, False)] * 30
    without = Outlook(finished, NOW, 40).window(0)
    assert Outlook([*finished, *stuck], NOW, 40).window(0) is None  # nine of ten are not done by any time seen
    few = Outlook([*finished, *stuck[:3]], NOW, 40).window(0)
    assert few.high > without.high


def test_recent_spells_count_more():
    old = [Spell(NOW - 3000, 10, True, 10, True)] * 60
    new = [Spell(NOW - 100, 30, True, 30, True)] * 60
    assert Outlook([*old, *new], NOW, 20).window(0).high == 30
    assert Outlook([*old, *new], NOW, 20).window(0).low == 30


def test_other_offices_only_help_out():
    mine = [done(40, 40)] * 100
    theirs = [Spell(NOW - 200, 4, True, 4, True, own=False)] * 5000
    window = Outlook([*mine, *theirs], NOW, 40).window(0)
    assert window.high == 40
    assert Outlook(theirs, NOW, 40).window(0) is not None  # a new office learns from its city


@given(
    st.lists(st.tuples(st.floats(0, 200), st.floats(0, 200), st.booleans(), st.floats(0, 900)), min_size=0, max_size=120),
    st.floats(0, 300),
)
def test_a_window_never_lies_in_the_past_and_never_ends_before_it_begins(raw, waited):
    spells = [Spell(began, stay, ended, stay + more, ended) for stay, more, ended, began in raw]
    window = Outlook(spells, NOW, 40).window(waited)
    if window is not None:
        assert 0 <= window.low <= window.high


def test_the_past_is_told_without_knowing_the_future():
    life = Life("ktp", "a", 40, (("received", 0), ("checking", 10), ("agency", 20)), 60)
    assert list(spells(life, 15)) == [
        ("received", Spell(0, 10, True, 15, False)),
        ("checking", Spell(10, 5, False, 5, False)),
    ]
    assert list(spells(life, 70))[2] == ("agency", Spell(20, 40, True, 40, True))


def test_honest_windows_are_judged_honest():
    chance = random.Random(4)
    lives = []
    for n in range(900):
        began = n * 1.5
        lives.append(Life("ktp", "a", 60, (("received", began), ("agency", began + 5)), began + 5 + chance.lognormvariate(3, 0.6)))
    forecasts = [forecast for now in range(700, 1300, 20) for forecast in forecasts_on(lives, now, silent=frozenset())]
    verdict = judged(forecasts)
    assert verdict.forecasts > 500
    assert 0.74 < verdict.coverage < 0.86
    assert abs(verdict.naive_coverage - verdict.coverage) < 0.05
    assert judged([]) is None


def test_each_office_first_learns_from_itself():
    quick = [Life("ktp", "a", 40, (("received", n),), n + 5) for n in range(100)]
    slow = [Life("ktp", "b", 40, (("received", n),), n + 50) for n in range(100)]
    experience = Experience([*quick, *slow], 300)
    assert experience.outlook("a", "ktp", "received").window(0).low == 5
    assert experience.outlook("b", "ktp", "received").window(0).high == 50
