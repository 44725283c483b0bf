"""What a resident reads on a phone: one answer, the path with what lies ahead, whom to ask, in either language."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from datetime import timedelta

import pytest

from siantar.casework import forecasts, possession
from siantar.casework.models import Application, TrackRow
from siantar.catalogue.models import Service
from siantar.delivery.models import Run, Stop
from siantar.delivery.visit_outlook import outlook_of
from siantar.directory.models import Office, User
from siantar.faces.public import contact
from siantar.rules import receipt_number
from siantar.rules.vocabulary import Kind, Method
from tests.clock import CLOCK
from tests.faces.test_assets import served
from tests.faces.test_resident import enter, fresh, given_ready
from tests.faces.test_ways_and_promises import ROAD, given_at
from tests.people import SITI_NIK, given_file, given_on_the_road

pytestmark = pytest.mark.django_db
FIRST_FLIGHT = 14_000  # bytes that come in the first round trip
PAGES = ("/", "/layanan/", "/kinerja/", "/pengaduan/", "/skm/", "/petugas/", "/t/1111")


@pytest.fixture(autouse=True)
def asked_anew():
    contact.forget()
    yield
    contact.forget()


def page_of(client, file) -> str:
    return client.get(f"/t/{file.receipt_number}").content.decode()


def with_pin(client, file, pin: str = ""):
    return client.post(f"/t/{file.receipt_number}", {"pin": pin or possession.pin_of(fresh(file))})


def wrong_pin(file) -> str:
    return "000000" if possession.pin_of(fresh(file)) != "000000" else "111111"


# What is on the line


@pytest.mark.parametrize("steps", range(len(ROAD) + 1))
def test_the_page_with_all_it_needs_fits_the_first_flight(town, client, steps):
    Office.objects.filter(number=2).update(phone="021 5312 0000", whatsapp="0812 0000 1234", lat=-6.2, lon=106.6)
    number = given_at(town, steps).receipt_number
    for language in ("id", "en"):
        _, headers, body = served(
            f"/t/{number}", HTTP_ACCEPT_ENCODING="gzip", HTTP_COOKIE=f"django_language={language}"
        )
        heading = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        assert len(body) + len(heading) < FIRST_FLIGHT
        text = gzip.decompress(body).decode()
        assert blocking(text) == []


def blocking(text: str) -> list[str]:
    """What a browser waits for before it draws: style sheets, and scripts that are not put off."""
    return [
        tag
        for tag in re.findall(r"<(?:link|script)\b[^>]*>", text)
        if "stylesheet" in tag or ("src=" in tag and 'type="module"' not in tag)
    ]


def test_a_sheet_that_is_waited_for_is_seen():
    assert blocking('<link rel="stylesheet" href="/x.css"><script src="/y.js"></script><script src="/z.js" type="module">') == [
        '<link rel="stylesheet" href="/x.css">', '<script src="/y.js">',
    ]  # fmt: skip


def test_what_stands_inside_the_page_is_what_its_policy_allows(town, client):
    file = given_file(town)
    answers = [served(f"/t/{file.receipt_number}")[1:]]
    for response in (
        client.get(f"/t/{file.receipt_number}"),
        with_pin(client, file),
        with_pin(client, file, wrong_pin(file)),
    ):
        answers.append((response.headers, response.content))
    for headers, body in answers:
        for tag in ("style", "script"):
            inside = re.search(rf"<{tag}>(.*?)</{tag}>", body.decode(), re.DOTALL)[1]
            digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
            assert f"{tag}-src 'self' " in headers["Content-Security-Policy"]
            assert f"'sha256-{digest}'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]


def test_the_office_is_looked_up_once_and_the_page_stays_one_query(town, client, django_assert_num_queries):
    path = f"/t/{given_file(town).receipt_number}"
    served(path)
    with django_assert_num_queries(0):  # the look-up of the row itself goes past Django's cursor
        served(path)


def test_a_changed_telephone_is_on_the_page_within_five_minutes_and_changes_its_version(town, client):
    file = given_file(town)
    Office.objects.filter(number=2).update(phone="021 5312 0000")
    before = served(f"/t/{file.receipt_number}")
    assert 'href="tel:+622153120000"' in before[2].decode()
    Office.objects.filter(number=2).update(phone="021 5312 9999")
    town.tick(6)
    _, headers, body = served(f"/t/{file.receipt_number}", HTTP_IF_NONE_MATCH=before[1]["ETag"])
    assert 'href="tel:+622153129999"' in body.decode()
    assert headers["ETag"] != before[1]["ETag"]


# The path


def ahead_on(text: str) -> list[str]:
    return [re.sub(r"<.*", "", item) for item in re.findall(r'<li class="ahead">(.*?)</li>', text)]


def test_what_lies_ahead_stands_behind_what_happened(town, client):
    text = page_of(client, given_at(town, 4))
    assert ahead_on(text) == ["Dokumen jadi", "Disiapkan untuk diantar", "Diantar kurir", "Anda terima"]
    assert text.index("Berkas diterima") < text.index('aria-current="step"') < text.index('class="ahead"')
    assert ahead_on(page_of(client, given_file(town, "pengantar-skck", method=Method.COUNTER))) == [
        "Diperiksa kelengkapannya", "Ditandatangani", "Dokumen jadi", "Siap diambil di loket", "Anda ambil di loket",
    ]  # fmt: skip


def test_after_the_last_attempt_the_counter_lies_ahead(town, client):
    file = given_on_the_road(town)
    town.tell("kurir1", Kind.DELIVERY_FAILED, file.receipt_number, reason="house_empty")
    assert ahead_on(page_of(client, file)) == ["Diantar kurir", "Anda terima"]
    for kind in (Kind.UNLOADED, Kind.LOADED):
        town.tell("kurir1", kind, file.receipt_number)
    town.tell("kurir1", Kind.DELIVERY_FAILED, file.receipt_number, reason="house_empty")
    assert ahead_on(page_of(client, file)) == ["Kembali ke kantor", "Anda ambil di loket"]
    town.tell("kurir1", Kind.UNLOADED, file.receipt_number)
    assert ahead_on(page_of(client, file)) == ["Anda ambil di loket"]


@pytest.mark.parametrize(("who", "kind"), [("pemeriksa", Kind.REJECTED), ("loket", Kind.CANCELLED)])
def test_nothing_lies_ahead_of_what_ended(town, client, who, kind):
    file = given_file(town)
    town.tell(who, kind, file.receipt_number, reason="alasan")
    text = page_of(client, file)
    assert ahead_on(text) == []
    assert '<ol class="timeline stopped">' in text


def test_an_answer_written_before_there_was_an_ahead_is_shown_still(town, client):
    row = TrackRow.objects.get(pk=given_file(town).receipt_number)
    body = {key: value for key, value in json.loads(row.body).items() if key != "ahead"}
    TrackRow.objects.filter(pk=row.pk).update(body=json.dumps(body, separators=(",", ":")))
    answer = client.get(f"/t/{row.pk}")
    assert (answer.status_code, ahead_on(answer.content.decode())) == (200, [])


def test_expected_days_are_drawn_from_today_on_and_tomorrow_it_is_another_page(town, client):
    file = given_at(town, 4)
    first = CLOCK.at.date() + timedelta(days=1)
    days = {"from": f"{first}T00:00:00+07:00", "to": f"{first + timedelta(days=1)}T23:59:59+07:00", "by": "day"}
    etag = TrackRow.objects.get(pk=file.receipt_number).etag
    forecasts.foretell([(json.dumps(days, separators=(",", ":")), file.receipt_number, etag)])
    path = f"/t/{file.receipt_number}"
    _, headers, body = served(path)
    drawn = re.search(r'<ul class="days" aria-hidden="true">(.*?)</ul>', body.decode())[1]
    assert (drawn.count("<li>"), drawn.count("<li class=on>")) == (1, 2)
    town.tick(24 * 60)
    status, _, body = served(path, HTTP_IF_NONE_MATCH=headers["ETag"])
    assert status == "200 OK"
    drawn = re.search(r'<ul class="days" aria-hidden="true">(.*?)</ul>', body.decode())[1]
    assert (drawn.count("<li>"), drawn.count("<li class=on>")) == (0, 2)


# Where to go


def test_where_one_must_go_the_office_stands_before_the_path(town, client):
    Office.objects.filter(number=2).update(
        address="Jl. Raya Serpong 1",
        hours="Senin-Jumat",
        phone="021 5312 0000",
        whatsapp="0812 0000 1234",
        lat=-6.2441,
        lon=106.6582,
    )
    file = given_file(town, complete=False)
    text = page_of(client, file)
    assert text.index("Ke mana Anda datang") < text.index("Perjalanan berkas")
    for part in (
        "Jl. Raya Serpong 1", "Senin-Jumat", 'href="tel:+622153120000"',
        f'href="https://wa.me/6281200001234?text=Resi%20{file.receipt_number}"', "mlat=-6.24410&amp;mlon=106.65820",
    ):  # fmt: skip
        assert part in text
    working = page_of(client, given_file(town))
    assert working.index("Perjalanan berkas") < working.index("Ada pertanyaan?")


def test_an_office_that_gave_nothing_shows_its_name_and_no_empty_button(town, client):
    Office.objects.filter(number=2).update(address="", hours="", phone="bukan nomor", whatsapp="", lat=None, lon=None)
    text = page_of(client, given_file(town))
    assert "Kecamatan Serpong Utara" in text
    assert 'rel="noreferrer"' not in text


def test_a_digital_result_says_where_it_is(town, client):
    file = given_file(town, "kk-baru")
    for who, kind, more in ROAD[:5]:
        town.tell(who, kind, file.receipt_number, **more)
    town.tell("dukcapil", Kind.ISSUED_DIGITALLY, file.receipt_number)
    assert "Dokumennya dikirim Disdukcapil ke surel atau ponsel" in page_of(client, file)


# The PIN


def test_the_answer_to_a_pin_is_on_top_and_has_the_focus(town, client):
    text = with_pin(client, given_file(town)).content.decode()
    assert text.index("S*** A*****") < text.index("<h1>")
    assert re.search(r'<section class="mine" tabindex="-1"[^>]* autofocus>', text)
    assert 'name="pin"' not in text


def test_a_wrong_pin_says_how_many_tries_are_left_in_the_box_that_has_the_focus(town, client):
    file = given_file(town)
    for left in (4, 3, 2, 1):
        text = with_pin(client, file, wrong_pin(file)).content.decode()
        assert f"Sisa {left} kali coba." in text
        assert text.index(f"Sisa {left}") < text.index("<h1>")
        assert re.search(r'<input id="pin"[^>]* autofocus\s+aria-invalid="true"', text)
        assert text.count('id="pin"') == 1
    assert "PIN sudah terlalu sering salah" in with_pin(client, file, wrong_pin(file)).content.decode()


def test_a_right_pin_gives_all_tries_back(town, client):
    file = given_file(town)
    for pin in (wrong_pin(file), wrong_pin(file), ""):
        with_pin(client, file, pin)
    assert "Sisa 4 kali coba." in with_pin(client, file, wrong_pin(file)).content.decode()


def test_the_resident_page_counts_the_tries_too(town, client):
    file = given_file(town)
    page = client.post(f"/t/{file.receipt_number}/saya/", {"pin": wrong_pin(file)}).content.decode()
    assert "Sisa 4 kali coba." in page


# The courier's visit


def given_tour(town, count: int) -> list[Application]:
    """So many items in the bag of one courier, in this order."""
    files = [given_ready(town) for _ in range(count)]
    run = Run.objects.create(
        number=receipt_number.issue(2, kind=receipt_number.NumberKind.RUN), office=town.office, courier=User.objects.get(username="kurir1"),
        day=CLOCK.at.date(), status=Run.Status.OUT, starts_at=CLOCK.at, ends_at=CLOCK.at + timedelta(hours=6), made_at=CLOCK.at,
        start_lat=-6.2, start_lon=106.6, end_lat=-6.2, end_lon=106.6,
    )  # fmt: skip
    for place, file in enumerate(files):
        Stop.objects.create(run=run, application=fresh(file), position=place)
        assert town.tell("kurir1", Kind.LOADED, file.receipt_number).result == "recorded"
    return files


def test_stops_before_are_counted_for_whoever_showed_the_receipt_alone(town, client):
    first, second, third = given_tour(town, 3)
    assert "2 perhentian sebelum Anda." in with_pin(client, third).content.decode()
    assert "perhentian" not in page_of(client, third)
    town.tell("kurir1", Kind.DELIVERY_FAILED, first.receipt_number, reason="house_empty")
    assert "1 perhentian sebelum Anda." in client.get(enter(client, third)).content.decode()
    assert "Anda perhentian berikutnya." in with_pin(client, second).content.decode()


def test_the_day_of_the_next_attempt_is_told_and_after_the_last_none(town, client):
    file = given_on_the_road(town)
    CLOCK.at = CLOCK.at.replace(year=2026, month=11, day=27)  # a Friday
    town.tell("kurir1", Kind.DELIVERY_FAILED, file.receipt_number, reason="house_empty")
    text = with_pin(client, file).content.decode()
    assert "Kurir mencoba lagi paling cepat:" in text
    assert "Senin, 30 November 2026" in text
    town.tick(3 * 24 * 60)
    assert outlook_of(fresh(file), CLOCK.at).next_on.isoformat() == "2026-11-30"
    for kind in (Kind.UNLOADED, Kind.LOADED):
        assert town.tell("kurir1", kind, file.receipt_number).result == "recorded"
    town.tell("kurir1", Kind.DELIVERY_FAILED, file.receipt_number, reason="house_empty")
    assert outlook_of(fresh(file), CLOCK.at).next_on is None


def test_windows_are_buttons_and_the_one_chosen_is_marked(town, client):
    file = given_ready(town)
    home = enter(client, file)
    buttons = re.findall(
        r'<button class="button[^"]*" name="begins_at"\s+value="([^"]+)"', client.get(home).content.decode()
    )
    assert len(buttons) > 3
    assert client.post(f"{home}hari", {"begins_at": buttons[1]}).status_code == 302
    chosen = re.findall(
        r'<button class="button chosen" name="begins_at"\s+value="([^"]+)" aria-pressed="true"',
        client.get(home).content.decode(),
    )
    assert chosen == [buttons[1]]


# Language


def test_every_public_page_switches_to_english_and_back_and_stays_where_it_was(town, client):
    number = given_file(town).receipt_number
    for path in (*PAGES, f"/t/{number}", f"/t/{number}/saya/"):
        client.cookies.clear()
        assert 'bahasa=en"' in client.get(path).content.decode(), path
        switched = client.get(f"{path}?bahasa=en")
        assert (switched.status_code, switched["Location"]) == (302, path)
        page = client.get(path).content.decode()
        assert '<html lang="en">' in page
        assert 'bahasa=id"' in page
        assert re.search(r"Bahasa\s+Indonesia", page)
        client.get(f"{path}?bahasa=id")
        assert '<html lang="id">' in client.get(path).content.decode()


def test_the_switch_keeps_the_rest_of_the_query_and_leads_nowhere_else(client, town):
    assert 'href="?bulan=2026-11&amp;bahasa=en"' in client.get("/kinerja/?bulan=2026-11").content.decode()
    assert client.get("/kinerja/?bulan=2026-11&bahasa=en")["Location"] == "/kinerja/?bulan=2026-11"
    assert client.get("//jahat.example/?bahasa=en")["Location"] == "/"
    assert client.get("/layanan/?bahasa=xx").status_code == 200


def test_a_page_after_a_refused_form_switches_to_one_that_can_be_opened(town, client):
    file = given_file(town)
    home = enter(client, file)
    page = client.post(f"{home}kontak", {"phone": "", "landmark": ""}).content.decode()
    assert f'href="{home}?bahasa=en"' in page


def test_services_are_called_by_their_english_names(town, client):
    Service.objects.filter(office=town.office, code="ktp-el-hilang").update(name_en="KTP-el, lost")
    file = given_file(town)
    client.cookies["django_language"] = "en"
    assert "KTP-el, lost" in page_of(client, file)
    assert "KTP-el, lost" in client.get("/layanan/").content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_what_search_engines_and_screen_readers_ask_of_a_page_is_there(client, town, path):
    text = client.get(path).content.decode()
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    assert re.search(r'<meta name="description"\s+content="[^"]{50,160}">', text)
    assert re.search(r"<title>[^<]+ · Siantar</title>", text)
    assert text.count("<h1") == 1


# The box


@pytest.mark.parametrize(
    "typed",
    ["{n}", "{grouped}", "resi saya {grouped}, sudah sampai mana?", "https://siantar.example/t/{n}", "https://siantar.example/t/{n}#{proof}",
     "NIK saya 3674026304850003, resinya {grouped}"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post"])
def test_links_and_sentences_are_read(client, town, typed, method):
    number = given_file(town).receipt_number
    text = typed.format(n=number, grouped=receipt_number.grouped(number).lower(), proof="a" * 20)
    assert getattr(client, method)("/", {"resi": text})["Location"] == f"/t/{number}"


def test_words_that_make_a_second_number_by_chance_do_not_hide_the_first(client, town):
    file = given_file(town)
    both = (
        f"{receipt_number.grouped(receipt_number.issue(2, entropy=0))}. {receipt_number.grouped(file.receipt_number)}"
    )
    assert client.post("/", {"resi": both})["Location"] == f"/t/{file.receipt_number}"


@pytest.mark.parametrize(
    "typed", [SITI_NIK, "3674 0263 0485 0003", "NIK: 3674.0263.0485.0003 tolong", "٣٦٧٤٠٢٦٣٠٤٨٥٠٠٠٣"]
)
def test_a_nik_is_not_looked_up_and_stands_in_no_address(client, town, typed, django_assert_num_queries):
    given_file(town)
    with django_assert_num_queries(0):
        page = client.post("/", {"resi": typed})
    assert page.status_code == 404
    text = page.content.decode()
    assert "Ini NIK, bukan nomor resi." in text
    assert typed not in text
    address = client.get("/", {"resi": typed})
    assert address["Location"] == "/?salah=nik"
    assert "Ini NIK, bukan nomor resi." in client.get(address["Location"]).content.decode()


def test_no_sixteen_digits_pass_for_a_receipt_by_chance(client, town):
    """Twelve of them fit the check character one time in thirty-one."""
    for serial in range(200):
        page = client.post("/", {"resi": f"3674 0263 0485 {serial:04d}"})
        assert page.status_code == 404
        assert "Ini NIK" in page.content.decode()


def test_the_box_posts_so_that_no_slip_stands_in_an_address(client, town):
    for path in ("/", "/t/1111"):
        assert re.search(r'<form class="find" action="/"\s+method="post">', client.get(path).content.decode())


def test_other_numbers_of_ours_are_told_apart(client, town):
    complaint = receipt_number.issue(2, kind=receipt_number.NumberKind.COMPLAINT)
    assert client.post("/", {"resi": complaint})["Location"] == f"/pengaduan/{complaint}"
    both = f"{given_file(town).receipt_number} {given_file(town).receipt_number}"
    page = client.post("/", {"resi": both})
    assert "Ada beberapa nomor resi" in page.content.decode()
    assert both in page.content.decode()


# Services


def test_services_are_told_in_working_days_and_found_by_word(client, town):
    text = client.get("/layanan/").content.decode()
    assert "hari kerja" in text
    assert "jam kerja" not in text
    found_lines = re.findall(
        r"<summary>\s*<span itemprop=.name.>(.*?)</span>", client.get("/layanan/?cari=ktpel HILANG").content.decode()
    )
    assert found_lines[0] == "KTP-el hilang"
    assert len(found_lines) < len(re.findall("<summary>", text))


def test_a_search_without_a_match_says_what_to_do(client, town):
    text = client.get("/layanan/", {"cari": '<b>"x'}).content.decode()
    assert "Tidak ada layanan yang cocok" in text
    assert "<b>&quot;x" not in text
    assert 'value="&lt;b&gt;&quot;x"' in text
    for wild in ("9" * 400, "%", "💌"):
        assert client.get("/layanan/", {"cari": wild}).status_code == 200


def test_programs_read_what_the_page_is_about_and_nothing_more(client, town):
    brought = page_of(client, given_file(town))
    about = brought[brought.index("https://schema.org/ParcelDelivery") :]
    number = re.search(r'itemprop="trackingNumber" content="([0-9A-Z]{12})"', about)[1]
    assert Application.objects.filter(receipt_number=number).exists()
    assert 'itemprop="name" content="Kecamatan Serpong Utara"' in about
    fetched = given_file(town, method=Method.COUNTER)
    assert "ParcelDelivery" not in page_of(client, fetched)
    services = client.get("/layanan/").content.decode()
    active = Service.objects.filter(active=True).count()
    assert services.count('itemtype="https://schema.org/GovernmentService"') == active
