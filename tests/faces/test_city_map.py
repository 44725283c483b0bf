from pathlib import Path

import pytest
from django.conf import settings

from siantar.faces.frame import city_map
from tests.people import enter, given_town

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 40


@pytest.fixture
def map_file():
    file = Path(settings.SIANTAR_DATA) / city_map.NAME
    file.write_bytes(CONTENT)
    yield file
    file.unlink()


@pytest.fixture
def courier(client):
    given_town()
    enter(client, "kurir1")
    return client


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [("bytes=0-126", 0, 126), ("bytes=500-", 500, 10239), ("bytes=10230-99999", 10230, 10239), ("bytes=7-7", 7, 7)],
)
def test_the_map_is_read_piece_by_piece(courier, map_file, span, first, last):
    answer = courier.get(city_map.URL, headers={"Range": span})
    assert (answer.status_code, answer.content) == (206, CONTENT[first : last + 1])
    assert answer["Content-Range"] == f"bytes {first}-{last}/10240"


@pytest.mark.parametrize("span", ["bytes=10240-", "bytes=-5", "lines=1-2", "bytes=0-1,5-6", "x"])
def test_a_range_that_is_none_is_answered_so(courier, map_file, span):
    answer = courier.get(city_map.URL, headers={"Range": span})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10240")


def test_a_range_that_ends_before_it_begins_is_empty(courier, map_file):
    assert courier.get(city_map.URL, headers={"Range": "bytes=9-3"}).content == b""


def test_without_a_map_there_is_none_and_nothing_is_said_of_it(courier):
    assert courier.get(city_map.URL).status_code == 404
    assert courier.get("/kurir/hari-ini/").json()["map"] is None


def test_the_phone_is_told_of_the_map_and_its_version(courier, map_file):
    answer = courier.get("/kurir/hari-ini/").json()["map"]
    assert (answer["url"], answer["size"]) == (city_map.URL, 10240)
    assert answer["version"]


def test_strangers_do_not_get_the_map(client, map_file):
    assert client.get(city_map.URL).status_code == 302
