"""The built front end: under which hashed name Vite put each source, and what it needs, as its manifest has it.

Sources are named below `frontend/`: `counter/counter.ts`, `styles/office.css`. Names with a hash are served for good
(`WHITENOISE_IMMUTABLE_FILE_TEST`), so no address of a built file may be written by hand.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypedDict

from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static

BUILT = Path(__file__).parent / "static/built"


class Chunk(TypedDict, total=False):
    """A line of the manifest, as far as we read it."""

    file: str
    imports: list[str]
    dynamicImports: list[str]
    css: list[str]
    assets: list[str]


@cache
def _manifest() -> dict[str, Chunk]:
    try:
        manifest: dict[str, Chunk] = json.loads((BUILT / "manifest.json").read_text())
    except FileNotFoundError as error:
        raise ImproperlyConfigured("The front end is not built: run `npm ci && npm run build`.") from error
    return manifest


def _file(source: str) -> str:
    try:
        return _manifest()[f"frontend/{source}"]["file"]
    except KeyError as error:
        raise ImproperlyConfigured(f"frontend/{source} is no entry of vite.config.ts.") from error


def address(source: str) -> str:
    """Where a source is served."""
    return static(f"built/{_file(source)}")


def content(source: str) -> bytes:
    """What it became when built."""
    return (BUILT / _file(source)).read_bytes()


@cache
def inside(source: str) -> str:
    """What it became when built, to stand inside a page."""
    return content(source).decode()


@cache
def digest(source: str) -> str:
    """How a Content-Security-Policy allows `inside` in a page, and nothing else."""
    return f"'sha256-{b64encode(hashlib.sha256(inside(source).encode()).digest()).decode()}'"


@cache
def icons() -> dict[str, str]:
    """The drawing inside each icon of `frontend/icons/names.json`, by its name."""
    drawings: dict[str, str] = json.loads(content("icons/names.json"))
    return drawings


def styles(source: str) -> list[str]:
    """Where the style sheets are that a script and its imports bring; its page links them."""
    sheets = [sheet for chunk in _closure(f"frontend/{source}", lazy=False) for sheet in chunk.get("css", ())]
    return [static(f"built/{sheet}") for sheet in dict.fromkeys(sheets)]


def needed_at_once(source: str) -> list[str]:
    """Addresses of a source and all that is loaded with it; not what comes when wanted (`import()`)."""
    return _addresses(source, lazy=False)


def needed_ever(source: str) -> list[str]:
    """Addresses of a source and all it may load in time, with style sheets, pictures, fonts and wasm."""
    return _addresses(source, lazy=True)


def _addresses(source: str, *, lazy: bool) -> list[str]:
    _file(source)
    chunks = list(_closure(f"frontend/{source}", lazy=lazy))
    files = {file for chunk in chunks for file in (chunk["file"], *chunk.get("css", ()), *chunk.get("assets", ()))}
    return [static(f"built/{file}") for file in sorted(files)]


def _closure(start: str, *, lazy: bool) -> Iterator[Chunk]:
    """The chunk and those behind its imports, each once."""
    ahead, seen = [start], set[str]()
    while ahead:
        key = ahead.pop()
        if key in seen:
            continue
        seen.add(key)
        chunk = _manifest()[key]
        yield chunk
        ahead += [*chunk.get("imports", ()), *(chunk.get("dynamicImports", ()) if lazy else ())]
