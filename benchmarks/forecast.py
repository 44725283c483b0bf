"""Expected windows against what happened, on a simulated history with drift, seasons and an agency that breaks down.

    python -m benchmarks.forecast [--years 2] [--seed 1]

Two offices, four services. A file is checked, some wait for their resident, goes by bundle on two days a week, is
worked on at the agency, some wait at the data centre, and comes back by bundle; letters are signed instead. Stages take
lognormal times; the agency slows down by a third over the two years, every month's last week and the weeks before a feast are slower, and twice the agency does nothing at all: twelve working days
in the history, eight in the months held out. These are the last five: every third working day the files open then are
forecast with what was known that day. Beside our window stand two naive ones, widened or narrowed until they cover as
often: same service, all history, counted from handing in; and the same of the files that took longer than this one has
(it knows the time already waited, which is nearly all there is to know here). Widths in working hours.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from benchmarks.table import Row
from siantar.planning.forecast import Outlook, Spell

DAY = 7.5
HELD_OUT = 105  # working days
SERVICES = {  # (check, agency) median hours and spread, agency 0 for letters; a promise in hours
    "ktp": ((5, 0.5), (18, 0.45), 60), "kk": ((4, 0.5), (26, 0.5), 70),
    "sktm": ((3, 0.6), (0, 0), 22), "waris": ((10, 0.7), (0, 0), 50),
}  # fmt: skip
INCOMPLETE, HELD = 0.18, 0.12  # shares of files whose resident must come again, and that wait at the data centre
BUNDLES = (1, 3)  # days of the working week on which a bundle goes each way
BROKEN = (*range(300, 312), *range(430, 438))  # the agency does nothing on these days


@dataclass
class File:
    """Entering times of its stages and when it was done."""

    office: int
    service: str
    enters: list[tuple[str, float]] = field(default_factory=list)
    done: float = 0.0


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


def lived(file: File, at: float, days: int, chance: random.Random) -> None:
    """The file's way from stage to stage."""
    (check, spread), (agency, wide), _ = SERVICES[file.service]
    habit = 1 + 0.15 * file.office

    def stay(stage: str, spent: float) -> None:
        nonlocal at
        file.enters.append((stage, at))
        at += spent

    stay("received", 3 * habit * slowness(False, at, days) * chance.lognormvariate(0, 0.6))
    if chance.random() < INCOMPLETE:
        stay("incomplete", 38 * chance.lognormvariate(0, 0.9))
    stay("checking", check * habit * slowness(False, at, days) * chance.lognormvariate(0, spread))
    if agency:
        stay("bundle", next_bundle(at) + 2 - at)
        stay("agency", agency * slowness(True, at, days) * chance.lognormvariate(0, wide))
        at += sum(DAY for day in BROKEN if file.enters[-1][1] < (day + 1) * DAY and at > day * DAY)
        if chance.random() < HELD:
            stay("held", 55 * chance.lognormvariate(0, 0.5))
        stay("back", next_bundle(at) + 2 - at)
    else:
        stay("signature", 5 * habit * slowness(False, at, days) * chance.lognormvariate(0, 0.8))
    stay("finished", 3 * habit * chance.lognormvariate(0, 0.6))
    file.done = at


def history(days: int, seed: int) -> list[File]:
    """All files of all days."""
    chance = random.Random(seed)
    files = []
    for day in range(days):
        for office, busy in ((0, 9), (1, 5)):
            for _ in range(chance.randrange(busy - 3, busy + 4)):
                service = chance.choices(list(SERVICES), (5, 4, 3, 1))[0]
                file = File(office, service)
                lived(file, day * DAY + chance.uniform(0, DAY), days, chance)
                files.append(file)
    return files


def spells_at(files: list[File], now: float) -> dict[tuple[str, str], list[tuple[int, Spell]]]:
    """What was known at an hour."""
    known: dict[tuple[str, str], list[tuple[int, Spell]]] = defaultdict(list)
    for file in files:
        ends = [at for _, at in file.enters[1:]] + [file.done]
        for (stage, entered), end in zip(file.enters, ends, strict=True):
            if entered <= now:
                left, done = end <= now, file.done <= now
                spell = Spell(entered, min(end, now) - entered, left, min(file.done, now) - entered, done)
                known[file.service, stage].append((file.office, spell))
    return known


