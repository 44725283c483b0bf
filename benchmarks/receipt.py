"""Seconds of one receipt: ours from its facts to the PDF, barcodes and all, and the bare compile of the same page."""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

import django

django.setup()

from benchmarks.serving import seconds_of  # noqa: E402
from siantar import clock  # noqa: E402
from siantar.casework.models import Application  # noqa: E402
from siantar.directory.models import User  # noqa: E402
from siantar.directory.staff import actor_of  # noqa: E402
from siantar.faces.frame import papers  # noqa: E402
from siantar.paper import press, receipt  # noqa: E402
from siantar.privacy.looks import Reader  # noqa: E402


def main() -> None:
    """Print both medians; copied files have no PIN to print, so it is one of the lives they copy."""
    at = clock.now()
    reader = Reader(actor_of(User.objects.get(username="loket"), at), at, "print_receipt")
    whole = json.loads((Path(sys.argv[1]) / "sample.json").read_text())["whole"]

    file = Application.objects.get(receipt_number=whole)
    facts = papers.receipt_of(file, reader, officer="Rina", again=False)
    sheet = receipt._data([facts], receipt.PaperSize.MM80, receipt.Copies.BOTH)

    def ours() -> None:
        receipt.receipt_pdf(facts, receipt.PaperSize.MM80)

    pairs = [
        (statistics.median(seconds_of(ours, 20)), statistics.median(seconds_of(lambda: press.pdf("receipt", sheet), 20)))
        for _ in range(5)
    ]
    print(json.dumps([statistics.median(column) for column in zip(*pairs, strict=True)]))


if __name__ == "__main__":
    main()
