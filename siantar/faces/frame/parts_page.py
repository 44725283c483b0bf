"""The parts that pages of staff are made of, each in all its states; for developers, in the demo and while debugging.

What stands here is drawn by the templates and classes of the pages; `tests/journeys/test_parts.py` compares pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from siantar.faces.frame import parts_samples as samples
from siantar.faces.frame.staff_access import everyone

State = tuple[str, str, Mapping[str, Any]]  # in words, template, context
HOVER, FOCUS = "hover", "focus"


@dataclass(frozen=True, slots=True)
class PartState:
    """A part in one of its states: in words, drawn, and what a browser test forces on it (`hover`, `focus` or "")."""

    words: str
    html: str
    forced: str = ""


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part of pages with its states; `name` is the anchor and the name of its pictures."""

    name: str
    title: str
    states: tuple[PartState, ...]


@everyone
@require_safe
def parts_page(request: HttpRequest) -> HttpResponse:
    """All parts; nowhere but in the demo and where faults are shown."""
    if not (settings.SIANTAR_DEMO or settings.DEBUG):
        raise Http404
    with translation.override("id"):  # the samples are Indonesian, and so are the kept pictures
        return render(request, "frame/parts_page.html", {"parts": tuple(_parts(request))})


def _parts(request: HttpRequest) -> Iterable[PagePart]:
    for name, title, states in _table():
        yield PagePart(name, title, tuple(_drawn(state, request) for state in states))


def _drawn(state: State, request: HttpRequest) -> PartState:
    words, template, context = state
    return PartState(words, render_to_string(f"frame/{template}.html", dict(context), request), _forced(words))


def _forced(words: str) -> str:
    return {"Disentuh": HOVER, "Terfokus": FOCUS}.get(words, "")


def _table() -> Iterable[tuple[str, str, Iterable[State]]]:
    yield "rel", "Rel", _four("bagian/drawer", {"frame": samples.FRAME})[:3]
    yield "laci", "Laci", [("Terbuka", "bagian/drawer", {"frame": samples.FRAME, "menu_open": True})]
    yield "tombol", "Tombol", _four("bagian/buttons", {})
    yield "isian", "Isian", _fields()
    yield "keping", "Keping", _chips()
    yield "pilihan", "Pilihan bersegmen", _segments()
    yield "tabel", "Tabel", _tables()
    yield "terpilih", "Bilah terpilih", [("Diam", "parts/selection", {"acts": samples.ACTS, "flat": True})]
    yield "lencana", "Lencana dan hitungan", [("Diam", "bagian/badges", {"badges": samples.BADGES})]
    yield "janji", "Bilah janji", [("Diam", "bagian/promises", {"bars": samples.BARS})]
    yield "spanduk", "Spanduk", _banners()
    yield "kosong", "Halaman kosong", [("Kosong", "parts/empty", samples.EMPTY)]
    yield "dialog", "Dialog", _dialogs()
    yield "pindai", "Panel pindai", _scanning()
    yield "tanda-tangan", "Kotak tanda tangan", [("Kosong", "parts/signature", samples.SIGNATURE)]
    yield "kartu", "Kartu", [("Diam", "bagian/card", {"name": samples.LONG_NAME})]
    yield "bab", "Bab", _tabs()
    yield "tombol-ketik", "Petunjuk tombol", [("Diam", "bagian/keys", {})]
    yield "pemberitahuan", "Pemberitahuan", [("Tekan untuk melihat", "bagian/toast", {})]


def _four(template: str, context: Mapping[str, Any]) -> list[State]:
    states: list[State] = [(words, template, context) for words in ("Diam", "Disentuh", "Terfokus")]
    return [*states, ("Tidak dapat dipakai", template, {**context, "disabled": True})]


def _tabs() -> Iterable[State]:
    for words in ("Diam", "Disentuh", "Terfokus"):
        yield words, "bagian/sides", {"name": words}


def _fields() -> Iterable[State]:
    typed = samples.PartsForm(samples.TYPED, auto_id="isi_%s")
    yield "Diam", "parts/field", {"field": samples.PartsForm(auto_id="diam_%s")["name"]}
    yield "Terisi, dengan petunjuk", "parts/field", {"field": typed["phone"]}
    yield "Terfokus", "parts/field", {"field": samples.PartsForm(auto_id="fokus_%s")["name"]}
    yield "Disentuh", "parts/field", {"field": samples.PartsForm(auto_id="sentuh_%s")["service"]}
    wrong = samples.PartsForm({}, auto_id="salah_%s")
    yield "Salah", "parts/field", {"field": wrong["name"]}
    yield "Ringkasan kesalahan", "parts/errors", {"form": wrong}
    shut = samples.PartsForm(auto_id="mati_%s")
    shut.fields["name"].disabled = True
    yield "Tidak dapat dipakai", "parts/field", {"field": shut["name"]}


def _chips() -> Iterable[State]:
    yield "Diam", "bagian/chips", {"choices": samples.BRINGERS, "name": "a"}
    yield "Dipilih", "bagian/chips", {"choices": samples.BRINGERS, "name": "b", "chosen": True}
    yield "Disentuh", "bagian/chips", {"choices": samples.BRINGERS[:2], "name": "c"}
    yield "Terfokus", "bagian/chips", {"choices": samples.BRINGERS[:2], "name": "d"}
    yield "Tautan dengan jumlah", "parts/chip_links", {"chips": samples.VIEWS, "label": "Tampilan", "current": "page"}
    yield "Pilihan besar", "bagian/choices", {"choices": samples.BRINGERS, "name": "e"}
    yield "Pilihan besar, dipilih", "bagian/choices", {"choices": samples.BRINGERS, "name": "f", "chosen": True}


def _segments() -> Iterable[State]:
    yield "Diam", "parts/segments", {"field": samples.PartsForm(auto_id="s1_%s", prefix="s1")["way"]}
    yield "Dipilih", "parts/segments", {"field": samples.chosen("s2")}
    yield "Disentuh", "parts/segments", {"field": samples.PartsForm(auto_id="s3_%s", prefix="s3")["way"]}
    yield "Terfokus", "parts/segments", {"field": samples.PartsForm(auto_id="s4_%s", prefix="s4")["way"]}


def _tables() -> Iterable[State]:
    yield "Banyak", "bagian/table", {"groups": samples.groups(), "words": "banyak"}
    yield "Disentuh", "bagian/table", {"groups": samples.groups(1), "words": "disentuh"}
    yield "Tidak ada", "bagian/table", {"groups": (), "words": "tidak ada"}


def _banners() -> Iterable[State]:
    yield "Kabar", "parts/messages", {"messages": samples.NOTICES}
    yield "Salah", "parts/trouble", {"error": "Tulis nama orang yang membawa bundel ini."}
    yield "Latihan", "parts/training", {"frame": SimpleNamespace(training=True)}


def _dialogs() -> Iterable[State]:
    yield "Terbuka", "parts/help_sheet", {"help": samples.HELP_SHEET}
    yield "Layar terkunci", "parts/lock", {"frame": samples.FRAME}


def _scanning() -> Iterable[State]:
    for words, outcome in samples.SCANS:
        yield words, "bagian/scanning", {"count": 12, "scan_result": outcome}
    yield "Kotak pindai", "parts/scan_box", samples.SCAN_BOX
