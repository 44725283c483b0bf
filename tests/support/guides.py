"""The guides of the office as pages: `python -m tests.support.guides` (`make setup` does it, the wheel carries them).

Read by the parser that the site of the documents uses (markdown-it), so that a heading has one anchor in both.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from PIL import Image

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
INDEX = DOCS / "kantor" / "README.md"
GUIDES = sorted({*(DOCS / "kantor").glob("*.md"), *(DOCS / "panduan").glob("*.md")} - {INDEX})
BUILT = ROOT / "siantar" / "faces" / "guides" / "built"
PICTURES = "pictures"


def parser() -> MarkdownIt:
    """Markdown without HTML in it, with tables, each heading with its anchor."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").use(anchors_plugin, max_level=3)


class Guide:
    """One document: its title, its page without the title, the headings on it, the pictures it shows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.up = "" if path == INDEX else "../"
        self.pictures: set[Path] = set()
        tokens = parser().parse(path.read_text())
        self.title = tokens[1].content
        self.headings = [
            {"anchor": str(token.attrs["id"]), "name": plain(tokens[place + 1])}
            for place, token in enumerate(tokens)
            if token.type == "heading_open" and token.tag != "h1"
        ]
        body = tokens[3:]
        for token in body:
            token.children = self._led(token.children) if token.children else token.children
        self.page = parser().renderer.render(body, parser().options, {})

    def contents(self) -> dict[str, Any]:
        """What is kept of it."""
        return {"title": self.title, "page": self.page, "headings": self.headings}

    def _led(self, tokens: list[Token]) -> list[Token]:
        """The same with each link and picture to where the product has it; a link elsewhere is its words alone."""
        led, dropped = [], 0
        for token in tokens:
            if token.type == "image":
                picture = (self.path.parent / str(token.attrs["src"])).resolve()
                self.pictures.add(picture)
                width, height = Image.open(picture).size  # so that nothing moves when it arrives
                token.attrs |= {"src": f"{self.up}gambar/{picture.name}", "loading": "lazy"}
                token.attrs |= {"width": width, "height": height}
            if token.type == "link_open":
                if (address := self._address(str(token.attrs["href"]))) is None:
                    dropped += 1
                    continue
                token.attrs["href"] = address
            if token.type == "link_close" and dropped:
                dropped -= 1
                continue
            led.append(token)
        return led

    def _address(self, href: str) -> str | None:
        name, mark, anchor = href.partition("#")
        if not name or name.startswith(("https:", "http:")):
            return href
        if (self.path.parent / name).resolve() not in GUIDES:
            return None
        return f"{self.up}{Path(name).stem}/{mark}{anchor}"


def plain(inline: Token) -> str:
    """The words of a heading."""
    return "".join(token.content for token in inline.children or [])


def contents(index: Guide, guides: list[Guide]) -> dict[str, Any]:
    """What `siantar.faces.guides.built_guides` reads."""
    return {"index": index.contents(), "guides": {each.path.stem: each.contents() for each in guides}}


def main() -> None:
    """Make the pages and put the pictures beside them."""
    guides = [Guide(path) for path in GUIDES]
    shutil.rmtree(BUILT, ignore_errors=True)
    (BUILT / PICTURES).mkdir(parents=True)
    (BUILT / "guides.json").write_text(json.dumps(contents(Guide(INDEX), guides), ensure_ascii=False, indent=1))
    for picture in sorted(set().union(*(each.pictures for each in guides))):
        shutil.copyfile(picture, BUILT / PICTURES / picture.name)


if __name__ == "__main__":
    main()
