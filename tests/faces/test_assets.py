"""How pages and files travel: for good under a name with a hash, always asked about under an address of their own."""

import gzip
import json
import re

import pytest

from siantar.faces.courier import bundle
from siantar.faces.frame import assets
from siantar.project.wsgi import application
from tests.people import enter, given_on_the_road

pytestmark = pytest.mark.django_db


def served(path: str, **environ: str) -> tuple[str, dict[str, str], bytes]:
    """An answer of the server's entry, below any middleware."""
    heard = {}

    def start(status, headers):
        heard.update(status=status, headers=dict(headers))

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "80"} | environ
    body = b"".join(application(environ, start))
    return heard["status"], heard["headers"], body


@pytest.mark.parametrize("source", ["styles/office.css", "courier/app.ts", "icons/icon.svg"])
def test_built_files_are_kept_for_good(client, source):
    answer = client.get(assets.address(source), headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert re.fullmatch(r"max-age=\d{8,}, public, immutable", answer["Cache-Control"])
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(answer.streaming_content)) == assets.content(source)


@pytest.mark.parametrize("path", ["/kurir/sw.js", "/kurir/manifest.webmanifest", "/lacak.sw.js", "/lacak.webmanifest"])
def test_workers_and_manifests_are_asked_about_each_time(client, path):
    answer = client.get(path)
    assert "no-cache" in answer["Cache-Control"]
    assert "immutable" not in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/kurir/sw.js", "/lacak.sw.js"])
def test_a_worker_keeps_files_that_exist(client, town, path):
    enter(client, "kurir1")
    script = client.get(path).content.decode()
    files = json.loads(re.match(r"self\.SIANTAR=\{version:\"[0-9a-f]{16}\",files:(\[.*?\])\};", script)[1])
    assert len(files) == len(set(files)) > 3
    assert [file for file in files if client.get(file).status_code != 200] == []


def test_the_courier_keeps_all_the_app_may_ever_load(client):
    script = bundle.service_worker()
    for part in ("app-", "camera-", "map-", "badge-", "basemap-", "zxing_reader-", "office-", "plus-jakarta-sans-"):
        assert f"/static/built/{part}" in script, part
    assert '"/kurir/"' in script


def test_the_tracking_page_keeps_what_it_loads_at_once(client):
    script = client.get("/lacak.sw.js").content.decode()
    assert "/static/built/public-" in script
    assert "/static/built/track-" in script
    assert "/static/built/camera-" not in script
    assert "/static/built/push-" not in script


def test_pages_are_compressed_and_data_are_not(client, town):
    enter(client, "kurir1")
    page = client.get("/layanan/", headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert b"<h1" in gzip.decompress(page.content)
    assert "Accept-Encoding" in page["Vary"]
    day = client.get("/kurir/hari-ini/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in day
    assert day.json()["doors"] == []


def test_the_tracking_page_comes_compressed_from_the_fast_path(town):
    path = f"/t/{given_on_the_road(town).receipt_number}"
    status, plain, page = served(path)
    assert (status, "Content-Encoding" in plain) == ("200 OK", False)
    _, headers, body = served(path, HTTP_ACCEPT_ENCODING="gzip, br")
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Length"] == str(len(body))
    assert gzip.decompress(body) == page
    assert headers["ETag"] == f"W/{plain['ETag']}"
    assert served(path, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=headers["ETag"])[0] == "304 Not Modified"


def test_another_shell_is_another_version_of_the_page(town, monkeypatch):
    from siantar.faces.public import fast_path

    path = f"/t/{given_on_the_road(town).receipt_number}"
    before = served(path)[1]["ETag"]
    fast_path.shell.cache_clear()
    monkeypatch.setattr(assets, "address", lambda source: f"/static/built/{source}-12345678")
    after = served(path)[1]["ETag"]
    fast_path.shell.cache_clear()
    assert before != after
