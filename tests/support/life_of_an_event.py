"""The life of one event as a picture: `python -m tests.support.life_of_an_event`.

The steps are the functions themselves, so that a name in the picture is a name in the code; a test follows one event
through them and finds them called in this order.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "developer" / "life-of-an-event.md"
HEAD = """# The life of one event

Generated from the code by `make pictures`; do not edit. Names are modules and functions under `siantar/`; a test follows an event of the
API through all of them, in this order.

Whatever the door, the same happens behind it: the door reads who, what and when; the ledger locks and looks up; the gate and the law
decide; the ledger writes, all in one transaction. What follows hangs on the committed row and is relayed at once by a thread beside the
request, and again by the worker: exactly once in effect, whoever dies in between.
"""
TAIL = """
## Who follows

| consumer | follows | does |
|---|---|---|
{consumers}

An event no consumer can digest now waits apart (`casework.digestion`), and the later ones of its file behind it; other files go on.
"""
PARTS = ("Door", "Ledger", "Gate", "Law", "Tables", "Relay", "Consumer")


@dataclass(frozen=True, slots=True)
class Step:
    """One call: from which part to which."""

    caller: str
    callee: str
    function: Callable[..., Any]

    @property
    def name(self) -> str:
        """Module and function under `siantar`."""
        plain = inspect.unwrap(self.function)
        return f"{plain.__module__.removeprefix('siantar.')}.{plain.__qualname__}"

    @property
    def about(self) -> str:
        """What it does, in the first line of its docstring."""
        return (inspect.getdoc(inspect.unwrap(self.function)) or "").partition("\n")[0].replace(";", ",")


def steps() -> list[Step]:
    """What is called from the request to the consumer, in the order of the first call."""
    from siantar.bundles import recording
    from siantar.casework import bulk_sql, chain, consequences, derived, digestion, ledger, nudging, surroundings
    from siantar.faces.api import views
    from siantar.faces.frame import arrival, event_intake
    from siantar.messaging import consumers as messages
    from siantar.rules import access, decide, history

    return [
        Step("Door", "Door", arrival.Arrival.__call__),
        Step("Door", "Door", views.record_events),
        Step("Door", "Door", event_intake.record),
        Step("Door", "Door", recording.record),
        Step("Door", "Ledger", ledger.record),
        Step("Ledger", "Tables", bulk_sql.lock),
        Step("Ledger", "Tables", surroundings.look_up),
        Step("Ledger", "Law", decide.decide),
        Step("Law", "Gate", access.require_reach),
        Step("Law", "Gate", access.permit),
        Step("Law", "Law", history.step),
        Step("Ledger", "Ledger", chain.digest),
        Step("Ledger", "Tables", bulk_sql.insert),
        Step("Ledger", "Tables", derived.write),
        Step("Ledger", "Relay", nudging.nudge),
        Step("Relay", "Relay", consequences.relay),
        Step("Relay", "Consumer", digestion.give),
        Step("Consumer", "Consumer", messages.tell),
    ]


def written() -> dict[Path, str]:
    """The page with its text."""
    from siantar.casework.consumer import consumers

    participants = "\n".join(f"    participant {part}" for part in PARTS)
    calls = "\n".join(f"    {step.caller}->>{step.callee}: {step.name}" for step in steps())
    table = "\n".join(f"| `{step.name}` | {step.about} |" for step in steps())
    follow = "\n".join(
        f"| `{consumer.name}` | {_kinds(consumer.kinds)} | `{Step('', '', consumer.digest).name}`:"
        f" {Step('', '', consumer.digest).about} |"
        for consumer in consumers()
    )
    picture = f"```mermaid\nsequenceDiagram\n{participants}\n{calls}\n```\n"
    return {PAGE: f"{HEAD}\n{picture}\n| step | what it does |\n|---|---|\n{table}\n{TAIL.format(consumers=follow)}"}


def _kinds(kinds: frozenset[str] | None) -> str:
    return "all events" if kinds is None else ", ".join(f"`{kind}`" for kind in sorted(kinds))


if __name__ == "__main__":
    from tests.support.pages import write

    write(written)
