"""`python -m siantar.routing FILE.json [--seconds S]`: VROOM JSON in, VROOM JSON out."""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from siantar.routing import engine, json_fields, vroom, vroom_answer
from siantar.routing.problem import Impossible

INPUT_ERROR = 2  # VROOM's status code
LONGEST = 3600.0  # seconds of search


def default_seconds(stops: int) -> float:
    """0.06 s a stop, between 2 and 30 s (benchmarks/routing)."""
    return min(30.0, max(2.0, 0.06 * stops))


def main(arguments: Sequence[str] | None = None, source: vroom.Source = vroom.by_air) -> int:
    """Plan the problem of a file (or of standard input for `-`); 0 when a plan was made, 1 when not understood.

    Coordinates without matrices are timed by `source`; `siantar plan` hands in the installation's own.
    """
    parser = argparse.ArgumentParser(prog="siantar plan", description="Rute untuk masalah dalam JSON API VROOM.")
    parser.add_argument("file", help="berkas JSON, atau - untuk masukan baku")
    parser.add_argument("--seconds", type=_seconds, help="lama pencarian (detik, paling lama 3600)")
    parser.add_argument("--fair", action="store_true", help="bagi waktu kerja secara adil")
    options = parser.parse_args(arguments)
    try:
        print(json.dumps(_answer(_text(options.file), options, source)))
    except (OSError, UnicodeDecodeError, Impossible) as error:
        print(json.dumps({"code": INPUT_ERROR, "error": str(error)}))
        return 1
    return 0


def _seconds(typed: str) -> float:
    seconds = float(typed)
    if not (math.isfinite(seconds) and 0 <= seconds <= LONGEST):
        raise ValueError
    return seconds


def _text(file: str) -> str:
    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    return content.decode("utf-8-sig")


def _answer(text: str, options: argparse.Namespace, source: vroom.Source) -> dict[str, object]:
    """The plan of a problem. Raises Impossible."""
    content = json_fields.parsed(text)
    reading = vroom.read_whole(content, source)
    begun = time.monotonic()
    seconds = default_seconds(len(reading.problem.stops)) if options.seconds is None else options.seconds
    plan = engine.make(reading.problem, engine.Ask(seconds, fair=options.fair, begin_with=reading.begin_with))
    spent = round(1000 * (time.monotonic() - begun))
    return vroom_answer.write(reading, plan, content, computing_ms=spent)


if __name__ == "__main__":
    sys.exit(main())
