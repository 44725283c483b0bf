"""`python -m siantar.routing.child`: the engine in a process of its own, so that it can always be stopped.

Reads one line (`seconds`, `fair`, `begin_with`, `problem`), writes a line for every better order and a last one with
`done`. Whoever started it ends it when time is up.
"""

from __future__ import annotations

import json
import sys

from siantar.routing import codec, engine
from siantar.routing.plan import Plan


def main() -> None:
    """Make one plan."""
    asked = json.loads(sys.stdin.readline() or "{}")
    if not asked:
        return
    problem = codec.read(json.dumps(asked["problem"]))
    ask = engine.Ask(asked["seconds"], fair=asked["fair"], begin_with=asked["begin_with"])
    plan = engine.make(problem, ask, lambda better: _tell(better, done=False))
    _tell(plan, done=True)


def _tell(plan: Plan, *, done: bool) -> None:
    print(json.dumps({"order": plan.order(), "done": done}), flush=True)


if __name__ == "__main__":
    main()
