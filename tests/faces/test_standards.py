"""Posters say what the catalogue says, name what is missing, and make nothing up."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest

from siantar.catalogue import standards
from siantar.catalogue.models import Service, StandardText
from siantar.directory.models import AuditEntry, User
from siantar.letters.models import LetterFrame, LetterOfficer
from siantar.rules.access import Forbidden
from siantar.rules.standard import OF_OFFICE, Component
from siantar.rules.vocabulary import Role
from tests.clock import CLOCK
from tests.people import OFFICE, enter, given_town

pytestmark = pytest.mark.django_db
TEXTS = {component: f"Isian {component} #eval $x$ *y*" for component in OF_OFFICE}
PLEDGE = "Dengan ini kami menyatakan sanggup.\nBila tidak menepati, kami siap menerima sanksi."


@pytest.fixture
def town():
    people = given_town()
    User.objects.create(username="admin", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    LetterFrame.objects.create(
        office=people.office, government="PEMERINTAH KOTA TANGERANG SELATAN", unit="KECAMATAN SERPONG UTARA", place="Serpong Utara",
        contact="Jl. Raya Serpong", town="Tangerang Selatan", number_unit="Kec.SU",
    )  # fmt: skip
    return people


@pytest.fixture
def admin(client, town):
    client.force_login(User.objects.get(username="admin"))
    return client


def pdf_of(answer) -> pypdfium2.PdfDocument:
    assert answer["Content-Type"] == "application/pdf", answer.status_code
    return pypdfium2.PdfDocument(answer.content)


def words_of(answer) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf_of(answer))


def test_what_is_missing_is_named_in_the_settings_and_on_the_paper_and_nothing_is_made_up(admin, town):
    Service.objects.filter(code="ktp-el-hilang").update(procedure="", product="KTP-el")
    page = admin.get("/pengaturan/standar/").text
    assert "Belum diisi untuk semua layanan: Sarana, prasarana" in page and "Sistem, mekanisme, dan prosedur" in page
    assert "Siantar tidak mengarang isinya" in page and "Maklumat belum dapat dicetak" in page
    words = words_of(admin.get("/pengaturan/standar/layanan/ktp-el-hilang.pdf"))
    missing = len(
        next(
            each for each in standards.standards_of(town.office, town.clock) if each.service.code == "ktp-el-hilang"
        ).gaps
    )
    assert words.count("belum ditetapkan") == missing + 1 and f"Belum lengkap: {missing} dari 14 komponen" in words
    assert "Surat keterangan hilang dari kepolisian" in words and "5 hari kerja sejak berkas lengkap" in words
    assert (
        "Standar pelayanan" in admin.get("/pengaturan/").text
        and "Maklumat belum diisi." in admin.get("/pengaturan/").text
    )


def test_fourteen_components_are_printed_word_by_word(admin, town):
    Service.objects.update(
        procedure="Datang ke loket\nDiperiksa\nDicetak Disdukcapil", product="KTP-el", legal_basis="UU 24/2013"
    )
    type(town.office).objects.filter(pk=OFFICE).update(complaint_channel="lapor.go.id")
    assert admin.post("/pengaturan/standar/", {**TEXTS, "pledge": PLEDGE}).status_code == 302
    words = words_of(admin.get("/pengaturan/standar/layanan/ktp-el-hilang.pdf"))
    assert "belum ditetapkan" not in words
    joined = "".join(words.split())  # a slash may end a line
    for component in Component:
        assert "".join(standards.COMPONENTS[component].id.split()) in joined
    for text in TEXTS.values():
        assert text in words
    page = admin.get("/pengaturan/standar/").text
    assert "Belum diisi" not in page and "Lengkap" in page
    assert "Isian facilities #eval $x$ *y*" in admin.get("/layanan/").text
    assert (
        "Standar pelayanan" in admin.get("/pengaturan/").text
        and "belum lengkap standarnya" not in admin.get("/pengaturan/").text
    )


@pytest.mark.parametrize(
    ("paper", "sides"), [("a3", (297, 420)), ("a4", (210, 297)), ("", (297, 420)), ("x", (297, 420))]
)
def test_posters_are_as_large_as_asked(admin, town, paper, sides):
    admin.post("/pengaturan/standar/", {"pledge": PLEDGE})
    for name in ("layanan/ktp-el-hilang", "daftar", "maklumat"):
        page = pdf_of(admin.get(f"/pengaturan/standar/{name}.pdf", {"kertas": paper}))[0]
        assert sorted(round(side / 72 * 25.4) for side in page.get_size()) == sorted(sides)


def test_the_list_has_every_service_once(admin, town):
    words = words_of(admin.get("/pengaturan/standar/daftar.pdf"))
    assert all(name in words for name in ("No.", "Jenis", "Dasar", "Syarat", "Mekanisme", "Biaya", "Waktu"))
    joined = "".join(words.split())
    for service in Service.objects.filter(office=OFFICE, active=True):
        assert "".join(service.name.split()) in joined
    assert (
        len(standards.standards_of(town.office, town.clock))
        == Service.objects.filter(office=OFFICE, active=True).count()
    )


def test_the_maklumat_is_printed_in_the_offices_words_only_and_bears_who_holds_the_office(admin, town):
    answer = admin.get("/pengaturan/standar/maklumat.pdf", follow=True)
    assert "Kata-kata maklumat belum diisi. Isi dulu, lalu cetak." in answer.text
    admin.post("/pengaturan/standar/", {"pledge": PLEDGE})
    LetterOfficer.objects.create(
        office=town.office, person_id=int(town.people["camat"].person), position="head", title="Camat Serpong Utara",
        name="Dra. Dewi, M.Si.", rank="Pembina", nip="19700101 199503 1 001", first_on=date(2024, 1, 1), capacity="plt",
    )  # fmt: skip
    words = words_of(admin.get("/pengaturan/standar/maklumat.pdf"))
    assert "MAKLUMAT PELAYANAN" in words and " ".join(PLEDGE.split()) in words
    assert (
        "Plt. CAMAT SERPONG UTARA," in words
        and "Dra. Dewi, M.Si." in words
        and "PEMERINTAH KOTA TANGERANG SELATAN" in words
    )


def test_only_what_changed_is_written_down_and_too_much_is_refused_with_a_sentence(admin, town):
    admin.post("/pengaturan/standar/", {"staff": "Lima orang"})
    admin.post("/pengaturan/standar/", {"staff": " Lima orang "})
    [entry] = AuditEntry.objects.filter(what="service_set")
    assert entry.more["fields"] == "standard-staff" and StandardText.objects.get(component="staff").text == "Lima orang"
    answer = admin.post("/pengaturan/standar/", {"staff": "x" * 1501})
    assert answer.status_code == 422 and "Terlalu panjang. Ringkaskan." in answer.text and "x" * 1501 in answer.text
    assert StandardText.objects.get(component="staff").text == "Lima orang"


def test_who_may_not_set_up_services_neither_reads_nor_writes(client, town):
    enter(client, "loket")
    for place in ("", "daftar.pdf", "maklumat.pdf", "layanan/ktp-el-hilang.pdf"):
        assert client.get(f"/pengaturan/standar/{place}").status_code == 403
    with pytest.raises(Forbidden):
        standards.keep_texts(OFFICE, {"staff": "x"}, by=town.people["loket"], at=CLOCK.at)
    client.force_login(User.objects.get(username="admin"))
    assert client.get("/pengaturan/standar/layanan/tidak-ada.pdf").status_code == 404
