"""Register, record of processing and impact assessment, written from the code: `python -m tests.support.privacy_papers`."""

from __future__ import annotations

from pathlib import Path

from django.utils import translation

FOLDER = Path(__file__).parents[2] / "docs" / "privacy"
NOTE = "Dibuat dari kode dengan `make pictures`; jangan disunting. Yang ditulis tangan oleh kantor ditandai **[diisi kantor]**.\n"
SECURITY = """- tersegel per kolom dengan AES-256-GCM-SIV; NIK hanya ditemukan lewat indeks berkunci (`privacy/vault.py`)
- yang boleh melihat diputuskan satu gerbang, peran **dan** keperluan ([siapa boleh apa](../access.md))
- setiap pembacaan tercatat dan dibaca warga di halamannya; pencarian NIK selalu tercatat
- pembacaan yang tidak biasa diajukan kepada penanggung jawab setiap hari
- masuk dengan dua faktor; cadangan tersegel dengan kunci yang tidak ada di server
- riwayat berkas berantai; perubahan di luar Siantar ditemukan `siantar doctor`"""
# Each risk with what lowers it, by name of a test that shows it.
RISKS = (
    ("Petugas membaca data yang bukan urusannya", "sedang", "gerbang peran dan keperluan; jejak; daftar pembacaan tidak biasa",
     "tests/rights/test_odd_readings.py"),
    ("Basis data dicuri", "sedang", "NIK, telepon, alamat, foto, kata-kata, dan nama tersegel; berapa nama berawalan sama tetap terlihat",
     "tests/faces/test_personal_data.py"),
    ("Cadangan tercecer", "rendah", "disegel untuk kunci di luar server", "tests/project/test_backup.py"),
    ("Data disimpan lebih lama dari perlu", "rendah", "jadwal yang berjalan sendiri, catatan tiap malam", "tests/rights/test_retention.py"),
    ("Penghapusan merusak bukti atau angka", "rendah", "rantai dan angka diuji sesudah penghapusan", "tests/rights/test_any_history.py"),
    ("Dokumen dialihkan orang lain", "sedang", "kontak lama dikabari, jeda 24 jam, pemeriksaan di pintu", "tests/messaging/test_redirects.py"),
    ("Nomor resi ditebak", "rendah", "nomor acak berdigit periksa; halaman umum tanpa data pribadi", "tests/faces/test_tracking_page.py"),
    ("Nama tertulis dalam alasan petugas", "sedang", "kata yang menyebut pemohon tidak ditayangkan; **tidak dapat dihapus dari rantai**",
     "tests/rules/test_safe_words.py"),
)  # fmt: skip


def written() -> dict[Path, str]:
    """The three pages with their text."""
    with translation.override("id"):
        return {
            FOLDER / "register.md": _register(),
            FOLDER / "pemrosesan.md": _record(),
            FOLDER / "dampak.md": _assessment(),
        }


def _register() -> str:
    from siantar.rights.register import REGISTER

    lines = [
        "# Daftar data pribadi\n", NOTE,
        "Setiap data pribadi yang disimpan Siantar. Selain tempat di kolom *Ke mana*, semuanya ada di cadangan, tersegel.\n",
        "| Data | Milik | Untuk apa | Dasar | Siapa melihat | Berapa lama | Ke mana | Tersegel | Tempat |", "|" + "---|" * 9,
    ]  # fmt: skip
    for entry in REGISTER:
        cells = (
            entry.what, entry.whose, entry.why, entry.basis, _seen(entry), _period(entry),
            ", ".join(entry.travels) or "–", "ya" if entry.sealed else "tidak", " ".join(f"`{where}`" for where in entry.where),
        )  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _seen(entry) -> str:
    from siantar.faces.frame import role_words

    if not entry.roles:
        return entry.seen
    return ", ".join(str(role_words.ROLES[role]).lower() for role in entry.roles)


def _period(entry) -> str:
    from siantar.rights.words import TERMS
    from siantar.rules.retention import DAYS, Retained

    if not isinstance(entry.period, Retained):
        return entry.period
    return f"{DAYS[entry.period]} hari sejak {TERMS[entry.period].begins.id}"


def _record() -> str:
    from siantar.rights.register import REGISTER, Whose
    from siantar.rights.words import TERMS
    from siantar.rules.retention import DAYS, Retained

    lines = [
        "# Perekaman kegiatan pemrosesan\n", NOTE, "UU 27/2022 Pasal 31.\n",
        "- Pengendali: **[diisi kantor]** nama kecamatan, alamat, penanggung jawab",
        "- Pejabat pelindungan data pribadi (Pasal 53): **[diisi kantor]**",
        "- Prosesor: penyedia pesan yang dipasang kantor (SMS, WhatsApp, Telegram); perjanjian menurut Pasal 51 **[diisi kantor]**",
        "- Transfer ke luar negeri (Pasal 56): hanya bila penyedia pesan yang dipilih berada di luar negeri **[diisi kantor]**\n",
    ]  # fmt: skip
    for whose in Whose:
        entries = [entry for entry in REGISTER if entry.whose is whose]
        lines += [f"## Data {whose}\n", "| Tujuan | Data | Dasar | Penerima |", "|---|---|---|---|"]
        lines += [f"| {entry.why} | {entry.what} | {entry.basis} | {_seen(entry)} |" for entry in entries]
        lines.append("")
    lines += ["## Lama penyimpanan\n", "| Data | Hari, bawaan | Sejak | Sebab | Pasal |", "|---|---|---|---|---|"]
    for kind in Retained:
        term = TERMS[kind]
        lines.append(f"| {term.name.id} | {DAYS[kind]} | {term.begins.id} | {term.reason.id} | {term.article} |")
    return "\n".join([*lines, "\n## Keamanan (Pasal 35-39)\n", SECURITY]) + "\n"


def _assessment() -> str:
    from siantar.rights.register import REGISTER

    plain = [entry.what for entry in REGISTER if not entry.sealed]
    lines = [
        "# Penilaian dampak pelindungan data pribadi\n", NOTE,
        "UU 27/2022 Pasal 34. Diperlukan karena: pemrosesan dalam skala besar (ayat (2) huruf c). Tidak ada keputusan otomatis yang",
        "berakibat hukum (huruf a), tidak ada penskoran warga (huruf d); data spesifik (huruf b) tidak diminta.\n",
        "## Yang diproses dan untuk apa\n", f"{len(REGISTER)} jenis data, dalam [daftar data pribadi](register.md) dengan tujuan, dasar, dan lamanya.",
        "Kebutuhan: layanan tidak dapat diberikan tanpa nama, NIK, dan cara mengembalikan dokumen. Telepon, alamat, dan pesan hanya bila diminta pemohon.\n",
        "## Risiko dan yang menguranginya\n", "| Risiko | Sisa | Yang menguranginya | Ditunjukkan oleh |", "|---|---|---|---|",
        *(f"| {risk} | {rest} | {measure} | [`{test}`](../../{test}) |" for risk, rest, measure, test in RISKS),
        "\n## Yang tidak tersegel di basis data\n", *(f"- {what}" for what in plain),
        "\nNama pemohon tersegel dan dicari lewat tanda berkunci dari awal setiap katanya. Tanpa kunci, siapa pun yang menguasai basis data tetap melihat berapa nama yang berawalan sama dan berapa huruf tiap katanya; nama yang sangat sering dapat ditebak dari situ.\n",
        "## Pengamanan\n", SECURITY,
        "\n## Putusan\n", "**[diisi kantor]** Risiko yang tersisa diterima oleh, tanggal, ditinjau lagi pada.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    from tests.support.generated import write

    write(written)
