"""The front end as the house wants it: what is generated is up to date, files are short, the courier's app is small."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from siantar.faces.frame import assets
from tests.support import typescript, vectors

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for path in (ROOT / "frontend").rglob("*") if path.suffix in {".ts", ".css"})
COURIER_APP = 60_000  # bytes, without the wasm of the scanner


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_types_of_what_the_server_sends_are_up_to_date():
    assert typescript.files() == {path: path.read_text() for path in sorted(typescript.GENERATED.iterdir())}, (
        "make types"
    )


def test_the_vectors_are_up_to_date():
    assert vectors.written() == {path: path.read_text() for path in sorted(vectors.FOLDER.iterdir())}, "make types"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_source_is_long_or_written_for_machines(path):
    lines = path.read_text().splitlines()
    assert len(lines) <= 400
    assert max(map(len, lines)) <= 220 or path.parent == typescript.GENERATED


@pytest.mark.parametrize("path", [path for path in SOURCES if path.suffix == ".ts"], ids=name_of)
def test_doors_import_what_is_shared_and_nothing_of_each_other(path):
    here = path.relative_to(ROOT / "frontend").parts[0]
    allowed = {here, "shared", "generated"}
    for used in re.findall(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""", path.read_text()):
        target = (path.parent / used).resolve()
        assert target.exists(), used
        door = target.relative_to(ROOT).parts[1]
        assert door in allowed or here == "tests", used
    if here in {"shared", "generated"}:
        assert not re.search(r"""from "\.\./(?!shared|generated)""", path.read_text())


def test_the_courier_app_is_small_before_anything_is_looked_at():
    files = [assets.BUILT / address.rpartition("/")[2] for address in assets.needed_at_once("courier/app.ts")]
    contents = [file.read_bytes() for file in files if file.suffix == ".js"]
    raw, compressed = sum(map(len, contents)), sum(len(gzip.compress(content, 9)) for content in contents)
    print(f"courier app: {raw} bytes, {compressed} compressed, in {len(contents)} files")
    assert compressed < raw < COURIER_APP


def test_built_files_are_named_by_their_content():
    built = {path.name for path in assets.BUILT.iterdir() if path.suffix not in {".gz", ".br"}} - {"manifest.json"}
    assert len(built) > 20
    assert [name for name in built if not re.fullmatch(r"[\w-]+-[\w-]{8}\.\w+", name)] == []
