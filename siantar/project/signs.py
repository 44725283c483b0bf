"""Signs of life under load: they never wait behind officers' pages, and no answer in time is an answer too."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

Headers = list[tuple[bytes, bytes]]
Response = tuple[int, Headers, bytes]

PATIENCE = 2.0  # seconds; a balancer asks every second and gives up after three
SLOW: Response = (
    503,
    [(b"content-type", b"application/json")],
    json.dumps({"status": "unready", "database": "slow"}).encode(),
)
LIVE, READY, TELLING = "/live", "/ready", "/ready/telling"
PATHS = frozenset({LIVE, READY, TELLING})

_threads = {path: ThreadPoolExecutor(1, thread_name_prefix="sign") for path in PATHS}
_under_way: dict[str, asyncio.Future[Response]] = {}


async def answer(path: str, ask: Callable[[], Response]) -> Response:
    """What `ask` says, in a thread of its own for each path; 503 where it takes too long. Askers share one answer."""
    asked_for = _under_way.get(path)
    if asked_for is None or asked_for.done():
        asked_for = asyncio.get_running_loop().run_in_executor(_threads[path], ask)
        _under_way[path] = asked_for
    try:
        return await asyncio.wait_for(asyncio.shield(asked_for), PATIENCE)
    except TimeoutError:
        return SLOW
