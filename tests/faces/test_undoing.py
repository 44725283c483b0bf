"""The last change of a page of settings is taken back in one press, and only what it changed."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from siantar.alerts import hours
from siantar.catalogue import standards
from siantar.directory.models import AuditEntry, Holiday, Office
from siantar.letters import frames
from siantar.letters.models import LetterFrame, LetterOfficer
from siantar.messaging import office_settings
from siantar.messaging.models import Courtesy, Wording
from siantar.privacy import schedule
from siantar.reports import issuing
from siantar.reports.models import ReportReceivers
from siantar.rules.audit import Audited
from siantar.rules.retention import Retained
from siantar.shelf import keeping
from siantar.shelf.models import KeepingRule
from tests.clock import CLOCK
from tests.faces.test_setup import OFFICE_FORM
from tests.letters.cast import given_issued, given_letter_town
from tests.people import OFFICE, enter, given_town

pytestmark = pytest.mark.django_db
UNDO = "Batalkan perubahan ini"


@pytest.fixture
def camat(client):
    given_town()
    enter(client, "camat")
    return client


def office() -> Office:
    return Office.objects.get(code=OFFICE)


def details() -> tuple:
    now = office()
    return now.hours, now.phone, now.lat, now.proof_asked


def test_details_come_back_and_go_again(camat):
    before = details()
    assert UNDO not in camat.get("/pengaturan/kantor/").text
    camat.post("/pengaturan/kantor/", OFFICE_FORM | {"hours": "Senin-Kamis 09.00-12.00", "phone": "021-555"})
    after = details()
    assert after != before and UNDO in camat.get("/pengaturan/kantor/").text
    notes = AuditEntry.objects.filter(what=Audited.OFFICE_SET).count()
    assert "Perubahan terakhir dibatalkan" in camat.post("/pengaturan/kantor/batal/", follow=True).text
    assert details() == before and AuditEntry.objects.filter(what=Audited.OFFICE_SET).count() == notes + 1
    camat.post("/pengaturan/kantor/batal/")
    assert details() == after


def test_what_was_changed_in_another_way_since_stays(camat):
    camat.post("/pengaturan/kantor/", OFFICE_FORM | {"hours": "Senin-Kamis 09.00-12.00"})
    Office.objects.filter(code=OFFICE).update(hours="Dari admin")
    answer = camat.post("/pengaturan/kantor/batal/", follow=True)
    assert "sudah diubah dengan cara lain" in answer.text and office().hours == "Dari admin"


def test_a_day_off_comes_and_goes(camat):
    day = f"{CLOCK.at.year + 1}-05-20"
    assert "Tidak ada yang dapat dibatalkan" in camat.post("/pengaturan/libur/batal/", follow=True).text
    camat.post("/pengaturan/libur/", {"day": day, "name": "Hari jadi kota"})
    days = Holiday.objects.filter(office=OFFICE, day=day)
    for there in (False, True, False):
        assert UNDO in camat.get("/pengaturan/libur/").text
        camat.post("/pengaturan/libur/batal/")
        assert days.exists() is there
    Holiday.objects.create(day=day, name="Nasional")  # closed for all meanwhile
    assert "Tidak ada yang dapat dibatalkan" in camat.post("/pengaturan/libur/batal/", follow=True).text
    assert not days.exists()


def test_texts_of_the_standards_come_back(camat):
    office = Office.objects.get(code=OFFICE)
    before = standards.texts_of(office, CLOCK.at)
    camat.post("/pengaturan/standar/", before | {"staff": "Lima orang"})
    assert standards.texts_of(office, CLOCK.at)["staff"] == "Lima orang"
    assert "Batalkan versi 1, yang berlaku sekarang" in camat.get("/pengaturan/standar/").text
    camat.post("/pengaturan/standar/batal/")
    assert standards.texts_of(office, CLOCK.at) == before


def test_the_words_of_a_message_come_back(camat):
    page = "/pesan/pengaturan/kata/received/"
    assert UNDO not in camat.get(page).text
    camat.post(page, {"on": "on", "text_id": "Halo, {layanan} masuk.", "text_en": "", "save": "1"})
    assert "Halo, {layanan} masuk." in camat.get(page).text and UNDO in camat.get(page).text
    assert "Perubahan terakhir dibatalkan" in camat.post(f"{page}batal/", follow=True).text
    assert "Halo, {layanan} masuk." not in camat.get(page).text
    assert Wording.objects.get(office=OFFICE, occasion="received").text_id == ""
    assert camat.post("/pesan/pengaturan/kata/gosip/batal/").status_code == 404


@pytest.mark.parametrize("page", ["kelurahan", "sambungan", "jasa-kirim"])
def test_a_page_that_cannot_says_so(camat, page):
    text = camat.get(f"/pengaturan/{page}/").text
    assert "tidak dibatalkan dengan sekali tekan" in text and UNDO not in text


@pytest.mark.parametrize("who", ["loket", "pemeriksa", "kurir1"])
def test_who_has_no_say_takes_nothing_back(client, who):
    given_town()
    enter(client, who)
    for page in ("kantor", "libur", "standar"):
        assert client.post(f"/pengaturan/{page}/batal/").status_code == 403


RULES = [  # the page, its typed values, what they set
    (
        "/rak/aturan/", {"first_reminder": "2", "last_reminder": "5", "keep": "40", "two_signatures": "on"},
        lambda: keeping.rule_of(OFFICE),
    ),
    ("/berkas/peringatan/", {"turn": "9", "section": "5", "camat": "1"}, lambda: dict(hours.hours_of(OFFICE))),
    (
        "/pesan/pengaturan/", {"quiet_from": "21:30", "quiet_until": "06:15", "daily_most": "2", "gather_minutes": "0"},
        lambda: office_settings._as_data(office_settings.courtesy_of(office())),
    ),
]  # fmt: skip
BACK = {"/pesan/pengaturan/": "/pesan/pengaturan/sopan/batal/"}


@pytest.mark.parametrize(("page", "typed", "rule"), RULES, ids=[page for page, _typed, _rule in RULES])
def test_rules_of_an_office_come_back_and_go_again(camat, page, typed, rule):
    before, back = rule(), BACK.get(page, f"{page}batal/")
    assert "Tidak ada yang dapat dibatalkan" in camat.post(back, follow=True).text and UNDO not in camat.get(page).text
    notes = AuditEntry.objects.filter(what=Audited.OFFICE_SET).count()
    assert camat.post(page, typed).status_code == 302
    after = rule()
    assert after != before and UNDO in camat.get(page).text
    assert camat.post(page, typed).status_code == 302  # nothing is different: the change before stays the last
    assert "Perubahan terakhir dibatalkan" in camat.post(back, follow=True).text and rule() == before
    assert camat.post(back).status_code == 302 and rule() == after
    assert AuditEntry.objects.filter(what=Audited.OFFICE_SET).count() == notes + 3


def test_periods_come_back_and_only_those_that_changed(camat):
    before = schedule.days_of(OFFICE)
    typed = {str(kind): str(days) for kind, days in before.items()}
    camat.post("/berkas/penyimpanan/lama/", typed | {str(Retained.SURVEY): "400"})
    assert schedule.days_of(OFFICE) == before | {Retained.SURVEY: 400}
    assert UNDO in camat.get("/berkas/penyimpanan/").text
    assert "Perubahan terakhir dibatalkan" in camat.post("/berkas/penyimpanan/lama/batal/", follow=True).text
    assert schedule.days_of(OFFICE) == before


def test_hours_of_one_service_come_back_alone(camat):
    service = next(iter(camat.get("/berkas/peringatan/").context["services"]))
    camat.post("/berkas/peringatan/", {"turn": "9", "section": "5", "camat": "1"})
    whole = hours.hours_of(OFFICE)
    camat.post("/berkas/peringatan/", {"turn": "8", "section": "4", "camat": "2", "service": str(service.pk)})
    assert service.pk in hours.hours_of(OFFICE)
    camat.post("/berkas/peringatan/batal/")
    assert hours.hours_of(OFFICE) == whole
    camat.post("/berkas/peringatan/batal/")
    camat.post("/berkas/peringatan/", {"forget": "1", "service": str(service.pk)})
    assert service.pk not in hours.hours_of(OFFICE)
    camat.post("/berkas/peringatan/batal/")
    assert hours.hours_of(OFFICE)[service.pk].turn == 8


def test_rules_that_were_changed_in_another_way_since_stay(camat):
    camat.post("/rak/aturan/", RULES[0][1])
    KeepingRule.objects.filter(pk=OFFICE).update(keep=50)
    camat.post("/pesan/pengaturan/", RULES[2][1])
    Courtesy.objects.filter(pk=OFFICE).update(daily_most=3)
    for back in ("/rak/aturan/batal/", "/pesan/pengaturan/sopan/batal/"):
        assert "sudah diubah dengan cara lain" in camat.post(back, follow=True).text
    assert keeping.rule_of(OFFICE).keep == 50 and Courtesy.objects.get(pk=OFFICE).daily_most == 3


def receivers() -> list[str]:
    return issuing.receivers(OFFICE)


def test_receivers_of_reports_come_back_and_go_again_each_time_audited(camat):
    page, back = "/laporan/bulanan/", "/laporan/bulanan/penerima/batal/"
    assert UNDO not in camat.get(page).text
    assert "Tidak ada yang dapat dibatalkan" in camat.post(back, follow=True).text
    for typed in ("camat@kota.example", "sekda@kota.example\nbupati@kota.example"):
        camat.post("/laporan/bulanan/penerima/", {"addresses": typed})
    assert UNDO in camat.get(page).text
    camat.post("/laporan/bulanan/penerima/", {"addresses": "sekda@kota.example bupati@kota.example"})  # the same again
    for there in (["camat@kota.example"], ["sekda@kota.example", "bupati@kota.example"]):
        assert "Perubahan terakhir dibatalkan" in camat.post(back, follow=True).text
        assert receivers() == there
    assert AuditEntry.objects.filter(what=Audited.OFFICE_SET, more__fields="receivers").count() == 4
    ReportReceivers.objects.update(addresses="lain@kota.example")
    assert "sudah diubah dengan cara lain" in camat.post(back, follow=True).text
    assert receivers() == ["lain@kota.example"]


@pytest.fixture
def letters(client):
    town = given_letter_town()
    enter(client, "camat")
    return town


def arms(colour: int) -> BytesIO:
    picture = BytesIO()
    Image.new("RGB", (20, 20), (colour, 0, 0)).save(picture, "PNG")
    picture.name = "lambang.png"
    picture.seek(0)
    return picture


def frame() -> dict:
    return LetterFrame.objects.filter(office=OFFICE).values().get()


def test_letterhead_arms_and_numbers_come_back_whole(client, letters):
    page, back = "/naskah/pengaturan/", "/naskah/pengaturan/batal/"
    typed = {name: value for name, value in frame().items() if name not in {"office_id", "arms", "by_code"}}
    client.post(page, typed | {"arms": arms(200)})
    before = frame()
    assert before["arms"] and UNDO in client.get(page).text
    client.post(page, typed | {"unit": "KECAMATAN LAIN", "number_template": "{seq:4}/{year}", "arms": arms(90)})
    after = frame()
    assert after["arms"] != before["arms"] and after["unit"] != before["unit"]
    notes = AuditEntry.objects.filter(what=Audited.LETTERS_SET).count()
    for there in (before, after, before):
        assert "Perubahan terakhir dibatalkan" in client.post(back, follow=True).text
        assert frame() == there
    assert AuditEntry.objects.filter(what=Audited.LETTERS_SET).count() == notes + 3
    LetterFrame.objects.update(unit="DARI ADMIN")
    assert "sudah diubah dengan cara lain" in client.post(back, follow=True).text and frame()["unit"] == "DARI ADMIN"


OFFICERS = "/naskah/pengaturan/pejabat/"


def in_office() -> set[str]:
    return {officer.name for officer in frames.officers_on(OFFICE, CLOCK.at.date())}


def test_an_officer_named_by_mistake_never_was_one_and_one_ended_goes_on(client, letters):
    before = in_office()
    new = {"person": letters.people["sekcam"].person, "position": "head", "capacity": "plh", "title": "Camat", "name": "Plh. Sari",
           "first_on": "2026-01-01"}  # fmt: skip
    client.post(OFFICERS, new)
    for there in (before, before | {"Plh. Sari"}, before):
        assert "Perubahan terakhir dibatalkan" in client.post(f"{OFFICERS}batal/", follow=True).text
        assert in_office() == there
    head = LetterOfficer.objects.get(position="head", capacity="")
    client.post(OFFICERS, {"end": head.pk})
    assert LetterOfficer.objects.get(pk=head.pk).last_on is not None
    client.post(f"{OFFICERS}batal/")
    assert LetterOfficer.objects.get(pk=head.pk).last_on is None


def test_an_officer_who_signed_meanwhile_stays(client, letters):
    new = {"person": letters.people["camat"].person, "position": "head", "title": "Camat", "name": "Hj. Sari", "first_on": "2026-01-02"}
    client.post(OFFICERS, new)
    letter = given_issued(letters)
    assert letter.signer.name == "Hj. Sari"
    assert "sudah diubah dengan cara lain" in client.post(f"{OFFICERS}batal/", follow=True).text
    assert "Hj. Sari" in in_office()
