"""Every page of the office says what it is for, what to do and what happens next; nothing is explained that is not there."""

from __future__ import annotations

import re

import pytest
from django.urls import URLResolver, get_resolver
from django.utils import translation

from siantar.directory.models import User
from siantar.faces.frame.help import pages
from siantar.rules.vocabulary import Role
from tests.house.test_gate import PAGES, STAFF_PAGES, filled
from tests.house.test_house import TEMPLATES
from tests.people import AGENCY, OFFICE, enter, given_on_the_road, given_town

ACCOUNT = ("akun/", "akun/catatan/", "akun/pegawai/", "akun/kata-sandi/", "akun/kode/", "akun/kunci-sandi/", "akun/keadaan/")
LONGEST = 400  # characters: a sheet that is read standing


def names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name


def test_every_help_belongs_to_a_page_and_is_short():
    assert set(pages.HELP) - set(names(get_resolver().url_patterns)) == set()
    for name, entry in pages.HELP.items():
        words = [str(entry.purpose), str(entry.task), str(entry.afterwards)]
        assert all(text.endswith(".") for text in words), name
        assert len(" ".join(words)) <= LONGEST, name
        assert 3 <= sum(len(re.findall(r"\.(?:\s|$)", text)) for text in words) <= 7, name


def test_every_help_is_there_in_english():
    texts = [text for entry in pages.HELP.values() for text in (entry.purpose, entry.task, entry.afterwards)]
    here = [str(text) for text in texts]
    with translation.override("en"):
        assert [text for text, words in zip(here, map(str, texts), strict=True) if text == words] == []


@pytest.mark.django_db
def test_every_page_of_the_office_has_its_help(client):
    """Walked as people who may see them: an address without one is a page nobody explained."""
    file = given_on_the_road(given_town())
    everything = [role for role in Role if role is not Role.RESIDENT]
    for name, office, roles in (("semua", OFFICE, everything), ("instansi", AGENCY, [Role.AGENCY])):
        User.objects.create_user(name, password="rahasia-uji", office_id=office, roles=roles, is_superuser=False)
        enter(client, name)
        lacking, helped = [], 0
        for address in (*STAFF_PAGES, *ACCOUNT):
            answer = client.get(filled(address, file))
            page = answer.content.decode(errors="replace") if "html" in answer.get("Content-Type", "") else ""
            if answer.status_code == 200 and 'class="app"' in page:
                helped += "data-help-words" in page
                lacking += [] if "data-help-words" in page else [address]
        assert lacking == []
        assert helped > (50 if office == OFFICE else 3)


def test_pages_that_a_walk_does_not_reach_have_theirs():
    """One is shown for a thing that the walk has none of: a bundle, a count, a complaint, a letter."""
    of_things = {address: pages.help_at("/" + re.sub(r"<\w+:\w+>", "01a205eb-a8e0-7450-b3c5-bced92252c12", address)) for address in PAGES if address in STAFF_PAGES}
    shown_by_themselves = ("kurir/", "peta/", "suara/tablet/", "bekerja/")  # the last shows nothing, it leads on
    assert [address for address, entry in of_things.items() if entry is None and not address.startswith(shown_by_themselves)] == []


def test_an_act_that_shows_its_page_again_has_the_help_of_that_page():
    assert pages.help_at("/berkas/penyimpanan/lama/") is pages.HELP["retention"]
    assert pages.help_at("/pengaturan/pegawai/7/keluar/") is pages.HELP["setup-person"]
    assert pages.help_at("/naskah/buku/agenda/") is pages.HELP["letter-register"]
    assert pages.help_at("/berkas/K7PQ3M9XABCD/tindakan/") is pages.HELP["file"]
    for elsewhere in ("/", "/admin/", "/lacak/", "/masuk/", "/tidak/ada/", "//", "/kurir/"):
        assert pages.help_at(elsewhere) is None


def test_every_page_of_the_frame_can_show_it():
    base = next(path for path in TEMPLATES if path.parts[-2:] == ("frame", "base.html")).read_text()
    assert base.index("frame/parts/help.html") > base.index("{% endblock %}\n      </main>")
