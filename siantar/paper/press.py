"""Make PDF or PNG of a template and its data; each thread keeps its typst compilers."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any, Literal

import typst

TEMPLATES = Path(__file__).parent / "templates"
PRINTER_DPI = 203
STAMPED_INSIDE = frozenset({"receipt", "label", "slip"})  # narrow, with barcodes: nothing stands behind those
_compilers = threading.local()
_stamps: list[str] = []  # what stands large on every paper of this installation


def stamp_everything(words: str) -> None:
    """Every paper bears these words from now on: in large letters where it is narrow, behind the text elsewhere."""
    _stamps[:] = [words] if words else []


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of `templates/<template>.typ` with `data` (passed as JSON text, never as markup)."""
    return bytes(_compile(template, data, "pdf"))


def png(template: str, data: dict[str, Any]) -> bytes:
    """The first page at the resolution of thermal printers (203 dpi)."""
    pages = _compile(template, data, "png")
    return bytes(pages[0] if isinstance(pages, list) else pages)


def pages(template: str, data: dict[str, Any]) -> list[bytes]:
    """All pages as pictures, at the same resolution."""
    drawn = _compile(template, data, "png")
    return [bytes(page) for page in drawn] if isinstance(drawn, list) else [bytes(drawn)]


def labelled(template: str, data: dict[str, Any], label: str) -> Any:
    """What the template says under this label, as plain data: where something stands on the paper."""
    inputs = {"data": _written(data)}
    path = str(TEMPLATES / f"{template}.typ")
    answer = typst.query(path, f"<{label}>", field="value", one=True, root=str(TEMPLATES), sys_inputs=inputs)
    return json.loads(answer)


def _written(data: dict[str, Any]) -> str:
    """The data as JSON text; bytes as the numbers they are, since typst reads those."""
    return json.dumps(data, ensure_ascii=False, default=list)


def _compile(template: str, data: dict[str, Any], form: Literal["pdf", "png"]) -> Any:
    compilers: dict[str, typst.Compiler] = _compilers.__dict__.setdefault("compilers", {})
    inputs = {"data": _written(data)}
    if _stamps:
        inputs |= {"stamp": _stamps[0], "template": template}
        template = template if template in STAMPED_INSIDE else "training"
    if template not in compilers:
        compilers[template] = typst.Compiler(str(TEMPLATES / f"{template}.typ"), root=str(TEMPLATES))
    return compilers[template].compile(format=form, ppi=PRINTER_DPI, sys_inputs=inputs)
