"""The guides are one shelf: each help leads to the right heading, no link leads nowhere, nobody's work is without one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from siantar.faces.frame.help import pages
from siantar.faces.frame.help.guide_links import SECTIONS
from siantar.faces.guides import built_guides
from tests.people import enter, given_town
from tests.support import guides, manuals


def anchors_of(page: str) -> set[str]:
    return set(re.findall(r'<h[23] id="([^"]+)"', page))


def test_what_is_served_is_what_the_documents_say():
    index, all_of_them = guides.Guide(guides.INDEX), [guides.Guide(path) for path in guides.GUIDES]
    assert guides.contents(index, all_of_them) == {"index": built_guides.index(), "guides": built_guides.all_guides()}
    assert len(all_of_them) > 15


def test_every_help_goes_on_in_a_guide(client):
    assert set(SECTIONS) == set(pages.HELP)
    seen = {}
    for name, section in SECTIONS.items():
        guide, _mark, anchor = section.partition("#")
        seen[guide] = seen.get(guide) or client.get(f"/panduan/{guide}/").content.decode()
        assert anchor in anchors_of(seen[guide]), name


def test_every_link_within_the_guides_arrives(client):
    addresses = ["/panduan/", *(f"/panduan/{name}/" for name in built_guides.all_guides())]
    answers = {address: client.get(address).content.decode() for address in addresses}
    links = 0
    for address, page in answers.items():
        article = page[page.index('<article class="guide"') :].partition("</article>")[0]
        for href in re.findall(r'href="([^"]+)"', article):
            if href.startswith("http"):
                continue
            path, _mark, anchor = href.partition("#")
            target = "/" + str((Path(address) / path).resolve().relative_to("/")).strip("/") + "/" if path else address
            assert target in answers, (address, href)
            assert not anchor or anchor in anchors_of(answers[target]), (address, href)
            links += 1
        for picture in re.findall(r'src="([^"]+)"', article):
            answer = client.get(str((Path(address) / picture).resolve()))
            assert (answer.status_code, answer["Content-Type"]) == (200, "image/png"), (address, picture)
            assert answer.content.startswith(b"\x89PNG")
    assert links > 30


def test_the_index_names_every_guide():
    index = built_guides.index()["page"]
    assert [name for name in built_guides.all_guides() if f'href="{name}/' not in index] == []


def test_what_is_no_guide_is_not_there(client):
    for address in ("/panduan/operator/", "/panduan/gambar/..%2Fguides.json", "/panduan/gambar/guides.json"):
        assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_the_help_of_a_page_has_its_link(client):
    given_town()
    enter(client, "loket")
    page = client.get("/rak/hitung/").content.decode()
    sheet = page[page.index("data-help-words") :].partition("</template>")[0]
    assert 'href="/panduan/rak/#menghitung-rakhitung"' in sheet
    assert pages.guide_at("/lacak/") == ""


def test_the_headings_for_the_search_of_pages_arrive(client):
    listed = client.get("/panduan/judul.json").json()["pages"]
    assert {"address": "/panduan/rak/#menghitung-rakhitung", "name": "Panduan: Rak dan hitungan, Menghitung: /rak/hitung/"} in listed
    assert {page["address"].partition("#")[0] for page in listed} == {f"/panduan/{name}/" for name in built_guides.all_guides()}


def test_the_site_of_all_documents_is_built_without_a_broken_link(tmp_path):
    """Warnings are errors there; every Markdown file of the project is in it."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-c", "docs/site", "-d", tmp_path / "trees", ".", tmp_path / "site"]
    done = subprocess.run(command, cwd=manuals.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    there = {str(path.relative_to(manuals.ROOT)) for path in (manuals.ROOT / "docs").rglob("*.md")}
    lacking = {name for name in there if not (tmp_path / "site" / name).with_suffix(".html").exists()}
    assert lacking == set()
    loaded = re.compile(r'<(?:script|img|iframe)[^>]*\ssrc="(?:https?:)?//|<link[^>]*href="(?:https?:)?//|@import|url\("?https?:')
    files = [path for path in (tmp_path / "site").rglob("*") if path.suffix in {".html", ".css"}]
    assert [path.name for path in files if loaded.search(path.read_text(errors="replace"))] == []
