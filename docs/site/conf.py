"""The documents as one site (`make docs`): read where they lie, searched without a server, nothing fetched from elsewhere."""

from __future__ import annotations

from typing import Any

project = "Siantar"
copyright = "2026 Siantar contributors"
extensions = ["myst_parser"]
root_doc = "docs/site/index"
include_patterns = ["docs/**", "benchmarks/README.md", "*.md"]
exclude_patterns = [".venv", "node_modules", "var", "dist", "siantar", "tests", "frontend", "deploy", "LICENSES"]
language = "id"
myst_heading_anchors = 4
nitpicky = True

suppress_warnings = ["misc.highlighting_failure"]  # mermaid is shown as it is written

html_theme = "alabaster"
html_theme_options = {"description": "Dari loket sampai pintu warga", "fixed_sidebar": True, "page_width": "72rem"}
html_sidebars = {"**": ["about.html", "searchfield.html", "navigation.html"]}
html_extra_path = ["extra"]
html_static_path: list[str] = []
html_show_search_summary = False  # it would fetch pages, which a browser refuses at file://
html_copy_source = False
html_show_sphinx = False

IN_INDONESIAN = ("docs/kantor/", "docs/panduan/", "docs/privacy/", "docs/site/", "search", "genindex")


def _language_of(app: Any, name: str, template: str, context: dict[str, Any], tree: Any) -> None:
    context["language"] = "id" if name.startswith(IN_INDONESIAN) else "en"


def setup(app: Any) -> None:
    """Say of each page which language it is in."""
    app.connect("html-page-context", _language_of)