@dataclass
class Told:
    """A forecast and what came of it."""

    low: float
    high: float
    truth: float
    naive: Quantiles
    waited: Quantiles


Quantiles = tuple[float, ...]


def stage_now(file: File, now: float) -> tuple[str, float]:
    """The stage a file is in, and since when."""
    return next((stage, entered) for stage, entered in reversed(file.enters) if entered <= now)


def forecast_day(files: list[File], now: float) -> list[Told]:
    """Every open file forecast once."""
    near = [file for file in files if file.enters[0][1] > now - 250 * DAY and file.enters[0][1] <= now]
    known = spells_at(near, now)
    totals = {s: np.sort([f.done - f.enters[0][1] for f in files if f.service == s and f.done <= now]) for s in SERVICES}
    outlooks: dict[tuple[int, str, str], Outlook] = {}
    told = []
    for file in near:
        if file.done <= now or stage_now(file, now)[0] == "incomplete":  # the resident's turn: nothing is foretold
            continue
        stage, since = stage_now(file, now)
        key = (file.office, file.service, stage)
        if key not in outlooks:
            spells = [Spell(s.began, s.stay, s.left, s.until, s.done, office == file.office) for office, s in known[file.service, stage]]
            outlooks[key] = Outlook(spells, now, SERVICES[file.service][2])
        window = outlooks[key].window(now - since)
        if window is None:
            continue
        total, age = totals[file.service], now - file.enters[0][1]
        rest = total[total > age] - age
        told.append(Told(window.low, window.high, file.done - now, _hundredths(total - age), _hundredths(rest)))
    return told


def _hundredths(times: np.ndarray) -> Quantiles:
    """99 quantiles, none before now."""
    return tuple(np.maximum(0.0, np.quantile(times if len(times) else [0.0], np.linspace(0.01, 0.99, 99))))


def at_equal(told: list[Told], name: str, covered: float) -> tuple[float, float]:
    """Coverage and width of a naive window of those quantiles that cover most nearly as often as ours."""
    found = []
    for tail in range(1, 49):
        pairs = [(getattr(one, name)[tail - 1], getattr(one, name)[99 - tail], one.truth) for one in told]
        found.append((float(np.mean([a <= t <= b for a, b, t in pairs])), float(np.mean([b - a for a, b, _ in pairs]))))
    return min(found, key=lambda one: abs(one[0] - covered))


def main() -> None:
    """Print coverage and widths."""
    asked = argparse.ArgumentParser(prog="benchmarks.forecast")
    asked.add_argument("--years", type=float, default=2)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--every", type=int, default=3)
    wanted = asked.parse_args()
    days = int(250 * wanted.years)
    files = history(days, wanted.seed)
    told: list[Told] = []
    by_month: dict[int, list[Told]] = defaultdict(list)
    for day in range(days - HELD_OUT, days, wanted.every):
        today = forecast_day(files, day * DAY + 4)
        told += today
        by_month[(day - days + HELD_OUT) // 21] += today
    covered = float(np.mean([one.low <= one.truth <= one.high for one in told]))
    width = float(np.mean([one.high - one.low for one in told]))
    for month, ones in sorted(by_month.items()):
        print(f"  month {month + 1}: {100 * np.mean([o.low <= o.truth <= o.high for o in ones]):.1f} % of {len(ones)}, {np.mean([o.high - o.low for o in ones]):.1f} h")
    naive, waited = at_equal(told, "naive", covered), at_equal(told, "waited", covered)
    print(f"naive {100 * naive[0]:.1f} %, {naive[1]:.1f} h; knowing the wait {100 * waited[0]:.1f} %, {waited[1]:.1f} h")
    print(Row(f"Expected window covers, {len(told):,} forecasts", f"{100 * covered:.1f} %", "77-83 %", covered / 0.8, None).cells())
    print(Row("Its width against the naive one at equal coverage", f"{width:.1f} h", f"{naive[1]:.1f} h", width / naive[1], 1.0, at_least=False).cells())


if __name__ == "__main__":
    main()
