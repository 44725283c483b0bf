"""Which kecamatan the office serves, its kelurahan, and where their borders run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from siantar.directory import all_regions, border_file, office_setup, offices, village_borders, village_map
from siantar.directory.all_regions import District
from siantar.directory.border_file import BadBorders, BorderFault, BorderMatch, Outline
from siantar.faces.frame.staff_access import StaffRequest, own_office, staff
from siantar.paper import charts
from siantar.paper.charts import Pencil
from siantar.rules.access import Act

LARGEST, OFFERED = 10_000_000, 8
FAULTS: Mapping[BorderFault, Promise] = {
    BorderFault.NOT_GEOJSON: gettext_lazy("Ini bukan berkas GeoJSON. Simpan dari program peta sebagai GeoJSON."),
    BorderFault.NO_AREAS: gettext_lazy("Di berkas ini tidak ada bidang (Polygon). Pilih lapisan batas kelurahan."),
    BorderFault.TOO_MANY: gettext_lazy("Bidangnya terlalu banyak. Simpan hanya kelurahan di kecamatan ini."),
    BorderFault.IN_METRES: gettext_lazy(
        "Koordinatnya dalam meter (UTM). Simpan lagi dengan sistem koordinat WGS 84 (EPSG:4326)."
    ),
    BorderFault.SWAPPED: gettext_lazy("Lintang dan bujurnya tertukar. Di GeoJSON bujur ditulis lebih dulu."),
    BorderFault.ELSEWHERE: gettext_lazy("Letaknya di luar Indonesia. Periksa berkas dan sistem koordinatnya."),
    BorderFault.NOBODYS: gettext_lazy(
        "Tidak satu pun nama atau kode di berkas ini cocok dengan kelurahan di bawah. Periksa kolom namanya."
    ),
}


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A kelurahan as the page lists it, numbered as on the map, and where its border comes from."""

    code: str
    name: str
    border: str


@dataclass(frozen=True, slots=True)
class DistrictChoice:
    """A kecamatan that can be chosen, with the kelurahan it would bring."""

    place: District
    villages: Sequence[str]


@dataclass(frozen=True, slots=True)
class BorderPreview:
    """What a file would bring: drawn, listed, and as text that can be taken."""

    drawing: SafeString
    match: BorderMatch
    lacking: Sequence[str]
    text: str


@staff(Act.SET_UP_OFFICE)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """The kecamatan, its kelurahan and their borders."""
    return _page(request)


@staff(Act.SET_UP_OFFICE)
@require_POST
def choose(request: StaffRequest) -> HttpResponse:
    """Serve this kecamatan."""
    code = request.POST.get("district", "")
    if all_regions.district(code) is None:
        messages.error(request, _("Pilih kecamatannya dari daftar."))
    else:
        office_setup.choose_district(request.actor.office, code, by=request.actor, at=request.at)
        messages.success(request, _("Kecamatan dan kelurahannya tersimpan."))
    return HttpResponseRedirect(reverse("setup-villages"))


@staff(Act.SET_UP_OFFICE)
@require_POST
def bring(request: StaffRequest) -> HttpResponse:
    """Look at a file of borders; take it when it was looked at."""
    text, problem = _text(request)
    names = _names(request.actor.office)
    try:
        match = border_file.read(text, names) if not problem else None
    except BadBorders as refusal:
        match, problem = None, str(FAULTS[refusal.fault])
    if match is None:
        return _page(request, problem=problem)
    if request.POST.get("step") != "take":
        return _page(request, preview=_preview(match, names))
    count = village_borders.keep(request.actor.office, match.outlines, by=request.actor, at=request.at)
    words = ngettext("Batas %(count)s kelurahan tersimpan.", "Batas %(count)s kelurahan tersimpan.", count)
    messages.success(request, words % {"count": count})
    return HttpResponseRedirect(reverse("setup-villages"))


@staff(Act.SET_UP_OFFICE)
@require_POST
def forget(request: StaffRequest) -> HttpResponse:
    """Take the borders back that the office had brought."""
    village_borders.drop(request.actor.office, by=request.actor, at=request.at)
    messages.success(request, _("Batas dari kantor dihapus."))
    return HttpResponseRedirect(reverse("setup-villages"))


def _page(request: StaffRequest, *, problem: str = "", preview: BorderPreview | None = None) -> HttpResponse:
    office = own_office(request)
    names = _names(office.code) if office.region_id else {}
    borders = village_borders.borders_of(names)
    typed = request.GET.get("q", "").strip()
    context = {
        "office": office,
        "typed": typed,
        "choices": _choices(typed),
        "lines": [
            VillageLine(code, name, _origin(borders[code].by_office) if code in borders else "")
            for code, name in names.items()
        ],
        "drawing": _drawing({code: border.outline for code, border in borders.items()}, names),
        "brought": any(border.by_office for border in borders.values()),
        "problem": problem,
        "preview": preview,
    }
    return render(request, "setup/villages.html", context, status=422 if problem else 200)


def _names(office: str) -> dict[str, str]:
    return {village.code: village.name for village in offices.villages_of(office)}


def _choices(typed: str) -> list[DistrictChoice]:
    places = all_regions.districts_like(typed, OFFERED)
    inside = all_regions.villages_in({place.code for place in places})
    return [DistrictChoice(place, list(inside[place.code].values())) for place in places]


def _origin(by_office: bool) -> str:
    return _("batas dari kantor") if by_office else _("batas dari peta")


def _text(request: StaffRequest) -> tuple[str, str]:
    """What was chosen, or looked at before; and what is wrong with it already."""
    upload = request.FILES.get("file")
    if upload is None:
        text = request.POST.get("borders", "")
        return text, "" if text else _("Pilih dulu berkas GeoJSON-nya.")
    if (upload.size or 0) > LARGEST:
        return "", _("Berkasnya lebih dari 10 MB. Simpan hanya kelurahan di kecamatan ini.")
    return upload.read(LARGEST).decode("utf-8", "replace"), ""


def _preview(match: BorderMatch, names: Mapping[str, str]) -> BorderPreview:
    lacking = [name for code, name in names.items() if code not in match.outlines]
    text = border_file.text_of(match.outlines)
    return BorderPreview(_drawing(match.outlines, names), match, lacking, text)


def _drawing(outlines: Mapping[str, Outline], names: Mapping[str, str]) -> SafeString:
    """The map of these kelurahan, numbered as the list is; nothing where there is none."""
    signs = {code: str(place) for place, code in enumerate(names, 1)}
    shapes = [village_map.area_of(signs[code], names[code], outline, 0.3) for code, outline in outlines.items()]
    return mark_safe(charts.areas(shapes, Pencil())) if shapes else SafeString()  # every word in it is escaped
