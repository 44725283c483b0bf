"""Which help belongs to a page: its own, else that of the nearest page above it in the address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import Resolver404, resolve, reverse

from siantar.faces.frame.help import account, counter, files, letters, reports, setup, work
from siantar.faces.frame.help.guide_links import SECTIONS
from siantar.faces.frame.help.page_help import PageHelp

HELP: Mapping[str, PageHelp] = {
    **counter.PAGES, **files.PAGES, **letters.PAGES, **work.PAGES, **reports.PAGES, **setup.PAGES, **account.PAGES,
}  # fmt: skip


def help_at(path: str) -> PageHelp | None:
    """The help of the page at this path (`/berkas/wakil/`), also of an act that shows its page again; None: none."""
    return next((HELP[name] for name in _names(path) if name in HELP), None)


def guide_at(path: str) -> str:
    """Where the guides go on about the page at this path (`/panduan/rak/#menaruh-dokumen-rak`); "" where no help is."""
    name = next((name for name in _names(path) if name in HELP), "")
    guide, _mark, anchor = SECTIONS.get(name, "").partition("#")
    return f"{reverse('guide', args=[guide])}#{anchor}" if guide else ""


def _names(path: str) -> Iterator[str]:
    """The names of the addresses from this path upwards."""
    parts = path.strip("/").split("/")
    for length in range(len(parts), 0, -1):
        try:
            match = resolve(f"/{'/'.join(parts[:length])}/")
        except Resolver404:
            continue
        if match.app_name != "admin":
            yield match.url_name or ""
