"""The last change of a page of settings is taken back in one press, and only what it changed."""

from __future__ import annotations

import pytest

from siantar.alerts import hours
from siantar.catalogue import standards
from siantar.directory.models import AuditEntry, Holiday, Office
from siantar.messaging import office_settings
from siantar.messaging.models import Courtesy, Wording
from siantar.privacy import schedule
from siantar.rules.audit import Audited
from siantar.rules.retention import Retained
from siantar.shelf import keeping
from siantar.shelf.models import KeepingRule
from tests.clock import CLOCK
from tests.faces.test_setup import OFFICE_FORM
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
