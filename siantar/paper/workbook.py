"""A table as an Excel workbook (Office Open XML): one sheet, a heading row that stays, text that is always text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same table is the same file
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>',
}

Cell = str | int | float | None


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as the bytes of an .xlsx file."""
    table: list[list[Cell]] = [list(headings), *(list(row) for row in rows)]
    parts = dict(_PARTS)
    name = quoteattr(_clean(re.sub(r"[\[\]:*?/\\]", " ", title))[:31] or "1")
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={name} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts["xl/worksheets/sheet1.xml"] = _sheet(table)
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(ZipInfo(path, _EPOCH), _HEAD + text, ZIP_DEFLATED)
    return out.getvalue()


def _sheet(table: Sequence[Sequence[Cell]]) -> str:
    widths = [max((len(str(cell or "")) for cell in column), default=0) for column in zip(*table, strict=True)]
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{min(60, width + 2)}" customWidth="1"/>'
        for place, width in enumerate(widths, 1)
    )
    rows = "".join(
        f'<row r="{at}">{"".join(_cell(cell, heading=at == 1) for cell in row)}</row>'
        for at, row in enumerate(table, 1)
    )
    stays = (
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    )
    return f'<worksheet xmlns="{_MAIN}">{stays}<cols>{columns}</cols><sheetData>{rows}</sheetData></worksheet>'


def _cell(cell: Cell, *, heading: bool) -> str:
    style = ' s="1"' if heading else ""
    if cell is None or cell == "":
        return f"<c{style}/>"
    if isinstance(cell, str):
        return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{escape(_clean(cell))}</t></is></c>'
    return f"<c{style}><v>{cell}</v></c>"


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
