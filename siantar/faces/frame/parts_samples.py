"""What the page of parts shows: samples, nobody's data and no record of anything."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from django import forms
from django.forms.boundfield import BoundField

from siantar.faces.frame.context import Frame
from siantar.faces.frame.navigation import Door

LONG_NAME = "Raden Ajeng Siti Nurhaliza binti Muhammad Abdurrahman Wahidin Sudirohusodo"
FRAME = Frame(
    office_name="Kecamatan Contoh",
    user_name="Wati Lestari",
    doors=(
        Door("#rel", "Loket", "clipboard-pen", 1, current=True),
        Door("#rel", "Berkas", "files", 2, waiting=7),
        Door("#rel", "Bundel", "package", 3, waiting=240),
        Door("#rel", "Suara warga", "megaphone", 4),
        Door("#rel", "Antaran", "bike", 5, waiting=1),
    ),
    side_doors=(Door("#laci", "Yang datang hari ini", ""), Door("#laci", "Akun saya", "", current=True)),
    idle_minutes=10,
)
TYPED = {"name": "Siti", "phone": "0812 3456 7890"}
BRINGERS = ("Sendiri", "Keluarga", "RT/RW", "Kuasa")
VIEWS = (
    SimpleNamespace(title="Menunggu Anda", address="#keping", current=True, count=18),
    SimpleNamespace(title="Lewat janji", address="#keping", current=False, count=0),
    SimpleNamespace(title="Semua", address="#keping", current=False, count=1240),
)
ACTS = (
    (SimpleNamespace(kind="check_passed", verb="Berkas lengkap", grave=False, free_reason=False, reasons=()), "l"),
    (SimpleNamespace(kind="found_incomplete", verb="Belum lengkap", grave=False, free_reason=True, reasons=()), "b"),
    (SimpleNamespace(kind="rejected", verb="Tolak", grave=True, free_reason=True, reasons=()), ""),
)
BADGES = (
    ("office", "Diperiksa"), ("agency", "Di Disdukcapil"), ("courier", "Diantar"), ("resident", "Giliran Anda"),
    ("end", "Selesai"), ("stopped", "Ditolak"), ("", "Sedang diisi"),
)  # fmt: skip
BARS = (
    SimpleNamespace(kind="", at=30, words="9 hari lagi"),
    SimpleNamespace(kind="near", at=88, words="hari ini"),
    SimpleNamespace(kind="late", at=100, words="lewat 2 hari"),
)
EMPTY = {"title": "Tidak ada yang menunggu", "text": "Berkas yang perlu Anda kerjakan muncul di sini."}
SIGNATURE = {"name": "contoh", "label": "Tanda tangan"}
SCAN_BOX = {"label": "Pindai berkas", "button": "Masukkan", "hint": "Atau ketik nomornya."}
HELP_SHEET = SimpleNamespace(
    purpose="Menerima berkas warga.", task="Pilih layanan, isi data, lalu simpan.", afterwards="Resi tercetak."
)
SCANS = (
    ("Siap", None),
    ("Diterima", SimpleNamespace(outcome="ok", title="K7PQ 3M9X ABCD", text="")),
    ("Ditolak", SimpleNamespace(outcome="refused", title="K7PQ 3M9X ABCD", text="Tidak ada di bundel ini. Pisahkan.")),
)


@dataclass(frozen=True, slots=True)
class SampleNotice:
    """A sentence as Django hands it to pages."""

    level_tag: str
    words: str

    def __str__(self) -> str:
        return self.words


NOTICES = (
    SampleNotice("info", "Berkas lain keluarga ini masih terbuka."),
    SampleNotice("success", "Bundel diserahkan."),
    SampleNotice("warning", "Nomor telepon ini dipakai pemohon lain."),
    SampleNotice("error", "Tidak tersambung. Coba sekali lagi."),
)


class PartsForm(forms.Form):
    """Fields as pages have them."""

    name = forms.CharField(label="Nama lengkap", error_messages={"required": "Isi dulu."})
    phone = forms.CharField(label="Nomor telepon", help_text="Untuk mengabari pemohon.", required=False)
    service = forms.ChoiceField(label="Layanan", choices=[("", "Pilih"), ("a", "KTP-el hilang")], required=False)
    way = forms.ChoiceField(
        choices=[("counter", "Diambil di loket"), ("courier", "Diantar")], widget=forms.RadioSelect, required=False
    )


def chosen(name: str) -> BoundField:
    """A choice that was made."""
    return PartsForm({f"{name}-way": "courier"}, auto_id=f"{name}_%s", prefix=name)["way"]


def groups(size: int = 2) -> tuple[SimpleNamespace, ...]:
    """Files that wait, by their next act."""
    names = ("Siti Aminah", LONG_NAME, "Budi")
    lines = [
        SimpleNamespace(
            kinds="check_passed", why="Belum ada yang memeriksa", age=f"{place + 1} hari", bar=BARS[place % 3],
            line=SimpleNamespace(
                number="K7PQ 3M9X ABCD",
                file=SimpleNamespace(
                    receipt_number="K7PQ3M9XABCD", applicant_name=name, service=SimpleNamespace(name="KTP-el hilang")
                ),
            ),
        )
        for place, name in enumerate(names[:size] if size == 1 else names)
    ]  # fmt: skip
    titles = ("Periksa kelengkapan", "Serahkan ke penghubung")[:size]
    return tuple(SimpleNamespace(title=title, lines=lines) for title in titles)
