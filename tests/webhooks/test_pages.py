"""The office connects other systems by its pages: a secret shown once, what was sent, what came back."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from siantar.directory.models import AuditEntry, Office, User
from siantar.rules.vocabulary import Role
from siantar.webhooks import subscribing
from siantar.webhooks.models import Delivery, Subscription
from tests.clock import CLOCK
from tests.people import OFFICE, enter, given_file
from tests.webhooks.conftest import work

pytestmark = pytest.mark.django_db
PAGE = "/pengaturan/sambungan/"


@pytest.fixture
def admin(client, town):
    enter(client, "admin")
    return client


def connected(admin, url: str, **more):
    return admin.post(PAGE, {"id": str(uuid4()), "url": url, "of_what": "application.*", **more})


def address_of(subscription: Subscription) -> str:
    return f"{PAGE}{subscription.pk}/"


def test_the_secret_is_shown_once_and_what_was_sent_is_listed_with_what_came_back(admin, town, far_end):
    page = connected(admin, far_end.url)
    (secret,) = re.findall(r"whsec_[\w+/=]+", page.text)
    subscription = Subscription.objects.get()
    assert subscribing.secret_of(subscription) == secret and subscription.offices == [OFFICE]
    file = given_file(town)
    work()
    page = admin.get(address_of(subscription)).text
    assert "whsec_" not in page and "Diterima di loket" in page and "dijawab 200" in page
    assert file.applicant_name not in page and "no-store" in admin.get(address_of(subscription))["Cache-Control"]
    assert "Berjalan" in admin.get(PAGE).text


def test_pressing_twice_subscribes_once(admin, far_end):
    wish = {"id": str(uuid4()), "url": far_end.url, "of_what": "application.*"}
    assert admin.post(PAGE, wish).status_code == 200
    again = admin.post(PAGE, wish)
    assert again.status_code == 422 and "sudah tersimpan" in again.text
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"url": "bukan alamat"}, "bukan alamat web"),
        ({"url": "http://contoh.go.id/x"}, "pakai https"),
        ({"url": "https://contoh.go.id/x", "of_what": "chosen"}, "Pilih paling sedikit satu kejadian"),
        ({"url": "https://contoh.go.id/x", "of_what": "chosen", "types": ["application.none"]}, "Pilih dari daftarnya"),
        ({"url": "https://" + "x" * 600}, "Terlalu panjang"),
        ({"url": "https://contoh.go.id/x", "id": "7"}, ""),
        ({}, "Isi dulu"),
    ],
)
def test_a_wrong_wish_says_why_and_stays_typed(admin, wish, words):
    answer = admin.post(PAGE, {"id": str(uuid4()), "of_what": "application.*", **wish})
    assert answer.status_code == 422 and words.lower() in answer.text.lower()
    assert not Subscription.objects.exists()
    assert wish.get("url", "")[:20] in answer.text


def test_only_chosen_kinds_are_told_and_said_in_words(admin, far_end):
    connected(admin, far_end.url, of_what="chosen", types=["application.delivered", "application.collected"])
    assert set(Subscription.objects.get().types) == {"application.delivered", "application.collected"}
    assert "semua kejadian" not in admin.get(PAGE).text


def test_one_that_stopped_answering_is_named_and_taken_up_again(admin, town, far_end):
    connected(admin, far_end.url)
    subscription = Subscription.objects.get()
    given_file(town)
    Subscription.objects.update(disabled_at=CLOCK.at, failing_since=CLOCK.at, problem="unreachable ConnectError")
    assert "1 sistem tidak lagi dikabari" in admin.get("/pengaturan/").text
    page = admin.get(address_of(subscription)).text
    assert "tidak ada yang menjawab di alamat itu" in page and "ConnectError" not in page
    assert admin.post(f"{address_of(subscription)}lanjut/").status_code == 302
    work()
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_everything_since_a_day_is_sent_again_and_a_wrong_day_is_named(admin, town, far_end):
    connected(admin, far_end.url)
    subscription = Subscription.objects.get()
    given_file(town)
    work()
    for day in ("kemarin", "0001-01-01", "9999-12-31"):
        answer = admin.post(f"{address_of(subscription)}ulang/", {"since": day})
        assert answer.status_code == 422 and "tanggal" in answer.text and f'value="{day}"' in answer.text
    answer = admin.post(f"{address_of(subscription)}ulang/", {"since": CLOCK.at.date().isoformat()}, follow=True)
    assert "1 kejadian dikirim ulang" in answer.text
    assert Delivery.objects.get().state == Delivery.State.WAITING


def test_a_new_secret_and_the_end_and_each_act_in_the_audit(admin, far_end):
    connected(admin, far_end.url)
    subscription = Subscription.objects.get()
    first = subscribing.secret_of(subscription)
    page = admin.post(f"{address_of(subscription)}rahasia/").text
    subscription.refresh_from_db()
    assert first not in page and subscribing.secret_of(subscription) in page
    admin.post(f"{address_of(subscription)}lanjut/")
    assert admin.post(f"{address_of(subscription)}hapus/").status_code == 302
    assert not Subscription.objects.exists() and admin.get(address_of(subscription)).status_code == 404
    entries = AuditEntry.objects.filter(what="connection_set").order_by("pk")
    assert [entry.more["fields"] for entry in entries] == ["subscribed", "secret", "resumed", "ended"]
    assert first not in str([entry.more for entry in entries])


def test_nobody_opens_another_offices_or_without_the_right(admin, client, town, far_end):
    connected(admin, far_end.url)
    address = address_of(Subscription.objects.get())
    office = Office.objects.create(code="36.74.03", number=3, name="Kecamatan Pondok Aren")
    client.force_login(User.objects.create(username="sana", office=office, roles=[Role.ADMINISTRATOR]))
    for path in ("", "rahasia/", "lanjut/", "ulang/", "hapus/"):
        method = client.post if path else client.get
        assert method(address + path, {"since": "2026-11-01"}).status_code == 404
    assert far_end.url not in client.get(PAGE).text
    enter(client, "loket")
    assert client.get(PAGE).status_code == 403 and client.post(f"{address}hapus/").status_code == 403
    assert Subscription.objects.exists()
