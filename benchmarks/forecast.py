"""Expected windows against what happened, on a simulated history with drift, seasons and an agency that breaks down.

    python -m benchmarks.forecast [--years 2] [--seed 1]

Two offices, four services. A file is checked, some wait for their resident, goes by bundle on two days a week, is
worked on at the agency, some wait at the data centre, and comes back by bundle; letters are signed instead. Stages take
lognormal times; the agency slows down by a third over the two years, every month's last week and the weeks before a feast are slower, and twice the agency does nothing at all: twelve working days
in the history, eight in the months held out. These are the last five: every third working day the files open then are
forecast with what was known that day. Beside our window stands the naive one (same service, all history, counted from
handing in), widened or narrowed until it covers as often. Widths in working hours.
"""

from __future__ import annotations

import argparse
import random

from benchmarks.table import Row
from siantar.forecasting.backtest import Life, PastForecast, forecasts_on, judged

DAY = 7.5
HELD_OUT = 105  # working days
SERVICES = {  # (check, agency) median hours and spread, agency 0 for letters; a promise in hours
    "ktp": ((5, 0.5), (18, 0.45), 60), "kk": ((4, 0.5), (26, 0.5), 70),
    "sktm": ((3, 0.6), (0, 0), 22), "waris": ((10, 0.7), (0, 0), 50),
}  # fmt: skip
INCOMPLETE, HELD = 0.18, 0.12  # shares of files whose resident must come again, and that wait at the data centre
BUNDLES = (1, 3)  # days of the working week on which a bundle goes each way
BROKEN = (*range(300, 312), *range(430, 438))  # the agency does nothing on these days


def slowness(agency: bool, at: float, days: int) -> float:
    """How much slower than usual work is at this hour."""
    day = int(at / DAY)
    drift = 1 + 0.33 * day / days if agency else 1.0
    season = 1.25 if day % 21 >= 17 else 1.0
    feast = 1.6 if day % 250 in range(60, 75) else 1.0
    return drift * season * feast


def next_bundle(at: float) -> float:
    """When the next bundle goes: at the end of the morning of its day."""
    day = int(at / DAY)
    while day % 5 not in BUNDLES or day * DAY + 4 < at:
        day += 1
    return day * DAY + 4


def lived(office: int, service: str, at: float, chance: random.Random, days: int) -> Life:
    """A file's way from stage to stage."""
    (check, spread), (agency, wide), promise = SERVICES[service]
    habit = 1 + 0.15 * office
    enters: list[tuple[str, float]] = []

    def stay(stage: str, spent: float) -> None:
        nonlocal at
        enters.append((stage, at))
        at += spent

    stay("received", 3 * habit * slowness(False, at, days) * chance.lognormvariate(0, 0.6))
    if chance.random() < INCOMPLETE:
        stay("incomplete", 38 * chance.lognormvariate(0, 0.9))
    stay("checking", check * habit * slowness(False, at, days) * chance.lognormvariate(0, spread))
    if agency:
        stay("bundle", next_bundle(at) + 2 - at)
        stay("agency", agency * slowness(True, at, days) * chance.lognormvariate(0, wide))
        at += sum(DAY for day in BROKEN if enters[-1][1] < (day + 1) * DAY and at > day * DAY)
        if chance.random() < HELD:
            stay("held", 55 * chance.lognormvariate(0, 0.5))
        stay("back", next_bundle(at) + 2 - at)
    else:
        stay("signature", 5 * habit * slowness(False, at, days) * chance.lognormvariate(0, 0.8))
    stay("finished", 3 * habit * chance.lognormvariate(0, 0.6))
    return Life(service, str(office), promise, tuple(enters), at)


def history(days: int, seed: int) -> list[Life]:
    """All files of all days."""
    chance = random.Random(seed)
    files = []
    for day in range(days):
        for office, busy in ((0, 9), (1, 5)):
            for _ in range(chance.randrange(busy - 3, busy + 4)):
                service = chance.choices(list(SERVICES), (5, 4, 3, 1))[0]
                files.append(lived(office, service, day * DAY + chance.uniform(0, DAY), chance, days))
    return files


def main() -> None:
    """Print coverage and widths."""
    parser = argparse.ArgumentParser(prog="benchmarks.forecast")
    parser.add_argument("--years", type=float, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=3)
    wanted = parser.parse_args()
    days = int(250 * wanted.years)
    files = history(days, wanted.seed)
    forecasts: list[PastForecast] = []
    for day in range(days - HELD_OUT, days, wanted.every):
        forecasts += forecasts_on(files, day * DAY + 4, silent=frozenset({"incomplete"}))
    verdict = judged(forecasts)
    assert verdict
    ours, naive = verdict.width, verdict.naive_width
    print(f"naive, nominal 80 %: {100 * verdict.naive_nominal_coverage:.1f} %, {verdict.naive_nominal_width:.1f} h")
    print(Row(f"Expected window covers, {len(forecasts):,} forecasts", f"{100 * verdict.coverage:.1f} %", "77-83 %", verdict.coverage / 0.8, None).cells())
    print(Row(f"Its width against the naive one at {100 * verdict.naive_coverage:.1f} %", f"{ours:.1f} h", f"{naive:.1f} h", ours / naive, 1.0, at_least=False).cells())


if __name__ == "__main__":
    main()
