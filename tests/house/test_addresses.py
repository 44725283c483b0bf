"""Addresses of pages are looked up by name: `reverse` in code, `{% url %}` in templates, `links.public` for whole ones."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver

from siantar.directory import links

ROOT = Path(__file__).parents[2]
DOORS = sorted({re.match(r"[^/<]*", str(pattern.pattern))[0] for pattern in get_resolver().url_patterns} - {""})
PUBLIC = ("t", "skm", "pengaduan", "layanan", "kinerja", "petugas", "surat")
LITERAL = re.compile(rf"^/({'|'.join(map(re.escape, (*DOORS, *PUBLIC)))})([/?#]|$)")
CODE = [
    path for path in (ROOT / "siantar").rglob("*.py")
    if path.name not in {"urls.py", "hook_urls.py"} and "migrations" not in path.parts and "management" not in path.parts
]  # fmt: skip

# Files that say an address in letters, and why.
IN_LETTERS = {
    "siantar/project/settings.py": "Django's settings are read before any address is known",
    "siantar/project/asgi.py": "which bodies may be large is decided before Django is asked",
    "siantar/project/signs.py": "signs of life are told apart before Django is asked",
    "siantar/project/acknowledging.py": "a prefix, compared with the request's path",
    "siantar/project/wsgi.py": "the fast reading stands before Django",
    "siantar/demo/office.py": "says on the command line where to log in",
    "siantar/faces/public/page.py": "the tracking page is written without Django",
    "siantar/faces/public/fast_path.py": "the same, as JSON",
    "siantar/faces/frame/no_store.py": "prefixes of the API, compared with each request's path",
    "siantar/faces/frame/readable.py": "the same",
    "siantar/faces/frame/training.py": "prefixes of what is published, compared with each request's path",
    "siantar/faces/frame/city_map.py": "the address of the map is given to `urls.py` from here",
    "siantar/faces/api/problems.py": "the type of a problem is a promise of interface.md",
    "siantar/faces/api/manual.py": "a prefix, compared with the request's path",
    "siantar/faces/api/views.py": "the routes of the API itself",
}
ERROR_PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")  # must be shown whatever is broken


def in_letters(tree: ast.AST) -> list[str]:
    """The texts, parts of f-strings among them, that begin like the address of a page."""
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in texts if LITERAL.match(text)]


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_code_looks_addresses_up(path):
    if str(path.relative_to(ROOT)) not in IN_LETTERS:
        assert in_letters(ast.parse(path.read_text())) == []


@pytest.mark.parametrize("file", sorted(IN_LETTERS))
def test_an_exception_is_one_still(file):
    text = (ROOT / file).read_text()
    assert in_letters(ast.parse(text)) or '"/' in text, file


@pytest.mark.parametrize("source", ['go("/berkas/")', 'go(f"/t/{number}")', 'x = "/suara/?masa=1"', 'go("/masuk")'])
def test_an_address_in_letters_is_seen(source):
    assert in_letters(ast.parse(source))


def test_templates_look_addresses_up():
    pages = [page for page in (ROOT / "siantar/faces").rglob("*.html") if page.name not in ERROR_PAGES]
    literal = re.compile(r'(?:href|action|src)="/[^"]*"')
    assert {str(page): match for page in pages if (match := literal.findall(page.read_text()))} == {}
    assert len(pages) > 30


def test_public_addresses_are_whole():
    assert links.public("track", "K7PQ3M9XABCD") == f"{settings.SIANTAR_BASE_URL}/t/K7PQ3M9XABCD"
    assert links.public("home") == f"{settings.SIANTAR_BASE_URL}/"
