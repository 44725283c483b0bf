"""`python -m siantar.routing FILE.json [--seconds S]`: VROOM JSON in, VROOM JSON out."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from siantar.routing import engine, vroom
from siantar.routing.problem import Impossible


def default_seconds(stops: int) -> float:
    """0.06 s a stop, between 2 and 30 s (benchmarks/routing)."""
    return min(30.0, max(2.0, 0.06 * stops))


def main(arguments: Sequence[str] | None = None) -> int:
    """Plan the problem of a file (or of standard input for `-`); 0 when a plan was made, 1 when not understood."""
    parser = argparse.ArgumentParser(prog="siantar plan", description="Rute untuk masalah dalam JSON API VROOM.")
    parser.add_argument("file", help="berkas JSON, atau - untuk masukan baku")
    parser.add_argument("--seconds", type=float, help="lama pencarian (detik)")
    parser.add_argument("--fair", action="store_true", help="bagi waktu kerja secara adil")
    options = parser.parse_args(arguments)
    try:
        text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text()
        content = json.loads(text)
        problem = vroom.read(content)
    except (OSError, json.JSONDecodeError, Impossible) as error:
        print(json.dumps({"code": 2, "error": str(error)}))
        return 1
    begun = time.monotonic()
    seconds = default_seconds(len(problem.stops)) if options.seconds is None else max(0.0, options.seconds)
    try:
        plan = engine.make(problem, engine.Ask(seconds, fair=options.fair))
    except Impossible as error:
        print(json.dumps({"code": 2, "error": str(error)}))
        return 1
    spent = round(1000 * (time.monotonic() - begun))
    json.dump(vroom.write(problem, plan, content, computing_ms=spent), sys.stdout)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
