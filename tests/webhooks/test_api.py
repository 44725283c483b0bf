"""Webhooks as another system keeps them."""

from __future__ import annotations

from uuid import uuid4

import pytest

from siantar.casework.models import EventRow
from siantar.directory.models import Office
from tests.clock import CLOCK
from tests.faces.test_api import Api
from tests.people import OFFICE, given_file
from tests.webhooks.conftest import work

pytestmark = pytest.mark.django_db
WISH = {"types": ["application.*"], "offices": [OFFICE]}


class Keeper(Api):
    def delete(self, path):
        return self.client.delete(f"/api/v1{path}", headers=self.headers)


@pytest.fixture
def as_(town, client):
    return lambda username: Keeper(client, username)


def test_a_subscription_from_its_making_to_its_end(as_, town, far_end):
    admin = as_("admin")
    answer = admin.post("/webhooks", {"url": far_end.url, **WISH})
    assert answer.status_code == 201
    new = answer.json()
    assert new["secret"].startswith("whsec_")
    items = admin.get("/webhooks").json()["items"]
    assert [item["id"] for item in items] == [new["id"]]
    assert "secret" not in items[0]
    given_file(town)
    work()
    page = admin.get(f"/webhooks/{new['id']}/deliveries").json()
    assert [(item["state"], item["status"], item["answer"]) for item in page["items"]] == [
        ("delivered", 200, "diterima")
    ]
    event = str(EventRow.objects.get().pk)
    again = admin.post(f"/webhooks/{new['id']}/replay", {"event": event})
    assert again.json() == {"queued": 1, "next": None}
    since = admin.post(f"/webhooks/{new['id']}/replay", {"from": "2026-01-01T00:00:00+07:00"})
    assert since.json()["queued"] == 1
    assert admin.post(f"/webhooks/{new['id']}/rotate", {}).json()["secret"] != new["secret"]
    assert admin.post(f"/webhooks/{new['id']}/resume", {}).status_code == 200
    assert admin.delete(f"/webhooks/{new['id']}").status_code == 204
    assert admin.get("/webhooks").json()["items"] == []
    assert admin.get(f"/webhooks/{new['id']}/deliveries").status_code == 404


def test_deliveries_page_by_cursor(as_, town, far_end, monkeypatch):
    from siantar.faces.api import webhooks

    monkeypatch.setattr(webhooks, "PAGE", 2)
    id = as_("admin").post("/webhooks", {"url": far_end.url, **WISH}).json()["id"]
    for _ in range(5):
        given_file(town)
    work()
    seen, cursor = [], ""
    while cursor is not None:
        page = as_("admin").get(f"/webhooks/{id}/deliveries?cursor={cursor}").json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize("who", ["loket", "pemeriksa", "penghubung", "dukcapil", "pengatur", "kurir1"])
def test_who_does_not_lead_the_office_may_not(as_, far_end, who):
    id = as_("admin").post("/webhooks", {"url": far_end.url, **WISH}).json()["id"]
    person = as_(who)
    answers = [
        person.post("/webhooks", {"url": far_end.url, **WISH}), person.get("/webhooks"), person.delete(f"/webhooks/{id}"),
        person.get(f"/webhooks/{id}/deliveries"), person.post(f"/webhooks/{id}/rotate", {}),
        person.post(f"/webhooks/{id}/replay", {"event": str(uuid4())}), person.post(f"/webhooks/{id}/resume", {}),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [403] * 7


def test_another_offices_subscription_is_not_there(as_, town, far_end):
    from siantar.directory.models import User

    id = as_("admin").post("/webhooks", {"url": far_end.url, **WISH}).json()["id"]
    Office.objects.create(code="36.74.07", number=9, name="Kecamatan Setu")
    User.objects.create_user("setu", password="rahasia-uji", office_id="36.74.07", roles=["administrator"])
    assert as_("setu").get("/webhooks").json()["items"] == []
    assert as_("setu").delete(f"/webhooks/{id}").status_code == 404
    assert as_("setu").post("/webhooks", {"url": far_end.url, **WISH}).status_code == 403


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://10.0.0.1/x", "jaringan dalam"),
        ("https://localhost/x", "jaringan dalam"),
        ("http://[::1]/x", "jaringan dalam"),
        ("https://169.254.169.254/latest", "jaringan dalam"),
        ("http://8.8.8.8/x", "https"),
        ("ftp://8.8.8.8/x", "bukan alamat web"),
        ("https://siti:kunci@8.8.8.8/x", "bukan alamat web"),
        ("https://8.8.8.8:999999/x", "bukan alamat web"),
        ("kabar", "bukan alamat web"),
    ],
)
def test_an_address_that_may_not_be_told_is_refused_in_words(as_, settings, url, words):
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset()
    answer = as_("admin").post("/webhooks", {"url": url, **WISH})
    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert error["field"] == "url"
    assert words in error["message"]


def test_an_address_that_turned_inward_later_is_not_reached(as_, town, far_end, settings):
    id = as_("admin").post("/webhooks", {"url": far_end.url, **WISH}).json()["id"]
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset()
    given_file(town)
    work()
    assert far_end.came == []
    assert as_("admin").get(f"/webhooks/{id}/deliveries").json()["items"][0]["problem"] == "inside"


def test_wrong_wishes_are_answered_in_words(as_, far_end):
    admin = as_("admin")
    wrong = admin.post("/webhooks", {"url": far_end.url, "types": ["application.baker"]})
    assert wrong.status_code == 422
    assert "application.*" in wrong.json()["errors"][0]["message"]
    id = admin.post("/webhooks", {"url": far_end.url}).json()["id"]
    assert admin.post(f"/webhooks/{id}/replay", {}).status_code == 422
    assert admin.get(f"/webhooks/{id}/deliveries?cursor=x").status_code == 422
    assert admin.get(f"/webhooks/{id}/deliveries?state=x").status_code == 422
    assert admin.post(f"/webhooks/{id}/replay", {"event": str(uuid4())}).status_code == 404
    assert CLOCK.at
