"""Posters say what the catalogue says, name what is missing, and make nothing up."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pypdfium2
import pytest

from siantar.catalogue import setting_up, standards
from siantar.catalogue.models import Service, StandardText, VersionOfStandards
from siantar.catalogue.setting_up import ServiceChange
from siantar.catalogue.standards import StandardsChange
from siantar.directory.models import AuditEntry, User
from siantar.letters.models import LetterFrame, LetterOfficer
from siantar.rules import calendar_words
from siantar.rules.access import Forbidden
from siantar.rules.standard import OF_OFFICE, Component
from siantar.rules.vocabulary import Role
from tests.casework.test_many_at_once import HANDS, together
from tests.clock import CLOCK
from tests.people import HEAD, OFFICE, enter, given_town

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
    assert entry.more["fields"] == "standard-staff" and VersionOfStandards.objects.get().texts == {"staff": "Lima orang"}
    answer = admin.post("/pengaturan/standar/", {"staff": "x" * 1501})
    assert answer.status_code == 422 and "Terlalu panjang. Ringkaskan." in answer.text and "x" * 1501 in answer.text
    assert VersionOfStandards.objects.get().texts == {"staff": "Lima orang"}


def test_who_may_not_set_up_services_neither_reads_nor_writes(client, town):
    enter(client, "loket")
    for place in ("", "daftar.pdf", "maklumat.pdf", "layanan/ktp-el-hilang.pdf"):
        assert client.get(f"/pengaturan/standar/{place}").status_code == 403
    with pytest.raises(Forbidden):
        standards.keep_texts(OFFICE, StandardsChange({"staff": "x"}), by=town.people["loket"], at=CLOCK.at)
    client.force_login(User.objects.get(username="admin"))
    assert client.get("/pengaturan/standar/layanan/tidak-ada.pdf").status_code == 404


# Versions: a change begins on a day, is seen and printed before it, and is taken back.
PAGE = "/pengaturan/standar/"


def in_force(town) -> dict[str, str]:
    return standards.texts_of(town.office, town.clock)


def day_in(town, days: int) -> date:
    return town.clock.astimezone(ZoneInfo(town.office.zone)).date() + timedelta(days=days)


def changed(admin, town, *, on: int = 0, seen: int = 0, **texts):
    """What the page sends: all its texts as they were looked at, with these typed over."""
    looked_at = standards.texts_of(town.office, town.clock, day_in(town, seen))
    form = looked_at | texts | ({"begins": day_in(town, on).isoformat()} if on else {})
    return admin.post(PAGE, form | ({"hari": day_in(town, seen).isoformat()} if seen else {}))


def test_a_change_begins_on_its_day_without_anybody_doing_anything(admin, town):
    StandardText.objects.create(office=town.office, component="staff", text="Empat orang")  # from before versions
    assert changed(admin, town, on=10, staff="Lima orang", pledge=PLEDGE).status_code == 302
    assert in_force(town)["staff"] == "Empat orang" and not in_force(town)["pledge"]
    page = admin.get(PAGE).text
    assert "Yang menunggu harinya" in page and "Jumlah pelaksana, Maklumat" in page and "Maklumat belum dapat dicetak" in page
    assert "Empat orang" in admin.get("/layanan/").text and "Lima orang" not in admin.get("/layanan/").text
    assert "Empat orang" in words_of(admin.get(f"{PAGE}layanan/ktp-el-hilang.pdf"))
    town.clock += timedelta(days=10)
    assert in_force(town)["staff"] == "Lima orang" and in_force(town)["pledge"] == PLEDGE
    words = words_of(admin.get(f"{PAGE}layanan/ktp-el-hilang.pdf"))
    assert "Lima orang" in words and "Berlaku mulai" not in words
    assert "Lima orang" in admin.get("/layanan/").text and "Berlaku sekarang" in admin.get(PAGE).text


def test_what_waits_is_printed_as_what_it_will_be_and_says_from_when_on(admin, town):
    service = Service.objects.get(office=OFFICE, code="ktp-el-hilang")
    change = ServiceChange({"promise_hours": "7.5"}, begins=day_in(town, 5))
    setting_up.change_service(OFFICE, service.code, change, by=HEAD, at=town.clock)
    changed(admin, town, on=10, staff="Lima orang", pledge=PLEDGE)
    day = {"hari": day_in(town, 10).isoformat()}
    page = admin.get(PAGE, day).text
    assert "Ini standar seperti yang akan berlaku pada" in page and f"hari={day['hari']}" in page and "Lima orang" in page
    since = f"Berlaku mulai {calendar_words.long_date(day_in(town, 10))}"
    for name, text in (("layanan/ktp-el-hilang", "Lima orang"), ("layanan/ktp-el-hilang", "1 hari kerja"), ("daftar", "1 hari"),
                       ("maklumat", "siap menerima sanksi")):  # fmt: skip
        words = words_of(admin.get(f"{PAGE}{name}.pdf", day))
        assert since in words and text in words, name
    for past in ("2001-01-01", "kemarin", day_in(town, 0).isoformat()):
        assert "Berlaku mulai" not in words_of(admin.get(f"{PAGE}daftar.pdf", {"hari": past}))


def test_several_wait_and_each_counts_by_what_it_changes(admin, town):
    changed(admin, town, on=20, staff="Enam orang")
    changed(admin, town, on=10, competence="SMA")
    changed(admin, town, on=30, seen=20, safety="CCTV")  # looked at with six people: that is no change of this one
    changed(admin, town, control="Sekcam")
    assert [version.texts for version in standards.planned(town.office, town.clock)] == [
        {"competence": "SMA"}, {"staff": "Enam orang"}, {"safety": "CCTV"},
    ]  # fmt: skip
    last = standards.texts_of(town.office, town.clock, day_in(town, 30))
    assert [last[name] for name in ("staff", "competence", "safety", "control")] == ["Enam orang", "SMA", "CCTV", "Sekcam"]


def test_one_that_waits_is_withdrawn_and_the_one_in_force_is_taken_back_once(admin, town):
    changed(admin, town, staff="Empat orang")
    changed(admin, town, staff="Lima orang")
    changed(admin, town, on=10, staff="Enam orang")
    admin.post(f"{PAGE}batal/", {"version": "3"})
    assert not standards.planned(town.office, town.clock) and in_force(town)["staff"] == "Lima orang"
    assert "Dibatalkan sebelum berlaku" in admin.get(PAGE).text
    again = admin.post(f"{PAGE}batal/", {"version": "3"}, follow=True).text
    assert "Tidak ada yang dapat dibatalkan" in again
    for _press in range(2):  # the second press of the same button changes nothing
        admin.post(f"{PAGE}batal/", {"version": "2"})
        assert in_force(town)["staff"] == "Empat orang"
    assert VersionOfStandards.objects.get(number=4).undoes == 2 and VersionOfStandards.objects.count() == 4
    notes = AuditEntry.objects.filter(what="service_set").order_by("pk")
    assert [entry.more["version"] for entry in notes] == ["1", "2", "3", "3", "4"]


def test_nothing_begins_in_the_past_and_what_was_typed_stays(admin, town):
    answer = changed(admin, town, on=-1, staff="Lima orang")
    assert answer.status_code == 422 and "Pilih hari ini atau sesudahnya" in answer.text and "Lima orang" in answer.text
    answer = admin.post(PAGE, {"staff": "Lima orang", "begins": "besok"})
    assert answer.status_code == 422 and "Bukan tanggal" in answer.text and "Lima orang" in answer.text
    assert not VersionOfStandards.objects.exists()
    assert "Tidak ada yang berubah" in admin.post(PAGE, in_force(town), follow=True).text


@pytest.mark.usefixtures("stored_for_real")
def test_several_who_save_at_once_each_get_a_version_of_their_own():
    given_town()

    def save(place: int) -> int:
        change = StandardsChange({list(OF_OFFICE)[place % len(OF_OFFICE)]: f"Isian {place}"})
        return standards.keep_texts(OFFICE, change, by=HEAD, at=CLOCK.at).number

    assert sorted(together(save)) == list(range(1, HANDS + 1))
