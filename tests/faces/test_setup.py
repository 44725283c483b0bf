"""An office sets itself up by its pages: what is missing, its people, its services, its days off."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from siantar.catalogue.models import Service
from siantar.directory import paper_codes
from siantar.directory.models import AuditEntry, Holiday, Office, User
from siantar.rules.vocabulary import Role
from tests.clock import CLOCK
from tests.people import AGENCY, OFFICE, enter, given_file, given_on_the_road, given_town
from tests.support.publishing import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    people = given_town()
    User.objects.create(username="admin", first_name="Ayu", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    return people


@pytest.fixture
def admin(client, town):
    client.force_login(User.objects.get(username="admin"))
    return client


OFFICE_FORM = {
    "name": "Kecamatan Serpong Utara", "address": "Jl. Raya Serpong 1", "hours": "Senin-Jumat 08.00-15.00", "phone": "",
    "whatsapp": "", "complaint_channel": "lapor.go.id", "lat": "-6,2441", "lon": "106.6582", "proof_asked": ["photo"],
}  # fmt: skip
TONO = {"name": "Tono Sudirman", "username": "Tono", "title": "Staf", "roles": ["counter", "checker"]}


def test_a_fresh_office_sees_what_it_lacks_and_each_line_leads_where_it_is_mended(client):
    Office.objects.create(code="36.74.03", number=3, name="Kecamatan Pondok Aren")
    user = User.objects.create(username="baru", office_id="36.74.03", roles=[Role.ADMINISTRATOR])
    client.force_login(user)
    page = client.get("/pengaturan/").text
    for words in ("belum dapat dibuka", "alamat", "Belum ada layanan", "Petugas loket", "Belum ada kelurahan"):
        assert words in page
    for link in ("/pengaturan/kantor/", "/pengaturan/layanan/", "/pengaturan/pegawai/", "/pengaturan/libur/"):
        assert f'href="{link}"' in page
        assert client.get(link).status_code == 200


def test_from_an_empty_office_to_one_that_is_ready_by_its_pages_alone(client, town):
    office = Office.objects.create(code="36.74.03", number=3, name="Kecamatan Pondok Aren", region_id=None)
    client.force_login(User.objects.create(username="baru", office_id=office.code, roles=[Role.ADMINISTRATOR]))
    assert client.post("/pengaturan/kantor/", {**OFFICE_FORM, "name": office.name}).status_code == 302
    assert client.post("/pengaturan/layanan/bawaan/").status_code == 302
    services = Service.objects.filter(office=office)
    assert services.exists() and any(AGENCY in service.steps for service in services)
    everybody = {"loket3": "counter", "periksa3": "checker", "camat3": "signatory", "hubung3": "liaison"}
    for username, role in everybody.items():
        answer = client.post(
            "/pengaturan/pegawai/", {"name": "Nama", "username": username, "title": "", "roles": [role]}
        )
        assert answer.status_code == 302
    page = client.get("/pengaturan/").text
    assert "Belum ada layanan" not in page and "Petugas loket" not in page and "Belum diisi: alamat" not in page
    office.refresh_from_db()
    assert (office.lat, office.lon, office.proof_asked) == (-6.2441, 106.6582, ["photo"])


def test_only_what_changed_is_written_down_and_wrong_degrees_stay_typed(admin):
    answer = admin.post("/pengaturan/kantor/", {**OFFICE_FORM, "lat": "utara", "address": "Jl. Baru 9"})
    assert answer.status_code == 422 and 'value="utara"' in answer.text and "Jl. Baru 9" in answer.text
    assert admin.post("/pengaturan/kantor/", {**OFFICE_FORM, "lon": ""}).status_code == 422
    assert admin.post("/pengaturan/kantor/", OFFICE_FORM).status_code == 302
    entry = AuditEntry.objects.filter(what="office_set").get()
    assert "address" in entry.more["fields"] and "name" not in entry.more["fields"].split()
    admin.post("/pengaturan/kantor/", OFFICE_FORM)
    assert AuditEntry.objects.filter(what="office_set").count() == 1


def test_somebody_comes_gets_a_code_another_role_and_leaves(admin, client, town):
    answer = admin.post("/pengaturan/pegawai/", TONO)
    tono = User.objects.get(username="tono")
    assert answer["Location"] == f"/pengaturan/pegawai/{tono.pk}/"
    assert (tono.office_id, set(tono.roles), tono.has_usable_password()) == (OFFICE, {"counter", "checker"}, False)
    code = paper_codes.issue(
        tono.pk, by=town.people["loket"].__class__("99", OFFICE, frozenset({Role.ADMINISTRATOR})), at=CLOCK.at
    )
    assert paper_codes.use("tono", code, "panjang-sekali-kata-ini", at=CLOCK.at) == tono
    assert admin.post(f"/pengaturan/pegawai/{tono.pk}/", {"title": "Kasi", "roles": ["checker"]}).status_code == 302
    tono.refresh_from_db()
    assert (tono.title, tono.roles) == ("Kasi", ["checker"])
    before = tono.session_round
    assert admin.post(f"/pengaturan/pegawai/{tono.pk}/keluar/").status_code == 302
    tono.refresh_from_db()
    assert not tono.is_active and tono.session_round > before
    assert [entry.what for entry in AuditEntry.objects.filter(whose=tono.pk)].count("roles_changed") == 2


def test_who_holds_files_does_not_leave_before_they_are_in_other_hands(admin, town):
    given_on_the_road(town)
    courier = User.objects.get(username="kurir1")
    page = admin.post(f"/pengaturan/pegawai/{courier.pk}/keluar/", follow=True).text
    assert "masih memegang 1 berkas" in page
    courier.refresh_from_db()
    assert courier.is_active


@pytest.mark.parametrize("who", ["admin", "operator", "dukcapil"])
def test_nobody_changes_their_own_rights_an_operators_or_another_offices(admin, who):
    User.objects.create(username="operator", office_id=OFFICE, roles=[], is_superuser=True)
    person = User.objects.get(username=who)
    assert admin.post(f"/pengaturan/pegawai/{person.pk}/", {"title": "x", "roles": ["leader"]}).status_code == 404
    assert admin.post(f"/pengaturan/pegawai/{person.pk}/keluar/").status_code == 404
    person.refresh_from_db()
    assert person.is_active and "leader" not in person.roles


@pytest.mark.parametrize("role", ["agency", "resident", "superuser"])
def test_a_role_that_is_not_of_this_office_is_refused(admin, role):
    answer = admin.post("/pengaturan/pegawai/", {**TONO, "roles": [role]})
    assert answer.status_code == 422 and "Tono Sudirman" in answer.text
    assert not User.objects.filter(username="tono").exists()


@pytest.mark.parametrize("username", ["loket", "LOKET", "dukcapil", "tini"])
def test_a_taken_name_is_told_in_words_and_the_form_stays(admin, username):
    User.objects.create(username="Tini", office_id=OFFICE)
    answer = admin.post("/pengaturan/pegawai/", {**TONO, "username": username})
    assert answer.status_code == 422 and "sudah dipakai" in answer.text and "Tono Sudirman" in answer.text


LIST = "Nama\tNama pengguna\tJabatan\tPeran\nTono\ttono\tStaf\tloket\nTini\ttini\tStaf\tkurir, pemeriksa\n"


def test_a_list_is_looked_at_first_and_taken_whole_or_not_at_all(admin):
    before = User.objects.count()
    looked = admin.post("/pengaturan/pegawai/daftar/", {"list": LIST, "step": "look"})
    assert looked.status_code == 200 and "Tambahkan 2 pegawai" in looked.text and User.objects.count() == before
    bad = admin.post("/pengaturan/pegawai/daftar/", {"list": LIST + "Tina\tloket\tStaf\tsupir", "step": "take"})
    assert bad.status_code == 422 and User.objects.count() == before
    assert (
        "Baris 4, kolom Peran: “supir” bukan peran" in bad.text
        and "Baris 4, kolom Nama pengguna: “loket” sudah dipakai" in bad.text
    )
    assert "Tambahkan" not in bad.text.split("<form")[-1] and "Tina" in bad.text
    assert admin.post("/pengaturan/pegawai/daftar/", {"list": LIST, "step": "take"}).status_code == 302
    assert set(User.objects.get(username="tini").roles) == {"courier", "checker"}


def test_a_file_of_a_list_an_empty_one_and_one_of_another_offices_roles(admin):
    file = SimpleUploadedFile("pegawai.csv", "\ufeffTono;tono;Staf;loket\n".encode())
    assert "Tambahkan 1 pegawai" in admin.post("/pengaturan/pegawai/daftar/", {"file": file, "step": "look"}).text
    assert "Daftarnya kosong" in admin.post("/pengaturan/pegawai/daftar/", {"list": " ", "step": "take"}).text
    strange = admin.post("/pengaturan/pegawai/daftar/", {"list": "Tono\ttono\tStaf\tinstansi", "step": "take"})
    assert (
        strange.status_code == 422
        and "Baris 1, kolom Peran" in strange.text
        and not User.objects.filter(username="tono").exists()
    )
    picture = SimpleUploadedFile("foto.csv", bytes(range(256)) * 20)
    assert admin.post("/pengaturan/pegawai/daftar/", {"file": picture, "step": "take"}).status_code == 422


def workbook(*rows: list[object]) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("pegawai.xlsx", out.getvalue())


def test_a_workbook_of_staff_is_read_mended_in_place_and_taken(admin):
    nip = 198503262010011000  # Excel has only fifteen digits of it left
    head = ["Nama lengkap", "Nama pengguna", "Jabatan", "Peran"]
    file = workbook(head, ["Tono", "tono", "Staf", "loket"], ["Tini", nip, "Staf", "kurir, pemeriksa"])
    answer = admin.post("/pengaturan/pegawai/daftar/", {"file": file, "step": "take"})
    assert (
        answer.status_code == 422
        and "Baris 3, kolom Nama pengguna: “1,98503E+17” sudah dibulatkan Excel" in answer.text
    )
    text = answer.context["table"].text
    assert text.splitlines()[2] == "Tini\t1,98503E+17\tStaf\tkurir, pemeriksa" and text in answer.text
    mended = text.replace("1,98503E+17", "198503262010011002")
    assert admin.post("/pengaturan/pegawai/daftar/", {"list": mended, "step": "take"}).status_code == 302
    assert set(
        User.objects.filter(username__in=["tono", "198503262010011002"]).values_list("first_name", flat=True)
    ) == {"Tono", "Tini"}


def test_three_bad_rows_of_two_thousand_in_a_workbook_stop_all_of_them(admin):
    rows = [[f"Orang {number}", f"orang{number}", "Staf", "kurir"] for number in range(2_000)]
    rows[7][0], rows[900][1], rows[1_999][3] = None, "x!", "supir"
    before = User.objects.count()
    answer = admin.post("/pengaturan/pegawai/daftar/", {"file": workbook(["Nama", "", "", ""], *rows), "step": "take"})
    assert answer.status_code == 422 and User.objects.count() == before
    for words in (
        "Baris 9, kolom Nama lengkap: belum diisi",
        "Baris 902, kolom Nama pengguna: “x!”",
        "Baris 2001, kolom Peran: “supir”",
    ):
        assert words in answer.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "Berkas Excel lama"),
        (b"PK\x03\x04" + bytes(600), "tidak terbaca sebagai tabel"),
        (b"a\tb\n" * 300_000, "terlalu besar"),
        (b'"' + b"a" * 200_000 + b"\n;b", "Baris 1"),
    ],
)
def test_a_file_that_is_no_list_is_refused_and_what_was_pasted_stays(admin, content, words):
    file = SimpleUploadedFile("pegawai.xlsx", content)
    answer = admin.post("/pengaturan/pegawai/daftar/", {"file": file, "list": LIST, "step": "take"})
    assert answer.status_code == 422 and words in answer.text
    assert not User.objects.filter(username="tono").exists()


def test_other_sheets_of_a_workbook_are_named(admin):
    book = Workbook()
    book.active.title = "Pegawai"
    book.active.append(["Tono", "tono", "Staf", "loket"])
    book.create_sheet("Arsip").append(["Tini"])
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("pegawai.xlsx", out.getvalue())
    page = admin.post("/pengaturan/pegawai/daftar/", {"file": file, "step": "look"}).text
    assert "Dibaca: lembar Pegawai. Tidak dibaca: Arsip." in page and "Tambahkan 1 pegawai" in page


def test_a_service_is_changed_while_its_files_run_and_they_go_on_as_they_began(admin, town):
    file = given_file(town)
    service = Service.objects.get(office=OFFICE, code=file.service.code)
    form = {
        "name": "KTP-el hilang atau rusak", "promise_hours": "12,5", "station_1": "camat", "station_2": AGENCY, "active": "on",
        "decree": "065/12/2026",
    }  # fmt: skip
    page = admin.get(f"/pengaturan/layanan/{service.code}/").text
    assert "1 berkas sedang berjalan" in page
    assert published(admin, f"/pengaturan/layanan/{service.code}/", form).status_code == 302
    changed = Service.objects.get(pk=service.pk)
    assert (changed.steps, float(changed.promise_hours), changed.decree) == (["", AGENCY], 12.5, "065/12/2026")
    town.tell("pemeriksa", "check_started", file.receipt_number)
    assert (
        town.tell("pemeriksa", "check_passed", file.receipt_number).stage == "checking"
    )  # to the agency, not to the Camat
    young = given_file(town)
    town.tell("pemeriksa", "check_started", young.receipt_number)
    assert town.tell("pemeriksa", "check_passed", young.receipt_number).stage == "awaiting_signature"


@pytest.mark.parametrize(
    "wrong", [{"promise_hours": "seminggu"}, {"promise_hours": "0"}, {"name": ""}, {"station_1": "entah"}]
)
def test_a_service_that_cannot_be_is_refused_and_what_was_typed_stays(admin, wrong):
    service = Service.objects.filter(office=OFFICE, digital=True).first()
    form = {"name": service.name, "promise_hours": "8", "product": "Salinan digital", "digital": "on", **wrong}
    answer = admin.post(f"/pengaturan/layanan/{service.code}/", form)
    assert answer.status_code == 422 and "Salinan digital" in answer.text
    service.refresh_from_db()
    assert service.product != "Salinan digital"


def test_a_digital_result_without_a_station_is_a_dead_end(admin):
    service = Service.objects.filter(office=OFFICE).first()
    answer = admin.post(f"/pengaturan/layanan/{service.code}/", {"name": "x", "promise_hours": "8", "digital": "on"})
    assert answer.status_code == 422 and "buntu" in answer.text


def test_a_day_off_is_added_once_and_taken_back(admin):
    day = f"{CLOCK.at.year + 1}-05-20"
    assert admin.post("/pengaturan/libur/", {"day": day, "name": "Hari jadi kota"}).status_code == 302
    again = admin.post("/pengaturan/libur/", {"day": day, "name": "Lagi"})
    assert again.status_code == 422 and "sudah libur" in again.text
    own = Holiday.objects.get(office=OFFICE)
    everybodys = Holiday.objects.create(day=f"{CLOCK.at.year + 1}-05-21", name="Nasional")
    for row in (own, everybodys):
        admin.post(f"/pengaturan/libur/{row.pk}/buka/")
    assert list(
        Holiday.objects.filter(day__gte=f"{CLOCK.at.year + 1}-05-20", day__lte=f"{CLOCK.at.year + 1}-05-21")
    ) == [everybodys]


@pytest.mark.parametrize("who", ["loket", "pemeriksa", "kurir1", "penghubung", "dukcapil"])
@pytest.mark.parametrize("page", ["", "kantor/", "pegawai/", "pegawai/daftar/", "layanan/", "libur/"])
def test_who_has_no_say_does_not_come_in(client, town, who, page):
    enter(client, who)
    assert client.get(f"/pengaturan/{page}").status_code == 403


def test_the_camat_sets_up_the_office_but_not_its_staff(client, town):
    enter(client, "camat")
    page = client.get("/pengaturan/")
    assert (
        page.status_code == 200
        and 'href="/pengaturan/kantor/"' in page.text
        and 'href="/pengaturan/pegawai/"' not in page.text
    )
    assert client.get("/pengaturan/pegawai/").status_code == 403


def test_services_are_taken_over_from_another_office_with_their_papers_and_decree(client, town):
    Service.objects.filter(office=OFFICE, code="ktp-el-hilang").update(decree="065/1/2026")
    Service.objects.filter(office=OFFICE, code="ktp-el-baru").update(active=False)
    office = Office.objects.create(code="36.74.03", number=3, name="Kecamatan Pondok Aren")
    client.force_login(User.objects.create(username="baru", office_id=office.code, roles=[Role.ADMINISTRATOR]))
    assert "Kecamatan Serpong Utara" in client.get("/pengaturan/layanan/").text
    for _again in range(2):
        assert client.post("/pengaturan/layanan/salin/", {"office": OFFICE}).status_code == 302
    mine, theirs = Service.objects.filter(office=office), Service.objects.filter(office=OFFICE, active=True)
    assert set(mine.values_list("code", flat=True)) == set(theirs.values_list("code", flat=True))
    copied, source = mine.get(code="ktp-el-hilang"), theirs.get(code="ktp-el-hilang")
    assert (copied.decree, copied.steps) == ("065/1/2026", source.steps)
    papers = [("code", "name", "needed", "position")]
    assert list(copied.requirements.values_list(*papers[0])) == list(source.requirements.values_list(*papers[0]))
    assert "Pilih dulu kantornya" in client.post("/pengaturan/layanan/salin/", {"office": "x"}, follow=True).text


def test_papers_are_added_changed_and_taken_out_and_running_files_keep_their_list(admin, town):
    file = given_file(town)
    service = file.service
    first, second = service.requirements.order_by("position")[:2]
    form = {
        "code-0": second.code, "name-0": "KK terbaru", "note-0": "asli", "needed-0": "on",
        "code-1": first.code, "name-1": "  ",
        "name-2": "Surat RT/RW", "note-2": "",
        "name-3": "Surat RT RW", "needed-3": "on",
    }  # fmt: skip
    assert published(admin, f"/pengaturan/layanan/{service.code}/persyaratan/", form).status_code == 302
    rows = [(paper.code, paper.name, paper.needed) for paper in service.requirements.order_by("position")]
    assert rows == [
        (second.code, "KK terbaru", True),
        ("surat-rtrw", "Surat RT/RW", False),
        ("surat-rt-rw", "Surat RT RW", True),
    ]
    assert first.name in admin.get(f"/berkas/{file.receipt_number}/").text
    again = admin.post(
        f"/pengaturan/layanan/{service.code}/persyaratan/", {"name-0": "KK", "name-1": "kk", "note-0": "baru saja"}
    )
    assert again.status_code == 422 and "baru saja" in again.text and service.requirements.count() == 3


def test_a_change_is_looked_at_before_it_is_published_and_taken_back_in_one_press(admin, town):
    given_file(town)
    service = Service.objects.get(office=OFFICE, code="ktp-el-hilang")
    address, hours = f"/pengaturan/layanan/{service.code}/", service.promise_hours
    form = {"name": service.name, "promise_hours": "12,5", "station_1": AGENCY, "active": "on"}
    looked = admin.post(address, form)
    assert looked.status_code == 200 and "Yang akan berubah" in looked.text and "12.5" not in looked.text
    assert "1 berkas yang sedang berjalan berakhir menurut aturan saat masuk" in looked.text
    assert "Standar pelayanan di dinding" in looked.text
    mark = looked.context["proposal"].mark
    other = admin.post(address, form | {"promise_hours": "13", "publish": mark})  # not what was looked at
    assert other.status_code == 200 and Service.objects.get(pk=service.pk).promise_hours == hours
    assert admin.post(address, form | {"publish": mark}).status_code == 302
    assert float(Service.objects.get(pk=service.pk).promise_hours) == 12.5
    page = admin.get(address).text
    assert "Versi 2" in page and "Berlaku sekarang" in page
    assert 'value="12,5"' in page and "Janji 12,5 jam kerja" in page
    back = admin.post(f"{address}batal/", {"version": "2"}, follow=True)
    assert "Perubahan itu dibatalkan" in back.text and "membatalkan versi 2" in back.text
    assert Service.objects.get(pk=service.pk).promise_hours == hours
    again = admin.post(f"{address}batal/", {"version": "2"}, follow=True)  # pressed twice
    assert "Tidak ada yang dibatalkan" in again.text and Service.objects.get(pk=service.pk).promise_hours == hours


def test_lines_that_a_browser_sends_back_as_they_were_are_no_change(admin, town):
    service = Service.objects.get(office=OFFICE, code="ktp-el-hilang")
    form = admin.get(f"/pengaturan/layanan/{service.code}/").context["form"]
    fields = {field.html_name: field.value() for field in form if field.value()}
    sent = {name: str(value).replace("\n", "\r\n") for name, value in fields.items()} | {"active": "on"}
    assert "\r\n" in sent["procedure"]
    answer = admin.post(f"/pengaturan/layanan/{service.code}/", sent)
    assert "Tidak ada yang berubah" in answer.text and answer.context["proposal"] is None


def test_changes_that_wait_are_listed_looked_at_as_they_will_be_and_taken_back_one_by_one(admin, town):
    service = Service.objects.get(office=OFFICE, code="ktp-el-hilang")
    address, year = f"/pengaturan/layanan/{service.code}/", CLOCK.at.year + 1
    now = {"name": service.name, "promise_hours": f"{service.promise_hours}", "station_1": AGENCY, "active": "on"}
    assert published(admin, address, now | {"promise_hours": "9", "begins": f"{year}-07-01"}).status_code == 302
    looked = admin.post(address, now | {"name": "Nama Januari", "begins": f"{year}-01-04"})
    assert "tetap menyusul pada 1 Juli" in looked.text and "Nama Januari" in looked.text
    published(admin, address, now | {"name": "Nama Januari", "begins": f"{year}-01-04"})
    page = admin.get(address)
    waiting = [version.number for version, _names in page.context["waiting"]]
    assert waiting == [3, 2] and "Yang menunggu harinya" in page.text
    july = admin.get(f"{address}?hari={year}-07-01")
    assert "seperti yang akan berlaku pada 1 Juli" in july.text and 'value="Nama Januari"' in july.text
    assert f'value="{year}-07-01"' in july.text
    then = now | {"name": "Nama Januari", "promise_hours": "9", "decree": "7/2027", "hari": f"{year}-07-01"}
    looked = admin.post(address, then | {"begins": f"{year}-07-01"})
    assert [label for label, _b, _a in looked.context["lines"]] == ["Nomor keputusan standar layanan"]
    assert admin.post(f"{address}batal/", {"version": "3"}).status_code == 302
    assert [version.number for version, _names in admin.get(address).context["waiting"]] == [2]
    for odd in ("²", "-1", "9" * 40, "x"):
        assert admin.post(f"{address}batal/", {"version": odd}).status_code == 302
    for odd in ("x", "0000-00-00", "2020-01-01", "9999-12-31"):
        assert admin.get(address, {"hari": odd}).status_code == 200


def test_every_list_of_services_shows_the_version_of_the_moment(admin, client, town):
    service = Service.objects.get(office=OFFICE, code="ktp-el-hilang")
    tomorrow = (CLOCK.at + timedelta(days=1)).date().isoformat()
    form = {"name": "Nama mulai besok", "promise_hours": "16", "station_1": AGENCY, "active": "on", "begins": tomorrow}
    published(admin, f"/pengaturan/layanan/{service.code}/", form)
    pages = [
        "/layanan/",
        "/pengaturan/layanan/",
        f"/pengaturan/layanan/{service.code}/",
        "/pengaturan/standar/",
        "/api/v1/services",
    ]
    assert [page for page in pages[:2] if "Nama mulai besok" in admin.get(page).text] == []
    town.clock += timedelta(days=1)  # no job runs
    enter(client, "camat")
    assert [page for page in pages if "Nama mulai besok" not in client.get(page).text] == []
    enter(client, "loket")
    assert "Nama mulai besok" in client.get("/loket/").text and "Nama mulai besok" in client.get("/berkas/").text


def test_a_day_that_cannot_be_is_refused_and_what_was_typed_stays(admin, town):
    service = Service.objects.get(office=OFFICE, code="ktp-el-hilang")
    address = f"/pengaturan/layanan/{service.code}/"
    form = {"name": "Nama yang diketik", "promise_hours": "9", "station_1": AGENCY, "active": "on"}
    for day, words in (
        ("2020-01-01", "Pilih hari ini atau sesudahnya"),
        ("31-31", "Bukan tanggal"),
        ("9999-12-31", "Yang akan berubah"),
    ):
        answer = admin.post(address, form | {"begins": day})
        assert words in answer.text and "Nama yang diketik" in answer.text, day
    later = {"begins": f"{CLOCK.at.year + 1}-01-04"}
    assert published(admin, address, form | later).status_code == 302
    assert "Menunggu harinya" in admin.get(address).text
    assert admin.post("/pengaturan/layanan/tidak-ada/batal/").status_code == 404
    untouched = Service.objects.filter(office=OFFICE).exclude(pk=service.pk).first()
    answer = admin.post(f"/pengaturan/layanan/{untouched.code}/batal/", follow=True)
    assert "Tidak ada yang dibatalkan" in answer.text
