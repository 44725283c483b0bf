"""The office says by a page which kecamatan it serves, and brings the borders of its kelurahan."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from siantar.directory import village_borders
from siantar.directory.models import AuditEntry, Office, Region, User, VillageBorder
from siantar.rules.vocabulary import Role
from tests.directory.borders import collection, square
from tests.people import OFFICE, enter, given_town

pytestmark = pytest.mark.django_db
PAGE, CHOOSE, BRING, FORGET = (f"/pengaturan/kelurahan/{step}" for step in ("", "pilih/", "batas/", "batas/hapus/"))
VILLAGES = {"36.74.02.1001": "Pakulonan", "36.74.02.1002": "Pakualam"}


@pytest.fixture
def admin(client):
    town = given_town()
    Region.objects.get_or_create(code=OFFICE, defaults={"name": "Serpong Utara"})
    for code, name in VILLAGES.items():
        Region.objects.get_or_create(code=code, defaults={"name": name})
    Office.objects.filter(code=OFFICE).update(region=OFFICE)
    User.objects.create(username="admin", first_name="Ayu", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    client.force_login(User.objects.get(username="admin"))
    client.town = town
    return client


def bring(client, text: str, **more):
    return client.post(BRING, {"file": SimpleUploadedFile("batas.geojson", text.encode()), **more})


def looked_at(answer) -> str:
    return html.unescape(re.search(r'name="borders" value="([^"]+)"', answer.text)[1])


BOTH = collection(
    ({"NAMOBJ": "PAKULONAN"}, square(0)), ({"NAMOBJ": "Kel. Pakualam"}, square(1)), ({"NAMOBJ": "Jauh"}, square(2))
)


def test_an_empty_office_finds_its_kecamatan_by_name_and_has_its_kelurahan(client):
    office = Office.objects.create(code="36.74.03", number=3, name="Kecamatan Pondok Aren")
    client.force_login(User.objects.create(username="baru", office=office, roles=[Role.ADMINISTRATOR]))
    assert "/pengaturan/kelurahan/" in client.get("/pengaturan/").text
    page = client.get(PAGE, {"q": "pondok aren"}).text
    assert "Kota Tangerang Selatan" in page and 'value="36.74.03"' in page and "Jurangmangu Timur" in page
    assert client.post(CHOOSE, {"district": "36.74.03"}).status_code == 302
    office.refresh_from_db()
    assert (office.region_id, Region.objects.filter(code__startswith="36.74.03.").count()) == ("36.74.03", 11)
    assert AuditEntry.objects.filter(what="office_set").get().more == {"fields": "region", "region": "36.74.03"}
    assert "Belum ada kelurahan" not in client.get("/pengaturan/").text


@pytest.mark.parametrize("code", ["", "99.99.99", "36.74", "36.74.02.1001", "'; --"])
def test_what_is_no_kecamatan_changes_nothing(admin, code):
    assert admin.post(CHOOSE, {"district": code}).status_code == 302
    assert Office.objects.get(code=OFFICE).region_id == OFFICE
    assert not AuditEntry.objects.filter(what="office_set").exists()


def test_a_name_that_is_nobodys_says_what_to_type(admin):
    page = admin.get(PAGE, {"q": "Atlantis"}).text
    assert "Tidak ada kecamatan bernama begitu" in page and 'value="Atlantis"' in page


def test_what_is_there_of_a_kecamatan_stays_as_it_is(admin):
    Region.objects.filter(code="36.74.02.1001").update(name="Pakulonan Barat", lat=-6.2, lon=106.6)
    admin.post(CHOOSE, {"district": OFFICE})
    region = Region.objects.get(code="36.74.02.1001")
    assert (region.name, region.lat) == ("Pakulonan Barat", -6.2)
    assert Region.objects.filter(code__startswith="36.74.02.").count() == 7


def test_borders_are_looked_at_before_they_are_taken(admin):
    answer = bring(admin, BOTH)
    assert answer.status_code == 200 and not VillageBorder.objects.exists()
    for words in ("Cocok: 2 dari", "kolom NAMOBJ", "bukan kelurahan kantor ini: Jauh", "<svg"):
        assert words in answer.text
    assert admin.post(BRING, {"borders": looked_at(answer), "step": "take"}).status_code == 302
    borders = village_borders.borders_of(VILLAGES)
    assert {code: border.by_office for code, border in borders.items()} == dict.fromkeys(VILLAGES, True)
    region = Region.objects.get(code="36.74.02.1001")
    assert (region.lat, region.lon) == pytest.approx((-6.245, 106.655), abs=0.003)
    assert AuditEntry.objects.filter(what="office_set").get().more == {"fields": "borders", "count": "2"}
    page = admin.get(PAGE).text
    assert len(re.findall(r"batas dari kantor\s*</span>", page)) == 2 and "<svg" in page


def test_those_of_the_office_go_before_the_maps_and_can_be_taken_back(admin):
    outline = {"type": "MultiPolygon", "coordinates": [square(4)["coordinates"]]}
    assert village_borders.fill_from_map({"PAKULONAN": outline, "Tempat Lain": outline}) == 1
    admin.post(BRING, {"borders": looked_at(bring(admin, collection(({"n": "Pakulonan"}, square(0))))), "step": "take"})
    assert village_borders.fill_from_map({"Pakulonan": outline}) == 0
    (ring,) = village_borders.borders_of(VILLAGES)["36.74.02.1001"].outline["coordinates"][0]
    assert min(lon for lon, _lat in ring) == pytest.approx(106.65)
    assert admin.post(FORGET).status_code == 302
    assert not VillageBorder.objects.exists()
    assert village_borders.fill_from_map({"Pakulonan": outline}) == 1


@pytest.mark.parametrize(("text", "words"), [
    ("", "bukan berkas GeoJSON"), ("PK\x03\x04 shp", "bukan berkas GeoJSON"), ('{"features": []}', "tidak ada bidang"),
    (collection(({"n": "Jelambar"}, square(0))), "Tidak satu pun nama atau kode"),
    (collection(({"n": "Pakulonan"}, {"type": "Polygon", "coordinates": [[[7e5, 9e6], [7.1e5, 9e6], [7.1e5, 9.1e6], [7e5, 9e6]]]})), "EPSG:4326"),
])  # fmt: skip
def test_a_wrong_file_is_refused_in_a_sentence_and_nothing_is_kept(admin, text, words):
    answer = bring(admin, text, step="take")
    assert answer.status_code == 422 and words in answer.text
    assert not VillageBorder.objects.exists()


def test_nothing_chosen_is_said(admin):
    answer = admin.post(BRING)
    assert answer.status_code == 422 and "Pilih dulu berkas" in answer.text


def test_a_kelurahan_of_another_office_is_not_touched(admin):
    Region.objects.create(code="36.74.03.1001", name="Pondok Aren")
    text = collection(({"code": "36.74.03.1001"}, square(3)), ({"code": "36.74.02.1001"}, square(0)))
    assert admin.post(BRING, {"borders": text, "step": "take"}).status_code == 302
    assert set(VillageBorder.objects.values_list("region_id", flat=True)) == {"36.74.02.1001"}


@pytest.mark.parametrize("address", [PAGE, CHOOSE, BRING, FORGET])
def test_only_who_sets_the_office_up_comes_here(client, address):
    given_town()
    enter(client, "loket")
    answer = client.get(address) if address == PAGE else client.post(address)
    assert answer.status_code == 403
