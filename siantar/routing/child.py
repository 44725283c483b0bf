"""`python -m siantar.routing.child`: the engine in a process of its own, so that it can always be stopped.

Reads one line (`seconds`, `fair`, `begin_with`, `problem`), writes a line for every better order and a last one with
`done`. Whoever started it ends it when time is up.
"""

from __future__ import annotations

import json
import os
import sys

from siantar.routing import codec, engine
from siantar.routing.plan import Plan

BEHIND = 10  # steps of niceness: a search takes whatever it is left, a page has somebody waiting


def main() -> None:
    """Make one plan, behind everything that somebody waits for."""
    os.nice(BEHIND)
    job = json.loads(sys.stdin.readline() or "{}")
    if not job:
        return
    problem = codec.read(json.dumps(job["problem"]))
    ask = engine.Ask(job["seconds"], fair=job["fair"], begin_with=job["begin_with"])
    plan = engine.make(problem, ask, lambda better: _tell(better, done=False))
    _tell(plan, done=True)


def _tell(plan: Plan, *, done: bool) -> None:
    print(json.dumps({"order": plan.order(), "done": done}), flush=True)


if __name__ == "__main__":
    main()
