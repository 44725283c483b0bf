"""`make lighthouse`: the four pages residents open, as a slow phone gets them, judged by Lighthouse 12.8 from npm.

A demo office of its own on loopback, Debian's Chromium; Lighthouse is fetched when asked for and is no part of Siantar.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import serving
from siantar import clock

LIGHTHOUSE = "lighthouse@12.8"
CHROMIUM = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
README = Path(__file__).parent / "README.md"
FIRST, LAST = "<!-- lighthouse -->\n", "<!-- end of lighthouse -->"
NUMBER = "from siantar.casework.models import Application; print(Application.objects.first().receipt_number)"


def main() -> None:
    """Judge the pages, print the table and put it into benchmarks/README.md."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SIANTAR_DEMO": "1", "SIANTAR_DATA": folder}
        siantar = str(serving.BINARIES / "siantar")
        subprocess.run([siantar, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
        asked = [siantar, "shell", "-v0", "-c", NUMBER]
        number = subprocess.run(asked, env=environment, check=True, capture_output=True, text=True).stdout.strip()
        with serving.siantar(environment) as port:
            rows = [(page, judged(f"http://127.0.0.1:{port}{page}")) for page in ("/", f"/t/{number}", "/layanan/", "/kinerja/")]
    table = "\n".join(lines(rows))
    print(table)
    text = README.read_text()
    before, _, rest = text.partition(FIRST)
    README.write_text(f"{before}{FIRST}{table}\n{rest[rest.index(LAST):]}")


def judged(address: str) -> dict[str, Any]:
    """Lighthouse's report of a page, as its JSON says it."""
    command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", f"--chrome-flags={CHROMIUM}"]
    environment = {**os.environ, "CHROME_PATH": "/usr/bin/chromium"}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=300)
    return dict(json.loads(done.stdout))


def lines(rows: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    """The table, a line a page: four scores of 100, layout shift, the largest paint."""
    yield f"Last run: {clock.now():%Y-%m-%d}, {LIGHTHOUSE}, its slow phone, Python {sys.version.split()[0]}.\n"
    yield "| page | performance | accessibility | best practices | SEO | layout shift | largest paint |"
    yield "|---|---|---|---|---|---|---|"
    for page, report in rows:
        scores = [str(round(100 * category["score"])) for category in report["categories"].values()]
        audits = report["audits"]
        shift, paint = (audits[name]["displayValue"] for name in ("cumulative-layout-shift", "largest-contentful-paint"))
        yield f"| {'/t/...' if page.startswith('/t/') else page} | {' | '.join(scores)} | {shift} | {paint} |"


if __name__ == "__main__":
    main()
